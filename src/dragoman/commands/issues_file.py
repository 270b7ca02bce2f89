"""The option that names the user's own issues."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

IssuesOption = Annotated[
    Path | None,
    typer.Option("--issues", metavar="FILE.yaml", help="Your own merging, splitting and naming of issues."),
]

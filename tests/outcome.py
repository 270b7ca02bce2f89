"""What a run of the command line gives; the fixture ``dragoman`` in conftest makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run = Callable[..., Outcome]

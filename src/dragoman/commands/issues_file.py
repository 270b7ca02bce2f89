"""The user's own issues, and the facts that issues are made of: what several commands take from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.problems import CommandError
from dragoman.relations.choices import NO_CHOICES, Choices, ChoicesError, load_choices
from dragoman.relations.relate import Item
from dragoman.store import FactFilter, Store

WITH_ISSUES = ("position", "proposal", "condition")
"""Kinds whose phrases are put together to issues over the whole store."""
IssuesOption = Annotated[
    Path | None,
    typer.Option("--issues", metavar="FILE.yaml", help="Your own merging, splitting and naming of issues."),
]


def read_choices(path: Path | None) -> Choices:
    """The user's file of issues, if there is one.

    Raises:
        CommandError: it can't be used; says why.
    """
    if path is None:
        return NO_CHOICES
    try:
        return load_choices(path)
    except ChoicesError as error:
        raise CommandError(str(error)) from error


def related_items(store: Store) -> list[Item]:
    """Facts of a store that issues are made of."""
    return [(row.fact, row.document) for row in store.iter_facts(FactFilter(kinds=WITH_ISSUES))]

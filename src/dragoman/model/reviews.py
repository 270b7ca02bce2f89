"""What people say of facts that were coded: a layer of its own beside the facts, only ever added to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Cell = str | int | float | bool | None
"""A value of a column of a flat row."""


class Verdict(StrEnum):
    """What a reviewer says of a fact.

    ``ACCEPT``: all of it is as the text has it. ``CORRECT``: the text says it, but some fields are wrong. ``REJECT``:
    the text does not say it. ``SKIP``: no verdict. ``UNDO``: the reviewer takes back what they said before.
    """

    ACCEPT = "accept"
    CORRECT = "correct"
    REJECT = "reject"
    SKIP = "skip"
    UNDO = "undo"


JUDGED = frozenset({Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT})
"""Verdicts that count in figures and in exports."""


class How(StrEnum):
    """How the facts of a sample were chosen."""

    RANDOM = "random"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One verdict of one reviewer on one fact.

    Attributes:
        id: unique; the same id is kept once, so that a form that is sent twice counts once.
        kind: of the fact.
        reviewed: time in UTC.
        coded: what the reviewer saw, as the columns of the flat row that can be corrected.
        corrected: the columns that the reviewer changed, and those that follow from them.
        sample: id of the sample, or empty.
        setup: id of the setup that coded the document then.
    """

    id: str
    fact_id: str
    document_id: str
    kind: str
    reviewer: str
    reviewed: datetime
    verdict: Verdict
    coded: Mapping[str, Cell] = field(default_factory=dict)
    corrected: Mapping[str, Cell] = field(default_factory=dict)
    note: str = ""
    sample: str = ""
    setup: str = ""

    def __post_init__(self) -> None:
        if bool(self.corrected) != (self.verdict is Verdict.CORRECT):
            raise ValueError(f"a review that says {self.verdict!s} has {len(self.corrected)} corrected columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Facts that were set aside for review.

    Attributes:
        how: drawn at random, or those with the lowest confidence.
        seed: of the draw, and of the order in which each reviewer sees them.
        wanted: the filter, as it was typed.
        population: number of facts that fitted the filter, by kind.
        fact_ids: in the order they were drawn.
    """

    id: str
    name: str
    made: datetime
    maker: str
    how: How
    seed: int
    wanted: Mapping[str, str] = field(default_factory=dict)
    population: Mapping[str, int] = field(default_factory=dict)
    fact_ids: tuple[str, ...] = ()

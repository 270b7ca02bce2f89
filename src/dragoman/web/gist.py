"""A fact of any kind in a line, in the words of the lists of the command line."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.facts import Event, Fact
from dragoman.model.text import Document
from dragoman.report.lists import LISTS
from dragoman.report.tables import WIDE, report_of
from dragoman.report.words import mark, sides, when
from dragoman.store.payload import kind_of

LEADING = {"statement": 2, "position": 3, "condition": 2, "assessment": 2, "figure": 2}
"""Cells that it takes to tell one fact of a kind from another, where the first is not enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """A fact in a line.

    Attributes:
        lead: what it is first of all: who does what to whom, who speaks, whose position.
        rest: what else the list of its kind has, without the report.
        date: as far as it is known.
        report: outlet and headline.
    """

    id: str
    kind: str
    date: str
    lead: str
    rest: str
    report: str
    document: Document


def gist_of(fact: Fact, document: Document) -> Gist:
    """The line of a fact."""
    kind = kind_of(fact)
    if isinstance(fact, Event):
        told = (fact.plover + (f" {fact.mode}" if fact.mode else ""), mark(fact), "recalled" if fact.background else "")
        lead, parts = sides(fact), list(told)
    else:
        cells = [cell for cell in LISTS[kind] if cell.least <= WIDE <= cell.most]
        values = [(cell.lead, " ".join(cell.value(fact, document).split())) for cell in cells]
        words = [" ".join(filter(None, pair)) if pair[1] else "" for pair in values]
        leading = LEADING.get(kind, 1)
        lead, parts = " · ".join(filter(None, words[:leading])), words[leading:]
    return Gist(
        id=fact.id,
        kind=kind,
        date=when(fact.date) or "undated",
        lead=lead,
        rest=" · ".join(filter(None, parts)),
        report=report_of(document),
        document=document,
    )

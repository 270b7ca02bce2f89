"""Tables of the facts of one kind, each row ending in the reference that ``explain`` takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.exchange.parts import in_line, words_of
from dragoman.model.facts import Assessment, Condition, Join, Position, Proposal, Statement, Strength
from dragoman.model.text import Document
from dragoman.report.tables import NARROW, WIDE, WIDER, plain_table, report_of
from dragoman.report.words import (
    HOLDER,
    amount,
    listed,
    names,
    shortened,
    told_by,
    voice_of,
    when,
)
from dragoman.store import StoredFact

MOST_WORDS = 180
"""Characters of a statement, or of the terms of a proposal, that are shown; ``explain`` and the files have all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A column of a table of facts.

    Attributes:
        value: from a fact and its document to the text of the cell.
        ratio: share of the width; 0 for as wide as its longest line needs.
        words: for words that should not be broken: least and greatest width; ``ratio`` does not count then.
        least, most: columns of the terminal from which and up to which it is shown.
        is_cut: one line, cut at the end, rather than folded.
        lead: what stands before it in a line without headings.
    """

    title: str
    value: Callable[[Any, Document], str]
    ratio: int = 0
    words: tuple[int, int] | None = None
    least: int = 0
    most: int = sys.maxsize
    is_cut: bool = False
    lead: str = ""


def _content(fact: Statement, document: Document) -> str:
    words = words_of(fact.content, document)
    return shortened(f"“{words}”" if fact.direct else words, MOST_WORDS)


def _cue_and_content(fact: Statement, document: Document) -> str:
    return ": ".join(filter(None, (in_line(fact.cue), _content(fact, document))))


def _outer(fact: Statement, document: Document) -> str:
    """Who tells that it was said, where that is neither the report nor the speaker."""
    told = told_by(fact, (fact.speaker,) if fact.speaker is not None else ())
    return "" if told in {"the report", HOLDER} else told


def _answers(fact: Proposal, document: Document) -> str:
    return "; ".join(f"{response.actor.name} {response.answer}" for response in fact.responses)


def _terms(fact: Proposal, document: Document) -> str:
    return shortened("; ".join(in_line(term.text) for term in fact.terms), MOST_WORDS)


def _strength(fact: Position, document: Document) -> str:
    return "" if fact.strength is Strength.PLAIN else str(fact.strength)


def _antecedents(fact: Condition, document: Document) -> str:
    word = "and" if fact.join is Join.ALL else "or"
    return listed([in_line(phrase.text) for phrase in fact.antecedents], word)


def _set_by(fact: Condition, document: Document) -> str:
    return fact.set_by.name if fact.set_by is not None else "not said"


def _by_whom(fact: Condition, document: Document) -> str:
    """Whose condition it is, and who says so if that is another, where there is no room for both apart."""
    if fact.set_by is None:
        return f"told by {told_by(fact)}"
    told = told_by(fact, (fact.set_by,))
    said = told.removeprefix(HOLDER)
    return f"set by {fact.set_by.name}" + (said if said != told else f", told by {told}")


def _about(fact: Assessment, document: Document) -> str:
    return listed([actor.name for actor in fact.pair]) if fact.pair else in_line(fact.topic)


def _report(fact: Any, document: Document) -> str:
    return report_of(document)


def _told(fact: Any, document: Document) -> str:
    return told_by(fact)


REPORT = Cell(title="Report", ratio=3, value=_report, least=WIDER, is_cut=True)

LISTS: Mapping[str, tuple[Cell, ...]] = {
    "statement": (
        Cell(title="Speaker", ratio=3, value=lambda fact, _: shortened(voice_of(fact))),
        Cell(title="Cue", words=(12, 15), value=lambda fact, _: in_line(fact.cue), least=WIDE),
        Cell(title="To", ratio=2, value=lambda fact, _: names(fact.addressees), least=WIDE),
        Cell(title="Words", ratio=8, value=_content, least=WIDE),
        Cell(title="Words", ratio=8, value=_cue_and_content, most=WIDE - 1),
        Cell(title="As told by", ratio=2, value=_outer, least=WIDER),
        REPORT,
    ),
    "position": (
        Cell(title="Holder", ratio=3, value=lambda fact, _: fact.holder.name),
        Cell(title="Stance", value=lambda fact, _: fact.stance.replace("_", " ")),
        Cell(title="Issue", ratio=5, value=lambda fact, _: in_line(fact.issue.text)),
        Cell(title="Who says so", ratio=3, lead="source:", value=lambda fact, _: told_by(fact, (fact.holder,))),
        Cell(title="Strength", value=_strength, least=WIDE),
        REPORT,
    ),
    "proposal": (
        Cell(title="Proposal", ratio=4, value=lambda fact, _: in_line(fact.name)),
        Cell(title="Sponsors", ratio=3, lead="sponsors", value=lambda fact, _: names(fact.sponsors) or "not said"),
        Cell(title="Answers", ratio=4, value=_answers),
        Cell(title="Status", value=lambda fact, _: str(fact.status)),
        Cell(title="Terms", ratio=5, least=WIDE, value=_terms),
        REPORT,
    ),
    "condition": (
        Cell(title="What", ratio=4, value=lambda fact, _: in_line(fact.consequent.text)),
        Cell(title="Depends on", ratio=5, lead="depends on", value=_antecedents),
        Cell(title="Kind", value=lambda fact, _: str(fact.type), least=WIDE),
        Cell(title="By whom", ratio=3, value=_by_whom, most=WIDE - 1),
        Cell(title="Set by", ratio=3, value=_set_by, least=WIDE),
        Cell(title="Who says so", ratio=3, value=_told, least=WIDE),
        REPORT,
    ),
    "assessment": (
        Cell(title="About", ratio=4, value=_about),
        Cell(title="Said to be", lead="said to be", value=lambda fact, _: str(fact.direction)),
        Cell(title="Since", ratio=3, value=lambda fact, _: in_line(fact.since or "")),
        Cell(title="Who says so", ratio=3, lead="source:", value=_told),
        Cell(title="In", value=lambda fact, _: "headline" if fact.in_title else "text", least=WIDE),
        Cell(title="In the words", ratio=3, value=lambda fact, _: in_line(fact.trigger), least=WIDE),
        REPORT,
    ),
    "figure": (
        Cell(title="Number", ratio=3, value=lambda fact, _: amount(fact)),
        Cell(title="Of what", ratio=4, value=lambda fact, _: in_line(fact.counted)),
        Cell(title="Where", ratio=2, value=lambda fact, _: fact.place.written if fact.place else ""),
        Cell(title="Who says so", ratio=3, lead="source:", value=_told),
        Cell(title="Written as", ratio=3, value=lambda fact, _: in_line(fact.written), least=WIDE),
        REPORT,
    ),
}
"""Columns by kind of fact, between the date and the reference."""


def facts_table(kind: str, rows: Sequence[StoredFact], shorten: Callable[[str], str], width: int) -> RenderableType:
    """Facts of one kind, one row each; below a certain width one line each.

    Args:
        shorten: from a fact's id to its reference.
        width: columns of the terminal.
    """
    cells = [cell for cell in LISTS[kind] if cell.least <= width <= cell.most]
    if width < NARROW:
        return Group(*(_line(cells, row, shorten(row.fact.id)) for row in rows))
    table = plain_table(
        ("As of" if kind == "figure" else "Date", {"min_width": 10, "max_width": 13}),
        *((cell.title, _options(cell)) for cell in cells),
        ("Ref", {"no_wrap": True, "style": "cyan"}),
    )
    table.expand = True
    for row in rows:
        values = (Text(cell.value(row.fact, row.document)) for cell in cells)
        table.add_row(Text(when(row.fact.date) or "undated"), *values, shorten(row.fact.id))
    return table


def _options(cell: Cell) -> dict[str, Any]:
    if cell.words is not None:
        return {"min_width": cell.words[0], "max_width": cell.words[1]}
    cut = {"no_wrap": True, "overflow": "ellipsis"} if cell.is_cut else {}
    return {"ratio": cell.ratio, **cut} if cell.ratio else {"no_wrap": True}


def _line(cells: Sequence[Cell], row: StoredFact, reference: str) -> Text:
    first, *others = [(cell.lead, cell.value(row.fact, row.document)) for cell in cells]
    told = " · ".join(" ".join(filter(None, part)) for part in others if part[1])
    date = when(row.fact.date) or "undated"
    return Text.assemble((date, "dim"), " ", (first[1], "bold"), f" · {told} " if told else " ", (reference, "cyan"))

"""Lines of a readout: a date, what is said, and the reference that ``explain`` takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model.facts import Fact
from dragoman.model.text import DateBasis, Document
from dragoman.report.words import shortened, when

LINE_WIDTH = 100
"""Widest line of words: the eye loses longer ones. Tables may be wider."""
MOST_LINES = 30
"""Lines of a section; the rest is counted."""
EXCERPT_BEFORE = 40
"""Characters of the sentence shown before the trigger; on a line of 80 as many again fit behind it."""
DAY = len("2024-02-08")
INDENT = 2
MOST_SPLIT = 110


Shorten = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a section.

    Attributes:
        text: what is said.
        ref: reference of the fact it stands on.
        date: shown before it, or empty.
        below: a line of the report's own words under it, or ``None``.
        deeper: steps by which it is set in.
    """

    text: Text
    ref: str
    date: str = ""
    below: Text | None = None
    deeper: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all sections of a readout share.

    Attributes:
        documents: the reports by id, in the order they were read.
        shorten: from a fact's id to its reference.
    """

    documents: dict[str, Document]
    shorten: Shorten

    def report(self, fact: Fact) -> str:
        """Which report a fact is from, where there are several."""
        if len(self.documents) < 2:
            return ""
        return f"report {list(self.documents).index(fact.document_id) + 1}"

    def ref(self, fact: Fact) -> str:
        """The reference of a fact."""
        return self.shorten(fact.id)


def section(name: str, lines: Sequence[Line], most: int = MOST_LINES) -> list[RenderableType]:
    """A heading with its lines; nothing where there are none."""
    return [Text(), Text(name, style="bold"), rendered(lines, most)] if lines else []


def rendered(lines: Sequence[Line], most: int = MOST_LINES) -> RenderableType:
    """Lines under one another, dates and references in columns."""
    shown = lines[:most]
    dates = max((len(line.date) for line in shown), default=0)
    made: list[RenderableType] = []
    for line in shown:
        grid = Table.grid(padding=(0, 1), expand=True)
        if dates:
            grid.add_column(no_wrap=True, width=dates, style="dim")
        grid.add_column(ratio=1)
        grid.add_column(no_wrap=True, justify="right", vertical="bottom", style="cyan")
        grid.add_row(*([line.date] if dates else []), Padding(line.text, (0, 0, 0, line.deeper * INDENT)), line.ref)
        made.append(grid)
        if line.below is not None:
            made.append(Padding(line.below, (0, 0, 0, (dates + 1 if dates else 0) + line.deeper * INDENT)))
    if len(lines) > most:
        made.append(Text(f"and {len(lines) - most} more"))
    return Padding(Group(*made), (0, 0, 0, INDENT))


def date_of(fact: Fact) -> str:
    """The date if the text gives one; a line without is of the day of publication, or of a range, which it tells."""
    value = when(fact.date)
    return "" if fact.date.basis is DateBasis.PUBLICATION or len(value) > DAY else value


def notes(*parts: str) -> str:
    """Asides behind a line."""
    told = " · ".join(filter(None, parts))
    return f" · {told}" if told else ""


def quoted(words: str, most: int = MOST_SPLIT) -> str:
    """Words of a report in quotation marks, cut if they are many."""
    plain = shortened(words.strip(" “”\"'."), most)
    return f"“{plain}”" if plain else ""


def excerpt(fact: Fact, document: Document) -> Text:
    """The words around the trigger, as many as fit on a line."""
    sentence = fact.evidence[0]
    inside = (
        span
        for role, span in fact.match.spans
        if role == "trigger" and span.document_id == document.id and sentence.start <= span.start < sentence.end
    )
    begin = max(sentence.start, next(inside, sentence).start - EXCERPT_BEFORE)
    words = document.text[begin : sentence.end]
    if begin > sentence.start:
        words = "… " + words.partition(" ")[2]
    return Text(" ".join(words.split()), style="dim", no_wrap=True, overflow="ellipsis")

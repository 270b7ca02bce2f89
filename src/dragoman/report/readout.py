"""The short readout of reports: parties, what happened, what is only alleged, each line with its reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model.facts import Event, Factuality
from dragoman.model.text import DateBasis, Document
from dragoman.pipeline import Report
from dragoman.report.words import count, day, headline, mark, sides, when

MOST_PARTIES = 8
MOST_LINES = 30
"""Lines of a section; the rest is counted."""
EXCERPT_BEFORE = 40
"""Characters of the sentence shown before the trigger; on a line of 80 as many again fit behind it."""
DAY = len("2024-02-08")
CONTESTED = frozenset({Factuality.ALLEGED, Factuality.DENIED})

Shorten = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document and its events in text order."""

    document: Document
    events: tuple[Event, ...]

    @classmethod
    def of(cls, report: Report) -> Reading:
        """What the pipeline read."""
        return cls(document=report.document, events=report.events)


def readout(readings: Sequence[Reading], shorten: Shorten) -> RenderableType:
    """Render one or a few readings, one block each.

    Args:
        shorten: from an event's id to the reference that ``explain`` takes.
    """
    blocks: list[RenderableType] = []
    for number, reading in enumerate(readings):
        if number:
            blocks.append(Text())
        blocks += _block(reading, shorten)
    return Group(*blocks)


def _block(reading: Reading, shorten: Shorten) -> list[RenderableType]:
    document, events = reading.document, reading.events
    facts = [document.publisher or "outlet unknown", day(document.published), count(len(events), "event")]
    if document.language not in {None, "en"}:
        facts.append(f"language: {document.language}, the rules are for English")
    block: list[RenderableType] = [Text(headline(document), style="bold"), Text(" · ".join(facts), style="dim")]
    if not events:
        return [*block, Text(), Text("No events were found in it.")]
    block += [Text(), _parties(events)]
    told = [event for event in events if event.factuality not in CONTESTED]
    for name, chosen in (
        ("News", [event for event in told if not event.background]),
        ("Background, recalled in the report", [event for event in told if event.background]),
        ("Only alleged, or denied", [event for event in events if event.factuality in CONTESTED]),
    ):
        if chosen:
            block += [Text(), Text(name, style="bold"), _lines(chosen, document, shorten)]
    return block


def _parties(events: Sequence[Event]) -> Text:
    taking_part = Counter(
        name for event in events for name in {actor.name for actor in (*event.sources, *event.targets)}
    )
    ranked = sorted(taking_part.items(), key=lambda item: (-item[1], item[0]))
    shown = " · ".join(f"{name} {number}" for name, number in ranked[:MOST_PARTIES])
    more = len(ranked) - MOST_PARTIES
    return Text.assemble(("Parties  ", "bold"), shown, f" · and {more} more" if more > 0 else "")


def _lines(events: Sequence[Event], document: Document, shorten: Shorten) -> RenderableType:
    shown = events[:MOST_LINES]
    dates = max(len(_date(event)) for event in shown)
    indent = dates + 1 if dates else 0
    lines: list[RenderableType] = []
    for event in shown:
        grid = Table.grid(padding=(0, 1), expand=True)
        if dates:
            grid.add_column(no_wrap=True, width=dates, style="dim")
        grid.add_column(ratio=1)
        grid.add_column(no_wrap=True, justify="right", vertical="bottom", style="cyan")
        grid.add_row(*([_date(event)] if dates else []), _line(event), shorten(event.id))
        lines += [grid, Padding(_excerpt(event, document), (0, 0, 0, indent))]
    if len(events) > MOST_LINES:
        lines.append(Text(f"and {len(events) - MOST_LINES} more"))
    return Padding(Group(*lines), (0, 0, 0, 2))


def _date(event: Event) -> str:
    """The date if the text gives one; a line without is of the day of publication, undated, or of a range."""
    value = when(event.date)
    return "" if event.date.basis is DateBasis.PUBLICATION or len(value) > DAY else value or "undated"


def _line(event: Event) -> Text:
    line = Text.assemble(sides(event), ": ", (event.plover, "bold"), " “", event.trigger, "”")
    found = when(event.date)
    notes = [mark(event), found if len(found) > DAY else "", event.place.written if event.place else ""]
    if event.background and event.factuality in CONTESTED:
        notes.append("background")
    told = " · ".join(filter(None, notes))
    return line.append(f" · {told}", style="italic") if told else line


def _excerpt(event: Event, document: Document) -> Text:
    """The words around the trigger, as many as fit on a line."""
    sentence = event.evidence[0]
    trigger = next((span for role, span in event.match.spans if role == "trigger"), sentence)
    begin = max(sentence.start, trigger.start - EXCERPT_BEFORE)
    words = document.text[begin : sentence.end]
    if begin > sentence.start:
        words = "… " + words.partition(" ")[2]
    return Text(" ".join(words.split()), style="dim", no_wrap=True, overflow="ellipsis")

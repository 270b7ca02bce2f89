"""A timeline as lines: the day, the sentence in the report's own words, and how many reports speak for the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from dragoman.model.dated import DatedSentence
from dragoman.model.text import Document
from dragoman.relations.timeline import Entry
from dragoman.report.readout_lines import Line, Shorten, rendered
from dragoman.report.words import count, shortened

LONGEST = 300
"""Characters of a sentence that are shown; few are longer, and those are paragraphs without full stops."""


def timeline_lines(entries: Sequence[Entry], documents: Mapping[str, Document], shorten: Shorten) -> RenderableType:
    """Days with their sentences, ending in the reference of the event that the sentence was coded as, if it was.

    Args:
        documents: by id, those of the sentences.
        shorten: from the id of an event to its reference.
    """
    lines = [_line(entry, documents.get(entry.sentence.document), shorten) for entry in entries]
    return rendered(lines, len(lines))


def _line(entry: Entry, document: Document | None, shorten: Shorten) -> Line:
    sentence = entry.sentence
    below = " · ".join(filter(None, (reports_for(entry), dated_by(sentence), _source(document))))
    return Line(
        text=Text(shortened(sentence.text, LONGEST)),
        date=sentence.day.isoformat(),
        ref=shorten(sentence.fact) if sentence.fact else "",
        below=Text(below, style="dim"),
    )


def reports_for(entry: Entry) -> str:
    """How many reports speak for a day, and how many have the sentence: "12 reports tell of it, 3 printed that day"."""
    told, printed = entry.day.told, entry.day.printed
    parts = [
        f"{count(told, 'report')} {'tells' if told == 1 else 'tell'} of it" if told else "",
        f"{printed or 'none'} printed that day" if told else f"{count(printed, 'report')} printed that day",
        f"{entry.telling.reports} with this sentence" if entry.telling.reports > 1 else "",
    ]
    return ", ".join(filter(None, parts))


def dated_by(sentence: DatedSentence) -> str:
    """A caution where the sentence names no day."""
    return "" if sentence.names_day else "dated by its printing only"


def _source(document: Document | None) -> str:
    if document is None:
        return ""
    printed = f"printed {document.published.isoformat()}" if document.published is not None else "print date unknown"
    return ", ".join(filter(None, (document.publisher or shortened(document.title, 40), printed)))

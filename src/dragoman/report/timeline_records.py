"""Days of a timeline as plain records, for JSON and CSV."""

from __future__ import annotations

from typing import Any

from dragoman.model.text import Document
from dragoman.relations.timeline import Entry

TIMELINE_COLUMNS = (
    "day", "sentence", "basis", "reports_telling", "reports_printed", "reports_with_sentence", "weight", "document",
    "title", "publisher", "published", "url", "start", "end", "fact",
)  # fmt: skip


def day_record(entry: Entry, document: Document) -> dict[str, Any]:
    """A day with its sentence, and the document that the sentence stands in."""
    sentence = entry.sentence
    return {
        "day": sentence.day.isoformat(),
        "sentence": sentence.text,
        "basis": str(sentence.basis),
        "reports_telling": entry.day.told,
        "reports_printed": entry.day.printed,
        "reports_with_sentence": entry.telling.reports,
        "weight": entry.day.weight,
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published is not None else None,
        "url": document.url,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "fact": sentence.fact or None,
    }

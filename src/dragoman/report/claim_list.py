"""Assessments of reports with what the events of a store say to them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dragoman.store import StoredFact

SHORT_ID = 6


def claims_list(rows: Sequence[tuple[StoredFact, Text]]) -> RenderableType:
    """Each assessment with its sentence, its report, and the answer below."""
    parts: list[RenderableType] = []
    for stored, answer in rows:
        document, span = stored.document, stored.fact.evidence[0]
        words = " ".join(document.text[span.start : span.end].split())
        day = document.published.isoformat() if document.published else "no date"
        source = ", ".join(filter(None, (document.publisher, day, stored.fact.id[:SHORT_ID])))
        parts += [Text(f"“{words}” [{source}]"), Padding(answer, (0, 0, 1, 4))]
    return Group(*parts)

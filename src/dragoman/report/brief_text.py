"""Lines that all writers of a brief share."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.report.brief import Brief, Footnote, Section
from dragoman.report.chart_page import RENDERERS, chart_spec

EXPLAIN = "dragoman explain"


def about_note(note: Footnote) -> str:
    """Outlet, date and headline of a note."""
    title = f"“{note.title}”" if note.title else ""
    return ", ".join(filter(None, (note.outlet, note.date, title)))


def more_line(section: Section) -> str:
    """How many sentences a section leaves out."""
    return f"and {section.more:,} more; --full shows all"


def pictures(brief: Brief) -> Sequence[bytes]:
    """The charts as PNG, in order."""
    return [RENDERERS[".png"](chart_spec(chart.drawing), ()) for chart in brief.charts]

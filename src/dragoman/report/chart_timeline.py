"""The timeline: one line of time, and below it each day with its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.report.chart_shapes import Sheet
from dragoman.report.chart_style import (
    BLUE,
    INK,
    PAPER,
    QUIET,
    WIDTH,
    finished,
    href_of,
    in_line,
    tips,
    wrapped,
)
from dragoman.report.words import count

MOST_MOMENTS = 60
TEXT_AT, LINE, SPACE = 142.0, 15.0, 11.0
"""Pixels from the left to the sentences, of a line of text, and between two days."""
TEXT_CHARS, TEXT_LINES = 104, 4
RULER, STEPS = 40.0, 2
"""Pixels of the line of time above the list, and rows of numbers under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day with its sentence.

    Attributes:
        n: reports that tell it, where that is known.
        link: key of evidence, or address of the report.
    """

    day: date
    text: str
    n: int | None = None
    link: str | None = None


def timeline_chart(moments: Sequence[Moment], topic: str = "") -> Any:
    """Days from top to bottom in their order; the line above has them at their distances.

    Args:
        topic: what it is about, for the title.

    Raises:
        ValueError: there are no days.
    """
    if not moments:
        raise ValueError("there are no days to draw: the timeline is empty")
    ordered = sorted(moments, key=lambda moment: (moment.day, moment.text))[:MOST_MOMENTS]
    rows = list(_rows(ordered))
    sheet = Sheet(width=float(WIDTH), height=rows[-1]["bottom"])
    layers = [*_ruler(sheet, ordered, rows), *_list(sheet, rows)]
    days = count(len({moment.day for moment in ordered}), "day")
    title = f"Timeline{': ' if topic else ''}{topic} ({days})"
    days_of = " to ".join(dict.fromkeys(str(ordered[at].day) for at in (0, -1)))
    notes = [f"{days_of}. One sentence for each day, as a report has it."]
    if any(moment.n is not None for moment in ordered):
        notes[0] += " n: reports that tell it."
    if len(moments) > len(ordered):
        notes.append(f"Not shown: {count(len(moments) - len(ordered), 'later day')}.")
    return finished(sheet.drawn(layers), title, notes)


def _rows(moments: Sequence[Moment]) -> Iterator[dict[str, Any]]:
    y = (RULER + 26.0) if moments[0].day != moments[-1].day else 4.0
    for number, moment in enumerate(moments, 1):
        lines = wrapped(moment.text, TEXT_CHARS, TEXT_LINES) if in_line(moment.text) else ["(no sentence)"]
        height = max(LINE * len(lines), LINE)
        yield {
            "number": str(number),
            "day": moment.day.isoformat(),
            "n": "unknown" if moment.n is None else f"{moment.n:,}",
            "small": "" if moment.n is None else f"n {moment.n:,}",
            "text": "\n".join(lines),
            "words": in_line(moment.text),
            "y": y + LINE / 2,
            "bottom": y + height + SPACE,
            "href": href_of(moment.link),
        }
        y += height + SPACE


TIPS = {"day": "Day", "n": "Reports (n)", "words": "Sentence"}


def _ruler(sheet: Sheet, moments: Sequence[Moment], rows: Sequence[dict[str, Any]]) -> Iterator[Any]:
    """The days at their distances; numbered as in the list where there is room."""
    first, last = moments[0].day, moments[-1].day
    whole = (last - first).days
    if not whole:
        return
    left, right = 40.0, sheet.width - 40.0
    y = 12.0
    yield sheet.boxes([{"x": left, "x2": right, "y": y - 1, "y2": y + 1}], fill=QUIET, stroke=None)
    places, marks, taken = [], [], [-100.0] * STEPS
    for moment, row in zip(moments, rows, strict=True):
        x = left + (right - left) * (moment.day - first).days / whole
        places.append({**row, "x": x, "y": y, "step": 0, "line": row["number"]})
        free = [step for step, end in enumerate(taken) if x - end >= 17]
        if free:
            taken[free[0]] = x
            marks.append({**row, "x": x, "y": y + 14 + free[0] * 16, "text": row["number"]})
    stems = [{**row, "y": end, "step": step} for row in places for step, end in enumerate((y - 6, y + 6))]
    yield sheet.curves(stems, stroke=BLUE, strokeWidth=1.6)
    shown = {"tooltip": tips(TIPS)}
    yield sheet.symbols(marks, shown, fill=PAPER, stroke=BLUE, size=150)
    yield sheet.texts(marks, align="center", fontSize=9).encode(**shown)
    ends = [(left - 12, first, "right"), (right + 12, last, "left")]
    for x, day, align in ends:
        yield sheet.texts([{"x": x, "y": y, "text": f"{day:%Y}"}], align=align, fontSize=10)


def _list(sheet: Sheet, rows: Sequence[dict[str, Any]]) -> Iterator[Any]:
    shown = {"tooltip": tips(TIPS)}
    stem = [{"line": 0, "step": at, "x": 12, "y": y} for at, y in enumerate((rows[0]["y"], rows[-1]["y"]))]
    yield sheet.curves(stem, stroke=QUIET, strokeWidth=1.5)
    circles = [{**row, "x": 12, "text": row["number"]} for row in rows]
    yield sheet.symbols(circles, shown, fill=PAPER, stroke=BLUE, strokeWidth=1.6, size=230)
    yield sheet.texts(circles, align="center", fontSize=10).encode(**shown)
    yield sheet.texts([{**row, "x": 30, "text": row["day"]} for row in rows], fontWeight="bold")
    yield sheet.texts([{**row, "x": 98, "text": row["small"]} for row in rows], fontSize=10, fill=QUIET)
    yield sheet.texts([{**row, "x": TEXT_AT} for row in rows], lineHeight=LINE, fill=INK).encode(**shown)

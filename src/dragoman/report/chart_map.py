"""A map of where: plain dots by number of events, on outlines in which no land border is drawn as settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import radians
from typing import Any

from dragoman.report.chart_style import BLUE, PAPER, QUIET, WIDTH, finished, href_of, in_line, linked, marks, tips
from dragoman.report.outlines import Line, load_outlines
from dragoman.report.words import count

MOST_DOTS = 400
"""Places that are drawn, those with most events; more would hide one another."""
SMALLEST, LARGEST = 14.0, 620.0
"""Square pixels of a dot with one event, and of the one with most."""
LEAST_SPAN = 24.0
"""Degrees of longitude that a map shows at least, so that a place has its surroundings."""
AROUND = 0.15
"""Part of the span of the places that is added on each side."""
LOWEST_SHAPE, HIGHEST_SHAPE = 0.45, 0.8
"""Height of a map over its width."""
REGION = 75.0
"""Degrees of longitude below which the fine outlines are drawn."""
BORDER_NOTE = (
    "All land borders are drawn with the same dotted line, so that none is drawn as settled. Lines are from an old"
    " public data set (GSHHS, World Data Bank II) and no statement of this tool."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A place with its events.

    Attributes:
        link: key of evidence, or an address.
    """

    name: str
    longitude: float
    latitude: float
    events: int
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The part of the world that is shown, in degrees, and its height in pixels."""

    west: float
    south: float
    east: float
    north: float
    height: float

    def has(self, line: Line) -> bool:
        """Whether any of a line may be seen."""
        return any(self.west <= x <= self.east and self.south <= y <= self.north for x, y in line)

    @property
    def projection(self) -> dict[str, Any]:
        """The plate carrée that fills the picture with it."""
        scale = WIDTH / radians(self.east - self.west)
        x, y = radians((self.west + self.east) / 2), radians((self.south + self.north) / 2)
        return {
            "type": "equirectangular", "scale": scale,
            "translate": [WIDTH / 2 - scale * x, self.height / 2 + scale * y],
        }  # fmt: skip


def view_of(dots: Sequence[Dot]) -> View:
    """A view that has all dots in it."""
    xs, ys = [dot.longitude for dot in dots], [dot.latitude for dot in dots]
    wide = max(
        LEAST_SPAN, (max(xs) - min(xs)) * (1 + 2 * AROUND), (max(ys) - min(ys)) * (1 + 2 * AROUND) / HIGHEST_SHAPE
    )
    wide = min(wide, 360.0)
    tall = min(180.0, max(wide * LOWEST_SHAPE, (max(ys) - min(ys)) * (1 + 2 * AROUND)))
    west = min(max((max(xs) + min(xs) - wide) / 2, -180.0), 180.0 - wide)
    south = min(max((max(ys) + min(ys) - tall) / 2, -90.0), 90.0 - tall)
    return View(west=west, south=south, east=west + wide, north=south + tall, height=WIDTH * tall / wide)


def map_chart(dots: Sequence[Dot], *, title: str = "Where events are placed") -> Any:
    """Draw the places with most events.

    Raises:
        ValueError: there are no places.
    """
    import altair as alt

    if not dots:
        raise ValueError("there are no places to draw")
    drawn = sorted(dots, key=lambda dot: (-dot.events, dot.name))[:MOST_DOTS]
    view = view_of(drawn)
    outlines = load_outlines("fine" if view.east - view.west < REGION else "coarse")
    coasts = _shape([line for line in outlines.coasts if view.has(line)])
    borders = _shape([line for line in outlines.borders if view.has(line)])
    most = drawn[0].events
    rows = [
        {
            "longitude": dot.longitude, "latitude": dot.latitude, "href": href_of(dot.link), "name": in_line(dot.name),
            "n": f"{dot.events:,}", "size": round(SMALLEST + (LARGEST - SMALLEST) * dot.events / most, 1),
            "words": f"{in_line(dot.name)}: {count(dot.events, 'event')}",
        }
        for dot in drawn
    ]  # fmt: skip
    circles = (
        marks(rows)
        .mark_circle(color=BLUE, opacity=0.75, stroke=PAPER, strokeWidth=0.8, clip=True)
        .encode(
            longitude="longitude:Q", latitude="latitude:Q", size=alt.Size("size:Q", scale=None), href=linked(),
            tooltip=tips({"name": "Place", "n": "Events (n)"}), description="words:N",
        )
    )  # fmt: skip
    layers = [
        coasts.mark_geoshape(aria=False, filled=False, stroke=QUIET, strokeWidth=0.8, clip=True),
        borders.mark_geoshape(aria=False, filled=False, stroke=QUIET, strokeWidth=0.7, strokeDash=[1, 3], clip=True),
        circles,
    ]
    chart = alt.layer(*layers).project(**view.projection).properties(width=WIDTH, height=round(view.height))
    left_out = f" The {MOST_DOTS} places with most events are drawn of {len(dots):,}." if len(dots) > MOST_DOTS else ""
    events = sum(dot.events for dot in drawn)
    notes = [f"Dots: {count(len(drawn), 'place')}, larger with more events (n {events:,}).{left_out}", BORDER_NOTE]
    return finished(chart, title, notes)


def _shape(lines: Sequence[Line]) -> Any:
    geometry = {"type": "MultiLineString", "coordinates": [[list(point) for point in line] for line in lines]}
    return marks([{"type": "Feature", "geometry": geometry, "properties": {}}])

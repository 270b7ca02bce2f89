"""Shapes placed in pixels, for charts that are drawings rather than plots: boxes, curves, symbols and text in rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

from dragoman.report.chart_style import INK, PAPER, linked, marks

Place = tuple[float, float]
CURVE_POINTS = 14
"""Points that a curve is drawn through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A drawing of so many pixels; rows have ``x`` and ``y`` from its upper left corner."""

    width: float
    height: float

    def at(self) -> dict[str, Any]:
        """Encodings of the place."""
        import altair as alt

        return {
            "x": alt.X("x:Q", scale=alt.Scale(domain=[0, self.width], nice=False, zero=False), axis=None),
            "y": alt.Y("y:Q", scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False), axis=None),
        }

    def texts(self, rows: Iterable[Mapping[str, Any]], **options: Any) -> Any:
        """Text of the rows' ``text``, which may have several lines; linked where a row has ``href``."""
        style: dict[str, Any] = {"align": "left", "baseline": "middle", "lineBreak": "\n", "lineHeight": 13} | options
        return marks(rows).mark_text(**style).encode(**self.at(), text="text:N", href=linked())

    def haloed(self, rows: Sequence[Mapping[str, Any]], **options: Any) -> list[Any]:
        """Text that can be read where it crosses a line."""
        under = self.texts(rows, **options, stroke=PAPER, strokeWidth=4, strokeJoin="round", fill=PAPER)
        return [under, self.texts(rows, **options)]

    def boxes(self, rows: Iterable[Mapping[str, Any]], encode: Mapping[str, Any] | None = None, **options: Any) -> Any:
        """Rectangles from ``x``, ``y`` to ``x2``, ``y2``."""
        style: dict[str, Any] = {"stroke": INK, "fill": PAPER, "opacity": 1} | options
        return marks(rows).mark_rect(**style).encode(**self.at(), x2="x2:Q", y2="y2:Q", href=linked(), **(encode or {}))

    def symbols(
        self, rows: Iterable[Mapping[str, Any]], encode: Mapping[str, Any] | None = None, **options: Any
    ) -> Any:
        """Symbols, by default filled circles with an outline."""
        style: dict[str, Any] = {"filled": True, "opacity": 1, "stroke": INK, "strokeWidth": 1} | options
        return marks(rows).mark_point(**style).encode(**self.at(), href=linked(), **(encode or {}))

    def curves(self, rows: Iterable[Mapping[str, Any]], encode: Mapping[str, Any] | None = None, **options: Any) -> Any:
        """Lines through the rows of one ``line`` in the order of ``step``."""
        return (
            marks(rows)
            .mark_line(**options)
            .encode(**self.at(), detail="line:N", order="step:Q", **(encode or {}))
        )  # fmt: skip

    def drawn(self, layers: Sequence[Any]) -> Any:
        """All shapes together, the first at the bottom."""
        import altair as alt

        return alt.layer(*layers).properties(width=self.width, height=self.height)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A quadratic curve (Bézier) from one place to another, drawn towards ``by``."""

    start: Place
    by: Place
    end: Place

    def at(self, share: float) -> Place:
        """The place after this share of the way, 0 to 1."""
        one, other, both = (1 - share) ** 2, share**2, 2 * share * (1 - share)
        return (
            one * self.start[0] + both * self.by[0] + other * self.end[0],
            one * self.start[1] + both * self.by[1] + other * self.end[1],
        )

    def heading(self, share: float) -> float:
        """Direction there, in degrees clockwise from upwards, as the angle of a symbol that points up."""
        ahead, behind = self.at(min(1.0, share + 0.02)), self.at(max(0.0, share - 0.02))
        return degrees(atan2(ahead[0] - behind[0], behind[1] - ahead[1]))

    def rows(self, name: str, **fields: Any) -> list[dict[str, Any]]:
        """Rows of a line through the curve."""
        places = [self.at(step / CURVE_POINTS) for step in range(CURVE_POINTS + 1)]
        return [
            {"line": name, "step": step, "x": round(x, 2), "y": round(y, 2), **fields}
            for step, (x, y) in enumerate(places)
        ]

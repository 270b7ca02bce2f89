"""Series side by side: several pairs on one axis of time, and events against mentions of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from dragoman.model.dyads import Period
from dragoman.relations.periods import label
from dragoman.relations.series import Series
from dragoman.report.chart_series import FORMATS, GOLDSTEIN_END, LEAST_SHOWN, Links, panel_name
from dragoman.report.chart_style import (
    BLUE,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    SKY,
    THIN,
    WIDTH,
    cut,
    finished,
    href_of,
    linked,
    marks,
    signed,
    tips,
)
from dragoman.report.words import count

PANEL, COUNTS = 130, 110
"""Pixels of the panel of a pair, and of the one with events and mentions."""
MOST_TICKS = 10
TIPS = {"period": "Period", "n": "Events (n)", "value": "Mean", "index": "Index, 90 % interval"}


def compare_chart(series: Sequence[Series], links: Sequence[Links]) -> Any:
    """One panel for each pair, all on the same axes of time and of values.

    Args:
        series: at least one, with an index where there is one, all of one period length and scale.
        links: keys of evidence or addresses of the points of each.

    Raises:
        ValueError: there is nothing to draw.
    """
    import altair as alt

    drawn = [list(_rows(each, own)) for each, own in zip(series, links, strict=True)]
    if not any(drawn):
        raise ValueError("there are no events to draw")
    values = [row[name] for rows in drawn for row in rows for name in ("mean", "low", "high") if row[name] is not None]
    most = max(map(abs, series[0].query.scale.values.values()), default=GOLDSTEIN_END)
    low, high = min([-LEAST_SHOWN * most, *values]), max([LEAST_SHOWN * most, *values])
    ends = [low - (high - low) * 0.06, high + (high - low) * 0.06]
    span = _span(series)
    panels = [
        _panel(each, rows, ends, _time(span, each.query.period, axis=at == len(series) - 1))
        for at, (each, rows) in enumerate(zip(series, drawn, strict=True))
    ]
    scale, period = series[0].query.scale.name, series[0].query.period
    notes = [
        f"Dots: mean of the {period}'s events, hollow with fewer than {THIN}. Gap: no events. Line and band: index"
        " with its 90 % interval, where there are events enough. All panels have the same axes.",
    ]
    title = f"Means of reported events of {len(series)} pairs by {period}, {scale} scale"
    return finished(alt.vconcat(*panels, spacing=8), title, notes)


def mentions_chart(series: Series, links: Links) -> Any:
    """Events and mentions of each period: an event is counted once, however many reports mention it.

    Raises:
        ValueError: there is nothing to draw.
    """
    import altair as alt

    rows = [
        {
            "start": _instant(point.start), "end": _instant(point.end + timedelta(days=1)), "zero": 0,
            "events": point.events, "mentions": point.mentions, "period": label(point.start, series.query.period),
            "told": f"{point.events:,} in {point.mentions:,}", "outlets": f"{point.outlets or 'unknown'}",
            "href": href_of(links.get((series.way, point.start))),
            "words": f"{label(point.start, series.query.period)}: {count(point.events, 'event')} in"
            f" {count(point.mentions, 'mention')}",
        }
        for point in series.points
        if point.events
    ]  # fmt: skip
    if not rows:
        raise ValueError("there are no events to draw")
    x = _time(_span([series]), series.query.period, axis=True, field="start")
    y = alt.Y("mentions:Q", axis=alt.Axis(title="number", tickMinStep=1, tickCount=4, format=",d", minExtent=44))
    shown = tips({"period": "Period", "told": "Events, mentions", "outlets": "Outlets"})
    common = {"x": x, "x2": "end:T", "y2": "zero:Q", "href": linked(), "tooltip": shown, "description": "words:N"}
    told = marks(rows).mark_rect(fill=PAPER, stroke=ORANGE, strokeWidth=1.4).encode(y=y, **common)
    events = y.copy()
    events.shorthand = "events:Q"
    done = marks(rows).mark_rect(fill=BLUE, stroke=PAPER, strokeWidth=0.4).encode(y=events, **common)
    notes = [
        f"Filled: events ({series.events:,}). Outlined: mentions of them ({series.mentions:,}). An event is counted"
        " once, however many reports mention it."
    ]
    drawing = alt.layer(told, done).properties(width=WIDTH, height=COUNTS)
    return finished(drawing, f"{panel_name(series)}: events and mentions by {series.query.period}", notes)


def _rows(series: Series, links: Links) -> Iterator[dict[str, Any]]:
    run = 0
    for point in series.points:
        run += not point.events
        if point.mean is None:
            continue
        has_index = point.level is not None
        yield {
            "mid": (_instant(point.start) + _instant(point.end + timedelta(days=1))) // 2,
            "run": run, "mean": point.mean, "level": point.level, "low": point.low, "high": point.high,
            "thin": point.events < THIN, "href": href_of(links.get((series.way, point.start))),
            "period": label(point.start, series.query.period), "n": f"{point.events:,}",
            "value": signed(point.mean),
            "index": f"{signed(point.level)} ({signed(point.low)} to {signed(point.high)})" if has_index else "none",
            "words": f"{label(point.start, series.query.period)}: mean {signed(point.mean)}, n {point.events:,}",
        }  # fmt: skip


def _panel(series: Series, rows: Sequence[dict[str, Any]], ends: Sequence[float], x: Any) -> Any:
    import altair as alt

    def y(field: str) -> Any:
        return alt.Y(
            f"{field}:Q",
            scale=alt.Scale(domain=list(ends), nice=False),
            axis=alt.Axis(title="mean", tickCount=5, minExtent=44),
        )

    banded = [row for row in rows if row["level"] is not None]
    layers = [marks([{"mean": 0}]).mark_rule(color=QUIET).encode(y=y("mean"))]
    if banded:
        band = marks(banded).mark_area(color=SKY, opacity=0.35)
        layers.append(band.encode(x=x, y=y("low"), y2="high:Q", detail="run:N"))
        layers.append(marks(banded).mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y("level"), detail="run:N"))
    dots = (
        marks(rows)
        .mark_point(filled=True, opacity=1, size=42, stroke=INK, strokeWidth=1.2)
        .encode(
            x=x, y=y("mean"), href=linked(), tooltip=tips(TIPS), description="words:N",
            fill={"condition": {"test": "datum.thin", "value": PAPER}, "value": INK},
        )
    )  # fmt: skip
    name = f"{cut(panel_name(series), 60)} ({count(series.events, 'event')}, {count(series.mentions, 'mention')})"
    title = alt.Title(name, fontSize=12, anchor="start", offset=4)
    return alt.layer(*layers, dots).properties(width=WIDTH, height=PANEL, title=title)


def _span(series: Sequence[Series]) -> tuple[date, date]:
    """First and last day of all of them."""
    points = [point for each in series for point in each.points]
    return min(point.start for point in points), max(point.end for point in points) + timedelta(days=1)


def _time(span: tuple[date, date], period: Period, *, axis: bool, field: str = "mid") -> Any:
    import altair as alt

    scale = alt.Scale(type="utc", domainMin=_instant(span[0]), domainMax=_instant(span[1]))
    if not axis:
        return alt.X(f"{field}:T", scale=scale, axis=None)
    years = (span[1] - span[0]).days > 366 * 3
    form = "%Y" if years else FORMATS[period] if period is not Period.QUARTER else "%Y-%m"
    ticks = alt.Axis(title=None, grid=False, format=form, tickCount=MOST_TICKS, labelOverlap=True, labelFlush=True)
    return alt.X(f"{field}:T", scale=scale, axis=ticks)


def _instant(day: date) -> int:
    """The beginning of a day in UTC, in milliseconds since 1970."""
    return (day - date(1970, 1, 1)).days * 86_400_000

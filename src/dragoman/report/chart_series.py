"""Charts of a dyad over time: means with the index and its turning points, and events by quad class.

What is thin is drawn thin, and what is missing is a gap: a period without events has no point, and one of which the
data sets have no row at all, between whomever, is grey.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman.model.dyads import Period, Scale, Way
from dragoman.relations.periods import MONTHS, label, periods_between
from dragoman.relations.series import Point, Series
from dragoman.report.chart_style import (
    BLUE,
    EMPTY,
    INK,
    ORANGE,
    PAPER,
    QUIET,
    SKY,
    THIN,
    VERMILLION,
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

HEIGHT, STRIP, BARS = 200, 46, 190
"""Pixels of the panel of means, of the strip with the number of events, and of the panel of bars."""
LEAST_SHOWN, GOLDSTEIN_END = 0.2, 10.0
"""Part of the scale on either side of nought that is always drawn."""
ROOMY = 130
"""Periods that dots and the edges of bars have room for; with more they get smaller, and bars have no edges."""
MOST_LABELS = 12
"""Labels of an axis of time."""
FORMATS = {
    Period.DAY: "%Y-%m-%d", Period.WEEK: "%G-W%V", Period.MONTH: "%Y-%m", Period.QUARTER: "%Y-Q%q", Period.YEAR: "%Y",
}  # fmt: skip
MOST_TURNS = 12
"""Turning points that are written out under the chart; all are marked in it."""
QUAD_NAMES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
QUAD_ORDER = ("material cooperation", "verbal cooperation", "verbal conflict", "material conflict")
"""From the top of the chart to its bottom: deeds outside, words inside."""
QUAD_COLOURS = (BLUE, SKY, ORANGE, VERMILLION)

Links = Mapping[tuple[Way, date], str]
"""Keys of evidence, or addresses, by way and first day of the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turning point of a series, as plain values.

    Attributes:
        day: from which on it is otherwise.
        before, after: means on the scale; ``None`` where there is none.
        before_n, after_n: events they are of.
        link: key of evidence, or an address.
    """

    way: Way
    day: date
    before: float | None
    before_n: int
    after: float | None
    after_n: int
    link: str | None = None


def series_chart(series: Sequence[Series], *, turns: Sequence[Turn] = (), links: Links | None = None) -> Any:
    """One panel for each series: the mean of each period by its number of events, index with interval, turning points.

    Raises:
        ValueError: there are no series, or no periods in them.
    """
    import altair as alt

    first = _checked(series)
    numbered = list(enumerate(sorted(turns, key=lambda turn: (_order(series, turn.way), turn.day)), 1))
    rows_of = [list(_point_rows(each, links or {})) for each in series]
    domain = _domain([row for rows in rows_of for row in rows], first.query.scale)
    most = max([row["events"] for rows in rows_of for row in rows])
    panels: list[Any] = []
    for each, rows in zip(series, rows_of, strict=True):
        here = [(number, turn) for number, turn in numbered if turn.way is each.way]
        panels += [_means_panel(each, rows, here, domain, most), _strip(each, rows)]
    texts = [
        f"{number}. {_panel_name(_of(series, turn.way))}, from {turn.day}: mean {signed(turn.before)}"
        f" (n {turn.before_n:,}) before, {signed(turn.after)} (n {turn.after_n:,}) after"
        for number, turn in numbered[:MOST_TURNS]
    ]
    if len(numbered) > MOST_TURNS:
        texts.append(f"and {len(numbered) - MOST_TURNS} more, marked above")
    if texts:
        panels.append(_lines_of_text(["Turning points", *texts]))
    scale, period = first.query.scale.name, first.query.period
    sides = f"{first.query.first.name} and {first.query.second.name}"
    notes = [
        f"Dots: mean of the {period}'s events, larger with more of them, hollow with fewer than {THIN}. Gap: no events."
        + (" Line and band: index with its 90 % interval." if _has_index(series) else "")
        + (" Grey: the data have no rows at all." if _has_uncovered(series) else ""),
        _totals(series),
    ]
    chart = alt.vconcat(*panels, spacing=6).resolve_scale(color="independent", size="shared")
    return finished(chart, f"{sides}: mean of reported events by {period}, {scale} scale", notes)


def quads_chart(series: Sequence[Series], *, links: Links | None = None) -> Any:
    """One panel for each series: events by quad class and period, cooperation upwards and conflict downwards.

    Raises:
        ValueError: there are no series, or no periods in them.
    """
    import altair as alt

    first = _checked(series)
    panels = [_bars_panel(each, links or {}) for each in series]
    sides = f"{first.query.first.name} and {first.query.second.name}"
    notes = [
        "Upwards cooperation, downwards conflict; dark is material, light verbal. No bar: no events."
        + (" Grey: the data have no rows at all." if _has_uncovered(series) else ""),
        _totals(series),
    ]
    chart = alt.vconcat(*panels, spacing=14)
    return finished(chart, f"{sides}: number of reported events by quad class and {first.query.period}", notes)


def panel_name(series: Series) -> str:
    """Who acts towards whom, whole: ``A → B``, ``B → A``, or ``A – B`` for both together."""
    first, second = series.query.first.name, series.query.second.name
    if series.way is Way.BACK:
        first, second = second, first
    return f"{first} {'–' if series.way is Way.BOTH else '→'} {second}"


def _panel_name(series: Series) -> str:
    first, second = (cut(side.name, 34) for side in (series.query.first, series.query.second))
    if series.way is Way.BACK:
        first, second = second, first
    return f"{first} {'–' if series.way is Way.BOTH else '→'} {second}"


def _checked(series: Sequence[Series]) -> Series:
    if not series or not any(each.points for each in series):
        raise ValueError("there are no periods to draw: the series is empty")
    return series[0]


def _of(series: Sequence[Series], way: Way) -> Series:
    return next((each for each in series if each.way is way), series[0])


def _order(series: Sequence[Series], way: Way) -> int:
    return next((at for at, each in enumerate(series) if each.way is way), len(series))


def _has_index(series: Iterable[Series]) -> bool:
    return any(point.level is not None for each in series for point in each.points)


def _has_uncovered(series: Iterable[Series]) -> bool:
    return any(not point.covered for each in series for point in each.points)


def _totals(series: Sequence[Series]) -> str:
    parts = [
        f"{_panel_name(each)}: {count(each.events, 'event')}, {count(each.mentions, 'mention')}, in"
        f" {sum(1 for point in each.points if point.events):,} of {count(len(each.points), each.query.period.value)}"
        for each in series
    ]
    undated = max(each.undated for each in series)
    rest = f" Not in it: {count(undated, 'row')} whose date is not known closely enough." if undated else ""
    return "; ".join(parts) + "." + rest


def _point_rows(series: Series, links: Links) -> Iterator[dict[str, Any]]:
    """One row for each period, with the number of the unbroken run of periods with events that it is in."""
    run = 0
    for point in series.points:
        run += not point.events
        after = point.end + timedelta(days=1)
        yield {
            "start": _instant(point.start),
            "end": _instant(after),
            "mid": (_instant(point.start) + _instant(after)) // 2,
            "run": run,
            "covered": point.covered,
            "events": point.events,
            "mean": point.mean,
            "level": point.level if point.events else None,
            "low": point.low if point.events else None,
            "high": point.high if point.events else None,
            "thin": point.events < THIN,
            "href": href_of(links.get((series.way, point.start))),
            **_tip_texts(point, series),
        }


TIPS = {
    "period": "Period", "n": "Events (n)", "told": "Mentions, outlets", "value": "Mean",
    "index": "Index, 90 % interval",
}  # fmt: skip


def _tip_texts(point: Point, series: Series) -> dict[str, str]:
    has_index = point.level is not None
    return {
        "period": label(point.start, series.query.period),
        "n": f"{point.events:,}",
        "told": f"{point.mentions:,}, {point.outlets or 'unknown'}",
        "value": f"{signed(point.mean)} (of {count(point.valued, 'event')})",
        "index": f"{signed(point.level)} ({signed(point.low)} to {signed(point.high)})" if has_index else "none",
    }


def _instant(day: date) -> int:
    """The beginning of a day in UTC, in milliseconds since 1970."""
    return (day - date(1970, 1, 1)).days * 86_400_000


def _time(series: Series, *, axis: bool = True, field: str = "mid") -> Any:
    """The axis of time: numbers in UTC, so that a day is the same day wherever the chart is opened."""
    import altair as alt

    first, last = series.points[0].start, series.points[-1].end + timedelta(days=1)
    scale = alt.Scale(type="utc", domainMin=_instant(first), domainMax=_instant(last))
    if not axis:
        return alt.X(f"{field}:T", scale=scale, axis=None)
    starts, period = _labelled(series)
    values = [_instant(start) for start in starts]
    ticks = alt.Axis(title=None, grid=False, values=values, format=FORMATS[period], labelOverlap=True, labelFlush=True)
    return alt.X(f"{field}:T", scale=scale, axis=ticks)


def _labelled(series: Series) -> tuple[list[date], Period]:
    """Periods that get a label: all if they are few, else months, quarters or years at even steps."""
    first, last = series.points[0].start, series.points[-1].end
    own = series.query.period
    if len(series.points) <= MOST_LABELS:
        return [point.start for point in series.points], own
    for period in (Period.MONTH, Period.QUARTER, Period.YEAR):
        if MONTHS[period] < MONTHS.get(own, 0):
            continue
        starts = [start for start in periods_between(first, last, period) if start >= first]
        if len(starts) <= MOST_LABELS:
            return starts, period
    step = -(-len(starts) // MOST_LABELS)
    return [start for start in starts if start.year % step == 0], Period.YEAR


def _uncovered(series: Series, rows: Sequence[Mapping[str, Any]], height: int, *, axis: bool = True) -> list[Any]:
    """Grey behind the periods that the data sets have no rows of."""
    import altair as alt

    empty = [{"start": row["start"], "end": row["end"]} for row in rows if not row["covered"]]
    x = _time(series, axis=axis, field="start")
    grey = marks(empty).mark_rect(color=EMPTY).encode(x=x, x2="end:T", y=alt.value(0), y2=alt.value(height))
    return [grey] if empty else []


def _domain(rows: Iterable[Mapping[str, Any]], scale: Scale) -> list[float]:
    """Ends of the axis of values, the same for all panels: nought within, and never so close that little looks much."""
    least = LEAST_SHOWN * max(map(abs, scale.values.values()), default=GOLDSTEIN_END)
    values = [row[name] for row in rows for name in ("mean", "low", "high") if row[name] is not None]
    low, high = min([-least, *values]), max([least, *values])
    pad = (high - low) * 0.06
    return [low - pad, high + pad]


def _means_panel(
    series: Series,
    rows: Sequence[Mapping[str, Any]],
    turns: Sequence[tuple[int, Turn]],
    domain: Sequence[float],
    most: int,
) -> Any:
    """Means with the index; ``most`` events in a period of any panel give the largest dot."""
    import altair as alt

    shown = [row for row in rows if row["mean"] is not None]
    room = min(1.0, max(0.15, ROOMY / len(rows)))
    y = alt.Y(
        "mean:Q",
        scale=alt.Scale(domain=list(domain), nice=False),
        axis=alt.Axis(title=f"mean ({cut(series.query.scale.name, 18)})", tickCount=6, minExtent=44),
    )
    x = _time(series, axis=False)
    zero = marks([{"mean": 0}]).mark_rule(color=QUIET, strokeWidth=1).encode(y=y)
    banded = [row for row in shown if row["level"] is not None]
    runs = Counter(row["run"] for row in banded)
    lone = [row for row in banded if runs[row["run"]] == 1]
    band = marks(banded).mark_area(color=SKY, opacity=0.35).encode(x=x, y=y_of(y, "low"), y2="high:Q", detail="run:N")
    bars = (
        marks(lone).mark_rule(color=SKY, opacity=0.6, strokeWidth=4 * room).encode(x=x, y=y_of(y, "low"), y2="high:Q")
    )
    line = marks(banded).mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y_of(y, "level"), detail="run:N")
    size = alt.Size(
        "events:Q",
        scale=alt.Scale(domain=[0, most], range=[14 * room, 170 * room]),
        legend=alt.Legend(title="events (n)", orient="right", values=_sizes(most), symbolFillColor=QUIET),
    )
    dots = (
        marks(shown)
        .mark_point(filled=True, opacity=1, strokeWidth=1.3 * room, stroke=INK)
        .encode(
            x=x, y=y, size=size, href=linked(), tooltip=tips(TIPS),
            fill={"condition": {"test": "datum.thin", "value": PAPER}, "value": INK},
        )
    )  # fmt: skip
    index = [*([band] if banded else []), *([bars] if lone else []), *([line] if banded else [])]
    layers = [*_uncovered(series, rows, HEIGHT, axis=False), zero, *index, dots, *_turn_marks(series, turns)]
    title = alt.Title(f"{_panel_name(series)} (n {series.events:,})", fontSize=12, anchor="start", offset=4)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)


def y_of(y: Any, field: str) -> Any:
    """The same axis for another field."""
    other = y.copy()
    other.shorthand = f"{field}:Q"
    return other


def _sizes(most: int) -> list[int]:
    """Numbers of events in a legend: one, where thin ends, and the largest there is."""
    return sorted({value for value in (1, THIN, most) if value <= most})


def _turn_marks(series: Series, turns: Sequence[tuple[int, Turn]]) -> list[Any]:
    import altair as alt

    rows = [
        {
            "mid": _instant(turn.day),
            "text": str(number),
            "href": href_of(turn.link),
            "day": turn.day.isoformat(),
            "before": f"{signed(turn.before)} (n {turn.before_n:,})",
            "after": f"{signed(turn.after)} (n {turn.after_n:,})",
        }
        for number, turn in turns
    ]
    if not rows:
        return []
    x = _time(series, axis=False)
    shown = tips({"day": "Turning point", "before": "Mean before", "after": "Mean after"})
    base = marks(rows).encode(x=x, y=alt.value(9), href=linked(), tooltip=shown)
    rule = marks(rows).mark_rule(color=VERMILLION, strokeDash=[6, 3], strokeWidth=1.6)
    return [
        rule.encode(x=x, href=linked(), tooltip=shown),
        base.mark_point(shape="square", filled=True, size=240, fill=PAPER, stroke=VERMILLION, opacity=1),
        base.mark_text(fontSize=11, fontWeight="bold").encode(text="text:N"),
    ]


def _strip(series: Series, rows: Sequence[Mapping[str, Any]]) -> Any:
    """Number of events in each period."""
    import altair as alt

    shown = [{**row, "zero": 0} for row in rows if row["events"]]
    most = max([row["events"] for row in shown], default=1)
    y = alt.Y(
        "events:Q",
        scale=alt.Scale(domain=[0, most], nice=False),
        axis=alt.Axis(title="events", values=[0, most], grid=False, minExtent=44, format=",d"),
    )
    bars = (
        marks(shown)
        .mark_rect(fill=QUIET, stroke=PAPER, strokeWidth=0.5 if len(rows) <= ROOMY else 0)
        .encode(x=_time(series, field="start"), x2="end:T", y=y, y2="zero:Q", href=linked(), tooltip=tips(TIPS))
    )
    return alt.layer(*_uncovered(series, rows, STRIP), bars).properties(width=WIDTH, height=STRIP)


def _bars_panel(series: Series, links: Links) -> Any:
    import altair as alt

    rows = list(_point_rows(series, links))
    pieces = [piece for point, row in zip(series.points, rows, strict=True) for piece in _bar_pieces(point, row)]
    y = alt.Y("y0:Q", axis=alt.Axis(title="events", labelExpr="format(abs(datum.value), ',d')", tickMinStep=1))
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(QUAD_ORDER), range=list(QUAD_COLOURS)),
        legend=alt.Legend(title="quad class", orient="right"),
        sort=list(QUAD_ORDER),
    )
    shown = tips({"period": "Period", "kind": "Quad class", "number": "Events of it", "n": "Events in all (n)"})
    bars = (
        marks(pieces)
        .mark_rect(stroke=PAPER, strokeWidth=0.6 if len(rows) <= ROOMY else 0)
        .encode(x=_time(series, field="start"), x2="end:T", y=y, y2="y1:Q", color=colour, href=linked(), tooltip=shown)
    )
    zero = marks([{"y0": 0}]).mark_rule(color=INK).encode(y=y)
    title = alt.Title(f"{_panel_name(series)} (n {series.events:,})", fontSize=12, anchor="start", offset=4)
    layers = [*_uncovered(series, rows, BARS), bars, zero]
    return alt.layer(*layers).properties(width=WIDTH, height=BARS, title=title)


def _bar_pieces(point: Point, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Rectangles of a period: words at the axis, deeds outside."""
    kept = {name: row[name] for name in ("start", "end", "href", "period", "n")}
    for sign, kinds in ((1, (0, 1)), (-1, (2, 3))):
        at = 0
        for kind in kinds:
            number = point.quads[kind]
            if number:
                yield {
                    **kept, "kind": QUAD_NAMES[kind], "number": f"{number:,}", "y0": sign * at,
                    "y1": sign * (at + number),
                }  # fmt: skip
            at += number


def _lines_of_text(lines: Sequence[str]) -> Any:
    """Text below a chart, one line each."""
    import altair as alt

    rows = [{"text": cut(line, 112), "y": at * 15 + 10, "weight": "normal"} for at, line in enumerate(lines)]
    y = alt.Y("y:Q", scale=alt.Scale(domain=[len(lines) * 15 + 8, 0], nice=False), axis=None)
    return (
        marks(rows)
        .mark_text(align="left", baseline="middle")
        .encode(x=alt.value(0), y=y, text="text:N")
        .properties(width=WIDTH, height=len(lines) * 15 + 8)
    )

"""A relation as a page shows it: its series with index and turning points, and its lowest and highest period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from dragoman.desk.problems import UserError
from dragoman.model.dyads import DyadQuery, EventLine, EventTable, Period, Way
from dragoman.relations.index import with_index
from dragoman.relations.periods import label
from dragoman.relations.series import Point, Series, build_series
from dragoman.relations.turning_points import TurningPoint, turning_points
from dragoman.report.chart_compare import compare_chart, mentions_chart
from dragoman.report.chart_evidence import event_line, turns_of
from dragoman.report.chart_series import Links, Turn
from dragoman.report.chart_style import THIN, Evidence, anchor
from dragoman.report.charts import quads_chart, series_chart
from dragoman.report.series_lines import number, way_name
from dragoman.report.words import count
from dragoman.web.charts import svg_of
from dragoman.web.relations_asked import Wish

SENTENCES = 5
"""Sentences of the lowest and of the highest period that stand on the page itself."""
HERE = "https://desk.invalid"
"""Stands before an address of this desk inside a chart, which takes whole addresses only; taken out of the picture."""
MOST_PERIODS = 4_000
"""Periods of a series on a page: eleven years of days."""
MOST_DRAWN = 240
"""Points of a chart, as many as the months of twenty years: 160 kB where each of them is a link (150 months)."""
DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}
ADDRESS_TOLD = re.compile(r"; href: [^;\"]*(?=[;\"])")
CHARTS = ("series", "mentions", "quads", "compare")
NOUNS = {Period.DAY: "day", Period.WEEK: "week", Period.MONTH: "month", Period.QUARTER: "quarter", Period.YEAR: "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The period with the lowest or the highest mean.

    Attributes:
        name: ``lowest`` or ``highest``.
        same: further periods with this mean.
        is_thin: fewer than two periods have more than a handful of events, so that all are compared.
        lines: the events that lie farthest in this direction.
    """

    name: str
    point: Point
    same: int
    is_thin: bool
    lines: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One pair, worked out.

    Attributes:
        series: one way, with its index.
        evidence: what the turning points stand on.
        extremes: the lowest period and the highest; none without a mean.
    """

    series: Series
    turns: tuple[Turn, ...]
    evidence: tuple[Evidence, ...]
    extremes: tuple[Extreme, ...]

    @property
    def query(self) -> DyadQuery:
        """What was asked."""
        return self.series.query


def relation_of(table: EventTable, query: DyadQuery, way: Way) -> Relation:
    """Work out all that a page shows of a pair.

    Raises:
        UserError: it has more periods than a page can draw.
    """
    _check_length(table, query)
    series = with_index(build_series(table, query)[way])
    found: Sequence[TurningPoint] = turning_points(series, table)
    turns, evidence = turns_of(series, found)
    return Relation(
        series=series, turns=tuple(turns), evidence=tuple(evidence), extremes=tuple(_extremes(table, series))
    )


def _check_length(table: EventTable, query: DyadQuery) -> None:
    starts = table.counts(query)["period"].to_list()
    first, last = query.since or min(starts, default=None), query.until or max(starts, default=None)
    number_ = ((last - first).days // DAYS[query.period]) if first and last else 0
    if number_ > MOST_PERIODS:
        raise UserError(
            f"{number_:,} {NOUNS[query.period]}s are more than a page draws ({MOST_PERIODS:,}): choose longer periods,"
            " or days from and until"
        )


def _extremes(table: EventTable, series: Series) -> Iterator[Extreme]:
    """Among the periods with events enough; among all only where fewer than two have."""
    told = [point for point in series.points if point.mean is not None]
    thick = [point for point in told if point.events >= THIN]
    is_thin = len(thick) < 2
    chosen = told if is_thin else thick
    if len(chosen) < 2:
        return
    for name, lowest in (("lowest", True), ("highest", False)):
        value = (min if lowest else max)(point.mean or 0.0 for point in chosen)
        same = [point for point in chosen if point.mean == value]
        point = same[0]
        lines = table.lines(series.query, point.start, point.end, way=series.way, lowest=lowest, limit=SENTENCES)
        yield Extreme(name=name, point=point, same=len(same) - 1, is_thin=is_thin, lines=tuple(lines))


def extreme_words(extreme: Extreme, series: Series) -> str:
    """The period in plain words, with its numbers."""
    point, noun = extreme.point, NOUNS[series.query.period]
    outlets = f", {count(point.outlets, 'outlet')}" if point.outlets else ""
    more = f" {count(extreme.same, f'further {noun}')} had the same mean." if extreme.same else ""
    among = (
        f" Fewer than two {noun}s have {THIN} events, so that all are compared: this is thin."
        if extreme.is_thin
        else f" {noun.capitalize()}s with fewer than {THIN} events are left aside here."
    )
    return (
        f"{label(point.start, series.query.period)}: mean {number(point.mean)} on the {series.query.scale.name} scale,"
        f" of {count(point.events, 'event')} in {count(point.mentions, 'mention')}{outlets}.{more}{among}"
    )


def extreme_key(extreme: Extreme, series: Series) -> str:
    """Key of the sentences of a period on the page."""
    return f"period {series.way} {extreme.point.start}"


def extreme_entries(relation: Relation) -> list[Evidence]:
    """The sentences of the lowest and the highest period."""
    names: dict[date, list[Extreme]] = {}
    for extreme in relation.extremes:
        names.setdefault(extreme.point.start, []).append(extreme)
    entries = []
    for found in names.values():
        first, series = found[0], relation.series
        told = " and ".join(each.name for each in found)
        heading = f"The {told} {NOUNS[series.query.period]}, {label(first.point.start, series.query.period)}"
        lines = tuple(map(event_line, first.lines))
        more = max(0, first.point.events - len(lines))
        entries.append(Evidence(key=extreme_key(first, series), heading=heading, lines=lines, more=more))
    return entries


def links_of(relation: Relation, wish: Wish, *, on_page: bool = True, is_static: bool = False) -> Links:
    """Where the points of a chart lead: to sentences on the page, or to a page of their own."""
    series = relation.series
    extremes = relation.extremes if on_page else ()
    keys = {extreme.point.start: extreme_key(extreme, series) for extreme in extremes}
    found: dict[tuple[Way, date], str] = {}
    for point in series.points:
        if point.start in keys:
            found[series.way, point.start] = keys[point.start]
        elif point.events and not is_static:
            found[series.way, point.start] = HERE + period_address(wish, point.start)
    return found


def period_address(wish: Wish, start: date) -> str:
    """The page with all sentences of a period."""
    return replace(wish, pair=()).at("/relations/period", start=start.isoformat())


def drawn_period(relations: Iterable[Relation], period: Period) -> Period:
    """The period by which a chart is drawn: the one asked for, or the next longer one with few enough points."""
    ends = [end for each in relations if each.series.points for end in (each.series.points[0], each.series.points[-1])]
    days = (max(end.start for end in ends) - min(end.start for end in ends)).days if ends else 0
    longer = list(Period)[list(Period).index(period) :]
    return next((each for each in longer if days / DAYS[each] <= MOST_DRAWN), longer[-1])


def chart_of(
    name: str, relations: Sequence[tuple[Wish, Relation]], *, on_page: bool = True, is_static: bool = False
) -> Markup:
    """One of :data:`CHARTS` as a picture.

    Args:
        on_page: whether the page has the sentences of the first relation, so that its points can lead to them.

    Raises:
        ValueError: there is nothing to draw.
    """
    wish, first = relations[0]
    links = [
        links_of(each, own, on_page=on_page and not at, is_static=is_static) for at, (own, each) in enumerate(relations)
    ]
    series, who = first.series, way_name(first.series)
    if name == "series":
        drawn, told = series_chart([series], turns=first.turns, links=links[0]), f"Means of {who} by {wish.period}"
    elif name == "mentions":
        drawn, told = mentions_chart(series, links[0]), f"Events and mentions of {who} by {wish.period}"
    elif name == "quads":
        drawn, told = quads_chart([series], links=links[0]), f"Events of {who} by quad class and {wish.period}"
    else:
        there = [(each.series, own) for (_, each), own in zip(relations, links, strict=True) if each.series.events]
        drawn = compare_chart([each for each, _ in there], [own for _, own in there])
        told = f"Means of {len(there)} pairs by {wish.period}"
    return here(svg_of(drawn, told + "; the table below has the same numbers"))


def here(picture: Markup) -> Markup:
    """A picture whose links to this desk are such, and whose points are not read out with their addresses."""
    # What is replaced is the renderer's own, in a picture that it has escaped.
    return Markup(ADDRESS_TOLD.sub("", str(picture)).replace(f'"{HERE}/', '"/'))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A period in the table of all periods."""

    name: str
    address: str
    point: Point

    @property
    def is_thin(self) -> bool:
        """Whether there are few events."""
        return 0 < self.point.events < THIN

    @property
    def interval(self) -> str:
        """Ends of the index, or a dot."""
        point = self.point
        return f"{number(point.low)} to {number(point.high)}" if point.level is not None else number(None)

    @property
    def mean(self) -> str:
        """As the command line writes it."""
        return number(self.point.mean)

    @property
    def index(self) -> str:
        """As the command line writes it."""
        return number(self.point.level)


def rows_of(relation: Relation, wish: Wish, points: Sequence[Point]) -> list[Row]:
    """Rows of some periods; those of the extremes lead to their sentences on the page."""
    series = relation.series
    anchors: Mapping[date, str] = {
        extreme.point.start: f"#{anchor(extreme_key(extreme, series))}" for extreme in relation.extremes
    }
    return [
        Row(
            name=label(point.start, series.query.period),
            address=(anchors.get(point.start) or period_address(wish, point.start)) if point.events else "",
            point=point,
        )
        for point in points
    ]

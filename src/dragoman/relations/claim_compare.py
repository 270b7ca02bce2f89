"""The periods that a claim is about, found in a table of events and compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.model.dyads import DyadQuery, EventTable
from dragoman.relations.claim_dates import first_period_back
from dragoman.relations.claim_model import Cause, Claim, Comparison, Kind, Row, Sense, Verdict
from dragoman.relations.claim_rows import (
    MIN_EVENTS,
    apart,
    count_rows,
    judge,
    mean_rows,
    most_extreme,
    pooled,
)
from dragoman.relations.periods import first_day, label, last_day, periods_between
from dragoman.relations.series import Point, Series, build_series

Index = Callable[[Series], Series]
"""Fills the index of a series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A claim as it is put to a table; one field changed is one check of sensitivity.

    Attributes:
        query: sides, data sets, scale and length of period; without dates and types.
        interval: probability of the intervals.
        span: first and last day of the claimed period; ``None`` for the last that is covered.
        inclusive: whether the period named by "since" is compared too.
        relative: whether counts are shares of all events of the data sets.
        before: in a change without "since", how many periods before are compared, together.
    """

    claim: Claim
    query: DyadQuery
    interval: float
    span: tuple[date, date] | None = None
    inclusive: bool = False
    relative: bool = False
    before: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """What is looked at: rows from ``start`` to ``end``; those from ``asked`` on are claimed of.

    Attributes:
        base: in a change, first and last day of what is compared with.
    """

    start: date
    asked: date
    end: date
    begins: date
    base: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Points of a window: before, claimed, and whether the window cuts the first one."""

    before: tuple[Point, ...]
    asked: tuple[Point, ...]
    cut: bool


def compare(table: EventTable, ask: Ask, index: Index | None = None) -> Comparison:
    """Compare the claimed period of a claim with those it names.

    Args:
        index: fills the index of the series, which is shown and does not decide.
    """
    covered = table.coverage(ask.query)
    found = _window(ask, covered)
    if isinstance(found, Comparison):
        return found
    query = replace(ask.query, since=found.start, until=found.end)
    series = build_series(table, query)[ask.claim.way]
    if index is not None and not ask.claim.topic.counted and series.events:
        series = index(series)
    parts = _Parts(
        before=tuple(point for point in series.points if point.end < found.asked),
        asked=tuple(point for point in series.points if point.end >= found.asked),
        cut=found.start > first_day(found.start, ask.query.period),
    )
    asked_events = sum(point.events for point in parts.asked)
    blank = Comparison(
        verdict=Verdict.CANNOT_BE_TESTED,
        period=ask.query.period,
        claimed=label(parts.asked[-1].start, ask.query.period),
        asked_events=asked_events,
        uncovered=sum(not point.covered for point in parts.before),
        window=(found.start, found.end),
        begins=found.begins,
    )
    if ask.claim.kind is Kind.FIRST:
        return _first(ask, found, parts, blank)
    rows, others, blank = _rows(table, ask, found, parts, blank)
    return _verdict(ask, rows, others, blank)


def _window(ask: Ask, covered: Sequence[date]) -> _Window | Comparison:
    """The days to look at, or why there are none."""
    claim, period = ask.claim, ask.query.period

    def refused(cause: Cause, claimed: str = "") -> Comparison:
        begins = covered[0] if covered else None
        verdict = Verdict.CANNOT_BE_TESTED
        return Comparison(verdict=verdict, cause=cause, period=period, claimed=claimed, begins=begins)

    if not covered:
        return refused(Cause.NOT_COVERED)
    if ask.span is not None:
        asked, last = first_day(ask.span[0], period), first_day(ask.span[1], period)
    else:
        asked = last = first_day(claim.as_of.end, period) if claim.as_of else covered[-1]
    told = label(last, period)
    if not any(asked <= start <= last for start in covered):
        return refused(Cause.NOT_COVERED, told)
    end = last_day(last, period)
    base = _base(ask, asked) if claim.kind is Kind.CHANGE else None
    start = base[0] if base else _start(ask, asked, covered[0])
    if start is None or first_day(start, period) < covered[0]:
        return refused(Cause.NOTHING_BEFORE, told)
    if start >= asked or (base and base[1] >= asked):
        return refused(Cause.NO_WINDOW, told)
    return _Window(start=start, asked=asked, end=end, begins=covered[0], base=base)


def _start(ask: Ask, asked: date, begins: date) -> date | None:
    """First day of the window of an extreme or a first; ``None`` if it lies before the calendar."""
    claim = ask.claim
    if claim.since is not None:
        # "Lowest since 2014" says that it was as low in 2014; said in 2014 itself, it is about that year.
        within = claim.since.start < asked <= claim.since.end
        return claim.since.start if ask.inclusive or within else claim.since.end + timedelta(days=1)
    if claim.lookback is None:
        return begins
    try:
        return first_period_back(asked, claim.lookback, ask.query.period)
    except ValueError:
        return None


def _base(ask: Ask, asked: date) -> tuple[date, date]:
    """First and last day of what a change is measured from, in whole periods."""
    period = ask.query.period
    if ask.claim.since is not None:
        since = ask.claim.since
        return first_day(since.start, period), last_day(first_day(since.end, period), period)
    start = asked
    for _ in range(ask.before):
        start = first_day(start - timedelta(days=1), period)
    return start, asked - timedelta(days=1)


def _rows(
    table: EventTable, ask: Ask, window: _Window, parts: _Parts, blank: Comparison
) -> tuple[list[Row], list[Row], Comparison]:
    """Rows of the claimed period and of the others."""
    before = list(parts.before)
    exposures = _exposures(table, ask, window, before)
    if window.base is not None:
        first, last = window.base
        inside = [point for point in before if point.end <= last]
        before = [pooled(inside, first, last)] if len(inside) > 1 else inside
    topic, period = ask.claim.topic, ask.query.period
    # A count of half a period is lower for that; a mean is not.
    if topic.counted and parts.cut and ask.claim.sense is Sense.LOW:
        before, blank = before[1:], replace(blank, cut=1)
    points = [*before, *parts.asked]
    if topic.counted:
        rows = count_rows(points, topic.types, period, window.start, ask.interval, exposures)
    else:
        rows = mean_rows(points, period, window.start, ask.interval)
        blank = replace(blank, thin=sum(point.valued < MIN_EVENTS for point in before if point.covered))
    asked = [row for row in rows if row.start >= window.asked]
    others = [row for row in rows if row.start < window.asked]
    if window.base is not None and last_day(window.base[0], period) < window.base[1]:
        told = f"{label(window.base[0], period)} to {label(first_day(window.base[1], period), period)}"
        others = [replace(row, label=told) for row in others]
    return asked, others, blank


def _exposures(table: EventTable, ask: Ask, window: _Window, before: Sequence[Point]) -> dict[date, float] | None:
    """What counts are divided by: all events of the data sets, or the number of periods in what is compared with."""
    if ask.relative:
        return _all_events(table, ask, window)
    if window.base is None:
        return None
    exposures = dict.fromkeys(periods_between(window.asked, window.end, ask.query.period), 1.0)
    return {**exposures, window.base[0]: float(sum(point.covered for point in before) or 1)}


def _all_events(table: EventTable, ask: Ask, window: _Window) -> dict[date, float]:
    query = ask.query
    frame = table.pairs(
        period=query.period,
        since=window.start,
        until=window.end,
        datasets=query.datasets,
        include=query.include,
    )
    found: dict[date, float] = {}
    for period, events in frame.select("period", "events").iter_rows():
        found[period] = found.get(period, 0.0) + events
    if window.base is not None:
        inside = [n for start, n in found.items() if window.base[0] <= start <= window.base[1]]
        found[window.base[0]] = float(sum(inside))
    return found


def _verdict(ask: Ask, asked: Sequence[Row], others: Sequence[Row], blank: Comparison) -> Comparison:
    """The verdict on rows, where there are enough events for one."""
    sense, of_counts = ask.claim.sense, ask.claim.topic.counted
    row = most_extreme(asked, sense)
    filled = replace(blank, asked=row, others=tuple(others), runner_up=most_extreme(others, sense))
    # Few acts of a kind are what "fewest" is about; then it is the pair that must be seen at all.
    of_any_kind = of_counts and sense is Sense.LOW
    if row is None or (row.events if of_any_kind else row.n) < MIN_EVENTS:
        return replace(filled, cause=Cause.THIN)
    if not any((other.events if of_counts else other.n) >= MIN_EVENTS for other in others):
        return replace(filled, cause=Cause.THIN_COMPARISON)
    verdict, decider = judge(row, others, sense)
    reaching = sum(not apart(row, other) for other in others)
    return replace(filled, verdict=verdict, decider=decider, reaching=reaching)


def _first(ask: Ask, window: _Window, parts: _Parts, blank: Comparison) -> Comparison:
    """Whether there was no such event before, in a window that is covered as a whole."""
    types, period = ask.claim.topic.types, ask.query.period
    rows = count_rows([*parts.before, *parts.asked], types, period, window.start, ask.interval)
    others = tuple(row for row in rows if row.start < window.asked)
    asked = [row for row in rows if row.start >= window.asked and row.n]
    earlier = [row for row in others if row.n]
    filled = replace(
        blank,
        asked=asked[0] if asked else None,
        others=others,
        runner_up=earlier[-1] if earlier else None,
        decider=earlier[-1] if earlier else None,
    )
    if not asked:
        return replace(filled, cause=Cause.NO_EVENT)
    if earlier:
        return replace(filled, verdict=Verdict.DOES_NOT_HOLD)
    if blank.uncovered:
        return replace(filled, cause=Cause.NOT_COVERED)
    if sum(point.events for point in parts.before) < MIN_EVENTS:
        return replace(filled, cause=Cause.THIN_COMPARISON)
    return replace(filled, verdict=Verdict.HOLDS)

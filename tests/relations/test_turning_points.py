"""Turning points: found where a level is known to change, not found where it does not, each with its events."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_dyads import Array, Shape, Simulated, levels_of, see, series_of

from dragoman.model.dyads import DyadQuery, EventLine, Period, Way
from dragoman.relations.index import observe, with_index
from dragoman.relations.series import Series
from dragoman.relations.turning_points import (
    PENALTY,
    Change,
    Direction,
    _pelt,
    _signal,
    changes,
    turning_points,
)

NEAR = 2


@dataclass(kw_only=True)
class FakeTable:
    """Only gives lines out of those that it has, and notes what it was asked."""

    events: Sequence[EventLine] = ()
    asked: list[dict[str, Any]] = field(default_factory=list)

    def lines(
        self,
        query: DyadQuery,
        start: date,
        end: date,
        *,
        way: Way = Way.BOTH,
        lowest: bool | None = None,
        limit: int = 10,
    ) -> list[EventLine]:
        asked = {"query": query, "start": start, "end": end, "way": way, "lowest": lowest, "limit": limit}
        self.asked.append(asked)
        found = [line for line in self.events if start <= line.day <= end]
        if lowest is not None:
            known = [line for line in found if line.value is not None]
            unknown = [line for line in found if line.value is None]
            found = sorted(known, key=lambda line: line.value or 0.0, reverse=not lowest) + unknown
        return found[:limit]


def line(day: date, value: float | None, text: str = "") -> EventLine:
    return EventLine(
        dataset="made",
        id=f"{day}/{value}",
        day=day,
        source="Norland",
        target="Talvia",
        plover="ACCUSE",
        cameo="111",
        value=value,
        factuality=None,
        publisher="The Norland Post",
        text=text or f"Norland did something worth {value} to Talvia.",
    )


def in_steps(size: float, number: int, rng: np.random.Generator, *, length: int = 120) -> tuple[Array, list[int]]:
    """A level that goes up and down by ``size`` at breaks that are a year apart or more, and these breaks."""
    while True:
        breaks = np.sort(rng.choice(np.arange(12, length - 12), number, replace=False))
        if number < 2 or np.diff(breaks).min() >= 12:
            break
    passed = np.searchsorted(breaks, np.arange(length), side="right")
    return rng.choice([-1, 1]) * size / 2 * (-1.0) ** passed, [int(each) for each in breaks]


def found_in(seen: Simulated) -> list[Change]:
    return changes(seen.means, seen.numbers, seen.variances)


def scores(size: float, rate: float, *, alike: int = 1, seeds: int = 12, number: int = 2) -> tuple[float, float, float]:
    """Precision and recall to two months, and how many breaks lie in the range that is given."""
    hits = found = true = inside = 0
    for seed in range(seeds):
        rng = np.random.default_rng([seed, int(size * 10), int(rate)])
        levels, breaks = in_steps(size, number, rng)
        near = found_in(see(levels, rng.poisson(rate, len(levels)), rng, alike=alike))
        hits += sum(any(abs(change.at - each) <= NEAR for change in near) for each in breaks)
        inside += sum(any(change.first <= each <= change.last for change in near) for each in breaks)
        found, true = found + len(near), true + len(breaks)
    return hits / max(found, 1), hits / true, inside / true


def false_alarms(kind: str, rate: float, *, alike: int = 1, seeds: int = 12) -> float:
    """Turning points a series of ten years without a break."""
    total = 0
    for seed in range(seeds):
        rng = np.random.default_rng([seed, int(rate), 7])
        total += len(found_in(see(levels_of(kind, 120, rng), rng.poisson(rate, 120), rng, alike=alike)))
    return total / seeds


class TestKnownBreaks:
    """Seeded: 12 series of 120 months with two breaks each; a hit is within two months."""

    @pytest.mark.parametrize(
        ("size", "rate", "precision", "recall"),
        [(4, 10, 0.95, 0.95), (4, 30, 0.95, 0.95), (3, 10, 0.85, 0.8), (3, 30, 0.95, 0.95), (2, 30, 0.85, 0.85)],
    )
    def test_they_are_found_where_there_are_enough_events(
        self, size: float, rate: float, precision: float, recall: float
    ) -> None:
        right, found, inside = scores(size, rate)
        assert right >= precision
        assert found >= recall
        assert inside >= recall

    def test_small_breaks_take_more_events(self) -> None:
        assert scores(1, 3)[1] <= 0.1
        assert scores(1, 100)[1] >= 0.85

    def test_recall_falls_with_the_number_of_events(self) -> None:
        thin, some, many = (scores(3, rate)[1] for rate in (1, 5, 30))
        assert thin < some < many

    def test_they_are_found_where_several_events_of_a_month_are_one_story(self) -> None:
        right, found, _ = scores(4, 30, alike=3)
        assert right >= 0.85
        assert found >= 0.85

    def test_the_direction_is_that_of_the_level(self) -> None:
        for seed in range(6):
            rng = np.random.default_rng(seed)
            levels, breaks = in_steps(4, 3, rng)
            found = found_in(see(levels, rng.poisson(40, 120), rng))
            assert [each.rises for each in found] == [levels[at] > levels[at - 1] for at in breaks]

    def test_a_break_without_any_scatter_is_found(self) -> None:
        assert changes([0.0] * 20 + [5.0] * 20, [1] * 40) == [Change(at=20, first=20, last=20, rises=True)]

    def test_the_unit_of_the_scale_does_not_matter(self) -> None:
        rng = np.random.default_rng(3)
        seen = see(in_steps(3, 2, rng)[0], rng.poisson(20, 120), rng)
        larger = [None if mean is None else 1e200 * (mean + 4) for mean in seen.means]
        spread = [None if each is None else each * 1e200 * 1e100 * 1e100 for each in seen.variances]
        tiny = [None if mean is None else 1e-200 * mean for mean in seen.means]
        assert found_in(seen)
        assert changes(tiny, seen.numbers) == changes(seen.means, seen.numbers)
        assert changes(larger, seen.numbers) == changes(seen.means, seen.numbers)
        with pytest.raises(ValueError, match="variance of period"):
            changes(larger, seen.numbers, spread)


class TestNoBreaks:
    @pytest.mark.parametrize("alike", [1, 3])
    @pytest.mark.parametrize("rate", [1, 3, 10, 100])
    def test_a_level_that_stands_still_has_none(self, rate: float, alike: int) -> None:
        assert false_alarms("constant", rate, alike=alike) <= 0.05

    def test_a_level_that_drifts_has_few(self) -> None:
        assert false_alarms("slow", 10) <= 0.2
        assert false_alarms("walk", 10) <= 0.8
        assert false_alarms("fast", 30) <= 1.5
        assert false_alarms("wave", 100) <= 0.5

    def test_one_odd_month_is_none_however_busy(self) -> None:
        rng = np.random.default_rng(4)
        seen = see(np.ones(80), rng.poisson(10, 80), rng)
        for number in (10, 5000):
            odd = [*seen.means[:40], -9.0, *seen.means[41:]]
            assert changes(odd, [*seen.numbers[:40], number, *seen.numbers[41:]], seen.variances) == []

    def test_a_scale_on_which_most_events_are_zero_has_none(self) -> None:
        for seed in range(20):
            rng = np.random.default_rng(seed)
            numbers = rng.poisson(1.5, 120)
            drawn = [rng.choice([0.0, 1.0, -1.0], size=n, p=[0.95, 0.03, 0.02]) for n in numbers]
            means = [float(each.mean()) if len(each) else None for each in drawn]
            spread = [float(each.var(ddof=1)) if len(each) > 1 else None for each in drawn]
            assert changes(means, [int(n) for n in numbers], spread) == []


class TestMissing:
    def test_missing_months_are_not_zeros(self) -> None:
        rng = np.random.default_rng(5)
        seen = see(np.full(100, 5.0), np.where(np.arange(100) % 50 < 25, 12, 0), rng)
        assert found_in(seen) == []
        zeros = [0.0 if mean is None else mean for mean in seen.means]
        assert len(changes(zeros, [n or 12 for n in seen.numbers])) == 3

    def test_missing_months_do_not_move_a_break(self) -> None:
        rng = np.random.default_rng(6)
        levels, _ = in_steps(4, 1, rng)
        seen = see(levels, rng.poisson(20, 120), rng)
        (whole,) = found_in(seen)
        gone = {i for i in range(0, 120, 4) if abs(i - whole.at) > 2}
        holed = [None if i in gone else mean for i, mean in enumerate(seen.means)]
        (found,) = changes(holed, [0 if i in gone else n for i, n in enumerate(seen.numbers)], seen.variances)
        assert found.at == whole.at

    def test_a_break_inside_a_gap_may_be_anywhere_in_it(self) -> None:
        means = [None] * 5 + [0.1, -0.1] * 10 + [None] * 30 + [5.1, 4.9] * 10
        found = changes(means, [0 if mean is None else 4 for mean in means])
        assert found == [Change(at=55, first=25, last=55, rises=True)]


class TestTooLittle:
    @pytest.mark.parametrize(
        "means",
        [[], [1.0], [None] * 50, [2.0] * 50, [0.0, 5.0] * 5, [0.0] * 5 + [9.0] * 5, [None, -3.0] * 10],
        ids=["empty", "one", "missing", "equal", "ten", "ten with a break", "equal with holes"],
    )
    def test_there_are_none(self, means: list[float | None]) -> None:
        assert changes(means, [0 if mean is None else 50 for mean in means]) == []

    def test_a_level_needs_three_periods_and_ten_events(self) -> None:
        means = [0.1, -0.1] * 20
        assert changes([*means, 9.0, 9.0], [4] * 42) == []
        assert changes([*means, 9.0, 9.0, 9.0], [*[4] * 40, 3, 3, 3]) == []
        assert [each.at for each in changes([*means, 9.0, 9.0, 9.0], [4] * 43)] == [40]

    def test_wrong_input_is_told(self) -> None:
        with pytest.raises(ValueError, match="value of period 1"):
            changes([float("nan")], [1])


class TestSearch:
    def test_it_is_the_best_of_all_segmentations(self) -> None:
        """Against plain dynamic programming over every segmentation, with the same errors and penalty."""
        for seed in range(15):
            rng = np.random.default_rng(seed)
            seen = see(in_steps(2.5, 2, rng, length=40)[0], 1 + rng.poisson(6, 40), rng)
            data = observe(seen.means, seen.numbers, seen.variances)
            assert data is not None
            signal = _signal(data.at.astype(float), data.means, data.numbers, data.within)
            weights, penalty = 1 / signal.noise, PENALTY * np.log(40)

            def cost(start: int, end: int, weights: Array = weights, means: Array = data.means) -> float:
                part, own = weights[start:end], means[start:end]
                return float((part * (own - np.average(own, weights=part)) ** 2).sum())

            best: list[tuple[float, list[int]]] = [(-penalty, [])]
            for end in range(1, 41):
                best.append(
                    min((best[start][0] + cost(start, end) + penalty, [*best[start][1], start]) for start in range(end))
                )
            assert _pelt(signal) == best[40][1][1:]


class TestAnything:
    @settings(max_examples=100, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.none() | st.floats(-1e150, 1e150) | st.sampled_from([0.0, 3.0, -10.0]),
                st.integers(0, 4) | st.integers(0, 10**9),
                st.none() | st.floats(0, 1e200),
            ),
            max_size=60,
        )
    )
    def test_any_series_gives_changes_in_order_where_there_are_means(
        self, rows: list[tuple[float | None, int, float | None]]
    ) -> None:
        found = changes(*([row[i] for row in rows] for i in range(3)))  # type: ignore[arg-type]
        assert [each.at for each in found] == sorted({each.at for each in found})
        for each in found:
            assert rows[each.at][0] is not None
            assert 0 < each.first <= each.at <= each.last < len(rows)


def one_break(*, fall: bool = True, way: Way = Way.BOTH, period: Period = Period.MONTH) -> Series:
    """Forty periods at 3 and forty at -3, or the other way round, with 20 events each."""
    levels = np.where(np.arange(80) < 40, 3.0, -3.0) * (1 if fall else -1)
    seen = see(levels, np.full(80, 20), np.random.default_rng(11))
    return series_of(seen, Shape(way=way, period=period))


class TestTurningPoints:
    def test_it_has_date_means_numbers_and_direction(self) -> None:
        series = one_break()
        (turn,) = turning_points(series, FakeTable())
        assert turn.date == date(2013, 5, 1)
        assert turn.direction is Direction.DOWN
        assert (turn.n_before, turn.n_after) == (800, 800)
        assert turn.mean_before == pytest.approx(3.0, abs=0.4)
        assert turn.mean_after == pytest.approx(-3.0, abs=0.4)
        assert turn.earliest <= turn.date <= turn.latest
        (other,) = turning_points(one_break(fall=False), FakeTable())
        assert other.direction is Direction.UP

    def test_means_are_of_all_events_of_the_levels_beside_it(self) -> None:
        rng = np.random.default_rng(12)
        series = series_of(see(in_steps(5, 3, rng)[0], rng.poisson(15, 120), rng))
        turns = turning_points(series, FakeTable())
        dates = [date.min, *(turn.date for turn in turns), date.max]
        assert len(turns) == 3
        for i, turn in enumerate(turns):
            before = [point for point in series.points if dates[i] <= point.start < turn.date]
            after = [point for point in series.points if turn.date <= point.start < dates[i + 2]]
            for points, mean, n in ((before, turn.mean_before, turn.n_before), (after, turn.mean_after, turn.n_after)):
                assert n == sum(point.valued for point in points)
                assert mean == pytest.approx(sum(point.total or 0.0 for point in points) / n)

    def test_its_events_are_those_right_after_that_lie_farthest_in_its_direction(self) -> None:
        turned = date(2013, 5, 1)
        events = [
            line(turned + timedelta(days=days), value)
            for days, value in [(-5, -10.0), (1, -4.0), (2, 9.0), (30, -9.0), (70, -5.0), (71, None), (200, -10.0)]
        ]
        table = FakeTable(events=events)
        (turn,) = turning_points(one_break(), table)
        assert [each.value for each in turn.lines] == [-9.0, -5.0, -4.0]
        assert all(each.text for each in turn.lines)
        (asked,) = table.asked
        assert (asked["start"], asked["end"], asked["lowest"]) == (turned, date(2013, 7, 31), True)

        table = FakeTable(events=events)
        (turn,) = turning_points(one_break(fall=False), table)
        assert [each.value for each in turn.lines] == [9.0]
        assert table.asked[0]["lowest"] is False

    def test_no_more_events_than_asked_for(self) -> None:
        events = [line(date(2013, 5, day), -float(day) / 3) for day in range(1, 29)]
        (turn,) = turning_points(one_break(), FakeTable(events=events), limit=2)
        assert [each.day.day for each in turn.lines] == [28, 27]

    def test_months_without_events_do_not_count_among_the_first_three(self) -> None:
        series = one_break()
        empty = {41, 42}
        points = tuple(
            replace(point, events=0, valued=0, mean=None, total=None, variance=None) if i in empty else point
            for i, point in enumerate(series.points)
        )
        table = FakeTable()
        (turn,) = turning_points(replace(series, points=points), table)
        assert turn.date == date(2013, 5, 1)
        assert table.asked[0]["end"] == date(2013, 9, 30)

    def test_the_events_of_one_direction_are_asked_for(self) -> None:
        for way in (Way.FORWARD, Way.BACK):
            table = FakeTable(events=[line(date(2013, 5, 3), -9.0)])
            (turn,) = turning_points(one_break(way=way), table)
            assert [each.value for each in turn.lines] == [-9.0]
            assert [asked["way"] for asked in table.asked] == [way]

    def test_one_that_holds_only_for_an_average_of_periods_is_left_out(self) -> None:
        """Ten thousand events in one odd month turn the mean of events round, not that of months."""
        series = one_break()
        points = [replace(point, variance=0.5) for point in series.points]
        points[60] = replace(points[60], mean=9.5, valued=100_000)
        odd = replace(series, points=tuple(points))
        found = changes([p.mean for p in points], [p.valued for p in points], [p.variance for p in points])
        assert [each.rises for each in found] == [False]
        assert turning_points(odd, FakeTable()) == ()

    def test_the_index_does_not_matter(self) -> None:
        series = one_break()
        assert turning_points(with_index(series), FakeTable()) == turning_points(series, FakeTable())

    def test_a_thin_series_has_none_and_asks_nothing(self) -> None:
        table = FakeTable()
        thin = replace(one_break(), points=one_break().points[36:44])
        assert turning_points(thin, table) == ()
        assert turning_points(replace(thin, points=()), table) == ()
        assert table.asked == []


class TestLong:
    def test_twenty_years_of_days_take_a_moment_and_keep_the_day(self) -> None:
        rng = np.random.default_rng(13)
        days = np.arange(7300)
        levels = np.where((days < 3100) | (days >= 4500), 2.0, -1.5)
        seen = see(levels, rng.poisson(3, 7300), rng)
        found_in(seen)
        start = time.perf_counter()
        found = found_in(seen)
        assert time.perf_counter() - start < 2
        assert [each.rises for each in found] == [False, True]
        for each, true in zip(found, (3100, 4500), strict=True):
            assert abs(each.at - true) <= 5
            assert each.first <= true <= each.last

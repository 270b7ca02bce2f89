"""Intervals of single periods, and which period comes out as the extreme."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from dragoman.model.dyads import Period
from dragoman.relations.claim_model import Row, Sense, Verdict
from dragoman.relations.claim_rows import (
    MIN_EVENTS,
    PRIOR,
    apart,
    beyond,
    count_rows,
    judge,
    mean_rows,
    most_extreme,
    poisson_interval,
    pooled,
)
from dragoman.relations.series import Point

JANUARY = date(2031, 1, 1)


def point(month: int, values: list[float], **more: object) -> Point:
    n, mean = len(values), sum(values) / len(values) if values else None
    variance = sum((value - mean) ** 2 for value in values) / (n - 1) if mean is not None and n > 1 else None
    return Point(
        start=date(2031, month, 1),
        end=date(2031, month, 28),
        events=n,
        valued=n,
        mean=mean,
        total=sum(values) if values else None,
        variance=variance,
        **more,  # type: ignore[arg-type]
    )


def row(value: float, low: float, high: float, month: int = 1) -> Row:
    start = date(2031, month, 1)
    return Row(start=start, end=start, label=f"2031-{month:02}", n=9, events=9, value=value, low=low, high=high)


def test_a_mean_has_a_t_interval_whose_variance_leans_on_that_of_all_periods() -> None:
    calm, wild = point(1, [1, 1, 2, 2, 1.5]), point(2, [-9, 9, -9, 9, 0, 3, 1])
    first, second = mean_rows([calm, wild], Period.MONTH, JANUARY, 0.9)
    common = (4 * (calm.variance or 0) + 6 * (wild.variance or 0)) / 10
    spread = (PRIOR * common + 4 * (calm.variance or 0)) / (PRIOR + 4)
    half = stats.t.ppf(0.95, PRIOR + 4) * (spread / 5) ** 0.5
    assert (first.low, first.high) == pytest.approx((1.5 - half, 1.5 + half))
    assert first.high - first.low < second.high - second.low
    assert (first.n, first.variance, first.label) == (5, calm.variance, "2031-01")


def test_periods_below_five_events_have_no_row() -> None:
    rows = mean_rows([point(1, [1.0] * (MIN_EVENTS - 1)), point(2, [1.0] * MIN_EVENTS)], Period.MONTH, JANUARY, 0.9)
    assert [made.label for made in rows] == ["2031-02"]


def test_a_period_cut_by_the_window_says_from_which_day_it_counts() -> None:
    (made,) = mean_rows([point(1, [1, 2, 3, 4, 5])], Period.MONTH, date(2031, 1, 8), 0.9)
    assert (made.start, made.end) == (date(2031, 1, 8), date(2031, 1, 28))


@pytest.mark.parametrize("n", [0, 1, 4, 5, 37, 1200])
@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_a_count_has_the_exact_poisson_interval(n: int, level: float) -> None:
    low, high = poisson_interval(n, level)
    tail = (1 - level) / 2
    assert high == pytest.approx(stats.chi2.ppf(1 - tail, 2 * (n + 1)) / 2)
    assert low == pytest.approx(stats.chi2.ppf(tail, 2 * n) / 2 if n else 0.0)
    assert stats.poisson.cdf(n, high) == pytest.approx(tail)


def test_counts_add_the_types_and_leave_out_what_is_not_covered() -> None:
    points = [
        point(1, [1.0], types={"AID": 2, "CONSULT": 3}),
        Point(start=date(2031, 2, 1), end=date(2031, 2, 28), covered=False),
        Point(start=date(2031, 3, 1), end=date(2031, 3, 31)),
    ]
    rows = count_rows(points, ("AID", "CONSULT"), Period.MONTH, JANUARY, 0.9)
    assert [(made.label, made.n) for made in rows] == [("2031-01", 5), ("2031-03", 0)]


def test_shares_divide_the_count_and_its_interval() -> None:
    points = [point(1, [1.0], types={"AID": 6})]
    (whole,) = count_rows(points, ("AID",), Period.MONTH, JANUARY, 0.9)
    (share,) = count_rows(points, ("AID",), Period.MONTH, JANUARY, 0.9, {JANUARY: 300.0})
    assert (share.value, share.low, share.high) == pytest.approx((0.02, whole.low / 300, whole.high / 300))
    assert count_rows(points, ("AID",), Period.MONTH, JANUARY, 0.9, {}) == []


@given(st.lists(st.lists(st.integers(-10, 10), max_size=8), min_size=1, max_size=5))
def test_pooling_periods_is_the_same_as_counting_their_values_together(months: list[list[int]]) -> None:
    together = point(1, [float(value) for month in months for value in month])
    apart_ones = [point(number, [float(v) for v in month]) for number, month in enumerate(months, 1)]
    made = pooled(apart_ones, JANUARY, date(2031, 5, 28))
    assert (made.events, made.valued) == (together.events, together.valued)
    assert made.mean == pytest.approx(together.mean)
    assert made.variance == pytest.approx(together.variance, abs=1e-9)


def test_pooling_adds_types() -> None:
    made = pooled([point(1, [1.0], types={"AID": 1}), point(2, [2.0], types={"AID": 2})], JANUARY, JANUARY)
    assert made.types == {"AID": 3}


def test_intervals_that_touch_are_not_apart() -> None:
    assert not apart(row(0, -1, 1), row(2, 1, 3))
    assert apart(row(0, -1, 1), row(3, 1.5, 4))
    assert apart(row(3, 1.5, 4), row(0, -1, 1))


def test_equal_values_are_not_beyond_one_another() -> None:
    assert not beyond(row(0.1 + 0.2, 0, 1), row(0.3, 0, 1), Sense.HIGH)
    assert not beyond(row(0.3, 0, 1), row(0.1 + 0.2, 0, 1), Sense.LOW)


@pytest.mark.parametrize(
    ("others", "verdict", "label"),
    [
        ([row(0, -1, 1, 1), row(2, 1, 3, 2)], Verdict.HOLDS, "2031-01"),
        ([row(-3, -5.5, -1, 1)], Verdict.TOO_CLOSE, "2031-01"),
        ([row(-6, -9, -3, 1)], Verdict.TOO_CLOSE, "2031-01"),
        ([row(-9, -9.5, -8, 1)], Verdict.DOES_NOT_HOLD, "2031-01"),
        # The most extreme one is thin and reaches; another one is clearly lower.
        ([row(-9, -14, -4, 1), row(-8, -8.5, -7.5, 2)], Verdict.DOES_NOT_HOLD, "2031-02"),
        ([row(-5, -6, -4, 1)], Verdict.TOO_CLOSE, "2031-01"),
    ],
)
def test_the_verdict_follows_from_values_and_intervals(others: list[Row], verdict: Verdict, label: str) -> None:
    asked = row(-5, -6, -4, 12)
    found, rival = judge(asked, others, Sense.LOW)
    assert (found, rival.label) == (verdict, label)
    turned = [row(-one.value, -one.high, -one.low, one.start.month) for one in others]
    found, rival = judge(row(5, 4, 6, 12), turned, Sense.HIGH)
    assert (found, rival.label) == (verdict, label)


def test_nothing_to_judge_against_is_refused() -> None:
    assert most_extreme([], Sense.LOW) is None
    with pytest.raises(ValueError, match="compared with nothing"):
        judge(row(0, -1, 1), [], Sense.LOW)

"""Periods of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.dyads import Period
from dragoman.relations.periods import first_day, following, label, last_day, periods_between

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@given(DAYS, st.sampled_from(Period))
def test_every_day_lies_in_its_period_and_in_no_other(day: date, period: Period) -> None:
    start = first_day(day, period)
    assert start <= day <= last_day(start, period) < following(start, period)
    assert first_day(last_day(start, period), period) == start
    assert first_day(last_day(start, period) + timedelta(days=1), period) == following(start, period)


@given(DAYS, DAYS, st.sampled_from([Period.MONTH, Period.QUARTER, Period.YEAR, Period.WEEK]))
def test_periods_follow_one_another_without_gaps(one: date, other: date, period: Period) -> None:
    first, last = sorted((one, other))
    found = list(periods_between(first, last, period))
    assert found[0] == first_day(first, period)
    assert found[-1] == first_day(last, period)
    assert [following(start, period) for start in found[:-1]] == found[1:]


@pytest.mark.parametrize(
    ("period", "written"),
    [
        (Period.DAY, "2024-02-08"),
        (Period.WEEK, "2024-W06"),
        (Period.MONTH, "2024-02"),
        (Period.QUARTER, "2024-Q1"),
        (Period.YEAR, "2024"),
    ],
)
def test_labels(period: Period, written: str) -> None:
    assert label(first_day(date(2024, 2, 8), period), period) == written


def test_a_week_belongs_to_its_iso_year() -> None:
    assert label(first_day(date(2021, 1, 2), Period.WEEK), Period.WEEK) == "2020-W53"

"""Periods of the calendar: where one begins and ends, and all of them between two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dragoman.model.dyads import Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def first_day(day: date, period: Period) -> date:
    """First day of the period that a day lies in; weeks begin on Monday.

    >>> first_day(date(2024, 2, 8), Period.QUARTER)
    datetime.date(2024, 1, 1)
    """
    if period is Period.DAY:
        return day
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    length = MONTHS[period]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def following(start: date, period: Period) -> date:
    """First day of the period after the one that begins on ``start``."""
    if period in (Period.DAY, Period.WEEK):
        return start + timedelta(days=1 if period is Period.DAY else 7)
    months = start.year * 12 + start.month - 1 + MONTHS[period]
    return date(months // 12, months % 12 + 1, 1)


def last_day(start: date, period: Period) -> date:
    """Last day of the period that begins on ``start``."""
    return following(start, period) - timedelta(days=1)


def periods_between(first: date, last: date, period: Period) -> Iterator[date]:
    """First days of all periods from the one with ``first`` in it to the one with ``last`` in it."""
    start = first_day(first, period)
    while start <= last:
        yield start
        start = following(start, period)


def label(start: date, period: Period) -> str:
    """A period as people write it: 2024-02-08, 2024-W06, 2024-02, 2024-Q1, 2024."""
    if period is Period.DAY:
        return start.isoformat()
    if period is Period.WEEK:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if period is Period.MONTH:
        return f"{start:%Y-%m}"
    return f"{start.year}-Q{(start.month + 2) // 3}" if period is Period.QUARTER else str(start.year)

"""Calendar arithmetic for time expressions: units around a day, ISO 8601 values of less than a day's precision."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Interval = tuple[str, str | None]
"""An ISO 8601 value, and the last one of a range or ``None``."""


def month_value(year: int, month: int) -> str:
    """``2023-11``."""
    return f"{year:04d}-{month:02d}"


def moved_months(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month that lie ``by`` months away."""
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def moved(day: date, by: float, unit: str) -> date:
    """The day that lies ``by`` units away; day 31 falls back to the end of a shorter month.

    Raises:
        OverflowError, ValueError: the day lies outside the years 1 to 9999.
    """
    if unit in {"minute", "hour", "day", "week"}:
        days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0}[unit]
        return day + timedelta(days=round(by * days))
    months = {"month": 1, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = moved_months(day.year, day.month, round(by * months))
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def unit_around(day: date, unit: str) -> Interval:
    """The calendar unit a day lies in: "the week of" it begins on Monday, decades begin with years that end in 0."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    if unit == "month":
        return month_value(day.year, day.month), None
    if unit == "year":
        return f"{day.year:04d}", None
    if unit in {"decade", "century"}:
        length = 10 if unit == "decade" else 100
        first = day.year // length * length
        return f"{first:04d}", f"{first + length - 1:04d}"
    return day.isoformat(), None


def at_precision(day: date, unit: str) -> str:
    """A day written with the precision of a unit: years for decades, days for weeks."""
    if unit in {"year", "decade", "century"}:
        return f"{day.year:04d}"
    return month_value(day.year, day.month) if unit == "month" else day.isoformat()


def first_day(value: str) -> date:
    """First day of an ISO value."""
    year, month, day = [*map(int, value.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(value: str) -> date:
    """Last day of an ISO value."""
    parts = [int(part) for part in value.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def is_day(year: int, month: int, day: int) -> bool:
    """Whether there is such a day."""
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]

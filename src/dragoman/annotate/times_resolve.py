"""From a written point of the calendar to ISO values, with the publication date where the text leaves something out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dragoman.annotate.times_calendar import Interval, first_day, is_day, last_day, month_value, moved_months
from dragoman.annotate.times_points import Point
from dragoman.annotate.times_tense import Lean

NEAR_AHEAD = 45
"""Days ahead up to which a date without a year and without a tense is the coming one; the last one would then lie at
least ten months back, and news gives the year of days that far away."""
WEEKDAY_YEARS = 6
"""A weekday and a day of the month fall together again after at most six years (eleven around a skipped leap year)."""


def resolve_point(point: Point, lean: Lean, published: date | None) -> Interval | None:
    """ISO values of a point; ``None`` if the text leaves the year open and the publication date is unknown."""
    if point.year is not None:
        return _written(point, point.year)
    if published is None:
        return None
    if point.grain == "weekday":
        day = _weekday(point, lean, published)
        return day.isoformat(), None
    return _without_year(point, lean, published)


def _written(point: Point, year: int) -> Interval:
    if point.month is None:
        return f"{year:04d}", f"{year + point.years - 1:04d}" if point.years > 1 else None
    if point.day is not None:
        return f"{month_value(year, point.month)}-{point.day:02d}", None
    if point.months == 1:
        return month_value(year, point.month), None
    return month_value(year, point.month), month_value(*moved_months(year, point.month, point.months - 1))


def _weekday(point: Point, lean: Lean, published: date) -> date:
    """The last such day up to publication, or the next one from it on; "last" and "next" leave the day itself out."""
    back = (published.weekday() - (point.weekday or 0)) % 7
    if point.which == -1:
        return published - timedelta(days=back or 7)
    if point.which == 1:
        return published + timedelta(days=(7 - back) if back else 7)
    if lean is Lean.FUTURE or (point.which == 0 and lean is Lean.UNKNOWN):
        return published + timedelta(days=(7 - back) % 7)
    return published - timedelta(days=back)


def _without_year(point: Point, lean: Lean, published: date) -> Interval | None:
    """The nearest occurrence on the side of publication that the clause points to."""
    if point.weekday is not None and point.day is not None:
        matching = _with_weekday(point, published)
        if matching is not None:
            return matching
    years = [
        year
        for year in range(published.year - 8, published.year + 9)
        if point.day is None or is_day(year, point.month or 1, point.day)
    ]
    values = [_written(point, year) for year in years]
    past = [value for value in values if first_day(value[0]) <= published and not _is_later(point, value, published)]
    ahead = [value for value in values if last_day(value[1] or value[0]) >= published]
    if point.which == -1:
        return next((value for value in reversed(past) if last_day(value[1] or value[0]) < published), None)
    if point.which == 1:
        return next((value for value in ahead if first_day(value[0]) > published), None)
    if point.which == 0:
        return _written(point, published.year)
    near = first_day(ahead[0][0]) - published <= timedelta(days=NEAR_AHEAD)
    return ahead[0] if lean is Lean.FUTURE or (lean is Lean.UNKNOWN and near) else past[-1]


def _is_later(point: Point, value: Interval, published: date) -> bool:
    """Half-years and seasons that have only just begun are not meant by the past tense."""
    return point.months > 1 and first_day(value[0]) == published


def _with_weekday(point: Point, published: date) -> Interval | None:
    """The year in which the day falls on the weekday that is written with it, nearest to publication."""
    for distance in range(WEEKDAY_YEARS + 1):
        for year in dict.fromkeys((published.year - distance, published.year + distance)):
            if point.month is None or point.day is None or not is_day(year, point.month, point.day):
                continue
            if date(year, point.month, point.day).weekday() == point.weekday:
                return _written(point, year)
    return None


def resolve_range(left: Point, right: Point, lean: Lean, published: date | None) -> Interval | None:
    """ISO values of "from X to Y": what one side leaves out comes from the other, and Y is not before X."""
    if right.year is not None and left.year is None and left.month is not None and right.month is not None:
        left = replace(left, year=right.year - (left.month > right.month))
    if left.year is not None and right.year is None and left.month is not None and right.month is not None:
        right = replace(right, year=left.year + (right.month < left.month))
    if left.year is None and published is not None and lean is not Lean.FUTURE:
        end = resolve_point(right, lean, published)
        start = resolve_point(left, Lean.PAST, last_day(end[1] or end[0])) if end else None
    else:
        start = resolve_point(left, lean, published)
        end = resolve_point(right, Lean.FUTURE, first_day(start[0])) if start else None
    if start is None or end is None or first_day(start[0]) > last_day(end[1] or end[0]):
        return None
    return start[0], end[1] or end[0]

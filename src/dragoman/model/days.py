"""Days that a date of any precision may mean."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from dragoman.model.facts import FactDate


def days_of(when: FactDate) -> tuple[date | None, date | None]:
    """First and last day that a date of any precision may mean; ``None`` twice if it is unknown.

    >>> days_of(FactDate(value="2024-02"))
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first = _day(when.value, last=False)
    last = _day(when.end_value or when.value, last=True)
    return (first, last) if first is not None and last is not None else (None, None)


def _day(value: str | None, *, last: bool) -> date | None:
    if not value:
        return None
    try:
        year, *rest = (int(part) for part in value.split("-"))
        month = rest[0] if rest else (12 if last else 1)
        day = rest[1] if len(rest) > 1 else (monthrange(year, month)[1] if last else 1)
        return date(year, month, day)
    except ValueError:
        return None

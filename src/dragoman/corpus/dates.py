"""Publication dates as files give them. Lenient in form, but nothing is guessed: in doubt a date is unknown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<sep>[-/.]?)(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?\d{4,6}Z?)?$")
DAY_MONTH = re.compile(
    rf"(?:^|[\s,])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s/.]+(?:of\s+)?{MONTH}[-\s/.,]+(?P<y>\d{{4}})(?!\d)"
)
MONTH_DAY = re.compile(rf"(?:^|[\s,]){MONTH}[-\s]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-\s,]+(?P<y>\d{{4}})(?!\d)")
YEAR_LAST = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)")
EPOCH_SECONDS = range(10**8, 10**10)
"""Seconds since 1970 with nine or ten digits: 1973 to 2286. Shorter numbers are too likely something else."""


def parse_date(value: object, *, day_first: bool | None = None) -> date | None:
    """Read a publication date.

    Understood: dates and times as such, ISO 8601 (also compact: 20240208), RFC 2822, "9-MAR-1987 04:58:41",
    "8 February 2024", "Feb. 8, 2024", seconds or milliseconds since 1970, and 25/12/2024. A time of day is dropped as
    written, no zone is converted. Not understood, on purpose: years of two digits, dates without a day, and 03/04/2024
    without ``day_first``.

    Args:
        value: a string, number, date or datetime; anything else is unknown.
        day_first: whether 03/04/2024 is 3 April (true) or 4 March (false); ``None`` is not known.

    Returns:
        The date, or ``None`` if it is unknown.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(value.strip(), day_first) if isinstance(value, str) else None


def _from_number(value: int | float) -> date | None:
    if value != value or value in (float("inf"), float("-inf")):
        return None
    whole = int(value)
    compact = COMPACT.match(str(whole)) if len(str(whole)) == 8 else None
    if compact:
        return _date(*map(int, compact.groups()))
    seconds = whole // 1000 if abs(whole) >= EPOCH_SECONDS.stop else whole
    return datetime.fromtimestamp(seconds, tz=UTC).date() if seconds in EPOCH_SECONDS else None


def _from_text(text: str, day_first: bool | None) -> date | None:
    if found := COMPACT.match(text):
        return _date(*map(int, found.groups()))
    if text.isdecimal():
        return _from_number(int(text)) if len(text) < 20 else None
    if found := YEAR_FIRST.match(text):
        return _date(int(found["y"]), int(found["m"]), int(found["d"])) if found["sep"] else None
    if found := DAY_MONTH.search(text) or MONTH_DAY.search(text):
        month = MONTHS.get(found["month"].lower())
        return _date(int(found["y"]), month, int(found["d"])) if month else None
    if found := YEAR_LAST.match(text):
        return _numeric(int(found["a"]), int(found["b"]), int(found["y"]), day_first)
    return None


def _numeric(first: int, second: int, year: int, day_first: bool | None) -> date | None:
    if first == second or (day_first is None and (first > 12) != (second > 12)):
        day_first = first > 12
    if day_first is None:
        return None
    return _date(year, second, first) if day_first else _date(year, first, second)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

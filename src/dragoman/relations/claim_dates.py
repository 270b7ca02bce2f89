"""Dates in claims: days, months, quarters, years and decades, written so or so, and looks back ("in 10 years")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from dragoman.model.dyads import Period
from dragoman.relations.claim_model import Dated, Lookback
from dragoman.relations.claim_words import ClaimWords, Word, matching, words_of, written
from dragoman.relations.periods import MONTHS, first_day, following, last_day

WRITE = "write a day, month or year, such as 2014-03-18, 'March 2014' or 2014"
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
ISO_QUARTER = re.compile(r"(\d{4})-?q([1-4])")
QUARTER = re.compile(r"q([1-4])")
YEAR = re.compile(r"1[5-9]\d\d|20\d\d|21\d\d")
DECADE = re.compile(r"((?:1[5-9]|20)\d0)'?s")
YEARS = re.compile(r"(\d{4})(?:-(\d{4}|1[3-9]|[2-9]\d)|–(\d{4}|\d{2}))")
"""Years from one to another; "2009-12" is a month, "2009–12" four years."""
DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
NUMBER = re.compile(r"\d{1,4}")
HYPHENED = re.compile(r"([a-z]+|\d{1,4})-([a-z]+)")

Found = tuple[Dated, int]
"""A date, and how many words it takes."""


def read_dated(text: str, words: ClaimWords) -> Dated:
    """A date that stands alone ("2013-12", "December 2013").

    Raises:
        ValueError: it is no date that can be read; one line.
    """
    parts = words_of(text)
    found = date_at(parts, 0, words)
    if found is None or found[1] != len(parts):
        raise ValueError(f"can't read the date {text.strip()!r}: {WRITE}")
    return found[0]


def date_at(parts: Sequence[Word], start: int, words: ClaimWords) -> Found | None:
    """The date that begins at a word, or ``None``.

    Raises:
        ValueError: it looks like one and is none ("2014-02-30").
    """
    at = start + 1 if start < len(parts) and parts[start].low == "the" else start
    if at >= len(parts):
        return None
    for read in (_one_word, _month_first, _day_first, _quarter):
        found = read(parts, at, words)
        if found is not None:
            return found[0], found[1] + at - start
    return None


def iso_dated(value: str, end_value: str | None, written_as: str) -> Dated | None:
    """The range of an ISO 8601 date and a possible end, of whatever precision; ``None`` if it is not one."""
    first = _iso(value)
    last = _iso(end_value) if end_value else first
    if first is None or last is None or last[1] < first[0]:
        return None
    return Dated(start=first[0], end=last[1], written=written_as)


def _iso(value: str) -> tuple[date, date] | None:
    numbers = value.split("T")[0].split("-")
    if not all(part.isdigit() for part in numbers) or len(numbers) > 3 or len(numbers[0]) != 4:
        return None
    try:
        return _range(*map(int, numbers))
    except ValueError:
        return None


def _range(year: int, month: int | None = None, day: int | None = None) -> tuple[date, date]:
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        start = date(year, month, 1)
        return start, last_day(start, Period.MONTH)
    return date(year, month, day), date(year, month, day)


def _dated(parts: Sequence[Word], start: int, count: int, *numbers: int) -> Found:
    told = written(parts[start : start + count])
    try:
        first, last = _range(*numbers)
    except ValueError as error:
        raise ValueError(f"{told!r} is no day of the calendar: {WRITE}") from error
    return Dated(start=first, end=last, written=told), count


def _one_word(parts: Sequence[Word], at: int, words: ClaimWords) -> Found | None:
    low = parts[at].low
    if found := YEARS.fullmatch(low):
        return _years(parts[at].text, int(found[1]), found[2] or found[3])
    for pattern in (ISO_DAY, ISO_MONTH):
        if found := pattern.fullmatch(low):
            return _dated(parts, at, 1, *map(int, found.groups()))
    if found := DOTTED.fullmatch(low):
        return _dated(parts, at, 1, int(found[3]), int(found[2]), int(found[1]))
    if found := ISO_QUARTER.fullmatch(low):
        return _quartered(parts, at, 1, int(found[1]), int(found[2]))
    if found := DECADE.fullmatch(low):
        first = int(found[1])
        return Dated(start=date(first, 1, 1), end=date(first + 9, 12, 31), written=parts[at].text), 1
    if YEAR.fullmatch(low) and not (at + 1 < len(parts) and QUARTER.fullmatch(parts[at + 1].low)):
        return _dated(parts, at, 1, int(low))
    return None


def _years(told: str, first: int, end: str) -> Found:
    last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
    if not 1500 <= first < last <= 2199:
        raise ValueError(f"{told!r} is no range of years: {WRITE}")
    return Dated(start=date(first, 1, 1), end=date(last, 12, 31), written=told), 1


def _number(parts: Sequence[Word], at: int, pattern: re.Pattern[str]) -> int | None:
    found = pattern.fullmatch(parts[at].low) if at < len(parts) else None
    return int(found[found.lastindex or 0]) if found else None


def _month_first(parts: Sequence[Word], at: int, words: ClaimWords) -> Found | None:
    """ "March 2014", "March 18, 2014"."""
    month = words.months.get(parts[at].low)
    if month is None:
        return None
    year = _number(parts, at + 1, YEAR)
    if year is not None:
        return _dated(parts, at, 2, year, month)
    day, year = _number(parts, at + 1, DAY), _number(parts, at + 2, YEAR)
    if day is None or year is None:
        return None
    return _dated(parts, at, 3, year, month, day)


def _day_first(parts: Sequence[Word], at: int, words: ClaimWords) -> Found | None:
    """ "18 March 2014"."""
    day, year = _number(parts, at, DAY), _number(parts, at + 2, YEAR)
    month = words.months.get(parts[at + 1].low) if at + 1 < len(parts) else None
    return None if day is None or month is None or year is None else _dated(parts, at, 3, year, month, day)


def _quarter(parts: Sequence[Word], at: int, words: ClaimWords) -> Found | None:
    """ "Q1 2014", "2014 Q1"."""
    for number, year in ((at, at + 1), (at + 1, at)):
        quarter, found = _number(parts, number, QUARTER), _number(parts, year, YEAR)
        if quarter is not None and found is not None:
            return _quartered(parts, at, 2, found, quarter)
    return None


def _quartered(parts: Sequence[Word], at: int, count: int, year: int, quarter: int) -> Found:
    start = date(year, quarter * 3 - 2, 1)
    told = written(parts[at : at + count])
    return Dated(start=start, end=last_day(start, Period.QUARTER), written=told), count


def lookback_at(parts: Sequence[Word], start: int, words: ClaimWords) -> tuple[Lookback, int] | None:
    """A look back that begins at its number ("the last ten years", "more than a decade"), and how many words it takes.

    Raises:
        ValueError: it gives no number ("several years", "decades").
    """
    at = start
    while at < len(parts) and (parts[at].low in words.last or parts[at].low == "the"):
        at += 1
    about = matching(parts, at, words.approximately)
    at += len(about) if about else 0
    if at >= len(parts):
        return None
    low = parts[at].low
    counted = low.isdecimal() and len(low) <= 4 and not YEAR.fullmatch(low)
    number = int(low) if counted else words.numbers.get(low)
    if number is None and at > start and not about and low in words.lengths:
        number, at = 1, at - 1
    unit = words.lengths.get(parts[at + 1].low) if at + 1 < len(parts) else None
    if number is not None and unit is not None:
        end = at + 2
        told = written(parts[start:end])
        if number < 1:
            raise ValueError(f"{told!r} is no time to look back on: write for example 'in 10 years'")
        return Lookback(number=number * unit[0], unit=unit[1], written=told), end - start
    _refuse_vague(parts, at, words)
    return None


def _refuse_vague(parts: Sequence[Word], at: int, words: ClaimWords) -> None:
    """A look back without number is no window."""
    last = at
    while last < len(parts) and (parts[last].low in words.vague_numbers or parts[last].low in {"a", "of", "the"}):
        last += 1
    if last < len(parts) and parts[last].low in words.lengths and parts[last].low.endswith("s"):
        told = written(parts[at : last + 1])
        raise ValueError(f"'in {told}' gives no number: write how many, such as 'in 10 years', or 'since 2014'")


def hyphened(low: str, words: ClaimWords) -> Lookback | None:
    """A look back in one word ("10-year", "five-month")."""
    found = HYPHENED.fullmatch(low)
    if not found or found[2] not in words.lengths:
        return None
    number = int(found[1]) if found[1].isdigit() else words.numbers.get(found[1])
    size, unit = words.lengths[found[2]]
    return None if not number else Lookback(number=number * size, unit=unit, written=low)


def first_period_back(start: date, lookback: Lookback, period: Period) -> date:
    """First day of the earliest of the periods that a look back holds, the one that begins on ``start`` among them.

    >>> first_period_back(date(2014, 3, 1), Lookback(number=10, unit=Period.YEAR, written="10 years"), Period.MONTH)
    datetime.date(2004, 4, 1)

    Raises:
        ValueError: it reaches back before the calendar.
    """
    try:
        if lookback.unit in MONTHS:
            months = start.year * 12 + start.month - 1 - lookback.number * MONTHS[lookback.unit]
            first = date(months // 12, months % 12 + 1, 1)
            back = min(first + timedelta(days=start.day - 1), last_day(first, Period.MONTH))
        else:
            back = start - timedelta(days=lookback.number * (1 if lookback.unit is Period.DAY else 7))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{lookback.written!r} reaches back before the year 1: write a shorter time") from error
    return following(first_day(back, period), period)


def period_of(dated: Dated) -> Period | None:
    """The length of period that a date names, or ``None``."""
    for period in Period:
        if dated.start == first_day(dated.start, period) and dated.end == last_day(dated.start, period):
            return period
    return None

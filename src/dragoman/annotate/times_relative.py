"""Times counted from publication ("last week", "three days ago") and durations ("for three months", "six-week")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.annotate.times_calendar import Interval, at_precision, first_day, last_day, moved, unit_around
from dragoman.annotate.times_points import Point, read_point
from dragoman.annotate.times_resolve import resolve_point
from dragoman.annotate.times_tense import Lean, lean_of
from dragoman.annotate.times_words import Page, Trigger
from dragoman.model.text import DateBasis, TimeExpression

SHORT_UNITS = frozenset({"minute", "hour"})
PARTS = frozenset({"beginning", "start", "end", "close", "middle", "turn"})
"""Nouns for a part of a unit; they need "of"."""
EVENING_HOUR = 12
"""Hours ago up to which something is dated to the day of publication itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of units up to token ``last`` (exclusive); ``number`` is ``None`` for "several"."""

    number: float | None
    unit: str
    last: int
    hyphenated: bool


def relative(
    page: Page,
    first: int,
    last: int,
    interval: Interval | None,
    *,
    past: bool = False,
    future: bool = False,
    days: float | None = None,
) -> TimeExpression:
    """A time expression counted from publication; without an anchor it has no value."""
    start, end = interval if interval is not None else (None, None)
    return TimeExpression(
        first=first,
        last=last,
        value=start,
        end_value=end,
        basis=DateBasis.INFERRED if start is not None else DateBasis.UNKNOWN,
        duration_days=days,
        is_past=past,
        is_future=future,
    )


def anchored(page: Page, make: Callable[[date], Interval]) -> Interval | None:
    """What ``make`` gives for the publication date; ``None`` if that is unknown or the calendar ends before."""
    if page.published is None:
        return None
    try:
        return make(page.published)
    except (OverflowError, ValueError):
        return None


def read_relative(page: Page, i: int) -> TimeExpression | None:
    """The relative time, duration or vague time that begins at a token."""
    trigger = page.words.triggers.get(page.low[i])
    if trigger is None and page.low[i][:1].isdigit():
        trigger = Trigger.NUMBER
    reader = READERS.get(trigger) if trigger is not None else None
    return reader(page, i) if reader is not None else None


def _day(page: Page, i: int) -> TimeExpression | None:
    """ "yesterday", "today", "tonight", "tomorrow morning", "overnight"."""
    low = page.low[i]
    if low == "overnight":
        if page.tokens[i].pos not in {"ADV", "ADJ", "NOUN"}:
            return None
        return relative(page, i, i + 1, anchored(page, lambda d: ((d - timedelta(days=1)).isoformat(), d.isoformat())))
    by = page.words.days[low]
    last = i + 1 + (page.at(i + 1) in page.words.dayparts)
    interval = anchored(page, lambda d: ((d + timedelta(days=by)).isoformat(), None))
    return relative(page, i, last, interval, past=by < 0, future=by > 0)


def _which(page: Page, i: int) -> TimeExpression | None:
    """ "last week", "next month", "this year", "the past three days", "last Thursday", "recent weeks"."""
    low = page.low[i]
    at, by = i, page.words.which[low]
    if low == "this" and page.at(i + 1) in {"past", "last", "coming"}:
        at, by, low = i + 1, page.words.which[page.at(i + 1)], page.at(i + 1)
    if low in page.words.told_from_story or (low == "last" and page.tokens[i].tag.startswith("VB")):
        return None
    noun = page.at(at + 1)
    if noun in page.words.units and low != "recent":
        return _which_unit(page, i, at, low, by)
    if noun == "weekend":
        return _weekend(page, i, at + 2, by)
    if noun in page.words.dayparts and low in {"last", "this"}:
        interval = anchored(page, lambda d: ((d - timedelta(days=low == "last")).isoformat(), None))
        return relative(page, i, at + 2, interval, past=low == "last")
    point = read_which_point(page, i, at, by) if low not in {"recent", "current"} else None
    return point if point is not None else _window(page, i, at + 1, low, by)


def read_which_point(page: Page, first: int, at: int, by: int) -> TimeExpression | None:
    """ "last Thursday", "next May", "this spring": a point after the word at ``at``."""
    low = page.at(at + 1)
    trigger = page.words.triggers.get(low)
    if trigger is Trigger.SEASON:
        point = Point(first=at + 1, last=at + 2, month=page.words.seasons[low], months=3, which=by)
    elif trigger in {Trigger.MONTH, Trigger.WEEKDAY}:
        found = read_point(page, at + 1)
        if found is None or found.year is not None:
            return None
        point = replace(found, which=by)
    else:
        return None
    lean = lean_of(page, point.first, point.last) if by == 0 else Lean.UNKNOWN
    return relative(page, first, point.last, resolve_point(point, lean, page.published), past=by < 0, future=by > 0)


def _which_unit(page: Page, first: int, at: int, low: str, by: int) -> TimeExpression | None:
    """A calendar unit; with "the" before "past", "last", "next" a window of that length."""
    noun, last = page.at(at + 1), at + 2
    unit = page.words.units[noun]
    if noun != unit:
        return _window(page, first, at + 1, low, by)
    if unit in SHORT_UNITS or unit == "day" or page.at(last) in {"-", "–"}:
        return None
    if page.at(last) == "of":
        return None
    if (page.at(first - 1) == "the" and low not in {"this", "current"}) or low in {"past", "coming", "upcoming"}:
        return _window_of(page, first, last, 1, unit, by)
    interval = anchored(page, lambda d: unit_around(moved(d, by, unit), unit))
    return relative(page, first, last, interval, past=by < 0, future=by > 0)


def _weekend(page: Page, first: int, last: int, by: int, lean: Lean = Lean.UNKNOWN) -> TimeExpression:
    """Saturday and Sunday; "this weekend" is that of the week of publication, unless the past tense says the last."""

    def make(day: date) -> Interval:
        saturday = day + timedelta(days=5 - day.weekday())
        if by == 0 and lean is Lean.PAST and saturday > day:
            saturday -= timedelta(days=7)
        saturday += timedelta(days=7 * by)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()

    return relative(page, first, last, anchored(page, make), past=by < 0, future=by > 0)


def _window(page: Page, first: int, at: int, low: str, by: int) -> TimeExpression | None:
    """ "the past three days", "the next few weeks", "recent months"."""
    quantity = read_quantity(page, at)
    plural = page.at(at) in page.words.units and page.at(at) != page.words.units[page.at(at)]
    if quantity is None and plural and (low not in {"last", "next"} or page.at(first - 1) in {"the", "these"}):
        quantity = Quantity(number=None, unit=page.words.units[page.at(at)], last=at + 1, hyphenated=False)
    if quantity is None or by == 0 or quantity.hyphenated:
        return None
    if quantity.number is None:
        return relative(page, first, quantity.last, None, past=by < 0, future=by > 0)
    return _window_of(page, first, quantity.last, quantity.number, quantity.unit, by)


def _window_of(page: Page, first: int, last: int, number: float, unit: str, by: int) -> TimeExpression:
    def make(day: date) -> Interval:
        ends = sorted((day, moved(day, by * number, unit)))
        return at_precision(ends[0], unit), at_precision(ends[1], unit)

    days = round(number * page.words.unit_days[unit], 3)
    return relative(page, first, last, anchored(page, make), past=by < 0, future=by > 0, days=days)


def read_quantity(page: Page, i: int) -> Quantity | None:
    """ "three days", "two and a half years", "18-month", "a couple of weeks", "several hours"."""
    number, at = _number(page, i)
    if at == i:
        return None
    hyphenated = page.at(at) == "-"
    if hyphenated:
        at += 1
    if page.at(at) in {"more", "full", "straight", "consecutive", "long", "whole"}:
        at += 1
    unit = page.words.units.get(page.at(at))
    if unit is None or (page.at(i) in {"a", "an"} and page.at(at + 1) == "-"):
        return None
    last = at + 1
    if page.at(last) == "and" and page.at(last + 1) == "a" and page.at(last + 2) == "half":
        number, last = (number or 0) + 0.5, last + 3
    return Quantity(number=number, unit=unit, last=last, hyphenated=hyphenated)


def _number(page: Page, i: int) -> tuple[float | None, int]:
    """A number and the token behind it; ``None`` as number for vague ones; the same index if there is none."""
    words, low = page.words, page.at(i)
    if low == "half" and page.at(i + 1) in {"a", "an"}:
        return 0.5, i + 2
    if low == "a" and page.at(i + 1) in {"few", "couple", "dozen", "half"}:
        if page.at(i + 1) == "half":
            return 0.5, i + 2
        return (12.0, i + 2) if page.at(i + 1) == "dozen" else (None, i + 2 + (page.at(i + 2) == "of"))
    if low in words.vague_numbers:
        return None, i + 1 + (page.at(i + 1) == "of")
    number = _plain_number(page, i)
    if number is None:
        return None, i
    at = i + 1
    if number >= 20 and number % 10 == 0 and page.at(at) == "-" and 0 < words.numbers.get(page.at(at + 1), 0) < 10:
        number, at = number + words.numbers[page.at(at + 1)], at + 2
    rest = [page.at(j) for j in range(at, at + 6)]
    for pattern in (["and", "a", "half"], ["-", "and", "-", "a", "-", "half"]):
        if rest[: len(pattern)] == pattern:
            return number + 0.5, at + len(pattern)
    return number, at


def _plain_number(page: Page, i: int) -> float | None:
    low = page.at(i)
    if low in page.words.numbers:
        return float(page.words.numbers[low])
    if not low[:1].isdigit() or len(low) > 6:
        return None
    try:
        return float(low.replace(",", ""))
    except ValueError:
        return None


def _counted(page: Page, i: int) -> TimeExpression | None:
    """A number of units: "ago" and its like count from publication, "later" from the story, the rest are durations."""
    quantity = read_quantity(page, i)
    if quantity is None:
        return None
    number, unit, at = quantity.number, quantity.unit, quantity.last
    days = None if number is None else round(number * page.words.unit_days[unit], 3)
    after = page.at(at)
    if after == "ago" or (after == "back" and page.at(at + 1) in {",", ".", ""}):
        return relative(page, i, at + 1, _shifted(page, number, unit, -1), past=True)
    if after == "from" and page.at(at + 1) == "now":
        return relative(page, i, at + 2, _shifted(page, number, unit, 1), future=True)
    if after in {"'s", "’s", "'", "’"} and page.at(at + 1) == "time" and page.at(i - 1) == "in":
        return relative(page, i, at + 2, _shifted(page, number, unit, 1), future=True)
    if after == "or" and page.at(at + 2) == "ago":
        return relative(page, i, at + 3, None, past=True)
    if after in {"earlier", "previously"}:
        return relative(page, i, at + 1, None, past=True, days=days)
    if days is None or "old" in (after, page.at(at + 1)) or (after == "of" and page.at(at + 1) == "age"):
        return None
    if after in {"later", "afterwards"}:
        return relative(page, i, at + 1, None, days=days)
    return _duration(page, i, quantity, days)


def _shifted(page: Page, number: float | None, unit: str, sign: int) -> Interval | None:
    """The calendar unit that lies so many units from publication."""
    if number is None:
        return None
    if unit in SHORT_UNITS:
        hours = number if unit == "hour" else number / 60
        shift = 0 if hours <= EVENING_HOUR else max(1, round(hours / 24))
        return anchored(page, lambda d: ((d + timedelta(days=sign * shift)).isoformat(), None))
    if number != int(number) and unit == "year":
        number, unit = number * 12, "month"
    return anchored(page, lambda d: unit_around(moved(d, sign * number, unit), unit))


def _duration(page: Page, i: int, quantity: Quantity, days: float) -> TimeExpression | None:
    """A length of time; "in two weeks" in a clause about what is to come is a day."""
    low, before, at = page.low[i], page.at(i - 1), quantity.last
    single = low in {"a", "an", "one"}
    if before in {"every", "each", "per", "aged", "age"} or (single and not _is_length(page, i, at)):
        return None
    if quantity.hyphenated and page.at(at) == "-" and page.at(at + 1) == "old":
        return None
    if page.at(at) == "-" and page.at(at + 1) == "long":
        at += 2
    elif page.at(at) == "long":
        at += 1
    if before == "in" and not quantity.hyphenated and lean_of(page, i, at) is Lean.FUTURE:
        return relative(page, i, at, _shifted(page, quantity.number, quantity.unit, 1), future=True)
    return relative(page, i, at, None, days=days)


def _is_length(page: Page, i: int, at: int) -> bool:
    """Whether "a week", "one day" is a length: behind "for" and its like, or before "of", "long", "after"."""
    return (
        page.at(i - 1) in page.words.duration_cues
        or page.at(at) in {"long", "after", "before"}
        or (page.at(at) == "-" and page.at(at + 1) == "long")
        or (page.at(at - 2) == "-" and page.low[i] == "one")
        or (page.at(at) == "of" and page.at(i - 1) in {"by", "with", "followed"})
    )


def _unit(page: Page, i: int) -> TimeExpression | None:
    """Bare units: "years ago", "week-long", "over the weekend", "the day before yesterday"; "long ago"."""
    low, after = page.low[i], page.at(i + 1)
    if low == "ago":
        first = i - 1 if page.at(i - 1) in {"long", "ages"} else i
        return relative(page, first, i + 1, None, past=True)
    if low == "weekend":
        return _bare_weekend(page, i)
    unit = page.words.units[low]
    if after == "ago" and low != unit:
        return relative(page, i, i + 2, None, past=True)
    if after == "-" and page.at(i + 2) == "long" and low == unit:
        return relative(page, i, i + 3, None, days=page.words.unit_days[unit])
    if low == "day" and after in {"before", "after"} and page.at(i + 2) in {"yesterday", "tomorrow"}:
        by = -2 if page.at(i + 2) == "yesterday" else 2
        interval = anchored(page, lambda d: ((d + timedelta(days=by)).isoformat(), None))
        return relative(page, i, i + 3, interval, past=by < 0, future=by > 0)
    return None


def _bare_weekend(page: Page, i: int) -> TimeExpression | None:
    """ "over the weekend"."""
    if page.at(i - 1) != "the" or page.at(i - 2) not in {"over", "at", "during", "on", "for", "before"}:
        return None
    lean = lean_of(page, i, i + 1)
    return _weekend(page, i, i + 1, 0, Lean.PAST if lean is Lean.UNKNOWN else lean)


def _long(page: Page, i: int) -> TimeExpression | None:
    """ "weeklong"."""
    return relative(page, i, i + 1, None, days=page.words.unit_days[page.words.long_words[page.low[i]]])


def _vague(page: Page, i: int) -> TimeExpression | None:
    """ "previously", "recently", "soon", "in the future"."""
    low = page.low[i]
    if page.at(i + 1) in page.words.vague_blockers or page.at(i - 1) in {"as", "too", "how"}:
        return None
    if low == "future":
        determined = page.at(i - 1) == "the" or (page.at(i - 1) == "near" and page.at(i - 2) == "the")
        begin = i - 1 if page.at(i - 1) == "near" else i
        in_it = page.at(begin - 2) == "in" and page.tokens[i].pos == "NOUN" and page.at(i + 1) != "of"
        return relative(page, begin, i + 1, None, future=True) if determined and in_it else None
    past = low in page.words.past_words
    if not past and lean_of(page, i, i + 1) is Lean.PAST:
        return None
    return relative(page, i, i + 1, None, past=past, future=not past)


def _edge(page: Page, i: int) -> TimeExpression | None:
    """ "early Thursday", "late last year", "earlier this month", "later in the week", "the end of the year"."""
    low, at = page.low[i], i + 1
    while page.at(at) in {"on", "in", "-", "of", "the"}:
        at += 1
    inside = page.at(at - 1) == "the" and at > i + 2
    if low in PARTS and page.at(i + 1) != "of":
        return None
    found = _own_unit(page, i, at, low) if inside else _after_edge(page, at)
    if found is None:
        return _earlier(page, i)
    return _turned(page, replace(found, first=i), low)


def _after_edge(page: Page, at: int) -> TimeExpression | None:
    """The relative time behind "early" or "later"; points of the calendar are widened by the caller."""
    if at >= len(page.low):
        return None
    trigger = page.words.triggers.get(page.low[at])
    return read_relative(page, at) if trigger in {Trigger.WHICH, Trigger.DAY} else None


def _own_unit(page: Page, i: int, at: int, low: str) -> TimeExpression | None:
    """ "later in the week", "the end of the month": the unit of publication."""
    unit = page.at(at)
    if unit not in {"day", "week", "month", "year", "decade"} or page.at(at + 1) == "of":
        return None
    interval = anchored(page, lambda d: unit_around(d, unit))
    ends = low in {"end", "close"}
    return relative(page, i, at + 1, interval, future=ends and page.at(i - 2) in {"by", "until"})


def _turned(page: Page, found: TimeExpression, low: str) -> TimeExpression:
    """ "earlier this week" ends on the day of publication, "later this week" begins with it."""
    if low not in {"earlier", "later"} or found.is_past or found.is_future:
        return found
    past, today = low == "earlier", page.published
    if found.value is None or today is None or len(found.value) < len("2023-10-07") or found.end_value is None:
        return replace(found, is_past=past, is_future=not past)
    start, end = first_day(found.value), last_day(found.end_value)
    value, last = (start, min(end, today)) if past else (max(start, today), end)
    return replace(found, value=value.isoformat(), end_value=last.isoformat(), is_past=past, is_future=not past)


def _earlier(page: Page, i: int) -> TimeExpression | None:
    """ "earlier" as an adverb of its own."""
    token = page.tokens[i]
    alone = page.low[i] == "earlier" and token.pos == "ADV" and page.at(i + 1) not in page.words.vague_blockers
    return relative(page, i, i + 1, None, past=True) if alone and page.at(i - 1) not in {"no", "than"} else None


READERS: dict[Trigger, Callable[[Page, int], TimeExpression | None]] = {
    Trigger.DAY: _day,
    Trigger.WHICH: _which,
    Trigger.NUMBER: _counted,
    Trigger.UNIT: _unit,
    Trigger.LONG: _long,
    Trigger.VAGUE: _vague,
    Trigger.EDGE: _edge,
}

"""Time expressions: a small grammar over tokens that gives ISO 8601 values, read against the publication date.

Types and values follow TimeML's TIMEX3 (Pustejovsky et al. 2003) as far as news needs them: dates, ranges, durations
and vague references; sets ("every Friday") and times of the day are left out. Weekdays follow the wire's habit: the
most recent such day up to and including publication, or the coming one in a clause about what is to come.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.annotate.times_calendar import Interval, first_day, last_day
from dragoman.annotate.times_points import Point, day_at, glued, month_at, read_point, with_daypart, year_at
from dragoman.annotate.times_relative import PARTS, read_relative
from dragoman.annotate.times_resolve import resolve_point, resolve_range
from dragoman.annotate.times_tense import lean_of
from dragoman.annotate.times_words import Page, Trigger, load_time_words, open_page
from dragoman.model.text import AnnotatedText, DateBasis, TimeExpression

DIGITS = frozenset("0123456789")
SINCE_FILLERS = frozenset(
    {"the", "early", "late", "mid", "at", "least", "about", "around", "of", "-", "in", "on", "earlier"}
)


def find_times(text: AnnotatedText, language: str = "en") -> AnnotatedText:
    """Return the text with its time expressions, in text order, not overlapping.

    Prepositions stay outside an expression ("on *Tuesday night*", "since *October 7*"). Values come from the text
    (basis ``stated``) or from text and publication date (``inferred``); without either there is none (``unknown``).
    """
    page = open_page(text, load_time_words(language))
    triggers = page.words.triggers
    found: list[TimeExpression] = []
    i, low, end = 0, page.low, len(page.low)
    while i < end:
        word = low[i]
        expression = _read(page, i) if word in triggers or word[:1] in DIGITS else None
        if expression is None:
            i += 1
            continue
        if not found or expression.first >= found[-1].last:
            found.append(expression)
        i = expression.last
    return replace(text, times=tuple(found))


def _read(page: Page, i: int) -> TimeExpression | None:
    """The expression that begins at a token: a point or range of the calendar, else a relative one or a duration."""
    edge = page.words.triggers.get(page.low[i]) is Trigger.EDGE
    start = _behind_edge(page, i) if edge else i
    point = read_point(page, start)
    short = _year_pair(page, start) if point is None or point.grain == "year" else None
    span = short or (_range(page, point) if point is not None else _day_pair(page, start))
    if span is not None:
        return _finished(page, *span, first=min(i, span[0].first))
    if point is not None:
        return _finished(page, point, None, first=min(i, point.first))
    return _since(page, read_relative(page, i))


def _behind_edge(page: Page, i: int) -> int:
    """The token behind "early", "late in", "the end of"."""
    at = i + 1
    if page.low[i] in PARTS and page.at(at) != "of":
        return i
    while page.at(at) in {"in", "on", "of", "-", "the"}:
        at += 1
    return min(at, len(page.low) - 1)


def _year_pair(page: Page, i: int) -> tuple[Point, Point] | None:
    """ "2012-13", "2011/12", "2011-2013" (the last also with spaces is read by :func:`_range`)."""
    if not page.low[i][0].isdigit():
        return None
    raw, end = glued(page, i)
    left, sep, right = raw.replace("/", "-").partition("-")
    if not sep or len(left) != 4 or not left.isdigit() or not right.isdigit() or not 1500 <= int(left) < 2100:
        return None
    if page.at(i - 1) in page.words.number_names:
        return None
    year = int(left)
    other = int(right) if len(right) == 4 else year // 100 * 100 + int(right) if len(right) == 2 else 0
    if not year < other <= year + 100:
        return None
    return Point(first=i, last=end, year=year), Point(first=i, last=end, year=other)


def _day_pair(page: Page, i: int) -> tuple[Point, Point] | None:
    """ "3-5 May", "3 to 5 May 2023", "between 3 and 5 May"."""
    day = day_at(page, i)
    if day is None or page.at(i + 1) not in (*page.words.range_words, "and"):
        return None
    right = read_point(page, i + 2)
    if right is None or right.day is None or right.month is None or right.first != i + 2 or month_at(page, i + 2):
        return None
    if not _joins(page, i, i + 1, day + 1 == right.day) or day >= right.day:
        return None
    return replace(right, first=i, day=day), right


def _joins(page: Page, first: int, at: int, neighbours: bool = False) -> bool:
    """Whether a word between two points makes them a range; "and" does behind "between", or between neighbours."""
    word, before = page.at(at), page.at(first - 1)
    if before == "the":
        before = page.at(first - 2)
    if word == "and":
        return before == "between" or neighbours
    if word in {"until", "till"}:
        return before == "from"
    return word in page.words.range_words


def _range(page: Page, left: Point) -> tuple[Point, Point] | None:
    """The range that a point begins: "May 3 to 5", "2011 to 2013", "Monday through Friday"."""
    at = left.last
    if page.at(at) not in page.words.range_words and page.at(at) != "and":
        return None
    after = at + 1 + (page.at(at + 1) == "the")
    right = read_point(page, after)
    bare = day_at(page, after) if left.day is not None else None
    if bare is not None and (right is None or right.grain == "year") and left.month is not None and left.year is None:
        following = page.tokens[after + 1] if after + 1 < len(page.tokens) else None
        counts = following is not None and page.tokens[after].head == after + 1 and following.pos == "NOUN"
        if bare > (left.day or 0) and not counts and _joins(page, left.first, at, bare == (left.day or 0) + 1):
            year_behind = after + 1 + (page.at(after + 1) == ",")
            year = year_at(page, year_behind)
            last = after + 1 if year is None else year_behind + 1
            right = replace(left, first=after, last=last, day=bare, year=year, weekday=None)
            return replace(left, year=year), right
    if right is None or right.grain != left.grain or not _joins(page, left.first, at):
        return None
    return left, right


def _finished(page: Page, left: Point, right: Point | None, first: int) -> TimeExpression | None:
    """The expression of a point or a range."""
    end = right if right is not None else with_daypart(page, left) if left.grain in {"day", "weekday"} else left
    dated = [point for point in (left, right) if point is not None and point.year is not None]
    stated = bool(dated) and not any(point.inferred for point in dated)
    since = is_since(page, first)
    lean = lean_of(page, left.first, left.last)
    interval: Interval | None
    if right is None:
        left, end = _of_week(page, left, end)
        interval = resolve_point(left, lean, page.published) if left.which is None else _in_week(page, left)
    else:
        interval = resolve_range(left, right, lean, page.published)
    known = DateBasis.STATED if stated else DateBasis.INFERRED
    expression = TimeExpression(
        first=first,
        last=end.last,
        value=interval[0] if interval else None,
        end_value=interval[1] if interval else None,
        basis=known if interval else DateBasis.UNKNOWN,
        since=since or (right is None and _goes_on(page, first, end.last)),
    )
    return with_side(expression, page.published)


def is_since(page: Page, first: int) -> bool:
    """Whether an expression stands behind "since"."""
    at = first - 1
    while page.at(at) in SINCE_FILLERS and first - at < 5:
        at -= 1
    return page.at(at) == "since"


def _since(page: Page, found: TimeExpression | None) -> TimeExpression | None:
    """Mark a relative expression behind "since"; a duration there is none ("the first since two years ago" is)."""
    if found is None:
        return None
    if found.value is not None and is_since(page, found.first):
        return with_side(replace(found, since=True), page.published)
    return with_side(found, page.published) if found.value is not None else found


def _goes_on(page: Page, first: int, last: int) -> bool:
    """ "from 2011 on", "from May onwards"."""
    return page.at(first - 1) == "from" and (
        page.at(last) in {"onward", "onwards"} or (page.at(last) == "on" and page.at(last + 1) in {",", ".", ";", ""})
    )


def _of_week(page: Page, point: Point, end: Point) -> tuple[Point, Point]:
    """ "Tuesday last week", "Monday of this week": the weekday of that week."""
    at = end.last + (page.at(end.last) == "of")
    if point.grain != "weekday" or page.at(at + 1) != "week" or page.at(at) not in {"last", "next", "this"}:
        return point, end
    return replace(point, which=page.words.which[page.at(at)]), replace(end, last=at + 2)


def _in_week(page: Page, point: Point) -> Interval | None:
    """The weekday of the week before, of or after publication."""
    if page.published is None or point.weekday is None or point.which is None:
        return None
    year, week, _ = page.published.isocalendar()
    monday = date.fromisocalendar(year, week, 1).toordinal() + 7 * point.which
    return date.fromordinal(monday + point.weekday).isoformat(), None


def with_side(found: TimeExpression, published: date | None) -> TimeExpression:
    """Mark an expression that lies wholly before or after publication."""
    if published is None or found.value is None or found.is_past or found.is_future:
        return found
    end = last_day(found.end_value or found.value)
    return replace(found, is_past=end < published, is_future=first_day(found.value) > published)

"""Points of the calendar as texts write them: days, weekdays, months, seasons, years, decades.

Each reader takes a page and the index of a token and gives the :class:`Point` that begins there, or ``None``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.annotate.times_calendar import is_day
from dragoman.annotate.times_words import Page, Trigger

YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
DECADE = re.compile(r"((?:1[5-9]|20)\d)0['’]?s")
SHORT_DECADE = re.compile(r"([2-9])0s")
DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
CENTURY = re.compile(r"(1[3-9]|2[01])(?:st|th)")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:t.*)?")
ISO_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
GLUE = frozenset("-–/.")
BEFORE_YEARS = frozenset(
    {"in", "since", "by", "of", "from", "until", "before", "after", "during", "early", "late", "around", "and", "for"}
)
"""Words before a year that could as well be a count ("2000", "1500") or that stands before a plural noun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A day, month, season, year or decade, as far as it is written; tokens ``first`` to ``last`` (exclusive).

    Attributes:
        weekday: 0 is Monday.
        months, years: length of a season or quarter in months, of a decade or century in years.
        which: -1 for "last", 0 for "this", 1 for "next", ``None`` if nothing is said.
        inferred: true if the year is counted from publication ("May of last year").
    """

    first: int
    last: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    months: int = 1
    years: int = 1
    which: int | None = None
    inferred: bool = False

    @property
    def grain(self) -> str:
        """The precision: ``day``, ``weekday``, ``month`` or ``year``."""
        if self.day is not None:
            return "day"
        if self.month is not None:
            return "month"
        return "weekday" if self.weekday is not None else "year"


def read_point(page: Page, i: int) -> Point | None:
    """The point of the calendar that begins at a token."""
    low = page.at(i)
    if not low:
        return None
    if low[:1].isdigit():
        return _numeric(page, i) or _day_first(page, i) or _year_point(page, i)
    trigger = page.words.triggers.get(low)
    if trigger is Trigger.MONTH:
        return _holiday(page, i) or _month_first(page, i)
    if trigger is Trigger.WEEKDAY:
        return _weekday(page, i)
    if trigger is Trigger.SEASON:
        return _season(page, i)
    if trigger is Trigger.ORDINAL:
        return _day_first(page, i) or _part_of_year(page, i)
    return _holiday(page, i) if trigger is Trigger.HOLIDAY else None


def glued(page: Page, i: int) -> tuple[str, int]:
    """A number and what is written to it without a space ("2023 - 10 - 07" in three tokens), and its end."""
    end = i + 1
    while (
        end < len(page.low)
        and page.tokens[end].start == page.tokens[end - 1].end
        and (page.low[end][:1].isdigit() or page.low[end] in GLUE)
    ):
        end += 1
    while end > i + 1 and page.low[end - 1] in GLUE:
        end -= 1
    return "".join(page.low[i:end]).replace("–", "-"), end


def year_at(page: Page, i: int) -> int | None:
    """The year a token writes in four digits."""
    low = page.at(i)
    return int(low) if len(low) == 4 and YEAR.fullmatch(low) else None


def day_at(page: Page, i: int) -> int | None:
    """The day of the month a token writes in digits ("7", "07", "7th")."""
    found = DAY.fullmatch(page.at(i))
    return int(found[1]) if found else None


def _numeric(page: Page, i: int) -> Point | None:
    """Dates in digits alone; "10/7/2023" only if one order makes sense."""
    low = page.low[i]
    if low in page.words.written_days:
        day = page.words.written_days[low]
        return Point(first=i, last=i + 1, year=day.year, month=day.month, day=day.day)
    if len(low) < 4:
        return None
    raw, end = glued(page, i)
    if found := ISO_DAY.fullmatch(raw):
        return _checked(i, end, int(found[1]), int(found[2]), int(found[3]))
    if found := DOTTED.fullmatch(raw):
        return _checked(i, end, int(found[3]), int(found[2]), int(found[1]))
    if found := SLASHED.fullmatch(raw):
        one, other, year = int(found[1]), int(found[2]), int(found[3])
        if one == other or other > 12:
            return _checked(i, end, year, one, other)
        return _checked(i, end, year, other, one) if one > 12 else None
    if (found := ISO_MONTH.fullmatch(raw)) and int(found[2]) <= int(found[1]) % 100:
        return Point(first=i, last=end, year=int(found[1]), month=int(found[2]))
    return None


def _checked(first: int, last: int, year: int, month: int, day: int) -> Point | None:
    return Point(first=first, last=last, year=year, month=month, day=day) if is_day(year, month, day) else None


def month_at(page: Page, i: int) -> int | None:
    """The month a capitalised token names, in full or short."""
    low = page.at(i)
    month = page.words.months.get(low) or page.words.month_abbreviations.get(low)
    return month if month is not None and page.capital(i) else None


def _with_year(page: Page, point: Point) -> Point:
    """The point with the year that follows it ("7 October 2023", "October 7, 2023", "spring of 2011")."""
    at = point.last
    if page.at(at) == "," or (page.at(at) == "of" and point.day is None):
        at += 1
    year = year_at(page, at)
    if year is None:
        return _with_named_year(page, point)
    if page.at(point.last) == "," and point.day is None and page.at(at + 1) not in {",", ".", ";", ")", ""}:
        return point
    return replace(point, year=year, last=at + 1)


def _with_named_year(page: Page, point: Point) -> Point:
    """ "January of this year", "May 3 last year": the year is counted from publication."""
    at = point.last + (page.at(point.last) == "of")
    if page.published is None or page.at(at + 1) != "year" or page.at(at) not in {"last", "this", "next"}:
        return point
    return replace(point, year=page.published.year + page.words.which[page.at(at)], last=at + 2, inferred=True)


def _month_first(page: Page, i: int) -> Point | None:
    """ "October 7, 2023", "Oct. 7", "October 2023", "October"."""
    month = month_at(page, i)
    if month is None:
        return None
    day = day_at(page, i + 1)
    if day is not None and is_day(2000, month, day) and not _counts(page, i + 1):
        return _finished(page, _with_year(page, Point(first=i, last=i + 2, month=month, day=day)))
    alone = Point(first=i, last=i + 1, month=month)
    dated = _with_year(page, alone)
    if dated.year is not None:
        return dated
    in_full = page.low[i] in page.words.months
    return alone if in_full and _is_month(page, i) else None


def _day_first(page: Page, i: int) -> Point | None:
    """ "7 October 2023", "7th of October", "the first of May"."""
    day = day_at(page, i) or page.words.ordinals.get(page.at(i))
    at = i + 2 if page.at(i + 1) == "of" else i + 1
    month = month_at(page, at)
    if day is None or month is None or not is_day(2000, month, day):
        return None
    if page.low[i] in page.words.ordinals and at == i + 1:
        return None
    return _finished(page, _with_year(page, Point(first=i, last=at + 1, month=month, day=day)))


def _finished(page: Page, point: Point) -> Point | None:
    """The point unless it is part of a name; with the year of the event where the day names one."""
    if point.year is not None:
        return point
    at = point.last + (page.at(point.last) in {"-", "'s", "’s"})
    following = {page.at(at), page.at(at + 1)}
    named = [j for j in (at, at + 1) if page.at(j) in page.words.name_nouns and page.capital(j)]
    if named:
        return None
    for known in page.words.anniversaries:
        if (known.month, known.day) == (point.month, point.day) and known.nouns & following:
            day = (known.year, known.month, known.day)
            if page.published is None or (page.published.year, page.published.month, page.published.day) >= day:
                return replace(point, year=known.year)
    return point


def _counts(page: Page, i: int) -> bool:
    """Whether a number counts what follows it ("In May 5 people died")."""
    following = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    return following is not None and (following.lemma in page.words.counted or following.text in page.words.counted)


def _is_month(page: Page, i: int) -> bool:
    """Whether a month's name alone is one, and not a verb, a march or a person."""
    token, before, after = page.tokens[i], page.at(i - 1), page.at(i + 1)
    if token.tag.startswith("VB") or token.tag == "MD":
        return False
    if after in page.words.name_nouns and page.capital(i + 1):
        return False
    cued = before in page.words.month_cues
    follower = page.tokens[i + 1] if i + 1 < len(page.tokens) else None
    if page.low[i] in page.words.ambiguous_months and not cued:
        attributive = before in {"the", "a", "'s", "’s"} and follower is not None and follower.pos == "NOUN"
        return attributive and follower is not None and not page.capital(i + 1)
    if cued or i == 0:
        return not (after == "of" and page.low[i] == "march" and year_at(page, i + 2) is None)
    if page.tokens[i - 1].tag == "NNP" and page.words.triggers.get(before) is None:
        return False
    return not (follower is not None and follower.tag == "NNP" and token.dep == "compound" and token.head == i + 1)


def _weekday(page: Page, i: int) -> Point | None:
    """ "Thursday", "Thursday, Oct. 7", "Thursday (7 October)"; not "Black Friday", "Sunday Times"."""
    words, low = page.words, page.low[i]
    weekday = words.weekdays.get(low, words.weekday_abbreviations.get(low))
    if weekday is None or not page.capital(i):
        return None
    at = i + 2 if page.at(i + 1) in {",", "("} else i + 1
    dated = read_point(page, at) if page.words.triggers.get(page.at(at)) is not Trigger.WEEKDAY else None
    if dated is not None and dated.day is not None and (at == i + 1 or dated.month is not None):
        closing = page.at(i + 1) == "(" and page.at(dated.last) == ")"
        return replace(dated, first=i, last=dated.last + closing, weekday=weekday)
    if low not in words.weekdays or page.at(i - 1) in words.weekday_name_before or page.at(i - 1) == "that":
        return None
    if page.at(i + 1) in words.weekday_name_after and page.capital(i + 1):
        return None
    return with_daypart(page, Point(first=i, last=i + 1, weekday=weekday))


def with_daypart(page: Page, point: Point) -> Point:
    """The point with "morning", "night" behind it."""
    return replace(point, last=point.last + 1) if page.at(point.last) in page.words.dayparts else point


def _season(page: Page, i: int) -> Point | None:
    """ "spring 2011", "the fall of 2014"; alone only behind "in (the)" and not before "of"."""
    month = page.words.seasons[page.low[i]]
    point = _with_year(page, Point(first=i, last=i + 1, month=month, months=3))
    if point.year is not None:
        return point
    before = page.at(i - 2) if page.at(i - 1) == "the" else page.at(i - 1)
    alone = before in {"in", "during", "since", "by"} and page.at(i + 1) != "of" and page.low[i] != "fall"
    return point if alone and not page.capital(i) and page.tokens[i].pos in {"NOUN", "PROPN"} else None


def _part_of_year(page: Page, i: int) -> Point | None:
    """ "the first half of 2023", "third quarter of 2011", "fourth century" is not one, "19th century" is."""
    number, noun = page.words.ordinals[page.low[i]], page.at(i + 1)
    if noun not in {"half", "quarter"} or number > (2 if noun == "half" else 4):
        return None
    months = 6 if noun == "half" else 3
    point = _with_year(page, Point(first=i, last=i + 2, month=(number - 1) * months + 1, months=months))
    return point if point.year is not None else None


def _year_point(page: Page, i: int) -> Point | None:
    """ "2019", "the 1990s", "the '90s", "the 19th century"."""
    low = page.low[i]
    if found := DECADE.fullmatch(low):
        return Point(first=i, last=i + 1, year=int(found[1]) * 10, years=10)
    if found := SHORT_DECADE.fullmatch(low):
        quoted = page.at(i - 1) in {"'", "’", "‘"}
        return Point(first=i - quoted, last=i + 1, year=1900 + int(found[1]) * 10, years=10) if quoted else None
    if found := CENTURY.fullmatch(low):
        at = i + 1 + (page.at(i + 1) == "-")
        if page.at(at) != "century":
            return None
        return Point(first=i, last=at + 1, year=(int(found[1]) - 1) * 100 + 1, years=100)
    year = year_at(page, i)
    if year is None or not _is_year(page, i, year):
        return None
    if year % 10 == 0 and page.at(i + 1) in {"'s", "’s"} and page.at(i - 1) in {"the", "early", "late", "mid", "-"}:
        return Point(first=i, last=i + 2, year=year, years=10)
    return Point(first=i, last=i + 1, year=year)


def _is_year(page: Page, i: int, year: int) -> bool:
    """Whether four digits are a year, and not a count, a resolution's number or a border's name."""
    words, before, after = page.words, page.at(i - 1), page.at(i + 1)
    if before in words.number_names or before in words.approximations or _counts(page, i):
        return False
    if before == "pre" or (before == "-" and page.at(i - 2) in {"pre", "post"}):
        return False
    if after in {"%", "°"} or (after == "-" and page.at(i + 2) in {"strong", "page", "mile", "km"}):
        return False
    head = page.tokens[i].head
    if (page.low[head] in words.border_nouns and head > i) or {after, page.at(i + 2)} & words.border_nouns:
        return False
    if before in {"and", ",", "or"} and page.at(i - 3) in words.number_names and year_at(page, i - 2) is not None:
        return False
    token = page.tokens[i]
    counts = token.dep == "nummod" and head == i + 1 and page.tokens[head].tag == "NNS"
    determined = before in {"the", "'s", "’s", "its", "their", "his", "her"}
    if counts and not determined and (year % 100 == 0 or before not in BEFORE_YEARS):
        return False
    if year < 1800 or year % 100 == 0:
        return before in BEFORE_YEARS
    return True


def _holiday(page: Page, i: int) -> Point | None:
    """ "Christmas Day", "New Year's Eve", "May Day", with a year if there is one."""
    if not page.capital(i):
        return None
    for length in (4, 3, 2):
        name = " ".join(page.low[i : i + length]).replace("’", "'")
        if name in page.words.holidays:
            month, day = page.words.holidays[name]
            return _with_year(page, Point(first=i, last=i + length, month=month, day=day))
    return None

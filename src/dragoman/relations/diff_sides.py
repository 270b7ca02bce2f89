"""The cut of a diff: what lies before and what after it, and how its sentences are cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.model.days import days_of as own_days
from dragoman.model.facts import Fact, FactDate
from dragoman.model.text import Document, Span
from dragoman.relations.diff_model import Cited
from dragoman.relations.parties import Parties
from dragoman.relations.positions import day_of, published
from dragoman.relations.relate import Item

MOST_CITED = 10
"""Sentences that an entry keeps; how many there are is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that are compared.

    Attributes:
        since: first day of what is new; ``None`` where not the day decides, but what was known before.
        until: last day that counts.
    """

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"the last day, {self.until}, is before the first, {self.since}")

    def is_after(self, when: FactDate, document: Document) -> bool | None:
        """Whether a date, or else that of its report, lies in the window; ``None`` if it may be either or is too late.

        What a report tells as of a longer time has been by the day of the report at the latest.
        """
        days = days_of(when, document)
        if days is None or self.since is None:
            return None
        first, last = days
        if document.published is not None and first <= document.published:
            last = min(last, document.published)
        if self.is_late(when, document):
            return None
        if last < self.since:
            return False
        return True if first >= self.since else None

    def is_late(self, when: FactDate, document: Document) -> bool:
        """Whether there is a last day, and this is certainly later or has no date at all."""
        if self.until is None:
            return False
        days = days_of(when, document)
        return days is None or days[0] > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """Facts on either side of a cut.

    Attributes:
        beside: on neither side: without a date that is known closely enough, or after the last day.
    """

    before: tuple[Item, ...]
    after: tuple[Item, ...]
    beside: tuple[Item, ...] = ()


def part_by_day(items: Iterable[Item], window: Window) -> Parted:
    """Part facts by when it was, as far as the reports say, else by when they were published.

    Raises:
        ValueError: the window has no first day.
    """
    if window.since is None:
        raise ValueError("a window needs a first day to part facts by")
    sides: dict[bool | None, list[Item]] = {True: [], False: [], None: []}
    for fact, home in items:
        sides[window.is_after(fact.date, home)].append((fact, home))
    return Parted(before=tuple(sides[False]), after=tuple(sides[True]), beside=tuple(sides[None]))


def part_by_run(items: Iterable[tuple[Item, int]], run: int, window: Window | None = None) -> Parted:
    """Part facts by the run that first saw them: ``run`` and later ones are after."""
    window = window or Window()
    sides: dict[bool | None, list[Item]] = {True: [], False: [], None: []}
    for (fact, home), seen in items:
        sides[None if window.is_late(fact.date, home) else seen >= run].append((fact, home))
    return Parted(before=tuple(sides[False]), after=tuple(sides[True]), beside=tuple(sides[None]))


def days_of(when: FactDate, document: Document) -> tuple[date, date] | None:
    """First and last day that a date, or else that of its report, may mean; ``None`` if neither is known.

    >>> days_of(FactDate(value="2031-02"), Document(id="", text=""))
    (datetime.date(2031, 2, 1), datetime.date(2031, 2, 28))
    """
    first, last = own_days(when)
    if first is not None and last is not None:
        return first, last
    return (document.published, document.published) if document.published is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Which facts lie before and after, and whose they are."""

    before: frozenset[str]
    after: frozenset[str]
    parties: Parties
    window: Window

    def is_after(self, fact: Fact) -> bool | None:
        """Whether a fact is new; ``None`` if it is on neither side. What was known before is not new."""
        return False if fact.id in self.before else True if fact.id in self.after else None

    def dated(self, when: FactDate, fact: Fact, document: Document) -> bool | None:
        """The same of a part of a fact that has a date of its own, such as an answer."""
        if self.window.since is not None:
            return self.window.is_after(when, document)
        return None if self.window.is_late(when, document) else self.is_after(fact)


def is_later(before: str, after: str) -> bool:
    """Whether a day is certainly later than another, as far as these ISO dates are known."""
    return bool(before and after) and after[: len(before)] > before[: len(after)]


def cite(fact: Fact, document: Document, span: Span | None = None, day: str = "") -> Cited:
    """The sentence of a fact, or another one of its document."""
    place = span or fact.evidence[0]
    words = document.text[place.start : place.end] if place.document_id == document.id else ""
    return Cited(
        fact=fact.id,
        sentence=" ".join(words.split()),
        outlet=document.publisher or "",
        published=published(document),
        day=day or day_of(fact, document),
        factuality=fact.factuality,
    )


def newest_first(cited: Iterable[Cited], first: Cited | None = None) -> tuple[Cited, ...]:
    """The newest sentences, each once, behind the one that is to be cited first."""
    kept = sorted(cited, key=lambda each: (each.day, each.published, each.fact), reverse=True)
    return tuple(dict.fromkeys([*([first] if first is not None else []), *kept]))[:MOST_CITED]


def in_words(names: Sequence[str], most: int = 3) -> str:
    """``A``, ``A and B``, ``A, B, C and 2 more``."""
    shown = [*names[:most], *([f"{len(names) - most} more"] if len(names) > most else [])]
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""

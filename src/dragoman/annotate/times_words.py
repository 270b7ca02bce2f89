"""The words of time expressions, read from ``data/lang/en/times.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from dragoman.model.text import AnnotatedText, Token
from dragoman.tables import folder

HALF_PREFIX = "mid-"
EARLIEST, LATEST = 1500, 2500
"""Years outside which a publication date is an error of the data; nothing is counted from it."""


class Trigger(StrEnum):
    """What kind of expression a word can begin."""

    MONTH = "month"
    WEEKDAY = "weekday"
    SEASON = "season"
    NUMBER = "number"
    ORDINAL = "ordinal"
    UNIT = "unit"
    WHICH = "which"
    EDGE = "edge"
    DAY = "day"
    VAGUE = "vague"
    LONG = "long"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary:
    """A day that names an event: beside one of ``nouns`` its year is known."""

    month: int
    day: int
    year: int
    nouns: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """The vocabulary of times; names as in the table, all lower case."""

    months: Mapping[str, int]
    month_abbreviations: Mapping[str, int]
    ambiguous_months: frozenset[str]
    weekdays: Mapping[str, int]
    weekday_abbreviations: Mapping[str, int]
    seasons: Mapping[str, int]
    units: Mapping[str, str]
    unit_days: Mapping[str, float]
    long_words: Mapping[str, str]
    numbers: Mapping[str, int]
    vague_numbers: frozenset[str]
    ordinals: Mapping[str, int]
    dayparts: frozenset[str]
    days: Mapping[str, int]
    which: Mapping[str, int]
    told_from_story: frozenset[str]
    edges: frozenset[str]
    past_words: frozenset[str]
    future_words: frozenset[str]
    vague_blockers: frozenset[str]
    holidays: Mapping[str, tuple[int, int]]
    anniversaries: tuple[Anniversary, ...]
    written_days: Mapping[str, date]
    name_nouns: frozenset[str]
    weekday_name_before: frozenset[str]
    weekday_name_after: frozenset[str]
    number_names: frozenset[str]
    approximations: frozenset[str]
    counted: frozenset[str]
    border_nouns: frozenset[str]
    month_cues: frozenset[str]
    duration_cues: frozenset[str]
    range_words: frozenset[str]
    future_governors: frozenset[str]
    future_modals: frozenset[str]
    future_adjectives: frozenset[str]
    scheduled_verbs: frozenset[str]
    future_prepositions: frozenset[str]
    triggers: Mapping[str, Trigger]


@cache
def load_time_words(language: str = "en") -> TimeWords:
    """Read the table of a language once.

    Raises:
        FileNotFoundError: there is none for this language.
    """
    table = folder("lang", language) / "times.yaml"
    raw: dict[str, Any] = yaml.safe_load(table.read_text(encoding="utf-8"))
    values: dict[str, Any] = {
        key: frozenset(map(str, value)) if isinstance(value, list) else value for key, value in raw.items()
    }
    values["holidays"] = {name: (month, day) for name, (month, day) in raw["holidays"].items()}
    values["anniversaries"] = tuple(
        Anniversary(**{**row, "nouns": frozenset(row["nouns"])}) for row in raw["anniversaries"]
    )
    return TimeWords(**values, triggers=_triggers(raw))


def _triggers(raw: dict[str, Any]) -> dict[str, Trigger]:
    """First words of expressions; a word of two kinds keeps the later one."""
    kinds = (
        (Trigger.ORDINAL, raw["ordinals"]),
        (Trigger.NUMBER, (*raw["numbers"], *raw["vague_numbers"])),
        (Trigger.UNIT, (*raw["units"], "weekend", "ago")),
        (Trigger.LONG, raw["long_words"]),
        (Trigger.WHICH, raw["which"]),
        (Trigger.EDGE, raw["edges"]),
        (Trigger.DAY, (*raw["days"], "overnight")),
        (Trigger.VAGUE, (*raw["past_words"], *raw["future_words"], "future")),
        (Trigger.SEASON, raw["seasons"]),
        (Trigger.WEEKDAY, (*raw["weekdays"], *raw["weekday_abbreviations"])),
        (Trigger.MONTH, (*raw["months"], *raw["month_abbreviations"])),
        (Trigger.HOLIDAY, [name.split()[0] for name in raw["holidays"] if name.split()[0] not in raw["months"]]),
    )
    return {word: kind for kind, listed in kinds for word in listed}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text while its times are read: tokens, their lower-case forms, the day it was published.

    Attributes:
        low: lower-case forms; "mid-May" stands as "may", since the month is all its value keeps.
    """

    tokens: tuple[Token, ...]
    low: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]
    published: date | None
    words: TimeWords

    def at(self, index: int) -> str:
        """Lower-case form of a token, or an empty string outside the text."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def capital(self, index: int) -> bool:
        """Whether a word is written with a capital, "mid-" aside."""
        written = self.tokens[index].text
        return (written[4:5] if written.lower().startswith(HALF_PREFIX) else written[:1]).isupper()


def open_page(text: AnnotatedText, words: TimeWords) -> Page:
    """The text made ready for reading its times."""
    low = text.index.low
    if HALF_PREFIX in text.document.text.lower():
        low = tuple(word.removeprefix(HALF_PREFIX) for word in low)
    published = text.document.published
    if published is not None and not EARLIEST <= published.year <= LATEST:
        published = None
    return Page(tokens=text.tokens, low=low, children=text.children, published=published, words=words)

"""What a brief is made from: the rows that a topic, a pair or an actor and a span of days leave of a store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dragoman.model.dyads import EventLine
from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.relations.diff_model import Diff
from dragoman.relations.relate import Relations
from dragoman.relations.series import Series
from dragoman.store import ErrorRow

AnyFact = TypeVar("AnyFact", bound=Fact)
MOST = 10
"""Sentences of a section; two pages of them are read, twenty are not."""
LEAST_EVENTS = 5
"""Events of a pair that a mean is given for, as in a diff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a brief is to be about; what is empty does not narrow it.

    Attributes:
        topic: words that an issue or a sentence must all have.
        pair: two names as they were typed.
        actor: a name as it was typed.
        since: first day of what counts as new.
        until: last day that counts at all.
        is_full: every sentence, not the first :data:`MOST` of a section.
    """

    topic: str = ""
    pair: tuple[str, str] | None = None
    actor: str = ""
    since: date | None = None
    until: date | None = None
    is_full: bool = False

    @property
    def most(self) -> int | None:
        """Sentences of a section."""
        return None if self.is_full else MOST

    @property
    def title(self) -> str:
        """What it is about, in the words of the user."""
        about = [self.topic, " and ".join(self.pair) if self.pair else "", self.actor]
        return ": ".join(filter(None, about)) or "All reports"

    @property
    def query(self) -> dict[str, str]:
        """The same as the address of a page has it."""
        found = {
            "topic": self.topic,
            "pair": ",".join(self.pair) if self.pair else "",
            "actor": self.actor,
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "full": "1" if self.is_full else "",
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRows:
    """A pair of parties with its series, both directions together, and the events behind it, in time."""

    series: Series
    lines: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The rows.

    Attributes:
        facts: those on the topic, by id, with their reports.
        relations: of the whole store, or of what it had until the last day.
        diff: what is new since the first day, of the facts on the topic; ``None`` where no day was given.
        pairs: main pairs of the topic, most events first.
        unread: documents that could not be read.
        method: rows of name and value for the end of the brief.
    """

    asked: Asked
    facts: Mapping[str, tuple[Fact, Document]]
    relations: Relations
    diff: Diff | None = None
    pairs: tuple[PairRows, ...] = ()
    unread: tuple[ErrorRow, ...] = ()
    method: tuple[tuple[str, str], ...] = ()

    def of(self, kind: type[AnyFact]) -> Iterator[tuple[AnyFact, Document]]:
        """Facts of one kind."""
        return ((fact, home) for fact, home in self.facts.values() if isinstance(fact, kind))

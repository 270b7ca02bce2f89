"""What a diff is made of: entries with a direction, a reason and the sentences they stand on.

Directions describe reports and judge nobody. *Better* is towards agreement as reported: nearer to where the other
parties stand, an answer that accepts, events of higher value on the scale of conflict and cooperation, or a claim that
says so. *Worse* is the opposite. Neither says that the agreement, the stance or the claim is a good one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Factuality
from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party


class Kind(StrEnum):
    """What an entry is about."""

    POSITION = "position"
    PROPOSAL = "proposal"
    CONDITION = "condition"
    RELATION = "relation"
    ASSESSMENT = "assessment"


class News(StrEnum):
    """What is new in it."""

    NEW = "new"
    MOVED = "moved"
    STRONGER = "stronger"
    WEAKER = "weaker"
    ALSO = "also"
    AGAIN = "told again"
    EARLIER = "earlier news"
    VERSION = "new version"
    ANSWER = "new answer"
    OTHER_ANSWER = "changed answer"
    STATUS = "new status"
    DROPPED = "told as not so"
    LOOP = "loop"
    MORE = "more events"


class Course(StrEnum):
    """Which way it goes, as the reports have it."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    UNCLEAR = "too little to tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A sentence that an entry stands on.

    Attributes:
        fact: id of the fact, as ``dragoman explain`` takes it.
        sentence: in the words of the report; empty if it lies in another document.
        outlet: its publisher, or empty.
        published: ISO date of the report, or empty.
        day: ISO date of the fact or else of its report, or empty.
        factuality: how the text presents the fact.
    """

    fact: str
    sentence: str
    outlet: str
    published: str
    day: str
    factuality: Factuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Events of one side of the cut.

    Attributes:
        events: each once a day for its pair, type and mode.
        mentions: how often they are told.
        outlets: different publishers that are named.
        mean: on the Goldstein scale (-10 conflict to 10 cooperation), or ``None`` without events.
        quads: events by quad class: verbal and material cooperation, verbal and material conflict.
    """

    events: int
    mentions: int
    outlets: int
    mean: float | None
    quads: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Events before and after.

    Attributes:
        source, target: who does it to whom; ``None`` twice for both directions together.
        difference: of the means, after less before; ``None`` where one side has too few events.
        low, high: its 90 % interval.
    """

    before: Tally
    after: Tally
    source: Party | None = None
    target: Party | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is new, changed or told again.

    Attributes:
        subject: what it is about, for display: an issue, a proposal, a pair, a topic.
        parties: whose stance, proposal, answer, condition or relation it is.
        actors: those by whom it is found.
        issue: ``None`` for relations and assessments.
        group: id of what it is listed under: party, issue, proposal, pair or topic.
        was, now: what it was and is, in a few words; ``was`` is empty where nothing earlier is known.
        reason: one line: why this direction.
        is_answer: of a proposal: that a party answered it.
        said_by: whose word it is, where that is neither the outlet nor the party itself.
        evidence: sentences of what is new, the one that the reason cites first; at most
            :data:`dragoman.relations.diff_sides.MOST_CITED`.
        earlier: sentences of what it is compared with, newest first.
        told: number of facts that are new.
        day: ISO date of the newest of these, or empty.
        shift: events of both directions; ``ways`` of each.
    """

    kind: Kind
    news: News
    course: Course
    reason: str
    subject: str
    group: str
    now: str
    evidence: tuple[Cited, ...]
    day: str
    parties: tuple[Party, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    issue: Issue | None = None
    was: str = ""
    said_by: str = ""
    earlier: tuple[Cited, ...] = ()
    told: int = 1
    is_answer: bool = False
    shift: Shift | None = None
    ways: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"an entry needs a sentence it stands on: {self.kind} {self.subject}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What is new or changed.

    Attributes:
        entries: newest first.
        before, after: number of facts on either side of the cut.
    """

    entries: tuple[Entry, ...]
    before: int = 0
    after: int = 0

    def of(self, *kinds: Kind) -> tuple[Entry, ...]:
        """Entries of some kinds."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)

    def only(self, keep: Callable[[Entry], bool]) -> Diff:
        """The same with some of the entries."""
        return replace(self, entries=tuple(filter(keep, self.entries)))

    @property
    def courses(self) -> Mapping[Course, int]:
        """Number of entries by direction, all of them named."""
        found = Counter(entry.course for entry in self.entries)
        return {course: found[course] for course in Course}

"""What a claim about two sides says, and what the data say to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.model.dyads import EventLine, Period, Side, Way


class Kind(StrEnum):
    """What is claimed of a period: the extreme of a window, a change from an earlier one, the first event."""

    EXTREME = "extreme"
    CHANGE = "change"
    FIRST = "first"


class Sense(StrEnum):
    """Which end of the measure."""

    LOW = "low"
    HIGH = "high"

    @property
    def other(self) -> Sense:
        """The opposite end."""
        return Sense.HIGH if self is Sense.LOW else Sense.LOW


class Verdict(StrEnum):
    """What the rows of a data set say to a claim; never whether it is so in the world."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold"
    TOO_CLOSE = "too close to tell"
    CANNOT_BE_TESTED = "cannot be tested"


class Cause(StrEnum):
    """Why a claim cannot be tested."""

    THIN = "too few events in the claimed period"
    THIN_COMPARISON = "too few events to compare with"
    NOTHING_BEFORE = "no data before the date"
    NOT_COVERED = "no data in the period"
    ONE_OUTLET = "one outlet only"
    NO_ACTOR = "actor not in the data"
    NO_EVENT = "no such event in the claimed period"
    NO_WINDOW = "nothing to compare with"
    NO_PAIR = "no two sides"
    NO_DIRECTION = "no direction"
    NO_DATE = "no date"
    NO_MEASURE = "not measured by events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, month, quarter, year or decade of the calendar, as far as it is written.

    Attributes:
        start, end: its first and last day.
        written: the words.
    """

    start: date
    end: date
    written: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.written!r} ends before it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookback:
    """So many periods back, the claimed one among them ("in 10 years")."""

    number: int
    unit: Period
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What is measured.

    Attributes:
        name: of the entry in ``data/lang/en/claims.yaml``.
        types: PLOVER types whose events are counted; empty for the mean of all events on a scale.
        tone: ``good`` or ``ill``: what more of it is held to be by the words "best" and "worst"; or empty.
        turned: the noun names the low end of the scale ("tension").
        note: what else is counted with it, in a few words.
    """

    name: str
    types: tuple[str, ...] = ()
    tone: str = ""
    turned: bool = False
    note: str = ""

    @property
    def counted(self) -> bool:
        """Whether it is a number of events, and not a mean."""
        return bool(self.types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim that events can be asked about.

    Attributes:
        text: as it was given.
        first, second: names of the two sides as written; in a directed claim the first does it to the second.
        ids: ids of their actors, where they are known.
        way: ``FORWARD`` for a directed claim, else ``BOTH``.
        kind, sense: what is claimed; the sense of ``FIRST`` has no meaning.
        topic: what is measured.
        since: what is compared begins after this, or with it where the claimed period lies in it; in a ``CHANGE``, what
            it is compared with.
        lookback: or so many periods back; neither is "ever", as far as the data go.
        as_of: the claimed period lies in it; ``None`` for the last period that the data cover.
        period: length of the periods that are compared.
        notes: how words were understood that could be understood otherwise; one line each.
    """

    text: str
    first: str
    second: str
    ids: tuple[str, str] | None = None
    way: Way = Way.BOTH
    kind: Kind = Kind.EXTREME
    sense: Sense = Sense.LOW
    topic: Topic
    since: Dated | None = None
    lookback: Lookback | None = None
    as_of: Dated | None = None
    period: Period = Period.MONTH
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.since is not None and self.lookback is not None:
            raise ValueError(f"{self.since.written!r} and {self.lookback.written!r}: a claim takes one of them")
        if self.first.casefold() == self.second.casefold():
            raise ValueError(f"both names are {self.first!r}; a claim is about two sides")
        if self.kind is Kind.FIRST and not self.topic.counted:
            raise ValueError("'first' needs something that is counted; write for example 'first attack'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is no claim that can be tested.

    Attributes:
        why: one line.
    """

    cause: Cause
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One period in a comparison.

    Attributes:
        start, end: first and last day on which rows were counted in it.
        label: the period as people write it.
        n: events that the value is made of: those with a value on the scale, or those counted.
        events: all events of the pair and way in the period.
        value: their mean on the scale; or their number, divided by ``exposure``.
        variance: sample variance of the values; ``None`` for counts.
        exposure: 1; the number of periods in a longer time; or all events of the data sets, for shares.
        low, high: interval of the value.
        level, level_low, level_high: the index of the series with its interval, where it was worked out.
    """

    start: date
    end: date
    label: str
    n: int
    events: int
    value: float
    variance: float | None = None
    exposure: float = 1.0
    low: float
    high: float
    level: float | None = None
    level_low: float | None = None
    level_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The periods of a claim, compared.

    Attributes:
        verdict, cause: what comes out of it, and why it cannot be tested.
        period: length of the periods.
        claimed: the claimed period as people write it, as far as it is known.
        asked: the claimed period, or the most extreme one in it where periods are shorter; ``None`` without value.
        others: the periods it is compared with, oldest first.
        runner_up: the most extreme of these.
        decider: the one that the verdict rests on: the runner-up, or one that is clearly more extreme.
        reaching: how many of the others have an interval that overlaps that of the claimed period.
        thin: periods left out for fewer than 5 events.
        cut: periods left out because the window holds only a part of them.
        uncovered: periods without any row in the data sets.
        asked_events: events of any kind in the claimed period.
        window: first and last day of the rows that were looked at, the claimed period among them.
        begins: first day that the data sets cover.
    """

    verdict: Verdict
    cause: Cause | None = None
    period: Period
    claimed: str = ""
    asked: Row | None = None
    others: tuple[Row, ...] = ()
    runner_up: Row | None = None
    decider: Row | None = None
    reaching: int = 0
    thin: int = 0
    cut: int = 0
    uncovered: int = 0
    asked_events: int = 0
    window: tuple[date, date] | None = None
    begins: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of sensitivity: the same claim with one thing changed.

    Attributes:
        name: what was changed ("balance of cooperation and conflict", "by quarter", "without Wire").
        verdict: what comes out.
        note: the period that it rests on, or why it cannot be tested.
    """

    name: str
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to a claim, with all that it takes to work it out again.

    Attributes:
        first, second: the sides that were counted.
        verdict, cause: what comes out, and why it cannot be tested.
        why: one sentence.
        scale: name of the scale, or what is counted.
        datasets: names of those asked; empty for all.
        interval: probability of the intervals.
        comparison: the periods.
        lines: sentences behind the claimed period, the most extreme first.
        other_lines: those behind the period that the verdict rests on, where it is more extreme.
        checks: the same claim with one thing changed.
        outlets: events of the claimed period by outlet; empty where outlets are not named.
        undated: rows between the sides whose date is not known closely enough.
        cautions: one line each.
    """

    claim: Claim
    first: Side
    second: Side
    verdict: Verdict
    cause: Cause | None = None
    why: str
    scale: str
    datasets: tuple[str, ...] = ()
    interval: float
    comparison: Comparison
    lines: tuple[EventLine, ...] = ()
    other_lines: tuple[EventLine, ...] = ()
    checks: tuple[Check, ...] = ()
    outlets: tuple[tuple[str, int], ...] = ()
    undated: int = 0
    cautions: tuple[str, ...] = ()

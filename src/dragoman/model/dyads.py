"""Dyads over time: rows of events between two actors, what is asked of them, and who answers.

A *row* is one mention of one event from a source to a target, whoever coded it: this tool, or ICEWS, GDELT, POLECAT and
the like. An *event* is one row of a data set that counts events, or all mentions of what one side is reported to have
done to another on one day under one type and mode (the "one-a-day filter" of Schrodt and Gerner, used since KEDS).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from dragoman.model.facts import Factuality

if TYPE_CHECKING:
    import polars

OWN_DATASET = "dragoman"
"""Name of the data set that holds what this tool coded itself."""

ROW_COLUMNS: Mapping[str, str] = {
    "dataset": "VARCHAR",
    "id": "VARCHAR",
    "event": "VARCHAR",
    "day": "DATE",
    "last_day": "DATE",
    "source": "VARCHAR",
    "source_name": "VARCHAR",
    "source_side": "VARCHAR",
    "source_country": "VARCHAR",
    "source_sector": "VARCHAR",
    "target": "VARCHAR",
    "target_name": "VARCHAR",
    "target_side": "VARCHAR",
    "target_country": "VARCHAR",
    "target_sector": "VARCHAR",
    "plover": "VARCHAR",
    "mode": "VARCHAR",
    "cameo": "VARCHAR",
    "quad": "TINYINT",
    "goldstein": "DOUBLE",
    "factuality": "VARCHAR",
    "background": "BOOLEAN",
    "mirrored": "BOOLEAN",
    "mentions": "INTEGER",
    "outlets": "INTEGER",
    "publisher": "VARCHAR",
    "copies": "INTEGER",
}
"""Columns of a row with their SQL types.

``event`` is the same for all mentions of one event, and NULL where each row is an event of its own; ``day`` and
``last_day`` are the first and last day that the date may mean; ``source`` is the id of the actor, ``source_side`` of
whom it acts for on that day (its state or organisation, else itself), ``source_country`` where it is from;
``mirrored`` marks the second direction of an event that both do to one another; ``mentions`` and ``outlets`` are as the
data set counts them (``outlets`` NULL where it does not), ``copies`` how many of the mentions stand in copies of
earlier reports; ``factuality`` is NULL where the data set does not code it.
"""

IMPORT_COLUMNS: Mapping[str, str] = {
    "id": "VARCHAR",
    "day": "DATE",
    "last_day": "DATE",
    "source_name": "VARCHAR",
    "source_country": "VARCHAR",
    "source_sector": "VARCHAR",
    "target_name": "VARCHAR",
    "target_country": "VARCHAR",
    "target_sector": "VARCHAR",
    "event_text": "VARCHAR",
    "plover": "VARCHAR",
    "mode": "VARCHAR",
    "context": "VARCHAR",
    "cameo": "VARCHAR",
    "quad": "TINYINT",
    "goldstein": "DOUBLE",
    "mentions": "INTEGER",
    "outlets": "INTEGER",
    "publisher": "VARCHAR",
    "url": "VARCHAR",
    "text": "VARCHAR",
    "place": "VARCHAR",
    "place_country": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "story": "VARCHAR",
    "sentence": "INTEGER",
    "extra": "VARCHAR",
}
"""What a reader of another data set gives for each row, with SQL types; NULL for what the data set does not have.

Names, countries and sectors are as the data set writes them; ``event_text`` is its label of the event, ``text`` the
sentence or note it stands on; ``extra`` is a JSON object of all other columns of the original row, by their name.
"""

LEFT_OUT: tuple[str, ...] = (
    "denied", "negated", "planned", "demanded", "threatened", "hypothetical", "conditional", "background",
)  # fmt: skip
"""What a series leaves out unless asked for: what is not presented as having happened, and what is only recalled."""
RECALLED = "denied, planned, threatened or only recalled"
UNDATED = "not dated to the day"
"""Why a row is left out of a format that can't hold such rows, in words."""


class Period(StrEnum):
    """Lengths of a period; a week begins on Monday (ISO 8601)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Way(StrEnum):
    """From the first side to the second, back, or both together, where what both do to one another counts once."""

    FORWARD = "forward"
    BACK = "back"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One way of belonging to a side; all that is given must hold.

    Attributes:
        actor: id of the actor itself.
        side: id of the state or organisation that it acts for on the day.
        country: ISO 3166 alpha-3 of where it is from, in office or not.
        sector: PLOVER sector.
        since, until: first and last day on which it belongs; ``None`` is open.
    """

    actor: str = ""
    side: str = ""
    country: str = ""
    sector: str = ""
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if not (self.actor or self.side or self.country or self.sector):
            raise ValueError("a member needs an actor, a side, a country or a sector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """An actor or a group of actors whose acts are counted together.

    Attributes:
        id: of the actor, or made of the group's name.
        name: for display.
        members: whoever fits one of them belongs to the side.
    """

    id: str
    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What an event counts on a scale.

    Attributes:
        name: for display.
        values: by CAMEO code or PLOVER type, the code first; what is in neither has no value. Empty for the Goldstein
            value that the row carries.
    """

    name: str
    values: Mapping[str, float] = field(default_factory=dict)


GOLDSTEIN = Scale(name="Goldstein")


@dataclass(frozen=True, slots=True, kw_only=True)
class DyadQuery:
    """Which rows between two sides.

    Attributes:
        first, second: the sides; rows from a side to itself are no dyad and are left out.
        period: length of a period. A row counts where all days it may have happened on lie in one period.
        since, until: first and last day.
        datasets: names of data sets; empty for all.
        include: what of :data:`LEFT_OUT` is to be counted.
        types: PLOVER types; empty for all.
        without_publisher: leave out what only this outlet reports.
        scale: for means and sums.
    """

    first: Side
    second: Side
    period: Period = Period.MONTH
    since: date | None = None
    until: date | None = None
    datasets: tuple[str, ...] = ()
    include: frozenset[str] = frozenset()
    types: tuple[str, ...] = ()
    without_publisher: str | None = None
    scale: Scale = GOLDSTEIN


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One row as evidence.

    Attributes:
        id: of the row; ``dragoman explain`` takes it where the tool itself coded the event.
        text: the sentence it stands on; where the data set has none, its label of the event; else empty.
        value: on the scale of the query, or ``None``.
        url: address of the report, or ``None``.
    """

    dataset: str
    id: str
    day: date
    source: str
    target: str
    plover: str
    cameo: str
    value: float | None
    factuality: Factuality | None
    publisher: str | None
    text: str
    url: str | None = None


class EventTable(Protocol):
    """Answers what a series, a claim, a network or a chart asks of the rows, wherever these are kept."""

    def counts(self, query: DyadQuery) -> polars.DataFrame:
        """One row for each way and period that has events, oldest first.

        Columns: ``way`` (:class:`Way`), ``period`` (its first day), ``events``, ``mentions``, ``outlets`` (different
        publishers, or the largest number that the data set gives), ``quad_1`` to ``quad_4`` (events), ``valued``
        (events that the scale has a value for), ``mean``, ``total`` (sum), ``variance`` (of a sample; null below two)
        of their values, and ``asserted``, ``reported``, ``alleged``: mentions presented so.
        ``copies`` of the mentions stand in copies of earlier reports.
        """
        ...

    def types(self, query: DyadQuery) -> polars.DataFrame:
        """Events by ``way``, ``period`` and ``plover`` type: columns so named, and ``events``."""
        ...

    def coverage(self, query: DyadQuery) -> list[date]:
        """First days of the periods in which the data sets have any row at all, between whomever."""
        ...

    def publishers(self, query: DyadQuery) -> dict[str, int]:
        """Events between the two sides by outlet, most first."""
        ...

    def undated(self, query: DyadQuery) -> int:
        """Rows between the sides whose date is not known closely enough for the period."""
        ...

    def lines(
        self,
        query: DyadQuery,
        start: date,
        end: date,
        *,
        way: Way = Way.BOTH,
        lowest: bool | None = None,
        limit: int = 10,
    ) -> list[EventLine]:
        """Rows of the days from start to end, one for each event: lowest or highest value first, or in time."""
        ...

    def pairs(
        self,
        *,
        period: Period | None = None,
        since: date | None = None,
        until: date | None = None,
        datasets: Sequence[str] = (),
        include: frozenset[str] = frozenset(),
        by_actor: bool = False,
    ) -> polars.DataFrame:
        """All directed pairs of sides, or of actors with ``by_actor``, in no particular order.

        Columns: ``period`` if it is asked for, ``source``, ``target``, ``events``, ``mentions``, ``total`` and ``mean``
        on the Goldstein scale, ``cooperation`` and ``conflict`` (events of quad classes 1 and 2, 3 and 4).
        """
        ...

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """Display names of sides or actors by id, where known."""
        ...

    def named(self, name: str) -> dict[str, str]:
        """Actors whose name in the rows is this one, in any case, by id; and those that have it as their id."""
        ...

    def with_word(self, word: str, limit: int = 5) -> list[tuple[str, str, int]]:
        """Actors with a word in their name, in any case, as id, name and number of rows, most rows first."""
        ...

    def datasets(self) -> dict[str, int]:
        """Number of rows by data set."""
        ...

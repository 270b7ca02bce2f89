"""The filter of a list of facts, as it stands in an address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Query

from dragoman.desk.arguments import actor_id, parse_factuality, parse_types
from dragoman.desk.problems import UserError
from dragoman.model.facts import Factuality
from dragoman.store import EventFilter, FactFilter, Pair
from dragoman.store.payload import KINDS
from dragoman.web.links import PAGE, Value

LONGEST = 200
"""Characters of a name or of words that are looked for."""
Words = Annotated[str, Query(max_length=LONGEST)]
PageNumber = Annotated[int, Query(ge=1, le=10_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed into the fields of a list; what is empty does not filter."""

    actor: str = ""
    other: str = ""
    issue: str = ""
    since: str = ""
    until: str = ""
    plover: str = ""
    told: str = ""
    background: str = ""
    run: str = ""
    place: str = ""

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


def wanted_of(
    actor: Words = "",
    other: Words = "",
    issue: Words = "",
    since: Words = "",
    until: Words = "",
    plover: Words = "",
    told: Words = "",
    background: Words = "",
    run: Words = "",
    place: Words = "",
) -> Wanted:
    """The filter of a request."""
    return Wanted(
        actor=actor.strip(), other=other.strip(), issue=issue.strip(), since=since, until=until,
        plover=plover, told=told, background=background, run=run,
        place=place.strip(),
    )  # fmt: skip


def filter_of(kind: str, wanted: Wanted, page: int = 1, *, size: int | None = PAGE) -> EventFilter | FactFilter:
    """What a page of a list shows; with ``size`` none, all rows.

    Raises:
        UserError: a value can't be understood; says which and what to write.
    """
    if kind not in KINDS:
        raise UserError(f"{kind!r} is no kind of fact; there are {', '.join(KINDS)}")
    offset = 0 if size is None else (page - 1) * size
    found = _event_filter(wanted) if kind == "event" else _fact_filter(kind, wanted)
    return replace(found, limit=size, offset=offset, since_run=_run(wanted))


def _event_filter(wanted: Wanted) -> EventFilter:
    actor, other = (actor_id(name) if name else None for name in (wanted.actor, wanted.other))
    return EventFilter(
        actor=actor if other is None else None if actor else other,
        pair=Pair(first=actor, second=other) if actor and other else None,
        types=parse_types([wanted.plover] if wanted.plover else ()),
        since=day_of(wanted.since, "from"),
        until=day_of(wanted.until, "until"),
        factuality=_told(wanted),
        background={"yes": True, "no": False}.get(wanted.background),
        place=wanted.place or None,
    )


def _fact_filter(kind: str, wanted: Wanted) -> FactFilter:
    return FactFilter(
        kinds=(kind,),
        actor=actor_id(wanted.actor) if wanted.actor else None,
        issue=wanted.issue or None,
        since=day_of(wanted.since, "from"),
        until=day_of(wanted.until, "until"),
        factuality=_told(wanted),
        place=wanted.place or None,
    )


def _run(wanted: Wanted) -> int | None:
    if not wanted.run:
        return None
    if not wanted.run.isdecimal() or len(wanted.run) > 9:
        raise UserError(f"run: {wanted.run[:40]!r} is no number of a run")
    return int(wanted.run)


def _told(wanted: Wanted) -> list[Factuality]:
    return parse_factuality([wanted.told] if wanted.told else ())


def day_of(value: str, name: str) -> date | None:
    """A day of a field.

    Raises:
        UserError: it is something else.
    """
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise UserError(f"{name}: {value[:40]!r} is not a date; write it as YYYY-MM-DD, such as 2024-02-08") from None

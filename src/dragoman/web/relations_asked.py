"""What is asked of a relation, as it stands in an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Query

from dragoman import ontology
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level, Wording, query_of
from dragoman.model.dyads import LEFT_OUT, DyadQuery, EventTable, Member, Period, Side, Way
from dragoman.relations.scales import scales_of
from dragoman.store.event_table import DuckDBEvents
from dragoman.web.filters import Words, day_of
from dragoman.web.links import Value, link
from dragoman.web.state import State

MOST_PAIRS = 4
"""Pairs that are compared: with more, a panel is too low for its interval."""
Several = Annotated[list[Annotated[str, Query(max_length=200)]] | None, Query(max_length=16)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was typed; what is empty does not filter.

    Attributes:
        a, b: names of the two sides.
        pair: further pairs to compare with, each as ``C,D``.
        way: both together, from the first to the second, or back.
    """

    a: str = ""
    b: str = ""
    pair: tuple[str, ...] = ()
    way: Way = Way.BOTH
    period: Period = Period.MONTH
    since: str = ""
    until: str = ""
    dataset: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    scale: str = "goldstein"
    level: Level = Level.SIDE

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it; what is as usual is left out."""
        usual = Wish()
        found: dict[str, Value] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if value != getattr(usual, name):
                found[name] = value if isinstance(value, tuple) else str(value)
        return found

    def at(self, path: str, **more: Value) -> str:
        """An address with the same wish."""
        return link(path, **{**self.query, **more})

    def for_pair(self, a: str, b: str) -> Wish:
        """The same of another pair alone."""
        return replace(self, a=a, b=b, pair=())


def wish_of(
    a: Words = "",
    b: Words = "",
    pair: Several = None,
    way: Way = Way.BOTH,
    period: Period = Period.MONTH,
    since: Words = "",
    until: Words = "",
    dataset: Several = None,
    include: Several = None,
    scale: Words = "goldstein",
    level: Level = Level.SIDE,
) -> Wish:
    """The wish of a request."""
    return Wish(
        a=a.strip(), b=b.strip(), pair=_filled(pair), way=way, period=period, since=since.strip(),
        until=until.strip(), dataset=_filled(dataset), include=_filled(include), scale=scale or "goldstein",
        level=level,
    )  # fmt: skip


def _filled(values: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values or () if value.strip()))


def scale_names() -> list[str]:
    """Scales that there are; a page takes none from a file, since no address may lead to one."""
    return list(scales_of(ontology.load_event_types()))


def known_scale(name: str) -> str:
    """A scale by name.

    Raises:
        UserError: there is none of this name.
    """
    if name.lower() not in scale_names():
        raise UserError(f"scale {name[:40]!r}: there are {', '.join(scale_names())}")
    return name.lower()


def days_of(since: str, until: str) -> tuple[date | None, date | None]:
    """First and last day.

    Raises:
        UserError: one is no date, or they are the wrong way round.
    """
    first, last = day_of(since, "from"), day_of(until, "until")
    if first and last and last < first:
        raise UserError(f"until {last} is before from {first}")
    return first, last


def pairs_of(wish: Wish) -> list[tuple[str, str]]:
    """The pairs that are asked for, the one of the page first.

    Raises:
        UserError: one is no pair, or there are too many.
    """
    found = [(wish.a, wish.b)]
    for written in wish.pair:
        parts = [part.strip() for part in written.split(",")]
        if len(parts) != 2 or not all(parts):
            raise UserError(f"pair {written[:80]!r}: name two actors, as 'A,B'")
        found.append((parts[0], parts[1]))
    if len(found) > MOST_PAIRS:
        raise UserError(f"{len(found)} pairs: at most {MOST_PAIRS} are compared")
    return found


@dataclass(frozen=True, kw_only=True)
class SidesToo(Wording):
    """Wording that also knows sides by the label alone that those who act for them carry, as lists of pairs do."""

    def side(self, written: str) -> Side:
        """The side that is meant.

        Raises:
            UserError: there is none.
        """
        try:
            return super().side(written)
        except UserError:
            table = self.table
            known = "SELECT 1 FROM event_rows WHERE source_side = ? OR target_side = ? LIMIT 1"
            if not isinstance(table, DuckDBEvents) or not table.query(known, [written, written]):
                raise
            return Side(id=written, name=written, members=(Member(side=written),))


def dyads_of(wish: Wish, state: State, table: EventTable) -> list[DyadQuery]:
    """The questions of a page, one for each pair.

    Raises:
        UserError: a value can't be understood; says which and what to write.
    """
    first, last = days_of(wish.since, wish.until)
    wording = SidesToo(table=table, groups=state.settings.groups, level=wish.level, loaded=state.names)
    return [
        query_of(
            wording, a, b, period=wish.period, since=first.isoformat() if first else None,
            until=last.isoformat() if last else None, datasets=wish.dataset, include=wish.include,
            scale=known_scale(wish.scale),
        )
        for a, b in pairs_of(wish)
    ]  # fmt: skip


INCLUDED = (*LEFT_OUT, "all")
"""What a form offers to count besides."""

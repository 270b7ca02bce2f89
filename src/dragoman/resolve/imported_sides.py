"""Whose side an actor is on: the state or organisation it acts for, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from dragoman.model.actors import FOR_THE_STATE, ORGANISATIONS, Actor, ActorKind, Role
from dragoman.resolve.refs import POPULAR_SECTORS
from dragoman.resolve.roles import LEAVES_OFFICE, rank

OF_A_STATE = frozenset({ActorKind.BODY, ActorKind.MILITARY, ActorKind.GOVERNMENT, ActorKind.OFFICE})
PLACES_AND_PEOPLES = frozenset({ActorKind.REGION, ActorKind.POPULATION})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in which an actor acts for the same side.

    Attributes:
        since, until: first and last day; ``None`` is open.
        side: id of the state or organisation it acts for, or its own.
        country: ISO 3166 alpha-3 of where it is from, or ``None``.
        sector: PLOVER sector, or ``None``.
    """

    since: date | None = None
    until: date | None = None
    side: str
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor of another data set, as far as the tables know it.

    Attributes:
        id: of the tables' actor, or composed (``USA/GOV/official``), or ``name:...`` for an unknown name; empty where
            the data set names nobody.
        name: for display; as the data set writes it where the tables do not know it.
        spells: in time, without a gap or an overlap; the first begins and the last ends open.
    """

    id: str
    name: str
    kind: ActorKind
    spells: tuple[Spell, ...]


def side_of(
    key: str, kind: ActorKind, *, country: str | None, sector: str | None, affiliation: Actor | None = None
) -> str:
    """Id of the state or organisation that an actor acts for, else its own.

    A state and an organisation are their own side. Who belongs to an organisation acts for it, unless he merely lives
    under it. Who belongs to a state, a region or a people acts for that one where his sector does
    (:data:`FOR_THE_STATE`); a parliament, a court, an opposition, rebels, citizens and companies act for themselves.

    Args:
        key: id of the actor.
        country: its country.
        sector: its PLOVER sector.
        affiliation: what it belongs to, if the tables have it.
    """
    if kind is ActorKind.STATE or kind in ORGANISATIONS:
        return key
    if affiliation is not None and affiliation.kind is not ActorKind.STATE:
        if sector in POPULAR_SECTORS or (affiliation.kind in PLACES_AND_PEOPLES and sector not in FOR_THE_STATE):
            return key
        if affiliation.kind not in OF_A_STATE or affiliation.country is None or sector not in FOR_THE_STATE:
            return affiliation.id
        return affiliation.country
    if country and sector in FOR_THE_STATE and kind not in PLACES_AND_PEOPLES:
        return country
    return key


def of_table(actor: Actor, actors: Mapping[str, Actor], *, country: str | None, sector: str | None) -> Named:
    """An actor of the tables.

    Args:
        actors: by id, for what its roles and its parent are.
        country, sector: as the data set has them, for what the tables do not say.
    """
    if actor.roles:
        spells = tuple(_in_office(actor, actors, country=country, sector=sector))
        return Named(id=actor.id, name=actor.name, kind=actor.kind, spells=spells)
    parent = actors.get(actor.parent or "")
    person = actor.kind is ActorKind.PERSON
    return fixed(
        actor.id,
        actor.name,
        actor.kind,
        country=actor.country or (country if person else None),
        sector=actor.sector or (sector if person else None),
        affiliation=parent if parent is not None and parent.kind in ORGANISATIONS and actor.country else None,
    )


def fixed(
    key: str,
    name: str,
    kind: ActorKind,
    *,
    country: str | None = None,
    sector: str | None = None,
    affiliation: Actor | None = None,
) -> Named:
    """An actor that is always the same."""
    side = side_of(key, kind, country=country, sector=sector, affiliation=affiliation)
    return Named(id=key, name=name, kind=kind, spells=(Spell(side=side, country=country, sector=sector or None),))


def first_day_of(value: str | None) -> date:
    """First day of an ISO 8601 date of any precision; the first of all where it is open.

    Raises:
        ValueError: no such date.
    """
    return _day(value, value + "-01-01"[len(value) - 4 :]) if value else date.min


def last_day_of(value: str | None) -> date:
    """Last day of an ISO 8601 date of any precision; the last of all where it is open.

    Raises:
        ValueError: no such date.
    """
    if not value:
        return date.max
    if len(value) == len("2030-01"):
        return (_day(value, f"{value}-28") + timedelta(days=4)).replace(day=1) - ONE_DAY
    return _day(value, value + "-12-31"[len(value) - 4 :])


def _day(value: str, whole: str) -> date:
    try:
        return date.fromisoformat(whole)
    except ValueError as error:
        raise ValueError(f"{value!r} in a role is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from error


def _in_office(
    actor: Actor, actors: Mapping[str, Actor], *, country: str | None, sector: str | None
) -> Iterator[Spell]:
    """The spells of a person: one for each office or set of offices, and one for each time without any."""
    held = [(first_day_of(role.valid_from), last_day_of(role.valid_to), role) for role in actor.roles]
    starts = {first for first, _, _ in held} | {last + ONE_DAY for _, last, _ in held if last != date.max}
    bounds = [date.min, *sorted(starts - {date.min}), date.max]
    spells: list[Spell] = []
    for first, after in pairwise(bounds):
        now = [role for start, end, role in held if start <= first <= end]
        spell = _spell(actor, now, actors) if now else _without(actor, held, first, actors, sector)
        if spell.country is None and not now:
            spell = Spell(side=spell.side, country=country, sector=spell.sector)
        if spells and _same(spells[-1], spell):
            first = spells.pop().since or date.min
        spells.append(
            Spell(
                since=None if first == date.min else first,
                until=None if after == date.max else after - ONE_DAY,
                side=spell.side,
                country=spell.country,
                sector=spell.sector,
            )
        )
    yield from spells


def _same(one: Spell, other: Spell) -> bool:
    return (one.side, one.country, one.sector) == (other.side, other.country, other.sector)


def _spell(actor: Actor, now: list[Role], actors: Mapping[str, Actor]) -> Spell:
    """For whom a person acts who holds these offices: a state before an organisation before himself."""

    def weight(role: Role) -> tuple[int, int, str]:
        spell = _under(actor, role, actors)
        own = 2 if spell.side == actor.id else 1
        return (0 if spell.side == spell.country else own, rank(role), role.office)

    return _under(actor, min(now, key=weight), actors)


def _under(actor: Actor, role: Role, actors: Mapping[str, Actor]) -> Spell:
    body = actors.get(role.affiliation)
    country = body.country if body is not None else None
    side = side_of(actor.id, ActorKind.PERSON, country=country, sector=role.sector, affiliation=body)
    return Spell(side=side, country=country, sector=role.sector)


def _without(
    actor: Actor,
    held: list[tuple[date, date, Role]],
    day: date,
    actors: Mapping[str, Actor],
    sector: str | None,
) -> Spell:
    """A person out of office on a day: his own side, of the country he served last, else serves first after it."""
    past = [role for _, end, role in sorted(held, key=lambda item: item[1], reverse=True) if end < day]
    later = [role for start, _, role in sorted(held, key=lambda item: item[0]) if start > day]
    served = (actors.get(role.affiliation) for role in (*past, *later))
    country = next((body.country for body in served if body is not None and body.country), None)
    former = any(role.sector in LEAVES_OFFICE for role in past)
    known = sector if sector not in FOR_THE_STATE else None
    return Spell(side=actor.id, country=country, sector="ELI" if former else known)

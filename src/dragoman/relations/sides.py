"""Sides: what a user names, as actors whose acts are counted together.

A state, an organisation or a group counts with all who act for it, on the days they do; a person counts alone.

=====================  ===========================================================================
written                counts
=====================  ===========================================================================
``Israel``, ``ISR``    the state with its government, officials, diplomats and forces, in office
``country:Israel``     everyone from there, whomever they act for
``ISR/MIL``            those from there of one PLOVER sector
``sector:REB``         everyone of one PLOVER sector
``NATO``, ``Hamas``    the organisation with its officials
``members:NATO``       the states that are members of it, while they are
``Barack Obama``       the person, in office or not
=====================  ===========================================================================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.directory import ActorDirectory, NameKind
from dragoman.model.actors import Actor, ActorKind
from dragoman.model.dyads import Member, Side
from dragoman.model.ids import slug
from dragoman.tables import folder, rows

MEMBERS, COUNTRY, SECTOR = "members:", "country:", "sector:"
STANDS_FOR = (NameKind.STATE, NameKind.ORGANISATION, NameKind.PERSON, NameKind.ADJECTIVE, NameKind.DEMONYM)
"""What a bare name may be, first what it is taken for if it is several: "Georgia" is the state."""
SECTORS = re.compile(r"[A-Z]{3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How actors and groups are written.

    Attributes:
        actors: by id.
        by_name: ids by plain name, of the kind that the name is taken for.
        groups: the user's groups by plain name.
        memberships: states of an organisation with their first and last day.
    """

    actors: Mapping[str, Actor]
    by_name: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, Side]
    memberships: Mapping[str, tuple[Member, ...]]


def plain(text: str) -> str:
    """Lower case without accents, dots in acronyms and surrounding blanks."""
    parts = unicodedata.normalize("NFD", text.strip().casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c) and c not in ".’'").split())


def load_names(directory: ActorDirectory, groups: Sequence[Mapping[str, Any]] = ()) -> Names:
    """Names of a directory and of the user's groups, each ``{"name": ..., "members": [...]}``.

    Raises:
        ValueError: a group is malformed or names someone unknown.
    """
    found: dict[str, dict[NameKind, list[str]]] = {}
    for name in directory.names:
        if name.kind in STANDS_FOR and name.actor in directory.actors:
            found.setdefault(plain(name.written), {}).setdefault(name.kind, []).append(name.actor)
    by_name = {
        word: tuple(dict.fromkeys(next(kinds[kind] for kind in STANDS_FOR if kind in kinds)))
        for word, kinds in found.items()
    }
    names = Names(actors=directory.actors, by_name=by_name, groups={}, memberships=load_memberships())
    made: dict[str, Side] = {}
    for number, group in enumerate(groups, 1):
        side = _group(number, group, names)
        made[plain(side.name)] = side
        names = Names(actors=names.actors, by_name=by_name, groups=dict(made), memberships=names.memberships)
    return names


def load_memberships() -> dict[str, tuple[Member, ...]]:
    """States of each organisation, with the days of their membership.

    Raises:
        ValueError: a row of the table is malformed.
    """
    found: dict[str, list[Member]] = {}
    for row in rows(folder("actors") / "memberships.csv"):
        since, until = (date.fromisoformat(row[name]) if row[name] else None for name in ("since", "until"))
        found.setdefault(row["organisation"], []).append(Member(side=row["state"], since=since, until=until))
    return {key: tuple(members) for key, members in found.items()}


def find_side(text: str, names: Names) -> Side:
    """The side that is written so; see the table at the top of this module.

    Raises:
        ValueError: nobody or several are written so; one line says what to write.
    """
    word = text.strip()
    if plain(word) in names.groups:
        return names.groups[plain(word)]
    if word.casefold().startswith(MEMBERS):
        return _members_of(word[len(MEMBERS) :], names)
    if word.casefold().startswith(COUNTRY):
        state = _state(word[len(COUNTRY) :], names)
        return Side(id=f"{COUNTRY}{state.id}", name=f"{state.name} (all)", members=(Member(country=state.id),))
    if word.casefold().startswith(SECTOR):
        sector = _sector(word[len(SECTOR) :])
        return Side(id=f"{SECTOR}{sector}", name=f"sector {sector}", members=(Member(sector=sector),))
    country, slash, sector = word.partition("/")
    if slash and SECTORS.match(sector.strip().upper()):
        state, sector = _state(country, names), _sector(sector)
        return Side(
            id=f"{state.id}/{sector}",
            name=f"{state.name} ({sector})",
            members=(Member(country=state.id, sector=sector),),
        )
    return side_of(_actor(word, names))


def whole_country(side: Side) -> Side:
    """The same side with everyone from each of its states, whomever they act for."""
    members = tuple(
        Member(country=member.side, since=member.since, until=member.until)
        if member.side and len(member.side) == 3 and member.side.isupper()
        else member
        for member in side.members
    )
    return (
        side if members == side.members else Side(id=f"{COUNTRY}{side.id}", name=f"{side.name} (all)", members=members)
    )


def side_of(actor: Actor) -> Side:
    """The side of an actor of the tables."""
    if actor.kind is ActorKind.PERSON:
        return Side(id=actor.id, name=actor.name, members=(Member(actor=actor.id),))
    # Those who act for an organisation carry the label by which texts mark them.
    labels = dict.fromkeys((actor.id, slug(actor.acronym or actor.id), slug(actor.name)))
    labels_of = (actor.id,) if actor.kind is ActorKind.STATE else tuple(labels)
    return Side(id=actor.id, name=actor.name, members=tuple(Member(side=label) for label in labels_of))


def side_from_rows(found: Mapping[str, str]) -> Side | None:
    """A side of actors that only the rows know, by id and name; ``None`` if there is none."""
    if not found:
        return None
    first, name = next(iter(found.items()))
    return Side(id=first, name=name, members=tuple(Member(actor=key) for key in found))


def _actor(word: str, names: Names) -> Actor:
    if word in names.actors:
        return names.actors[word]
    found = names.by_name.get(plain(word)) or names.by_name.get(plain(word.removeprefix("the ").removeprefix("The ")))
    if not found:
        upper = word.upper()
        if upper in names.actors:
            return names.actors[upper]
        raise ValueError(f"no actor is called {word!r}; 'dragoman actors' lists those of a store")
    if len(found) > 1:
        raise ValueError(f"{word!r} may be {', '.join(found[:5])}; write the id that is meant")
    return names.actors[found[0]]


def _state(word: str, names: Names) -> Actor:
    actor = _actor(word.strip(), names)
    if actor.kind is not ActorKind.STATE:
        raise ValueError(f"{word.strip()!r} is no state")
    return actor


def _sector(word: str) -> str:
    sector = word.strip().upper()
    if not SECTORS.match(sector):
        raise ValueError(f"{word.strip()!r} is no PLOVER sector; write its three letters, such as GOV, MIL or REB")
    return sector


def _members_of(word: str, names: Names) -> Side:
    organisation = _actor(word.strip(), names)
    members = names.memberships.get(organisation.id)
    if not members:
        known = ", ".join(sorted(names.memberships))
        raise ValueError(f"the members of {organisation.name} are not in the tables, which have {known}; name a group")
    return Side(id=f"{MEMBERS}{organisation.id}", name=f"members of {organisation.name}", members=members)


def _group(number: int, group: Mapping[str, Any], names: Names) -> Side:
    where = f"group {number}"
    unknown = sorted(set(group) - {"name", "members"})
    if unknown or not isinstance(group.get("name"), str) or not isinstance(group.get("members"), list):
        raise ValueError(f"{where}: needs a name and a list of members, and nothing else")
    members: list[Member] = []
    for item in group["members"]:
        entry = item if isinstance(item, Mapping) else {"actor": item}
        if "actor" not in entry or set(entry) - {"actor", "since", "until"}:
            raise ValueError(f"{where} ({group['name']}): a member is a name, or has actor, since and until")
        since, until = (_day(entry.get(key), f"{where} ({group['name']})") for key in ("since", "until"))
        members += _limited(find_side(str(entry["actor"]), names).members, since, until)
    if not members:
        raise ValueError(f"{where} ({group['name']}): it has no members")
    return Side(id=f"group:{slug(group['name'])}", name=group["name"], members=tuple(members))


def _limited(members: Iterable[Member], since: date | None, until: date | None) -> list[Member]:
    """The same members on the days that are left of theirs."""
    return [
        Member(
            actor=member.actor,
            side=member.side,
            country=member.country,
            sector=member.sector,
            since=max(filter(None, (member.since, since)), default=None),
            until=min(filter(None, (member.until, until)), default=None),
        )
        for member in members
    ]


def _day(value: object, where: str) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{where}: {value!r} is not a date; write it as YYYY-MM-DD") from None

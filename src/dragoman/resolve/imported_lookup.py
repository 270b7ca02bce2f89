"""Looks names and nouns of other data sets up in the actor tables, and makes actors of what is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dragoman.directory import Agent, Name, NameKind
from dragoman.model.actors import Actor, ActorKind
from dragoman.resolve.imported_sides import Named, fixed, of_table
from dragoman.resolve.imported_words import ImportWords, given, plain, sector_of
from dragoman.resolve.matcher import ActorMatcher, fold
from dragoman.resolve.page import OWNERS, folded_slug
from dragoman.resolve.refs import Owner, composed, known_body
from dragoman.resolve.roles import HIGHEST, affiliation_of, among_namesakes, rank

OF_STATES = frozenset({NameKind.STATE, NameKind.ADJECTIVE, NameKind.CAPITAL})
ANYWHERE = frozenset({ActorKind.IGO, ActorKind.NGO, ActorKind.ARMED_GROUP})
"""Kinds that one data set may put in another country than the tables; a party or body of that name is another one."""
BEHIND = re.compile(r"(.+?) ?\((.+)\)")
LEADS = len(HIGHEST[:5])
"""Ranks of those who are known by a surname or given name alone the world over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a data set says beside the name.

    Attributes:
        home: id of the state it is of, or ``None``.
        role: PLOVER sector, or ``None``.
        noun: agent noun of a role code, or empty.
    """

    home: str | None = None
    role: str | None = None
    noun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTables:
    """All tables that names are looked up in; built once, then only read.

    Attributes:
        matcher: the compiled directory.
        words: what the words and codes of other data sets mean.
    """

    matcher: ActorMatcher
    words: ImportWords

    @property
    def actors(self) -> Mapping[str, Actor]:
        """Actors of the directory by id."""
        return self.matcher.directory.actors

    def named(self, written: str) -> tuple[Name, ...]:
        """The names of the directory that are written so, best kind first."""
        entry = self.matcher.automaton.get(f" {fold(written)}", None)
        names: Iterable[Name] = (name for name, _ in entry[1]) if entry is not None else ()
        return tuple(name for name in names if not name.exact or name.written == written or written.isupper())

    def agent(self, phrase: str) -> Agent | None:
        """The agent noun that a data set's word for a generic actor is."""
        generic = self.words.generic.get(plain(phrase))
        noun = generic.singular if generic is not None else phrase
        found = next((name.agent for name in self.named(noun) if name.kind is NameKind.AGENT), None)
        if generic is not None and generic.sector:
            return generic
        return found

    def place(self, written: str) -> Actor | None:
        """The state, region, people or organisation that owns an actor: "Moldova, Republic of", "Hamas"."""
        for variant in _variants(written):
            key = self.words.names.get(plain(variant))
            if key is not None:
                return self.actors.get(key)
            names = [name for name in self.named(variant) if name.kind in OWNERS]
            if names:
                return self.actors[names[0].actor]
        return None

    def says_nothing(self, written: str) -> bool:
        """Whether an owner is none ("International", "Unidentified State Actor")."""
        return self.words.names.get(plain(written)) == ""

    def coded(self, code: str) -> Actor | None:
        """The actor of a three-letter code: ISO 3166 or CAMEO."""
        key = self.words.codes.get(code, code)
        actor = self.actors.get(key)
        return actor if key != code or (actor is not None and actor.kind is ActorKind.STATE) else None

    def hints(self, country: str | None, sector: str | None) -> Hints:
        """Country and sector as data sets write them, in our terms."""
        where, role = given(country), given(sector)
        actor = (self.coded(where) or self.place(where)) if where else None
        return Hints(
            home=actor.country if actor is not None else None,
            role=sector_of(role, self.words) if role else None,
            noun=self.words.roles.get(role, ("", ""))[1],
        )

    def roles_in(self, person: Actor, home: str | None) -> bool:
        """Whether a person held office in a country or in an organisation of it."""
        held = (self.actors.get(role.affiliation) for role in person.roles)
        return home is not None and any(body is not None and body.country == home for body in held)


def _variants(written: str) -> Iterator[str]:
    """A country's name as data sets write it and as it is spoken."""
    yield written
    if written.lower().startswith("the "):
        yield written[4:]
    first, comma, rest = written.partition(", ")
    if comma:
        yield f"{rest} {first}"
        yield first
    behind = BEHIND.fullmatch(written)
    if behind is not None:
        yield behind[1]


def table_actor(tables: NameTables, key: str, hints: Hints) -> Named:
    """An actor of the tables with its spells."""
    return of_table(tables.actors[key], tables.actors, country=hints.home, sector=hints.role)


def by_agent(tables: NameTables, agent: Agent, phrase: str, owner: Actor | None) -> Named:
    """An actor made of an owner and an agent noun, under the id that Dragoman itself gives it."""
    phrase = (agent.singular if tables.words.generic.get(plain(phrase)) else phrase).lower()
    held = None
    if owner is not None:
        directory = tables.matcher.directory
        if agent.kind != "person":
            body = known_body(tables.matcher, owner.id, phrase)
            if body is not None and body.sector == agent.sector:
                return table_actor(tables, body.id, Hints())
        held = Owner(
            key=owner.id,
            word=directory.adjectives.get(owner.id, owner.name),
            country=owner.country,
            affiliation=affiliation_of(directory, owner.id),
        )
    ref = composed(agent, phrase, held)
    return fixed(ref.id, ref.name, ref.kind, country=ref.country, sector=ref.sector, affiliation=owner)


def by_role(tables: NameTables, owner: Actor | None, hints: Hints) -> Named | None:
    """An actor of which only a country and a role are known (CAMEO's ISRGOV), or ``None`` if not even these are."""
    if hints.role is None:
        return table_actor(tables, owner.id, Hints()) if owner is not None else None
    noun = hints.noun or next((noun for sector, noun in tables.words.roles.values() if sector == hints.role), "")
    agent = tables.agent(noun)
    return by_agent(tables, agent, noun, owner) if agent is not None else None


def unknown(written: str, hints: Hints) -> Named:
    """An actor that no table has, with what the data set says of it."""
    return fixed(f"name:{folded_slug(written)}", written, ActorKind.UNKNOWN, country=hints.home, sector=hints.role)


def whole_name(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """An actor that the tables have under just this name."""
    key = tables.words.names.get(plain(written))
    if key:
        return table_actor(tables, key, hints) if key in tables.actors else whole_name(tables, key, hints)
    names = [name for name in tables.named(written) if _fits(tables, name, hints)]
    if not names:
        generic = tables.agent(written) if plain(written) in tables.words.generic else None
        return by_agent(tables, generic, written, tables.actors.get(hints.home or "")) if generic else None
    best = names[0].kind
    if best is NameKind.PERSON:
        people = [tables.actors[name.actor] for name in names if name.kind is best]
        owners = [hints.home] if hints.home else []
        return table_actor(tables, among_namesakes(people, None, owners, ()).id, hints)
    if best is NameKind.SURNAME:
        return called(tables, written, hints)
    return _of_kind(tables, names[0], hints)


def _fits(tables: NameTables, name: Name, hints: Hints) -> bool:
    """Whether a name can be meant, by the country the data set gives."""
    if name.kind is NameKind.HONORIFIC:
        return False
    actor = tables.actors.get(name.actor)
    if actor is None or hints.home is None or actor.country is None or actor.country == hints.home:
        return True
    return actor.kind in ANYWHERE


def _of_kind(tables: NameTables, name: Name, hints: Hints) -> Named | None:
    actor = tables.actors.get(name.actor)
    if name.agent is not None:
        owner = actor if actor is not None else tables.actors.get(hints.home or "")
        return by_agent(tables, name.agent, name.agent.singular if actor is not None else name.written, owner)
    if actor is None:
        return None
    if name.kind is NameKind.CITY:
        key = f"city:{folded_slug(name.written)}"
        return fixed(key, name.written, ActorKind.REGION, country=actor.country)
    if name.kind is NameKind.DEMONYM and actor.kind is ActorKind.STATE:
        people = f"{actor.id}/CVL/people"
        return fixed(people, name.written, ActorKind.POPULATION, country=actor.id, sector="CVL")
    if name.kind in OF_STATES and hints.role is not None:
        return by_role(tables, actor, hints)
    return table_actor(tables, actor.id, hints)


def called(tables: NameTables, written: str, hints: Hints, office: str = "") -> Named | None:
    """The one person that a surname or a given name alone can mean, whatever the day.

    With an office or a country, of those who held it there: the only one, or the only one in a highest office (two
    Clintons are none). With neither, only somebody who led a state or an organisation and has the name for himself.

    Args:
        office: class of the office that the title before the name means, "minister" for any ministry, or empty.
    """
    people = [tables.actors[key] for key in tables.matcher.surnames.get(fold(written), ())]
    limit = LEADS
    if office:
        people = [person for person in people if any(role.office.endswith(office) for role in person.roles)]
    if hints.home is not None:
        people = [person for person in people if tables.roles_in(person, hints.home)]
    if office or hints.home is not None:
        limit = len(HIGHEST)
    elif len(people) > 1:
        return None
    high = [person for person in people if min(map(rank, person.roles)) < limit]
    found = high if high or limit == LEADS else people
    return table_actor(tables, found[0].id, hints) if len(found) == 1 else None


def at_home(hints: Hints, home: str | None) -> Hints:
    """The same with another country, if there is one."""
    return replace(hints, home=home) if home is not None else hints

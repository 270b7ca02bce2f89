"""Loads the actor tables and users' actor files into one directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from dragoman.model.actors import Actor, ActorKind, Role
from dragoman.tables import folder, rows, split

ORGANISATION_KINDS: Mapping[str, ActorKind] = {
    "igo": ActorKind.IGO,
    "igo_agency": ActorKind.IGO,
    "alliance": ActorKind.IGO,
    "ngo": ActorKind.NGO,
    "armed_group": ActorKind.ARMED_GROUP,
    "party": ActorKind.PARTY,
    "movement": ActorKind.PARTY,
    "military": ActorKind.MILITARY,
    "media": ActorKind.MEDIA,
    "company": ActorKind.COMPANY,
}
USER_KEYS = frozenset(
    {
        "id",
        "name",
        "kind",
        "country",
        "sector",
        "aliases",
        "adjectives",
        "demonyms",
        "capitals",
        "acronyms",
        "gender",
        "parent",
        "roles",
    }
)


class NameKind(StrEnum):
    """What a name in the directory stands for."""

    PERSON = "person"
    STATE = "state"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    ORGANISATION = "organisation"
    REGION = "region"
    GROUP = "group"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A generic agent noun: "official", "foreign minister", "troops".

    Attributes:
        kind: ``person``, ``group`` or ``body``.
        office: office class it names, or empty.
    """

    singular: str
    plural: str
    sector: str
    kind: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way of writing an actor.

    Attributes:
        written: as in the table; capitals in it must stand in the text too.
        exact: the text must have it letter for letter (acronyms).
        actor: id of the actor, or empty for an agent noun.
        agent: the agent noun, for kind ``AGENT``.
        sector: for seats.
    """

    written: str
    kind: NameKind
    actor: str = ""
    agent: Agent | None = None
    exact: bool = False
    sector: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDirectory:
    """All actors and the ways to write them.

    Attributes:
        actors: by id; states under their ISO 3166 alpha-3 code.
        names: every way of writing one.
        adjectives: first adjective of each state, for the names of composed actors.
        problems: one line for each table row that was left out.
    """

    actors: Mapping[str, Actor]
    names: tuple[Name, ...]
    adjectives: Mapping[str, str]
    problems: tuple[str, ...] = ()


class _Builder:
    """Collects rows; used once, inside :func:`load_directory`."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.names: list[Name] = []
        self.adjectives: dict[str, str] = {}
        self.problems: list[str] = []

    def name(self, written: str, kind: NameKind, actor: str = "", **more: Any) -> None:
        """Add one way of writing; too short names are left out."""
        if len(written) > 1:
            self.names.append(Name(written=written, kind=kind, actor=actor, **more))

    def all_names(self, written: Iterable[str], kind: NameKind, actor: str) -> None:
        """Add several ways of writing one actor."""
        for one in written:
            self.name(one, kind, actor, exact=one.isupper())


def _add_states(build: _Builder) -> None:
    for row in rows(folder("actors") / "states.csv"):
        key = row["id"]
        build.actors[key] = Actor(
            id=key, name=row["name"], kind=ActorKind.STATE, country=key, aliases=split(row["aliases"])
        )
        build.all_names((row["name"], *split(row["aliases"])), NameKind.STATE, key)
        build.all_names(split(row["adjectives"]), NameKind.ADJECTIVE, key)
        build.all_names(split(row["demonyms"]), NameKind.DEMONYM, key)
        build.all_names(split(row["capitals"]), NameKind.CAPITAL, key)
        build.adjectives[key] = (split(row["adjectives"]) or (row["name"],))[0]


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _add_regions_and_groups(build: _Builder) -> None:
    for row in rows(folder("actors") / "regions.csv"):
        key = f"region:{_slug(row['name'])}"
        build.actors[key] = Actor(id=key, name=row["name"], kind=ActorKind.REGION, country=row["country"] or None)
        build.all_names((row["name"], *split(row["aliases"])), NameKind.REGION, key)
        build.all_names(split(row["adjectives"]), NameKind.REGION, key)
        build.all_names(split(row["demonyms"]), NameKind.GROUP, key)
        build.adjectives[key] = (split(row["adjectives"]) or (row["name"],))[0]
    for row in rows(folder("actors") / "groups.csv"):
        key = f"group:{_slug(row['plural'] or row['singular'])}"
        name = row["plural"] or row["singular"]
        build.actors[key] = Actor(
            id=key, name=name, kind=ActorKind.POPULATION, country=row["country"] or None, sector="CVL"
        )
        forms = {row["singular"], row["plural"], row["adjective"], *split(row["aliases"])} - {""}
        build.all_names(sorted(forms), NameKind.GROUP, key)
        build.adjectives[key] = row["adjective"] or name


def _add_organisations(build: _Builder) -> None:
    for table in sorted((folder("actors") / "organisations").iterdir(), key=lambda item: item.name):
        for row in rows(table):
            key = row["id"]
            build.actors[key] = Actor(
                id=key,
                name=row["name"],
                kind=ORGANISATION_KINDS.get(row["kind"], ActorKind.BODY),
                country=row["country"] or None,
                sector=row["sector"] or None,
                aliases=split(row["aliases"]),
                parent=row["parent"] or None,
            )
            build.all_names((row["name"], *split(row["aliases"])), NameKind.ORGANISATION, key)
            for acronym in split(row["acronyms"]):
                build.name(acronym, NameKind.ORGANISATION, key, exact=True)


def _add_people(build: _Builder) -> None:
    people: dict[str, list[dict[str, str]]] = defaultdict(list)
    for table in sorted((folder("actors") / "people").iterdir(), key=lambda item: item.name):
        for row in rows(table):
            people[row["id"]].append(row)
    for key, spells in people.items():
        first = spells[0]
        aliases = tuple(dict.fromkeys(alias for row in spells for alias in split(row["aliases"])))
        roles = tuple(
            Role(
                affiliation=row["country"],
                office=row["office"],
                title=row["title"],
                sector=row["sector"] or None,
                valid_from=row["valid_from"] or None,
                valid_to=row["valid_to"] or None,
            )
            for row in spells
        )
        build.actors[key] = Actor(
            id=key,
            name=first["name"],
            kind=ActorKind.PERSON,
            gender=first["gender"] or None,
            aliases=aliases,
            roles=tuple(sorted(roles, key=lambda role: role.valid_from or "")),
        )
        build.all_names((first["name"], *aliases), NameKind.PERSON, key)


def _add_seats_and_agents(build: _Builder) -> None:
    for row in rows(folder("actors") / "seats.csv"):
        build.name(row["alias"], NameKind.SEAT, row["country"], sector=row["sector"])
    seen = set()
    for row in rows(folder("actors") / "agents.csv"):
        if any(c.isupper() for c in row["singular"]) and not row["singular"].isupper():
            continue
        agent = Agent(**row)
        for written in {agent.singular, agent.plural} - {"", *seen}:
            seen.add(written)
            build.name(written, NameKind.AGENT, agent=agent)
    for row in rows(folder("actors") / "titles.csv"):
        title = row["title"]
        if title not in seen and len(title) > 2:
            seen.add(title)
            agent = Agent(singular=title, plural=title, sector="GOV", kind="person", office=row["office"])
            build.name(title, NameKind.AGENT, agent=agent)


def load_directory(user_files: Sequence[Path] = ()) -> ActorDirectory:
    """Load the tables that ship with the package, then users' files, which add to them or override them by id.

    Raises:
        ValueError: a user's file is malformed; one line names file, entry and what to do.
        OSError: a user's file can't be read.
    """
    build = _Builder()
    _add_states(build)
    _add_regions_and_groups(build)
    _add_organisations(build)
    _add_people(build)
    _add_seats_and_agents(build)
    for path in user_files:
        for entry in read_user_file(path):
            _add_user_entry(build, entry)
    return ActorDirectory(
        actors=build.actors, names=tuple(build.names), adjectives=build.adjectives, problems=tuple(build.problems)
    )


def read_user_file(path: Path) -> list[dict[str, Any]]:
    """Entries of a user's actor file (YAML), checked.

    Raises:
        ValueError: not a list of entries, an unknown key, or a kind that does not exist.
    """
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: not valid YAML ({str(error).splitlines()[0]}); see docs/actors.md") from error
    if not isinstance(loaded, list):
        raise ValueError(f"{path}: must be a list of actors, each with id, name and kind; see docs/actors.md")
    for number, entry in enumerate(loaded, 1):
        where = f"{path}, entry {number}"
        if not isinstance(entry, dict) or not {"id", "name", "kind"} <= set(entry):
            raise ValueError(f"{where}: needs id, name and kind")
        unknown = set(entry) - USER_KEYS
        if unknown:
            raise ValueError(
                f"{where} ({entry['id']}): unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(USER_KEYS))}"
            )
        if entry["kind"] not in set(ActorKind):
            raise ValueError(f"{where} ({entry['id']}): kind {entry['kind']!r} is not one of {', '.join(ActorKind)}")
    return loaded


def _add_user_entry(build: _Builder, entry: dict[str, Any]) -> None:
    key, kind = str(entry["id"]), ActorKind(entry["kind"])
    build.names = [name for name in build.names if name.actor != key]
    roles = tuple(
        Role(
            affiliation=str(role["affiliation"]),
            office=str(role.get("office", "other")),
            title=str(role.get("title", "")),
            sector=role.get("sector"),
            valid_from=str(role["from"]) if role.get("from") else None,
            valid_to=str(role["to"]) if role.get("to") else None,
        )
        for role in entry.get("roles", ())
    )
    country = entry.get("country") or (key if kind is ActorKind.STATE else None)
    build.actors[key] = Actor(
        id=key,
        name=str(entry["name"]),
        kind=kind,
        country=country,
        sector=entry.get("sector"),
        aliases=tuple(map(str, entry.get("aliases", ()))),
        gender=entry.get("gender"),
        parent=entry.get("parent"),
        roles=roles,
    )
    by_kind = {ActorKind.STATE: NameKind.STATE, ActorKind.PERSON: NameKind.PERSON, ActorKind.REGION: NameKind.REGION}
    group = kind in {ActorKind.POPULATION, ActorKind.GROUP}
    plain = by_kind.get(kind, NameKind.GROUP if group else NameKind.ORGANISATION)
    build.all_names((str(entry["name"]), *map(str, entry.get("aliases", ()))), plain, key)
    for acronym in entry.get("acronyms", ()):
        build.name(str(acronym), plain, key, exact=True)
    build.all_names(
        map(str, entry.get("adjectives", ())), NameKind.ADJECTIVE if kind is ActorKind.STATE else plain, key
    )
    build.all_names(map(str, entry.get("demonyms", ())), NameKind.DEMONYM, key)
    build.all_names(map(str, entry.get("capitals", ())), NameKind.CAPITAL, key)
    if entry.get("adjectives"):
        build.adjectives[key] = str(entry["adjectives"][0])

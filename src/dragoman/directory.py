"""Loads the actor tables and users' actor files into one directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from dragoman.model.actors import Actor, ActorKind, Role
from dragoman.model.ids import slug
from dragoman.tables import folder, lines, rows, split

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
ORGANISATION = "org:"
"""Prefix that marks an organisation's id in the tables' country column; the directory holds ids without it."""


class NameKind(StrEnum):
    """What a name in the directory stands for."""

    PERSON = "person"
    STATE = "state"
    ADJECTIVE = "adjective"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    CITY = "city"
    SEAT = "seat"
    ORGANISATION = "organisation"
    REGION = "region"
    GROUP = "group"
    AGENT = "agent"
    HONORIFIC = "honorific"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A generic agent noun: "official", "foreign minister", "troops".

    Attributes:
        kind: ``person``, ``group`` or ``body``.
        office: office class it names, or empty.
        use: empty for a noun that is an actor by itself; ``owned`` for one that is only with its country or
            organisation beside it ("head", "unit"); ``relation`` for one that is somebody other than its possessor
            ("Iran's *neighbours*"); ``country`` for one that stands for a state ("nation").
        base_singular, base_plural: the noun in neutral words and without those that don't change who is meant
            ("civilian" for "innocent civilian", "government" for "regime").
    """

    singular: str
    plural: str
    sector: str
    kind: str
    office: str
    use: str = ""
    base_singular: str = ""
    base_plural: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_singular", self.base_singular or self.singular)
        object.__setattr__(self, "base_plural", self.base_plural or self.plural or self.singular)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One way of writing an actor.

    Attributes:
        written: as in the table; capitals in it must stand in the text too.
        exact: the text must have it letter for letter (acronyms).
        actor: id of the actor (the country's for a city), or empty for an agent noun.
        agent: the agent noun, for kinds ``AGENT`` and ``HONORIFIC``; the body that sits there, for ``SEAT``.
    """

    written: str
    kind: NameKind
    actor: str = ""
    agent: Agent | None = None
    exact: bool = False


@cache
def load_words() -> Mapping[str, frozenset[str]]:
    """Word lists of the resolver, by file name."""
    found = folder("actors", "words").iterdir()
    words = {table.name.removesuffix(".txt"): frozenset(lines(table)) for table in found if table.name.endswith(".txt")}
    words["not_persons"] = words["institutions"] | words["geography"] | words["dates"]
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorDirectory:
    """All actors and the ways to write them.

    Attributes:
        actors: by id; states under their ISO 3166 alpha-3 code.
        names: every way of writing one.
        adjectives: first adjective of each state, region and group, and the short name of organisations known by one
            ("UN"), for the names of composed actors.
        words: word lists of the resolver (``data/actors/words``) by name.
        problems: one line for each table row that was left out.
    """

    actors: Mapping[str, Actor]
    names: tuple[Name, ...]
    adjectives: Mapping[str, str]
    words: Mapping[str, frozenset[str]] = field(default_factory=lambda: load_words())
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


def _tables(*parts: str) -> list[Traversable]:
    found = folder("actors", *parts).iterdir()
    return sorted((table for table in found if table.name.endswith(".csv")), key=lambda table: table.name)


def _add_states(build: _Builder) -> None:
    for row in rows(folder("actors") / "states.csv"):
        key = row["id"]
        aliases, adjectives = split(row["aliases"]), split(row["adjectives"])
        build.actors[key] = Actor(id=key, name=row["name"], kind=ActorKind.STATE, country=key, aliases=aliases)
        build.all_names((row["name"], *aliases), NameKind.STATE, key)
        build.all_names(adjectives, NameKind.ADJECTIVE, key)
        build.all_names(split(row["demonyms"]), NameKind.DEMONYM, key)
        build.all_names(split(row["capitals"]), NameKind.CAPITAL, key)
        build.all_names(split(row["cities"]), NameKind.CITY, key)
        build.adjectives[key] = (adjectives or (row["name"],))[0]


def _add_regions_and_groups(build: _Builder) -> None:
    for row in rows(folder("actors") / "regions.csv"):
        key = f"region:{slug(row['name'])}"
        build.actors[key] = Actor(id=key, name=row["name"], kind=ActorKind.REGION, country=row["country"] or None)
        build.all_names((row["name"], *split(row["aliases"])), NameKind.REGION, key)
        build.all_names(split(row["adjectives"]), NameKind.REGION, key)
        build.all_names(split(row["demonyms"]), NameKind.GROUP, key)
        build.adjectives[key] = (split(row["adjectives"]) or (row["name"],))[0]
    for row in rows(folder("actors") / "groups.csv"):
        name = row["plural"] or row["singular"]
        key = f"group:{slug(name)}"
        country = row["country"] or None
        build.actors[key] = Actor(id=key, name=name, kind=ActorKind.POPULATION, country=country, sector="CVL")
        forms = {row["singular"], row["plural"], row["adjective"], *split(row["aliases"])} - {""}
        build.all_names(sorted(forms), NameKind.GROUP, key)
        build.adjectives[key] = row["adjective"] or row["singular"] or name


def _add_organisations(build: _Builder) -> None:
    for row in (row for table in _tables("organisations") for row in rows(table)):
        key, acronyms = row["id"], split(row["acronyms"])
        kind = ORGANISATION_KINDS.get(row["kind"], ActorKind.BODY)
        build.actors[key] = Actor(
            id=key,
            name=row["name"],
            kind=kind,
            country=row["country"] or None,
            sector=row["sector"] or None,
            aliases=split(row["aliases"]),
            parent=row["parent"] or None,
            acronym=acronyms[0] if acronyms else None,
        )
        build.all_names((row["name"], *split(row["aliases"])), NameKind.ORGANISATION, key)
        for acronym in acronyms:
            build.name(acronym, NameKind.ORGANISATION, key, exact=True)
        if acronyms and kind is ActorKind.IGO:
            build.adjectives[key] = acronyms[0]


def _add_people(build: _Builder) -> None:
    people: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in (row for table in _tables("people") for row in rows(table)):
        people[row["id"]].append(row)
    for key, spells in people.items():
        name = spells[0]["name"]
        aliases = tuple(dict.fromkeys(alias for row in spells for alias in split(row["aliases"]) if alias != name))
        roles = [
            Role(
                affiliation=row["country"].removeprefix(ORGANISATION),
                office=row["office"],
                title=row["title"],
                sector=row["sector"] or None,
                valid_from=row["valid_from"] or None,
                valid_to=row["valid_to"] or None,
            )
            for row in spells
        ]
        build.actors[key] = Actor(
            id=key,
            name=name,
            kind=ActorKind.PERSON,
            gender=spells[0]["gender"] or None,
            aliases=aliases,
            roles=tuple(sorted(roles, key=lambda role: role.valid_from or "")),
        )
        build.all_names((name, *aliases), NameKind.PERSON, key)


def _plain_agent(word: str, sector: str, kind: str, office: str = "") -> Agent:
    return Agent(singular=word, plural=word, sector=sector, kind=kind, office=office)


def _add_seats(build: _Builder) -> None:
    for row in rows(folder("actors") / "seats.csv"):
        actor = row["country"] or row["body"].removeprefix(ORGANISATION)
        if actor in build.actors:
            body = row["body"] if row["country"] else ""
            agent = _plain_agent(body, row["sector"], "body")
            build.name(row["alias"], NameKind.SEAT, actor, exact=row["alias"].isupper(), agent=agent if body else None)
        else:
            build.problems.append(f"seats.csv: {row['alias']}: no actor {actor!r}; give a country or org: id")


def _base(agent: Agent, agents: Mapping[str, Agent], neutral: str, qualifiers: tuple[str, ...]) -> Agent:
    """The agent noun in neutral words, without words that do not change who is meant."""
    base = agents.get(neutral, agent)
    while base.singular.startswith(qualifiers):
        prefix = next(prefix for prefix in qualifiers if base.singular.startswith(prefix))
        shorter = agents.get(base.singular.removeprefix(prefix))
        if shorter is None or (shorter.sector != agent.sector and agent.sector != "ELI"):
            break
        base = shorter
    return base


def _add_agents(build: _Builder) -> None:
    qualifiers = ("ex-", *(f"{word} " for word in sorted(load_words()["qualifiers"])))
    table = list(rows(folder("actors") / "agents.csv"))
    neutral = {row["singular"]: row.pop("base") for row in table}
    agents = {row["singular"]: Agent(**row) for row in table}
    seen: set[str] = set()
    for agent in agents.values():
        base = _base(agent, agents, neutral[agent.singular], qualifiers)
        based = replace(agent, base_singular=base.singular, base_plural=base.plural)
        for written in sorted({agent.singular, agent.plural} - {"", *seen}):
            seen.add(written)
            build.name(written, NameKind.AGENT, agent=based, exact=written.isupper())
    for row in rows(folder("actors") / "titles.csv"):
        title = row["title"]
        if title not in seen:
            kind = NameKind.HONORIFIC if row["scope"] == "honorific" else NameKind.AGENT
            agent = _plain_agent(title, row["sector"], "person", row["office"])
            build.name(title, kind, agent=agent, exact=title.isupper())


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
    _add_seats(build)
    _add_agents(build)
    for path in user_files:
        entries = read_user_file(path)
        for entry in entries:
            _add_user_entry(build, entry)
        _check_references(build, path, entries)
    return ActorDirectory(
        actors=build.actors,
        names=tuple(build.names),
        adjectives=build.adjectives,
        problems=tuple(build.problems),
    )


LIST_KEYS = ("aliases", "adjectives", "demonyms", "capitals", "cities", "acronyms", "roles")
USER_KEYS = frozenset({"id", "name", "kind", "country", "sector", "gender", "parent", *LIST_KEYS})
ROLE_KEYS = frozenset({"affiliation", "office", "title", "sector", "from", "to"})


def read_user_file(path: Path) -> list[dict[str, Any]]:
    """Entries of a user's actor file (YAML), checked.

    Raises:
        ValueError: not a list of entries, an unknown key, or a kind that does not exist.
        OSError: the file can't be read.
    """
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not valid YAML ({str(error).splitlines()[0]}); see docs/actors.md") from error
    if not isinstance(loaded, list):
        raise ValueError(f"{path}: must be a list of actors, each with id, name and kind; see docs/actors.md")
    for number, entry in enumerate(loaded, 1):
        where = f"{path}, entry {number}"
        if not isinstance(entry, dict) or not {"id", "name", "kind"} <= set(entry):
            raise ValueError(f"{where}: needs id, name and kind")
        _check_entry(f"{where} ({entry['id']})", entry)
    return loaded


def _check_entry(where: str, entry: dict[str, Any]) -> None:
    _check_keys(where, entry, USER_KEYS)
    if entry["kind"] not in set(ActorKind):
        raise ValueError(f"{where}: kind {entry['kind']!r} is not one of {', '.join(ActorKind)}")
    for key in LIST_KEYS:
        if not isinstance(entry.get(key, []), list):
            raise ValueError(f"{where}: {key} must be a list, like [{entry[key]}]")
    for role in entry.get("roles", ()):
        if not isinstance(role, dict) or "affiliation" not in role:
            raise ValueError(f"{where}: each role needs an affiliation, the id of a state or organisation")
        _check_keys(where, role, ROLE_KEYS)


def _check_keys(where: str, entry: dict[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(map(str, set(entry) - known))
    if unknown:
        raise ValueError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}")


def _check_references(build: _Builder, path: Path, entries: list[dict[str, Any]]) -> None:
    for number, entry in enumerate(entries, 1):
        named = [str(role["affiliation"]).removeprefix(ORGANISATION) for role in entry.get("roles", ())]
        named += [str(entry[key]) for key in ("country", "parent") if entry.get(key)]
        missing = next((one for one in named if one not in build.actors), None)
        if missing is not None:
            where = f"{path}, entry {number} ({entry['id']})"
            raise ValueError(f"{where}: no state or organisation has the id {missing!r}; add it to the file")


def _strings(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(map(str, entry.get(key, ())))


def _user_actor(entry: dict[str, Any]) -> Actor:
    key, kind = str(entry["id"]), ActorKind(entry["kind"])
    roles = tuple(
        Role(
            affiliation=str(role["affiliation"]).removeprefix(ORGANISATION),
            office=str(role.get("office", "other")),
            title=str(role.get("title", "")).lower(),
            sector=role.get("sector"),
            valid_from=str(role["from"]) if role.get("from") else None,
            valid_to=str(role["to"]) if role.get("to") else None,
        )
        for role in entry.get("roles", ())
    )
    return Actor(
        id=key,
        name=str(entry["name"]),
        kind=kind,
        country=entry.get("country") or (key if kind is ActorKind.STATE else None),
        sector=entry.get("sector"),
        aliases=_strings(entry, "aliases"),
        gender=entry.get("gender"),
        parent=entry.get("parent"),
        roles=tuple(sorted(roles, key=lambda role: role.valid_from or "")),
    )


def _add_user_entry(build: _Builder, entry: dict[str, Any]) -> None:
    actor = _user_actor(entry)
    key, kind = actor.id, actor.kind
    build.names = [name for name in build.names if name.actor != key]
    build.actors[key] = actor
    by_kind = {ActorKind.STATE: NameKind.STATE, ActorKind.PERSON: NameKind.PERSON, ActorKind.REGION: NameKind.REGION}
    group = kind in {ActorKind.POPULATION, ActorKind.GROUP}
    plain = by_kind.get(kind, NameKind.GROUP if group else NameKind.ORGANISATION)
    build.all_names((actor.name, *actor.aliases), plain, key)
    for acronym in _strings(entry, "acronyms"):
        build.name(acronym, plain, key, exact=True)
    adjectives = _strings(entry, "adjectives")
    build.all_names(adjectives, NameKind.ADJECTIVE if kind is ActorKind.STATE else plain, key)
    demonyms = NameKind.DEMONYM if kind is ActorKind.STATE else NameKind.GROUP
    build.all_names(_strings(entry, "demonyms"), demonyms, key)
    build.all_names(_strings(entry, "capitals"), NameKind.CAPITAL, key)
    build.all_names(_strings(entry, "cities"), NameKind.CITY, key)
    if adjectives:
        build.adjectives[key] = adjectives[0]

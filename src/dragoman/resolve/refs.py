"""Builds references to actors: states, bodies, populations, and those composed of a country and a noun."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.directory import Agent, Name, NameKind
from dragoman.model.actors import Actor, ActorKind, ActorRef
from dragoman.resolve.matcher import ActorMatcher, Spotted, fold
from dragoman.resolve.page import OWNERS, Page, folded_slug
from dragoman.resolve.roles import affiliation_of

BODY_SECTORS = {
    "GOV": ActorKind.GOVERNMENT,
    "MIL": ActorKind.MILITARY,
    "MED": ActorKind.MEDIA,
    "BUS": ActorKind.COMPANY,
}
POPULAR_SECTORS = frozenset({"CVL", "REF", "LAB", "EDU", "REL", "SOC"})
OWN_SIDE = frozenset({"REB", "UAF", "CRM", "OPP"})
"""Sectors whose people are of a country without acting for it: Velmoran rebels do not act for Velmora."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The country or organisation that an agent noun belongs to.

    Attributes:
        key: id of the actor.
        word: how the composed name begins ("Israeli", "UN", "Aleppo").
        country: ISO 3166 alpha-3 or ``None``.
        affiliation: what the composed actor acts for.
    """

    key: str
    word: str
    country: str | None
    affiliation: str | None


def best_name(page: Page, found: Spotted, kinds: tuple[NameKind, ...] = OWNERS) -> Name:
    """The reading of a spotted name: the best kind, and of several states the one the text names elsewhere."""
    names = found.of(*kinds) or found.names
    rivals = [name for name in names if name.kind is names[0].kind]
    return next((name for name in rivals if name.actor in page.countries), names[0]) if len(rivals) > 1 else names[0]


def owner(page: Page, found: Spotted) -> Owner:
    """What a spotted name stands for as the owner of an agent noun."""
    name = best_name(page, found)
    actor = page.matcher.directory.actors[name.actor]
    adjective = page.matcher.directory.adjectives.get(actor.id, actor.name)
    plural = name.kind is NameKind.ORGANISATION and fold(actor.name) == f"{fold(name.written)}s"
    word = name.written if name.kind is NameKind.CITY or plural else adjective
    return Owner(
        key=actor.id,
        word=word,
        country=actor.country,
        affiliation=affiliation_of(page.matcher.directory, actor.id),
    )


def owner_of_person(page: Page, ref: ActorRef) -> Owner | None:
    """The country or organisation somebody acts for, as owner: "Netanyahu's government" is Israel's."""
    directory = page.matcher.directory
    key = ref.country if ref.affiliation == ref.country else None
    if key is None and ref.affiliation is not None:
        key = page.matcher.bodies.get(fold(ref.affiliation))
    if key is None or key not in directory.actors:
        return None
    actor = directory.actors[key]
    return Owner(
        key=key,
        word=directory.adjectives.get(key, actor.name),
        country=actor.country,
        affiliation=affiliation_of(directory, key),
    )


def known_body(matcher: ActorMatcher, key: str, phrase: str) -> Actor | None:
    """The organisation of the tables that a country's body is ("army" of Israel, as "Israeli army")."""
    for word in matcher.adjectives.get(key, ()):
        found = matcher.bodies.get(fold(f"{word} {phrase}"))
        if found is not None:
            return matcher.directory.actors[found]
    return None


def agent_kind(agent: Agent) -> ActorKind:
    """Kind of the actor that an agent noun names."""
    if agent.kind == "body":
        return BODY_SECTORS.get(agent.sector, ActorKind.BODY)
    if agent.sector in POPULAR_SECTORS:
        return ActorKind.POPULATION
    if agent.kind == "group":
        return ActorKind.MILITARY if agent.sector == "MIL" else ActorKind.GROUP
    return ActorKind.GROUP if agent.sector in OWN_SIDE else ActorKind.OFFICE


def composed(
    agent: Agent, phrase: str, held: Owner | None, *, sector: str = "", stance: str = "", own: bool = True
) -> ActorRef:
    """An actor made of an owner and an agent noun.

    Args:
        agent: the noun.
        phrase: how it reads, in lower case ("interior ministry spokesman").
        held: its owner, or ``None``.
        sector: in place of the noun's own (ELI for former officials).
        stance: ``-backed``, ``-led``, ``-run``, ``pro-``, ``anti-`` or the like.
        own: whether the actor belongs to its owner; those only backed by, for or against somebody have no country
            from it.
    """
    sector = sector or agent.sector
    noun = folded_slug(agent.base_singular)
    if held is None:
        return ActorRef(id=f"/{sector}/{noun}", name=phrase, kind=agent_kind(agent), sector=sector or None)
    word = f"{stance}{held.word}" if stance.endswith("-") else f"{held.word}{stance}"
    key = f"{stance}{held.key}" if stance.endswith("-") else f"{held.key}{stance}"
    if own and stance != "-led":
        key = held.key
    return ActorRef(
        id=f"{key}/{sector}/{noun}",
        name=f"{word} {phrase}",
        kind=agent_kind(agent),
        country=held.country if own else None,
        sector=sector or None,
        affiliation=held.affiliation if own and (sector not in OWN_SIDE or held.affiliation != held.country) else None,
    )


def actor_ref(matcher: ActorMatcher, actor: Actor, inferred: bool = False) -> ActorRef:
    """An actor of the tables as it stands."""
    return ActorRef(
        id=actor.id,
        name=actor.name,
        kind=actor.kind,
        country=actor.country,
        sector=actor.sector,
        affiliation=affiliation_of(matcher.directory, actor.id),
        inferred=inferred,
    )


def plain(page: Page, found: Spotted) -> tuple[ActorRef, ...]:
    """The actor of a state, organisation, region, group, seat or capital as it stands."""
    name = best_name(page, found)
    actor = page.matcher.directory.actors[name.actor]
    inferred = name.kind in {NameKind.CAPITAL, NameKind.SEAT}
    if name.agent is not None:
        body = known_body(page.matcher, actor.id, name.written)
        body = body or known_body(page.matcher, actor.id, name.agent.singular)
        if body is not None:
            return (actor_ref(page.matcher, body, inferred),)
        return (replace(composed(name.agent, name.agent.singular, owner(page, found)), inferred=True),)
    return (actor_ref(page.matcher, actor, inferred),)


def city(page: Page, name: Name) -> ActorRef:
    """A city as that to which something is done."""
    country = page.matcher.directory.actors[name.actor].country
    return ActorRef(id=f"city:{folded_slug(name.written)}", name=name.written, kind=ActorKind.REGION, country=country)


def population(page: Page, found: Spotted) -> tuple[ActorRef, ...]:
    """The people of a state, named by a noun ("Israelis")."""
    name = best_name(page, found, (NameKind.DEMONYM,))
    actor = page.matcher.directory.actors[name.actor]
    if actor.kind is not ActorKind.STATE:
        return (actor_ref(page.matcher, actor),)
    people = ActorRef(
        id=f"{actor.id}/CVL/people",
        name=name.written,
        kind=ActorKind.POPULATION,
        country=actor.id,
        sector="CVL",
        affiliation=actor.id,
    )
    return (people,)

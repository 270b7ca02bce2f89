"""Parties: actors as sides of a negotiation. Who acts for a state or an organisation counts as that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.model.actors import FOR_THE_STATE, ORGANISATIONS, ActorKind, ActorRef
from dragoman.model.facts import Assessment, Condition, Event, Fact, Figure, Position, Proposal, Statement
from dragoman.model.ids import slug


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Party:
    """A side: a state, an organisation, or an actor that belongs to neither.

    Attributes:
        id: made of the name.
        vague: a description that may mean others in another report ("officials").
    """

    name: str
    id: str
    vague: bool = False


class Parties:
    """Knows the names of states among the actors it was made from."""

    def __init__(self, actors: Iterable[ActorRef], names: Mapping[str, str] | None = None) -> None:
        self._names = dict(names or {})
        self._names.update({actor.id: actor.name for actor in actors if actor.kind is ActorKind.STATE})
        self._known: dict[ActorRef, Party] = {}

    def of(self, actor: ActorRef) -> Party:
        """The party of an actor: an official's state, a member's organisation, else the actor."""
        found = self._known.get(actor)
        if found is None:
            found = self._known[actor] = self._of(actor)
        return found

    def _of(self, actor: ActorRef) -> Party:
        acts_for = actor.affiliation
        if actor.kind in ORGANISATIONS and acts_for and _is_its_acronym(actor, acts_for):
            return _party(acts_for)
        if actor.kind is ActorKind.STATE or actor.kind in ORGANISATIONS:
            return _party(actor.name)
        if actor.country and actor.sector in FOR_THE_STATE and acts_for in {actor.country, None}:
            return _party(self._names.get(actor.country, actor.country))
        if acts_for and acts_for != actor.country and actor.kind in {ActorKind.PERSON, ActorKind.OFFICE}:
            return _party(self._names.get(acts_for, acts_for))
        return _party(actor.name, vague=actor.id.startswith("/"))


def _is_its_acronym(actor: ActorRef, label: str) -> bool:
    """Whether a label is an organisation's own ("UN"), by which its people go too, and not that of its parent."""
    initials = "".join(word[0] for word in actor.name.split() if word[0].isupper())
    return slug(label) == actor.id or label == initials


def _party(name: str, *, vague: bool = False) -> Party:
    return Party(id=slug(name), name=name, vague=vague)


def actors_of_fact(fact: Fact) -> Iterator[ActorRef]:
    """All actors that take part in a fact; who tells it is not among them, except in a statement."""
    if isinstance(fact, Event):
        yield from fact.sources
        yield from fact.targets
    elif isinstance(fact, Position):
        yield fact.holder
    elif isinstance(fact, Statement):
        if fact.speaker is not None:
            yield fact.speaker
        yield from fact.addressees
    elif isinstance(fact, Proposal):
        yield from fact.sponsors
        yield from (response.actor for response in fact.responses)
    elif isinstance(fact, Condition):
        yield from (actor for actor in (fact.set_by, fact.said_by) if actor is not None)
    elif isinstance(fact, Assessment):
        yield from fact.pair
        yield from fact.speakers
    elif isinstance(fact, Figure):
        yield from fact.victims

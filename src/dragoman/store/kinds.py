"""What the store keeps of each kind of fact besides what all kinds share: actors by role, columns, phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dragoman.model.actors import ActorRef
from dragoman.model.chains import innermost
from dragoman.model.facts import (
    Assessment,
    Condition,
    Event,
    Fact,
    Figure,
    Phrase,
    Position,
    Proposal,
    Statement,
)
from dragoman.model.text import Document, Span

Row = tuple[Any, ...]
Sides = tuple[tuple[str, Sequence[ActorRef]], ...]


def _one(actor: ActorRef | None) -> tuple[ActorRef, ...]:
    return () if actor is None else (actor,)


def _claimants(fact: Figure) -> tuple[ActorRef, ...]:
    """Who gives a figure in the first place."""
    return tuple(link.speaker for link in innermost(fact.attribution) if link.speaker is not None)


ROLES: Mapping[type[Fact], Callable[[Any], Sides]] = {
    Event: lambda fact: (("source", fact.sources), ("target", fact.targets)),
    Statement: lambda fact: (("speaker", _one(fact.speaker)), ("addressee", fact.addressees)),
    Position: lambda fact: (("holder", (fact.holder,)),),
    Proposal: lambda fact: (
        ("sponsor", fact.sponsors),
        ("responder", tuple(response.actor for response in fact.responses)),
    ),
    Condition: lambda fact: (("set_by", _one(fact.set_by)), ("said_by", _one(fact.said_by))),
    Assessment: lambda fact: (("about", fact.pair), ("speaker", fact.speakers)),
    Figure: lambda fact: (("victim", fact.victims), ("claimant", _claimants(fact))),
}
"""The actors of a fact by the role they have in it."""


def actors_of(fact: Fact) -> Sides:
    """Actors of a fact by role; none for a kind that is not ours."""
    sides = ROLES.get(type(fact))
    return sides(fact) if sides is not None else ()


def _words(spans: Sequence[Span], document: Document) -> str:
    parts = (document.text[span.start : span.end] for span in spans if span.document_id == document.id)
    return " ".join(" ".join(part.split()) for part in parts)


def kind_row(fact: Fact, document: Document) -> tuple[str, Row] | None:
    """The row of the kind's own table, with the table's name; ``None`` for a kind that is not ours."""
    match fact:
        case Event():
            row: Row = (
                fact.plover, fact.mode, fact.context, fact.cameo, fact.quad_class, fact.goldstein, fact.background,
                fact.symmetric, fact.trigger,
            )  # fmt: skip
        case Statement():
            content = _words(fact.content, document)
            row = (fact.cue, fact.written, fact.unnamed, fact.direct, str(fact.form), content)
        case Position():
            row = (fact.issue.text, str(fact.stance), str(fact.strength), fact.trigger)
        case Proposal():
            row = (fact.name, fact.form, fact.phases, str(fact.status), fact.answers_to)
        case Condition():
            row = (fact.consequent.text, str(fact.join), str(fact.type), fact.marker)
        case Assessment():
            row = (
                fact.topic, str(fact.direction), fact.since, fact.since_date.value, fact.in_title, fact.contrast,
                fact.trigger,
            )  # fmt: skip
        case Figure():
            row = (
                fact.measure, fact.counted, fact.low, fact.high, fact.written, fact.approximate, fact.unit,
            )  # fmt: skip
        case _:
            return None
    return f"{type(fact).__name__.lower()}s", (fact.id, *row)


def phrases_of(fact: Fact) -> Iterator[tuple[str, Phrase]]:
    """The phrases of a fact with their roles, in text order within a role."""
    match fact:
        case Position():
            yield "issue", fact.issue
        case Proposal():
            yield from (("term", phrase) for phrase in fact.terms)
        case Condition():
            yield "consequent", fact.consequent
            yield from (("antecedent", phrase) for phrase in fact.antecedents)


def spans_of(fact: Fact) -> Iterator[tuple[str, Span]]:
    """All places a fact stands on, with what each is to it; none twice."""
    places = [("evidence", span) for span in fact.evidence]
    places += fact.match.spans
    if isinstance(fact, Statement):
        places += [("content", span) for span in fact.content]
    if isinstance(fact, Proposal):
        places += [("response", response.evidence) for response in fact.responses]
    places += [(role, span) for role, phrase in phrases_of(fact) for span in phrase.spans]
    if fact.date.evidence is not None:
        places.append(("date", fact.date.evidence))
    yield from dict.fromkeys(places)

"""Facts as JSON objects in the shape of the annotation guide, with ids, offsets, attribution and versions beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dragoman.exchange.parts import (
    OUTLET,
    UNNAMED_SOURCE,
    Row,
    actor_row,
    attribution_row,
    bare_actor,
    evidence_row,
    phrase_rows,
    plain_number,
    quote,
    span_row,
    teller_row,
    tellers,
    unquoted,
    words_of,
)
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import (
    Assessment,
    Condition,
    Event,
    Fact,
    Figure,
    Position,
    Proposal,
    Response,
    Statement,
)
from dragoman.model.text import Document


def fact_row(fact: Fact, document: Document) -> Row:
    """A fact as one JSON object: the fields of the annotation guide, plus ids, offsets, attribution and versions.

    Evidence that lies in another document is given by its offsets and that document's id, without words. Of a kind that
    an add-on made, the row has what all kinds share.
    """
    body = BODIES.get(type(fact))
    first, *further = fact.evidence
    return {
        "kind": type(fact).__name__.lower(),
        "id": fact.id,
        "document": document.id,
        **(body(fact, document) if body is not None else {}),
        "factuality": str(fact.factuality),
        "date": fact.date.value,
        "date_end": fact.date.end_value,
        "date_basis": str(fact.date.basis),
        "place": _place(fact),
        "attribution": [attribution_row(link) for link in fact.attribution],
        "evidence": quote(first, document),
        "offsets": span_row(first, document.id),
        "further_evidence": [evidence_row(span, document) for span in further],
        "spans": [{"role": role, **span_row(span, document.id)} for role, span in fact.match.spans],
        "confidence": fact.confidence,
        "rule": fact.match.rule,
        "notes": list(fact.match.notes),
        "extractor": fact.extractor,
    }


def _place(fact: Fact) -> Row | None:
    if fact.place is None:
        return None
    place = fact.place
    return {"written": place.written, "name": place.name, "id": place.id, "country": place.country}


def _event(fact: Event, document: Document) -> Row:
    return {
        "source": [actor_row(actor) for actor in fact.sources],
        "target": [actor_row(actor) for actor in fact.targets],
        "plover": fact.plover,
        "mode": fact.mode,
        "context": fact.context,
        "cameo": fact.cameo,
        "quad_class": fact.quad_class,
        "goldstein": fact.goldstein,
        "background": fact.background,
        "symmetric": fact.symmetric,
        "trigger": fact.trigger,
    }


NAMELESS = frozenset({ActorKind.OFFICE, ActorKind.GROUP, ActorKind.POPULATION, ActorKind.UNKNOWN})
"""Kinds of actor whose name may be only a common noun ("diplomats")."""


def _statement(fact: Statement, document: Document) -> Row:
    speaker = actor_row(fact.speaker) if fact.speaker is not None else bare_actor(fact.written or UNNAMED_SOURCE)
    nameless = fact.speaker is not None and fact.speaker.kind in NAMELESS and fact.speaker.affiliation is None
    if fact.unnamed and fact.written and nameless:
        speaker["actor"] = fact.written  # "two diplomats familiar with the talks" says more than "diplomats"
    return {
        "speaker": speaker,
        "written": fact.written,
        "unnamed": fact.unnamed,
        "cue": fact.cue,
        "direct": fact.direct,
        "content": words_of(fact.content, document),
        "quoted": [unquoted(quote(span, document)) for span in fact.quoted],
        "form": str(fact.form),
        "addressee": [actor_row(actor) for actor in fact.addressees],
        "content_offsets": [span_row(span, document.id) for span in fact.content],
    }


def _position(fact: Position, document: Document) -> Row:
    return {
        "holder": actor_row(fact.holder),
        "issue": fact.issue.text,
        "stance": str(fact.stance),
        "strength": str(fact.strength),
        "attributed_to": _ascribed(fact),
        "trigger": fact.trigger,
        "issue_offsets": phrase_rows(fact.issue, document.id),
    }


def _ascribed(fact: Position) -> Row | None:
    """Who says that this is the holder's position, if neither the outlet nor the holder does."""
    found = teller_row(fact)
    if found == OUTLET or fact.holder.id in {actor.id for actor in tellers(fact)}:
        return None
    return bare_actor(UNNAMED_SOURCE) if isinstance(found, str) else found


def _proposal(fact: Proposal, document: Document) -> Row:
    return {
        "name": fact.name,
        "form": fact.form,
        "sponsors": [actor_row(actor) for actor in fact.sponsors],
        "phases_or_terms": [phrase.text for phrase in fact.terms],
        "phases": fact.phases,
        "responses": [_response(response, document) for response in fact.responses],
        "status": str(fact.status),
        "answers_to": fact.answers_to,
        "term_offsets": [phrase_rows(phrase, document.id) for phrase in fact.terms],
    }


def _response(response: Response, document: Document) -> Row:
    return {
        **actor_row(response.actor),
        "response": str(response.answer),
        "date": response.date.value,
        "date_basis": str(response.date.basis),
        "evidence": quote(response.evidence, document),
        "offsets": span_row(response.evidence, document.id),
    }


def _condition(fact: Condition, document: Document) -> Row:
    return {
        "consequent": fact.consequent.text,
        "antecedents": [phrase.text for phrase in fact.antecedents],
        "join": str(fact.join),
        "type": str(fact.type),
        "set_by": _or_none(fact.set_by),
        "said_by": _or_none(fact.said_by),
        "marker": fact.marker,
        "consequent_offsets": phrase_rows(fact.consequent, document.id),
        "antecedent_offsets": [phrase_rows(phrase, document.id) for phrase in fact.antecedents],
    }


def _or_none(actor: ActorRef | None) -> Row | None:
    return actor_row(actor) if actor is not None else None


def _assessment(fact: Assessment, document: Document) -> Row:
    return {
        "about": [actor.name for actor in fact.pair] if len(fact.pair) == 2 else fact.topic,
        "topic": fact.topic,
        "pair": [actor_row(actor) for actor in fact.pair],
        "direction": str(fact.direction),
        "since": fact.since,
        "since_date": fact.since_date.value,
        "said_by": actor_row(fact.speakers[0]) if fact.speakers else teller_row(fact),
        "speakers": [actor_row(actor) for actor in fact.speakers],
        "in_title": fact.in_title,
        "contrast": fact.contrast,
        "trigger": fact.trigger,
    }


def _figure(fact: Figure, document: Document) -> Row:
    return {
        "counted": fact.counted,
        "measure": fact.measure,
        "low": plain_number(fact.low),
        "high": plain_number(fact.high),
        "written": fact.written,
        "approximate": fact.approximate,
        "unit": fact.unit,
        "victims": [actor_row(actor) for actor in fact.victims],
        "where": fact.place.written if fact.place is not None else None,
        "claimant": teller_row(fact),
        "claimants": [actor_row(actor) for actor in tellers(fact)],
    }


Body = Callable[[Any, Document], Row]

BODIES: Mapping[type[Fact], Body] = {
    Event: _event,
    Statement: _statement,
    Position: _position,
    Proposal: _proposal,
    Condition: _condition,
    Assessment: _assessment,
    Figure: _figure,
}
"""What a row of each kind holds besides what all kinds share."""

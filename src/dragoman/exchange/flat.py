"""Facts as flat rows, one a fact, for tables and CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dragoman.exchange.parts import OUTLET, UNNAMED, Row, in_line, plain_number, quote, said_by, tellers, words_of
from dragoman.model.actors import ActorRef
from dragoman.model.chains import innermost
from dragoman.model.facts import (
    Assessment,
    Condition,
    Event,
    Fact,
    Figure,
    Position,
    Proposal,
    Statement,
)
from dragoman.model.text import Document

EVENT_COLUMNS = (
    "id", "document", "published", "publisher", "date", "date_basis", "source", "source_id", "source_country",
    "source_sector", "target", "target_id", "target_country", "target_sector", "plover", "mode", "context", "cameo",
    "quad_class", "goldstein", "factuality", "background", "symmetric", "said_by", "place", "trigger", "confidence",
    "evidence", "start", "end", "rule", "extractor",
)  # fmt: skip
FIRST = ("id", "document", "published", "publisher", "date", "date_basis")
LAST = ("factuality", "said_by", "place", "confidence", "evidence", "start", "end", "rule", "extractor")


def _kind(*columns: str) -> tuple[str, ...]:
    return (*FIRST, *columns, *LAST)


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "event": EVENT_COLUMNS,
    "statement": _kind(
        "speaker", "speaker_id", "speaker_country", "written", "unnamed", "addressee", "addressee_id", "cue", "direct",
        "form", "content",
    ),
    "position": _kind("holder", "holder_id", "holder_country", "issue", "stance", "strength", "trigger"),
    "proposal": _kind(
        "name", "form", "sponsor", "sponsor_id", "phases", "terms", "status", "answers_to", "responder", "responder_id",
        "response", "response_date",
    ),
    "condition": _kind(
        "consequent", "antecedents", "join", "type", "set_by", "set_by_id", "condition_said_by", "marker"
    ),
    "assessment": _kind(
        "about", "about_id", "topic", "direction", "since", "since_date", "speaker", "in_title", "contrast", "trigger"
    ),
    "figure": _kind(
        "measure", "counted", "low", "high", "written", "approximate", "unit", "victim", "victim_id", "claimant",
        "claimant_id",
    ),
}  # fmt: skip
"""Columns of the flat rows by kind of fact; several values of one column are joined with ``|``."""


def record(fact: Fact, document: Document) -> Row:
    """A fact as one flat row with the columns that :data:`COLUMNS` has for its kind.

    Raises:
        TypeError: a kind of fact that has no row shape.
    """
    body = BODIES.get(type(fact))
    if body is None:
        raise TypeError(f"no row shape for {type(fact).__name__}")
    values = {**_common(fact, document), **body(fact, document)}
    return {column: values[column] for column in COLUMNS[type(fact).__name__.lower()]}


def event_record(event: Event, document: Document) -> Row:
    """An event as one flat row (columns :data:`EVENT_COLUMNS`); several actors are joined with ``|``."""
    return record(event, document)


def _common(fact: Fact, document: Document) -> Row:
    evidence = fact.evidence[0]
    return {
        "id": fact.id,
        "document": document.id,
        "published": document.published.isoformat() if document.published is not None else None,
        "publisher": document.publisher,
        "date": fact.date.value,
        "date_basis": str(fact.date.basis),
        "factuality": str(fact.factuality),
        "said_by": said_by(fact),
        "place": fact.place.written if fact.place is not None else None,
        "confidence": fact.confidence,
        "evidence": quote(evidence, document),
        "start": evidence.start,
        "end": evidence.end,
        "rule": fact.match.rule,
        "extractor": fact.extractor,
    }


def _joined(values: Sequence[object]) -> str:
    return "|".join("" if value is None else str(value) for value in values)


def _actors(role: str, actors: Sequence[ActorRef], *more: str) -> Row:
    """Columns of the actors in one role: names, ids, and what else is asked for."""
    row: Row = {role: _joined([actor.name for actor in actors]), f"{role}_id": _joined([actor.id for actor in actors])}
    return row | {f"{role}_{name}": _joined([getattr(actor, name) for actor in actors]) for name in more}


def _event(fact: Event, document: Document) -> Row:
    return {
        **_actors("source", fact.sources, "country", "sector"),
        **_actors("target", fact.targets, "country", "sector"),
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


def _statement(fact: Statement, document: Document) -> Row:
    return {
        **_actors("speaker", (fact.speaker,) if fact.speaker is not None else (), "country"),
        **_actors("addressee", fact.addressees),
        "written": fact.written,
        "unnamed": fact.unnamed,
        "cue": fact.cue,
        "direct": fact.direct,
        "form": str(fact.form),
        "content": words_of(fact.content, document),
    }


def _position(fact: Position, document: Document) -> Row:
    return {
        **_actors("holder", (fact.holder,), "country"),
        "issue": in_line(fact.issue.text),
        "stance": str(fact.stance),
        "strength": str(fact.strength),
        "trigger": fact.trigger,
    }


def _proposal(fact: Proposal, document: Document) -> Row:
    return {
        **_actors("sponsor", fact.sponsors),
        **_actors("responder", [response.actor for response in fact.responses]),
        "name": in_line(fact.name),
        "form": fact.form,
        "phases": fact.phases,
        "terms": _joined([in_line(phrase.text) for phrase in fact.terms]),
        "status": str(fact.status),
        "answers_to": fact.answers_to,
        "response": _joined([response.answer for response in fact.responses]),
        "response_date": _joined([response.date.value for response in fact.responses]),
    }


def _condition(fact: Condition, document: Document) -> Row:
    return {
        **_actors("set_by", (fact.set_by,) if fact.set_by is not None else ()),
        "consequent": in_line(fact.consequent.text),
        "antecedents": _joined([in_line(phrase.text) for phrase in fact.antecedents]),
        "join": str(fact.join),
        "type": str(fact.type),
        "condition_said_by": fact.said_by.name if fact.said_by is not None else None,
        "marker": fact.marker,
    }


def _assessment(fact: Assessment, document: Document) -> Row:
    return {
        **_actors("about", fact.pair),
        "topic": in_line(fact.topic),
        "direction": str(fact.direction),
        "since": fact.since,
        "since_date": fact.since_date.value,
        "speaker": _joined([actor.name for actor in fact.speakers]) or _tellers(fact),
        "in_title": fact.in_title,
        "contrast": fact.contrast,
        "trigger": fact.trigger,
    }


def _figure(fact: Figure, document: Document) -> Row:
    return {
        **_actors("victim", fact.victims),
        **_actors("claimant", tellers(fact)),
        "measure": fact.measure,
        "counted": in_line(fact.counted),
        "low": plain_number(fact.low),
        "high": plain_number(fact.high),
        "written": fact.written,
        "approximate": fact.approximate,
        "unit": fact.unit,
        "claimant": _tellers(fact),
    }


def _tellers(fact: Fact) -> str:
    """Names of those who say so in the first place; ``outlet`` or ``unnamed`` where there is none."""
    first = UNNAMED if innermost(fact.attribution) else OUTLET
    return _joined([actor.name for actor in tellers(fact)]) or first


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
"""What a flat row of each kind holds besides what all kinds share."""

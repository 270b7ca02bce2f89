"""Facts as plain rows: one JSON object a line, or one row of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Attribution, Event, Fact, SourceKind
from dragoman.model.text import Document, Span

EVENT_COLUMNS = (
    "id", "document", "published", "publisher", "date", "date_basis", "source", "source_id", "source_country",
    "source_sector", "target", "target_id", "target_country", "target_sector", "plover", "mode", "context", "cameo",
    "quad_class", "goldstein", "factuality", "background", "symmetric", "said_by", "place", "trigger", "confidence",
    "evidence", "start", "end", "rule", "extractor",
)  # fmt: skip


def actor_row(actor: ActorRef) -> dict[str, Any]:
    """An actor in the shape of the annotation guide, with its ids beside."""
    return {
        "actor": actor.name,
        "affiliation": actor.affiliation,
        "id": actor.id,
        "kind": str(actor.kind),
        "country": actor.country,
        "sector": actor.sector,
        "inferred": actor.inferred,
    }


def span_row(span: Span) -> dict[str, int]:
    """Offsets of a span into the document's text."""
    return {"start": span.start, "end": span.end}


def attribution_row(link: Attribution) -> dict[str, Any]:
    """One link of the chain of who says so."""
    speaker = actor_row(link.speaker) if link.speaker is not None else None
    offsets = span_row(link.evidence) if link.evidence is not None else None
    return {"kind": str(link.kind), "speaker": speaker, "cue": link.cue, "offsets": offsets}


def said_by(fact: Fact) -> str:
    """Who says so, in words: the chain without the outlet, outermost first."""
    links = [link for link in fact.attribution if link.kind is not SourceKind.OUTLET]
    return " > ".join(link.speaker.name if link.speaker is not None else "unnamed source" for link in links)


def fact_row(fact: Fact, document: Document) -> dict[str, Any]:
    """A fact as one JSON object: the fields of the annotation guide, plus ids, offsets, attribution and versions.

    Raises:
        TypeError: a kind of fact that has no row shape yet.
    """
    if not isinstance(fact, Event):
        raise TypeError(f"no row shape for {type(fact).__name__}")
    evidence = fact.evidence[0]
    return {
        "kind": "event",
        "id": fact.id,
        "document": document.id,
        "source": [actor_row(actor) for actor in fact.sources],
        "target": [actor_row(actor) for actor in fact.targets],
        "plover": fact.plover,
        "mode": fact.mode,
        "context": fact.context,
        "cameo": fact.cameo,
        "quad_class": fact.quad_class,
        "goldstein": fact.goldstein,
        "factuality": str(fact.factuality),
        "background": fact.background,
        "symmetric": fact.symmetric,
        "date": fact.date.value,
        "date_end": fact.date.end_value,
        "date_basis": str(fact.date.basis),
        "place": _place(fact),
        "attribution": [attribution_row(link) for link in fact.attribution],
        "trigger": fact.trigger,
        "evidence": document.text[evidence.start : evidence.end],
        "offsets": span_row(evidence),
        "spans": [{"role": role, **span_row(span)} for role, span in fact.match.spans],
        "confidence": fact.confidence,
        "rule": fact.match.rule,
        "notes": list(fact.match.notes),
        "extractor": fact.extractor,
    }


def _place(fact: Fact) -> dict[str, Any] | None:
    if fact.place is None:
        return None
    place = fact.place
    return {"written": place.written, "name": place.name, "id": place.id, "country": place.country}


def _joined(actors: tuple[ActorRef, ...], field: str) -> str:
    return "|".join(str(getattr(actor, field) or "") for actor in actors)


def event_record(event: Event, document: Document) -> dict[str, Any]:
    """An event as one flat row (columns :data:`EVENT_COLUMNS`); several actors are joined with ``|``."""
    evidence = event.evidence[0]
    values: dict[str, Any] = {
        "id": event.id,
        "document": document.id,
        "published": document.published.isoformat() if document.published is not None else None,
        "publisher": document.publisher,
        "date": event.date.value,
        "date_basis": str(event.date.basis),
        "plover": event.plover,
        "mode": event.mode,
        "context": event.context,
        "cameo": event.cameo,
        "quad_class": event.quad_class,
        "goldstein": event.goldstein,
        "factuality": str(event.factuality),
        "background": event.background,
        "symmetric": event.symmetric,
        "said_by": said_by(event),
        "place": event.place.written if event.place is not None else None,
        "trigger": event.trigger,
        "confidence": event.confidence,
        "evidence": document.text[evidence.start : evidence.end],
        "start": evidence.start,
        "end": evidence.end,
        "rule": event.match.rule,
        "extractor": event.extractor,
    }
    for role, actors in (("source", event.sources), ("target", event.targets)):
        values[role] = _joined(actors, "name")
        values[f"{role}_id"] = _joined(actors, "id")
        values[f"{role}_country"] = _joined(actors, "country")
        values[f"{role}_sector"] = _joined(actors, "sector")
    return {column: values[column] for column in EVENT_COLUMNS}


def dyads(event: Event) -> Iterator[tuple[ActorRef, ActorRef]]:
    """Directed pairs (source, target) of an event, none with itself; a symmetric event gives both directions."""
    seen: set[tuple[str, str]] = set()
    for source in event.sources:
        for target in event.targets:
            pairs = [(source, target), (target, source)] if event.symmetric else [(source, target)]
            for one, other in pairs:
                if one.id != other.id and (one.id, other.id) not in seen:
                    seen.add((one.id, other.id))
                    yield one, other


def records(pairs: Iterable[tuple[Event, Document]]) -> list[dict[str, Any]]:
    """Flat rows of events with their documents."""
    return [event_record(event, document) for event, document in pairs]

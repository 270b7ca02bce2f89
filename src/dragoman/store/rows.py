"""Facts as rows of the store's tables, before they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from dragoman.model.actors import ActorRef
from dragoman.model.days import days_of
from dragoman.model.facts import Event, Fact, Proposal
from dragoman.model.text import Document, Span
from dragoman.store.kinds import Row, actors_of, kind_row, phrases_of, spans_of
from dragoman.store.payload import encode, kind_of
from dragoman.store.types import ReadReport

SEVERAL = frozenset({"term", "antecedent"})
"""Roles of phrases that a fact may have several of."""
NOTHING_SEEN: Mapping[str, int] = MappingProxyType({})


def document_row(document: Document, added: int, read: int) -> Row:
    """Row of ``documents``.

    Raises:
        UnicodeEncodeError: a text holds half of a character (a lone surrogate), which no database takes.
    """
    for text in (document.title, document.text, document.publisher, document.url):
        (text or "").encode()
    return (
        document.id, document.title, document.text, document.published, document.publisher, document.url,
        document.language, added, read,
    )  # fmt: skip


def report_rows(
    report: ReadReport, *, added: int, run: int, seen: Mapping[str, int] = NOTHING_SEEN
) -> list[tuple[str, Row]]:
    """All rows of a document and its facts, each with the name of its table; a fact that comes twice is kept once.

    Args:
        added: run that added the document.
        run: run that reads it now.
        seen: run that first saw a fact, by its id; the others are seen now.

    Raises:
        TypeError, ValueError: something in it can't be stored.
    """
    document = report.document
    rows = [("documents", document_row(document, added, run))]
    once = {fact.id: fact for fact in reversed(report.facts)}
    for position, fact in enumerate(reversed(once.values())):
        rows += fact_rows(fact, document, position, seen.get(fact.id, run))
    return rows


def fact_rows(fact: Fact, document: Document, position: int, run: int) -> Iterator[tuple[str, Row]]:
    """Rows of one fact, each with the name of its table."""
    first, last = days_of(fact.date)
    place = fact.place
    yield (
        "facts",
        (
            fact.id, document.id, position, kind_of(fact), str(fact.factuality), fact.date.value, fact.date.end_value,
            first, last, str(fact.date.basis), place.written if place else None, place.id if place else None,
            fact.match.rule, fact.extractor, fact.confidence, run, encode(fact),
        ),
    )  # fmt: skip
    for number, (role, span) in enumerate(spans_of(fact)):
        yield "fact_spans", (fact.id, number, role, span.start, span.end, _elsewhere(span, document))
    for number, link in enumerate(fact.attribution):
        speaker, cue = link.speaker, link.evidence
        yield (
            "attributions",
            (
                fact.id, number, str(link.kind), speaker.id if speaker else None, speaker.name if speaker else None,
                link.cue, cue.start if cue else None, cue.end if cue else None,
            ),
        )  # fmt: skip
    own = kind_row(fact, document)
    if own is not None:
        yield own
    yield from _actor_rows(fact, document)
    yield from _phrase_rows(fact)
    if isinstance(fact, Proposal):
        for number, response in enumerate(fact.responses):
            place_of = response.evidence
            row = (fact.id, number, str(response.answer), response.date.value, place_of.start, place_of.end)
            yield "responses", row


def _elsewhere(span: Span, document: Document) -> str | None:
    """The document a span lies in, if that is not the fact's own."""
    return None if span.document_id == document.id else span.document_id


def _phrase_rows(fact: Fact) -> Iterator[tuple[str, Row]]:
    """Rows of the phrases of which a fact has several; a single one stands in its kind's own table."""
    counted: dict[str, int] = {}
    for role, phrase in phrases_of(fact):
        if role in SEVERAL:
            yield "fact_phrases", (fact.id, role, counted.setdefault(role, 0), phrase.text)
            counted[role] += 1


def _actor_rows(fact: Fact, document: Document) -> Iterator[tuple[str, Row]]:
    for role, actors in actors_of(fact):
        written = written_forms(fact, role, actors, document)
        for position, (actor, form) in enumerate(zip(actors, written, strict=True)):
            yield (
                "fact_actors",
                (
                    fact.id, role, position, actor.id, actor.name, str(actor.kind), actor.country, actor.sector,
                    actor.affiliation, actor.inferred, form,
                ),
            )  # fmt: skip


def written_forms(fact: Fact, role: str, actors: Sequence[ActorRef], document: Document) -> list[str | None]:
    """How the text writes each actor in one role; ``None`` where its spans do not say.

    A symmetric event has both sides in both places, but each span once, so that there the spans of both sides count.
    """
    here = [(name, span) for name, span in fact.match.spans if span.document_id == document.id]
    own = [span for name, span in here if name == role]
    both = [span for name, span in here if name in {"source", "target"}] if isinstance(fact, Event) else []
    spans = next((found for found in (own, both) if len(found) == len(actors)), None)
    if spans is None:
        return [None] * len(actors)
    return [document.text[span.start : span.end] for span in spans]

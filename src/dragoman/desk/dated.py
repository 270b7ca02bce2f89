"""The dated sentences of a store: of the texts, read for times without a parser, and of the events coded in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.annotate.dated import dated_sentences
from dragoman.annotate.plain import annotate_plainly
from dragoman.annotate.times import find_times
from dragoman.corpus.duplicates import near_duplicates
from dragoman.model.dated import DatedSentence
from dragoman.model.facts import Event, Factuality
from dragoman.model.text import DateBasis, Document, Span
from dragoman.relations.topic import Topic
from dragoman.store import EventFilter, Pair, Store

TOLD_AS_DONE = (Factuality.ASSERTED, Factuality.REPORTED)
"""Events that days are made of: what is alleged, denied, planned or only wanted did not happen on a day as far as the
report itself says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Dated sentences.

    Attributes:
        documents: those the sentences stand in, by id, without their texts.
        copies: from the id of a document to that of the one it is a copy of.
    """

    sentences: tuple[DatedSentence, ...]
    documents: Mapping[str, Document]
    copies: Mapping[str, str]


Told = tuple[Document, Sequence[Event]]
"""A report with those of its events that days are made of."""


def reports_of(store: Store) -> Iterator[Told]:
    """All reports of a store with their events, one text in memory at a time."""
    events: dict[str, list[Event]] = defaultdict(list)
    for row in store.iter_events(EventFilter(factuality=TOLD_AS_DONE)):
        events[row.document.id].append(row.event)
    documents = (store.document(row.id) for row in store.documents())
    return ((document, events[document.id]) for document in documents if document is not None)


def sentences_on(reports: Iterable[Told], topic: Topic) -> Dated:
    """All sentences on a topic that name a day, those of coded events among them, and the opening ones of reports."""
    return _kept((document, topic.of(document, read_again(document, events))) for document, events in reports)


def sentences_of(store: Store, topic: Topic, *, actor: str | None, pair: Pair | None) -> Dated:
    """The sentences of the events of an actor or a pair, as far as the topic has them."""
    wanted = EventFilter(actor=actor, pair=pair, factuality=TOLD_AS_DONE)
    found: dict[str, list[DatedSentence]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for row in store.iter_events(wanted):
        sentence = of_event(row.event, row.document)
        if sentence is not None:
            documents[row.document.id] = row.document
            found[row.document.id].append(sentence)
    return _kept((document, topic.of(document, found[key])) for key, document in documents.items())


def _kept(found: Iterable[tuple[Document, Sequence[DatedSentence]]]) -> Dated:
    """What is on the topic; texts are let go one by one."""
    sentences: list[DatedSentence] = []
    documents: dict[str, Document] = {}

    def passing() -> Iterator[Document]:
        for document, own in found:
            if own:
                sentences.extend(own)
                documents[document.id] = replace(document, text="")
                yield document

    groups = near_duplicates(passing())
    copies = {copy: first for first, *others in groups for copy in others}
    return Dated(sentences=tuple(sentences), documents=documents, copies=copies)


def of_event(event: Event, document: Document) -> DatedSentence | None:
    """The sentence of an event with its day; ``None`` if it is not known to the day, or only recalled and undated."""
    when = event.date
    if when.value is None or when.value.count("-") != 2 or when.end_value not in (None, when.value):
        return None
    if event.background and when.basis is DateBasis.PUBLICATION:
        return None
    span = event.evidence[0]
    return DatedSentence(
        published=document.published,
        text=" ".join(document.text[span.start : span.end].split()),
        span=span,
        day=date.fromisoformat(when.value),
        basis=when.basis,
        fact=event.id,
    )


def read_again(document: Document, events: Iterable[Event]) -> list[DatedSentence]:
    """Dated sentences of a text, read for times once more, with its events.

    An event gives its reference to the sentence that names its day. Where the sentence seems to name one other day,
    the event's own holds, as its clause was parsed; an event whose day is not in its sentence adds one to it.
    """
    found = list(dated_sentences(find_times(annotate_plainly(document))))
    for event in events:
        coded = of_event(event, document)
        if coded is None:
            continue
        inside = [place for place, each in enumerate(found) if _overlap(each.span, coded.span)]
        same = [place for place in inside if found[place].day == coded.day]
        other = [place for place in inside if place not in same and not found[place].fact]
        written = event.date.evidence
        if same:
            place = same[0]
            found[place] = replace(found[place], fact=found[place].fact or coded.fact)
        elif len(other) == 1 and written is not None and _overlap(written, found[other[0]].span):
            found[other[0]] = replace(found[other[0]], day=coded.day, basis=coded.basis, fact=coded.fact)
        else:
            found.append(coded)
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end

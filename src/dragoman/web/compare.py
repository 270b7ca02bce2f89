"""The same event in several outlets, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup, escape

from dragoman import ontology
from dragoman.corpus.duplicates import near_duplicates
from dragoman.exchange.parts import in_line
from dragoman.model.actors import ActorRef
from dragoman.model.chains import voices
from dragoman.model.facts import Event, Fact, Figure
from dragoman.model.text import Document, Span
from dragoman.relations.comparing import Aspect, Text, differences, fold, group_figures, in_time
from dragoman.report.words import DATE_BASES, PRESENTED, according_to, amount, names, speaker, when
from dragoman.store import EventFilter
from dragoman.web.compare_rows import (
    MOST_REPORTS,
    compared_events,
    figures_of,
    find_event,
    near_events,
    tellings_of,
)
from dragoman.web.facts import WantedOf
from dragoman.web.filters import PageNumber, filter_of
from dragoman.web.links import PAGE, Paging
from dragoman.web.render import render
from dragoman.web.state import state_of

router = APIRouter()
PARTS_OF_SPEECH = {"v": "verb", "n": "noun", "a": "adjective"}
NOT_NAMED = "not named"
OUTLET_ITSELF = "the outlet itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One telling of an event in a report.

    Attributes:
        sentence: with the words that carry the event marked.
        lines: what the telling says, by name.
    """

    id: str
    sentence: Markup
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure as a row: each cell in words."""

    id: str
    text: int
    document: Document
    claimant: str
    number: str
    written: str
    counted: str
    place: str
    as_of: str


def _words(event: Event, document: Document) -> str:
    """The words that carry an event, with what they are to its sentence."""
    part = event.match.rule.split("/")[2:3]
    told = PARTS_OF_SPEECH.get(part[0] if part else "", "")
    return f"“{in_line(event.trigger).lower()}”" + (f" ({told})" if told else "")


def _told(event: Event, document: Document) -> str:
    return f"{event.factuality}: {PRESENTED[event.factuality]}"


def _said_by(fact: Fact, document: Document) -> str:
    return according_to(fact) or OUTLET_ITSELF


def _chain(fact: Fact, document: Document) -> str:
    """Who says so, the outlet first."""
    inner = [" and ".join(dict.fromkeys(map(speaker, voice))) for voice in voices(fact.attribution)]
    return " → ".join((document.publisher or "outlet unknown", *inner))


def _cues(fact: Fact, document: Document) -> str:
    cues = dict.fromkeys(in_line(link.cue).lower() for link in fact.attribution if link.cue)
    return ", ".join(f"“{cue}”" for cue in cues) or "none"


def _source(event: Event, document: Document) -> str:
    return _named(event, event.sources)


def _target(event: Event, document: Document) -> str:
    return _named(event, event.targets) or NOT_NAMED


def _named(event: Event, actors: Sequence[ActorRef]) -> str:
    """Actors of one side; where both do it to one another, which of them comes first says nothing."""
    return ", ".join(sorted(actor.name for actor in actors)) if event.symmetric else names(actors)


def _news(event: Event, document: Document) -> str:
    return "recalled, not news of the day" if event.background else "news of the day"


def _date(event: Event, document: Document) -> str:
    return DATE_BASES[event.date.basis]


ASPECTS = (
    Aspect(name="Words that carry it", value=_words),
    Aspect(name="Told as", value=_told),
    Aspect(name="Who says so", value=_said_by),
    Aspect(name="Word of attribution", value=_cues),
    Aspect(name="Source", value=_source),
    Aspect(name="Target", value=_target),
    Aspect(name="CAMEO code", value=lambda event, _: event.cameo),
    Aspect(name="News or not", value=_news),
    Aspect(name="Its date is", value=_date),
)
"""What is compared, as the report puts it and nothing beyond."""
LINES = (
    ("Words that carry it", _words),
    ("Told as", _told),
    ("Who says so", _chain),
    ("Word of attribution", _cues),
    ("Target", _target),
)
"""What is shown of each telling."""


@router.get("/compare")
def list_events(request: Request, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """Events that two or more reports tell."""
    asked = cast(EventFilter, filter_of("event", wanted, page))
    with state_of(request).reading() as store:
        rows, total = compared_events(store, asked, PAGE, asked.offset)
    return render(
        request,
        "compare.html",
        title="Compare reports",
        rows=rows,
        wanted=wanted,
        types=list(ontology.load_event_types()),
        paging=Paging(path="/compare", wanted=wanted.query, page=page, total=total),
    )


@router.get("/compare/{key}")
def compare(request: Request, key: str, page: PageNumber = 1) -> Response:
    """One event in the reports that tell it."""
    with state_of(request).reading() as store:
        event = find_event(store, key)
        paging = Paging(path=f"/compare/{event.key}", wanted={}, page=page, total=event.reports, size=MOST_REPORTS)
        tellings = tellings_of(store, event, paging.offset)
        documents = {document.id: document for _, document in tellings}
        figures = figures_of(store, list(documents))
        near = near_events(store, event)
    groups = near_duplicates(sorted(documents.values(), key=in_time))
    texts = fold(tellings, {copy: first for first, *others in groups for copy in others})
    found = differences(texts, ASPECTS) if texts else []
    claims = [(group, [_claim(row.figure, row.document, row.text) for row in group.rows])
              for group in group_figures(figures, texts, lambda figure: according_to(figure))]  # fmt: skip
    return render(
        request,
        "compare_event.html",
        title=f"{event.sides}: {event.type}",
        event=event,
        paging=paging,
        reports=sum(len(text.documents) for text in texts),
        texts=[(text, _shown(text)) for text in texts],
        differing=[each for each in found if not each.is_same],
        same=[each for each in found if each.is_same],
        claims=[(group, rows) for group, rows in claims if group.texts > 1],
        single=[(group, rows) for group, rows in claims if group.texts == 1],
        near=near,
    )


def _shown(text: Text) -> list[Shown]:
    return [
        Shown(
            id=event.id,
            sentence=marked_sentence(event, text.document),
            lines=tuple((name, value(event, text.document)) for name, value in LINES),
        )
        for event in text.tellings
    ]


def _claim(figure: Figure, document: Document, text: int) -> Claim:
    return Claim(
        id=figure.id,
        text=text,
        document=document,
        claimant=according_to(figure) or OUTLET_ITSELF,
        number=amount(figure),
        written=in_line(figure.written),
        counted=in_line(figure.counted),
        place=figure.place.written if figure.place is not None else "",
        as_of=when(figure.date) or "not said",
    )


def marked_sentence(event: Event, document: Document) -> Markup:
    """The sentence of an event with the words that carry it marked; all of it is escaped."""
    sentence = event.evidence[0]
    spans = [
        span
        for role, span in event.match.spans
        if role in {"trigger", "light verb"} and span.document_id == sentence.document_id == document.id
        and sentence.start <= span.start < span.end <= sentence.end
    ]  # fmt: skip
    parts: list[Markup] = []
    at = sentence.start
    for span in _apart(spans):
        parts += [escape(document.text[at : span.start]), Markup("<mark>{}</mark>").format(_text(span, document))]
        at = span.end
    return Markup("").join([*parts, escape(document.text[at : sentence.end])])


def _text(span: Span, document: Document) -> str:
    return document.text[span.start : span.end]


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, without those that begin inside another."""
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept

"""Facts of each kind, and what stands behind one of them."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field

from dragoman import ontology
from dragoman.desk.arguments import actor_id
from dragoman.desk.issues import WITH_ISSUES, in_issue_of
from dragoman.exchange.rows import fact_row
from dragoman.model.facts import Factuality
from dragoman.report.explain import explain_entries, explained_sentences
from dragoman.store import EventFilter, FactFilter, Pair, UnknownIdError
from dragoman.store.payload import KINDS
from dragoman.web.api_parts import (
    MOST_VALUES,
    AnyDay,
    EventKind,
    Flag,
    Listing,
    Nothing,
    Page,
    Reference,
    Row,
    Unset,
    Words,
    desk_of,
    is_empty,
    listing,
)
from dragoman.web.api_store import Head
from dragoman.web.api_worked import related_of

router = APIRouter(tags=["facts"])
Kind = StrEnum("Kind", {kind.upper(): kind for kind in KINDS if kind != "event"})  # type: ignore[misc]


class FactQuery(Page):
    """Which facts; what is not given does not filter. Facts without a date are never in days that are given."""

    actor: Words = Field("", description="Actor in any role: name, id or country; a country with its officials.")
    since: AnyDay = Field(None, description="First day; a fact that certainly lies before is left out.")
    until: AnyDay = Field(None, description="Last day; a fact that certainly lies after is left out.")
    factuality: list[Factuality] = Field([], max_length=MOST_VALUES, description="How the text presents it.")
    document: Reference = Field("", description="Only facts of the document with this id, in text order.")


class OtherFactQuery(FactQuery):
    """Which facts of a kind other than events."""

    issue: Words = Field("", description="Words that its issue, content or topic has, or the id of a fact about it.")


class EventQuery(FactQuery):
    """Which events."""

    other: Words = Field("", description="The other actor of the event.")
    directed: Flag = Field("false", description="Only events from the actor to the other one.")
    type: list[EventKind] = Field([], max_length=MOST_VALUES, description="PLOVER types.")
    background: Flag | Unset = Field(None, description="Only recalled events, or only news.")


class Entry(BaseModel):
    """One thing that is known of a fact, as people read it."""

    name: str
    text: str


class Explained(BaseModel):
    """A fact with all it stands on: its sentences, and rule, attribution, date and versions in words.

    ``fact`` is the row of the lists. In the sentences each place is marked with what it is to the fact:
    ``[trigger: asked]``.
    """

    id: str
    fact: dict[str, object]
    document: Head
    run: int
    sentences: list[str]
    entries: list[Entry]


@router.get("/events", response_model=Listing[dict[str, object]])
def events(request: Request, query: Annotated[EventQuery, Query()]) -> Row:
    """Events, newest first, as ``dragoman events --json`` gives them.

    A row has source and target (id, name, kind, country, as written), type, mode, CAMEO code, quad class, Goldstein
    value, background, and what all facts have: document, factuality, date and its basis, place, attribution (who says
    so, outermost first), the sentence as evidence with its offsets, rule, notes, confidence and extractor.
    """
    actor, other = (actor_id(name) if name.strip() else None for name in (query.actor, query.other))
    wanted = EventFilter(
        actor=None if actor and other else actor or other,
        pair=Pair(first=actor, second=other, directed=query.directed == "true") if actor and other else None,
        types=query.type,
        since=query.since,
        until=query.until,
        factuality=query.factuality,
        background=None if query.background is None else query.background == "true",
        document=query.document or None,
        limit=query.size,
        offset=query.offset,
    )
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)
    with desk_of(request).reading() as store:
        rows = [fact_row(row.event, row.document) for row in store.events(wanted)]
        total = store.count_events(wanted)
    return listing(request, query, rows, total)


@router.get("/facts/{kind}", response_model=Listing[dict[str, object]])
def facts(request: Request, kind: Kind, query: Annotated[OtherFactQuery, Query()]) -> Row:
    """Statements, positions, proposals, conditions, assessments or figures, newest first.

    A row is what ``dragoman statements --json`` and its like give: the fields of the kind, and what all facts have. A
    figure keeps who claims it; figures are never added up.
    """
    wanted = FactFilter(
        kinds=(str(kind),),
        actor=actor_id(query.actor) if query.actor.strip() else None,
        issue=query.issue.strip() or None,
        since=query.since,
        until=query.until,
        factuality=query.factuality,
        document=query.document or None,
    )
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)
    related = related_of(request).relations.issues if wanted.issue and kind in WITH_ISSUES else None
    with desk_of(request).reading() as store:
        if related is not None:
            wanted = in_issue_of(store, wanted, related)
        found = store.facts(replace(wanted, limit=query.size, offset=query.offset))
        total = store.count_facts(wanted)
    return listing(request, query, [fact_row(row.fact, row.document) for row in found], total)


@router.get("/fact/{fact}", response_model=Explained)
def fact(
    request: Request,
    fact: Annotated[Reference, Path(description="Id of a fact, or its beginning.")],
    query: Annotated[Nothing, Query()],
) -> Row:
    """What a fact stands on, as ``dragoman explain`` tells it."""
    types, cameo = ontology.load_event_types(), ontology.load_cameo()
    with desk_of(request).reading() as store:
        try:
            found = store.fact(fact)
        except UnknownIdError as error:
            raise HTTPException(404, str(error)) from error
        run = next((each for each in store.runs() if each.id == found.run), None)
        sentences = [text.plain for text in explained_sentences(found.fact, found.document, store.document)]
    entries = explain_entries(found.fact, found.document, types, cameo, run)
    document = found.document
    return {
        "id": found.fact.id,
        "fact": fact_row(found.fact, document),
        "document": {name: getattr(document, name) for name in Head.model_fields},
        "run": found.run,
        "sentences": sentences,
        "entries": [{"name": name, "text": str(value)} for name, value in entries],
    }

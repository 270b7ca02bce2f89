"""What is in the store: documents, actors, errors, runs, imports, and how much of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field

import dragoman
from dragoman.report.store_records import actor_record, document_record, error_record, import_record, run_record
from dragoman.web.api_parts import (
    AnyDay,
    Listing,
    Nothing,
    Page,
    Reference,
    Row,
    Searched,
    Unset,
    Words,
    cut,
    desk_of,
    is_empty,
    listing,
)

router = APIRouter(tags=["store"])
Number = Annotated[int, Field(ge=1, le=2_147_483_647)]


class Head(BaseModel):
    """Where a document comes from."""

    id: str
    title: str
    published: date | None
    publisher: str | None
    url: str | None
    language: str | None


class DocumentOut(Head):
    """A document without its text: its beginning, its length in characters, what was coded in it, and by which run.

    A copy of an earlier report names that one in ``copy_of``.
    """

    start: str
    characters: int
    events: int
    facts: int
    run: int
    copy_of: str | None


class DocumentText(Head):
    """A document with its text; the offsets of facts are characters of it."""

    text: str


class ActorOut(BaseModel):
    """An actor of the facts, with how often the texts write it in which way."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    events: int
    as_source: int
    as_target: int
    facts: int
    written: dict[str, int]


class ErrorOut(BaseModel):
    """A document that could not be read, and why."""

    run: int
    started: str
    location: str
    reason: str


class RunOut(BaseModel):
    """A run that wrote to the store, with the versions that decided how it coded; its time is UTC."""

    id: int
    started: str
    version: str
    annotator: str
    codebook: str
    actors: str
    arguments: list[str]


class ImportOut(BaseModel):
    """A file of another data set, with how many of its rows were read, new, and could not be read."""

    dataset: str
    format: str
    file: str
    rows: int
    added: int
    rejected: int


class Info(BaseModel):
    """How much is in the store, and with what it was coded last."""

    version: str
    store: str
    stamp: str
    documents: int
    facts: int
    events: int
    errors: int
    kinds: dict[str, int]
    types: dict[str, int]
    imported: dict[str, int]
    last_run: RunOut | None


class DocumentQuery(Searched):
    """Which documents."""

    since: AnyDay = Field(None, description="Published on this day or later.")
    until: AnyDay = Field(None, description="Published on this day or before.")


class ActorQuery(Searched):
    """Which actors."""

    kind: Words = Field("", description="state, person, armed_group, igo, ...")


class ErrorQuery(Page):
    """Which errors."""

    run: Number | Unset = Field(None, description="Only those of one run.")


@router.get("/info", response_model=Info)
def info(request: Request, query: Annotated[Nothing, Query()]) -> Row:
    """How much is in the store; facts of the tool's own coding and imported events apart."""
    desk = desk_of(request)
    with desk.reading() as store:
        totals, runs, stamp = store.totals(), store.runs(), store.stamp()
    counts: dict[str, Any] = {"documents": totals.documents, "events": totals.events, "errors": totals.errors}
    return {
        "version": dragoman.__version__,
        "store": desk.settings.store.name,
        "stamp": stamp,
        **counts,
        "facts": sum(totals.kinds.values()),
        "kinds": dict(totals.kinds),
        "types": dict(totals.types),
        "imported": dict(totals.imported),
        "last_run": run_record(runs[-1]) if runs else None,
    }


@router.get("/documents", response_model=Listing[DocumentOut])
def documents(request: Request, query: Annotated[DocumentQuery, Query()]) -> Row:
    """Documents, newest first, as ``dragoman documents`` lists them; the search is in title, outlet and address."""
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)
    with desk_of(request).reading() as store:
        found = store.documents(
            since=query.since, until=query.until, text=query.search, limit=query.size, offset=query.offset
        )
        total = store.count_documents(since=query.since, until=query.until, text=query.search)
    return listing(request, query, map(document_record, found), total)


@router.get("/documents/{document}", response_model=DocumentText)
def document(
    request: Request,
    document: Annotated[Reference, Path(description="Id of a document.")],
    query: Annotated[Nothing, Query()],
) -> Row:
    """A document with its text."""
    with desk_of(request).reading() as store:
        found = store.document(document)
    if found is None:
        raise HTTPException(404, f"No document {document!r}; /api/documents lists them.")
    return {
        "id": found.id,
        "title": found.title,
        "published": found.published,
        "publisher": found.publisher,
        "url": found.url,
        "language": found.language,
        "text": found.text,
    }


@router.get("/actors", response_model=Listing[ActorOut])
def actors(request: Request, query: Annotated[ActorQuery, Query()]) -> Row:
    """Actors by number of events, then of facts, as ``dragoman actors`` lists them."""
    with desk_of(request).reading() as store:
        found = store.actors(text=query.search, kind=query.kind, limit=query.size, offset=query.offset)
        total = store.count_actors(text=query.search, kind=query.kind)
    return listing(request, query, map(actor_record, found), total)


@router.get("/errors", response_model=Listing[ErrorOut])
def errors(request: Request, query: Annotated[ErrorQuery, Query()]) -> Row:
    """Documents that could not be read, last run first, as ``dragoman errors`` lists them."""
    with desk_of(request).reading() as store:
        return cut(request, query, store.errors(run=query.run), error_record)


@router.get("/runs", response_model=Listing[RunOut])
def runs(request: Request, query: Annotated[Page, Query()]) -> Row:
    """Runs that wrote to the store, in order."""
    with desk_of(request).reading() as store:
        return cut(request, query, store.runs(), run_record)


@router.get("/imports", response_model=Listing[ImportOut])
def imports(request: Request, query: Annotated[Page, Query()]) -> Row:
    """Files of other data sets that were read into the store, in order."""
    with desk_of(request).reading() as store:
        return cut(request, query, store.imports(), import_record)

"""Lists of facts of one kind, with a filter in the address and downloads of all that fits it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from dragoman import ontology
from dragoman.model.facts import Event, Factuality
from dragoman.model.text import Document
from dragoman.report.lists import LISTS
from dragoman.report.tables import report_of
from dragoman.report.words import mark, names, when
from dragoman.store import EventFilter, Store, StoredEvent, StoredFact
from dragoman.store.payload import KINDS
from dragoman.web.downloads import download
from dragoman.web.filters import PageNumber, Wanted, filter_of, wanted_of
from dragoman.web.links import Paging
from dragoman.web.render import render
from dragoman.web.state import state_of

router = APIRouter()
Value = Callable[[Any, Document], str]
WantedOf = Annotated[Wanted, Depends(wanted_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact as a row: its reference, cells, and the page of its report."""

    id: str
    date: str
    cells: tuple[str, ...]
    document: Document


def _told(event: Event, document: Document) -> str:
    return ", ".join(filter(None, (mark(event), "background" if event.background else "")))


EVENT_CELLS: tuple[tuple[str, Value], ...] = (
    ("Source", lambda event, _: names(event.sources)),
    ("Type", lambda event, _: event.plover + (f" · {event.mode}" if event.mode else "")),
    ("Target", lambda event, _: names(event.targets)),
    ("Told as", _told),
    ("Words", lambda event, _: event.trigger),
    ("Report", lambda event, document: report_of(document)),
)


def cells_of(kind: str) -> Sequence[tuple[str, Value]]:
    """Columns of a list, widest form: titles, and from a fact and its document to the text of a cell."""
    if kind == "event":
        return EVENT_CELLS
    shown: Mapping[str, Value] = {cell.title: cell.value for cell in LISTS[kind] if cell.most > 200}
    return tuple(shown.items())


def stored_rows(store: Store, wanted: EventFilter | Any) -> list[StoredFact]:
    """Facts that fit a filter of either kind."""
    if isinstance(wanted, EventFilter):
        return [_as_fact(row) for row in store.events(wanted)]
    return store.facts(wanted)


def _as_fact(row: StoredEvent) -> StoredFact:
    return StoredFact(fact=row.event, document=row.document, run=row.run)


@router.get("/facts/{kind}")
def list_facts(request: Request, kind: str, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """A page of a list."""
    asked = filter_of(kind, wanted, page)
    with state_of(request).reading() as store:
        rows = stored_rows(store, asked)
        total = store.count_events(asked) if isinstance(asked, EventFilter) else store.count_facts(asked)
    columns = cells_of(kind)
    return render(
        request,
        "facts.html",
        title=f"{kind.capitalize()}s",
        kind=kind,
        kinds=list(KINDS),
        columns=[title for title, _ in columns],
        rows=[_row(row, columns) for row in rows],
        paging=Paging(path=f"/facts/{kind}", wanted=wanted.query, page=page, total=total),
        wanted=wanted,
        types=list(ontology.load_event_types()) if kind == "event" else [],
        ways=list(Factuality),
    )


def _row(stored: StoredFact, columns: Sequence[tuple[str, Value]]) -> Row:
    fact, document = stored.fact, stored.document
    cells = tuple(value(fact, document) for _, value in columns)
    return Row(id=fact.id, date=when(fact.date) or "undated", cells=cells, document=document)


@router.get("/download/{kind}.{form}")
def download_facts(request: Request, kind: str, form: str, wanted: WantedOf) -> Response:
    """All facts that fit the filter, as a file."""
    asked = filter_of(kind, wanted, size=None)
    with state_of(request).reading() as store:
        found: Any = store.iter_events(asked) if isinstance(asked, EventFilter) else store.iter_facts(asked)
        pairs = ((row.event if isinstance(row, StoredEvent) else row.fact, row.document) for row in found)
        return download(pairs, kind, form)

"""Reports: the list of them, and one with its facts marked in the text and as cards at the side."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse

from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.report.words import count, day, headline
from dragoman.store import DocumentRow, FactFilter
from dragoman.store.payload import KINDS, kind_of
from dragoman.web import reports_fact
from dragoman.web.cards import LOOKS
from dragoman.web.filters import PageNumber, Words, day_of
from dragoman.web.links import PAGE, Paging, Value, link
from dragoman.web.render import render
from dragoman.web.reports_marks import PART, Numbered, Place, numbered, paragraphs, parts_of, places_of
from dragoman.web.state import state_of

router = APIRouter()
router.include_router(reports_fact.router)
BLOCK = 500
"""Rows of a download that are sent at once."""
COLUMNS = tuple(field.name for field in fields(DocumentRow))
RULES = "en"
"""Language of the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReports:
    """The filter of the list, as it was typed."""

    text: str = ""
    since: str = ""
    until: str = ""

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def bounds(self) -> dict[str, Any]:
        """What the store is asked for.

        Raises:
            UserError: a value can't be understood.
        """
        return {"text": self.text, "since": day_of(self.since, "from"), "until": day_of(self.until, "until")}


def wanted_reports(text: Words = "", since: Words = "", until: Words = "") -> WantedReports:
    """The filter of a request."""
    return WantedReports(text=text.strip(), since=since, until=until)


Wanted = Annotated[WantedReports, Depends(wanted_reports)]


@router.get("/reports")
def list_reports(request: Request, wanted: Wanted, page: PageNumber = 1) -> Response:
    """A page of the list, newest first."""
    bounds = wanted.bounds
    with state_of(request).reading() as store:
        rows = store.documents(**bounds, limit=PAGE, offset=(page - 1) * PAGE)
        total = store.count_documents(**bounds)
    paging = Paging(path="/reports", wanted=wanted.query, page=page, total=total)
    return render(
        request, "reports.html", title="Reports", rows=rows, wanted=wanted, paging=paging, forms=list(WRITERS)
    )


@router.get("/reports.{form}")
def download_reports(request: Request, form: str, wanted: Wanted) -> Response:
    """All reports that fit the filter as a file, without their texts."""
    if form not in WRITERS:
        raise HTTPException(404, f"There are {', '.join(WRITERS)}, not {form[:20]!r}.")
    with state_of(request).reading() as store:
        rows = store.documents(**wanted.bounds)
    media, write = WRITERS[form]
    name = {"Content-Disposition": f'attachment; filename="reports.{form}"'}
    return StreamingResponse(write(rows), media_type=media, headers=name)


def _csv(rows: Sequence[DocumentRow]) -> Iterator[bytes]:
    yield _lines([COLUMNS])
    for block in _blocks(rows):
        yield _lines([[getattr(row, name) for name in COLUMNS] for row in block])


def _lines(rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def _jsonl(rows: Sequence[DocumentRow]) -> Iterator[bytes]:
    for block in _blocks(rows):
        told = ({name: getattr(row, name) for name in COLUMNS} for row in block)
        text = "".join(json.dumps(each, ensure_ascii=False, default=str) + "\n" for each in told)
        yield text.encode("utf-8", "backslashreplace")


def _blocks(rows: Sequence[DocumentRow]) -> Iterator[Sequence[DocumentRow]]:
    return (rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK))


WRITERS: Mapping[str, tuple[str, Callable[[Sequence[DocumentRow]], Iterator[bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "jsonl": ("application/x-ndjson", _jsonl),
}
"""Media type and writer by ending."""


@router.get("/reports/{document_id}")
def show_report(
    request: Request,
    document_id: str,
    part: Annotated[int, Query(ge=1, le=100_000)] = 1,
    fact: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """A report with its facts; a very long one in parts.

    Args:
        part: which part.
        fact: id of a fact whose part is to be shown instead.
    """
    with state_of(request).reading() as store:
        document = store.document(document_id)
        if document is None:
            raise HTTPException(404, f"There is no report {document_id[:40]!r} in this store.")
        facts = [stored.fact for stored in store.facts(FactFilter(document=document_id))]
    is_whole = state_of(request).settings.is_static
    parts = [(0, len(document.text))] if is_whole else parts_of(document.text, PART)
    here = _part_of(fact, facts, document, parts) if fact else part - 1
    if here >= len(parts):
        raise HTTPException(404, f"This report has {count(len(parts), 'part')}.")
    shown = numbered(facts, document, parts[here])
    return render(
        request,
        "report.html",
        title=headline(document),
        document=document,
        about=_about(document, facts),
        address=document.url if is_web_address(document.url) else None,
        paragraphs=paragraphs(document.text, shown, parts[here]),
        facts=shown,
        sorts=_sorts(shown),
        is_contested=any(each.card.is_open for each in shown),
        parts=_links(document, parts),
        part=here + 1,
    )


def is_web_address(url: str | None) -> bool:
    """Whether an address is one of the web, so that a link with it runs nothing."""
    return url is not None and url.lower().startswith(("http://", "https://"))


def _part_of(fact_id: str, facts: Sequence[Fact], document: Document, parts: Sequence[Place]) -> int:
    """The part in which a fact begins; the last for one that stands elsewhere, the first for one that is unknown."""
    found = next((fact for fact in facts if fact.id == fact_id), None)
    if found is None:
        return 0
    places = places_of(found, document)
    return next((n for n, (_, end) in enumerate(parts) if places and places[0][0] < end), len(parts) - 1)


def _about(document: Document, facts: Sequence[Fact]) -> list[str]:
    """Where it is from, and how much of what is in it."""
    found = Counter(map(kind_of, facts))
    told = [document.publisher or "outlet unknown", day(document.published)]
    told += [count(found[kind], kind) for kind in KINDS if found[kind]]
    if document.language not in {None, RULES}:
        told.append(f"language: {document.language}, the rules are for English")
    return told


def _sorts(facts: Sequence[Numbered]) -> list[tuple[Any, int]]:
    """Sorts of fact that are there, with how many there are, in the order of the legend."""
    found = Counter(fact.card.look.key for fact in facts)
    return [(look, found[key]) for key, look in LOOKS.items() if found[key]]


def _links(document: Document, parts: Sequence[Place]) -> list[str]:
    """Addresses of the parts, none for a report of one."""
    path = f"/reports/{document.id}"
    return [link(path, part=number) for number in range(1, len(parts) + 1)] if len(parts) > 1 else []

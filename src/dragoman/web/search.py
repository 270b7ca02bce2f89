"""Search over texts and facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import Markup, escape

from dragoman.desk.search_index import CLOSE, OPEN, Hit, Progress, Wanted
from dragoman.desk.search_query import match_of, terms_of
from dragoman.desk.search_scan import scan_facts, scan_reports
from dragoman.desk.sql import facts_by_id
from dragoman.store.payload import KINDS
from dragoman.web.downloads import download
from dragoman.web.filters import PageNumber, Words, day_of
from dragoman.web.gist import Gist, gist_of
from dragoman.web.links import Paging, Value
from dragoman.web.render import render
from dragoman.web.state import State, state_of

router = APIRouter()
SIZE = 20
"""Results of a page: each takes three lines."""
LISTS = ("reports", "facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was typed into the fields of the page."""

    q: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    publisher: str = ""

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not match_of(terms_of(self.q))

    @property
    def wanted(self) -> Wanted:
        """The filter.

        Raises:
            UserError: a date can't be understood.
        """
        kind = self.kind if self.kind in KINDS else ""
        since, until = day_of(self.since, "from"), day_of(self.until, "until")
        return Wanted(kind=kind, since=since, until=until, publisher=self.publisher)


# Longer questions are cut rather than refused: whoever pastes a paragraph should see what its beginning finds.
def asked_of(
    q: Annotated[str, Query()] = "",
    kind: Words = "",
    since: Words = "",
    until: Words = "",
    publisher: Words = "",
) -> Asked:
    """What a request asks for."""
    return Asked(q=q, kind=kind, since=since, until=until, publisher=publisher.strip())


AskedOf = Annotated[Asked, Depends(asked_of)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was found on a page of a list.

    Attributes:
        totals: numbers of reports and of facts that fit.
    """

    reports: Sequence[Hit]
    facts: Sequence[tuple[Gist, str]]
    totals: Mapping[str, int]


NOTHING = Results(reports=(), facts=(), totals=dict.fromkeys(LISTS, 0))


@router.get("/search")
def search(
    request: Request,
    asked: AskedOf,
    page: PageNumber = 1,
    shown: Annotated[str, Query(alias="list", max_length=20)] = "reports",
) -> Response:
    """Reports or facts that have the words, best first."""
    shown = shown if shown in LISTS else "reports"
    state = state_of(request)
    wanted = asked.wanted
    progress = _follow(state)
    results = _found(state, asked, wanted, shown, page) if not asked.is_empty else NOTHING
    query: dict[str, Value] = {**asked.query, "list": shown}
    return render(
        request,
        "search.html",
        title="Search",
        asked=asked,
        is_empty=asked.is_empty,
        shown=shown,
        lists=LISTS,
        results=results,
        marked=marked,
        kinds=list(KINDS),
        progress=progress,
        has_full_text=state.search.has_full_text,
        forms=("csv", "jsonl", "parquet") if wanted.kind else ("jsonl",),
        paging=Paging(path="/search", wanted=query, page=page, total=results.totals[shown], size=SIZE),
    )


@router.get("/search/facts.{form}")
def download_found(request: Request, form: str, asked: AskedOf) -> Response:
    """All facts that were found, as a file: of one kind as a table, of several as JSON Lines."""
    state = state_of(request)
    wanted = asked.wanted
    if not wanted.kind and form != "jsonl":
        raise HTTPException(404, "Facts of several kinds come as jsonl; choose a kind for csv or parquet.")
    _follow(state)
    with state.reading() as store:
        ids = _ids(state, asked, wanted)
        return download(facts_by_id(store, ids), wanted.kind or "fact", form)


def _follow(state: State) -> Progress | None:
    """Let the index follow the store; ``None`` where there is none."""
    if not state.search.has_full_text:
        return None
    with state.reading() as store:
        stamp = store.stamp()
    return state.search.follow(stamp)


def _found(state: State, asked: Asked, wanted: Wanted, shown: str, page: int) -> Results:
    """A page of one list, and the length of the other."""
    terms = terms_of(asked.q)
    limits = {name: (SIZE, (page - 1) * SIZE) if name == shown else (0, 0) for name in LISTS}
    if state.search.has_full_text:
        try:
            match = state.search.expression(terms)
            reports, n_reports = state.search.reports(match, wanted, *limits["reports"])
            facts, n_facts = state.search.facts(match, wanted, *limits["facts"])
        except sqlite3.Error:
            # The file is being made anew; the page says how far it is.
            return NOTHING
    else:
        with state.reading() as store:
            reports, n_reports = scan_reports(store, terms, wanted, *limits["reports"])
            facts, n_facts = scan_facts(store, terms, wanted, *limits["facts"])
    texts = {hit.id: hit.text for hit in facts}
    with state.reading() as store:
        gists = [(gist_of(fact, document), texts[fact.id]) for fact, document in facts_by_id(store, list(texts))]
    return Results(reports=reports, facts=gists, totals={"reports": n_reports, "facts": n_facts})


def _ids(state: State, asked: Asked, wanted: Wanted) -> list[str]:
    if asked.is_empty:
        return []
    if state.search.has_full_text:
        return state.search.fact_ids(state.search.expression(terms_of(asked.q)), wanted)
    with state.reading() as store:
        return [hit.id for hit in scan_facts(store, terms_of(asked.q), wanted, None)[0]]


def marked(text: str) -> Markup:
    """An excerpt as HTML: all of it is escaped, then the places that were found are marked."""
    escaped = str(escape(text)).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return Markup(escaped)

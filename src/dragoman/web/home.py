"""The first page: what is in the store, what is new since the last visit, and adding reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.relations.positions import Change
from dragoman.store import FactFilter, Run, Store
from dragoman.store.payload import KINDS
from dragoman.web.render import render
from dragoman.web.state import State, state_of

router = APIRouter()
LATEST = 8
"""Reports shown."""
MOST_CHANGES = 5
SEEN_COOKIE = "dragoman-seen"
"""Number of the last run when the desk was last looked at."""
VISIT_COOKIE = "dragoman-visit"
"""That number as it was when this visit began; kept until the browser is closed."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since a run.

    Attributes:
        since: the first run of what is new.
        documents: new reports; kinds: new facts by kind.
        changes: changes of position that a new fact shows.
    """

    since: int
    documents: int
    kinds: Mapping[str, int]
    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new."""
        return not self.documents and not self.kinds


@router.get("/")
def home(request: Request) -> Response:
    """What is in the store."""
    state = state_of(request)
    with state.reading() as store:
        totals, latest, runs, stamp = store.totals(), store.documents(limit=LATEST), store.runs(), store.stamp()
        last = max((run.id for run in runs), default=0)
        before = _before(request)
        news = _news(store, before + 1) if before is not None and before < last else None
    if news is not None:
        news = _with_changes(state, stamp, news)
    made = render(
        request, "home.html", title="Home", totals=totals, latest=latest, kinds=list(KINDS), news=news,
        before=before, last_run=_of(runs, last), terms=_terms(state, stamp),
    )  # fmt: skip
    made.set_cookie(SEEN_COOKIE, str(last), max_age=YEAR, httponly=True, samesite="strict")
    made.set_cookie(VISIT_COOKIE, str(last if before is None else before), httponly=True, samesite="strict")
    return made


def _before(request: Request) -> int | None:
    """The last run of the visit before; ``None`` on the first."""
    given = request.cookies.get(VISIT_COOKIE) or request.cookies.get(SEEN_COOKIE) or ""
    return int(given) if given.isdecimal() and len(given) < 10 else None


def _of(runs: list[Run], number: int) -> Run | None:
    return next((run for run in runs if run.id == number), None)


def _news(store: Store, since: int) -> News:
    counted = {kind: store.count_facts(FactFilter(kinds=(kind,), since_run=since)) for kind in KINDS}
    kinds = {kind: number for kind, number in counted.items() if number}
    return News(since=since, documents=store.count_documents(since_run=since), kinds=kinds)


def _with_changes(state: State, stamp: str, news: News) -> News:
    """The same with changes of position, if these are worked out already."""
    related = state.related.now(stamp, wait=0).value
    if related is None:
        return news
    return News(
        since=news.since, documents=news.documents, kinds=news.kinds,
        changes=related.relations.matrix.changes[-MOST_CHANGES:][::-1],
    )  # fmt: skip


def _terms(state: State, stamp: str) -> Mapping[str, int] | None:
    """How many proposals, deadlocks and changes there are, if it is known already."""
    related = state.related.now(stamp, wait=0).value
    if related is None:
        return None
    found = related.relations
    return {"proposals": len(found.tracks), "loops": len(found.terms.loops), "changes": len(found.matrix.changes)}

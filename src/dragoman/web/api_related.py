"""What the facts of the whole store come to together: issues, changes of position, terms, what is new, and days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import Field

from dragoman.desk.arguments import actor_id
from dragoman.desk.dated import Dated, reports_of, sentences_of, sentences_on
from dragoman.desk.news import concerns, entry_has_words, parted_facts
from dragoman.desk.related import changes_asked, issues_asked, someone, terms_asked
from dragoman.relations.diff import diff as find_diff
from dragoman.relations.diff_model import Diff, Entry
from dragoman.relations.diff_sides import Parted, Window
from dragoman.relations.timeline import TOP, find_timeline
from dragoman.relations.topic import Topic
from dragoman.report.diff_records import entry_record
from dragoman.report.related_records import change_record, issue_record, terms_records
from dragoman.report.timeline_records import day_record
from dragoman.store import Pair, Store
from dragoman.store.queries import plain
from dragoman.web.api_parts import (
    AnyDay,
    Day,
    Flag,
    Listing,
    Page,
    Row,
    Searched,
    Words,
    cut,
    desk_of,
    is_empty,
    listing,
)
from dragoman.web.api_store import Number
from dragoman.web.api_worked import related_of, worked_apart

router = APIRouter(tags=["together"])
Rows = Listing[dict[str, object]]
MOST_DAYS = 1000


class IssueQuery(Searched):
    """Which issues."""

    actor: Words = Field("", description="Only what this party, or someone for it, has a stance on.")


class ChangeQuery(IssueQuery):
    """Which changes of position."""

    since: AnyDay = Field(None, description="First day of the later stance.")
    until: AnyDay = Field(None, description="Last day of the later stance.")


class NewsQuery(Searched):
    """What of the news."""

    until: AnyDay = Field(None, description="Last day that counts.")
    actor: Words = Field("", description="Only what concerns this party, or someone for it.")


class SinceQuery(NewsQuery):
    """What is new since a day."""

    since: Day = Field(description="First day of what is new in the world as reported.")


class TimelineQuery(Page):
    """Which days."""

    topic: Words = Field("", description="Only what has all these words in it, or words that begin so.")
    actor: Words = Field("", description="Only events of this actor.")
    other: Words = Field("", description="Only events between the actor and this one.")
    directed: Flag = Field("false", description="Only events from the actor to the other one.")
    since: AnyDay = Field(None, description="First day.")
    until: AnyDay = Field(None, description="Last day.")
    top: int = Field(TOP, ge=1, le=MOST_DAYS, description="At most so many days, those that weigh most.")


@router.get("/issues", response_model=Rows)
def issues(request: Request, query: Annotated[IssueQuery, Query()]) -> Row:
    """What positions, proposals and conditions are about, however the reports put it; most spoken of first."""
    found = related_of(request)
    return cut(
        request,
        query,
        issues_asked(found.relations, found.items, query.search, someone(query.actor.strip())),
        issue_record,
    )


@router.get("/changes", response_model=Rows)
def changes(request: Request, query: Annotated[ChangeQuery, Query()]) -> Row:
    """Where a party moved from one side of an issue to another, with both sentences, newest first."""
    found = related_of(request).relations
    chosen = changes_asked(found, query.search, someone(query.actor.strip()), query.since, query.until)
    return cut(request, query, chosen, change_record)


@router.get("/terms", response_model=Rows)
def terms(request: Request, query: Annotated[Searched, Query()]) -> Row:
    """What hangs on what: deadlocks and other loops, steps that several things wait for, then every condition.

    ``kind`` says which of these a row is.
    """
    found = terms_asked(related_of(request).relations.terms, query.search)
    return cut(request, query, list(terms_records(found)), dict)


@router.get("/diff", response_model=Rows)
def diff(request: Request, query: Annotated[SinceQuery, Query()]) -> Row:
    """What is new or changed in the world as reported since a day, as ``dragoman diff --since`` tells it."""
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)
    window = Window(since=query.since, until=query.until)
    return cut(request, query, _news(request, window, None, query), dict)


@router.get("/runs/{run}/diff", response_model=Rows)
def run_diff(
    request: Request,
    run: Annotated[Number, Path(description="Number of a run; /api/runs lists them.")],
    query: Annotated[NewsQuery, Query()],
) -> Row:
    """What is new in the store since a run: facts that this run or a later one saw first, however old they are."""
    with desk_of(request).reading() as store:
        if all(each.id != run for each in store.runs()):
            raise HTTPException(404, f"No run {run}; /api/runs lists them.")
    window = Window(until=query.until)
    return cut(request, query, _news(request, window, run, query), dict)


def _news(request: Request, window: Window, run: int | None, query: NewsQuery) -> Sequence[dict[str, Any]]:
    settings = desk_of(request).settings

    def fetch(store: Store) -> Parted:
        return parted_facts(store, settings.store, window, run)[0]

    def make(parted: Parted) -> Sequence[dict[str, Any]]:
        found = find_diff(parted.before, parted.after, settings.choices, beside=parted.beside, window=window)
        return _entries(found, query)

    return worked_apart(request, query, fetch, make)


def _entries(found: Diff, query: NewsQuery) -> Sequence[dict[str, Any]]:
    actor = query.actor.strip()
    names = (plain(actor), plain(actor_id(actor))) if actor else ()

    def is_wanted(entry: Entry) -> bool:
        return entry_has_words(entry, query.search) and (not names or concerns(entry, names))

    return [entry_record(entry) for entry in found.only(is_wanted).entries]


@router.get("/timeline", response_model=Rows)
def timeline(request: Request, query: Annotated[TimelineQuery, Query()]) -> Row:
    """The days that matter and one sentence for each, as ``dragoman timeline`` tells them.

    Without an actor every text of the store is read for days again: about as long as the command takes. The answer is
    kept until the store changes, so that further pages cost nothing.
    """
    actor, other = (actor_id(name) if name.strip() else None for name in (query.actor, query.other))
    topic = Topic(query.topic)
    if not actor and not other:
        rows = worked_apart(
            request,
            query,
            lambda store: list(reports_of(store)),
            lambda reports: _days(sentences_on(reports, topic), query),
        )
        return cut(request, query, rows, dict)
    pair = Pair(first=actor, second=other, directed=query.directed == "true") if actor and other else None
    one = None if pair else actor or other
    rows = worked_apart(
        request,
        query,
        lambda store: sentences_of(store, topic, actor=one, pair=pair),
        lambda found: _days(found, query),
    )
    return cut(request, query, rows, dict)


def _days(found: Dated, query: TimelineQuery) -> Sequence[dict[str, Any]]:
    days = find_timeline(found.sentences, top=query.top, copies=found.copies, since=query.since, until=query.until)
    return [day_record(each, found.documents[each.sentence.document]) for each in days]

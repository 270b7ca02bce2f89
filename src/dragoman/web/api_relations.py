"""How sides act towards one another: series, turning points, claims, and the network of all pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import Field

from dragoman.desk.claims import Asking
from dragoman.desk.networks import NetworkQuery, Networks, networks_of
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level, known_datasets, parse_include, query_of, read_scale
from dragoman.model.dyads import DyadQuery, EventTable, Period, Way
from dragoman.relations.claim_model import Verdict
from dragoman.relations.claims import MOST_CHARACTERS, parse_claim
from dragoman.relations.index import with_index
from dragoman.relations.network import MIN_EVENTS, tie_rows
from dragoman.relations.periods import last_day
from dragoman.relations.series import Series, build_series
from dragoman.relations.turning_points import turning_points
from dragoman.report.claim_lines import tested_record, to_record
from dragoman.report.network_lists import Span
from dragoman.report.network_records import bloc_record, move_record
from dragoman.report.series_lines import series_records, turning_point_record
from dragoman.store import FactFilter, Store
from dragoman.web.api_parts import (
    MOST_VALUES,
    NO_NUL,
    AnyDay,
    EventKind,
    Flag,
    Included,
    Listing,
    Nothing,
    Page,
    Row,
    Unset,
    Words,
    cut,
    desk_of,
    is_empty,
    listing,
)
from dragoman.web.api_worked import worked

router = APIRouter(tags=["relations"])
Rows = Listing[dict[str, object]]
ScaleName = Literal["goldstein", "balance", "quad"]


MOST_PERIODS = 10_000
"""Periods of a series beyond which those before and after all data are left out: 27 years of days."""
DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30, Period.QUARTER: 91, Period.YEAR: 365}


class WayName(StrEnum):
    """Both sides together, A towards B, B towards A, or all three."""

    BOTH = "both"
    FORWARD = "forward"
    BACK = "back"
    ALL = "all"


class Counted(Page):
    """Which rows count."""

    dataset: list[Words] = Field([], max_length=MOST_VALUES, description="Only these data sets.")
    include: list[Included] = Field(
        [], max_length=MOST_VALUES, description="Count these too, which are left out otherwise."
    )


class RelationQuery(Counted):
    """Which relation."""

    a: Words = Field(
        min_length=1, description="A side: name, id, group, members:NATO, country:JPN.", examples=["Velmora"]
    )
    b: Words = Field(min_length=1, description="The other side.", examples=["Kestria"])
    period: Period = Field(Period.MONTH, description="Length of a period.")
    way: WayName = Field(WayName.ALL, description="Who acts towards whom.")
    since: AnyDay = Field(None, description="First day.")
    until: AnyDay = Field(None, description="Last day.")
    type: list[EventKind] = Field([], max_length=MOST_VALUES, description="Only these PLOVER types.")
    scale: ScaleName = Field("goldstein", description="What an event is worth.")
    level: Level = Field(Level.SIDE, description="A state as those who act for it, or all from the country.")
    without: Words = Field("", description="Leave out what only this outlet reports.")


class Testing(Nothing):
    """How claims are tested."""

    period: Period | Unset = Field(None, description="Length of the periods that are compared.")
    dataset: list[Words] = Field([], max_length=MOST_VALUES, description="Only these data sets.")
    include: list[Included] = Field([], max_length=MOST_VALUES, description="Count these too.")
    scale: ScaleName = Field("goldstein", description="What an event is worth.")
    level: Level = Field(Level.SIDE, description="A state as those who act for it, or all from the country.")


class ClaimQuery(Testing):
    """A claim."""

    text: str = Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        pattern=NO_NUL,
        description="Such as: A-B relations lowest since 2023-10-07.",
        examples=["Velmora-Kestria relations lowest since 2023"],
    )
    as_of: Words = Field("", description="The day, month or year that is claimed of: 2024, 2024-02 or 2024-02-08.")


class ClaimsQuery(Testing, Page):
    """Which assessments."""


class PairQuery(Counted):
    """Which pairs."""

    since: AnyDay = Field(None, description="First day.")
    until: AnyDay = Field(None, description="Last day.")
    min_events: int = Field(MIN_EVENTS, ge=1, le=1_000_000, description="Pairs with fewer are left out.")
    together: Flag = Field("false", description="Both directions of a pair as one tie.")
    by_actor: Flag = Field("false", description="People and bodies of their own, rather than whom they act for.")
    resolution: float = Field(
        1.0, ge=0, le=100, description="Blocs: 1 by signed modularity, more for smaller ones, 0 by least frustration."
    )


class MoveQuery(PairQuery):
    """Which pairs and actors moved."""

    against_since: AnyDay = Field(None, description="First day of the period to compare with.")
    against_until: AnyDay = Field(None, description="Last day of that period.")
    of: Literal["pairs", "actors"] = Field("pairs", description="Pairs, or each actor with all others.")


@router.get("/series", response_model=Rows)
def series(request: Request, query: Annotated[RelationQuery, Query()]) -> Row:
    """A relation over time, one row a period and way, as ``dragoman series --json`` gives it.

    Events and mentions, outlets, quad classes, mean and total on the scale, and an index (``level``) with its 90 %
    interval. ``covered`` says whether the data have any event at all in the period. What is planned, negated,
    hypothetical or recalled is left out unless it is included.
    """

    def rows(store: Store) -> Sequence[Row]:
        table = store.event_table()
        return [
            row for each in _chosen(table, _query(request, table, query), query.way) for row in series_records(each)
        ]

    return _answer(request, query, rows)


@router.get("/turning-points", response_model=Rows)
def turns(request: Request, query: Annotated[RelationQuery, Query()]) -> Row:
    """Where a relation turned, with means and n before and after, and the events that made it."""

    def rows(store: Store) -> Sequence[Row]:
        table = store.event_table()
        chosen = _chosen(table, _query(request, table, query), query.way)
        return [turning_point_record(found, each) for each in chosen for found in turning_points(each, table)]

    return _answer(request, query, rows)


def _answer(request: Request, query: RelationQuery, rows: Any) -> Row:
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)
    return cut(request, query, worked(request, query, rows), dict)


def _query(request: Request, table: EventTable, asked: RelationQuery) -> DyadQuery:
    """The query of a relation.

    Raises:
        HTTPException: there is no such side or data set, or both are the same.
    """
    try:
        query = query_of(
            desk_of(request).wording(table, asked.level),
            asked.a,
            asked.b,
            period=asked.period,
            since=asked.since.isoformat() if asked.since else None,
            until=asked.until.isoformat() if asked.until else None,
            datasets=asked.dataset,
            include=asked.include,
            types=asked.type,
            scale=asked.scale,
            without=asked.without or None,
        )
    except UserError as error:
        raise HTTPException(404, error.on_page) from error
    return _bounded(table, query)


def _bounded(table: EventTable, query: DyadQuery) -> DyadQuery:
    """The query over the days that the data cover, where more periods than anybody reads are asked for."""
    covered = table.coverage(replace(query, since=None, until=None))
    if not covered:
        return replace(query, since=None, until=None)
    first, last = query.since or covered[0], query.until or covered[-1]
    if (last - first).days <= MOST_PERIODS * DAYS[query.period]:
        return query
    return replace(query, since=max(first, covered[0]), until=min(last, last_day(covered[-1], query.period)))


def _chosen(table: EventTable, query: DyadQuery, way: WayName) -> Iterator[Series]:
    built = build_series(table, query)
    return (with_index(built[each]) for each in (tuple(Way) if way is WayName.ALL else (Way(way.value),)))


@router.get("/claim", response_model=dict[str, object])
def claim(request: Request, query: Annotated[ClaimQuery, Query()]) -> Row:
    """Whether a claim about a relation holds in these data, as ``dragoman claim --json`` answers.

    ``verdict`` is holds, does not hold, too close to tell, or cannot be tested; ``why`` says why. A sentence that is no
    such claim, or names a side that nobody is called, cannot be tested. The answer is about what these data report, not
    about the world.
    """
    with desk_of(request).reading() as store:
        ask = _asking(request, store.event_table(), query)
        try:
            parsed = parse_claim(query.text, as_of=query.as_of or None, period=query.period, known=ask.knows)
            found = ask.check(parsed, ask.wording.side(parsed.first), ask.wording.side(parsed.second))
        except (ValueError, UserError) as error:
            why = error.on_page if isinstance(error, UserError) else str(error)
            return {"claim": query.text, "verdict": str(Verdict.CANNOT_BE_TESTED), "cause": None, "why": why}
    return to_record(found)


@router.get("/claims", response_model=Rows)
def claims(request: Request, query: Annotated[ClaimsQuery, Query()]) -> Row:
    """Every assessment of the reports with what testing it comes to, newest first."""

    wanted = FactFilter(kinds=("assessment",), limit=query.size, offset=query.offset)
    with desk_of(request).reading() as store:
        ask = _asking(request, store.event_table(), query)
        # Only those of the page: testing one takes some hundredths of a second.
        shown = [tested_record(stored, ask.of(stored, query.period or Period.MONTH)) for stored in store.facts(wanted)]
        return listing(request, query, shown, store.count_facts(wanted))


def _asking(request: Request, table: EventTable, asked: Testing) -> Asking:
    return Asking(
        table=table,
        wording=desk_of(request).wording(table, asked.level),
        datasets=_datasets(table, asked.dataset),
        include=parse_include(asked.include),
        scale=read_scale(asked.scale),
    )


def _datasets(table: EventTable, wanted: Sequence[str]) -> tuple[str, ...]:
    try:
        return known_datasets(table, wanted)
    except UserError as error:
        raise HTTPException(404, error.on_page) from error


@router.get("/pairs", response_model=Rows)
def pairs(request: Request, query: Annotated[PairQuery, Query()]) -> Row:
    """Ties between all pairs in a period with the bloc of each end, those with most events first.

    A tie is the mean of its events on the Goldstein scale: what is reported, not who is right.
    """
    return _network(request, query, lambda found: list(tie_rows(found.chosen)))


@router.get("/blocs", response_model=Rows)
def blocs(request: Request, query: Annotated[PairQuery, Query()]) -> Row:
    """Groups of actors by the signs of their ties, the largest first."""
    return _network(request, query, lambda found: [bloc_record(bloc, found.names) for bloc in found.chosen.blocs.blocs])


@router.get("/moves", response_model=Rows)
def moves(request: Request, query: Annotated[MoveQuery, Query()]) -> Row:
    """Whose mean changed between two periods, with n and a 90 % interval; clear changes first."""
    if is_empty(query.against_since, query.against_until):
        return listing(request, query, (), 0)

    def rows(found: Networks) -> list[Row]:
        there = () if found.moves is None else found.moves.pairs if query.of == "pairs" else found.moves.actors
        return [move_record(move, found.names) for move in there]

    return _network(request, query, rows, Span(since=query.against_since, until=query.against_until))


def _network(request: Request, query: PairQuery, rows: Any, against: Span | None = None) -> Row:
    if is_empty(query.since, query.until):
        return listing(request, query, (), 0)

    def make(store: Store) -> Sequence[Row]:
        table = store.event_table()
        asked = NetworkQuery(
            span=Span(since=query.since, until=query.until),
            against=against,
            min_events=query.min_events,
            directed=query.together == "false",
            by_actor=query.by_actor == "true",
            resolution=query.resolution,
            datasets=_datasets(table, query.dataset),
            include=parse_include(query.include),
        )
        made: list[Row] = rows(networks_of(desk_of(request).wording(table), asked))
        return made

    return cut(request, query, worked(request, query, make), dict)

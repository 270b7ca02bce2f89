"""A map of where events are placed, and a table of the places beside it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from markupsafe import Markup

from dragoman.report.chart_map import BORDER_NOTE, MOST_DOTS, Dot, map_chart
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.places import PlaceRow, find_places
from dragoman.web.charts import svg_of
from dragoman.web.filters import PageNumber, Words
from dragoman.web.links import Paging, Value, link
from dragoman.web.relations import Picture, svg_response
from dragoman.web.relations_asked import days_of
from dragoman.web.relations_read import HERE, here
from dragoman.web.render import render
from dragoman.web.rows import shelf_of
from dragoman.web.rows_files import rows_file
from dragoman.web.state import State, state_of

router = APIRouter()
COLUMNS = ("id", "name", "latitude", "longitude", "events", "dataset")
Days = tuple[str, str]


def days(since: Words = "", until: Words = "") -> Days:
    """First and last day of a request, as they were typed."""
    return since.strip(), until.strip()


DaysOf = Annotated[Days, Depends(days)]


@router.get("/map")
def map_page(request: Request, wanted: DaysOf, page: PageNumber = 1) -> Response:
    """The map and its table."""
    state = state_of(request)
    stamp, rows = _places(state, wanted)
    dots = [row for row in rows if row.latitude is not None and row.longitude is not None]
    query = _query(wanted)
    paging = Paging(path="/map", wanted=query, page=page, total=len(rows))
    return render(
        request,
        "map.html",
        title="Map",
        since=wanted[0],
        until=wanted[1],
        query_=query,
        rows=rows[paging.offset : paging.offset + paging.size],
        paging=paging,
        picture=_picture(state, stamp, wanted, dots) if dots else None,
        placed=sum(row.events for row in rows),
        dots=len(dots),
        most_dots=MOST_DOTS,
        without_point=sum(row.events for row in rows if row.latitude is None),
        border_note=BORDER_NOTE,
        facts_at=lambda row: facts_address(row, wanted),
    )


def _query(wanted: Days) -> dict[str, Value]:
    return {"since": wanted[0], "until": wanted[1]}


def _places(state: State, wanted: Days) -> tuple[str, list[PlaceRow]]:
    """The stamp of the store, and all its places of these days."""
    since, until = days_of(*wanted)
    with state.reading() as store:
        stamp = store.stamp()

    def work() -> list[PlaceRow]:
        with state.reading() as store:
            table = store.event_table()
            assert isinstance(table, DuckDBEvents)
            return find_places(table, since, until)

    return stamp, shelf_of(state).answers.get((stamp, "places", wanted), work)


def facts_address(row: PlaceRow, wanted: Days) -> str:
    """The list of the events of a place; imported rows are in none."""
    return link("/facts/event", place=row.id, since=wanted[0], until=wanted[1]) if row.id else ""


def _drawn(state: State, stamp: str, wanted: Days, rows: list[PlaceRow]) -> Markup:
    def draw() -> Markup:
        dots = [
            Dot(
                name=row.name,
                longitude=row.longitude,
                latitude=row.latitude,
                events=row.events,
                link=HERE + facts_address(row, wanted) if row.id and not state.settings.is_static else None,
            )
            for row in rows
            if row.longitude is not None and row.latitude is not None
        ]
        return here(svg_of(map_chart(dots), "Places of events as dots; the table has the same numbers"))

    return shelf_of(state).answers.get((stamp, "map", wanted), draw)


def _picture(state: State, stamp: str, wanted: Days, dots: list[PlaceRow]) -> Picture:
    is_there = state.settings.is_static or shelf_of(state).answers.has((stamp, "map", wanted))
    return Picture(
        address=link("/map/chart.svg", **_query(wanted)),
        drawn=_drawn(state, stamp, wanted, dots) if is_there else None,
        label="Places of events as dots on outlines of coasts and countries",
    )


@router.get("/map/chart.svg")
def chart(request: Request, wanted: DaysOf) -> Response:
    """The map alone."""
    state = state_of(request)
    stamp, rows = _places(state, wanted)
    if not any(row.latitude is not None for row in rows):
        raise HTTPException(404, "No event of this store has a place on a map.")
    return svg_response(_drawn(state, stamp, wanted, rows))


@router.get("/map/places.{form}")
def download_places(request: Request, form: str, wanted: DaysOf) -> Response:
    """All places as a file."""
    _, rows = _places(state_of(request), wanted)
    return rows_file([{name: getattr(row, name) for name in COLUMNS} for row in rows], COLUMNS, "places", form)

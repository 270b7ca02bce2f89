"""Relations: the pairs of a store, and one pair over time with the sentences behind each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from markupsafe import Markup

from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level
from dragoman.model.dyads import OWN_DATASET, EventLine, EventTable, Period, Way
from dragoman.relations.periods import first_day, following, label, last_day
from dragoman.report.chart_style import anchor, is_url
from dragoman.report.series_lines import (
    SERIES_COLUMNS,
    number,
    series_notes,
    series_records,
    way_name,
)
from dragoman.report.words import MARKS, count
from dragoman.web.filters import PageNumber, Words, day_of
from dragoman.web.links import Paging
from dragoman.web.pairs import common_names, pair_rows
from dragoman.web.relations_asked import INCLUDED, MOST_PAIRS, Wish, dyads_of, pairs_of, scale_names, wish_of
from dragoman.web.relations_read import (
    CHARTS,
    NOUNS,
    Relation,
    chart_of,
    drawn_period,
    extreme_entries,
    extreme_key,
    extreme_words,
    relation_of,
    rows_of,
)
from dragoman.web.render import render
from dragoman.web.rows import Asked, asking, shelf_of
from dragoman.web.rows_files import rows_file
from dragoman.web.state import state_of

router = APIRouter()
WishOf = Annotated[Wish, Depends(wish_of)]


@router.get("/relations")
def relations(request: Request, wish: WishOf, page: PageNumber = 1) -> Response:
    """The pairs with most events, or one pair over time."""
    if wish.a and wish.b:
        return _one_pair(request, wish, page)
    with asking(request) as asked:
        state = state_of(request)
        rows, total = pair_rows(asked, state, wish.a or wish.b, page)
        form = _form(asked, request)
    return render(
        request,
        "relations.html",
        title="Relations",
        wish=wish,
        rows=rows,
        paging=Paging(path="/relations", wanted=wish.query, page=page, total=total),
        **form,
    )


def _form(asked: Asked, request: Request) -> dict[str, Any]:
    """What the fields of the form offer."""
    state = state_of(request)
    shelf = shelf_of(state)
    return {
        "common": shelf.answers.get((asked.stamp, "names"), lambda: common_names(asked, state)),
        "datasets": shelf.answers.get((asked.stamp, "datasets"), lambda: list(asked.table.datasets())),
        "periods": list(Period),
        "ways": list(Way),
        "levels": list(Level),
        "scales": scale_names(),
        "included": INCLUDED,
        "most_pairs": MOST_PAIRS,
    }


def _worked_out(asked: Asked, request: Request, wish: Wish) -> list[tuple[Wish, Relation]]:
    """The pairs of a page, each with its own wish, from what was worked out before where it is there."""
    state = state_of(request)
    answers = shelf_of(state).answers

    def work() -> list[tuple[Wish, Relation]]:
        named = pairs_of(wish)
        found = [relation_of(asked.table, query, wish.way) for query in dyads_of(wish, state, asked.table)]
        wishes = [wish, *(wish.for_pair(*pair) for pair in named[1:])]
        return list(zip(wishes, found, strict=True))

    return answers.get((asked.stamp, "relation", wish), work)


def _drawn(asked: Asked, request: Request, wish: Wish, name: str) -> Markup:
    state = state_of(request)
    is_static = state.settings.is_static
    found = _worked_out(asked, request, wish)
    period = drawn_period((each for _, each in found), wish.period)
    as_asked = period is wish.period
    shown = found if as_asked else _worked_out(asked, request, replace(wish, period=period))
    return shelf_of(state).answers.get(
        (asked.stamp, "chart", name, wish), lambda: chart_of(name, shown, on_page=as_asked, is_static=is_static)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart of a page.

    Attributes:
        address: where it is drawn.
        drawn: the picture, if it is there already.
        label: what it shows.
    """

    address: str
    drawn: Markup | None
    label: str


def _one_pair(request: Request, wish: Wish, page: int) -> Response:
    with asking(request) as asked:
        found = _worked_out(asked, request, wish)
        relation = found[0][1]
        form = _form(asked, request)
        names = [] if not relation.series.events else ["series", "mentions", "quads"]
        if len(found) > 1 and any(each.series.events for _, each in found):
            names.insert(0, "compare")
        drawn_by = drawn_period((each for _, each in found), wish.period)
        pictures = [_picture(asked, request, wish, name, relation, drawn_by) for name in names]
    series = relation.series
    paging = Paging(path="/relations", wanted=wish.query, page=page, total=len(series.points))
    points = series.points[paging.offset : paging.offset + paging.size]
    return render(
        request,
        "relation.html",
        title=way_name(series),
        wish=wish,
        relation=relation,
        series=series,
        found=found,
        pictures=pictures,
        drawn_by=drawn_by,
        notes=series_notes(series),
        extremes=[(each, extreme_words(each, series), anchor(extreme_key(each, series))) for each in relation.extremes],
        entries=[(anchor(each.key), each) for each in (*extreme_entries(relation), *relation.evidence)],
        turns=list(zip(relation.turns, relation.evidence, strict=True)),
        anchor=anchor,
        number=number,
        noun=NOUNS[series.query.period],
        rows=rows_of(relation, wish, points),
        paging=paging,
        is_url=is_url,
        way_name=way_name,
        label=label,
        **form,
    )


def _picture(asked: Asked, request: Request, wish: Wish, name: str, relation: Relation, period: Period) -> Picture:
    state = state_of(request)
    is_there = state.settings.is_static or shelf_of(state).answers.has((asked.stamp, "chart", name, wish))
    labels = {
        "series": f"Means of {way_name(relation.series)} by {period}, with index and turning points",
        "mentions": f"Events and mentions by {period}",
        "quads": f"Events by quad class and {period}",
        "compare": f"Means of {len(wish.pair) + 1} pairs by {period}",
    }
    drawn = _drawn(asked, request, wish, name) if is_there else None
    return Picture(address=wish.at(f"/relations/chart/{name}.svg"), drawn=drawn, label=labels[name])


@router.get("/relations/chart/{name}.svg")
def chart(request: Request, name: str, wish: WishOf) -> Response:
    """A chart of a pair; the page takes it in, so that its points are links."""
    if name not in CHARTS:
        raise HTTPException(404, f"There are charts {', '.join(CHARTS)}, not {name[:20]!r}.")
    _both_named(wish)
    with asking(request) as asked:
        try:
            drawn = _drawn(asked, request, wish, name)
        except ValueError as error:
            raise HTTPException(404, f"{error}.") from error
    return svg_response(drawn)


def svg_response(drawn: Markup) -> Response:
    """The picture alone, without the element around it."""
    text = str(drawn)
    return Response(text[text.index("<svg") : text.rindex("</svg>") + len("</svg>")], media_type="image/svg+xml")


@router.get("/relations/series.{form}")
def download_series(request: Request, form: str, wish: WishOf) -> Response:
    """All periods of the pairs as a file."""
    _both_named(wish)
    with asking(request) as asked:
        found = _worked_out(asked, request, wish)
    rows = [row for _, each in found for row in series_records(each.series)]
    return rows_file(rows, SERIES_COLUMNS, "series", form)


def _both_named(wish: Wish) -> None:
    if not wish.a or not wish.b:
        raise UserError("name two actors, as a and b")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """An event as evidence, in cells."""

    line: EventLine
    told: str
    value: str
    fact: str
    url: str


def line_row(line: EventLine) -> LineRow:
    """An event with what a page says of it; only what was coded here has a page of its own."""
    told = "" if line.factuality is None else MARKS[line.factuality] or "asserted"
    return LineRow(
        line=line,
        told=told,
        value=number(line.value, 1),
        fact=f"/fact/{line.id}" if line.dataset == OWN_DATASET else "",
        url=line.url if line.url and is_url(line.url) else "",
    )


LOWEST: Mapping[str, bool | None] = {"time": None, "lowest": True, "highest": False}


@router.get("/relations/period")
def period_page(
    request: Request, wish: WishOf, start: Words, order: Words = "lowest", page: PageNumber = 1
) -> Response:
    """All sentences of one period of a pair."""
    _both_named(wish)
    day = day_of(start, "start")
    if day is None or not 2 <= day.year <= 9998:
        raise UserError("start: name the first day of a period, as YYYY-MM-DD")
    if order not in LOWEST:
        raise UserError(f"order {order[:20]!r}: there are {', '.join(LOWEST)}")
    wish = replace(wish, pair=())
    first = first_day(day, wish.period)
    last = last_day(first, wish.period)
    wanted = {**wish.query, "start": first.isoformat(), "order": order}
    with asking(request) as asked:
        query = dyads_of(wish, state_of(request), asked.table)[0]
        total = _number_in(asked.table, query, wish.way, first, last)
        paging = Paging(path="/relations/period", wanted=wanted, page=page, total=total)
        lines: Sequence[EventLine] = ()
        if paging.offset < total:
            most = paging.offset + paging.size
            lines = asked.table.lines(query, first, last, way=wish.way, lowest=LOWEST[order], limit=most)
    before, after = first_day(first - timedelta(days=1), wish.period), following(first, wish.period)
    return render(
        request,
        "relation_period.html",
        title=f"{label(first, wish.period)}: {query.first.name} and {query.second.name}",
        wish=wish,
        query_=query,
        rows=[line_row(line) for line in lines[paging.offset :]],
        paging=paging,
        orders=list(LOWEST),
        order=order,
        wanted=wanted,
        scale=query.scale.name,
        told=count(total, "event"),
        before=before,
        after=after,
        label=label,
    )


def _number_in(table: EventTable, query: Any, way: Way, first: date, last: date) -> int:
    """Events of a period, as the series counts them."""
    since = max(first, query.since) if query.since else first
    until = min(last, query.until) if query.until else last
    if since > until:
        return 0
    frame = table.counts(replace(query, since=since, until=until))
    return int(frame.filter(frame["way"] == str(way))["events"].sum())

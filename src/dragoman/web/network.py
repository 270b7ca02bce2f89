"""The relations of all pairs in a period: ties, blocs, and who moved since another period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from rich.console import Group
from rich.text import Text

from dragoman.desk.networks import NetworkQuery, Networks, networks_of
from dragoman.desk.tables import known_datasets, parse_include
from dragoman.relations.network import MIN_EVENTS, Tie, tie_rows
from dragoman.relations.network_blocs import Bloc
from dragoman.relations.network_files import to_gexf, to_graphml
from dragoman.relations.network_moves import Move
from dragoman.report.chart_network import drawn_ties
from dragoman.report.charts import network_chart
from dragoman.report.network_lists import MOST_BLOCS, MOST_MEMBERS, Span, network_lines, network_view
from dragoman.report.network_records import move_record
from dragoman.report.series_lines import number
from dragoman.report.words import count
from dragoman.web.charts import svg_of
from dragoman.web.filters import PageNumber, Words
from dragoman.web.kept import WAIT
from dragoman.web.links import Paging, Value, link
from dragoman.web.relations import Picture, svg_response
from dragoman.web.relations_asked import INCLUDED, Several, days_of
from dragoman.web.relations_read import HERE, here
from dragoman.web.render import render
from dragoman.web.rows import Asked, asking, asking_of, shelf_of
from dragoman.web.rows_files import file_of, rows_file
from dragoman.web.state import state_of

router = APIRouter()
PATIENCE = 60.0
"""Seconds that a file or a picture waits for the network."""
MOVERS = 15
"""Pairs and actors that moved most, as the command line shows them; a file has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What was typed.

    Attributes:
        against_since, against_until: days to compare with.
        least: fewest events of a tie.
        together: both directions of a pair as one tie.
        by_actor: people and bodies of their own.
        resolution: of the blocs.
    """

    since: str = ""
    until: str = ""
    against_since: str = ""
    against_until: str = ""
    least: int = MIN_EVENTS
    together: bool = False
    by_actor: bool = False
    resolution: float = 1.0
    dataset: tuple[str, ...] = ()
    include: tuple[str, ...] = ()

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        usual = Wish()
        given = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != getattr(usual, name)}
        return {name: value if isinstance(value, tuple | bool) else str(value) for name, value in given.items()}


def wish_of(
    since: Words = "",
    until: Words = "",
    against_since: Words = "",
    against_until: Words = "",
    least: Annotated[int, Query(ge=1, le=1_000_000)] = MIN_EVENTS,
    together: bool = False,
    by_actor: bool = False,
    resolution: Annotated[float, Query(ge=0, le=100)] = 1.0,
    dataset: Several = None,
    include: Several = None,
) -> Wish:
    """The wish of a request."""
    return Wish(
        since=since.strip(), until=until.strip(), against_since=against_since.strip(),
        against_until=against_until.strip(), least=least, together=together, by_actor=by_actor,
        resolution=resolution, dataset=tuple(filter(None, dataset or ())), include=tuple(filter(None, include or ())),
    )  # fmt: skip


WishOf = Annotated[Wish, Depends(wish_of)]


@router.get("/network")
def network(request: Request, wish: WishOf, page: PageNumber = 1) -> Response:
    """Ties, blocs and moves."""
    with asking(request) as asked:
        state = state_of(request)
        found = _found(asked, request, wish, PATIENCE if state.settings.is_static else WAIT)
        picture = _picture(asked, request, wish, found) if found is not None else None
        answers = shelf_of(state).answers
        datasets = answers.get((asked.stamp, "datasets"), lambda: list(asked.table.datasets()))
    common: dict[str, Any] = {
        "title": "Network",
        "wish": wish,
        "found": found,
        "datasets": datasets,
        "included": INCLUDED,
    }
    if found is None:
        return render(request, "network.html", **common)
    chosen = found.chosen
    paging = Paging(path="/network", wanted=wish.query, page=page, total=len(chosen.ties))
    return render(
        request,
        "network.html",
        notes=network_lines(chosen, _spans(wish)[0]),
        bloc_notes=_bloc_notes(found, wish),
        drawn_note=_drawn_note(found),
        blocs=[_bloc_cells(bloc, found.names) for bloc in chosen.blocs.blocs[:MOST_BLOCS]],
        bloc_of=chosen.blocs.of,
        ties=chosen.ties[paging.offset : paging.offset + paging.size],
        names=found.names,
        paging=paging,
        picture=picture,
        moves=_moves(found),
        number=number,
        tie_address=lambda tie: tie_address(tie, wish),
        **common,
    )


def _spans(wish: Wish) -> tuple[Span, Span | None]:
    since, until = days_of(wish.since, wish.until)
    first, last = days_of(wish.against_since, wish.against_until)
    return Span(since=since, until=until), Span(since=first, until=last) if first or last else None


def _found(asked: Asked, request: Request, wish: Wish, wait: float) -> Networks | None:
    """The network, if it is there or comes in time: the search for blocs takes seconds where there are many ties."""
    state = state_of(request)
    span, against = _spans(wish)
    query = NetworkQuery(
        span=span, against=against, min_events=wish.least, directed=not wish.together, by_actor=wish.by_actor,
        resolution=wish.resolution, datasets=known_datasets(asked.table, wish.dataset),
        include=parse_include(wish.include),
    )  # fmt: skip

    def work() -> Networks:
        with asking_of(state) as own:
            return networks_of(state.wording(own.table), query)

    return shelf_of(state).answers.soon((asked.stamp, "network", wish), work, wait)


def _whole(asked: Asked, request: Request, wish: Wish) -> Networks:
    """The network, however long it takes.

    Raises:
        HTTPException: it takes too long.
    """
    found = _found(asked, request, wish, PATIENCE)
    if found is None:
        raise HTTPException(503, "The network is still being worked out; try again in a moment.")
    return found


def tie_address(tie: Tie, wish: Wish) -> str:
    """The page of the pair of a tie, of the same days and data."""
    way = "both" if wish.together else "forward"
    return link(
        "/relations", a=tie.source, b=tie.target, way=way if way != "both" else None, since=wish.since,
        until=wish.until, dataset=wish.dataset, include=wish.include,
    )  # fmt: skip


def _drawn(asked: Asked, request: Request, wish: Wish, found: Networks) -> Markup:
    span = _spans(wish)[0]
    is_static = state_of(request).settings.is_static

    def draw() -> Markup:
        def leads_to(tie: Tie) -> str | None:
            return None if is_static else HERE + tie_address(tie, wish)

        drawing = network_chart(found.chosen, span=span.words, link=leads_to)
        return here(svg_of(drawing, "Network of actors by bloc; the tables below have the same numbers"))

    return shelf_of(state_of(request)).answers.get((asked.stamp, "network chart", wish), draw)


def _picture(asked: Asked, request: Request, wish: Wish, found: Networks) -> Picture | None:
    if not found.chosen.ties:
        return None
    state = state_of(request)
    is_there = state.settings.is_static or shelf_of(state).answers.has((asked.stamp, "network chart", wish))
    return Picture(
        address=link("/network/chart.svg", **wish.query),
        drawn=_drawn(asked, request, wish, found) if is_there else None,
        label="Actors on a circle by bloc, with the ties that have most events",
    )


@router.get("/network/chart.svg")
def chart(request: Request, wish: WishOf) -> Response:
    """The picture of the network."""
    with asking(request) as asked:
        found = _whole(asked, request, wish)
        if not found.chosen.ties:
            raise HTTPException(404, f"No pairs with {wish.least} or more events.")
        return svg_response(_drawn(asked, request, wish, found))


def _bloc_notes(found: Networks, wish: Wish) -> list[str]:
    """The small print of the blocs, as the command line has it."""
    view = network_view(found.chosen, _spans(wish)[0])
    assert isinstance(view, Group)
    return [part.plain for part in view.renderables if isinstance(part, Text) and part.style == "dim"]


def _drawn_note(found: Networks) -> str:
    drawn = drawn_ties(found.chosen)
    actors = len({end for tie in drawn for end in (tie.source, tie.target)})
    ties = len(found.chosen.ties) - len(drawn)
    if not ties:
        return "All ties are drawn."
    return (
        f"Drawn: the {count(len(drawn), 'tie')} with most events, between {count(actors, 'actor')}."
        f" Not drawn: {count(ties, 'further tie')}; all are in the table."
    )


def _bloc_cells(bloc: Bloc, names: Mapping[str, str]) -> tuple[Bloc, str]:
    shown = ", ".join(names.get(key, key) for key in bloc.members[:MOST_MEMBERS])
    more = len(bloc.members) - MOST_MEMBERS
    return bloc, shown + (f" and {more:,} more" if more > 0 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovesTable:
    """Pairs or actors whose mean changed.

    Attributes:
        by_chance: how many would be clear by chance alone.
    """

    noun: str
    total: int
    clear: int
    by_chance: int
    rows: tuple[Move, ...]


def _moves(found: Networks) -> list[MovesTable]:
    if found.moves is None:
        return []
    every: Iterable[tuple[str, tuple[Move, ...]]] = (("pair", found.moves.pairs), ("actor", found.moves.actors))
    return [
        MovesTable(
            noun=noun,
            total=len(moves),
            clear=sum(move.is_clear for move in moves),
            by_chance=round(len(moves) / 10),
            rows=moves[:MOVERS],
        )
        for noun, moves in every
    ]


TIE_COLUMNS = (
    "source", "source_name", "source_bloc", "target", "target_name", "target_bloc", "directed", "events", "mentions",
    "mean", "sign", "cooperation", "conflict",
)  # fmt: skip
MOVE_COLUMNS = (
    "source", "source_name", "target", "target_name", "before_mean", "before_events", "after_mean", "after_events",
    "change", "low", "high",
)  # fmt: skip


@router.get("/network/{what}.{form}")
def download_network(request: Request, what: str, form: str, wish: WishOf) -> Response:
    """All ties or all moves as a file; ties also for programs that draw networks."""
    if what not in {"ties", "moves"}:
        raise HTTPException(404, f"There are ties and moves, not {what[:20]!r}.")
    with asking(request) as asked:
        found = _whole(asked, request, wish)
    if what == "ties" and form in {"graphml", "gexf"}:
        return file_of((to_graphml if form == "graphml" else to_gexf)(found.chosen), "network", form)
    rows: list[dict[str, Any]]
    if what == "ties":
        rows = list(tie_rows(found.chosen))
        return rows_file(rows, TIE_COLUMNS, "ties", form)
    moves = [] if found.moves is None else [*found.moves.pairs, *found.moves.actors]
    return rows_file([move_record(move, found.names) for move in moves], MOVE_COLUMNS, "moves", form)

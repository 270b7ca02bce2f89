"""What hangs on what: deadlocks, steps that much hangs on, common ground, and the graph of conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from markupsafe import Markup

from dragoman.relations.conditions import Edge, Loop, LoopKind, Shared, Terms
from dragoman.report.chart_style import anchor
from dragoman.report.readout_terms import JOINTS, LOOPS
from dragoman.report.related_records import EDGE_COLUMNS, edge_record
from dragoman.report.words import listed
from dragoman.web.filters import PageNumber
from dragoman.web.indexed import Common, Index, newest
from dragoman.web.links import Paging
from dragoman.web.positions import is_party
from dragoman.web.related import (
    Cited,
    Told,
    Wanted,
    cited,
    patience,
    record_file,
    related_of,
    told_of,
    waiting,
    wanted_of,
)
from dragoman.web.render import render
from dragoman.web.state import Related
from dragoman.web.terms_chart import drawn, key_of

router = APIRouter()
WantedOf = Annotated[Wanted, Depends(wanted_of)]
FIRST = 5
"""Of each part, what the page of all parts shows."""
SIZES = {"loops": 10, "shared": 25, "common": 15, "edges": 40}
"""Rows of a page of one part; a page of edges has those of the chart."""
TITLES = {
    "loops": "Deadlocks and other loops",
    "shared": "Steps that several things wait for",
    "common": "Common ground",
    "edges": "What hangs on what",
}
SENTENCES, PARTIES = 3, 8
"""Sentences of an edge, and parties of an issue, that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """An edge in words.

    Attributes:
        anchor: id of its row, which the chart leads to.
        joint: what stands between the goal and the step.
        more: sentences that are not shown.
    """

    anchor: str
    edge: Edge
    joint: str
    whose: str
    kinds: str
    sentences: tuple[Cited, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A loop in words."""

    kind: str
    title: str
    steps: str
    edges: tuple[Hanging, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Common ground in words: who stands where, each with a sentence."""

    common: Common
    stands: tuple[tuple[str, tuple[Told, ...]], ...]
    more: int


def terms_that_fit(related: Related, wanted: Wanted) -> Terms:
    """The graph, as far as it is asked for: by words of an issue, and by whose condition it is."""
    terms, index = related.relations.terms, related.index
    if not wanted.issue and not wanted.party:
        return terms
    return Terms(
        edges=tuple(edge for edge in terms.edges if _edge_fits(edge, index, wanted)),
        loops=tuple(loop for loop in terms.loops if any(_edge_fits(edge, index, wanted) for edge in loop.edges)),
        shared=tuple(each for each in terms.shared if _shared_fits(each, index, wanted)),
    )


def _edge_fits(edge: Edge, index: Index, wanted: Wanted) -> bool:
    is_meant = index.has_words(edge.step, wanted.issue) or index.has_words(edge.goal, wanted.issue)
    return is_meant and (not wanted.party or any(is_party(party, wanted.party) for party in edge.parties))


def _shared_fits(shared: Shared, index: Index, wanted: Wanted) -> bool:
    is_meant = any(index.has_words(issue, wanted.issue) for issue in (shared.step, *shared.goals))
    return is_meant and (not wanted.party or any(is_party(party, wanted.party) for party in shared.parties))


def _common_fits(common: Common, index: Index, wanted: Wanted) -> bool:
    is_meant = index.has_words(common.issue, wanted.issue)
    return is_meant and (not wanted.party or any(is_party(cell.party, wanted.party) for cell in common.cells))


def in_order(terms: Terms) -> list[Edge]:
    """Edges as the chart numbers them: those of loops, then those told most often."""
    around = {(edge.step.id, edge.goal.id) for loop in terms.loops for edge in loop.edges}
    return sorted(terms.edges, key=lambda edge: (edge.step.id, edge.goal.id) not in around)


def hanging(edge: Edge) -> Hanging:
    """An edge in words, with its first sentences."""
    shown = edge.told[:SENTENCES]
    return Hanging(
        anchor=anchor(key_of(edge)),
        edge=edge,
        joint=JOINTS[edge.told[0].condition.type],
        whose=listed([party.name for party in edge.parties[:PARTIES]]) or "not said whose condition",
        kinds=listed(sorted({str(each.condition.type) for each in edge.told})),
        sentences=tuple(cited(each.condition, each.document) for each in shown),
        more=len(edge.told) - len(shown),
    )


def around(loop: Loop) -> Around:
    """A loop in words."""
    return Around(
        kind=loop.kind.replace(" ", "-"),
        title=LOOPS[loop.kind],
        steps=listed([issue.label for issue in loop.issues]),
        edges=tuple(map(hanging, loop.edges)),
    )


def ground(common: Common) -> Ground:
    """Common ground in words."""
    shown = common.cells[:PARTIES]
    return Ground(
        common=common,
        stands=tuple((cell.party.name, tuple(map(told_of, newest(cell)[:2]))) for cell in shown),
        more=len(common.cells) - len(shown),
    )


def _parts(terms: Terms, related: Related, wanted: Wanted) -> dict[str, Sequence[Any]]:
    common = [each for each in related.index.common if _common_fits(each, related.index, wanted)]
    return {"loops": terms.loops, "shared": terms.shared, "common": common, "edges": in_order(terms)}


WORDS: Mapping[str, Callable[[Any], Any]] = {
    "loops": around,
    "shared": lambda shared: shared,
    "common": ground,
    "edges": hanging,
}
"""What puts the items of a part in words."""


def _in_words(name: str, found: Sequence[Any]) -> list[Any]:
    return [WORDS[name](each) for each in found]


@router.get("/terms")
def show_terms(request: Request, wanted: WantedOf, page: PageNumber = 1, chart: bool = False) -> Response:
    """All parts: loops, shared steps and common ground at their beginning, the chart, and its edges, paged."""
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Terms")
    terms = terms_that_fit(found.value, wanted)
    parts = _parts(terms, found.value, wanted)
    paging = Paging(path="/terms", wanted=wanted.query, page=page, total=len(terms.edges), size=SIZES["edges"])
    edges = parts["edges"][paging.offset : paging.offset + paging.size]
    shown: dict[str, Any] = {name: _in_words(name, parts[name][:FIRST]) for name in ("loops", "shared", "common")}
    picture = _chart(terms, found.value, is_all=not wanted.query, is_wanted=chart, wait=patience(request))
    return render(
        request,
        "terms.html",
        title="Terms",
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        part="",
        titles=TITLES,
        totals={name: len(rows) for name, rows in parts.items()},
        deadlocks=sum(loop.kind is LoopKind.DEADLOCK for loop in terms.loops),
        **shown,
        edges=_in_words("edges", edges),
        chart=picture if page == 1 else "",
        can_draw=bool(wanted.query and edges and not chart and page == 1),
    )


def _chart(terms: Terms, related: Related, *, is_all: bool, is_wanted: bool, wait: float) -> Markup | None:
    """The picture; empty if there is none, ``None`` if it is still being drawn."""
    if not is_all:
        return drawn(terms) if is_wanted else Markup("")
    try:
        return related.terms_chart.result(wait)
    except TimeoutError:
        return None


@router.get("/terms/{name}.{form}")
def download_edges(request: Request, name: str, form: str, wanted: WantedOf) -> Response:
    """Edges that fit, in the columns of ``dragoman terms --csv``."""
    if name != "edges":
        raise HTTPException(404, f"There are edges, not {name[:20]!r}.")
    found = related_of(request)
    if found.value is None or not found.is_current:
        raise HTTPException(503, "Newer facts are being worked in; ask again in a few seconds.", {"Retry-After": "5"})
    return record_file(map(edge_record, terms_that_fit(found.value, wanted).edges), EDGE_COLUMNS, "terms", form)


@router.get("/terms/{part}")
def show_part(request: Request, part: str, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """All of one part, paged.

    Raises:
        HTTPException: there is no such part.
    """
    if part not in SIZES:
        raise HTTPException(404, f"There are {', '.join(SIZES)}, not {part[:20]!r}.")
    found = related_of(request)
    if found.value is None:
        return waiting(request, TITLES[part])
    terms = terms_that_fit(found.value, wanted)
    parts = _parts(terms, found.value, wanted)
    paging = Paging(path=f"/terms/{part}", wanted=wanted.query, page=page, total=len(parts[part]), size=SIZES[part])
    nothing: dict[str, Any] = {name: [] for name in SIZES}
    shown = parts[part][paging.offset : paging.offset + paging.size]
    return render(
        request,
        "terms.html",
        title=TITLES[part],
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        part=part,
        titles=TITLES,
        totals={name: len(rows) for name, rows in parts.items()},
        deadlocks=sum(loop.kind is LoopKind.DEADLOCK for loop in terms.loops),
        chart="",
        can_draw=False,
        **(nothing | {part: _in_words(part, shown)}),
    )

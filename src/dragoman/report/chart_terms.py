"""The graph of conditions: what has to come before what, from left to right, with deadlocks marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dragoman.relations.conditions import Edge, Loop, LoopKind, Terms
from dragoman.report.chart_layers import Pair, Placed, place_layers
from dragoman.report.chart_shapes import Place, Sheet
from dragoman.report.chart_style import (
    BLUE,
    INK,
    PAPER,
    QUIET,
    VERMILLION,
    WIDTH,
    cut,
    finished,
    href_of,
    in_line,
    tips,
    wrapped,
)
from dragoman.report.words import count

MOST_EDGES = 40
BOX_WIDTH, BOX_LINES, BOX_CHARS, ACROSS = 158, 4, 26, 84
"""Pixels of a box, lines of its text, half-widths of a line, and pixels between columns."""
LINE, LIST_COLUMN = 15, 300
"""Pixels of a line of text in the list below, and of a column of it."""
LOOKS: Mapping[str, tuple[str, list[int], float]] = {
    "deadlock": (VERMILLION, [7, 3], 2.6),
    "exchange": (BLUE, [2, 3], 1.8),
    "way round": (QUIET, [9, 3, 2, 3], 1.6),
    "": (INK, [1, 0], 1.3),
}
"""Colour, dash and width of an edge by the loop that it is part of."""
DARK = "#a34700"
"""The colour of deadlocks, dark enough for small print."""
STEPS = 10
"""Points that a line is drawn through between two columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An edge with its number in the list and its line.

    Attributes:
        places: of the line, from the left box to the right one.
        ahead: whether it leads that way.
        badge: where its number stands.
    """

    number: int
    edge: Edge
    kind: str
    href: str | None
    places: tuple[Place, ...]
    ahead: bool
    badge: Place


def conditions_chart(terms: Terms, *, link: Callable[[Edge], str | None] | None = None) -> Any:
    """Boxes are steps and what hangs on them; an arrow leads from what has to come first, and its number to the list
    below, with whose condition it is and how often it is told.

    Args:
        link: key of evidence, or an address, of an edge.

    Raises:
        ValueError: there are no conditions.
    """
    edges = drawn_edges(terms)
    if not edges:
        raise ValueError("there are no conditions to draw")
    issues = {issue.id: issue for edge in edges for issue in (edge.step, edge.goal)}
    texts = {key: wrapped(issue.label, BOX_CHARS, BOX_LINES) for key, issue in issues.items()}
    placed = place_layers(
        {key: 13.0 * len(lines) + 10 for key, lines in texts.items()}, [(edge.step.id, edge.goal.id) for edge in edges]
    )
    kinds = _kinds(terms.loops)
    arrows = [
        _arrow(number, edge, kinds, placed, href_of(link(edge) if link else None))
        for number, edge in enumerate(edges, 1)
    ]
    right = max(placed.columns.values()) * (BOX_WIDTH + ACROSS) + BOX_WIDTH
    width = max(float(right), WIDTH)
    list_columns = max(1, int(width // LIST_COLUMN))
    top = placed.bottom + 62
    sheet = Sheet(width=width, height=top + LINE * -(-len(arrows) // list_columns) + 4)
    layers = [
        *_lines(sheet, arrows),
        *_boxes(sheet, texts, placed, arrows),
        *_badges(sheet, arrows),
        *_key(sheet, placed.bottom + 38),
        _list(sheet, arrows, top + LINE / 2, list_columns),
    ]
    return finished(sheet.drawn(layers), _title(edges, len(issues)), _notes(terms, edges), int(sheet.width))


def _title(edges: Sequence[Edge], issues: int) -> str:
    told = sum(len(edge.told) for edge in edges)
    return f"What is said to depend on what: {count(len(edges), 'arrow')} between {count(issues, 'issue')} (n {told:,})"


def _notes(terms: Terms, edges: Sequence[Edge]) -> list[str]:
    numbers = {kind: sum(loop.kind is kind for loop in terms.loops) for kind in LoopKind}
    loops = [
        count(numbers[LoopKind.DEADLOCK], "deadlock"),
        count(numbers[LoopKind.EXCHANGE], "exchange"),
        count(numbers[LoopKind.WAY_ROUND], "loop with a way round", "loops with a way round"),
    ]
    hidden = len(terms.edges) - len(edges)
    return [
        "An arrow leads from what has to come first to what waits for it. Its number: whose condition it is, and n, how"
        " many times it is told.",
        f"{', '.join(loops)}." + (f" Not shown: {count(hidden, 'arrow')} told less often." if hidden else ""),
    ]


def drawn_edges(terms: Terms) -> list[Edge]:
    """The edges that there is room for, in the order of their numbers: those of loops, then those told most often."""
    around = {(edge.step.id, edge.goal.id) for loop in terms.loops for edge in loop.edges}
    ranked = sorted(terms.edges, key=lambda edge: (edge.step.id, edge.goal.id) not in around)
    return ranked[:MOST_EDGES]


def _kinds(loops: Sequence[Loop]) -> dict[tuple[str, str], str]:
    """The kind of the first loop that an edge is part of; deadlocks are first."""
    kinds: dict[tuple[str, str], str] = {}
    for loop in loops:
        for edge in loop.edges:
            kinds.setdefault((edge.step.id, edge.goal.id), str(loop.kind))
    return kinds


def _arrow(number: int, edge: Edge, kinds: Mapping[Pair, str], placed: Placed, href: str | None) -> Arrow:
    """The line of an edge: level through columns, in a soft step between them."""
    key = (edge.step.id, edge.goal.id)
    route = placed.routes[key]
    places: list[Place] = []
    for (column, y), (other, after) in pairwise(route):
        start, end = column * (BOX_WIDTH + ACROSS) + BOX_WIDTH, other * (BOX_WIDTH + ACROSS)
        for step in range(STEPS + 1):
            share = step / STEPS
            soft = share * share * (3 - 2 * share)
            places.append((round(start + (end - start) * share, 2), round(y + (after - y) * soft, 2)))
    ahead = placed.columns[key[0]] < placed.columns[key[1]]
    # At the step's side; numbers of neighbouring ports stand one behind the other.
    at = (2 if number % 2 else 4) if ahead else (-3 if number % 2 else -5)
    return Arrow(
        number=number, edge=edge, kind=kinds.get(key, ""), href=href, places=tuple(places), ahead=ahead,
        badge=places[at],
    )  # fmt: skip


TIPS = {
    "first": "First", "then": "Then", "by": "Whose condition", "n": "Times told (n)", "types": "Kind", "loop": "Loop",
}  # fmt: skip


def _row(arrow: Arrow, place: Place) -> dict[str, Any]:
    edge = arrow.edge
    return {
        "x": place[0], "y": place[1], "href": arrow.href, "colour": LOOKS[arrow.kind][0],
        "text": str(arrow.number), "first": in_line(edge.step.label), "then": in_line(edge.goal.label),
        "by": in_line(", ".join(party.name for party in edge.parties)) or "not said", "n": f"{len(edge.told):,}",
        "types": ", ".join(sorted({str(each.condition.type) for each in edge.told})), "loop": arrow.kind or "none",
    }  # fmt: skip


def _line_looks() -> dict[str, Any]:
    import altair as alt

    return {
        "stroke": alt.Stroke("colour:N", scale=None),
        "strokeDash": alt.StrokeDash("dash:N", scale=None),
        "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
    }


def _lines(sheet: Sheet, arrows: Sequence[Arrow]) -> Iterator[Any]:
    import altair as alt

    rows = [
        {"line": arrow.number, "step": step, "x": x, "y": y, **_look(arrow.kind)}
        for arrow in arrows
        for step, (x, y) in enumerate(arrow.places)
    ]
    yield sheet.curves(rows, _line_looks())
    heads = []
    for arrow in arrows:
        x, y = arrow.places[-1] if arrow.ahead else arrow.places[0]
        heads.append({**_row(arrow, (x - 5 if arrow.ahead else x + 5, y)), "angle": 90 if arrow.ahead else 270})
    pointed = {"angle": alt.Angle("angle:Q", scale=None), "fill": alt.Fill("colour:N", scale=None)}
    yield sheet.symbols(heads, pointed | {"tooltip": tips(TIPS)}, shape="triangle-up", size=80, stroke=None)


def _look(kind: str) -> dict[str, Any]:
    colour, dash, width = LOOKS[kind]
    return {"colour": colour, "dash": dash, "width": width}


def _badges(sheet: Sheet, arrows: Sequence[Arrow]) -> Iterator[Any]:
    """Numbers on the lines."""
    import altair as alt

    rows = [_row(arrow, arrow.badge) for arrow in arrows]
    shown = {"tooltip": tips(TIPS)}
    yield sheet.symbols(rows, {"stroke": alt.Stroke("colour:N", scale=None), **shown}, fill=PAPER, size=190)
    yield sheet.texts(rows, align="center", fontSize=9).encode(**shown)


def _boxes(sheet: Sheet, texts: Mapping[str, Sequence[str]], placed: Placed, arrows: Sequence[Arrow]) -> Iterator[Any]:
    """Boxes; those of a deadlock have a thick, coloured outline and the word above them."""
    ends = [(key, arrow) for arrow in arrows for key in (arrow.edge.step.id, arrow.edge.goal.id)]
    stuck = {key for key, arrow in ends if arrow.kind == "deadlock"}
    first = {key: arrow.href for key, arrow in reversed(ends)}
    corners = {key: (column * float(BOX_WIDTH + ACROSS), placed.tops[key]) for key, column in placed.columns.items()}
    for is_stuck, look in ((False, {"strokeWidth": 1.2}), (True, {"strokeWidth": 3, "stroke": VERMILLION})):
        places = [
            {"x": x, "y": y, "x2": x + BOX_WIDTH, "y2": y + placed.heights[key], "href": first.get(key)}
            for key, (x, y) in corners.items() if (key in stuck) == is_stuck
        ]  # fmt: skip
        yield sheet.boxes(places, fill=PAPER, cornerRadius=4, **look)
    yield sheet.texts(
        {
            "x": x + 8, "y": y + placed.heights[key] / 2 - 6.5 * (len(texts[key]) - 1),
            "text": "\n".join(texts[key]), "href": first.get(key),
        }
        for key, (x, y) in corners.items()
    )  # fmt: skip
    words = [{"x": corners[key][0] + 2, "y": corners[key][1] - 8, "text": "deadlock"} for key in sorted(stuck)]
    yield sheet.texts(words, fontSize=10, fontWeight="bold", fill=DARK)


def _list(sheet: Sheet, arrows: Sequence[Arrow], top: float, columns: int) -> Any:
    """Whose condition each arrow is, and how often it is told."""
    long = -(-len(arrows) // columns)
    rows = []
    for at, arrow in enumerate(arrows):
        parties = ", ".join(party.name for party in arrow.edge.parties) or "not said whose"
        text = f"{arrow.number}. {cut(parties, 38)}: n {len(arrow.edge.told)}"
        rows.append({"x": at // long * LIST_COLUMN, "y": top + at % long * LINE, "text": text, "href": arrow.href})
    return sheet.texts(rows)


def _key(sheet: Sheet, y: float) -> Iterator[Any]:
    """What the lines mean."""
    lines, texts, x = [], [], 0.0
    for kind in LOOKS:
        name = kind or "no loop"
        look = {"line": name, "y": y, **_look(kind)}
        lines += [{**look, "x": x, "step": 0}, {**look, "x": x + 34, "step": 1}]
        texts.append({"x": x + 41, "y": y, "text": name})
        x += 62 + 6.2 * len(name)
    yield sheet.curves(lines, _line_looks())
    yield sheet.texts(texts)

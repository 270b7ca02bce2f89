"""Places for the boxes and lines of a layered graph, from left to right (after Sugiyama, Tagawa & Toda 1981).

The same graph gets the same places: ties are broken by the ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[str, str]
SWEEPS = 8
"""Times that columns are put in the order of their neighbours; later ones change nothing in graphs of 40 edges."""
PORT = 15.0
"""Pixels between two lines that meet a box."""
LANE = 12.0
"""Height that a line takes where it passes through a column."""
GAP, APART = 20.0, 30.0
"""Pixels between boxes of a column, and between parts of the graph that have nothing to do with one another."""
ABREAST = 4
"""Columns that narrow parts may share, side by side: many stores hold little but pairs."""
Slot = tuple[str, str, int]
"""A place in a column: a box as (its id, "", 0), or a line that passes through as (from, to, column)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where things are.

    Attributes:
        columns: column of each box.
        tops, heights: in pixels, by id.
        routes: for each pair of boxes with a line, lower column first, where the line leaves the one, passes through
            the columns between, and comes to the other: (column, height), in order.
        bottom: height of all.
    """

    columns: Mapping[str, int]
    tops: Mapping[str, float]
    heights: Mapping[str, float]
    routes: Mapping[Pair, tuple[tuple[int, float], ...]]
    bottom: float


def place_layers(heights: Mapping[str, float], edges: Iterable[Pair]) -> Placed:
    """Put boxes into columns so that lines lead from left to right wherever there is no loop.

    Args:
        heights: of the boxes, by id; a box with many lines is made higher.
        edges: pairs of ids that a line leads between; of two that go back and forth each has its own.
    """
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(sorted(heights))
    graph.add_edges_from(sorted(set(edges)))
    parts = sorted(nx.weakly_connected_components(graph), key=lambda part: (-len(part), min(part)))
    found = [_place_part(graph.subgraph(part), heights) for part in parts]
    wide = [max(each.columns.values()) + 1 for each in found]
    used = [0.0] * max(ABREAST, *wide)
    placed = []
    for each, width in zip(found, wide, strict=True):
        # Where it gets highest, and of such places the leftmost.
        at = min(range(len(used) - width + 1), key=lambda start: (max(used[start : start + width]), start))
        placed.append(_shifted(each, at, max(used[at : at + width])))
        used[at : at + width] = [placed[-1].bottom + APART] * width
    return Placed(
        columns={node: column for each in placed for node, column in each.columns.items()},
        tops={node: top for each in placed for node, top in each.tops.items()},
        heights={node: height for each in placed for node, height in each.heights.items()},
        routes={edge: way for each in placed for edge, way in each.routes.items()},
        bottom=max(each.bottom for each in placed),
    )


def _shifted(placed: Placed, columns: int, down: float) -> Placed:
    return Placed(
        columns={node: column + columns for node, column in placed.columns.items()},
        tops={node: top + down for node, top in placed.tops.items()},
        heights=placed.heights,
        routes={
            edge: tuple((column + columns, y + down) for column, y in way) for edge, way in placed.routes.items()
        },
        bottom=placed.bottom + down,
    )  # fmt: skip


def _place_part(graph: object, heights: Mapping[str, float]) -> Placed:
    columns = _columns(graph)
    pairs = [(one, other) if columns[one] < columns[other] else (other, one) for one, other in _edges(graph)]
    pairs = sorted(pairs)
    grown = _grown(columns, pairs, heights)
    slots = _ordered(columns, sorted(set(pairs)))
    size = {slot: LANE if slot[1] else grown[slot[0]] for column in slots for slot in column}
    full = [sum(size[slot] + GAP for slot in column) - GAP for column in slots]
    where: dict[Slot, float] = {}
    for column, height in zip(slots, full, strict=True):
        y = (max(full) - height) / 2
        for slot in column:
            where[slot] = y
            y += size[slot] + GAP
    tops = {slot[0]: y for slot, y in where.items() if not slot[1]}
    return Placed(
        columns=columns,
        tops=tops,
        heights=grown,
        routes=_routes(graph, columns, tops, grown, where),
        bottom=max(full),
    )


def _edges(graph: object) -> list[Pair]:
    return sorted(graph.edges)  # type: ignore[attr-defined]


def _columns(graph: object) -> dict[str, int]:
    """The longest way to a box says its column; a first one stands next to what waits for it."""
    import networkx as nx

    loop = {node: at for at, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    ahead = nx.DiGraph()
    ahead.add_nodes_from(sorted(loop))
    # Inside a loop the order of the ids breaks it, always at the same place.
    ahead.add_edges_from(
        (one, other) if loop[one] != loop[other] or one < other else (other, one) for one, other in _edges(graph)
    )
    columns = {node: at for at, layer in enumerate(nx.topological_generations(ahead)) for node in layer}
    for node in sorted(columns):
        after = [columns[other] for other in ahead.successors(node)]
        if after and not ahead.in_degree(node):
            columns[node] = min(after) - 1
    return columns


def _grown(columns: Mapping[str, int], pairs: Sequence[Pair], heights: Mapping[str, float]) -> dict[str, float]:
    """Heights with room for a port for each line on the side where it comes in."""
    ports: dict[tuple[str, bool], int] = defaultdict(int)
    for left, right in pairs:
        ports[left, True] += 1
        ports[right, False] += 1
    return {node: max(heights[node], PORT * max(ports[node, True], ports[node, False]) + 2) for node in columns}


def _ordered(columns: Mapping[str, int], pairs: Sequence[Pair]) -> list[list[Slot]]:
    """Slots of each column in an order that crosses few lines (barycentre method)."""
    slots: list[list[Slot]] = [[] for _ in range(max(columns.values()) + 1)]
    near: dict[Slot, tuple[list[Slot], list[Slot]]] = defaultdict(lambda: ([], []))
    for node, column in sorted(columns.items()):
        slots[column].append((node, "", 0))
    for left, right in pairs:
        way: list[Slot] = [(left, "", 0)]
        for column in range(columns[left] + 1, columns[right]):
            slots[column].append((left, right, column))
            way.append((left, right, column))
        way.append((right, "", 0))
        for one, other in pairwise(way):
            near[one][1].append(other)
            near[other][0].append(one)
    for sweep in range(SWEEPS):
        side = sweep % 2
        for layer in slots[::-1] if side else slots:
            place = {slot: at / max(1, len(each) - 1) for each in slots for at, slot in enumerate(each)}
            layer.sort(key=lambda slot: (_mean([place[other] for other in near[slot][side]], place[slot]), slot))
    return slots


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _routes(
    graph: object,
    columns: Mapping[str, int],
    tops: Mapping[str, float],
    heights: Mapping[str, float],
    where: Mapping[Slot, float],
) -> dict[Pair, tuple[tuple[int, float], ...]]:
    """Ways of the lines, by step and goal; each has its own port at both ends, in the order of where it goes."""
    ways: dict[Pair, list[tuple[int, float]]] = {}
    ends: dict[tuple[str, bool], list[tuple[float, Pair]]] = defaultdict(list)
    for edge in _edges(graph):
        left, right = edge if columns[edge[0]] < columns[edge[1]] else edge[::-1]
        between = range(columns[left] + 1, columns[right])
        ways[edge] = [(column, where[left, right, column] + LANE / 2) for column in between]
        middle = {node: tops[node] + heights[node] / 2 for node in (left, right)}
        ends[left, True].append((ways[edge][0][1] if ways[edge] else middle[right], edge))
        ends[right, False].append((ways[edge][-1][1] if ways[edge] else middle[left], edge))
    ports = {
        (edge, end[1]): y for end, found in ends.items() for edge, y in _ports(end[0], sorted(found), tops, heights)
    }
    return {
        edge: (
            (min(columns[edge[0]], columns[edge[1]]), ports[edge, True]),
            *way,
            (max(columns[edge[0]], columns[edge[1]]), ports[edge, False]),
        )
        for edge, way in ways.items()
    }


def _ports(
    node: str, found: Sequence[tuple[float, Pair]], tops: Mapping[str, float], heights: Mapping[str, float]
) -> Iterator[tuple[Pair, float]]:
    middle = tops[node] + heights[node] / 2
    for at, (_, edge) in enumerate(found):
        yield edge, middle + (at - (len(found) - 1) / 2) * PORT

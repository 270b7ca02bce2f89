"""The network of a period: actors on a circle by bloc, ties through it, by colour and dash of their sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, degrees, log, pi, sin, sqrt
from typing import Any

from dragoman.relations.network import Network, Node, Tie
from dragoman.report.chart_shapes import Curve, Place, Sheet
from dragoman.report.chart_style import (
    BLUE,
    INK,
    PAPER,
    QUIET,
    VERMILLION,
    cells,
    cut,
    finished,
    href_of,
    in_line,
    signed,
    tips,
)
from dragoman.report.words import count

MOST_ACTORS, MOST_TIES = 40, 90
"""With twice as many lines those below 0 could not be made out any more."""
NAME_CHARS, CHAR = 26, 5.9
"""Half-widths of a name beside its circle, and pixels of one."""
PER_ACTOR, LEAST_RADIUS = 19.0, 120.0
"""Pixels of the circle for an actor, and its radius however few there are."""
BETWEEN = 1.0
"""Gap between blocs, in places of an actor."""
LOOKS: Mapping[int, tuple[str, str, list[int]]] = {
    1: ("above 0", BLUE, [1, 0]),
    -1: ("below 0", VERMILLION, [6, 3]),
    0: ("at 0", QUIET, [1, 3]),
}
FAINT, CLEAR = 0.35, 0.95
"""Opacity of a tie with as few events as a tie may have, and of the one with most; in between by the logarithm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """An actor with its place on the circle; the angle is in radians, clockwise from the top."""

    node: Node
    angle: float
    at: Place


def network_chart(network: Network, *, span: str = "", link: Callable[[Tie], str | None] | None = None) -> Any:
    """Draw the actors with most events and the ties between them that have most events.

    Args:
        span: the days that it is of, in words.
        link: key of evidence, or an address, of a tie.

    Raises:
        ValueError: there are no ties.
    """
    nodes, ties = network.nodes[:MOST_ACTORS], drawn_ties(network)
    if not ties:
        raise ValueError("there are no ties to draw: no pair has events enough")
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    spots, radius = _spots([node for node in nodes if node.id in tied])
    left, right, top, bottom = _margins(spots, radius)
    middle = (left, top)
    sheet = Sheet(width=max(left + right, 480.0), height=top + bottom + 44)
    placed = {spot.node.id: spot for spot in (_moved(spot, middle) for spot in spots)}
    layers = [
        *_ties(sheet, ties, placed, middle, network, link),
        *_actors(sheet, list(placed.values())),
        *_key(sheet, top + bottom + 24),
    ]
    events = sum(tie.tally.events for tie in ties)
    what = "directed pair" if network.directed else "pair"
    title = f"Means of reported events between {count(len(placed), 'actor')}, Goldstein scale{span and ', '}{span}"
    notes = [
        f"Lines: {count(len(ties), what)} with {network.min_events} or more events (n {events:,} in all), thicker the"
        " further from 0, fainter with fewer events." + (" Arrows lead from who acts." if network.directed else ""),
        "Numbers in circles: blocs, of actors with more ties above 0 inside and below 0 outside than chance would"
        " give; a circle without one is in none. In brackets: events of the actor (n).",
        _left_out(network, len(placed), len(ties), what),
    ]  # fmt: skip
    return finished(sheet.drawn(layers), title, notes, int(sheet.width))


def drawn_ties(network: Network) -> tuple[Tie, ...]:
    """The ties that there is room for: those with most events between the actors with most events."""
    shown = {node.id for node in network.nodes[:MOST_ACTORS]}
    return tuple(tie for tie in network.ties if tie.source in shown and tie.target in shown)[:MOST_TIES]


def _left_out(network: Network, actors: int, ties: int, what: str) -> str:
    parts = [f"{count(network.thin, what)} with fewer events"] if network.thin else []
    if len(network.ties) > ties:
        parts.append(f"{count(len(network.ties) - ties, what)} and {count(len(network.nodes) - actors, 'actor')} with"
                     " fewer events than those drawn")  # fmt: skip
    return f"Not drawn: {'; '.join(parts)}." if parts else "All pairs are drawn."


def _margins(spots: Sequence[Spot], radius: float) -> tuple[float, float, float, float]:
    """Pixels that circle and names take to the left, right, above and below of the middle."""
    reach = [radius + 20.0] * 4
    for spot in spots:
        far = radius + 26.0 + CHAR * cells(_name(spot.node))
        x, y = far * sin(spot.angle), -far * cos(spot.angle)
        reach = [max(reach[0], 12 - x), max(reach[1], x + 12), max(reach[2], 10 - y), max(reach[3], y + 10)]
    return reach[0], reach[1], reach[2], reach[3]


def _name(node: Node) -> str:
    return f"{cut(node.name, NAME_CHARS)} ({node.tally.events:,})"


def _spots(nodes: Sequence[Node]) -> tuple[list[Spot], float]:
    """Places around the origin, bloc after bloc, those in none last."""
    ordered = sorted(nodes, key=lambda node: (node.bloc or len(nodes) + 10**6, -node.tally.events, node.id))
    places, at = [], 0.0
    for number, node in enumerate(ordered):
        if number and node.bloc != ordered[number - 1].bloc:
            at += BETWEEN
        places.append(at)
        at += 1.0
    whole = at + (BETWEEN if len({node.bloc for node in ordered}) > 1 else 0.0)
    radius = max(LEAST_RADIUS, whole * PER_ACTOR / (2 * pi) * 1.15)
    # From the left, so that two actors stand beside one another.
    angles = [(2 * pi * place / whole + 1.5 * pi) % (2 * pi) for place in places]
    return [
        Spot(node=node, angle=angle, at=(radius * sin(angle), -radius * cos(angle)))
        for node, angle in zip(ordered, angles, strict=True)
    ], radius


def _moved(spot: Spot, middle: Place) -> Spot:
    return Spot(node=spot.node, angle=spot.angle, at=(spot.at[0] + middle[0], spot.at[1] + middle[1]))


def _ties(
    sheet: Sheet,
    ties: Sequence[Tie],
    placed: Mapping[str, Spot],
    middle: Place,
    network: Network,
    link: Callable[[Tie], str | None] | None,
) -> Iterator[Any]:
    import altair as alt

    names = network.names
    lines, heads = [], []
    most = max(tie.tally.events for tie in ties)
    # On top those below 0, which are fewer, and of each sign those with most events.
    for tie in sorted(ties, key=lambda tie: (-tie.tally.sign, tie.tally.events)):
        curve = _curve(placed[tie.source].at, placed[tie.target].at, middle, network.directed)
        look = _look(tie, network.min_events, most)
        lines += curve.rows(f"{tie.source} {tie.target}", **look)
        at = curve.at(0.68)
        heads.append(
            {
                "x": at[0], "y": at[1], "angle": curve.heading(0.68), **look,
                "href": href_of(link(tie) if link else None),
                "who": f"{in_line(names[tie.source])} {'→' if network.directed else '–'} {in_line(names[tie.target])}",
                "n": f"{tie.tally.events:,}", "mean": signed(tie.tally.mean),
                "kinds": f"{tie.tally.cooperation:,}, {tie.tally.conflict:,}",
            }
        )  # fmt: skip
    yield sheet.curves(
        lines,
        {
            "stroke": alt.Stroke("colour:N", scale=None),
            "strokeDash": alt.StrokeDash("dash:N", scale=None),
            "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
            "opacity": alt.Opacity("clear:Q", scale=None),
        },
    )
    shown = {"who": "Who", "mean": "Mean (Goldstein)", "n": "Events (n)", "kinds": "Cooperation, conflict"}
    looks = {
        "angle": alt.Angle("angle:Q", scale=None),
        "fill": alt.Fill("colour:N", scale=None),
        "size": alt.Size("size:Q", scale=None),
        "tooltip": tips(shown),
    }
    shape = "triangle-up" if network.directed else "circle"
    yield sheet.symbols(heads, looks, shape=shape, stroke=PAPER, strokeWidth=0.5)


def _curve(start: Place, end: Place, middle: Place, directed: bool) -> Curve:
    """Drawn towards the middle; the two directions of a pair pass it on different sides."""
    by = [(start[at] + end[at]) / 2 * 0.45 + middle[at] * 0.55 for at in (0, 1)]
    if directed:
        across = (end[1] - start[1], start[0] - end[0])
        length = sqrt(across[0] ** 2 + across[1] ** 2) or 1.0
        by = [by[at] + 12 * across[at] / length for at in (0, 1)]
    return Curve(start=start, by=(by[0], by[1]), end=end)


def _look(tie: Tie, least: int, most: int) -> dict[str, Any]:
    _, colour, dash = LOOKS[tie.tally.sign]
    strength = min(abs(tie.tally.mean or 0.0), 10.0)
    share = log(tie.tally.events / least) / log(most / least) if most > least else 1.0
    return {
        "colour": colour,
        "dash": dash,
        "width": round(0.8 + 0.3 * strength, 2),
        "clear": round(FAINT + (CLEAR - FAINT) * share, 2),
        "size": round(30 + 6 * strength),
    }


def _actors(sheet: Sheet, spots: Sequence[Spot]) -> Iterator[Any]:
    import altair as alt

    most = max(spot.node.tally.events for spot in spots)
    rows = []
    for spot in spots:
        tally, node = spot.node.tally, spot.node
        rows.append(
            {
                "x": spot.at[0], "y": spot.at[1], "size": round(90 + 260 * sqrt(tally.events / most)),
                "text": str(node.bloc or ""), "name": in_line(node.name), "n": f"{tally.events:,}",
                "mean": signed(tally.mean), "bloc": str(node.bloc or "none"), "href": None,
            }
        )  # fmt: skip
    shown = {"tooltip": tips({"name": "Actor", "bloc": "Bloc", "n": "Events (n)", "mean": "Mean of them (Goldstein)"})}
    yield sheet.symbols(rows, {"size": alt.Size("size:Q", scale=None), **shown}, fill=PAPER, strokeWidth=1.3)
    yield sheet.texts(rows, align="center", fontSize=9, fontWeight="bold").encode(**shown)
    for is_right in (True, False):
        side = [
            _name_row(spot, row) for spot, row in zip(spots, rows, strict=True) if (spot.angle <= pi) == is_right
        ]  # fmt: skip
        names = sheet.texts(side, align="left" if is_right else "right", fontSize=10.5)
        yield names.encode(angle=alt.Angle("angle:Q", scale=None), **shown)


def _name_row(spot: Spot, row: Mapping[str, Any]) -> dict[str, Any]:
    """The name outside the circle, along its ray; on the left half turned, so that no name is upside down."""
    away = sqrt(row["size"] / pi) + 5
    turned = degrees(spot.angle) - 90 if spot.angle <= pi else degrees(spot.angle) + 90
    return {
        **row,
        "x": spot.at[0] + away * sin(spot.angle),
        "y": spot.at[1] - away * cos(spot.angle),
        "text": _name(spot.node),
        "angle": round(turned, 2) % 360,
    }


def _key(sheet: Sheet, y: float) -> Iterator[Any]:
    """What the lines mean."""
    import altair as alt

    lines, texts, x = [], [], 6.0
    for sign, (name, colour, dash) in LOOKS.items():
        look = {"line": str(sign), "y": y, "colour": colour, "dash": dash}
        lines += [{**look, "x": x, "step": 0}, {**look, "x": x + 36, "step": 1}]
        texts.append({"x": x + 44, "y": y, "text": f"mean {name}"})
        x += 150
    looks = {
        "stroke": alt.Stroke("colour:N", scale=None),
        "strokeDash": alt.StrokeDash("dash:N", scale=None),
    }
    yield sheet.curves(lines, looks, strokeWidth=2.2)
    yield sheet.texts(texts, fill=INK)

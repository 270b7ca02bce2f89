"""The position matrix: parties by issues, with the newest stance of each, and how many stands it is the newest of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Matrix, Side
from dragoman.report.chart_shapes import Sheet
from dragoman.report.chart_style import (
    BLUE,
    GREEN,
    GRID,
    ORANGE,
    PAPER,
    QUIET,
    VERMILLION,
    cut,
    finished,
    href_of,
    in_line,
    tips,
    wrapped,
)
from dragoman.report.words import count

MOST_ISSUES, MOST_PARTIES = 16, 10
LABELS, LINE, ROW = 232, 13, 46
"""Pixels of the column with the names of issues, of a line of text, and of a row of cells."""
SHAPES: Mapping[Side, tuple[str, str, str]] = {
    Side.FOR: ("triangle-up", BLUE, "#dcebf5"),
    Side.AGAINST: ("triangle-down", VERMILLION, "#fae6da"),
    Side.OPEN: ("circle", GREEN, "#dff2ec"),
    Side.CONDITIONAL: ("diamond", ORANGE, "#fdf3da"),
    Side.UNDECIDED: ("cross", QUIET, "#eeeeee"),
}
"""Symbol, its colour and that of the cell; the word of the stance stands beside it."""
MARKS = {"*": "ascribed to it by others", "†": "alleged or denied", "‡": "was on another side before"}


def positions_chart(matrix: Matrix, *, links: Mapping[tuple[str, str], str] | None = None) -> Any:
    """Parties in columns, issues in rows; a cell has its newest stance in a word, a symbol and a colour.

    Args:
        links: keys of evidence, or addresses, by id of party and issue.

    Raises:
        ValueError: the matrix is empty.
    """
    parties, issues = _chosen(matrix)
    if not parties or not issues:
        raise ValueError("there are no positions to draw: the matrix is empty")
    column = min(132.0, max(96.0, 760.0 / len(parties)))
    titles = [wrapped(party.name, int(column / 6.4), 4) for party in parties]
    top = LINE * max(map(len, titles)) + 10.0
    sheet = Sheet(width=LABELS + column * len(parties), height=top + ROW * len(issues) + 46)
    moved = {(change.party.id, change.issue.id) for change in matrix.changes}
    grid: list[dict[str, Any]] = [
        {"x": LABELS + column * at + 2, "x2": LABELS + column * (at + 1) - 2, "y": top + ROW * line + 2,
         "y2": top + ROW * (line + 1) - 2, "cell": matrix.cells.get((party.id, issue.id))}
        for line, issue in enumerate(issues) for at, party in enumerate(parties)
    ]  # fmt: skip
    heads = [
        {"x": LABELS + column * (at + 0.5), "y": top - 8 - LINE * (len(lines) - 1), "text": "\n".join(lines)}
        for at, lines in enumerate(titles)
    ]
    names = [(top + ROW * (line + 0.5), wrapped(issue.label, 38, 2)) for line, issue in enumerate(issues)]
    stances = sum(len(place["cell"].history) for place in grid if place["cell"] is not None)
    layers = [
        *_cells(sheet, grid, moved, links or {}),
        sheet.texts(heads, align="center", fontWeight="bold"),
        sheet.texts({"x": 0, "y": y - LINE * (len(text) - 1) / 2, "text": "\n".join(text)} for y, text in names),
        *_key(sheet, top + ROW * len(issues) + 14),
    ]
    hidden = (len(matrix.parties) - len(parties), len(matrix.issues) - len(issues))
    notes = [
        "n: stands of the party on the issue, of which the cell has the newest. An empty cell: none was found.",
        *([f"Not shown: {count(hidden[0], 'party', 'parties')} and {count(hidden[1], 'issue')} with fewer stands."]
          if any(hidden) else []),
    ]  # fmt: skip
    title = (
        f"Newest stance of {count(len(parties), 'party', 'parties')} on {count(len(issues), 'issue')}"
        f" (n {stances:,} stands)"
    )
    return finished(sheet.drawn(layers), title, notes, int(sheet.width))


def _chosen(matrix: Matrix) -> tuple[list[Party], list[Issue]]:
    """Issues with most parties, and parties with most of these issues; descriptions such as "officials" come last."""
    issues = list(matrix.issues[:MOST_ISSUES])
    on = Counter(party for party, issue in matrix.cells if issue in {each.id for each in issues})
    ranked = sorted((party for party in matrix.parties if on[party.id]), key=lambda party: (party.vague, -on[party.id]))
    parties = ranked[:MOST_PARTIES]
    return parties, [issue for issue in issues if any((party.id, issue.id) in matrix.cells for party in parties)]


def _cell_row(
    place: Mapping[str, Any], cell: Cell, moved: set[tuple[str, str]], links: Mapping[tuple[str, str], str]
) -> dict[str, Any]:
    stand = cell.latest[0]
    shape, colour, fill = SHAPES[stand.side]
    key = (cell.party.id, cell.issue.id)
    flags = {"*": bool(stand.ascribed_by), "†": stand.contested, "‡": key in moved}
    stance = str(stand.position.stance).replace("_", " ")
    more = f" +{len(cell.latest) - 1}" if len(cell.latest) > 1 else ""
    width = place["x2"] - place["x"]
    return {
        **place,
        "shape": shape, "colour": colour, "fill": fill,
        "word": cut(stance, int((width - 22) / 5.8)) + more,
        "small": f"n {len(cell.history)} {''.join(mark for mark, is_so in flags.items() if is_so)}".rstrip(),
        "href": href_of(links.get(key)),
        "party": in_line(cell.party.name), "issue": in_line(cell.issue.label), "stance": stance,
        "number": f"{len(cell.history):,}", "day": stand.day or "unknown",
        "told": "; ".join(MARKS[mark] for mark, is_so in flags.items() if is_so) or "its own",
        "by": in_line(stand.ascribed_by) or "the party or the report",
    }  # fmt: skip


TIPS = {
    "party": "Party", "issue": "Issue", "stance": "Newest stance", "day": "Day", "number": "Stands (n)",
    "by": "Told by", "told": "Marked",
}  # fmt: skip


def _cells(
    sheet: Sheet, grid: list[dict[str, Any]], moved: set[tuple[str, str]], links: Mapping[tuple[str, str], str]
) -> Iterator[Any]:
    import altair as alt

    places = [({name: place[name] for name in ("x", "y", "x2", "y2")}, place["cell"]) for place in grid]
    yield sheet.boxes([place for place, _ in places], fill=PAPER, stroke=GRID, strokeDash=[2, 2])
    rows = [_cell_row(place, cell, moved, links) for place, cell in places if cell is not None]
    shown = {"tooltip": tips(TIPS)}
    colours = {"fill": alt.Fill("fill:N", scale=None), "stroke": alt.Stroke("colour:N", scale=None)}
    yield sheet.boxes(rows, colours | shown)
    yield sheet.symbols([{**row, "x": row["x"] + 11, "y": row["y"] + 13} for row in rows], _looks() | shown, size=90)
    yield sheet.texts([{**row, "x": row["x"] + 21, "y": row["y"] + 13, "text": row["word"]} for row in rows])
    small = [{**row, "x": row["x"] + 21, "y": row["y"] + 29, "text": row["small"]} for row in rows]
    yield sheet.texts(small, fontSize=10.5)


def _looks() -> dict[str, Any]:
    import altair as alt

    return {"shape": alt.Shape("shape:N", scale=None), "fill": alt.Fill("colour:N", scale=None)}


def _key(sheet: Sheet, y: float) -> Iterator[Any]:
    """What the symbols and marks mean."""
    x = 8.0
    rows: list[dict[str, Any]] = []
    for side, (shape, colour, _) in SHAPES.items():
        rows.append({"x": x, "y": y, "shape": shape, "colour": colour, "text": str(side)})
        x += 36 + 6.2 * len(side)
    yield sheet.symbols(rows, _looks(), size=90)
    yield sheet.texts([{**row, "x": row["x"] + 11} for row in rows])
    text = ";  ".join(f"{mark} {meaning}" for mark, meaning in MARKS.items())
    yield sheet.texts([{"x": 2, "y": y + 22, "text": text}], fontSize=11)

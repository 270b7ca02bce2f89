"""A series and its turning points for the terminal, and as flat rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.model.dyads import EventLine, Way
from dragoman.relations.periods import label
from dragoman.relations.series import QUADS, Point, Series
from dragoman.relations.turning_points import TurningPoint

MISSING = "·"
NOT_COVERED = "no data"
SERIES_COLUMNS = (
    "source", "target", "way", "period", "start", "end", "covered", "events", "mentions", "copies", "outlets",
    "quad_1", "quad_2", "quad_3", "quad_4", "mean", "total", "valued", "scale", "level", "low", "high", "asserted",
    "reported", "alleged", "types",
)  # fmt: skip


def way_name(series: Series) -> str:
    """Who acts towards whom: ``A → B``, ``B → A`` or ``A – B``."""
    first, second = series.query.first.name, series.query.second.name
    names = {Way.FORWARD: f"{first} → {second}", Way.BACK: f"{second} → {first}", Way.BOTH: f"{first} – {second}"}
    return names[series.way]


def number(value: float | None, digits: int = 2) -> str:
    """A value with its sign where it matters, a dot where there is none."""
    return MISSING if value is None else f"{value:.{digits}f}".replace("-", "−")


def series_table(series: Series) -> RenderableType:
    """One row a period: counts, quad classes, mean, and the index with its interval."""
    scale = series.query.scale.name
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=way_name(series), title_justify="left", title_style="bold")
    table.add_column(str(series.query.period))
    columns = ("events", "mentions", "outlets", "coop.", "conflict", f"mean ({scale})", "index", "90 % interval")
    for column in columns:
        table.add_column(column, justify="right")
    for point in series.points:
        table.add_row(*_cells(point, series))
    return table


def _cells(point: Point, series: Series) -> list[str | Text]:
    name = label(point.start, series.query.period)
    if not point.covered and not point.events:
        cells: list[str | Text] = [Text(name, style="dim"), Text(NOT_COVERED, style="dim"), *[""] * 5]
    else:
        outlets = str(point.outlets) if point.outlets else MISSING
        cooperation, conflict = sum(point.quads[:2]), sum(point.quads[2:])
        counts = (point.events, point.mentions)
        cells = [name, *map(str, counts), outlets, str(cooperation), str(conflict), number(point.mean)]
    has_index = point.level is not None
    return [*cells, number(point.level), f"{number(point.low)} to {number(point.high)}" if has_index else MISSING]


def series_notes(series: Series) -> list[str]:
    """What the table does not show: how much there is, what is in no period, what is missing."""
    empty = sum(1 for point in series.points if point.covered and not point.events)
    uncovered = sum(1 for point in series.points if not point.covered)
    unit = str(series.query.period)
    copies = f", {series.copies} of them in copies of earlier reports" if series.copies else ""
    told = f"{series.events} events in {series.mentions} mentions{copies}"
    lines = [f"{told}. A score measures reported interaction, not merit."]
    presented = [(word, sum(getattr(p, word) for p in series.points)) for word in ("asserted", "reported", "alleged")]
    if any(n for _, n in presented):
        lines.append("Mentions by how they are presented: " + ", ".join(f"{n} {word}" for word, n in presented) + ".")
    if empty or uncovered:
        lines.append(f"{unit}s without events: {empty}; not covered by the data: {uncovered}.".capitalize())
    if series.undated:
        lines.append(f"{series.undated} more whose date is not known to the {unit}.")
    return lines


def turning_points_list(found: Sequence[TurningPoint], series: Series) -> RenderableType:
    """Each turning point with the sentences of the events that made it."""
    if not found:
        return Text("No turning points that the data bear out.")
    parts: list[RenderableType] = [Text("Turning points", style="bold")]
    for each in found:
        before, after = (
            f"{number(each.mean_before)} (n {each.n_before})",
            f"{number(each.mean_after)} (n {each.n_after})",
        )
        start = label(each.date, series.query.period)
        parts.append(Text(f"{start}  {each.direction}: mean {before} before, {after} after"))
        parts += [evidence_line(line) for line in each.lines]
    return Group(*parts)


def evidence_line(line: EventLine) -> Text:
    """One event as evidence: when, who, what, in which words, where it is from."""
    value = "" if line.value is None else f" ({number(line.value, 1)})"
    where = ", ".join(part for part in (line.publisher or "", line.dataset, line.id) if part)
    words = " ".join(line.text.split())
    said = f" “{words}”" if words else ""
    who = f"{line.source} → {line.target}"
    return Text(f"    {line.day} {who}: {line.plover or line.cameo or 'event'}{value}{said} [{where}]")


def series_records(series: Series) -> Iterator[dict[str, Any]]:
    """One flat row a period, with the columns :data:`SERIES_COLUMNS`."""
    first, second = series.query.first, series.query.second
    ends = (second, first) if series.way is Way.BACK else (first, second)
    for point in series.points:
        yield {
            "source": ends[0].id,
            "target": ends[1].id,
            "way": str(series.way),
            "period": label(point.start, series.query.period),
            "start": point.start.isoformat(),
            "end": point.end.isoformat(),
            "covered": point.covered,
            **{name: getattr(point, name) for name in ("events", "mentions", "copies", "outlets")},
            **{f"quad_{quad}": point.quads[quad - 1] for quad in QUADS},
            **{name: getattr(point, name) for name in ("mean", "total", "valued")},
            "scale": series.query.scale.name,
            **{name: getattr(point, name) for name in ("level", "low", "high", "asserted", "reported", "alleged")},
            "types": dict(point.types),
        }


def turning_point_record(found: TurningPoint, series: Series) -> dict[str, Any]:
    """A turning point with its evidence, for JSON."""
    return {
        "way": str(series.way),
        "period": label(found.date, series.query.period),
        "direction": str(found.direction),
        "mean_before": found.mean_before,
        "n_before": found.n_before,
        "mean_after": found.mean_after,
        "n_after": found.n_after,
        "events": [line_record(line) for line in found.lines],
    }


def line_record(line: EventLine) -> dict[str, Any]:
    """One event as evidence, for JSON."""
    return {
        "dataset": line.dataset,
        "id": line.id,
        "day": line.day.isoformat(),
        "source": line.source,
        "target": line.target,
        "plover": line.plover,
        "cameo": line.cameo,
        "value": line.value,
        "factuality": str(line.factuality) if line.factuality else None,
        "publisher": line.publisher,
        "text": line.text,
        "url": line.url,
    }

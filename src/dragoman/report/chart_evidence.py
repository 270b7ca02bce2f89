"""What the points of each chart stand on: sentences with who printed them, or a data set's label of the event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from dragoman.model.dyads import OWN_DATASET, DyadQuery, EventLine, EventTable, Member, Side, Way
from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.relations.conditions import Edge, Terms
from dragoman.relations.network import Network, Tie
from dragoman.relations.periods import first_day, label
from dragoman.relations.positions import Matrix, published
from dragoman.relations.series import Series
from dragoman.relations.timeline import Entry
from dragoman.relations.turning_points import TurningPoint
from dragoman.report.chart_network import drawn_ties
from dragoman.report.chart_series import Turn, panel_name
from dragoman.report.chart_style import Evidence, EvidenceLine, signed
from dragoman.report.chart_terms import drawn_edges
from dragoman.report.chart_timeline import Moment
from dragoman.report.words import count

LINES = 5
"""Lines of an entry; the rest is counted."""
MOST_ROWS = 20_000
"""Rows of a series that are looked through for lines of its periods; a page with more would hardly open."""
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Links of a chart's points and the list that they lead to.

    Attributes:
        links: keys of entries.
        entries: in the order of the list.
    """

    links: Mapping[object, str] = field(default_factory=dict)
    entries: tuple[Evidence, ...] = ()


def event_line(line: EventLine) -> EvidenceLine:
    """An event row as a line; only what this tool coded itself has a reference."""
    who = f"{line.source} → {line.target}: {line.plover or line.cameo or 'event'}"
    value = "" if line.value is None else f" ({signed(line.value, 1)})"
    text = f"{who}{value}" + (f": {line.text}" if line.text else "")
    return EvidenceLine(
        text=text,
        day=line.day.isoformat(),
        source=", ".join(filter(None, (line.publisher, line.dataset if line.dataset != OWN_DATASET else ""))),
        url=line.url,
        reference=line.id if line.dataset == OWN_DATASET else "",
    )


def fact_line(fact: Fact, document: Document) -> EvidenceLine:
    """The sentence that a fact is told in."""
    span = fact.evidence[0]
    return EvidenceLine(
        text=document.text[span.start : span.end],
        day=published(document),
        source=document.publisher or "",
        url=document.url,
        reference=fact.id,
    )


def series_standing(table: EventTable, series: Sequence[Series]) -> Standing:
    """Entries for each period with events, by way and first day of the period."""
    links: dict[object, str] = {}
    entries = []
    for each in series:
        shown = [point for point in each.points if point.events]
        if not shown:
            continue
        by_period = _by_period(table, each, shown[0].start, shown[-1].end)
        for point in shown:
            key = f"period {each.way} {point.start}"
            links[each.way, point.start] = key
            lines = by_period.get(point.start, [])[:LINES]
            mean = f", mean {signed(point.mean)} ({each.query.scale.name})" if point.mean is not None else ""
            name = f"{label(point.start, each.query.period)}, {panel_name(each)}"
            heading = f"{name}: {count(point.events, 'event')}{mean}"
            more = max(0, point.events - len(lines))
            entries.append(Evidence(key=key, heading=heading, lines=tuple(map(event_line, lines)), more=more))
    return Standing(links=links, entries=tuple(entries))


def _by_period(table: EventTable, series: Series, first: date, last: date) -> dict[date, list[EventLine]]:
    found: dict[date, list[EventLine]] = defaultdict(list)
    for line in table.lines(series.query, first, last, way=series.way, limit=MOST_ROWS):
        found[first_day(line.day, series.query.period)].append(line)
    return found


def turns_of(series: Series, found: Sequence[TurningPoint]) -> tuple[list[Turn], list[Evidence]]:
    """Turning points as the chart takes them, and what they stand on."""
    turns, entries = [], []
    for each in found:
        key = f"turn {series.way} {each.date}"
        turn = Turn(
            way=series.way, day=each.date, before=each.mean_before, before_n=each.n_before, after=each.mean_after,
            after_n=each.n_after, link=key,
        )  # fmt: skip
        heading = (
            f"Turning point {label(each.date, series.query.period)}, {panel_name(series)}: mean"
            f" {signed(each.mean_before)} (n {each.n_before:,}) before, {signed(each.mean_after)}"
            f" (n {each.n_after:,}) after"
        )
        turns.append(turn)
        entries.append(Evidence(key=key, heading=heading, lines=tuple(map(event_line, each.lines))))
    return turns, entries


def positions_standing(matrix: Matrix) -> Standing:
    """Entries for each party and issue, its newest stands first."""
    links: dict[object, str] = {}
    entries = []
    for (party, issue), cell in matrix.cells.items():
        key = f"cell {party} {issue}"
        links[party, issue] = key
        newest = cell.history[::-1]
        lines = tuple(
            replace(fact_line(stand.position, stand.document), day=stand.day or "day unknown")
            for stand in newest[:LINES]
        )
        heading = f"{cell.party.name} on {cell.issue.label}: {count(len(newest), 'stand')}"
        entries.append(Evidence(key=key, heading=heading, lines=lines, more=len(newest) - len(lines)))
    return Standing(links=links, entries=tuple(entries))


def edge_key(edge: Edge) -> str:
    """Key of the entry of an edge."""
    return f"edge {edge.step.id} {edge.goal.id}"


def conditions_standing(terms: Terms) -> tuple[Evidence, ...]:
    """An entry for each edge that is drawn, by its number; :func:`edge_key` has its key."""
    return tuple(
        Evidence(
            key=edge_key(edge),
            heading=f"{number}. First {edge.step.label}, then {edge.goal.label}: told {count(len(edge.told), 'time')}",
            lines=tuple(fact_line(each.condition, each.document) for each in edge.told[:LINES]),
            more=max(0, len(edge.told) - LINES),
        )
        for number, edge in enumerate(drawn_edges(terms), 1)
    )


def tie_key(tie: Tie) -> str:
    """Key of the entry of a tie."""
    return f"tie {tie.source} {tie.target}"


def network_standing(
    table: EventTable, network: Network, query: Callable[[Side, Side], DyadQuery], *, by_actor: bool = False
) -> tuple[Evidence, ...]:
    """An entry for each tie that is drawn; :func:`tie_key` has its key.

    Args:
        query: makes the question for the rows between two sides, of the days and data sets of the network.
    """
    names = network.names
    entries = []
    for tie in drawn_ties(network):
        sides = [_side(key, names.get(key, key), by_actor) for key in (tie.source, tie.target)]
        asked = query(sides[0], sides[1])
        way = Way.FORWARD if network.directed else Way.BOTH
        found = table.lines(asked, date.min, date.max, way=way, limit=LINES)
        arrow = "→" if network.directed else "–"
        heading = (
            f"{sides[0].name} {arrow} {sides[1].name}: {count(tie.tally.events, 'event')},"
            f" mean {signed(tie.tally.mean)}"
        )
        more = max(0, tie.tally.events - len(found))
        entries.append(Evidence(key=tie_key(tie), heading=heading, lines=tuple(map(event_line, found)), more=more))
    return tuple(entries)


def _side(key: str, name: str, by_actor: bool) -> Side:
    return Side(id=key, name=name, members=(Member(actor=key) if by_actor else Member(side=key),))


def moments_of(
    entries: Sequence[Entry], documents: Mapping[str, Document]
) -> tuple[list[Moment], tuple[Evidence, ...]]:
    """Days of a timeline as the chart takes them, and the sentence of each with its report."""
    moments, list_ = [], []
    for entry in entries:
        sentence, document = entry.sentence, documents[entry.sentence.document]
        key = f"day {sentence.day}"
        line = EvidenceLine(
            text=sentence.text, day=f"printed {published(document) or 'on an unknown day'}",
            source=document.publisher or "", url=document.url, reference=sentence.fact,
        )  # fmt: skip
        heading = f"{sentence.day}: told by {count(entry.telling.reports, 'report')}"
        moments.append(Moment(day=sentence.day, text=sentence.text, n=entry.telling.reports, link=key))
        list_.append(Evidence(key=key, heading=heading, lines=(line,)))
    return moments, tuple(list_)

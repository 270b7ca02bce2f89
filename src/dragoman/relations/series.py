"""Series: how two sides are reported to act towards one another, period by period.

A score measures reported interaction, not merit. Where a data set has no rows at all in a period, the period is not
covered: nothing is known of it. Where it has rows but none of this dyad, there were no events and there is no mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dragoman.model.dyads import DyadQuery, EventTable, Way
from dragoman.relations.periods import last_day, periods_between

if TYPE_CHECKING:
    import polars

QUADS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One period of a series.

    Attributes:
        start, end: first and last day.
        covered: whether the data sets have any row in the period, between whomever.
        events, mentions: numbers; an event is counted once however many mention it.
        copies: of the mentions, those in copies of earlier reports.
        outlets: different outlets that are named, or the largest number the data set gives.
        quads: events by quad class: verbal and material cooperation, verbal and material conflict.
        types: events by PLOVER type.
        valued: events with a value on the scale.
        mean, total: of these values; ``None`` where there is none.
        variance: sample variance of the values; ``None`` below two.
        asserted, reported, alleged: mentions presented so.
        level, low, high: the index with its interval, filled by ``with_index``; ``None`` before.
    """

    start: date
    end: date
    covered: bool = True
    events: int = 0
    mentions: int = 0
    copies: int = 0
    outlets: int = 0
    quads: tuple[int, int, int, int] = (0, 0, 0, 0)
    types: Mapping[str, int] = field(default_factory=dict)
    valued: int = 0
    mean: float | None = None
    total: float | None = None
    variance: float | None = None
    asserted: int = 0
    reported: int = 0
    alleged: int = 0
    level: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A dyad over time in one way.

    Attributes:
        points: all periods from the first to the last that is asked for, else with an event, without gaps.
        undated: rows whose date is not known closely enough for the period, in no point.
    """

    query: DyadQuery
    way: Way
    points: tuple[Point, ...]
    undated: int = 0

    @property
    def events(self) -> int:
        """Events in all periods."""
        return sum(point.events for point in self.points)

    @property
    def mentions(self) -> int:
        """Mentions in all periods."""
        return sum(point.mentions for point in self.points)

    @property
    def copies(self) -> int:
        """Mentions in copies of earlier reports, in all periods."""
        return sum(point.copies for point in self.points)


def build_series(table: EventTable, query: DyadQuery) -> Mapping[Way, Series]:
    """The series of both directions and of both together, over the same periods."""
    counts: dict[tuple[str, date], dict[str, Any]] = {
        (row["way"], row["period"]): row for row in table.counts(query).iter_rows(named=True)
    }
    types: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for way, start, kind, events in zip(
        *_columns(table.types(query), "way", "period", "plover", "events"), strict=True
    ):
        types[way, start][kind] = events
    starts = [start for _, start in counts]
    covered = set(table.coverage(query))
    first, last = query.since or min(starts, default=None), query.until or max(starts, default=None)
    wanted = list(periods_between(first, last, query.period)) if first and last else []
    undated = table.undated(query)
    return {
        way: Series(
            query=query,
            way=way,
            points=tuple(
                _point(start, query, counts.get((way, start)), types.get((way, start), {}), start in covered)
                for start in wanted
            ),
            undated=undated,
        )
        for way in Way
    }


def _columns(frame: polars.DataFrame, *names: str) -> Iterator[list[Any]]:
    """Columns as lists: a third of the time of rows, where there are ten thousand."""
    return (frame[name].to_list() for name in names)


def _point(
    start: date, query: DyadQuery, row: Mapping[str, Any] | None, types: Mapping[str, int], covered: bool
) -> Point:
    end = last_day(start, query.period)
    if row is None:
        return Point(start=start, end=end, covered=covered)
    same = (
        "events", "mentions", "copies", "outlets", "valued", "mean", "total", "variance", "asserted", "reported",
        "alleged",
    )  # fmt: skip
    first, second, third, fourth = (row[f"quad_{quad}"] for quad in QUADS)
    return Point(
        start=start,
        end=end,
        quads=(first, second, third, fourth),
        types=dict(types),
        **{name: row[name] for name in same},
    )

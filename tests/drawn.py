"""Series made by hand, and what a chart draws of them, for the tests of charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dragoman.model.dyads import DyadQuery, Member, Period, Side, Way
from dragoman.relations.periods import last_day, periods_between
from dragoman.relations.series import Point, Series
from dragoman.report.charts import Moment, chart_spec

MOMENTS = [Moment(day=date(2031, 1, 2), text="Talks open.", n=3), Moment(day=date(2031, 4, 2), text="Talks end.")]


def side(name: str) -> Side:
    return Side(id=name, name=name, members=(Member(side=name),))


def series(
    numbers: Sequence[int | None], *, way: Way = Way.FORWARD, names: tuple[str, str] = ("Norland", "Estoria")
) -> Series:
    """Months from January 2030 with so many events each; ``None`` for a month of which the data have nothing."""
    starts = periods_between(date(2030, 1, 1), date(2099, 1, 1), Period.MONTH)
    points = []
    for start, n in zip(starts, numbers, strict=False):
        end = last_day(start, Period.MONTH)
        if not n:
            points.append(Point(start=start, end=end, covered=n is not None, level=1.0, low=-4.0, high=6.0))
            continue
        points.append(
            Point(
                start=start, end=end, events=n, mentions=2 * n, outlets=2, quads=(n - n // 2, 0, 0, n // 2), valued=n,
                mean=-1.5, total=-1.5 * n, level=-1.0, low=-2.0, high=0.0,
            )
        )  # fmt: skip
    query = DyadQuery(first=side(names[0]), second=side(names[1]))
    return Series(query=query, way=way, points=tuple(points))


def rows(chart: Any) -> list[dict[str, Any]]:
    """All rows of data that a chart draws."""
    return list(rows_of(chart_spec(chart)))


def rows_of(value: Any) -> Iterator[dict[str, Any]]:
    """All rows of data in a part of a specification."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "datasets":
                yield from (row for dataset in each.values() for row in dataset)
            elif key == "values" and isinstance(each, list):
                yield from (row for row in each if isinstance(row, dict))
            else:
                yield from rows_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from rows_of(each)

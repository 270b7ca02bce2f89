"""Series out of what a table answers: no gaps, missing apart from none, both directions kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
import pytest

from dragoman.model.dyads import DyadQuery, Member, Period, Side, Way
from dragoman.ontology import load_event_types
from dragoman.relations.scales import scale_from_rows, scales_of
from dragoman.relations.series import build_series

NORLAND, ESTORIA = (Side(id=key, name=key, members=(Member(side=key),)) for key in ("NOR", "EST"))
COUNTS = {
    "events": 3, "mentions": 5, "copies": 1, "outlets": 2, "quad_1": 1, "quad_2": 0, "quad_3": 2, "quad_4": 0,
    "valued": 2, "mean": 1.5, "total": 3.0, "variance": 0.5, "asserted": 4, "reported": 1, "alleged": 0,
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """Answers with rows that are given."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[dict[str, Any]] = field(default_factory=list)
    covered: list[date] = field(default_factory=list)
    left: int = 0

    def counts(self, query: DyadQuery) -> pl.DataFrame:
        return pl.DataFrame(self.rows)

    def types(self, query: DyadQuery) -> pl.DataFrame:
        schema = {"way": pl.String, "period": pl.Date, "plover": pl.String, "events": pl.Int64}
        return pl.DataFrame(self.kinds, schema=schema)

    def coverage(self, query: DyadQuery) -> list[date]:
        return self.covered

    def undated(self, query: DyadQuery) -> int:
        return self.left


def table() -> Table:
    rows = [{"way": str(way), "period": date(2031, 1, 1), **COUNTS} for way in (Way.FORWARD, Way.BOTH)]
    rows.append({"way": "back", "period": date(2031, 4, 1), **COUNTS, "mean": None, "total": None, "valued": 0})
    kinds = [{"way": "forward", "period": date(2031, 1, 1), "plover": "ACCUSE", "events": 2}]
    return Table(rows=rows, kinds=kinds, covered=[date(2031, 1, 1), date(2031, 2, 1), date(2031, 4, 1)], left=7)


def test_periods_have_no_gaps_and_what_is_missing_is_not_zero() -> None:
    found = build_series(table(), DyadQuery(first=NORLAND, second=ESTORIA))  # type: ignore[arg-type]
    forward = found[Way.FORWARD].points
    assert [point.start.month for point in forward] == [1, 2, 3, 4]
    assert [point.covered for point in forward] == [True, True, False, True]
    assert [point.mean for point in forward] == [1.5, None, None, None]
    assert [point.events for point in forward] == [3, 0, 0, 0]
    assert [point.end.day for point in forward] == [31, 28, 31, 30]


def test_directions_are_kept_over_the_same_periods() -> None:
    found = build_series(table(), DyadQuery(first=NORLAND, second=ESTORIA))  # type: ignore[arg-type]
    assert [[point.events for point in found[way].points] for way in Way] == [[3, 0, 0, 0], [0, 0, 0, 3], [3, 0, 0, 0]]
    assert found[Way.FORWARD].points[0].types == {"ACCUSE": 2}
    assert found[Way.BACK].points[3].mean is None
    assert (found[Way.BOTH].events, found[Way.BOTH].mentions, found[Way.BOTH].undated) == (3, 5, 7)


def test_the_days_that_are_asked_for_decide_which_periods_there_are() -> None:
    query = DyadQuery(first=NORLAND, second=ESTORIA, since=date(2030, 11, 15), until=date(2031, 2, 1))
    found = build_series(table(), query)  # type: ignore[arg-type]
    assert [point.start for point in found[Way.BOTH].points] == [
        date(2030, 11, 1), date(2030, 12, 1), date(2031, 1, 1), date(2031, 2, 1)
    ]  # fmt: skip


def test_no_events_are_no_periods() -> None:
    empty = Table(rows=[{"way": "both", "period": date(2031, 1, 1), **COUNTS}])
    none = Table(covered=[date(2031, 1, 1)])
    query = DyadQuery(first=NORLAND, second=ESTORIA, period=Period.YEAR)
    assert len(build_series(empty, query)[Way.BACK].points) == 1  # type: ignore[arg-type]
    assert build_series(none, query)[Way.BOTH].points == ()  # type: ignore[arg-type]


def test_scales_that_come_with_the_tool() -> None:
    scales = scales_of(load_event_types())
    assert scales["balance"].values["AGREE"] == 1.0
    assert scales["balance"].values["ASSAULT"] == -1.0
    assert scales["quad"].values["ASSAULT"] == 2 * scales["quad"].values["ACCUSE"] == -2.0
    assert scales["goldstein"].values == {}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no values"),
        ([{"code": "", "value": "1"}], "line 2: no code"),
        ([{"code": "040", "value": "1"}, {"code": "042", "value": "high"}], "line 3: the value 'high'"),
        ([{"code": "040", "value": "inf"}], "is not finite"),
        ([{"number": "1"}], "the columns are code and value"),
    ],
)
def test_a_scale_that_is_not_understood_is_said_in_a_line(rows: list[dict[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        scale_from_rows("mine.csv", rows)
    assert scale_from_rows("mine.csv", [{"code": "assault", "value": "-3"}]).values == {"ASSAULT": -3.0}

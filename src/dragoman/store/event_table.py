"""Rows of dyads in DuckDB: of a store, or of a folder of Parquet parts. It obeys ``model.dyads.EventTable``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import duckdb

from dragoman.model.dyads import LEFT_OUT, DyadQuery, EventLine, Period, Way
from dragoman.model.facts import Factuality
from dragoman.store import event_sql as sql
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.event_counts import counts_of, in_ways, publishers_of, types_of

if TYPE_CHECKING:
    import polars

ROWS = "event_rows"
LINES = "event_lines"
NAMES = ", ".join(f"coalesce(written_{end}_name, {end}_name) AS {end}_name" for end in ("source", "target"))
EXPORTED = 100_000
"""Rows of a frame when all rows are given out."""
STREAMED = 1_000
"""Rows fetched at once where a result may be long."""
CONSTANTS: Mapping[str, tuple[str, str]] = {
    "event": ("event IS NULL", "NULL::VARCHAR"),
    "factuality": ("factuality IS NULL", "NULL::VARCHAR"),
    "background": ("NOT background", "false"),
    "mirrored": ("NOT mirrored", "false"),
    "mentions": ("mentions = 1", "1"),
    "outlets": ("outlets IS NULL", "NULL::INTEGER"),
    "copies": ("copies = 0", "0"),
    "last_day": ("day = last_day", "day"),
}
"""Columns that often say the same in all rows: how to know, and what they say then.

Where they do, they are not read: over ten million rows in Parquet a series of one pair takes half the time."""
TESTS = ", ".join(f"coalesce(bool_and(coalesce({test}, false)), true)" for test, _ in CONSTANTS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What all rows have in common.

    Attributes:
        relation: the rows, with constants in place of columns that never differ.
        merged: whether an event may have several rows.
        all_dated: whether every row has a date to the day.
    """

    relation: str
    merged: bool
    all_dated: bool


def _traits(same: Mapping[str, bool]) -> Traits:
    replaced = ", ".join(f"{CONSTANTS[name][1]} AS {name}" for name, is_same in same.items() if is_same)
    relation = f"(SELECT * REPLACE ({replaced}) FROM {ROWS})" if replaced else ROWS
    return Traits(relation=relation, merged=not same["event"], all_dated=same["last_day"])


class DuckDBEvents:
    """Answers questions over the views ``event_rows`` and ``event_lines`` of a connection; see ``EventTable``.

    Raises:
        StoreError: from every method, if the data can't be read.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, *, also_close: Callable[[], None] | None = None
    ) -> None:
        self._connection = connection
        self._also_close = also_close
        self._path = path
        self._covered: dict[tuple[Period, tuple[str, ...]], list[date]] = {}
        self._known: tuple[DyadQuery, polars.DataFrame] | None = None
        self._traits: Traits | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection; may be called twice."""
        self._connection.close()
        if self._also_close is not None:
            self._also_close()

    def counts(self, query: DyadQuery) -> polars.DataFrame:
        """Counts and values by way and period."""
        return counts_of(self._mentions(query), merged=self._kind.merged)

    def types(self, query: DyadQuery) -> polars.DataFrame:
        """Events by way, period and PLOVER type."""
        return types_of(self._mentions(query), merged=self._kind.merged)

    def coverage(self, query: DyadQuery) -> list[date]:
        """First days of the periods in which the data sets have any row; worked out once for each period length."""
        key = (query.period, query.datasets)
        if key not in self._covered:
            counts, values = sql.counted(datasets=query.datasets)
            start = sql.start_of("day", query.period)
            # The days first, since there are few: a tenth of the time over ten million rows.
            days = f"SELECT DISTINCT day FROM {ROWS} WHERE {counts} AND day = last_day"
            found = self.query(f"SELECT DISTINCT {start} AS start FROM ({days}) ORDER BY start", values)
            self._covered[key] = [row[0] for row in found]
        first = sql.start_of("?::DATE", query.period)
        bounds = self.query(f"SELECT {first}, {first}", [query.since, query.until])[0]
        return [
            start
            for start in self._covered[key]
            if (bounds[0] is None or start >= bounds[0]) and (bounds[1] is None or start <= bounds[1])
        ]

    def publishers(self, query: DyadQuery) -> dict[str, int]:
        """Events between the two sides by outlet, most first."""
        return publishers_of(self._mentions(query), merged=self._kind.merged)

    def undated(self, query: DyadQuery) -> int:
        """Rows between the sides whose date is not known closely enough."""
        if self._kind.all_dated:
            return 0
        return int(self.query(*sql.undated_query(query, self._kind.relation))[0][0])

    def lines(
        self,
        query: DyadQuery,
        start: date,
        end: date,
        *,
        way: Way = Way.BOTH,
        lowest: bool | None = None,
        limit: int = 10,
    ) -> list[EventLine]:
        """Rows as evidence, one for each event."""
        names = (
            "dataset", "id", "day", "source", "target", "plover", "cameo", "value", "factuality", "publisher", "text",
            "url",
        )  # fmt: skip
        found = []
        for row in self.query(*sql.lines_query(query, LINES, start, end, way, lowest, limit)):
            values: dict[str, Any] = dict(zip(names, row, strict=True))
            values["factuality"] = Factuality(values["factuality"]) if values["factuality"] else None
            texts = {name: values[name] or "" for name in ("source", "target", "plover", "cameo", "text")}
            found.append(EventLine(**(values | texts)))
        return found

    def pairs(
        self,
        *,
        period: Period | None = None,
        since: date | None = None,
        until: date | None = None,
        datasets: Sequence[str] = (),
        include: frozenset[str] = frozenset(),
        by_actor: bool = False,
    ) -> polars.DataFrame:
        """All directed pairs of different sides, or of actors."""
        end = "" if by_actor else "_side"
        counts, values = sql.counted(since=since, until=until, datasets=datasets, include=include)
        start = f"{sql.start_of('day', period)} AS period, " if period else ""
        by = f"{'period, ' if period else ''}source, target"
        dated = f" AND {sql.dated(period)}" if period else ""
        rows = (
            f"SELECT {start}source{end} AS source, target{end} AS target, coalesce(event, id) AS key, quad, goldstein,"
            f" mentions FROM {self._kind.relation}"
            f" WHERE source{end} <> target{end} AND source_side <> target_side AND {counts}{dated}"
        )
        if self._kind.merged:
            rows = (
                f"SELECT {by}, key, min(quad) AS quad, avg(goldstein) AS goldstein, sum(mentions) AS mentions"
                f" FROM ({rows}) GROUP BY {by}, key"
            )
        return self._frame(
            f"SELECT {by}, count(*) AS events, sum(mentions)::BIGINT AS mentions,"
            " round(sum(goldstein), 9) AS total,"
            " round(avg(goldstein), 9) AS mean, count(*) FILTER (quad <= 2) AS cooperation,"
            f" count(*) FILTER (quad >= 3) AS conflict FROM ({rows}) GROUP BY {by}",
            values,
        )

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """Display names by id, where a row has one."""
        ends = " UNION ALL ".join(
            f"SELECT {end} AS id, {end}_name AS name FROM {ROWS} WHERE list_contains(?::VARCHAR[], {end})"
            for end in ("source", "target")
        )
        return dict(
            self.query(f"SELECT id, mode(name ORDER BY name) FROM ({ends}) GROUP BY id", [list(ids), list(ids)])
        )

    def named(self, name: str) -> dict[str, str]:
        """Actors whose name in the rows is this one, in any case, by id; and those that have it as their id."""
        ends = " UNION ".join(
            f"SELECT {end} AS id, {end}_name AS name FROM {ROWS} WHERE lower({end}_name) = ? OR lower({end}) = ?"
            for end in ("source", "target")
        )
        word = name.strip().lower()
        return dict(self.query(f"SELECT id, min(name) FROM ({ends}) GROUP BY id ORDER BY id", [word] * 4))

    def with_word(self, word: str, limit: int = 5) -> list[tuple[str, str, int]]:
        """Actors with a word in their name, in any case, as id, name and number of rows, most rows first."""
        ends = " UNION ALL ".join(
            f"SELECT {end} AS id, {end}_name AS name FROM {ROWS} WHERE regexp_matches(lower({end}_name), ?)"
            for end in ("source", "target")
        )
        whole = rf"(^|[^\pL\pN]){re.escape(word.strip().lower())}($|[^\pL\pN])"
        sql = f"""SELECT id, mode(name ORDER BY name), count(*) AS n FROM ({ends})
            GROUP BY id ORDER BY n DESC, id LIMIT {int(limit)}"""
        return [(row[0], row[1], row[2]) for row in self.query(sql, [whole, whole])]

    def datasets(self) -> dict[str, int]:
        """Number of rows by data set."""
        return dict(self.query(f"SELECT dataset, count(*) AS n FROM {ROWS} GROUP BY dataset ORDER BY n DESC, dataset"))

    def rows(self) -> polars.DataFrame:
        """All rows without their texts, for whoever asks many things of them."""
        return self._frame(f"SELECT * FROM {ROWS}")

    def export_rows(
        self, datasets: Sequence[str] = (), since: date | None = None, until: date | None = None
    ) -> Iterator[polars.DataFrame]:
        """All rows with their texts in frames of bounded size, by data set and in time; nothing is left out.

        Names are as the data set writes them, so that a file of the same format has them back.
        """
        counts, values = sql.counted(since=since, until=until, datasets=datasets, include=frozenset(LEFT_OUT))
        order = "dataset, day, id, source, target"
        with plain_errors(self._path):
            found = self._connection.sql(
                f"SELECT * REPLACE ({NAMES}) FROM {LINES} WHERE {counts} ORDER BY {order}", params=values
            )
            # An empty result is no relation at all.
            for batch in found.to_arrow_reader(EXPORTED) if found is not None else ():
                yield _as_frame(batch)

    @property
    def _kind(self) -> Traits:
        """What the rows have in common, looked up once."""
        if self._traits is None:
            self._traits = _traits(dict(zip(CONSTANTS, self.query(f"SELECT {TESTS} FROM {ROWS}")[0], strict=True)))
        return self._traits

    def _mentions(self, query: DyadQuery) -> polars.DataFrame:
        """The mentions that a query is about; kept until another one is asked for.

        A series asks several things of the same mentions, and finding them is what takes the time.
        """
        if self._known is None or self._known[0] != query:
            found, values = sql.mentions_query(query, self._kind.relation, merged=self._kind.merged)
            self._known = (query, in_ways(self._frame(found, values), merged=self._kind.merged))
        return self._known[1]

    def _frame(self, query: str, values: Sequence[Any] = ()) -> polars.DataFrame:
        with plain_errors(self._path):
            return _as_frame(self._connection.sql(query, params=list(values)).to_arrow_table())

    def query(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of any query over the two views."""
        with plain_errors(self._path):
            return self._connection.execute(query, list(values)).fetchall()

    def stream(self, query: str, fetched: int = STREAMED) -> Iterator[tuple[Any, ...]]:
        """The same with some rows in memory at a time; another query on these events ends it."""
        with plain_errors(self._path):
            found = self._connection.execute(query)
            while rows := found.fetchmany(fetched):
                yield from rows


def _as_frame(table: Any) -> polars.DataFrame:
    import polars

    return cast(polars.DataFrame, polars.from_arrow(table))

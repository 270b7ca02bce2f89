"""The rows of dyads in memory: pages about relations ask many things of the same rows.

Of 30,911 coded events a series takes 134 ms from the file, where each row is joined of several tables, and 20 ms from
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
from fastapi import Request

from dragoman.model.dyads import DyadQuery, EventLine, EventTable, Way
from dragoman.store import Store
from dragoman.store.event_table import ROWS, DuckDBEvents
from dragoman.web.kept import Kept
from dragoman.web.recent import Recent
from dragoman.web.state import State, state_of

MOST_ROWS = 2_000_000
"""With more rows the file is asked: they would take some hundred megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What pages about relations keep: the rows in memory, and the last answers."""

    rows: Kept[duckdb.DuckDBPyConnection | None]
    answers: Recent


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Rows to ask, and the stamp of the store that they are of."""

    table: EventTable
    stamp: str


class RowsInMemory(DuckDBEvents):
    """Rows in memory; their sentences are fetched from the store."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        path: Path,
        reading: Callable[[], AbstractContextManager[Store]],
    ) -> None:
        super().__init__(connection, path)
        self._reading = reading

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
        with self._reading() as store:
            return store.event_table().lines(query, start, end, way=way, lowest=lowest, limit=limit)


def shelf_of(state: State) -> Shelf:
    """The shelf of a desk, made when it is first asked for."""
    # setdefault is one step, so that two first requests get the same shelf.
    made: Shelf = vars(state).setdefault(
        "relations_shelf", Shelf(rows=Kept(state.store, _rows_of), answers=Recent())
    )  # fmt: skip
    return made


def _rows_of(store: Store) -> Callable[[], duckdb.DuckDBPyConnection | None]:
    table = store.event_table()
    assert isinstance(table, DuckDBEvents)
    if sum(table.datasets().values()) > MOST_ROWS:
        return lambda: None
    frame = table.rows()

    def keep() -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        connection.register("given", frame.to_arrow())
        connection.execute(f"CREATE TABLE {ROWS} AS SELECT * FROM given")
        connection.unregister("given")
        return connection

    return keep


def asking(request: Request) -> AbstractContextManager[Asked]:
    """The rows of the store that a request is for, as it is now."""
    return asking_of(state_of(request))


@contextmanager
def asking_of(state: State) -> Iterator[Asked]:
    """The rows of a store as it is now: from memory if they are there by now, else from the file."""
    with state.reading() as store:
        stamp = store.stamp()
    found = shelf_of(state).rows.now(stamp)
    if found.is_current and found.value is not None:
        with RowsInMemory(found.value.cursor(), state.settings.store, state.reading) as table:
            yield Asked(table=table, stamp=stamp)
        return
    with state.reading() as store:
        yield Asked(table=store.event_table(), stamp=stamp)


def warm(state: State) -> None:
    """Load what the first page about relations would wait for: actor tables, statistics, the renderer of charts."""
    import statsmodels.tsa.statespace.kalman_smoother  # noqa: F401
    import vl_convert
    from scipy.special import stdtrit  # noqa: F401

    _ = state.names
    with state.reading() as store:
        stamp = store.stamp()
    shelf_of(state).rows.now(stamp)
    vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "point"}, allowed_base_urls=[])

"""Whole tables to Parquet: large files made by DuckDB, which holds a bounded part of them in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dragoman.model.dyads import OWN_DATASET, ROW_COLUMNS
from dragoman.store.archive_parts import EVENT_ROWS, NO_YEAR, ROW_GROUP, ROWS_FILE, SORTED_BY, plain_os_errors
from dragoman.store.archive_views import quoted

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs SQL on a connection that the caller has, and gives all rows."""
MEMORY = "1GB"
"""What DuckDB may hold of a table; more waits on the disk, in the folder for unfinished work."""
THREADS = 2
"""Each thread fills a row group of its own; more of them took more memory and hardly less time."""
LARGE_ROWS: Mapping[str, int] = {"documents": 8_192, "facts": 40_960}
"""Rows to a row group where a row is long: 8,192 texts of 3,000 characters are 25 MB. It is also what is read to look
up a single one."""
ORDER = ", ".join((*SORTED_BY, *(name for name in ROW_COLUMNS if name not in SORTED_BY)))


@contextmanager
def copying(archive: Path, spill: Path, *, memory: str = MEMORY) -> Iterator[Ask]:
    """Someone to ask with bounded memory.

    Args:
        archive: for messages.
        spill: folder for what memory does not hold; made when it is needed.

    Raises:
        StoreError: from the block, in a line, if files can't be read or written.
    """
    with plain_os_errors(archive):
        config: dict[str, Any] = {"memory_limit": memory, "threads": THREADS, "temp_directory": str(spill)}
        with duckdb.connect(config=config) as connection:
            yield lambda sql: connection.execute(sql).fetchall()


def copy_table(ask: Ask, table: str, query: str, folder: Path) -> int:
    """Write the rows of a query as the file of a table, in their order; returns how many. None makes no file."""
    target = folder / f"{table}.parquet"
    rows = _copy(ask, query, target, LARGE_ROWS.get(table, ROW_GROUP))
    if not rows:
        target.unlink()
    return rows


def copy_event_rows(ask: Ask, queries: Mapping[str, str], folder: Path) -> int:
    """Write rows of dyads as a file for each year, sorted for series; returns how many.

    Args:
        queries: the rows by year, or :data:`~dragoman.store.archive_parts.NO_YEAR`.
    """
    written = 0
    for year, query in sorted(queries.items()):
        place = folder / EVENT_ROWS / f"year={year}"
        place.mkdir(parents=True)
        written += _copy(ask, f"{query} ORDER BY {ORDER}", place / ROWS_FILE, ROW_GROUP)
    return written


def _copy(ask: Ask, query: str, target: Path, rows: int) -> int:
    found = ask(f"COPY ({query}) TO {quoted(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {rows})")
    return int(found[0][0])


def by_year(ask: Ask) -> dict[str, str]:
    """A query for our own rows of dyads of each year that has any."""
    rows = f"{EVENT_ROWS} WHERE dataset = {quoted(OWN_DATASET)}"
    columns = ", ".join(ROW_COLUMNS)
    return {
        NO_YEAR if year is None else str(year): f"SELECT {columns} FROM {rows} AND "
        + ("day IS NULL" if year is None else f"day BETWEEN '{year:04d}-01-01' AND '{year:04d}-12-31'")
        for (year,) in ask(f"SELECT DISTINCT year(day) FROM {rows}")
    }

"""Rows of dyads as Parquet: one folder, a part for each year, sorted so that one pair lies together.

A folder reads like a store wherever only events are asked for, and stays fast for tens of millions of rows.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from dragoman.model.dyads import LEFT_OUT, ROW_COLUMNS
from dragoman.store.archive import open_store
from dragoman.store.archive_parts import is_archive
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.event_sql import counted
from dragoman.store.event_table import LINES, ROWS, DuckDBEvents
from dragoman.store.types import StoreError

PARTS = "*/*.parquet"
SORTED_BY = "source_side, target_side, source, target, day, id"
READABLE = 0o755
LATER = {"copies": "0"}
"""Columns that parts of earlier versions lack, and what they would say."""
UNDATED = 0
"""Year of rows without a date."""


def open_events(path: str | Path) -> DuckDBEvents:
    """The events of a store, an archive, or a folder that :func:`write_parts` wrote.

    Raises:
        StoreError: there is neither, or it can't be read.
    """
    place = Path(path).expanduser()
    if is_archive(place) or not place.is_dir():
        return open_store(place, read_only=True).event_table(last=True)
    parts = sorted(place.glob(PARTS))
    if not parts:
        raise StoreError(f"{place} holds no parts such as year=2014/events.parquet; name a store or such a folder")
    connection = duckdb.connect()
    with plain_errors(place):
        connection.execute("SET parquet_metadata_cache = true")
        # Named one by one: a pattern is looked up again for every query, which took a tenth of a series' time.
        files = ", ".join("'" + str(part).replace("'", "''") + "'" for part in parts)
        connection.execute(f"CREATE VIEW {LINES} AS SELECT * FROM read_parquet([{files}], hive_partitioning = false)")
        known = {row[0] for row in connection.execute(f"DESCRIBE {LINES}").fetchall()}
        missing = sorted(set(ROW_COLUMNS) - known - set(LATER))
        if missing:
            raise StoreError(
                f"{place}: the parts lack the columns {', '.join(missing)}; write them with 'dragoman export'"
            )
        columns = (name if name in known else f"{LATER[name]} AS {name}" for name in ROW_COLUMNS)
        connection.execute(f"CREATE VIEW {ROWS} AS SELECT {', '.join(columns)} FROM {LINES}")
    return DuckDBEvents(connection, place)


def write_parts(
    events: DuckDBEvents,
    folder: Path,
    *,
    datasets: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Write all rows to a new folder, which appears whole or not at all; returns the number of rows.

    Raises:
        StoreError: the folder is there already, or can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there already; name a new folder")
    counts, values = counted(since=since, until=until, datasets=datasets, include=frozenset(LEFT_OUT))
    year = f"coalesce(year(day), {UNDATED})"
    written = 0
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}") from error
    try:
        years = events.query(f"SELECT DISTINCT {year} AS y FROM {ROWS} WHERE {counts} ORDER BY y", values)
        for number in [row[0] for row in years]:
            part = beside / f"year={number}"
            part.mkdir()
            target = str(part / "events.parquet").replace("'", "''")
            found = events.query(
                f"COPY (SELECT * FROM {LINES} WHERE {counts} AND {year} = {number} ORDER BY {SORTED_BY})"
                f" TO '{target}' (FORMAT parquet, COMPRESSION zstd)",
                values,
            )
            written += int(found[0][0])
        # A temporary folder is readable for its maker only.
        beside.chmod(READABLE)
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    except OSError as error:
        raise StoreError(f"{folder}: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return written

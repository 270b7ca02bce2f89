"""The tables of an archive as views over the files of its parts, in a database that is only in memory.

Opening looks at names only: no manifest and no footer of a part is read, except one footer for each table.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from dragoman.model.dyads import ROW_COLUMNS
from dragoman.store.archive_parts import COMPACT, EVENT_ROWS, PARTS, ROWS_FILE, RUNS, live_folders
from dragoman.store.archive_runs import read_runs
from dragoman.store.event_views import IMPORTED
from dragoman.store.schema import TABLES
from dragoman.store.types import StoreError
from dragoman.store.views import VIEWS

SUFFIX = ".parquet"
DESK = "desk"
DESK_FILE = "desk.duckdb"
DESK_TABLES = ("meta", "imported_events", "imported_mentions", "imports", "reviews", "review_samples", "uploads")
"""Tables that stand in the file of the desk, under their own names."""
DESK_ERRORS = "desk_errors"
"""What could not be read when documents came one by one; the others stand in parts."""
PART_TABLES = tuple(name for name in TABLES if name not in {*DESK_TABLES, "runs"})
SEARCH_PATH = "SET search_path = 'memory.main,desk.main'"
"""Views before the tables of the desk."""
SETTLING = 0.05
"""Seconds in which a folder may change again without another time on it; clocks of file systems tick in 0.01 s."""

LOOKS = 5
"""Times that the folders are listed, if parts go while they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The parts of an archive as they were at one time.

    Attributes:
        files: paths by table, ``event_rows`` among them.
        stamp: differs between any two sets of parts.
        seen: times on the folders, ``None`` if they had only just changed.
    """

    files: Mapping[str, Sequence[str]]
    stamp: str
    seen: tuple[int, ...] | None


NO_PARTS = Layout(files={}, stamp="", seen=None)


def folder_times(archive: Path) -> tuple[int, ...]:
    """When parts last appeared or went."""
    return tuple(_time_of(archive / name) for name in (PARTS, COMPACT, RUNS))


def _time_of(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def look(archive: Path) -> Layout:
    """The files of all parts that count; looked at anew if one goes meanwhile, which compaction does.

    Raises:
        StoreError: the folders can't be listed.
    """
    looks = 0
    while True:
        looks += 1
        try:
            return _look(archive)
        except OSError as error:
            if not isinstance(error, FileNotFoundError) or looks == LOOKS:
                raise StoreError(f"{archive}: {error.filename}: {error.strerror}; try again") from error
        time.sleep(SETTLING)


def _look(archive: Path) -> Layout:
    seen = folder_times(archive)
    is_settled = time.time_ns() - max(seen) > SETTLING * 1e9
    live = list(live_folders(archive))
    files: dict[str, list[str]] = {}
    for folder in live:
        for table, path in files_of(str(folder)):
            files.setdefault(table, []).append(path)
    places = [[folder.name for folder in live if folder.parent.name == place] for place in (COMPACT, PARTS)]
    # Parts are only added, or go where a compacted one comes; so their number and the last name are enough.
    stamp = "-".join(f"{len(names):x}.{names[-1] if names else ''}" for names in places)
    return Layout(files=files, stamp=stamp, seen=seen if is_settled else None)


def names_in(place: Path) -> list[str]:
    """Names of the folders in a folder, none if it is not there."""
    return sorted(item.name for item in os.scandir(place) if item.is_dir()) if place.is_dir() else []


def files_of(folder: str) -> Iterator[tuple[str, str]]:
    """Table and path of each file of a part; the years are listed and what is in them is known."""
    for name in sorted(os.listdir(folder)):
        if name == EVENT_ROWS:
            for year in sorted(os.listdir(f"{folder}/{name}")):
                yield EVENT_ROWS, f"{folder}/{name}/{year}/{ROWS_FILE}"
        elif name.endswith(SUFFIX):
            yield name.removesuffix(SUFFIX), f"{folder}/{name}"


def quoted(value: str | Path) -> str:
    """A string of SQL."""
    return "'" + str(value).replace("'", "''") + "'"


def rows_of_files(columns: Mapping[str, str], files: Sequence[str]) -> str:
    """A query over Parquet files that are named one by one; it gives no rows where there are none."""
    if not files:
        return f"SELECT {', '.join(f'NULL::{kind} AS {name}' for name, kind in columns.items())} WHERE false"
    listed = ", ".join(map(quoted, files))
    return f"SELECT {', '.join(columns)} FROM read_parquet([{listed}], hive_partitioning = false)"


def mount_parts(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Make the views over the parts, or make them anew."""
    for table in PART_TABLES:
        query = rows_of_files(TABLES[table], layout.files.get(table, ()))
        if table == "errors":
            query += f" UNION ALL SELECT * FROM {DESK_ERRORS}"
        connection.execute(f"CREATE OR REPLACE VIEW memory.main.{table} AS {query}")
    own = rows_of_files(ROW_COLUMNS, layout.files.get(EVENT_ROWS, ()))
    rows = f"{own} UNION ALL {IMPORTED} FROM imported_events"
    connection.execute(f"CREATE OR REPLACE VIEW memory.main.{EVENT_ROWS} AS {rows}")


def mount_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views that stand on the others."""
    for name, statement in VIEWS.items():
        if name != EVENT_ROWS:
            connection.execute(statement.replace(f"CREATE VIEW {name}", f"CREATE OR REPLACE VIEW memory.main.{name}"))


def mount_runs(connection: duckdb.DuckDBPyConnection, archive: Path) -> None:
    """Make the table of runs, or make it anew."""
    columns = ", ".join(f"{name} {kind}" for name, kind in TABLES["runs"].items())
    connection.execute(f"CREATE OR REPLACE TABLE memory.main.runs ({columns})")
    runs = [asdict(run) for run in read_runs(archive)]
    for run in runs:
        started = datetime.fromisoformat(run["started"]).astimezone(UTC).replace(tzinfo=None)
        row = [{**run, "started": started, "arguments": list(run["arguments"])}[name] for name in TABLES["runs"]]
        connection.execute(f"INSERT INTO memory.main.runs VALUES ({', '.join('?' * len(row))})", row)

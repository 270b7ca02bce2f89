"""A whole store as something else: plain Parquet files, an archive, or one DuckDB file."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import duckdb

from dragoman.model.ids import content_id
from dragoman.store.archive import Mount, make_desk
from dragoman.store.archive_compact import next_key, write_manifest
from dragoman.store.archive_copy import MEMORY, Ask, by_year, copy_event_rows, copy_table
from dragoman.store.archive_parts import (
    COMPACT,
    EVENT_ROWS,
    Part,
    is_archive,
    make_archive,
    plain_os_errors,
    sync,
)
from dragoman.store.archive_runs import DONE, new_run, write_run
from dragoman.store.archive_views import DESK_FILE, DESK_TABLES, PART_TABLES, quoted
from dragoman.store.duckdb import open_duckdb
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.schema import SCHEMA_VERSION, TABLES
from dragoman.store.types import Setup, StoreError

TARGET = "target"
SUFFIX = ".duckdb"
SETUPS = "SELECT DISTINCT r.setup FROM documents d JOIN runs r ON r.id = d.read_run"
RUNS = """SELECT id, started, version, annotator, codebook, actors, arguments,
    id IN (SELECT added_run FROM documents UNION SELECT read_run FROM documents) FROM runs ORDER BY id"""


class Form(StrEnum):
    """What a store is exported as."""

    PARQUET = "parquet"
    ARCHIVE = "archive"
    DUCKDB = "duckdb"


def export_store(source: Path, target: Path, form: Form) -> dict[str, int]:
    """Write a whole store anew; it appears whole or not at all. Returns the rows by table.

    Args:
        target: a new folder, or a new file for :attr:`Form.DUCKDB`.

    Raises:
        StoreError: the store can't be read, the target is there already or can't be written, or an archive is asked for
            of what several setups coded.
    """
    source, target = source.expanduser(), target.expanduser()
    if target.exists():
        raise StoreError(f"{target} is there already; name a new {'file' if form is Form.DUCKDB else 'folder'}")
    beside = target.with_name(f".{target.name}-{uuid.uuid4().hex[:8]}")
    spill = target.with_name(f"{beside.name}-spill")
    with plain_os_errors(target):
        try:
            with _looking(source, spill) as connection:
                rows = WRITERS[form](connection, beside)
            sync(beside)
            beside.rename(target)
            sync(target.parent)
        finally:
            for left in (beside, spill):
                shutil.rmtree(left, ignore_errors=True)
            if beside.is_file():
                os.unlink(beside)
    return {table: number for table, number in rows.items() if number}


@contextmanager
def _looking(source: Path, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that has the tables and views of a store, and to which others may be attached."""
    if is_archive(source):
        connection = Mount(source, read_only=True).connection
    else:
        open_duckdb(source, read_only=True).close()
        connection = duckdb.connect()
    try:
        with plain_errors(source):
            connection.execute(f"SET memory_limit = '{MEMORY}'")
            connection.execute(f"SET temp_directory = {quoted(spill)}")
            if not is_archive(source):
                connection.execute(f"ATTACH {quoted(source)} AS source (READ_ONLY)")
                connection.execute("SET search_path = 'source.main,memory.main'")
                found = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
                if not found or found[0] != str(SCHEMA_VERSION):
                    raise StoreError(f"{source} is of an earlier version; 'dragoman serve' brings it up to date")
        yield connection
    finally:
        connection.close()


def _asking(connection: duckdb.DuckDBPyConnection) -> Ask:
    return lambda sql: connection.execute(sql).fetchall()


def _columns(table: str) -> str:
    return ", ".join(TABLES[table])


def _as_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """One file for each table that has rows, and the rows of dyads by year."""
    folder.mkdir(parents=True)
    return _files(connection, folder, tuple(name for name in TABLES if name != "meta"))


def _files(connection: duckdb.DuckDBPyConnection, folder: Path, tables: tuple[str, ...]) -> dict[str, int]:
    ask = _asking(connection)
    rows = {name: copy_table(ask, name, f"SELECT {_columns(name)} FROM {name}", folder) for name in tables}
    rows[EVENT_ROWS] = copy_event_rows(ask, by_year(ask), folder)
    return {table: number for table, number in rows.items() if number}


def _as_duckdb(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, int]:
    open_duckdb(file).close()
    return _insert(connection, file, tuple(TABLES))


def _insert(connection: duckdb.DuckDBPyConnection, file: Path, tables: tuple[str, ...]) -> dict[str, int]:
    """Copy tables to those of another file."""
    connection.execute(f"ATTACH {quoted(file)} AS {TARGET}")
    rows = {}
    for table in tables:
        where = " WHERE key <> 'schema_version'" if table == "meta" else ""
        query = f"SELECT {_columns(table)} FROM {table}{where}"
        found = connection.execute(f"INSERT INTO {TARGET}.main.{table} {query}").fetchone()
        rows[table] = int(found[0]) if found else 0
    connection.execute(f"DETACH {TARGET}")
    return rows


def _as_archive(connection: duckdb.DuckDBPyConnection, folder: Path) -> dict[str, int]:
    """An archive with one compacted part, and the tables of the desk."""
    setups = [row[0] for row in connection.execute(SETUPS).fetchall()]
    if len(setups) > 1:
        raise StoreError(
            f"its documents were coded by {len(setups)} setups, and an archive holds one; read them anew with"
            " 'dragoman read --again', or export another form"
        )
    make_archive(folder)
    rows: dict[str, int] = {}
    if setups:
        part = folder / COMPACT / next_key(folder)
        part.mkdir()
        rows = _files(connection, part, PART_TABLES)
        write_manifest(part, rows, [_listed(connection, part, setups[0])], ())
    for key, started, version, annotator, codebook, actors, arguments, coded in connection.execute(RUNS).fetchall():
        setup = Setup(version=version, annotator=annotator, codebook=codebook, actors=actors)
        run = new_run(key, f"{started.isoformat(timespec='seconds')}+00:00", setup, arguments or (), "")
        write_run(folder, replace(run, state=DONE, parts=int(coded)))
    connection.execute(f"ATTACH {quoted(folder / DESK_FILE)} AS {TARGET}")
    make_desk(connection, TARGET)
    connection.execute(f"DETACH {TARGET}")
    return rows | _insert(connection, folder / DESK_FILE, DESK_TABLES)


def _listed(connection: duckdb.DuckDBPyConnection, folder: Path, setup: str) -> Part:
    """What the manifest says of documents and errors; the same error of two runs is one."""
    documents = [row[0] for row in connection.execute("SELECT id FROM documents").fetchall()]
    errors = connection.execute("SELECT DISTINCT location, reason FROM errors ORDER BY ALL").fetchall()
    failed = [content_id("error", location, reason) for location, reason in errors]
    return Part(
        path=folder, run=0, setup=setup, documents=(*documents, *[""] * len(failed)), failed=tuple(failed), rows={},
        files={},
    )  # fmt: skip


WRITERS: dict[Form, Callable[[duckdb.DuckDBPyConnection, Path], dict[str, int]]] = {
    Form.PARQUET: _as_parquet,
    Form.ARCHIVE: _as_archive,
    Form.DUCKDB: _as_duckdb,
}

"""A store in a folder: parts that are only added to, read as views, and a small file of the desk beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import duckdb

from dragoman.model.text import Copy, Document
from dragoman.store.archive_parts import check_archive, is_archive, part_key, write_part
from dragoman.store.archive_runs import (
    DONE,
    OPEN,
    ArchiveRun,
    archive_lock,
    new_run,
    read_runs,
    setup_difference,
    write_run,
)
from dragoman.store.archive_views import (
    DESK,
    DESK_ERRORS,
    DESK_FILE,
    DESK_TABLES,
    NO_PARTS,
    SEARCH_PATH,
    Layout,
    folder_times,
    look,
    mount_parts,
    mount_runs,
    mount_views,
    quoted,
)
from dragoman.store.duckdb import DuckDBStore, open_duckdb
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.kinds import Row
from dragoman.store.schema import SCHEMA_VERSION, TABLES
from dragoman.store.types import Added, OtherSetupError, ReadReport, Run, Setup, StoreError

SURE = 1_000_000
"""With more facts than this a reference has all digits; to count which are enough would take longer than the rest."""
ALL_DIGITS = 16


class Mount:
    """The database in memory that shows an archive, shared by all connections of one opening.

    Raises:
        StoreError: from every method, if the archive can't be read.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self._read_only = read_only
        self._lock = Lock()
        self._has_desk = False
        with plain_errors(path):
            self.connection = duckdb.connect()
            try:
                self.connection.execute("SET parquet_metadata_cache = true")
                self._mount_desk()
                self.connection.execute(SEARCH_PATH)
                # Over no files first: what stands on these views is looked through when it is made, which takes a
                # second with some thousand parts.
                mount_runs(self.connection, path)
                mount_parts(self.connection, NO_PARTS)
                mount_views(self.connection)
                self.layout = self._mount_parts()
            except BaseException:
                self.connection.close()
                raise

    def refresh(self) -> None:
        """See what was added by others since."""
        with self._lock, plain_errors(self.path):
            if not self._has_desk and (self.path / DESK_FILE).exists():
                self._mount_desk()
            if self.layout.seen is None or self.layout.seen != folder_times(self.path):
                self.layout = self._mount_parts()

    def _mount_parts(self) -> Layout:
        layout = look(self.path)
        mount_runs(self.connection, self.path)
        mount_parts(self.connection, layout)
        return layout

    def _mount_desk(self) -> None:
        """The tables of the desk, from their file; from nowhere while it is only read and there is none."""
        place = self.path / DESK_FILE
        if self._read_only and not place.exists():
            self.connection.execute(f"ATTACH ':memory:' AS {DESK}")
            make_desk(self.connection)
            return
        if self._read_only:
            self.connection.execute(f"DETACH DATABASE IF EXISTS {DESK}")
        options = " (READ_ONLY)" if self._read_only else ""
        self.connection.execute(f"ATTACH {quoted(place)} AS {DESK}{options}")
        self._has_desk = True
        if self._read_only:
            return
        make_desk(self.connection)


def make_desk(connection: duckdb.DuckDBPyConnection, database: str = DESK) -> None:
    """Make the tables of the desk in an attached database, if they are not there."""
    connection.execute("BEGIN")
    for table, like in (*((name, name) for name in DESK_TABLES), (DESK_ERRORS, "errors")):
        columns = ", ".join(f"{name} {kind}" for name, kind in TABLES[like].items())
        connection.execute(f"CREATE TABLE IF NOT EXISTS {database}.main.{table} ({columns})")
    connection.execute(
        f"INSERT INTO {database}.main.meta SELECT 'schema_version', '{SCHEMA_VERSION}'"
        f" WHERE NOT EXISTS (SELECT 1 FROM {database}.main.meta WHERE key = 'schema_version')"
    )
    connection.execute("COMMIT")


class ArchiveStore(DuckDBStore):
    """An archive as a store; made by :func:`open_archive`. Documents are added, never replaced."""

    def __init__(self, mount: Mount, connection: duckdb.DuckDBPyConnection, *, read_only: bool) -> None:
        super().__init__(mount.path, connection, read_only=read_only, stand_in=(SEARCH_PATH,))
        self._mount = mount
        self._held = ExitStack()
        self._is_held = False
        self._run: Run | None = None
        self._fitting: set[str] = set()
        self._noted: dict[int, ArchiveRun] = {}

    def twin(self) -> ArchiveStore:
        """The same archive for another thread, with the parts that are there now."""
        self._open()
        self._mount.refresh()
        return ArchiveStore(self._mount, self._mount.connection.cursor(), read_only=self.read_only)

    def begin_run(self, setup: Setup, arguments: Sequence[str] = ()) -> Run:
        """Note that a run begins."""
        self._check_writable()
        self._open()
        self._hold()
        started = datetime.now(UTC).replace(microsecond=0)
        number = max((run.id for run in read_runs(self.path)), default=0) + 1
        # Done until it has a part: what only imports codes nothing, and may have any setup.
        noted = replace(new_run(number, started.isoformat(timespec="seconds"), setup, arguments, ""), state=DONE)
        write_run(self.path, noted)
        self._mount.refresh()
        return Run(id=number, started=started.replace(tzinfo=None), setup=setup, arguments=tuple(arguments))

    def add(
        self,
        report: ReadReport,
        run: Run,
        *,
        again: bool = False,
        find_copy: Callable[[Document], Copy | None] | None = None,
    ) -> Added:
        """Add a document and its facts; one that is there stays as it is."""
        if again:
            raise StoreError(f"{self.path}: documents of an archive are never coded again; make a new archive")
        if self._run is not None and self._run.id != run.id:
            self.flush()
        self._run = run
        self._check_setup(run)
        return super().add(report, run, find_copy=find_copy)

    def stamp(self) -> str:
        """Some letters that differ whenever parts or imported events do."""
        self.flush()
        self._mount.refresh()
        imported = self._query("SELECT count(*) FROM imported_events")[0][0]
        return f"{self._mount.layout.stamp}-{imported:x}"

    def id_length(self) -> int:
        """Hex digits that tell all facts apart; all of them where there are very many."""
        return ALL_DIGITS if self._all("SELECT count(*) FROM facts")[0][0] > SURE else super().id_length()

    def close(self) -> None:
        """Write what has been added, close runs and let others write."""
        if self._connection is None:
            return
        try:
            try:
                self.flush()
                for run in self._noted.values():
                    write_run(self.path, replace(run, state=DONE))
                self._noted.clear()
            finally:
                self._held.close()
        finally:
            is_own = self._connection is self._mount.connection
            super().close()
            if is_own:
                self._mount.connection.close()

    # Inside

    def _hold(self) -> None:
        """Be the one writer from here on."""
        if not self._is_held:
            self._held.enter_context(archive_lock(self.path))
            self._is_held = True

    def _check_setup(self, run: Run) -> None:
        """See that what there is was coded as this run codes.

        Raises:
            OtherSetupError: it was not.
        """
        if run.setup.id in self._fitting:
            return
        for other in read_runs(self.path):
            if other.setup != run.setup.id and other.has_coded:
                raise OtherSetupError(f"{self.path}: {setup_difference(other, run.setup)}; make a new archive")
        self._fitting.add(run.setup.id)

    def _query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; asked once more if parts went on the way, since others hold the same by then."""
        layout = self._mount.layout
        try:
            return super()._query(sql, values)
        except StoreError:
            self._mount.refresh()
            if self._mount.layout is layout:
                raise
            return super()._query(sql, values)

    def _write(self, rows: Mapping[str, Sequence[Row]], again: Sequence[str]) -> None:
        self._check_writable()
        errors = list(rows.get("errors", ()))
        coded = {table: filled for table, filled in rows.items() if filled and table != "errors"}
        if coded and self._run is not None:
            self._write_part(coded, self._run)
        if errors:
            with self._transaction() as connection:
                connection.executemany(f"INSERT INTO {DESK}.main.{DESK_ERRORS} VALUES (?, ?, ?)", errors)

    def _write_part(self, rows: Mapping[str, Sequence[Row]], run: Run) -> None:
        self._hold()
        noted = self._noted.get(run.id) or next(each for each in read_runs(self.path) if each.id == run.id)
        # Counted first, so that the number of a part is never given twice.
        noted = replace(noted, state=OPEN, parts=noted.parts + 1)
        write_run(self.path, noted)
        self._noted[run.id] = noted
        ids = [row[0] for row in rows["documents"]]
        key = part_key(run.id, noted.parts)
        write_part(self.path, key, rows, run=run.id, setup=run.setup.id, documents=ids)
        self._mount.refresh()


def open_archive(path: str | Path, *, read_only: bool = False) -> ArchiveStore:
    """Open an archive.

    Raises:
        StoreError: there is none, it is of another version, or its desk file is in use.
    """
    place = Path(path).expanduser()
    check_archive(place)
    mount = Mount(place, read_only=read_only)
    return ArchiveStore(mount, mount.connection, read_only=read_only)


def open_store(path: str | Path, *, read_only: bool = False) -> DuckDBStore:
    """Open a store: a DuckDB file, which is made unless ``read_only``, or an archive.

    Raises:
        StoreError: there is no such store or folder, it is something else, in use, or of a newer version.
    """
    place = Path(path).expanduser()
    return open_archive(place, read_only=read_only) if is_archive(place) else open_duckdb(place, read_only=read_only)

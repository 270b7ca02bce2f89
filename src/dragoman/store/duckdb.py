"""The store in one DuckDB file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import duckdb

from dragoman.model.reviews import Review, Sample
from dragoman.model.text import Copy, Document, DocumentError
from dragoman.store.copies import copy_row
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.duckdb_reading import SETTING, DuckDBReading
from dragoman.store.imports import count_mentions, file_row, insert_mentions, insert_rows
from dragoman.store.kinds import Row
from dragoman.store.migrate import prepare_schema
from dragoman.store.reviews import (
    insert_review,
    insert_sample,
)
from dragoman.store.rows import report_rows
from dragoman.store.schema import OF_FACTS, TABLES, insert_statement
from dragoman.store.types import (
    Added,
    ImportedFile,
    ReadReport,
    Run,
    Setup,
    StoreError,
    Upload,
)
from dragoman.store.uploads import COLUMNS as UPLOAD_COLUMNS
from dragoman.store.uploads import insert_upload, update_upload, upload_of

if TYPE_CHECKING:
    import polars

BATCH_DOCUMENTS = 64
"""Documents to a transaction: a commit takes 10 ms, reading 64 documents some seconds, which is what a crash costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """A document that waits to be written: id of the setup that coded it, whether it replaces one, rows by table."""

    setup: str
    is_known: bool
    rows: list[tuple[str, Row]]


class DuckDBStore(DuckDBReading):
    """A store in one file; made by :func:`open_duckdb`. See :class:`~dragoman.store.protocol.Store` for the methods."""

    def __init__(
        self, path: Path, connection: duckdb.DuckDBPyConnection, *, read_only: bool, stand_in: Sequence[str] = ()
    ) -> None:
        super().__init__(path, connection, stand_in=stand_in)
        self.read_only = read_only
        self._pending: dict[str, _Pending] = {}
        self._errors: list[Row] = []
        self._setups: dict[int, str] = {}

    def twin(self) -> DuckDBStore:
        """The same open file for another thread; closing it leaves this one open."""
        return DuckDBStore(self.path, self._open().cursor(), read_only=self.read_only, stand_in=self._stand_in)

    # Writing

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, StoreError):
            self._pending.clear()
            self._errors.clear()
        self.close()

    def begin_run(self, setup: Setup, arguments: Sequence[str] = ()) -> Run:
        """Note that a run begins."""
        started = datetime.now(UTC).replace(tzinfo=None)
        with self._transaction() as connection:
            found = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()
            run = Run(id=found[0] if found else 1, started=started, setup=setup, arguments=tuple(arguments))
            row = (
                run.id, started, setup.version, setup.annotator, setup.codebook, setup.actors, setup.id,
                list(run.arguments),
            )  # fmt: skip
            connection.execute(f"INSERT INTO runs VALUES ({', '.join('?' * len(row))})", list(row))
        return run

    def is_coded(self, document_id: str, setup: Setup) -> bool:
        """Whether a document is there as this setup codes it."""
        if document_id in self._pending:
            return self._pending[document_id].setup == setup.id
        before = self._before(document_id)
        return before is not None and before[1] == setup.id

    def add(
        self,
        report: ReadReport,
        run: Run,
        *,
        again: bool = False,
        find_copy: Callable[[Document], Copy | None] | None = None,
    ) -> Added:
        """Add a document and its facts."""
        self._check_writable()
        document = report.document
        if document.id in self._pending:
            if self._pending[document.id].setup == run.setup.id and not again:
                return Added.KNOWN
            self.flush()
        before = self._before(document.id)
        if before is not None and before[1] == run.setup.id and not again:
            return Added.KNOWN
        seen = dict(self._query("SELECT id, run FROM facts WHERE document_id = ?", [document.id])) if before else {}
        added = before[0] if before else run.id
        rows = report_rows(report, added=added, run=run.id, seen=seen)
        copy = find_copy(document) if find_copy is not None and before is None else None
        if copy is not None:
            rows.append(("copies", copy_row(copy)))
        self._pending[document.id] = _Pending(setup=run.setup.id, is_known=bool(before), rows=rows)
        if len(self._pending) >= BATCH_DOCUMENTS:
            self.flush()
        return Added.RECODED if before else Added.NEW

    def _before(self, document_id: str) -> tuple[int, str] | None:
        """The run that added a document and the setup that coded it last, if it is written already."""
        rows = self._query("SELECT added_run, read_run FROM documents WHERE id = ?", [document_id])
        return (rows[0][0], self._setup_of(rows[0][1])) if rows else None

    def _setup_of(self, run: int) -> str:
        """The setup of a run; asked for once, since a join would double the time of every look-up of a document."""
        if run not in self._setups:
            self._setups = dict(self._query("SELECT id, setup FROM runs"))
        return self._setups[run]

    def add_error(self, error: DocumentError, run: Run) -> None:
        """Note a document that could not be read."""
        self._check_writable()
        self._errors.append((run.id, error.location, error.reason))
        if len(self._errors) >= BATCH_DOCUMENTS:
            self.flush()

    def import_rows(self, dataset: str, frame: polars.DataFrame, run: Run) -> int:
        """Add events of another data set that are new to it, at once."""
        self.flush()
        with self._transaction() as connection:
            return insert_rows(connection, dataset, frame, run.id)

    def import_mentions(self, dataset: str, frame: polars.DataFrame, run: Run) -> int:
        """Add reports of imported events that are new, at once."""
        self.flush()
        with self._transaction() as connection:
            return insert_mentions(connection, dataset, frame, run.id)

    def note_import(self, file: ImportedFile, run: Run) -> None:
        """Note a file of another data set that was read to its end, and let its events have their mentions."""
        row = file_row(file, run.id)
        with self._transaction() as connection:
            count_mentions(connection, file.dataset)
            connection.execute(f"INSERT INTO imports VALUES ({', '.join('?' * len(row))})", row)

    def add_upload(self, upload: Upload, content: bytes) -> None:
        """Keep a file until it is read."""
        with self._transaction() as connection:
            insert_upload(connection, upload, content)

    def note_upload(self, upload: Upload) -> None:
        """Note what became of a file."""
        with self._transaction() as connection:
            update_upload(connection, upload)

    def waiting_upload(self) -> tuple[Upload, bytes] | None:
        """The file that waits longest, with its content."""
        where = "WHERE state = 'waiting' ORDER BY received, rowid LIMIT 1"
        rows = self._all(f"SELECT {UPLOAD_COLUMNS}, content FROM uploads {where}")
        return (upload_of(rows[0]), bytes(rows[0][-1])) if rows else None

    def add_review(self, review: Review) -> bool:
        """Keep a verdict, unless one with its id is there."""
        with self._transaction() as connection:
            return insert_review(connection, review)

    def add_sample(self, sample: Sample) -> bool:
        """Keep a sample, unless one with its id is there."""
        with self._transaction() as connection:
            return insert_sample(connection, sample)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value of the user's."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = ?", [SETTING + name])
            connection.execute("INSERT INTO meta VALUES (?, ?)", [SETTING + name, value])

    def flush(self) -> None:
        """Write what has been added, all of it or nothing."""
        if not self._pending and not self._errors:
            return
        rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        rows["errors"] = self._errors
        for item in self._pending.values():
            for table, row in item.rows:
                rows[table].append(row)
        again = [key for key, item in self._pending.items() if item.is_known]
        self._pending, self._errors = {}, []
        self._write(rows, again)

    def close(self) -> None:
        """Write what has been added and close the file."""
        if self._connection is None:
            return
        try:
            self.flush()
        finally:
            self._connection.close()
            self._connection = None

    # Inside

    def _write(self, rows: Mapping[str, Sequence[Row]], again: Sequence[str]) -> None:
        """Write rows by table, all of them or nothing, in place of those of some documents."""
        with self._transaction() as connection:
            if again:
                _delete(connection, again)
            for table, filled in rows.items():
                if filled:
                    columns = [list(column) for column in zip(*filled, strict=True)]
                    connection.execute(insert_statement(table), columns)

    def _check_writable(self) -> None:
        if self.read_only:
            raise StoreError(f"{self.path}: the store was opened read-only")

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        self._check_writable()
        connection = self._open()
        with plain_errors(self.path):
            connection.execute("BEGIN")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        # After a failed commit there is no transaction any more; what was wrong is raised by the caller.
        return


def _delete(connection: duckdb.DuckDBPyConnection, documents: Sequence[str]) -> None:
    """Take out documents with all their rows, to be written anew."""
    ids = list(documents)
    old = "FROM facts WHERE list_contains(?::VARCHAR[], document_id)"
    for table in OF_FACTS:
        connection.execute(f"DELETE FROM {table} WHERE fact_id IN (SELECT id {old})", [ids])
    connection.execute(f"DELETE {old}", [ids])
    connection.execute("DELETE FROM documents WHERE list_contains(?::VARCHAR[], id)", [ids])


def open_duckdb(path: str | Path, *, read_only: bool = False) -> DuckDBStore:
    """Open a store, or make a new one unless ``read_only``.

    Raises:
        StoreError: there is no such store or folder, the file is something else, in use, or of a newer version.
    """
    place = Path(path).expanduser()
    if place.is_dir():
        raise StoreError(f"{place} is a folder and no archive; name a file in it, or an archive")
    if not place.parent.is_dir():
        raise StoreError(f"there is no folder {place.parent}; make it first")
    is_new = not place.exists()
    if is_new and read_only:
        raise StoreError(f"there is no store {place}; 'dragoman read' makes one")
    with plain_errors(place):
        connection = duckdb.connect(str(place), read_only=read_only)
        try:
            stand_in = prepare_schema(connection, place, read_only=read_only)
            return DuckDBStore(place, connection, read_only=read_only, stand_in=stand_in)
        except BaseException:
            connection.close()
            raise

"""The store in one DuckDB file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

import duckdb

from dragoman.model.facts import Event
from dragoman.model.reviews import Review, Sample
from dragoman.model.text import Copy, Document, DocumentError
from dragoman.store import queries
from dragoman.store.copies import DOCUMENT, copy_row, originals_query
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.imports import count_mentions, file_row, insert_mentions, insert_rows
from dragoman.store.kinds import Row
from dragoman.store.migrate import prepare_schema
from dragoman.store.payload import KINDS, decode
from dragoman.store.reviews import (
    PROGRESS,
    SAMPLE_COLUMNS,
    THERE,
    insert_review,
    insert_sample,
    review_of,
    reviews_query,
    sample_of,
)
from dragoman.store.rows import report_rows
from dragoman.store.schema import OF_FACTS, TABLES, insert_statement
from dragoman.store.types import (
    ALL_EVENTS,
    ALL_FACTS,
    SHORT_ID,
    ActorRow,
    Added,
    DocumentRow,
    ErrorRow,
    EventFilter,
    FactFilter,
    ImportedFile,
    ReadReport,
    Run,
    Setup,
    StoredEvent,
    StoredFact,
    StoreError,
    Totals,
    UnknownIdError,
    Upload,
)
from dragoman.store.uploads import COLUMNS as UPLOAD_COLUMNS
from dragoman.store.uploads import insert_upload, update_upload, upload_of

if TYPE_CHECKING:
    import polars

BATCH_DOCUMENTS = 64
"""Documents to a transaction: a commit takes 10 ms, reading 64 documents some seconds, which is what a crash costs."""
CHUNK = 256
"""Events fetched at once, with the texts of their documents."""
SETTING = "setting:"
"""Before the names of the users' values in the table ``meta``."""
HEX = re.compile(r"[0-9a-f]{1,16}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pending:
    """A document that waits to be written: id of the setup that coded it, whether it replaces one, rows by table."""

    setup: str
    is_known: bool
    rows: list[tuple[str, Row]]


class DuckDBStore:
    """A store in one file; made by :func:`open_duckdb`. See :class:`~dragoman.store.types.Store` for the methods."""

    def __init__(
        self, path: Path, connection: duckdb.DuckDBPyConnection, *, read_only: bool, stand_in: Sequence[str] = ()
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._stand_in = stand_in
        for statement in stand_in:
            connection.execute(statement)
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

    def uploads(self, *, limit: int | None = None, offset: int = 0) -> list[Upload]:
        """Files given to the desk, last first."""
        order = "ORDER BY received DESC, rowid DESC" + queries.page_of(limit, offset)
        return [upload_of(row) for row in self._all(f"SELECT {UPLOAD_COLUMNS} FROM uploads {order}")]

    def add_review(self, review: Review) -> bool:
        """Keep a verdict, unless one with its id is there."""
        with self._transaction() as connection:
            return insert_review(connection, review)

    def add_sample(self, sample: Sample) -> bool:
        """Keep a sample, unless one with its id is there."""
        with self._transaction() as connection:
            return insert_sample(connection, sample)

    def reviews(
        self, *, sample: str | None = None, reviewer: str | None = None, kind: str | None = None
    ) -> list[Review]:
        """Verdicts, oldest first."""
        return [review_of(row) for row in self._all(*reviews_query(sample, reviewer, kind))]

    def samples(self, *, start: str = "", limit: int | None = None, offset: int = 0) -> list[Sample]:
        """Samples, newest first, whose ids begin so."""
        order = "WHERE starts_with(id, ?) ORDER BY made DESC, rowid DESC" + queries.page_of(limit, offset)
        rows = self._all(f"SELECT {SAMPLE_COLUMNS} FROM review_samples {order}", [start])
        return [sample_of(row) for row in rows]

    def confidences(self, wanted: EventFilter | FactFilter = ALL_FACTS) -> list[tuple[str, str, float]]:
        """Id, kind and confidence of the facts wanted, by id."""
        sql, values = queries.facts_query(wanted)
        chosen = f"SELECT id, kind, confidence FROM facts WHERE id IN (SELECT id FROM ({sql})) ORDER BY id"
        return [(row[0], row[1], row[2]) for row in self._all(chosen, values)]

    def review_progress(self) -> list[tuple[str, str, int]]:
        """Sample, reviewer and number of facts of it that they have said something of, by sample and reviewer."""
        return [(row[0], row[1], row[2]) for row in self._all(PROGRESS)]

    def there(self, ids: Sequence[str]) -> set[str]:
        """Those of some facts that are in the store."""
        return {row[0] for row in self._all(THERE, [list(ids)])}

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value of the user's."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM meta WHERE key = ?", [SETTING + name])
            connection.execute("INSERT INTO meta VALUES (?, ?)", [SETTING + name, value])

    def setting(self, name: str) -> str:
        """A value that was kept; empty if there is none."""
        rows = self._all("SELECT value FROM meta WHERE key = ?", [SETTING + name])
        return str(rows[0][0]) if rows else ""

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
        with self._transaction() as connection:
            if again:
                _delete(connection, again)
            for table, filled in rows.items():
                if filled:
                    columns = [list(column) for column in zip(*filled, strict=True)]
                    connection.execute(insert_statement(table), columns)

    def close(self) -> None:
        """Write what has been added and close the file."""
        if self._connection is None:
            return
        try:
            self.flush()
        finally:
            self._connection.close()
            self._connection = None

    # Reading

    def events(self, wanted: EventFilter = ALL_EVENTS) -> list[StoredEvent]:
        """Events, newest first."""
        return list(self.iter_events(wanted))

    def iter_events(self, wanted: EventFilter = ALL_EVENTS) -> Iterator[StoredEvent]:
        """Events, newest first, a few hundred in memory at a time."""
        return (_as_event(row) for row in self._iterate(wanted))

    def count_events(self, wanted: EventFilter = ALL_EVENTS) -> int:
        """Number of events, whatever ``limit`` says."""
        return int(self._all(*queries.count_query(wanted))[0][0])

    def event(self, prefix: str) -> StoredEvent:
        """The event whose id begins so."""
        return _as_event(self._one(prefix, "event", ["event"]))

    def facts(self, wanted: FactFilter = ALL_FACTS) -> list[StoredFact]:
        """Facts of all kinds, newest first."""
        return list(self.iter_facts(wanted))

    def iter_facts(self, wanted: FactFilter = ALL_FACTS) -> Iterator[StoredFact]:
        """Facts of all kinds, newest first, a few hundred in memory at a time."""
        return self._iterate(wanted)

    def count_facts(self, wanted: FactFilter = ALL_FACTS) -> int:
        """Number of facts, whatever ``limit`` says."""
        return int(self._all(*queries.count_query(wanted))[0][0])

    def fact(self, prefix: str) -> StoredFact:
        """The fact whose id begins so."""
        return self._one(prefix, "fact", list(KINDS))

    def _iterate(self, wanted: EventFilter | FactFilter) -> Iterator[StoredFact]:
        for rows in self._chunks(*queries.facts_query(wanted)):
            yield from self._stored(rows)

    def _fetched(self, sql: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """Rows of a query, some hundred in memory at a time."""
        for rows in self._chunks(sql, values):
            yield from rows

    def _chunks(self, sql: str, values: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
        self.flush()
        with plain_errors(self.path):
            # A cursor of its own: the documents are looked up on the main connection in between.
            cursor = self._open().cursor()
            for statement in self._stand_in:
                cursor.execute(statement)
            cursor.execute(sql, list(values))
            while rows := cursor.fetchmany(CHUNK):
                yield rows

    def _one(self, prefix: str, noun: str, kinds: list[str]) -> StoredFact:
        """The only fact of some kinds whose id begins so."""
        start = prefix.strip().lower()
        if not HEX.match(start):
            raise UnknownIdError(f"{prefix!r} is not a reference: it has hex digits only, such as 3fa94c")
        where = "WHERE list_contains(?::VARCHAR[], f.kind) AND starts_with(f.id, ?)"
        rows = self._all(f"{queries.FACTS} {where} ORDER BY f.id LIMIT 6", [kinds, start])
        if not rows:
            raise UnknownIdError(f"no {noun} in {self.path} has an id that begins with {start}")
        if len(rows) > 1:
            ids = ", ".join(row[0] for row in rows[:5]) + (", ..." if len(rows) > 5 else "")
            raise UnknownIdError(f"more than one {noun} has an id that begins with {start}: {ids}; give more digits")
        return next(self._stored(rows))

    def id_length(self) -> int:
        """Hex digits, at least six, that tell all facts apart."""
        sql = "SELECT count(DISTINCT left(id, ?)) = count(*) FROM facts"
        return next((n for n in range(SHORT_ID, 16) if self._all(sql, [n])[0][0]), 16)

    def document(self, document_id: str) -> Document | None:
        """A document with its text, or ``None``."""
        self.flush()
        return self._texts([document_id]).get(document_id)

    def originals(
        self, *, since: date | None = None, until: date | None = None, limit: int | None = None
    ) -> Iterator[Document]:
        """Documents that are no copies, in the order in which they were added."""
        sql, values = originals_query(since, until)
        if limit is not None:
            total = self._all(f"SELECT count(*) FROM ({sql})", values)[0][0]
            sql += f" OFFSET {max(0, total - limit)}"
        for row in self._fetched(sql, values):
            yield Document(**dict(zip(DOCUMENT, row, strict=True)))

    def documents(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DocumentRow]:
        """Documents, newest first."""
        names = (
            "id", "title", "published", "publisher", "url", "language", "start", "characters", "events", "facts", "run",
            "copy_of",
        )  # fmt: skip
        rows = self._all(*queries.documents_query(since, until, text, limit, offset))
        return [DocumentRow(**dict(zip(names, row, strict=True))) for row in rows]

    def count_documents(
        self, *, since: date | None = None, until: date | None = None, text: str = "", since_run: int | None = None
    ) -> int:
        """Number of documents."""
        return int(self._all(*queries.count_documents_query(since, until, text, since_run))[0][0])

    def count_actors(self, *, text: str = "", kind: str = "") -> int:
        """Number of actors."""
        sql, values = queries.actors_query(text, kind, None)
        return int(self._all(f"SELECT count(*) FROM ({sql})", values)[0][0])

    def actors(self, *, text: str = "", kind: str = "", limit: int | None = None, offset: int = 0) -> list[ActorRow]:
        """Actors by number of events."""
        rows = self._all(*queries.actors_query(text, kind, limit, offset))
        written: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key, form, count in self._all(queries.WRITTEN, [[row[0] for row in rows]]):
            written[key].append((form, count))
        names = ("id", "name", "kind", "country", "sector", "events", "as_source", "as_target", "facts")
        return [ActorRow(**dict(zip(names, row, strict=True)), written=tuple(written[row[0]])) for row in rows]

    def errors(self, *, run: int | None = None, limit: int | None = None, offset: int = 0) -> list[ErrorRow]:
        """Documents that could not be read, last run first."""
        where, values = ("", []) if run is None else (" WHERE e.run = ?", [run])
        sql = f"SELECT e.run, r.started, e.location, e.reason FROM errors e JOIN runs r ON r.id = e.run{where}"
        order = " ORDER BY e.run DESC, e.location" + queries.page_of(limit, offset)
        rows = self._all(sql + order, values)
        return [ErrorRow(run=row[0], started=row[1], location=row[2], reason=row[3]) for row in rows]

    def stamp(self) -> str:
        """Some letters that differ whenever documents, facts or imported events do."""
        parts = (
            "(SELECT coalesce(max(id), 0) FROM runs)",
            *(f"(SELECT count(*) FROM {table})" for table in ("documents", "facts", "imported_events")),
        )
        return "-".join(f"{number:x}" for number in self._all(f"SELECT {', '.join(parts)}")[0])

    def imports(self) -> list[ImportedFile]:
        """Files of other data sets in the order they were read."""
        names = [field.name for field in fields(ImportedFile)]
        rows = self._all(f"SELECT {', '.join(names)} FROM imports ORDER BY run, rowid")
        return [ImportedFile(**dict(zip(names, row, strict=True))) for row in rows]

    def event_table(self, *, last: bool = False) -> DuckDBEvents:
        """All events as rows of dyads, our own and imported ones; with ``last``, closing it closes the store."""
        self.flush()
        with plain_errors(self.path):
            cursor = self._open().cursor()
            for statement in self._stand_in:
                cursor.execute(statement)
        return DuckDBEvents(cursor, self.path, also_close=self.close if last else None)

    def runs(self) -> list[Run]:
        """All runs in order."""
        sql = "SELECT id, started, version, annotator, codebook, actors, arguments FROM runs ORDER BY id"
        return [
            Run(
                id=row[0],
                started=row[1],
                setup=Setup(version=row[2], annotator=row[3], codebook=row[4], actors=row[5]),
                arguments=tuple(row[6] or ()),
            )
            for row in self._all(sql)
        ]

    def totals(self) -> Totals:
        """How much is in the store."""
        types = self._all("SELECT plover, count(*) AS n FROM events GROUP BY plover ORDER BY n DESC, plover")
        counts = [
            self._all(f"SELECT count(*) FROM {table}")[0][0] for table in ("documents", "events", "errors", "copies")
        ]
        kinds = self._all("SELECT kind, count(*) AS n FROM facts GROUP BY kind ORDER BY n DESC, kind")
        imported = self._all(
            "SELECT dataset, count(*) AS n FROM imported_events GROUP BY dataset ORDER BY n DESC, dataset"
        )
        return Totals(
            documents=counts[0],
            events=counts[1],
            errors=counts[2],
            copies=counts[3],
            types=dict(types),
            kinds=dict(kinds),
            imported=dict(imported),
        )

    # Inside

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            raise StoreError(f"{self.path}: the store is closed")
        return self._connection

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

    def _query(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, without what is still pending."""
        with plain_errors(self.path):
            return self._open().execute(sql, list(values)).fetchall()

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query; what is still pending is written first."""
        self.flush()
        return self._query(sql, values)

    def _stored(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[StoredFact]:
        texts = self._texts(list({row[3] for row in rows}))
        for _, kind, payload, document, run in rows:
            try:
                fact = decode(kind, payload, document)
            except ValueError as error:
                raise StoreError(f"{self.path}: {error}") from error
            yield StoredFact(fact=fact, document=texts[document], run=run)

    def _texts(self, ids: list[str]) -> dict[str, Document]:
        rows = self._query(f"SELECT {', '.join(DOCUMENT)} FROM documents WHERE list_contains(?::VARCHAR[], id)", [ids])
        return {row[0]: Document(**dict(zip(DOCUMENT, row, strict=True))) for row in rows}


def _as_event(row: StoredFact) -> StoredEvent:
    return StoredEvent(event=cast(Event, row.fact), document=row.document, run=row.run)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:
        # After a failed commit there is no transaction any more; what was wrong is raised by the caller.
        return


def _delete(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> None:
    """Take out documents with all their rows, to be written anew."""
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
        raise StoreError(f"{place} is a folder; name a file in it")
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

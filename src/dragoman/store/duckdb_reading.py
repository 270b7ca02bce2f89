"""What is asked of a store: SQL over its tables and views, on a connection of DuckDB."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import duckdb

from dragoman.model.facts import Event
from dragoman.model.reviews import Review, Sample
from dragoman.model.text import Document
from dragoman.store import queries
from dragoman.store.copies import DOCUMENT, originals_query
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.payload import KINDS, decode
from dragoman.store.reviews import (
    PROGRESS,
    SAMPLE_COLUMNS,
    THERE,
    review_of,
    reviews_query,
    sample_of,
)
from dragoman.store.types import (
    ALL_EVENTS,
    ALL_FACTS,
    SHORT_ID,
    ActorRow,
    DocumentRow,
    ErrorRow,
    EventFilter,
    FactFilter,
    ImportedFile,
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
from dragoman.store.uploads import upload_of

if TYPE_CHECKING:
    pass

CHUNK = 256
"""Events fetched at once, with the texts of their documents."""
SETTING = "setting:"
"""Before the names of the users' values in the table ``meta``."""
HEX = re.compile(r"[0-9a-f]{1,16}$")


class DuckDBReading:
    """The half of a store that looks things up; see :class:`~dragoman.store.types.Store` for the methods.

    Attributes:
        path: as opened, for messages.
    """

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection, *, stand_in: Sequence[str] = ()) -> None:
        self.path = path
        self._connection: duckdb.DuckDBPyConnection | None = connection
        self._stand_in = stand_in
        for statement in stand_in:
            connection.execute(statement)

    def flush(self) -> None:
        """Write what has been added; nothing has, where a store is only read."""

    def close(self) -> None:
        """Close the connection; may be called twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def uploads(self, *, limit: int | None = None, offset: int = 0) -> list[Upload]:
        """Files given to the desk, last first."""
        order = "ORDER BY received DESC, rowid DESC" + queries.page_of(limit, offset)
        return [upload_of(row) for row in self._all(f"SELECT {UPLOAD_COLUMNS} FROM uploads {order}")]

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

    def setting(self, name: str) -> str:
        """A value that was kept; empty if there is none."""
        rows = self._all("SELECT value FROM meta WHERE key = ?", [SETTING + name])
        return str(rows[0][0]) if rows else ""

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
        self.flush()
        asked = queries.day_query(wanted)
        found = self._all(*asked) if asked else []
        for rows in self._chunks(*queries.facts_query(wanted, newest=found[0][0] if found else None)):
            yield from self._stored(rows)

    def _chunks(self, sql: str, values: Sequence[Any]) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a query, some hundred in memory at a time."""
        self.flush()
        with plain_errors(self.path):
            # A cursor of its own: the documents are looked up on the main connection in between.
            cursor = self._cursor()
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
        for rows in self._chunks(sql, values):
            for row in rows:
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
            cursor = self._cursor()
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

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Another connection to the same, which sees what this one sees."""
        cursor = self._open().cursor()
        for statement in self._stand_in:
            cursor.execute(statement)
        return cursor

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

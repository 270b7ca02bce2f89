"""Questions of the desk that no method of the store answers, as SQL over its tables and views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.store import Store
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.payload import decode

CHUNK = 500
"""Facts that are fetched at once, with the texts of their documents."""
FACTS = """SELECT f.id, f.kind, f.payload, f.document_id FROM facts f
WHERE f.id IN (SELECT unnest(?::VARCHAR[]))"""
DOCUMENTS = """SELECT id, title, text, published, publisher, url, language FROM documents
WHERE id IN (SELECT unnest(?::VARCHAR[]))"""


def rows_of(store: Store, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query; it must have a limit of its own.

    Raises:
        StoreError: the store can't be read.
    """
    with cast(DuckDBEvents, store.event_table()) as table:
        return table.query(sql, values)


def facts_by_id(store: Store, ids: Sequence[str]) -> Iterator[tuple[Fact, Document]]:
    """Facts with their documents in the order of the ids, some hundreds in memory at a time; unknown ids are skipped.

    Raises:
        StoreError: the store can't be read.
    """
    with cast(DuckDBEvents, store.event_table()) as table:
        for start in range(0, len(ids), CHUNK):
            chunk = list(ids[start : start + CHUNK])
            rows = {row[0]: row for row in table.query(FACTS, [chunk])}
            found = table.query(DOCUMENTS, [list({row[3] for row in rows.values()})])
            documents = {row[0]: _document(row) for row in found}
            for key in chunk:
                if key in rows:
                    _, kind, payload, home = rows[key]
                    yield decode(kind, payload, home), documents[home]


def _document(row: tuple[Any, ...]) -> Document:
    names = ("id", "title", "text", "published", "publisher", "url", "language")
    return Document(**dict(zip(names, row, strict=True)))

"""Looks whether the rows of a fact say what the fact itself says: codes, actors, places in the text and their words.

A store keeps each fact twice, whole and as rows. The rows are made again from the whole fact and its document, in the
way in which they were written, and what differs is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.store.archive_parts import live_folders
from dragoman.store.archive_views import files_of, rows_of_files
from dragoman.store.duckdb_errors import plain_errors
from dragoman.store.kinds import Row
from dragoman.store.payload import KINDS, decode
from dragoman.store.rows import fact_rows
from dragoman.store.schema import OF_FACTS, TABLES

Ask = Callable[[str], list[tuple[Any, ...]]]
Rows = Mapping[str, Sequence[Row]]
BUCKET = 20_000
"""Documents looked at together, with their texts and facts in memory; each time all tables are gone through."""
DOCUMENT = ("id", "title", "text", "published", "publisher", "url", "language")
PAYLOAD = list(TABLES["facts"]).index("payload")


def changed_rows(ask: Ask) -> Iterator[str]:
    """A line for each fact of which a row is missing, too many or different.

    Facts of kinds that are not known, without their document, or that can't be rebuilt are passed over.

    Args:
        ask: runs SQL over the tables of a store.
    """
    documents = ask("SELECT count(*) FROM documents")[0][0]
    buckets = max(1, -(-documents // BUCKET))
    for bucket in range(buckets):
        yield from _in_bucket(ask, f"hash({{}}) % {buckets} = {bucket}" if buckets > 1 else "true")


def changed_rows_of_archive(archive: Path) -> Iterator[str]:
    """The same for an archive, a part at a time, so that the time grows with the archive and not faster.

    Raises:
        StoreError: a part can't be read.
    """
    for folder in live_folders(archive):
        files: dict[str, list[str]] = {}
        for table, path in files_of(str(folder)):
            files.setdefault(table, []).append(path)
        with plain_errors(archive), duckdb.connect() as connection:
            for table in ("documents", "facts", *OF_FACTS):
                query = rows_of_files(TABLES[table], files.get(table, ()))
                connection.execute(f"CREATE VIEW {table} AS {query}")
            yield from changed_rows(lambda sql, on=connection: on.execute(sql).fetchall())  # type: ignore[misc]


def _in_bucket(ask: Ask, chosen: str) -> Iterator[str]:
    listed = ", ".join(DOCUMENT)
    found = ask(f"SELECT {listed} FROM documents WHERE {chosen.format('id')}")
    documents = {row[0]: Document(**dict(zip(DOCUMENT, row, strict=True))) for row in found}
    facts = ask(f"SELECT {', '.join(TABLES['facts'])} FROM facts WHERE {chosen.format('document_id')} ORDER BY id")
    kept: dict[str, dict[str, list[Row]]] = {row[0]: {"facts": [row]} for row in facts}
    for table in OF_FACTS:
        columns = ", ".join(f"t.{name}" for name in TABLES[table])
        own = f"SELECT {columns} FROM {table} t JOIN facts f ON f.id = t.fact_id"
        for row in ask(f"{own} WHERE {chosen.format('f.document_id')}"):
            if row[0] in kept:
                kept[row[0]].setdefault(table, []).append(row)
    for row in facts:
        values = dict(zip(TABLES["facts"], row, strict=True))
        document = documents.get(values["document_id"])
        if document is None or values["kind"] not in KINDS:
            continue
        try:
            fact = decode(values["kind"], values["payload"], document.id)
        except ValueError:
            continue
        yield from _of_fact(fact, document, values, kept[row[0]])


def _of_fact(fact: Fact, document: Document, values: Mapping[str, Any], kept: Rows) -> Iterator[str]:
    """At most one line for a table of a fact."""
    made: dict[str, list[Row]] = {}
    for table, row in fact_rows(fact, document, values["position"], values["run"]):
        # How the whole fact is written may change from version to version; what it says is compared.
        made.setdefault(table, []).append((*row[:PAYLOAD], values["payload"]) if table == "facts" else row)
    for table in ("facts", *OF_FACTS):
        lacking, extra = _differ(made.get(table, ()), kept.get(table, ()))
        if lacking or extra:
            yield f"fact {values['id']}: {_told(table, lacking, extra)}"


def _differ(made: Iterable[Row], kept: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Rows that should be there and are not, and those that should not."""
    wanted, found = Counter(made), Counter(kept)
    return list((wanted - found).elements()), list((found - wanted).elements())


def _told(table: str, lacking: Sequence[Row], extra: Sequence[Row]) -> str:
    if len(lacking) != len(extra):
        more = len(extra) - len(lacking)
        return (
            f"{table} has {abs(more)} {'row' if abs(more) == 1 else 'rows'} too {'many' if more > 0 else 'few'} of it"
        )
    one, other = (min(rows, key=lambda row: tuple(map(str, row))) for rows in (lacking, extra))
    pairs = zip(TABLES[table], one, other, strict=True)
    name, wanted, found = next(pair for pair in pairs if pair[1] != pair[2])
    return f"{table}.{name} says {_short(found)}, the fact and its text {_short(wanted)}"


def _short(value: object, most: int = 40) -> str:
    text = "nothing" if value is None else repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= most else f"{text[:most]}..."

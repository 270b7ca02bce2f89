"""Looks a store through for what can't be right: one line for each defect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.model.ids import content_id
from dragoman.store.archive import open_store
from dragoman.store.archive_parts import (
    EVENT_ROWS,
    MANIFEST,
    Part,
    hash_of,
    is_archive,
    live_folders,
    read_part_manifest,
)
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.payload import KINDS, decode
from dragoman.store.schema import OF_FACTS
from dragoman.store.types import StoreError
from dragoman.store.verify_rows import changed_rows, changed_rows_of_archive

SHOWN = 20
"""Defects of one sort that are told one by one; the rest is a number."""

DOUBLED = "SELECT id, count(*) FROM {table} GROUP BY id HAVING count(*) > 1 ORDER BY id"
HOMELESS = "SELECT f.id, f.document_id FROM facts f ANTI JOIN documents d ON d.id = f.document_id ORDER BY f.id"
ORPHANS = "SELECT DISTINCT t.fact_id FROM {table} t ANTI JOIN facts f ON f.id = t.fact_id ORDER BY t.fact_id"
HALF = "SELECT f.id FROM facts f ANTI JOIN {kind}s t ON t.fact_id = f.id WHERE f.kind = '{kind}' ORDER BY f.id"
NO_RUN = "SELECT DISTINCT t.{column} FROM {table} t ANTI JOIN runs r ON r.id = t.{column} ORDER BY t.{column}"
OUTSIDE = "({t}.span_start < 0 OR {t}.span_end <= {t}.span_start OR {t}.span_end > length(d.text))"
SPANS = f"""SELECT p.fact_id, p.role, p.span_start, p.span_end, coalesce(p.in_document, f.document_id), length(d.text)
FROM fact_spans p JOIN facts f ON f.id = p.fact_id
LEFT JOIN documents d ON d.id = coalesce(p.in_document, f.document_id)
WHERE d.id IS NULL OR {OUTSIDE.format(t="p")} ORDER BY p.fact_id, p.position"""
CUES = f"""SELECT t.fact_id, '{{name}}', t.span_start, t.span_end, f.document_id, length(d.text)
FROM {{table}} t JOIN facts f ON f.id = t.fact_id JOIN documents d ON d.id = f.document_id
WHERE t.span_start IS NOT NULL AND {OUTSIDE.format(t="t")} ORDER BY t.fact_id, t.position"""
DYADS = f"""SELECT e.fact_id FROM events e
SEMI JOIN (SELECT fact_id FROM fact_actors WHERE role = 'source') a ON a.fact_id = e.fact_id
ANTI JOIN {EVENT_ROWS} r ON r.id = e.fact_id ORDER BY e.fact_id"""
DOCUMENTS = "SELECT id, title, text, published, publisher, url FROM documents"
PAYLOADS = "SELECT id, kind, payload, document_id FROM facts"


def verify(path: Path) -> Iterator[str]:
    """Defects of a store, as they are found.

    Of an archive, that each file is the one that was written. Of any store, that ids come once and those of documents
    are the hashes of what they stand for, that what hangs on a fact has its fact and a fact its document, that offsets
    lie in the text, and that each fact can be rebuilt and its rows say what it says.

    Raises:
        StoreError: the store can't be read at all.
    """
    place = path.expanduser()
    if is_archive(place):
        defects = list(_few(_of_parts(place), "defects of files"))
        if defects:
            yield from defects
            yield "the tables were not looked into, since these files are not what was written"
            return
    with open_store(place, read_only=True) as store, store.event_table() as table:
        yield from _of_tables(table)
        yield from _few(_of_documents(table), "documents whose id is not the hash of what they hold")
        yield from _few(_of_facts(table), "facts that can't be rebuilt")
        changed = changed_rows_of_archive(place) if is_archive(place) else changed_rows(table.query)
        yield from _few(changed, "facts whose rows differ")
        if is_archive(place):
            lines = (f"event {key} is in no file of rows of dyads" for (key,) in table.stream(DYADS))
            yield from _few(lines, "events in no file of rows of dyads")


def _few(lines: Iterable[str], rest_named: str) -> Iterator[str]:
    """The first lines, and the number of the others."""
    rest = 0
    for number, line in enumerate(lines):
        if number < SHOWN:
            yield line
        rest += number >= SHOWN
    if rest:
        yield f"and {rest:,} more {rest_named}"


def _of_parts(archive: Path) -> Iterator[str]:
    """What is not as the manifests say."""
    for folder in live_folders(archive):
        try:
            part = read_part_manifest(folder)
        except StoreError as error:
            yield str(error)
            continue
        yield from _of_part(archive, part)


def _of_part(archive: Path, part: Part) -> Iterator[str]:
    name = part.path.relative_to(archive).as_posix()
    there = {item.relative_to(part.path).as_posix() for item in part.path.rglob("*") if item.is_file()} - {MANIFEST}
    for extra in sorted(there - set(part.files)):
        yield f"{name}/{extra}: the manifest does not know this file"
    counts: dict[str, int] = {}
    is_whole = there == set(part.files)
    for file, wanted in part.files.items():
        if file not in there:
            yield f"{name}/{file}: the file is missing"
        elif hash_of(part.path / file) != wanted:
            is_whole = False
            yield f"{name}/{file}: the content is not what was written (SHA-256 differs)"
        elif file.endswith(".parquet"):
            table = file.partition("/")[0].removesuffix(".parquet")
            counts[table] = counts.get(table, 0) + _rows_in(part.path / file)
    if is_whole:
        for table in sorted({*counts, *part.rows}):
            if counts.get(table, 0) != part.rows.get(table, 0):
                rows = part.rows.get(table, 0)
                yield f"{name}: {counts.get(table, 0):,} rows of {table}, the manifest says {rows:,}"
    listed = sum(bool(key) for key in part.documents)
    if listed != part.rows.get("documents", 0):
        yield f"{name}: {MANIFEST} names {listed:,} documents, of {part.rows.get('documents', 0):,}"


def _rows_in(file: Path) -> int:
    import pyarrow
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(file).num_rows)
    except (OSError, pyarrow.ArrowException):
        return -1


def _of_tables(table: DuckDBEvents) -> Iterator[str]:
    """Rows that miss what they hang on."""
    for name, noun in (("documents", "document"), ("facts", "fact")):
        found = (f"{noun} {key} is there {n} times" for key, n in table.stream(DOUBLED.format(table=name)))
        yield from _few(found, f"{name} that are there more than once")
    found = (f"fact {key}: its document {home} is missing" for key, home in table.stream(HOMELESS))
    yield from _few(found, "facts without their document")
    for name in OF_FACTS:
        found = (f"{name}: its fact {key} is missing" for (key,) in table.stream(ORPHANS.format(table=name)))
        yield from _few(found, f"rows of {name} without their fact")
    for kind in KINDS:
        found = (f"{kind} {key} has no row in {kind}s" for (key,) in table.stream(HALF.format(kind=kind)))
        yield from _few(found, f"facts without a row in {kind}s")
    for name, column in (("documents", "added_run"), ("documents", "read_run"), ("facts", "run"), ("errors", "run")):
        missing = table.stream(NO_RUN.format(table=name, column=column))
        found = (f"{name}.{column}: there is no run {run}" for (run,) in missing)
        yield from _few(found, f"runs of {name} that are missing")
    cues = (CUES.format(name=name, table=name) for name in ("attributions", "responses"))
    for query in (SPANS, *cues):
        yield from _few(map(_outside, table.stream(query)), "places outside of their text")


def _outside(row: tuple[str, str, int, int, str, int | None]) -> str:
    fact, role, start, end, document, length = row
    if length is None:
        return f"fact {fact}: its {role} stands in document {document}, which is missing"
    return f"fact {fact}: its {role} at {start} to {end} is not in document {document} ({length:,} characters)"


def _of_documents(table: DuckDBEvents) -> Iterator[str]:
    for key, title, text, published, publisher, url in table.stream(DOCUMENTS):
        day = published.isoformat() if published else None
        made = content_id("document", title, text, day, publisher, url)
        if made != key:
            yield f"document {key}: what it holds has the id {made}"


def _of_facts(table: DuckDBEvents) -> Iterator[str]:
    for key, kind, payload, home in table.stream(PAYLOADS):
        if kind not in KINDS:
            continue  # of an add-on; it is kept, and left to that
        try:
            fact = decode(kind, payload, home)
        except ValueError as error:
            yield f"fact {key}: {error}"
            continue
        if fact.id != key:
            yield f"fact {key}: what is kept of it has the id {fact.id}"

"""How soon a large archive opens and answers, and with how much memory.

    python benchmarks/archive_store.py [--millions 1 10] [--parts 0 2000] [--keep FOLDER]

The facts are made up: twenty years, 200 states of which few act much and many little, five events to a document. With
``--parts 0`` they lie as compaction leaves them, a million documents to a part; with another number they lie in so many
parts, each of documents that follow one another in time. A question is asked twice in a process of its own: at once
after opening, and again when the footers of the files are known. Needs Linux (it reads /proc).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.dyads import ROW_COLUMNS, DyadQuery, Member, Side
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Match, SourceKind
from dragoman.model.text import DateBasis, Span
from dragoman.relations.series import build_series
from dragoman.store import EventFilter, Setup, open_store
from dragoman.store.archive_parts import COMPACT, EVENT_ROWS, MANIFEST, PARTS, REPLACED, make_archive, part_key, to_json
from dragoman.store.archive_runs import DONE, new_run, write_run
from dragoman.store.payload import encode
from dragoman.store.schema import TABLES
from dragoman.store.types import Store

COMPACTED = 5_000_000
"""Facts of a compacted part, with a million documents."""
EVENTS_OF_DOCUMENT = 5
SETUP = Setup(version="1", annotator="made up", codebook="made up", actors="made up")
TEXT = "On Tuesday Source State rejected the plan of Target State, officials said. "
DRAWN = """
CREATE TABLE drawn AS SELECT i, substr(md5('e' || i), 1, 16) AS id, i // 5 AS n, substr(md5('d' || (i // 5)), 1, 16)
    AS document, DATE '2000-01-01' + CAST(7304 * i / ?::DOUBLE AS INTEGER) AS day,
    'S' || lpad(CAST(CAST(199 * pow(random(), 3) AS INTEGER) AS VARCHAR), 3, '0') AS source,
    'T' || lpad(CAST(CAST(199 * pow(random(), 3) AS INTEGER) AS VARCHAR), 3, '0') AS target,
    CAST(random() * 15 AS INTEGER) AS type, CAST(random() * 60 AS INTEGER) AS outlet
FROM range(?) r(i)"""


def payload() -> str:
    """What is kept of a whole event, in which only the document and the actors differ."""
    ends = [ActorRef(id=key, name=key, kind=ActorKind.STATE, country=key, affiliation=key) for key in ("S000", "T000")]
    spans = tuple((role, Span(document_id="d", start=11, end=23)) for role in ("source", "target"))
    event = Event(
        id="#ID#",
        document_id="d",
        evidence=(Span(document_id="d", start=0, end=len(TEXT) - 1),),
        attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=Factuality.ASSERTED,
        date=FactDate(value="2000-01-01", basis=DateBasis.PUBLICATION),
        match=Match(rule="made up", spans=spans),
        extractor="made up",
        confidence=0.9,
        sources=(ends[0],),
        targets=(ends[1],),
        plover="REJECT",
        cameo="120",
        quad_class=3,
        goldstein=-4.0,
        trigger="rejected",
    )
    return encode(event)


def selects() -> dict[str, str]:
    """A query for the rows of each table over ``drawn``; columns that are not named are empty."""
    kept = payload().replace("'", "''")
    body = f"replace(replace(replace('{kept}', '#ID#', id), 'S000', source), 'T000', target)"
    end = "name: {0}, kind: 'state', country: {0}, affiliation: {0}, inferred: false, written: {0}"
    given: dict[str, dict[str, str]] = {
        "documents": {
            "id": "document", "title": "'Report ' || n", "published": "day", "publisher": "'Outlet ' || outlet",
            "text": f"repeat('{TEXT}', 4) || md5('t' || n)", "language": "'en'", "added_run": "1", "read_run": "1",
        },
        "facts": {
            "id": "id", "document_id": "document", "position": "i % 5", "kind": "'event'", "factuality": "'asserted'",
            "date": "CAST(day AS VARCHAR)", "first_day": "day", "last_day": "day", "date_basis": "'publication'",
            "rule": "'made up'", "extractor": "'made up'", "confidence": "0.9", "run": "1", "payload": body,
        },
        "events": {
            "fact_id": "id", "plover": "'TYPE' || type", "mode": "''", "context": "''", "cameo": "'120'",
            "quad_class": "1 + type // 4", "goldstein": "10 - type * 4 // 3", "background": "false",
            "is_symmetric": "false", "trigger_text": "'rejected'",
        },
        "fact_spans": {"fact_id": "id", "position": "0", "role": "'evidence'", "span_start": "0", "span_end": "74"},
        "attributions": {"fact_id": "id", "position": "0", "kind": "'outlet'"},
    }  # fmt: skip
    found = {table: _select(TABLES[table], values) for table, values in given.items()}
    # Five events of a document are one document.
    found["documents"] += " WHERE i % 5 = 0"
    ends = []
    for role in ("source", "target"):
        own = dict(part.split(": ") for part in end.format(role).split(", "))
        ends.append(_select(TABLES["fact_actors"], {**own, "fact_id": "id", "role": f"'{role}'", "position": "0",
                                                    "actor_id": role}))  # fmt: skip
    found["fact_actors"] = " UNION ALL ".join(ends)
    row = {f"{role}{column}": role for role in ("source", "target") for column in ("", "_name", "_side", "_country")}
    found[EVENT_ROWS] = _select(ROW_COLUMNS, {
        **row, "dataset": "'dragoman'", "id": "id", "event": "md5(concat_ws('|', source, target, type, day))",
        "day": "day", "last_day": "day", "plover": "'TYPE' || type", "mode": "''", "cameo": "'120'",
        "quad": "1 + type // 4", "goldstein": "10 - type * 4 // 3", "factuality": "'asserted'",
        "background": "false", "mirrored": "false", "mentions": "1", "publisher": "'Outlet ' || outlet",
    })  # fmt: skip
    return found


def _select(columns: Mapping[str, str], values: Mapping[str, str]) -> str:
    listed = ", ".join(f"CAST({values.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in columns.items())
    return f"SELECT {listed} FROM slice"


def make(archive: Path, events: int, parts: int) -> None:
    """Write an archive with so many made-up events in so many parts, or in compacted ones."""
    make_archive(archive)
    noted = new_run(1, "2031-01-01T00:00:00+00:00", SETUP, (), "")
    queries = selects()
    # A whole number of documents to a part.
    size = -(-events // parts // EVENTS_OF_DOCUMENT) * EVENTS_OF_DOCUMENT if parts else COMPACTED
    with (
        tempfile.TemporaryDirectory(dir=archive.parent) as place,
        duckdb.connect(str(Path(place) / "made.duckdb"), config={"memory_limit": "3GB"}) as connection,
    ):
        connection.execute("SELECT setseed(0.5)")
        connection.execute(DRAWN, [events, events])
        for number, first in enumerate(range(0, events, size), 1):
            folder = archive / PARTS / part_key(1, number) if parts else archive / COMPACT / f"{number:04d}"
            where = f"SELECT * FROM drawn WHERE i >= {first} AND i < {first + size}"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE slice AS {where}")
            _write(connection, queries, folder, is_compacted=not parts)
    write_run(archive, replace(noted, state=DONE, parts=number))


def _write(
    connection: duckdb.DuckDBPyConnection, queries: Mapping[str, str], folder: Path, *, is_compacted: bool
) -> None:
    """Write the events in ``slice`` as a part; its manifest has what reading asks of it, and no hashes."""
    folder.mkdir(parents=True)
    for table, query in queries.items():
        if table != EVENT_ROWS:
            _copy(connection, query, folder / f"{table}.parquet")
    for (year,) in connection.execute("SELECT DISTINCT year(day) FROM slice ORDER BY 1").fetchall():
        rows = f"{queries[EVENT_ROWS]} WHERE year(day) = {year} ORDER BY source, target, day, id"
        _copy(connection, rows, folder / EVENT_ROWS / f"year={year}" / "rows.parquet")
    replaced = [f"0000-{folder.name}"] if is_compacted else []
    if is_compacted:
        (folder / REPLACED).write_text("\n".join(replaced), encoding="utf-8")
    found = connection.execute("SELECT document FROM slice WHERE i % 5 = 0 ORDER BY i").fetchall()
    documents = [row[0] for row in found]
    manifest = {"run": 1, "setup": SETUP.id, "documents": documents, "rows": {}, "files": {}, "parts": replaced}
    (folder / MANIFEST).write_bytes(to_json(manifest))


def _copy(connection: duckdb.DuckDBPyConnection, query: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    connection.execute(f"COPY ({query}) TO '{place}' (FORMAT parquet, COMPRESSION zstd)")


def questions(store: Store, events: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is asked, by name."""
    middle = _key(events // 2, "e"), _key(events // 2 // EVENTS_OF_DOCUMENT, "d")
    pair = [Side(id=name, name=name, members=(Member(side=name),)) for name in ("S003", "T005")]
    yield "events_page", lambda: store.events(EventFilter(limit=50))
    yield "actor_page", lambda: store.events(EventFilter(actor="S040", limit=50))
    yield "month_page", lambda: store.events(EventFilter(since=date(2010, 1, 1), until=date(2010, 1, 31), limit=50))
    yield "fact_by_id", lambda: store.event(middle[0])
    yield "document", lambda: store.document(middle[1])
    yield "is_coded", lambda: store.is_coded(middle[1], SETUP)
    yield "documents_page", lambda: store.documents(limit=50)
    yield "totals", lambda: store.totals()
    yield "stamp", lambda: store.stamp()
    yield "series", lambda: build_series(store.event_table(), DyadQuery(first=pair[0], second=pair[1]))


def _key(number: int, letter: str) -> str:
    import hashlib

    return hashlib.md5(f"{letter}{number}".encode(), usedforsecurity=False).hexdigest()[:16]


def peak_mb() -> float:
    """Most memory this process ever had, in MB.

    ``ru_maxrss`` would not do: on Linux a process that another one starts begins with the peak of that one.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def asked(archive: Path, events: int, name: str) -> dict[str, float]:
    """Time to open, and of one question asked twice; peak memory in MB."""
    started = time.perf_counter()
    with open_store(archive, read_only=True) as store:
        found = {"open_s": time.perf_counter() - started}
        ask = dict(questions(store, events)).get(name)
        for time_of in ("first_s", "again_s") if ask else ():
            started = time.perf_counter()
            answer = ask()  # type: ignore[misc]
            found[time_of] = time.perf_counter() - started
            if not answer:
                raise ValueError(f"{name}: the archive has no answer")
    found["peak_mb"] = peak_mb()
    return found


NAMES = ("open", *(name for name, _ in questions(None, 0)))  # type: ignore[arg-type]


def report(archive: Path, events: int, parts: int) -> list[str]:
    """A line for the archive, and one for each question."""
    files = list(archive.rglob("*.parquet"))
    size = sum(path.stat().st_size for path in files) / 1e6
    where = f"{parts:,} parts" if parts else "compacted parts"
    lines = [f"{events:,} events in {where}: {len(files):,} files, {size:,.0f} MB"]
    for name in NAMES:
        done = subprocess.run(
            [sys.executable, __file__, "--only", name, "--keep", str(archive), "--events", str(events)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            lines.append(f"  {name:15}failed: {(done.stderr.strip().splitlines() or ['no word'])[-1]}")
            continue
        found = json.loads(done.stdout)
        lines.append(f"  {name:15}" + ", ".join(f"{key} {value:.3g}" for key, value in found.items()))
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--millions", type=float, nargs="+", default=[1, 10])
    parser.add_argument("--parts", type=int, nargs="+", default=[0])
    parser.add_argument("--keep", type=Path, help="folder for the archives, which are left there")
    parser.add_argument("--only", choices=NAMES, help=argparse.SUPPRESS)
    parser.add_argument("--events", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        sys.stdout.write(json.dumps(asked(options.keep, options.events, options.only)))
        return 0
    with tempfile.TemporaryDirectory() as place:
        for events in (int(millions * 1_000_000) for millions in options.millions):
            for parts in options.parts:
                archive = (options.keep or Path(place)) / f"made_{events}_{parts}"
                if not archive.exists():
                    archive.parent.mkdir(parents=True, exist_ok=True)
                    make(archive, events, parts)
                sys.stdout.write("\n".join(report(archive, events, parts)) + "\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

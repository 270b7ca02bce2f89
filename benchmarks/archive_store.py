"""A made-up archive of millions of events: how long it takes to open and to look into, as many parts and compacted.

    python benchmarks/archive_store.py [--millions 10] [--parts 500] [--keep FOLDER]

Five events to a document of some 900 characters, spread over twenty years, between 200 states of which few act
much. Each measurement runs in a process of its own, for its peak memory; two times are of the first such question in it
and of the second.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.dyads import DyadQuery, Member, Side
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Match, SourceKind
from dragoman.model.text import DateBasis, Span
from dragoman.relations.series import build_series
from dragoman.store import EventFilter, Setup, open_events, open_store
from dragoman.store.archive_compact import compact
from dragoman.store.archive_parts import (
    EVENT_ROWS,
    MANIFEST,
    PARTS,
    hashes,
    make_archive,
    part_key,
    to_json,
)
from dragoman.store.archive_runs import DONE, new_run, write_run
from dragoman.store.event_views import EVENT_VIEWS
from dragoman.store.info import size_of
from dragoman.store.payload import encode

EVENTS = 5
"""To a document."""
SETUP = Setup(version="made", annotator="none", codebook="none", actors="none")
TEXT = "Arland rejected the plan of Borland on Monday, officials said. " * 14
HEX = "lpad(lower(to_hex(hash({of}))), 16, '0')"
STATE = "'S' || lpad(CAST(CAST(199 * pow(random(), 3) AS INTEGER) AS VARCHAR), 3, '0')"
MADE = f"""
CREATE OR REPLACE TABLE drawn AS
SELECT {HEX.format(of="i")} AS id, {HEX.format(of=f"'d' || i // {EVENTS}")} AS document_id,
    (i % {EVENTS})::INTEGER AS position,
    i // {EVENTS} AS number, DATE '2000-01-01' + CAST(hash(i // {EVENTS}) % 7304 AS INTEGER) AS day, {STATE} AS source,
    {STATE} AS target, CAST(random() * 15 AS INTEGER) AS kind FROM range(?, ?) r(i)
"""
TABLES: Mapping[str, str] = {
    "documents": f"""SELECT document_id AS id, 'Plan ' || any_value(number) AS title,
        any_value(number) || ' ' || '{TEXT}' AS text,
        any_value(day) AS published, 'Wire ' || any_value(number) % 60 AS publisher, NULL::VARCHAR AS url,
        'en' AS language,
        1::INTEGER AS added_run, 1::INTEGER AS read_run FROM drawn GROUP BY document_id ORDER BY any_value(number)""",
    "facts": """SELECT id, document_id, position, 'event' AS kind, 'asserted' AS factuality, day::VARCHAR AS date,
        NULL::VARCHAR AS date_end, day AS first_day, day AS last_day, 'stated' AS date_basis, NULL::VARCHAR AS place,
        NULL::VARCHAR AS place_id, 'r' AS rule, 'made' AS extractor, 0.5::DOUBLE AS confidence, 1::INTEGER AS run,
        replace(replace(?, 'FACT', id), 'DOCUMENT', document_id) AS payload FROM drawn""",
    "events": """SELECT id AS fact_id, 'TYPE' || kind AS plover, NULL::VARCHAR AS mode, NULL::VARCHAR AS context,
        lpad(CAST(10 * kind AS VARCHAR), 3, '0') AS cameo, CAST(1 + kind // 4 AS TINYINT) AS quad_class,
        CAST(10 - kind * 4 // 3 AS DOUBLE) AS goldstein, false AS background, false AS is_symmetric,
        'rejected' AS trigger_text
        FROM drawn""",
    "fact_actors": """SELECT id AS fact_id, role, 0::INTEGER AS position, actor AS actor_id, actor AS name,
        'state' AS kind,
        actor AS country, NULL::VARCHAR AS sector, NULL::VARCHAR AS affiliation, false AS inferred, actor AS written
        FROM (SELECT id, 'source' AS role, source AS actor FROM drawn
            UNION ALL SELECT id, 'target', target FROM drawn)""",
    "fact_spans": """SELECT id AS fact_id, 0::INTEGER AS position, 'evidence' AS role, 10::INTEGER AS span_start,
        60::INTEGER AS span_end, NULL::VARCHAR AS in_document FROM drawn""",
}  # fmt: skip


def template() -> str:
    """What is kept of an event, with words in place of its ids."""
    home = Span(document_id="DOCUMENT", start=10, end=60)
    ends = (ActorRef(id=name, name=name, kind=ActorKind.STATE, country=name) for name in ("ARL", "BOR"))
    made = Event(
        id="FACT", document_id="DOCUMENT", evidence=(home,), attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=Factuality.ASSERTED, date=FactDate(value="2010-01-04", basis=DateBasis.STATED),
        match=Match(rule="reject", spans=(("trigger", home), ("source", home), ("target", home))), extractor="made",
        confidence=0.5, sources=(next(ends),), targets=(next(ends),), plover="REJECT", cameo="120", quad_class=3,
        goldstein=-4.0, trigger="rejected",
    )  # fmt: skip
    return encode(made)


def make(archive: Path, events: int, parts: int) -> None:
    """Write an archive of so many parts."""
    make_archive(archive)
    run = new_run(1, "2031-01-01T00:00:00+00:00", SETUP, ("made",), "")
    each = events // parts // EVENTS * EVENTS
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.5)")
        for number in range(parts):
            write_one(connection, archive / PARTS / part_key(1, number + 1), number * each, each)
    write_run(
        archive, type(run)(**{name: getattr(run, name) for name in run.__slots__} | {"state": DONE, "parts": parts})
    )


def write_one(connection: duckdb.DuckDBPyConnection, folder: Path, first: int, events: int) -> None:
    """Write one part."""
    folder.mkdir()
    connection.execute(MADE, [first, first + events])
    rows: dict[str, int] = {}
    for table, query in TABLES.items():
        values = [template()] if "?" in query else []
        connection.execute(f"CREATE OR REPLACE TABLE {table} AS {query}", values)
        rows[table] = copy(connection, f"SELECT * FROM {table}", folder / f"{table}.parquet")
    connection.execute("CREATE TABLE IF NOT EXISTS imported_events AS SELECT * FROM " + empty())
    connection.execute(EVENT_VIEWS[EVENT_ROWS].replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))
    connection.execute(f"CREATE OR REPLACE TABLE sorted AS SELECT * FROM {EVENT_ROWS} ORDER BY source, target, day, id")
    rows[EVENT_ROWS] = 0
    for (year,) in connection.execute("SELECT DISTINCT year(day) FROM sorted").fetchall():
        place = folder / EVENT_ROWS / f"year={year}"
        place.mkdir(parents=True)
        rows[EVENT_ROWS] += copy(connection, f"SELECT * FROM sorted WHERE year(day) = {year}", place / "rows.parquet")
    documents = [row[0] for row in connection.execute("SELECT id FROM documents").fetchall()]
    manifest = {
        "run": 1, "setup": SETUP.id, "documents": documents, "failed": [], "rows": rows, "files": hashes(folder),
    }  # fmt: skip
    (folder / MANIFEST).write_bytes(to_json(manifest))


def empty() -> str:
    """A relation without rows that has the columns of imported events."""
    from dragoman.store.archive_views import rows_of_files
    from dragoman.store.event_views import IMPORTED_EVENTS

    return f"({rows_of_files(IMPORTED_EVENTS, ())})"


def copy(connection: duckdb.DuckDBPyConnection, query: str, target: Path) -> int:
    """Write rows as Parquet; returns how many."""
    found = connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)").fetchone()
    return int(found[0]) if found else 0


def side(name: str) -> Side:
    """All who act for a state."""
    return Side(id=name, name=name, members=(Member(side=name),))


def seconds(work: Callable[[], Any]) -> float:
    """Seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 3)


def opening(archive: Path) -> dict[str, Any]:
    """Opening, and a stamp."""
    return {"open": seconds(lambda: open_store(archive, read_only=True).close())}


def listing(archive: Path) -> dict[str, Any]:
    """The first page of all events, of one pair, and one event."""
    with open_store(archive, read_only=True) as store:
        page = [seconds(lambda: store.events(EventFilter(limit=50))) for _ in range(2)]
        first = store.events(EventFilter(limit=1))[0].event.id
        return {
            "page": page,
            "count": seconds(store.count_events),
            "stamp": seconds(store.stamp),
            "totals": seconds(store.totals),
            "one_event": seconds(lambda: store.event(first)),
            "since": seconds(lambda: store.events(EventFilter(limit=50, since=store.documents(limit=1)[0].published))),
            "id_length": seconds(store.id_length),
        }


def series(archive: Path) -> dict[str, Any]:
    """A monthly series of a pair, with its evidence for a month."""
    from datetime import date

    with open_events(archive) as events:
        pairs = [("S000", "S002"), ("S001", "S005"), ("S003", "S020"), ("S040", "S120")]
        queries = [DyadQuery(first=side(one), second=side(other)) for one, other in pairs]
        return {
            "series": [seconds(partial(build_series, events, query)) for query in queries],
            "lines": [seconds(lambda: events.lines(queries[0], date(2010, 1, 1), date(2010, 1, 31))) for _ in range(2)],
        }


MEASURED: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    "opening": opening,
    "listing": listing,
    "series": series,
    "compact": lambda archive: {"compact": seconds(lambda: compact(archive))},
}


def measured(name: str, archive: Path) -> dict[str, Any]:
    """One of :data:`MEASURED` in a process of its own, with its peak memory in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, "--keep", str(archive)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def peak_mb() -> int:
    """Most memory this process ever had.

    ``ru_maxrss`` would not do: on Linux a process that another one starts begins with the peak of that one.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


def main() -> None:
    """Make an archive, look into it, compact it, look again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, default=10)
    parser.add_argument("--parts", type=int, default=500)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--measure", choices=MEASURED)
    given = parser.parse_args()
    if given.measure:
        found = MEASURED[given.measure](given.keep)
        peak = peak_mb()
        sys.stdout.write(json.dumps(found | {"peak_mb": peak}))
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="archive-"))
    try:
        archive = folder / "made"
        if not archive.exists():
            took = seconds(lambda: make(archive, int(given.millions * 1e6), given.parts))
            sys.stdout.write(f"made in {took} s\n")
        for state in ("parts", "compacted"):
            sys.stdout.write(f"{state}: {size_of(archive) / 1e9:.2f} GB\n")
            for name in ("opening", "listing", "series"):
                sys.stdout.write(f"  {name}: {measured(name, archive)}\n")
                sys.stdout.flush()
            if state == "parts":
                sys.stdout.write(f"  compact: {measured('compact', archive)}\n")
    finally:
        if given.keep is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()

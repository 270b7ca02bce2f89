"""A store as the first version of the schema had it, made from its own statements."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from dragoman.model.facts import Event
from dragoman.model.text import Document
from dragoman.store.payload import encode
from samples import SETUP

TABLES = """
CREATE TABLE meta (key VARCHAR, value VARCHAR);
CREATE TABLE runs (id INTEGER, started TIMESTAMP, version VARCHAR, annotator VARCHAR, codebook VARCHAR, actors VARCHAR,
    setup VARCHAR, arguments VARCHAR[]);
CREATE TABLE documents (id VARCHAR, title VARCHAR, text VARCHAR, published DATE, publisher VARCHAR, url VARCHAR,
    language VARCHAR, added_run INTEGER, read_run INTEGER);
CREATE TABLE facts (id VARCHAR, document_id VARCHAR, position INTEGER, kind VARCHAR, factuality VARCHAR, date VARCHAR,
    date_end VARCHAR, first_day DATE, last_day DATE, date_basis VARCHAR, place VARCHAR, place_id VARCHAR, rule VARCHAR,
    extractor VARCHAR, confidence DOUBLE, run INTEGER, payload VARCHAR);
CREATE TABLE events (fact_id VARCHAR, plover VARCHAR, mode VARCHAR, context VARCHAR, cameo VARCHAR, quad_class TINYINT,
    goldstein DOUBLE, background BOOLEAN, is_symmetric BOOLEAN, trigger_text VARCHAR);
CREATE TABLE event_actors (fact_id VARCHAR, role VARCHAR, position INTEGER, actor_id VARCHAR, name VARCHAR,
    kind VARCHAR, country VARCHAR, sector VARCHAR, affiliation VARCHAR, inferred BOOLEAN, written VARCHAR);
CREATE TABLE fact_spans (fact_id VARCHAR, position INTEGER, role VARCHAR, span_start INTEGER, span_end INTEGER);
CREATE TABLE attributions (fact_id VARCHAR, position INTEGER, kind VARCHAR, speaker_id VARCHAR, speaker VARCHAR,
    cue VARCHAR, span_start INTEGER, span_end INTEGER);
CREATE TABLE errors (run INTEGER, location VARCHAR, reason VARCHAR);
CREATE VIEW event_list AS SELECT f.id, e.plover FROM facts f JOIN events e ON e.fact_id = f.id
    JOIN event_actors s ON s.fact_id = f.id;
INSERT INTO meta VALUES ('schema_version', '1');
"""


def write_old_store(path: Path, home: Document, event: Event) -> None:
    """A file of the first version with one document, one event and one error."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)

        def put(table: str, *values: object) -> None:
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", list(values))

        put("runs", 1, "2031-03-15 09:30:00", *(getattr(SETUP, n) for n in ("version", "annotator", "codebook")),
            SETUP.actors, SETUP.id, ["read", "a.txt"])  # fmt: skip
        put("documents", home.id, home.title, home.text, home.published, home.publisher, home.url, home.language, 1, 1)
        put("facts", event.id, home.id, 0, "event", str(event.factuality), event.date.value, event.date.end_value,
            "2031-03-11", "2031-03-12", str(event.date.basis), None, None, event.match.rule, event.extractor,
            event.confidence, 1, encode(event))  # fmt: skip
        put("events", event.id, event.plover, event.mode, event.context, event.cameo, event.quad_class,
            event.goldstein, event.background, event.symmetric, event.trigger)  # fmt: skip
        for role, actors in (("source", event.sources), ("target", event.targets)):
            for number, actor in enumerate(actors):
                put("event_actors", event.id, role, number, actor.id, actor.name, str(actor.kind), actor.country,
                    actor.sector, actor.affiliation, actor.inferred, None)  # fmt: skip
        put("fact_spans", event.id, 0, "evidence", event.evidence[0].start, event.evidence[0].end)
        put("attributions", event.id, 0, "outlet", None, None, "", None, None)
        put("errors", 1, "b.txt", "it is empty")


def contents(path: Path) -> dict[str, list[str]]:
    """All rows of all tables, those of actors under one name whatever the version calls them."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        found = {}
        for name in names:
            cursor = connection.execute(f"SELECT * FROM {name}")
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
            kept = [{key: value for key, value in row.items() if value is not None} for row in rows]
            found[name.replace("event_actors", "fact_actors")] = sorted(json.dumps(row, default=str) for row in kept)
    return found

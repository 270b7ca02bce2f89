"""A new file gets its tables; an older store gets those it lacks, and keeps everything that is in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dragoman.store.event_views import EVENT_VIEWS
from dragoman.store.schema import SCHEMA_VERSION, TABLES, create_statements, create_table
from dragoman.store.types import StoreError
from dragoman.store.views import VIEWS

NEW_IN_2 = (
    "statements", "positions", "proposals", "conditions", "assessments", "figures", "fact_phrases", "responses",
)  # fmt: skip

NEW_IN_3 = ("imported_events", "imported_mentions", "imports")
NEW_IN_4 = ("reviews", "review_samples", "uploads")
NEW_IN_5 = ("copies",)

STEPS: Mapping[int, tuple[str, ...]] = {
    1: (
        "DROP VIEW IF EXISTS event_list",
        "ALTER TABLE event_actors RENAME TO fact_actors",
        "ALTER TABLE fact_spans ADD COLUMN in_document VARCHAR",
        *map(create_table, NEW_IN_2),
    ),
    2: tuple(map(create_table, NEW_IN_3)),
    3: tuple(map(create_table, NEW_IN_4)),
    4: (
        *map(create_table, NEW_IN_5),
        *(view.replace("CREATE VIEW", "CREATE OR REPLACE VIEW") for view in VIEWS.values()),
    ),
}
"""What makes a store of the next version of one of this version. The last step makes all views as they are today."""


def _temporary(view: str) -> str:
    return VIEWS[view].replace("CREATE VIEW", "CREATE TEMP VIEW")


def _empty(*tables: str) -> tuple[str, ...]:
    return tuple(create_table(table, "TEMP TABLE") for table in tables)


STANDING_IN: Mapping[int, tuple[str, ...]] = {
    1: (
        "CREATE TEMP VIEW fact_actors AS SELECT * FROM event_actors",
        *_empty(*NEW_IN_2, *NEW_IN_3, *NEW_IN_4, *NEW_IN_5),
        *map(_temporary, ("fact_topics", *EVENT_VIEWS)),
    ),
    2: (*_empty(*NEW_IN_3, *NEW_IN_4, *NEW_IN_5), *map(_temporary, EVENT_VIEWS)),
    3: (*_empty(*NEW_IN_4, *NEW_IN_5), *map(_temporary, EVENT_VIEWS)),
    4: (*_empty(*NEW_IN_5), *map(_temporary, EVENT_VIEWS)),
}
"""What a connection that must not write needs to read a store of this version: stand-ins for what is not there."""

NEEDED: Mapping[int, frozenset[str]] = {
    1: frozenset(
        {"meta", "runs", "documents", "facts", "events", "event_actors", "fact_spans", "attributions", "errors"}
    ),
    2: frozenset(TABLES) - {*NEW_IN_3, *NEW_IN_4, *NEW_IN_5},
    3: frozenset(TABLES) - {*NEW_IN_4, *NEW_IN_5},
    4: frozenset(TABLES) - {*NEW_IN_5},
    5: frozenset(TABLES),
}
"""Tables that a store of each version has."""
COMMON = frozenset.intersection(*NEEDED.values())


def prepare_schema(connection: duckdb.DuckDBPyConnection, path: Path, *, read_only: bool) -> tuple[str, ...]:
    """Make or update the tables; returns the statements that each connection to an older store must begin with.

    Raises:
        StoreError: the file is no store, or one of a newer version.
    """
    tables = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables and not read_only:
        mark = f"INSERT INTO meta VALUES ('schema_version', '{SCHEMA_VERSION}')"
        _all_or_nothing(connection, (*create_statements(), mark))
        return ()
    version = _version(connection, path, tables)
    if version == SCHEMA_VERSION:
        return ()
    if read_only:
        return STANDING_IN[version]
    steps = tuple(statement for step in range(version, SCHEMA_VERSION) for statement in STEPS[step])
    mark = f"UPDATE meta SET value = '{SCHEMA_VERSION}' WHERE key = 'schema_version'"
    _all_or_nothing(connection, (*steps, mark))
    return ()


def _version(connection: duckdb.DuckDBPyConnection, path: Path, tables: set[str]) -> int:
    rows = connection.execute("SELECT key, value FROM meta").fetchall() if tables >= COMMON else []
    version = str(dict(rows).get("schema_version", ""))
    if not version.isdecimal() or int(version) < min(NEEDED):
        raise StoreError(f"{path} is a DuckDB file but not a Dragoman store; use another file name")
    if int(version) > SCHEMA_VERSION:
        raise StoreError(
            f"{path} has schema version {version}, this Dragoman knows {SCHEMA_VERSION}: it was written by a newer one;"
            " upgrade Dragoman or use another file"
        )
    missing = NEEDED[int(version)] - tables
    if missing:
        raise StoreError(f"{path} is damaged, it lacks {', '.join(sorted(missing))}; use a copy of it or a new file")
    return int(version)


def _all_or_nothing(connection: duckdb.DuckDBPyConnection, statements: tuple[str, ...]) -> None:
    """Carry out statements; the file is closed by the caller if one fails, which takes back those before it."""
    connection.execute("BEGIN")
    for statement in statements:
        connection.execute(statement)
    connection.execute("COMMIT")

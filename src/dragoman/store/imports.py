"""Events of other data sets in the store: added once, kept apart by the name of their data set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import duckdb

from dragoman.model.dyads import OWN_DATASET
from dragoman.store.event_views import IMPORTED_EVENTS
from dragoman.store.types import ImportedFile, StoreError

if TYPE_CHECKING:
    import polars

# An id that is there already, of this file or an earlier one, is the same row again: yearly and weekly files overlap.
INSERT = """
INSERT INTO imported_events ({columns})
SELECT {values} FROM incoming i
WHERE NOT EXISTS (SELECT 1 FROM imported_events e WHERE e.dataset = ? AND e.id = i.id)
QUALIFY row_number() OVER (PARTITION BY i.id) = 1
ORDER BY i.source_side, i.target_side, i.day"""


def insert_rows(connection: duckdb.DuckDBPyConnection, dataset: str, frame: polars.DataFrame, run: int) -> int:
    """Add the rows of a frame that are new to the data set; returns how many.

    Args:
        frame: with the columns of ``imported_events`` except ``dataset`` and ``run``.

    Raises:
        StoreError: the name is that of our own events, or a column is missing.
    """
    if dataset == OWN_DATASET:
        raise StoreError(f"{dataset!r} is the name of what this tool coded itself; give the data set another name")
    wanted = [name for name in IMPORTED_EVENTS if name not in {"dataset", "run"}]
    missing = sorted(set(wanted) - set(frame.columns))
    if missing:
        raise StoreError(f"rows of {dataset} lack the columns {', '.join(missing)}")
    values = ", ".join(["?", *(f"i.{name}::{IMPORTED_EVENTS[name]}" for name in wanted), "?"])
    sql = INSERT.format(columns=", ".join(["dataset", *wanted, "run"]), values=values)
    connection.register("incoming", frame.select(wanted).to_arrow())
    try:
        added = connection.execute(sql, [dataset, run, dataset]).fetchone()
    finally:
        connection.unregister("incoming")
    return int(added[0]) if added else 0


# A mention is the same again where outlet, address, sentence and day are.
INSERT_MENTIONS = """
INSERT INTO imported_mentions
SELECT ?, event, day, publisher, url, sentence, confidence, ? FROM (SELECT DISTINCT * FROM incoming) i
WHERE NOT EXISTS (SELECT 1 FROM imported_mentions m WHERE m.dataset = ? AND m.event = i.event AND m.day = i.day
    AND m.url IS NOT DISTINCT FROM i.url AND m.publisher IS NOT DISTINCT FROM i.publisher
    AND m.sentence IS NOT DISTINCT FROM i.sentence)"""
COUNT_MENTIONS = """
UPDATE imported_events e SET mentions = greatest(coalesce(e.mentions, 1), n.mentions),
    outlets = greatest(coalesce(e.outlets, 1), n.outlets)
FROM (
    SELECT event, count(*) AS mentions, count(DISTINCT publisher) AS outlets FROM imported_mentions WHERE dataset = ?
    GROUP BY event
) n WHERE e.dataset = ? AND e.id = n.event"""


def insert_mentions(connection: duckdb.DuckDBPyConnection, dataset: str, frame: polars.DataFrame, run: int) -> int:
    """Add reports of imported events that are new; returns how many.

    Args:
        frame: columns ``event`` (id of the event), ``day``, ``publisher``, ``url``, ``sentence`` and ``confidence``.
    """
    columns = ("event", "day", "publisher", "url", "sentence", "confidence")
    connection.register("incoming", frame.select(columns).to_arrow())
    try:
        added = connection.execute(INSERT_MENTIONS, [dataset, run, dataset]).fetchone()
    finally:
        connection.unregister("incoming")
    return int(added[0]) if added else 0


def count_mentions(connection: duckdb.DuckDBPyConnection, dataset: str) -> None:
    """Let the events of a data set have at least as many mentions and outlets as there are reports of them."""
    connection.execute(COUNT_MENTIONS, [dataset, dataset])


def file_row(file: ImportedFile, run: int) -> Sequence[object]:
    """Row of ``imports``."""
    return [file.dataset, file.format, file.file, file.rows, file.added, file.rejected, run]

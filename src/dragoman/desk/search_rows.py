"""What of a store goes into the search index, a batch of reports at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dragoman.desk.sql import rows_of
from dragoman.store import Store

BATCH = 250
"""Reports to a transaction: what a crash costs, and how long the store is kept from changing (some tenths of a
second)."""
KEYS = """SELECT d.id, coalesce(d.read_run, 0), coalesce(n.facts, 0) FROM documents d LEFT JOIN
(SELECT document_id, count(*) AS facts FROM facts GROUP BY document_id) n ON n.document_id = d.id"""
REPORTS = f"""WITH k AS ({KEYS} WHERE d.id IN (SELECT unnest(?::VARCHAR[])))
SELECT k.*, d.title, d.text, d.publisher, d.published::VARCHAR FROM k JOIN documents d ON d.id = k.id"""
FACTS = """
WITH chosen AS (
    SELECT f.id, f.document_id, f.position, f.kind, f.first_day, f.last_day FROM facts f
    WHERE f.document_id IN (SELECT unnest(?::VARCHAR[]))
), named AS (
    SELECT fact_id, string_agg(DISTINCT concat_ws(' ', name, written), ' · ') AS actors FROM fact_actors
    WHERE fact_id IN (SELECT id FROM chosen) GROUP BY fact_id
), topics AS (
    SELECT fact_id, string_agg(DISTINCT topic, ' · ') AS topics FROM fact_topics
    WHERE fact_id IN (SELECT id FROM chosen) GROUP BY fact_id
)
SELECT c.id, c.document_id, c.kind, c.first_day::VARCHAR, c.last_day::VARCHAR,
    substr(d.text, p.span_start + 1, p.span_end - p.span_start), n.actors, t.topics
FROM chosen c JOIN documents d ON d.id = c.document_id
LEFT JOIN fact_spans p ON p.fact_id = c.id AND p.position = 0 AND p.in_document IS NULL
LEFT JOIN named n ON n.fact_id = c.id LEFT JOIN topics t ON t.fact_id = c.id
ORDER BY c.document_id, c.position"""
CONTROL = dict.fromkeys((*range(32), 127), " ")


class ReportKey(NamedTuple):
    """What tells whether a report is in the index as it is in the store: a text never changes, its coding may."""

    id: str
    read_run: int
    facts: int


class ReportRow(NamedTuple):
    """A report as it is indexed."""

    key: ReportKey
    title: str
    text: str
    outlet: str
    published: str | None


class FactRow(NamedTuple):
    """A fact as it is indexed: its sentence, the names and wordings of its actors, and what it is about."""

    id: str
    report: str
    kind: str
    first_day: str | None
    last_day: str | None
    sentence: str
    actors: str
    topics: str


def origin_of(store: Store) -> str:
    """What tells one store from another that has taken its place under the same name: its first run."""
    rows = rows_of(store, "SELECT started, setup FROM runs ORDER BY id LIMIT 1")
    return " ".join(map(str, rows[0])) if rows else ""


def report_keys(store: Store) -> dict[str, ReportKey]:
    """All reports of a store by id."""
    return {row[0]: ReportKey(*row) for row in rows_of(store, KEYS)}


def report_rows(store: Store, ids: Sequence[str]) -> list[ReportRow]:
    """Reports with their texts."""
    return [
        ReportRow(ReportKey(*row[:3]), _clean(row[3]), _clean(row[4]), _clean(row[5]), row[6])
        for row in rows_of(store, REPORTS, [list(ids)])
    ]


def fact_rows(store: Store, ids: Sequence[str]) -> list[FactRow]:
    """The facts of reports."""
    return [FactRow(*row[:5], *map(_clean, row[5:])) for row in rows_of(store, FACTS, [list(ids)])]


def _clean(text: str | None) -> str:
    """Without control characters, line breaks among them."""
    return (text or "").translate(CONTROL)

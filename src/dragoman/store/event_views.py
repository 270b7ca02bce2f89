"""Views of the store that hold events as rows of dyads, whoever coded them: this tool or another data set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.model.actors import FOR_THE_STATE, ORGANISATIONS
from dragoman.model.dyads import OWN_DATASET, ROW_COLUMNS

AS_WRITTEN = tuple(f"{end}_{column}" for end in ("source", "target") for column in ("name", "country", "sector"))
"""What an imported row holds twice: resolved, and as its data set writes it (``written_source_country``, ...)."""
WRITTEN = tuple(f"written_{name}" for name in AS_WRITTEN)
TEXTS = ("event_text", "context", "url", "text", "place", "place_country", "latitude", "longitude", "story", "sentence")
"""What the rows with their texts hold besides :data:`~dragoman.model.dyads.ROW_COLUMNS`."""

IMPORTED_EVENTS: Mapping[str, str] = {
    **{
        name: kind
        for name, kind in ROW_COLUMNS.items()
        if name not in {"event", "factuality", "background", "mirrored", "copies"}
    },
    "event_text": "VARCHAR",
    "context": "VARCHAR",
    "url": "VARCHAR",
    "text": "VARCHAR",
    "place": "VARCHAR",
    "place_country": "VARCHAR",
    "latitude": "DOUBLE",
    "longitude": "DOUBLE",
    "story": "VARCHAR",
    "sentence": "INTEGER",
    "extra": "VARCHAR",
    **dict.fromkeys(WRITTEN, "VARCHAR"),
    "run": "INTEGER",
}
"""Columns of the table of imported events."""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


SIDE = f"""CASE
        WHEN a.kind = 'state' OR a.kind IN ({_listed(ORGANISATIONS)}) THEN a.actor_id
        WHEN a.sector IN ({_listed(FOR_THE_STATE)}) AND coalesce(a.affiliation, a.country) = a.country THEN a.country
        WHEN a.kind IN ('person', 'office') AND a.affiliation <> coalesce(a.country, '')
            THEN trim(regexp_replace(lower(a.affiliation), '[^\\pL\\pN]+', '-', 'g'), '-')
        ELSE a.actor_id END"""
"""Whom an actor of a fact acts for: its state or its organisation, else itself."""

# A symmetric event gives both directions; the one whose source comes later in the alphabet is the mirrored one.
CODED = f"""
WITH a AS (
    SELECT a.fact_id, a.role, a.actor_id, a.name, {SIDE} AS side, a.country, a.sector
    FROM fact_actors a WHERE a.role IN ('source', 'target')
), both_ways AS (
    SELECT e.fact_id, e.is_symmetric, s.actor_id AS source, s.name AS source_name, s.side AS source_side,
        s.country AS source_country, s.sector AS source_sector, t.actor_id AS target, t.name AS target_name,
        t.side AS target_side, t.country AS target_country, t.sector AS target_sector
    FROM events e JOIN a s ON s.fact_id = e.fact_id AND (s.role = 'source' OR e.is_symmetric)
    LEFT JOIN a t ON t.fact_id = e.fact_id AND (t.role = 'target' OR e.is_symmetric)
        AND NOT (e.is_symmetric AND t.actor_id = s.actor_id)
), once AS (SELECT DISTINCT * FROM both_ways)
SELECT '{OWN_DATASET}' AS dataset, f.id,
    CASE WHEN f.first_day = f.last_day THEN md5(concat_ws('|',
        CASE WHEN o.is_symmetric THEN least(o.source_side, o.target_side) ELSE o.source_side END,
        CASE WHEN o.is_symmetric THEN greatest(o.source_side, o.target_side) ELSE coalesce(o.target_side, '') END,
        e.plover, coalesce(e.mode, ''), f.first_day)) ELSE f.id END AS event,
    f.first_day AS day, f.last_day, o.source, o.source_name, o.source_side, o.source_country, o.source_sector,
    o.target, o.target_name, o.target_side, o.target_country, o.target_sector,
    e.plover, e.mode, e.cameo, e.quad_class AS quad, e.goldstein, f.factuality, e.background,
    o.is_symmetric AND o.source > o.target AS mirrored, 1 AS mentions, NULL::INTEGER AS outlets, d.publisher,
    (f.document_id IN (SELECT document_id FROM copies))::INTEGER AS copies"""

CODED_FROM = """
FROM once o JOIN events e ON e.fact_id = o.fact_id JOIN facts f ON f.id = o.fact_id
JOIN documents d ON d.id = f.document_id"""

SENTENCE = """, NULL::VARCHAR AS event_text, e.context, d.url,
    substr(d.text, p.span_start + 1, p.span_end - p.span_start) AS text,
    f.place, NULL::VARCHAR AS place_country, NULL::DOUBLE AS latitude, NULL::DOUBLE AS longitude,
    f.document_id AS story, NULL::INTEGER AS sentence, NULL::VARCHAR AS extra""" + "".join(
    f", NULL::VARCHAR AS written_{name}" for name in AS_WRITTEN
)
SENTENCE_FROM = "\nLEFT JOIN fact_spans p ON p.fact_id = f.id AND p.position = 0"

_NOT_CODED = {"event": "NULL", "factuality": "NULL", "background": "false", "mirrored": "false", "copies": "0"}
IMPORTED = "SELECT " + ", ".join(
    f"{_NOT_CODED[name]}::{kind} AS {name}" if name in _NOT_CODED else name for name, kind in ROW_COLUMNS.items()
)
IMPORTED_LINES = f"{IMPORTED}, {', '.join((*TEXTS, 'extra', *WRITTEN))} FROM imported_events"

EVENT_VIEWS: Mapping[str, str] = {
    "event_rows": f"CREATE VIEW event_rows AS {CODED}{CODED_FROM}\nUNION ALL {IMPORTED} FROM imported_events",
    "event_lines": (
        f"CREATE VIEW event_lines AS {CODED}{SENTENCE}{CODED_FROM}{SENTENCE_FROM}\nUNION ALL {IMPORTED_LINES}"
    ),
}
"""DDL by name: ``event_rows`` has :data:`~dragoman.model.dyads.ROW_COLUMNS`, ``event_lines`` the texts besides."""

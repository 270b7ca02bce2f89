"""Search without an index, where Python's SQLite has no full text: slower, newest first, words as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dragoman.desk.search_index import CLOSE, OPEN, Hit, Wanted
from dragoman.desk.search_query import Term
from dragoman.desk.sql import rows_of
from dragoman.store import Store
from dragoman.store.queries import page_of, plain

AROUND = 90
"""Characters of a text that are shown on either side of the first word found."""
REPORT_TEXT = "concat_ws(' ', d.title, d.text, d.publisher)"
FACT_TEXT = """concat_ws(' ', substr(d.text, p.span_start + 1, p.span_end - p.span_start),
    (SELECT string_agg(concat_ws(' ', a.name, a.written), ' ') FROM fact_actors a WHERE a.fact_id = f.id))"""


def scan_reports(
    store: Store, terms: Sequence[Term], wanted: Wanted, limit: int | None, offset: int = 0
) -> tuple[list[Hit], int]:
    """Reports that have the words, newest first, and how many there are."""
    conditions, values = _conditions(terms, wanted, REPORT_TEXT, "d.published", "d.published")
    condition = f"FROM documents d WHERE {conditions}"
    total = int(rows_of(store, f"SELECT count(*) {condition}", values)[0][0])
    columns = "d.id, d.title, d.text, coalesce(d.publisher, ''), coalesce(d.published::VARCHAR, '')"
    order = f"ORDER BY d.published DESC NULLS LAST, d.id{page_of(limit, offset)}"
    rows = rows_of(store, f"SELECT {columns} {condition} {order}", values)
    return [
        Hit(id=row[0], title=_marked(row[1] or "", terms), text=_excerpt(row[2], terms), publisher=row[3],
            published=row[4])
        for row in rows
    ], total  # fmt: skip


def scan_facts(
    store: Store, terms: Sequence[Term], wanted: Wanted, limit: int | None, offset: int = 0
) -> tuple[list[Hit], int]:
    """Facts that have the words in their sentence or in the names of their actors, and how many there are."""
    conditions, values = _conditions(terms, wanted, FACT_TEXT, "f.first_day", "f.last_day")
    if wanted.kind:
        conditions, values = f"{conditions} AND f.kind = ?", [*values, wanted.kind]
    condition = (
        "FROM facts f JOIN documents d ON d.id = f.document_id LEFT JOIN fact_spans p ON p.fact_id = f.id"
        f" AND p.position = 0 AND p.in_document IS NULL WHERE {conditions}"
    )
    total = int(rows_of(store, f"SELECT count(*) {condition}", values)[0][0])
    columns = "f.id, coalesce(substr(d.text, p.span_start + 1, p.span_end - p.span_start), '')"
    order = f"ORDER BY coalesce(f.first_day, d.published) DESC NULLS LAST, d.id, f.position{page_of(limit, offset)}"
    rows = rows_of(store, f"SELECT {columns} {condition} {order}", values)
    return [Hit(id=row[0], text=_marked(row[1], terms)) for row in rows], total


def _conditions(terms: Sequence[Term], wanted: Wanted, text: str, first: str, last: str) -> tuple[str, list[Any]]:
    parts, values = [], []
    for term in terms:
        sign = "NOT " if term.is_without else ""
        parts.append(f"{sign}regexp_matches(strip_accents(lower({text})), ?)")
        words = r"[^\pL\pN]+".join(map(re.escape, re.findall(r"\w+", plain(term.words))))
        values.append(rf"(^|[^\pL\pN]){words}" + ("" if term.is_prefix else r"($|[^\pL\pN])"))
    for value, sql in ((wanted.since, f"{last} >= ?"), (wanted.until, f"{first} <= ?")):
        if value is not None:
            parts.append(sql)
            values.append(value.isoformat())
    if wanted.publisher.strip():
        parts.append("contains(strip_accents(lower(coalesce(d.publisher, ''))), ?)")
        values.append(plain(wanted.publisher))
    return " AND ".join(parts) or "true", values


def _excerpt(text: str, terms: Sequence[Term]) -> str:
    found = _pattern(terms).search(text)
    start = max(0, found.start() - AROUND) if found else 0
    end = start + 2 * AROUND + 40
    return (" … " if start else "") + _marked(text[start:end], terms) + (" … " if end < len(text) else "")


def _marked(text: str, terms: Sequence[Term]) -> str:
    clean = text.replace(OPEN, " ").replace(CLOSE, " ")
    return _pattern(terms).sub(lambda found: f"{OPEN}{found[0]}{CLOSE}", clean)


def _pattern(terms: Sequence[Term]) -> re.Pattern[str]:
    words = [
        r"\W+".join(map(re.escape, term.words.split())) + (r"\w*" if term.is_prefix else r"\b")
        for term in terms
        if not term.is_without
    ]
    return re.compile(rf"\b(?:{'|'.join(words)})" if words else r"(?!)", re.IGNORECASE)

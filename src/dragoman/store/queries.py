"""SQL of the filters, apart from the connection that runs it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

from dragoman.store.payload import KINDS
from dragoman.store.types import EventFilter, FactFilter, Pair

Query = tuple[str, list[Any]]

COLUMNS = "f.id, f.kind, f.payload, f.document_id, f.run"
OF_DOCUMENT = "JOIN documents d ON d.id = f.document_id"
FACTS = f"\nSELECT {COLUMNS} FROM facts f\n{OF_DOCUMENT}\n"
EVENTS = f"{FACTS} JOIN events e ON e.fact_id = f.id"
OF_EVENT = re.compile(r"\be\.")
"""A column that only events have."""
REFERENCE = re.compile(r"[0-9a-f]{6,16}$")
TEXT_ORDER = " ORDER BY f.position"
NEWEST_FIRST = " ORDER BY coalesce(f.first_day, d.published) DESC NULLS LAST, d.published DESC, d.id, f.position"


def plain(text: str) -> str:
    """Lower case without accents, as ``strip_accents(lower(...))`` gives it in the database."""
    parts = unicodedata.normalize("NFD", text.strip().lower())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _is_actor(row: str, wanted: str) -> Query:
    """Condition that a row of ``fact_actors`` is the actor meant."""
    word = plain(wanted)
    name = f"strip_accents(lower({row}.name))"
    state = "SELECT country FROM fact_actors WHERE kind = 'state' AND strip_accents(lower(name)) = ?"
    condition = (
        f"(lower({row}.actor_id) = ? OR starts_with(lower({row}.actor_id), ?) OR lower({row}.country) = ?"
        f" OR strip_accents(lower({row}.affiliation)) = ? OR regexp_matches({name}, ?)"
        f" OR {row}.country IN ({state}))"
    )
    whole_words = rf"(^|[^\pL\pN])({re.escape(word)})([^\pL\pN]|$)"
    return condition, [word, f"{word}/", word, word, whole_words, word]


def _between(pair: Pair) -> Query:
    """Condition that one of two different actors does it to the other; a symmetric event counts both ways.

    The rows of each are looked up once: names are compared by words, which is most of the time that it takes.
    """
    first, first_values = _is_actor("a", pair.first)
    second, second_values = _is_actor("a", pair.second)
    acts = "s.role = 'source'" if pair.directed else "(s.role = 'source' OR t.role = 'source')"
    rows = "AS MATERIALIZED (SELECT a.fact_id, a.role, a.actor_id FROM fact_actors a WHERE"
    condition = (
        f"f.id IN (WITH ones {rows} {first}), others {rows} {second})"
        " SELECT s.fact_id FROM ones s JOIN others t ON t.fact_id = s.fact_id JOIN events p ON p.fact_id = s.fact_id"
        f" WHERE s.role <> t.role AND s.actor_id <> t.actor_id AND ({acts} OR p.is_symmetric))"
    )
    return condition, [*first_values, *second_values]


def _shared(wanted: EventFilter | FactFilter) -> list[Query]:
    """Conditions that events and facts of all kinds have in common."""
    found: list[Query] = []
    if wanted.actor is not None:
        condition, values = _is_actor("a", wanted.actor)
        found.append((f"f.id IN (SELECT a.fact_id FROM fact_actors a WHERE {condition})", values))
    if wanted.factuality:
        found.append(("list_contains(?::VARCHAR[], f.factuality)", [[str(value) for value in wanted.factuality]]))
    if wanted.since is not None:
        found.append(("f.last_day >= ?", [wanted.since]))
    if wanted.until is not None:
        found.append(("f.first_day <= ?", [wanted.until]))
    if wanted.place is not None:
        found.append(("(f.place_id = ? OR strip_accents(lower(f.place)) = ?)", [wanted.place, plain(wanted.place)]))
    if wanted.document is not None:
        found.append(("f.document_id = ?", [wanted.document]))
    if wanted.since_run is not None:
        found.append(("f.run >= ?", [wanted.since_run]))
    return found


def _of_facts(wanted: FactFilter) -> list[Query]:
    # A kind that an add-on made and this version can't rebuild is left out unless it is asked for.
    kinds = [kind.lower() for kind in wanted.kinds] or list(KINDS)
    found = [("list_contains(?::VARCHAR[], f.kind)", [kinds]), *_shared(wanted)]
    if wanted.issue is not None:
        found.append(_about(wanted.issue))
    if wanted.ids is not None:
        found.append(("list_contains(?::VARCHAR[], f.id)", [list(wanted.ids)]))
    if wanted.issues:
        same = "SELECT t.fact_id FROM fact_topics t WHERE list_contains(?::VARCHAR[], t.topic)"
        found.append((f"f.id IN ({same})", [list(wanted.issues)]))
    return found


def issue_words(text: str) -> list[str]:
    """Words of an issue as they are compared: without case, accents and hyphens."""
    return plain(text).replace("-", "").split()


def _about(issue: str) -> Query:
    """Condition that a fact is about an issue, given by words of it or by the id of a fact about the same."""
    topic = "replace(strip_accents(lower(t.topic)), '-', '')"
    words = issue_words(issue)
    has = " AND ".join([f"contains({topic}, ?)"] * len(words)) or "true"
    values: list[Any] = [*words]
    if REFERENCE.match(issue.strip().lower()):
        has = f"({has}) OR t.topic IN (SELECT s.topic FROM fact_topics s WHERE starts_with(s.fact_id, ?))"
        values.append(issue.strip().lower())
    return f"f.id IN (SELECT t.fact_id FROM fact_topics t WHERE {has})", values


def _of_events(wanted: EventFilter) -> list[Query]:
    found = _shared(wanted)
    if wanted.pair is not None:
        found.append(_between(wanted.pair))
    if wanted.types:
        found.append(("list_contains(?::VARCHAR[], e.plover)", [[kind.upper() for kind in wanted.types]]))
    if wanted.background is not None:
        found.append(("e.background = ?", [wanted.background]))
    return found


def _where(conditions: list[Query]) -> Query:
    if not conditions:
        return "", []
    return " WHERE " + " AND ".join(sql for sql, _ in conditions), [v for _, values in conditions for v in values]


def page_of(limit: int | None, offset: int) -> str:
    """The clause that takes so many rows after so many others."""
    return ("" if limit is None else f" LIMIT {int(limit)}") + (f" OFFSET {int(offset)}" if offset else "")


def facts_query(wanted: EventFilter | FactFilter, *, newest: date | None = None) -> Query:
    """Rows (id, kind, payload, document, run) of the facts wanted: of a document in text order, else newest first.

    Args:
        newest: what :func:`day_query` gave; facts of earlier days are not looked at.
    """
    sql, values = _selected(wanted, newest)
    limit = page_of(wanted.limit, wanted.offset)
    order = TEXT_ORDER if wanted.document is not None else NEWEST_FIRST
    return sql + order + limit, values


def day_query(wanted: EventFilter | FactFilter) -> Query | None:
    """The day of the last dated fact on a page of the newest, if there are as many; ``None`` if that is no help.

    As many dated facts are of that day or later as the page and those before it have, so that nothing of an earlier day
    can be on it; what has no day may be. One column is read for it rather than all: over ten million events in Parquet
    a first page took 3 s instead of 25.
    """
    if wanted.limit is None or not wanted.limit or wanted.document is not None or wanted.actor is not None:
        return None
    if isinstance(wanted, EventFilter) and wanted.pair is not None:
        return None
    if isinstance(wanted, FactFilter) and (wanted.ids is not None or wanted.issue is not None or wanted.issues):
        return None
    sql, values = _selected(wanted)
    # No column of the document is asked for; the joins come after it.
    days = sql.replace(COLUMNS, "f.first_day", 1).replace(OF_DOCUMENT, "", 1)
    dated = f"SELECT first_day FROM ({days}) WHERE first_day IS NOT NULL"
    last = wanted.limit + wanted.offset - 1
    return f"{dated} ORDER BY first_day DESC LIMIT 1 OFFSET {int(last)}", values


def count_query(wanted: EventFilter | FactFilter) -> Query:
    """The number of facts wanted, without the limit."""
    sql, values = _selected(wanted)
    # Every fact has its document, of which nothing is asked.
    ids = sql.replace(COLUMNS, "f.id", 1).replace(OF_DOCUMENT, "", 1)
    return f"SELECT count(*) FROM ({ids})", values


def _selected(wanted: EventFilter | FactFilter, newest: date | None = None) -> Query:
    later: list[Query] = [("(f.first_day >= ? OR f.first_day IS NULL)", [newest])] if newest is not None else []
    if not isinstance(wanted, EventFilter):
        where, values = _where([*_of_facts(wanted), *later])
        return FACTS + where, values
    conditions = [*_of_events(wanted), *later]
    if any(OF_EVENT.search(sql) for sql, _ in conditions):
        where, values = _where(conditions)
        return EVENTS + where, values
    # A join with as many rows, of which nothing is asked, took more than half of the time of a page.
    where, values = _where([("f.kind = 'event'", []), *conditions])
    return FACTS + where, values


def contains(text: str, *columns: str) -> Query:
    """Condition that one of the columns has ``text`` in it, whatever the case and accents."""
    word = plain(text)
    parts = [f"contains(strip_accents(lower(coalesce({column}, ''))), ?)" for column in columns]
    return f"({' OR '.join(parts)})", [word] * len(columns)


def _of_documents(since: Any, until: Any, text: str) -> list[Query]:
    conditions: list[Query] = []
    if since is not None:
        conditions.append(("d.published >= ?", [since]))
    if until is not None:
        conditions.append(("d.published <= ?", [until]))
    if text:
        conditions.append(contains(text, "d.title", "d.publisher", "d.url"))
    return conditions


def count_documents_query(since: Any, until: Any, text: str, since_run: int | None) -> Query:
    """The number of documents that fit."""
    conditions = _of_documents(since, until, text)
    if since_run is not None:
        conditions.append(("d.added_run >= ?", [since_run]))
    where, values = _where(conditions)
    return f"SELECT count(*) FROM documents d{where}", values


def documents_query(since: Any, until: Any, text: str, limit: int | None, offset: int = 0) -> Query:
    """Rows of documents with the number of their events, newest first."""
    where, values = _where(_of_documents(since, until, text))
    sql = (
        "SELECT d.id, d.title, d.published, d.publisher, d.url, d.language, left(d.text, 100), length(d.text),"
        " coalesce(n.events, 0), coalesce(n.facts, 0), d.added_run, c.of_document FROM documents d"
        " LEFT JOIN copies c ON c.document_id = d.id LEFT JOIN"
        " (SELECT document_id, count(*) FILTER (kind = 'event') AS events, count(*) AS facts FROM facts GROUP BY ALL) n"
        f" ON n.document_id = d.id{where}"
        " ORDER BY d.published DESC NULLS LAST, d.id"
    )
    return sql + page_of(limit, offset), values


def actors_query(text: str, kind: str, limit: int | None, offset: int = 0) -> Query:
    """Rows of actors with their counts: most events first, then most facts."""
    conditions: list[Query] = []
    if kind:
        conditions.append(("kind = ?", [kind.lower()]))
    having, values = "", []
    if text:
        named, names = contains(text, "name", "actor_id", "country", "written")
        having, values = f" HAVING bool_or({named})", names
    where, kinds = _where(conditions)
    acting = "FILTER (role IN ('source', 'target'))"
    sql = (
        "SELECT actor_id, mode(name ORDER BY name), mode(kind ORDER BY kind), mode(country ORDER BY country),"
        f" mode(sector ORDER BY sector), count(DISTINCT fact_id) {acting} AS n,"
        " count(DISTINCT fact_id) FILTER (role = 'source'), count(DISTINCT fact_id) FILTER (role = 'target'),"
        f" count(DISTINCT fact_id) AS m FROM fact_actors{where} GROUP BY actor_id{having} ORDER BY n DESC, m DESC,"
        " actor_id"
    )
    return sql + page_of(limit, offset), [*kinds, *values]


WRITTEN = """
SELECT actor_id, written, count(*) AS n FROM (
    SELECT DISTINCT fact_id, actor_id, written FROM fact_actors
    WHERE written IS NOT NULL AND list_contains(?::VARCHAR[], actor_id)
) GROUP BY actor_id, written ORDER BY actor_id, n DESC, written
"""

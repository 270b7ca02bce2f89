"""What a store has of one actor, and the list of all, asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.desk.sql import facts_by_id, rows_of
from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.store import ActorRow, Store
from dragoman.store.event_sql import counted
from dragoman.store.event_views import CODED, CODED_FROM
from dragoman.store.queries import WRITTEN, actors_query

SHOWN = 10
"""Facts of a section; the list that it leads to has all."""
MOST_FORMS = 30
MOST_PERIODS = 12
MONTHS = 24
"""Longest stretch, in months, that is shown by month; a longer one by year."""
NAMED = """SELECT mode(name ORDER BY name), mode(kind), mode(country), mode(sector), mode(affiliation),
    count(DISTINCT fact_id), count(DISTINCT fact_id) FILTER (role = 'source'),
    count(DISTINCT fact_id) FILTER (role = 'target')
FROM fact_actors WHERE actor_id = ?"""
LATEST = f"""SELECT kind, role, id, total FROM (
    SELECT f.kind, a.role, f.id, count(*) OVER (PARTITION BY f.kind, a.role) AS total,
        row_number() OVER (PARTITION BY f.kind, a.role ORDER BY coalesce(f.first_day, d.published) DESC NULLS LAST,
            d.published DESC, d.id, f.position) AS place
    FROM (SELECT DISTINCT fact_id, role FROM fact_actors WHERE actor_id = ?) a
    JOIN facts f ON f.id = a.fact_id JOIN documents d ON d.id = f.document_id)
WHERE place <= {SHOWN} ORDER BY kind, role, place"""
COUNTED = """SELECT date_trunc('month', f.first_day)::DATE AS month, f.kind, count(*) FROM facts f
WHERE f.id IN (SELECT fact_id FROM fact_actors WHERE actor_id = ?) GROUP BY ALL
ORDER BY month DESC NULLS FIRST, f.kind"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the facts of a store say of an actor; ``facts`` is 0 where it has a role in none."""

    id: str
    name: str = ""
    kind: str = ""
    country: str = ""
    sector: str = ""
    affiliation: str = ""
    facts: int = 0
    as_source: int = 0
    as_target: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest facts in which an actor has a role, and how many there are."""

    facts: tuple[tuple[Fact, Document], ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A side that an actor has events with.

    Attributes:
        events: different ones; acts, received: of these, from the actor and to it, both where they are mutual.
        cooperation, conflict: of the events, by quad class.
        last: the latest day.
    """

    id: str
    name: str
    events: int
    acts: int
    received: int
    cooperation: int
    conflict: int
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """Facts of an actor by month or year and kind, latest first.

    Attributes:
        length: ``month`` or ``year``.
        rows: first day and number by kind.
        earlier: periods before these that have facts too.
        undated: facts without a known day.
    """

    length: str
    rows: tuple[tuple[str, dict[str, int]], ...]
    earlier: int
    undated: int


def list_actors(store: Store, text: str, kind: str, limit: int | None, offset: int) -> tuple[list[ActorRow], int]:
    """Actors by number of events, and how many there are; counted and sorted in one pass, which halves the time."""
    sql, values = actors_query(text, kind, None)
    order = f"ORDER BY n DESC, m DESC, actor_id{'' if limit is None else f' LIMIT {int(limit)}'} OFFSET {int(offset)}"
    rows = rows_of(store, f"SELECT *, count(*) OVER () FROM ({sql}) {order}", values)
    total = rows[0][-1] if rows else store.count_actors(text=text, kind=kind) if offset else 0
    written: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, form, number in rows_of(store, WRITTEN, [[row[0] for row in rows]]):
        written[key].append((form, number))
    names = ("id", "name", "kind", "country", "sector", "events", "as_source", "as_target", "facts")
    found = [ActorRow(**dict(zip(names, row[:-1], strict=True)), written=tuple(written[row[0]])) for row in rows]
    return found, int(total)


def kinds_of_actors(store: Store) -> list[str]:
    """Kinds of actor in the facts, most frequent first."""
    return [row[0] for row in rows_of(store, "SELECT kind FROM fact_actors GROUP BY kind ORDER BY count(*) DESC, kind")]


def known_of(store: Store, key: str) -> Known:
    """What the facts say of an actor."""
    row = rows_of(store, NAMED, [key])[0]
    names = ("name", "kind", "country", "sector", "affiliation")
    told = {name: value or "" for name, value in zip(names, row[:5], strict=True)}
    return Known(id=key, **told, facts=row[5], as_source=row[6], as_target=row[7])


def latest_of(store: Store, key: str) -> dict[tuple[str, str], Latest]:
    """The latest facts of an actor by kind and role."""
    ids: dict[tuple[str, str], list[str]] = defaultdict(list)
    totals: dict[tuple[str, str], int] = {}
    for kind, role, fact, total in rows_of(store, LATEST, [key]):
        ids[kind, role].append(fact)
        totals[kind, role] = total
    every = list(dict.fromkeys(fact for found in ids.values() for fact in found))
    facts = {fact.id: (fact, document) for fact, document in facts_by_id(store, every)}
    return {
        place: Latest(facts=tuple(facts[fact] for fact in found if fact in facts), total=totals[place])
        for place, found in ids.items()
    }


def forms_of(store: Store, key: str) -> list[tuple[str, int]]:
    """How the texts write an actor, with the number of facts, most frequent first."""
    rows = rows_of(store, f"SELECT written, n FROM ({WRITTEN}) ORDER BY n DESC, written LIMIT {MOST_FORMS}", [[key]])
    return [(" ".join(form.split()), number) for form, number in rows]


def partners_of(store: Store, key: str) -> list[Partner]:
    """The sides that an actor has most events with, told as done and as news, as in the series of a relation."""
    counts, values = counted()
    other = "CASE WHEN source = ? THEN target_side ELSE source_side END"
    sql = f"""SELECT {other} AS partner,
        mode(CASE WHEN source = ? THEN target_name ELSE source_name END), count(DISTINCT event) AS n,
        count(DISTINCT event) FILTER (source = ?), count(DISTINCT event) FILTER (target = ?),
        count(DISTINCT event) FILTER (quad <= 2), count(DISTINCT event) FILTER (quad >= 3), max(day)
    FROM ({CODED} {CODED_FROM}) WHERE (source = ? OR target = ?) AND source_side <> target_side AND {counts}
    GROUP BY partner ORDER BY n DESC, partner LIMIT {SHOWN}"""
    rows = rows_of(store, sql, [key] * 6 + values)
    return [Partner(**dict(zip(Partner.__slots__, row, strict=True))) for row in _with_names(store, rows)]


def _with_names(store: Store, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The sides under the names of their own, where they have one."""
    sql = """SELECT actor_id, mode(name ORDER BY name) FROM fact_actors
        WHERE list_contains(?::VARCHAR[], actor_id) GROUP BY actor_id"""
    names = dict(rows_of(store, sql, [[row[0] for row in rows]])) if rows else {}
    return [(row[0], names.get(row[0], row[1]), *row[2:]) for row in rows]


def periods_of(store: Store, key: str) -> Periods:
    """Facts of an actor over time."""
    rows = rows_of(store, COUNTED, [key])
    months = [row[0] for row in rows if row[0] is not None]
    stretch = (months[0].year - months[-1].year) * 12 + months[0].month - months[-1].month if months else 0
    length, form = ("month", "%Y-%m") if stretch <= MONTHS else ("year", "%Y")
    found: dict[str, dict[str, int]] = {}
    for month, kind, number in rows:
        if month is not None:
            counts = found.setdefault(month.strftime(form), {})
            counts[kind] = counts.get(kind, 0) + number
    return Periods(
        length=length,
        rows=tuple(found.items())[:MOST_PERIODS],
        earlier=max(0, len(found) - MOST_PERIODS),
        undated=sum(number for month, _, number in rows if month is None),
    )

"""Events that several reports tell, asked of the store.

The key of an event is that of the rows of dyads: the same sides, PLOVER type, mode and day (``store.event_views``).
Only what the tool coded itself is here, as imported events come without reports to put side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dragoman.desk.sql import facts_by_id, rows_of
from dragoman.model.facts import Event, Figure
from dragoman.model.text import Document
from dragoman.store import EventFilter, Store, UnknownIdError
from dragoman.store.event_views import CODED, CODED_FROM
from dragoman.store.queries import facts_query
from dragoman.web.links import Value

TOLD = f"({CODED}, f.document_id AS document, o.is_symmetric AS mutual {CODED_FROM})"
SUMMED = """event, min(day) AS day,
    min(CASE WHEN mutual THEN least(source_side, target_side) ELSE source_side END) AS first,
    min(CASE WHEN mutual THEN greatest(source_side, target_side) ELSE target_side END) AS second,
    min(plover) AS plover, coalesce(min(mode), '') AS mode, bool_or(mutual) AS mutual,
    mode(source_name) FILTER (NOT mirrored) AS source_name, mode(target_name) FILTER (NOT mirrored) AS target_name,
    count(DISTINCT document) AS reports, count(DISTINCT publisher) AS outlets"""
# Rows of a few days only: the views are asked over tables that have no more than these, a fifth of the time.
OF_DAYS = """WITH facts AS (SELECT * FROM main.facts WHERE kind = 'event' AND first_day BETWEEN ? AND ?),
events AS (SELECT * FROM main.events WHERE fact_id IN (SELECT id FROM facts)),
fact_actors AS (SELECT * FROM main.fact_actors WHERE fact_id IN (SELECT id FROM facts))"""
NAMES = "SELECT actor_id, mode(name) FROM fact_actors WHERE list_contains(?::VARCHAR[], actor_id) GROUP BY actor_id"
KEY = re.compile(r"[0-9a-f]{6,32}$")
WHOLE = 32
"""Hex digits of a key; fewer are the id of a fact."""
MOST_REPORTS = 40
"""Reports of an event on one page: finding copies among so many takes some hundredths of a second."""
MOST_FIGURES = 400
NEAR = 10
NEAR_DAYS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event with the number of reports that tell it.

    Attributes:
        key: of the rows of dyads.
        first, second: ids of the sides; ``second`` is empty where the event has no target.
        names: of the sides.
    """

    key: str
    day: date | None
    first: str
    second: str
    names: tuple[str, str]
    plover: str
    mode: str
    mutual: bool
    reports: int
    outlets: int

    @property
    def sides(self) -> str:
        """Who to whom."""
        first, second = self.names
        return f"{first} {'↔' if self.mutual else '→'} {second}" if second else first

    @property
    def type(self) -> str:
        """PLOVER type and mode."""
        return " · ".join(filter(None, (self.plover, self.mode)))

    @property
    def pair(self) -> dict[str, Value]:
        """The sides as an address takes them."""
        return {"a": self.first, "b": self.second} if self.second else {}


def compared_events(store: Store, wanted: EventFilter, limit: int, offset: int) -> tuple[list[EventRow], int]:
    """Events of a known day that two or more reports tell, most outlets first, and how many there are."""
    having = ""
    values: list[Any] = []
    if replace(wanted, limit=None, offset=0) != EventFilter():
        sql, values = facts_query(replace(wanted, limit=None, offset=0))
        having = f" AND bool_or(id IN (SELECT id FROM ({sql})))"
    found = (
        f"SELECT {SUMMED} FROM {TOLD} WHERE day = last_day GROUP BY event HAVING count(DISTINCT document) > 1{having}"
    )
    order = f"ORDER BY outlets DESC, reports DESC, day DESC, event LIMIT {int(limit)} OFFSET {int(offset)}"
    rows = rows_of(store, f"SELECT *, count(*) OVER () FROM ({found}) {order}", values)
    total = rows[0][-1] if rows else 0
    if not rows and offset:
        total = rows_of(store, f"SELECT count(*) FROM ({found})", values)[0][0]
    return _named(store, rows), int(total)


def find_event(store: Store, key: str) -> EventRow:
    """An event by its key, or by the id, or its beginning, of one of its facts.

    Raises:
        UnknownIdError: there is none.
    """
    word = key.strip().lower()
    if not KEY.match(word):
        raise UnknownIdError(f"{key[:40]!r} is neither the key of an event nor the id of a fact")
    if len(word) == WHOLE:
        rows = rows_of(store, f"SELECT {SUMMED} FROM {TOLD} WHERE event = ? GROUP BY event", [word])
    else:
        fact = store.event(word).event.id
        found = f"SELECT {SUMMED} FROM {TOLD} WHERE event IN (SELECT event FROM {TOLD} WHERE id = ?) GROUP BY event"
        rows = rows_of(store, f"{found} ORDER BY reports DESC, event LIMIT 1", [fact])
    if not rows:
        raise UnknownIdError(f"no event in {store_name(store)} has the key {word}; its reports may have been read anew")
    return _named(store, rows)[0]


def store_name(store: Store) -> str:
    """The file of a store, for a message."""
    return getattr(getattr(store, "path", None), "name", "the store")


def tellings_of(store: Store, event: EventRow, offset: int) -> list[tuple[Event, Document]]:
    """The facts of an event in some of its reports, in the order in which these came out."""
    limits, days = "", []
    if event.day is not None:
        limits, days = OF_DAYS, [event.day, event.day]
    told = f"SELECT DISTINCT id, document FROM {TOLD} WHERE event = ?"
    sql = f"""{limits} SELECT t.id FROM ({told}) t WHERE t.document IN (
        SELECT d.id FROM documents d WHERE d.id IN (SELECT document FROM ({told}))
        ORDER BY d.published NULLS LAST, d.publisher, d.id LIMIT {MOST_REPORTS} OFFSET {int(offset)})"""
    ids = [row[0] for row in rows_of(store, sql, [*days, event.key, event.key])]
    return [(fact, document) for fact, document in facts_by_id(store, ids) if isinstance(fact, Event)]


def figures_of(store: Store, documents: Sequence[str]) -> list[tuple[Figure, Document]]:
    """The figures that some reports give."""
    sql = f"""SELECT id FROM facts WHERE kind = 'figure' AND document_id IN (SELECT unnest(?::VARCHAR[]))
    ORDER BY document_id, position LIMIT {MOST_FIGURES}"""
    ids = [row[0] for row in rows_of(store, sql, [list(documents)])]
    return [(fact, document) for fact, document in facts_by_id(store, ids) if isinstance(fact, Figure)]


def near_events(store: Store, event: EventRow) -> list[EventRow]:
    """Other events between the same sides a day before or after: perhaps the same one, dated or coded otherwise."""
    if event.day is None or not event.second:
        return []
    sides = {event.first, event.second}
    sql = f"""{OF_DAYS} SELECT {SUMMED} FROM {TOLD} WHERE day = last_day AND event <> ? AND quad IN (
        SELECT quad FROM {TOLD} WHERE event = ?) AND list_contains(?::VARCHAR[], source_side)
        AND list_contains(?::VARCHAR[], target_side) AND source_side <> target_side
    GROUP BY event ORDER BY reports DESC, day, event LIMIT {NEAR}"""
    days = [event.day - NEAR_DAYS, event.day + NEAR_DAYS]
    return _named(store, rows_of(store, sql, [*days, event.key, event.key, list(sides), list(sides)]))


def _named(store: Store, rows: Sequence[tuple[Any, ...]]) -> list[EventRow]:
    """Rows with the names of their sides; a side that is no actor itself is named as those who act for it."""
    ids = {side for row in rows for side in row[2:4] if side}
    known: dict[str, str] = dict(rows_of(store, NAMES, [sorted(ids)])) if ids else {}
    return [
        EventRow(
            key=row[0],
            day=row[1],
            first=row[2],
            second=row[3] or "",
            names=(known.get(row[2], row[7] or row[2]), known.get(row[3], row[8] or row[3] or "")),
            plover=row[4],
            mode=row[5],
            mutual=row[6],
            reports=row[9],
            outlets=row[10],
        )
        for row in rows
    ]

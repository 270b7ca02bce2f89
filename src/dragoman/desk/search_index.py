"""Full-text search over the reports and facts of a store, in an SQLite index beside it that follows the store.

DuckDB's own full-text extension is not part of its wheel and would have to be fetched, so SQLite's FTS5 does it: words
without case, accents and English endings (Porter), ranked by BM25.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Condition, Thread
from typing import Any

from dragoman.desk.search_file import SearchFile, has_full_text
from dragoman.desk.search_query import Term, hyphened, joined, match_of
from dragoman.desk.search_rows import BATCH, ReportKey, fact_rows, origin_of, report_keys, report_rows
from dragoman.desk.shared import SharedStore
from dragoman.store import StoreError
from dragoman.store.queries import plain

LOG = logging.getLogger(__name__)
WAIT = 0.1
"""Seconds a page waits for the index to follow the store: a small one is there by then."""
OPEN, CLOSE = "\x02", "\x03"
"""Stand around words that were looked for; no text has them, since control characters are taken out."""
WORDS = 28
"""Words of a report that are shown around what was found; FTS5 gives at most 64."""
SENTENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What else must hold of what is found; what is left empty does not filter.

    Attributes:
        kind: of fact.
        since, until: publication of a report; of a fact, days that its date, as far as it is known, overlaps.
        publisher: words of the outlet's name.
    """

    kind: str = ""
    since: date | None = None
    until: date | None = None
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found.

    Attributes:
        id: of the report or the fact.
        text: an excerpt with what was looked for between :data:`OPEN` and :data:`CLOSE`.
        title: headline of a report, marked likewise.
        published: ISO 8601, of a report.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the index has followed the store.

    Attributes:
        done, total: reports in the index, and in the store.
        is_current: whether it is of the store as it is now.
        problem: one line if it can't follow, else empty.
    """

    done: int
    total: int
    is_current: bool
    problem: str = ""


class SearchIndex:
    """The index of a store; it is brought up to date beside the requests, by one thread."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store
        self._turn = Condition()
        self._file: SearchFile | None = None
        self._stamp = ""
        self._running = False
        self._is_closed = False
        self._done = self._total = 0
        self._problem = ""
        self.has_full_text = has_full_text()

    def follow(self, stamp: str, wait: float = WAIT) -> Progress:
        """Let the index follow the store, in the background.

        Args:
            stamp: of the store as it is now (:meth:`Store.stamp`).
            wait: seconds to wait for it.
        """
        with self._turn:
            if self._stamp != stamp and not self._running and not self._is_closed:
                self._running = True
                Thread(target=self._work, daemon=True, name="search index").start()
            self._turn.wait_for(lambda: self._stamp == stamp or not self._running, wait)
            return Progress(done=self._done, total=self._total, is_current=self._stamp == stamp, problem=self._problem)

    def close(self) -> None:
        """Stop following, after the batch that is being written."""
        with self._turn:
            self._is_closed = True
            self._turn.wait_for(lambda: not self._running, 5)
            if self._file is not None and not self._running:
                self._file.close()

    # Asking

    def expression(self, terms: Sequence[Term]) -> str:
        """What :meth:`reports` and the others take, with the ways in which these texts write the words."""
        apart: dict[str, list[str]] = {}
        with self._opened() as connection:
            for word in {joined(term.words) for term in terms}:
                # An English plural is looked up by its singular besides; the index keeps stems of both.
                rows = connection.execute(
                    "SELECT apart FROM joined WHERE word IN (?, ?)", (word, word.removesuffix("s"))
                )
                apart[word] = [row[0] for row in rows]
        return match_of(terms, apart)

    def reports(self, match: str, wanted: Wanted, limit: int, offset: int = 0) -> tuple[list[Hit], int]:
        """Reports that fit an expression, best first, and how many there are."""
        where, values = _where(wanted, "published", "published")
        with self._opened() as connection:
            total, numbers = _page(connection, "report_words", "reports", match, where, values, limit, offset)
            sql = (
                f"SELECT r.id, snippet(report_words, 1, '{OPEN}', '{CLOSE}', ' … ', {WORDS}),"
                f" highlight(report_words, 0, '{OPEN}', '{CLOSE}'), r.outlet, r.published"
                " FROM report_words JOIN reports r ON r.number = report_words.rowid"
                " WHERE report_words MATCH ? AND report_words.rowid = ?"
            )
            found = [connection.execute(sql, (match, number)).fetchone() for number in numbers]
        return [
            Hit(id=row[0], text=row[1], title=row[2], publisher=row[3] or "", published=row[4] or "")
            for row in found
            if row is not None
        ], total

    def facts(self, match: str, wanted: Wanted, limit: int, offset: int = 0) -> tuple[list[Hit], int]:
        """Facts that fit an expression, best first, and how many there are."""
        where, values = _where(wanted, "first_day", "last_day")
        with self._opened() as connection:
            total, numbers = _page(connection, "fact_words", "facts", match, where, values, limit, offset)
            sql = (
                f"SELECT f.id, snippet(fact_words, 0, '{OPEN}', '{CLOSE}', ' … ', {SENTENCE})"
                " FROM fact_words JOIN facts f ON f.number = fact_words.rowid"
                " WHERE fact_words MATCH ? AND fact_words.rowid = ?"
            )
            found = [connection.execute(sql, (match, number)).fetchone() for number in numbers]
        return [Hit(id=row[0], text=row[1]) for row in found if row is not None], total

    def fact_ids(self, match: str, wanted: Wanted) -> list[str]:
        """Ids of all facts that fit an expression, best first."""
        where, values = _where(wanted, "first_day", "last_day")
        with self._opened() as connection:
            _, numbers = _page(connection, "fact_words", "facts", match, where, values, -1, 0)
            sql = "SELECT id FROM facts WHERE number = ?"
            return [connection.execute(sql, (number,)).fetchone()[0] for number in numbers]

    def _opened(self) -> Any:
        return self._open_file().open()

    def _open_file(self) -> SearchFile:
        with self._turn:
            if self._file is None:
                self._file = SearchFile(self._store.path)
            return self._file

    # Following

    def _work(self) -> None:
        problem = ""
        try:
            try:
                stamp = self._follow()
            except sqlite3.DatabaseError as error:
                # Damaged, deleted or of another making: it holds nothing that the store does not have.
                LOG.info("the search index of %s is made anew: %s", self._store.path, error)
                self._open_file().prepare(anew=True)
                stamp = self._follow()
        except (sqlite3.Error, OSError, StoreError) as error:
            LOG.warning("the search index of %s can't follow it: %s", self._store.path, error)
            stamp, problem = "", " ".join(str(error).split())
        except Exception as error:  # a page must not wait for ever for a thread that is gone
            LOG.exception("the search index of %s can't follow it", self._store.path)
            stamp, problem = "", type(error).__name__
        with self._turn:
            self._stamp, self._problem, self._running = stamp, problem, False
            self._turn.notify_all()

    def _follow(self) -> str:
        """Take out what is gone or was coded anew, and add what is new; returns the stamp of what it followed."""
        with self._store.reading() as store:
            stamp, origin, wanted = store.stamp(), origin_of(store), report_keys(store)
        file = self._open_file()
        with file.writing() as connection:
            if _kept(connection, "origin") != origin:
                for table in ("reports", "facts", "report_words", "fact_words", "joined"):
                    connection.execute(f"DELETE FROM {table}")
                _keep(connection, "origin", origin)
            there = {row[0]: ReportKey(*row) for row in connection.execute("SELECT id, read_run, facts FROM reports")}
        gone = [key for key in there if key not in wanted]
        todo = [key for key, state in wanted.items() if there.get(key) != state]
        self._tell(len(wanted) - len(todo), len(wanted))
        for start in range(0, len(gone), BATCH):
            with file.writing() as connection:
                _take_out(connection, gone[start : start + BATCH])
        for start in range(0, len(todo), BATCH):
            if self._is_closed:
                return ""
            self._add(file, todo[start : start + BATCH])
            self._tell(len(wanted) - max(0, len(todo) - start - BATCH), len(wanted))
        return stamp

    def _add(self, file: SearchFile, ids: Sequence[str]) -> None:
        """Write some reports as they are now, unless another desk has done so meanwhile."""
        with self._store.reading() as store:
            reports, facts = report_rows(store, ids), fact_rows(store, ids)
        with file.writing() as connection:
            there = {key: ReportKey(key, *_state(connection, key)) for key in ids}
            fresh = [row for row in reports if there[row.key.id] != row.key]
            _take_out(connection, [row.key.id for row in fresh])
            numbers = {}
            for row in fresh:
                outlet = row.outlet or ""
                numbers[row.key.id] = connection.execute(
                    "INSERT INTO reports (id, read_run, facts, published, outlet, plain_outlet)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (row.key.id, row.key.read_run, row.key.facts, row.published, outlet, plain(outlet)),
                ).lastrowid
                connection.execute(
                    "INSERT INTO report_words (rowid, title, body, outlet) VALUES (?, ?, ?, ?)",
                    (numbers[row.key.id], row.title, row.text, outlet),
                )
                words = hyphened(f"{row.title} {row.text}")
                connection.executemany("INSERT OR IGNORE INTO joined (word, apart) VALUES (?, ?)", words.items())
            for fact in facts:
                if fact.report in numbers:
                    number = connection.execute(
                        "INSERT INTO facts (id, report, kind, first_day, last_day) VALUES (?, ?, ?, ?, ?)",
                        (fact.id, numbers[fact.report], fact.kind, fact.first_day, fact.last_day),
                    ).lastrowid
                    connection.execute(
                        "INSERT INTO fact_words (rowid, sentence, actors, topics) VALUES (?, ?, ?, ?)",
                        (number, fact.sentence, fact.actors, fact.topics),
                    )

    def _tell(self, done: int, total: int) -> None:
        with self._turn:
            self._done, self._total = done, total


def _state(connection: sqlite3.Connection, key: str) -> tuple[int, int]:
    row = connection.execute("SELECT read_run, facts FROM reports WHERE id = ?", (key,)).fetchone()
    return (row[0], row[1]) if row is not None else (-1, -1)


def _take_out(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    for key in ids:
        row = connection.execute("SELECT number FROM reports WHERE id = ?", (key,)).fetchone()
        if row is None:
            continue
        connection.execute("DELETE FROM fact_words WHERE rowid IN (SELECT number FROM facts WHERE report = ?)", row)
        connection.execute("DELETE FROM facts WHERE report = ?", row)
        connection.execute("DELETE FROM report_words WHERE rowid = ?", row)
        connection.execute("DELETE FROM reports WHERE number = ?", row)


def _kept(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute("SELECT value FROM kept WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row is not None else ""


def _keep(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO kept (name, value) VALUES (?, ?)", (name, value))


def _where(wanted: Wanted, first: str, last: str) -> tuple[str, list[str]]:
    """Conditions besides the words, over the table of reports (r) or of facts (f) with their reports (r)."""
    of = "r" if first == "published" else "f"
    parts: list[tuple[str, str]] = []
    if wanted.kind and of == "f":
        parts.append(("f.kind = ?", wanted.kind))
    if wanted.since is not None:
        parts.append((f"{of}.{last} >= ?", wanted.since.isoformat()))
    if wanted.until is not None:
        parts.append((f"{of}.{first} <= ?", wanted.until.isoformat()))
    if wanted.publisher.strip():
        parts.append(("instr(r.plain_outlet, ?) > 0", plain(wanted.publisher)))
    return "".join(f" AND {sql}" for sql, _ in parts), [value for _, value in parts]


def _page(
    connection: sqlite3.Connection,
    words: str,
    table: str,
    match: str,
    where: str,
    values: Sequence[str],
    limit: int,
    offset: int,
) -> tuple[int, list[int]]:
    """How many rows fit, and the numbers of those of a page, best first."""
    joins = ""
    if where:
        joins = f" JOIN {table} {table[0]} ON {table[0]}.number = {words}.rowid"
        joins += " JOIN reports r ON r.number = f.report" if table == "facts" and "(r." in where else ""
    condition = f"FROM {words}{joins} WHERE {words} MATCH ?{where}"
    total = connection.execute(f"SELECT count(*) {condition}", (match, *values)).fetchone()[0]
    sql = f"SELECT {words}.rowid {condition} ORDER BY rank LIMIT ? OFFSET ?"
    return total, [row[0] for row in connection.execute(sql, (match, *values, limit, offset))]

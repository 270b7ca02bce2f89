"""The file of the search index: an SQLite database beside the store that can be deleted and is made anew."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SUFFIX = ".search.sqlite"
APPLICATION = 0x44726167
"""Marks the file as ours (``PRAGMA application_id``), so that no other file is ever overwritten."""
VERSION = 2
"""Of the tables below; a file of another version is made anew."""
HEADER = 72
PATIENCE = 10.0
"""Seconds to wait for another process that writes."""
TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
TABLES = (
    "CREATE TABLE kept (name TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT UNIQUE, read_run INTEGER, facts INTEGER,"
    " published TEXT, outlet TEXT, plain_outlet TEXT)",
    f"CREATE VIRTUAL TABLE report_words USING fts5(title, body, outlet, {TOKENS})",
    "CREATE TABLE facts (number INTEGER PRIMARY KEY, id TEXT, report INTEGER, kind TEXT, first_day TEXT,"
    " last_day TEXT)",
    "CREATE INDEX facts_of_report ON facts (report)",
    f"CREATE VIRTUAL TABLE fact_words USING fts5(sentence, actors, topics, {TOKENS})",
    # Words written with a hyphen, so that "ceasefire" finds "cease-fire".
    "CREATE TABLE joined (word TEXT, apart TEXT, PRIMARY KEY (word, apart)) WITHOUT ROWID",
    # A word in a headline weighs most; of a fact, who and what it is about a little more than the rest of the sentence.
    "INSERT INTO report_words (report_words, rank) VALUES ('rank', 'bm25(5.0, 1.0, 2.0)')",
    "INSERT INTO fact_words (fact_words, rank) VALUES ('rank', 'bm25(1.0, 1.5, 1.5)')",
)


def has_full_text() -> bool:
    """Whether Python's SQLite was built with FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE tried USING fts5(words)")
        except sqlite3.OperationalError:
            return False
    return True


class SearchFile:
    """Where the index of a store is kept.

    Args:
        store: the store's file; the index is ``NAME.search.sqlite`` beside it, or in a temporary folder where that
            can't be written or is somebody else's file.
    """

    def __init__(self, store: Path) -> None:
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        self.path = store.with_suffix(SUFFIX)
        if not (_is_ours(self.path) and self._prepared()):
            self._temporary = tempfile.TemporaryDirectory(prefix="dragoman-search-", ignore_cleanup_errors=True)
            self.path = Path(self._temporary.name) / self.path.name
            self.prepare()

    @property
    def is_temporary(self) -> bool:
        """Whether it is gone when the desk is closed."""
        return self._temporary is not None

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for one thread; readers see what was committed, also while another writes.

        Raises:
            sqlite3.Error: the file is gone, damaged, or kept by another process for too long.
        """
        address = f"{self.path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = NORMAL")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction, of which there is one at a time; all of it is kept, or nothing."""
        with self.open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise

    def prepare(self, *, anew: bool = False) -> None:
        """Make the tables if they are not there, or are of another version.

        Args:
            anew: begin with an empty file.

        Raises:
            sqlite3.Error, OSError: it can't be written.
        """
        if anew:
            self._remove()
        with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                for (table,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN"
                    " ('kept', 'reports', 'facts', 'report_words', 'fact_words', 'joined')"
                ).fetchall():
                    connection.execute(f"DROP TABLE {table}")
                for statement in TABLES:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")

    def close(self) -> None:
        """Let go of a temporary file."""
        if self._temporary is not None:
            self._temporary.cleanup()

    def _prepared(self) -> bool:
        """Make the tables; a damaged file of ours is made anew. False where nothing can be written."""
        for anew in (False, True):
            try:
                self.prepare(anew=anew)
            except (sqlite3.Error, OSError):
                continue
            return True
        return False

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


def _is_ours(path: Path) -> bool:
    """Whether there is no such file yet, an empty one, or one with our mark."""
    try:
        with path.open("rb") as stream:
            start = stream.read(HEADER)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not start or (start.startswith(b"SQLite format 3\0") and start[68:72] == APPLICATION.to_bytes(4, "big"))

"""One store for many threads of a server, and for the command line beside it.

DuckDB lets one process write a file, or many read it. So the file is open for reading only while somebody looks into
it, for writing only as long as a change takes, and closed when nobody does anything: ``dragoman read`` and the desk
take turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Timer, local

from dragoman.store import Store, StoreError, open_store
from dragoman.store.duckdb import DuckDBStore

IDLE = 1.0
"""Seconds after which a file that nobody looks into is closed; opening it takes some hundredths of a second."""
PATIENCE = 10.0
"""Seconds to wait for another process, or for those who are reading, before the store counts as in use."""
PAUSE = 0.05


class SharedStore:
    """A store that any thread may read or change; changes wait for readers, and new readers for changes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = Condition()
        self._own = local()
        self._open: DuckDBStore | None = None
        self._readers = 0
        self._writers = 0
        self._is_changing = False
        self._timer: Timer | None = None

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store as it is now; keep it no longer than it takes to fetch what is needed.

        Raises:
            StoreError: it can't be opened, or another process keeps it.
        """
        depth = getattr(self._own, "depth", 0)
        with self._turn:
            if not depth:
                # Who reads already may read on: a change waits for it to end.
                self._wait(lambda: not self._is_changing and not self._writers)
            if self._open is None:
                self._open = _opened(self.path, read_only=True)
            self._readers += 1
            twin = self._open.twin()
        self._own.depth = depth + 1
        try:
            yield twin
        finally:
            self._own.depth = depth
            twin.close()
            with self._turn:
                self._readers -= 1
                if not self._readers:
                    self._close_later()
                self._turn.notify_all()

    @contextmanager
    def changing(self) -> Iterator[Store]:
        """The store to write to; what is written is on the disk when the block ends without an error.

        Raises:
            StoreError: it can't be opened or written, or others keep it.
        """
        with self._turn:
            self._writers += 1
            try:
                self._wait(lambda: not self._readers and not self._is_changing)
                self._is_changing = True
            finally:
                self._writers -= 1
                self._turn.notify_all()
            self._close()
        try:
            with _opened(self.path, read_only=False) as store:
                yield store
        finally:
            with self._turn:
                self._is_changing = False
                self._turn.notify_all()

    def close(self) -> None:
        """Close the file, as soon as nobody looks into it."""
        with self._turn:
            self._wait(lambda: not self._readers)
            self._close()

    def _wait(self, is_free: Callable[[], bool]) -> None:
        if not self._turn.wait_for(is_free, PATIENCE):
            raise StoreError(f"{self.path} is busy; try again in a moment")

    def _close_later(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(IDLE, self._close_if_idle)
        self._timer.daemon = True
        self._timer.start()

    def _close_if_idle(self) -> None:
        with self._turn:
            if not self._readers and not self._is_changing:
                self._close()

    def _close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._open is not None:
            self._open.close()
            self._open = None


def _opened(path: Path, *, read_only: bool) -> DuckDBStore:
    """The file, as soon as no other process keeps it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return open_store(path, read_only=read_only)
        except StoreError as error:
            if "in use" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(PAUSE)

"""Something worked out from a whole store, kept until the store changes, and worked out beside the requests."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition, Thread
from typing import Generic, TypeVar

from dragoman.desk.shared import SharedStore
from dragoman.store import Store

LOG = logging.getLogger(__name__)
T = TypeVar("T")
WAIT = 0.15
"""Seconds a page waits for a new value before it shows the old one, or that there is none yet: half of what the first
paint may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """What there is.

    Attributes:
        value: ``None`` while it is worked out for the first time.
        is_current: whether it is of the store as it is now.
    """

    value: T | None
    is_current: bool


class Kept(Generic[T]):
    """A value of a store. One is worked out at a time: while reports come in, each is shown before the next is begun.

    Args:
        make: fetches what it needs from the store and returns the function that works it out, which runs when the
            store is no longer kept.
    """

    def __init__(self, store: SharedStore, make: Callable[[Store], Callable[[], T]]) -> None:
        self._store = store
        self._make = make
        self._turn = Condition()
        self._value: T | None = None
        self._stamp = ""
        self._is_working = False
        self._error: Exception | None = None

    def now(self, stamp: str, wait: float = WAIT) -> Found[T]:
        """The value, if it is there or comes in time; else the one before.

        Args:
            stamp: of the store as it is now (:meth:`Store.stamp`).
            wait: seconds that it may take.

        Raises:
            Exception: whatever working it out raised.
        """
        with self._turn:
            if self._stamp != stamp and not self._is_working:
                self._is_working, self._error = True, None
                Thread(target=self._work, daemon=True).start()
            self._turn.wait_for(lambda: self._stamp == stamp or not self._is_working, wait)
            if self._error is not None and self._stamp != stamp:
                error, self._error = self._error, None
                raise error
            return Found(value=self._value, is_current=self._stamp == stamp)

    def _work(self) -> None:
        try:
            with self._store.reading() as store:
                # Of the store as it is now, which may have changed since somebody asked.
                stamp, work = store.stamp(), self._make(store)
            value = work()
        except Exception as error:  # raised again where somebody waits for the value
            LOG.warning("working out of %s failed: %s", self._store.path, error)
            with self._turn:
                self._error, self._is_working = error, False
                self._turn.notify_all()
            return
        with self._turn:
            self._value, self._stamp, self._is_working = value, stamp, False
            self._turn.notify_all()

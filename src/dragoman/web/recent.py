"""The answers that were worked out last, so that the same question is not worked out twice."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, Thread
from typing import Any, TypeVar

LOG = logging.getLogger(__name__)
T = TypeVar("T")
MOST = 64
"""Answers kept: a chart is some hundred kilobytes."""


class Recent:
    """Answers by question; the question must name the stamp of the store that it is put to."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._turn = Lock()
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._working: dict[Hashable, Lock] = {}
        self._beside: dict[Hashable, Thread] = {}

    def has(self, key: Hashable) -> bool:
        """Whether the answer is there."""
        with self._turn:
            return key in self._found

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer, worked out by one thread while others that ask the same wait for it.

        Raises:
            Exception: whatever working it out raised; it is then tried again next time.
        """
        with self._turn:
            working = self._working.setdefault(key, Lock())
        with working:
            with self._turn:
                is_there = key in self._found
                if is_there:
                    self._found.move_to_end(key)
                    self._working.pop(key, None)
                    there: T = self._found[key]
            if is_there:
                return there
            try:
                made = make()
                with self._turn:
                    self._found[key] = made
                    while len(self._found) > self._most:
                        self._found.popitem(last=False)
            finally:
                with self._turn:
                    self._working.pop(key, None)
            return made

    def soon(self, key: Hashable, make: Callable[[], T], wait: float) -> T | None:
        """The answer if it is there or comes in time, else ``None``: it is then worked out beside the requests.

        Args:
            wait: seconds.

        Raises:
            Exception: whatever working it out raised.
        """
        if not self.has(key):
            with self._turn:
                thread = self._beside.get(key)
                if thread is None:
                    thread = self._beside[key] = Thread(target=self._work, args=(key, make), daemon=True)
                    thread.start()
            thread.join(wait)
            if thread.is_alive():
                return None
        return self.get(key, make)

    def _work(self, key: Hashable, make: Callable[[], Any]) -> None:
        try:
            self.get(key, make)
        except Exception as error:  # tried again, and raised, by whoever asks for it
            LOG.warning("working out an answer failed: %s", error)
        finally:
            with self._turn:
                self._beside.pop(key, None)

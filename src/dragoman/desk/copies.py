"""Copies of earlier reports among what is added to a store."""

from __future__ import annotations

from datetime import date, timedelta

from dragoman.corpus.copies import DAYS, WINDOW, CopyFinder
from dragoman.model.text import Copy, Document
from dragoman.store import Store

FEW_DAYS = 10
"""So many days are looked up one by one; with more of them, all that may be copied is fetched at once: some articles of
one day need not wait for that, 60 microseconds for each report in the store."""


class StoreCopies:
    """Looks for copies among the last reports of a store and those that are added; good for one time of adding."""

    def __init__(self) -> None:
        self.found = 0
        """Copies so far."""
        self._finder = CopyFinder()
        self._days: set[date] = set()
        self._is_complete = False

    def look(self, store: Store, document: Document) -> Copy | None:
        """Of which report the new document is a copy, if it is one."""
        if not self._is_complete and document.published not in self._days:
            self._fetch(store, document.published)
        copy = self._finder.look(document)
        self.found += copy is not None
        return copy

    def _fetch(self, store: Store, day: date | None) -> None:
        """Look at what the store has of the days around one, or of all of them."""
        if day is None or len(self._days) >= FEW_DAYS or not store.count_documents():
            self._is_complete = True
            self._finder.remember(store.originals(limit=WINDOW))
            return
        self._days.add(day)
        about = timedelta(days=DAYS)
        self._finder.remember(store.originals(since=day - about, until=day + about, limit=WINDOW))

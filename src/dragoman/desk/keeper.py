"""The store of a session: a new one is made only when there is a document for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from dragoman.desk.copies import StoreCopies
from dragoman.model.facts import Fact
from dragoman.model.text import Document, DocumentError
from dragoman.store import Added, FactFilter, ReadReport, Run, Setup, Store, StoreError, open_store


class Keeper:
    """Opens the store at once if there is one; ``setup`` must be set before anything is added.

    Raises:
        StoreError: from every method, if the store fails.
    """

    def __init__(self, path: Path, arguments: Sequence[str]) -> None:
        self.setup: Setup | None = None
        self._path = path
        self._arguments = arguments
        self._run: Run | None = None
        self._early: list[DocumentError] = []
        self._copies = StoreCopies()
        self._store: Store | None = open_store(path) if path.expanduser().exists() else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._store.__exit__(kind, error, trace)

    def is_coded(self, document: Document) -> bool:
        """Whether reading the document again would change nothing."""
        return self._store is not None and self.setup is not None and self._store.is_coded(document.id, self.setup)

    def facts(self, document: Document) -> tuple[Fact, ...]:
        """Facts of a document that the store has."""
        if self._store is None:
            return ()
        return tuple(row.fact for row in self._store.iter_facts(FactFilter(document=document.id)))

    def add(self, report: ReadReport, *, again: bool) -> Added:
        """Keep a report; ``again`` replaces the coding that is there."""
        store, run = self._begun()
        return store.add(report, run, again=again, find_copy=partial(self._copies.look, store))

    @property
    def copies(self) -> int:
        """How many of the documents added are copies of earlier reports."""
        return self._copies.found

    def add_error(self, error: DocumentError) -> None:
        """Keep an error, as soon as there is a store."""
        if self._store is None:
            self._early.append(error)
        else:
            store, run = self._begun()
            store.add_error(error, run)

    def finish(self) -> int:
        """Write all that is still in memory; returns the length of a reference."""
        if self._store is None:
            return 0
        self._store.flush()
        return self._store.id_length()

    def _begun(self) -> tuple[Store, Run]:
        """The open store and the run, which is noted with the first thing added."""
        if self.setup is None:
            raise StoreError(f"{self._path}: the setup of the run is not known")
        if self._store is None:
            self._store = open_store(self._path)
        if self._run is None:
            self._run = self._store.begin_run(self.setup, self._arguments)
            for error in self._early:
                self._store.add_error(error, self._run)
        return self._store, self._run

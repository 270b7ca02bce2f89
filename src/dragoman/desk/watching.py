"""Reads what arrives into a store that others look into meanwhile."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from dragoman.corpus.options import ReadOptions
from dragoman.corpus.sources import Source, find_sources
from dragoman.desk.copies import StoreCopies
from dragoman.desk.reading import PASSED_OVER, At, read_all, source_documents
from dragoman.desk.shared import SharedStore
from dragoman.model.text import Document, DocumentError
from dragoman.pipeline import Reader, Report
from dragoman.store import Added, Run, Setup, StoreError

BATCH = 16
"""Documents that are written at once; the store is open for writing some hundredths of a second."""
RETRY = 3.0
"""Seconds until a store that another process keeps is tried again."""
Stamp = tuple[int, int]
"""Size and time of change of a file."""
Found = TypeVar("Found")


class Watched:
    """A store that grows while the web desk and other commands use it: it is open only during a change.

    Args:
        say: told each error once, and when the store has to be waited for.
    """

    def __init__(
        self, path: Path, reader: Reader, setup: Setup, arguments: Sequence[str], say: Callable[[str], None]
    ) -> None:
        self.counts: Counter[str] = Counter()
        """Documents ``read``, ``known`` and ``failed``, ``copies``, and ``facts``."""
        self._store = SharedStore(path)
        self._reader, self._setup, self._arguments, self._say = reader, setup, tuple(arguments), say
        self._run: Run | None = None
        self._told: set[tuple[str, str]] = set()
        self._kept = self._patiently(self._known_errors)

    def take(self, items: Iterable[tuple[At, Document | DocumentError]]) -> None:
        """Read documents that the store does not have, some at a time."""
        waiting = iter(items)
        while batch := list(islice(waiting, BATCH)):
            known = self._patiently(partial(self._known, [item for _, item in batch if isinstance(item, Document)]))
            new = [(at, item) for at, item in batch if not (isinstance(item, Document) and item.id in known)]
            self.counts["known"] += len(batch) - len(new)
            results = [result for _, result in read_all(self._reader, new)]
            for result in results:
                if isinstance(result, DocumentError):
                    self._tell(result)
            errors = [each for each in results if isinstance(each, DocumentError) and self._is_new(each)]
            reports = [each for each in results if not isinstance(each, DocumentError)]
            if errors or reports:
                self._patiently(partial(self._write, reports, errors))

    def setting(self, name: str) -> str:
        """A value that was kept in the store."""
        return self._patiently(partial(self._setting, name))

    def keep_setting(self, name: str, value: str) -> None:
        """Keep a value in the store."""
        self._patiently(partial(self._keep_setting, name, value))

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _known(self, documents: Sequence[Document]) -> set[str]:
        with self._store.reading() as store:
            return {each.id for each in documents if store.is_coded(each.id, self._setup)}

    def _known_errors(self) -> set[tuple[str, str]]:
        with self._store.reading() as store:
            return {(row.location, row.reason) for row in store.errors()}

    def _setting(self, name: str) -> str:
        with self._store.reading() as store:
            return store.setting(name)

    def _keep_setting(self, name: str, value: str) -> None:
        with self._store.changing() as store:
            store.set_setting(name, value)

    def _is_new(self, error: DocumentError) -> bool:
        """Whether an error is to be kept: one that is there already is not, though its file is looked at again."""
        key = (error.location, error.reason)
        if key in self._kept or error.reason.startswith(PASSED_OVER):
            return False
        self._kept.add(key)
        return True

    def _tell(self, error: DocumentError) -> None:
        key = (error.location, error.reason)
        if key not in self._told:
            self._told.add(key)
            self.counts["failed"] += not error.reason.startswith(PASSED_OVER)
            self._say(f"{error.location}: {error.reason}")

    def _write(self, reports: Sequence[Report], errors: Sequence[DocumentError]) -> None:
        made: Counter[str] = Counter()
        copies = StoreCopies()
        with self._store.changing() as store:
            run = self._run or store.begin_run(self._setup, self._arguments)
            for error in errors:
                store.add_error(error, run)
            for report in reports:
                try:
                    added = store.add(report, run, find_copy=partial(copies.look, store))
                except (TypeError, ValueError) as error:
                    location = report.document.url or report.document.title or report.document.id
                    store.add_error(DocumentError(location=location, reason=f"can't be stored: {error}"), run)
                    made["failed"] += 1
                    continue
                made["known" if added is Added.KNOWN else "read"] += 1
                made["facts"] += 0 if added is Added.KNOWN else len(report.facts)
        # Only now is it on the disk.
        self._run = run
        made["copies"] = copies.found
        self.counts.update(made)

    def _patiently(self, work: Callable[[], Found]) -> Found:
        """Do something with the store, as soon as no other process keeps it."""
        is_told = False
        while True:
            try:
                return work()
            except StoreError as error:
                if "in use" not in str(error) and "busy" not in str(error):
                    raise
                if not is_told:
                    self._say(f"waiting: {error}")
                    is_told = True
                time.sleep(RETRY)


class Folder:
    """The files of a folder that have come to rest: as large and as old at two looks, one interval apart."""

    def __init__(self, path: Path, options: ReadOptions) -> None:
        self._path = path
        self._options = options
        self._seen: dict[str, Stamp] = {}
        self._done: dict[str, Stamp] = {}
        self.moving = 0
        """Files that were not at rest at the last look."""

    def look(self) -> Iterator[tuple[At, Document | DocumentError]]:
        """Documents of the files that are new or changed since they were read, and what can't be read."""
        before, self._seen, self.moving = self._seen, {}, 0
        for source in find_sources(self._path):
            if isinstance(source, DocumentError):
                yield At(location=source.location, done=0), source
                continue
            stamp = _stamp(source)
            if stamp is None or self._done.get(source.location) == stamp:
                continue
            self._seen[source.location] = stamp
            if before.get(source.location) != stamp:
                self.moving += 1
                continue
            yield from source_documents(source, self._options)
            self._done[source.location] = stamp


def _stamp(source: Source) -> Stamp | None:
    """What tells that a file has changed; ``None`` if it is gone."""
    try:
        found = source.path.stat() if source.path is not None else None
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if found is not None else None

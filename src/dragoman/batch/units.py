"""The input as units of work: documents in a fixed order, each one once, so many to a unit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.batch.known import KnownIds
from dragoman.corpus.options import ReadOptions
from dragoman.corpus.sources import Source, find_sources
from dragoman.desk.reading import PASSED_OVER, At, file_size, source_documents
from dragoman.model.ids import content_id
from dragoman.model.text import Document, DocumentError
from dragoman.store.archive_runs import FileRead

UNIT_DOCUMENTS = 500
"""Documents to a unit: some seconds to half a minute of work, which is what a crash costs; 200,000 parts for a hundred
million."""
UNIT_CHARACTERS = 5_000_000
"""A unit is full at so many characters too: about two thousand wire stories."""
HASHED = 1 << 20
"""Bytes read at once to hash a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One document of the input, or why there is none.

    Attributes:
        key: id of the document, or a hash of location and reason.
        location: where it was found.
    """

    key: str
    location: str
    entry: Document | DocumentError

    @property
    def is_error(self) -> bool:
        """Whether there is no document."""
        return isinstance(self.entry, DocumentError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Items that are coded together; the same input gives the same units.

    Attributes:
        number: 1, 2, 3, ... in the run.
        done: bytes of the input up to its end, about.
    """

    number: int
    items: tuple[Item, ...]
    done: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is made of, by which it is known again."""
        return tuple(item.key for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told what the input turns out to hold.

    Attributes:
        found: each document, new or not.
        known: how many documents need no reading.
        failed: each error, new or not; also the remark on files that were passed over, which is none.
    """

    found: Callable[[At, Document], None] = lambda at, document: None
    known: Callable[[int], None] = lambda number: None
    failed: Callable[[DocumentError], None] = lambda error: None


class Input:
    """What the paths stand for, without what an archive has already.

    Args:
        coding: hash of all besides the files that decides what comes of them.
        ledger: files read to their end before.
    """

    def __init__(
        self, paths: Iterable[str], options: ReadOptions, *, coding: str = "", ledger: Iterable[FileRead] = ()
    ) -> None:
        self._paths = tuple(paths)
        self._options = options
        self._coding = coding
        self._ledger = {(file.content, file.size): file for file in ledger if file.options == coding}
        self._sizes: Collection[int] = {file.size for file in self._ledger.values()}
        self.files: list[FileRead] = []
        """Files read to their end."""

    def items(self, watch: Watch) -> Iterator[tuple[At, Item]]:
        """All documents and errors of files that were not read before, as they come."""
        done = 0
        for path in self._paths:
            for source in find_sources(path):
                if isinstance(source, DocumentError):
                    at = At(location=source.location, done=done)
                    yield from self._one(at, source, watch)
                    continue
                size = file_size(source.path)
                yield from self._file(source, size, done, watch)
                done += size

    def _file(self, source: Source, size: int, done: int, watch: Watch) -> Iterator[tuple[At, Item]]:
        # The hash is taken before reading: what is added to the file meanwhile gives it another one.
        content = content_hash(source.path) if source.path else ""
        before = self._ledger.get((content, size)) if content else None
        if before is not None:
            watch.known(before.documents)
            return
        documents = 0
        for at, entry in source_documents(source, self._options, done):
            documents += isinstance(entry, Document)
            yield from self._one(at, entry, watch)
        if content:
            file = FileRead(path=source.location, size=size, content=content, options=self._coding, documents=documents)
            self.files.append(file)

    def _one(self, at: At, entry: Document | DocumentError, watch: Watch) -> Iterator[tuple[At, Item]]:
        if isinstance(entry, Document):
            watch.found(at, entry)
            yield at, Item(key=entry.id, location=at.location, entry=entry)
            return
        watch.failed(entry)
        if not entry.reason.startswith(PASSED_OVER):
            yield at, Item(key=content_id("error", entry.location, entry.reason), location=at.location, entry=entry)


def content_hash(path: Path) -> str:
    """BLAKE2b of a file's bytes; empty if it can't be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(HASHED):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def make_units(
    items: Iterable[tuple[At, Item]], known: KnownIds, watch: Watch, *, documents: int = UNIT_DOCUMENTS
) -> Iterator[Unit]:
    """Put new items into units; each one is added to ``known``, so that what comes twice is read once."""
    waiting: list[Item] = []
    number, size, done = 0, 0, 0
    for at, item in items:
        done = at.done
        if not known.add(item.key):
            if isinstance(item.entry, Document):
                watch.known(1)
            continue
        waiting.append(item)
        size += len(item.entry.text) if isinstance(item.entry, Document) else 0
        if len(waiting) >= documents or size >= UNIT_CHARACTERS:
            number += 1
            yield Unit(number=number, items=tuple(waiting), done=done)
            waiting, size = [], 0
    if waiting:
        yield Unit(number=number + 1, items=tuple(waiting), done=done)

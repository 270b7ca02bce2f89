"""The input as units of work: documents in a fixed order, each one once, so many to a unit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dragoman.batch.known import KnownIds
from dragoman.corpus.options import ReadOptions
from dragoman.corpus.sources import STDIN, find_sources
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


class InputChangedError(Exception):
    """The input is not what it was when the run was stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in the input.

    Attributes:
        trail: hash of the files up to the one it lies in, that one included.
        entry: documents and errors of that file that lie before it.
    """

    trail: str
    entry: int


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
        self._after: Mark | None = None
        self._skipped: dict[tuple[str, int], FileRead] = {}
        self._trail, self._entry = "", 0
        self.files: list[FileRead] = []
        """Files read to their end."""

    def resume(self, after: Mark, files: Iterable[FileRead]) -> None:
        """Begin behind a mark; ``files`` were read to their end before it."""
        self._after = after
        self._skipped = {(file.content, file.size): file for file in files}

    @property
    def mark(self) -> Mark | None:
        """Where it is now; ``None`` where the same input can't be had again."""
        return None if STDIN in self._paths else Mark(trail=self._trail, entry=self._entry)

    def items(self, watch: Watch) -> Iterator[tuple[At, Item]]:
        """All documents and errors of files that were not read before, as they come.

        Raises:
            InputChangedError: the place to begin at is not there any more.
        """
        done = 0
        for path in self._paths:
            for source in find_sources(path):
                if isinstance(source, DocumentError):
                    at = At(location=source.location, done=done)
                    error = partial(iter, [(at, source)])
                    yield from self._source(f"{source.location}: {source.reason}", 0, error, watch)
                    continue
                size = file_size(source.path)
                # The hash is taken before reading: what is added to the file meanwhile gives it another one.
                content = content_hash(source.path, source.format) if source.path else ""
                entries = partial(source_documents, source, self._options, done)
                yield from self._source(content, size, entries, watch, path=source.location if content else "")
                done += size
        if self._after is not None:
            raise InputChangedError

    def _source(
        self,
        content: str,
        size: int,
        entries: Callable[[], Iterable[tuple[At, Document | DocumentError]]],
        watch: Watch,
        *,
        path: str = "",
    ) -> Iterator[tuple[At, Item]]:
        """What is new in one file, or one error in place of a file; a file with a path is noted once it is read."""
        self._trail = content_id("trail", self._trail, content)
        self._entry = 0
        before = self._ledger.get((content, size)) if path else None
        is_behind = self._after is not None and self._after.trail != self._trail
        skip = 0
        if self._after is not None and not is_behind:
            skip, self._after = self._after.entry, None
        if is_behind and before is None and (content, size) in self._skipped:
            before = self._skipped[content, size]
            self.files.append(before)
        if before is not None:
            watch.known(before.documents)
        if is_behind or before is not None:
            return
        documents, is_whole = 0, True
        for at, entry in entries():
            self._entry += 1
            documents += isinstance(entry, Document)
            # What is amiss with the file itself, and not with a record in it, may be otherwise the next time.
            is_whole = is_whole and not (isinstance(entry, DocumentError) and entry.location == path)
            if self._entry <= skip:
                watch.known(isinstance(entry, Document))
            else:
                yield from self._one(at, entry, watch)
        if path and is_whole:
            self.files.append(
                FileRead(path=path, size=size, content=content, options=self._coding, documents=documents)
            )

    def _one(self, at: At, entry: Document | DocumentError, watch: Watch) -> Iterator[tuple[At, Item]]:
        if isinstance(entry, Document):
            watch.found(at, entry)
            yield at, Item(key=entry.id, location=at.location, entry=entry)
            return
        watch.failed(entry)
        if not entry.reason.startswith(PASSED_OVER):
            yield at, Item(key=content_id("error", entry.location, entry.reason), location=at.location, entry=entry)


def content_hash(path: Path, form: str = "") -> str:
    """BLAKE2b of a file's bytes and of the format that its name says; empty if it can't be read."""
    digest = hashlib.blake2b(form.encode(), digest_size=16)
    try:
        with path.open("rb") as file:
            while block := file.read(HASHED):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()


def make_units(
    items: Iterable[tuple[At, Item]], known: KnownIds, watch: Watch, *, documents: int = UNIT_DOCUMENTS, made: int = 0
) -> Iterator[Unit]:
    """Put new items into units; each one is added to ``known``, so that what comes twice is read once.

    Args:
        made: number of units that lie before the first item.
    """
    waiting: list[Item] = []
    number, size, done = made, 0, 0
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

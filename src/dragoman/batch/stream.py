"""Worker processes behind the same face as :func:`dragoman.desk.reading.read_all`, for a store in one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from dragoman.batch.coding import Recipe, Task
from dragoman.batch.pool import LIMIT_SECONDS, Pool
from dragoman.batch.units import Item, Unit
from dragoman.desk.reading import At
from dragoman.model.facts import Event, Fact
from dragoman.model.text import Document, DocumentError
from dragoman.store import Setup

CHUNK_DOCUMENTS = 64
"""Documents to a unit: what the store writes at once."""
CHUNK_ENTRIES = 1024
"""A unit ends after so many entries, most of which need no reading."""
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A document with the facts that a worker found in it."""

    document: Document
    facts: tuple[Fact, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom."""
        return tuple(fact for fact in self.facts if isinstance(fact, Event))


class Workers:
    """Started processes that read documents in order.

    Args:
        recipe, jobs, limit: as for :class:`~dragoman.batch.pool.Pool`.
        documents: about how many there are at least; there is no use in more workers than units.
    """

    def __init__(self, recipe: Recipe, jobs: int, *, documents: int, limit: float = LIMIT_SECONDS) -> None:
        self._pool = Pool(recipe, jobs, limit=limit)
        self._first = max(1, documents // CHUNK_DOCUMENTS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    def start(self) -> Setup:
        """Wait until the first of them is ready.

        Raises:
            UserError: the model is missing or an actor file is wrong.
        """
        return self._pool.start(self._first)

    def read_all(
        self, items: Iterable[tuple[At, Document | Other]]
    ) -> Iterator[tuple[At, Coded | DocumentError | Other]]:
        """Read the documents among the items and pass on the rest, all in order, a bounded number at a time."""
        chunks: dict[int, list[tuple[At, Document | Other]]] = {}

        def tasks() -> Iterator[Task]:
            for number, chunk in enumerate(_chunks(items), 1):
                chunks[number] = chunk
                entries = [
                    Item(key=entry.id, location=at.location, entry=entry)
                    for at, entry in chunk
                    if isinstance(entry, Document)
                ]
                yield Task(unit=Unit(number=number, items=tuple(entries)), run=0)

        for outcome in self._pool.run(tasks()):
            results = iter(outcome.results)
            for at, entry in chunks.pop(outcome.number):
                if not isinstance(entry, Document):
                    yield at, entry
                    continue
                result = next(results)
                if isinstance(result, DocumentError):
                    yield at, result
                else:
                    yield at, Coded(document=entry, facts=result)


def _chunks(items: Iterable[tuple[At, Document | Other]]) -> Iterator[list[tuple[At, Document | Other]]]:
    chunk: list[tuple[At, Document | Other]] = []
    documents = 0
    for at, entry in items:
        chunk.append((at, entry))
        documents += isinstance(entry, Document)
        if documents >= CHUNK_DOCUMENTS or len(chunk) >= CHUNK_ENTRIES:
            yield chunk
            chunk, documents = [], 0
    if chunk:
        yield chunk

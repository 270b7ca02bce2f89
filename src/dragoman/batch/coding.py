"""From a unit of work to rows of the store's tables; what a worker does, whoever calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dragoman.batch.units import Unit
from dragoman.desk.reading import At, load_reader, read_all
from dragoman.desk.setup import setup_of
from dragoman.model.facts import Fact
from dragoman.model.text import Document, DocumentError
from dragoman.pipeline import Reader, Report
from dragoman.store import ReadReport, Setup
from dragoman.store.archive_parts import part_key, write_part
from dragoman.store.kinds import Row
from dragoman.store.payload import kind_of
from dragoman.store.rows import report_rows

READ, FAILED, BACKGROUND = "read", "failed", "background"
"""Names in the counts of a unit, besides the kinds of fact."""


class Coder(Protocol):
    """What codes documents; loaded once in each worker."""

    @property
    def setup(self) -> Setup:
        """What decides the outcome."""
        ...

    def code(self, items: Iterable[tuple[At, Document]]) -> Iterator[tuple[At, ReadReport | DocumentError]]:
        """A report or an error for each document, in order."""
        ...


class Recipe(Protocol):
    """How a worker gets its coder; goes to each of them, so that it holds names and paths only."""

    def load(self) -> Coder:
        """Load it.

        Raises:
            UserError: something it needs is missing.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderCoder:
    """The coder that everything else is for: the pipeline with its model."""

    reader: Reader
    setup: Setup

    def code(self, items: Iterable[tuple[At, Document]]) -> Iterator[tuple[At, Report | DocumentError]]:
        """A report or an error for each document, in order."""
        yield from read_all(self.reader, items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRecipe:
    """Model and actor files of a :class:`ReaderCoder`."""

    model: str = ""
    actors: tuple[Path, ...] = ()

    def load(self) -> ReaderCoder:
        """Load model and tables; some seconds."""
        reader = load_reader(self.model, self.actors)
        return ReaderCoder(reader=reader, setup=setup_of(reader, self.actors))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A unit to be coded.

    Attributes:
        run: number that goes into the rows.
        archive: where its part is written, in which session; ``None`` hands the facts back.
        aside: documents that are not to be coded, by their place in the unit, with the reason.
        careful: code one document at a time and say which, to find the one that does harm.
    """

    unit: Unit
    run: int
    archive: Path | None = None
    session: str = ""
    aside: Mapping[int, str] = field(default_factory=dict)
    careful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a unit.

    Attributes:
        counts: documents read and failed, background events, facts by kind.
        errors: all of the unit, in order.
        results: the facts of each document or its error, in order; empty if they went into an archive.
    """

    number: int
    counts: Mapping[str, int]
    errors: tuple[DocumentError, ...]
    results: tuple[tuple[Fact, ...] | DocumentError, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Coded:
    """Rows and manifest of a part, as they come together."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[DocumentError] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


Tick = Callable[[int], None]
"""Told the place of the document that is coded, or from which on; -1 while rows are written."""
WRITING = -1


def carry_out(coder: Coder, task: Task, tick: Tick = lambda place: None) -> Outcome:
    """Code a unit and write its part; without an archive the facts are handed back.

    What comes of it depends on nothing but the unit, the coder and what is set aside.

    Raises:
        StoreError: the part can't be written.
    """
    if task.archive is None:
        results = [
            result if isinstance(result, DocumentError) else result.facts for result in _results(coder, task, tick)
        ]
        return Outcome(number=task.unit.number, counts={}, errors=(), results=tuple(results))
    coded = _code(coder, task, tick)
    tick(WRITING)
    write_part(
        task.archive, part_key(task.run, task.unit.number), coded.rows, run=task.run, setup=coder.setup.id,
        documents=coded.documents, failed=coded.failed, session=task.session,
    )  # fmt: skip
    return Outcome(number=task.unit.number, counts=dict(coded.counts), errors=tuple(coded.errors))


def _code(coder: Coder, task: Task, tick: Tick) -> _Coded:
    coded = _Coded()
    for item, result in zip(task.unit.items, _results(coder, task, tick), strict=True):
        made: list[tuple[str, Row]] = []
        if not isinstance(result, DocumentError):
            try:
                made = report_rows(result, added=task.run, run=task.run)
            except (TypeError, ValueError) as error:
                result = DocumentError(location=item.location, reason=f"can't be stored: {error}")
        if isinstance(result, DocumentError):
            coded.errors.append(result)
            coded.failed.append(item.key)
            coded.documents.append("")
            coded.counts[FAILED] += 1
            made = [("errors", (task.run, result.location, result.reason))]
        else:
            coded.documents.append(item.key)
            _count(coded.counts, result)
        for table, row in made:
            coded.rows.setdefault(table, []).append(row)
    return coded


def _results(coder: Coder, task: Task, tick: Tick) -> Iterator[ReadReport | DocumentError]:
    """What becomes of each item, in order."""
    entries = [
        DocumentError(location=item.location, reason=task.aside[place]) if place in task.aside else item.entry
        for place, item in enumerate(task.unit.items)
    ]
    wanted = [
        (At(location=item.location, done=place), entry)
        for place, (item, entry) in enumerate(zip(task.unit.items, entries, strict=True))
        if isinstance(entry, Document)
    ]
    coded = _one_at_a_time(coder, wanted, tick) if task.careful else coder.code(wanted)
    for place, entry in enumerate(entries):
        if isinstance(entry, DocumentError):
            yield entry
        else:
            yield next(coded)[1]
            tick(place + 1)


def _one_at_a_time(
    coder: Coder, wanted: Iterable[tuple[At, Document]], tick: Tick
) -> Iterator[tuple[At, ReadReport | DocumentError]]:
    for at, document in wanted:
        tick(at.done)
        yield from coder.code([(at, document)])


def _count(counts: Counter[str], report: ReadReport) -> None:
    counts[READ] += 1
    for fact in report.facts:
        counts[kind_of(fact)] += 1
        counts[BACKGROUND] += bool(getattr(fact, "background", False))

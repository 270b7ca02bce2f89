"""One run of reading: documents in, facts to the store and to standard output, and what is said about it."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from time import monotonic
from typing import Any

from dragoman.batch.coding import ReaderRecipe
from dragoman.batch.pool import LIMIT_SECONDS
from dragoman.batch.stream import Coded, Workers
from dragoman.commands.progress import Meter
from dragoman.commands.tally import FEW, look_into, store_option, summary, warn
from dragoman.commands.terminal import note, say, say_json, show
from dragoman.corpus.options import ReadOptions
from dragoman.corpus.sources import STDIN
from dragoman.desk.keeper import Keeper
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.reading import PASSED_OVER, At, find_documents, load_reader, read_all, total_size
from dragoman.desk.setup import setup_of
from dragoman.exchange.flat import EVENT_COLUMNS, event_record
from dragoman.exchange.rows import fact_row
from dragoman.model.facts import Fact
from dragoman.model.text import Document, DocumentError
from dragoman.pipeline import Report
from dragoman.report.readout import Reading, readout
from dragoman.report.words import count, id_length
from dragoman.store import Added, StoreError
from dragoman.store.payload import kind_of

MANY = 200
"""From so many documents on worker processes read: each loads the model, which takes as long as reading 200 stories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the user asked for.

    Attributes:
        store: file to add to, or ``None``.
        output: ``json``, ``csv``, or empty for a readout.
        again: code documents anew that the store has already.
        jobs: worker processes, where there is enough to read.
        limit: seconds for one document, where worker processes read.
    """

    store: Path | None
    output: str = ""
    quiet: bool = False
    again: bool = False
    model: str = ""
    actors: tuple[Path, ...] = ()
    jobs: int = 1
    limit: float = LIMIT_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A document that the store has already, coded by the same setup."""

    document: Document


class Session:
    """Carries out one ``dragoman read``."""

    def __init__(self, wanted: Wanted, options: ReadOptions, arguments: Sequence[str]) -> None:
        self._wanted = wanted
        self._options = options
        self._arguments = arguments
        self._counts: Counter[str] = Counter()
        self._facts: Counter[str] = Counter()
        self._readings: list[Reading] = []
        self._keeper: Keeper | None = None
        self._meter = Meter(shown=False, total=None)
        self._id_length = 0

    def run(self, paths: Sequence[str]) -> Exit:
        """Read everything and say what was done.

        Raises:
            UserError: nothing can begin, or the store failed on the way; what was stored before stays.
        """
        wanted = self._wanted
        try:
            with ExitStack() as stack:
                if wanted.store is not None:
                    # Before the model is loaded: a store that can't be opened is said at once.
                    self._keeper = stack.enter_context(Keeper(wanted.store, self._arguments))
                found = find_documents(paths, self._options)
                read = self._prepare(stack, found, paths)
                shown = sys.stderr.isatty() and not wanted.quiet
                total = total_size(paths) if shown else None
                self._meter = stack.enter_context(Meter(shown=shown, total=total))
                began = monotonic()
                self._read(read())
                seconds = monotonic() - began
                if self._keeper is not None:
                    self._id_length = self._keeper.finish()
                    self._counts["copies"] = self._keeper.copies
            if not wanted.quiet:
                self._conclude(seconds)
        except StoreError as error:
            raise UserError(str(error), Exit.STORE) from error
        except KeyboardInterrupt:
            kept = f"; what was read is in {wanted.store}, run the same again to go on" if wanted.store else ""
            raise UserError(f"stopped after {count(self._counts['read'], 'document')}{kept}", Exit.STOPPED) from None
        if not self._counts["failed"]:
            return Exit.DONE
        return Exit.FAILED if self._documents else Exit.USAGE

    @property
    def _documents(self) -> int:
        """Documents read, now or before."""
        return self._counts["read"] + self._counts["known"]

    def _prepare(
        self, stack: ExitStack, found: Iterator[tuple[At, Document | DocumentError]], paths: Sequence[str]
    ) -> Callable[[], Iterator[tuple[At, Report | Coded | DocumentError | Known]]]:
        """Load what reads, here or in worker processes; returns what begins to read."""
        wanted = self._wanted
        first = [] if wanted.jobs == 1 or STDIN in paths else list(islice(found, MANY))
        items = self._items(chain(first, found))
        if len(first) < MANY:
            reader = load_reader(wanted.model, wanted.actors)
            setup = setup_of(reader, wanted.actors)
            read: Callable[[], Iterator[Any]] = partial(read_all, reader, items)
        else:
            recipe = ReaderRecipe(model=wanted.model, actors=wanted.actors)
            workers = Workers(recipe, wanted.jobs, documents=len(first), limit=wanted.limit)
            setup = stack.enter_context(workers).start()
            read = partial(workers.read_all, items)
        if self._keeper is not None:
            self._keeper.setup = setup
        return read

    def _items(
        self, found: Iterable[tuple[At, Document | DocumentError]]
    ) -> Iterator[tuple[At, Document | DocumentError | Known]]:
        """What there is to read; documents that need no reading are marked."""
        for place, item in found:
            if isinstance(item, Document) and self._is_known(item):
                yield place, Known(document=item)
            else:
                yield place, item

    def _is_known(self, document: Document) -> bool:
        if self._keeper is None or self._wanted.again or self._wanted.output:
            return False
        return self._keeper.is_coded(document)

    def _read(self, results: Iterable[tuple[At, Report | Coded | DocumentError | Known]]) -> None:
        rows = self._writer()
        for place, result in results:
            if isinstance(result, DocumentError):
                self._failed(result)
                continue
            self._meter.update(place.done)
            warn(self._counts, place, result.document, self._note)
            if isinstance(result, Known):
                self._counts["known"] += 1
                self._remember(Reading(document=result.document, facts=self._stored_facts(result.document)))
                continue
            added = self._keep(place, result)
            if added is None:
                continue
            if added is Added.KNOWN and not self._wanted.output:
                # It comes twice, and the first one was on its way when the second was looked up.
                self._counts["known"] += 1
                continue
            self._counts["read"] += 1
            self._counts["background"] += sum(event.background for event in result.events)
            self._facts.update(kind_of(fact) for fact in result.facts)
            rows(result)
            self._remember(Reading(document=result.document, facts=result.facts))

    def _keep(self, place: At, report: Report | Coded) -> Added | None:
        """Add a report to the store, if there is one; one that can't be stored counts as failed and gives ``None``."""
        if self._keeper is None:
            return Added.NEW
        try:
            return self._keeper.add(report, again=self._wanted.again)
        except (TypeError, ValueError) as error:
            self._failed(DocumentError(location=place.location, reason=f"can't be stored: {error}"))
            return None

    def _writer(self) -> Callable[[Report | Coded], None]:
        """A function that writes the rows of a report to standard output."""
        if self._wanted.output == "json":
            return write_json
        if self._wanted.output == "csv":
            table = csv.DictWriter(sys.stdout, fieldnames=EVENT_COLUMNS, lineterminator="\n")
            table.writeheader()
            return lambda report: table.writerows(event_record(event, report.document) for event in report.events)
        return lambda report: None

    def _remember(self, reading: Reading) -> None:
        if len(self._readings) <= FEW:
            self._readings.append(reading)

    def _stored_facts(self, document: Document) -> tuple[Fact, ...]:
        if self._keeper is None or len(self._readings) > FEW:
            return ()
        return self._keeper.facts(document)

    def _failed(self, error: DocumentError) -> None:
        if error.reason.startswith(PASSED_OVER):
            self._note(f"{error.location}: {error.reason}")
            return
        self._counts["failed"] += 1
        self._meter.note(f"{error.location}: {error.reason}")
        if self._keeper is not None:
            self._keeper.add_error(error)

    def _note(self, line: str) -> None:
        if not self._wanted.quiet:
            self._meter.note(line)

    def _conclude(self, seconds: float) -> None:
        counts, wanted = self._counts, self._wanted
        if not self._documents:
            return
        few = self._documents <= FEW
        if few and not wanted.output and self._readings:
            ids = [fact.id for reading in self._readings for fact in reading.facts]
            length = self._id_length or id_length(ids)
            show(readout(self._readings, lambda key: key[:length]))
            say()
            if wanted.store is not None and ids:
                explain = f"dragoman explain {ids[0][:length]}{self._option()}"
                note(f"Kept in {wanted.store}. What a line stands on: {explain}")
        line = summary(counts, self._facts, seconds, wanted.store)
        if not few and not wanted.output:
            say(line)
            if wanted.store is not None:
                note(look_into(self._facts, wanted.store))
        elif counts["failed"] or wanted.output:
            note(line)

    def _option(self) -> str:
        return store_option(self._wanted.store)


def write_json(report: Report | Coded) -> None:
    """Write the facts of a report to standard output, one JSON object a line."""
    for fact in report.facts:
        say_json(fact_row(fact, report.document))

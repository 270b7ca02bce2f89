"""Reading into an archive: a run that goes on where it was stopped, and is done only when nothing is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import dragoman
from dragoman.batch.cluster import Cluster
from dragoman.batch.coding import Outcome, Recipe, Task
from dragoman.batch.known import KnownIds
from dragoman.batch.pool import LIMIT_SECONDS, Pool
from dragoman.batch.units import UNIT_DOCUMENTS, Input, Unit, Watch, make_units
from dragoman.corpus.options import ReadOptions
from dragoman.desk.setup import actors_version, tables_hash
from dragoman.model.ids import content_id
from dragoman.store import Setup, StoreError
from dragoman.store.archive_parts import begin_session, end_session, list_parts, make_archive, part_key
from dragoman.store.archive_runs import (
    DONE,
    OPEN,
    ArchiveRun,
    archive_lock,
    new_run,
    read_files,
    read_runs,
    write_files,
    write_run,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be read and how.

    Attributes:
        recipe: how workers get their coder; ``coding`` stands for it in hashes.
        coding: model and versions of all tables, as far as they are known before a model is loaded.
        jobs: worker processes.
        documents: to a unit.
        limit: seconds for one document.
        cluster: address of a Dask scheduler whose workers read, instead of processes on this machine.
    """

    archive: Path
    paths: tuple[str, ...]
    options: ReadOptions
    recipe: Recipe
    coding: str
    arguments: tuple[str, ...] = ()
    jobs: int = 1
    documents: int = UNIT_DOCUMENTS
    limit: float = LIMIT_SECONDS
    cluster: str = ""

    @property
    def reading(self) -> str:
        """Hash of all besides the files that decides what comes of them."""
        options = self.options
        day = options.published.isoformat() if options.published else None
        columns = sorted(options.columns.items())
        return content_id(
            "reading", self.coding, day, options.publisher, columns, options.encoding, options.day_first,
            options.max_chars,
        )  # fmt: skip

    @property
    def input(self) -> str:
        """Hash of all that decides which units there are and what their parts hold."""
        return content_id("input", self.reading, list(self.paths), self.documents, self.limit)


class InputChangedError(Exception):
    """The input is not what it was when the run was stopped."""


@dataclass(slots=True, kw_only=True)
class _Committed:
    """What the archive has: all documents, and the parts of the run that is to go on.

    Attributes:
        inputs: hash of what a part was made of, by number of the unit.
        own: ids in those parts.
    """

    known: KnownIds = field(default_factory=KnownIds)
    inputs: dict[str, bytes] = field(default_factory=dict)
    own: KnownIds = field(default_factory=KnownIds)


def coding_of(model: str, actors: Sequence[Path]) -> str:
    """Hash of version, model and tables; quick, since no model is loaded."""
    tables = [tables_hash(name) for name in ("ontology", "lang")]
    return content_id("coding", dragoman.__version__, model, actors_version(actors), tables)


def read_into(
    plan: Plan, watch: Watch, on_unit: Callable[[Unit, Outcome], None] = lambda unit, outcome: None
) -> ArchiveRun | None:
    """Read what is new into an archive; returns the run, or ``None`` if there was nothing to read.

    A run with the same input that was stopped goes on under its own number, and its parts are as they would have been.

    Args:
        on_unit: told of each unit that was read now; not of those that were read before the run was stopped.

    Raises:
        StoreError: the archive is in use, holds another setup, or can't be written; or something was lost or doubled.
        UserError: the workers can't start.
    """
    make_archive(plan.archive)
    with archive_lock(plan.archive) as lock:
        while True:
            session = begin_session(plan.archive)
            try:
                return _Reading(plan, watch, on_unit, lock, session).read()
            except InputChangedError:
                # Closed as it is; what it has read is left out of the next one.
                watch = Watch()
                for run in read_runs(plan.archive):
                    _close(plan.archive, run)
            finally:
                end_session(plan.archive, session)


def _close(archive: Path, run: ArchiveRun) -> ArchiveRun:
    if run.state == DONE:
        return run
    parts = sum(part.run == run.id for part in list_parts(archive))
    done = replace(run, state=DONE, parts=parts)
    write_run(archive, done)
    return done


class _Reading:
    """One attempt at a run."""

    def __init__(
        self, plan: Plan, watch: Watch, on_unit: Callable[[Unit, Outcome], None], lock: int, session: str
    ) -> None:
        self._plan = plan
        self._watch = watch
        self._on_unit = on_unit
        self._lock = lock
        self._session = session
        self._runs = read_runs(plan.archive)
        self._run: ArchiveRun | None = None
        for run in self._runs:
            if run.state == OPEN and run.input == plan.input:
                self._run = run
            elif run.state == OPEN:
                _close(plan.archive, run)
        self._number = self._run.id if self._run else max((run.id for run in self._runs), default=0) + 1
        self._committed = _Committed()
        self._units: dict[int, Unit] = {}

    def read(self) -> ArchiveRun | None:
        plan = self._plan
        found = Input(plan.paths, plan.options, coding=plan.reading, ledger=read_files(plan.archive))
        with self._workers() as workers:
            for outcome in workers.run(self._tasks(found), self._begin):
                self._on_unit(self._units.pop(outcome.number), outcome)
        return self._finish(found)

    def _workers(self) -> Pool | Cluster:
        plan = self._plan
        if plan.cluster:
            return Cluster(plan.cluster, plan.recipe, limit=plan.limit)
        return Pool(plan.recipe, plan.jobs, limit=plan.limit, held=self._lock)

    def _tasks(self, found: Input) -> Iterator[Task]:
        """The units that have no part yet."""
        plan, committed = self._plan, self._committed
        items = found.items(self._watch)
        first = next(items, None)
        if first is None:
            return
        # Only now, since an input that was read before needs none of it.
        self._look()
        for unit in make_units(chain([first], items), committed.known, self._watch, documents=plan.documents):
            there = committed.inputs.get(part_key(self._number, unit.number))
            if there is not None and there == _hash(unit.keys):
                self._watch.known(sum(not item.is_error for item in unit.items))
                continue
            if there is not None or any(key in committed.own for key in unit.keys):
                raise InputChangedError
            self._units[unit.number] = unit
            yield Task(unit=unit, run=self._number, archive=plan.archive, session=self._session)

    def _look(self) -> None:
        """Find out what the archive has."""
        committed = self._committed
        for part in list_parts(self._plan.archive):
            if self._run is not None and part.run == self._run.id:
                committed.inputs[part.key] = _hash(part.inputs)
            for key in part.inputs:
                (committed.own if part.key in committed.inputs else committed.known).add(key)

    def _begin(self, setup: Setup) -> None:
        """The workers are ready: see that they code as the archive was coded, and note the run."""
        archive = self._plan.archive
        for run in self._runs:
            if run.setup != setup.id:
                raise StoreError(f"{archive}: {_difference(run, setup)}; make a new archive")
        if self._run is None:
            started = datetime.now(UTC).isoformat(timespec="seconds")
            self._run = new_run(self._number, started, setup, self._plan.arguments, self._plan.input)
            write_run(archive, self._run)

    def _finish(self, found: Input) -> ArchiveRun | None:
        """Close the run, once it is certain that everything is there once."""
        archive = self._plan.archive
        if self._run is None:
            if found.files and self._runs:
                write_files(archive, self._runs[-1].id, found.files)
            return None
        _check(archive, self._committed.known)
        write_files(archive, self._run.id, found.files)
        return _close(archive, self._run)


def _hash(keys: Sequence[str]) -> bytes:
    return hashlib.blake2b("\n".join(keys).encode(), digest_size=16).digest()


def _check(archive: Path, known: KnownIds) -> None:
    """See that the parts hold every document of the input and of earlier runs, each once.

    Raises:
        StoreError: they don't.
    """
    import numpy as np

    there = KnownIds()
    doubled = 0
    for part in list_parts(archive):
        doubled += sum(not there.add(key) for key in part.inputs)
    if doubled:
        raise StoreError(
            f"{archive}: {doubled:,} documents are in more than one part; 'dragoman store verify' says more"
        )
    missing = len(np.setdiff1d(known.numbers(), there.numbers(), assume_unique=True))
    if missing:
        raise StoreError(f"{archive}: {missing:,} documents of the input are in no part; run the same again")


def _difference(run: ArchiveRun, setup: Setup) -> str:
    """What was otherwise when the archive was coded."""
    names = ("version", "annotator", "codebook", "actors")
    changed = [f"{name} {getattr(run, name)!r}, now {getattr(setup, name)!r}" for name in names]
    changed = [text for name, text in zip(names, changed, strict=True) if getattr(run, name) != getattr(setup, name)]
    return f"it was coded with another setup ({'; '.join(changed)})"

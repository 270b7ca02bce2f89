"""Reading into an archive: a run that goes on where it was stopped, and is done only when nothing is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import dragoman
from dragoman.batch.cluster import Cluster
from dragoman.batch.coding import Outcome, Recipe, Task
from dragoman.batch.known import KnownIds
from dragoman.batch.pool import LIMIT_SECONDS, Pool
from dragoman.batch.units import UNIT_DOCUMENTS, Input, InputChangedError, Mark, Unit, Watch, make_units
from dragoman.corpus.options import ReadOptions
from dragoman.desk.setup import actors_version, tables_hash
from dragoman.model.ids import content_id
from dragoman.store import Setup, StoreError
from dragoman.store.archive_parts import (
    PARTS,
    begin_session,
    current_session,
    end_session,
    list_parts,
    make_archive,
    part_key,
    write_whole,
)
from dragoman.store.archive_runs import (
    DONE,
    OPEN,
    ArchiveRun,
    UnitMade,
    archive_lock,
    new_run,
    open_lock,
    read_files,
    read_runs,
    read_units,
    setup_difference,
    take_alone,
    take_shared,
    unit_line,
    units_path,
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
        share: read only one share of the units, as (its number, number of shares), both from 1.
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
    share: tuple[int, int] | None = None

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
    if plan.share:
        return _read_share(plan, watch, on_unit)
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


def _read_share(plan: Plan, watch: Watch, on_unit: Callable[[Unit, Outcome], None]) -> ArchiveRun | None:
    """Read one share of the units while other jobs read theirs; the last one to end closes the run."""
    with open_lock(plan.archive) as lock:
        is_first = take_alone(lock)
        if not is_first:
            take_shared(plan.archive, lock)
        session = begin_session(plan.archive) if is_first else current_session(plan.archive)
        try:
            return _Reading(plan, watch, on_unit, lock, session, is_alone=is_first).read()
        except InputChangedError:
            raise StoreError(
                f"{plan.archive}: the input has changed since the run began; wait until all jobs have ended, then give"
                " the command without --units"
            ) from None


def _close(archive: Path, run: ArchiveRun) -> ArchiveRun:
    if run.state == DONE:
        return run
    parts = sum(1 for _ in (archive / PARTS).glob(f"{run.id:04d}-*"))
    done = replace(run, state=DONE, parts=parts)
    write_run(archive, done)
    units_path(archive, run.id).unlink(missing_ok=True)
    return done


class _Reading:
    """One attempt at a run."""

    def __init__(
        self,
        plan: Plan,
        watch: Watch,
        on_unit: Callable[[Unit, Outcome], None],
        lock: int,
        session: str,
        *,
        is_alone: bool = True,
    ) -> None:
        self._plan = plan
        self._watch = watch
        self._on_unit = on_unit
        self._lock = lock
        self._session = session
        self._is_alone = is_alone
        self._run: ArchiveRun | None = None
        for run in read_runs(plan.archive):
            if run.state == OPEN and run.input == plan.input:
                self._run = run
            elif run.state == OPEN and is_alone:
                _close(plan.archive, run)
        self._runs = read_runs(plan.archive)
        self._number = self._run.id if self._run else max((run.id for run in self._runs), default=0) + 1
        self._committed = _Committed()
        self._units: dict[int, Unit] = {}

    def read(self) -> ArchiveRun | None:
        plan = self._plan
        found = Input(plan.paths, plan.options, coding=plan.reading, ledger=read_files(plan.archive))
        with self._workers() as workers:
            if plan.share:
                self._let_others_in(workers)
            for outcome in workers.run(self._tasks(found), self._begin):
                self._on_unit(self._units.pop(outcome.number), outcome)
        return self._finish(found)

    def _let_others_in(self, workers: Pool | Cluster) -> None:
        """See that the run is noted before another job looks for it."""
        if self._run is None and not self._is_alone:
            raise StoreError(f"{self._plan.archive}: other jobs read something else into it; wait until they are done")
        if self._run is None and isinstance(workers, Pool):
            self._begin(workers.start(1))
        if self._is_alone:
            take_shared(self._plan.archive, self._lock)

    def _workers(self) -> Pool | Cluster:
        plan = self._plan
        if plan.cluster:
            return Cluster(plan.cluster, plan.recipe, limit=plan.limit)
        return Pool(plan.recipe, plan.jobs, limit=plan.limit, held=self._lock)

    def _tasks(self, found: Input) -> Iterator[Task]:
        """The units that have no part yet."""
        plan, committed = self._plan, self._committed
        made = self._resume(found)
        items = found.items(self._watch)
        first = next(items, None)
        if first is None:
            return
        # Only now, since an input that was read before needs none of it.
        self._look(made)
        units = make_units(
            chain([first], items), committed.known, self._watch, documents=plan.documents, made=len(made)
        )
        with self._journal(made) as note:
            for unit in units:
                note(unit, found)
                there = committed.inputs.get(part_key(self._number, unit.number))
                if there is not None and there == _hash(unit.keys):
                    self._watch.known(sum(not item.is_error for item in unit.items))
                    continue
                if there is not None or any(key in committed.own for key in unit.keys):
                    raise InputChangedError
                if plan.share and unit.number % plan.share[1] != plan.share[0] % plan.share[1]:
                    continue
                self._units[unit.number] = unit
                yield Task(unit=unit, run=self._number, archive=plan.archive, session=self._session)

    def _resume(self, found: Input) -> list[UnitMade]:
        """Let the input begin behind the units that are all there; returns these."""
        archive = self._plan.archive
        if self._run is None or self._plan.share:
            return []
        noted = read_units(archive, self._run.id)
        made: list[UnitMade] = []
        while (number := len(made) + 1) in noted and (archive / PARTS / part_key(self._run.id, number)).is_dir():
            made.append(noted[number])
        if made:
            found.resume(
                Mark(trail=made[-1].trail, entry=made[-1].entry), [file for unit in made for file in unit.files]
            )
        return made

    @contextmanager
    def _journal(self, made: Sequence[UnitMade]) -> Iterator[Callable[[Unit, Input], None]]:
        """A function that notes each unit and where it ends, so that a run that goes on need not read up to there."""
        if self._plan.share:
            yield lambda unit, found: None
            return
        path = units_path(self._plan.archive, self._number)
        write_whole(path, "".join(map(unit_line, made)).encode())
        noted = sum(len(unit.files) for unit in made)
        with path.open("a", encoding="ascii") as file:

            def note(unit: Unit, found: Input) -> None:
                nonlocal noted
                mark = found.mark
                if mark is None:
                    return
                files = tuple(found.files[noted:])
                noted += len(files)
                file.write(unit_line(UnitMade(unit=unit.number, trail=mark.trail, entry=mark.entry, files=files)))
                file.flush()

            yield note

    def _look(self, made: Sequence[UnitMade]) -> None:
        """Find out what the archive has."""
        committed = self._committed
        behind = {part_key(self._number, unit.unit) for unit in made}
        for part in list_parts(self._plan.archive):
            is_own = self._run is not None and part.run == self._run.id and part.key not in behind
            if is_own:
                committed.inputs[part.key] = _hash(part.inputs)
            for key in part.inputs:
                (committed.own if is_own else committed.known).add(key)

    def _begin(self, setup: Setup) -> None:
        """The workers are ready: see that they code as the archive was coded, and note the run."""
        archive = self._plan.archive
        for run in self._runs:
            if run.setup != setup.id and run.has_coded:
                raise StoreError(f"{archive}: {setup_difference(run, setup)}; make a new archive")
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
        if self._plan.share and not take_alone(self._lock):
            return self._run  # another job is at its share, and closes the run if it is the last one
        missing = _missing(archive, self._committed.known)
        if missing and self._plan.share:
            return self._run  # a share has not been read yet, or its job was stopped
        if missing:
            raise StoreError(f"{archive}: {missing:,} documents of the input are in no part; run the same again")
        end_session(archive, self._session)
        write_files(archive, self._run.id, found.files)
        return _close(archive, self._run)


def _hash(keys: Sequence[str]) -> bytes:
    return hashlib.blake2b("\n".join(keys).encode(), digest_size=16).digest()


def _missing(archive: Path, known: KnownIds) -> int:
    """Documents of the input and of earlier runs that are in no part.

    Raises:
        StoreError: one is in two parts.
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
    return len(np.setdiff1d(known.numbers(), there.numbers(), assume_unique=True))

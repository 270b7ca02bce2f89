"""Worker processes that carry out tasks, a bounded number at a time, and outlive what kills one of them.

Each worker has a pipe of its own, so that it is known which task a worker that died was at. Such a task is tried again
as it is, since what killed the worker may have come from outside; then one document at a time, which finds the one that
does harm; and at last without it, with its reason among the errors.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from types import TracebackType
from typing import Self

from dragoman.batch.coding import WRITING, Outcome, Recipe, Task
from dragoman.batch.worker import At, HeldFile, Ready, Refused, serve
from dragoman.desk.problems import UserError
from dragoman.model.text import Document
from dragoman.store import Setup, StoreError

LIMIT_SECONDS = 60.0
"""A wire story takes some hundredths of a second, a book of a million characters some minutes."""
LIMIT_CHARACTERS = 100_000
"""The limit holds for so many characters; a longer document has the more time."""
BATCH_FACTOR = 1.5
"""Time without a sign of life, in limits of the longest document, before a unit is looked into document by document:
the annotator takes several documents at once."""
RETIRED_AFTER = 7_000
"""Documents after which a worker is replaced: the annotator keeps every word form it has seen. Workers that read 10,000
documents each went from 512 MB (after 500) to 600 (after 5,000) and 616 MB on wire stories, and to 704 MB where all
figures were new words. Loading another one takes about a thirtieth of the time."""
TRIES = 3
"""So often in a row a worker may die before it is ready, or while it writes a part."""
NEVER = float("inf")
DIED = "the worker process died while it was coded (out of memory, or a fault in a library); it was set aside"
TOO_LONG = "coding it took longer than the limit of {:g} s; it was set aside"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
"""One thread to a worker: there are as many workers as cores, and sums come out the same on every machine."""


@dataclass(slots=True, kw_only=True)
class _Worker:
    """A process, its end of the pipe, and what it is at.

    Attributes:
        place: document that it coded last, as far as is known.
        documents: number of documents in the units that it has done.
        heard: when it last said something.
        allowed: seconds after that in which it must say something again.
    """

    process: BaseProcess
    pipe: Connection
    ready: bool = False
    job: _Job | None = None
    place: int = 0
    documents: int = 0
    heard: float = 0.0
    allowed: float = NEVER

    @property
    def due(self) -> float:
        """When it is given up."""
        return self.heard + self.allowed if self.job is not None and self.place != WRITING else NEVER


@dataclass(slots=True, kw_only=True)
class _Job:
    """A task on its way.

    Attributes:
        deaths: workers that died at it since it was last changed, by the place of the document where one is known.
    """

    task: Task
    deaths: dict[int | None, int] = field(default_factory=dict)

    def died(self, place: int | None) -> int:
        """Count a death; returns how many there were at this place."""
        self.deaths[place] = self.deaths.get(place, 0) + 1
        return self.deaths[place]

    def change(self, task: Task) -> None:
        self.task, self.deaths = task, {}


class Pool:
    """Workers for one run.

    Args:
        jobs: at most so many; fewer are started if there is less to do.
        limit: seconds for each :data:`LIMIT_CHARACTERS` of a document.
        held: number of an open file that the workers keep open as well.
    """

    def __init__(self, recipe: Recipe, jobs: int, *, limit: float = LIMIT_SECONDS, held: int | None = None) -> None:
        self._recipe = recipe
        self._jobs = max(1, jobs)
        self._limit = limit
        self._held = held
        self._workers: list[_Worker] = []
        self._setup: Setup | None = None
        self._failed_starts = 0
        self._waiting: deque[_Job] = deque()
        self._done: dict[int, Outcome] = {}
        self._order: deque[int] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all workers, at once and whatever they are at."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
        self._workers = []

    def start(self, workers: int) -> Setup:
        """Start some workers, and wait until the first of them has loaded its coder.

        Raises:
            UserError: they can't start.
        """
        while self._setup is None:
            while len(self._workers) < min(max(1, workers), self._jobs):
                self._workers.append(self._start())
            self._listen(lambda setup: None, wait=True)
        return self._setup

    def run(self, tasks: Iterable[Task], on_ready: Callable[[Setup], None] = lambda setup: None) -> Iterator[Outcome]:
        """The outcome of each task, in their order; at most two tasks for each worker are on their way.

        Args:
            on_ready: told the setup once, before the first task is given out; no worker is started without a task.

        Raises:
            UserError: the workers can't start.
            StoreError: a part can't be written.
        """
        source: Iterator[Task] | None = iter(tasks)
        while True:
            # One at a time, so that the first workers start before the last of the first tasks is read.
            task = next(source, None) if source and len(self._order) < 2 * self._jobs else None
            if task is not None:
                self._waiting.append(_Job(task=task))
                self._order.append(task.unit.number)
            elif len(self._order) < 2 * self._jobs:
                source = None
            if not self._order:
                return
            self._give()
            if self._order[0] in self._done:
                yield self._done.pop(self._order.popleft())
            else:
                self._listen(on_ready, wait=task is None)

    def _give(self) -> None:
        """Give what waits to workers that have nothing to do, and start workers if there are too few."""
        for worker in self._workers:
            if worker.ready and worker.job is None and self._waiting:
                worker.job = self._waiting.popleft()
                worker.place, worker.heard = 0, monotonic()
                worker.allowed = self._allowed(worker.job.task, 0)
                with suppress(OSError):  # a worker that is gone is found by _listen
                    worker.pipe.send(worker.job.task)
        starting = sum(not worker.ready for worker in self._workers)
        while len(self._workers) < self._jobs and starting < len(self._waiting):
            self._workers.append(self._start())
            starting += 1

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        held = HeldFile(self._held) if self._held is not None else None
        process = context.Process(target=serve, args=(there, self._recipe, held), daemon=True)
        with _one_thread():
            process.start()
        there.close()
        return _Worker(process=process, pipe=here)

    def _listen(self, on_ready: Callable[[Setup], None], *, wait: bool) -> None:
        """Hear what workers have said, and see to those that died or are overdue; may wait for it."""
        soonest = min((worker.due for worker in self._workers), default=NEVER)
        timeout = 0.0 if not wait else None if soonest == NEVER else max(0.0, soonest - monotonic())
        pipes = {worker.pipe: worker for worker in self._workers}
        for pipe in connection.wait(list(pipes), timeout):
            self._hear(pipes[pipe], on_ready)  # type: ignore[index]
        now = monotonic()
        for worker in [worker for worker in self._workers if worker.due <= now]:
            self._overdue(worker)

    def _hear(self, worker: _Worker, on_ready: Callable[[Setup], None]) -> None:
        try:
            message = worker.pipe.recv()
        except (EOFError, OSError):
            self._dead(worker)
            return
        worker.heard = monotonic()
        if isinstance(message, At):
            worker.place = message.place
            if worker.job is not None and worker.job.task.careful:
                worker.allowed = self._allowed(worker.job.task, message.place)
        elif isinstance(message, Outcome):
            self._done[message.number] = message
            worker.documents += len(worker.job.task.unit.items) if worker.job is not None else 0
            worker.job = None
            if worker.documents >= RETIRED_AFTER:
                self._remove(worker)
        elif isinstance(message, Ready):
            if self._setup is None:
                on_ready(message.setup)
                self._setup = message.setup
            elif self._setup != message.setup:
                raise UserError("the program or its tables changed while it ran; run the same again")
            worker.ready, self._failed_starts = True, 0
        elif isinstance(message, Refused):
            raise StoreError(message.reason) if message.store else UserError(message.reason)

    def _allowed(self, task: Task, place: int) -> float:
        """Seconds without a word after which a worker is given up that is at this place."""
        if place == WRITING:
            return NEVER
        return allowed_seconds(task, place, self._limit) * (1 if task.careful else BATCH_FACTOR)

    def _dead(self, worker: _Worker) -> None:
        """A worker is gone: start another one for what it was at, or put the document aside that it was at."""
        job = self._remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= TRIES:
                raise UserError(
                    "worker processes end before they are ready; see to free memory, or start fewer with --jobs"
                )
        if job is None:
            return
        if worker.place == WRITING:
            if job.died(WRITING) >= TRIES:
                raise StoreError("worker processes end while they write a part; see to free memory and disk")
        elif not job.task.careful:
            if job.died(None) >= 2:
                job.change(replace(job.task, careful=True))
        elif job.died(worker.place) >= 2:
            self._put_aside(job, worker.place, DIED)
        self._waiting.appendleft(job)

    def _overdue(self, worker: _Worker) -> None:
        job = self._remove(worker)
        if job is None:
            return
        if job.task.careful:
            self._put_aside(job, worker.place, TOO_LONG.format(self._limit))
        else:
            job.change(replace(job.task, careful=True))
        self._waiting.appendleft(job)

    def _put_aside(self, job: _Job, place: int, reason: str) -> None:
        # All at once again, as if the document had not been there: the outcome must not depend on how it was found.
        job.change(replace(job.task, careful=False, aside={**job.task.aside, place: reason}))

    def _remove(self, worker: _Worker) -> _Job | None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        return worker.job


def allowed_seconds(task: Task, place: int, limit: float) -> float:
    """Seconds for the document at a place, or for the longest of a unit that is coded as a whole."""
    items = task.unit.items[place : place + 1] if task.careful else task.unit.items
    longest = max((len(item.entry.text) for item in items if isinstance(item.entry, Document)), default=0)
    return limit * -(-max(1, longest) // LIMIT_CHARACTERS)


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


@contextmanager
def _one_thread() -> Iterator[None]:
    """The environment in which libraries of the processes that are started use one thread."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

"""The units of a run on the workers of a Dask cluster, which may come, go and die while it runs.

Dask schedules and does again what a lost worker was at; here is only how a unit gets there and what is done when the
cluster gives one up. Parts are written by the workers, into an archive that all machines see under the same path.
"""

from __future__ import annotations

import faulthandler
import importlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import Any, Self, cast

from dragoman.batch.coding import Coder, Outcome, Recipe, Task, carry_out
from dragoman.batch.pool import BATCH_FACTOR, LIMIT_SECONDS, Pool, allowed_seconds
from dragoman.desk.problems import UserError
from dragoman.store import Setup, StoreError

CONNECT_SECONDS = 20.0
AHEAD = 2
"""Units on their way for each worker: one that is coded, one that waits."""
GIVEN_UP = 2
"""So often the cluster may give a unit up before it is looked into on this machine: where several workers are taken
away, units are given up that did no harm."""


class Cluster:
    """The same as a :class:`~dragoman.batch.pool.Pool`, on other machines.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``, or a scheduler file (``.json``).
        limit: seconds for a document, as for a pool.

    Raises:
        UserError: Dask is not installed, or there is no scheduler at the address.
    """

    def __init__(self, address: str, recipe: Recipe, *, limit: float = LIMIT_SECONDS) -> None:
        self._recipe = recipe
        self._limit = limit
        self._client = _connect(address)
        self._under_way: dict[Any, Task] = {}
        self._given_up: dict[int, int] = {}
        self._done: dict[int, Outcome] = {}
        self._order: deque[int] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):  # there may be no connection left, and an error on its way says more
            self._client.cancel(list(self._under_way))
        self._client.close()

    def run(self, tasks: Iterable[Task], on_ready: Callable[[Setup], None] = lambda setup: None) -> Iterator[Outcome]:
        """The outcome of each task, in their order; see :meth:`~dragoman.batch.pool.Pool.run`."""
        source: Iterator[Task] | None = iter(tasks)
        is_ready = False
        while True:
            while source is not None and len(self._order) < self._room():
                task = next(source, None)
                if task is None:
                    source = None
                    break
                if not is_ready:
                    on_ready(self._answer(self._client.submit(describe, self._recipe, pure=False)))
                    is_ready = True
                self._order.append(task.unit.number)
                self._submit(task)
            if not self._order:
                return
            if self._order[0] in self._done:
                yield self._done.pop(self._order.popleft())
            else:
                self._listen()

    def _room(self) -> int:
        """Units that may be on their way, by the workers there are now."""
        return AHEAD * max(1, len(self._client.nthreads()))

    def _submit(self, task: Task) -> None:
        future = self._client.submit(carry_out_there, self._recipe, task, self._limit, pure=False)
        self._under_way[future] = task

    def _listen(self) -> None:
        """Wait until a unit is done or given up."""
        wait: Any = importlib.import_module("distributed").wait
        try:
            with self._client.as_current():
                wait(list(self._under_way), return_when="FIRST_COMPLETED")
        except Exception as error:
            raise _lost(error) from error
        for future in [future for future in self._under_way if future.done()]:
            task = self._under_way.pop(future)
            outcome = self._outcome(future, task)
            if outcome is not None:
                self._done[task.unit.number] = outcome

    def _outcome(self, future: Any, task: Task) -> Outcome | None:
        """What came of a unit; ``None`` if it is tried again."""
        from distributed import KilledWorker

        try:
            outcome: Outcome = self._answer(future)
            return outcome
        except KilledWorker:
            number = task.unit.number
            self._given_up[number] = self._given_up.get(number, 0) + 1
            if self._given_up[number] < GIVEN_UP:
                self._submit(task)
                return None
        # It does harm: here it is found out which document does, and the rest of the unit is coded.
        with Pool(self._recipe, 1, limit=self._limit) as pool:
            return next(pool.run([task]))

    def _answer(self, future: Any) -> Any:
        """The result of a future; errors of the user's and of the store as they are."""
        from distributed import KilledWorker

        try:
            return future.result()
        except (KilledWorker, UserError, StoreError):
            raise
        except ImportError as error:
            raise UserError(f"a worker of the cluster lacks a library ({error}); install dragoman there too") from error
        except Exception as error:
            raise _lost(error) from error


def _lost(error: Exception) -> StoreError:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return StoreError(f"the cluster failed ({text}); whole parts are kept, run the same again to go on")


def _connect(address: str) -> Any:
    try:
        client: Any = importlib.import_module("distributed").Client
    except ImportError as error:
        raise UserError("--cluster needs Dask: pip install 'dragoman[cluster]'") from error
    given = {"scheduler_file": address} if address.endswith(".json") else {"address": address}
    try:
        return client(**given, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(f"--cluster {address}: there is no Dask scheduler ({error})") from error


@cache
def _one_at_a_time() -> threading.Lock:
    """Held while a unit is coded: a worker may have several threads, the annotator is made for one."""
    return threading.Lock()


@cache
def _coder(recipe: Any) -> Coder:
    """The coder of this process, loaded once."""
    coder: Coder = recipe.load()
    return coder


def describe(recipe: Recipe) -> Setup:
    """The setup of a worker; loads its coder."""
    with _one_at_a_time():
        return _coder(cast(Any, recipe)).setup


def carry_out_there(recipe: Recipe, task: Task, limit: float) -> Outcome:
    """Carry out a task in a worker of the cluster.

    The process ends if a document takes too long: Dask gives the unit to other workers, then gives it up.
    """
    seconds = allowed_seconds(task, 0, limit) * BATCH_FACTOR
    with _one_at_a_time(), open(os.devnull, "w") as nowhere:

        def tick(place: int) -> None:
            faulthandler.cancel_dump_traceback_later()
            if place >= 0:
                faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)

        try:
            coder = _coder(cast(Any, recipe))
            tick(0)
            return carry_out(coder, task, tick)
        finally:
            faulthandler.cancel_dump_traceback_later()

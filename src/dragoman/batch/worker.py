"""A worker process: loads the coder once, then carries out one task after another that come over a pipe."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from multiprocessing import connection, reduction
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from dragoman.batch.coding import Outcome, Recipe, Task, carry_out
from dragoman.desk.problems import UserError
from dragoman.store import Setup, StoreError

MEMORY_BYTES = 6_000_000_000
"""Address space of a worker: the small model with its libraries maps 3 GB; beyond twice that a document is at fault."""
TICK_SECONDS = 0.5
"""A worker that does well says so at most this often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The coder is loaded."""

    setup: Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The worker can't go on, and no other one could: a model is missing, or the store failed."""

    reason: str
    store: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """The place in the unit of the document that is coded now."""

    place: int


class HeldFile:
    """The number of an open file that a started process holds as well, and with it the file's lock."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[Any, ...]:
        return _held, (reduction.DupFd(self.number),)


def _held(copied: Any) -> HeldFile:
    return HeldFile(copied.detach())


def serve(pipe: Connection, recipe: Recipe, held: HeldFile | None) -> None:
    """Carry out tasks until the pipe is closed; ``held`` is only kept open."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent is the one that answers
    _end_with_parent()
    _limit_memory()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            coder = recipe.load()
            pipe.send(Ready(setup=coder.setup))
            while True:
                task: Task = pipe.recv()
                pipe.send(_carry_out(coder, task, pipe))
        except UserError as error:
            pipe.send(Refused(reason=str(error)))
        except StoreError as error:
            pipe.send(Refused(reason=str(error), store=True))
    del held


def _carry_out(coder: Any, task: Task, pipe: Connection) -> Outcome:
    last = monotonic()

    def tick(place: int) -> None:
        nonlocal last
        if task.careful or place < 0 or monotonic() - last > TICK_SECONDS:
            last = monotonic()
            pipe.send(At(place=place))

    return carry_out(coder, task, tick)


def _end_with_parent() -> None:
    """End at once when the parent has gone, however it went: what is half written must not appear later."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.RLIM_INFINITY))

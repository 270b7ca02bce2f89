"""A progress bar on standard error for long work."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from dragoman.commands.terminal import err

AFTER_SECONDS = 2.0
"""Work that is done by then needs no bar."""


class _Rate(ProgressColumn):
    """Documents so far and per second."""

    def render(self, task: Task) -> Text:
        done = int(task.fields.get("documents", 0))
        seconds = task.elapsed or 0.0
        rate = f", {done / seconds:.1f} a second" if seconds > 1 and done else ""
        return Text(f"{done:,} documents{rate}")


class Meter:
    """Shows how far reading is, once it takes long; does nothing unless ``shown``.

    Args:
        total: bytes of all input, or ``None`` if unknown: then there is no bar and no time left.
    """

    def __init__(self, *, shown: bool, total: int | None) -> None:
        self._shown = shown
        self._total = total
        self._began = monotonic()
        self._documents = 0
        self._progress: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def update(self, done: int, documents: int = 1) -> None:
        """One more document is read, or several; ``done`` bytes of the input are behind us."""
        self._documents += documents
        if not self._shown:
            return
        if self._progress is None:
            if monotonic() - self._began < AFTER_SECONDS:
                return
            self._progress = self._start()
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=done, documents=self._documents)

    def _start(self) -> Progress:
        left = (BarColumn(bar_width=None), TimeRemainingColumn(), TextColumn("left")) if self._total else ()
        progress = Progress(TextColumn("Reading"), _Rate(), *left, console=err(), transient=True, expand=True)
        progress.add_task("Reading", total=self._total, documents=self._documents)
        # The task's clock begins now, its documents began earlier.
        progress.tasks[0].start_time = progress.get_time() - (monotonic() - self._began)
        progress.start()
        return progress

    def note(self, line: str) -> None:
        """Write a line to standard error above the bar."""
        console = self._progress.console if self._progress is not None else err()
        console.print(line, soft_wrap=True)

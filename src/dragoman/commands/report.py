"""``dragoman report``: the pages of the desk as files to hand on."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.progress import AFTER_SECONDS
from dragoman.commands.table_options import GroupsOption
from dragoman.commands.terminal import err, note, say
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.issues import read_choices
from dragoman.desk.problems import Exit, UserError
from dragoman.report.words import count
from dragoman.store import StoreError, open_store
from dragoman.web.site_names import MOST


class _Pages:
    """Shows how far the pages are, once it takes long; does nothing unless ``shown``."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._began = monotonic()
        self._progress: Progress | None = None

    def update(self, done: int, known: int) -> None:
        """So many pages are written of those known so far."""
        if not self._shown or monotonic() - self._began < AFTER_SECONDS:
            return
        if self._progress is None:
            columns = (
                TextColumn("Writing {task.completed:,.0f} pages"),
                BarColumn(bar_width=None),
                TimeRemainingColumn(),
            )
            self._progress = Progress(*columns, console=err(), transient=True, expand=True)
            self._progress.add_task("Writing")
            self._progress.start()
        self._progress.update(self._progress.task_ids[0], completed=done, total=known)

    def stop(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()


def report(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help="Folder to write; new, empty, or an older report.")
    ],
    store: Annotated[Path, typer.Option(metavar="FILE", help="Store to write about.")] = DEFAULT_STORE,
    most: Annotated[
        int, typer.Option(min=1, metavar="N", help="Pages at most; the first page says what is left out.")
    ] = (MOST),
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", metavar="FILE.yaml", help="Your own actors; may be repeated.")
    ] = None,
    groups: GroupsOption = None,
    issues_file: IssuesOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Write the pages of the desk as files that open without a server, to hand on.

    The folder appears whole or not at all. Open its index.html. What needs a server is not in it: search, review,
    filters of your own and downloads.
    """
    # Imported here: the pages take half a second to load, which no other command needs.
    from dragoman.web.settings import Settings
    from dragoman.web.site import write_site

    try:
        with open_store(store, read_only=True):
            # A store that is not there must not be made.
            pass
        settings = Settings(
            store=store, actors=tuple(actors or ()), groups=groups, choices=read_choices(issues_file)
        )  # fmt: skip
        meter = _Pages(shown=not quiet and sys.stderr.isatty())
        try:
            made = write_site(settings, output, most=most, told=meter.update)
        finally:
            meter.stop()
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    if made.left_out:
        note(f"{count(made.left_out, 'page')} or more left out; --most {most * 2} would take more in.")
    say(f"{count(made.pages, 'page')} in {output}; open {output / 'index.html'}")

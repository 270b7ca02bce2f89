"""``dragoman store``: what a store holds, its defects, large parts out of small ones, and other forms of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.look import JsonOption, StoreOption
from dragoman.commands.terminal import note, say, say_json
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.problems import Exit, UserError
from dragoman.report.store_lines import info_lines, info_record
from dragoman.report.words import count
from dragoman.store import StoreError
from dragoman.store.archive_compact import DOCUMENTS, Compacted
from dragoman.store.archive_compact import compact as compact_archive
from dragoman.store.info import store_info
from dragoman.store.transfer import SUFFIX, Form, export_store
from dragoman.store.verify import verify as look_through

store_app = typer.Typer(
    help="A store as a whole: figures, defects, large parts out of small ones, and other forms of it.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@contextmanager
def _plain() -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error


@store_app.command()
def info(store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False) -> None:
    """Show what a store holds: documents, facts by kind, years, outlets, size, parts, and what coded it."""
    with _plain():
        found = store_info(store)
    if as_json:
        say_json(info_record(found))
        return
    for line in info_lines(found):
        say(line)


@store_app.command()
def compact(
    store: Annotated[Path, typer.Option(metavar="ARCHIVE", help="Archive to compact.")],
    documents: Annotated[int, typer.Option(min=1, metavar="N", help="Documents to a large part, about.")] = DOCUMENTS,
) -> None:
    """Make few large parts of the many small ones of an archive, sorted for series.

    Stopped at any point, nothing is lost or doubled. Parts of a run that was stopped stay as they are until it is done.
    """

    def told(made: Compacted) -> None:
        say(f"compact/{made.key}: {count(made.documents, 'document')} of {count(made.parts, 'part')}")

    with _plain():
        if not compact_archive(store.expanduser(), documents=documents, told=told):
            say("Nothing to compact.")


@store_app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="New folder, or new file that ends in .duckdb.")],
    store: StoreOption = DEFAULT_STORE,
    form: Annotated[
        Form | None,
        typer.Option("--as", metavar="FORM", help="parquet or archive for a folder, duckdb for a file."),
    ] = None,
) -> None:
    """Write a whole store as something else: Parquet files of all tables, an archive, or one DuckDB file.

    It appears whole or not at all. Without --as a target that ends in .duckdb is a file, any other a folder of Parquet.
    """
    chosen = form or (Form.DUCKDB if target.suffix == SUFFIX else Form.PARQUET)
    with _plain():
        rows = export_store(store, target, chosen)
    facts = f"{count(rows.get('documents', 0), 'document')} and {count(rows.get('facts', 0), 'fact')}"
    say(f"{facts} in {target}.")


@store_app.command()
def verify(store: StoreOption = DEFAULT_STORE) -> None:
    """Look for defects: files that are not what was written, ids, missing rows, places outside of their text.

    One line each; exit code 1 if there are any.
    """
    found = 0
    with _plain():
        for line in look_through(store):
            found += 1
            say(line)
    if found:
        note(f"{store} has defects.")
        raise typer.Exit(Exit.FAILED)
    say(f"No defects in {store}.")

"""``dragoman read``: documents in, events into the store, a readout or rows out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.session import Session, Wanted
from dragoman.corpus.options import ReadOptions
from dragoman.desk.arguments import DEFAULT_STORE, parse_columns, parse_day
from dragoman.desk.problems import UserError

StoreOption = Annotated[Path, typer.Option(metavar="FILE", help="Store to add to; made if it is not there.")]
ActorsOption = Annotated[list[Path] | None, typer.Option(metavar="FILE.yaml", help="Your own actors; may be repeated.")]
ModelOption = Annotated[str, typer.Option(metavar="NAME", help="Another spaCy model.")]


def read(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.")],
    date: Annotated[str | None, typer.Option(metavar="DAY", help="Publication date of documents without one.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of documents without one.")] = None,
    store: StoreOption = DEFAULT_STORE,
    no_store: Annotated[bool, typer.Option("--no-store", help="Keep nothing.")] = False,
    actors: ActorsOption = None,
    model: ModelOption = "",
    column: Annotated[
        list[str] | None, typer.Option(metavar="OURS=THEIRS", help="Column of a table or JSON, such as text=body.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write facts as JSON Lines.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write events as CSV.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Code documents anew that the store has already.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only errors, and what --json or --csv asks for.")
    ] = False,
) -> None:
    """Read documents and code what is done, said, wanted and proposed in them.

    Texts, Markdown, HTML, PDF, Word, JSON, JSON Lines, CSV, TSV and Parquet; a folder is read with all below it.
    Documents that the store has already, coded in the same way, are passed over, so that a run that was stopped can be
    run again. Exit codes: 0 done, 1 some documents failed, 2 wrong use or nothing readable, 3 a problem with the store.
    """
    if as_json and as_csv:
        raise UserError("--json and --csv exclude each other")
    wanted = Wanted(
        store=None if no_store else store,
        output="json" if as_json else "csv" if as_csv else "",
        quiet=quiet,
        again=again,
        model=model,
        actors=tuple(actors or ()),
    )
    day, columns = parse_day(date, "--date"), parse_columns(column or ())
    try:
        options = ReadOptions(published=day, publisher=publisher, columns=columns)
    except ValueError as error:
        raise UserError(f"--column: {error}") from error
    raise typer.Exit(Session(wanted, options, arguments=("read", *paths)).run(paths))

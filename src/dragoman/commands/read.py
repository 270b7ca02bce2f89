"""``dragoman read``: documents in, events into the store, a readout or rows out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from dragoman.batch.coding import ReaderRecipe
from dragoman.batch.pool import cores
from dragoman.batch.reading import Plan, coding_of
from dragoman.commands.archive_session import ArchiveSession
from dragoman.commands.session import Session, Wanted
from dragoman.corpus.options import ReadOptions
from dragoman.desk.arguments import DEFAULT_STORE, parse_columns, parse_day
from dragoman.desk.problems import UserError
from dragoman.store.archive_parts import is_archive

StoreOption = Annotated[
    str, typer.Option(metavar="FILE", help="Store to add to, a file or an archive/; made if it is not there.")
]
FOLDER_SIGNS = ("/", os.sep)
JobsOption = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Worker processes; as many as there are cores if not given.")
]
ActorsOption = Annotated[list[Path] | None, typer.Option(metavar="FILE.yaml", help="Your own actors; may be repeated.")]
ModelOption = Annotated[str, typer.Option(metavar="NAME", help="Another spaCy model.")]
LimitOption = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="Time for one document; one that takes longer is set aside.")
]
ClusterOption = Annotated[
    str, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers read into the archive.")
]
UnitsOption = Annotated[
    str, typer.Option(metavar="K/M", help="Read one share of M into the archive; other jobs read the others.")
]


def read(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.")],
    date: Annotated[str | None, typer.Option(metavar="DAY", help="Publication date of documents without one.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of documents without one.")] = None,
    store: StoreOption = str(DEFAULT_STORE),
    no_store: Annotated[bool, typer.Option("--no-store", help="Keep nothing.")] = False,
    actors: ActorsOption = None,
    model: ModelOption = "",
    column: Annotated[
        list[str] | None, typer.Option(metavar="OURS=THEIRS", help="Column of a table or JSON, such as text=body.")
    ] = None,
    jobs: JobsOption = None,
    unit_size: Annotated[int, typer.Option(metavar="N", min=1, help="Documents to a part of an archive.")] = 500,
    limit: LimitOption = 60.0,
    cluster: ClusterOption = "",
    units: UnitsOption = "",
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
        store=None if no_store else Path(store),
        output="json" if as_json else "csv" if as_csv else "",
        quiet=quiet,
        again=again,
        model=model,
        actors=tuple(actors or ()),
        jobs=jobs or cores(),
        limit=limit,
    )
    day, columns = parse_day(date, "--date"), parse_columns(column or ())
    try:
        options = ReadOptions(published=day, publisher=publisher, columns=columns)
    except ValueError as error:
        raise UserError(f"--column: {error}") from error
    if wanted.store is not None and (store.endswith(FOLDER_SIGNS) or is_archive(wanted.store.expanduser())):
        raise typer.Exit(_archive_session(wanted, options, tuple(paths), unit_size, cluster, units).run())
    if cluster or units:
        raise UserError("--cluster and --units write to an archive; give one with --store NAME/")
    raise typer.Exit(Session(wanted, options, arguments=("read", *paths)).run(paths))


def _archive_session(
    wanted: Wanted, options: ReadOptions, paths: tuple[str, ...], documents: int, cluster: str, units: str
) -> ArchiveSession:
    """Reading into an archive.

    Raises:
        UserError: something was asked for that an archive does not do.
    """
    if wanted.output:
        raise UserError(f"an archive takes no --{wanted.output}; read into it, then list or export what is in it")
    if wanted.again:
        raise UserError("documents in an archive are never replaced (--again); make a new archive")
    if wanted.store is None:
        raise UserError("there is no archive to read into")
    if cluster and units:
        raise UserError("--cluster and --units exclude each other: the cluster reads all units")
    try:
        coding = coding_of(wanted.model, wanted.actors)
    except OSError as error:
        raise UserError(f"--actors: {error.filename}: {error.strerror}") from error
    plan = Plan(
        archive=wanted.store.expanduser(), paths=paths, options=options, coding=coding,
        recipe=ReaderRecipe(model=wanted.model, actors=wanted.actors), arguments=("read", *paths),
        jobs=wanted.jobs, documents=documents, limit=wanted.limit, cluster=cluster,
        share=_share(units),
    )  # fmt: skip
    return ArchiveSession(plan, quiet=wanted.quiet)


def _share(units: str) -> tuple[int, int] | None:
    """``3/10`` as two numbers.

    Raises:
        UserError: it is something else.
    """
    if not units:
        return None
    share, _, shares = units.partition("/")
    if not (share.isdecimal() and shares.isdecimal() and 1 <= int(share) <= int(shares)):
        raise UserError(f"--units {units!r} is not a share; write it as K/M, such as 3/10")
    return int(share), int(shares)

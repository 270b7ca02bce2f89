"""``dragoman import``: other people's event data into the store, beside what the tool coded itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

import dragoman
from dragoman import ontology
from dragoman.commands.terminal import err, note, say
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.setup import actors_version, codebook_version
from dragoman.directory import load_directory
from dragoman.exchange.sets import MAPPED, ColumnMapping, load_mapping
from dragoman.importing import Importer
from dragoman.model.text import DocumentError
from dragoman.report.words import count
from dragoman.store import ImportedFile, Run, Setup, Store, StoreError, open_store

SHOWN = 10
"""Rows that could not be read that are named; the others are only counted, and all are among 'dragoman errors'."""


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, plain or packed, or folders of them.")],
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="NAME", help="icews, gdelt, gdelt-mentions, polecat, phoenix, acled, ucdp, stream, csv."
        ),
    ] = "",
    dataset: Annotated[
        str, typer.Option(metavar="NAME", help="Name to keep the events under; without it that of the format.")
    ] = "",
    mapping: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="Which column is what, for the format csv.")
    ] = None,
    store: Annotated[
        Path, typer.Option(metavar="FILE", help="Store to add to; made if it is not there.")
    ] = DEFAULT_STORE,
    actors: Annotated[
        list[Path] | None, typer.Option(metavar="FILE.yaml", help="Your own actors; may be repeated.")
    ] = None,
) -> None:
    """Read event data of others into the store: ICEWS, GDELT, POLECAT, Phoenix, ACLED, UCDP, or any table.

    They are kept apart from what Dragoman coded, under the name of their data set, and series, claims, networks and
    exports work on all of them. Rows that are there already are not added again. The format is found out where it can
    be. Exit codes: 0 done, 1 some rows or files could not be read, 2 nothing could be read, 3 a problem with the store.
    """
    files = list(_files(paths))
    chosen = _mapping(mapping, format_, dataset)
    done: list[ImportedFile] = []
    try:
        with open_store(store) as opened:
            run = opened.begin_run(_setup(actors or ()), ("import", *map(str, paths)))
            importer = _importer(opened, run, actors or (), dataset, "csv" if chosen else format_, chosen)
            for path in files:
                try:
                    file = _read(importer, path)
                except ValueError as error:
                    note(str(error))
                    opened.add_error(DocumentError(location=str(path), reason=str(error)), run)
                    continue
                done.append(file)
                say(f"{file.file}: {_summary(file)}")
            if any(file.rejected for file in done):
                for row in opened.errors(run=run.id, limit=SHOWN):
                    note(f"{row.location}: {row.reason}")
            held = opened.totals().imported
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    _conclude(done, len(files), held, store)


def _read(importer: Importer, path: Path) -> ImportedFile:
    """Read a file, with the rows so far on a terminal."""
    rows = 0
    with err().status(path.name) as status:

        def progress(more: int) -> None:
            nonlocal rows
            rows += more
            status.update(f"{path.name}: {rows:,} rows")

        return importer.read(path, progress)


def _conclude(done: Sequence[ImportedFile], files: int, held: Mapping[str, int], store: Path) -> None:
    """Say what was done, and exit."""
    if not done:
        raise typer.Exit(Exit.USAGE)
    rejected = sum(file.rejected for file in done)
    if len(done) > 1:
        added = sum(file.added for file in done)
        say(f"{count(len(done), 'file')}: {count(added, 'row')} added, {rejected:,} could not be read.")
    there = ", ".join(f"{name} {number:,}" for name, number in held.items())
    note(f"In {store}: {there or 'no events yet'}. Look into it: dragoman series, claim, network, export")
    raise typer.Exit(Exit.FAILED if rejected or len(done) < files else Exit.DONE)


def _summary(file: ImportedFile) -> str:
    known = file.rows - file.added
    parts = [
        f"{count(file.rows, 'row')} of {file.format}",
        f"{file.added:,} added to {file.dataset!r}",
        f"{known:,} there already" if known else "",
        f"{file.rejected:,} could not be read" if file.rejected else "",
    ]
    return ", ".join(filter(None, parts)) + "."


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Files as they are named, and all below a folder that are not hidden.

    Raises:
        UserError: one is not there, or there is nothing.
    """
    found = False
    for path in paths:
        if not path.exists():
            raise UserError(f"there is no {path}")
        inside = (
            sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            if path.is_dir()
            else [path]
        )
        for file in inside:
            found = True
            yield file
    if not found:
        raise UserError("there are no files; name files of event data, or folders of them")


def _mapping(path: Path | None, format_: str, dataset: str) -> ColumnMapping | None:
    """The mapping of a table that is of no known format.

    Raises:
        UserError: it can't be read, or the options do not go together.
    """
    if path is None:
        if format_ == MAPPED:
            raise UserError("--format csv needs --mapping FILE.yaml, which says which column is what")
        return None
    if format_ not in {"", MAPPED}:
        raise UserError(f"--mapping goes with --format csv, not with {format_}")
    if not dataset:
        raise UserError("--mapping needs --dataset, the name to keep the events under")
    try:
        return load_mapping(path)
    except ValueError as error:
        raise UserError(f"--mapping: {error}") from error


def _setup(actors: Sequence[Path]) -> Setup:
    try:
        return Setup(
            version=dragoman.__version__,
            annotator="",
            codebook=codebook_version(ontology.VERSION),
            actors=actors_version(actors),
        )
    except OSError as error:
        raise UserError(f"--actors {error.filename}: {error.strerror}") from error


def _importer(
    store: Store, run: Run, actors: Sequence[Path], dataset: str, format_: str, mapping: ColumnMapping | None
) -> Importer:
    try:
        directory = load_directory(tuple(actors))
    except ValueError as error:
        raise UserError(f"--actors: {error}") from error
    return Importer(store, run, directory, dataset=dataset, format_=format_, mapping=mapping)


import_.__name__ = "import"

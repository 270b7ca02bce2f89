"""``dragoman export``: rows of events into files of other formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.commands.look import FromOption, ToOption
from dragoman.commands.table_options import DatasetOption, IncludeOption, TableOption
from dragoman.commands.terminal import note, say
from dragoman.desk.arguments import DEFAULT_STORE, parse_day
from dragoman.desk.problems import UserError
from dragoman.desk.tables import known_datasets, looking_at_table, parse_include
from dragoman.exchange.out_write import OUT_FORMATS, guess_format, left_out, write_rows
from dragoman.model.dyads import RECALLED
from dragoman.report.words import count
from dragoman.store import write_parts

if TYPE_CHECKING:
    import polars

PARTS = "parts"
"""A folder of Parquet files by year, which the commands over relations read in place of a store."""
FORMATS = (*OUT_FORMATS, PARTS)


def export(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="File to write; replaced if there.")],
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help=f"{', '.join(FORMATS)}; else by the end of FILE.")
    ] = "",
    dataset: DatasetOption = None,
    since: FromOption = None,
    until: ToOption = None,
    include: IncludeOption = None,
    store: TableOption = DEFAULT_STORE,
) -> None:
    """Write events as rows for other programs: what Dragoman coded, and what was imported.

    icews, gdelt, gdelt-mentions and polecat are tables as those data sets have them. They cannot say that an event was
    denied, planned or only recalled: such rows are left out there unless --include brings them, and so are rows that
    are not dated to the day. csv, jsonl, parquet, arrow and parts (a folder) hold all rows with all columns. The file
    appears whole or not at all.
    """
    name = _format(output, format_)
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    if first and last and last < first:
        raise UserError(f"--until {until} is before --since {since}")
    if output.expanduser().resolve() == store.expanduser().resolve():
        raise UserError(f"{output} is the store itself; name another file")
    words = parse_include(include or ())
    left = Counter[str]()
    with looking_at_table(store) as table:
        chosen = known_datasets(table, dataset or ())
        if name == PARTS:
            written = write_parts(table, output, datasets=chosen, since=first, until=last)
        else:
            frames = _told(table.export_rows(datasets=chosen, since=first, until=last), name, words, left)
            try:
                written = write_rows(frames, output, name, include=words)
            except ValueError as error:
                raise UserError(str(error)) from error
            except OSError as error:
                raise UserError(f"{output}: {error.strerror or error}") from error
    say(f"{count(written, 'row')} in {output}.")
    if left:
        more = {RECALLED: " (--include brings them)"}
        reasons = (f"{number:,} {reason}{more.get(reason, '')}" for reason, number in left.items())
        note(f"{count(left.total(), 'row')} left out that {name} cannot hold: {', '.join(reasons)}.")


def _format(output: Path, given: str) -> str:
    """The format that was typed, else the one that the file's name ends with.

    Raises:
        UserError: there is no such format, or the name does not tell.
    """
    name = given.strip().lower() or guess_format(output)
    if name in FORMATS:
        return name
    known = ", ".join(FORMATS)
    if given:
        raise UserError(f"--format {given!r}: there are {known}")
    raise UserError(f"the name {output.name!r} does not tell the format; add --format: {known}")


def _told(
    frames: Iterator[polars.DataFrame], format_: str, include: frozenset[str], left: Counter[str]
) -> Iterator[polars.DataFrame]:
    """The same frames; ``left`` counts the rows that the format cannot hold, by the reason."""
    for frame in frames:
        left.update(left_out(frame, format_, include))
        yield frame

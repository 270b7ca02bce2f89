"""``dragoman review``: samples, what reviews come to, corrected facts and actors; the review itself is at the desk."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as Grid
from rich.text import Text

from dragoman.commands.look import (
    CsvOption,
    FactualityOption,
    FromOption,
    JsonOption,
    StoreOption,
    ToOption,
    looking,
)
from dragoman.commands.terminal import note, say, say_json, show
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.review_actors import actor_file, named_actors
from dragoman.desk.review_results import Results, results_of, reviewed_rows
from dragoman.desk.reviewing import MOST, Wish, draw, sample_with
from dragoman.desk.shared import SharedStore
from dragoman.directory import load_directory
from dragoman.exchange.reviewed import FORMS, write_reviewed
from dragoman.model.reviews import How, Sample
from dragoman.report.review_lines import (
    NO_PRECISION,
    Table,
    about,
    as_csv,
    as_latex,
    as_markdown,
    records_of,
    tables_of,
)
from dragoman.report.words import count
from dragoman.store import Store, StoreError

SampleOption = Annotated[
    str, typer.Option("--sample", metavar="ID", help="One sample, by the beginning of its id; else all.")
]
FileOption = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="File to write; replaced if there.")]

review_app = typer.Typer(
    help="Samples for human review, and what the reviews come to; the review itself is at the desk (dragoman serve).",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@review_app.command()
def sample(
    store: StoreOption = DEFAULT_STORE,
    n: Annotated[int, typer.Option("--n", min=1, max=MOST, metavar="N", help="Facts of each kind.")] = 30,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Only this kind; may be repeated.")] = None,
    how: Annotated[
        How, typer.Option(metavar="HOW", help="random for an estimate, uncertain for the lowest confidence first.")
    ] = How.RANDOM,
    seed: Annotated[int | None, typer.Option(min=0, metavar="N", help="Seed of the draw; else one is drawn.")] = None,
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call the sample.")] = "",
    actor: Annotated[str, typer.Option(metavar="NAME", help="Only facts with this actor.")] = "",
    issue: Annotated[str, typer.Option(metavar="TEXT", help="Only facts about this.")] = "",
    since: FromOption = None,
    until: ToOption = None,
    factuality: FactualityOption = None,
) -> None:
    """Draw facts for review: at random, or those with the lowest confidence."""
    if factuality and len(factuality) > 1:
        raise UserError("--factuality: a sample takes one value, or none")
    wanted = {
        "actor": actor, "issue": issue, "since": since or "", "until": until or "",
        "told": factuality[0] if factuality else "",
    }  # fmt: skip
    with _changing(store) as opened:
        wish = Wish(name=name, how=how, n=n, kinds=kind or (), seed=seed, wanted=wanted)
        made = draw(opened, wish)
        opened.add_sample(made)
    say(f"{made.id[:8]}  {about([made])}")
    note(f"Review it: dragoman serve --store {store}, then /review")


@contextmanager
def _changing(path: Path) -> Iterator[Store]:
    """A store that is there, to write to; a desk over it is waited for."""
    with looking(path):
        pass
    try:
        with SharedStore(path).changing() as opened:
            yield opened
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error


@review_app.command()
def stats(
    store: StoreOption = DEFAULT_STORE,
    sample: SampleOption = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write tables instead: .csv, .md or .tex.")
    ] = None,
    as_json: JsonOption = False,
    to_csv: CsvOption = False,
) -> None:
    """Precision by kind, correct fields, and how far reviewers agree. It shows what all of them say."""
    if output is not None and output.suffix.lower() not in WRITERS:
        raise UserError(f"-o {output}: the ending says the format; there are {', '.join(WRITERS)}")
    with looking(store) as opened:
        samples = [sample_with(opened, sample)] if sample else opened.samples()
        found = results_of(opened, samples)
    if not samples:
        raise UserError(f"no samples in {store}; 'dragoman review sample' makes one")
    if output is not None:
        _write(output, WRITERS[output.suffix.lower()](found).encode("utf-8", "backslashreplace"))
    elif as_json:
        for row in records_of(found.precisions, found.fields, found.agreements):
            say_json(row)
    elif to_csv:
        say(WRITERS[".csv"](found).rstrip("\n"))
    else:
        _print(found, samples)


WRITERS: dict[str, Callable[[Results], str]] = {
    ".csv": lambda found: as_csv(records_of(found.precisions, found.fields, found.agreements)),
    ".md": lambda found: as_markdown(_tables(found), about(found.samples)),
    ".tex": lambda found: as_latex(_tables(found), about(found.samples)),
}
"""Writers of the tables by ending."""


def _tables(found: Results) -> list[Table]:
    return tables_of(found.precisions, found.fields, found.agreements)


def _print(found: Results, samples: Sequence[Sample]) -> None:
    judged = f"{count(found.facts, 'fact')} judged by {count(len(found.reviewers), 'reviewer')}"
    say(f"{judged}: {about(samples)}")
    if found.gone:
        say(f"{count(found.gone, 'judged fact')} no longer in the store, in no figure here.")
    if not found.has_random:
        say(NO_PRECISION)
    for table in _tables(found):
        say()
        say(table.title)
        grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for place, column in enumerate(table.columns):
            grid.add_column(column, justify="right" if place in table.numbers else "left")
        for row in table.rows:
            grid.add_row(*map(Text, row))
        show(grid)


@review_app.command()
def export(
    kind: Annotated[str, typer.Option(metavar="KIND", help="Kind of fact.")],
    output: FileOption,
    store: StoreOption = DEFAULT_STORE,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this reviewer's verdicts; else the last word of anyone.")
    ] = None,
) -> None:
    """Write all facts of a kind with the corrections over them, and what was coded in columns beside."""
    form = output.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise UserError(f"-o {output}: the ending says the format; there are {', '.join('.' + each for each in FORMS)}")
    with looking(store) as opened, tempfile.TemporaryFile() as file:
        rows = reviewed_rows(opened, kind.lower(), reviewer=reviewer)
        written = write_reviewed(rows, kind.lower(), file.write, form)
        file.seek(0)
        _write(output, file.read())
    note(f"{count(written, 'row')}: {output}")


@review_app.command()
def actors(
    output: FileOption,
    store: StoreOption = DEFAULT_STORE,
    known: Annotated[
        list[Path] | None,
        typer.Option("--actors", metavar="FILE.yaml", help="Your own actors so far; may be repeated."),
    ] = None,
) -> None:
    """Write corrected actors as entries of your actor file, each to be checked before use."""
    with looking(store) as opened:
        named = named_actors(opened)
    try:
        directory = load_directory(known or ())
    except (ValueError, OSError) as error:
        raise UserError(f"--actors: {error}") from error
    _write(output, actor_file(named, directory).encode("utf-8", "backslashreplace"))
    note(f"{count(len({each.id for each in named}), 'actor')}: {output}; check every entry before use")


def _write(path: Path, content: bytes) -> None:
    """Write a file, which appears whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UserError(f"-o {path}: {error.strerror}") from error

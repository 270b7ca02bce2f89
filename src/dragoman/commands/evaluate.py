"""``dragoman evaluate``: scores the coder against annotated data that is read in place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table

from dragoman.commands.terminal import note, say, say_json, show
from dragoman.desk.arguments import parse_day
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.reading import load_reader

if TYPE_CHECKING:
    from dragoman.evaluate.scores import Result
    from dragoman.pipeline import Reader

SEED_PUBLISHED = date(2024, 2, 8)
"""The report in the folder "seed" does not carry its date."""


class Scorer(StrEnum):
    """Sets of annotated data; ``all`` runs those found in a folder."""

    PLV = "plv"
    PETRARCH = "petrarch"
    GOLD = "gold"
    POLNEAR = "polnear"
    MEANTIME = "meantime"
    COMMITMENTBANK = "commitmentbank"
    DIRECTED_SENTIMENT = "directed_sentiment"
    RE3D = "re3d"
    TIMELINES = "timelines"
    ALL = "all"


PLACES: Mapping[Scorer, str] = {
    Scorer.PLV: "plv/train.tsv",
    Scorer.PETRARCH: "petrarch_validation",
    Scorer.GOLD: "seed",
    Scorer.POLNEAR: "polnear/dev",
    Scorer.MEANTIME: "meantime",
    Scorer.COMMITMENTBANK: "commitmentbank/CommitmentBank-items.csv",
    Scorer.DIRECTED_SENTIMENT: "directed_sentiment/valid.txt",
    Scorer.RE3D: "re3d",
    Scorer.TIMELINES: "timelines",
}


def evaluate(
    name: Annotated[Scorer, typer.Argument(metavar="NAME", help=f"{', '.join(Scorer)}.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The data; for all, the folder that holds the sets.")],
    published: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="Publication date of the report (gold).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as one JSON object.")] = False,
    floors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSON with a floor for figures by name; exit code 1 below one.")
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Another spaCy model.")] = "",
) -> None:
    """Score the coder against annotated data."""
    least = read_floors(floors)
    day = parse_day(published, "--date")
    if not path.exists():
        raise UserError(f"there is no {path}; name the annotated data")
    chosen = dict(_found(path)) if name is Scorer.ALL else {name: path}
    if not chosen:
        raise UserError(f"{path}: none of the sets is in it ({', '.join(PLACES.values())})")
    reader = load_reader(model, ())
    figures: dict[str, float] = {}
    for each, place in chosen.items():
        result = _score(each, place, reader, day or (SEED_PUBLISHED if name is Scorer.ALL else None))
        if result is not None:
            figures |= result.figures
            if not as_json:
                _show(result)
    low = [
        f"{key} is {figures[key]:.3f}, its floor {floor:.3f}"
        for key, floor in least.items()
        if key in figures and figures[key] < floor
    ]
    if as_json:
        say_json({"figures": {key: round(value, 4) for key, value in figures.items()}, "below": low})
    for line in low:
        note(f"below its floor: {line}")
    raise typer.Exit(Exit.FAILED if low else Exit.DONE)


def read_floors(path: Path | None) -> dict[str, float]:
    """Floors by name of figure.

    Raises:
        UserError: the file is not there or is not an object of numbers.
    """
    if path is None:
        return {}
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        found = loaded.get("floors", loaded)
        return {str(key): float(value) for key, value in found.items()}
    except OSError as error:
        raise UserError(f"--floors {path}: {error.strerror}") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise UserError(f'--floors {path}: must be JSON such as {{"plv.all.root_macro_f1": 0.5}} ({error})') from error


def _found(folder: Path) -> Iterator[tuple[Scorer, Path]]:
    """The sets that are in a folder; says in a word which are missing."""
    for name, place in PLACES.items():
        if (folder / place).exists():
            yield name, folder / place
        else:
            note(f"{name}: {folder / place} is missing, left out")


def _score(name: Scorer, path: Path, reader: Reader, published: date | None) -> Result | None:
    try:
        module = import_module(f"dragoman.evaluate.{name}")
    except ModuleNotFoundError:
        note(f"{name}: this version has no scorer for it, left out")
        return None
    if name is Scorer.PLV and path.is_dir():
        path = path / Path(PLACES[name]).name
    scorer: Callable[..., Result] = getattr(module, f"evaluate_{name}")
    try:
        return scorer(path, reader, published) if name is Scorer.GOLD else scorer(path, reader)
    except KeyError as error:
        raise UserError(f"{name}: {path} has no column or key {error}") from error
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.strerror else str(error)
        raise UserError(f"{name}: {reason}") from error
    except ValueError as error:
        raise UserError(f"{name}: {error}") from error


def _show(result: Result) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=result.name, title_justify="left", title_style="bold")
    for number, column in enumerate(result.columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in result.rows:
        table.add_row(*row)
    if result.columns:
        show(table)
    for key, value in result.figures.items():
        say(f"{key:40} {value:.3f}")
    for line in result.notes:
        say(line)
    say()

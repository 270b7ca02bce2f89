"""Options that the commands over dyads share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.desk.tables import Level
from dragoman.model.dyads import LEFT_OUT, Period

TableOption = Annotated[Path, typer.Option("--store", metavar="PATH", help="Store, or folder of Parquet parts.")]
PeriodOption = Annotated[Period, typer.Option(help="Length of a period.")]
DatasetOption = Annotated[
    list[str] | None, typer.Option("--dataset", metavar="NAME", help="Only this data set; may be repeated.")
]
IncludeOption = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="WHAT", help=f"Count these too: {', '.join(LEFT_OUT)}, all; may be repeated."),
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", metavar="TYPE", help="Only this PLOVER type; may be repeated.")
]
ScaleOption = Annotated[
    str, typer.Option("--scale", metavar="NAME", help="goldstein, balance, quad, or a CSV file with code and value.")
]
GroupsOption = Annotated[
    Path | None, typer.Option("--groups", metavar="FILE", help="YAML file with groups of actors of your own.")
]
LevelOption = Annotated[Level, typer.Option("--by", help="A state as those who act for it, or all from the country.")]
WithoutOption = Annotated[
    str | None, typer.Option("--without", metavar="OUTLET", help="Leave out what only this outlet reports.")
]

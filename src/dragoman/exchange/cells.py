"""How a field of an imported row stands in a cell of the data set it came from, and back.

A :class:`Layout` says for each column of a format which field fills it. What no field gives back as it was goes to
``extra``, a JSON object of text by column; so that a row can be written again as it was read (:func:`original`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars
from polars import Expr

from dragoman.model.dyads import IMPORT_COLUMNS

TYPES: Mapping[str, type[polars.DataType]] = {
    "VARCHAR": polars.String,
    "DATE": polars.Date,
    "TINYINT": polars.Int8,
    "INTEGER": polars.Int32,
    "DOUBLE": polars.Float64,
}
SCHEMA: Mapping[str, type[polars.DataType]] = {name: TYPES[type_] for name, type_ in IMPORT_COLUMNS.items()}
"""Types of the columns of an imported row."""

HASHED_ID = r"^(.*)-[0-9a-f]{8}$"
"""An id made of the data set's own id, which is not unique there, and a hash of the row."""
QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
"""Quad classes 1 to 4 in words, as POLECAT writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What fills a cell.

    Attributes:
        field: column of an imported row (:data:`~dragoman.model.dyads.IMPORT_COLUMNS`).
        form: how it is written, a key of :data:`FORMS`.
        place: for forms that take a part of a list, which one, from 0.
    """

    field: str
    form: str = "text"
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a format.

    Attributes:
        columns: names in the order of a file.
        cells: by column, what fills it; columns that are not here live in ``extra``.
    """

    columns: tuple[str, ...]
    cells: Mapping[str, Cell]


def plain(number: Expr) -> Expr:
    """A number as text, whole numbers without a fraction: 4.5, -10."""
    return number.cast(polars.String).str.strip_suffix(".0")


def _item(cell: Cell) -> Expr:
    return polars.col(cell.field).str.split(",").list.get(cell.place, null_on_oob=True)


def _fraction(cell: Cell) -> Expr:
    """GDELT's FractionDate: the year, and months of 30 days and days as a share of 365."""
    day = polars.col(cell.field).dt
    share = ((day.month().cast(polars.Int32) - 1) * 30 + day.day()) * 10_000 / 365
    whole = day.year().cast(polars.Int64) * 10_000 + share.round().cast(polars.Int64)
    return polars.concat_str((whole // 10_000).cast(polars.String), (whole % 10_000).cast(polars.String).str.zfill(4),
                             separator=".")  # fmt: skip


def _joined(cell: Cell) -> Expr:
    """A CAMEO actor code: the country and the sectors in one word (``USAGOVMIL``); the field names the side."""
    country, sector = polars.col(f"{cell.field}_country"), polars.col(f"{cell.field}_sector")
    return polars.concat_str(country.fill_null(""), sector.fill_null("").str.replace_all(",", "", literal=True))


FORMS: Mapping[str, Callable[[Cell], Expr]] = {
    "text": lambda cell: polars.col(cell.field),
    "own id": lambda cell: polars.coalesce(polars.col(cell.field).str.extract(HASHED_ID), polars.col(cell.field)),
    "iso day": lambda cell: polars.col(cell.field).dt.strftime("%Y-%m-%d"),
    "number": lambda cell: plain(polars.col(cell.field)),
    "decimal": lambda cell: polars.col(cell.field).cast(polars.String),
    "whole": lambda cell: polars.col(cell.field).cast(polars.String),
    "digits": lambda cell: polars.col(cell.field).dt.strftime("%Y%m%d"),
    "month digits": lambda cell: polars.col(cell.field).dt.strftime("%Y%m"),
    "year": lambda cell: polars.col(cell.field).dt.strftime("%Y"),
    "month": lambda cell: polars.col(cell.field).dt.month().cast(polars.String),
    "day": lambda cell: polars.col(cell.field).dt.day().cast(polars.String),
    "year fraction": _fraction,
    "first three": lambda cell: polars.col(cell.field).str.slice(0, 3),
    "first two": lambda cell: polars.col(cell.field).str.slice(0, 2),
    "item": _item,
    "actor code": _joined,
    "semicolons": lambda cell: polars.col(cell.field).str.replace_all("|", "; ", literal=True),
    "quad words": lambda cell: polars.col(cell.field).replace_strict(
        [1, 2, 3, 4], list(QUADS), default=None, return_dtype=polars.String
    ),
}
"""Ways of writing a field, each from a cell to an expression over imported rows that gives text or null."""
BY_VALUE = frozenset({"iso day", "digits", "number", "decimal", "whole"})
"""Forms of values that may be written in several ways (1 and 1.0): the same value is the same cell."""


FROM_CODE = frozenset({"goldstein", "quad"})
"""Numbers that a reader fills from the CAMEO code where the cell has none."""


def written(cell: Cell) -> Expr:
    """The text that the field gives for the cell; empty where it is null."""
    return FORMS[cell.form](cell).fill_null("")


def original(frame: polars.DataFrame, layout: Layout) -> polars.DataFrame:
    """Imported rows as rows of their format: text in every column, empty where there is nothing.

    Args:
        frame: has the columns of :data:`SCHEMA`, at least those that the layout names, and ``extra``.
    """
    kept = polars.Struct(dict.fromkeys(layout.columns, polars.String))
    whole = frame.with_columns(_extra=polars.col("extra").fill_null("{}").str.json_decode(kept))
    return whole.select(
        polars.coalesce(
            polars.col("_extra").struct.field(column),
            written(layout.cells[column]) if column in layout.cells else polars.lit(""),
        ).alias(column)
        for column in layout.columns
    )


def extra(raw: polars.DataFrame, made: polars.DataFrame, layout: Layout) -> polars.Series:
    """The JSON object of the cells that no field gives back; null where there is none.

    Args:
        raw: text by the format's columns, missing ones as empty text.
        made: fields of the same rows.
    """
    known = [column for column in layout.columns if column in raw.columns]
    further = [column for column in raw.columns if column not in layout.columns]
    fields = made.select(
        (polars.col(cell.field) if cell.form in BY_VALUE else written(cell)).alias(f"\0{column}")
        for column in known
        if (cell := layout.cells.get(column)) is not None
    )
    both = polars.concat([raw, fields], how="horizontal")
    kept = both.select(_kept(column, layout).alias(column) for column in (*known, *further))
    anywhere = kept.select(polars.all().any())
    columns = [column for column in kept.columns if anywhere[column].item()]
    if not columns:
        return polars.Series("extra", [None] * raw.height, dtype=polars.String)
    special = both.select(polars.col(columns).str.contains_any(SPECIAL).any())
    cells = both.select(columns).with_columns(_escaped(name) for name in columns if special[name].item())
    marked = polars.concat([cells, kept.select(polars.col(columns).name.prefix("\0"))], how="horizontal")
    return marked.select(_object(columns, kept).alias("extra")).to_series()


def _object(columns: Sequence[str], kept: polars.DataFrame) -> Expr:
    """The JSON object of these cells where they are kept, or null.

    Where a column is kept in all rows it is put first and brings the opening brace: taking off a comma and adding the
    braces afterwards copies all of the text twice, a third of the time.
    """
    always = kept.select(polars.col(columns).all())
    first = next((column for column in columns if always[column].item()), None)
    parts = [part for column in columns if column != first for part in _parts(column)]
    if first is None:
        joined = polars.concat_str(parts, ignore_nulls=True)
        whole = polars.concat_str(polars.lit("{"), joined.str.slice(1), polars.lit("}"))
        return polars.when(joined != "").then(whole)
    opening = (polars.lit(f'{{{_quoted(first)}:"'), polars.col(first), polars.lit('"'))
    return polars.concat_str((*opening, *parts, polars.lit("}")), ignore_nulls=True)


def _kept(column: str, layout: Layout) -> Expr:
    """Whether the cell must be kept, by row."""
    text, cell = polars.col(column), layout.cells.get(column)
    if cell is None:
        return text != ""
    field = polars.col(f"\0{column}")
    if cell.form in BY_VALUE and cell.field in FROM_CODE:
        value = text.cast(polars.Float64, strict=False)
        return value.ne_missing(field.cast(polars.Float64)) | ((text != "") & value.is_null())
    return (text != "") & field.is_null() if cell.form in BY_VALUE else text != field


def _parts(column: str) -> tuple[Expr, Expr, Expr]:
    """``,"column":"``, the cell and ``"`` where it is kept, nulls where not."""
    kept = polars.when(polars.col(f"\0{column}"))
    name = polars.lit(f',{_quoted(column)}:"')
    return kept.then(name), kept.then(polars.col(column)), kept.then(polars.lit('"'))


SPECIAL = ['"', "\\", *(chr(code) for code in range(32))]
"""Characters that JSON does not take as they are."""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _escaped(column: str) -> Expr:
    return polars.col(column).map_batches(_each_escaped, return_dtype=polars.String)


def _each_escaped(cells: polars.Series) -> polars.Series:
    return polars.Series(cells.name, [_quoted(text)[1:-1] for text in cells.to_list()], dtype=polars.String)


def filled(fields: Sequence[Expr], raw: polars.DataFrame) -> polars.DataFrame:
    """Imported rows with these fields, null in all others and where a number is too large, ``extra`` still to come."""
    given = raw.select(fields)
    missing = [name for name in SCHEMA if name not in given.columns]
    return given.with_columns(polars.lit(None).alias(name) for name in missing).select(
        polars.col(name).cast(type_, strict=False) for name, type_ in SCHEMA.items()
    )

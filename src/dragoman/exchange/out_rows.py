"""Rows of dyads on their way out: one shape of frame, what a format can hold of them, and the cells they came from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import polars as pl

from dragoman.exchange.cells import Layout, written
from dragoman.model.dyads import IMPORT_COLUMNS, LEFT_OUT, OWN_DATASET, RECALLED, ROW_COLUMNS, UNDATED

COLUMNS: Mapping[str, str] = {**ROW_COLUMNS, **IMPORT_COLUMNS}
"""Columns of a row with its texts, with SQL types."""
TWICE = tuple(f"{end}_{column}" for end in ("source", "target") for column in ("name", "country", "sector"))
"""What a store has twice of an imported row: resolved, and ``written_...`` as its data set writes it."""
WRITTEN_COLUMNS: Mapping[str, str] = {f"written_{name}": "VARCHAR" for name in TWICE}
TYPES: Mapping[str, type[pl.DataType]] = {
    "VARCHAR": pl.String,
    "DATE": pl.Date,
    "TINYINT": pl.Int8,
    "INTEGER": pl.Int32,
    "DOUBLE": pl.Float64,
    "BOOLEAN": pl.Boolean,
}
BACKGROUND = "background"


def in_shape(frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Frames with all columns in one order and type: :data:`COLUMNS`, and the :data:`WRITTEN_COLUMNS` of the first.

    At least one frame comes, be it empty. What a frame lacks is null; columns of other names are left out.

    Raises:
        ValueError: a column has values that its type can't hold.
    """
    iterator = iter(frames)
    first = next(iterator, pl.DataFrame())
    more = {name: kind for name, kind in WRITTEN_COLUMNS.items() if name in first.columns}
    types = pl.Schema({name: TYPES[kind] for name, kind in {**COLUMNS, **more}.items()})
    for frame in chain((first,), iterator):
        if not frame.width:  # a null beside nothing would be one row
            yield pl.DataFrame(schema=types)
            continue
        missing = [pl.lit(None).alias(name) for name in types if name not in frame.columns]
        try:
            shaped = frame.with_columns(missing).select(list(types)).cast(types)
        except pl.exceptions.PolarsError as error:
            raise ValueError(f"rows that cannot be written: {' '.join(str(error).split())}") from error
        yield shaped


def for_tables(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with :data:`WRITTEN_COLUMNS` as their data set writes them, also where that is nothing.

    Where a frame has no such column, the column itself is as written; so are those of Dragoman's own rows. Names are
    as written in any case. What is no finite number becomes null.
    """
    own = (pl.col("dataset") == OWN_DATASET).fill_null(False)
    written = {
        name: pl.when(own).then(name).otherwise(f"written_{name}")
        if f"written_{name}" in frame.columns
        else pl.col(name)
        for name in TWICE
    }
    names = [value.alias(name) for name, value in written.items() if name.endswith("_name")]
    floats = pl.col(pl.Float64)
    return frame.with_columns(
        *names,
        *(value.alias(f"written_{name}") for name, value in written.items()),
        pl.when(floats.is_finite()).then(floats).name.keep(),
    )


def unheld(*, include: frozenset[str], typed: bool) -> dict[str, pl.Expr]:
    """Rows that a format cannot hold where every row is an event that happened on a day, by the reason.

    An event that is known to the month or year only is none of a day: on its first it would make a peak there.

    Args:
        include: words of :data:`~dragoman.model.dyads.LEFT_OUT` whose rows it is to hold nevertheless.
        typed: whether it needs a PLOVER type, which the mere comments of CAMEO (codes 010 to 019) do not have.
    """
    out = [word for word in LEFT_OUT if word not in include and word != BACKGROUND]
    other = pl.col("factuality").is_in(out).fill_null(False)
    if BACKGROUND not in include:
        other |= pl.col(BACKGROUND).fill_null(False)
    undated = pl.col("day").is_null() | (pl.col("day") != pl.col("last_day")).fill_null(False)
    reasons = {UNDATED: undated, RECALLED: other & ~undated}
    if typed:
        reasons["without a PLOVER type"] = pl.col("plover").is_null() & ~undated & ~other
    return reasons


def verbatim(layout: Layout) -> dict[str, pl.Expr]:
    """Cells of a format by column as they stand in rows that came from it, apart from what is in ``extra``."""
    return {
        column: written(layout.cells[column]) if column in layout.cells else pl.lit("") for column in layout.columns
    }


def in_cells(
    frame: pl.DataFrame, layout: Layout, translated: Mapping[str, pl.Expr], came_from_it: pl.Expr
) -> pl.DataFrame:
    """Rows as rows of a format: text in every column, null where there is nothing.

    A cell is the one that ``extra`` has, else of a row that came from the format what is in its field, else the
    translation.

    Args:
        frame: as :func:`for_tables` gives it.
        translated: for rows of other data sets, by column; a column that is not here is what its field gives.
        came_from_it: whether a row came from the format, over its columns and those cells of the format that ``extra``
            has.
    """
    names = list(layout.columns)
    kept = originals(frame["extra"], names)
    fields = frame.with_columns(pl.col(f"written_{name}").alias(name) for name in TWICE)
    theirs = fields.select(**verbatim(layout))
    other = frame.select(**{**verbatim(layout), **translated})
    is_theirs = frame.hstack(kept).select(came_from_it.alias("is_theirs")).to_series()
    cells = [pl.when(is_theirs).then(theirs[name]).otherwise(other[name]) for name in names]
    whole = other.select(pl.coalesce(kept[name], cell).alias(name) for name, cell in zip(names, cells, strict=True))
    return whole.with_columns(pl.when(pl.all() != "").then(pl.all()))


def originals(extra: pl.Series, names: Iterable[str]) -> pl.DataFrame:
    """Text columns of the JSON objects in ``extra``; null where an object lacks the name, or it is no object."""
    schema = dict.fromkeys(names, pl.String())
    if extra.null_count() == extra.len():
        return pl.DataFrame({name: pl.Series(name, [None] * extra.len(), pl.String) for name in schema})
    try:
        return extra.fill_null("{}").str.json_decode(pl.Struct(schema)).struct.unnest()
    except pl.exceptions.PolarsError:  # some row has no object of texts
        return pl.DataFrame([_texts(value, schema) for value in extra], schema=schema)


def _texts(value: str | None, names: Iterable[str]) -> dict[str, str | None]:
    try:
        found = json.loads(value or "null")
    except ValueError:
        found = None
    cells = found if isinstance(found, dict) else {}
    return {name: str(cells[name]) if isinstance(cells.get(name), str | int | float) else None for name in names}

"""From the text of a file to imported rows: what the readers of all formats share."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars
from polars import Expr

from dragoman.exchange.cells import SCHEMA, Layout, extra, filled
from dragoman.exchange.codes import coded
from dragoman.exchange.openers import location
from dragoman.exchange.records import LINE, Piece, Rejected
from dragoman.exchange.seen import Seen
from dragoman.model.ids import ID_LENGTH

FIRST_YEAR = 1500
"""Years before are two-digit years or slips: no set of news events goes back further."""
SEPARATOR = "\x1f"
ISO = "%Y-%m-%d"
US = "%m/%d/%Y"
DIGITS = "%Y%m%d"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChunk:
    """Some rows of a file.

    Attributes:
        frame: columns and types of :data:`~dragoman.model.dyads.IMPORT_COLUMNS`.
        rejected: ("file, line N", why) of rows that are not in it.
        repeated: rows left out because the very same row stands further up in the file.
    """

    frame: polars.DataFrame
    rejected: tuple[Rejected, ...] = ()
    repeated: int = 0


Convert = Callable[[Piece, str], RowChunk]
"""Makes rows of a piece of the file with this label; called for one piece after the other."""
Check = tuple[Expr, Expr]
"""Rows to reject, an expression over the text and, by ``made:<field>``, the fields; and the reason."""


def text(column: str) -> Expr:
    """A cell, null if it is empty."""
    cell = polars.col(column)
    return polars.when(cell != "").then(cell)


def number(column: str) -> Expr:
    """A cell as a finite number, or null."""
    value = polars.col(column).cast(polars.Float64, strict=False)
    return polars.when(value.is_finite()).then(value)


def whole(column: str) -> Expr:
    """A cell as a whole number (3, or 3.0 as pandas writes it), or null."""
    value = number(column)
    return polars.when(value == value.floor()).then(value).cast(polars.Int32, strict=False)


def quad(column: str) -> Expr:
    """A cell as a quad class from 1 to 4, or null."""
    return polars.when(whole(column).is_between(1, 4)).then(whole(column))


def day(column: str, *forms: str) -> Expr:
    """A cell as a day in the first form that fits, or null."""
    cell = polars.col(column)
    found = polars.coalesce(cell.str.to_date(form, strict=False) for form in forms)
    return polars.when(found.dt.year() >= FIRST_YEAR).then(found)


def listed(*columns: str) -> Expr:
    """Cells as a list with commas, or null."""
    joined = polars.concat_str((text(column) for column in columns), separator=",", ignore_nulls=True)
    return polars.when(joined != "").then(joined)


def blanked(raw: polars.DataFrame, words: Sequence[str]) -> polars.DataFrame:
    """The text with cells that are one of these words for "missing" emptied."""
    return raw.with_columns(
        polars.when(polars.col(name).is_in(list(words))).then(polars.lit("")).otherwise(polars.col(name)).alias(name)
        for name in raw.columns
        if name != LINE
    )


def no_day(column: str) -> Check:
    """Rejects rows whose day is missing or can't be read."""
    cell = polars.col(column)
    reason = polars.when(cell == "").then(polars.lit(f"no day in column {column!r}"))
    return polars.col("made:day").is_null(), reason.otherwise(
        polars.concat_str(polars.lit(f"{column}: "), _shown(cell), polars.lit(" is no day"))
    )


def no_last_day(column: str, *forms: str) -> Check:
    """Rejects rows whose last day can't be read; a missing one is none of them."""
    cell = polars.col(column)
    reason = polars.concat_str(polars.lit(f"{column}: "), _shown(cell), polars.lit(" is no day"))
    return (cell != "") & day(column, *forms).is_null(), reason


def backwards(column: str) -> Check:
    """Rejects rows whose last day, of this column, lies before the first."""
    return polars.col("made:last_day") < polars.col("made:day"), polars.lit(f"{column} lies before the first day")


def no_id(column: str) -> Check:
    """Rejects rows without an id of their own."""
    return polars.col("made:id").is_null(), polars.lit(f"no id in column {column!r}")


def no_type(column: str) -> Check:
    """Rejects rows whose PLOVER type is none, a sign of cells in the wrong columns."""
    shown = polars.concat_str(polars.lit(f"{column}: "), _shown(polars.col(column)), polars.lit(" is no PLOVER type"))
    return polars.col("made:quad").is_null(), shown


def _shown(cell: Expr) -> Expr:
    return polars.concat_str(polars.lit("'"), cell.str.replace_all(r"\s+", " ").str.slice(0, 40), polars.lit("'"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How rows without unique ids of their own get one, the same on every machine and from whatever file.

    Attributes:
        seen: the rows of the file so far.
        counted: whether the id is a hash of the content and of the how-many-th row with it in the file this is; else
            the own id, a hyphen and the CRC-32 of the content, and the very same row counts once.
        columns: fields that are the content; empty for all that the file gives.
        within: columns of the file within whose values equal rows are counted anew, where the file has them.
    """

    seen: Seen
    counted: bool
    columns: tuple[str, ...] = ()
    within: tuple[str, ...] = ()


def converted(
    raw: polars.DataFrame,
    label: str,
    fields: Sequence[Expr],
    layout: Layout,
    checks: Sequence[Check],
    identity: Identity | None = None,
) -> RowChunk:
    """Rows with these fields, what follows from their CAMEO code, and ``extra``; without those that a check rejects.

    Args:
        raw: text by column, missing cells empty, and :data:`~dragoman.exchange.records.LINE`.
        identity: for rows whose own ids are not unique or missing.
    """
    made = filled(fields, raw)
    raw, made, rejected = _checked(raw, made, label, checks)
    raw = raw.drop(LINE)
    first = None
    if identity is not None:
        made, first = _identified(raw, made, _content(raw, fields, layout, identity), identity)
    made = coded(made)
    made = made.with_columns(extra(raw, made, layout))
    if first is None or first.all():
        return RowChunk(frame=made, rejected=rejected)
    return RowChunk(frame=made.filter(first), rejected=rejected, repeated=made.height - int(first.sum()))


def _content(
    raw: polars.DataFrame, fields: Sequence[Expr], layout: Layout, identity: Identity
) -> tuple[list[str], list[str]]:
    """Names of the fields and of the file's own columns that make a row what it is.

    Nothing that follows from the ontology is among them, which may change; and values are read, so that another
    spelling of a day or a number does not make another row.
    """
    if identity.columns:
        return list(identity.columns), []
    given = [field.meta.output_name() for field in fields]
    own = [column for column in layout.columns if column not in layout.cells]
    further = [column for column in raw.columns if column not in layout.columns]
    return [name for name in SCHEMA if name in given], [*own, *further]


def _identified(
    raw: polars.DataFrame, made: polars.DataFrame, content: tuple[list[str], list[str]], identity: Identity
) -> tuple[polars.DataFrame, polars.Series | None]:
    fields, own = content
    keys = polars.concat([made.select(fields), raw.select(polars.col(own).name.prefix("\0"))], how="horizontal")
    if identity.counted:
        apart = raw.select(polars.col(name).name.prefix("\1") for name in identity.within if name in raw.columns)
        numbered = keys.with_columns(identity.seen.before(polars.concat([keys, apart], how="horizontal")))
        ids = [hashlib.sha256(row).hexdigest()[:ID_LENGTH] for row in _joined(numbered)]
        return made.with_columns(polars.Series("id", ids, dtype=polars.String)), None
    sums = polars.Series("\0sum", [f"{zlib.crc32(row):08x}" for row in _joined(keys)], dtype=polars.String)
    hashed = polars.concat_str("id", polars.lit("-"), "\0sum").alias("id")
    made = made.with_columns(sums).with_columns(hashed).drop("\0sum")
    return made, identity.seen.before(made.select("id")) == 0


def _joined(rows: polars.DataFrame) -> list[bytes]:
    """Each row's values as text in one, null as empty."""
    texts = (polars.col(name).cast(polars.String).fill_null("") for name in rows.columns)
    joined = rows.select(polars.concat_str(texts, separator=SEPARATOR).alias("row"))
    return joined.get_column("row").cast(polars.Binary).to_list()


def _checked(
    raw: polars.DataFrame, made: polars.DataFrame, label: str, checks: Sequence[Check]
) -> tuple[polars.DataFrame, polars.DataFrame, tuple[Rejected, ...]]:
    if not checks:
        return raw, made, ()
    both = polars.concat([raw, made.rename(lambda name: f"made:{name}")], how="horizontal")
    if not both.select(polars.any_horizontal(wrong.any() for wrong, _ in checks)).item():
        return raw, made, ()  # reasons are only put into words where there are any
    why = polars.coalesce(polars.when(wrong).then(reason) for wrong, reason in checks)
    told = both.select(LINE, why.alias("why"))
    bad = told.filter(polars.col("why").is_not_null())
    rejected = tuple((location(label, line), reason) for line, reason in bad.iter_rows())
    good = told["why"].is_null()
    return raw.filter(good), made.filter(good), rejected


def empty() -> polars.DataFrame:
    """No rows, with the columns of imported ones."""
    return polars.DataFrame(schema=dict(SCHEMA))

"""Reads ACLED exports: CSV with a header, commas or semicolons between.

ACLED says that its two actors have no direction: ``actor1`` is the source here because it stands first. Event types
become CAMEO codes by ``data/ontology/cameo/acled.csv``; types without a counterpart have none. By ACLED's codebook a
time precision of 2 is a week or so with its middle as the date, 3 a month with its middle, first or last day: then
``day`` and ``last_day`` are three days around it, or the whole month. The date itself, its precision and the fatalities
stay in ``extra`` as written; fatalities are one side's or one source's figure and are never added up. ``publisher`` is
the list of sources with semicolons, ``outlets`` their number.
"""

from __future__ import annotations

from functools import cache

import polars
from polars import Expr

from dragoman.exchange.convert import ISO, Convert, RowChunk, blanked, converted, day, no_day, no_id, number, text
from dragoman.exchange.layouts import ACLED
from dragoman.exchange.records import Piece
from dragoman.tables import folder, rows

NEEDED = ("event_id_cnty", "event_date", "event_type", "actor1", "actor2")
FORMS = (ISO, "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y", "%d/%m/%Y")
WEEK, MONTH = "2", "3"
HALF_WEEK = 3
CHECKS = (no_id("event_id_cnty"), no_day("event_date"))


@cache
def type_codes() -> dict[str, str]:
    """CAMEO code by "event type|sub-event type" in lower case; "" for those that have none."""
    table = rows(folder("ontology", "cameo") / "acled.csv")
    return {f"{row['event_type']}|{row['sub_event_type']}": row["cameo"] for row in table}


def acled() -> Convert:
    """A reader of the pieces of one file."""

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = blanked(piece.frame, ("NA", "NULL"))
        missing = [polars.lit("").alias(column) for column in ACLED.columns if column not in raw.columns]
        return converted(raw.with_columns(missing), label, _fields(), ACLED, CHECKS)

    return convert


def _fields() -> list[Expr]:
    written, precision = day("event_date", *FORMS), polars.col("time_precision")
    return [
        text("event_id_cnty").alias("id"),
        _spread(written, precision, -HALF_WEEK, written.dt.month_start()).alias("day"),
        _spread(written, precision, HALF_WEEK, written.dt.month_end()).alias("last_day"),
        text("actor1").alias("source_name"),
        text("inter1").alias("source_sector"),
        text("actor2").alias("target_name"),
        text("inter2").alias("target_sector"),
        polars.coalesce(text("sub_event_type"), text("event_type")).alias("event_text"),
        _cameo().alias("cameo"),
        text("source").alias("publisher"),
        text("source").str.split(";").list.n_unique().alias("outlets"),
        text("notes").alias("text"),
        text("location").alias("place"),
        text("country").alias("place_country"),
        number("latitude").alias("latitude"),
        number("longitude").alias("longitude"),
    ]


def _spread(written: Expr, precision: Expr, days: int, month: Expr) -> Expr:
    near = written + polars.duration(days=days)
    return polars.when(precision == WEEK).then(near).when(precision == MONTH).then(month).otherwise(written)


def _cameo() -> Expr:
    """The code of the type and sub-type, else of the type alone."""
    codes = type_codes()
    type_, sub = (polars.col(name).str.to_lowercase() for name in ("event_type", "sub_event_type"))
    found = polars.coalesce(
        polars.concat_str(type_, key, separator="|").replace_strict(
            list(codes), list(codes.values()), default=None, return_dtype=polars.String
        )
        for key in (sub, polars.lit(""))
    )
    return polars.when(found != "").then(found)

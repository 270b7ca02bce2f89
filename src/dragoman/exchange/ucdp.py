"""Reads the georeferenced events of UCDP (GED): CSV with a header; a few releases of 49 columns have none.

``side_a`` is the source, as UCDP puts the state or the attacker there where there is one. The type of violence becomes
a CAMEO code by ``data/ontology/cameo/ucdp.csv``. Estimates of deaths (``best``, ``high``, ``low`` and by side) stay in
``extra`` as written and are never added up.
"""

from __future__ import annotations

from functools import cache

import polars
from polars import Expr

from dragoman.exchange.codes import first_filled
from dragoman.exchange.convert import (
    ISO,
    Convert,
    RowChunk,
    backwards,
    blanked,
    converted,
    day,
    no_day,
    no_id,
    no_last_day,
    number,
    text,
    whole,
)
from dragoman.exchange.layouts import UCDP
from dragoman.exchange.records import Piece
from dragoman.tables import folder, rows

NEEDED = ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end")
FORMS = (ISO, "%Y-%m-%d %H:%M:%S%.f", "%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p")
TYPE = "type_of_violence"
CHECKS = (no_id("id"), no_day("date_start"), no_last_day("date_end", *FORMS), backwards("date_end"))


@cache
def violence() -> dict[str, tuple[str, str]]:
    """Label and CAMEO code by type of violence."""
    table = rows(folder("ontology", "cameo") / "ucdp.csv")
    return {row["type_of_violence"]: (row["label"], row["cameo"]) for row in table}


def ucdp() -> Convert:
    """A reader of the pieces of one file."""

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = blanked(piece.frame, ("NA", "NULL"))
        missing = [polars.lit("").alias(column) for column in UCDP.columns if column not in raw.columns]
        return converted(raw.with_columns(missing), label, _fields(), UCDP, CHECKS)

    return convert


def _fields() -> list[Expr]:
    first, last = day("date_start", *FORMS), day("date_end", *FORMS)
    return [
        text("id").alias("id"),
        first.alias("day"),
        polars.coalesce(last, first).alias("last_day"),
        text("side_a").alias("source_name"),
        text("side_b").alias("target_name"),
        _of_violence(0).alias("event_text"),
        _of_violence(1).alias("cameo"),
        polars.when(whole("number_of_sources") > 0).then(whole("number_of_sources")).alias("outlets"),
        first_filled(*(polars.col(name) for name in ("source_office", "source_article"))).alias("publisher"),
        text("source_headline").alias("text"),
        text("where_coordinates").alias("place"),
        text("country").alias("place_country"),
        number("latitude").alias("latitude"),
        number("longitude").alias("longitude"),
    ]


def _of_violence(place: int) -> Expr:
    known = violence()
    values = [pair[place] for pair in known.values()]
    return text(TYPE).replace_strict(list(known), values, default=None, return_dtype=polars.String)

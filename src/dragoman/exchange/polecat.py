"""Reads POLECAT: tables of 40 columns with a header, tabs between; types, modes and contexts are PLOVER already.

What its files are like, after A. Beger's notes on them (2024): some have empty columns behind the last; in some the
header names columns that the rows do not have (Headline, Event Text, Feed, Story ID); some are in Latin-1. Attributes
of several actors are lists with ``; ``, and stay so. ``None`` is missing. Ids are hashed as those of ICEWS are, since
some are there twice. Intensity is POLECAT's own value on Goldstein's scale. It has no CAMEO codes, and none is made up.
"""

from __future__ import annotations

import polars

from dragoman.exchange.codes import plover_quad, quad_number
from dragoman.exchange.convert import (
    ISO,
    Convert,
    Identity,
    RowChunk,
    blanked,
    converted,
    day,
    no_day,
    no_id,
    no_type,
    number,
    text,
)
from dragoman.exchange.layouts import POLECAT
from dragoman.exchange.records import Piece
from dragoman.exchange.seen import Seen

MISSING = ("None", "NA", "NULL")
NEEDED = ("Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name")
UNFILLED = frozenset({"Headline", "Event Text", "Feed", "Story ID"})
"""Columns that some headers name and no row has."""
INTENSITY = ("Intensity", "Event Intensity")
"""Names of one column in files of different years."""
CHECKS = (no_id("Event ID"), no_day("Event Date"), no_type("Event Type"))


def polecat() -> Convert:
    """A reader of the pieces of one file."""
    identity = Identity(seen=Seen(), counted=False)

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = blanked(piece.frame, MISSING)
        usual, other = INTENSITY
        if usual not in raw.columns and other in raw.columns:
            raw = raw.rename({other: usual})
        missing = [polars.lit("").alias(column) for column in POLECAT.columns if column not in raw.columns]
        return converted(raw.with_columns(missing), label, _fields(), POLECAT, CHECKS, identity)

    return convert


def _fields() -> list[polars.Expr]:
    plover = text("Event Type").str.to_uppercase()
    return [
        text("Event ID").alias("id"),
        day("Event Date", ISO).alias("day"),
        day("Event Date", ISO).alias("last_day"),
        text("Actor Name").alias("source_name"),
        text("Actor Country").alias("source_country"),
        text("Primary Actor Sector").alias("source_sector"),
        text("Recipient Name").alias("target_name"),
        text("Recipient Country").alias("target_country"),
        text("Primary Recipient Sector").alias("target_sector"),
        plover.alias("plover"),
        text("Event Mode").alias("mode"),
        text("Contexts").str.replace_all(r"\s*;\s*", "|").alias("context"),
        polars.when(plover_quad(plover).is_not_null())
        .then(polars.coalesce(quad_number(text("Quad Code")), plover_quad(plover)))
        .alias("quad"),
        number("Intensity").alias("goldstein"),
        text("Source").alias("publisher"),
        text("Placename").alias("place"),
        text("Country").alias("place_country"),
        number("Latitude").alias("latitude"),
        number("Longitude").alias("longitude"),
    ]

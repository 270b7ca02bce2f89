"""Reads ICEWS: tables of 20 columns with a header, tabs between.

What its files are like, after the issues of the R package ``icews`` (numbers 19, 21, 57, 73 to 75 and 80):

- An Event ID is not unique. 145,312 of them stand in the files of 2013 and of 2014 with different dates; 5,789 rows of
  the file of 2021 are there twice as a whole; a weekly update may repeat the yearly file. Here the same row is one row,
  in whatever files it stands, and different rows under one Event ID are all kept: the id is the Event ID, a hyphen and
  8 hex digits of a hash of the row. Which of two dates of an event is right, the files do not say.
- The file of 2017 has days as 1/31/2017, cells in quotation marks, ``NULL`` for missing, and no CAMEO Code column; the
  code is then that of the Event Text.
- Quotation marks inside a cell are letters.

PLOVER type, mode, context and quad class follow from the CAMEO code by the ontology; mere comments (010 to 019) have
none. Intensity is the Goldstein value of the data set and is kept where it differs from the ontology's.
"""

from __future__ import annotations

import polars

from dragoman.exchange.codes import first_filled, icews_code
from dragoman.exchange.convert import (
    ISO,
    US,
    Convert,
    Identity,
    RowChunk,
    blanked,
    converted,
    day,
    no_day,
    no_id,
    number,
    text,
    whole,
)
from dragoman.exchange.layouts import ICEWS
from dragoman.exchange.records import Piece
from dragoman.exchange.seen import Seen

MISSING = ("NA", "NULL")
NEEDED = ("Event ID", "Event Date", "Source Name", "Event Text", "Target Name")
"""Columns without which a table is not ICEWS; the others are empty where a file lacks them."""
CHECKS = (no_id("Event ID"), no_day("Event Date"))
CODE = "CAMEO Code"


def icews() -> Convert:
    """A reader of the pieces of one file."""
    identity = Identity(seen=Seen(), counted=False)

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = _whole(blanked(piece.frame, MISSING))
        return converted(raw, label, _fields(), ICEWS, CHECKS, identity)

    return convert


def _whole(raw: polars.DataFrame) -> polars.DataFrame:
    missing = [polars.lit("").alias(column) for column in ICEWS.columns if column not in raw.columns]
    return raw.with_columns(missing)


def _fields() -> list[polars.Expr]:
    cameo = polars.coalesce(text(CODE), icews_code(polars.col("Event Text")))
    return [
        text("Event ID").alias("id"),
        day("Event Date", ISO, US).alias("day"),
        day("Event Date", ISO, US).alias("last_day"),
        text("Source Name").alias("source_name"),
        text("Source Country").alias("source_country"),
        text("Source Sectors").alias("source_sector"),
        text("Target Name").alias("target_name"),
        text("Target Country").alias("target_country"),
        text("Target Sectors").alias("target_sector"),
        text("Event Text").alias("event_text"),
        cameo.alias("cameo"),
        number("Intensity").alias("goldstein"),
        text("Publisher").alias("publisher"),
        first_filled(*(polars.col(name) for name in ("City", "District", "Province"))).alias("place"),
        text("Country").alias("place_country"),
        number("Latitude").alias("latitude"),
        number("Longitude").alias("longitude"),
        text("Story ID").alias("story"),
        whole("Sentence Number").alias("sentence"),
    ]

"""Reads Phoenix: the daily files of the Open Event Data Alliance and the historical ones of the Cline Center.

The daily files have 26 columns, tabs and no header, one row for all reports of an event on a day; their ids begin anew
every day. The historical files have 25 columns, commas and a header. Actors are CAMEO codes without names, so the code
is the name; what is no country (IGO, IMG, ...) counts as a sector. A quad or penta class of 0 (a mere comment) is null.
"""

from __future__ import annotations

import polars
from polars import Expr

from dragoman.exchange.codes import code_sectors, is_country
from dragoman.exchange.convert import (
    DIGITS,
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
    quad,
    text,
)
from dragoman.exchange.layouts import PHOENIX, PHOENIX_HISTORICAL
from dragoman.exchange.records import Piece
from dragoman.exchange.seen import Seen

MISSING = ("NA",)
CHECKS = (no_id("EventID"), no_day("Date"))
HISTORICAL_CHECKS = (no_id("eid"), no_day("story_date"))


def phoenix() -> Convert:
    """A reader of the pieces of one file of either kind."""
    identity = Identity(seen=Seen(), counted=False)

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = blanked(piece.frame, MISSING)
        if "eid" in raw.columns:
            return converted(raw, label, _historical_fields(), PHOENIX_HISTORICAL, HISTORICAL_CHECKS, identity)
        return converted(raw, label, _fields(), PHOENIX, CHECKS, identity)

    return convert


def _fields() -> list[Expr]:
    return [
        text("EventID").alias("id"),
        day("Date", DIGITS).alias("day"),
        day("Date", DIGITS).alias("last_day"),
        *_actor("source", "SourceActorFull", "SourceActorEntity", "SourceActorRole"),
        *_actor("target", "TargetActorFull", "TargetActorEntity", "TargetActorRole"),
        text("EventCode").alias("cameo"),
        quad("PentaClass").alias("quad"),
        number("GoldsteinScore").alias("goldstein"),
        _items("SentenceID").alias("mentions"),
        _items("NewsSources").alias("outlets"),
        text("NewsSources").alias("publisher"),
        text("URLs").alias("url"),
        text("LocationName").alias("place"),
        text("CountryCode").alias("place_country"),
        number("Lat").alias("latitude"),
        number("Lon").alias("longitude"),
    ]


def _historical_fields() -> list[Expr]:
    return [
        text("eid").alias("id"),
        day("story_date", ISO, US).alias("day"),
        day("story_date", ISO, US).alias("last_day"),
        *_actor("source", "source", "source_root", "source_agent"),
        *_actor("target", "target", "target_root", "target_agent"),
        _padded(text("code"), text("root_code")).alias("cameo"),
        quad("quad_class").alias("quad"),
        number("goldstein").alias("goldstein"),
        text("placename").alias("place"),
        text("countryname").alias("place_country"),
        number("lat").alias("latitude"),
        number("lon").alias("longitude"),
        text("aid").alias("story"),
    ]


def _actor(side: str, code: str, entity: str, role: str) -> list[Expr]:
    country = is_country(text(entity))
    return [
        text(code).alias(f"{side}_name"),
        polars.when(country).then(text(entity)).alias(f"{side}_country"),
        polars.when(country).then(text(role)).otherwise(code_sectors(text(code))).alias(f"{side}_sector"),
    ]


def _items(column: str) -> Expr:
    """Number of different items of a list with semicolons, or null."""
    return text(column).str.split(";").list.n_unique()


def _padded(code: Expr, root: Expr) -> Expr:
    """A CAMEO code with the zero that spreadsheets and databases take off the front of it: 43 under root 4 is 043."""
    full = root.str.zfill(2)
    zero = polars.concat_str(polars.lit("0"), code)
    return polars.when(~code.str.starts_with(full) & zero.str.starts_with(full)).then(zero).otherwise(code)

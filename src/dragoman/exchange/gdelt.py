"""Reads GDELT: event files of 57, 58 and 61 columns, the reduced file of 17, and the mentions of 2.0.

Event files have tabs and no header; the number of columns tells which they are. Country and sectors of an actor are
those GDELT gives beside its code; where it names nobody, the actor's code is its name. QuadClass and GoldsteinScale are
GDELT's own. ``mentions`` and ``outlets`` are its NumMentions and NumSources of the first 15 minutes (2.0) or the first
day (1.0).

A row of the reduced file stands for all events of one day with the same actors, code and place; it counts as one event
(its NumEvents is in ``extra``), with NumArts as mentions.

A mentions file alone holds no events: :func:`mentions` gives what it adds to known ones.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars
from polars import Expr

from dragoman.exchange.codes import code_country, code_sectors, first_filled
from dragoman.exchange.convert import (
    DIGITS,
    Convert,
    Identity,
    RowChunk,
    converted,
    day,
    listed,
    no_day,
    no_id,
    number,
    quad,
    text,
    whole,
)
from dragoman.exchange.layouts import GDELT, GDELT_MENTIONS
from dragoman.exchange.openers import location
from dragoman.exchange.records import LINE, Piece
from dragoman.exchange.seen import Seen

MENTION_TYPES: Mapping[str, type[polars.DataType]] = {
    "event": polars.String,
    "day": polars.Date,
    "publisher": polars.String,
    "url": polars.String,
    "sentence": polars.Int32,
    "confidence": polars.Int32,
}
"""Columns of a mention: id of the event, day it was seen, outlet, address (of web pages only), number of the sentence,
and GDELT's confidence in per cent."""
WEB = "1"
"""MentionType of a page on the web; other types have no address."""
CHECKS = (no_id("GLOBALEVENTID"), no_day("SQLDATE"))


def gdelt() -> Convert:
    """A reader of the pieces of one file of events."""
    identity = Identity(seen=Seen(), counted=True)

    def convert(piece: Piece, label: str) -> RowChunk:
        columns = piece.frame.width - 1
        layout = GDELT[columns]
        if columns == len(GDELT[17].columns):
            return converted(piece.frame, label, _reduced_fields(), layout, (no_day("Date"),), identity)
        return converted(piece.frame, label, _fields(with_url="SOURCEURL" in layout.columns), layout, CHECKS)

    return convert


def _fields(*, with_url: bool) -> list[Expr]:
    return [
        text("GLOBALEVENTID").alias("id"),
        day("SQLDATE", DIGITS).alias("day"),
        day("SQLDATE", DIGITS).alias("last_day"),
        *_actor(1, "source"),
        *_actor(2, "target"),
        text("EventCode").alias("cameo"),
        quad("QuadClass").alias("quad"),
        number("GoldsteinScale").alias("goldstein"),
        whole("NumMentions").alias("mentions"),
        whole("NumSources").alias("outlets"),
        text("ActionGeo_FullName").alias("place"),
        text("ActionGeo_CountryCode").alias("place_country"),
        number("ActionGeo_Lat").alias("latitude"),
        number("ActionGeo_Long").alias("longitude"),
        *([text("SOURCEURL").alias("url")] if with_url else []),
    ]


def _actor(number_: int, side: str) -> list[Expr]:
    name, code = (polars.col(f"Actor{number_}{part}") for part in ("Name", "Code"))
    return [
        first_filled(name, code).alias(f"{side}_name"),
        text(f"Actor{number_}CountryCode").alias(f"{side}_country"),
        listed(*(f"Actor{number_}Type{place}Code" for place in (1, 2, 3))).alias(f"{side}_sector"),
    ]


def _reduced_fields() -> list[Expr]:
    return [
        day("Date", DIGITS).alias("day"),
        day("Date", DIGITS).alias("last_day"),
        *_coded_actor("Source", "source"),
        *_coded_actor("Target", "target"),
        text("CAMEOCode").alias("cameo"),
        quad("QuadClass").alias("quad"),
        number("Goldstein").alias("goldstein"),
        whole("NumArts").alias("mentions"),
        number("ActionGeoLat").alias("latitude"),
        number("ActionGeoLong").alias("longitude"),
    ]


def _coded_actor(column: str, side: str) -> list[Expr]:
    return [
        text(column).alias(f"{side}_name"),
        code_country(text(column)).alias(f"{side}_country"),
        code_sectors(text(column)).alias(f"{side}_sector"),
    ]


def mentions(piece: Piece, label: str) -> RowChunk:
    """What the rows of a mentions file add to events: :data:`MENTION_TYPES` instead of the columns of imported rows."""
    event, seen_on, kind, publisher, url, sentence, confidence = (
        GDELT_MENTIONS[place] for place in (0, 2, 3, 4, 5, 6, 11)
    )
    moment = polars.col(seen_on).str.slice(0, 8)
    found = piece.frame.select(
        LINE,
        text(event).alias("event"),
        moment.str.to_date(DIGITS, strict=False).alias("day"),
        text(publisher).alias("publisher"),
        polars.when(polars.col(kind) == WEB).then(text(url)).alias("url"),
        whole(sentence).alias("sentence"),
        whole(confidence).alias("confidence"),
    )
    bad = polars.col("event").is_null() | polars.col("day").is_null()
    rejected = tuple(
        (location(label, line), "a mention without the id of its event or without a day")
        for line in found.filter(bad)[LINE]
    )
    kept = found.filter(~bad).select(polars.col(name).cast(type_) for name, type_ in MENTION_TYPES.items())
    return RowChunk(frame=kept, rejected=rejected)

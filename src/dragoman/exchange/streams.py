"""Reads streams of named events in four columns: date, source, event, target, found by the header in any order.

Such files come from data sets for temporal knowledge graphs made of ICEWS. They have no ids: the id is a hash of the
date, the names and the how-many-th such row in the file it is, so that files that overlap give the same ids.

A file that brings several data sets together (a column ``set``) may have one event once in each: rows are counted
within a set, so that the second has the id of the first and is the same event to a store.
"""

from __future__ import annotations

import polars

from dragoman.exchange.codes import icews_code, known_codes
from dragoman.exchange.convert import ISO, Convert, Identity, RowChunk, converted, day, no_day, text
from dragoman.exchange.layouts import STREAM
from dragoman.exchange.records import Piece
from dragoman.exchange.seen import Seen

KEYS = ("day", "source_name", "event_text", "target_name")


def stream() -> Convert:
    """A reader of the pieces of one file."""
    identity = Identity(seen=Seen(), counted=True, columns=KEYS, within=("set",))

    def convert(piece: Piece, label: str) -> RowChunk:
        return converted(piece.frame, label, _fields(), STREAM, (no_day("date"),), identity)

    return convert


def _fields() -> list[polars.Expr]:
    event = text("event")
    code = polars.when(event.is_in(list(known_codes()))).then(event)
    return [
        day("date", ISO).alias("day"),
        day("date", ISO).alias("last_day"),
        text("source").alias("source_name"),
        text("target").alias("target_name"),
        event.alias("event_text"),
        polars.coalesce(icews_code(event), code).alias("cameo"),
    ]

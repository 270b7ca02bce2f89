"""Ids as whole numbers, for formats that have no others."""

from __future__ import annotations

import hashlib
import re

import polars as pl

from dragoman.exchange.cells import HASHED_ID
from dragoman.model.dyads import OWN_DATASET

CONTENT_ID = re.compile(r"[0-9a-f]{16,}")
DIGITS = 10
BITS = 53
PAIR_BITS = BITS - 4 * DIGITS
WHOLE = r"^(0|[1-9][0-9]{0,17})$"


def stable_number(reference: str, *ends: str | None, mirrored: bool | None = False) -> int:
    """A whole number below 2^53 for a row, the same on every machine.

    Of a content id the number holds the first 10 digits: ``f"{number // 8192:010x}"`` is the beginning of the id, which
    ``dragoman explain`` takes. Any other id is hashed with the rest.

    2^53 is what a double holds exactly, and so R and JavaScript. Ten million rows of different facts have about 45
    pairs with the same 10 digits, of which the 12 bits of source and target leave 0.01; of ten million hashed ids two
    are the same with odds of 1 in 90.

    Args:
        reference: id of the row.
        ends: ids of source and target, since the rows of one fact share its id.
        mirrored: the second direction has an odd number, the first an even one.
    """
    if CONTENT_ID.fullmatch(reference):
        upper = int(reference[:DIGITS], 16) << PAIR_BITS - 1 | _hash(PAIR_BITS - 1, *ends)
    else:
        upper = _hash(BITS - 1, reference, *ends)
    return upper << 1 | bool(mirrored)


def _hash(bits: int, *parts: str | None) -> int:
    text = "\x1f".join(part or "" for part in parts)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 64 - bits


def row_numbers(frame: pl.DataFrame) -> pl.Series:
    """Ids of rows as whole numbers in text: of another data set its own one, if it is one; else a stable number."""
    parts = frame.select("id", _theirs("id").alias("theirs"), "source", "target", "mirrored").iter_rows()
    numbers = [
        theirs or (str(stable_number(key, source, target, mirrored=mirrored)) if key is not None else None)
        for key, theirs, source, target, mirrored in parts
    ]
    return pl.Series("number", numbers, dtype=pl.String)


def story_numbers(frame: pl.DataFrame) -> pl.Series:
    """Ids of stories as whole numbers in text; rows of one story have the same."""
    stories = frame.select("story", _theirs("story").alias("theirs")).iter_rows()
    numbers = [theirs or (str(stable_number(key)) if key is not None else None) for key, theirs in stories]
    return pl.Series("number", numbers, dtype=pl.String)


def event_numbers(frame: pl.DataFrame) -> pl.Series:
    """Ids of events as whole numbers in text: mentions of one event with the same actors and code have the same.

    A row that is an event of its own has the number of its id; one with a hash behind it (see
    :mod:`dragoman.exchange.sets`) is not unique without that, and so no number to keep.
    """
    names = ("id", "event", "cameo", "source", "target", "mirrored")
    parts = frame.select(*names, _theirs("id", hashed=False).alias("theirs")).iter_rows()
    numbers = []
    for key, event, code, source, target, mirrored, theirs in parts:
        reference = key if event is None else f"{event}/{code or ''}"  # no content id: the whole is hashed
        if event is None and theirs is not None:
            numbers.append(theirs)
        else:
            whole = stable_number(reference, source, target, mirrored=mirrored) if reference is not None else None
            numbers.append(str(whole) if whole is not None else None)
    return pl.Series("number", numbers, dtype=pl.String)


def _theirs(column: str, *, hashed: bool = True) -> pl.Expr:
    """A whole number that another data set gave, also as the beginning of an id with a hash behind it."""
    name = pl.col(column)
    own = pl.coalesce(name.str.extract(HASHED_ID), name) if hashed else name
    imported = (pl.col("dataset") != OWN_DATASET).fill_null(True)
    return pl.when(imported & own.str.contains(WHOLE)).then(own)

"""Rows of dyads to be written, as a store gives them, and odd values for their cells."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars
from hypothesis import strategies as st

from dragoman.exchange.out_rows import COLUMNS, TYPES
from dragoman.exchange.sets import read_rows
from dragoman.model.dyads import OWN_DATASET

SCHEMA = polars.Schema({name: TYPES[kind] for name, kind in COLUMNS.items()})
OWN: dict[str, Any] = {
    "dataset": OWN_DATASET,
    "id": "00c0ffee12345678",
    "event": "0123456789abcdef0123456789abcdef",
    "day": date(2031, 3, 9),
    "last_day": date(2031, 3, 9),
    "source": "USA/GOV/official",
    "source_name": "US official",
    "source_side": "USA",
    "source_country": "USA",
    "source_sector": "GOV",
    "target": "ROU",
    "target_name": "Romania",
    "target_side": "ROU",
    "target_country": "ROU",
    "target_sector": None,
    "plover": "CONSULT",
    "mode": "visit",
    "context": "diplomatic|military",
    "cameo": "042",
    "quad": 1,
    "goldstein": 1.9,
    "factuality": "asserted",
    "background": False,
    "mirrored": False,
    "mentions": 1,
    "publisher": "Norland Herald",
    "url": "https://herald.example/1",
    "text": "A US official visited Romania.",
    "place": "Bucharest",
    "story": "feedbeef00000001",
}
"""A row that Dragoman coded itself."""


def frame(*rows: dict[str, Any]) -> polars.DataFrame:
    """Rows with all columns; what is not given is null."""
    return polars.DataFrame([{name: row.get(name) for name in SCHEMA} for row in rows], schema=SCHEMA)


def own(**values: Any) -> dict[str, Any]:
    """Dragoman's own row with some values changed; dated to the day unless a last day is given, too."""
    return {**OWN, "last_day": values.get("day", OWN["day"]), **values}


def read(path: Path, format_: str) -> polars.DataFrame:
    """Rows of a file; fails where any was rejected."""
    chunks = list(read_rows(path, format_))
    assert [chunk.rejected for chunk in chunks if chunk.rejected] == []
    return polars.concat(chunk.frame for chunk in chunks)


def lines(path: Path) -> list[list[str]]:
    """Cells of the lines of a table with tabs."""
    text = path.read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    return [line.split("\t") for line in text.split("\n")[:-1]]


def in_line(text: str) -> str:
    """A text as a cell that cannot be quoted holds it."""
    return re.sub(r"[\t\r\n]+", " ", text)


CHARACTERS = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("\t\r\n\"'|;,\\=@\u2028\x0b\x85é漢😀"))
TEXTS = st.text(CHARACTERS, max_size=30)
MISSING = frozenset({"NA", "NULL", "None"})
NAMES = TEXTS.filter(lambda text: text != "" and text == text.strip() and text not in MISSING)
"""Names as a reader gives them: with something in them, no blanks around, none that means "missing"."""

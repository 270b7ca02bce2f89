"""Small made-up files of other people's event data, and what the readers make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars

from dragoman.exchange.cells import SCHEMA, Layout, original
from dragoman.exchange.convert import RowChunk
from dragoman.exchange.sets import ColumnMapping, read_rows

ICEWS_ROW = {
    "Event ID": "41000001", "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Norland)",
    "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "Norland",
    "Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Estoria",
    "Target Sectors": "", "Target Country": "Estoria",
    "Story ID": "7001", "Sentence Number": "2", "Publisher": "Norland Herald", "City": "Estor", "District": "Old Town",
    "Province": "", "Country": "Estoria", "Latitude": "-0.5", "Longitude": "105.25",
}  # fmt: skip


def table(rows: Sequence[Mapping[str, str]], *, header: bool = True, delimiter: str = "\t") -> str:
    """Rows as the text of a file, cells as they are."""
    lines = [list(rows[0])] if header else []
    return "".join(delimiter.join(cells) + "\n" for cells in (*lines, *(row.values() for row in rows)))


def rows_of(chunks: Sequence[RowChunk]) -> polars.DataFrame:
    """All rows of some chunks; each must have the columns and types of imported rows."""
    for chunk in chunks:
        assert chunk.frame.schema == polars.Schema(dict(SCHEMA))
    return polars.concat([chunk.frame for chunk in chunks]) if chunks else polars.DataFrame(schema=dict(SCHEMA))


def read(path: Path, format_: str, mapping: ColumnMapping | None = None) -> tuple[polars.DataFrame, dict[str, str]]:
    """All rows of a file, and why others were rejected by their place."""
    chunks = list(read_rows(path, format_, mapping=mapping))
    return rows_of(chunks), dict(pair for chunk in chunks for pair in chunk.rejected)


def only(frame: polars.DataFrame) -> dict[str, Any]:
    """The one row there is."""
    assert frame.height == 1
    return frame.row(0, named=True)


def back(frame: polars.DataFrame, layout: Layout) -> list[dict[str, str]]:
    """Rows as their format writes them."""
    return original(frame, layout).to_dicts()

"""Rows of imported events made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dragoman.store import Setup
from dragoman.store.event_views import IMPORTED_EVENTS

SETUP = Setup(version="1", annotator="", codebook="plover", actors="1")


def imported(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """A frame as ``import_rows`` takes it, with what is not given left empty."""
    kinds = {"DATE": pl.Date, "DOUBLE": pl.Float64, "INTEGER": pl.Int32, "TINYINT": pl.Int8}
    names = [name for name in IMPORTED_EVENTS if name not in {"dataset", "run"}]
    schema = {name: kinds.get(IMPORTED_EVENTS[name], pl.String) for name in names}
    return pl.DataFrame([{name: row.get(name) for name in names} for row in rows], schema=schema)

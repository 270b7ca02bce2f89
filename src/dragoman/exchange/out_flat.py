"""Rows as flat tables with all their columns: CSV, JSON Lines, Parquet and Arrow. They hold everything.

Columns are those of :data:`~dragoman.exchange.out_rows.COLUMNS`, and ``written_source_country`` and the like where the
rows come from a store: what another data set wrote, where the column itself has what it was resolved to. CSV is quoted
by RFC 4180, a missing value is empty, empty text is ``""``; a cell that begins with ``=`` or ``@`` is written as it is,
although spreadsheets take it for a formula. JSON has no number for infinity or "not a number"; there it is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow
from pyarrow import ipc, parquet

from dragoman.exchange.out_files import whole_file

PIECE = 100_000
"""Rows of a piece of a Parquet or Arrow file: some 20 MB with sentences, and enough for readers to be fast."""
COMPRESSION = "zstd"


def write_csv(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows as CSV with a header; returns how many."""
    written = 0
    with whole_file(path) as part, part.open("wb") as stream:
        for number, frame in enumerate(frames):
            frame.write_csv(stream, include_header=number == 0)
            written += frame.height
    return written


def write_jsonl(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows as JSON, one object a line with all columns; returns how many."""
    written = 0
    with whole_file(path) as part, part.open("wb") as stream:
        for frame in frames:
            frame.write_ndjson(stream)
            written += frame.height
    return written


def write_parquet(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows as one Parquet file; returns how many."""
    written = 0
    with whole_file(path) as part:
        tables = _tables(frames)
        first = next(tables)
        with parquet.ParquetWriter(part, first.schema, compression=COMPRESSION) as writer:
            for table in chain((first,), tables):
                writer.write_table(table, row_group_size=PIECE)
                written += table.num_rows
    return written


def write_arrow(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows as one Arrow IPC file ("Feather version 2"); returns how many."""
    written = 0
    with whole_file(path) as part:
        tables = _tables(frames)
        first = next(tables)
        options = ipc.IpcWriteOptions(compression=COMPRESSION)
        with ipc.new_file(str(part), first.schema, options=options) as writer:
            for table in chain((first,), tables):
                writer.write_table(table, max_chunksize=PIECE)
                written += table.num_rows
    return written


def _tables(frames: Iterable[pl.DataFrame]) -> Iterator[Any]:
    """Arrow tables with types that every reader knows (texts of 32-bit offsets), none so small that many are slow."""
    waiting: list[pl.DataFrame] = []
    height = 0
    for frame in frames:
        waiting.append(frame)
        height += frame.height
        if height >= PIECE:
            yield _table(waiting)
            waiting, height = [], 0
    if waiting:
        yield _table(waiting)


def _table(frames: list[pl.DataFrame]) -> Any:
    table = pl.concat(frames, rechunk=True).to_arrow(compat_level=pl.CompatLevel.oldest())
    texts = [
        field.with_type(pyarrow.string()) if field.type == pyarrow.large_string() else field for field in table.schema
    ]
    return table.cast(pyarrow.schema(texts))

"""Files that appear whole or not at all, and tables with tabs between cells that cannot be quoted."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import polars as pl

QUOTE = '"'
WRAPPED = r'(?s)^".*"$'
BREAKS = r"[\t\r\n]+"
"""What would end a cell or a row where nothing can be quoted; all else is kept as it is."""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary name beside a file; it becomes the file when the block ends, and is removed when the block fails.

    Raises:
        ValueError: the folder is not there, or the path is a folder or device.
        OSError: the file can't be written.
    """
    path = path.expanduser().resolve()
    if not path.parent.is_dir():
        raise ValueError(f"{path}: the folder {path.parent} is not there; make it first")
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise ValueError(f"{path} is a folder or device; name a file")
    part = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.part")  # names of files end at 255 bytes
    try:
        yield part
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_table(
    frames: Iterable[pl.DataFrame],
    path: Path,
    cells: Callable[[pl.DataFrame], pl.DataFrame],
    *,
    header: bool = True,
    null: str = "",
) -> int:
    """Write frames as a table with tabs, one frame in memory at a time.

    Args:
        frames: at least one, be it empty, so that the header is known.
        cells: makes text columns of a frame, in the order of the file.
        header: whether the first line has the names of the columns.
        null: what stands in a cell without a value.

    Returns:
        Number of rows.
    """
    written = 0
    with whole_file(path) as part, part.open("wb") as stream:
        for number, frame in enumerate(frames):
            table = cells(frame)
            write_cells(table, stream, header=header and number == 0, null=null)
            written += table.height
    return written


def write_cells(table: pl.DataFrame, stream: BinaryIO, *, header: bool = False, null: str = "") -> None:
    """Write text columns with tabs between; tabs and line breaks inside a cell become one blank.

    A cell that begins and ends with a quotation mark stands in quotation marks, those inside doubled: the readers of
    such tables, ours too, take the outer marks of a cell for quoting. All other marks are letters.
    """
    cells = table.select(_cell(name) for name in table.columns)
    cells.write_csv(stream, separator="\t", quote_style="never", include_header=header, null_value=null)


def _cell(name: str) -> pl.Expr:
    text = pl.col(name).str.replace_all(BREAKS, " ")
    quoted = pl.concat_str(pl.lit(QUOTE), text.str.replace_all(QUOTE, QUOTE * 2, literal=True), pl.lit(QUOTE))
    return pl.when(text.str.contains(WRAPPED)).then(quoted).otherwise(text).alias(name)

"""Reads the tables that ship inside the package."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

DATA = "data"


def folder(*parts: str) -> Traversable:
    """A folder below ``dragoman/data``."""
    return files("dragoman").joinpath(DATA, *parts)


def rows(table: Traversable) -> Iterator[dict[str, str]]:
    """Rows of a CSV table with a header, cells stripped.

    Raises:
        ValueError: a row has more or fewer cells than the header; names table and line.
    """
    with table.open("r", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise ValueError(
                    f"{table.name}, line {reader.line_num}: {len(cells)} cells, the header has {len(header)}"
                )
            yield {name: cell.strip() for name, cell in zip(header, cells, strict=True)}


def lines(table: Traversable) -> list[str]:
    """Lines of a word list, without blank lines and comments (``#``)."""
    found = (line.strip() for line in table.read_text(encoding="utf-8").splitlines())
    return [line for line in found if line and not line.startswith("#")]


def split(cell: str) -> tuple[str, ...]:
    """Items of a cell that holds a list separated by ``|``."""
    return tuple(item.strip() for item in cell.split("|") if item.strip())

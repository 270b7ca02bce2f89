"""Cuts lines into cells: tables with tabs, commas or semicolons, with or without quotation marks.

Lines without quotation marks are cut by polars; the few others by the ``csv`` module, one record at a time, so that a
mark that is never closed costs one line and not the rest of the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars

from dragoman.exchange.openers import Lines, location

LINE = "\0line"
"""Name of the column with the line that a row begins on."""
QUOTE = '"'
QUOTE_BYTE = b'"'
MOST_LINES = 200
"""Lines that one record may run over; the longest notes in ACLED have a few line breaks."""
UNCLOSED = "unexpected end of data"
"""What the ``csv`` module says of a quotation mark that is never closed."""
DELIMITERS = ("\t", ",", ";")
Rejected = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How the rows of one file are written.

    Attributes:
        columns: names in the file's order.
        header: whether the first line holds them.
        delimiter: between cells.
        quoted: whether a cell may be in quotation marks and run over several lines. Else quotation marks are letters,
            save for those around a whole cell.
        tidy: whether cells never have blanks around them, as in files no one edits by hand; looking takes a tenth of
            the time.
    """

    columns: tuple[str, ...]
    header: bool
    delimiter: str
    quoted: bool
    tidy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of a file: text by column, without blanks around it, and :data:`LINE`; and what is no row."""

    frame: polars.DataFrame
    rejected: tuple[Rejected, ...]


@dataclass(slots=True, kw_only=True)
class _Cut:
    """Cells of a piece on their way: lines to cut at the delimiter, rows that are cut already, and what is neither."""

    texts: list[bytes] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    row_numbers: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def cells_of(line: str, delimiter: str) -> list[str]:
    """Cells of one line, quotation marks taken off."""
    if QUOTE not in line:
        return line.split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])


def pieces(source: Iterable[Lines], label: str, shape: Shape) -> Iterator[Piece]:
    """The rows of a file, as many at a time as it gives lines.

    Rows with too few or too many cells are rejected; empty cells behind the last column are not counted.
    """
    carried: tuple[list[bytes], list[int]] = ([], [])
    skip = shape.header
    for some in source:
        texts, numbers = list(some.texts), list(some.numbers)
        if skip and texts:
            texts, numbers, skip = texts[1:], numbers[1:], False
        done = _Cut(rejected=list(some.rejected))
        carried = _cut([*carried[0], *texts], [*carried[1], *numbers], shape, label, done, last=False)
        yield _piece(done, shape)
    if carried[0]:
        done = _Cut()
        _cut(*carried, shape, label, done, last=True)
        yield _piece(done, shape)


def _cut(
    texts: list[bytes], numbers: list[int], shape: Shape, label: str, done: _Cut, *, last: bool
) -> tuple[list[bytes], list[int]]:
    """Sort the lines into ``done``; gives back those at the end that may be the beginning of a longer record."""
    between, delimiter = len(shape.columns) - 1, shape.delimiter.encode()
    counts = [text.count(delimiter) for text in texts]
    plain = not shape.quoted or not any(QUOTE_BYTE in text for text in texts)
    if plain and counts.count(between) == len(counts):
        done.texts, done.numbers = texts, numbers
        return [], []
    at = 0
    while at < len(texts):
        text, number, found = texts[at], numbers[at], counts[at]
        at += 1
        if found == between and (plain or QUOTE_BYTE not in text):
            done.texts.append(text)
            done.numbers.append(number)
            continue
        row, used = _record(texts, numbers, at - 1, shape)
        if row is not None:
            done.rows.append(row)
            done.row_numbers.append(number)
            at += used - 1
        elif used and not last and at - 1 + used >= len(texts) and used < MOST_LINES:
            return texts[at - 1 :], numbers[at - 1 :]
        elif not text.isspace():
            done.rejected.append((location(label, number), _why(text.decode("utf-8"), found, between, shape)))
    return [], []


def _record(texts: Sequence[bytes], numbers: Sequence[int], at: int, shape: Shape) -> tuple[list[str] | None, int]:
    """The cells of the record that begins on a line, and how many lines it takes.

    No cells and the number of lines that were looked at, where a quotation mark is never closed; no cells and no lines
    where the number of cells is wrong.
    """
    text = texts[at].decode("utf-8")
    if QUOTE not in text:
        fitting = _fitting(text.split(shape.delimiter), shape)
        return fitting, 1 if fitting is not None else 0
    end = min(at + (MOST_LINES if shape.quoted else 1), len(texts))
    reader = csv.reader(_with_ends(texts, numbers, at, end), delimiter=shape.delimiter, strict=True)
    try:
        row = next(reader, [])
    except csv.Error as error:
        if UNCLOSED in str(error):
            return None, end - at
        try:
            fitting = _fitting(cells_of(text, shape.delimiter), shape)
        except csv.Error:
            return None, 0
        return fitting, 1 if fitting is not None else 0
    fitting = _fitting(row, shape)
    return fitting, reader.line_num if fitting is not None else 0


def _with_ends(texts: Sequence[bytes], numbers: Sequence[int], at: int, end: int) -> Iterator[str]:
    """Lines with their ends, and those of the empty lines behind them, which may lie inside a cell."""
    for place in range(at, end):
        empty = numbers[place + 1] - numbers[place] if place + 1 < end else 1
        yield texts[place].decode("utf-8") + "\n" * empty


def _fitting(row: list[str], shape: Shape) -> list[str] | None:
    """The row if it has as many cells as the header, empty ones behind the last left out."""
    width = len(shape.columns)
    return row[:width] if len(row) >= width and not any(cell.strip() for cell in row[width:]) else None


def _why(text: str, found: int, between: int, shape: Shape) -> str:
    if shape.quoted and QUOTE in text:
        try:
            found = len(next(csv.reader([text], delimiter=shape.delimiter, strict=True), [])) - 1
        except csv.Error:
            return "a quotation mark that is not closed, or not where a cell begins"
    return f"{found + 1} cells instead of {between + 1}"


def _piece(done: _Cut, shape: Shape) -> Piece:
    parts = [_plain(done, shape)] if done.texts else []
    if done.rows:
        columns = dict.fromkeys(shape.columns, polars.String)
        rows = polars.DataFrame(done.rows, schema=columns, orient="row").with_columns(polars.all().str.strip_chars())
        parts.append(rows.with_columns(polars.Series(LINE, done.row_numbers, dtype=polars.UInt32)))
    if not parts:
        empty = dict.fromkeys(shape.columns, polars.String) | {LINE: polars.UInt32}
        return Piece(frame=polars.DataFrame(schema=empty), rejected=tuple(done.rejected))
    whole = parts[0] if len(parts) == 1 else polars.concat(parts).sort(LINE)
    return Piece(frame=whole, rejected=tuple(done.rejected))


def _plain(done: _Cut, shape: Shape) -> polars.DataFrame:
    joined = b"\n".join(done.texts)
    frame = polars.read_csv(
        io.BytesIO(joined),
        has_header=False,
        schema=dict.fromkeys(shape.columns, polars.String),
        separator=shape.delimiter,
        quote_char=None,
    )
    filled = polars.all().fill_null("")
    frame = frame.with_columns(filled if shape.tidy else filled.str.strip_chars())
    if QUOTE_BYTE in joined:
        frame = frame.with_columns(_unwrapped(name) for name in shape.columns)
    return frame.with_columns(polars.Series(LINE, done.numbers, dtype=polars.UInt32))


def _unwrapped(column: str) -> polars.Expr:
    """A cell without the quotation marks around the whole of it; ICEWS has them in the file of 2017."""
    cell = polars.col(column)
    wrapped = cell.str.starts_with(QUOTE) & cell.str.ends_with(QUOTE) & (cell.str.len_bytes() > 1)
    inner = cell.str.slice(1, cell.str.len_chars() - 2).str.replace_all(QUOTE * 2, QUOTE, literal=True)
    return polars.when(wrapped).then(inner.str.strip_chars()).otherwise(cell)

"""Readers of tables: CSV, TSV and Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, dropwhile, islice

from dragoman.corpus.columns import COMMON_NAMES, find_columns, make_record
from dragoman.corpus.encoding import text_lines
from dragoman.corpus.options import ReadOptions, Record
from dragoman.model.text import DocumentError

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_LINES = 200
BATCH_ROWS = 64
"""Rows of Parquet in memory at once: 64 of the longest texts are 64 MB."""
FIELD_FACTOR = 2
"""A field may be twice as long as a text before it is refused here: cleaning makes texts shorter."""


def read_csv(
    stream: io.BufferedReader, location: str, options: ReadOptions, *, tabs: bool
) -> Iterator[Record | DocumentError]:
    """Records of a CSV file (commas, semicolons, tabs or bars, found by the header) or a TSV file."""
    limit = FIELD_FACTOR * options.max_chars
    lines = _lines(stream, options, limit)
    sample = list(islice(dropwhile(str.isspace, lines), SAMPLE_LINES))
    if not sample:
        yield DocumentError(location=location, reason="the file is empty")
        return
    delimiter = "\t" if tabs else find_delimiter(sample[0], frozenset(options.columns.values()))
    every = chain(sample, lines)
    plain = tabs and not _quotes(sample)
    reader = csv.reader(every, delimiter=delimiter, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL)
    header = [name.strip() for name in next(reader)]
    try:
        columns = find_columns([name for name in header if name], options.columns)
    except ValueError as error:
        yield DocumentError(location=location, reason=str(error))
        return
    for number, cells in enumerate(_rows(reader, limit), start=1):
        place = f"{location}, row {number}"
        if cells is None:
            reason = f"a field has more than {limit:,} characters; is there a quotation mark that is never closed?"
            yield DocumentError(location=place, reason=reason)
        elif any(map(str.strip, cells)):
            yield make_record(dict(zip(header, cells, strict=False)), columns, options, place)


def _lines(stream: io.BufferedReader, options: ReadOptions, limit: int) -> Iterator[str]:
    """Lines for the CSV reader; a line beyond the limit is passed on as one it refuses."""
    for line in text_lines(stream, options.encoding, 4 * limit + 1):
        yield "x" * (limit + 1) + "\n" if line is None else line.replace("\0", "")


def _rows(reader: Iterator[list[str]], limit: int) -> Iterator[list[str] | None]:
    while True:
        try:
            with _field_limit(limit):
                cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
        else:
            yield cells


@contextmanager
def _field_limit(limit: int) -> Iterator[None]:
    """The limit of the csv module is one for the whole process: it is raised for the time of one row only."""
    before = csv.field_size_limit(limit)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def find_delimiter(header: str, mapped: frozenset[str]) -> str:
    """The sign between columns: the one that gives most names known or mapped, then most columns."""
    known = {name for names in COMMON_NAMES.values() for name in names} | mapped

    def score(delimiter: str) -> tuple[int, int]:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        return sum(name in known or name.lower() in known for name in names), len(names)

    return max(DELIMITERS, key=score)


def _quotes(sample: list[str]) -> bool:
    """Whether quotation marks in a TSV file quote fields: not if some open one that the same field does not close."""
    tabs = {line.count("\t") for line in sample if line.strip()}
    if len(tabs) != 1:
        return True
    fields = [field for line in sample for field in line.rstrip("\r\n").split("\t") if field.startswith('"')]
    return all(len(field) > 1 and field.endswith('"') for field in fields)


def read_parquet(stream: io.BufferedReader, location: str, options: ReadOptions) -> Iterator[Record | DocumentError]:
    """Records of a Parquet file, a batch of rows at a time and only the columns that are needed."""
    import pyarrow  # slow to import
    import pyarrow.parquet

    try:
        # Its directory is at the end of the file, so that standard input must be read to the end.
        table = pyarrow.parquet.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read()))
        columns = find_columns(table.schema_arrow.names, options.columns)
        wanted = [name for names in columns.values() for name in names]
        number = 0
        for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield make_record(row, columns, options, f"{location}, row {number}")
        if not number:
            yield DocumentError(location=location, reason="the file holds no records")
    except pyarrow.ArrowException as error:
        yield DocumentError(location=location, reason=f"not a readable Parquet file: {str(error).splitlines()[0]}")
    except ValueError as error:
        yield DocumentError(location=location, reason=str(error))

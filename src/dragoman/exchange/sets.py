"""Other people's event data: the table of formats, and the one way in.

What a reader gives, and a writer of the same format can rely on:

1. Every frame has exactly the columns and types of :data:`dragoman.model.dyads.IMPORT_COLUMNS`; null is "not there".
   Missing cells (empty; ``NA`` and ``NULL`` in ICEWS, ``None`` in POLECAT, ``NA`` in the historical Phoenix) are null.
2. ``extra`` is null or a JSON object. Its keys are the column names of the format as :mod:`dragoman.exchange.layouts`
   spells them (``Event ID``, ``Actor1Geo_Type``, ``fatalities``), further columns of a file under their own names; its
   values are always text, as the cell was written.
3. A column that a field fills (``Layout.cells``) is in ``extra`` only where the field does not give the cell back as it
   was: then the cell in ``extra`` holds, also when it is empty text. A number or a date that was read is its value, not
   its spelling ("1" and "1.0"). Hence to write a column: take it from ``extra`` if it is there, else write the field
   as :func:`dragoman.exchange.cells.written` does, else leave it empty. :func:`dragoman.exchange.cells.original` does
   that for whole frames.
4. ``id`` is the data set's own id in GDELT, ACLED and UCDP. ICEWS, POLECAT and Phoenix give one id to different events,
   so there it is the own id, a hyphen and 8 hex digits of a hash of the row: the same row has the same id in whatever
   file it stands, a different row under the same own id has another. Streams, the reduced GDELT file and a mapped file
   without ids have a hash of their content and of the how-many-th such row in the file it is.
5. Sectors of one actor are a list with commas (``GOV,MIL``), contexts one with ``|``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from dragoman.exchange import acled, gdelt, icews, phoenix, polecat, streams, ucdp
from dragoman.exchange.convert import Convert, RowChunk, empty
from dragoman.exchange.layouts import GDELT, GDELT_MENTIONS, PHOENIX, POLECAT, STREAM, UCDP
from dragoman.exchange.mapped import ColumnMapping, load_mapping, make_mapping, mapped
from dragoman.exchange.openers import Lines, Member, first_lines, lines, location, members
from dragoman.exchange.records import DELIMITERS, QUOTE, Piece, Shape, cells_of, pieces

__all__ = [
    "FORMATS", "MAPPED", "MENTIONS", "ColumnMapping", "RowChunk", "guess_format", "load_mapping", "make_mapping",
    "read_mentions", "read_rows",
]  # fmt: skip

MAPPED = "csv"
"""Name of the format whose columns the user tells."""
MENTIONS = "gdelt-mentions"
"""What :func:`guess_format` says of GDELT's mentions, which :func:`read_mentions` reads."""
FIRST_LINES = 20
"""Lines in which a file without a header must show what it is: the first may be malformed."""
Head = tuple[tuple[str, ...], bool]
"""Names of the columns of a file, and whether its first line holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format.

    Attributes:
        description: for a list of formats.
        columns: from the cells of the first line to the columns; ``None`` where it is not of this format.
        start: makes a reader for one file.
        needs: what a first line must have, for a message.
        tidy: whether cells never have blanks around them.
    """

    description: str
    columns: Callable[[Sequence[str]], Head | None]
    start: Callable[[], Convert]
    needs: str
    tidy: bool = False


def _by_header(*needed: str) -> Callable[[Sequence[str]], Head | None]:
    """Recognises a header that has these columns, in any order."""

    def columns(cells: Sequence[str]) -> Head | None:
        found = _unique(cells)
        return (found, True) if set(needed) <= set(found) else None

    return columns


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Names without blanks around them or empty ones at the end; the second of a name is ``name.2``."""
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    found: list[str] = []
    for place, name in enumerate(names):
        earlier = names[:place].count(name)
        found.append(name if name and not earlier else f"{name}.{earlier + 1}")
    return tuple(found)


def _is_day(cell: str) -> bool:
    return len(cell) == 8 and cell.isdigit()


def _gdelt_columns(cells: Sequence[str]) -> Head | None:
    layout = GDELT.get(len(cells))
    if layout is None:
        return None
    reduced = layout is GDELT[17]
    if cells[0].strip().lower() in ("globaleventid", "date"):
        return layout.columns, True
    day_cell = cells[0] if reduced else cells[1]
    return (layout.columns, False) if _is_day(day_cell) and (reduced or cells[0].isdigit()) else None


def _mention_columns(cells: Sequence[str]) -> Head | None:
    if len(cells) != len(GDELT_MENTIONS):
        return None
    if cells[0].strip().lower() == "globaleventid":
        return GDELT_MENTIONS, True
    times = all(len(cell) == 14 and cell.isdigit() for cell in cells[1:3])
    return (GDELT_MENTIONS, False) if times and cells[0].isdigit() else None


def _polecat_columns(cells: Sequence[str]) -> Head | None:
    found = _by_header(*polecat.NEEDED)(cells)
    if found is None or not polecat.UNFILLED & set(found[0]):
        return found
    return POLECAT.columns, True


def _phoenix_columns(cells: Sequence[str]) -> Head | None:
    if {"eid", "story_date", "source_root"} <= set(cells):
        return _unique(cells), True
    if len(cells) != len(PHOENIX.columns):
        return None
    if cells[0].strip() == PHOENIX.columns[0]:
        return PHOENIX.columns, True
    return (PHOENIX.columns, False) if _is_day(cells[1]) else None


def _ucdp_columns(cells: Sequence[str]) -> Head | None:
    found = _by_header(*ucdp.NEEDED)(cells)
    if found is not None or len(cells) != len(UCDP.columns):
        return found
    kind = cells[UCDP.columns.index(ucdp.TYPE)].strip()
    return (UCDP.columns, False) if cells[0].strip().isdigit() and kind in ucdp.violence() else None


READERS: Mapping[str, Format] = {
    "icews": Format(
        description="ICEWS: tables of 20 columns with a header (yearly, weekly and daily files)",
        columns=_by_header(*icews.NEEDED),
        start=icews.icews,
        needs=f"a header with {', '.join(icews.NEEDED)}",
    ),
    "stream": Format(
        description="named events in four columns with a header, in any order: date, source, event, target",
        columns=_by_header(*STREAM.columns),
        start=streams.stream,
        needs=f"a header with {', '.join(STREAM.columns)}",
    ),
    "gdelt": Format(
        description="GDELT events 1.0 (57, 58 or the reduced 17 columns) and 2.0 (61 columns)",
        columns=_gdelt_columns,
        start=gdelt.gdelt,
        needs="57, 58, 61 or 17 columns between tabs, with an id and a day as 20140218 in front",
        tidy=True,
    ),
    "polecat": Format(
        description="POLECAT: tables of 40 columns with a header",
        columns=_polecat_columns,
        start=polecat.polecat,
        needs=f"a header with {', '.join(polecat.NEEDED)}",
    ),
    "phoenix": Format(
        description="Phoenix: daily files of 26 columns, and the historical ones of the Cline Center",
        columns=_phoenix_columns,
        start=phoenix.phoenix,
        needs="26 columns between tabs with a day in the second, or a header with eid, story_date, source_root",
    ),
    "acled": Format(
        description="ACLED: exports as CSV",
        columns=_by_header(*acled.NEEDED),
        start=acled.acled,
        needs=f"a header with {', '.join(acled.NEEDED)}",
    ),
    "ucdp": Format(
        description="UCDP georeferenced events (GED) as CSV",
        columns=_ucdp_columns,
        start=ucdp.ucdp,
        needs=f"a header with {', '.join(ucdp.NEEDED)}",
    ),
}  # fmt: skip
"""The formats that tell by themselves what their columns are."""
FORMATS: Mapping[str, str] = {
    **{name: format_.description for name, format_ in READERS.items()},
    MAPPED: "any table with a header, with a mapping that says which column is what",
}
"""What there is to read, by name."""
MENTION_FORMAT = Format(
    description="GDELT mentions 2.0",
    columns=_mention_columns,
    start=lambda: gdelt.mentions,
    needs="16 columns between tabs, with an id and two times as 20150218230000 in front",
)


def read_rows(path: Path, format_: str, *, mapping: ColumnMapping | None = None) -> Iterator[RowChunk]:
    """Rows of a file, plain, ``.gz``, ``.bz2``, ``.xz`` or ``.zip`` (all files in it), some 100,000 at a time.

    A row that can't be read is rejected with its place and the reason, and so is a file of an archive that is of
    another format (a readme, say); neither stops the rest.

    Args:
        format_: a name in :data:`FORMATS`.
        mapping: for the format :data:`MAPPED`, and for no other.

    Raises:
        ValueError: there is no such format or file, the file is not of the format, or lacks a column of the mapping.
    """
    if format_ not in FORMATS:
        hint = "; read it with read_mentions" if format_ == MENTIONS else f"; there are {', '.join(FORMATS)}"
        raise ValueError(f"no format {format_!r} of events{hint}")
    if (mapping is None) == (format_ == MAPPED):
        raise ValueError(f"a mapping is needed for {MAPPED!r}" if mapping is None else f"{format_!r} takes no mapping")
    if mapping is not None:
        known = mapping
        reader = Format(description="", columns=_by_header(), start=lambda: mapped(known), needs="a header")
        return _read(path, reader, known)
    return _read(path, READERS[format_], None)


def read_mentions(path: Path) -> Iterator[RowChunk]:
    """What a file of GDELT mentions adds to events: frames with the columns of :data:`gdelt.MENTION_TYPES`.

    Each row is one report of the event with the GDELT id ``event``; the events themselves are in event files, some in
    none that the reader has. An outlet may mention an event several times.

    Raises:
        ValueError: there is no such file, or it is not of GDELT mentions.
    """
    return _read(path, MENTION_FORMAT, None)


def guess_format(path: Path) -> str | None:
    """The format that a file's first line looks like, :data:`MENTIONS` too; ``None`` where it looks like no known one.

    Raises:
        ValueError: there is no such file, or it can't be unpacked.
    """
    first = first_lines(path, count=FIRST_LINES)
    for name, format_ in {**READERS, MENTIONS: MENTION_FORMAT}.items():
        if _shape(first, format_) is not None:
            return name
    return None


def _shape(first: Sequence[str], format_: Format) -> Shape | None:
    """How the file is written, by its first line; of a file without a header by the first that has enough cells."""
    for place, line in enumerate(first):
        for delimiter in DELIMITERS:
            head = format_.columns(cells_of(line, delimiter))
            if head is not None and (place == 0 or not head[1]):
                return _written(line, head, delimiter, tidy=format_.tidy)
    return None


def _written(line: str, head: Head, delimiter: str, *, tidy: bool = False) -> Shape:
    columns, header = head
    quoted = delimiter != "\t" or (header and QUOTE in line)
    return Shape(columns=columns, header=header, delimiter=delimiter, quoted=quoted, tidy=tidy)


def _mapped_shape(first: str, mapping: ColumnMapping) -> Shape:
    """The header of a table with a mapping.

    Raises:
        ValueError: a column of the mapping is not there.
    """
    delimiters = (mapping.delimiter,) if mapping.delimiter else DELIMITERS
    heads = {delimiter: _unique(cells_of(first, delimiter)) for delimiter in delimiters}
    delimiter, found = max(heads.items(), key=lambda pair: len(set(mapping.columns.values()) & set(pair[1])))
    if lacking := [theirs for theirs in mapping.columns.values() if theirs not in found]:
        raise ValueError(f"no column {lacking[0]!r} as the mapping has it; there are {', '.join(found)}")
    return _written(first, (found, True), delimiter)


def _read(path: Path, format_: Format, mapping: ColumnMapping | None) -> Iterator[RowChunk]:
    convert = format_.start()
    for member in members(path):
        try:
            yield from _read_member(member, format_, convert, mapping)
        except ValueError as error:
            if member.alone:
                raise ValueError(f"{path}: {error}") from error
            yield RowChunk(frame=empty(), rejected=((location(member.label, 1), str(error)),))


def _read_member(
    member: Member, format_: Format, convert: Convert, mapping: ColumnMapping | None
) -> Iterator[RowChunk]:
    source = lines(member, mapping.encoding if mapping is not None else "")
    begin: list[Lines] = []
    for some in source:
        begin.append(some)
        if some.texts:
            break
    else:
        yield from (RowChunk(frame=empty(), rejected=some.rejected) for some in begin)
        return
    first = [text.decode("utf-8") for text in begin[-1].texts[:FIRST_LINES]]
    shape = _mapped_shape(first[0], mapping) if mapping is not None else _shape(first, format_)
    if shape is None:
        raise ValueError(f"not of this format, which needs {format_.needs}")
    for piece in _ahead(pieces(chain(begin, source), member.label, shape)):
        chunk = convert(piece, member.label)
        yield replace(chunk, rejected=(*piece.rejected, *chunk.rejected))


def _ahead(found: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, each cut from the file in another thread while the one before is made rows of."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, found, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, found, None)
            yield piece

"""Readers of JSON: one object, a list of objects, an object with such a list, or an object to a line."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from dragoman.corpus.columns import COMMON_NAMES, Row, records_of_objects
from dragoman.corpus.encoding import decode, find_encoding, text_lines
from dragoman.corpus.options import ReadOptions, Record
from dragoman.model.text import DocumentError

WHOLE_BYTES = 8_000_000
"""Up to here a file is parsed at once, which is three times as fast and takes NaN; a longer one is streamed."""
LINE_FACTOR = 6
"""Bytes of a character in JSON at most: \\u2019."""
LINE_EXTRA = 1 << 16
HEAD_BYTES = 1 << 16

Placed = tuple[str, Row | DocumentError]


def read_json(
    stream: io.BufferedReader, location: str, options: ReadOptions, *, lines: bool = False
) -> Iterator[Record | DocumentError]:
    """Records of a JSON file of any of the four shapes.

    Args:
        lines: whether its name promises an object to a line.
    """
    head = stream.peek(HEAD_BYTES)
    if find_encoding(head[:HEAD_BYTES]).startswith(("utf-16", "utf-32")):
        # Rare enough to be read at once: what follows looks at bytes.
        raw = io.BytesIO(decode(stream.read(), options.encoding).encode())
        yield from read_json(_reader(raw), location, replace(options, encoding=None), lines=lines)
        return
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith((b"[", b"{")) or _is_line(start, if_long=lines and len(head) >= HEAD_BYTES):
        objects = _from_lines(stream, location, options)
    else:
        objects = _from_document(stream, location, options)
    yield from records_of_objects(objects, options, location)


def _reader(raw: io.BytesIO) -> io.BufferedReader:
    return cast(io.BufferedReader, io.BufferedReader(raw))


def _is_line(start: bytes, *, if_long: bool) -> bool:
    """Whether the first line is a complete object and others follow; ``if_long`` if its end is not in sight."""
    line, newline, rest = start.partition(b"\n")
    if not start.startswith(b"{"):
        return False
    if not newline:
        return if_long
    try:
        return isinstance(json.loads(line), dict) and bool(rest.strip())
    except ValueError:
        return False


def _from_lines(stream: io.BufferedReader, location: str, options: ReadOptions) -> Iterator[Placed]:
    limit = LINE_FACTOR * options.max_chars + LINE_EXTRA
    for number, line in enumerate(text_lines(stream, options.encoding, limit), start=1):
        place = f"{location}, line {number}"
        if line is None:
            reason = f"the line has more than {limit:,} bytes and was passed over; split the text or raise max_chars"
            yield place, DocumentError(location=place, reason=reason)
        elif line.strip():
            try:
                yield place, _as_row(json.loads(line))
            except (ValueError, RecursionError) as error:
                yield place, DocumentError(location=place, reason=_reason(error))


def _from_document(stream: io.BufferedReader, location: str, options: ReadOptions) -> Iterator[Placed]:
    data = stream.read(WHOLE_BYTES + 1).removeprefix(codecs.BOM_UTF8)
    if len(data) + len(codecs.BOM_UTF8) > WHOLE_BYTES:
        yield from _streamed(data, stream, location)
        return
    try:
        parsed = json.loads(decode(data, options.encoding))
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data" and data.lstrip().startswith(b"{"):
            yield from _from_lines(_reader(io.BytesIO(data)), location, options)
        else:
            yield location, DocumentError(location=location, reason=_reason(error))
        return
    items = _items(parsed)
    if items is None:
        yield location, _checked(parsed, location)
        return
    for number, item in enumerate(items, start=1):
        place = f"{location}, record {number}"
        yield place, _checked(item, place)


def _items(parsed: object) -> list[object] | None:
    """The list of records in a document, or ``None`` if the document is one record."""
    if isinstance(parsed, list):
        return parsed
    if isinstance(parsed, dict) and not any(isinstance(parsed.get(name), str) for name in COMMON_NAMES["text"]):
        for value in parsed.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                return value
    return None


def _streamed(data: bytes, stream: io.BufferedReader, location: str) -> Iterator[Placed]:
    """Records of a long document, one at a time."""
    import ijson  # only for long files

    prefix = "item"
    if data.lstrip().startswith(b"{"):
        prefix = _list_prefix(data) or ""
    number = 0
    try:
        for item in ijson.items(_Joined(data, stream), prefix, use_float=True, multiple_values=True):
            number += 1
            place = f"{location}, record {number}"
            yield place, _checked(item, place)
    except (ijson.JSONError, UnicodeDecodeError) as error:
        what = " ".join(str(error).split())[:120]
        reason = f"broken JSON after {number} records: {what}; the rest of the file was not read"
        yield location, DocumentError(location=location, reason=reason)


def _list_prefix(data: bytes) -> str | None:
    """Where the list of records begins in a long object, as ijson names it ("articles.item")."""
    import ijson

    try:
        for prefix, event, _ in ijson.parse(_Joined(data, io.BytesIO())):
            if event == "string" and prefix in COMMON_NAMES["text"]:
                return None
            if event == "start_map" and prefix.endswith(".item"):
                return cast(str, prefix)
    except (ijson.JSONError, UnicodeDecodeError):
        pass
    return None


class _Joined:
    """Bytes already read and the stream that goes on after them, as one thing to read from."""

    def __init__(self, data: bytes, stream: io.BufferedReader | io.BytesIO) -> None:
        self._first = io.BytesIO(data)
        self._rest = stream

    def read(self, size: int = -1) -> bytes:
        return self._first.read(size) or self._rest.read(size)


def _as_row(value: object) -> Row:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, str):
        return {"text": value}
    raise ValueError(f"an object was expected, not {type(value).__name__}")


def _checked(value: object, place: str) -> Row | DocumentError:
    try:
        return _as_row(value)
    except ValueError as error:
        return DocumentError(location=place, reason=str(error))


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, RecursionError):
        return "broken JSON: nested too deeply"
    return str(error)

"""``dragoman code``: documents in on standard input, facts out on standard output, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from dragoman.commands.terminal import note, say_json
from dragoman.corpus.dates import parse_date
from dragoman.corpus.options import DEFAULT_MAX_CHARS
from dragoman.corpus.readers import document_from_text
from dragoman.desk.problems import Exit
from dragoman.desk.reading import load_reader, read_all
from dragoman.exchange.rows import fact_row
from dragoman.model.text import Document, DocumentError

MAX_LINE = 6 * DEFAULT_MAX_CHARS + 65_536
"""Bytes: the longest text, every character written as \\u2019, and room for the rest."""
TEXTS = ("id", "title", "publisher", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the input, from 1, and the id its document was given there."""

    number: int
    given_id: str | None = None


def code(
    actors: Annotated[
        list[Path] | None, typer.Option(metavar="FILE.yaml", help="Your own actors; may be repeated.")
    ] = None,
    model: Annotated[str, typer.Option(metavar="NAME", help="Another spaCy model.")] = "",
) -> None:
    """Code documents of a stream: JSON Lines in, JSON Lines out.

    In: an object a line with text, and if known id, title, date (YYYY-MM-DD), publisher, url. Out: an object for each
    fact, in order, with the given id as "document". A line that can't be read gives {"error": ..., "line": n} in its
    place, the rest goes on, and the exit code is 1.
    """
    reader = load_reader(model, actors or ())
    failed = foreign = 0
    for line, result in read_all(reader, documents(sys.stdin.buffer)):
        if isinstance(result, DocumentError):
            failed += 1
            say_json({"error": result.reason, "line": line.number})
            continue
        foreign += result.document.language not in {None, "en"}
        for fact in result.facts:
            row = fact_row(fact, result.document)
            say_json({**row, "document": line.given_id} if line.given_id is not None else row)
        sys.stdout.flush()
    if foreign:
        note(
            f"{foreign} of the documents seem not to be in English; the rules are for English, expect little from them"
        )
    raise typer.Exit(Exit.FAILED if failed else Exit.DONE)


def documents(stream: BinaryIO) -> Iterator[tuple[Line, Document | DocumentError]]:
    """Documents and errors of the lines of a stream."""
    for number, data in enumerate(_lines(stream), 1):
        if data is not None and not data.strip():
            continue
        try:
            if data is None:
                raise ValueError(f"the line has more than {MAX_LINE:,} bytes and was passed over; split the text")
            given, document = parse_line(data)
        except ValueError as error:
            yield Line(number=number), DocumentError(location=f"line {number}", reason=str(error))
        else:
            yield Line(number=number, given_id=given), document


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines; ``None`` for one that is too long."""
    while data := stream.readline(MAX_LINE):
        if len(data) < MAX_LINE or data.endswith(b"\n"):
            yield data
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None


def parse_line(data: bytes) -> tuple[str | None, Document]:
    """The id given, if any, and the document of one line.

    Raises:
        ValueError: it is not such a line; says why.
    """
    try:
        item = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("not JSON: nested too deeply") from None
    if not isinstance(item, dict):
        raise ValueError(f"an object was expected, not {type(item).__name__}")
    text = item.get("text")
    if not isinstance(text, str):
        raise ValueError("no text: an object with the key 'text' was expected")
    if len(text) > DEFAULT_MAX_CHARS:
        raise ValueError(f"the text has {len(text):,} characters, the limit is {DEFAULT_MAX_CHARS:,}; split it")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"the text has half of a character (a lone surrogate) at position {error.start}") from None
    known = {name: _text(item, name) for name in TEXTS}
    document = document_from_text(
        text,
        title=known["title"] or "",
        published=_date(item.get("date")),
        publisher=known["publisher"],
        url=known["url"],
    )
    return known["id"], document


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise ValueError(f"{name} must be text, not {type(value).__name__}")


def _date(value: object) -> date | None:
    if value is None or value == "":
        return None
    found = parse_date(value)
    if found is None:
        raise ValueError(f"date {value!r} can't be read; write it as YYYY-MM-DD, or leave it out")
    return found

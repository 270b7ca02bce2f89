"""Reads documents from files, folders and standard input, one at a time."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from dragoman.corpus.clean import Cleaned, clean_text, clean_title
from dragoman.corpus.columns import COMMON_NAMES
from dragoman.corpus.encoding import NotTextError, check_text
from dragoman.corpus.jsons import read_json
from dragoman.corpus.language import detect_language
from dragoman.corpus.lines import first_line_title
from dragoman.corpus.options import ReadOptions, Record
from dragoman.corpus.rich import READERS, UnreadableError
from dragoman.corpus.sources import BINARY, Source, find_sources, open_source, os_reason, sniff
from dragoman.corpus.tables import find_delimiter, read_csv, read_parquet
from dragoman.model.ids import content_id
from dragoman.model.text import Document, DocumentError

__all__ = ["ReadOptions", "document_from_text", "read_documents"]

DEFAULT_OPTIONS = ReadOptions()


def read_documents(
    paths: Iterable[str | Path], *, options: ReadOptions = DEFAULT_OPTIONS
) -> Iterator[Document | DocumentError]:
    """Read documents, one at a time and in a fixed order, however many there are.

    Args:
        paths: files, folders (with all below, in order of names), glob patterns, or ``-`` for standard input.
            Formats: plain text, Markdown, HTML, PDF, Word (.docx), JSON and JSON Lines, CSV, TSV, Parquet; all but
            PDF, Word and Parquet also with ``.gz``. Files of other names are read if they hold text.
        options: what is known beforehand.

    Yields:
        A document with cleaned text for each report, or an error for each that could not be read. The id of a document
        does not depend on where its file lies.
    """
    for path in paths:
        for source in find_sources(path):
            if isinstance(source, DocumentError):
                yield source
            else:
                yield from _read_source(source, options)


def document_from_text(
    text: str,
    *,
    title: str = "",
    published: date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    clean: bool = True,
) -> Document:
    """Make a document of a text at hand.

    Args:
        text: the report. If no title is given and its first line reads like one, that is the title; it stays in the
            text.
        title: headline; one that is given is not part of the text.
        clean: whether to clean text and title; without it offsets refer to ``text`` as it is given.

    Raises:
        ValueError: there is no text, or it holds null characters.
    """
    if isinstance(published, datetime):
        published = published.date()
    record = Record(
        location="text",
        text=text,
        title=title,
        published=published,
        publisher=publisher,
        url=url,
        title_in_text=not title,
    )
    made = _make_document(record, ReadOptions(max_chars=max(1, len(text))), clean=clean)
    if isinstance(made, DocumentError):
        raise ValueError(made.reason)
    return made


def _read_source(source: Source, options: ReadOptions) -> Iterator[Document | DocumentError]:
    try:
        with open_source(source, options.stdin) as stream:
            for record in _records(source, stream, options):
                yield record if isinstance(record, DocumentError) else _make_document(record, options)
    except OSError as error:
        yield DocumentError(location=source.location, reason=os_reason(error))
    except (EOFError, zlib.error):
        yield DocumentError(location=source.location, reason="the compressed file is damaged or cut off")
    except (NotTextError, UnreadableError) as error:
        yield DocumentError(location=source.location, reason=str(error))


def _records(source: Source, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record | DocumentError]:
    name = source.format or _sniff(stream, options)
    if name == "gzip":
        raise UnreadableError("the file is compressed; give it a name that ends in .gz")
    if name == "xml":
        raise UnreadableError("XML of an unknown kind; convert it to text, HTML, JSON or CSV")
    if source.compressed and name in BINARY:
        raise UnreadableError("this format is only read unpacked; unpack the .gz file")
    if name in ("csv", "tsv"):
        yield from read_csv(stream, source.location, options, tabs=name == "tsv")
    elif name in ("json", "jsonl"):
        yield from read_json(stream, source.location, options, lines=name == "jsonl")
    elif name == "parquet":
        yield from read_parquet(stream, source.location, options)
    else:
        yield READERS[name](stream, source.location, options)


def _sniff(stream: io.BufferedReader, options: ReadOptions) -> str:
    """The format of a file whose name does not tell; a first line that names text and another column begins a table."""
    head = stream.peek(1 << 16)
    name = sniff(head)
    if name != "text":
        return name
    first = head.partition(b"\n")[0][:2000].decode("latin-1").strip()
    delimiter = find_delimiter(first, frozenset(options.columns.values()))
    names = {cell.strip().strip('"').lower() for cell in first.split(delimiter)}
    texts = {*COMMON_NAMES["text"], *COMMON_NAMES["title"], options.columns.get("text", "text").lower()}
    return ("tsv" if delimiter == "\t" else "csv") if len(names) > 1 and names & texts else "text"


def _make_document(record: Record, options: ReadOptions, *, clean: bool = True) -> Document | DocumentError:
    """Clean a record, and fill what it leaves unknown from the options and the dateline."""
    if len(record.text) > options.max_chars:
        reason = f"{len(record.text):,} characters, the limit is {options.max_chars:,}; split it or raise max_chars"
        return DocumentError(location=record.location, reason=reason)
    try:
        check_text(record.text)
    except NotTextError as error:
        return DocumentError(location=record.location, reason=str(error))
    cleaned = (
        clean_text(record.text, title_known=not record.title_in_text, pdf=record.pdf)
        if clean
        else Cleaned(text=record.text)
    )
    if not cleaned.text.strip():
        return DocumentError(location=record.location, reason="there is no text in it")
    title = clean_title(record.title, tokenised=cleaned.tokenised) if clean else record.title
    if not title and record.title_in_text:
        title = first_line_title(cleaned.text)
    dateline = cleaned.dateline
    published = record.published or (dateline.published if dateline else None) or options.published
    publisher = record.publisher or options.publisher or (dateline.agency if dateline else None) or cleaned.agency
    publisher = " ".join(publisher.split()) or None if publisher else None
    url = (record.url or "").strip() or None
    written = published.isoformat() if published else None
    return Document(
        id=content_id("document", title, cleaned.text, written, publisher, url),
        text=cleaned.text,
        title=title,
        published=published,
        publisher=publisher,
        url=url,
        language=record.language or detect_language(cleaned.text),
    )

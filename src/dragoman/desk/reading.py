"""From paths to reports: every document in order, none of which stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from dragoman.annotate.spacy import DEFAULT_MODEL, ModelMissingError
from dragoman.corpus.options import ReadOptions
from dragoman.corpus.readers import read_documents
from dragoman.corpus.sources import Source, find_sources
from dragoman.desk.problems import UserError
from dragoman.model.text import Document, DocumentError
from dragoman.pipeline import Reader, Report, load

PASSED_OVER = "passed over"
"""How the reader of folders begins the remark on files of unknown formats, which is no failure."""
TABLES = frozenset({"json", "jsonl", "csv", "tsv", "parquet"})
"""Formats with many documents to a file."""
Place = TypeVar("Place")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Where a document was found.

    Attributes:
        location: path of the file, and in a table which document of it.
        done: bytes of all input up to its end, about; for progress.
    """

    location: str
    done: int


def load_reader(model: str, actors: Iterable[Path]) -> Reader:
    """Load all that reading needs.

    Raises:
        UserError: the model is missing or an actor file is wrong.
    """
    try:
        return load(model=model or DEFAULT_MODEL, actors=tuple(actors))
    except (ModelMissingError, ValueError, OSError) as error:
        raise UserError(_one_line(error)) from error


def find_documents(paths: Iterable[str], options: ReadOptions) -> Iterator[tuple[At, Document | DocumentError]]:
    """Documents and errors of all files that the paths stand for, each with its place."""
    done = 0
    for path in paths:
        for source in find_sources(path):
            if isinstance(source, DocumentError):
                yield At(location=source.location, done=done), source
                continue
            yield from source_documents(source, options, done)
            done += file_size(source.path)


def source_documents(
    source: Source, options: ReadOptions, done: int = 0
) -> Iterator[tuple[At, Document | DocumentError]]:
    """Documents and errors of one file, each with its place; ``done`` bytes of the input lie before it."""
    size = file_size(source.path)
    seen = 0
    for number, item in enumerate(_read_source(source, options), 1):
        if isinstance(item, DocumentError):
            yield At(location=item.location, done=done + min(seen, size)), item
            continue
        seen += len(item.text)
        is_one_of_many = number > 1 or source.format in TABLES
        location = f"{source.location}, document {number}" if is_one_of_many else source.location
        yield At(location=location, done=done + min(seen, size)), item


def _read_source(source: Source, options: ReadOptions) -> Iterator[Document | DocumentError]:
    try:
        yield from read_documents([source.path or "-"], options=options)
    except Exception as error:  # a file that trips its reader must not stop the others
        yield DocumentError(location=source.location, reason=f"can't be read ({_one_line(error)})")


def file_size(path: Path | None) -> int:
    """Bytes of a file, 0 if it is not known."""
    try:
        return path.stat().st_size if path is not None else 0
    except OSError:
        return 0


def total_size(paths: Iterable[str]) -> int | None:
    """Bytes of all input, or ``None`` if it can't be known beforehand."""
    total = 0
    for path in paths:
        for source in find_sources(path):
            if isinstance(source, DocumentError):
                continue
            if source.path is None:
                return None
            total += file_size(source.path)
    return total


def read_all(
    reader: Reader, items: Iterable[tuple[Place, Document | Other]]
) -> Iterator[tuple[Place, Report | DocumentError | Other]]:
    """Read the documents among the items and pass on the rest, all in order, streaming.

    A document on which the pipeline fails becomes an error; the others of its batch are read one by one.
    """
    waiting: deque[tuple[Place, Document | Other]] = deque()
    broken: list[Exception] = []

    def feed() -> Iterator[Document]:
        try:
            for place, item in items:
                waiting.append((place, item))
                if isinstance(item, Document):
                    yield item
        except Exception as error:  # the input's own, not the pipeline's: raised below, where it is not taken for one
            broken.append(error)

    items = iter(items)
    ended = False
    while not ended:
        reports = reader.read_documents(feed())
        while True:
            try:
                report = next(reports, None)
            except Exception:  # whatever a rule or the model stumbles over in one document
                yield from _one_by_one(reader, waiting)
                break
            if report is None:
                ended = True
                break
            yield from _others(waiting)
            yield waiting.popleft()[0], report
    yield from _others(waiting)
    if broken:
        raise broken[0]


def _others(
    waiting: deque[tuple[Place, Document | Other]],
) -> Iterator[tuple[Place, Other]]:
    """What stands before the next document and is passed on as it is."""
    while waiting:
        place, item = waiting[0]
        if isinstance(item, Document):
            return
        waiting.popleft()
        yield place, item


def _one_by_one(
    reader: Reader, waiting: deque[tuple[Place, Document | Other]]
) -> Iterator[tuple[Place, Report | DocumentError | Other]]:
    while waiting:
        place, item = waiting.popleft()
        if not isinstance(item, Document):
            yield place, item
            continue
        try:
            yield place, next(iter(reader.read_documents([item])))
        except Exception as error:  # this is the one
            location = place.location if isinstance(place, At) else item.title or item.id
            reason = f"the document could not be coded ({_one_line(error)}); please report it with the text"
            yield place, DocumentError(location=location, reason=reason)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    known = isinstance(error, ValueError | RuntimeError) and text
    return text if known else f"{type(error).__name__}: {text}" if text else type(error).__name__

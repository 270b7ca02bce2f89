"""A process of its own that reads files for the desk, so that pages stay quick and a file can't bring down the server.

It is asked and answers over a pipe: a :class:`Task` comes in; what goes out is, in this order, the setup
(:class:`Ready`, once), the ids of the documents found (:class:`Listed`), to which the other side answers with those
that it has already, then each document with its facts or its error, and :class:`Ended`.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from dragoman.corpus.options import ReadOptions
from dragoman.corpus.readers import document_from_text
from dragoman.desk.problems import UserError
from dragoman.desk.reading import At, find_documents, load_reader, read_all
from dragoman.desk.setup import setup_of
from dragoman.model.facts import Fact
from dragoman.model.text import Document, DocumentError
from dragoman.store import Setup

MEMORY_BYTES = 6_000_000_000
"""Address space of the process: the small model with its libraries maps 3 GB; beyond twice that a file is at fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A file to read.

    Attributes:
        name: for messages.
        suffix: ending that says the format, one of ``corpus.sources.FORMATS``.
        title, published, publisher: for documents that have none of their own; empty if not given.
    """

    name: str
    suffix: str
    content: bytes
    title: str = ""
    published: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The model is loaded."""

    setup: Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Documents found in the file."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A document with its facts; what a store needs of a report."""

    document: Document
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """All of the file was sent; ``reason`` says why there was nothing to send."""

    reason: str = ""


def work(pipe: Connection, model: str, actors: tuple[Path, ...]) -> None:
    """Serve tasks until the pipe is closed."""
    _limit_memory()
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        try:
            reader = load_reader(model, actors)
            pipe.send(Ready(setup=setup_of(reader, actors)))
        except UserError as error:
            pipe.send(Ended(reason=str(error)))
            return
        while True:
            task = pipe.recv()
            found = list(_documents(task))
            pipe.send(Listed(ids=tuple(item.id for _, item in found if isinstance(item, Document))))
            known = pipe.recv()
            wanted = [(at, item) for at, item in found if not (isinstance(item, Document) and item.id in known)]
            for _, result in read_all(reader, wanted):
                if isinstance(result, DocumentError):
                    pipe.send(result)
                else:
                    pipe.send(Coded(document=result.document, facts=result.facts))
            pipe.send(Ended(reason="" if found else "there is no text in it"))


def _documents(task: Task) -> Iterator[tuple[At, Document | DocumentError]]:
    """Documents of a file that is written to a folder of our own, under a name of our own."""
    options = ReadOptions(
        published=date.fromisoformat(task.published) if task.published else None, publisher=task.publisher or None
    )
    with tempfile.TemporaryDirectory(prefix="dragoman-") as folder:
        path = Path(folder) / f"upload{task.suffix}"
        path.write_bytes(task.content)
        for at, item in find_documents([str(path)], options):
            if isinstance(item, DocumentError):
                where, why = (text.replace(str(path), task.name) for text in (item.location, item.reason))
                yield at, DocumentError(location=where, reason=why)
            else:
                yield at, _titled(item, task.title)


def _titled(document: Document, title: str) -> Document:
    """A document with the title that was given for it, if one was."""
    if not title:
        return document
    return document_from_text(
        document.text, title=title, published=document.published, publisher=document.publisher, url=document.url,
        clean=False,
    )  # fmt: skip


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))

"""From paths to open files: folders, globs, standard input, compressed files, and what format each one is."""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.model.text import DocumentError

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".pdf": "pdf", ".docx": "docx", ".parquet": "parquet",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv",
}  # fmt: skip
BINARY = frozenset({"pdf", "docx", "parquet"})
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "docx"),
    (b"\x1f\x8b", "gzip"),
)
XML_TAG = re.compile(rb"<(?:!--|[A-Za-z_][\w.:-]*(?:\s[^<>]*)?>\s*<)")
HTML_STARTS = (b"<!doctype html", b"<html")
GLOB_SIGNS = frozenset("*?[")
BUFFER_BYTES = 1 << 16
STDIN = "-"
STDIN_LOCATION = "standard input"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read.

    Attributes:
        location: its path as given, or ``standard input``.
        path: ``None`` for standard input.
        format: a value of ``FORMATS``; empty if the name does not tell.
        compressed: whether the name ends in ``.gz``.
    """

    location: str
    path: Path | None
    format: str
    compressed: bool = False


def find_sources(path: str | Path) -> Iterator[Source | DocumentError]:
    """The files a path stands for: itself, all of a folder in order of names, what a glob matches, or standard input.

    In a folder only known formats are read. Hidden files are passed over; how many others were is the last thing said.
    """
    if str(path) == STDIN:
        yield Source(location=STDIN_LOCATION, path=None, format="")
        return
    start = Path(os.path.expanduser(path))
    if os.path.isdir(start):
        yield from _folder(start)
    elif _exists(start):
        yield _source(start)
    elif GLOB_SIGNS.intersection(str(start)):
        yield from _glob(str(start))
    else:
        yield DocumentError(location=str(path), reason="there is no such file or folder; check the path")


def _exists(path: Path) -> bool:
    """Whether something stands at ``path``, also if it can't be read or its folder can't be entered."""
    try:
        path.stat()
    except PermissionError:
        return True
    except (OSError, ValueError):
        return False
    return True


def _source(path: Path) -> Source:
    suffix = path.suffix.lower()
    compressed = suffix == ".gz"
    inner = Path(path.stem).suffix.lower() if compressed else suffix
    return Source(location=str(path), path=path, format=FORMATS.get(inner, ""), compressed=compressed)


def _glob(pattern: str) -> Iterator[Source | DocumentError]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        yield DocumentError(
            location=pattern, reason="no file matches this pattern; check it, or quote it for the shell"
        )
    recursive = "**" in pattern
    for match in matches:
        if not os.path.isdir(match):
            yield _source(Path(match))
        elif not recursive:
            yield from _folder(Path(match))


def _folder(start: Path) -> Iterator[Source | DocumentError]:
    problems: list[OSError] = []
    passed: Counter[str] = Counter()
    found = False
    for folder, names, files in os.walk(start, onerror=problems.append):
        while problems:
            yield _cant_read(problems.pop())
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            source = _source(Path(folder, name))
            if name.startswith("."):
                continue
            if not source.format:
                passed[source.path.suffix.lower() if source.path else ""] += 1
                continue
            found = True
            yield source
    for problem in problems:
        yield _cant_read(problem)
    if passed:
        kinds = ", ".join(f"{count} {suffix or 'without extension'}" for suffix, count in sorted(passed.items()))
        reason = f"passed over {passed.total()} files of unknown formats ({kinds}); name a file itself to have it read"
        yield DocumentError(location=str(start), reason=reason)
    elif not found:
        yield DocumentError(location=str(start), reason="the folder holds no files that can be read")


def _cant_read(problem: OSError) -> DocumentError:
    return DocumentError(location=str(problem.filename), reason=os_reason(problem))


def os_reason(problem: OSError) -> str:
    """One line for people on why a file could not be opened or read."""
    if isinstance(problem, PermissionError):
        return "no permission to read it; change the permissions of the file or its folder"
    if isinstance(problem, FileNotFoundError):
        return "there is no such file or folder; check the path"
    if isinstance(problem, gzip.BadGzipFile):
        return "the name says .gz but the file is not compressed with gzip"
    return f"can't be read: {' '.join((problem.strerror or str(problem)).split())[:200]}"


@contextmanager
def open_source(source: Source, stdin: BinaryIO | None) -> Iterator[io.BufferedReader]:
    """Open a file, unpacked if it is compressed; standard input stays open afterwards.

    Raises:
        OSError: it can't be opened.
    """
    if source.path is None:
        given = stdin if stdin is not None else sys.stdin.buffer
        yield _buffered(given)
        return
    if source.compressed:
        with gzip.open(source.path, "rb") as packed:
            yield _buffered(packed)
        return
    with open(source.path, "rb", buffering=0) as plain:
        yield cast(io.BufferedReader, io.BufferedReader(plain, BUFFER_BYTES))


def _buffered(stream: BinaryIO | gzip.GzipFile) -> io.BufferedReader:
    """``stream`` with a buffer that can be peeked into; closing the buffer leaves ``stream`` open."""
    raw: io.RawIOBase = _Raw(stream)
    return io.BufferedReader(raw, BUFFER_BYTES)


class _Raw(io.RawIOBase):
    """Any binary stream as the raw stream that a buffered reader wants."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile) -> None:
        # read1 gives what is there; read waits until a pipe has filled the buffer.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def sniff(head: bytes) -> str:
    """The format of a file by its first bytes: ``text`` unless they say otherwise; ``gzip`` or ``xml`` is not read."""
    for magic, name in MAGIC:
        if head.startswith(magic):
            return name
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096]
    if start[:1] in (b"{", b"["):
        return "json" if _looks_like_json(start) else "text"
    lower = start.lower()
    if lower.startswith(HTML_STARTS) or (lower.startswith((b"<?xml", b"<!--")) and b"<html" in lower):
        return "html"
    return "xml" if lower.startswith(b"<?xml") or (XML_TAG.match(start) and b"</" in head) else "text"


def _looks_like_json(start: bytes) -> bool:
    """Whether a bracket begins JSON and not a sentence: "[London] ..." is text."""
    after = start[1:].lstrip()[:1]
    return after in ((b'"', b"}") if start[:1] == b"{" else (b"{", b"]", b'"'))

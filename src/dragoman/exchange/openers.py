"""Opens files of event data, plain or packed, and cuts them into lines with their numbers.

Bytes are UTF-8 unless the caller says otherwise; a line that is not is read as Windows-1252, and as Latin-1 where that
has no such character (POLECAT and some ICEWS files mix them).
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

CHUNK_ROWS = 50_000
BLOCK_BYTES = 8 << 20
MAX_LINE_BYTES = 16 << 20
"""The longest line of the data sets read here is some 100 kB (lists of sources in UCDP GED)."""
WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BROKEN = (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of data: the file itself, or one of those in an archive.

    Attributes:
        label: to name it in messages: ``events.2014.tab.zip/events.2014.tab``.
        alone: whether it is all that the given file holds.
    """

    label: str
    stream: IO[bytes]
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Some lines of a file in UTF-8 without line ends, in order, no empty ones.

    Attributes:
        texts, numbers: the lines and their numbers, from 1.
        rejected: (location, reason) of what could not be read.
    """

    texts: Sequence[bytes]
    numbers: Sequence[int]
    rejected: tuple[tuple[str, str], ...] = ()


def members(path: Path) -> Iterator[Member]:
    """The files of data in ``path``, each open while it is at hand; of a ``.zip`` all that are in it.

    Raises:
        ValueError: there is no such file, or it is not what its name says.
    """
    if not path.is_file():
        raise ValueError(f"{path}: no such file")
    with path.open("rb") as stream:
        if path.suffix.lower() != ".zip":
            yield Member(label=path.name, stream=_unpacked(path.name, stream), alone=True)
            return
        try:
            with zipfile.ZipFile(stream) as archive:
                yield from _archived(path.name, archive)
        except zipfile.BadZipFile as error:
            raise ValueError(f"{path}: not a zip file, or a damaged one ({error})") from error


def _archived(name: str, archive: zipfile.ZipFile) -> Iterator[Member]:
    inside = [info for info in archive.infolist() if not _is_clutter(info)]
    for info in inside:
        label = f"{name}/{info.filename}"
        try:
            stream = archive.open(info)
        except (RuntimeError, NotImplementedError) as error:
            raise ValueError(f"{label}: cannot be unpacked ({error})") from error
        with stream:
            yield Member(label=label, stream=_unpacked(info.filename, stream), alone=len(inside) == 1)


def _is_clutter(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.split("/")
    return info.is_dir() or "__MACOSX" in parts or parts[-1].startswith(".")


def _unpacked(name: str, stream: IO[bytes]) -> IO[bytes]:
    """The bytes of ``.gz``, ``.bz2`` and ``.xz`` files unpacked, others as they are."""
    suffix = Path(name).suffix.lower()
    if suffix == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if suffix == ".bz2":
        return bz2.BZ2File(stream)
    return lzma.LZMAFile(stream) if suffix == ".xz" else stream


def lines(member: Member, encoding: str = "", rows: int = CHUNK_ROWS) -> Iterator[Lines]:
    """The lines of a file, up to ``rows`` at a time.

    A file that breaks off (a damaged archive) gives what was there, and a rejected line that says so.

    Args:
        encoding: empty for UTF-8 with single lines in Windows-1252.

    Raises:
        ValueError: not even the beginning can be unpacked.
    """
    texts: list[bytes] = []
    numbers: list[int] = []
    number = 0
    try:
        for block in _blocks(member.stream, encoding):
            if block is None:
                number += 1
                reason = f"longer than {MAX_LINE_BYTES >> 20} MB: not a table of events"
                yield Lines(texts=[], numbers=[], rejected=((location(member.label, number), reason),))
                continue
            if b"" in block:
                filled = [place for place, text in enumerate(block, number + 1) if text]
                texts += filter(None, block)
                numbers += filled
            else:
                texts += block
                numbers += range(number + 1, number + 1 + len(block))
            number += len(block)
            while len(texts) >= rows:
                yield Lines(texts=texts[:rows], numbers=numbers[:rows])
                del texts[:rows], numbers[:rows]
    except BROKEN as error:
        if not number:
            raise ValueError(f"cannot be read ({str(error) or type(error).__name__})") from error
        reason = f"the file breaks off here ({str(error) or type(error).__name__})"
        yield Lines(texts=texts, numbers=numbers, rejected=((location(member.label, number + 1), reason),))
        return
    if texts:
        yield Lines(texts=texts, numbers=numbers)


def location(label: str, number: int) -> str:
    """Where a row stands: ``file, line N``."""
    return f"{label}, line {number}"


def _blocks(stream: IO[bytes], encoding: str) -> Iterator[list[bytes] | None]:
    """Whole lines of the stream, some 8 MB at a time; ``None`` for a line that is too long."""
    rest = b""
    skipping = False
    for data in _bytes(stream, encoding):
        cut = data.rfind(b"\n")
        if cut < 0:
            rest += data if not skipping else b""
            if len(rest) > MAX_LINE_BYTES:
                skipping, rest = True, b""
            continue
        whole, rest = rest + data[:cut], data[cut + 1 :]
        if skipping:
            skipping = False
            yield None
            _, more, whole = whole.partition(b"\n")
            if not more:
                continue
        yield _utf8_lines(whole)
    if skipping:
        yield None
    elif rest:
        yield _utf8_lines(rest)


def _bytes(stream: IO[bytes], encoding: str) -> Iterator[bytes]:
    """The stream as UTF-8, without a byte-order mark."""
    head = stream.read(BLOCK_BYTES)
    name = encoding or next((name for mark, name in WIDE if head.startswith(mark)), "")
    if name and codecs.lookup(name).name not in ("utf-8", "ascii"):
        decoder = codecs.getincrementaldecoder(name)(errors="replace")
        while head:
            yield decoder.decode(head).removeprefix("\ufeff").encode("utf-8", "replace")
            head = stream.read(BLOCK_BYTES)
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")
        return
    yield head.removeprefix(codecs.BOM_UTF8)
    while data := stream.read(BLOCK_BYTES):
        yield data


def _utf8_lines(data: bytes) -> list[bytes]:
    texts = data.split(b"\n")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        texts = [_decoded(text).encode("utf-8") for text in texts]
    return [text.rstrip(b"\r") for text in texts] if b"\r" in data else texts


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def first_lines(path: Path, encoding: str = "", count: int = 2) -> list[str]:
    """The first lines of the first file of data in ``path`` that has any; none for an empty one."""
    for member in members(path):
        stream = io.BytesIO(member.stream.read(1 << 18))
        for some in lines(Member(label=member.label, stream=stream, alone=True), encoding, rows=count):
            if some.texts:
                return [text.decode("utf-8") for text in some.texts[:count]]
    return []

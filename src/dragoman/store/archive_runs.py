"""Runs of an archive, the files that they have read, and the lock that lets one writer in at a time.

``runs/0001.json`` says who coded what with what, and whether the run is done; ``runs/0001.files.jsonl`` beside it holds
the files that it read to the end, so that a file that is given again need not be opened. Both appear whole.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from dragoman.store.archive_parts import RUNS, to_json, write_whole
from dragoman.store.types import Setup, StoreError

OPEN, DONE = "open", "done"
LOCK = "lock"
ENDING_SECONDS = 20.0
"""How long a writer waits for the workers of one that was killed: they end by themselves within a second or so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRun:
    """One run that wrote to an archive.

    Attributes:
        started: UTC, ISO 8601.
        setup: id of the setup; its four parts stand before it.
        input: hash of paths and options, by which a run that was stopped is found again.
        state: ``open`` or ``done``.
        parts: number of parts, once it is done.
    """

    id: int
    started: str
    version: str
    annotator: str
    codebook: str
    actors: str
    setup: str
    arguments: tuple[str, ...]
    input: str
    state: str = OPEN
    parts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """A file that a run read to its end.

    Attributes:
        path: as given.
        size: bytes.
        content: hash of the bytes.
        options: hash of all that decides what is read in it and how it is coded.
        documents: number of documents found in it.
    """

    path: str
    size: int
    content: str
    options: str
    documents: int = 0


def new_run(number: int, started: str, setup: Setup, arguments: Sequence[str], given: str) -> ArchiveRun:
    """A run that begins; ``given`` is the hash of paths and options."""
    return ArchiveRun(
        id=number, started=started, version=setup.version, annotator=setup.annotator, codebook=setup.codebook,
        actors=setup.actors, setup=setup.id, arguments=tuple(arguments), input=given,
    )  # fmt: skip


def write_run(archive: Path, run: ArchiveRun) -> None:
    """Keep a run as it stands now."""
    write_whole(archive / RUNS / f"{run.id:04d}.json", to_json(asdict(run)))


def read_runs(archive: Path) -> list[ArchiveRun]:
    """All runs in order.

    Raises:
        StoreError: a file of a run is malformed.
    """
    names = [field.name for field in fields(ArchiveRun)]
    found = []
    for path in sorted((archive / RUNS).glob("*.json")):
        try:
            values: dict[str, Any] = json.loads(path.read_bytes())
            given = {name: values[name] for name in names if name in values} | {"arguments": tuple(values["arguments"])}
            found.append(ArchiveRun(**given))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path} can't be read ({error})") from error
    return found


def write_files(archive: Path, run: int, files: Sequence[FileRead]) -> None:
    """Keep the files that a run has read, besides those that are noted for it already."""
    path = archive / RUNS / f"{run:04d}.files.jsonl"
    known = list(_files_of(path)) if path.exists() else []
    lines = dict.fromkeys([*known, *files])
    text = "".join(json.dumps(asdict(file), ensure_ascii=False, sort_keys=True) + "\n" for file in lines)
    write_whole(path, text.encode("utf-8", "surrogateescape"))


def read_files(archive: Path) -> Iterator[FileRead]:
    """Files that any run has read."""
    for path in sorted((archive / RUNS).glob("*.files.jsonl")):
        yield from _files_of(path)


def _files_of(path: Path) -> Iterator[FileRead]:
    try:
        for line in path.read_bytes().decode("utf-8", "surrogateescape").splitlines():
            yield FileRead(**json.loads(line))
    except (OSError, ValueError, TypeError) as error:
        raise StoreError(f"{path} can't be read ({error}); take it away, the files are then read again") from error


@contextmanager
def archive_lock(archive: Path, *, shared: bool = False) -> Iterator[int]:
    """Hold the lock of an archive; yields its file number, which workers may hold as well.

    Args:
        shared: let others in who ask for a shared lock too, such as the jobs of an array.

    Raises:
        StoreError: another writer holds it; says which.
    """
    try:
        number = os.open(archive / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{archive}: {error.strerror}") from error
    try:
        _take(archive, number, shared=shared)
        yield number
    finally:
        os.close(number)


def _take(archive: Path, number: int, *, shared: bool) -> None:
    import fcntl

    wanted = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
    until = time.monotonic() + ENDING_SECONDS
    while True:
        try:
            fcntl.flock(number, wanted)
            break
        except OSError:
            who = _holder(number)
            if not _is_gone(who) or time.monotonic() > until:
                raise StoreError(f"{archive} is being written by {_named(who)}; wait until that is done") from None
            time.sleep(0.05)
    mark = json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode()
    os.ftruncate(number, 0)
    os.pwrite(number, mark, 0)


def _holder(number: int) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found = json.loads(os.pread(number, 1000, 0))
        return found if isinstance(found, dict) else {}
    return {}


def _named(who: dict[str, Any]) -> str:
    return f"process {who['pid']} on {who.get('host', 'this machine')}" if "pid" in who else "another process"


def _is_gone(who: dict[str, Any]) -> bool:
    """Whether the writer has ended on this machine, so that only its workers can hold the lock, and not for long."""
    if who.get("host") != socket.gethostname() or not isinstance(who.get("pid"), int):
        return False
    try:
        os.kill(who["pid"], 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False

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
NOTICED_SECONDS = 1.0
"""A writer that was killed is seen as running until its parent has taken note."""
JOINING_SECONDS = 600.0
"""How long one of several jobs waits for the first one to load its model and note the run."""


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

    @property
    def has_coded(self) -> bool:
        """Whether anything that it coded may be there; what only imported other data sets coded nothing."""
        return self.state == OPEN or bool(self.parts)


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


def setup_difference(run: ArchiveRun, setup: Setup) -> str:
    """What was otherwise when the archive was coded."""
    names = ("version", "annotator", "codebook", "actors")
    changed = [name for name in names if getattr(run, name) != getattr(setup, name)]
    listed = "; ".join(f"{name} {getattr(run, name)!r}, now {getattr(setup, name)!r}" for name in changed)
    return f"it was coded with another setup ({listed})"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMade:
    """A unit of a run that is open, and where in the input it ends.

    Attributes:
        trail, entry: see :class:`dragoman.batch.units.Mark`.
        files: those that were read to their end since the unit before.
    """

    unit: int
    trail: str
    entry: int
    files: tuple[FileRead, ...]


def units_path(archive: Path, run: int) -> Path:
    """Where the units of an open run are noted, a line each."""
    return archive / RUNS / f"{run:04d}.units.jsonl"


def unit_line(made: UnitMade) -> str:
    """A unit as a line of that file."""
    return json.dumps(asdict(made), ensure_ascii=True, sort_keys=True) + "\n"


def read_units(archive: Path, run: int) -> dict[int, UnitMade]:
    """Units that were made before a run was stopped, by number; a line that was cut off is left out, and all after."""
    found: dict[int, UnitMade] = {}
    path = units_path(archive, run)
    if not path.exists():
        return found
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        try:
            values: dict[str, Any] = json.loads(line)
            files = tuple(FileRead(**file) for file in values["files"])
            made = UnitMade(**{**values, "files": files})
        except (ValueError, KeyError, TypeError):
            continue
        found[made.unit] = made
    return found


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
def archive_lock(archive: Path) -> Iterator[int]:
    """Hold the lock of an archive; yields its file number, which workers may hold as well.

    Raises:
        StoreError: another writer holds it; says which.
    """
    with open_lock(archive) as number:
        _wait_for(archive, number, alone=True, seconds=ENDING_SECONDS, only_if_gone=True)
        yield number


@contextmanager
def open_lock(archive: Path) -> Iterator[int]:
    """The file of the lock, not held yet; letting go of it also lets go of the lock."""
    try:
        number = os.open(archive / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{archive}: {error.strerror}") from error
    try:
        yield number
    finally:
        os.close(number)


def take_alone(number: int) -> bool:
    """Hold the lock alone, if nobody else holds it."""
    if not _flock(number, alone=True):
        return False
    os.ftruncate(number, 0)
    os.pwrite(number, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode(), 0)
    return True


def take_shared(archive: Path, number: int) -> None:
    """Hold the lock together with others that share it, such as the jobs of an array.

    Raises:
        StoreError: somebody holds it alone for longer than it takes to begin.
    """
    _wait_for(archive, number, alone=False, seconds=JOINING_SECONDS)


def _wait_for(archive: Path, number: int, *, alone: bool, seconds: float, only_if_gone: bool = False) -> None:
    began = time.monotonic()
    while not (take_alone(number) if alone else _flock(number, alone=False)):
        who, waited = _holder(number), time.monotonic() - began
        if waited > seconds or (only_if_gone and waited > NOTICED_SECONDS and not _is_gone(who)):
            raise StoreError(f"{archive} is being written by {_named(who)}; wait until that is done")
        time.sleep(0.05)


def _flock(number: int, *, alone: bool) -> bool:
    try:
        import fcntl
    except ImportError as error:
        raise StoreError("archives need a system with flock (Linux, macOS); use a store in one file") from error
    try:
        fcntl.flock(number, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise StoreError(
            f"the file system can't lock files ({error.strerror}); put the archive on another one"
        ) from error
    return True


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

"""A folder that appears whole or not at all, and only ever takes the place of one that was made here."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dragoman
from dragoman.desk.problems import UserError

MARKER = "dragoman-report.txt"
"""Lists the files of a report, so that a later one replaces these and nothing of the user's own."""


@contextmanager
def whole_folder(wanted: Path) -> Iterator[Path]:
    """A folder to write into; it is put in its place when the block ends without an error.

    Raises:
        UserError: the place is taken by something else, or can't be written.
    """
    place = wanted.expanduser().resolve()
    check_place(place)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise UserError(f"can't write in {place.parent} ({error.strerror}); choose another folder with -o") from error
    try:
        new = beside / "new"
        new.mkdir()
        yield new
        names = sorted(path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file())
        lines = (f"Written by dragoman report {dragoman.__version__}; the next report replaces these files:", *names)
        (new / MARKER).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        check_place(place)
        if place.exists():
            place.rename(beside / "old")
        new.rename(place)
    except OSError as error:
        if (beside / "old").exists() and not place.exists():
            (beside / "old").rename(place)
        raise UserError(f"can't write {place} ({error.strerror or error}); nothing was changed") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def check_place(place: Path) -> None:
    """See that a report may be put here.

    Raises:
        UserError: it may not; says why.
    """
    if not place.parent.is_dir():
        raise UserError(f"there is no folder {place.parent}; make it first")
    if not place.exists():
        return
    if not place.is_dir():
        raise UserError(f"{place} is a file; name a folder with -o")
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    if not there and not any(place.iterdir()):
        return
    other = sorted(there - _written(place))
    if other or not there:
        names = ", ".join(other[:3]) or "other folders"
        raise UserError(f"{place} holds what no report wrote ({names}); name a new or empty folder with -o")


def _written(place: Path) -> set[str]:
    """Files that the report there is made of; none if there is no report."""
    try:
        lines = (place / MARKER).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return set()
    return {*lines[1:], MARKER}

"""What DuckDB says when something fails, in a line that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dragoman.store.types import StoreError

LOCK_HOLDER = re.compile(r"held in (?P<program>\S+).*?\(PID (?P<pid>\d+)")
FULL = ("no space left", "file too large", "disk quota", "disk full", "enospc", "not enough space")

GONE = ("no such file or directory", "no files found")
IN_USE = ("could not set lock", "different configuration", "used by another process", "unique file handle conflict")


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn every error of DuckDB into a :class:`StoreError` that names the file."""
    try:
        yield
    except duckdb.Error as error:
        raise StoreError(_one_line(path, error)) from error


def _one_line(path: Path, error: duckdb.Error) -> str:
    text = " ".join(str(error).split())
    lower = text.lower()
    if any(sign in lower for sign in FULL):
        return f"{path}: the disk is full; make room and run the same again, whole documents up to here are kept"
    if any(sign in lower for sign in IN_USE):
        holder = LOCK_HOLDER.search(text)
        who = f"process {holder['pid']} ({Path(holder['program']).name})" if holder else "another process"
        return f"{path} is in use by {who}; wait until that is done or close it, or use another store file"
    if any(sign in lower for sign in GONE) and ".parquet" in lower:
        return f"{path}: a part has gone while it was read, since the archive was compacted; ask again"
    if "not a valid duckdb" in lower:
        return f"{path} is not a Dragoman store (not a DuckDB file); use another file name"
    if "permission denied" in lower or "read-only file system" in lower:
        return f"{path}: no permission to open or write it; change its permissions or use another file"
    if "newer version" in lower or "storage version" in lower or "serialization" in lower:
        return f"{path} was written by another version of DuckDB; install the DuckDB that wrote it, or a later one"
    return f"{path}: {text[:300]}"

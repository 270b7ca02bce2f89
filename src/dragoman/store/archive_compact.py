"""Many small parts become few large ones; stopped at any point, nothing is lost or doubled.

What is made appears by one rename. From then on what it replaces counts no more, and is taken away after that; what a
crash left of it goes the next time.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.model.dyads import ROW_COLUMNS
from dragoman.store.archive_copy import MEMORY, copy_event_rows, copy_table, copying
from dragoman.store.archive_parts import (
    COMPACT,
    EVENT_ROWS,
    MANIFEST,
    PARTS,
    REPLACED,
    UNFINISHED,
    Part,
    check_archive,
    clean_unfinished,
    hashes,
    list_parts,
    plain_os_errors,
    read_part_manifest,
    replaced_parts,
    settle,
    to_json,
)
from dragoman.store.archive_runs import OPEN, archive_lock, read_runs
from dragoman.store.archive_views import PART_TABLES, files_of, names_in, rows_of_files
from dragoman.store.schema import TABLES
from dragoman.store.types import StoreError

DOCUMENTS = 1_000_000
"""A compacted part has so many documents about: what has more is left as it is the next time, so that an archive is
written a few times over, however large it becomes. The ids of so many take 100 MB while the manifest is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """What was made.

    Attributes:
        key: name of the new part.
        parts: how many it replaces.
        documents: in it.
    """

    key: str
    parts: int
    documents: int


def compact(
    archive: Path,
    *,
    documents: int = DOCUMENTS,
    memory: str = MEMORY,
    told: Callable[[Compacted], None] = lambda _: None,
) -> list[Compacted]:
    """Make few large parts of many small ones, sorted within each year for series.

    Parts of a run that was stopped stay as they are, so that it can go on.

    Args:
        documents: to a compacted part, about.
        memory: what DuckDB may hold, such as ``1GB``.
        told: called with each part when it is in place.

    Raises:
        StoreError: the archive is being written, a part is damaged, or the disk fails.
    """
    check_archive(archive)
    done = []
    with archive_lock(archive):
        clean_unfinished(archive)
        _take_away(archive, replaced_parts(archive))
        for group in _groups(archive, documents):
            made = _merge(archive, group, memory)
            done.append(made)
            told(made)
    return done


def _groups(archive: Path, documents: int) -> Iterator[list[Path]]:
    """Folders of parts that become one, in the order of their keys; a single one stays as it is."""
    unfinished = {run.id for run in read_runs(archive) if run.state == OPEN}
    group: list[Path] = []
    size = 0
    # All looked at first: what is made meanwhile must not be looked at again.
    sizes = [(part.path, len(part.documents)) for part in list_parts(archive) if part.run not in unfinished]
    for path, number in sizes:
        if path.parent.name == COMPACT and number >= documents:
            continue
        group.append(path)
        size += number
        if size >= documents:
            if len(group) > 1 or group[0].parent.name == PARTS:
                yield group
            group, size = [], 0
    if len(group) > 1:
        yield group


def _merge(archive: Path, folders: Sequence[Path], memory: str) -> Compacted:
    """One part out of several, which are taken away when it is in place."""
    key = (
        f"{max((int(item.name) for item in (archive / COMPACT).iterdir() if item.name.isdecimal()), default=0) + 1:04d}"
    )
    beside = archive / UNFINISHED / f"compact-{key}-{uuid.uuid4().hex[:8]}"
    parts = [read_part_manifest(folder) for folder in folders]
    with plain_os_errors(archive):
        beside.mkdir(parents=True)
        try:
            rows = _copy_rows(archive, beside, folders, memory)
            _see_all(archive, rows, parts)
            replaced = sorted(part.key for part in parts)
            write_manifest(beside, rows, parts, replaced)
            settle(beside, archive / COMPACT / key)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _take_away(archive, [folder.name for folder in folders])
    return Compacted(key=key, parts=len(parts), documents=sum(bool(key) for part in parts for key in part.documents))


def next_key(archive: Path) -> str:
    """Name of the next compacted part."""
    return f"{max((int(name) for name in names_in(archive / COMPACT) if name.isdecimal()), default=0) + 1:04d}"


def _copy_rows(archive: Path, beside: Path, folders: Sequence[Path], memory: str) -> dict[str, int]:
    """Write the tables of all folders together; returns their rows."""
    files: dict[str, list[str]] = {}
    years: dict[str, list[str]] = {}
    for folder in folders:
        for table, path in files_of(str(folder)):
            files.setdefault(table, []).append(path)
            if table == EVENT_ROWS:
                years.setdefault(Path(path).parent.name.removeprefix("year="), []).append(path)
    spill = archive / UNFINISHED / f"spill-{beside.name}"
    rows = {}
    with copying(archive, spill, memory=memory) as ask:
        for table in PART_TABLES:
            if table in files:
                rows[table] = copy_table(ask, table, rows_of_files(TABLES[table], files[table]), beside)
        queries = {year: rows_of_files(ROW_COLUMNS, paths) for year, paths in years.items()}
        rows[EVENT_ROWS] = copy_event_rows(ask, queries, beside)
    shutil.rmtree(spill, ignore_errors=True)
    return {table: number for table, number in rows.items() if number}


def _see_all(archive: Path, rows: dict[str, int], parts: Sequence[Part]) -> None:
    """See that the new part has as many rows as those it is made of say they have.

    Raises:
        StoreError: it does not.
    """
    for table in sorted({*rows, *(name for part in parts for name in part.rows)}):
        wanted = sum(part.rows.get(table, 0) for part in parts)
        if rows.get(table, 0) != wanted:
            raise StoreError(
                f"{archive}: the parts say they have {wanted:,} rows of {table}, their files {rows.get(table, 0):,};"
                " nothing was changed, 'dragoman store verify' says more"
            )


def write_manifest(beside: Path, rows: dict[str, int], parts: Iterable[Part], replaced: Sequence[str]) -> None:
    """Write what a compacted part says of itself, when all else is in its folder."""
    (beside / REPLACED).write_text("".join(f"{key}\n" for key in replaced), encoding="utf-8")
    parts = list(parts)
    manifest = {
        "run": 0,
        "setup": parts[0].setup if parts else "",
        "documents": [key for part in parts for key in part.documents],
        "failed": [key for part in parts for key in part.failed],
        "rows": rows,
        "files": hashes(beside),
        "parts": list(replaced),
    }
    (beside / MANIFEST).write_bytes(to_json(manifest))


def _take_away(archive: Path, keys: Iterable[str]) -> None:
    """Take away parts that count no more: out of sight at once, then from the disk."""
    for key in keys:
        for place in (PARTS, COMPACT):
            folder = archive / place / key
            if folder.is_dir():
                away = archive / UNFINISHED / f"replaced-{key}-{uuid.uuid4().hex[:8]}"
                folder.rename(away)
                shutil.rmtree(away, ignore_errors=True)

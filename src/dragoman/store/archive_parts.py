"""Parts of an archive: one unit of work each, as Parquet files that appear together or not at all.

An archive is a folder that is read like a store. ``parts/0001-000012`` holds what unit 12 of run 1 gave: ``part.json``
(the manifest: which documents, how many rows, a hash of each file), one Parquet file for each table that has rows, and
``event_rows/year=YYYY/rows.parquet`` with the events as rows of dyads, sorted for series. ``compact/0003`` holds the
same made of many parts, which its manifest names; a part that is named there counts no more. The same rows give the
same bytes, whoever writes them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.model.dyads import ROW_COLUMNS
from dragoman.store.event_views import EVENT_VIEWS
from dragoman.store.kinds import Row
from dragoman.store.schema import SCHEMA_VERSION, TABLES, create_table
from dragoman.store.types import StoreError

FORMAT = "dragoman archive"
HEAD = "archive.json"
MANIFEST = "part.json"
PARTS, COMPACT, UNFINISHED, RUNS = "parts", "compact", "tmp", "runs"
EVENT_ROWS = "event_rows"
ROWS_FILE = "rows.parquet"
"""Name of the file of each year."""
BEGUN = frozenset({PARTS, COMPACT, UNFINISHED, RUNS, "lock"})
NO_YEAR = "none"
"""Stands for the year of rows without a date."""
REPLACED = "parts.txt"
"""Beside the manifest of a compacted part: keys of the parts that it replaces, which can be read without all ids."""
ROW_GROUP = 122_880
"""Rows to a row group, the size that DuckDB reads at once."""
SORTED_BY = ("source", "target", "day", "id")
FEEDING = ("events", "facts", "documents", "fact_actors", "copies", "imported_events")
"""Tables that the view ``event_rows`` is made of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One finished part as its manifest has it.

    Attributes:
        path: its folder; the name is its key.
        run: number of the run, 0 for a part made of several runs.
        setup: id of the setup that coded it.
        documents: ids in order of the input; empty for what could not be read or was set aside.
        failed: what stands for each empty one in ``documents``, in order: the id of the document that was set aside, or
            a hash of location and reason where there is no document.
        rows: number of rows by table, ``event_rows`` among them.
        files: SHA-256 by path below ``path``.
        parts: keys of the parts that it replaces; empty for a part of one unit.
    """

    path: Path
    run: int
    setup: str
    documents: tuple[str, ...]
    failed: tuple[str, ...]
    rows: Mapping[str, int]
    files: Mapping[str, str]
    parts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Name of its folder."""
        return self.path.name

    @property
    def inputs(self) -> tuple[str, ...]:
        """What it was made of, in order: an id for each document, a hash for each error."""
        failed = iter(self.failed)
        return tuple(document or next(failed) for document in self.documents)


def part_key(run: int, number: int) -> str:
    """Name of the part of a unit."""
    return f"{run:04d}-{number:06d}"


def is_archive(path: Path) -> bool:
    """Whether there is an archive at a path."""
    return (path / HEAD).is_file()


def make_archive(path: Path) -> None:
    """Make an empty archive, unless there is one.

    Raises:
        StoreError: the folder holds something else, or can't be made.
    """
    with plain_os_errors(path):
        if is_archive(path):
            check_archive(path)
            return
        if path.exists() and (not path.is_dir() or any(map(_is_foreign, path.iterdir()))):
            raise StoreError(f"{path} is there already and no archive; name a new folder")
        for name in (PARTS, COMPACT, UNFINISHED, RUNS):
            (path / name).mkdir(parents=True, exist_ok=True)
        write_whole(path / HEAD, to_json({"format": FORMAT, "schema": SCHEMA_VERSION}))


def _is_foreign(item: Path) -> bool:
    """Whether something in a folder is of no archive, also not of one that another job is making just now."""
    return item.name not in BEGUN and not item.name.startswith((f".{HEAD}-", f".{UNFINISHED}-"))


def check_archive(path: Path) -> None:
    """See that a folder is an archive that this version can read.

    Raises:
        StoreError: it is none, or one of another version.
    """
    try:
        head = json.loads((path / HEAD).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} is not an archive (no readable {HEAD}); name another folder") from error
    if head.get("format") != FORMAT:
        raise StoreError(f"{path} is not an archive ({HEAD} says {head.get('format')!r}); name another folder")
    if head.get("schema") != SCHEMA_VERSION:
        raise StoreError(
            f"{path} has schema version {head.get('schema')}, this Dragoman writes {SCHEMA_VERSION};"
            " use the Dragoman that wrote it, or make a new archive"
        )


def write_part(
    archive: Path,
    key: str,
    rows: Mapping[str, Sequence[Row]],
    *,
    run: int,
    setup: str,
    documents: Sequence[str],
    failed: Sequence[str] = (),
    session: str = "",
) -> bool:
    """Write a part, which appears whole or not at all; ``False`` if the same is there already.

    Args:
        rows: rows by table of :data:`~dragoman.store.schema.TABLES`, in the order they are to be kept.
        documents, failed: see :class:`Part`.
        session: what :func:`begin_session` gave to the writer that this works for.

    Raises:
        StoreError: another part of that name is there, the disk fails, or another session has begun.
    """
    target = archive / PARTS / key
    with plain_os_errors(archive):
        beside = archive / UNFINISHED / session / f"{key}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        beside.mkdir()
        try:
            counts = write_tables(beside, rows)
            manifest = {
                "run": run,
                "setup": setup,
                "documents": list(documents),
                "failed": list(failed),
                "rows": counts,
                "files": hashes(beside),
            }
            (beside / MANIFEST).write_bytes(to_json(manifest))
            return settle(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def write_tables(folder: Path, rows: Mapping[str, Sequence[Row]]) -> dict[str, int]:
    """Write the Parquet files of a part; returns the rows of each table that has any."""
    tables = {name: arrow_table(TABLES[name], rows[name]) for name in TABLES if rows.get(name)}
    for name, table in tables.items():
        write_parquet(table, folder / f"{name}.parquet")
    counts = {name: table.num_rows for name, table in tables.items()}
    if "events" in tables:
        counts[EVENT_ROWS] = _write_event_rows(folder / EVENT_ROWS, tables)
    return counts


def arrow_table(columns: Mapping[str, str], rows: Sequence[Row]) -> Any:
    """Rows as an Arrow table with the store's own types."""
    import pyarrow as pa

    kinds = {
        "VARCHAR": pa.string(), "INTEGER": pa.int32(), "TINYINT": pa.int8(), "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(), "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"), "BIGINT": pa.int64(),
        "VARCHAR[]": pa.list_(pa.string()), "BLOB": pa.binary(),
    }  # fmt: skip
    values = zip(*rows, strict=True) if rows else ((),) * len(columns)
    arrays = [pa.array(list(column), kinds[kind]) for column, kind in zip(values, columns.values(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(columns))


def write_parquet(table: Any, path: Path) -> None:
    """One Parquet file, with everything pinned that could make its bytes differ between two runs."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table, path, compression="zstd", compression_level=3, row_group_size=ROW_GROUP, version="2.6",
        data_page_version="1.0", use_dictionary=True, write_statistics=True, store_schema=False,
    )  # fmt: skip


def _write_event_rows(folder: Path, tables: Mapping[str, Any]) -> int:
    """The events of a part as rows of dyads by year, made by the store's own view."""
    import duckdb

    rest = ", ".join(name for name in ROW_COLUMNS if name not in SORTED_BY)
    with duckdb.connect(config={"threads": 1}) as connection:
        for name in FEEDING:
            if name in tables:
                connection.register(name, tables[name])
            else:
                connection.execute(create_table(name))
        view = EVENT_VIEWS[EVENT_ROWS].replace("CREATE VIEW", "CREATE TEMP VIEW", 1)
        connection.execute(view)
        # Sorted by all columns in the end, so that no two rows can change places from run to run.
        order = f"ORDER BY {', '.join(SORTED_BY)}, {rest}"
        connection.execute(f"CREATE TEMP TABLE sorted AS SELECT * FROM {EVENT_ROWS} {order}")
        years = connection.execute("SELECT DISTINCT year(day) FROM sorted ORDER BY 1").fetchall()
        written = 0
        for (year,) in years:
            where = "day IS NULL" if year is None else f"year(day) = {int(year)}"
            found = connection.sql(f"SELECT * FROM sorted WHERE {where} {order}").to_arrow_table()
            write_parquet(found, folder / f"year={NO_YEAR if year is None else year}" / ROWS_FILE)
            written += found.num_rows
    return written


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of each file below a folder, by its path from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hash_of(path) for path in files}


def hash_of(path: Path) -> str:
    """SHA-256 of a file, which may be large."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(beside: Path, target: Path) -> bool:
    """Let a finished folder appear under its name; ``False`` if the same part is there already.

    Raises:
        StoreError: another part is there.
    """
    for folder, _, files in os.walk(beside):
        for name in files:
            sync(Path(folder, name))
        sync(Path(folder))
    target.parent.mkdir(exist_ok=True)
    try:
        beside.rename(target)
    except OSError:
        # A folder that is not empty is never replaced; anything else that went wrong is raised as it is.
        if not (target / MANIFEST).is_file():
            raise
        if (target / MANIFEST).read_bytes() != (beside / MANIFEST).read_bytes():
            raise StoreError(f"{target} is there already with another content; look into it before going on") from None
        return False
    sync(target.parent)
    return True


def read_part_manifest(folder: Path) -> Part:
    """The manifest of one part.

    Raises:
        StoreError: it is missing or malformed.
    """
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
        return Part(
            path=folder,
            run=found.get("run", 0),
            setup=found["setup"],
            documents=tuple(found["documents"]),
            failed=tuple(found.get("failed", ())),
            rows=found["rows"],
            files=found["files"],
            parts=tuple(found.get("parts", ())),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{folder}: {MANIFEST} can't be read ({error}); 'dragoman store verify' says more") from error


def list_parts(archive: Path) -> Iterator[Part]:
    """All parts that count: compacted ones, then those that no compacted one replaces, by key."""
    yield from map(read_part_manifest, live_folders(archive))


def live_folders(archive: Path) -> Iterator[Path]:
    """Folders of all parts that count, in the order of :func:`list_parts`; no manifest of a small part is read."""
    replaced = replaced_parts(archive)
    for folder in (*_folders(archive / COMPACT), *_folders(archive / PARTS)):
        if folder.name not in replaced:
            yield folder


def replaced_parts(archive: Path) -> set[str]:
    """Keys of parts, compacted ones too, that stand in a compacted one."""
    found: set[str] = set()
    for folder in _folders(archive / COMPACT):
        try:
            found.update((folder / REPLACED).read_text(encoding="utf-8").split())
        except FileNotFoundError:
            found.update(read_part_manifest(folder).parts)
        except OSError as error:
            raise StoreError(f"{folder / REPLACED}: {error.strerror}") from error
    return found


def _folders(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted((Path(item.path) for item in os.scandir(place) if item.is_dir()), key=lambda path: path.name)


def clean_unfinished(archive: Path) -> None:
    """Take away what earlier writers left unfinished; only for who holds the lock of the archive.

    A worker of theirs that is still at something, on another machine perhaps, can't finish it any more: the folder it
    writes to is gone at once, before anything in it is.
    """
    with plain_os_errors(archive):
        if (archive / UNFINISHED).exists():
            (archive / UNFINISHED).rename(archive / f".{UNFINISHED}-{uuid.uuid4().hex[:12]}")
        (archive / UNFINISHED).mkdir()
    for old in archive.glob(f".{UNFINISHED}-*"):
        shutil.rmtree(old, ignore_errors=True)


def begin_session(archive: Path) -> str:
    """Begin to write, with what earlier writers left unfinished out of the way; returns the name of the session."""
    clean_unfinished(archive)
    session = uuid.uuid4().hex[:12]
    with plain_os_errors(archive):
        (archive / UNFINISHED / session).mkdir()
    return session


def current_session(archive: Path) -> str:
    """The session that another writer began, to join it.

    Raises:
        StoreError: there is none.
    """
    found = sorted(path.name for path in (archive / UNFINISHED).glob("*") if path.is_dir())
    if len(found) != 1:
        raise StoreError(f"{archive}: no run has begun that could be joined; give the same command again")
    return found[0]


def end_session(archive: Path, session: str) -> None:
    """Take away what a session left unfinished."""
    shutil.rmtree(archive / UNFINISHED / session, ignore_errors=True)


def to_json(value: object) -> bytes:
    """JSON with sorted keys, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, and is on the disk when this returns."""
    beside = path.with_name(f".{path.name}-{uuid.uuid4().hex[:12]}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or the names in a folder are on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def plain_os_errors(archive: Path) -> Iterator[None]:
    """Turn errors of the system and of DuckDB into one line that names the archive."""
    import duckdb

    from dragoman.store.duckdb_errors import FULL

    try:
        yield
    except (OSError, duckdb.Error) as error:
        text = " ".join(str(error).split())
        if any(sign in text.lower() for sign in FULL):
            text = "the disk is full; make room and run the same again, whole parts up to here are kept"
        raise StoreError(f"{archive}: {text[:300]}") from error

"""What a store holds and how large it is, in figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dragoman.store.archive import open_store
from dragoman.store.archive_parts import COMPACT, PARTS, is_archive
from dragoman.store.archive_views import names_in
from dragoman.store.types import Setup

OUTLETS = 10
"""Outlets that are named, those with most documents."""
YEARS = """SELECT coalesce(year(published)::VARCHAR, '') AS y, count(*) FROM documents GROUP BY y ORDER BY y"""
NAMED = """SELECT publisher, count(*) AS n FROM documents WHERE publisher IS NOT NULL GROUP BY publisher
ORDER BY n DESC, publisher"""
CODED = """SELECT r.version, r.annotator, r.codebook, r.actors, count(*) AS n, max(r.started)
FROM documents d JOIN runs r ON r.id = d.read_run GROUP BY ALL ORDER BY n DESC, r.version"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedBy:
    """How many documents a setup coded, and when the last run with it began (UTC)."""

    setup: Setup
    documents: int
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreInfo:
    """Figures of a store.

    Attributes:
        is_archive: a folder of parts rather than one file.
        size: bytes on the disk.
        parts: of one unit each; 0 for a file.
        compacted: large parts, made of many.
        kinds: facts by kind; imported: events by data set.
        years: documents by year of publication; the empty year for those without a date.
        outlets: documents by outlet, most first; the number of all is ``outlet_count``.
    """

    path: Path
    is_archive: bool
    size: int
    parts: int
    compacted: int
    documents: int
    errors: int
    runs: int
    kinds: Mapping[str, int]
    imported: Mapping[str, int]
    years: Mapping[str, int]
    outlets: Mapping[str, int]
    outlet_count: int
    setups: tuple[CodedBy, ...]


def store_info(path: Path) -> StoreInfo:
    """Look a store through.

    Raises:
        StoreError: it can't be read.
    """
    place = path.expanduser()
    with open_store(place, read_only=True) as store, store.event_table() as table:
        totals = store.totals()
        named = table.query(NAMED)
        setups = tuple(
            CodedBy(
                setup=Setup(version=row[0], annotator=row[1], codebook=row[2], actors=row[3]),
                documents=row[4],
                last=row[5],
            )
            for row in table.query(CODED)
        )
        return StoreInfo(
            path=place,
            is_archive=is_archive(place),
            size=size_of(place),
            parts=len(names_in(place / PARTS)),
            compacted=len(names_in(place / COMPACT)),
            documents=totals.documents,
            errors=totals.errors,
            runs=len(store.runs()),
            kinds=totals.kinds,
            imported=totals.imported,
            years=dict(table.query(YEARS)),
            outlets=dict(named[:OUTLETS]),
            outlet_count=len(named),
            setups=setups,
        )


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files below a folder."""
    if not path.is_dir():
        return path.stat().st_size
    return sum(item.stat().st_size for item in path.rglob("*") if item.is_file())

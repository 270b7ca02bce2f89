"""What a store holds, in lines and as a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.report.words import count
from dragoman.store.info import StoreInfo

UNITS = ("bytes", "KB", "MB", "GB", "TB")
THOUSAND = 1000
SPAN = 12
"""More years than this are told by first and last."""


def in_bytes(number: int) -> str:
    """A size for people: ``12 MB``."""
    size, unit = float(number), 0
    while size >= THOUSAND and unit < len(UNITS) - 1:
        size, unit = size / THOUSAND, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit and size < 10 else f"{size:.0f} {UNITS[unit]}"


def info_lines(info: StoreInfo) -> Iterator[str]:
    """The figures of a store."""
    where = "one DuckDB file"
    if info.is_archive:
        where = f"an archive of {count(info.parts, 'part')} and {count(info.compacted, 'compacted part')}"
    yield f"{info.path}: {where}, {in_bytes(info.size)}"
    runs = f"{count(info.documents, 'document')} in {count(info.runs, 'run')}"
    yield f"{runs}; {info.errors:,} could not be read" if info.errors else runs
    facts = sum(info.kinds.values())
    if facts:
        listed = ", ".join(count(number, kind) for kind, number in info.kinds.items())
        yield f"{count(facts, 'fact')}: {listed}"
    if info.imported:
        yield f"events of other data sets: {_listed(info.imported)}"
    if info.documents:
        yield f"published: {_years(info.years)}"
    if info.outlets:
        more = info.outlet_count - len(info.outlets)
        yield f"outlets: {_listed(info.outlets)}" + (f", and {more:,} more" if more else "")
    for coded in info.setups:
        setup = coded.setup
        yield (
            f"coded by dragoman {setup.version}, {setup.annotator}, codebook {setup.codebook}, {setup.actors}:"
            f" {count(coded.documents, 'document')}, last run {coded.last:%Y-%m-%d}"
        )


def _listed(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in numbers.items())


def _years(years: Mapping[str, int]) -> str:
    dated = {year: number for year, number in years.items() if year}
    undated = f"{years['']:,} without a date" if "" in years else ""
    span = f"{min(dated)} to {max(dated)}, {sum(dated.values()):,}" if len(dated) > SPAN else _listed(dated)
    return ", ".join(text for text in (span, undated) if text)


def info_record(info: StoreInfo) -> dict[str, Any]:
    """The same as a row of JSON."""
    return {
        "store": str(info.path),
        "form": "archive" if info.is_archive else "file",
        "bytes": info.size,
        "parts": info.parts,
        "compacted": info.compacted,
        "documents": info.documents,
        "errors": info.errors,
        "runs": info.runs,
        "facts": dict(info.kinds),
        "imported": dict(info.imported),
        "years": dict(info.years),
        "outlets": dict(info.outlets),
        "outlet_count": info.outlet_count,
        "setups": [
            {
                "version": coded.setup.version,
                "annotator": coded.setup.annotator,
                "codebook": coded.setup.codebook,
                "actors": coded.setup.actors,
                "documents": coded.documents,
                "last_run": coded.last.isoformat(timespec="seconds"),
            }
            for coded in info.setups
        ],
    }

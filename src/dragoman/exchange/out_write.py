"""Writes rows of dyads in other people's formats, and in flat ones; the one way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

OUT_FORMATS: Mapping[str, str] = {
    "icews": "ICEWS: 20 columns, tabs, header",
    "gdelt": "GDELT 2.0 events: 61 columns, tabs, no header",
    "gdelt-mentions": "GDELT 2.0 mentions: 16 columns, tabs, no header",
    "polecat": "POLECAT: 40 columns, tabs, header",
    "csv": "all columns as CSV",
    "jsonl": "all columns as JSON Lines",
    "parquet": "all columns as Parquet",
    "arrow": "all columns as an Arrow file (Feather 2)",
}
"""Formats that rows can be written in, with what they are."""
WITHOUT_MODALITY = frozenset({"icews", "gdelt", "gdelt-mentions", "polecat"})
"""Formats that cannot say that an event was denied, planned, threatened ..., or is only recalled."""
SUFFIXES: Mapping[str, str] = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".mentions.csv": "gdelt-mentions",
    ".export.csv": "gdelt",
    ".tab": "icews",
}
"""Formats by the end of a file's name, as the data sets themselves name their files."""


def write_rows(
    frames: Iterable[polars.DataFrame], path: Path, format_: str, *, include: frozenset[str] = frozenset()
) -> int:
    """Write rows to a file, which appears whole or not at all; one frame is in memory at a time.

    Args:
        frames: columns of :data:`~dragoman.model.dyads.IMPORT_COLUMNS` and ``ROW_COLUMNS``, those that there are; what
            is in both is one column. With ``written_source_name``, ``written_source_country``,
            ``written_source_sector`` and the same of the target a row keeps what its data set wrote besides what it was
            resolved to.
        format_: one of :data:`OUT_FORMATS`. What it holds, and how, is told in ``out_icews``, ``out_gdelt``,
            ``out_polecat`` and ``out_flat``.
        include: words of :data:`~dragoman.model.dyads.LEFT_OUT` whose rows go into formats that cannot say so
            (:data:`WITHOUT_MODALITY`); without, these rows are left out there, as are rows that are not dated to the
            day, and in POLECAT's those without a PLOVER type. The flat formats have all rows.

    Returns:
        Number of rows written; in GDELT's format the mentions of one event are one row.

    Raises:
        ValueError: there is no such format, the path is no place for a file, or a column has values of a wrong type.
        OSError: the file can't be written.
    """
    if format_ not in OUT_FORMATS:
        raise ValueError(f"no format {format_!r}; there are {', '.join(OUT_FORMATS)}")
    from dragoman.exchange.out_rows import for_tables, in_shape

    shaped: Iterator[polars.DataFrame] = in_shape(frames)
    if format_ in WITHOUT_MODALITY:
        reasons = _reasons(format_, include).values()
        shaped = (for_tables(frame.filter(*(~reason for reason in reasons))) for frame in shaped)
    return _writer(format_)(shaped, path)


def left_out(frame: polars.DataFrame, format_: str, include: frozenset[str] = frozenset()) -> dict[str, int]:
    """Number of rows that a format cannot hold by the reason, in words; without those that are none.

    Args:
        frame: has at least ``day``, ``factuality``, ``background`` and ``plover``.
        include: as of :func:`write_rows`.
    """
    if format_ not in WITHOUT_MODALITY:
        return {}
    found = frame.select(**{name: reason.sum() for name, reason in _reasons(format_, include).items()}).row(
        0, named=True
    )
    return {name: number for name, number in found.items() if number}


def _reasons(format_: str, include: frozenset[str]) -> dict[str, polars.Expr]:
    from dragoman.exchange.out_rows import unheld

    return unheld(include=include, typed=format_ == "polecat")


def _writer(format_: str) -> Callable[[Iterable[polars.DataFrame], Path], int]:
    """Imported when needed: most runs of the command line write nothing."""
    from dragoman.exchange import out_flat, out_gdelt, out_icews, out_polecat

    writers: Mapping[str, Callable[[Iterable[polars.DataFrame], Path], int]] = {
        "icews": out_icews.write_icews,
        "gdelt": out_gdelt.write_gdelt,
        "gdelt-mentions": out_gdelt.write_mentions,
        "polecat": out_polecat.write_polecat,
        "csv": out_flat.write_csv,
        "jsonl": out_flat.write_jsonl,
        "parquet": out_flat.write_parquet,
        "arrow": out_flat.write_arrow,
    }
    return writers[format_]


def guess_format(path: Path) -> str:
    """Format by the end of a file's name; empty where it says nothing (``.txt``, ``.tsv``)."""
    name = path.name.lower()
    return next((SUFFIXES[end] for end in sorted(SUFFIXES, key=len, reverse=True) if name.endswith(end)), "")

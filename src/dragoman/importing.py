"""Joins the stages of an import: a reader of another data set, the actors it names, the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.directory import ActorDirectory
from dragoman.exchange.sets import FORMATS, MENTIONS, ColumnMapping, RowChunk, guess_format, read_mentions, read_rows
from dragoman.model.text import DocumentError
from dragoman.resolve.imported import Key, Named, Resolve, name_resolver, resolve_frame
from dragoman.store import ImportedFile, Run, Store

if TYPE_CHECKING:
    import polars

DATASET_OF = {MENTIONS: "gdelt"}
"""Data set of a format whose name is not its own."""


class Importer:
    """Reads files into a store, in one run.

    Args:
        dataset: name under which the events are kept; empty for that of the format.
        format_: of all files; empty to find out from each.
        mapping: which column is what, for the format ``csv``.
    """

    def __init__(
        self,
        store: Store,
        run: Run,
        directory: ActorDirectory,
        *,
        dataset: str = "",
        format_: str = "",
        mapping: ColumnMapping | None = None,
    ) -> None:
        self._store, self._run = store, run
        self._dataset, self._format, self._mapping = dataset, format_, mapping
        self._resolve: Resolve = name_resolver(directory)
        self._cache: MutableMapping[Key, Named] = {}

    def read(self, path: Path, progress: Callable[[int], None] = lambda rows: None) -> ImportedFile:
        """Read a file to its end; rows that can't be read are noted among the errors of the store.

        Args:
            progress: called with the number of rows of each chunk that is stored.

        Raises:
            ValueError: the file is not there, or of no format that is known.
            StoreError: the store can't be written.
        """
        name = self._format or guess_format(path)
        if not name:
            known = ", ".join([*FORMATS, MENTIONS])
            raise ValueError(f"{path}: its format is not plain from its first line; name it: {known}")
        dataset = self._dataset or DATASET_OF.get(name, name)
        rows = added = rejected = 0
        for chunk in self._chunks(path, name):
            if name == MENTIONS:
                added += self._store.import_mentions(dataset, chunk.frame, self._run)
            else:
                frame = with_actors(chunk.frame, self._resolve, self._cache)
                added += self._store.import_rows(dataset, frame, self._run)
            rows += chunk.frame.height + chunk.repeated
            rejected += len(chunk.rejected)
            for error in errors_of(chunk):
                self._store.add_error(error, self._run)
            progress(chunk.frame.height)
        file = ImportedFile(dataset=dataset, format=name, file=path.name, rows=rows, added=added, rejected=rejected)
        self._store.note_import(file, self._run)
        return file

    def _chunks(self, path: Path, name: str) -> Iterator[RowChunk]:
        return read_mentions(path) if name == MENTIONS else read_rows(path, name, mapping=self._mapping)


def with_actors(frame: polars.DataFrame, resolve: Resolve, cache: MutableMapping[Key, Named]) -> polars.DataFrame:
    """Rows as the store takes them: with the actors, their sides on the day, and what the data set wrote."""
    import polars

    found = resolve_frame(frame, resolve, cache)
    written = [f"{end}_{column}" for end in ("source", "target") for column in ("name", "country", "sector")]
    return found.rename({f"{name}_written": f"written_{name}" for name in written}).with_columns(
        polars.col("last_day").fill_null(polars.col("day")), polars.col("mentions").fill_null(1)
    )


def errors_of(chunk: RowChunk) -> Iterable[DocumentError]:
    """Rows that could not be read, as the store notes them."""
    return (DocumentError(location=location, reason=reason) for location, reason in chunk.rejected)

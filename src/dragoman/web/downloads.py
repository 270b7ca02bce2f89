"""Filtered lists as files: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

from fastapi import HTTPException
from fastapi.responses import StreamingResponse

from dragoman.exchange.flat import COLUMNS, record
from dragoman.exchange.frames import to_polars
from dragoman.exchange.rows import fact_row
from dragoman.model.facts import Fact
from dragoman.model.text import Document

Pairs = Iterable[tuple[Fact, Document]]
IN_MEMORY = 4_000_000
"""Bytes of a download that are held in memory before it goes to a temporary file."""
BLOCK = 1 << 16


def download(pairs: Pairs, kind: str, form: str) -> StreamingResponse:
    """The facts as a file; it is written whole first, so that a slow network does not keep the store.

    Raises:
        HTTPException: there is no such format.
    """
    if form not in WRITERS:
        raise HTTPException(404, f"There are {', '.join(WRITERS)}, not {form[:20]!r}.")
    media, write = WRITERS[form]
    # Closed by the response when it is sent, or by its finaliser when it is not.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    write(pairs, kind, file)
    file.seek(0)
    return StreamingResponse(
        _blocks(file), media_type=media, headers={"Content-Disposition": f'attachment; filename="{kind}s.{form}"'}
    )


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block


def _csv(pairs: Pairs, kind: str, file: IO[bytes]) -> None:
    text = io.TextIOWrapper(file, "utf-8", errors="backslashreplace", newline="")
    table = csv.DictWriter(text, fieldnames=COLUMNS[kind], lineterminator="\n")
    table.writeheader()
    table.writerows(record(fact, document) for fact, document in pairs)
    # Leaves the file open, which the wrapper would close.
    text.detach()


def _jsonl(pairs: Pairs, kind: str, file: IO[bytes]) -> None:
    for fact, document in pairs:
        file.write(json.dumps(fact_row(fact, document), ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def _parquet(pairs: Pairs, kind: str, file: IO[bytes]) -> None:
    to_polars(pairs, kind).write_parquet(file)


WRITERS: Mapping[str, tuple[str, Callable[[Pairs, str, IO[bytes]], None]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "jsonl": ("application/x-ndjson", _jsonl),
    "parquet": ("application/vnd.apache.parquet", _parquet),
}
"""Media type and writer by ending."""

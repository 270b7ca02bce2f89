"""Flat rows as files: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import HTTPException
from fastapi.responses import Response

FORMS = ("csv", "jsonl", "parquet")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
}


def rows_file(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], name: str, form: str) -> Response:
    """Rows as a file; in tables a value that is a list or a mapping becomes JSON.

    Raises:
        HTTPException: there is no such format.
    """
    if form not in FORMS:
        raise HTTPException(404, f"There are {', '.join(FORMS)}, not {form[:20]!r}.")
    if form == "jsonl":
        lines = (json.dumps(dict(row), ensure_ascii=False, default=str) + "\n" for row in rows)
        return file_of("".join(lines).encode("utf-8", "backslashreplace"), name, form)
    flat = [{column: _cell(row.get(column)) for column in columns} for row in rows]
    return file_of(_csv(flat, columns) if form == "csv" else _parquet(flat, columns), name, form)


def file_of(content: bytes, name: str, form: str) -> Response:
    """Bytes as a download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, list | dict) else value


def _csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=list(columns), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode("utf-8", "backslashreplace")


def _parquet(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    import polars

    written = io.BytesIO()
    data = {column: [row[column] for row in rows] for column in columns}
    polars.DataFrame(data, strict=False).write_parquet(written)
    return written.getvalue()

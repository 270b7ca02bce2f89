"""Files given to the web desk: kept whole until they are read, so that none is lost when the server stops."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from dragoman.store.types import Upload, UploadState

COLUMNS = "id, name, received, options, state, reason, documents, facts"


def insert_upload(connection: duckdb.DuckDBPyConnection, upload: Upload, content: bytes) -> None:
    """Keep a file; one that is there already, by its id, stays as it is."""
    values = [
        upload.id, upload.name, upload.received, content, json.dumps(dict(upload.options), ensure_ascii=False),
        str(upload.state), upload.reason, upload.documents, upload.facts,
    ]  # fmt: skip
    connection.execute(
        f"INSERT INTO uploads SELECT {', '.join('?' * len(values))}"
        " WHERE NOT EXISTS (SELECT 1 FROM uploads WHERE id = ?)",
        [*values, upload.id],
    )


def update_upload(connection: duckdb.DuckDBPyConnection, upload: Upload) -> None:
    """Note how far a file is; once it is read or has failed, its content is let go."""
    connection.execute(
        "UPDATE uploads SET state = ?, reason = ?, documents = ?, facts = ?,"
        " content = CASE WHEN ? THEN NULL ELSE content END WHERE id = ?",
        [str(upload.state), upload.reason, upload.documents, upload.facts, upload.is_done, upload.id],
    )


def upload_of(row: tuple[Any, ...]) -> Upload:
    """A row with :data:`COLUMNS`."""
    return Upload(
        id=row[0],
        name=row[1],
        received=row[2],
        options=json.loads(row[3]),
        state=UploadState(row[4]),
        reason=row[5],
        documents=row[6],
        facts=row[7],
    )

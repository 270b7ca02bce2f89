"""Documents, actors, errors, runs and imports of a store as plain records, for JSON and CSV."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dragoman.store import ActorRow, DocumentRow, ErrorRow, ImportedFile, Run


def document_record(row: DocumentRow) -> dict[str, Any]:
    """A document without its text."""
    return {**asdict(row), "published": row.published.isoformat() if row.published is not None else None}


def actor_record(row: ActorRow) -> dict[str, Any]:
    """An actor with its counts, and how often the texts write it in which way."""
    return {**asdict(row), "written": dict(row.written)}


def error_record(row: ErrorRow) -> dict[str, Any]:
    """A document that could not be read."""
    return {**asdict(row), "started": row.started.isoformat(timespec="seconds")}


def run_record(run: Run) -> dict[str, Any]:
    """A run with the versions that decided how it coded; its time is UTC."""
    return {
        "id": run.id,
        "started": run.started.isoformat(timespec="seconds"),
        "version": run.setup.version,
        "annotator": run.setup.annotator,
        "codebook": run.setup.codebook,
        "actors": run.setup.actors,
        "arguments": list(run.arguments),
    }


def import_record(file: ImportedFile) -> dict[str, Any]:
    """A file of another data set, with what was read from it."""
    return asdict(file)

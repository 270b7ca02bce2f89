"""Keeps documents and facts in one file, and finds them again."""

from dragoman.store.duckdb import open_duckdb as open_store
from dragoman.store.parts import open_events, write_parts
from dragoman.store.protocol import Store
from dragoman.store.types import (
    ActorRow,
    Added,
    DocumentRow,
    ErrorRow,
    EventFilter,
    FactFilter,
    ImportedFile,
    Pair,
    ReadReport,
    Run,
    Setup,
    StoredEvent,
    StoredFact,
    StoreError,
    Totals,
    UnknownIdError,
    Upload,
    UploadState,
)

__all__ = [
    "ActorRow",
    "Added",
    "DocumentRow",
    "ErrorRow",
    "EventFilter",
    "FactFilter",
    "ImportedFile",
    "Pair",
    "ReadReport",
    "Run",
    "Setup",
    "Store",
    "StoreError",
    "StoredEvent",
    "StoredFact",
    "Totals",
    "UnknownIdError",
    "Upload",
    "UploadState",
    "open_events",
    "open_store",
    "write_parts",
]

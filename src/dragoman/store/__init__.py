"""Keeps documents and facts in one file, and finds them again."""

from dragoman.store.duckdb import open_duckdb as open_store
from dragoman.store.parts import open_events, write_parts
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
    Store,
    StoredEvent,
    StoredFact,
    StoreError,
    Totals,
    UnknownIdError,
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
    "open_events",
    "open_store",
    "write_parts",
]

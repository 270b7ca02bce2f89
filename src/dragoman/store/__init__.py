"""Keeps documents and facts in one file, and finds them again."""

from dragoman.store.duckdb import open_duckdb as open_store
from dragoman.store.types import (
    ActorRow,
    Added,
    DocumentRow,
    ErrorRow,
    EventFilter,
    FactFilter,
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
    "open_store",
]

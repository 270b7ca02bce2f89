"""Keeps documents and facts in one file or one folder, and finds them again."""

from dragoman.store.archive import open_store
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
    OtherSetupError,
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
    "OtherSetupError",
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

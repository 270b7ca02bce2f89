"""The versions that decide how documents are coded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

import dragoman
from dragoman.pipeline import Reader
from dragoman.store import Setup
from dragoman.tables import folder

HASH_LENGTH = 8


def tables_hash(*parts: str) -> str:
    """Eight hex digits of the content of all tables below a folder of ``dragoman/data``."""
    digest = hashlib.sha256()
    for name, table in _tables(folder(*parts), ""):
        digest.update(name.encode() + b"\0" + table.read_bytes() + b"\0")
    return digest.hexdigest()[:HASH_LENGTH]


def _tables(place: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(place.iterdir(), key=lambda each: each.name):
        name = f"{prefix}/{item.name}"
        if item.is_dir():
            yield from _tables(item, name)
        elif not item.name.startswith((".", "__")):
            yield name, item


def actors_version(files: Sequence[Path]) -> str:
    """Version of the actor tables and users' files: a hash of each."""
    own = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]}" for path in files]
    return " + ".join([f"tables {tables_hash('actors')}", *own])


def codebook_version(declared: str) -> str:
    """Declared version and a hash of ontology and language tables, so that an edited table shows."""
    return f"{declared} ({tables_hash('ontology')}-{tables_hash('lang')})"


def setup_of(reader: Reader, actors: Sequence[Path]) -> Setup:
    """The setup of a loaded reader."""
    return Setup(
        version=dragoman.__version__,
        annotator=reader.annotator.name,
        codebook=codebook_version(reader.codebook.version),
        actors=actors_version(actors),
    )

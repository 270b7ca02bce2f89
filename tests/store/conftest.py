"""The backends that the conformance tests run on. A new one is a line in ``BACKENDS``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.store import Store, open_store
from dragoman.store.archive_parts import make_archive


def _open_archive(path: Path, *, read_only: bool = False) -> Store:
    if not read_only:
        make_archive(path)
    return open_store(path, read_only=read_only)


BACKENDS: dict[str, Callable[..., Store]] = {"duckdb": open_store, "archive": _open_archive}
REWRITABLE = ("duckdb",)
"""Those that code a document anew and let that take the place of the old; what an archive holds never changes."""
Opener = Callable[..., Store]


@pytest.fixture(params=BACKENDS)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same store each time it is called."""
    opener = BACKENDS[request.param]
    return lambda **options: opener(tmp_path / "store.file", **options)


@pytest.fixture(params=REWRITABLE)
def reopen_rewritable(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """The same for stores in which documents may be replaced."""
    opener = BACKENDS[request.param]
    return lambda **options: opener(tmp_path / "store.file", **options)

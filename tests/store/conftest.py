"""The backends that the conformance tests run on. A new one is a line in ``BACKENDS``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.store import Store, open_store

BACKENDS: dict[str, Callable[..., Store]] = {"duckdb": open_store}
Opener = Callable[..., Store]


@pytest.fixture(params=BACKENDS)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same store each time it is called."""
    opener = BACKENDS[request.param]
    return lambda **options: opener(tmp_path / "store.file", **options)

"""What the tests share: one loaded reader for the session, and where the data kept beside the repository lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pipeline import Reader, load

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
FICTIONAL = Path(__file__).parent / "data" / "fictional.yaml"


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader that also knows the fictional states of the tests."""
    return load(actors=[FICTIONAL])


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the data to measure on; tests that need it skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the data kept beside the repository is not here")
    return SHARED

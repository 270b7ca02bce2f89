"""A desk over the example corpus, read once for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.corpus.readers import read_documents
from dragoman.model.text import Document
from dragoman.pipeline import load
from dragoman.store import Setup, open_store
from dragoman.web.app import make_app
from dragoman.web.settings import Settings

HOME = "http://localhost"
SETUP = Setup(version="0", annotator="small", codebook="book", actors="tables")


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example corpus in a store; tests work on copies."""
    folder = Path(str(files("dragoman"))) / "data" / "example"
    path = tmp_path_factory.mktemp("example") / "example.duckdb"
    reader = load(actors=[folder / "actors.yaml"])
    found = [item for item in read_documents([str(folder / "documents.jsonl")]) if isinstance(item, Document)]
    with open_store(path) as store:
        run = store.begin_run(SETUP, ("demo",))
        for report in reader.read_documents(found):
            store.add(report, run)
    return path


@pytest.fixture
def example(example_store: Path, tmp_path: Path) -> Path:
    """A copy of the store with the example corpus."""
    return Path(shutil.copy(example_store, tmp_path / "example.duckdb"))


@pytest.fixture
def desk(example: Path) -> Iterator[TestClient]:
    """A desk over a copy of the example."""
    with TestClient(make_app(Settings(store=example)), base_url=HOME) as client:
        yield client


@pytest.fixture(scope="session")
def reading_desk(example_store: Path) -> Iterator[TestClient]:
    """A desk over the example for tests that change nothing."""
    with TestClient(make_app(Settings(store=example_store)), base_url=HOME) as client:
        yield client

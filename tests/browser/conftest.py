"""A real browser over a real server; skipped with a word where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from dragoman.corpus.readers import read_documents
from dragoman.model.text import Document
from dragoman.pipeline import load
from dragoman.store import Setup, open_store
from served import Served, served

SETUP = Setup(version="0", annotator="small", codebook="book", actors="tables")


@pytest.fixture(scope="session")
def example_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk over the example corpus, for tests that change nothing."""
    folder = Path(str(files("dragoman"))) / "data" / "example"
    store = tmp_path_factory.mktemp("browser") / "example.duckdb"
    reader = load(actors=[folder / "actors.yaml"])
    found = [item for item in read_documents([str(folder / "documents.jsonl")]) if isinstance(item, Document)]
    with open_store(store) as opened:
        run = opened.begin_run(SETUP, ("demo",))
        for report in reader.read_documents(found):
            opened.add(report, run)
    with served(store, "--actors", str(folder / "actors.yaml")) as desk:
        yield desk


@pytest.fixture
def visit(browser: Browser, example_desk: Served) -> Iterator[BrowserContext]:
    """A browser without cookies."""
    context = browser.new_context(base_url=example_desk.address, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(visit: BrowserContext) -> Iterator[Page]:
    """A page; an error in its console, or a request to another host, fails the test."""
    opened = visit.new_page()
    problems: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(message.text)

    opened.on("console", hear)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    own = ("http://127.0.0.1", "data:", "blob:")
    opened.on("request", lambda request: None if request.url.startswith(own) else problems.append(request.url))
    yield opened
    assert problems == []

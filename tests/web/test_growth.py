"""Pages stay as large as they are when the store grows."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.web.app import make_app
from dragoman.web.settings import Settings

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "desk_store.py"
SMALL, LARGE = 4_000, 12_000
"""Facts; with the smaller store every list has a second page, and a chart of days is full."""
PAGES = (
    "/", "/reports", "/facts/event", "/facts/statement", "/facts/figure", "/relations", "/network", "/map", "/claim",
    "/positions", "/issues", "/proposals", "/terms", "/compare", "/actors", "/actors/VEL", "/search?q=talks", "/review",
    "/facts/event?actor=Kestria&other=Velmora", "/relations?a=Kestria&b=Velmora&period=day",
    "/relations/chart/series.svg?a=Kestria&b=Velmora&period=day",
    "/relations/chart/quads.svg?a=Kestria&b=Velmora&period=day",
)  # fmt: skip
ROOM = 1.3
"""A page of the larger store may have longer numbers and names, and charts that are not yet full."""


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, int], dict[str, int]]:
    """Characters of each page over both stores."""
    make = runpy.run_path(str(BENCHMARK))["make_store"]
    found = []
    for facts in (SMALL, LARGE):
        store = tmp_path_factory.mktemp("growth") / f"{facts}.duckdb"
        make(store, facts, lambda line: None)
        with TestClient(make_app(Settings(store=store)), base_url="http://localhost") as desk:
            found.append({page: size_of(desk, page) for page in PAGES})
    return found[0], found[1]


def size_of(desk: TestClient, page: str) -> int:
    """Characters of a page when nothing in it is being worked out any more."""
    for _ in range(200):
        answer = desk.get(page)
        assert answer.status_code == 200, page
        if "data-again" not in answer.text:
            return len(answer.text)
    raise AssertionError(f"{page} waits for ever")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_grow_with_the_store(sizes: tuple[dict[str, int], dict[str, int]], page: str) -> None:
    small, large = sizes
    assert large[page] <= ROOM * small[page] + 2_000, f"{small[page]} grew to {large[page]}"

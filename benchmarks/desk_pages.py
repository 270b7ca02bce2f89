"""First paint of every page of the desk, over a large store and over the example, in headless Chromium.

    python benchmarks/desk_pages.py --big big.duckdb [--small example.duckdb] [--browser /usr/bin/chromium]

The large store is what ``benchmarks/desk_store.py`` makes; without one, it is made first. Each page is opened until it
is worked out, then five times more; the table gives the median of first contentful paint and of the server's time, the
size of the page, and the ratio of the large store to the small one. A page that needs more than 300 ms over the large
store is marked SLOW, one that is more than half as large again as over the example GROWS; either makes the exit code 1.
A page that grew within the fixed number of rows of a list is not marked: see ``ROWS_ALLOWED``.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dragoman.store import EventFilter, FactFilter, open_store
from dragoman.store.payload import KINDS

TIMES = 5
SLOW_MS = 300
GROWS = 1.5
ROWS_ALLOWED = 60_000
"""Bytes of a page that a list of 50 or so rows may take, so that the example's few rows are no yardstick for it."""
PATIENCE = 120
"""Seconds for what is worked out beside the requests."""
PAINT = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
TIMING = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return [paint.startTime, page.responseStart - page.requestStart, page.decodedBodySize];
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page to open: what it is called in the table, and its address over one store."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a page took: milliseconds until something was painted, of which the server's, and bytes.

    Attributes:
        first_s: seconds until it was worked out when it was first asked for.
    """

    paint: float
    server: float
    size: float
    first_s: float


def pages_of(path: Path) -> list[Page]:
    """The pages over one store, with ids and names that it has."""
    with open_store(path, read_only=True) as store:
        document = store.documents(limit=1)[0].id
        event = store.events(EventFilter(limit=1))[0].event.id
        proposals = store.facts(FactFilter(kinds=("proposal",), limit=1))
        states = store.actors(kind="state", limit=2)
        counts = store.totals().kinds
    first, second = (quote(state.name) for state in states)
    deep = min(400, -(-counts.get("statement", 1) // 50))
    named = {
        "home": "/",
        "reports": "/reports",
        "one report": f"/reports/{document}",
        **{f"{kind}s": f"/facts/{kind}" for kind in KINDS},
        "events by actor": f"/facts/event?actor={first}",
        "events of a pair": f"/facts/event?actor={first}&other={second}",
        "statements, page 400": f"/facts/statement?page={deep}",
        "reports, page 50": "/reports?page=50",
        "one fact": f"/fact/{event}",
        "one proposal": f"/fact/{proposals[0].fact.id}" if proposals else "",
        "relations": "/relations",
        "a pair": f"/relations?a={first}&b={second}",
        "claim": f"/claim?text={quote(f'Relations between {states[0].name} and {states[1].name} at lowest in a year')}",
        "network": "/network",
        "map": "/map",
        "positions page": "/positions",
        "proposals page": "/proposals",
        "terms": "/terms",
        "compare": "/compare",
        "actors": "/actors",
        "actors, page 2": "/actors?page=2",
        "one actor": f"/actors/{states[0].id}",
        "search": "/search?q=border",
        "review": "/review",
        "brief": "/brief",
        "add": "/add",
    }
    return [Page(name=name, address=address) for name, address in named.items() if address]


@contextmanager
def served(store: Path) -> Iterator[str]:
    """A desk over a copy of the store; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(store, Path(folder) / store.name))
        command = [sys.executable, "-m", "dragoman", "serve", "--store", str(copy), "--port", "0"]
        dragoman = shutil.which("dragoman", path=str(Path(sys.executable).parent))
        if dragoman:
            command[:3] = [dragoman]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            yield next(word for word in line.split() if word.startswith("http"))
        finally:
            process.terminate()
            process.wait(20)


def measure(browser: Any, home: str, page: Page) -> Measured | str:
    """Open a page some times; a status in place of numbers if it is not there."""
    context = browser.new_context()
    try:
        tab = context.new_page()
        started = time.perf_counter()
        while True:
            answer = tab.goto(home + page.address)
            if answer.status != 200:
                return str(answer.status)
            if not tab.query_selector("meta[http-equiv=refresh]"):
                break
            if time.perf_counter() - started > PATIENCE:
                return "never worked out"
            time.sleep(0.5)
        first = time.perf_counter() - started
        found = []
        for _ in range(TIMES):
            tab.goto(home + page.address)
            tab.wait_for_function(PAINT)
            found.append(tab.evaluate(TIMING))
        paint, server, size = (statistics.median(column) for column in zip(*found, strict=True))
        return Measured(paint=paint, server=server, size=size, first_s=first)
    finally:
        context.close()


def all_of(playwright: Any, executable: str, store: Path, wanted: Sequence[str]) -> dict[str, Measured | str]:
    """Every page over one store."""
    browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
    try:
        with served(store) as home:
            chosen = [page for page in pages_of(store) if not wanted or page.name in wanted]
            return {page.name: measure(browser, home, page) for page in chosen}
    finally:
        browser.close()


def line_of(name: str, big: Measured | str, small: Measured | str) -> tuple[str, bool]:
    """A line of the table, and whether the page is marked."""
    if isinstance(big, str):
        return f"{name:22} {big}", False
    line = f"{name:22} {big.paint:7.0f} {big.server:7.0f} {big.size / 1000:8.1f} {big.first_s:7.1f}"
    marks = ["SLOW"] if big.paint > SLOW_MS else []
    if isinstance(small, Measured):
        line += f" {small.paint:9.0f} {small.server:7.0f} {small.size / 1000:8.1f} {big.paint / small.paint:8.1f}"
        if big.size > GROWS * small.size and big.size > ROWS_ALLOWED:
            marks.append(f"GROWS x{big.size / small.size:.1f}")
    return f"{line} {' '.join(marks)}".rstrip(), bool(marks)


def example_store(folder: Path) -> Path:
    """The example corpus in a store."""
    from desk_store import make_store

    path = folder / "example.duckdb"
    make_store(path, 1, lambda _: None)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--big", type=Path)
    parser.add_argument("--small", type=Path)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    parser.add_argument("--only", nargs="*", default=[], metavar="PAGE", help="names of pages, as in the table")
    options = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        big, small = options.big, options.small or example_store(Path(folder))
        if big is None:
            from desk_store import make_store

            big = Path(folder) / "big.duckdb"
            make_store(big, 100_000, lambda _: None)
        over_big, over_small = (all_of(playwright, options.browser, path, options.only) for path in (big, small))
    rows = [line_of(name, found, over_small.get(name, "")) for name, found in over_big.items()]
    titles = (
        f"{'':22} {'paint':>7} {'server':>7} {'kB':>8} {'first s':>7} {'paint':>9} {'server':>7} {'kB':>8} {'ratio':>8}"
    )
    groups = f"{'':22} {'large store, ms':>15} {'':16} {'example, ms':>17}"
    sys.stdout.write("\n".join((groups, titles, *(line for line, _ in rows))) + "\n")
    return 1 if any(is_marked for _, is_marked in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())

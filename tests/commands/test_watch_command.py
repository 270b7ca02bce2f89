"""Watching a folder and a feed, with the command line in this process."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dragoman.corpus.options import ReadOptions
from dragoman.desk.problems import Exit
from dragoman.desk.shared import SharedStore
from dragoman.desk.watching import Folder
from dragoman.model.text import Document
from dragoman.store import open_store
from outcome import Run

NEWS = "On Tuesday Velmora rejected a plan of Kestria, officials said. The two sides may meet again in spring."
FEED = f"""<rss version="2.0"><channel><title>Mirrin Post</title><item><title>Plan</title>
<link>https://example.org/1</link><pubDate>Fri, 14 Mar 2031 10:00:00 GMT</pubDate><description>{NEWS}</description>
</item></channel></rss>""".encode()
FAST = ("--every", "0.05")


class Server(BaseHTTPRequestHandler):
    """One feed, and how often it was asked for."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(200)
        self.send_header("Content-Length", str(len(FEED)))
        self.end_headers()
        self.wfile.write(FEED)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def feed() -> Iterator[tuple[str, type[Server]]]:
    handler = type("Own", (Server,), {"asked": 0})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/feed", handler
        running.shutdown()


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    rows = [{"text": f"{NEWS} {'Nothing else is known so far. ' * n}", "title": str(n)} for n in range(3)]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 not really")
    return folder


def test_once_reads_what_is_there_and_nothing_twice(dragoman: Run, incoming: Path) -> None:
    first = dragoman("watch", str(incoming), "--once", *FAST)
    assert first.code == Exit.FAILED
    assert "3 documents read" in first.out
    assert first.err.count("bad.pdf") == 1
    (incoming / "b.txt").write_text(f"A new report. {NEWS}", encoding="utf-8")
    second = dragoman("watch", str(incoming), "--once", *FAST)
    assert "1 document read" in second.out
    with open_store("dragoman.duckdb", read_only=True) as store:
        assert store.count_documents() == 4
        assert [Path(row.location).name for row in store.errors()] == ["bad.pdf"]
        assert len(store.runs()) == 2


def test_the_desk_looks_into_the_store_between_two_files(
    dragoman: Run, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_store("dragoman.duckdb").close()
    desk = SharedStore(Path("dragoman.duckdb"))
    seen: list[int] = []

    def pause(_: float) -> None:
        with desk.reading() as store:
            seen.append(store.count_documents())
        desk.close()
        if len(seen) == 2:
            (incoming / "later.txt").write_text(f"Later. {NEWS}", encoding="utf-8")
        if len(seen) == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.commands.watch.time.sleep", pause)
    outcome = dragoman("watch", str(incoming))
    assert outcome.code == Exit.DONE
    assert seen == [0, 3, 3, 4, 4]
    assert outcome.out.splitlines()[-1].startswith("4 documents read")
    assert outcome.err.count("bad.pdf") == 1


def test_a_file_that_still_grows_waits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NEWS, encoding="utf-8")
    folder = Folder(tmp_path, ReadOptions())

    def found() -> list[str]:
        return [item.text for _, item in folder.look() if isinstance(item, Document)]

    assert found() == []
    path.write_text(f"{NEWS} More.", encoding="utf-8")
    assert found() == []
    assert folder.moving == 1
    assert found() == [f"{NEWS} More."]
    assert found() == []
    os.utime(path, (1, 1))
    assert [found(), found()] == [[], [f"{NEWS} More."]]


def test_a_feed_is_asked_only_if_allowed_and_not_too_often(dragoman: Run, feed: tuple[str, type[Server]]) -> None:
    address, server = feed
    refused = dragoman("watch", address, "--once")
    assert (refused.code, server.asked) == (Exit.USAGE, 0)
    assert "--allow-network" in refused.err
    read = dragoman("watch", address, "--once", "--allow-network")
    assert "1 document read" in read.out
    early = dragoman("watch", address, "--once", "--allow-network")
    assert "not yet again" in early.err
    assert server.asked == 1
    with open_store("dragoman.duckdb", read_only=True) as store:
        (row,) = store.documents()
        assert (row.publisher, row.title, row.url, str(row.published)) == (
            "Mirrin Post", "Plan", "https://example.org/1", "2031-03-14",
        )  # fmt: skip
        assert row.facts > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("file:///etc/hostname", "--allow-network"), "begins with http"),
        (("https://example.org/feed", "--allow-network", "--every", "5"), "too often"),
        (("nowhere",), "is no folder"),
    ],
)
def test_wrong_use_is_said(dragoman: Run, arguments: tuple[str, ...], said: str) -> None:
    outcome = dragoman("watch", *arguments)
    assert (outcome.code, outcome.out) == (Exit.USAGE, "")
    assert said in outcome.err

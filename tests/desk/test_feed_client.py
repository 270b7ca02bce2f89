"""Fetching a feed from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.desk import feed_client
from dragoman.desk.feed_client import FeedError, FeedState, check_address, fetch_feed
from dragoman.desk.problems import UserError


class Handler(BaseHTTPRequestHandler):
    """Answers by path, and keeps what it was asked with."""

    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        self.asked.append({name.lower(): value for name, value in self.headers.items()})
        if self.path == "/elsewhere":
            self._answer(302, {"Location": "file:///etc/hostname"})
        elif self.path == "/busy":
            self._answer(503, {"Retry-After": "120"})
        elif self.path == "/gone":
            self._answer(410, {})
        elif self.headers.get("If-None-Match") == '"one"':
            self._answer(304, {})
        else:
            self._answer(200, {"ETag": '"one"', "Last-Modified": "Fri, 14 Mar 2031 10:00:00 GMT"}, b"<rss/>" * 100)

    def _answer(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, list[dict[str, str]]]]:
    asked: list[dict[str, str]] = []
    handler = type("Own", (Handler,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def test_the_second_request_asks_for_what_has_changed(server: tuple[str, list[dict[str, str]]]) -> None:
    address, asked = server
    first = fetch_feed(f"{address}/feed", FeedState())
    assert first.data == b"<rss/>" * 100
    kept = FeedState.from_json(first.state.to_json())
    second = fetch_feed(f"{address}/feed", kept)
    assert (second.data, second.state.etag) == (None, '"one"')
    assert second.state.asked >= kept.asked > 0
    assert "if-none-match" not in asked[0]
    assert asked[1]["if-modified-since"] == "Fri, 14 Mar 2031 10:00:00 GMT"
    assert all(each["user-agent"].startswith("dragoman/") for each in asked)


def test_a_host_that_is_busy_or_gone_is_left_alone(server: tuple[str, list[dict[str, str]]]) -> None:
    with pytest.raises(FeedError, match="503") as busy:
        fetch_feed(f"{server[0]}/busy", FeedState())
    assert (busy.value.wait, busy.value.is_final) == (120, False)
    with pytest.raises(FeedError, match="410") as gone:
        fetch_feed(f"{server[0]}/gone", FeedState())
    assert gone.value.is_final


def test_no_file_is_opened_whatever_a_host_says(server: tuple[str, list[dict[str, str]]]) -> None:
    with pytest.raises(FeedError):
        fetch_feed(f"{server[0]}/elsewhere", FeedState())
    for address in ("file:///etc/hostname", "ftp://example.org/feed", "https://"):
        with pytest.raises(UserError, match="http"):
            check_address(address)
    with pytest.raises(FeedError, match="can't be fetched"):
        fetch_feed("file:///etc/hostname", FeedState())


def test_a_feed_without_end_is_given_up(
    server: tuple[str, list[dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_client, "MOST_BYTES", 100)
    with pytest.raises(FeedError, match="more than 100 bytes"):
        fetch_feed(f"{server[0]}/feed", FeedState())
    with pytest.raises(FeedError, match="can't be fetched"):
        fetch_feed("http://127.0.0.1:9/feed", FeedState())

"""Asks the desk for a page without a server between: one request, one answer, in this process."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from starlette.types import ASGIApp

from dragoman.web.site_names import Address

Message = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; ``location`` is where else to look, if the answer says so."""

    status: int
    body: bytes
    location: str = ""

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode("utf-8", "replace")


async def ask(app: ASGIApp, address: Address) -> Answer:
    """The desk's answer to a GET of an address.

    Raises:
        Exception: whatever a page raises that no error page is made of.
    """
    status, headers, parts = 500, dict[bytes, bytes](), list[bytes]()
    is_asked = False

    async def receive() -> Message:
        nonlocal is_asked
        if is_asked:
            # Nobody hangs up: a response that listens for that waits until it is done.
            await asyncio.Event().wait()
        is_asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers.update((name.lower(), value) for name, value in message["headers"])
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(_scope(address), receive, send)
    return Answer(status=status, body=b"".join(parts), location=headers.get(b"location", b"").decode("latin-1"))


def _scope(address: Address) -> Message:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address.path,
        "raw_path": quote(address.path).encode(),
        "query_string": urlencode(address.query).encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
        "state": {},
    }

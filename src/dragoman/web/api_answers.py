"""Around the API: HEAD, ETags and answers 304, as plain ASGI."""

from __future__ import annotations

import hashlib
import secrets

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.store import StoreError
from dragoman.web.state import State

PRIVATE = "private, no-cache"
"""A browser may keep an answer, but has to ask whether it still holds; nobody between may."""
METHODS = "GET, HEAD"


class Answers:
    """Gives every good answer a weak tag of the store as it is and the address, and saves the work where it is known.

    A tag holds for one start of the desk: what else decides an answer, such as the tables and the user's files, can
    change between two.
    """

    def __init__(self, app: ASGIApp, state: State) -> None:
        self._app = app
        self._state = state
        self._start = secrets.token_hex(8)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_head = scope["method"] == "HEAD"
        tag = await self._tag(scope) if scope["method"] in {"GET", "HEAD"} else ""
        if tag and tag in _given(Headers(scope=scope)):
            known = Response(status_code=304, headers={"ETag": tag, "Cache-Control": PRIVATE})
            await known(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(MutableHeaders(scope=message), message["status"], tag)
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"} if is_head else scope, receive, sending)

    async def _tag(self, scope: Scope) -> str:
        """Taken before the answer is made: a change meanwhile makes it too old, never too new."""
        try:
            stamp = await run_in_threadpool(self._stamp)
        except StoreError:
            return ""
        address = scope["path"].encode("utf-8", "replace") + b"?" + scope.get("query_string", b"")
        told = b"\0".join((self._start.encode(), stamp.encode(), address))
        return f'W/"{hashlib.sha256(told).hexdigest()[:24]}"'

    def _stamp(self) -> str:
        with self._state.reading() as store:
            return store.stamp()


def _set_headers(headers: MutableHeaders, status: int, tag: str) -> None:
    headers["Cache-Control"] = PRIVATE if status == 200 else "no-store"
    if status == 200 and tag:
        headers["ETag"] = tag
    if "allow" in headers:
        headers["Allow"] = METHODS


def _given(headers: Headers) -> set[str]:
    """Tags that a request knows; whether they are weak makes no difference to a read."""
    found = (part.strip() for part in headers.get("if-none-match", "").split(","))
    return {part if part.startswith("W/") else f"W/{part}" for part in found if part}

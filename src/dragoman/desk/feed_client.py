"""Asks for one feed, politely: seldom, only for what is new, and never for anything else."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from http.client import HTTPException
from urllib.parse import urlsplit

import dragoman
from dragoman.desk.problems import UserError

AGENT = f"dragoman/{dragoman.__version__} (reads news feeds into a local store)"
SCHEMES = ("http", "https")
LEAST_SECONDS, USUAL_SECONDS, MOST_SECONDS = 60.0, 900.0, 86_400.0
"""Seconds between two requests: never fewer, unless told otherwise, and at most after failures."""
TIMEOUT = 30.0
WHOLE_TIMEOUT = 120.0
"""Seconds for one answer as a whole, in case it drips."""
MOST_BYTES = 10_000_000
CHUNK = 1 << 16
GONE = 410
BUSY = frozenset({429, 503})


class FeedError(Exception):
    """A feed could not be fetched; one line says why.

    Attributes:
        wait: seconds that the host asks to wait, 0 if it does not.
        is_final: whether there is no use in asking again.
    """

    def __init__(self, reason: str, *, wait: float = 0.0, is_final: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.is_final = is_final


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is kept of a feed from one request to the next.

    Attributes:
        etag, modified: what the host said of the last answer, to be given back.
        asked: when, in seconds since 1970.
        wait: least seconds from then to the next request, after a failure.
        least: the same as the feed itself asks for it.
    """

    etag: str = ""
    modified: str = ""
    asked: float = 0.0
    wait: float = 0.0
    least: float = 0.0

    def to_json(self) -> str:
        """For the store."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> FeedState:
        """The other way; an empty one if nothing was kept."""
        return cls(**json.loads(text)) if text else cls()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a host answered; ``data`` is ``None`` if nothing has changed."""

    data: bytes | None
    headers: Mapping[str, str]
    state: FeedState


def check_address(address: str) -> str:
    """An address that may be asked.

    Raises:
        UserError: it is none, or of another scheme than http and https.
    """
    parts = urlsplit(address)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise UserError(f"{address}: a feed is an address that begins with http:// or https://")
    return address


def fetch_feed(address: str, state: FeedState, *, now: Callable[[], float] = time.time) -> Answer:
    """Ask for a feed, giving back what is known of the last answer.

    Raises:
        FeedError: it could not be fetched.
    """
    headers = {"User-Agent": AGENT, "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9"}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.modified:
        headers["If-Modified-Since"] = state.modified
    asked = now()
    try:
        with _opener().open(urllib.request.Request(address, headers=headers), timeout=TIMEOUT) as answer:
            given = {name.lower(): value for name, value in answer.headers.items()}
            data = _body(answer.read1, asked, now)
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 304:
                return Answer(data=None, headers={}, state=replace(state, asked=asked, wait=0.0))
            wait = error.headers.get("Retry-After", "") if error.code in BUSY else ""
            raise FeedError(
                f"the host answers {error.code} {error.reason}",
                wait=float(wait) if wait.isdecimal() else 0.0,
                is_final=error.code == GONE,
            ) from error
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise FeedError(f"it can't be fetched ({reason})") from error
    kept = FeedState(etag=given.get("etag", ""), modified=given.get("last-modified", ""), asked=asked)
    return Answer(data=data, headers=given, state=kept)


def _opener() -> urllib.request.OpenerDirector:
    """What opens http and https, over a proxy if the system names one, and follows to these only."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler,
        urllib.request.HTTPRedirectHandler, urllib.request.HTTPErrorProcessor, urllib.request.HTTPDefaultErrorHandler,
        urllib.request.UnknownHandler,
    ):  # fmt: skip
        opener.add_handler(handler())
    return opener


def _body(read: Callable[[int], bytes], began: float, now: Callable[[], float]) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := read(CHUNK):
        parts.append(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise FeedError(f"it has more than {MOST_BYTES:,} bytes")
        if now() - began > WHOLE_TIMEOUT:
            raise FeedError(f"it takes more than {WHOLE_TIMEOUT:.0f} seconds")
    return b"".join(parts)

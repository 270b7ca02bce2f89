"""Runs the desk: opens the port, says where, serves until it is stopped."""

from __future__ import annotations

import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import uvicorn

from dragoman.store import open_store
from dragoman.web.app import make_app
from dragoman.web.guard import hash_of
from dragoman.web.settings import Settings
from dragoman.web.state import State

BACKLOG = 128
GRACE = 5
"""Seconds that running requests get when the desk is closed."""
TURN = 0.0005
"""Seconds that a thread keeps the interpreter while another wants it: a tenth of Python's own. Beside relations that
are worked out over 100,000 facts, a light page took 0.5 and 0.6 of the time at the median and at the ninth decile
(login page, two runs of each in turn); that work itself took as much processor time as before (12 to 13 s)."""


def run(settings: Settings, opened: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        opened: called with the address when the port is open.

    Raises:
        OSError: the port can't be opened.
        StoreError: the store can't.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host.strip("[]"), settings.port))
        app = make_app(settings)
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, date_header=True, timeout_graceful_shutdown=GRACE
        )
        # From here on visitors wait rather than being refused while the server comes up.
        listener.listen(BACKLOG)
        host = f"[{settings.host.strip('[]')}]" if family is socket.AF_INET6 else settings.host
        opened(f"http://{host}:{listener.getsockname()[1]}")
        with _short_turns():
            _Server(config, app.state.desk).run(sockets=[listener])


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let requests have their turn soon beside long work; the process has its own interval back afterwards."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Server(uvicorn.Server):
    """A server that tells the desk at once when it is to close, so that open streams of progress end."""

    def __init__(self, config: uvicorn.Config, desk: State) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to close."""
        self._desk.is_closing = True
        super().handle_exit(sig, frame)


def token_of(path: Path, *, is_new: bool, wanted: bool) -> tuple[str, str]:
    """The token, if it was made just now, and its hash, which alone is kept in the store; empty if none is wanted.

    Raises:
        StoreError: the store can't be opened or written.
    """
    if not wanted:
        return "", ""
    with open_store(path) as store:
        kept = store.setting("desk_token")
        if kept and not is_new:
            return "", kept
        token = secrets.token_urlsafe(32)
        store.set_setting("desk_token", hash_of(token))
        return token, hash_of(token)

"""What the desk is started with."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from dragoman.relations.choices import NO_CHOICES, Choices

PORT = 8000
LOCAL = "127.0.0.1"
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
UPLOAD_BYTES = 25_000_000
"""Largest upload: the text of a thousand long articles is a few megabytes, a report with pictures some more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user chose for one desk.

    Attributes:
        store: the file; it is made when the first report is added.
        host, port: where the desk listens.
        token_hash: SHA-256 of the token that visitors need, in hex; empty on loopback, where none is asked for.
        model: spaCy model; empty for the usual one.
        actors: the user's actor files.
        groups: the user's file of groups, or ``None``.
        choices: the user's merging and naming of issues.
        upload_bytes: largest upload.
        is_static: pages are written to files, without what needs a server.
    """

    store: Path
    host: str = LOCAL
    port: int = PORT
    token_hash: str = ""
    model: str = ""
    actors: tuple[Path, ...] = ()
    groups: Path | None = None
    choices: Choices = NO_CHOICES
    upload_bytes: int = UPLOAD_BYTES
    is_static: bool = False


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

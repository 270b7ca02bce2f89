"""Which pages go into a report of files, in which order, and under which names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from dragoman.model.ids import content_id

HOME = "http://desk.invalid"
"""Stands for the desk while addresses are taken apart; no such host can be."""
MOST = 5000
"""Pages of a report unless told otherwise: some minutes of work and some hundred megabytes at most."""
LONGEST = 60
"""Characters of a file name before its hash: some systems take no path over 260."""
HASH = 8
FACTS = "/facts/"
SAFE = re.compile(r"[a-z0-9_-]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$")
"""Names that Windows keeps for itself."""
UNSAFE = re.compile(r"[^a-z0-9_-]+")
RANKS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    (re.compile(r"/"), 0, 0),
    (re.compile(r"/(positions|issues|proposals|terms|network|map|relations|compare|brief|claim)"), 0, 3),
    (re.compile(r"/(positions/changes|terms/[a-z-]+)"), 0, 3),
    (re.compile(r"/reports"), 0, 1),
    (re.compile(r"/actors"), 0, 4),
    (re.compile(r"/facts/[a-z]+"), 0, 6),
    (re.compile(r"/reports/[^/]+"), 1, 1),
    (re.compile(r"/(issues|proposals|compare)/[^/.]+"), 2, 2),
    (re.compile(r"/actors/.+"), 4, 4),
    (re.compile(r"/fact/[^/]+"), 5, 5),
)
"""Pages that can be files: pattern of the path, and which come first when not all can be had, without and with a
filter. First what the menu leads to, then the reports that all rests on, then what they come to."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Address:
    """A page of the desk: its path as people write it, and what is asked for, in order of names."""

    path: str
    query: tuple[tuple[str, str], ...] = ()


def address_of(link: str, base: Address) -> tuple[Address, str] | None:
    """The page that a link leads to and the place on it; ``None`` if it leads out of the desk."""
    here = HOME + quote(base.path) + (f"?{urlencode(base.query)}" if base.query else "")
    whole = urljoin(here, link)
    parts = urlsplit(whole)
    if f"{parts.scheme}://{parts.netloc}" != HOME:
        return None
    pairs = sorted(pair for pair in parse_qsl(parts.query) if pair != ("page", "1"))
    return Address(path=unquote(parts.path) or "/", query=tuple(pairs)), unquote(parts.fragment)


def is_external(link: str) -> bool:
    """Whether a link leads to a page of another site, and not into a script or a file of the reader's machine."""
    return urlsplit(link).scheme.lower() in {"http", "https", "mailto"}


def rank_of(address: Address) -> int | None:
    """Which pages come first, from 0; ``None`` for a page that needs a server."""
    for pattern, plain, filtered in RANKS:
        if pattern.fullmatch(address.path):
            return filtered if address.query else plain
    return None


def is_sidestep(source: Address, target: Address) -> bool:
    """Whether a link leads from one filtered list of facts to another: followed, these would be more than all else.

    In the example they are 700 pages beside 1,200; what other pages lead to is there all the same.
    """
    are_lists = source.path.startswith(FACTS) and target.path.startswith(FACTS)
    return are_lists and source.path != target.path and any(name != "page" for name, _ in target.query)


def file_of(address: Address) -> str:
    """The file of a page, below the folder: the same on every machine, and safe on all.

    Anything that had to be written otherwise, capitals among them, is told apart by a hash.
    """
    if address == Address(path="/"):
        return "index.html"
    parts = address.path.strip("/").split("/")
    folder, rest = (parts[0], "-".join(parts[1:])) if len(parts) > 1 else ("", parts[0])
    asked = "-".join(f"{name}-{value}" for name, value in address.query)
    name = f"{rest}-{asked}" if asked else rest
    if not SAFE.fullmatch(name) or RESERVED.match(name) or len(name) > LONGEST or asked:
        start = UNSAFE.sub("-", name.lower()).strip("-")[:LONGEST].rstrip("-")
        name = f"{start}-{content_id(address.path, address.query)[:HASH]}".lstrip("-")
    return f"{folder}/{name}.html" if folder else f"{name}.html"


def relative(target: str, source: str) -> str:
    """The way from one file of the report to another."""
    return relpath(target, dirname(source) or ".")

"""RSS and Atom: the entries of a feed as documents, with the text that the feed itself gives."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any

from dragoman.corpus.dates import parse_date
from dragoman.corpus.readers import document_from_text
from dragoman.model.text import Document, DocumentError

BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table", "section",
     "article", "figure", "hr", "pre"}
)  # fmt: skip
SILENT = frozenset({"script", "style", "figcaption"})
NO_TEXT = "the entry has no text of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was fetched.

    Attributes:
        title: its name, which is the outlet of its entries.
        minutes: how long it asks to be left alone; 0 if it does not say.
    """

    title: str
    minutes: int
    entries: tuple[Document | DocumentError, ...]


def read_feed(data: bytes, location: str, headers: Mapping[str, str] | None = None) -> Feed:
    """Entries of an RSS or Atom feed, oldest first; nothing is fetched.

    Args:
        location: address of the feed, for messages.
        headers: of the answer it came in, for its encoding.

    Raises:
        ValueError: it is no feed.
    """
    import feedparser

    # A stream, and never a name: feedparser would open a name.
    found: Any = feedparser.parse(io.BytesIO(data), response_headers=dict(headers or {}))
    if not found.get("version"):
        raise ValueError("it is neither RSS nor Atom")
    title = _plain(found.feed.get("title", ""))
    minutes = str(found.feed.get("ttl", ""))
    return Feed(
        title=title,
        minutes=int(minutes) if minutes.isdecimal() else 0,
        entries=tuple(reversed(list(_entries(found.entries, title, location)))),
    )


def _entries(entries: Any, outlet: str, location: str) -> Iterator[Document | DocumentError]:
    for number, entry in enumerate(entries, 1):
        title, url = _plain(entry.get("title", "")), entry.get("link") or None
        texts = [_plain(part.get("value", "")) for part in entry.get("content", ())]
        text = max([*texts, _plain(entry.get("summary", ""))], key=len)
        try:
            if not text:
                raise ValueError(NO_TEXT)
            yield document_from_text(text, title=title, published=_day(entry), publisher=outlet or None, url=url)
        except ValueError as error:
            yield DocumentError(location=url or f"{location}, entry {number}", reason=str(error))


def _day(entry: Any) -> date | None:
    """Day of publication as the feed writes it, else that of the last change."""
    return parse_date(entry.get("published")) or parse_date(entry.get("updated"))


def _plain(markup: str) -> str:
    reader = _Text()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


class _Text(HTMLParser):
    """Text of a piece of HTML, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT and self._silent:
            self._silent -= 1
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))

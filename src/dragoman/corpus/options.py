"""What the user may say about how documents are read, and the record that every format reader yields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

ROLES = ("text", "title", "date", "publisher", "url", "language")
"""Our names for what a table may hold."""

DEFAULT_MAX_CHARS = 1_000_000
"""Longest text read, in characters: a book of 500 pages, and the limit of the annotator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How to read.

    Attributes:
        published: publication date for documents that have none of their own.
        publisher: outlet for documents that have none of their own.
        columns: our name (``text``, ``title``, ``date``, ``publisher``, ``url``, ``language``) to the column's name in
            tables and JSON; what is not mapped is looked for under common names.
        encoding: encoding of text files; ``None`` finds it out.
        day_first: order of dates such as 03/04/2024; ``None`` leaves those unknown that can be read both ways.
        max_chars: texts with more characters become a :class:`DocumentError`.
        stdin: what the path ``-`` reads; ``None`` is standard input.

    Raises:
        ValueError: a key of ``columns`` is not one of our names, an encoding is unknown, or ``max_chars`` is below 1.
    """

    published: date | None = None
    publisher: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    day_first: bool | None = None
    max_chars: int = DEFAULT_MAX_CHARS
    stdin: BinaryIO | None = None

    def __post_init__(self) -> None:
        for name in self.columns:
            if name not in ROLES:
                raise ValueError(f"can't map a column to {name!r}; it must be one of {', '.join(ROLES)}")
        if self.max_chars < 1:
            raise ValueError(f"max_chars is {self.max_chars}; it must be 1 or more")
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
            except LookupError:
                raise ValueError(f"unknown encoding {self.encoding!r}; try utf-8 or windows-1252") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A report as its file has it, before cleaning.

    Attributes:
        location: where it was read, for error messages ("news.csv, row 3").
        title_in_text: true if the first line of ``text`` may be the headline.
        pdf: true if lines and hyphens come from a page layout.
    """

    location: str
    text: str
    title: str = ""
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    title_in_text: bool = False
    pdf: bool = False

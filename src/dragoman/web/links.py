"""Addresses of pages, and the filter of a list that lives in its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

Value = str | int | bool | None | Sequence[str]
PAGE = 50
"""Rows of a page."""
MOST_ROWS = 200
"""Rows of a page at most, whatever is asked for."""


def link(path: str, **wanted: Value) -> str:
    """An address below the desk, with what is asked for; what is empty is left out."""
    pairs = [(name.rstrip("_"), str(each)) for name, value in wanted.items() for each in _values(value)]
    return quote(path, safe="/:@!$&'()*+,;=~-._") + (f"?{urlencode(pairs)}" if pairs else "")


def _values(value: Value) -> Sequence[object]:
    if value is None or value is False or value == "":
        return ()
    if value is True:
        return ("1",)
    return (value,) if isinstance(value, str | int) else tuple(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which page of how many rows.

    Attributes:
        path: of the list.
        wanted: its filter, without the page.
        page: from 1.
        total: rows that fit the filter.
        size: rows of a page.
    """

    path: str
    wanted: Mapping[str, Value]
    page: int
    total: int
    size: int = PAGE

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, 0 if none is."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.size, self.total)

    def at(self, page: int) -> str:
        """Address of another page of the same list."""
        return link(self.path, **dict(self.wanted), page=page if page > 1 else None)

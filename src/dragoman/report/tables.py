"""Tables of what is in a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from dragoman.model.facts import Event
from dragoman.report.words import headline, mark, names, when
from dragoman.store import ActorRow, DocumentRow, ErrorRow, StoredEvent

NARROW = 100
"""Below so many columns the lesser columns of a table are left out."""


Column = tuple[str, dict[str, Any]]


def _table(*columns: Column) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name, options in columns:
        table.add_column(name, **{"overflow": "fold", **options})
    return table


def events_table(rows: Sequence[StoredEvent], shorten: Callable[[str], str], width: int) -> Table:
    """Events, one row each, ending in the reference that ``explain`` takes.

    Args:
        shorten: from an event's id to its reference.
        width: columns of the terminal.
    """
    wide = width >= NARROW
    keep = {"no_wrap": True}
    table = _table(
        ("Date", keep), ("Source", {"ratio": 3}), ("Type", keep), ("Target", {"ratio": 3}),
        ("Told as", {"ratio": 2, "min_width": 11}),
        *([("Words", {"ratio": 2}), ("Report", {"ratio": 4, "no_wrap": True, "overflow": "ellipsis"})] if wide else []),
        ("Ref", {**keep, "style": "cyan"}),
    )  # fmt: skip
    table.expand = True
    for row in rows:
        event = row.event
        last = [Text(event.trigger), Text(_report(row))] if wide else []
        table.add_row(
            Text(when(event.date) or "undated"), Text(names(event.sources)), event.plover, Text(names(event.targets)),
            Text(_told(event)), *last, shorten(event.id),
        )  # fmt: skip
    return table


def _told(event: Event) -> str:
    return ", ".join(filter(None, (mark(event), "background" if event.background else "")))


def _report(row: StoredEvent) -> str:
    document = row.document
    outlet = f"{document.publisher}: " if document.publisher else ""
    return outlet + headline(document)


def documents_table(rows: Sequence[DocumentRow], width: int) -> Table:
    """Documents with the number of their events."""
    wide = width >= NARROW
    table = _table(
        ("Published", {"no_wrap": True}), ("Title", {"ratio": 4}), ("Outlet", {"ratio": 2}),
        *([("Characters", {"justify": "right"}), ("Language", {})] if wide else []),
        ("Events", {"justify": "right"}), ("Id", {"no_wrap": True, "style": "cyan"}),
    )  # fmt: skip
    for row in rows:
        more = [f"{row.characters:,}", row.language or "unknown"] if wide else []
        table.add_row(
            row.published.isoformat() if row.published else "unknown", Text(row.title or "(no title)"),
            Text(row.publisher or "unknown"), *more, f"{row.events:,}", row.id,
        )  # fmt: skip
    return table


def actors_table(rows: Sequence[ActorRow], width: int) -> Table:
    """Actors with their counts and how texts write them."""
    wide = width >= NARROW
    right: dict[str, Any] = {"justify": "right"}
    table = _table(
        ("Actor", {"ratio": 3}), ("Kind", {}), ("Country", {}), *([("Sector", {})] if wide else []),
        ("Events", right), ("Source", right), ("Target", right), ("Written as", {"ratio": 4}),
        *([("Id", {"ratio": 2, "style": "cyan"})] if wide else []),
    )  # fmt: skip
    for row in rows:
        written = ", ".join(f"{form.replace(chr(10), ' ')} {number}" for form, number in row.written[:5])
        more = f", and {len(row.written) - 5} more" if len(row.written) > 5 else ""
        table.add_row(
            Text(row.name), row.kind.replace("_", " "), row.country or "", *([row.sector or ""] if wide else []),
            f"{row.events:,}", f"{row.as_source:,}", f"{row.as_target:,}", Text(written + more),
            *([Text(row.id)] if wide else []),
        )  # fmt: skip
    return table


def errors_table(rows: Sequence[ErrorRow]) -> Table:
    """Documents that could not be read, and why."""
    table = _table(
        ("Run", {"justify": "right"}), ("When (UTC)", {"no_wrap": True}), ("Where", {"ratio": 2}), ("Why", {"ratio": 3})
    )
    for row in rows:
        table.add_row(str(row.run), f"{row.started:%Y-%m-%d %H:%M}", Text(row.location), Text(row.reason))
    return table

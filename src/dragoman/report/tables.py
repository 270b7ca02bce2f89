"""Tables of what is in a store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dragoman.model.facts import Event
from dragoman.model.text import Document
from dragoman.report.words import headline, mark, names, shortened, sides, when
from dragoman.store import ActorRow, DocumentRow, ErrorRow, StoredEvent

WIDER = 130
"""Columns from which there is room for what else is known: wordings, who told it, the report."""
WIDE = 100
"""Below so many columns the lesser columns of a table are left out."""
NARROW = 66
"""Below so many, events are lines instead of a table, and other tables keep what tells most."""


RIGHT = {"justify": "right"}
FORMS = 5
"""Ways of writing an actor that are shown."""

Column = tuple[str, dict[str, Any]]


def plain_table(*columns: Column) -> Table:
    """A table without lines between rows, whose cells fold rather than lose words."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for name, options in columns:
        table.add_column(name, **{"overflow": "fold", **options})
    return table


def events_table(rows: Sequence[StoredEvent], shorten: Callable[[str], str], width: int) -> RenderableType:
    """Events, one row each, ending in the reference that ``explain`` takes.

    Args:
        shorten: from an event's id to its reference.
        width: columns of the terminal.
    """
    if width < NARROW:
        return Group(*(_event_line(row.event, shorten(row.event.id)) for row in rows))
    wide = width >= WIDE
    keep = {"no_wrap": True}
    cut = {"no_wrap": True, "overflow": "ellipsis"}
    more: list[Column] = [("Words", {"ratio": 3, **cut}), ("Report", {"ratio": 4, **cut})] if wide else []
    table = plain_table(
        ("Date", {"min_width": 10, "max_width": 13}), ("Source", {"ratio": 4}), ("Type", keep),
        ("Target", {"ratio": 4}), ("Told as", {"ratio": 3, "min_width": 11}), *more,
        ("Ref", {**keep, "style": "cyan"}),
    )  # fmt: skip
    table.expand = True
    for row in rows:
        event = row.event
        last = [Text(event.trigger), Text(report_of(row.document))] if wide else []
        table.add_row(
            Text(when(event.date) or "undated"), Text(names(event.sources)), event.plover, Text(names(event.targets)),
            Text(_told(event)), *last, shorten(event.id),
        )  # fmt: skip
    return table


def _event_line(event: Event, reference: str) -> Text:
    told = _told(event)
    return Text.assemble(
        (when(event.date) or "undated", "dim"), f" {sides(event)}: ", (event.plover, "bold"),
        f" · {told} " if told else " ", (reference, "cyan"),
    )  # fmt: skip


def _told(event: Event) -> str:
    return ", ".join(filter(None, (mark(event), "background" if event.background else "")))


def report_of(document: Document) -> str:
    """Outlet and headline."""
    outlet = f"{document.publisher}: " if document.publisher else ""
    return outlet + headline(document)


def documents_table(rows: Sequence[DocumentRow], width: int) -> Table:
    """Documents with the number of their events, and of facts of all kinds."""
    wide, narrow = width >= WIDE, width < NARROW
    more: list[Column] = [("Characters", RIGHT), ("Language", {})] if wide else []
    outlet: list[Column] = [] if narrow else [("Outlet", {"ratio": 2})]
    ids: list[Column] = [] if narrow else [("Id", {"no_wrap": True, "style": "cyan"})]
    table = plain_table(
        ("Published", {"no_wrap": True}), ("Title", {"ratio": 4}), *outlet, *more, ("Events", RIGHT), ("Facts", RIGHT),
        *ids,
    )  # fmt: skip
    for row in rows:
        facts = [f"{row.characters:,}", row.language or "unknown"] if wide else []
        published = row.published.isoformat() if row.published else "unknown"
        publisher = [] if narrow else [Text(row.publisher or "unknown")]
        key = [] if narrow else [row.id]
        title = Text(row.title or shortened(row.start))
        if row.copy_of:
            title.append(f" (copy of {row.copy_of})", style="dim")
        table.add_row(published, title, *publisher, *facts, f"{row.events:,}", f"{row.facts:,}", *key)
    return table


def actors_table(rows: Sequence[ActorRow], width: int) -> Table:
    """Actors with their counts and how texts write them."""
    wide, narrow = width >= WIDE, width < NARROW
    kinds: list[Column] = [] if narrow else [("Kind", {}), ("Country", {})]
    written: list[Column] = [] if narrow else [("Written as", {"ratio": 4})]
    sector: list[Column] = [("Sector", {})] if wide else []
    ids: list[Column] = [("Id", {"ratio": 2, "style": "cyan"})] if wide else []
    table = plain_table(
        ("Actor", {"ratio": 3}), *kinds, *sector, ("Events", RIGHT), ("Source", RIGHT), ("Target", RIGHT),
        ("Facts", RIGHT), *written, *ids,
    )  # fmt: skip
    for row in rows:
        table.add_row(
            Text(row.name),
            *([] if narrow else [row.kind.replace("_", " "), row.country or ""]),
            *([row.sector or ""] if wide else []),
            f"{row.events:,}", f"{row.as_source:,}", f"{row.as_target:,}", f"{row.facts:,}",
            *([] if narrow else [Text(_written(row))]),
            *([Text(row.id)] if wide else []),
        )  # fmt: skip
    return table


def _written(row: ActorRow) -> str:
    shown = ", ".join(f"{' '.join(form.split())} {number}" for form, number in row.written[:FORMS])
    return shown + (f", and {len(row.written) - FORMS} more" if len(row.written) > FORMS else "")


def errors_table(rows: Sequence[ErrorRow]) -> Table:
    """Documents that could not be read, and why."""
    table = plain_table(
        ("Run", {"justify": "right"}), ("When (UTC)", {"no_wrap": True}), ("Where", {"ratio": 2}), ("Why", {"ratio": 3})
    )
    for row in rows:
        table.add_row(str(row.run), f"{row.started:%Y-%m-%d %H:%M}", Text(row.location), Text(row.reason))
    return table

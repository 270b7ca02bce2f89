"""``dragoman events``, ``actors``, ``documents``, ``errors`` and ``explain``, and what all lists share."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType

from dragoman import ontology
from dragoman.commands.terminal import PROSE_WIDTH, note, out, say, say_json, show
from dragoman.desk.arguments import (
    DEFAULT_STORE,
    actor_id,
    open_for_reading,
    parse_day,
    parse_factuality,
    parse_pair,
    parse_types,
)
from dragoman.desk.problems import Exit, UserError
from dragoman.exchange.flat import EVENT_COLUMNS, event_record
from dragoman.exchange.rows import fact_row
from dragoman.report.explain import explain as explanation
from dragoman.report.store_records import actor_record, document_record, error_record
from dragoman.report.tables import actors_table, documents_table, errors_table, events_table
from dragoman.report.words import count
from dragoman.store import EventFilter, Store, StoreError, UnknownIdError

SHOWN = 50
"""Rows of a table on the terminal unless --limit says otherwise; files get all."""

StoreOption = Annotated[Path, typer.Option(metavar="FILE", help="Store to look into.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON Lines.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Write CSV.")]
LimitOption = Annotated[
    int | None, typer.Option(min=0, metavar="N", help="At most so many; 0 for all. Tables show 50, files get all.")
]
SearchOption = Annotated[str, typer.Option(metavar="TEXT", help="Only rows with this text in them.")]
FromOption = Annotated[str | None, typer.Option("--since", "--from", metavar="DAY", help="First day, as YYYY-MM-DD.")]
FactualityOption = Annotated[
    list[str] | None, typer.Option(metavar="VALUE", help="asserted, alleged, planned, ...; may be repeated.")
]
ToOption = Annotated[str | None, typer.Option("--until", "--to", metavar="DAY", help="Last day, as YYYY-MM-DD.")]


def events(
    store: StoreOption = DEFAULT_STORE,
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Source or target: name, id or country; a country with its officials."),
    ] = None,
    pair: Annotated[
        str | None, typer.Option(metavar="A,B", help="Between two actors; 'A>B' for one direction only.")
    ] = None,
    kinds: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="PLOVER type; may be repeated.")
    ] = None,
    since: FromOption = None,
    until: ToOption = None,
    factuality: FactualityOption = None,
    background: Annotated[
        bool | None, typer.Option("--background/--news", help="Only recalled events, or only news.", show_default=False)
    ] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List events, newest first.

    A day outside which an event certainly lies leaves it out; those without a date are left out by --since and --until.
    """
    wanted = EventFilter(
        actor=actor_id(actor) if actor else None,
        pair=parse_pair(pair),
        types=parse_types(kinds or ()),
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        factuality=parse_factuality(factuality or ()),
        background=background,
        limit=limit_of(limit, export=as_json or as_csv),
    )
    with looking(store) as opened:
        if as_json or as_csv:
            found = opened.iter_events(wanted)
            if as_json:
                write_json(fact_row(row.event, row.document) for row in found)
            else:
                write_csv((event_record(row.event, row.document) for row in found), EVENT_COLUMNS)
            return
        length = opened.id_length()
        rows = opened.events(wanted)
        table = events_table(rows, lambda key: key[:length], out().width)
        give_rows(table, len(rows), opened.count_events(wanted), "event")
        if rows:
            note(f"What a row stands on: dragoman explain {rows[0].event.id[:length]}{store_option(store)}")


def actors(
    store: StoreOption = DEFAULT_STORE,
    search: SearchOption = "",
    kind: Annotated[str, typer.Option(metavar="KIND", help="state, person, armed_group, igo, ...")] = "",
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List actors by number of events, with the ways in which texts write them."""
    with looking(store) as opened:
        most = limit_of(limit, export=as_json or as_csv)
        rows = opened.actors(text=search, kind=kind, limit=most)
        plain = [actor_record(row) for row in rows]
        if as_csv:
            for row in plain:
                row["written"] = "|".join(row["written"])
        total = _total(rows, most, lambda: opened.actors(text=search, kind=kind))
        _give(plain, lambda: actors_table(rows, out().width), total, "actor", as_json=as_json, as_csv=as_csv)


def documents(
    store: StoreOption = DEFAULT_STORE,
    search: SearchOption = "",
    since: FromOption = None,
    until: ToOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List documents, newest first."""
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    with looking(store) as opened:
        most = limit_of(limit, export=as_json or as_csv)
        rows = opened.documents(since=first, until=last, text=search, limit=most)
        total = _total(rows, most, lambda: opened.documents(since=first, until=last, text=search))
        plain = [document_record(row) for row in rows]
        _give(plain, lambda: documents_table(rows, out().width), total, "document", as_json=as_json, as_csv=as_csv)


def errors(
    store: StoreOption = DEFAULT_STORE,
    run: Annotated[int | None, typer.Option(metavar="N", help="Only those of one run.")] = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List documents that could not be read, last run first."""
    with looking(store) as opened:
        most = limit_of(limit, export=as_json or as_csv)
        rows = opened.errors(run=run, limit=most)
        total = _total(rows, most, lambda: opened.errors(run=run))
        plain = [error_record(row) for row in rows]
        _give(plain, lambda: errors_table(rows), total, "error", as_json=as_json, as_csv=as_csv)


def explain(
    reference: Annotated[str, typer.Argument(metavar="ID", help="Reference of a fact, or the beginning of its id.")],
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Show what a fact stands on: sentence, rule, who says so, date and its basis, codebook, versions."""
    types, cameo = ontology.load_event_types(), ontology.load_cameo()
    with looking(store) as opened:
        found = opened.fact(reference)
        run = next((each for each in opened.runs() if each.id == found.run), None)
        shown = explanation(found.fact, found.document, types=types, cameo=cameo, run=run, find=opened.document)
    show(shown, PROSE_WIDTH)


@contextmanager
def looking(path: Path) -> Iterator[Store]:
    """An open store; whatever goes wrong with it ends the command with a line."""
    with open_for_reading(path) as opened:
        try:
            yield opened
        except UnknownIdError as error:
            raise UserError(str(error)) from error
        except StoreError as error:
            raise UserError(str(error), Exit.STORE) from error


def limit_of(limit: int | None, *, export: bool) -> int | None:
    """Rows to fetch: what the user says, 0 being all; else all for a file and some for a table."""
    if limit is None:
        return None if export else SHOWN
    return limit or None


def _total(rows: Sequence[Any], most: int | None, every: Callable[[], Sequence[Any]]) -> int:
    """How many rows there are without the limit."""
    return len(rows) if most is None or len(rows) < most else len(every())


def store_option(store: Path) -> str:
    """The option that names this store in a command, if it is not the usual one."""
    return "" if store == DEFAULT_STORE else f" --store {store}"


def _give(
    rows: Sequence[Mapping[str, Any]],
    table: Callable[[], RenderableType],
    total: int,
    noun: str,
    *,
    as_json: bool,
    as_csv: bool,
) -> None:
    if as_json:
        write_json(rows)
    elif as_csv:
        write_csv(rows, list(rows[0]) if rows else [])
    else:
        give_rows(table(), len(rows), total, noun)


def give_rows(table: RenderableType, shown: int, total: int, noun: str) -> None:
    """Show a table, and how many of how many rows are in it."""
    if not shown:
        say(f"No {noun}s.")
        return
    show(table)
    say(f"{count(total, noun)}." if shown == total else f"{shown} of {count(total, noun)}; --limit 0 shows all.")


def write_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows to standard output, one JSON object a line."""
    for row in rows:
        say_json(row)


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write rows to standard output as CSV with a header."""
    table = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)

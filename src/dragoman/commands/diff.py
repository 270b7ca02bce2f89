"""``dragoman diff``: what is new or changed since a day, or since a run."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.look import (
    CsvOption,
    FromOption,
    JsonOption,
    LimitOption,
    SearchOption,
    StoreOption,
    ToOption,
    limit_of,
    looking,
    store_option,
    write_csv,
    write_json,
)
from dragoman.commands.terminal import note, say, show
from dragoman.desk.arguments import DEFAULT_STORE, actor_id, parse_day
from dragoman.desk.issues import read_choices
from dragoman.desk.news import beside_line, concerns, entry_has_words, parted_facts
from dragoman.desk.problems import UserError
from dragoman.relations.diff import diff as find_diff
from dragoman.relations.diff_model import Diff
from dragoman.relations.diff_sides import Parted, Window
from dragoman.report.diff_lines import DIRECTIONS, diff_lines, diff_summary
from dragoman.report.diff_records import DIFF_COLUMNS, entry_record, flat_entry
from dragoman.report.readout_lines import Context
from dragoman.report.words import count
from dragoman.store.queries import plain

RunOption = Annotated[
    int | None,
    typer.Option("--since-run", metavar="N", help="What is new in the store: first seen by run N or a later one."),
]
PartyOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Only what concerns this party, or someone for it.")
]


def diff(
    store: StoreOption = DEFAULT_STORE,
    since: FromOption = None,
    since_run: RunOption = None,
    until: ToOption = None,
    actor: PartyOption = None,
    search: SearchOption = "",
    issues_file: IssuesOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show what is new or changed, by party, issue, proposal and relation, with a direction and the sentence behind it.

    --since asks what is new in the world as reported: facts of that day or later against those before; a fact without
    a date is of the day of its report. --since-run asks what is new in the store: facts that this run or a later one
    saw first, however old they are, against those known before.

    Better is towards agreement as reported (nearer to where other parties stand, an answer that accepts, events of
    higher Goldstein value, a claim that says so), worse is away from it, and unchanged is neither.
    """
    choices = read_choices(issues_file)
    window = _window(since, since_run, until)
    with looking(store) as opened:
        parted, question = parted_facts(opened, store, window, since_run)
        every = find_diff(parted.before, parted.after, choices, beside=parted.beside, window=window)
        names = (plain(actor), plain(actor_id(actor))) if actor is not None else ()
        found = every.only(lambda entry: entry_has_words(entry, search) and (not names or concerns(entry, names)))
        if as_json or as_csv:
            shown = found.entries[: limit_of(limit, export=True)]
            if as_json:
                write_json(map(entry_record, shown))
            else:
                write_csv(map(flat_entry, shown), DIFF_COLUMNS)
            return
        if not found.entries:
            say(_nothing(every, parted, question))
            return
        length = opened.id_length()
        context = Context(documents={}, shorten=lambda key: key[:length])
        numbers = f"{count(found.after, 'fact')}, against {found.before:,} before.{beside_line(parted)}"
        show(Text(f"{question}: {numbers} {diff_summary(found)}. {DIRECTIONS}\n"))
        show(diff_lines(found, context, limit_of(limit, export=False)))
        reference = context.shorten(found.entries[0].evidence[0].fact)
        note(f"What a line stands on: dragoman explain {reference}{store_option(store)}")


def _window(since: str | None, since_run: int | None, until: str | None) -> Window:
    """The days that are compared.

    Raises:
        UserError: neither a day nor a run is given, or both are, or the days are the wrong way round.
    """
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    if (first is None) is (since_run is None):
        raise UserError("say since when: --since 2024-02-08 for a day, or --since-run 2 for a run, and not both")
    try:
        return Window(since=first, until=last)
    except ValueError as error:
        raise UserError(f"--until: {error}") from error


def _nothing(every: Diff, parted: Parted, question: str) -> str:
    if every.entries:
        return f"{question}: nothing new that fits; without --actor and --search, {diff_summary(every)}."
    return f"{question}: nothing new ({count(every.after, 'fact')}, {every.before:,} before).{beside_line(parted)}"

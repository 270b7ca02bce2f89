"""``dragoman issues``, ``changes`` and ``terms``: what the facts of a whole store come to together."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.look import (
    CsvOption,
    FromOption,
    JsonOption,
    LimitOption,
    SearchOption,
    StoreOption,
    ToOption,
    give_rows,
    limit_of,
    looking,
    store_option,
    write_csv,
    write_json,
)
from dragoman.commands.terminal import note, out, say, show
from dragoman.desk.arguments import DEFAULT_STORE, parse_day
from dragoman.desk.issues import read_choices, related_items
from dragoman.desk.related import changes_asked, issues_asked, someone, terms_asked
from dragoman.model.facts import Fact
from dragoman.relations.relate import relate
from dragoman.report.readout_lines import Context
from dragoman.report.related_records import (
    CHANGE_COLUMNS,
    EDGE_COLUMNS,
    ISSUE_COLUMNS,
    change_record,
    edge_record,
    flat,
    issue_record,
    terms_records,
)
from dragoman.report.standing import (
    changes_list,
    issues_table,
    terms_list,
)
from dragoman.report.words import count
from dragoman.store import Store

ActorOption = Annotated[
    str | None,
    typer.Option("--actor", metavar="NAME", help="Only what this party, or someone for it, has a stance on."),
]


def issues(
    store: StoreOption = DEFAULT_STORE,
    issues_file: IssuesOption = None,
    search: SearchOption = "",
    actor: ActorOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List issues: what positions, proposals and conditions are about, however the reports put it.

    Phrases that mean the same are one issue. The id at the end of a row is what --issue of the other lists takes.
    """
    choices, party = read_choices(issues_file), someone(actor)
    with looking(store) as opened:
        items = related_items(opened)
        rows = issues_asked(relate(items, choices), items, search, party)
        if as_json or as_csv:
            shown = rows[: limit_of(limit, export=True)]
            if as_json:
                write_json(issue_record(row) for row in shown)
            else:
                write_csv((flat(issue_record(row)) for row in shown), ISSUE_COLUMNS)
            return
        shown = rows[: limit_of(limit, export=False)]
        give_rows(issues_table(shown, out().width), len(shown), len(rows), "issue")


def changes(
    store: StoreOption = DEFAULT_STORE,
    issues_file: IssuesOption = None,
    search: SearchOption = "",
    actor: ActorOption = None,
    since: FromOption = None,
    until: ToOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """List where a party moved from one side of an issue to another, with both sentences, newest first.

    Who acts for a party counts as the party. What others ascribe to it is compared only with what they ascribed before.
    """
    choices, party = read_choices(issues_file), someone(actor)
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    with looking(store) as opened:
        chosen = changes_asked(relate(related_items(opened), choices), search, party, first, last)
        if as_json or as_csv:
            shown = chosen[: limit_of(limit, export=True)]
            if as_json:
                write_json(change_record(change) for change in shown)
            else:
                write_csv((flat(change_record(change)) for change in shown), CHANGE_COLUMNS)
            return
        shown = chosen[: limit_of(limit, export=False)]
        give_rows(changes_list(shown, _context(opened)), len(shown), len(chosen), "change")
        if shown:
            _hint(shown[0].after.position, opened, store)


def terms(
    store: StoreOption = DEFAULT_STORE,
    issues_file: IssuesOption = None,
    search: SearchOption = "",
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show what hangs on what: deadlocks, steps that several things wait for, and every condition between two issues.

    A deadlock is a loop of conditions: one thing only after another, and that only after the first.
    """
    choices = read_choices(issues_file)
    with looking(store) as opened:
        found = terms_asked(relate(related_items(opened), choices).terms, search)
        if as_json:
            write_json(islice(terms_records(found), limit_of(limit, export=True)))
        elif as_csv:
            edges = found.edges[: limit_of(limit, export=True)]
            write_csv((flat(edge_record(edge)) for edge in edges), EDGE_COLUMNS)
        elif not found.edges:
            say("No conditions.")
        else:
            most = limit_of(limit, export=False)
            show(terms_list(found, _context(opened), most))
            more = "; --limit 0 shows all" if most is not None and most < len(found.edges) else ""
            say(f"{count(len(found.edges), 'condition')} between issues, {count(len(found.loops), 'loop')}{more}.")
            _hint(found.edges[0].told[0].condition, opened, store)


def _context(store: Store) -> Context:
    length = store.id_length()
    return Context(documents={}, shorten=lambda key: key[:length])


def _hint(fact: Fact, store: Store, path: Path) -> None:
    note(f"What a line stands on: dragoman explain {fact.id[: store.id_length()]}{store_option(path)}")


RELATED = (issues, changes, terms)
"""The commands, in the order the help shows them."""

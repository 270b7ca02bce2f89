"""``dragoman issues``, ``changes`` and ``terms``: what the facts of a whole store come to together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from dragoman.desk.arguments import DEFAULT_STORE, actor_id, parse_day
from dragoman.desk.issues import has_words, read_choices, related_items
from dragoman.model.actors import ActorRef
from dragoman.model.facts import Fact, Position
from dragoman.relations.conditions import Terms
from dragoman.relations.positions import Change
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
    IssueRow,
    changes_list,
    issue_rows,
    issues_table,
    terms_list,
)
from dragoman.report.words import count
from dragoman.store import Store
from dragoman.store.queries import plain

Names = tuple[str, ...]
"""A party as the user wrote it and its id, both plain; empty for any party."""
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
    choices, names = read_choices(issues_file), _names(actor)
    with looking(store) as opened:
        items = related_items(opened)
        found = relate(items, choices)
        rows = [row for row in issue_rows(found, items) if _is_wanted(row, search, names)]
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
    choices, names = read_choices(issues_file), _names(actor)
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    with looking(store) as opened:
        found = relate(related_items(opened), choices)
        chosen = [
            change
            for change in reversed(found.matrix.changes)
            if has_words(change.issue, search)
            and (not names or _is_actor(change, names))
            and (first is None or change.after.day >= first.isoformat())
            and (last is None or change.after.day <= last.isoformat())
        ]
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
        found = _with_words(relate(related_items(opened), choices).terms, search)
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


def _is_wanted(row: IssueRow, search: str, names: Names) -> bool:
    if names and not any(_is(holder, names) for holder in _holders(row.positions)):
        return False
    return has_words(row.issue, search)


def _holders(facts: Iterable[Fact]) -> Iterator[ActorRef]:
    return (fact.holder for fact in facts if isinstance(fact, Position))


def _names(wanted: str | None) -> Names:
    """What the user calls an actor, and its id; looked up once, for that takes reading the tables of actors."""
    return (plain(wanted), plain(actor_id(wanted))) if wanted is not None else ()


def _is_actor(change: Change, names: Names) -> bool:
    stands = (change.before, change.after)
    return any(_is(stand.position.holder, names) or plain(stand.party.name) == names[0] for stand in stands)


def _is(actor: ActorRef, names: Names) -> bool:
    """Whether an actor is the one that the user names, or acts for it."""
    own = {plain(each) for each in (actor.id, actor.name, actor.country or "", actor.affiliation or "") if each}
    return not own.isdisjoint(names) or names[0] in plain(actor.name).split()


def _with_words(found: Terms, search: str) -> Terms:
    if not search:
        return found
    return Terms(
        edges=tuple(edge for edge in found.edges if has_words(edge.step, search) or has_words(edge.goal, search)),
        loops=tuple(loop for loop in found.loops if any(has_words(issue, search) for issue in loop.issues)),
        shared=tuple(shared for shared in found.shared if has_words(shared.step, search)),
    )


RELATED = (issues, changes, terms)
"""The commands, in the order the help shows them."""

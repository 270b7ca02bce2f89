"""``dragoman statements``, ``positions``, ``proposals``, ``conditions``, ``assessments`` and ``figures``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.look import (
    CsvOption,
    FactualityOption,
    FromOption,
    JsonOption,
    LimitOption,
    StoreOption,
    ToOption,
    give_rows,
    limit_of,
    looking,
    store_option,
    write_csv,
    write_json,
)
from dragoman.commands.terminal import note, out
from dragoman.desk.arguments import DEFAULT_STORE, actor_id, parse_day, parse_factuality
from dragoman.desk.issues import WITH_ISSUES, in_issue, read_choices
from dragoman.exchange.flat import COLUMNS, record
from dragoman.exchange.rows import fact_row
from dragoman.relations.choices import NO_CHOICES, Choices
from dragoman.report.lists import facts_table
from dragoman.store import FactFilter

ActorOption = Annotated[
    str | None,
    typer.Option(
        "--actor", metavar="NAME", help="Actor in any role: name, id or country; a country with its officials."
    ),
]
IssueOption = Annotated[
    str | None,
    typer.Option("--issue", metavar="TEXT", help="Words of an issue, its id, or the reference of a fact about it."),
]
WordsOption = Annotated[
    str | None,
    typer.Option("--issue", metavar="TEXT", help="Words of what it is about, or the reference of a fact about it."),
]


def listing(kind: str, purpose: str) -> Callable[..., None]:
    """The command that lists the facts of a kind that has no issue of its own; ``--issue`` looks for words.

    Args:
        purpose: what it lists, for ``--help``.
    """

    def command(
        store: StoreOption = DEFAULT_STORE,
        actor: ActorOption = None,
        issue: WordsOption = None,
        since: FromOption = None,
        until: ToOption = None,
        factuality: FactualityOption = None,
        limit: LimitOption = None,
        as_json: JsonOption = False,
        as_csv: CsvOption = False,
    ) -> None:
        wanted = _wanted(kind, actor, issue, since, until, factuality, limit_of(limit, export=as_json or as_csv))
        _list(kind, store, wanted, NO_CHOICES, as_json=as_json, as_csv=as_csv)

    return _named(command, kind, purpose)


def issue_listing(kind: str, purpose: str) -> Callable[..., None]:
    """The command that lists the facts of a kind that is about issues; the user may merge and name these.

    Args:
        purpose: what it lists, for ``--help``.
    """

    def command(
        store: StoreOption = DEFAULT_STORE,
        actor: ActorOption = None,
        issue: IssueOption = None,
        issues: IssuesOption = None,
        since: FromOption = None,
        until: ToOption = None,
        factuality: FactualityOption = None,
        limit: LimitOption = None,
        as_json: JsonOption = False,
        as_csv: CsvOption = False,
    ) -> None:
        wanted = _wanted(kind, actor, issue, since, until, factuality, limit_of(limit, export=as_json or as_csv))
        _list(kind, store, wanted, read_choices(issues), as_json=as_json, as_csv=as_csv)

    return _named(command, kind, purpose)


def _named(command: Callable[..., None], kind: str, purpose: str) -> Callable[..., None]:
    command.__name__ = f"{kind}s"
    command.__doc__ = (
        f"{purpose}\n\nA day outside which a {kind} certainly lies leaves it out; those without a date are left out by"
        " --since and --until."
    )
    return command


def _wanted(
    kind: str,
    actor: str | None,
    issue: str | None,
    since: str | None,
    until: str | None,
    factuality: list[str] | None,
    limit: int | None,
) -> FactFilter:
    """What was typed, as a filter."""
    return FactFilter(
        kinds=(kind,),
        actor=actor_id(actor) if actor else None,
        issue=issue or None,
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        factuality=parse_factuality(factuality or ()),
        limit=limit,
    )


def _list(kind: str, store: Path, wanted: FactFilter, choices: Choices, *, as_json: bool, as_csv: bool) -> None:
    with looking(store) as opened:
        if wanted.issue and kind in WITH_ISSUES:
            wanted = in_issue(opened, wanted, choices)
        if as_json:
            write_json(fact_row(row.fact, row.document) for row in opened.iter_facts(wanted))
            return
        if as_csv:
            write_csv((record(row.fact, row.document) for row in opened.iter_facts(wanted)), COLUMNS[kind])
            return
        length = opened.id_length()
        rows = opened.facts(wanted)
        table = facts_table(kind, rows, lambda key: key[:length], out().width)
        give_rows(table, len(rows), opened.count_facts(wanted), kind)
        if rows:
            note(f"What a row stands on: dragoman explain {rows[0].fact.id[:length]}{store_option(store)}")


LISTINGS = tuple(
    (issue_listing if kind in WITH_ISSUES else listing)(kind, purpose)
    for kind, purpose in (
        ("statement", "List who said or believes what, newest first."),
        ("position", "List who stands where on what, and who says so, newest first."),
        ("proposal", "List plans, deals and offers with sponsors, terms and the parties' answers, newest first."),
        ("condition", "List what is said to depend on what, whose condition it is and who says so, newest first."),
        ("assessment", "List claims about the state or trend of a relation, a conflict or talks, newest first."),
        ("figure", "List figures with who gives them, newest first; figures are never added up."),
    )
)
"""The commands, in the order the help shows them."""

"""``dragoman statements``, ``positions``, ``proposals``, ``conditions``, ``assessments`` and ``figures``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.arguments import DEFAULT_STORE, actor_id, parse_day, parse_factuality
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
from dragoman.exchange.flat import COLUMNS, record
from dragoman.exchange.rows import fact_row
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
    typer.Option("--issue", metavar="TEXT", help="Only what has these words; or a reference: what is about the same."),
]


def listing(kind: str, purpose: str) -> Callable[..., None]:
    """The command that lists the facts of one kind.

    Args:
        purpose: what it lists, for ``--help``.
    """

    def command(
        store: StoreOption = DEFAULT_STORE,
        actor: ActorOption = None,
        issue: IssueOption = None,
        since: FromOption = None,
        until: ToOption = None,
        factuality: FactualityOption = None,
        limit: LimitOption = None,
        as_json: JsonOption = False,
        as_csv: CsvOption = False,
    ) -> None:
        wanted = FactFilter(
            kinds=(kind,),
            actor=actor_id(actor) if actor else None,
            issue=issue or None,
            since=parse_day(since, "--since"),
            until=parse_day(until, "--until"),
            factuality=parse_factuality(factuality or ()),
            limit=limit_of(limit, export=as_json or as_csv),
        )
        _list(kind, store, wanted, as_json=as_json, as_csv=as_csv)

    command.__name__ = f"{kind}s"
    command.__doc__ = (
        f"{purpose}\n\nA day outside which a {kind} certainly lies leaves it out; those without a date are left out by"
        " --since and --until."
    )
    return command


def _list(kind: str, store: Path, wanted: FactFilter, *, as_json: bool, as_csv: bool) -> None:
    with looking(store) as opened:
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
    listing(kind, purpose)
    for kind, purpose in (
        ("statement", "List who said or believes what, newest first."),
        ("position", "List who stands where on what, and who says so, newest first."),
        ("proposal", "List plans, deals and offers with sponsors, terms and the parties' answers, newest first."),
        ("condition", "List what is said to depend on what, whose condition it is and who says so, newest first."),
        ("assessment", "List claims about the state or trend of a relation, a conflict or talks, newest first."),
        ("figure", "List figures with their claimants, newest first; figures are never added up."),
    )
)
"""The commands, in the order the help shows them."""

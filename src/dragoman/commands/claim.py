"""``dragoman claim``: whether "lowest since ..." holds in the events of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.look import JsonOption, LimitOption, give_rows, limit_of, looking, write_json
from dragoman.commands.table_options import (
    DatasetOption,
    GroupsOption,
    IncludeOption,
    LevelOption,
    ScaleOption,
    TableOption,
)
from dragoman.commands.terminal import PROSE_WIDTH, show
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.claims import Asking
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level, Wording, known_datasets, looking_at_table, parse_include, read_scale
from dragoman.model.dyads import Period
from dragoman.relations.claim_model import Reason
from dragoman.relations.claims import parse_claim
from dragoman.report.claim_lines import claim_line, claim_lines, reason_line, tested_record, to_record
from dragoman.report.claim_list import claims_list
from dragoman.store import FactFilter, StoredFact
from dragoman.store.archive_parts import is_archive


def claim(
    text: Annotated[
        str, typer.Argument(metavar="[CLAIM]", help="Such as 'US-Israel relations lowest since 2023-10-07'.")
    ] = "",
    store: TableOption = DEFAULT_STORE,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day, month or year that is claimed of.")
    ] = None,
    period: Annotated[Period | None, typer.Option(help="Length of the periods that are compared.")] = None,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
    scale: ScaleOption = "goldstein",
    level: LevelOption = Level.SIDE,
    groups: GroupsOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
) -> None:
    """Test a claim about a relation: lowest, highest, worst, best, first, most, since, in N years, ever.

    The answer is holds, does not hold, too close to tell, or cannot be tested, with the numbers behind it. It is about
    what these data report, not about the world. Without a claim, every assessment in the store is tested.
    """
    with looking_at_table(store) as table:
        ask = Asking(
            table=table,
            wording=Wording(table=table, groups=groups, level=level),
            datasets=known_datasets(table, dataset or ()),
            include=parse_include(include or ()),
            scale=read_scale(scale),
        )
        if text.strip():
            _one(ask, text, as_of, period, as_json=as_json)
            return
        if as_of:
            raise UserError("--as-of goes with a claim; assessments are tested as of their reports")
        if store.is_dir() and not is_archive(store):
            raise UserError(f"{store} has events only; name a store with assessments, or write a claim")
        tested = [(stored, ask.of(stored, period or Period.MONTH)) for stored in _assessments(store)]
    if as_json:
        write_json(tested_record(stored, found) for stored, found in tested[: limit_of(limit, export=True)])
        return
    shown = tested[: limit_of(limit, export=False)]
    lines = [
        (stored, reason_line(found) if isinstance(found, Reason) else claim_line(found)) for stored, found in shown
    ]
    give_rows(claims_list(lines), len(shown), len(tested), "assessment")


def _one(ask: Asking, text: str, as_of: str | None, period: Period | None, *, as_json: bool) -> None:
    try:
        parsed = parse_claim(text, as_of=as_of, period=period, known=ask.knows)
    except ValueError as error:
        raise UserError(str(error)) from error
    found = ask.check(parsed, ask.wording.side(parsed.first), ask.wording.side(parsed.second))
    if as_json:
        write_json([to_record(found)])
        return
    for line in claim_lines(found):
        show(line, PROSE_WIDTH)


def _assessments(store: Path) -> list[StoredFact]:
    with looking(store) as opened:
        return opened.facts(FactFilter(kinds=("assessment",)))

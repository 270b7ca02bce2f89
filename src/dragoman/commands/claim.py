"""``dragoman claim``: whether "lowest since ..." holds in the events of a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman import ontology
from dragoman.commands.arguments import DEFAULT_STORE
from dragoman.commands.look import JsonOption, LimitOption, give_rows, limit_of, looking, write_json
from dragoman.commands.problems import CommandError
from dragoman.commands.tables import (
    DatasetOption,
    GroupsOption,
    IncludeOption,
    Level,
    LevelOption,
    ScaleOption,
    TableOption,
    Wording,
    known_datasets,
    looking_at_table,
    parse_include,
    read_scale,
)
from dragoman.commands.terminal import PROSE_WIDTH, show
from dragoman.model.dyads import EventTable, Member, Period, Scale, Side
from dragoman.model.facts import Assessment
from dragoman.relations.claim_model import Cause, Claim, Finding, Reason
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import claim_of, parse_claim
from dragoman.relations.index import with_index
from dragoman.relations.scales import scales_of
from dragoman.report.claim_lines import claim_line, claim_lines, reason_line, to_record
from dragoman.report.claim_list import claims_list
from dragoman.store import FactFilter, StoredFact


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
        ask = _Asking(
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
            raise CommandError("--as-of goes with a claim; assessments are tested as of their reports")
        if store.is_dir():
            raise CommandError(f"{store} has events only; name a store with assessments, or write a claim")
        tested = [(stored, ask.of(stored, period or Period.MONTH)) for stored in _assessments(store)]
    if as_json:
        write_json(_record(stored, found) for stored, found in tested[: limit_of(limit, export=True)])
        return
    shown = tested[: limit_of(limit, export=False)]
    lines = [
        (stored, reason_line(found) if isinstance(found, Reason) else claim_line(found)) for stored, found in shown
    ]
    give_rows(claims_list(lines), len(shown), len(tested), "assessment")


def _one(ask: _Asking, text: str, as_of: str | None, period: Period | None, *, as_json: bool) -> None:
    try:
        parsed = parse_claim(text, as_of=as_of, period=period, known=ask.knows)
    except ValueError as error:
        raise CommandError(str(error)) from error
    found = ask.check(parsed, ask.wording.side(parsed.first), ask.wording.side(parsed.second))
    if as_json:
        write_json([to_record(found)])
        return
    for line in claim_lines(found):
        show(line, PROSE_WIDTH)


class _Asking:
    """What is asked of all claims of one command."""

    def __init__(
        self,
        *,
        table: EventTable,
        wording: Wording,
        datasets: tuple[str, ...],
        include: frozenset[str],
        scale: Scale,
    ) -> None:
        self.wording = wording
        self._table, self._datasets, self._include, self._scale = table, datasets, include, scale
        known = scales_of(ontology.load_event_types())
        self._others = [known[name] for name in ("goldstein", "balance") if known[name] != scale]

    def knows(self, name: str) -> bool:
        """Whether somebody is called so."""
        try:
            self.wording.side(name)
        except CommandError:
            return False
        return True

    def check(self, claimed: Claim, first: Side, second: Side) -> Finding:
        """Test a claim about two sides.

        Raises:
            CommandError: they are the same.
        """
        try:
            return check_claim(
                claimed,
                self._table,
                first,
                second,
                datasets=self._datasets,
                include=self._include,
                scale=self._scale,
                scales=self._others,
                index=with_index,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error

    def of(self, stored: StoredFact, period: Period) -> Finding | Reason:
        """Test an assessment of a report, or say why that can't be done."""
        assert isinstance(stored.fact, Assessment)
        claimed = claim_of(stored.fact, period=period)
        if isinstance(claimed, Reason):
            return claimed
        first, second = (
            self._side(key, name) for key, name in zip(claimed.ids or (), (claimed.first, claimed.second), strict=True)
        )
        if first.members == second.members:
            return Reason(cause=Cause.NO_PAIR, why=f"{claimed.first} and {claimed.second} are one side here")
        return self.check(claimed, first, second)

    def _side(self, key: str, name: str) -> Side:
        """The side of an actor that a fact names; one that neither tables nor rows know has no events."""
        for written in (key, name):
            if self.knows(written):
                return self.wording.side(written)
        return Side(id=key, name=name, members=(Member(actor=key),))


def _assessments(store: Path) -> list[StoredFact]:
    with looking(store) as opened:
        return opened.facts(FactFilter(kinds=("assessment",)))


def _record(stored: StoredFact, found: Finding | Reason) -> dict[str, Any]:
    fact = stored.fact
    span = fact.evidence[0]
    said = {
        "id": fact.id,
        "document": stored.document.id,
        "published": stored.document.published.isoformat() if stored.document.published else None,
        "publisher": stored.document.publisher,
        "sentence": stored.document.text[span.start : span.end],
    }
    if isinstance(found, Reason):
        return said | {"verdict": "cannot be tested", "cause": str(found.cause), "why": found.why}
    return said | to_record(found)

"""Verdicts on claims mirror one another, and come out the same when they are worked out again by other means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.relations.claim_model import Cause, Finding, Verdict
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import parse_claim
from fake_table import ESTORIA, NORLAND, FakeTable, months
from recomputed import recompute

VALUES = st.lists(st.integers(-10, 10), max_size=9)
DYADS = st.lists(VALUES, min_size=2, max_size=8)


def ask(text: str, table: FakeTable, **more: float) -> Finding:
    return check_claim(parse_claim(text), table, NORLAND, ESTORIA, **more)  # type: ignore[arg-type]


def dyad(values: Sequence[Sequence[float]]) -> FakeTable:
    """Events of the months of 2014, and others that make every month covered."""
    rows = [*months(2014, values), *months(2014, [[1]] * len(values), source="TALVIA", target="VELMORA")]
    return FakeTable([replace(row, id="") for row in rows])


def told(finding: Finding) -> tuple[Verdict, Cause | None, str | None]:
    decider = finding.comparison.decider
    return finding.verdict, finding.cause, decider.label if decider else None


@settings(max_examples=40, deadline=None)
@given(DYADS)
def test_names_swapped_give_the_same(values: list[list[int]]) -> None:
    table = dyad(values)
    one = check_claim(parse_claim("Norland-Estoria lowest ever"), table, NORLAND, ESTORIA)
    other = check_claim(parse_claim("Estoria-Norland lowest ever"), table, ESTORIA, NORLAND)
    assert told(one) == told(other)
    assert one.why == other.why
    assert one.checks == other.checks
    assert one.lines == other.lines


@settings(max_examples=40, deadline=None)
@given(DYADS)
def test_parties_swapped_in_the_data_give_the_same(values: list[list[int]]) -> None:
    table = dyad(values)
    turn = {"NORLAND": "ESTORIA", "ESTORIA": "NORLAND"}
    turned = FakeTable(
        [
            replace(row, source=turn.get(row.source, row.source), target=turn.get(row.target, row.target))
            for row in table.rows
        ]
    )
    one = check_claim(parse_claim("Norland's relations towards Estoria highest ever"), table, NORLAND, ESTORIA)
    other = check_claim(parse_claim("Estoria's relations towards Norland highest ever"), turned, ESTORIA, NORLAND)
    assert told(one) == told(other)
    assert one.why == other.why


@settings(max_examples=40, deadline=None)
@given(DYADS, st.integers(-6, 6))
def test_a_constant_added_to_all_values_gives_the_same(values: list[list[int]], more: int) -> None:
    raised = FakeTable([replace(row, goldstein=row.value + more) for row in dyad(values).rows])
    assert told(ask("Norland-Estoria lowest ever", raised)) == told(ask("Norland-Estoria lowest ever", dyad(values)))


@settings(max_examples=40, deadline=None)
@given(DYADS)
def test_highest_is_lowest_with_all_values_turned_round(values: list[list[int]]) -> None:
    turned = FakeTable([replace(row, goldstein=-row.value) for row in dyad(values).rows])
    high, low = ask("Norland-Estoria highest ever", turned), ask("Norland-Estoria lowest ever", dyad(values))
    assert told(high) == told(low)


@settings(max_examples=60, deadline=None)
@given(DYADS, st.booleans(), st.sampled_from([0.5, 0.9, 0.99]))
def test_verdicts_on_means_are_the_same_worked_out_again(values: list[list[int]], lowest: bool, level: float) -> None:
    table = dyad(values)
    finding = ask(f"Norland-Estoria {'lowest' if lowest else 'highest'} ever", table, interval=level)
    rows = [{"day": row.day, "value": float(row.value)} for row in table.rows if row.target == "ESTORIA"]
    frame = polars.DataFrame(rows, schema={"day": polars.Date, "value": polars.Float64})
    verdict, period = recompute(frame, date(2014, len(values), 1), date(2014, 1, 1), lowest, level)
    decider = finding.comparison.decider
    assert (str(finding.verdict), decider.start if decider else None) == (verdict, period)


@settings(max_examples=40, deadline=None)
@given(DYADS)
def test_no_claim_on_fewer_than_five_events_is_tested(values: list[list[int]]) -> None:
    thin = [*values[:-1], values[-1][:4]]
    finding = ask("Norland-Estoria lowest ever", dyad(thin))
    assert finding.verdict is Verdict.CANNOT_BE_TESTED
    assert finding.cause in (Cause.THIN, Cause.NO_ACTOR)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_most_of_one_and_fewest_of_it_do_not_both_hold(numbers: list[int]) -> None:
    rows = [*months(2014, [[-9] * n for n in numbers], plover="ASSAULT"), *months(2014, [[1] * 5] * len(numbers))]
    table = FakeTable([replace(row, id="") for row in rows])
    most = ask("most attacks between Norland and Estoria ever", table)
    fewest = ask("fewest attacks between Norland and Estoria ever", table)
    assert {most.verdict, fewest.verdict} != {Verdict.HOLDS}
    if most.cause is None and fewest.cause is None and max(numbers) > min(numbers):
        assert (most.verdict is Verdict.HOLDS) <= (fewest.verdict is Verdict.DOES_NOT_HOLD)

"""Verdicts on claims: on constructed months, with each reason that one can't be tested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from dragoman.model.dyads import GOLDSTEIN, Member, Period, Scale, Side
from dragoman.model.facts import Factuality
from dragoman.relations.claim_model import Cause, Check, Finding, Verdict
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import parse_claim
from dragoman.relations.series import Series
from fake_table import ESTORIA, NORLAND, TALVIA, FakeTable, Row, month_rows, months

CALM = (2, 3, 1, 2, 3, 2)
COLD = (-5, -4, -6, -5, -4, -6)
COOL = (1, 2, 0, 1, 2, 1)
LOWEST = "Norland-Estoria relations lowest since 2013"


def year_of(last: Sequence[float], other: Sequence[float] = CALM, **more: object) -> FakeTable:
    """2013 and 2014 calm; December 2014 as given."""
    return FakeTable([*months(2013, [other] * 12, **more), *months(2014, [*[other] * 11, last], **more)])


def ask(text: str, table: FakeTable, second: Side = ESTORIA, **more: object) -> Finding:
    return check_claim(parse_claim(text), table, NORLAND, second, **more)  # type: ignore[arg-type]


def named(finding: Finding, start: str) -> Check:
    return next(check for check in finding.checks if check.name.startswith(start))


def test_the_lowest_month_whose_interval_is_apart_holds() -> None:
    finding = ask(LOWEST, year_of(COLD))
    found = finding.comparison
    assert (finding.verdict, finding.cause) == (Verdict.HOLDS, None)
    assert found.asked is not None
    assert found.runner_up is not None
    assert (found.asked.label, found.asked.n, found.asked.value) == ("2014-12", 6, -5.0)
    assert found.asked.high < found.runner_up.low
    assert [row.label for row in found.others] == [f"2014-{month:02}" for month in range(1, 12)]
    assert "do not overlap" in finding.why


def test_a_clearly_lower_month_refutes_and_is_named_with_its_sentences() -> None:
    table = FakeTable([*months(2014, [CALM, COLD, CALM, COOL], text="They met.")])
    finding = ask("Norland-Estoria lowest ever", table)
    assert finding.verdict is Verdict.DOES_NOT_HOLD
    assert finding.comparison.decider is not None
    assert finding.comparison.decider.label == "2014-02"
    assert "2014-02 (−5.00, n 6) has a lower mean than 2014-04 (1.17, n 6)" in finding.why
    assert [line.value for line in finding.other_lines] == [-6, -6, -5]
    assert {line.day.month for line in finding.other_lines} == {2}
    assert finding.lines[0].text == "They met."


@pytest.mark.parametrize(
    ("earlier", "label"),
    [((1, 2, 0, 1, 2, 2), "next is 2014-11"), ((1, 2, 0, 1, 2, 0), "2014-11 (1.00, n 6) has a lower")],
)
def test_intervals_that_overlap_are_too_close_whichever_is_lower(earlier: Sequence[float], label: str) -> None:
    table = FakeTable([*months(2014, [*[CALM] * 10, earlier, COOL])])
    finding = ask("Norland-Estoria lowest ever", table)
    assert finding.verdict is Verdict.TOO_CLOSE
    assert label in finding.why
    assert "but their intervals overlap" in finding.why


def test_equal_months_are_too_close() -> None:
    finding = ask("Norland-Estoria lowest ever", FakeTable(months(2014, [CALM, CALM])))
    assert finding.verdict is Verdict.TOO_CLOSE
    assert finding.comparison.reaching == 1


def test_only_what_lies_after_the_date_is_compared() -> None:
    table = FakeTable([*months(2013, [COLD] * 12), *months(2014, [*[CALM] * 11, COOL])])
    assert ask("Norland-Estoria lowest since 2013", table).comparison.decider is not None
    first = ask("Norland-Estoria lowest since 2013", table)
    assert {row.start.year for row in first.comparison.others} == {2014}
    assert named(first, "with 2013 compared too").verdict is Verdict.DOES_NOT_HOLD
    assert ask("Norland-Estoria lowest since 2012-12", table).verdict is Verdict.DOES_NOT_HOLD


def test_a_date_inside_a_month_lets_the_rest_of_it_count() -> None:
    rows = [*month_rows(date(2014, 1, 1), (-9, -9, -9)), *month_rows(date(2014, 1, 20), COOL, day=date(2014, 1, 20))]
    finding = ask("Norland-Estoria lowest since 2014-01-10", FakeTable([*rows, *month_rows(date(2014, 2, 1), COLD)]))
    (january,) = finding.comparison.others
    assert (january.start, january.end, january.n) == (date(2014, 1, 11), date(2014, 1, 31), 6)


def test_what_comes_after_the_claimed_period_does_not_count() -> None:
    table = FakeTable(months(2014, [CALM, CALM, COOL, COLD]))
    finding = ask("Norland-Estoria lowest ever as of 2014-03", table)
    assert [row.label for row in finding.comparison.others] == ["2014-01", "2014-02"]
    assert finding.comparison.window == (date(2014, 1, 1), date(2014, 3, 31))


def test_a_look_back_holds_so_many_months() -> None:
    finding = ask("Norland-Estoria lowest in 3 months", FakeTable(months(2014, [COLD, CALM, CALM, COOL])))
    assert [row.label for row in finding.comparison.others] == ["2014-02", "2014-03"]


def test_longer_periods_put_months_together() -> None:
    table = FakeTable([*months(2013, [CALM] * 3), *months(2014, [COLD] * 3)])
    finding = ask("Norland-Estoria worst year ever", table)
    assert finding.verdict is Verdict.HOLDS
    assert [(row.label, row.n) for row in finding.comparison.others] == [("2013", 18)]
    assert named(finding, "by quarter").verdict is Verdict.HOLDS


# --- why a claim cannot be tested


def refused(finding: Finding, cause: Cause, words: str) -> None:
    assert (finding.verdict, finding.cause) == (Verdict.CANNOT_BE_TESTED, cause)
    assert words in finding.why


def test_a_month_with_four_events_is_refused_and_one_with_five_is_not() -> None:
    refused(ask(LOWEST, year_of(COLD[:4])), Cause.THIN, "2014-12 has 4 events, fewer than 5")
    assert ask(LOWEST, year_of(COLD[:5])).verdict is Verdict.HOLDS


def test_a_month_without_events_is_refused() -> None:
    table = year_of(())
    table.rows += month_rows(date(2014, 12, 1), CALM, source="TALVIA", id="t")
    refused(ask(LOWEST, table), Cause.THIN, "2014-12 has 0 events")


def test_events_without_a_value_do_not_make_a_month_thick() -> None:
    only_talks = Scale(name="talks", values={"CONSULT": 1.0})
    refused(ask(LOWEST, year_of(COLD), scale=only_talks), Cause.THIN, "fewer than 5 of the 6 events of 2014-12")


def test_a_thin_claim_is_tried_with_longer_periods_only() -> None:
    finding = ask(LOWEST, year_of(COLD[:4]))
    assert [(check.name, check.verdict) for check in finding.checks] == [("by quarter", Verdict.HOLDS)]


def test_a_comparison_of_thin_months_is_refused() -> None:
    table = year_of(COLD, other=(1, 2))
    refused(ask(LOWEST, table), Cause.THIN_COMPARISON, "no other month of the time compared has at least 5 events")
    assert ask(LOWEST, table).comparison.thin == 11


def test_thin_months_are_counted_and_not_compared() -> None:
    table = year_of(COLD)
    table.rows = [row for row in table.rows if (row.day.year, row.day.month) != (2014, 6) or row.day.day < 4]
    finding = ask(LOWEST, table)
    assert (finding.verdict, finding.comparison.thin, len(finding.comparison.others)) == (Verdict.HOLDS, 1, 10)
    assert "1 month with fewer than 5 events not compared" in finding.cautions


def test_a_date_before_the_data_is_refused() -> None:
    refused(
        ask("Norland-Estoria lowest since 1990", year_of(COLD)), Cause.NOTHING_BEFORE, "these data begin with 2013-01"
    )
    refused(ask("Norland-Estoria lowest in 10 years", year_of(COLD)), Cause.NOTHING_BEFORE, "goes back further")
    refused(ask("Norland-Estoria lowest in 9999 years", year_of(COLD)), Cause.NOTHING_BEFORE, "goes back further")
    assert ask("Norland-Estoria lowest since 2012", year_of(COLD)).verdict is Verdict.HOLDS


def test_a_period_without_any_data_is_refused() -> None:
    finding = ask("Norland-Estoria lowest since 2013 as of 2015-06", year_of(COLD))
    refused(finding, Cause.NOT_COVERED, "these data have nothing of 2015-06")
    refused(ask("Norland-Estoria lowest ever", FakeTable()), Cause.NOT_COVERED, "these data have nothing")


def test_nothing_to_compare_with_is_refused() -> None:
    refused(ask("Norland-Estoria lowest since 2019", year_of(COLD)), Cause.NO_WINDOW, "no month before 2014-12")
    refused(ask("Norland-Estoria lowest since 2014-12", year_of(COLD)), Cause.NO_WINDOW, "no month before 2014-12")
    refused(ask("Norland-Estoria lowest as of 2013-01", year_of(COLD)), Cause.NO_WINDOW, "before 2013-01")


def test_since_a_year_that_is_not_over_is_from_its_beginning() -> None:
    finding = ask("Norland-Estoria lowest since 2014", year_of(COLD))
    assert finding.verdict is Verdict.HOLDS
    assert finding.comparison.window == (date(2014, 1, 1), date(2014, 12, 31))
    assert not any(check.name.startswith("with 2014") for check in finding.checks)


def test_one_outlet_alone_is_refused_where_outlets_are_named() -> None:
    finding = ask(LOWEST, year_of(COLD, publisher="Wire"))
    refused(finding, Cause.ONE_OUTLET, "all events of 2014-12 come from one outlet, Wire")
    two = year_of(COLD, publisher="Wire")
    two.rows[-1] = replace(two.rows[-1], publisher="Gazette")
    assert ask(LOWEST, two).verdict is Verdict.HOLDS
    some = year_of(COLD, publisher="Wire")
    some.rows[-1] = replace(some.rows[-1], publisher=None)
    assert ask(LOWEST, some).verdict is Verdict.HOLDS
    assert any("outlets are not named" in line for line in ask(LOWEST, year_of(COLD)).cautions)


def test_of_a_directed_claim_the_outlets_and_sentences_of_one_direction_count() -> None:
    there = attacks(2014, [6, 5, 30], publisher="Wire")
    back = [replace(row, source="ESTORIA", target="NORLAND", publisher="Gazette") for row in there]
    table = FakeTable(
        [replace(row, id="") for row in [*months(2013, [CALM]), *there, *back, *months(2014, [CALM] * 3)]]
    )
    finding = ask("most attacks by Norland on Estoria since 2013", table)
    refused(finding, Cause.ONE_OUTLET, "come from one outlet, Wire")
    assert {line.source for line in finding.lines} == {"Norland"}
    assert ask("most attacks between Norland and Estoria since 2013", table).verdict is Verdict.HOLDS


def test_who_is_not_in_the_data_is_named() -> None:
    refused(ask(LOWEST, year_of(COLD), second=TALVIA), Cause.NO_ACTOR, "Talvia: no event in these data")
    by_country = Side(id="country:TAL", name="Talvia (all)", members=(Member(country="TAL"),))
    refused(ask(LOWEST, year_of(COLD), second=by_country), Cause.THIN, "2014-12 has 0 events")


def test_the_same_side_twice_and_an_impossible_interval_are_refused() -> None:
    with pytest.raises(ValueError, match="are the same side"):
        ask(LOWEST, year_of(COLD), second=NORLAND)
    with pytest.raises(ValueError, match="no probability"):
        ask(LOWEST, year_of(COLD), interval=90.0)


# --- what is sensitive to what


def test_another_scale_may_change_the_verdict() -> None:
    turned = Scale(name="turned", values={"CONSULT": -1.0, "ACCUSE": 1.0})
    finding = ask(LOWEST, year_of(COLD), scales=(turned, GOLDSTEIN))
    assert finding.verdict is Verdict.HOLDS
    assert [check.name for check in finding.checks if check.name.startswith("scale")] == ["scale turned"]
    assert named(finding, "scale turned").verdict is Verdict.DOES_NOT_HOLD


def test_the_balance_of_cooperation_and_conflict_is_tried_unless_told_otherwise() -> None:
    assert named(ask(LOWEST, year_of(COLD)), "scale balance").verdict is Verdict.HOLDS


def test_a_verdict_that_hangs_on_one_outlet_shows() -> None:
    table = year_of(COLD, publisher="Wire")
    table.rows = [*table.rows, *months(2014, [*[CALM] * 11, (2, 3, 1, 2, 3)], publisher="Gazette")]
    finding = ask(LOWEST, FakeTable([replace(row, id="") for row in table.rows]))
    assert named(finding, "without Wire").verdict is Verdict.TOO_CLOSE
    assert named(finding, "without Gazette").verdict is Verdict.HOLDS


def test_only_the_five_biggest_outlets_are_left_out() -> None:
    names = [f"Outlet {n}" for n in range(8)]
    rows = [replace(row, publisher=names[n % 8]) for n, row in enumerate(year_of(COLD).rows)]
    checks = ask(LOWEST, FakeTable(rows)).checks
    assert sum(check.name.startswith("without") for check in checks) == 5


def test_the_index_is_shown_and_does_not_decide() -> None:
    def flat(series: Series) -> Series:
        return replace(series, points=tuple(replace(p, level=0.0, low=-1.0, high=1.0) for p in series.points))

    plain, shown = ask(LOWEST, year_of(COLD)), ask(LOWEST, year_of(COLD), index=flat)
    assert shown.verdict is plain.verdict is Verdict.HOLDS
    assert shown.comparison.asked is not None
    assert (shown.comparison.asked.level, shown.comparison.asked.level_high) == (0.0, 1.0)


# --- counts


def attacks(year: int, numbers: Sequence[int], **more: object) -> list[Row]:
    return months(year, [[-9] * n for n in numbers], plover="ASSAULT", **more)


MOST = "most attacks between Norland and Estoria since 2013"


def test_most_events_hold_where_exact_intervals_are_apart() -> None:
    table = FakeTable([*months(2013, [CALM]), *attacks(2014, [6, 5, 7, 28]), *months(2014, [CALM] * 4)])
    finding = ask(MOST, FakeTable([replace(row, id="") for row in table.rows]))
    assert finding.verdict is Verdict.HOLDS
    assert "2014-04 (28) has the most attacks reported; next is 2014-03 (7)" in finding.why
    assert finding.scale == "number of attacks (ASSAULT)"
    assert finding.lines[0].plover == "ASSAULT"


def test_growing_coverage_shows_in_the_share() -> None:
    others = [row for n in range(1, 5) for row in month_rows(date(2014, n, 1), [1] * (20, 20, 20, 400)[n - 1])]
    rows = [*months(2013, [CALM]), *attacks(2014, [6, 5, 7, 28]), *(replace(row, source="TALVIA") for row in others)]
    finding = ask(MOST, FakeTable(rows))
    assert finding.verdict is Verdict.HOLDS
    assert named(finding, "as a share of all events").verdict is not Verdict.HOLDS


def test_fewer_than_five_events_of_a_kind_are_not_most() -> None:
    table = FakeTable([*months(2013, [CALM]), *attacks(2014, [0, 1, 4]), *months(2014, [CALM] * 3)])
    finding = ask(MOST, FakeTable([replace(row, id="") for row in table.rows]))
    refused(finding, Cause.THIN, "2014-03 has 4 such events, fewer than 5")


def test_fewest_needs_a_pair_that_is_seen_and_counts_months_with_none() -> None:
    talks = [[1] * n for n in (20, 22, 0, 21, 3)]
    rows = [*months(2013, [CALM]), *months(2014, talks), *months(2014, [(-2, -2, -2)] * 5)]
    table = FakeTable([replace(row, id="") for row in rows])
    finding = ask("fewest talks between Norland and Estoria since 2013", table)
    assert finding.verdict is Verdict.TOO_CLOSE
    assert finding.comparison.decider is not None
    assert (finding.comparison.decider.label, finding.comparison.decider.n) == ("2014-03", 0)
    thin = FakeTable([replace(row, id="") for row in [*months(2013, [CALM]), *months(2014, [*talks[:4], [1] * 3])]])
    refused(ask("fewest talks between Norland and Estoria since 2013", thin), Cause.THIN, "2014-05 has 3 events")


def test_half_a_month_is_no_month_with_fewest() -> None:
    rows = [*months(2013, [CALM]), *months(2014, [[1] * 20, [1] * 20, [1] * 5])]
    finding = ask("fewest talks between Norland and Estoria since 2014-01-10", FakeTable(rows))
    assert [row.label for row in finding.comparison.others] == ["2014-02"]
    assert finding.comparison.cut == 1


def test_direction_counts() -> None:
    back = [replace(row, source="ESTORIA", target="NORLAND") for row in attacks(2014, [40, 40, 0])]
    rows = [*months(2013, [CALM]), *attacks(2014, [5, 6, 30]), *back, *months(2014, [CALM] * 3)]
    table = FakeTable([replace(row, id="") for row in rows])
    assert ask("most attacks by Norland on Estoria since 2013", table).verdict is Verdict.HOLDS
    assert ask(MOST, table).verdict is Verdict.TOO_CLOSE
    assert check_claim(
        parse_claim("most attacks by Estoria on Norland since 2013"), table, ESTORIA, NORLAND
    ).cause is Cause.THIN  # fmt: skip


def test_what_is_planned_or_recalled_counts_only_when_asked_for() -> None:
    planned = [replace(row, factuality=Factuality.PLANNED) for row in month_rows(date(2014, 12, 1), COLD)]
    table = FakeTable([*year_of(()).rows, *planned])
    refused(ask(LOWEST, table), Cause.THIN, "2014-12 has 0 events")
    assert ask(LOWEST, table, include=frozenset({"planned"})).verdict is Verdict.HOLDS


# --- the first of its kind

FIRST = "first attack by Norland on Estoria since 2013"


def talks_and(**attacked: int) -> FakeTable:
    """Talks in every month of 2013 and 2014, and attacks in some ("m1403")."""
    rows = [*months(2013, [CALM] * 12), *months(2014, [CALM] * 12)]
    for name, n in attacked.items():
        start = date(2000 + int(name[1:3]), int(name[3:]), 1)
        rows += month_rows(start, [-9] * n, plover="ASSAULT")
    return FakeTable([replace(row, id="") for row in rows])


def test_the_first_event_holds_where_all_months_before_are_covered() -> None:
    finding = ask(FIRST, talks_and(m1412=1, m1312=2))
    assert finding.verdict is Verdict.HOLDS
    assert "2014-12 has 1, and no month before it from 2014-01 on has any" in finding.why


def test_an_earlier_event_refutes_a_first_and_is_shown() -> None:
    finding = ask(FIRST, talks_and(m1412=1, m1403=2, m1402=1))
    assert finding.verdict is Verdict.DOES_NOT_HOLD
    assert "2014-03 has 2 such events, before 2014-12 with 1" in finding.why
    assert [line.day.month for line in finding.other_lines] == [3, 3]


def test_a_first_in_a_month_without_one_is_refused() -> None:
    refused(ask(FIRST, talks_and(m1403=1)), Cause.NO_EVENT, "no event of this kind is reported in 2014-12, where 6")


def test_a_gap_in_the_data_leaves_a_first_open_but_an_earlier_event_refutes_it() -> None:
    gap = FakeTable([row for row in talks_and(m1412=1).rows if (row.day.year, row.day.month) != (2014, 5)])
    refused(
        ask(FIRST, gap), Cause.NOT_COVERED, "1 month before 2014-12 has no data, and an earlier event may lie there"
    )
    gap.rows += month_rows(date(2014, 8, 1), [-9], plover="ASSAULT", id="earlier")
    assert ask(FIRST, gap).verdict is Verdict.DOES_NOT_HOLD


def test_a_first_between_two_who_are_hardly_reported_is_refused() -> None:
    elsewhere = [replace(row, target="TALVIA") for row in talks_and().rows]
    rows = [*elsewhere, *month_rows(date(2014, 12, 1), [-9], plover="ASSAULT", id="a")]
    refused(ask(FIRST, FakeTable(rows)), Cause.THIN_COMPARISON, "fewer than 5 events of any kind are reported")


def test_a_first_that_one_outlet_reports_is_refused() -> None:
    rows = [replace(row, publisher="Wire" if row.plover == "ASSAULT" else "Gazette") for row in talks_and(m1412=1).rows]
    refused(ask(FIRST, FakeTable(rows)), Cause.ONE_OUTLET, "all events of 2014-12 come from one outlet, Wire")


# --- changes


def test_a_change_is_measured_from_the_month_before() -> None:
    table = FakeTable(months(2014, [COLD, CALM, COLD]))
    finding = ask("Norland-Estoria relations worsened", table)
    assert finding.verdict is Verdict.HOLDS
    assert [row.label for row in finding.comparison.others] == ["2014-02"]
    assert named(finding, "against the 3 months before").note == "no data before the date"
    assert ask("Norland-Estoria relations improved", table).verdict is Verdict.DOES_NOT_HOLD


def test_a_change_since_a_year_is_measured_from_all_of_it() -> None:
    table = FakeTable([*months(2013, [CALM, COOL, CALM]), *months(2014, [COLD, COLD])])
    finding = ask("Norland-Estoria relations worse than in 2013", table)
    assert finding.verdict is Verdict.HOLDS
    (base,) = finding.comparison.others
    assert (base.label, base.n, base.value) == ("2013-01 to 2013-12", 18, pytest.approx(33 / 18))


def test_a_change_of_a_number_is_measured_by_the_month() -> None:
    table = FakeTable([*attacks(2013, [4] * 12), *attacks(2014, [20])])
    finding = ask("more attacks between Norland and Estoria than in 2013", table)
    (base,) = finding.comparison.others
    assert (base.n, base.value, finding.verdict) == (48, 4.0, Verdict.HOLDS)


def test_a_change_from_a_time_that_is_not_over_is_refused() -> None:
    finding = ask("Norland-Estoria relations worse than in 2014", year_of(COLD))
    refused(finding, Cause.NO_WINDOW, "no month before 2014-12")


@pytest.mark.parametrize("period", list(Period))
def test_every_length_of_period_can_be_asked_for(period: Period) -> None:
    claim = parse_claim("Norland-Estoria lowest ever", period=period)
    rows = [*months(2013, [CALM]), *months(2014, [COLD])]
    table = FakeTable([replace(row, day=row.day.replace(day=1)) for row in rows])
    finding = check_claim(claim, table, NORLAND, ESTORIA)
    assert (finding.verdict, finding.comparison.period) == (Verdict.HOLDS, period)

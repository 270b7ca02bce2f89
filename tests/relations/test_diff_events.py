"""Relations of pairs in a diff: what counts, what the interval allows, and that thin data is told as thin."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from statistics import fmean

import pytest

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Event, Factuality
from dragoman.model.text import Document
from dragoman.relations.diff import diff
from dragoman.relations.diff_events import LEAST_EVENTS, compare, points, quantile_t
from dragoman.relations.diff_model import Course, Diff, Entry, News
from dragoman.relations.diff_sides import Window, part_by_day, part_by_run
from dragoman.relations.relate import Item
from made import OFFICIALS, TALVIA, report
from samples import KESTRIA, MINISTER, VELMORA, event

CUT = Window(since=date(2031, 3, 15))


def act(
    day: int, source: ActorRef = VELMORA, target: ActorRef = KESTRIA, *, value: float | None = None,
    plover: str = "REJECT", symmetric: bool = False, words: str = "Words of a report.",
    factuality: Factuality = Factuality.ASSERTED, background: bool = False,
) -> tuple[Event, Document]:  # fmt: skip
    home = report(day, words)
    made = event(
        home, sources=(source,), targets=(target,), plover=plover, symmetric=symmetric, factuality=factuality,
        background=background,
    )  # fmt: skip
    return (made if value is None else replace(made, goldstein=value)), home


def acts(days: Iterable[int], values: Iterable[float]) -> list[Item]:
    return [act(day, value=value) for day, value in zip(days, values, strict=True)]


def since(items: Iterable[Item]) -> Diff:
    parted = part_by_day(items, CUT)
    return diff(parted.before, parted.after, beside=parted.beside, window=CUT)


def only(items: Iterable[Item]) -> Entry:
    (entry,) = since(items).entries
    return entry


@pytest.mark.parametrize(
    ("before", "after", "course"),
    [
        ((-4, -5, -4, -5, -4), (3, 4, 3, 4, 3), Course.BETTER),
        ((3, 4, 3, 4, 3), (-4, -5, -4, -5, -4), Course.WORSE),
        ((-4, -4, -4, -4, -4, -4), (-4, -4, -4, -4, -4, -4), Course.UNCHANGED),
        ((-10, 7, -10, 7, -10), (7, -10, 7, -10, 7), Course.UNCLEAR),  # the interval takes in both
        ((-4, -4, -4, -4), (7, 7, 7, 7, 7), Course.UNCLEAR),  # one too few
        ((-4, -4, -4, -4, -4), (7, 7, 7, 7), Course.UNCLEAR),
    ],
)
def test_the_direction_is_what_the_whole_interval_allows(
    before: tuple[float, ...], after: tuple[float, ...], course: Course
) -> None:
    entry = only([*acts(range(1, 1 + len(before)), before), *acts(range(15, 15 + len(after)), after)])
    assert (entry.news, entry.course) == (News.MORE, course), entry.reason
    assert entry.shift is not None
    assert (entry.shift.before.events, entry.shift.after.events) == (len(before), len(after))
    assert entry.shift.after.mean == pytest.approx(fmean(after))
    thin = min(len(before), len(after)) < LEAST_EVENTS
    assert (entry.shift.difference is None) is thin
    assert ("5 of each are needed" in entry.reason) is thin


def test_a_pair_without_events_before_is_new_and_thin() -> None:
    entry = only([act(day) for day in range(15, 25)])
    assert (entry.news, entry.course, entry.was) == (News.NEW, Course.UNCLEAR, "")
    assert entry.reason == "events before 0, after 10; 5 of each are needed"


def test_a_pair_without_a_new_event_is_no_entry() -> None:
    assert since([act(day) for day in range(1, 14)]).entries == ()


@pytest.mark.parametrize(
    "factuality",
    [
        Factuality.DENIED, Factuality.NEGATED, Factuality.PLANNED, Factuality.DEMANDED, Factuality.THREATENED,
        Factuality.HYPOTHETICAL, Factuality.CONDITIONAL,
    ],
)  # fmt: skip
def test_what_is_not_told_as_done_does_not_count(factuality: Factuality) -> None:
    assert since([act(20, factuality=factuality)]).entries == ()


def test_what_is_only_recalled_does_not_count_and_what_is_alleged_does() -> None:
    assert since([act(20, background=True)]).entries == ()
    assert only([act(20, factuality=Factuality.ALLEGED)]).told == 1


def test_an_event_counts_once_a_day_for_its_type_and_mode() -> None:
    items = [
        act(20),
        act(20, words="Another report."),
        act(20, MINISTER, words="A third one."),
        act(20, plover="CONSULT"),
    ]
    entry = only(items)
    assert entry.shift is not None
    assert (entry.shift.after.events, entry.shift.after.mentions) == (2, 4)
    assert entry.shift.after.mean == pytest.approx((-4.0 + 1.0) / 2)
    assert entry.shift.after.quads == (1, 0, 1, 0)


def test_both_directions_are_kept_apart_and_what_both_do_counts_once_together() -> None:
    both = event(report(16), sources=(VELMORA, KESTRIA), targets=(KESTRIA, VELMORA), plover="CONSULT", symmetric=True)
    items = [act(15), act(17), act(18, KESTRIA, VELMORA, plover="ASSAULT"), (both, report(16))]
    entry = only(items)
    assert entry.subject == "Kestria and Velmora"
    assert entry.shift is not None
    assert entry.shift.after.events == 4
    ways = {(way.source.name, way.target.name): way.after for way in entry.ways if way.source and way.target}
    assert ways["Velmora", "Kestria"].events == 3
    assert ways["Kestria", "Velmora"].events == 2
    assert ways["Kestria", "Velmora"].mean == pytest.approx((1.0 - 10.0) / 2)


def test_parties_act_through_their_people_and_not_on_themselves() -> None:
    assert since([act(20, MINISTER, VELMORA)]).entries == ()
    assert since([act(20, OFFICIALS, KESTRIA)]).entries == ()  # nobody knows whose
    assert [party.name for party in only([act(20, MINISTER, KESTRIA)]).parties] == ["Kestria", "VEL"]
    named = [act(20, MINISTER, KESTRIA), act(1, VELMORA, TALVIA)]
    assert [party.name for party in only(named).parties] == ["Kestria", "Velmora"]


def test_a_known_event_that_a_later_run_tells_again_is_nothing_new() -> None:
    known, again, new = act(20), act(20, words="Another report."), act(21)
    parted = part_by_run([(known, 1), (again, 2)], 2)
    assert diff(parted.before, parted.after).entries == ()
    parted = part_by_run([(known, 1), (again, 2), (new, 2)], 2)
    (entry,) = diff(parted.before, parted.after).entries
    assert entry.shift is not None
    assert (entry.shift.before.events, entry.shift.before.mentions, entry.shift.after.events) == (1, 2, 1)
    assert [cited.fact for cited in entry.evidence] == [new[0].id]


def test_undated_events_of_two_undated_reports_are_two() -> None:
    items = [act(20), act(21)]
    undated = [((fact, replace(home, published=None)), 2) for fact, home in items]
    parted = part_by_run(undated, 1)
    (entry,) = diff(parted.before, parted.after).entries
    assert (entry.told, entry.day) == (2, "")


def test_the_sentence_that_is_cited_is_the_most_telling_one() -> None:
    before, after = acts(range(1, 7), [-4.0] * 6), acts(range(15, 21), [3.0, 3.0, 7.0, 3.0, 3.0, 3.0])
    assert only([*before, *after]).evidence[0].day == "2031-03-17"
    before, after = acts(range(1, 7), [7.0] * 6), acts(range(15, 21), [-4, -4, -10, -4, -4, -4])
    assert only([*before, *after]).evidence[0].day == "2031-03-17"
    assert only([act(15), act(20), act(17)]).evidence[0].day == "2031-03-20"


def test_the_interval_is_welchs() -> None:
    from scipy.stats import ttest_ind

    rng = random.Random(7)
    for _ in range(50):
        before = [rng.gauss(-2, 4) for _ in range(rng.randint(5, 60))]
        after = [rng.gauss(1, 2) for _ in range(rng.randint(5, 60))]
        found = compare(before, after)
        assert found is not None
        exact = ttest_ind(after, before, equal_var=False).confidence_interval(0.9)
        low, high = exact.low, exact.high
        assert found[1:] == pytest.approx((low, high), abs=0.05)
        assert found[0] == pytest.approx(fmean(after) - fmean(before))


def test_five_equal_values_are_no_certainty() -> None:
    found = compare([-4.0] * 5, [-3.0] * 5)
    assert found is not None
    difference, low, high = found
    assert difference == 1.0
    assert low < 0 < high


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = random.Random(11)
    runs = 2000
    held = 0
    for _ in range(runs):
        found = compare([rng.gauss(0, 4) for _ in range(8)], [rng.gauss(2, 3) for _ in range(12)])
        assert found is not None
        held += found[1] <= 2 <= found[2]
    assert 0.88 <= held / runs <= 0.92


@pytest.mark.parametrize("freedom", [4, 5, 8, 13.5, 30, 200])
def test_quantiles_of_t(freedom: float) -> None:
    from scipy.stats import t

    assert quantile_t(0.95, freedom) == pytest.approx(t.ppf(0.95, freedom), abs=0.01)


def test_points_have_a_sign_and_nothing_has_none() -> None:
    assert [points(value) for value in (-1.44, 0.26, -0.04, 0.0)] == ["-1.4", "+0.3", "0.0", "0.0"]

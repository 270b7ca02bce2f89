"""The cut of a diff, and all its kinds together; each kind has its own file."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from cuts import CUT, GOAL, OTHER, PLAN, WINDOW, only, since, since_run
from dragoman.model.actors import ActorRef
from dragoman.model.facts import (
    Answer,
    FactDate,
    Stance,
)
from dragoman.relations.diff import diff
from dragoman.relations.diff_model import Diff, Kind
from dragoman.relations.diff_sides import Window, days_of, part_by_day, part_by_run
from dragoman.relations.relate import Item
from made import TALVIA, assessment, condition, figure, position, proposal, report, told_by
from samples import KESTRIA, VELMORA, event


def test_the_day_itself_is_after_and_the_day_before_is_before() -> None:
    items = [position(report(day), VELMORA, PLAN) for day in (9, 10, 11)]
    parted = part_by_day(items, WINDOW)
    assert [home.title for _, home in parted.before] == ["Report 9"]
    assert [home.title for _, home in parted.after] == ["Report 10", "Report 11"]
    assert parted.beside == ()


@pytest.mark.parametrize(
    ("on", "published", "side"),
    [
        ("2031-03-09", 20, False),  # told later, but of before
        ("2031-03-10", 20, True),
        (None, 9, False),  # no date: that of the report
        (None, 10, True),
        ("2031-03", 20, None),  # may be either
        ("2031-03", 9, False),  # no later than its report
        ("2031", 20, None),
        ("2030", 20, False),
        ("2031-04", 9, True),  # announced for later
        ("not a date", 9, False),
        ("2031-02-30", 12, True),
    ],
)
def test_a_fact_goes_by_its_date_or_else_by_its_report(on: str | None, published: int, side: bool | None) -> None:
    fact, home = position(report(published), VELMORA, PLAN, on=on)
    assert WINDOW.is_after(fact.date, home) is side


def test_what_has_no_date_at_all_is_on_neither_side_and_is_counted() -> None:
    fact, home = position(report(12), VELMORA, PLAN)
    undated = replace(home, published=None)
    parted = part_by_day([(fact, undated)], WINDOW)
    assert (parted.before, parted.after, len(parted.beside)) == ((), (), 1)
    assert diff(parted.before, parted.after, beside=parted.beside, window=WINDOW).entries == ()
    (entry,) = since_run(2, ((fact, undated), 2)).entries
    assert (entry.day, entry.evidence[0].published) == ("", "")


def test_until_leaves_out_what_is_later_and_what_has_no_date() -> None:
    items = [position(report(day), VELMORA, PLAN) for day in (9, 11, 13)]
    undated = (replace(items[0][0], id="x"), replace(items[0][1], published=None))
    window = Window(since=CUT, until=date(2031, 3, 12))
    parted = part_by_day([*items, undated], window)
    assert (len(parted.before), len(parted.after), len(parted.beside)) == (1, 1, 2)
    by_run = part_by_run([(item, 2) for item in (*items, undated)], 2, Window(until=date(2031, 3, 12)))
    assert (len(by_run.before), len(by_run.after), len(by_run.beside)) == (0, 2, 2)


def test_a_window_needs_its_days_in_order_and_a_first_one() -> None:
    with pytest.raises(ValueError, match="2031-03-01, is before the first, 2031-03-10"):
        Window(since=CUT, until=date(2031, 3, 1))
    with pytest.raises(ValueError, match="needs a first day"):
        part_by_day([], Window())
    assert Window(since=CUT, until=CUT).is_after(FactDate(), report(10)) is True


@pytest.mark.parametrize(
    ("value", "end", "days"),
    [
        ("2031", None, ("2031-01-01", "2031-12-31")),
        ("2032-02", None, ("2032-02-01", "2032-02-29")),
        ("2031-12", None, ("2031-12-01", "2031-12-31")),
        ("2031-03-02", "2031-03-05", ("2031-03-02", "2031-03-05")),
        ("9999-12", None, ("9999-12-01", "9999-12-31")),
        ("9999-13", None, ("2031-03-07", "2031-03-07")),  # not in the calendar: the day of the report
    ],
)
def test_a_date_means_a_first_and_a_last_day(value: str, end: str | None, days: tuple[str, str]) -> None:
    found = days_of(FactDate(value=value, end_value=end), report(7))
    assert found == tuple(map(date.fromisoformat, days))


def test_a_fact_on_both_sides_was_known_before() -> None:
    item = position(report(12), VELMORA, PLAN)
    assert diff([item], [item]).entries == ()


def test_nothing_new_is_an_empty_diff() -> None:
    found = since(CUT, position(report(2), VELMORA, PLAN))
    assert (found.entries, found.before, found.after) == ((), 1, 0)
    assert set(found.courses.values()) == {0}
    assert diff([], []).entries == ()


def everything(one: ActorRef, other: ActorRef) -> list[Item]:
    """A bit of everything between two parties, on both sides of the cut."""
    return [
        position(report(2), one, PLAN, Stance.OPPOSES),
        position(report(3), other, PLAN, Stance.SUPPORTS),
        position(report(12), one, PLAN, Stance.OPEN_TO),
        position(report(13), other, "the border commission", Stance.DEMANDS),
        position(report(14), one, "the border commission", Stance.OPPOSES),
        proposal(report(2), PLAN, TALVIA, answers=((one, Answer.REJECTS), (other, Answer.ACCEPTS))),
        proposal(report(12), PLAN, TALVIA, answers=((one, Answer.UNDECIDED), (other, Answer.REJECTS))),
        condition(report(4), GOAL, OTHER, set_by=one),
        condition(report(12), OTHER, GOAL, set_by=other),
        assessment(report(12), one, other, attribution=told_by(one)),
        *(
            (event(report(day), sources=(one,), targets=(other,), plover=plover), report(day))
            for days, plover in ((range(1, 8), "REJECT"), (range(11, 18), "CONSULT"))
            for day in days
        ),
        (event(report(18), sources=(other,), targets=(one,), plover="ASSAULT"), report(18)),
    ]


def shape(found: Diff, one: str, other: str) -> list[tuple[object, ...]]:
    """A diff without ids and without the order of names, with the two parties by their roles."""
    names = {one: "{A}", other: "{B}"}

    def roles(text: str) -> list[str]:
        for name, role in names.items():
            text = text.replace(name, role)
        return sorted(text.split())

    return sorted(
        (
            str(entry.kind), str(entry.news), str(entry.course), entry.day, roles(entry.reason), roles(entry.subject),
            roles(" ".join(party.name for party in entry.parties)), roles(entry.was), roles(entry.now), entry.told,
            roles(entry.said_by), sorted(
                (roles(way.source.name), way.before.events, way.after.events, way.before.mean, way.after.mean)
                for way in entry.ways if way.source is not None
            ),
        )
        for entry in found.entries
    )  # fmt: skip


def test_entries_mirror_when_the_parties_are_exchanged() -> None:
    straight = since(CUT, *everything(VELMORA, KESTRIA))
    crossed = since(CUT, *everything(KESTRIA, VELMORA))
    assert len(straight.entries) >= 8
    assert {entry.kind for entry in straight.entries} == set(Kind)
    assert shape(straight, "Velmora", "Kestria") == shape(crossed, "Kestria", "Velmora")


def test_the_order_of_the_facts_does_not_matter() -> None:
    items = everything(VELMORA, KESTRIA)
    found = since(CUT, *items)
    for seed in range(5):
        shuffled = random.Random(seed).sample(items, len(items))
        assert since(CUT, *shuffled).entries == found.entries


def test_every_entry_of_every_cut_has_a_sentence_of_a_new_fact() -> None:
    items = everything(VELMORA, KESTRIA)
    for day in range(1, 20):
        parted = part_by_day(items, Window(since=date(2031, 3, day)))
        new = {fact.id for fact, _ in parted.after}
        found = diff(parted.before, parted.after, window=Window(since=date(2031, 3, day)))
        assert {cited.fact for entry in found.entries for cited in entry.evidence} <= new
        assert all(entry.evidence[0].sentence and entry.reason for entry in found.entries)
        assert [entry.day for entry in found.entries] == sorted((entry.day for entry in found.entries), reverse=True)
        assert sum(found.courses.values()) == len(found.entries)


def test_other_kinds_of_fact_are_passed_over() -> None:
    found = since(CUT, figure(report(12), 3, 5, "dead"))
    assert (found.entries, found.after) == ((), 1)


def test_an_entry_without_a_sentence_is_no_entry() -> None:
    entry = only(since(CUT, position(report(12), VELMORA, PLAN)), Kind.POSITION)
    with pytest.raises(ValueError, match="needs a sentence"):
        replace(entry, evidence=())

"""Positions in a diff: first stances, moves, and what is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cuts import CUT, PLAN, only, since, since_run
from dragoman.model.facts import (
    Factuality,
    Position,
    Stance,
    Strength,
)
from dragoman.model.text import Document
from dragoman.relations.choices import parse_choices
from dragoman.relations.diff import diff
from dragoman.relations.diff_model import Course, Diff, Entry, Kind, News
from dragoman.relations.diff_sides import MOST_CITED
from dragoman.relations.relate import Item
from made import OFFICIALS, TALVIA, position, proposal, report, told_by
from samples import KESTRIA, MINISTER, VELMORA


def stand(found: Diff, party: str) -> Entry:
    (entry,) = (entry for entry in found.of(Kind.POSITION) if entry.parties[0].name == party)
    return entry


def strongly(item: tuple[Position, Document], strength: Strength) -> Item:
    return replace(item[0], strength=strength), item[1]


def test_a_first_stance_cites_its_sentence_outlet_date_and_fact() -> None:
    fact, home = position(report(12), MINISTER, PLAN, Stance.OPPOSES)
    home = replace(home, publisher="Continental Wire")
    entry = only(since(CUT, (fact, home), position(report(2), VELMORA, "the border")), Kind.POSITION)
    assert (entry.news, entry.course, entry.was, entry.now) == (News.NEW, Course.UNCLEAR, "", "opposes")
    assert entry.parties[0].name == "Velmora"
    (cited,) = entry.evidence
    assert (cited.fact, cited.outlet, cited.published) == (fact.id, "Continental Wire", "2031-03-12")
    assert cited.sentence == "Words of a report. Words of a report."
    assert entry.reason == "first stance known; no other party's is known"


@pytest.mark.parametrize(
    ("was", "now", "other", "course"),
    [
        (Stance.OPPOSES, Stance.SUPPORTS, Stance.DEMANDS, Course.BETTER),
        (Stance.OPPOSES, Stance.OPEN_TO, Stance.SUPPORTS, Course.BETTER),
        (Stance.OPPOSES, Stance.UNDECIDED, Stance.SUPPORTS, Course.BETTER),
        (Stance.UNDECIDED, Stance.CONDITIONAL, Stance.SUPPORTS, Course.BETTER),
        (Stance.SUPPORTS, Stance.OPPOSES, Stance.OPPOSES, Course.BETTER),  # agreed against it
        (Stance.SUPPORTS, Stance.CONDITIONAL, Stance.SUPPORTS, Course.WORSE),
        (Stance.SUPPORTS, Stance.UNDECIDED, Stance.OPEN_TO, Course.WORSE),
        (Stance.OPEN_TO, Stance.OPPOSES, Stance.SUPPORTS, Course.WORSE),
        (Stance.OPEN_TO, Stance.CONDITIONAL, Stance.SUPPORTS, Course.UNCHANGED),
        (Stance.OPPOSES, Stance.SUPPORTS, Stance.UNDECIDED, Course.UNCLEAR),  # there is no side to move to
    ],
)
def test_a_move_is_better_where_it_is_nearer_to_the_others(
    was: Stance, now: Stance, other: Stance, course: Course
) -> None:
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, was),
        position(report(12), VELMORA, PLAN, now),
        position(report(3), KESTRIA, PLAN, other),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course) == (News.MOVED, course), entry.reason
    assert (entry.was, entry.now) == (was.replace("_", " "), now.replace("_", " "))
    assert [cited.published for cited in (*entry.earlier, *entry.evidence)] == ["2031-03-02", "2031-03-12"]
    assert ("Kestria" in entry.reason) == (course is not Course.UNCLEAR)


@pytest.mark.parametrize(
    ("now", "other", "course"),
    [
        (Stance.SUPPORTS, Stance.CONDITIONAL, Course.BETTER),
        (Stance.CONDITIONAL, Stance.SUPPORTS, Course.BETTER),
        (Stance.OPPOSES, Stance.SUPPORTS, Course.WORSE),
        (Stance.OPEN_TO, Stance.OPPOSES, Course.WORSE),
        (Stance.OPPOSES, Stance.OPPOSES, Course.BETTER),
        (Stance.UNDECIDED, Stance.SUPPORTS, Course.UNCHANGED),
    ],
)
def test_a_first_stance_is_compared_with_having_taken_none(now: Stance, other: Stance, course: Course) -> None:
    found = since(CUT, position(report(12), VELMORA, PLAN, now), position(report(3), KESTRIA, PLAN, other))
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course) == (News.NEW, course)
    assert entry.reason.startswith("first stance known; ")


def test_towards_one_and_away_from_another_is_neither() -> None:
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.SUPPORTS),
        position(report(3), KESTRIA, PLAN, Stance.SUPPORTS),
        position(report(3), TALVIA, PLAN, Stance.OPPOSES),
    )
    entry = only(found, Kind.POSITION)
    assert entry.course is Course.UNCHANGED
    assert entry.reason == "towards Kestria (supports), away from Talvia (opposes)"


def test_others_count_as_they_stood_at_the_time() -> None:
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.SUPPORTS),
        position(report(20), KESTRIA, PLAN, Stance.SUPPORTS),
    )
    assert stand(found, "Velmora").course is Course.UNCLEAR
    assert stand(found, "Velmora").reason == "no other party's stance is known"
    assert stand(found, "Kestria").course is Course.BETTER


def test_what_is_after_the_last_day_does_not_count_as_where_others_stand() -> None:
    items = [
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.SUPPORTS, on="2031-03"),
        position(report(12), VELMORA, PLAN, Stance.SUPPORTS, on="2031-03-12", at=2),
        position(report(12), KESTRIA, PLAN, Stance.SUPPORTS, on="2031-04-02"),
    ]
    assert only(since(CUT, *items, until=date(2031, 3, 31)), Kind.POSITION).course is Course.UNCLEAR
    assert stand(since(CUT, *items), "Kestria").course is Course.BETTER


def test_who_proposed_it_is_for_it() -> None:
    found = since(
        CUT,
        proposal(report(2), PLAN, TALVIA),
        position(report(3), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.OPEN_TO),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.course, entry.reason) == (Course.BETTER, "towards Talvia (proposed it)")


@pytest.mark.parametrize(
    ("was", "now", "news"),
    [
        (Strength.PLAIN, Strength.STRONG, News.STRONGER),
        (Strength.STRONG, Strength.WEAK, News.WEAKER),
        (Strength.PLAIN, Strength.PLAIN, News.AGAIN),
    ],
)
def test_the_same_side_is_unchanged_however_strongly_it_is_put(was: Strength, now: Strength, news: News) -> None:
    found = since(
        CUT,
        strongly(position(report(2), VELMORA, PLAN, Stance.DEMANDS), was),
        strongly(position(report(12), VELMORA, PLAN, Stance.SEEKS), now),
        position(report(3), KESTRIA, PLAN, Stance.OPPOSES),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course) == (news, Course.UNCHANGED)


def test_restating_many_times_is_one_entry_with_the_number() -> None:
    again = [position(report(day), VELMORA, PLAN, at=day) for day in range(11, 31)]
    entry = only(since(CUT, position(report(2), VELMORA, PLAN), *again), Kind.POSITION)
    assert (entry.news, entry.told, len(entry.evidence)) == (News.AGAIN, 20, MOST_CITED)
    assert [cited.day for cited in entry.evidence][:2] == ["2031-03-30", "2031-03-29"]


def test_there_and_back_is_unchanged_and_says_so() -> None:
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.OPEN_TO),
        position(report(14), VELMORA, PLAN, Stance.OPPOSES),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.reason) == (News.AGAIN, "the same side as before, after: open to")


def test_a_move_since_the_day_is_told_where_nothing_is_known_before() -> None:
    found = since(
        CUT,
        position(report(12), VELMORA, PLAN, Stance.OPPOSES),
        position(report(14), VELMORA, PLAN, Stance.SUPPORTS),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.was, entry.now) == (News.MOVED, "opposes", "supports")
    assert entry.earlier[0].day == "2031-03-12"


def test_two_stances_of_one_day_are_no_move() -> None:
    home = report(12)
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(home, VELMORA, PLAN, Stance.OPPOSES),
        position(home, MINISTER, PLAN, Stance.OPEN_TO, at=3),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course, entry.now) == (News.ALSO, Course.UNCHANGED, "opposes and open to")


def test_what_others_say_of_a_party_is_an_entry_of_its_own() -> None:
    found = since(
        CUT,
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(12), VELMORA, PLAN, Stance.SUPPORTS, attribution=told_by(KESTRIA)),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.was, entry.said_by) == (News.NEW, "", "Kestria")


def test_what_is_only_alleged_gives_no_direction() -> None:
    found = since(
        CUT,
        position(report(3), KESTRIA, PLAN, Stance.SUPPORTS),
        position(report(12), VELMORA, PLAN, Stance.OPPOSES, factuality=Factuality.ALLEGED),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.course, entry.reason) == (Course.UNCHANGED, "first stance known; only alleged")


def test_a_description_is_never_told_to_have_moved() -> None:
    found = since(
        CUT,
        position(report(2), OFFICIALS, PLAN, Stance.OPPOSES),
        position(report(12), OFFICIALS, PLAN, Stance.SUPPORTS),
        position(report(3), KESTRIA, PLAN, Stance.SUPPORTS),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course) == (News.NEW, Course.UNCHANGED)
    assert "may be others" in entry.reason


def test_an_older_report_of_a_later_run_is_earlier_news_and_no_move() -> None:
    found = since_run(
        2,
        (position(report(12), VELMORA, PLAN, Stance.SUPPORTS), 1),
        (position(report(2), VELMORA, PLAN, Stance.OPPOSES), 2),
        (position(report(1), KESTRIA, PLAN, Stance.SUPPORTS), 1),
    )
    entry = only(found, Kind.POSITION)
    assert (entry.news, entry.course, entry.was, entry.now) == (
        News.EARLIER, Course.UNCHANGED, "supports", "opposes",
    )  # fmt: skip


def test_the_two_questions_have_different_answers() -> None:
    """An old report that was read late is new in the store, and not new in the world."""
    late = position(report(2), VELMORA, PLAN)
    known = position(report(12), KESTRIA, PLAN)
    assert [entry.parties[0].name for entry in since(CUT, late, known).entries] == ["Kestria"]
    assert [entry.parties[0].name for entry in since_run(2, (late, 2), (known, 1)).entries] == ["Velmora"]


def test_the_users_issues_decide_what_is_compared() -> None:
    before = [position(report(2), VELMORA, "the ferry line", Stance.OPPOSES)]
    after = [position(report(12), VELMORA, "the fishing licences", Stance.SUPPORTS)]
    assert only(diff(before, after), Kind.POSITION).news is News.NEW
    choices = parse_choices({"issues": [{"name": "The sea", "phrases": ["the ferry line", "the fishing licences"]}]})
    entry = only(diff(before, after, choices), Kind.POSITION)
    assert (entry.news, entry.subject) == (News.MOVED, "The sea")

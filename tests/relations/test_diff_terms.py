"""Proposals, conditions and claims in a diff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cuts import CUT, GOAL, OTHER, PLAN, STEP, only, since, since_run
from dragoman.model.actors import ActorRef
from dragoman.model.facts import (
    Answer,
    ConditionKind,
    Direction,
    FactDate,
    Factuality,
    Join,
    Proposal,
    ProposalStatus,
)
from dragoman.model.text import DateBasis
from dragoman.relations.diff_model import Course, Kind, News
from made import FRONT, TALVIA, assessment, condition, proposal, report, told_by
from samples import KESTRIA, MINISTER, VELMORA


def test_a_new_proposal_and_its_first_answers() -> None:
    answers = ((VELMORA, Answer.REJECTS), (KESTRIA, Answer.WELCOMES), (FRONT, Answer.UNDECIDED))
    found = since(CUT, proposal(report(12), PLAN, TALVIA, answers=answers))
    entries = {entry.parties[0].name: entry for entry in found.entries}
    assert (entries["Talvia"].news, entries["Talvia"].course) == (News.NEW, Course.UNCHANGED)
    assert entries["Talvia"].reason == "first told; by Talvia"
    assert {name: entry.course for name, entry in entries.items() if entry.is_answer} == {
        "Velmora": Course.WORSE,
        "Kestria": Course.BETTER,
        "Red Front": Course.UNCHANGED,
    }


@pytest.mark.parametrize(
    ("was", "now", "news", "course"),
    [
        (Answer.REJECTS, Answer.ACCEPTS, News.OTHER_ANSWER, Course.BETTER),
        (Answer.ACCEPTS, Answer.COUNTER_PROPOSES, News.OTHER_ANSWER, Course.WORSE),
        (Answer.UNDECIDED, Answer.COUNTER_PROPOSES, News.OTHER_ANSWER, Course.UNCHANGED),
        (Answer.WELCOMES, Answer.ACCEPTS, News.AGAIN, Course.UNCHANGED),
        (Answer.REJECTS, Answer.VETOES, News.AGAIN, Course.UNCHANGED),
    ],
)
def test_a_changed_answer_has_both_sentences(was: Answer, now: Answer, news: News, course: Course) -> None:
    found = since(
        CUT,
        proposal(report(2), PLAN, TALVIA, answers=((VELMORA, was),)),
        proposal(report(12), PLAN, TALVIA, answers=((MINISTER, now),)),
    )
    (entry,) = (entry for entry in found.entries if entry.is_answer)
    assert (entry.news, entry.course, entry.was, entry.now) == (news, course, was, now)
    assert (entry.earlier[0].day, entry.evidence[0].day) == ("2031-03-02", "2031-03-12")


def test_an_answer_goes_by_its_own_day() -> None:
    """A report of today tells of an answer of last week, and one of a known plan tells of an answer of today."""
    fact, home = proposal(report(12), PLAN, TALVIA, answers=((VELMORA, Answer.REJECTS), (KESTRIA, Answer.ACCEPTS)))
    assert isinstance(fact, Proposal)
    old = replace(fact.responses[0], date=FactDate(value="2031-03-05", basis=DateBasis.STATED))
    told = replace(fact, responses=(old, fact.responses[1]), date=FactDate(value="2031-03-01", basis=DateBasis.STATED))
    found = since(CUT, (told, home))
    assert [(entry.parties[0].name, entry.news) for entry in found.entries] == [("Kestria", News.ANSWER)]


@pytest.mark.parametrize(
    ("status", "course"),
    [
        (ProposalStatus.ADOPTED, Course.BETTER), (ProposalStatus.REJECTED, Course.WORSE),
        (ProposalStatus.VETOED, Course.WORSE), (ProposalStatus.LAPSED, Course.WORSE),
    ],
)  # fmt: skip
def test_a_new_status_is_told_once(status: ProposalStatus, course: Course) -> None:
    items = [
        proposal(report(2), PLAN, TALVIA),
        proposal(report(12), PLAN, TALVIA, status=status),
        proposal(report(14), PLAN, TALVIA),
    ]
    entry = only(since(CUT, *items), Kind.PROPOSAL)
    assert (entry.news, entry.course, entry.was, entry.now) == (News.STATUS, course, "proposed", status)
    assert entry.evidence[0].day == "2031-03-12"
    assert only(since(date(2031, 3, 13), *items), Kind.PROPOSAL).news is News.AGAIN


def test_another_number_of_phases_is_a_version_and_other_terms_are_not() -> None:
    found = since(CUT, proposal(report(2), PLAN, TALVIA, phases=3), proposal(report(12), PLAN, TALVIA, phases=2))
    entry = only(found, Kind.PROPOSAL)
    assert (entry.news, entry.was, entry.now, entry.course) == (
        News.VERSION, "3 phases", "2 phases", Course.UNCHANGED,
    )  # fmt: skip
    same = since(CUT, proposal(report(2), PLAN, TALVIA, phases=3), proposal(report(12), PLAN, TALVIA))
    assert only(same, Kind.PROPOSAL).news is News.AGAIN


def test_older_news_of_a_proposal_does_not_undo_what_is_known() -> None:
    found = since_run(
        2,
        (proposal(report(12), PLAN, TALVIA, status=ProposalStatus.ADOPTED, answers=((VELMORA, Answer.ACCEPTS),)), 1),
        (proposal(report(2), PLAN, TALVIA, status=ProposalStatus.REJECTED, answers=((VELMORA, Answer.REJECTS),)), 2),
    )
    assert {entry.news for entry in found.entries} == {News.EARLIER}
    assert {entry.course for entry in found.entries} == {Course.UNCHANGED}


def test_the_steps_of_one_sentence_are_one_new_condition() -> None:
    entry = only(since(CUT, condition(report(12), GOAL, STEP, OTHER, set_by=VELMORA)), Kind.CONDITION)
    assert (entry.news, entry.course, entry.subject) == (News.NEW, Course.UNCHANGED, "return of refugees")
    assert " and " in entry.now
    assert entry.now.startswith("waits for ")
    assert entry.reason == "first told; set by Velmora"
    either = only(since(CUT, condition(report(12), GOAL, STEP, OTHER, join=Join.ANY)), Kind.CONDITION)
    assert " or " in either.now
    assert either.reason == "first told; whose condition it is is not said"


def test_a_condition_told_again_is_unchanged_and_one_that_is_not_mentioned_is_no_entry() -> None:
    found = since(
        CUT,
        condition(report(2), GOAL, STEP, set_by=VELMORA),
        condition(report(2), GOAL, OTHER, set_by=VELMORA),
        condition(report(12), GOAL, STEP, set_by=VELMORA),
    )
    entry = only(found, Kind.CONDITION)
    assert (entry.news, entry.course) == (News.AGAIN, Course.UNCHANGED)
    assert entry.earlier[0].day == "2031-03-02"


@pytest.mark.parametrize(
    ("who", "factuality", "course"),
    [
        (VELMORA, Factuality.NEGATED, Course.BETTER),
        (MINISTER, Factuality.NEGATED, Course.BETTER),  # for Velmora
        (KESTRIA, Factuality.NEGATED, Course.UNCHANGED),
        (VELMORA, Factuality.DENIED, Course.UNCHANGED),
    ],
)
def test_a_condition_told_as_not_so_is_better_only_of_its_own_party(
    who: ActorRef, factuality: Factuality, course: Course
) -> None:
    found = since(
        CUT,
        condition(report(2), GOAL, STEP, set_by=VELMORA),
        condition(report(12), GOAL, STEP, set_by=who, factuality=factuality),
    )
    entry = only(found, Kind.CONDITION)
    assert (entry.news, entry.course, entry.now) == (News.DROPPED, course, "told as not so")


def test_what_is_told_as_not_so_and_never_was_told_is_no_entry() -> None:
    assert since(CUT, condition(report(12), GOAL, STEP, factuality=Factuality.NEGATED)).entries == ()


def test_a_deadlock_that_closes_is_worse_and_is_told_once() -> None:
    first = condition(report(2), GOAL, STEP, set_by=VELMORA)
    second = condition(report(12), STEP, GOAL, set_by=KESTRIA)
    found = since(CUT, first, second)
    loop = next(entry for entry in found.of(Kind.CONDITION) if entry.news is News.LOOP)
    assert (loop.course, loop.now) == (Course.WORSE, "deadlock")
    assert {party.name for party in loop.parties} == {"Velmora", "Kestria"}
    assert [cited.fact for cited in loop.evidence] == [second[0].id]
    assert [cited.fact for cited in loop.earlier] == [first[0].id]
    later = since(date(2031, 3, 13), first, second, condition(report(20), STEP, GOAL, set_by=KESTRIA))
    assert [entry.news for entry in later.entries] == [News.AGAIN]


def test_an_exchange_is_no_deadlock() -> None:
    found = since(
        CUT,
        condition(report(2), GOAL, STEP, set_by=VELMORA, kind=ConditionKind.EXCHANGE),
        condition(report(12), STEP, GOAL, set_by=KESTRIA, kind=ConditionKind.EXCHANGE),
    )
    loop = next(entry for entry in found.of(Kind.CONDITION) if entry.news is News.LOOP)
    assert (loop.course, loop.now) == (Course.UNCHANGED, "exchange")


@pytest.mark.parametrize(
    ("direction", "course"),
    [
        (Direction.BETTER, Course.BETTER), (Direction.HIGHEST, Course.BETTER), (Direction.WORSE, Course.WORSE),
        (Direction.LOWEST, Course.WORSE), (Direction.UNCHANGED, Course.UNCHANGED),
        (Direction.UNCERTAIN, Course.UNCLEAR),
    ],
)  # fmt: skip
def test_a_claim_has_its_own_direction_and_its_teller(direction: Direction, course: Course) -> None:
    item = assessment(report(12), VELMORA, KESTRIA, direction=direction, attribution=told_by(TALVIA), since="since May")
    entry = only(since(CUT, item), Kind.ASSESSMENT)
    assert (entry.news, entry.course, entry.said_by) == (News.NEW, course, "Talvia")
    assert entry.reason == f"{direction} since May, says Talvia"
    assert entry.subject == "Kestria and Velmora"


def test_a_claim_is_compared_with_what_the_same_teller_said() -> None:
    before = assessment(report(2), VELMORA, KESTRIA, direction=Direction.WORSE, attribution=told_by(TALVIA))
    otherwise = assessment(report(12), KESTRIA, VELMORA, direction=Direction.BETTER, attribution=told_by(TALVIA))
    by_another = assessment(report(12), VELMORA, KESTRIA, direction=Direction.BETTER, attribution=told_by(None))
    found = {entry.said_by: entry for entry in since(CUT, before, otherwise, by_another).entries}
    assert (found["Talvia"].news, found["Talvia"].was) == (News.MOVED, "worse")
    assert (found["an unnamed source"].news, found["an unnamed source"].was) == (News.NEW, "")


def test_two_outlets_are_two_voices_and_a_headline_is_named() -> None:
    fact, home = assessment(report(12), topic="the talks", in_title=True)
    items = [(fact, replace(home, publisher="Horizon")), assessment(report(12, "Other words."), topic="the talks")]
    found = {entry.said_by: entry for entry in since(CUT, *items).entries}
    assert set(found) == {"Horizon", "the report"}
    assert found["Horizon"].reason == "worse, says Horizon in the headline"
    assert {entry.parties for entry in found.values()} == {()}


def test_a_denied_claim_gives_no_direction() -> None:
    entry = only(since(CUT, assessment(report(12), topic="talks", factuality=Factuality.DENIED)), Kind.ASSESSMENT)
    assert entry.course is Course.UNCLEAR
    assert entry.reason.endswith("told as denied")


def test_an_older_claim_of_a_later_run_gives_no_direction() -> None:
    found = since_run(2, (assessment(report(12), topic="talks"), 1), (assessment(report(2), topic="talks"), 2))
    assert (found.entries[0].news, found.entries[0].course) == (News.EARLIER, Course.UNCHANGED)

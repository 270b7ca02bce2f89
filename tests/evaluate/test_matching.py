"""The annotation guide's matching rules, on rows made for the test."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.evaluate.matching import (
    any_same,
    assessment_similarity,
    condition_similarity,
    containment,
    event_similarity,
    figure_similarity,
    match,
    overlap,
    position_similarity,
    proposal_similarity,
    same_actor,
    same_voice,
    statement_similarity,
)

VEL = {"actor": "Velmora", "affiliation": "VEL"}
KES = {"actor": "Kestria", "affiliation": "KES"}
LUND = {"actor": "Ada Lund", "affiliation": "VEL"}


def event(**changes: Any) -> dict[str, Any]:
    """A gold event with some fields changed."""
    row: dict[str, Any] = {
        "kind": "event", "source": [VEL], "target": [KES], "plover": "REJECT", "factuality": "asserted",
        "trigger": "rejected", "evidence": "Velmora rejected the Kestrian proposal on Monday",
    }  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("the proposal was rejected", "rejected proposal", 1.0),
        ("Velmora rejected it", "Kestria accepted", 0.0),
        ("", "anything", 0.0),
        ("alpha beta gamma delta", "alpha beta", 1.0),
        ("alpha beta", "alpha gamma", 0.5),
    ],
)
def test_containment_is_over_the_shorter_string(one: str, other: str, expected: float) -> None:
    assert containment(one, other) == expected


def test_overlap_is_f1_of_words() -> None:
    assert overlap("Palestinian civilians", "civilians") == pytest.approx(2 / 3)


def test_actors_match_by_affiliation() -> None:
    assert same_actor(VEL, LUND)
    assert not same_actor(VEL, KES)


def test_actors_without_affiliation_do_not_match_one_another() -> None:
    assert not same_actor({"actor": "donors", "affiliation": None}, {"actor": "rebels", "affiliation": None})


def test_one_actor_of_each_side_is_enough() -> None:
    assert any_same([VEL, KES], [LUND])
    assert not any_same([VEL], [])


@pytest.mark.parametrize(
    "change",
    [{"plover": "ACCUSE"}, {"source": [KES]}, {"target": [VEL]}, {"evidence": "Nothing of this kind was said"}],
)
def test_events_that_differ_do_not_match(change: dict[str, Any]) -> None:
    assert event_similarity(event(), event(**change)) == 0.0


def test_a_gold_event_without_target_takes_any_target() -> None:
    assert event_similarity(event(target=[]), event()) > 0


def test_yield_is_concede() -> None:
    assert event_similarity(event(plover="YIELD"), event(plover="CONCEDE")) > 0


def test_each_fact_matches_once_and_the_most_similar_first() -> None:
    near, far = event(id="near"), event(id="far", trigger="dismissal", factuality="alleged")
    pairs = match([event()], [far, near], "event")
    assert [found["id"] for _, found in pairs] == ["near"]


def statement(**changes: Any) -> dict[str, Any]:
    """A gold statement with some fields changed."""
    row: dict[str, Any] = {
        "kind": "statement", "speaker": LUND, "cue": "said", "direct": False,
        "content": "the strait would stay open", "evidence": "Ms Lund said the strait would stay open.",
    }  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({}, True),
        ({"content": "that the strait would stay open to all"}, True),
        ({"content": "nobody answered"}, False),
        ({"speaker": KES}, False),
        ({"speaker": None}, False),
        ({"evidence": "quite another sentence"}, True),
    ],
)
def test_statements_match_by_content_and_speaker(changes: dict[str, Any], matches: bool) -> None:
    assert (statement_similarity(statement(), statement(**changes)) > 0) is matches


def position(**changes: Any) -> dict[str, Any]:
    """A gold position with some fields changed."""
    row: dict[str, Any] = {
        "kind": "position", "holder": VEL, "issue": "the fishing treaty", "stance": "supports",
        "evidence": "Velmora welcomed the fishing treaty on Monday",
    }  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({"stance": "seeks"}, True),
        ({"stance": "opposes"}, False),
        ({"stance": "conditional"}, False),
        ({"stance": "undecided"}, False),
        ({"issue": "a treaty on fishing"}, True),
        ({"issue": "the border"}, False),
        ({"holder": KES}, False),
    ],
)
def test_positions_match_by_holder_issue_and_sign(changes: dict[str, Any], matches: bool) -> None:
    assert (position_similarity(position(), position(**changes)) > 0) is matches


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({"antecedents": ["something else"]}, True),
        ({"consequent": "something else"}, True),
        ({"consequent": "something else", "antecedents": ["the mine sweep", "a census"]}, True),
        ({"consequent": "something else", "antecedents": ["another thing"]}, False),
    ],
)
def test_conditions_match_by_antecedent_or_consequent(changes: dict[str, Any], matches: bool) -> None:
    row = {
        "kind": "condition", "consequent": "reopening the port", "antecedents": ["a mine sweep", "payment of dues"],
        "join": "ALL", "evidence": "Velmora will reopen the port only after a mine sweep and payment of dues",
    }  # fmt: skip
    assert (condition_similarity(row, row | changes) > 0) is matches


@pytest.mark.parametrize(
    ("direction", "matches"), [("lowest", True), ("worse", True), ("better", False), ("unchanged", False)]
)
def test_worst_counts_with_worse(direction: str, matches: bool) -> None:
    row = {"kind": "assessment", "direction": "worse", "about": ["Velmora", "Kestria"], "evidence": "Ties soured again"}
    assert (assessment_similarity(row, row | {"direction": direction}) > 0) is matches


def test_proposals_match_by_name_or_evidence() -> None:
    row = {"kind": "proposal", "name": "Talvian ferry plan", "evidence": "Talvia's plan for ferries was read out"}
    assert proposal_similarity(row, row | {"evidence": "It was not seen again"}) > 0
    assert proposal_similarity(row, row | {"name": "roadmap"}) > 0
    assert proposal_similarity(row, row | {"name": "roadmap", "evidence": "It was not seen again"}) == 0


@pytest.mark.parametrize(
    ("changes", "matches"),
    [
        ({"counted": "people"}, True),
        ({"measure": "other"}, True),
        ({"measure": "other", "counted": "houses"}, False),
        ({"low": 41.0}, False),
        ({"high": None}, False),
    ],
)
def test_figures_match_by_number_and_what_is_counted(changes: dict[str, Any], matches: bool) -> None:
    row = {
        "kind": "figure", "low": 40, "high": 40, "counted": "sailors killed", "measure": "killed",
        "evidence": "40 sailors were killed, the ministry said",
    }  # fmt: skip
    assert (figure_similarity(row, row | changes) > 0) is matches


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, "outlet", True),
        ("unnamed", {"actor": "unnamed source", "affiliation": None}, True),
        (LUND, VEL, True),
        (LUND, None, False),
        ("unnamed", "outlet", False),
    ],
)
def test_who_says_so_has_one_shape(one: Any, other: Any, same: bool) -> None:
    assert same_voice(one, other) is same
    assert same_voice(other, one) is same

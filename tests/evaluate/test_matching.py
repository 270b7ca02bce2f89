"""The annotation guide's matching rules, on rows made for the test."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.evaluate.matching import any_same, containment, event_similarity, match, overlap, same_actor

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

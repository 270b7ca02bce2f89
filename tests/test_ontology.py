"""The ontology tables: event types, CAMEO codes, and what acts about events are coded as."""

from __future__ import annotations

import pytest

from dragoman import ontology
from dragoman.model.codebook import CameoCode, EventType

TYPES = ontology.load_event_types()
CAMEO = ontology.load_cameo()
ACT_CODES = ontology.load_act_codes()

QUAD_CLASSES = {
    1: {"AGREE", "CONSULT", "SUPPORT"},
    2: {"COOPERATE", "AID", "CONCEDE", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
"""The four classes as the PLOVER codebook has them: verbal and material cooperation, verbal and material conflict."""


def test_the_sixteen_types_stand_in_their_quad_classes() -> None:
    assert {code: kind.quad_class for code, kind in TYPES.items()} == {
        code: number for number, codes in QUAD_CLASSES.items() for code in codes
    }


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES.keys())
def test_types_refer_to_types_and_codes_that_exist(kind: EventType) -> None:
    assert {kind.as_future, kind.as_refused, kind.as_undone, kind.as_ceased} <= set(TYPES)
    assert CAMEO[kind.default_cameo].plover == kind.code
    assert kind.description


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES.keys())
def test_intent_is_agreement_or_threat(kind: EventType) -> None:
    """PLOVER: intent to cooperate is AGREE, intent to act in conflict THREATEN; words stay what they are."""
    expected = {1: "AGREE", 2: "AGREE", 3: kind.code, 4: "THREATEN"}[kind.quad_class]
    assert kind.as_future == expected


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES.keys())
def test_refused_cooperation_is_rejection_and_refused_conflict_is_not(kind: EventType) -> None:
    assert (kind.as_refused == "REJECT") == (kind.quad_class <= 2)


@pytest.mark.parametrize("code", CAMEO.values(), ids=CAMEO.keys())
def test_codes_are_well_formed(code: CameoCode) -> None:
    assert code.code.isdigit()
    assert len(code.code) in {3, 4}
    assert code.label
    assert -10 <= code.goldstein <= 10
    assert code.plover in TYPES or code.code.startswith("01")


@pytest.mark.parametrize("code", CAMEO.values(), ids=CAMEO.keys())
def test_the_sign_of_goldstein_follows_the_quad_class(code: CameoCode) -> None:
    """Cooperation never stands below zero, conflict never above: a mistyped value would show here.

    The scale counts mere appeals (CAMEO 02) as friendly; PLOVER files them with demands, so they are left out.
    """
    if code.plover and not code.code.startswith("02"):
        cooperative = TYPES[code.plover].quad_class <= 2
        assert code.goldstein >= 0 if cooperative else code.goldstein <= 0


def test_codes_that_are_mere_comment_have_no_type() -> None:
    assert {code.code[:2] for code in CAMEO.values() if not code.plover} == {"01"}


def test_every_type_has_codes_and_every_cameo_root_is_there() -> None:
    assert {code.plover for code in CAMEO.values()} - {""} == set(TYPES)
    assert {code[:2] for code in CAMEO} == {f"{root:02}" for root in range(1, 21)}


@pytest.mark.parametrize(("act", "content"), list(ACT_CODES))
def test_acts_have_codes_of_their_own_type(act: str, content: str) -> None:
    assert content in TYPES
    assert CAMEO[ACT_CODES[act, content]].plover == act


def test_a_demand_for_aid_and_a_promise_to_withdraw_are_coded_as_such() -> None:
    assert ACT_CODES["REQUEST", "AID"] == "103"
    assert ACT_CODES["AGREE", "RETREAT"] == "0356"
    assert ACT_CODES["THREATEN", "ASSAULT"] == "138"

"""What a reviewer may write in a field, and the columns it comes to."""

from __future__ import annotations

import pytest

from dragoman.desk.problems import UserError
from dragoman.desk.review_fields import MEASURES, changed, corrections, fields_of
from dragoman.exchange.flat import record
from dragoman.exchange.reviewed import FIELDS
from dragoman.lang import load_measures
from dragoman.model.actors import ActorKind, ActorRef
from kinds import news, one_of_each
from samples import document, full_event

HOME = news()
ROWS = {kind: record(fact, HOME) for kind, fact in one_of_each(HOME).items()}
ROWS["event"] = record(full_event(document()), document())
TALVIA = ActorRef(id="TAL", name="Talvia", kind=ActorKind.STATE, country="TAL")


def find(written: str) -> ActorRef:
    assert written == "Talvia"
    return TALVIA


def nobody(written: str) -> ActorRef:
    raise AssertionError(f"{written} was looked up")


@pytest.mark.parametrize("kind", FIELDS)
def test_a_form_that_comes_back_as_it_was_changes_nothing(kind: str) -> None:
    fields = fields_of(kind, ROWS[kind])
    given = {field.name: field.value for field in fields}
    assert fields
    assert changed(fields, given) == {}
    assert corrections(kind, ROWS[kind], given, nobody) == {}


@pytest.mark.parametrize("kind", FIELDS)
def test_every_choice_has_what_was_coded_among_its_options(kind: str) -> None:
    for field in fields_of(kind, ROWS[kind]):
        assert not field.options or field.value in field.options


def test_an_actor_changes_all_columns_that_say_who_it_is() -> None:
    found = corrections("event", ROWS["event"], {"source": "Talvia"}, find)
    assert found["source"] == "Talvia"
    assert (found["source_id"], found["source_country"]) == ("TAL", "TAL")


def test_an_actor_that_stays_keeps_its_id() -> None:
    row = ROWS["event"]
    found = corrections("event", row, {"source": f"{row['source'].split('|')[0]} | Talvia"}, find)
    assert found["source_id"] == f"{row['source_id'].split('|')[0]}|TAL"


def test_a_type_brings_its_code_class_and_value_and_drops_a_mode_that_it_has_not() -> None:
    row = {**ROWS["event"], "plover": "CONSULT", "mode": "visit", "cameo": "042", "quad_class": 1, "goldstein": 1.9}
    found = corrections("event", row, {"plover": "ASSAULT"}, nobody)
    assert (found["plover"], found["quad_class"], found["mode"]) == ("ASSAULT", 4, "")
    assert isinstance(found["goldstein"], float)
    assert found["goldstein"] < 0
    with pytest.raises(UserError, match="'visit' is no mode of ASSAULT"):
        corrections("event", {**row, "mode": ""}, {"plover": "ASSAULT", "mode": "visit"}, nobody)


def test_one_of_several_answers_is_corrected_alone() -> None:
    row = {**ROWS["proposal"], "responder": "Velmora|Kestria", "response": "accepts|rejects"}
    assert corrections("proposal", row, {"response.1": "welcomes"}, nobody) == {"response": "accepts|welcomes"}


def test_a_range_that_is_upside_down_is_refused() -> None:
    row = {**ROWS["figure"], "low": 12, "high": 20}
    assert corrections("figure", row, {"low": "15", "high": "1,800"}, nobody) == {"low": 15, "high": 1800}
    for given in ({"low": "21"}, {"low": "", "high": ""}):
        with pytest.raises(UserError):
            corrections("figure", row, given, nobody)


def test_a_claimant_may_be_the_outlet() -> None:
    row = {**ROWS["figure"], "claimant": "Talvia", "claimant_id": "TAL"}
    assert corrections("figure", row, {"claimant": "outlet"}, nobody) == {"claimant": "outlet", "claimant_id": ""}


def test_measures_are_those_of_the_language_tables() -> None:
    known = {entry.measure for entries in load_measures("en").values() for entry in entries}
    assert known <= set(MEASURES)

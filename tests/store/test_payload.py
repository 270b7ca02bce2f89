from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.days import days_of
from dragoman.model.facts import (
    Answer,
    Assessment,
    Attribution,
    Condition,
    ConditionKind,
    Direction,
    Event,
    Fact,
    FactDate,
    Factuality,
    Figure,
    Form,
    Join,
    Match,
    Phrase,
    Position,
    Proposal,
    ProposalStatus,
    Response,
    SourceKind,
    Stance,
    Statement,
    Strength,
)
from dragoman.model.text import DateBasis, Place, Span
from dragoman.store.payload import KINDS, decode, encode
from samples import document, event, full_event

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SPANS = st.builds(
    lambda home, start, length: Span(document_id=home, start=start, end=start + length),
    st.sampled_from(["d", "elsewhere"]),
    st.integers(0, 9999),
    st.integers(0, 99),
)
NAMES = st.none() | TEXTS
ACTORS = st.builds(
    ActorRef,
    id=TEXTS,
    name=TEXTS,
    kind=st.sampled_from(ActorKind),
    country=NAMES,
    sector=NAMES,
    affiliation=NAMES,
    gender=NAMES,
    inferred=st.booleans(),
)
DEGREES = st.none() | st.floats(-180, 180)
DATES = st.builds(FactDate, value=NAMES, end_value=NAMES, basis=st.sampled_from(DateBasis), evidence=st.none() | SPANS)
PHRASES = st.builds(Phrase, text=TEXTS, spans=st.lists(SPANS, max_size=2).map(tuple))


def some(items: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    """A short tuple of items."""
    return st.lists(items, min_size=least, max_size=least + 2).map(tuple)


SHARED: dict[str, st.SearchStrategy[Any]] = {
    "id": TEXTS,
    "document_id": st.just("d"),
    "evidence": some(SPANS, 1),
    "attribution": some(
        st.builds(
            Attribution,
            kind=st.sampled_from(SourceKind),
            speaker=st.none() | ACTORS,
            cue=TEXTS,
            evidence=st.none() | SPANS,
        )
    ),
    "factuality": st.sampled_from(Factuality),
    "date": DATES,
    "place": st.none() | st.builds(Place, id=TEXTS, name=TEXTS, written=TEXTS, latitude=DEGREES, longitude=DEGREES),
    "extractor": TEXTS,
    "confidence": st.floats(0, 1),
    "match": st.builds(Match, rule=TEXTS, spans=some(st.tuples(TEXTS, SPANS)), notes=some(TEXTS)),
}
NUMBERS = st.floats(0, 1e9)
OWN: dict[type[Fact], dict[str, st.SearchStrategy[Any]]] = {
    Event: {
        "sources": some(ACTORS, 1),
        "targets": some(ACTORS),
        "plover": TEXTS,
        "cameo": TEXTS,
        "quad_class": st.integers(1, 4),
        "goldstein": st.floats(-10, 10),
        "background": st.booleans(),
        "symmetric": st.booleans(),
        "trigger": TEXTS,
    },
    Statement: {
        "speaker": st.none() | ACTORS,
        "written": TEXTS,
        "unnamed": st.booleans(),
        "cue": TEXTS,
        "content": some(SPANS, 1),
        "direct": st.booleans(),
        "quoted": some(SPANS),
        "form": st.sampled_from(Form),
        "addressees": some(ACTORS),
    },
    Position: {
        "holder": ACTORS,
        "issue": PHRASES,
        "stance": st.sampled_from(Stance),
        "strength": st.sampled_from(Strength),
        "trigger": TEXTS,
    },
    Proposal: {
        "name": TEXTS,
        "form": TEXTS,
        "sponsors": some(ACTORS),
        "terms": some(PHRASES),
        "phases": st.none() | st.integers(1, 9),
        "answers_to": NAMES,
        "responses": some(
            st.builds(Response, actor=ACTORS, answer=st.sampled_from(Answer), evidence=SPANS, date=DATES)
        ),
        "status": st.sampled_from(ProposalStatus),
    },
    Condition: {
        "consequent": PHRASES,
        "antecedents": some(PHRASES, 1),
        "join": st.sampled_from(Join),
        "type": st.sampled_from(ConditionKind),
        "set_by": st.none() | ACTORS,
        "said_by": st.none() | ACTORS,
        "marker": TEXTS,
    },
    Assessment: {
        "pair": some(ACTORS),
        "topic": TEXTS,
        "direction": st.sampled_from(Direction),
        "since": NAMES,
        "since_date": DATES,
        "speakers": some(ACTORS),
        "trigger": TEXTS,
        "in_title": st.booleans(),
        "contrast": NAMES,
    },
    Figure: {
        "low": NUMBERS,
        "high": st.none() | NUMBERS,
        "written": TEXTS,
        "approximate": st.booleans(),
        "unit": TEXTS,
        "counted": TEXTS,
        "measure": TEXTS,
        "victims": some(ACTORS),
    },
}


def test_every_kind_is_tried() -> None:
    assert set(OWN) == set(KINDS.values())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_fact_survives(kind: str, data: st.DataObject) -> None:
    made = data.draw(st.builds(KINDS[kind], **SHARED, **OWN[KINDS[kind]]))
    assert decode(kind, encode(made), "d") == made


def test_defaults_and_the_own_document_take_no_room() -> None:
    home = document()
    plain = json.loads(encode(event(home)))
    assert "place" not in plain
    assert plain["evidence"] == [[0, 20]]
    assert home.id not in json.dumps({**plain, "document_id": ""})


def test_types_are_rebuilt_and_not_just_values() -> None:
    home = document()
    made = decode("event", encode(full_event(home)), home.id)
    assert isinstance(made, Event)
    assert isinstance(made.factuality, Factuality)
    assert isinstance(made.sources, tuple)
    assert isinstance(made.match.spans[0], tuple)
    assert isinstance(made.goldstein, float)


@pytest.mark.parametrize("payload", ["{}", "not json", '{"nope": 1}', "[]"])
def test_a_damaged_payload_is_said_in_a_line(payload: str) -> None:
    with pytest.raises(ValueError, match="can't be rebuilt"):
        decode("event", payload, "d")


def test_an_unknown_kind_is_said() -> None:
    with pytest.raises(ValueError, match="'riddle' are not known"):
        decode("riddle", "{}", "d")


@pytest.mark.parametrize(
    ("value", "end", "expected"),
    [
        ("2031", None, (date(2031, 1, 1), date(2031, 12, 31))),
        ("2028-02", None, (date(2028, 2, 1), date(2028, 2, 29))),
        ("2031-03-14", None, (date(2031, 3, 14), date(2031, 3, 14))),
        ("2031-03-14", "2031-04", (date(2031, 3, 14), date(2031, 4, 30))),
        ("2031-W05", None, (None, None)),
        ("0000", None, (None, None)),
        (None, None, (None, None)),
    ],
)
def test_days_of_a_date(value: str | None, end: str | None, expected: tuple[date | None, date | None]) -> None:
    assert days_of(FactDate(value=value, end_value=end)) == expected


def test_equal_but_for_one_field_is_not_equal() -> None:
    home = document()
    made = full_event(home)
    assert decode("event", encode(replace(made, background=False)), home.id) != made

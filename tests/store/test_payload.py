from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Match, SourceKind
from dragoman.model.text import DateBasis, Place, Span
from dragoman.store.payload import decode, encode
from dragoman.store.rows import days_of
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
EVENTS = st.builds(
    Event,
    id=TEXTS,
    document_id=st.just("d"),
    evidence=st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    attribution=st.lists(
        st.builds(
            Attribution,
            kind=st.sampled_from(SourceKind),
            speaker=st.none() | ACTORS,
            cue=TEXTS,
            evidence=st.none() | SPANS,
        ),
        max_size=3,
    ).map(tuple),
    factuality=st.sampled_from(Factuality),
    date=st.builds(
        FactDate, value=NAMES, end_value=NAMES, basis=st.sampled_from(DateBasis), evidence=st.none() | SPANS
    ),
    place=st.none() | st.builds(Place, id=TEXTS, name=TEXTS, written=TEXTS, latitude=DEGREES, longitude=DEGREES),
    extractor=TEXTS,
    confidence=st.floats(0, 1),
    match=st.builds(
        Match,
        rule=TEXTS,
        spans=st.lists(st.tuples(TEXTS, SPANS), max_size=3).map(tuple),
        notes=st.lists(TEXTS, max_size=2).map(tuple),
    ),
    sources=st.lists(ACTORS, min_size=1, max_size=2).map(tuple),
    targets=st.lists(ACTORS, max_size=2).map(tuple),
    plover=TEXTS,
    cameo=TEXTS,
    quad_class=st.integers(1, 4),
    goldstein=st.floats(-10, 10),
    background=st.booleans(),
    symmetric=st.booleans(),
    trigger=TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(EVENTS)
def test_any_event_survives(made: Event) -> None:
    assert decode("event", encode(made), "d") == made


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

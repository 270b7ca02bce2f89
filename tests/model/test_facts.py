from __future__ import annotations

from dataclasses import replace

import pytest

from builders import actor
from dragoman.model.facts import Attribution, Event, Fact, FactDate, Factuality, Match, SourceKind
from dragoman.model.text import DateBasis, Span

SPAN = Span(document_id="d", start=0, end=25)


def an_event(**changes: object) -> Event:
    event = Event(
        id="0" * 16,
        document_id="d",
        evidence=(SPAN,),
        attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=Factuality.ASSERTED,
        date=FactDate(),
        match=Match(rule="assault/attack/v"),
        sources=(actor("VEL"),),
        targets=(actor("KES"),),
        plover="ASSAULT",
        cameo="190",
        quad_class=4,
        goldstein=-10.0,
        trigger="attacked",
    )
    return replace(event, **changes)  # type: ignore[arg-type]


def test_an_event_may_have_no_target() -> None:
    assert an_event(targets=()).targets == ()


@pytest.mark.parametrize("quad_class", [0, 5, -1])
def test_an_event_has_one_of_four_quad_classes(quad_class: int) -> None:
    with pytest.raises(ValueError, match="quad class"):
        an_event(quad_class=quad_class)


@pytest.mark.parametrize("quad_class", [1, 2, 3, 4])
def test_all_four_quad_classes_are_taken(quad_class: int) -> None:
    assert an_event(quad_class=quad_class).quad_class == quad_class


def test_an_event_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        an_event(sources=())


def test_an_event_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="evidence"):
        an_event(evidence=())


def test_any_fact_without_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="evidence"):
        Fact(
            id="0" * 16,
            document_id="d",
            evidence=(),
            attribution=(),
            factuality=Factuality.ASSERTED,
            date=FactDate(),
            match=Match(rule="none"),
        )


def test_an_event_is_frozen_hashable_and_has_no_other_fields() -> None:
    event = an_event()
    with pytest.raises(AttributeError):
        event.plover = "AID"  # type: ignore[misc]
    assert not hasattr(event, "__dict__")
    assert len({event, an_event()}) == 1


def test_an_undated_fact_says_so() -> None:
    assert an_event().date.value is None
    assert an_event().date.basis is DateBasis.UNKNOWN


def test_there_are_ten_values_of_factuality_and_three_kinds_of_source() -> None:
    """The rows of other people's stores hold these words."""
    assert {str(value) for value in Factuality} == {
        "asserted", "reported", "alleged", "denied", "negated",
        "planned", "demanded", "threatened", "hypothetical", "conditional",
    }  # fmt: skip
    assert {str(kind) for kind in SourceKind} == {"outlet", "speaker", "unnamed"}

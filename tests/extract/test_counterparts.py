"""The other side of a report's two: filled in where two stand out, marked as inferred, and nowhere else."""

from __future__ import annotations

import pytest

from dragoman.model.facts import Event, Factuality
from dragoman.pipeline import Reader

DISPUTE = (
    "Velmora and Kestria have argued over the lake for years. Velmora criticised Kestria in May. "
    "Velmora says the lake is Velmoran. Kestria says it is Kestrian. "
)
"""A report with two sides, each named at least three times, and with something that one does to the other."""


def _events(reader: Reader, text: str, plover: str) -> list[Event]:
    return [event for event in reader.read(text, published="2024-06-20").events if event.plover == plover]


def _ids(event: Event) -> tuple[set[str], set[str]]:
    return {actor.id for actor in event.sources}, {actor.id for actor in event.targets}


def _last(reader: Reader, sentence: str, plover: str) -> Event:
    return _events(reader, DISPUTE + sentence, plover)[-1]


@pytest.mark.parametrize(
    ("sentence", "plover", "source", "target"),
    [
        ("On Monday Kestria rejected the terms.", "REJECT", "KES", "VEL"),
        ("On Monday Velmora rejected the terms.", "REJECT", "VEL", "KES"),
        ("The Velmoran premier ruled that out.", "REJECT", "VEL", "KES"),
        ("Kestria backs a treaty.", "SUPPORT", "KES", "VEL"),
        ("Velmora has dropped its objections.", "CONCEDE", "VEL", "KES"),
    ],
)
def test_the_other_side_is_the_target(reader: Reader, sentence: str, plover: str, source: str, target: str) -> None:
    event = _last(reader, sentence, plover)
    assert {actor.country for actor in event.sources} == {source}
    assert {actor.id for actor in event.targets} == {target}
    assert all(actor.inferred for actor in event.targets)
    assert any("inferred" in note for note in event.match.notes)


def test_without_two_sides_nothing_is_filled_in(reader: Reader) -> None:
    (event,) = _events(reader, "On Monday Kestria rejected the terms.", "REJECT")
    assert event.targets == ()


def test_two_names_without_dealings_are_no_pair(reader: Reader) -> None:
    text = "Velmora has a lake. Kestria has a hill. Velmora is flat. Kestria is not. Velmora and Kestria are old. "
    event = _events(reader, text + "On Monday Kestria rejected the terms.", "REJECT")[-1]
    assert event.targets == ()


@pytest.mark.parametrize("noun", ["Fighting", "Clashes"])
def test_fighting_is_only_that_of_sides_that_have_fought(reader: Reader, noun: str) -> None:
    assert _events(reader, f"{DISPUTE}{noun} broke out in the north.", "ASSAULT") == []


def test_with_three_sides_nothing_is_filled_in(reader: Reader) -> None:
    text = (
        "Velmora, Kestria and France argue over the lake. Velmora, Kestria and France want it. "
        "Velmora, Kestria and France met. France rejected the terms."
    )
    event = _events(reader, text, "REJECT")[-1]
    assert event.targets == ()


@pytest.mark.parametrize("noun", ["sides", "delegations", "parties"])
def test_both_sides_are_the_two_of_the_report(reader: Reader, noun: str) -> None:
    event = _last(reader, f"On Monday both {noun} rejected a plan by France.", "REJECT")
    assert _ids(event) == ({"VEL", "KES"}, {"FRA"})


def test_each_accuses_the_other(reader: Reader) -> None:
    event = _last(reader, "Each side accused the other of bad faith.", "ACCUSE")
    assert _ids(event) == ({"VEL", "KES"}, {"VEL", "KES"})
    assert event.symmetric


def test_talks_that_open_are_between_the_two(reader: Reader) -> None:
    event = _last(reader, "Talks opened on Monday.", "CONSULT")
    assert _ids(event) == ({"VEL", "KES"}, {"VEL", "KES"})


@pytest.mark.parametrize(
    "sentence",
    ["Diplomats familiar with the talks said so.", "A minister was not at the talks.", "The talks are long."],
)
def test_talks_that_are_only_referred_to_are_no_event(reader: Reader, sentence: str) -> None:
    assert _events(reader, DISPUTE + sentence, "CONSULT") == []


def test_an_offer_turned_down_is_turned_down_by_the_other(reader: Reader) -> None:
    event = _last(reader, "A Kestrian offer was turned down on Monday.", "REJECT")
    assert _ids(event) == ({"VEL"}, {"KES"})


def test_a_shared_text_is_extended_by_both(reader: Reader) -> None:
    event = _last(reader, "The truce was extended on Monday.", "RETREAT")
    assert _ids(event) == ({"VEL", "KES"}, {"VEL", "KES"})


def test_a_broker_is_between_the_two(reader: Reader) -> None:
    event = _last(reader, "France brokered a text on Monday.", "CONSULT")
    assert _ids(event) == ({"FRA"}, {"VEL", "KES"})


def test_an_outsider_speaks_to_the_side_named_last(reader: Reader) -> None:
    event = _last(reader, "Kestria closed the road on Monday. France rejected that.", "REJECT")
    assert _ids(event) == ({"FRA"}, {"KES"})


def test_who_fired_is_never_filled_in(reader: Reader) -> None:
    events = _events(reader, DISPUTE + "Four Velmoran soldiers were killed on Monday.", "ASSAULT")
    assert all("KES" not in {actor.id for actor in event.sources} for event in events)


@pytest.mark.parametrize(
    ("text", "plover", "source", "factuality"),
    [
        ("Velmora said it would not meet Kestria unless France came.", "REJECT", "VEL", Factuality.ASSERTED),
        ("Velmora cannot accept Kestria's plan.", "REJECT", "VEL", Factuality.ASSERTED),
        ("Velmora does not recognise the Kestrian vote.", "REJECT", "VEL", Factuality.ASSERTED),
        ("Velmora said it would honour the treaty with Kestria.", "AGREE", "VEL", Factuality.ASSERTED),
        ("Velmora said it would stop all flights to Kestria.", "THREATEN", "VEL", Factuality.ASSERTED),
        ("Velmora said it would stop all flights to Kestria.", "SANCTION", "VEL", Factuality.THREATENED),
        ("Velmora insists that Kestria open the road.", "REQUEST", "VEL", Factuality.ASSERTED),
        ("The Velmoran government, an official said, will not negotiate with Kestria.", "REJECT", "VEL", None),
    ],
)
def test_what_is_announced_is_an_act(
    reader: Reader, text: str, plover: str, source: str, factuality: Factuality | None
) -> None:
    (event,) = _events(reader, text, plover)
    assert {actor.country for actor in event.sources} == {source}
    assert {actor.country for actor in event.targets} == {"KES"}
    assert factuality is None or event.factuality is factuality


def test_the_blamed_have_done_it(reader: Reader) -> None:
    (event,) = _events(reader, "Velmora blamed Kestria for a strike on a bridge.", "ASSAULT")
    assert {actor.id for actor in event.sources} == {"KES"}
    assert event.factuality is Factuality.ALLEGED


def test_talking_to_reporters_is_no_meeting(reader: Reader) -> None:
    assert _events(reader, "The Velmoran minister spoke to reporters.", "CONSULT") == []


def test_the_source_s_own_country_is_not_the_target(reader: Reader) -> None:
    (event,) = _events(reader, "The Velmoran president closed his country's ports to Kestrian ships.", "COERCE")
    assert {actor.country for actor in event.targets} == {"KES"}


@pytest.mark.parametrize(
    "text",
    [
        "If Velmora attacks Kestria, France will respond.",
        "France will respond unless Velmora attacks Kestria.",
        "France will respond once Velmora attacks Kestria.",
    ],
)
def test_what_a_condition_waits_for_is_no_event(reader: Reader, text: str) -> None:
    assert _events(reader, text, "ASSAULT") == []


def test_readiness_for_a_hostile_act_is_a_threat(reader: Reader) -> None:
    (event,) = _events(reader, "Velmora is ready to impose sanctions on Kestria.", "THREATEN")
    assert _ids(event) == ({"VEL"}, {"KES"})
    assert _events(reader, "Velmora is ready to impose sanctions on Kestria.", "AGREE") == []


def test_those_who_were_attacked_stand_behind_the_gerund(reader: Reader) -> None:
    (event,) = _events(reader, "The Velmoran army denied attacking Kestrian civilians.", "ASSAULT")
    assert event.factuality is Factuality.DENIED
    assert {actor.country for actor in event.targets} == {"KES"}

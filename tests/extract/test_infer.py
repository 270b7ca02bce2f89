"""Sides that a sentence leaves out and the report has named; nothing is filled in where the report leaves a choice."""

from __future__ import annotations

from dragoman.model.facts import Event
from dragoman.pipeline import Reader

WAR = "Velmora's war against Kestria began in May. "
OTHER_WAR = "France's war against Mali began in May. "


def _events(reader: Reader, text: str, plover: str) -> list[Event]:
    return [event for event in reader.read(text, published="2024-06-20").events if event.plover == plover]


def _ids(event: Event) -> tuple[set[str], set[str]]:
    return {actor.id for actor in event.sources}, {actor.id for actor in event.targets}


def test_parties_to_a_cease_fire_are_those_of_the_one_conflict(reader: Reader) -> None:
    (event,) = _events(reader, WAR + "A cease-fire was reached on Monday.", "RETREAT")
    assert _ids(event) == ({"VEL", "KES"}, {"VEL", "KES"})
    assert all(actor.inferred for actor in event.sources)


def test_with_two_conflicts_nothing_is_filled_in(reader: Reader) -> None:
    assert _events(reader, WAR + OTHER_WAR + "A cease-fire was reached on Monday.", "RETREAT") == []


def test_opponent_of_an_attacker_is_marked_as_inferred(reader: Reader) -> None:
    events = _events(reader, WAR + "Later Kestria vowed to continue fighting.", "ASSAULT")
    threatened = next(event for event in events if event.trigger == "fighting")
    assert _ids(threatened) == ({"KES"}, {"VEL"})
    assert threatened.targets[0].inferred
    assert any("inferred" in note for note in threatened.match.notes)


def test_captors_are_the_source_of_a_release(reader: Reader) -> None:
    text = WAR + "Kestria holds twelve Velmoran hostages. Talks resulted in the release of four hostages."
    (event,) = _events(reader, text, "RETREAT")
    assert _ids(event) == ({"KES"}, {"VEL"})


def test_owner_of_a_plan_is_the_target_of_what_is_said_of_it(reader: Reader) -> None:
    (event,) = _events(reader, "France presented a plan on Monday. Kestria rejected the plan.", "REJECT")
    assert _ids(event) == ({"KES"}, {"FRA"})
    assert event.targets[0].inferred


def test_plan_without_owner_has_no_target(reader: Reader) -> None:
    (event,) = _events(reader, "There was a plan. Kestria rejected the plan.", "REJECT")
    assert _ids(event) == ({"KES"}, set())


def test_a_repeat_by_noun_is_the_same_event_with_more_evidence(reader: Reader) -> None:
    text = "Velmora rejected Kestria's plan on Monday. Velmora's rejection of the plan angered France."
    (event,) = _events(reader, text, "REJECT")
    assert len(event.evidence) == 2


def test_cost_is_on_those_who_suffer_not_on_the_enemy(reader: Reader) -> None:
    text = WAR + "The daily toll on civilians from Velmora's military operations is high."
    events = _events(reader, text, "ASSAULT")
    assert "civilian" in {word for event in events for actor in event.targets for word in actor.id.split("/")}


def test_lifting_the_sanctions_is_aimed_at_whom_they_were_imposed_on(reader: Reader) -> None:
    text = "Velmora imposed sanctions on Kestria last year. On Monday Velmora lifted the sanctions."
    (event,) = _events(reader, text, "RETREAT")
    assert _ids(event) == ({"VEL"}, {"KES"})
    assert event.targets[0].inferred


def test_the_decision_is_that_of_the_last_sentence(reader: Reader) -> None:
    text = "Velmora expelled two Kestrian diplomats. In Paris, France criticised the decision."
    (event,) = _events(reader, text, "ACCUSE")
    assert _ids(event) == ({"FRA"}, {"VEL"})


def test_a_decision_of_nobody_named_has_no_target(reader: Reader) -> None:
    (event,) = _events(reader, "France criticised the decision.", "ACCUSE")
    assert event.targets == ()


def test_the_talks_are_between_those_who_sign(reader: Reader) -> None:
    text = "Velmora and Kestria signed a cease-fire after nine days of talks. Mali led the talks."
    first, second = _events(reader, text, "CONSULT")
    assert _ids(first) == ({"VEL", "KES"}, {"VEL", "KES"})
    assert _ids(second) == ({"MLI"}, {"VEL", "KES"})


def test_talks_to_come_are_not_the_talks(reader: Reader) -> None:
    text = "Velmora and Kestria signed a cease-fire. It leaves room for further negotiations."
    assert _events(reader, text, "CONSULT") == []


def test_one_attack_is_no_conflict(reader: Reader) -> None:
    assert _events(reader, "Velmora attacked Kestria. A cease-fire was reached on Monday.", "RETREAT") == []

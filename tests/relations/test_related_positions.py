from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Factuality, Stance
from dragoman.model.text import Span
from dragoman.relations.parties import Parties
from dragoman.relations.positions import Matrix, Side
from dragoman.relations.relate import Item, relate
from made import CAPTAIN, DEPUTY, FRONT, OFFICIALS, TALVIA, position, report, told_by
from samples import COUNCIL, KESTRIA, MINISTER, VELMORA

PLAN = "the cease-fire plan"


def matrix(*items: Item) -> Matrix:
    return relate(items).matrix


@pytest.mark.parametrize(
    ("actor", "party"),
    [
        (MINISTER, "Velmora"), (VELMORA, "Velmora"), (CAPTAIN, "Red Front"), (FRONT, "Red Front"),
        (DEPUTY, "Valley Party"), (COUNCIL, "Meridian Council"), (OFFICIALS, "officials"),
    ],
)  # fmt: skip
def test_who_acts_for_a_side_counts_as_that_side(actor: ActorRef, party: str) -> None:
    found = Parties([VELMORA]).of(actor)
    assert found.name == party
    assert found.vague == (actor is OFFICIALS)


def test_a_state_that_no_text_names_goes_by_its_code() -> None:
    assert Parties([]).of(MINISTER).name == "VEL"


def test_the_matrix_has_the_latest_stance_and_the_history() -> None:
    found = matrix(
        position(report(9), MINISTER, "the truce proposal", Stance.SUPPORTS),
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(3), KESTRIA, PLAN, Stance.SUPPORTS),
    )
    assert [party.name for party in found.parties] == ["Kestria", "Velmora"]
    assert len(found.issues) == 1
    cell = found.cells["velmora", found.issues[0].id]
    assert [stand.position.stance for stand in cell.history] == [Stance.OPPOSES, Stance.SUPPORTS]
    assert [stand.side for stand in cell.latest] == [Side.FOR]


def test_a_later_position_on_another_side_is_a_change_with_both_facts() -> None:
    before, after = position(report(2), VELMORA, PLAN, Stance.OPPOSES), position(report(9), MINISTER, PLAN)
    (change,) = matrix(after, before, position(report(3), KESTRIA, PLAN)).changes
    assert change.party.name == "Velmora"
    assert (change.before.position.id, change.after.position.id) == (before[0].id, after[0].id)


def test_the_same_again_is_no_change() -> None:
    assert not matrix(
        position(report(2), VELMORA, PLAN, Stance.DEMANDS), position(report(9), VELMORA, PLAN, Stance.SEEKS)
    ).changes


def test_two_voices_on_one_day_are_shown_and_are_no_change() -> None:
    home = report(2)
    found = matrix(position(home, VELMORA, PLAN, Stance.OPPOSES), position(home, MINISTER, PLAN, Stance.OPEN_TO, at=3))
    assert not found.changes
    assert {stand.position.stance for stand in next(iter(found.cells.values())).latest} == {
        Stance.OPPOSES,
        Stance.OPEN_TO,
    }


def test_what_others_ascribe_is_no_change_against_what_a_party_says() -> None:
    found = matrix(
        position(report(2), VELMORA, PLAN, Stance.OPPOSES),
        position(report(9), VELMORA, PLAN, Stance.SUPPORTS, attribution=told_by(KESTRIA)),
        position(report(10), VELMORA, PLAN, Stance.CONDITIONAL, attribution=told_by(None)),
        position(report(11), VELMORA, PLAN, Stance.SUPPORTS, factuality=Factuality.ALLEGED),
    )
    assert not found.changes
    cell = next(iter(found.cells.values()))
    assert [stand.ascribed_by for stand in cell.history] == ["", "Kestria", "an unnamed source", ""]
    assert [stand.position.stance for stand in cell.latest] == [Stance.OPPOSES]


def test_what_a_minister_says_of_the_own_state_is_not_ascribed() -> None:
    found = matrix(position(report(2), VELMORA, PLAN, attribution=told_by(MINISTER)))
    assert next(iter(found.cells.values())).latest[0].ascribed_by == ""


def test_what_a_party_says_together_with_another_is_its_own() -> None:
    cue = Span(document_id="x", start=1, end=2)
    both = (*told_by(VELMORA), *told_by(KESTRIA)[1:])
    joint = tuple(replace(link, evidence=cue) if link.speaker else link for link in both)
    for holder in (VELMORA, KESTRIA):
        assert (
            next(iter(matrix(position(report(2), holder, PLAN, attribution=joint)).cells.values()))
            .latest[0]
            .ascribed_by
            == ""
        )


def test_people_without_a_name_do_not_change_their_mind() -> None:
    assert not matrix(
        position(report(2), OFFICIALS, PLAN, Stance.OPPOSES), position(report(9), OFFICIALS, PLAN)
    ).changes


def test_a_month_that_holds_the_day_is_no_later() -> None:
    assert not matrix(
        position(report(2), VELMORA, PLAN, Stance.OPPOSES, on="2031-02"),
        position(report(2), VELMORA, PLAN, on="2031-02-11"),
    ).changes


def test_undated_reports_show_no_change() -> None:
    first, second = position(report(2), VELMORA, PLAN, Stance.OPPOSES), position(report(3), VELMORA, PLAN)
    assert not matrix(*((fact, replace(home, published=None)) for fact, home in (first, second))).changes


def test_swapping_the_parties_mirrors_the_matrix() -> None:
    def told(one: ActorRef, other: ActorRef) -> Matrix:
        return matrix(
            position(report(2), one, f"withdrawal of {other.name}", Stance.DEMANDS),
            position(report(3), other, f"the withdrawal by {one.name}", Stance.DEMANDS),
            position(report(5), one, f"the withdrawal of {other.name}", Stance.OPEN_TO),
            position(report(6), TALVIA, "the withdrawal"),
        )

    def shape(found: Matrix, one: ActorRef, other: ActorRef) -> list[tuple[str, str, str]]:
        roles = {one.name: "one", other.name: "other", TALVIA.name: "third"}
        return sorted(
            (roles[cell.party.name], str(stand.side), stand.day)
            for cell in found.cells.values()
            for stand in cell.history
        ) + [(roles[change.party.name], str(change.after.side), change.after.day) for change in found.changes]

    there, back = told(VELMORA, KESTRIA), told(KESTRIA, VELMORA)
    assert shape(there, VELMORA, KESTRIA) == shape(back, KESTRIA, VELMORA)
    assert len(there.issues) == len(back.issues) == 3
    assert len(there.changes) == 1


def test_what_one_sentence_tells_is_no_change() -> None:
    home = report(9)
    assert not matrix(
        position(home, VELMORA, PLAN, Stance.OPPOSES, on="2031-03-02"), position(home, VELMORA, PLAN)
    ).changes
    assert matrix(
        position(home, VELMORA, PLAN, Stance.OPPOSES, on="2031-03-02"), position(home, VELMORA, PLAN, at=5)
    ).changes

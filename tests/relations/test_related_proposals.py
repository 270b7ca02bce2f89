from __future__ import annotations

from dragoman.model.facts import Answer, ProposalStatus
from dragoman.relations.proposals import Track
from dragoman.relations.relate import Item, relate
from made import TALVIA, proposal, report
from samples import KESTRIA, MINISTER, VELMORA


def tracks(*items: Item) -> tuple[Track, ...]:
    return relate(items).tracks


def test_one_plan_in_three_reports_is_one() -> None:
    (track,) = tracks(
        proposal(report(2), "three-phase plan for the valley", TALVIA, phases=3),
        proposal(report(4), "the valley plan", TALVIA),
        proposal(report(6), "plan for the valley", status=ProposalStatus.ADOPTED),
    )
    assert [telling.day for telling in track.tellings] == ["2031-03-02", "2031-03-04", "2031-03-06"]
    assert [party.name for party in track.sponsors] == ["Talvia"]
    assert (track.status, track.status_day) == (ProposalStatus.ADOPTED, "2031-03-06")
    assert len(track.versions) == 1


def test_another_number_of_phases_is_another_version() -> None:
    (track,) = tracks(
        proposal(report(2), "the valley plan", TALVIA, phases=3),
        proposal(report(4), "the valley plan", TALVIA, phases=2),
    )
    assert [telling.proposal.phases for telling in track.versions] == [3, 2]


def test_plans_of_different_sponsors_stay_apart() -> None:
    found = tracks(proposal(report(2), "cease-fire plan", VELMORA), proposal(report(3), "cease-fire plan", KESTRIA))
    assert sorted(party.name for track in found for party in track.sponsors) == ["Kestria", "Velmora"]


def test_the_ministers_plan_is_the_states() -> None:
    (track,) = tracks(proposal(report(2), "cease-fire plan", VELMORA), proposal(report(3), "cease-fire plan", MINISTER))
    assert [party.name for party in track.sponsors] == ["Velmora"]


def test_a_counter_proposal_is_linked_to_what_it_answers() -> None:
    plan = proposal(report(2), "cease-fire plan", TALVIA)
    answer = proposal(report(2), "counter-proposal to the cease-fire plan", KESTRIA, answers_to=plan[0].id, at=4)
    by_name = {track.name: track for track in tracks(plan, answer)}
    first, second = by_name["cease-fire plan"], by_name["counter-proposal to the cease-fire plan"]
    assert second.answers_to == first.id
    assert first.answers_to == ""


def test_answers_over_time_and_where_they_changed() -> None:
    (track,) = tracks(
        proposal(report(2), "cease-fire plan", TALVIA, answers=((VELMORA, Answer.REJECTS), (KESTRIA, Answer.WELCOMES))),
        proposal(report(8), "cease-fire plan", TALVIA, answers=((MINISTER, Answer.ACCEPTS), (KESTRIA, Answer.ACCEPTS))),
    )
    assert {reply.party.name: str(reply.response.answer) for reply in track.latest_replies} == {
        "Velmora": "accepts",
        "Kestria": "accepts",
    }
    ((before, after),) = track.changed
    assert before.party.name == after.party.name == "Velmora"
    assert (before.day, after.day) == ("2031-03-02", "2031-03-08")

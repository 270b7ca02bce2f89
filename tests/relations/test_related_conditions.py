from __future__ import annotations

from dragoman.model.actors import ActorRef
from dragoman.model.facts import ConditionKind, Factuality, Join
from dragoman.relations.conditions import LoopKind, Terms
from dragoman.relations.relate import Item, relate
from made import FRONT, condition, report
from samples import KESTRIA, VELMORA

LEAVE, OPEN = "the Kestrian withdrawal from the valley", "the reopening of the crossing"


def terms(*items: Item) -> Terms:
    return relate(items).terms


def opposed(one: ActorRef, other: ActorRef, kind: ConditionKind = ConditionKind.PRECONDITION) -> tuple[Item, Item]:
    return (
        condition(report(2), "Kestria withdraws from the valley", OPEN, set_by=one, kind=kind),
        condition(report(5), "the crossing would reopen", LEAVE, set_by=other, kind=kind),
    )


def test_edges_lead_from_what_comes_first_to_what_hangs_on_it() -> None:
    found = terms(condition(report(2), "normal relations", "the end of the war", "a Talvian state", set_by=VELMORA))
    assert {(edge.step.label, edge.goal.label) for edge in found.edges} == {
        ("end of the war", "normal relations"),
        ("Talvian state", "normal relations"),
    }
    assert [party.name for party in found.edges[0].parties] == ["Velmora"]
    assert not found.loops


def test_a_only_after_b_against_b_only_after_a_is_a_deadlock() -> None:
    first, second = opposed(KESTRIA, VELMORA)
    (loop,) = terms(first, second).loops
    assert loop.kind is LoopKind.DEADLOCK
    assert {party.name for party in loop.parties} == {"Kestria", "Velmora"}
    assert {told.condition.id for edge in loop.edges for told in edge.told} == {first[0].id, second[0].id}


def test_each_step_in_return_for_the_other_is_an_exchange() -> None:
    assert [loop.kind for loop in terms(*opposed(KESTRIA, VELMORA, ConditionKind.EXCHANGE)).loops] == [
        LoopKind.EXCHANGE
    ]


def test_another_step_that_would_do_is_a_way_round() -> None:
    first, _ = opposed(KESTRIA, VELMORA)
    second = condition(report(5), "the crossing would reopen", LEAVE, "a payment of tolls", join=Join.ANY)
    assert [loop.kind for loop in terms(first, second).loops] == [LoopKind.WAY_ROUND]


def test_a_deadline_blocks_nothing() -> None:
    assert not terms(*opposed(KESTRIA, VELMORA, ConditionKind.DEADLINE)).loops


def test_a_condition_that_is_denied_does_not_count() -> None:
    first, _ = opposed(KESTRIA, VELMORA)
    second = condition(report(5), "the crossing would reopen", LEAVE, factuality=Factuality.DENIED)
    assert not terms(first, second).loops


def test_longer_loops_are_found() -> None:
    (loop,) = terms(
        condition(report(2), "the release of hostages", "an end of the shelling", set_by=FRONT),
        condition(report(3), "an end of the shelling", "the disarmament of the militia", set_by=VELMORA),
        condition(report(4), "the militia disarms", "the hostages are freed", set_by=KESTRIA),
    ).loops
    assert len(loop.edges) == 3
    assert all(edge.goal is after.step for edge, after in zip(loop.edges, loop.edges[1:], strict=False))


def test_steps_that_much_hangs_on_are_ranked() -> None:
    found = terms(
        condition(report(2), "grain exports", "the end of the war", set_by=VELMORA),
        condition(report(3), "the return of refugees", "an end to the war", set_by=KESTRIA),
        condition(report(4), "elections in the province", "the refugees return"),
        condition(report(5), "the border commission", "a border survey"),
    )
    assert [shared.step.label for shared in found.shared] == ["end of the war"] or [
        shared.step.label for shared in found.shared
    ] == ["end to the war"]
    assert len(found.shared[0].goals) == 2
    assert found.shared[0].beyond == 1
    assert [party.name for party in found.shared[0].parties] == ["Kestria", "Velmora"]


def test_a_thing_does_not_hang_on_itself() -> None:
    assert not terms(condition(report(2), "the end of the war", "an end to the war")).edges


def test_swapping_the_parties_mirrors_the_graph() -> None:
    there, back = terms(*opposed(KESTRIA, VELMORA)), terms(*opposed(VELMORA, KESTRIA))
    names = {"Kestria": "Velmora", "Velmora": "Kestria"}
    assert [[names[party.name] for party in edge.parties] for edge in there.edges] == [
        [party.name for party in edge.parties] for edge in back.edges
    ]
    assert [loop.kind for loop in there.loops] == [loop.kind for loop in back.loops]

from __future__ import annotations

from dataclasses import replace

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Stance
from dragoman.relations.relate import Item, relate
from dragoman.relations.theatres import MANY_PARTNERS, find_theatres
from made import TALVIA, position, report
from samples import KESTRIA, VELMORA


def state(name: str) -> ActorRef:
    return replace(VELMORA, id=name[:3].upper(), name=name, country=name[:3].upper(), affiliation=name[:3].upper())


NORVANE, OSTRAVIA = state("Norvane"), state("Ostravia")
PLAN = "the cease-fire plan"


def test_reports_that_share_a_party_go_together() -> None:
    found = find_theatres({"a": ["V", "K"], "b": ["K", "T"], "c": ["N", "O"], "d": ["T"], "e": ["X"]})
    assert found["a"] == found["b"] == found["d"]
    assert found["c"] != found["a"]
    assert "e" not in found


def test_a_party_that_deals_with_many_ties_nothing_alone() -> None:
    reports = {f"r{number}": ["hub", f"p{number}"] for number in range(MANY_PARTNERS)}
    found = find_theatres({**reports, "a": ["hub", "V", "K"], "b": ["hub", "N", "O"], "c": ["hub", "V"]})
    assert found["a"] == found["c"]
    assert found["a"] != found["b"]


def test_a_party_whose_partners_deal_with_one_another_ties_them() -> None:
    names = ["hub", "V", "K", "T", "M"]
    reports = {f"{one}{other}": [one, other] for number, one in enumerate(names) for other in names[number + 1 :]}
    assert len(set(find_theatres(reports).values())) == 1


def test_the_order_of_reports_does_not_matter() -> None:
    reports = {"a": ["V", "K"], "b": ["K", "T"], "c": ["N", "O"], "d": ["O", "V"]}
    assert find_theatres(reports) == find_theatres(dict(reversed(reports.items())))


def wars() -> list[Item]:
    """Two conflicts, each with a cease-fire plan, and a mediator of many that speaks of both."""
    one, other, both = report(2, "One."), report(5, "Other."), report(7, "Both.")
    many = [
        item
        for number in range(MANY_PARTNERS)
        for home in [report(10 + number, "Many.")]
        for item in (
            position(home, TALVIA, "aid"),
            position(home, state(f"{'abcdefghijk'[number]}land".title()), "aid"),
        )
    ]
    return [
        position(one, VELMORA, PLAN, Stance.OPPOSES), position(one, KESTRIA, PLAN), position(one, TALVIA, PLAN),
        position(other, NORVANE, PLAN), position(other, OSTRAVIA, PLAN), position(other, TALVIA, PLAN, Stance.OPPOSES),
        position(both, VELMORA, "the truce proposal"), position(both, TALVIA, "the truce proposal"), *many,
    ]  # fmt: skip


def test_the_cease_fire_of_one_conflict_is_not_that_of_another() -> None:
    matrix = relate(wars()).matrix
    of = {
        cell.party.name: {stand.issue.id for stand in cell.history if stand.issue.label != "aid"}
        for cell in matrix.cells.values()
        if cell.party.name != "Talvia"
    }
    assert of["Velmora"] == of["Kestria"]
    assert of["Norvane"] == of["Ostravia"]
    assert of["Velmora"].isdisjoint(of["Norvane"])
    assert [change.party.name for change in matrix.changes] == ["Velmora"]


def test_a_name_that_they_share_makes_them_one() -> None:
    one, other = report(2, "One."), report(3, "Other.")
    items = [
        position(one, VELMORA, "the Sorrel Valley plan"),
        position(one, KESTRIA, "aid"),
        position(other, NORVANE, "the Sorrel Valley plan"),
        position(other, OSTRAVIA, "aid"),
    ]
    issues = relate(items).issues
    assert issues.of[items[0][0].id] is issues.of[items[2][0].id]
    assert issues.of[items[1][0].id] is not issues.of[items[3][0].id]

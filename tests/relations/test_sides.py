"""Sides: what a user names, as the actors that are counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.directory import load_directory
from dragoman.model.dyads import Member, Side
from dragoman.relations.sides import Names, find_side, load_names, side_from_rows, whole_country

GROUPS = [
    {"name": "The Two", "members": ["Japan", {"actor": "KOR/MIL", "since": "2010-01-01", "until": date(2012, 12, 31)}]},
    {"name": "wider", "members": ["the two", "members:visegrad-group"]},
]


@pytest.fixture(scope="module")
def names() -> Names:
    return load_names(load_directory(), GROUPS)


@pytest.mark.parametrize("written", ["Israel", "ISR", "israel", "Israeli", "isr"])
def test_a_state_is_found_by_name_id_and_adjective(written: str, names: Names) -> None:
    assert find_side(written, names) == Side(id="ISR", name="Israel", members=(Member(side="ISR"),))


@pytest.mark.parametrize("written", ["US", "U.S.", "the United States", "American", "USA"])
def test_dots_and_articles_do_not_matter(written: str, names: Names) -> None:
    assert find_side(written, names).id == "USA"


def test_a_person_counts_alone(names: Names) -> None:
    assert find_side("Barack Obama", names).members == (Member(actor="barack-obama"),)


def test_an_organisation_counts_with_those_who_speak_for_it(names: Names) -> None:
    assert {member.side for member in find_side("UN", names).members} >= {"united-nations", "un"}


def test_everyone_from_a_country_or_of_a_sector(names: Names) -> None:
    assert find_side("country:Japan", names).members == (Member(country="JPN"),)
    assert find_side("JPN/MIL", names).members == (Member(country="JPN", sector="MIL"),)
    assert find_side("sector:reb", names).members == (Member(sector="REB"),)


def test_members_of_an_alliance_belong_to_it_while_they_are_members(names: Names) -> None:
    members = {member.side: member for member in find_side("members:NATO", names).members}
    assert members["SWE"].since == date(2024, 3, 7)
    assert members["USA"].since == date(1949, 8, 24)
    left = [member for member in find_side("members:EU", names).members if member.side == "GBR"]
    assert left[0].until == date(2020, 1, 31)


def test_groups_of_the_user_and_their_dates(names: Names) -> None:
    two = find_side("THE TWO", names)
    assert two.members == (
        Member(side="JPN"),
        Member(country="KOR", sector="MIL", since=date(2010, 1, 1), until=date(2012, 12, 31)),
    )
    assert {member.side for member in find_side("wider", names).members} >= {"JPN", "POL"}


def test_a_whole_country_instead_of_those_who_act_for_it(names: Names) -> None:
    assert whole_country(find_side("Japan", names)).members == (Member(country="JPN"),)
    assert whole_country(find_side("Hamas", names)) == find_side("Hamas", names)
    swedes = next(m for m in whole_country(find_side("members:NATO", names)).members if m.country == "SWE")
    assert swedes.since == date(2024, 3, 7)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Nowhereland", "no actor is called 'Nowhereland'"),
        ("country:Hamas", "is no state"),
        ("sector:soldiers", "write its three letters"),
        ("members:Hamas", "the members of Hamas are not in the tables"),
        ("", "no actor is called ''"),
    ],
)
def test_what_is_not_understood_is_said_in_a_line(written: str, said: str, names: Names) -> None:
    with pytest.raises(ValueError, match=said) as error:
        find_side(written, names)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"name": "x"}, "needs a name and a list of members"),
        ({"name": "x", "members": []}, "it has no members"),
        ({"name": "x", "members": [{"who": "Japan"}]}, "has actor, since and until"),
        ({"name": "x", "members": [{"actor": "Japan", "since": "soon"}]}, "'soon' is not a date"),
        ({"name": "x", "members": ["Nowhereland"]}, "no actor is called"),
    ],
)
def test_a_group_that_is_not_understood_is_said_in_a_line(group: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        load_names(load_directory(), [group])


def test_actors_that_only_the_rows_know() -> None:
    assert side_from_rows({}) is None
    side = side_from_rows({"name:ruritania": "Ruritania"})
    assert side == Side(id="name:ruritania", name="Ruritania", members=(Member(actor="name:ruritania"),))


def test_a_fictional_state_of_a_users_file(tmp_path: Path) -> None:
    file = tmp_path / "actors.yaml"
    file.write_text("- {id: VEL, name: Velmora, kind: state, adjectives: [Velmoran]}\n", encoding="utf-8")
    names = load_names(load_directory([file]))
    assert find_side("Velmoran", names).members == (Member(side="VEL"),)

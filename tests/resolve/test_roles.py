"""Dated roles: who held an office, whom a surname means, what a person acts for on a day."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.directory import ActorDirectory, Name, NameKind
from dragoman.model.actors import Actor, ActorKind, Role
from dragoman.resolve.matcher import ActorMatcher, compile_matcher
from dragoman.resolve.roles import (
    affiliation_of,
    among_namesakes,
    by_surname,
    holder,
    holds_on,
    person_ref,
    role_on,
    years_away,
)


def _role(
    affiliation: str,
    office: str,
    title: str,
    valid_from: str | None = None,
    valid_to: str | None = None,
    sector: str = "GOV",
) -> Role:
    return Role(
        affiliation=affiliation, office=office, title=title, sector=sector, valid_from=valid_from, valid_to=valid_to
    )


LUND = Actor(
    id="ada-lund",
    name="Ada Lund",
    kind=ActorKind.PERSON,
    gender="f",
    roles=(
        _role("VEL", "foreign_minister", "foreign minister", "2001-05", "2005-03-01"),
        _role("VEL", "head_of_government", "prime minister", "2005-03-02", "2009"),
        _role("league", "igo_head", "secretary-general", "2012", "2016", "IGO"),
    ),
)
OTHER_LUND = Actor(
    id="per-lund",
    name="Per Lund",
    kind=ActorKind.PERSON,
    gender="m",
    roles=(_role("KES", "other", "mayor", "2004", "2008"),),
)
BERG = Actor(
    id="tomas-berg",
    name="Tomas Berg",
    kind=ActorKind.PERSON,
    gender="m",
    roles=(_role("KES", "head_of_state", "president", "2004"),),
)
SPEAKERS = tuple(
    Actor(
        id=f"speaker-{number}",
        name=f"Nils Moritz{number}",
        kind=ActorKind.PERSON,
        roles=(_role("KES", "spokesperson", title, "2004"),),
    )
    for number, title in enumerate(("presidential spokesman", "foreign ministry spokesman"))
)
ACTORS = {
    actor.id: actor
    for actor in (
        Actor(id="VEL", name="Velmora", kind=ActorKind.STATE, country="VEL"),
        Actor(id="KES", name="Kestria", kind=ActorKind.STATE, country="KES"),
        Actor(id="league", name="Harbour League", kind=ActorKind.IGO, sector="IGO"),
        Actor(id="guard", name="Kestrian Guard", kind=ActorKind.MILITARY, country="KES", sector="MIL"),
        LUND,
        OTHER_LUND,
        BERG,
        *SPEAKERS,
    )
}


@pytest.fixture(scope="module")
def matcher() -> ActorMatcher:
    """A directory of a few people."""
    names = tuple(
        Name(written=actor.name, kind=NameKind.PERSON, actor=actor.id) for actor in ACTORS.values() if actor.roles
    )
    return compile_matcher(ActorDirectory(actors=ACTORS, names=names, adjectives={}))


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2001-04-30", False), ("2001-05-01", True), ("2005-03-01", True), ("2005-03-02", False)],
)
def test_a_month_alone_counts_whole(day: str, holds: bool) -> None:
    assert holds_on(LUND.roles[0], date.fromisoformat(day)) is holds


def test_a_year_alone_counts_whole() -> None:
    assert holds_on(LUND.roles[1], date(2009, 12, 31))
    assert not holds_on(LUND.roles[1], date(2010, 1, 1))


@pytest.mark.parametrize(
    ("day", "owners", "title"),
    [
        (date(2002, 1, 1), (), "foreign minister"),
        (date(2006, 1, 1), (), "prime minister"),
        (date(2011, 1, 1), (), "prime minister"),
        (date(1999, 1, 1), (), "foreign minister"),
        (date(2020, 1, 1), (), "secretary-general"),
        (date(2020, 1, 1), ("VEL",), "prime minister"),
        (None, (), "secretary-general"),
        (None, ("VEL",), "prime minister"),
    ],
)
def test_the_role_that_counts_on_a_day(day: date | None, owners: tuple[str, ...], title: str) -> None:
    role = role_on(LUND, day, owners)
    assert role is not None
    assert role.title == title


def test_years_to_the_nearest_spell() -> None:
    assert [years_away(LUND.roles, date(year, 6, 1)) for year in (1998, 2006, 2010, 2020)] == [3, 0, 1, 4]


def test_what_a_person_acts_for(matcher: ActorMatcher) -> None:
    minister = person_ref(LUND, matcher.directory, date(2002, 1, 1))
    chief = person_ref(LUND, matcher.directory, date(2013, 1, 1))
    assert (minister.country, minister.affiliation, minister.sector) == ("VEL", "VEL", "GOV")
    assert (chief.country, chief.affiliation, chief.sector) == (None, "Harbour League", "IGO")


def test_who_has_left_every_office_is_of_the_former_elite(matcher: ActorMatcher) -> None:
    assert person_ref(OTHER_LUND, matcher.directory, date(2012, 1, 1)).sector == "ELI"
    assert person_ref(BERG, matcher.directory, date(2030, 1, 1)).sector == "GOV"


@pytest.mark.parametrize(
    ("affiliation", "expected"), [("VEL", "VEL"), ("league", "Harbour League"), ("guard", "KES"), ("nobody", "nobody")]
)
def test_affiliation(matcher: ActorMatcher, affiliation: str, expected: str) -> None:
    assert affiliation_of(matcher.directory, affiliation) == expected


@pytest.mark.parametrize(
    ("affiliation", "office", "title", "day", "expected"),
    [
        ("VEL", "foreign_minister", "foreign minister", date(2002, 1, 1), "ada-lund"),
        ("VEL", "foreign_minister", "top diplomat", date(2002, 1, 1), "ada-lund"),
        ("VEL", "foreign_minister", "foreign minister", date(2012, 1, 1), None),
        ("VEL", "foreign_minister", "foreign minister", None, None),
        ("KES", "head_of_government", "president", date(2005, 1, 1), "tomas-berg"),
        ("KES", "head_of_government", "prime minister", date(2005, 1, 1), None),
        ("KES", "spokesperson", "presidential spokesman", date(2005, 1, 1), "speaker-0"),
        ("KES", "spokesperson", "spokesman", date(2005, 1, 1), None),
        ("KES", "other", "mayor", date(2005, 1, 1), None),
    ],
)
def test_holder_of_an_office(
    matcher: ActorMatcher, affiliation: str, office: str, title: str, day: date | None, expected: str | None
) -> None:
    found = holder(matcher, affiliation, office, title, day)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "day", "more", "expected"),
    [
        ("Lund", date(2006, 1, 1), {}, "ada-lund"),
        ("Lund", date(2006, 1, 1), {"owners": ("KES",)}, "per-lund"),
        ("Lund", date(2006, 1, 1), {"gender": "m", "titled": True}, "per-lund"),
        ("Lund", date(2006, 1, 1), {"office": "head_of_government", "titled": True}, "ada-lund"),
        ("Lund", date(2030, 1, 1), {}, None),
        ("Lund", None, {}, None),
        ("Berg", None, {}, "tomas-berg"),
        ("Berg", date(2006, 1, 1), {"gender": "f"}, None),
        ("Nobody", date(2006, 1, 1), {}, None),
    ],
)
def test_whom_a_surname_means(
    matcher: ActorMatcher, name: str, day: date | None, more: dict[str, object], expected: str | None
) -> None:
    found = by_surname(matcher, name, day, **more)  # type: ignore[arg-type]
    assert (found.id if found else None) == expected


def test_namesakes_are_told_apart_by_country_then_date_then_text() -> None:
    early = Actor(id="early", name="X", kind=ActorKind.PERSON, roles=(_role("VEL", "other", "", "1980", "1985"),))
    late = Actor(id="late", name="X", kind=ActorKind.PERSON, roles=(_role("KES", "other", "", "2010", "2015"),))
    assert among_namesakes([early, late], date(2011, 1, 1), (), ()).id == "late"
    assert among_namesakes([early, late], date(1983, 1, 1), (), ()).id == "early"
    assert among_namesakes([early, late], date(2011, 1, 1), ("VEL",), ()).id == "early"
    assert among_namesakes([early, late], None, (), ("KES",)).id == "late"

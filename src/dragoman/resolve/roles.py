"""Who a person acted for on a date, and who held an office."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from dragoman.directory import ActorDirectory
from dragoman.model.actors import Actor, ActorKind, ActorRef, Role
from dragoman.resolve.matcher import ActorMatcher, fold

HIGHEST = (
    "head_of_state",
    "head_of_government",
    "ruler",
    "group_leader",
    "igo_head",
    "foreign_minister",
    "defence_minister",
)
SINGLE_OFFICES = frozenset({*HIGHEST, "interior_minister", "finance_minister"})
"""Offices one person holds at a time; for the others the title in the text must be the one in the table."""
LEAVES_OFFICE = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP"})
OF_PARENT = frozenset({ActorKind.IGO, ActorKind.BODY, ActorKind.MILITARY})
"""Kinds that act for the organisation they belong to; an armed wing or a party keeps its own side."""
OWN_MEMBERS = frozenset({ActorKind.BODY, ActorKind.MILITARY, ActorKind.REGION, ActorKind.POPULATION})
NEAR_YEARS = 2
"""Years around a spell in office in which a bare surname still means its holder."""


LEADING = HIGHEST.index("group_leader")
REMEMBERED_YEARS = 8
"""Years after which a former head of state or government is no longer called by the surname alone."""
STATED_YEARS = 10
"""The same where the text names his country with it ("Argentina's Macri")."""


def _from(role: Role) -> str:
    value = role.valid_from or "0000"
    return value + "-01-01"[len(value) - 4 :]


def _to(role: Role) -> str:
    value = role.valid_to or "9999"
    return value + "-12-31"[len(value) - 4 :]


def holds_on(role: Role, day: date) -> bool:
    """Whether a spell in office covers a day; a month or year known alone counts whole."""
    return _from(role) <= day.isoformat() <= _to(role)


def rank(role: Role) -> int:
    """Place of an office among the highest; lower is higher."""
    return HIGHEST.index(role.office) if role.office in HIGHEST else len(HIGHEST)


def years_away(roles: Iterable[Role], day: date) -> int:
    """Years from a day to the nearest spell in office; 0 if one covers it, 10,000 if there is none."""
    best = 10_000
    for role in roles:
        if holds_on(role, day):
            return 0
        first, last = int(_from(role)[:4]), int(_to(role)[:4])
        best = min(best, max(1, first - day.year, day.year - last))
    return best


def role_on(actor: Actor, day: date | None, owners: Collection[str] = ()) -> Role | None:
    """The role that counts on a day: one held then (the highest office first), else the last before, else the first.

    Args:
        actor: a person.
        day: ``None`` if unknown; then the role with one of ``owners``, else the one that ended last, counts.
        owners: ids of the state or organisation that the text itself names; a role with one of them wins unless
            another office is held on that day.
    """
    roles = actor.roles
    if not roles:
        return None
    stated = [role for role in roles if role.affiliation in owners]
    if day is None:
        last = max(map(_to, stated or roles))
        return min((role for role in stated or roles if _to(role) == last), key=rank)
    held = [role for role in roles if holds_on(role, day)]
    if held:
        return min([role for role in held if role in stated] or held, key=rank)
    before = [role for role in stated or roles if _from(role) <= day.isoformat()]
    return before[-1] if before else (stated or roles)[0]


def affiliation_of(directory: ActorDirectory, key: str) -> str | None:
    """What somebody of an actor acts for: the country code of a state and its bodies, else an organisation.

    An organisation goes by its acronym, as annotators write it ("UN", "RSF"), and its agencies go by it too.
    """
    actor = directory.actors.get(key)
    if actor is None:
        return key or None
    if actor.kind is ActorKind.STATE:
        return actor.id
    if actor.kind not in OWN_MEMBERS:
        return _label(directory, actor)
    if actor.country is not None or actor.kind not in {ActorKind.BODY, ActorKind.MILITARY}:
        return actor.country
    return _label(directory, actor)


def _label(directory: ActorDirectory, actor: Actor) -> str:
    parent = directory.actors.get(actor.parent or "")
    whole = actor if parent is None or parent.kind is ActorKind.STATE or actor.kind not in OF_PARENT else parent
    return whole.acronym or whole.name


def person_ref(
    actor: Actor,
    directory: ActorDirectory,
    day: date | None,
    inferred: bool = False,
    owners: Collection[str] = (),
) -> ActorRef:
    """A person with the country or organisation he acts for on a day.

    Once every office of his has ended the sector is ELI (former officials).
    """
    role = role_on(actor, day, owners)
    country: str | None = actor.country
    affiliation: str | None = actor.country
    sector = actor.sector
    if role is not None:
        body = directory.actors.get(role.affiliation)
        country = body.country if body is not None else None
        affiliation = affiliation_of(directory, role.affiliation)
        sector = role.sector
        if day is not None and sector in LEAVES_OFFICE and all(_to(r) < day.isoformat() for r in actor.roles):
            sector = "ELI"
    return ActorRef(
        id=actor.id,
        name=actor.name,
        kind=ActorKind.PERSON,
        country=country,
        sector=sector,
        affiliation=affiliation,
        gender=actor.gender,
        inferred=inferred,
    )


def holder(matcher: ActorMatcher, affiliation: str, office: str, title: str, day: date | None) -> Actor | None:
    """The one person known to hold an office on a day, or ``None`` if none or several are."""
    if day is None or not office or office == "other":
        return None
    found = _holding(matcher, affiliation, office, day)
    titled = [actor for actor, role in found if role.title == title]
    if office not in SINGLE_OFFICES or len(found) > 1:
        return titled[0] if len(titled) == 1 else None
    if not found and office in {"head_of_state", "head_of_government", "ruler"}:
        others = {"head_of_state", "head_of_government", "ruler"} - {office}
        pairs = [pair for other in sorted(others) for pair in _holding(matcher, affiliation, other, day)]
        same = {actor.id: actor for actor, role in pairs if role.title == title}
        return next(iter(same.values())) if len(same) == 1 else None
    return found[0][0] if len(found) == 1 else None


def _holding(matcher: ActorMatcher, affiliation: str, office: str, day: date) -> list[tuple[Actor, Role]]:
    found: dict[str, tuple[Actor, Role]] = {}
    for role, person in matcher.holders.get((affiliation, office), ()):
        if holds_on(role, day):
            found[person] = (matcher.directory.actors[person], role)
    return list(found.values())


def by_surname(
    matcher: ActorMatcher,
    name: str,
    day: date | None,
    *,
    owners: Collection[str] = (),
    office: str = "",
    gender: str | None = None,
    titled: bool = False,
    countries: Collection[str] = (),
) -> Actor | None:
    """The one known person that a surname alone can mean.

    With a date: those in office within two years of it; without one, only surnames that one person of high office has.

    Args:
        matcher: compiled directory.
        name: as written.
        day: publication date, or ``None``.
        owners: state or organisation named with it ("*Syria's* Assad").
        office: office class of the title before it.
        gender: ``m`` or ``f`` where the title says so.
        titled: whether a title stands before it, so that a lesser office will do.
        countries: ids of the countries the text names, which decide among namesakes.
    """
    people = [matcher.directory.actors[i] for i in matcher.surnames.get(fold(name), ())]
    people = [actor for actor in people if gender is None or actor.gender in {gender, None}]
    if owners:
        people = [actor for actor in people if any(role.affiliation in owners for role in actor.roles)]
    if office and office != "other":
        fitting = [actor for actor in people if any(role.office == office for role in actor.roles)]
        people = fitting or ([] if day is None else people)
    if day is None:
        high = [actor for actor in people if any(role.office in HIGHEST[:6] for role in actor.roles)]
        return high[0] if len(people) == 1 and high else None
    window = STATED_YEARS if owners else NEAR_YEARS
    near = [actor for actor in people if years_away(actor.roles, day) <= window or _led_lately(actor, day)]
    strong = [a for a in near if titled or owners or _stands_alone(a, day, countries)]
    return _foremost(strong, day, countries)


def _led_lately(actor: Actor, day: date) -> bool:
    """Whether he led a country so short a time ago that news still uses the surname alone."""
    since = day.replace(day=1, year=day.year - REMEMBERED_YEARS).isoformat()
    return any(rank(role) < LEADING and since <= _to(role) <= day.isoformat() for role in actor.roles)


def _stands_alone(actor: Actor, day: date, countries: Collection[str]) -> bool:
    """Whether news calls a person by the surname without introduction: high office, or the text is on his country."""
    near = [role for role in actor.roles if years_away((role,), day) <= NEAR_YEARS]
    return (
        _led_lately(actor, day)
        or any(role.office in HIGHEST for role in near)
        or any(role.affiliation in countries and role.office != "other" for role in near)
    )


def _foremost(people: list[Actor], day: date, countries: Collection[str]) -> Actor | None:
    """The only one; else the only one of a country the text names; else the only one in highest office that day."""
    if len(people) > 1:
        here = [a for a in people if any(role.affiliation in countries for role in a.roles)]
        people = here or people
    if len(people) > 1:
        people = [a for a in people if any(role.office in HIGHEST[:5] and holds_on(role, day) for role in a.roles)]
    return people[0] if len(people) == 1 else None


def among_namesakes(
    people: list[Actor], day: date | None, owners: Collection[str], countries: Collection[str]
) -> Actor:
    """The person of a full name that several have: by the country named with it, the date, the text's countries."""

    def distance(actor: Actor) -> tuple[bool, int, bool, int]:
        affiliations = {role.affiliation for role in actor.roles}
        away = years_away(actor.roles, day) if day is not None else 0
        highest = min(map(rank, actor.roles), default=len(HIGHEST))
        return (
            bool(owners) and not affiliations & set(owners),
            min(away, 5),
            not affiliations & set(countries),
            highest,
        )

    return min(people, key=distance)

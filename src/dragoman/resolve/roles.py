"""Who a person acted for on a date, and who held an office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dragoman.directory import ActorDirectory
from dragoman.model.actors import Actor, ActorKind, ActorRef, Role
from dragoman.resolve.matcher import ActorMatcher

ORGANISATION = "org:"
HIGHEST = ("head_of_state", "head_of_government", "ruler", "group_leader", "igo_head", "foreign_minister", "defence_minister")


def _from(role: Role) -> str:
    return (role.valid_from or "0000") + "-01-01"[len(role.valid_from or "0000") - 4 :]


def _to(role: Role) -> str:
    value = role.valid_to or "9999"
    return value + "-12-31"[len(value) - 4 :]


def holds_on(role: Role, day: date) -> bool:
    """Whether a spell in office covers a day; a month or year known alone counts whole."""
    return _from(role) <= day.isoformat() <= _to(role)


def role_on(actor: Actor, day: date | None) -> Role | None:
    """The role that counts on a day: one held then (the highest office first), else the last before, else the first."""
    if not actor.roles:
        return None
    if day is None:
        return actor.roles[-1]
    held = [role for role in actor.roles if holds_on(role, day)]
    if held:
        return min(held, key=lambda role: HIGHEST.index(role.office) if role.office in HIGHEST else len(HIGHEST))
    before = [role for role in actor.roles if _from(role) <= day.isoformat()]
    return before[-1] if before else actor.roles[0]


def person_ref(actor: Actor, directory: ActorDirectory, day: date | None, inferred: bool = False) -> ActorRef:
    """A person with the country or organisation he acts for on a day."""
    role = role_on(actor, day)
    country: str | None = actor.country
    affiliation: str | None = actor.country
    sector = actor.sector
    if role is not None:
        sector = role.sector
        if role.affiliation.startswith(ORGANISATION):
            organisation = directory.actors.get(role.affiliation.removeprefix(ORGANISATION))
            affiliation = organisation.name if organisation is not None else role.affiliation.removeprefix(ORGANISATION)
            country = organisation.country if organisation is not None else None
        elif role.affiliation in directory.actors and directory.actors[role.affiliation].kind is not ActorKind.STATE:
            affiliation = directory.actors[role.affiliation].name
            country = directory.actors[role.affiliation].country
        else:
            country = affiliation = role.affiliation or None
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
    if len(found) > 1:
        titled = [actor for actor, role in found if role.title == title]
        return titled[0] if len(titled) == 1 else None
    if not found and office in {"head_of_state", "head_of_government"}:
        other = "head_of_government" if office == "head_of_state" else "head_of_state"
        found = [(actor, role) for actor, role in _holding(matcher, affiliation, other, day) if role.title == title]
    return found[0][0] if len(found) == 1 else None


def _holding(matcher: ActorMatcher, affiliation: str, office: str, day: date) -> list[tuple[Actor, Role]]:
    found: dict[str, tuple[Actor, Role]] = {}
    for role, person in matcher.holders.get((affiliation, office), ()):
        if holds_on(role, day):
            found[person] = (matcher.directory.actors[person], role)
    return list(found.values())


def by_surname(matcher: ActorMatcher, name: str, day: date | None) -> Actor | None:
    """The one known person with a surname who held an office within two years of a day.

    Among several the one with the highest office wins, if there is one alone.
    """
    ids = matcher.surnames.get(name, ())
    if not ids or day is None:
        return None
    near = [actor for actor in (matcher.directory.actors[i] for i in ids) if _near(actor.roles, day)]
    if len(near) == 1:
        return near[0]
    top = [actor for actor in near if any(r.office in HIGHEST[:5] and holds_on(r, day) for r in actor.roles)]
    return top[0] if len(top) == 1 else None


def _near(roles: Sequence[Role], day: date) -> bool:
    early, late = day.replace(day=1, year=day.year - 2).isoformat(), day.replace(day=1, year=day.year + 1).isoformat()
    return any(_from(role) <= late and _to(role) >= early for role in roles)

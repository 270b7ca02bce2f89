"""The ways in which other data sets put names together: "Police (Norland)", "Government of Norland", NORGOV."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from dragoman.directory import Agent, NameKind
from dragoman.model.actors import ORGANISATIONS, Actor, ActorKind
from dragoman.resolve.imported_lookup import (
    ANYWHERE,
    Hints,
    NameTables,
    at_home,
    by_agent,
    by_role,
    called,
    table_actor,
    unknown,
    whole_name,
)
from dragoman.resolve.imported_sides import OF_A_STATE, PLACES_AND_PEOPLES, Named, fixed
from dragoman.resolve.matcher import fold
from dragoman.resolve.page import OWNERS, folded_slug
from dragoman.resolve.refs import agent_kind

DATED = re.compile(r"(.+?) ?\(\d{4} ?- ?(?:\d{4})?\) ?(.*)")
"""ACLED's regimes: "Military Forces of Norland (2011-) Coast Guard"."""
OF = re.compile(r"(.+?) of (?:the )?(.+)")
LABELLED = re.compile(r"([A-Z][\w\-]{1,11}): (.+)")
"""ACLED's "NLF: Norland Liberation Front"."""
CODE = re.compile(r"(?:[A-Z]{3}){1,5}")
NICKNAME = re.compile(r"(.+?) [\"'“(]([^\"'”)]+)[\"'”)] (.+)")
MINISTER = "minister"
MOST_WORDS = 4
"""Words that the longest owners and titles have ("Democratic Republic of Congo", "Deputy Prime Minister Dr")."""

Way = Callable[[NameTables, str, Hints], Named | None]


def owner_behind(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """An actor with its country or organisation in brackets: "Citizen (Norland)", "Insurgent (Red Ridge Front)"."""
    phrase, behind = _behind(written)
    if not behind or not phrase:
        return whole_name(tables, behind, hints) if behind else None
    owner = None if tables.says_nothing(behind) else tables.place(behind)
    if owner is None and not tables.says_nothing(behind):
        agent = tables.agent(phrase)
        if agent is not None:
            sector = agent.sector or hints.role
            return fixed(f"name:{folded_slug(written)}", written, agent_kind(agent), country=hints.home, sector=sector)
        return whole_name(tables, phrase, hints)
    agent = tables.agent(phrase)
    if agent is not None:
        return by_agent(tables, agent, phrase, owner)
    if owner is None:
        return whole_name(tables, phrase, hints)
    return _organisation(tables, phrase, owner, hints) or _titled_body(tables, written, phrase, owner)


def _behind(written: str) -> tuple[str, str]:
    """What stands before a last bracket, and what in it, though there be others in that one."""
    if not written.endswith(")"):
        return written, ""
    depth = 0
    for at in range(len(written) - 1, -1, -1):
        depth += (written[at] == ")") - (written[at] == "(")
        if depth == 0:
            return written[:at].strip(), written[at + 1 : -1].strip()
    return written, ""


def _organisation(tables: NameTables, phrase: str, owner: Actor, hints: Hints) -> Named | None:
    """An organisation or person of the tables that the country behind tells from namesakes."""
    adjectives = tables.matcher.adjectives.get(owner.id, ())
    for written in (phrase, *(f"{word} {phrase}" for word in adjectives), f"{phrase} of {owner.name}"):
        for name in tables.named(written):
            actor = tables.actors.get(name.actor)
            if name.kind is NameKind.ORGANISATION and actor is not None:
                if actor.country == owner.country or (actor.kind in ANYWHERE and written == phrase):
                    return whole_name(tables, written, at_home(hints, actor.country))
            elif name.kind is NameKind.PERSON and actor is not None and tables.roles_in(actor, owner.country):
                return whole_name(tables, written, at_home(hints, owner.country))
    return None


def _titled_body(tables: NameTables, written: str, phrase: str, owner: Actor) -> Named:
    """A body that no table has, known by its last noun: "Water Commission (Norland)"."""
    agent = institution(tables, phrase)
    if agent is None:
        return unknown(written, Hints(home=owner.country))
    return fixed(
        f"name:{folded_slug(written)}",
        written,
        agent_kind(agent),
        country=owner.country,
        sector=agent.sector,
        affiliation=owner,
    )


def institution(tables: NameTables, phrase: str) -> Agent | None:
    """The noun that says what a body is: the last one, before an "of"."""
    words = phrase.split(" of ")[0].split()
    for first in range(len(words)):
        agent = tables.agent(" ".join(words[first:]))
        if agent is not None and agent.kind != "person":
            return agent
    return None


def dated(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A state's forces under one regime, with their unit: "Military Forces of Norland (2011-) Coast Guard"."""
    found = DATED.fullmatch(written)
    if found is None:
        return None
    base, unit = found[1], found[2].strip()
    whole = owner_before(tables, base, hints) or whole_name(tables, base, hints)
    if unit and whole is not None:
        home = whole.spells[0].country
        part = whole_name(tables, unit, Hints(home=home))
        if part is not None and part.spells[0].side == home:
            return part
    return whole


def of_owner(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A generic actor of a country that has a second name in brackets: "Government of Norland (Old Norland)"."""
    found = OF.fullmatch(written)
    agent = tables.agent(found[1]) if found is not None else None
    owner = tables.place(found[2]) if found is not None and agent is not None else None
    if found is None or agent is None or owner is None or not _is_home(owner, hints):
        return None
    return by_agent(tables, agent, found[1], owner)


def without_article(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A name of the tables behind "The"."""
    return whole_name(tables, written[4:], hints) if written[:4].lower() == "the " else None


def owner_before(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """An actor said to be of somebody: "Government of Norland", "Norland forces", "Norland Water Commission"."""
    for phrase, owner in _owned(tables, written):
        if not _is_home(owner, hints):
            continue
        agent = tables.agent(phrase)
        if agent is not None and owner.country is None and owner.kind in PLACES_AND_PEOPLES:
            continue
        if agent is not None and agent.kind == "body" and owner.kind in {*ORGANISATIONS, *OF_A_STATE}:
            if agent.sector == owner.sector:
                return table_actor(tables, owner.id, hints)
        elif agent is not None:
            return by_agent(tables, agent, phrase, owner)
        elif owner.kind is ActorKind.STATE and institution(tables, phrase) is not None:
            return _own_side(_titled_body(tables, written, phrase, owner), hints)
    return None


def _own_side(body: Named, hints: Hints) -> Named:
    """A body that may be against the state it is named after ("Norland Red Army"), unless the data set says more."""
    spell = body.spells[0]
    if hints.role is not None:
        return fixed(body.id, body.name, body.kind, country=spell.country, sector=hints.role)
    return replace(body, spells=(replace(spell, side=body.id),))


def _owned(tables: NameTables, written: str) -> Iterator[tuple[str, Actor]]:
    """What somebody has, and who, in all ways to read a name."""
    of = OF.fullmatch(written)
    if of is not None:
        owner = tables.place(of[2])
        if owner is not None:
            yield of[1], owner
    words = written.split()
    for last in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        names = [name for name in tables.named(" ".join(words[:last])) if name.kind in {*OWNERS, NameKind.CITY}]
        if names:
            yield " ".join(words[last:]), tables.actors[names[0].actor]


def _is_home(owner: Actor, hints: Hints) -> bool:
    return hints.home is None or owner.country in {None, hints.home}


def coded(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """An actor written as a CAMEO code: three letters each for the country, then roles, groups, religions, peoples."""
    if CODE.fullmatch(written) is None:
        return None
    parts = [written[at : at + 3] for at in range(0, len(written), 3)]
    if len(parts) == 1 and hints.home is None and tables.named(written) and parts[0] not in tables.actors:
        return None
    roles = tables.words.roles
    owner = None if parts[0] in roles else tables.coded(parts[0])
    rest = parts if owner is None else parts[1:]
    known = [part for part in rest if part in roles or part in tables.words.codes]
    if rest and (not known or (owner is None and parts[0] not in known)):
        return None
    groups = [actor for part in known if part not in roles and (actor := tables.coded(part)) is not None]
    if owner is not None and owner.kind in ORGANISATIONS:
        groups.append(owner)
    if groups:
        return table_actor(tables, groups[-1].id, Hints())
    sector, noun = next((roles[part] for part in known if part in roles and roles[part][0]), ("", ""))
    return by_role(tables, owner, Hints(role=sector or hints.role, noun=noun or hints.noun))


def labelled(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A group with its acronym before it."""
    found = LABELLED.fullmatch(written)
    if found is None:
        return None
    return whole_name(tables, found[2], hints) or whole_name(tables, found[1], hints)


def with_title(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A person with titles before the name: "Gen Ada Lund", "Prime Minister Lund"."""
    words, office = written.split(), ""
    while len(words) > 1:
        for last in range(min(MOST_WORDS, len(words) - 1), 0, -1):
            title = _title(tables, " ".join(words[:last]))
            if title is not None:
                office = (MINISTER if title.singular == MINISTER else title.office) or office
                words = words[last:]
                break
        else:
            break
    rest = " ".join(words)
    if rest == written:
        return None
    found = _person(tables, rest, hints)
    if found is None and len(words) == 1:
        found = called(tables, rest, hints, office if office != "other" else "")
    return found


def _title(tables: NameTables, written: str) -> Agent | None:
    for variant in (written, f"{written}."):
        for name in tables.named(variant):
            if name.agent is not None and name.agent.kind == "person" and name.kind is not NameKind.SEAT:
                return name.agent
    return None


def other_order(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A person under another order or length of the name: "Lund Ada", "Lund, Ada", "Ada B. Lund", "Ada Berg Lund".

    A middle name is left out only where the tables have one person of first and last name, or one of the country that
    the data set gives: on the ICEWS names of 2005-15, 27 of 29 found so were right.
    """
    for variant in _orders(written):
        found = _person(tables, variant, hints)
        if found is not None:
            return found
    words = written.split()
    if len(words) < 3:
        return None
    without = f"{words[0]} {words[-1]}"
    people = {name.actor for name in tables.named(without) if name.kind is NameKind.PERSON}
    alone = len(words) == 3 and len(people) == 1
    if alone or any(tables.roles_in(tables.actors[key], hints.home) for key in people):
        return _person(tables, without, hints)
    return _second_surname(tables, " ".join(words[:-1]), hints)


def _second_surname(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A person of a country of two surnames whom the tables have with the first of them: "Ada Lund (Berg)"."""
    countries = tables.matcher.directory.words["two_surnames"]
    for name in tables.named(written):
        actor = tables.actors.get(name.actor)
        if name.kind is not NameKind.PERSON or actor is None or fold(actor.name) != fold(written):
            continue
        if {role.affiliation for role in actor.roles} & countries:
            return _person(tables, written, hints)
    return None


def _orders(written: str) -> Iterator[str]:
    family, comma, own = written.partition(", ")
    if comma and "," not in own:
        yield f"{own} {family}"
    nick = NICKNAME.fullmatch(written)
    if nick is not None:
        yield f"{nick[1]} {nick[3]}"
        yield f"{nick[2]} {nick[3]}"
        yield f"{nick[1].split()[0]} {nick[3]}"
    words = written.split()
    if len(words) == 2:
        yield f"{words[1]} {words[0]}"
    if len(words) > 2:
        yield " ".join(word for word in words if len(word.rstrip(".")) > 1)


def _person(tables: NameTables, written: str, hints: Hints) -> Named | None:
    """A person of the tables under this full name."""
    if any(name.kind is NameKind.PERSON for name in tables.named(written)):
        found = whole_name(tables, written, hints)
        return found if found is not None and found.kind is ActorKind.PERSON else None
    return None


def is_code(tables: NameTables, written: str, hints: Hints) -> bool:
    """Whether a name must be a code, because it begins with the country's: ISRGOV of ISR."""
    owner = tables.coded(written[:3]) if CODE.fullmatch(written) else None
    return owner is not None and owner.id == hints.home and fold(written) != fold(owner.name)


WAYS: tuple[Way, ...] = (
    dated,
    of_owner,
    owner_behind,
    without_article,
    labelled,
    coded,
    with_title,
    other_order,
    owner_before,
)
"""Tried in this order for a name that no table has as a whole."""

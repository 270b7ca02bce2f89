"""Actors and their dated roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What an actor is. State, government, leader and armed group stay distinct."""

    STATE = "state"
    GOVERNMENT = "government"
    OFFICE = "office"
    PERSON = "person"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    MILITARY = "military"
    BODY = "body"
    IGO = "igo"
    NGO = "ngo"
    MEDIA = "media"
    COMPANY = "company"
    POPULATION = "population"
    GROUP = "group"
    REGION = "region"
    UNKNOWN = "unknown"


FOR_THE_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "DIP"})
"""Sectors whose people and bodies act for their state; a parliament, a court or an opposition speaks for itself."""
ORGANISATIONS = frozenset(
    {ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.IGO, ActorKind.NGO, ActorKind.MEDIA, ActorKind.COMPANY}
)
"""Kinds of actor that are a side of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One spell in office.

    Attributes:
        affiliation: ISO 3166 alpha-3 code of the country, or the id of the organisation.
        office: office class (``head_of_state``, ``foreign_minister``, ...).
        title: the words used for it in news, lower case.
        valid_from, valid_to: ISO 8601 dates of the precision known; ``None`` is open.
    """

    affiliation: str
    office: str
    title: str
    sector: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An entry of the actor tables.

    Attributes:
        id: stable id (``ISR``, ``hamas``, ``antony-blinken``).
        country: ISO 3166 alpha-3, or ``None`` for international actors.
        sector: PLOVER sector (GOV, MIL, REB, IGO, ...), or ``None``.
        gender: ``m`` or ``f`` for persons, for the resolution of pronouns only.
        parent: id of the organisation it belongs to.
        acronym: the acronym it is best known by ("UN"), by which those who act for it are marked.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    gender: str | None = None
    parent: str | None = None
    acronym: str | None = None
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """An actor as a fact holds it: resolved at one place in one text.

    Attributes:
        id: id of the table's actor, or a composed one (``USA/GOV/official``), or ``name:...`` for an unknown name.
        name: canonical name for display.
        affiliation: country code or name of the organisation it acts for, or ``None``.
        inferred: true when the text does not name the actor outright.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    sector: str | None = None
    affiliation: str | None = None
    gender: str | None = None
    inferred: bool = False

"""What the words and codes of other event data sets mean: sectors, roles, generic actors, odd names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.directory import Agent
from dragoman.resolve.matcher import fold
from dragoman.tables import folder, rows

NOT_GIVEN = frozenset({"na", "n/a", "nan", "none", "null", "unspecified", "unspecified actor"})
"""How data sets write that they do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWords:
    """Tables of ``data/actors/imported``.

    Attributes:
        sectors: folded words for a sector, the deciding ones first, to PLOVER sectors.
        roles: CAMEO and PLOVER role codes to PLOVER sector and agent noun.
        codes: CAMEO codes of states, regions and groups that are not the id of the actor, to ids.
        generic: folded words for a generic actor to the noun, and to sector and kind where no table has that noun.
        names: folded names that the actor tables do not have, to ids or to the name they have; empty for one that
            says nothing, or has been used for several.
    """

    sectors: Mapping[str, str]
    roles: Mapping[str, tuple[str, str]]
    codes: Mapping[str, str]
    generic: Mapping[str, Agent]
    names: Mapping[str, str]


@cache
def load_import_words() -> ImportWords:
    """The tables as they ship with the package."""
    place = folder("actors", "imported")
    return ImportWords(
        sectors={plain(row["words"]): row["sector"] for row in rows(place / "sectors.csv")},
        roles={row["code"]: (row["sector"], row["noun"]) for row in rows(place / "role_codes.csv")},
        codes={row["code"]: row["actor"] for row in rows(place / "actor_codes.csv")},
        generic={
            plain(row["words"]): Agent(
                singular=row["noun"], plural=row["noun"], sector=row["sector"], kind=row["kind"], office=""
            )
            for row in rows(place / "generic.csv")
        },
        names={plain(row["written"]): row["actor"] for row in rows(place / "names.csv")},
    )


def plain(text: str) -> str:
    """A name or word as the tables are looked up: folded, with single blanks.

    >>> plain("Awami (People's)  League")
    "awami people's league"
    """
    return " ".join(fold(text).split())


def given(text: str | None) -> str:
    """A cell without blanks and quotation marks around it; empty where it says that nothing is known.

    >>> given(" Ada  Lund ")
    'Ada Lund'
    >>> given("NA")
    ''
    """
    words = " ".join((text or "").split())
    if len(words) > 1 and words[0] == words[-1] == '"':
        words = words[1:-1].replace('""', '"').strip()
    return words if any(map(str.isalnum, words)) and words.lower() not in NOT_GIVEN else ""


def sector_of(written: str, words: ImportWords) -> str | None:
    """The PLOVER sector of what a data set says of an actor.

    Args:
        written: a role code ("GOV"), several ("GOV;MIL", of which the first counts), or words separated by commas
            ("Executive,Foreign Ministry,Government"), of which the one that comes first in the table counts, because
            data sets list them in no order and name the wider beside the narrower.

    >>> sector_of("Military,Government", load_import_words())
    'MIL'
    """
    parts = [part.strip() for part in written.replace(";", ",").split(",") if part.strip()]
    coded = next((words.roles[part][0] for part in parts if part in words.roles), None)
    if coded:
        return coded
    folded = {plain(part) for part in parts}
    return next((sector for known, sector in words.sectors.items() if known in folded), None)

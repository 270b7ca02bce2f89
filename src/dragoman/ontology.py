"""Loads the ontologies: PLOVER event types and CAMEO codes with their Goldstein values.

Method: event types and modes after the PLOVER codebook (Open Event Data Alliance, draft 0.8b, 2021), codes after
CAMEO (Gerner and others 2002), values on the scale of Goldstein (1992) as used for CAMEO by ICEWS and GDELT.
"""

from __future__ import annotations

from dragoman.model.codebook import CameoCode, EventType
from dragoman.tables import folder, rows

VERSION = "plover-2021.1"


def load_event_types() -> dict[str, EventType]:
    """The 16 PLOVER event types by code.

    Raises:
        ValueError: a row of the table is malformed.
    """
    return {
        row["code"]: EventType(
            code=row["code"],
            quad_class=int(row["quad_class"]),
            description=row["description"],
            default_cameo=row["default_cameo"],
            as_future=row["as_future"],
            as_refused=row["as_refused"],
            as_undone=row["as_undone"],
            as_ceased=row["as_ceased"],
        )
        for row in rows(folder("ontology", "plover") / "types.csv")
    }


def load_act_codes() -> dict[tuple[str, str], str]:
    """CAMEO code of an act by (the act's type, the type of what it is about): a demand for aid is 103.

    Raises:
        ValueError: a row of the table is malformed.
    """
    return {(row["act"], row["content"]): row["cameo"] for row in rows(folder("ontology", "plover") / "acts.csv")}


def load_cameo() -> dict[str, CameoCode]:
    """CAMEO codes by code, each with its PLOVER type and Goldstein value.

    Raises:
        ValueError: a row of the table is malformed.
    """
    return {
        row["code"]: CameoCode(
            code=row["code"],
            label=row["label"],
            goldstein=float(row["goldstein"]),
            plover=row["plover"],
            mode=row["mode"],
            context=row["context"],
        )
        for row in rows(folder("ontology", "cameo") / "codes.csv")
    }

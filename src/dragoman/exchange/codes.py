"""What the codes in other people's data mean: CAMEO codes, ICEWS event names, CAMEO actor codes, quad classes."""

from __future__ import annotations

from functools import cache

import polars
from polars import Expr

from dragoman.exchange.cells import QUADS
from dragoman.ontology import load_cameo, load_event_types
from dragoman.tables import folder, rows

CODED = ("plover", "mode", "context", "goldstein", "quad")
"""Fields that follow from a CAMEO code."""
ACTOR_CODE = 3
"""Letters of each part of a CAMEO actor code."""
CODE_TYPES = {
    "plover": polars.String,
    "mode": polars.String,
    "context": polars.String,
    "goldstein": polars.Float64,
    "quad": polars.Int8,
}


@cache
def cameo_table() -> polars.DataFrame:
    """Columns ``cameo`` and :data:`CODED`, a row for each code of the ontology and for the 20 roots (as 010 for 01).

    PLOVER has no type for mere comments (codes 010 to 019); there the type and the quad class are null.
    """
    types, codes = load_event_types(), dict(load_cameo())
    codes |= {f"{root:02}": codes[f"{root:02}0"] for root in range(1, 21) if f"{root:02}0" in codes}
    found = [
        {
            "cameo": code,
            "plover": known.plover or None,
            "mode": known.mode or None,
            "context": known.context or None,
            "goldstein": known.goldstein,
            "quad": types[known.plover].quad_class if known.plover else None,
        }
        for code, known in codes.items()
    ]
    return polars.DataFrame(found, schema={"cameo": polars.String, **CODE_TYPES})


@cache
def known_codes() -> frozenset[str]:
    """The CAMEO codes of the ontology, and the 20 roots."""
    return frozenset(cameo_table()["cameo"])


@cache
def known_code(code: str) -> str:
    """The code of the ontology that a CAMEO code stands for: itself, else the next wider one; empty for none.

    >>> known_code("1429"), known_code("20"), known_code("---")
    ('142', '20', '')
    """
    codes = known_codes()
    return next((code[:length] for length in range(len(code), 1, -1) if code[:length] in codes), "")


def coded(frame: polars.DataFrame) -> polars.DataFrame:
    """Rows with what their ``cameo`` says in those of :data:`CODED` that are null."""
    codes = frame.get_column("cameo").unique().drop_nulls().to_list()
    table = polars.DataFrame({"cameo": codes, "_code": [known_code(code) for code in codes]}, schema_overrides=TEXTS)
    found = table.join(cameo_table(), left_on="_code", right_on="cameo", how="left").drop("_code")
    found = found.rename({name: f"_{name}" for name in CODED})
    joined = frame.join(found, on="cameo", how="left", maintain_order="left")
    return joined.with_columns(polars.coalesce(name, f"_{name}").alias(name) for name in CODED).select(frame.columns)


TEXTS = {"cameo": polars.String, "_code": polars.String}


@cache
def plover_quads() -> dict[str, int]:
    """Quad class by PLOVER type."""
    return {code: type_.quad_class for code, type_ in load_event_types().items()}


def plover_quad(type_: Expr) -> Expr:
    """Quad class of a PLOVER type, or null."""
    known = plover_quads()
    return type_.replace_strict(list(known), list(known.values()), default=None, return_dtype=polars.Int8)


@cache
def icews_codes() -> dict[str, str]:
    """CAMEO code by the name that ICEWS gives the event, in lower case."""
    return {row["name"].lower(): row["cameo"] for row in rows(folder("ontology", "cameo") / "icews_names.csv")}


def icews_code(name: Expr) -> Expr:
    """CAMEO code of an ICEWS event name, or null."""
    known = icews_codes()
    return name.str.to_lowercase().replace_strict(
        list(known), list(known.values()), default=None, return_dtype=polars.String
    )


def quad_number(words: Expr) -> Expr:
    """Quad class 1 to 4 of its words in any case ("verbal conflict"), or null."""
    return words.str.to_uppercase().replace_strict(list(QUADS), [1, 2, 3, 4], default=None, return_dtype=polars.Int8)


@cache
def entities() -> dict[str, str]:
    """What the first three letters of a CAMEO actor code stand for where it is no country: ``role`` or ``group``."""
    return {row["code"]: row["kind"] for row in rows(folder("ontology", "cameo") / "actor_codes.csv")}


def is_country(code: Expr) -> Expr:
    """Whether the first letters of a CAMEO actor code are those of a country or a region."""
    head = code.str.slice(0, ACTOR_CODE)
    return head.str.contains(r"^[A-Z]{3}$") & ~head.is_in(list(entities()))


def code_country(code: Expr) -> Expr:
    """Country of a CAMEO actor code: ``USA`` of ``USAGOV``, null of ``IGOUNO``."""
    return polars.when(is_country(code)).then(code.str.slice(0, ACTOR_CODE))


def code_sectors(code: Expr) -> Expr:
    """Sectors of a CAMEO actor code with commas: ``GOV,MIL`` of ``USAGOVMIL``, ``IGO,UNO`` of ``IGOUNO``; or null."""
    rest = polars.when(is_country(code)).then(code.str.slice(ACTOR_CODE)).otherwise(code)
    listed = rest.str.extract_all(r"[A-Z]{3}").list.join(",")
    return polars.when(listed != "").then(listed)


def first_filled(*texts: Expr) -> Expr:
    """The first text that is neither null nor empty."""
    return polars.coalesce(polars.when(text != "").then(text) for text in texts)

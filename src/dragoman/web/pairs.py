"""The pairs of a store with most events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.desk.problems import UserError
from dragoman.model.dyads import EventTable, Side
from dragoman.web.links import PAGE
from dragoman.web.rows import Asked, shelf_of
from dragoman.web.state import State

if TYPE_CHECKING:
    import polars

COMMON = 150
"""Actors that a field proposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two sides with the events of each direction; what both do to one another is in each."""

    first: str
    second: str
    first_name: str
    second_name: str
    forward: int
    back: int
    mentions: int


def pair_rows(asked: Asked, state: State, name: str, page: int) -> tuple[list[PairRow], int]:
    """A page of the pairs with most events, and how many there are; with a name, those of that side alone.

    Raises:
        UserError: nobody is called so.
    """
    import polars as pl

    frame = _pooled(asked, state)
    if name:
        keys = ids_of_side(state.wording(asked.table).side(name))
        frame = frame.filter(pl.col("first").is_in(keys) | pl.col("second").is_in(keys))
    shown = frame.slice((page - 1) * PAGE, PAGE).to_dicts()
    names = names_of(asked.table, state, {row[end] for row in shown for end in ("first", "second")})
    rows = [PairRow(first_name=names[row["first"]], second_name=names[row["second"]], **row) for row in shown]
    return rows, frame.height


def ids_of_side(side: Side) -> list[str]:
    """Ids that stand for a side in a list of pairs."""
    return sorted({side.id, *(key for member in side.members for key in (member.actor, member.side) if key)})


def _pooled(asked: Asked, state: State) -> polars.DataFrame:
    """Both directions of each pair, most events first."""
    import polars as pl

    def work() -> polars.DataFrame:
        pairs = asked.table.pairs().drop_nulls(["source", "target"])
        first, second = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
        forward = pl.col("source") == pl.min_horizontal("source", "target")
        grouped = pairs.group_by(first.alias("first"), second.alias("second")).agg(
            pl.col("events").filter(forward).sum().cast(pl.Int64).alias("forward"),
            pl.col("events").filter(~forward).sum().cast(pl.Int64).alias("back"),
            pl.col("mentions").sum().cast(pl.Int64),
        )
        # Not only of one direction: a pair is asked for together.
        return grouped.sort(pl.col("forward") + pl.col("back"), "first", "second", descending=[True, False, False])

    return shelf_of(state).answers.get((asked.stamp, "pairs"), work)


def names_of(table: EventTable, state: State, ids: Iterable[str]) -> dict[str, str]:
    """Display names by id: those of the actor tables, else those that the rows have, else the id."""
    wording = state.wording(table)
    named: Mapping[str, str] = {key: wording.name_of(key) for key in ids}
    unknown = [key for key, name in named.items() if name == key]
    found = table.names(unknown) if unknown else {}
    return {key: name if name != key else found.get(key) or key for key, name in named.items()}


def common_names(asked: Asked, state: State) -> list[str]:
    """Names of the sides with most events that are found by their name."""
    import polars as pl

    frame = _pooled(asked, state)
    number = pl.col("forward") + pl.col("back")
    ends = pl.concat([frame.select(pl.col(end).alias("id"), number.alias("n")) for end in ("first", "second")])
    top = ends.group_by("id").agg(pl.col("n").sum()).sort("n", "id", descending=[True, False]).head(COMMON)
    names = names_of(asked.table, state, top["id"].to_list())
    return sorted(set(names.values()), key=str.casefold)


def is_known(table: EventTable, state: State, name: str) -> bool:
    """Whether a side is called so."""
    try:
        state.wording(table).side(name)
    except UserError:
        return False
    return True

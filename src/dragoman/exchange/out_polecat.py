"""Rows as POLECAT writes them: 40 columns, tabs between, a header, ``None`` where there is nothing.

Rows that came from POLECAT get their cells back. Of other rows:

=========================  ============================================================================================
column                     what stands in it
=========================  ============================================================================================
Event ID                   id of the row, which ``dragoman explain`` takes; the rows of one fact share it (both
                           directions, several actors)
Event Date                 the day
Event Type, Mode           PLOVER type and mode
Intensity                  Goldstein value, for want of POLECAT's own scale
Quad Code                  quad class in words
Contexts                   contexts with semicolons
Actor/Recipient Name       as the row names it
... Country                ISO 3166 alpha-3 of a state, else as the data set writes it
... COW                    number of the state in the Correlates of War list (``data/exchange/out_countries.csv``)
Primary ... Sector         first PLOVER sector; labels of ICEWS by ``out_sectors.csv``
... Sectors                all of them with semicolons
Placename, Country         place as written; ISO 3166 alpha-3 of its country
Source                     outlet
Version                    of Dragoman; of rows that it did not code itself also the name of their data set
... Title, Name Raw,       nothing
Wikipedia ..., GeoNames
ID, Feature Type, Story
..., Language,
Publication Date
City, District, Province   only what another data set gives under this name
=========================  ============================================================================================

Not held: rows without a PLOVER type (CAMEO's mere comments, 010 to 019); CAMEO code, sentence, address, label of the
event; factuality and rows not dated to the day (see :func:`~.out_rows.unheld`), ids of the actors, numbers of
mentions and outlets. Tabs and line breaks in a cell become blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import polars as pl

from dragoman.exchange.layouts import POLECAT
from dragoman.exchange.out_codes import THREE_CAPITALS, countries, country_id, looked_up, sector_list, sectors_by_label
from dragoman.exchange.out_files import write_table
from dragoman.exchange.out_rows import in_cells
from dragoman.model.dyads import OWN_DATASET

MISSING = "None"
CAME_FROM_IT = pl.any_horizontal(
    pl.col("Version", "Publication Date", "Language", "Actor Name Raw", "Recipient Name Raw").is_not_null()
)
"""Of these columns, which no field holds, every row of POLECAT has some, and every row written here the first."""


def write_polecat(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows in the columns of POLECAT; returns how many.

    Args:
        frames: at least one, as :func:`~dragoman.exchange.out_rows.for_tables` gives them.
    """
    return write_table(frames, path, polecat_cells, null=MISSING)


def polecat_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The 40 columns of POLECAT as text."""
    place = pl.col("place_country")
    return in_cells(
        frame,
        POLECAT,
        {
            "Event ID": pl.col("id"),
            **_actor_cells("Actor", "source"),
            **_actor_cells("Recipient", "target"),
            "Country": pl.coalesce(country_id(place), place),
            "Version": _version(),
        },
        CAME_FROM_IT,
    )


def _version() -> pl.Expr:
    program = f"Dragoman {metadata.version('dragoman')}"
    from_elsewhere = pl.concat_str("dataset", pl.lit(f"written by {program}"), separator=", ", ignore_nulls=True)
    return pl.when(pl.col("dataset") == OWN_DATASET).then(pl.lit(program)).otherwise(from_elsewhere)


def _actor_cells(name: str, end: str) -> dict[str, pl.Expr]:
    """Cells of an actor by column."""
    written = pl.col(f"written_{end}_country")
    country = pl.coalesce(country_id(written), country_id(pl.col(f"{end}_country")))
    kinds = sector_list(pl.col(f"{end}_sector"), sectors_by_label(), THREE_CAPITALS)
    return {
        f"{name} Country": pl.coalesce(country, written),
        f"{name} COW": looked_up(country, countries("cow")),
        f"Primary {name} Sector": kinds.list.first(),
        f"{name} Sectors": kinds.list.join("; "),
    }

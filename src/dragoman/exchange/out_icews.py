"""Rows as ICEWS writes them: 20 columns, tabs between, a header, ``NA`` where there is nothing.

Rows that came from ICEWS get their cells back. Of other rows:

====================  =================================================================================================
column                what stands in it
====================  =================================================================================================
Event ID              whole number: another data set's own, else made of the id (:func:`~.out_numbers.stable_number`)
Event Date            the day
Source/Target Name    as the row names it
... Sectors           label of the PLOVER sector (``data/exchange/out_sectors.csv``); a label of ICEWS stays
... Country           ICEWS's name of the state (``out_countries.csv``, else the name of the actor tables)
Event Text            the data set's label of the event, else ICEWS's of the CAMEO code (``icews_names.csv``)
CAMEO Code            the row's, else the one of its PLOVER type without further detail (``types.csv``)
Intensity             Goldstein value
Story ID              whole number as above, of the story or document
Sentence Number       the row's; Dragoman's own rows have none
City                  place as written, of Dragoman's own rows unless it is a country
District, Province    only what another data set gives under this name
Country               as above, of the place
====================  =================================================================================================

Not held: PLOVER type, mode, context and quad class; sentence, address; factuality and rows not dated to the day (see
:func:`~.out_rows.unheld`), ids of the actors, numbers of mentions and outlets. What both sides did to one
another is two rows, as ICEWS has it. Tabs and line breaks in a cell become blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from dragoman.exchange.layouts import ICEWS
from dragoman.exchange.out_codes import cameo_code, countries, country_id, event_names, looked_up, sectors, state_names
from dragoman.exchange.out_files import write_table
from dragoman.exchange.out_numbers import row_numbers, story_numbers
from dragoman.exchange.out_rows import in_cells
from dragoman.model.dyads import OWN_DATASET

MISSING = "NA"
CAME_FROM_IT = pl.col("id").str.contains(r"^[0-9]+-[0-9a-f]{8}$") & pl.col("sentence").is_not_null()
"""Only ICEWS has both, a number with a hash behind it as the id, and the number of the sentence."""


def write_icews(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write rows in the columns of ICEWS; returns how many.

    Args:
        frames: at least one, as :func:`~dragoman.exchange.out_rows.for_tables` gives them.
    """
    return write_table(frames, path, icews_cells, null=MISSING)


def icews_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The 20 columns of ICEWS as text."""
    whole = frame.with_columns(_number=row_numbers(frame), _story=story_numbers(frame))
    is_country = (pl.col("dataset") == OWN_DATASET).fill_null(False) & country_id(pl.col("place")).is_not_null()
    return in_cells(
        whole,
        ICEWS,
        {
            "Event ID": pl.col("_number"),
            "Source Sectors": _sectors("source"),
            "Source Country": _country(pl.coalesce("written_source_country", "source_country")),
            "Event Text": pl.coalesce("event_text", looked_up(cameo_code(), event_names())),
            "CAMEO Code": cameo_code(),
            "Target Sectors": _sectors("target"),
            "Target Country": _country(pl.coalesce("written_target_country", "target_country")),
            "Story ID": pl.col("_story"),
            "City": pl.when(is_country.not_()).then("place"),
            "Country": _country(pl.coalesce("place_country", pl.when(is_country).then("place"))),
        },
        CAME_FROM_IT,
    )


def _country(value: pl.Expr) -> pl.Expr:
    """ICEWS's name of a state that is given by its id or code; any other words stay."""
    names = {**state_names(), **countries("icews")}
    code = pl.when(value.str.contains(r"^[A-Z]{3}$")).then(country_id(value))
    return pl.coalesce(looked_up(code, names), value)


def _sectors(end: str) -> pl.Expr:
    """ICEWS's labels of sectors that are given as PLOVER has them; any other words stay."""
    value = pl.coalesce(f"written_{end}_sector", f"{end}_sector")
    return value.str.split(",").list.eval(pl.element().replace(dict(sectors("icews")))).list.join(",")

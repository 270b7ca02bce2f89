"""Rows as GDELT 2.0 writes events (61 columns) and mentions (16): tabs, no header, empty where it has nothing.

Rows that came from GDELT get their cells back. Of other rows:

=========================  ============================================================================================
column                     what stands in it
=========================  ============================================================================================
GLOBALEVENTID              whole number: another data set's own, else a stable one; mentions of one event (same actors,
                           code and day) are one row with one number, the same in the table of mentions
SQLDATE, MonthYear, Year,  the day
FractionDate
ActorNCode                 country, roles and organisation in one word: USAGOV, IGOUNO; of a state its country code
ActorNName                 as the row names it, not in capitals
ActorNCountryCode          three letters of CAMEO: ISO 3166 alpha-3 but for ROM, TMP, MTN (``out_countries.csv``)
ActorNKnownGroupCode       CAMEO's code of the organisation, or of the one the actor acts for (``out_groups.csv``)
ActorNType1Code to 3       roles by PLOVER sector or ICEWS label (``out_sectors.csv``); PTY and REL are CAMEO's, GDELT's
                           own list has no such role; what is in neither list is left out
EthnicCode, Religion       nothing
IsRootEvent                nothing: where in the report an event stands is not known
EventCode, Base, Root      the row's CAMEO code, else the one of its PLOVER type; its first three and two digits
QuadClass                  the row's, which is PLOVER's for Dragoman's own: an appeal (02) is 3 there, and 1 in GDELT;
                           where the row has none, GDELT's own by the code
GoldsteinScale             Goldstein value
NumMentions                mentions of the event
NumSources                 outlets, of Dragoman's own events those that are known by name
NumArticles                different stories or documents; nothing where they are not known
AvgTone                    nothing
ActorNGeo                  0 (no place known)
ActionGeo_Type             1 for a country, 4 for another place, 0 for none
ActionGeo_FullName         place as written
ActionGeo_CountryCode      two letters of FIPS 10-4
DATEADDED                  the day at 00:00:00: when the report came in is not known
SOURCEURL                  address of the report, else the name of the outlet, as GDELT does without an address
=========================  ============================================================================================

Of mentions: MentionType is 1 with an address, 2 with the name of an outlet only; EventTimeDate and MentionTimeDate are
the day; SentenceID is the row's; offsets are -1; what is not known is empty. A data set without single mentions has one
row for each event, whatever its number of mentions.

Not held: PLOVER type, mode and context; the sentence; factuality and rows not dated to the day (see
:func:`~.out_rows.unheld`); outlets of events by name. Tabs and line breaks in a cell become blanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from dragoman.exchange.cells import Cell, Layout
from dragoman.exchange.layouts import GDELT, GDELT_MENTIONS
from dragoman.exchange.out_codes import (
    THREE_CAPITALS,
    cameo_code,
    countries,
    country_id,
    fips_countries,
    groups,
    looked_up,
    sector_list,
    sectors,
    sectors_by_label,
)
from dragoman.exchange.out_files import whole_file, write_cells, write_table
from dragoman.exchange.out_numbers import event_numbers
from dragoman.exchange.out_rows import in_cells

EVENTS = GDELT[61]
MENTIONS = Layout(columns=GDELT_MENTIONS, cells={"GLOBALEVENTID": Cell(field="id")})
CAME_FROM_IT = pl.col("DATEADDED").is_not_null()
"""Every row of GDELT has this column, which no field holds."""
NUMBER = "GLOBALEVENTID"
QUADS = {f"{root:02}": 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4 for root in range(1, 21)}
"""GDELT's quad class by CAMEO root code (codebook 2.0)."""
COUNTED = ("_event", "_mentions", "_publisher", "_story")
SHARES = 8
"""Parts in which the mentions of events are counted: ten million at once take 2 GB."""
TYPES = 3


def write_gdelt(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write events in the columns of GDELT 2.0; returns how many.

    Rows that are mentions of one event are kept beside the file until all have come, and written last.

    Args:
        frames: at least one, as :func:`~dragoman.exchange.out_rows.for_tables` gives them.
    """
    written = 0
    with (
        whole_file(path) as part,
        TemporaryDirectory(dir=part.parent, prefix=".dragoman-") as folder,
        part.open("wb") as stream,
    ):
        for number, frame in enumerate(frames):
            cells = event_cells(frame)
            alone = frame["event"].is_null()
            write_cells(cells.filter(alone), stream)
            written += int(alone.sum())
            if not alone.all():
                _keep(cells.filter(~alone), frame.filter(~alone), Path(folder) / f"{number:08}.parquet")
        for cells in _folded(Path(folder)):
            write_cells(cells, stream)
            written += cells.height
    return written


def _keep(cells: pl.DataFrame, rows: pl.DataFrame, path: Path) -> None:
    """Put cells aside with what is counted of their events, in numbers: all of these are in memory at once."""
    hashes = {
        f"_{name}": pl.when(pl.col(name).is_not_null()).then(pl.col(name).hash()) for name in ("publisher", "story")
    }
    counted = rows.select(pl.col("mentions").fill_null(1).alias("_mentions"), **hashes)
    cells.hstack(counted).with_columns(_event=pl.col(NUMBER).cast(pl.Int64)).write_parquet(path)


def _folded(folder: Path) -> Iterator[pl.DataFrame]:
    """Events of the rows in the files of a folder, each as its first row with the numbers of all."""
    parts = sorted(folder.iterdir())
    if not parts:
        return
    events = pl.concat(_counts(parts, share) for share in range(SHARES))
    for number, path in enumerate(parts):
        first = events.filter(pl.col("part") == number).sort("row")
        cells = pl.read_parquet(path, columns=list(EVENTS.columns))[first["row"]]
        counts = first.select("NumMentions", "NumSources", "NumArticles")
        yield cells.with_columns(counts.select(pl.all().replace(0, None).cast(pl.String)))


def _counts(parts: list[Path], share: int) -> pl.DataFrame:
    """Of every eighth event: where its first row is, and mentions, outlets and stories of all (0 where not known)."""
    narrow = pl.concat(
        pl.read_parquet(path, columns=list(COUNTED))
        .with_row_index("row")
        .with_columns(part=pl.lit(number))
        .filter(pl.col("_event") % SHARES == share)
        for number, path in enumerate(parts)
    )
    return narrow.group_by("_event").agg(
        pl.col("part", "row").first(),
        NumMentions=pl.col("_mentions").sum(),
        NumSources=pl.col("_publisher").drop_nulls().n_unique(),
        NumArticles=pl.col("_story").drop_nulls().n_unique(),
    )


def event_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The 61 columns of GDELT 2.0 as text, one row for each row."""
    whole = frame.with_columns(_number=event_numbers(frame))
    code, place_id = cameo_code(), country_id(pl.col("place"))
    quad = pl.coalesce(pl.col("quad").cast(pl.Int64), code.str.slice(0, 2).replace_strict(QUADS, default=None))
    country = pl.coalesce(country_id(pl.col("place_country")), place_id)
    kind = pl.when(pl.col("place").is_null()).then(pl.lit("0")).when(place_id.is_not_null()).then(pl.lit("1"))
    return in_cells(
        whole,
        EVENTS,
        {
            NUMBER: pl.col("_number"),
            **_actor_cells("Actor1", "source"),
            **_actor_cells("Actor2", "target"),
            "EventCode": code,
            "EventBaseCode": code.str.slice(0, 3),
            "EventRootCode": code.str.slice(0, 2),
            "QuadClass": quad.cast(pl.String),
            "NumMentions": pl.col("mentions").fill_null(1).cast(pl.String),
            "NumSources": pl.coalesce("outlets", pl.when(pl.col("publisher").is_not_null()).then(1)).cast(pl.String),
            "ActionGeo_Type": kind.otherwise(pl.lit("4")),
            "ActionGeo_CountryCode": looked_up(country, fips_countries()),
            "DATEADDED": _midnight(),
            "SOURCEURL": pl.coalesce("url", "publisher"),
        },
        CAME_FROM_IT,
    )


def _midnight() -> pl.Expr:
    return pl.col("day").dt.strftime("%Y%m%d000000")


def _actor_cells(name: str, end: str) -> dict[str, pl.Expr]:
    """Cells of an actor by column."""
    country = _country(end)
    resolved = sector_list(pl.col(f"{end}_sector"), _roles(), THREE_CAPITALS)
    types = [resolved.list.get(number, null_on_oob=True) for number in range(TYPES)]
    group = pl.coalesce(looked_up(pl.col(end), groups()), looked_up(pl.col(f"{end}_side"), groups()))
    code = pl.concat_str(country, *types, group, ignore_nulls=True)
    return {
        f"{name}Code": code,
        f"{name}CountryCode": country,
        f"{name}KnownGroupCode": group,
        **{f"{name}Type{number}Code": kind for number, kind in enumerate(types, 1)},
        f"{name}Geo_Type": pl.lit("0"),
    }


def _country(end: str) -> pl.Expr:
    """CAMEO's code of the country of an actor; other codes of three letters stay."""
    written = pl.col(f"written_{end}_country")
    other = pl.when(written.str.contains(THREE_CAPITALS)).then(written)
    key = pl.coalesce(country_id(written), country_id(pl.col(f"{end}_country")), other)
    return key.replace(dict(countries("cameo")))


def _roles() -> dict[str, str]:
    """CAMEO's role code by PLOVER sector, and by the label that ICEWS has for it."""
    return {word: sectors("cameo")[sector] for word, sector in sectors_by_label().items()}


def write_mentions(frames: Iterable[pl.DataFrame], path: Path) -> int:
    """Write mentions of events in the columns of GDELT 2.0; returns how many.

    Args:
        frames: at least one, as :func:`~dragoman.exchange.out_rows.for_tables` gives them.
    """
    return write_table(frames, path, mention_cells, header=False)


def mention_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """The 16 columns of GDELT's mentions as text."""
    has_address, unknown = pl.col("url").is_not_null(), pl.lit("-1")
    kind = pl.when(has_address).then(pl.lit("1")).when(pl.col("publisher").is_not_null()).then(pl.lit("2"))
    return in_cells(
        frame.with_columns(_number=event_numbers(frame)),
        MENTIONS,
        {
            NUMBER: pl.col("_number"),
            "EventTimeDate": _midnight(),
            "MentionTimeDate": _midnight(),
            "MentionType": kind,
            "MentionSourceName": pl.col("publisher"),
            "MentionIdentifier": pl.coalesce("url", "publisher"),
            "SentenceID": pl.col("sentence").cast(pl.String),
            "Actor1CharOffset": unknown,
            "Actor2CharOffset": unknown,
            "ActionCharOffset": unknown,
        },
        pl.col("MentionTimeDate").is_not_null(),
    )

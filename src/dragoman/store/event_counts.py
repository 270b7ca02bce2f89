"""Counts out of the mentions of one query, once these are in memory.

A query plan of DuckDB takes longer than the work where a pair has some thousand mentions; polars has no plan to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars

BY = ("way", "period")
SEPARATOR = ";"
"""Between the outlets of a row: some data sets name several."""
DIGITS = 9
"""Rows come in any order, on which the last of the 16 digits of a sum depends; the same data must give the same."""
PRESENTED = ("asserted", "reported", "alleged")


def in_ways(rows: polars.DataFrame, *, merged: bool) -> polars.DataFrame:
    """One row for each mention and way: what both sides do to one another counts in each, and once in both together.

    Args:
        rows: as ``event_sql.mentions_query`` gives them.
        merged: whether an event may have several rows.
    """
    import polars as pl

    directed = rows.with_columns(
        pl.when(pl.col("forward")).then(pl.lit("forward")).otherwise(pl.lit("back")).alias("way")
    )
    both = rows.filter(~pl.col("mirrored")).with_columns(pl.lit("both").alias("way"))
    mentions = pl.concat([directed, both]).drop("forward", "mirrored")
    if not merged:
        return mentions
    # One report may name several actors of a side in one event, which are several rows but one mention.
    first = [pl.col(name).drop_nulls().min() for name in ("plover", "quad", "publisher", "factuality")]
    most = [pl.col(name).max() for name in ("mentions", "outlets", "copies")]
    return mentions.group_by(*BY, "key", "id").agg(*first, *most, pl.col("value").mean())


def counts_of(mentions: polars.DataFrame, *, merged: bool) -> polars.DataFrame:
    """Counts by way and period; see :meth:`~dragoman.model.dyads.EventTable.counts`.

    Args:
        mentions: as :func:`in_ways` gives them.
        merged: whether an event may have several mentions among them.
    """
    import polars as pl

    value, rows = pl.col("value"), mentions.lazy()
    events = rows.group_by(*BY, "key").agg(pl.col("quad").min(), value.mean()) if merged else rows
    by_event = events.group_by(BY).agg(
        pl.len().cast(pl.Int64).alias("events"),
        *(pl.col("quad").eq(quad).sum().cast(pl.Int64).alias(f"quad_{quad}") for quad in (1, 2, 3, 4)),
        value.count().cast(pl.Int64).alias("valued"),
        value.mean().round(DIGITS).alias("mean"),
        pl.when(value.count() > 0).then(value.sum().round(DIGITS)).alias("total"),
        value.var().round(DIGITS).alias("variance"),
    )
    said = (
        pl.col("mentions").filter(pl.col("factuality") == word).sum().cast(pl.Int64).alias(word) for word in PRESENTED
    )
    by_mention = rows.group_by(BY).agg(
        pl.col("mentions", "copies").sum().cast(pl.Int64), pl.col("outlets").max().fill_null(0).alias("most"), *said
    )
    named = outlets_of(mentions).lazy().group_by(BY).agg(pl.col("publisher").n_unique().alias("named"))
    found = by_event.join(by_mention, on=BY).join(named, on=BY, how="left")
    outlets = pl.max_horizontal(pl.col("named").fill_null(0).cast(pl.Int64), pl.col("most").cast(pl.Int64))
    columns = (
        *BY, "events", "mentions", "copies", "outlets", "quad_1", "quad_2", "quad_3", "quad_4", "valued", "mean",
        "total", "variance", *PRESENTED,
    )  # fmt: skip
    return found.with_columns(outlets.alias("outlets")).select(columns).sort("period", "way").collect()


def types_of(mentions: polars.DataFrame, *, merged: bool) -> polars.DataFrame:
    """Events by way, period and PLOVER type."""
    import polars as pl

    number = pl.col("key").n_unique() if merged else pl.len()
    groups = mentions.lazy().filter(pl.col("plover").is_not_null()).group_by(*BY, "plover")
    return groups.agg(number.cast(pl.Int64).alias("events")).sort("period", "way", "plover").collect()


def publishers_of(mentions: polars.DataFrame, *, merged: bool) -> dict[str, int]:
    """Events of both ways together by outlet, most first."""
    import polars as pl

    rows = outlets_of(mentions.filter(pl.col("way") == "both"), *(("key",) if merged else ()))
    number = pl.col("key").n_unique() if merged else pl.len()
    found = rows.group_by("publisher").agg(number.alias("n")).sort("n", "publisher", descending=[True, False])
    return dict(found.iter_rows())


def outlets_of(mentions: polars.DataFrame, *more: str) -> polars.DataFrame:
    """Way, period and one outlet in each row, of those that are named."""
    import polars as pl

    rows = mentions.select(*BY, *more, "publisher").drop_nulls("publisher")
    if not rows["publisher"].str.contains(SEPARATOR, literal=True).any():
        return rows
    split = rows.with_columns(pl.col("publisher").str.split(SEPARATOR)).explode("publisher")
    return split.with_columns(pl.col("publisher").str.strip_chars()).filter(pl.col("publisher") != "")

"""Verdicts on means worked out a second time, from rows of day and value alone, by other means than the tool's."""

from __future__ import annotations

from datetime import date

import polars
from scipy import stats

LEAST, PRIOR = 5, 8


def recompute(
    rows: polars.DataFrame, asked: date, since: date, lowest: bool, level: float = 0.9, every: str = "1mo"
) -> tuple[str, date | None]:
    """The verdict on the period of ``asked``, and the first day of the other period that it rests on.

    Args:
        rows: columns ``day`` and ``value``, one for each event; ``since`` is the first day that counts.
    """
    start = pl_start(asked, every)
    table = (
        rows.filter(polars.col("day") >= since)
        .with_columns(period=polars.col("day").dt.truncate(every))
        .filter(polars.col("period") <= start)
        .group_by("period")
        .agg(n=polars.len(), mean=polars.col("value").mean(), var=polars.col("value").var())
        .filter(polars.col("n") >= LEAST)
        .with_columns(df=polars.col("n") - 1)
    )
    if table.filter(polars.col("period") == start).is_empty() or table.height < 2:
        return "cannot be tested", None
    common = (table["df"] * table["var"]).sum() / table["df"].sum()
    table = table.with_columns(
        spread=(PRIOR * common + polars.col("df") * polars.col("var")) / (PRIOR + polars.col("df"))
    )
    quantiles = stats.t.ppf((1 + level) / 2, table["df"].to_numpy() + PRIOR)
    half = quantiles * (table["spread"] / table["n"]).sqrt().to_numpy()
    sign = 1 if lowest else -1
    table = table.with_columns(
        half=polars.Series(half), key=sign * polars.col("mean"), order=-polars.col("period").dt.epoch("d")
    ).with_columns(low=polars.col("key") - polars.col("half"), high=polars.col("key") + polars.col("half"))
    own = table.filter(polars.col("period") == start).row(0, named=True)
    others = table.filter(polars.col("period") != start).sort("key", "order")
    clearly = others.filter(polars.col("high") < own["low"] - 1e-9)
    if not clearly.is_empty():
        return "does not hold", clearly["period"][0]
    rival = others.row(0, named=True)
    return "holds" if own["high"] < rival["low"] - 1e-9 else "too close to tell", rival["period"]


def pl_start(day: date, every: str) -> date:
    return polars.Series([day]).dt.truncate(every)[0]

"""Series over millions of event rows in Parquet, beside pandas over the same rows in the same run.

    python benchmarks/dyad_series.py [--millions 1 10 30] [--keep FOLDER]

The rows are made up: twenty years, 200 states of which few act much and many little, half of the rows by officials and
bodies rather than by the state itself. Each measurement runs in a process of its own, for its peak memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from dragoman.model.dyads import ROW_COLUMNS, DyadQuery, Member, Period, Side
from dragoman.relations.series import build_series
from dragoman.store import open_events, write_parts
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.event_views import IMPORTED_EVENTS, TEXTS, WRITTEN

ACTOR = """{end}_state AS {end}_side, {end}_state AS {end}_country, 'GOV' AS {end}_sector,
    CASE WHEN {end}_n < 5 THEN {end}_state ELSE {end}_state || '/GOV/' || {end}_n END AS {end}, {end} AS {end}_name"""
MADE = f"""
CREATE TABLE event_lines AS
WITH drawn AS (
    SELECT i, DATE '2000-01-01' + CAST(random() * 7304 AS INTEGER) AS day,
        'S' || lpad(CAST(CAST(199 * pow(random(), 3) AS INTEGER) AS VARCHAR), 3, '0') AS source_state,
        'S' || lpad(CAST(CAST(199 * pow(random(), 3) AS INTEGER) AS VARCHAR), 3, '0') AS target_state,
        CAST(random() * 9 AS INTEGER) AS source_n, CAST(random() * 9 AS INTEGER) AS target_n,
        CAST(random() * 15 AS INTEGER) AS kind, CAST(random() * 60 AS INTEGER) AS outlet
    FROM range(?) r(i)
), named AS (SELECT *, {ACTOR.format(end="source")}, {ACTOR.format(end="target")} FROM drawn)
SELECT 'made' AS dataset, 'e' || i AS id, NULL::VARCHAR AS event, day, day AS last_day,
    source, source_name, source_side, source_country, source_sector,
    target, target_name, target_side, target_country, target_sector,
    'TYPE' || kind AS plover, '' AS mode, lpad(CAST(10 * kind AS VARCHAR), 3, '0') AS cameo,
    CAST(1 + kind // 4 AS TINYINT) AS quad, CAST(10 - kind * 4 // 3 AS DOUBLE) AS goldstein,
    NULL::VARCHAR AS factuality, false AS background, false AS mirrored, 1::INTEGER AS mentions,
    NULL::INTEGER AS outlets, 'Outlet ' || outlet AS publisher,
    {", ".join(f"NULL::{IMPORTED_EVENTS[name]} AS {name}" for name in (*TEXTS, "extra", *WRITTEN))}
FROM named"""
PAIRS = [(f"S{one:03}", f"S{other:03}") for one in (0, 1, 3, 9, 40) for other in (2, 5, 20, 120)]
"""Pairs that share from some hundred rows to tens of thousands."""


def make(folder: Path, rows: int) -> None:
    """Write ``rows`` made-up rows as a folder of parts."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        connection = duckdb.connect(str(Path(place) / "made.duckdb"))
        connection.execute("SELECT setseed(0.5)")
        connection.execute(MADE, [rows])
        connection.execute(f"CREATE VIEW event_rows AS SELECT {', '.join(ROW_COLUMNS)} FROM event_lines")
        with DuckDBEvents(connection, Path(place)) as events:
            write_parts(events, folder)


def seconds(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def ours(folder: Path) -> dict[str, float]:
    """Time of a monthly series for each of some pairs, and of all pairs at once.

    ``counts_ms`` is for events, mentions, outlets, quad classes, mean, sum and variance by month and direction;
    ``pair_ms`` for all that a series holds: types, gaps and coverage besides.
    """
    with open_events(folder) as events:

        def query(pair: tuple[str, str]) -> DyadQuery:
            first, second = (Side(id=name, name=name, members=(Member(side=name),)) for name in pair)
            return DyadQuery(first=first, second=second)

        first = seconds(lambda: build_series(events, query(("S002", "S007"))))
        counts = [seconds(lambda pair=pair: events.counts(query(pair))) for pair in PAIRS]  # type: ignore[misc]
        single = [seconds(lambda pair=pair: build_series(events, query(pair))) for pair in PAIRS]  # type: ignore[misc]
        every = [seconds(lambda: events.pairs(period=Period.MONTH)) for _ in range(3)]
    return {
        "first_ms": 1000 * first,
        "counts_ms": 1000 * statistics.median(counts),
        "pair_ms": 1000 * statistics.median(single),
        "slowest_pair_ms": 1000 * max(single),
        "all_pairs_s": statistics.median(every),
    }


def with_pandas(folder: Path) -> dict[str, float]:
    """The same with pandas, once the rows are loaded."""
    import pandas

    columns = ["day", "source_side", "target_side", "quad", "goldstein", "publisher", "plover"]
    started = time.perf_counter()
    frame = pandas.concat(
        [pandas.read_parquet(part, columns=columns) for part in sorted(folder.glob("*/*.parquet"))], ignore_index=True
    )
    frame["month"] = pandas.to_datetime(frame["day"]).dt.to_period("M")
    loading = time.perf_counter() - started

    def one(pair: tuple[str, str]) -> object:
        ends = frame["source_side"].isin(pair) & frame["target_side"].isin(pair)
        rows = frame[ends & (frame["source_side"] != frame["target_side"])]
        groups = rows.groupby(["source_side", "month"])
        return groups.agg({"goldstein": ["count", "mean", "sum", "var"], "publisher": "nunique"})

    def every() -> object:
        groups = frame.groupby(["source_side", "target_side", "month"], observed=True)
        return groups["goldstein"].agg(["count", "mean", "sum"])

    single = [seconds(lambda pair=pair: one(pair)) for pair in PAIRS[:5]]  # type: ignore[misc]
    return {"loading_s": loading, "pair_ms": 1000 * statistics.median(single), "all_pairs_s": seconds(every)}


WORK: dict[str, Callable[[Path], dict[str, float]]] = {"dragoman": ours, "pandas": with_pandas}


def measured(name: str, folder: Path) -> dict[str, float]:
    """Run one measurement in its own process; adds its peak memory."""
    done = subprocess.run(
        [sys.executable, __file__, "--only", name, "--keep", str(folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def report(millions: int, folder: Path) -> list[str]:
    """Lines of one size: both sides and their ratio."""
    mine, theirs = measured("dragoman", folder), measured("pandas", folder)
    size = sum(part.stat().st_size for part in folder.glob("*/*.parquet")) / 1e6
    lines = [f"{millions} million rows, {size:.0f} MB of Parquet"]
    for name, found in (("dragoman", mine), ("pandas", theirs)):
        lines.append(f"  {name:9}" + ", ".join(f"{key} {value:.4g}" for key, value in found.items()))
    ratios = ", ".join(f"{key} {theirs[key] / mine[key]:.1f}" for key in ("pair_ms", "all_pairs_s", "peak_mb"))
    return [*lines, f"  pandas over dragoman: {ratios}"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--millions", type=int, nargs="+", default=[1, 10, 30])
    parser.add_argument("--keep", type=Path, help="folder for the rows, which are left there")
    parser.add_argument("--only", choices=WORK, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only:
        found = WORK[options.only](options.keep)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps({**found, "peak_mb": peak}))
        return 0
    with tempfile.TemporaryDirectory() as place:
        for millions in options.millions:
            folder = (options.keep or Path(place)) / f"rows_{millions}m"
            if not folder.exists():
                make(folder, millions * 1_000_000)
            sys.stdout.write("\n".join(report(millions, folder)) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

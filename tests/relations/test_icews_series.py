"""Series over real event data by name, against a recomputation from the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dragoman.directory import load_directory
from dragoman.importing import Importer
from dragoman.model.dyads import DyadQuery, Member, Period, Side, Way
from dragoman.relations.claim_model import Cause, Sense, Verdict
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import parse_claim
from dragoman.relations.periods import first_day
from dragoman.relations.series import Series, build_series
from dragoman.relations.sides import find_side, load_names, whole_country
from dragoman.store import open_events, open_store
from dragoman.store.event_table import DuckDBEvents
from recomputed import recompute
from store_rows import SETUP

FILES = ("icews14/icews14_named.tsv.gz", "icews_mmkb/mmkb_named.tsv.gz")
PAIRS = (("China", "Japan"), ("Barack Obama", "Benjamin Netanyahu"), ("Iran", "China"), ("North Korea", "South Korea"))


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both files in one store, as one data set."""
    for name in (*FILES, "icews_format/goldstein_mappings.csv"):
        if not (shared / name).exists():
            pytest.skip(f"{name} is not here")
    path = tmp_path_factory.mktemp("icews") / "a.duckdb"
    with open_store(path) as opened:
        importer = Importer(opened, opened.begin_run(SETUP), load_directory(), dataset="icews")
        assert [importer.read(shared / name).rejected for name in FILES] == [0, 0]
    return path


@pytest.fixture(scope="module")
def table(store: Path) -> Iterator[DuckDBEvents]:
    with open_events(store) as opened:
        yield opened


@pytest.fixture(scope="module")
def raw(shared: Path) -> pl.DataFrame:
    """The rows of both files by name, each as often as the set that has it most often, with the scale's values."""
    key = ["date", "source", "event", "target"]
    files = (pl.read_csv(shared / name, separator="\t", quote_char=None) for name in FILES)
    counted = [file.group_by([*key, *({"set"} & set(file.columns))]).len().select(*key, "len") for file in files]
    rows = pl.concat(counted).group_by(key).agg(pl.col("len").max())
    rows = rows.select(pl.exclude("len").repeat_by("len").explode())
    scale = pl.read_csv(shared / "icews_format/goldstein_mappings.csv", schema_overrides={"code": pl.String})
    names = scale.sort(pl.col("code").str.len_chars(), descending=True).unique("name", keep="first")
    found = rows.join(names.select(event="name", value="goldstein"), on="event", how="left")
    assert found["value"].null_count() == 0
    return found.with_columns(pl.col("date").str.to_date())


def series(table: DuckDBEvents, first: Side, second: Side, period: Period = Period.MONTH, **more: date) -> Series:
    return build_series(table, DyadQuery(first=first, second=second, period=period, **more))[Way.BOTH]


def one(table: DuckDBEvents, name: str) -> Side:
    (key,) = table.named(name)
    return Side(id=key, name=name, members=(Member(actor=key),))


def written(table: DuckDBEvents, name: str) -> list[str]:
    """All ways in which the files write an actor."""
    ends = " UNION ".join(f"SELECT written_{end}_name FROM event_lines WHERE {end} = ?" for end in ("source", "target"))
    return [row[0] for row in table.query(ends, [one(table, name).id] * 2)]


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: " - ".join(names))
@pytest.mark.parametrize("period", [Period.WEEK, Period.MONTH, Period.YEAR])
def test_series_equal_a_recomputation(
    table: DuckDBEvents, raw: pl.DataFrame, names: tuple[str, str], period: Period
) -> None:
    found = build_series(table, DyadQuery(first=one(table, names[0]), second=one(table, names[1]), period=period))
    for way, (source, target) in ((Way.FORWARD, names), (Way.BACK, names[::-1])):
        rows = raw.filter(
            pl.col("source").is_in(written(table, source)) & pl.col("target").is_in(written(table, target))
        )
        starts = rows["date"].map_elements(lambda day: first_day(day, period), return_dtype=pl.Date)
        expected = {
            start: (n, pytest.approx(mean), pytest.approx(total, abs=1e-9))
            for start, n, mean, total in rows.group_by(starts.alias("start"))
            .agg(pl.len(), pl.col("value").mean().alias("mean"), pl.col("value").sum().alias("total"))
            .iter_rows()
        }
        assert sum(n for n, _, _ in expected.values()) > 20
        assert {p.start: (p.events, p.mean, p.total) for p in found[way].points if p.events} == expected


def test_the_low_of_china_and_japan_in_december_2013_is_found(table: DuckDBEvents) -> None:
    names = load_names(load_directory())
    sides = [whole_country(find_side(name, names)) for name in ("China", "Japan")]
    points = series(table, *sides, since=date(2011, 9, 1), until=date(2014, 12, 31)).points
    lowest = min((point for point in points if point.events >= 5), key=lambda point: point.mean or 0.0)
    assert (lowest.start, lowest.events) == (date(2013, 12, 1), 9)


def test_the_low_of_obama_and_netanyahu_in_2015_is_found(table: DuckDBEvents) -> None:
    names = load_names(load_directory())
    sides = [find_side(name, names) for name in ("Barack Obama", "Benjamin Netanyahu")]
    points = {p.start.year: p for p in series(table, *sides, Period.YEAR, since=date(2009, 1, 1)).points}
    assert set(points) == set(range(2009, 2016))
    assert min(points.values(), key=lambda point: point.mean or 0.0).start.year == 2015
    assert all(point.events >= 30 for point in points.values())


@pytest.mark.parametrize(
    ("names", "text", "as_of", "period", "since"),
    [
        (("China", "Japan"), "China-Japan relations lowest since 2011-08", "2013-12", "1mo", date(2011, 9, 1)),
        (("China", "Japan"), "China-Japan relations lowest since 2009", "2014-01", "1mo", date(2010, 1, 1)),
        (("Iran", "China"), "Iran-China relations highest since 2011", "2014-05", "1mo", date(2012, 1, 1)),
        (
            ("North Korea", "South Korea"),
            "North Korea-South Korea relations worst since 2007",
            "2014",
            "1y",
            date(2008, 1, 1),
        ),
        (
            ("Barack Obama", "Benjamin Netanyahu"),
            "Obama-Netanyahu relations lowest ever",
            "2015",
            "1y",
            date(2005, 1, 1),
        ),
        (
            ("Barack Obama", "Benjamin Netanyahu"),
            "Obama-Netanyahu relations highest ever",
            "2015",
            "1y",
            date(2005, 1, 1),
        ),
        (
            ("Barack Obama", "Benjamin Netanyahu"),
            "Obama-Netanyahu relations lowest since 2012",
            "2013-02",
            "1mo",
            date(2013, 1, 1),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_verdicts_equal_a_recomputation(
    table: DuckDBEvents, raw: pl.DataFrame, names: tuple[str, str], text: str, as_of: str, period: str, since: date
) -> None:
    claim = replace(parse_claim(text, as_of=as_of, period=Period.YEAR if period == "1y" else None), first=names[0])
    assert claim.as_of is not None
    found = check_claim(claim, table, *(one(table, name) for name in names))
    ends = [
        raw.filter(pl.col("source").is_in(written(table, a)) & pl.col("target").is_in(written(table, b)))
        for a, b in (names, names[::-1])
    ]
    rows = pl.concat(ends).select(pl.col("date").alias("day"), "value")
    lowest = claim.sense is Sense.LOW
    verdict, rival = recompute(rows, claim.as_of.start, since, lowest, every=period)
    assert str(found.verdict) == verdict
    if rival is not None:
        assert found.comparison.decider is not None
        assert found.comparison.decider.start == rival


def test_a_claim_on_a_month_with_fewer_than_five_events_is_refused(table: DuckDBEvents) -> None:
    first, second = one(table, "China"), one(table, "Japan")
    points = series(table, first, second).points
    thin = [point for point in points if 0 < point.events < 5]
    assert len(thin) > 10
    for point in thin:
        claim = parse_claim("China-Japan relations lowest ever", as_of=f"{point.start:%Y-%m}")
        found = check_claim(claim, table, first, second)
        assert (found.verdict, found.cause) == (Verdict.CANNOT_BE_TESTED, Cause.THIN)

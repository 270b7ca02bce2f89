"""Series out of the rows, against an independent recomputation in polars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from dragoman.model.dyads import DyadQuery, Member, Period, Scale, Side, Way
from dragoman.store import ImportedFile, StoreError, open_events, open_store, write_parts
from dragoman.store.event_table import DuckDBEvents
from store_rows import SETUP, imported

STATES = ("NOR", "EST", "TAL")
TYPES = {"CONSULT": 1, "COOPERATE": 2, "ACCUSE": 3, "ASSAULT": 4, None: None}
PERIODS = {Period.DAY: "1d", Period.WEEK: "1w", Period.MONTH: "1mo", Period.QUARTER: "1q", Period.YEAR: "1y"}


def made(number: int, seed: int = 1) -> list[dict[str, object]]:
    """Random rows between three states, some by their officials, some citizens, some known to the month only."""
    random = Random(seed)
    rows: list[dict[str, object]] = []
    for key in range(number):
        source, target = random.sample(STATES, 2)
        day = date(2030, 1, 1) + timedelta(days=random.randrange(800))
        kind = random.choice(tuple(TYPES))
        wide = random.random() < 0.1
        official = random.random() < 0.3
        rows.append(
            {
                "id": f"e{key}",
                "day": day.replace(day=1) if wide else day,
                "last_day": (day.replace(day=1) + timedelta(days=27)) if wide else day,
                "source": f"{source}/GOV/minister" if official else source,
                "source_name": "minister" if official else source,
                "source_side": source if random.random() < 0.9 else f"{source}/CVL/citizen",
                "source_country": source,
                "source_sector": "GOV",
                "target": target,
                "target_name": target,
                "target_side": target,
                "target_country": target,
                "plover": kind,
                "cameo": random.choice(("040", "112", "190")),
                "quad": TYPES[kind],
                "goldstein": random.choice((None, -10.0, -4.0, 0.0, 1.0, 3.4, 7.0)),
                "mentions": random.randrange(1, 4),
                "outlets": random.choice((None, 1, 3)),
                "publisher": random.choice((None, "Norland Daily", "Estoria Post; Talvia Wire", "Talvia Wire")),
                "text": f"Sentence {key}.",
            }
        )
    return rows


ROWS = made(3000)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("rows") / "a.duckdb"
    with open_store(place) as store:
        run = store.begin_run(SETUP)
        assert store.import_rows("made", imported(ROWS), run) == len(ROWS)
    return place


@pytest.fixture(scope="module", params=["store", "parts"])
def table(request: pytest.FixtureRequest, path: Path) -> Iterator[DuckDBEvents]:
    place = path
    if request.param == "parts":
        place = path.parent / "it's parts"
        if not place.exists():
            with open_events(path) as events:
                assert write_parts(events, place) == len(ROWS)
    with open_events(place) as opened:
        yield opened


def side(name: str) -> Side:
    return Side(id=name, name=name, members=(Member(side=name),))


def recomputed(query: DyadQuery, source: str, target: str) -> pl.DataFrame:
    """The counts of one direction, from the rows themselves and without SQL."""
    every = PERIODS[query.period]
    frame = imported(ROWS).filter((pl.col("source_side") == source) & (pl.col("target_side") == target))
    frame = frame.with_columns(pl.col("day").dt.truncate(every).alias("period"))
    frame = frame.filter(pl.col("last_day").dt.truncate(every) == pl.col("period"))
    return frame.group_by("period").agg(
        pl.len().alias("events"),
        pl.col("mentions").sum(),
        *(pl.col("quad").eq(quad).sum().alias(f"quad_{quad}") for quad in (1, 2, 3, 4)),
        pl.col("goldstein").count().alias("valued"),
        pl.col("goldstein").mean().alias("mean"),
        pl.col("goldstein").sum().alias("total"),
        pl.col("goldstein").var().alias("variance"),
        pl.max_horizontal(
            pl.col("publisher").str.split("; ").explode().drop_nulls().n_unique(), pl.col("outlets").max().fill_null(0)
        ).alias("outlets"),
    )


@pytest.mark.parametrize("period", list(Period))
def test_counts_equal_a_recomputation(table: DuckDBEvents, period: Period) -> None:
    query = DyadQuery(first=side("NOR"), second=side("EST"), period=period)
    found = table.counts(query)
    for way, source, target in ((Way.FORWARD, "NOR", "EST"), (Way.BACK, "EST", "NOR")):
        expected = {row["period"]: row for row in recomputed(query, source, target).iter_rows(named=True)}
        rows = {row["period"]: row for row in found.filter(way=str(way)).iter_rows(named=True)}
        assert set(rows) == set(expected)
        for start, row in rows.items():
            for name, value in expected[start].items():
                if name == "total" and not expected[start]["valued"]:
                    assert row[name] is None
                else:
                    assert row[name] == pytest.approx(value), (way, start, name)


def test_both_ways_together_are_the_sum_of_each(table: DuckDBEvents) -> None:
    found = table.counts(DyadQuery(first=side("NOR"), second=side("EST")))
    by_way = {way: sum(found.filter(way=way)["events"]) for way in Way}
    assert by_way[Way.BOTH] == by_way[Way.FORWARD] + by_way[Way.BACK] > 500


def test_the_order_of_the_two_sides_turns_the_ways_round(table: DuckDBEvents) -> None:
    one = table.counts(DyadQuery(first=side("NOR"), second=side("EST")))
    other = table.counts(DyadQuery(first=side("EST"), second=side("NOR")))
    turned = other.with_columns(pl.col("way").replace({"forward": "back", "back": "forward"}))
    assert one.sort("period", "way").equals(turned.sort("period", "way"))


def test_types_sum_to_the_events_that_have_one(table: DuckDBEvents) -> None:
    query = DyadQuery(first=side("NOR"), second=side("TAL"))
    types, counts = table.types(query), table.counts(query)
    quads = sum(counts[f"quad_{quad}"].sum() for quad in (1, 2, 3, 4))
    assert types["events"].sum() == quads > 0
    one = table.counts(DyadQuery(first=side("NOR"), second=side("TAL"), types=("accuse",)))
    assert one["events"].sum() == types.filter(plover="ACCUSE")["events"].sum()


def test_what_is_not_dated_to_the_period_is_counted_apart(table: DuckDBEvents) -> None:
    day, month = (DyadQuery(first=side("NOR"), second=side("EST"), period=each) for each in (Period.DAY, Period.MONTH))
    assert table.undated(month) == 0
    assert table.undated(day) == table.counts(month).filter(way="both")["events"].sum() - (
        table.counts(day).filter(way="both")["events"].sum()
    )
    assert table.undated(day) > 20


def test_another_scale_replaces_the_values(table: DuckDBEvents) -> None:
    scale = Scale(name="mine", values={"040": 2.0, "ASSAULT": -5.0})
    found = table.counts(DyadQuery(first=side("NOR"), second=side("EST"), period=Period.YEAR, scale=scale))
    frame = imported(ROWS).filter((pl.col("source_side") == "NOR") & (pl.col("target_side") == "EST"))
    value = pl.when(pl.col("cameo") == "040").then(2.0).when(pl.col("plover") == "ASSAULT").then(-5.0)
    expected = frame.group_by(pl.col("day").dt.truncate("1y").alias("period")).agg(value.mean().alias("mean"))
    assert dict(found.filter(way="forward").select("period", "mean").iter_rows()) == pytest.approx(
        dict(expected.iter_rows())
    )


def test_an_outlet_can_be_left_out(table: DuckDBEvents) -> None:
    query = DyadQuery(first=side("NOR"), second=side("EST"), period=Period.YEAR)
    without = DyadQuery(first=side("NOR"), second=side("EST"), period=Period.YEAR, without_publisher="Norland Daily")
    outlets = table.publishers(query)
    assert set(outlets) == {"Norland Daily", "Estoria Post", "Talvia Wire"}
    both = [table.counts(each).filter(way="both")["events"].sum() for each in (query, without)]
    assert both[0] - both[1] == outlets["Norland Daily"] > 0


def test_members_are_limited_by_their_days(table: DuckDBEvents) -> None:
    first = Side(id="g", name="g", members=(Member(side="NOR", until=date(2030, 12, 31)), Member(side="TAL")))
    found = table.counts(DyadQuery(first=first, second=side("EST"), period=Period.YEAR)).filter(way="forward")
    by_state = {
        name: dict(
            table.counts(DyadQuery(first=side(name), second=side("EST"), period=Period.YEAR))
            .filter(way="forward")
            .select("period", "events")
            .iter_rows()
        )
        for name in ("NOR", "TAL")
    }
    start, later = date(2030, 1, 1), date(2031, 1, 1)
    assert dict(found.select("period", "events").iter_rows())[start] == by_state["NOR"][start] + by_state["TAL"][start]
    assert dict(found.select("period", "events").iter_rows())[later] == by_state["TAL"][later]


def test_everyone_from_a_country_is_more_than_those_who_act_for_it(table: DuckDBEvents) -> None:
    everyone = Side(id="c", name="c", members=(Member(country="NOR"),))
    counts = [
        table.counts(DyadQuery(first=each, second=side("EST"))).filter(way="forward")["events"].sum()
        for each in (everyone, side("NOR"))
    ]
    assert counts[0] > counts[1] > 0


def test_lines_are_the_extreme_events_with_their_sentences(table: DuckDBEvents) -> None:
    query = DyadQuery(first=side("NOR"), second=side("EST"))
    lowest = table.lines(query, date(2030, 1, 1), date(2030, 12, 31), lowest=True, limit=5)
    highest = table.lines(query, date(2030, 1, 1), date(2030, 12, 31), lowest=False, limit=5)
    assert [line.value for line in lowest] == [-10.0] * 5
    assert [line.value for line in highest] == [7.0] * 5
    assert all(line.text.startswith("Sentence ") and line.dataset == "made" for line in lowest)
    in_time = table.lines(query, date(2030, 1, 1), date(2030, 12, 31), limit=50)
    assert [line.day for line in in_time] == sorted(line.day for line in in_time)


def test_all_pairs_equal_a_recomputation(table: DuckDBEvents) -> None:
    found = table.pairs(since=date(2030, 6, 1), until=date(2031, 5, 31)).sort("source", "target")
    frame = imported(ROWS).filter((pl.col("day") >= date(2030, 6, 1)) & (pl.col("last_day") <= date(2031, 5, 31)))
    expected = (
        frame.group_by(pl.col("source_side").alias("source"), pl.col("target_side").alias("target"))
        .agg(
            pl.len().alias("events"),
            pl.col("mentions").sum().cast(pl.Int64),
            pl.col("goldstein").mean().alias("mean"),
            (pl.col("quad") <= 2).sum().alias("cooperation"),
            (pl.col("quad") >= 3).sum().alias("conflict"),
        )
        .sort("source", "target")
    )
    for name in ("source", "target", "events", "mentions", "cooperation", "conflict"):
        assert found[name].to_list() == expected[name].to_list(), name
    assert found["mean"].to_list() == pytest.approx(expected["mean"].to_list())
    monthly = table.pairs(period=Period.MONTH, since=date(2030, 6, 1), until=date(2031, 5, 31))
    assert monthly["events"].sum() == found["events"].sum()


def test_periods_without_any_row_are_not_covered(table: DuckDBEvents) -> None:
    query = DyadQuery(first=side("NOR"), second=side("EST"), period=Period.YEAR, since=date(2029, 3, 1))
    assert table.coverage(query) == [date(2030, 1, 1), date(2031, 1, 1), date(2032, 1, 1)]


def test_names_and_ids_find_actors_of_the_rows(table: DuckDBEvents) -> None:
    assert table.named("Minister") == {f"{state}/GOV/minister": "minister" for state in STATES}
    assert table.named("nor") == {"NOR": "NOR"}
    assert table.named("nobody") == {}
    assert table.names(["NOR", "NOR/GOV/minister", "x"]) == {"NOR": "NOR", "NOR/GOV/minister": "minister"}


def test_a_word_of_a_name_finds_whom_the_rows_have_most_often(table: DuckDBEvents) -> None:
    found = table.with_word("MINISTER")
    assert {key for key, _, _ in found} == {f"{state}/GOV/minister" for state in STATES}
    assert [n for _, _, n in found] == sorted((n for _, _, n in found), reverse=True)
    assert table.with_word("minist") == table.with_word("(") == []


def test_everything_is_given_out_again(table: DuckDBEvents) -> None:
    frames = list(table.export_rows())
    assert sum(frame.height for frame in frames) == len(ROWS)
    given = {row["id"]: row for frame in frames for row in frame.iter_rows(named=True)}
    for row in ROWS:
        assert {name: given[str(row["id"])][name] for name in row} == row


def test_what_is_there_already_is_not_added_again(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store:
        run = store.begin_run(SETUP)
        assert store.import_rows("one", imported(ROWS[:20]), run) == 20
        assert store.import_rows("one", imported(ROWS[:30] + ROWS[:30]), run) == 10
        assert store.import_rows("two", imported(ROWS[:5]), run) == 5
        store.note_import(ImportedFile(dataset="one", format="x", file="a.tab", rows=50, added=30, rejected=1), run)
        assert store.totals().imported == {"one": 30, "two": 5}
        assert [file.added for file in store.imports()] == [30]
        assert store.event_table().datasets() == {"one": 30, "two": 5}
        query = DyadQuery(first=side("NOR"), second=side("EST"), datasets=("two",))
        assert store.event_table().counts(query)["events"].sum() <= 10


def test_our_own_name_is_not_for_other_data(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.duckdb") as store, pytest.raises(StoreError, match="give the data set another name"):
        store.import_rows("dragoman", imported(ROWS[:1]), store.begin_run(SETUP))


def test_a_folder_without_parts_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no parts"):
        open_events(tmp_path)
    (tmp_path / "year=2030").mkdir()
    pl.DataFrame({"day": [date(2030, 1, 1)]}).write_parquet(tmp_path / "year=2030" / "x.parquet")
    with pytest.raises(StoreError, match="the parts lack the columns"):
        open_events(tmp_path)


def test_a_folder_that_is_there_is_not_written_over(path: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("kept")
    with open_events(path) as events, pytest.raises(StoreError, match="is there already"):
        write_parts(events, tmp_path)
    assert (tmp_path / "x").read_text() == "kept"


def test_an_empty_store_has_no_rows(tmp_path: Path) -> None:
    open_store(tmp_path / "a.duckdb").close()
    with open_events(tmp_path / "a.duckdb") as events:
        query = DyadQuery(first=side("NOR"), second=side("EST"))
        assert events.counts(query).height == events.types(query).height == events.pairs().height == 0
        assert list(events.export_rows()) == []
        assert events.coverage(query) == []
        assert events.undated(query) == 0

"""The page for R users: its columns are all columns, and its SQL gives what the tool itself counts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest

from dragoman.exchange.out_numbers import stable_number
from dragoman.exchange.out_rows import COLUMNS, WRITTEN_COLUMNS
from dragoman.exchange.out_write import write_rows
from dragoman.model.dyads import LEFT_OUT, ROW_COLUMNS, DyadQuery, Member, Side
from dragoman.store import open_events
from out_samples import frame, own

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "usage-r.md").read_text(encoding="utf-8")
QUERIES = re.findall(r'dbGetQuery\(con, "(.*?)"\)', PAGE, flags=re.DOTALL)


def test_every_column_is_described() -> None:
    table = PAGE.split("## Columns")[1]
    named = set(re.findall(r"`(\w+)`", "\n".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    assert named == {*COLUMNS, *WRITTEN_COLUMNS}


def test_all_that_a_series_leaves_out_is_named() -> None:
    for query in QUERIES:
        if "factuality" in query:
            assert set(re.findall(r"'(\w+)'", query.partition("NOT IN")[2])) >= set(LEFT_OUT) - {"background"}
    assert all(f"`{word}`" in PAGE for word in LEFT_OUT)


def test_columns_of_a_text_file_have_the_types_that_the_page_gives() -> None:
    given = dict(re.findall(r'(\w+) = "(\w)"', PAGE.split("read_csv")[1].split("```")[0]))
    letters = {"DATE": "D", "TINYINT": "i", "INTEGER": "i", "DOUBLE": "d", "BOOLEAN": "l"}
    assert given == {"default": "c"} | {name: letters[kind] for name, kind in COLUMNS.items() if kind in letters}


def pair(source: str, target: str, **values: Any) -> dict[str, Any]:
    """A row between two states."""
    ends = {"source": source, "source_side": source, "target": target, "target_side": target}
    return own(source_country=source, target_country=target, **ends, **values)


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Rows of two states with all that must not be counted, counted twice, or counted in another month."""
    rows = [
        pair("CHN", "JPN", id="1", event="a"),
        pair("CHN", "JPN", id="2", event="a", goldstein=-3.1, publisher="Estoria Today"),
        pair("CHN", "JPN", id="3", event="b", quad=4, goldstein=-9.0),
        pair("CHN", "JPN", id="4", event="c", factuality="denied"),
        pair("CHN", "JPN", id="5", event="d", background=True),
        pair("CHN", "JPN", id="6", event="e", day=date(2031, 3, 1), last_day=date(2031, 4, 2)),
        pair("JPN", "CHN", id="1", event="a", mirrored=True),
        pair("JPN", "CHN", id="7", event=None, day=date(2031, 5, 1), factuality=None, mentions=4),
        pair("FRA", "CHN", id="8", event=None, day=date(2031, 4, 1)),
    ]
    folder = tmp_path / "parts" / "year=2031"
    folder.mkdir(parents=True)
    write_rows([frame(*rows)], folder / "events.parquet", "parquet")
    return folder.parent


def answers(parts: Path) -> list[polars.DataFrame]:
    """What the queries of the page give, in their order."""
    with duckdb.connect() as con:
        columns = ", ".join(ROW_COLUMNS)
        con.execute(f"CREATE VIEW event_rows AS SELECT {columns} FROM read_parquet('{parts}/*/*.parquet')")
        return [polars.from_arrow(con.sql(query).to_arrow_table()) for query in QUERIES]  # type: ignore[misc]


def test_the_monthly_series_is_that_of_the_tool(parts: Path) -> None:
    monthly = next(found for found in answers(parts) if "cooperation" in found.columns)
    sides = [Side(id=key, name=key, members=(Member(side=key),)) for key in ("CHN", "JPN")]
    with open_events(parts) as table:
        both = table.counts(DyadQuery(first=sides[0], second=sides[1])).filter(polars.col("way") == "both")
    assert monthly["month"].to_list() == both["period"].to_list() == [date(2031, 3, 1), date(2031, 5, 1)]
    for ours, theirs in (("events", "events"), ("mentions", "mentions"), ("mean", "mean")):
        assert monthly[ours].cast(polars.Float64).to_list() == pytest.approx(
            both[theirs].cast(polars.Float64).to_list()
        )
    assert monthly["events"].to_list() == [2, 1]
    assert monthly["conflict"].to_list() == [1, 0]


def test_the_covered_months_are_those_of_the_tool(parts: Path) -> None:
    covered = next(found for found in answers(parts) if found.columns == ["month"])
    side = Side(id="CHN", name="CHN", members=(Member(side="CHN"),))
    other = Side(id="JPN", name="JPN", members=(Member(side="JPN"),))
    with open_events(parts) as table:
        assert covered["month"].to_list() == table.coverage(DyadQuery(first=side, second=other))


def test_the_years_of_all_pairs_keep_the_direction(parts: Path) -> None:
    dyads = next(found for found in answers(parts) if "material_conflict" in found.columns)
    found = {(row["source_side"], row["target_side"]): row for row in dyads.rows(named=True)}
    assert {key: (row["events"], row["material_conflict"]) for key, row in found.items()} == {
        ("CHN", "JPN"): (3, 1), ("JPN", "CHN"): (2, 0), ("FRA", "CHN"): (1, 0),
    }  # fmt: skip
    assert set(dyads["year"]) == {2031}


def test_the_arithmetic_that_leads_back_to_an_id_is_right() -> None:
    assert 'sprintf("%05x%05x", as.integer(m %/% 2^20), as.integer(m %% 2^20))' in PAGE
    for key in ("abcdef0123456789", "ffffffffff000000", "0000000001000000"):
        m = stable_number(key, "CHN", "JPN", mirrored=True) // 8192
        assert m // 2**20 < 2**31, "an integer of R"
        assert f"{m // 2**20:05x}{m % 2**20:05x}" == key[:10]

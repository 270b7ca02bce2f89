from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import ipc, parquet

from dragoman.exchange.out_rows import TYPES, WRITTEN_COLUMNS
from dragoman.exchange.out_write import write_rows
from dragoman.exchange.sets import make_mapping, read_rows
from out_samples import COLUMNS, OWN, SCHEMA, TEXTS, frame, own

IN_A_FOLDER = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = ("day", "last_day")
FLAT = ("csv", "jsonl", "parquet", "arrow")


def objects(path: Path) -> polars.DataFrame:
    """Rows of JSON Lines, days as text."""
    return polars.DataFrame([json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]])


READERS: dict[str, Callable[[Path], polars.DataFrame]] = {
    "csv": lambda path: polars.read_csv(path, schema=SCHEMA),
    "jsonl": lambda path: objects(path).with_columns(polars.col(DAYS).cast(polars.String).str.to_date()).cast(SCHEMA),
    "parquet": polars.read_parquet,
    "arrow": lambda path: polars.read_ipc(path.read_bytes()),
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": TEXTS,
    "DATE": st.dates(min_value=date(1000, 1, 1)),
    "TINYINT": st.integers(-128, 127),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
    "BOOLEAN": st.booleans(),
}
ROWS = st.lists(
    st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in COLUMNS.items()}), min_size=1, max_size=4
)


@pytest.mark.parametrize("format_", FLAT)
@IN_A_FOLDER
@given(rows=ROWS, cut=st.integers(0, 4))
def test_every_value_of_every_column_comes_back(
    format_: str, tmp_path: Path, rows: list[dict[str, Any]], cut: int
) -> None:
    whole = frame(*rows)
    assert write_rows([whole[:cut], whole[cut:]], tmp_path / "o", format_) == len(rows)
    assert READERS[format_](tmp_path / "o").equals(whole)


@pytest.mark.parametrize("format_", FLAT)
def test_no_rows_are_a_file_that_still_can_be_read(format_: str, tmp_path: Path) -> None:
    assert write_rows([], tmp_path / "o", format_) == 0
    if format_ == "jsonl":
        assert (tmp_path / "o").read_bytes() == b""
    else:
        found = READERS[format_](tmp_path / "o")
        assert (found.height, found.columns) == (0, list(SCHEMA))


@IN_A_FOLDER
@given(ROWS)
def test_csv_is_what_the_csv_module_reads(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    write_rows([frame(*rows)], tmp_path / "o.csv", "csv")
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream, strict=True))
    for row, cells in zip(rows, found, strict=True):
        texts = [name for name in row if TYPES[COLUMNS[name]] == polars.String]
        assert [cells[name] for name in texts] == [row[name] or "" for name in texts]
        assert cells["day"] == ("" if row["day"] is None else row["day"].isoformat())
        assert cells["mirrored"] == {None: "", True: "true", False: "false"}[row["mirrored"]]


@IN_A_FOLDER
@given(ROWS)
def test_json_lines_are_objects_with_all_columns(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    write_rows([frame(*rows)], tmp_path / "o.jsonl", "jsonl")
    found = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert found == [{**row, **{name: row[name] and row[name].isoformat() for name in DAYS}} for row in rows]


def test_what_is_no_number_is_no_number_in_json(tmp_path: Path) -> None:
    write_rows([frame(own(goldstein=float("nan"), latitude=float("-inf")))], tmp_path / "o.jsonl", "jsonl")
    found = json.loads((tmp_path / "o.jsonl").read_text())
    assert (found["goldstein"], found["latitude"]) == (None, None)


@pytest.mark.parametrize("format_", FLAT)
def test_the_spelling_of_the_data_set_has_columns_of_its_own(format_: str, tmp_path: Path) -> None:
    spelled = {name: polars.lit(f"as in {name}") for name in WRITTEN_COLUMNS}
    write_rows([frame(OWN).with_columns(**spelled)], tmp_path / "o", format_)
    readers = {**READERS, "csv": polars.read_csv, "jsonl": objects}
    found = readers[format_](tmp_path / "o")
    assert found.columns == [*SCHEMA, *WRITTEN_COLUMNS]
    assert found.select(list(WRITTEN_COLUMNS)).row(0) == tuple(f"as in {name}" for name in WRITTEN_COLUMNS)


def test_a_cell_that_a_spreadsheet_takes_for_a_formula_is_written_as_it_is(tmp_path: Path) -> None:
    write_rows([frame(own(text="=1+1"))], tmp_path / "o.csv", "csv")
    assert READERS["csv"](tmp_path / "o.csv")["text"].to_list() == ["=1+1"]


@pytest.mark.parametrize("format_", ["parquet", "arrow"])
def test_types_are_those_that_every_reader_knows(format_: str, tmp_path: Path) -> None:
    write_rows([frame(OWN)], tmp_path / "o", format_)
    table = parquet.read_table(tmp_path / "o") if format_ == "parquet" else ipc.open_file(tmp_path / "o").read_all()
    assert {str(field.type) for field in table.schema} == {"string", "date32[day]", "int8", "int32", "double", "bool"}
    assert table.column("day").to_pylist() == [OWN["day"]]


def test_duckdb_reads_the_parquet_file(tmp_path: Path) -> None:
    write_rows([frame(OWN, own(goldstein=-10.0))], tmp_path / "o.parquet", "parquet")
    found = duckdb.sql(f"SELECT year(day), avg(goldstein), count(*) FROM '{tmp_path / 'o.parquet'}' GROUP BY 1")
    assert found.fetchall() == [(2031, -4.05, 2)]


def test_many_small_frames_are_few_pieces(tmp_path: Path) -> None:
    frames = [frame(own(id=f"{number:016x}")) for number in range(300)]
    assert write_rows(frames, tmp_path / "o.parquet", "parquet") == 300
    assert write_rows(frames, tmp_path / "o.arrow", "arrow") == 300
    assert parquet.ParquetFile(tmp_path / "o.parquet").num_row_groups == 1
    assert ipc.open_file(tmp_path / "o.arrow").num_record_batches == 1
    assert parquet.read_table(tmp_path / "o.parquet", columns=["id"])["id"].to_pylist() == [
        f"{n:016x}" for n in range(300)
    ]


def test_a_large_frame_is_several_pieces(tmp_path: Path) -> None:
    large = polars.concat([frame(OWN)] * 100).select(polars.all().repeat_by(2_500).explode())
    assert large.height == 250_000
    assert write_rows([large], tmp_path / "o.parquet", "parquet") == 250_000
    assert parquet.ParquetFile(tmp_path / "o.parquet").num_row_groups == 3


def test_our_own_csv_can_be_read_with_a_mapping(tmp_path: Path) -> None:
    write_rows([frame(OWN, own(id="1111000000000000", text='a "b",\nc'))], tmp_path / "o.csv", "csv")
    columns = {name: name for name in ("id", "day", "source_name", "target_name", "cameo", "text", "publisher")}
    (chunk,) = read_rows(tmp_path / "o.csv", "csv", mapping=make_mapping({"columns": columns}))
    assert chunk.rejected == ()
    assert chunk.frame["text"].to_list() == [OWN["text"], 'a "b",\nc']
    assert chunk.frame["publisher"].to_list() == [OWN["publisher"]] * 2

"""Cells and fields: what no field gives back is kept, so that a row can be written as it was read."""

from __future__ import annotations

import json
from pathlib import Path

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange.cells import BY_VALUE, SCHEMA, Layout, original
from dragoman.exchange.layouts import ACLED, GDELT, ICEWS, PHOENIX, POLECAT, STREAM, UCDP
from dragoman.model.dyads import IMPORT_COLUMNS
from foreign import back, read, table

LAYOUTS = {
    "ICEWS": ("icews", ICEWS, {"Event ID": "7", "Event Date": "2018-06-01"}),
    "GDELT 1.0": ("gdelt", GDELT[58], {"GLOBALEVENTID": "7", "SQLDATE": "20180601"}),
    "GDELT 2.0": ("gdelt", GDELT[61], {"GLOBALEVENTID": "7", "SQLDATE": "20180601"}),
    "POLECAT": ("polecat", POLECAT, {"Event ID": "7", "Event Date": "2018-06-01", "Event Type": "assault"}),
    "Phoenix": ("phoenix", PHOENIX, {"EventID": "7", "Date": "20180601"}),
    "ACLED": ("acled", ACLED, {"event_id_cnty": "7", "event_date": "2018-06-01"}),
    "UCDP": ("ucdp", UCDP, {"id": "7", "date_start": "2018-06-01", "date_end": "2018-06-02"}),
    "stream": ("stream", STREAM, {"date": "2018-06-01"}),
}
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters='"')
CELL = st.one_of(
    st.just(""),
    st.sampled_from(
        ["042", "190", "4", "0", "-10.0", "1.50", "2", "USA", "GOV", "2018", "inf", "0x1", "VERBAL CONFLICT"]
    ),
    st.text(LETTERS, max_size=5).filter(lambda text: text not in ("NA", "NULL", "None")),
)
IN_A_FOLDER = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def same(layout: Layout, column: str, one: str, other: str) -> bool:
    """Whether two cells are the same: as text, or as numbers where a number is meant."""
    cell = layout.cells.get(column)
    if one == other or cell is None or cell.form not in BY_VALUE:
        return one == other
    return float(one) == float(other)


@pytest.mark.parametrize("name", LAYOUTS)
@IN_A_FOLDER
@given(data=st.data())
def test_any_row_can_be_written_as_it_was_read(tmp_path: Path, name: str, data: st.DataObject) -> None:
    format_, layout, fixed = LAYOUTS[name]
    drawn = data.draw(st.fixed_dictionaries(dict.fromkeys(layout.columns, CELL)))
    row = {column: {**drawn, **fixed}[column] for column in layout.columns}
    path = tmp_path / "events.txt"
    path.write_text(table([row], header=format_ not in ("gdelt", "phoenix")), encoding="utf-8")
    frame, rejected = read(path, format_)
    assert not rejected
    (given_back,) = back(frame, layout)
    assert [column for column in row if not same(layout, column, row[column], given_back[column])] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_cells_are_filled_by_fields_there_are(name: str) -> None:
    _, layout, _ = LAYOUTS[name]
    assert set(layout.cells) <= set(layout.columns)
    assert len(set(layout.columns)) == len(layout.columns)
    fields = {cell.field for cell in layout.cells.values()} - {"source", "target"}
    assert fields <= set(IMPORT_COLUMNS)


@pytest.mark.parametrize(("layout", "count"), [(ICEWS, 20), (POLECAT, 40), (PHOENIX, 26), (UCDP, 49), (ACLED, 31)])
def test_formats_have_as_many_columns_as_their_files(layout: Layout, count: int) -> None:
    assert len(layout.columns) == count


def test_gdelt_layouts_are_known_by_their_number_of_columns() -> None:
    assert {count: len(layout.columns) for count, layout in GDELT.items()} == {n: n for n in (57, 58, 61, 17)}


def test_the_object_is_json_whatever_stands_in_the_cells(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    odd = 'say "no"\\ \x01 \u2028 é 😀 {"a":1},'
    columns = {"date": "2018-06-01", "source": "a", "event": "b", "target": "c", 'x"y\\z': odd, "empty": ""}
    header = "\t".join(columns)
    path.write_text(f"{header}\n{table([columns], header=False)}", encoding="utf-8")
    frame, _ = read(path, "stream")
    assert json.loads(frame["extra"][0]) == {'x"y\\z': odd}


def test_rows_of_another_origin_are_written_from_their_fields() -> None:
    values = {"id": "abc", "cameo": "0841", "source_country": "NOR", "source_sector": "GOV,MIL", "goldstein": 7.0}
    frame = polars.DataFrame([values], schema=dict(SCHEMA))
    (row,) = original(frame, GDELT[61]).to_dicts()
    assert (row["GLOBALEVENTID"], row["EventBaseCode"], row["EventRootCode"]) == ("abc", "084", "08")
    assert (row["Actor1Code"], row["Actor1Type2Code"], row["GoldsteinScale"]) == ("NORGOVMIL", "MIL", "7.0")
    assert row["SQLDATE"] == row["AvgTone"] == ""

"""ICEWS files: what a row becomes, ids that are not unique, the odd file of 2017, broken rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars
import pytest

from dragoman.exchange.layouts import ICEWS
from dragoman.exchange.sets import guess_format, read_rows
from dragoman.ontology import load_cameo
from foreign import ICEWS_ROW, back, only, read, rows_of, table

SAMPLE = Path("icews_format") / "inst" / "extdata" / "events.2018.sample.tab"


def test_a_row_becomes_fields_and_what_follows_from_its_code(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([ICEWS_ROW]))
    frame, rejected = read(path, "icews")
    row = only(frame)
    assert not rejected
    assert guess_format(path) == "icews"
    assert (row["day"], row["last_day"]) == (date(2018, 6, 1), date(2018, 6, 1))
    assert (row["source_name"], row["source_country"]) == ("Foreign Affairs (Norland)", "Norland")
    assert row["source_sector"] == "Executive,Foreign Ministry,Government"
    assert (row["target_name"], row["target_sector"]) == ("Estoria", None)
    assert (row["event_text"], row["cameo"], row["plover"], row["quad"]) == ("Make a visit", "042", "CONSULT", 1)
    assert (row["goldstein"], row["sentence"], row["story"]) == (1.9, 2, "7001")
    assert (row["place"], row["place_country"], row["latitude"], row["longitude"]) == ("Estor", "Estoria", -0.5, 105.25)
    assert (row["mentions"], row["outlets"], row["publisher"]) == (None, None, "Norland Herald")
    assert json.loads(row["extra"]) == {"District": "Old Town"}


def test_intensity_of_the_data_set_is_kept_and_a_missing_one_follows_from_the_code(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    own, none = {**ICEWS_ROW, "Intensity": "-3.3"}, {**ICEWS_ROW, "Event ID": "2", "Intensity": "NA"}
    path.write_text(table([own, none]))
    frame, _ = read(path, "icews")
    assert frame["goldstein"].to_list() == [-3.3, load_cameo()["042"].goldstein]
    assert [row["Intensity"] for row in back(frame, ICEWS)] == ["-3.3", ""]


def test_mere_comments_have_a_code_but_no_type(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{**ICEWS_ROW, "Event Text": "Make statement", "CAMEO Code": "010", "Intensity": "0"}]))
    row = only(read(path, "icews")[0])
    assert (row["cameo"], row["plover"], row["quad"], row["goldstein"]) == ("010", None, None, 0.0)


def test_an_event_id_on_two_days_is_two_rows_and_the_same_row_is_one_in_any_file(tmp_path: Path) -> None:
    later = {**ICEWS_ROW, "Event Date": "2019-01-01"}
    year, week = tmp_path / "events.2018.tab", tmp_path / "20190101-events.tab"
    year.write_text(table([ICEWS_ROW, later, ICEWS_ROW]))
    week.write_text(table([later]))
    chunks = list(read_rows(year, "icews"))
    ids = rows_of(chunks)["id"].to_list()
    assert len(set(ids)) == len(ids) == 2
    assert sum(chunk.repeated for chunk in chunks) == 1
    assert only(read(week, "icews")[0])["id"] == ids[1]
    assert {row["Event ID"] for row in back(rows_of(chunks), ICEWS)} == {"41000001"}


def test_missing_cells_and_spellings_of_numbers_and_days_do_not_make_another_event(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tab", tmp_path / "other.tab"
    one.write_text(table([ICEWS_ROW]))
    spelled = {name: cell or "NA" for name, cell in ICEWS_ROW.items()} | {"Latitude": "-0.50", "Event Date": "6/1/2018"}
    other.write_text(table([spelled]))
    assert read(one, "icews")[0].rows() == read(other, "icews")[0].rows()


def test_the_file_without_codes_has_them_from_the_names(tmp_path: Path) -> None:
    path = tmp_path / "Events.2017.tab"
    odd = {
        name: f'"{cell}"' if "," in cell else cell or "NULL" for name, cell in ICEWS_ROW.items() if name != "CAMEO Code"
    } | {"Event Date": "1/31/2017", "Event Text": '"Arrest, detain, or charge with legal action"'}
    path.write_text(table([odd]), encoding="utf-8")
    row = only(read(path, "icews")[0])
    assert (row["day"], row["cameo"], row["plover"]) == (date(2017, 1, 31), "173", "COERCE")
    assert row["event_text"] == "Arrest, detain, or charge with legal action"
    assert row["source_sector"] == "Executive,Foreign Ministry,Government"


def test_a_quotation_mark_inside_a_cell_is_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{**ICEWS_ROW, "Source Name": 'Ilva "Ice" Törrane'}, {**ICEWS_ROW, "Event ID": "2"}]))
    frame, rejected = read(path, "icews")
    assert frame["source_name"].to_list() == ['Ilva "Ice" Törrane', "Foreign Affairs (Norland)"]
    assert not rejected


def test_latin_1_and_utf_8_lines_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    names = ("Törrane", "Söre")
    lines = [table([{**ICEWS_ROW, "Event ID": str(n), "Source Name": name}]) for n, name in enumerate(names)]
    path.write_bytes(lines[0].encode("utf-8") + lines[1].split("\n", 1)[1].encode("latin-1"))
    assert read(path, "icews")[0]["source_name"].to_list() == list(names)


def test_rows_without_an_actor_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{**ICEWS_ROW, "Source Name": "", "Target Name": "NA"}]))
    row = only(read(path, "icews")[0])
    assert (row["source_name"], row["target_name"]) == (None, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Event Date": "2018-13-45"}, "Event Date: '2018-13-45' is no day"),
        ({"Event Date": "0018-06-01"}, "Event Date: '0018-06-01' is no day"),
        ({"Event Date": ""}, "no day in column 'Event Date'"),
        ({"Event ID": "NA"}, "no id in column 'Event ID'"),
        ({"Source Name": "a\tb"}, "21 cells instead of 20"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_the_others_are_read(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{**ICEWS_ROW, "Event ID": "1"}, {**ICEWS_ROW, **change}, {**ICEWS_ROW, "Event ID": "3"}]))
    frame, rejected = read(path, "icews")
    assert rejected == {"events.tab, line 3": reason}
    assert [row["Event ID"] for row in back(frame, ICEWS)] == ["1", "3"]


def test_columns_may_stand_in_any_order_and_new_ones_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{"Coder": "R2", **dict(reversed(ICEWS_ROW.items()))}]))
    row = only(read(path, "icews")[0])
    assert row["target_name"] == "Estoria"
    assert json.loads(row["extra"]) == {"District": "Old Town", "Coder": "R2"}


def test_the_place_is_the_closest_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([{**ICEWS_ROW, "City": "NA", "District": "", "Province": "Upper Estoria"}]))
    frame, _ = read(path, "icews")
    assert only(frame)["place"] == "Upper Estoria"
    assert [(row["City"], row["Province"]) for row in back(frame, ICEWS)] == [("", "Upper Estoria")]


def test_the_sample_is_read_as_a_whole_and_given_back(shared: Path) -> None:
    path = shared / SAMPLE
    if not path.is_file():
        pytest.skip("the sample of ICEWS is not here")
    frame, rejected = read(path, "icews")
    assert (frame.height, rejected) == (3705, {})
    assert frame["id"].n_unique() == 3705
    whole = polars.read_csv(path, separator="\t", quote_char=None, infer_schema=False)
    missing = polars.when(polars.all() == "NA").then(polars.lit("")).otherwise(polars.all())
    numbers = polars.col("Intensity", "Latitude", "Longitude").cast(polars.Float64, strict=False)
    given = polars.DataFrame(back(frame, ICEWS)).with_columns(numbers)
    assert given.equals(whole.with_columns(missing.name.keep()).with_columns(numbers))
    known = load_cameo()
    assert all(known[code].goldstein == value for code, value in frame.select("cameo", "goldstein").unique().rows())

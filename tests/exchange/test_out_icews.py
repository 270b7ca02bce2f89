from __future__ import annotations

from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange.layouts import ICEWS
from dragoman.exchange.out_write import write_rows
from out_samples import NAMES, OWN, frame, in_line, lines, own, read

SAMPLE = Path("icews_format") / "inst" / "extdata" / "events.2018.sample.tab"
IN_A_FOLDER = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROW = {
    "Event ID": "41000001", "Event Date": "2018-06-01", "Source Name": "Foreign Affairs (Norland)",
    "Source Sectors": "Executive,Foreign Ministry,Government", "Source Country": "Norland",
    "Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Estoria",
    "Target Sectors": "NA", "Target Country": "Estoria", "Story ID": "7001", "Sentence Number": "2",
    "Publisher": "Norland Herald", "City": "Estor", "District": "Old Town",
    "Province": "NA", "Country": "Estoria", "Latitude": "-0.5", "Longitude": "105",
}  # fmt: skip


def written(path: Path, *rows: dict[str, Any], **columns: str | None) -> list[dict[str, str]]:
    """Lines of the file by column."""
    frames = [frame(*rows).with_columns(**{name: polars.lit(value) for name, value in columns.items()})]
    assert write_rows(frames, path, "icews") == len(rows)
    head, *found = lines(path)
    assert tuple(head) == ICEWS.columns
    return [dict(zip(head, cells, strict=True)) for cells in found]


def file_of(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join("\t".join(cells) + "\n" for cells in (ICEWS.columns, *(row.values() for row in rows))))
    return path


def test_our_own_row_in_the_columns_of_icews(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.tab", OWN)
    number, story = row.pop("Event ID"), row.pop("Story ID")
    assert f"{int(number) // 8192:010x}" == OWN["id"][:10]
    assert f"{int(story) // 8192:010x}" == OWN["story"][:10]
    assert row == {
        "Event Date": "2031-03-09", "Source Name": "US official", "Source Sectors": "Government",
        "Source Country": "United States", "Event Text": "Make a visit", "CAMEO Code": "042", "Intensity": "1.9",
        "Target Name": "Romania", "Target Sectors": "NA", "Target Country": "Romania", "Sentence Number": "NA",
        "Publisher": "Norland Herald", "City": "Bucharest", "District": "NA", "Province": "NA", "Country": "NA",
        "Latitude": "NA", "Longitude": "NA",
    }  # fmt: skip


def test_countries_are_named_as_icews_names_them(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.tab", own(source_country="RUS", target_country="PSE", place="Russia"))
    assert (row["Source Country"], row["Target Country"]) == ("Russian Federation", "Occupied Palestinian Territory")
    assert (row["City"], row["Country"]) == ("NA", "Russia")


def test_a_country_nobody_knows_stays_as_it_is(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.tab", own(source_country="NRL", target_country="Estoria"))
    assert (row["Source Country"], row["Target Country"]) == ("NRL", "Estoria")


def test_both_directions_are_rows_with_ids_of_their_own(tmp_path: Path) -> None:
    back = own(source="ROU", source_name="Romania", target="USA/GOV/official", target_name="US official", mirrored=True)
    there, again = written(tmp_path / "o.tab", OWN, back)
    assert (there["Source Name"], there["Target Name"]) == (again["Target Name"], again["Source Name"])
    assert there["Event ID"] != again["Event ID"]
    assert there["Story ID"] == again["Story ID"]


def test_a_row_without_code_or_label_has_those_of_its_type(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.tab", own(cameo=None, plover="ASSAULT"))
    assert (row["CAMEO Code"], row["Event Text"]) == ("180", "Use unconventional violence")


def test_what_the_data_set_wrote_comes_before_what_it_was_resolved_to(tmp_path: Path) -> None:
    imported = {**OWN, "dataset": "icews", "id": "41000001-0a0a0a0a", "event": None, "story": "7001"}
    spelled = {
        "written_source_name": "Citizen (Norland)",
        "written_source_country": "the former Norland",
        "written_source_sector": "Executive,Government",
        "written_target_sector": None,
    }
    (row,) = written(tmp_path / "o.tab", imported, **spelled)
    assert (row["Event ID"], row["Story ID"]) == ("41000001", "7001")
    assert (row["Source Country"], row["Source Sectors"]) == ("the former Norland", "Executive,Government")
    assert row["Source Name"] == "Citizen (Norland)"
    assert (row["Target Name"], row["Target Country"], row["Target Sectors"]) == ("Romania", "Romania", "NA")


def test_numbers_that_are_none_are_missing(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.tab", own(goldstein=float("nan"), latitude=float("inf"), longitude=0.0))
    assert (row["Intensity"], row["Latitude"], row["Longitude"]) == ("NA", "NA", "0")


def test_a_row_that_came_from_icews_gets_its_cells_back(tmp_path: Path) -> None:
    source = file_of(
        tmp_path / "a.tab",
        ROW,
        {**ROW, "Event ID": "41000002", "City": "NA", "Target Sectors": "GOV,(National) Major Party"},
        {**ROW, "Event ID": "41000001", "Event Date": "2018-06-02"},  # as in ICEWS: one id, two events
        {**ROW, "Event ID": "41000003", "Source Name": 'The "Free" Party', "Publisher": "Agence Café é漢"},
    )
    rows = read(source, "icews")
    assert write_rows([rows], tmp_path / "b.tab", "icews") == 4
    kept = (tmp_path / "b.tab").read_text()
    assert kept.replace("\tGovernment,(National)", "\tGOV,(National)") == source.read_text()
    assert read(tmp_path / "b.tab", "icews").drop("target_sector", "id").equals(rows.drop("target_sector", "id"))


def test_every_cell_of_the_real_sample_comes_back(shared: Path, tmp_path: Path) -> None:
    rows = read(shared / SAMPLE, "icews")
    assert write_rows([rows], tmp_path / "b.tab", "icews") == rows.height == 3705
    before, after = lines(shared / SAMPLE), lines(tmp_path / "b.tab")
    pairs = [
        (one, other)
        for old, new in zip(before, after, strict=True)
        for one, other in zip(old, new, strict=True)
        if one != other
    ]
    # Five latitudes are spelled with 17 digits for the same number ("24.596800000000002").
    assert len(pairs) <= 5
    assert all(float(one) == float(other) for one, other in pairs)
    assert read(tmp_path / "b.tab", "icews").equals(rows)


@pytest.mark.parametrize("format_", ["polecat", "gdelt"])
def test_the_real_sample_goes_through_another_format_and_is_then_stable(
    format_: str, shared: Path, tmp_path: Path
) -> None:
    rows = read(shared / SAMPLE, "icews")
    write_rows([rows], tmp_path / "1", format_)
    once = read(tmp_path / "1", format_)
    write_rows([once], tmp_path / "2", format_)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    typed = rows.filter(polars.col("plover").is_not_null()) if format_ == "polecat" else rows
    same = ["day", "source_name", "target_name", "plover", "mode", "goldstein", "place", "latitude", "longitude"]
    if format_ == "gdelt":
        same.append("cameo")
    assert once.select(same).equals(typed.select(same))


ODD = dict.fromkeys(("source_name", "target_name", "publisher"), NAMES)


@IN_A_FOLDER
@given(
    st.lists(st.fixed_dictionaries({**ODD, "place": st.none() | NAMES.map("Port {}".format)}), min_size=1, max_size=5)
)
def test_odd_characters_of_our_own_rows_are_read_again(tmp_path: Path, values: list[dict[str, Any]]) -> None:
    rows = [own(id=f"{number:010x}00c0de", event=None, **each) for number, each in enumerate(values)]
    write_rows([frame(*rows)], tmp_path / "o.tab", "icews")
    found = read(tmp_path / "o.tab", "icews").select("source_name", "target_name", "publisher", "place")
    expected = [[each[name] and in_line(each[name]) for name in found.columns] for each in values]
    assert [list(row) for row in found.rows()] == expected


CELLS = NAMES.map(in_line)
# A row with a code and without Event Text is no ICEWS row: it would get the name of its code.
FREE = ("Source Name", "Source Sectors", "Source Country", "Target Name", "Target Sectors", "Target Country",
        "Publisher", "City", "District", "Province", "Country")  # fmt: skip


@IN_A_FOLDER
@given(
    st.lists(
        st.fixed_dictionaries({"Event Text": CELLS, **{name: CELLS | st.just("NA") for name in FREE}}),
        min_size=1,
        max_size=4,
    )
)
def test_reading_writing_and_reading_gives_the_same_rows(tmp_path: Path, values: list[dict[str, str]]) -> None:
    rows = [{**ROW, **each, "Event ID": str(number)} for number, each in enumerate(values)]
    first = read(file_of(tmp_path / "a.tab", *rows), "icews")
    write_rows([first], tmp_path / "b.tab", "icews")
    assert read(tmp_path / "b.tab", "icews").equals(first)


def test_a_long_text_stays_whole(tmp_path: Path) -> None:
    name = "The " + "very " * 100_000 + "long front"
    written(tmp_path / "o.tab", own(source_name=name))
    assert read(tmp_path / "o.tab", "icews")["source_name"].to_list() == [name]

"""POLECAT files: PLOVER types as given, lists of actors, the odd headers and bytes of some files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.exchange.layouts import POLECAT
from dragoman.exchange.sets import guess_format, read_rows
from foreign import back, only, read, rows_of, table

ROW = dict.fromkeys(POLECAT.columns, "") | {
    "Event ID": "20230103-1234-abc_1", "Event Date": "2023-01-02", "Event Type": "SANCTION", "Event Mode": "expel",
    "Intensity": "-7", "Quad Code": "MATERIAL CONFLICT", "Contexts": "diplomatic; human_rights",
    "Actor Name": "Ilva Törrane; Norland", "Actor Country": "NOR; NOR", "Actor COW": "999",
    "Primary Actor Sector": "GOV", "Actor Sectors": "GOV; MIL", "Recipient Name": "Estoria", "Recipient Country": "EST",
    "Primary Recipient Sector": "None", "Placename": "Estor", "Country": "EST", "Latitude": "12.25", "Longitude": "-3",
    "GeoNames ID": "12", "Source": "Talvia Post", "Publication Date": "2023-01-03", "Language": "en",
    "Version": "NGEC_1",
}  # fmt: skip


def test_a_row_is_plover_already(tmp_path: Path) -> None:
    path = tmp_path / "ngecEvents.txt"
    path.write_text(table([ROW]), encoding="utf-8")
    row = only(read(path, "polecat")[0])
    assert guess_format(path) == "polecat"
    assert row["day"] == date(2023, 1, 2)
    assert (row["plover"], row["mode"], row["context"]) == ("SANCTION", "expel", "diplomatic|human_rights")
    assert (row["quad"], row["goldstein"], row["cameo"]) == (4, -7.0, None)
    assert (row["source_name"], row["source_country"]) == ("Ilva Törrane; Norland", "NOR; NOR")
    assert (row["source_sector"], row["target_sector"]) == ("GOV", None)
    assert (row["publisher"], row["place"], row["place_country"]) == ("Talvia Post", "Estor", "EST")
    assert json.loads(row["extra"])["Actor Sectors"] == "GOV; MIL"


def test_a_row_is_given_back_cell_by_cell(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    odd = {**ROW, "Event ID": "2", "Event Type": "Sanction", "Quad Code": "", "Contexts": "military;legal"}
    path.write_text(table([ROW, odd]), encoding="utf-8")
    expected = [{**row, "Primary Recipient Sector": ""} for row in (ROW, odd)]
    given = back(read(path, "polecat")[0], POLECAT)
    assert given[0] == expected[0]
    # The quad class of a row that lacks it follows from its type; the odd spelling is kept.
    assert given[1] == expected[1]


def test_the_same_event_id_with_another_content_is_another_row(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    path.write_text(table([ROW, ROW, {**ROW, "Recipient Name": "Talvia"}]), encoding="utf-8")
    chunks = list(read_rows(path, "polecat"))
    frame = rows_of(chunks)
    assert (frame.height, frame["id"].n_unique(), chunks[0].repeated) == (2, 2, 1)
    assert [row["Event ID"] for row in back(frame, POLECAT)] == [ROW["Event ID"]] * 2


def test_latin_1_and_a_quoted_cell_with_a_tab(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    quoted = {**ROW, "Event ID": "2", "Actor Name": '"The ""Group""\tof Norland"'}
    path.write_bytes(table([ROW, quoted]).encode("latin-1"))
    frame, rejected = read(path, "polecat")
    assert frame["source_name"].to_list() == ["Ilva Törrane; Norland", 'The "Group"\tof Norland']
    assert not rejected


def test_empty_columns_behind_the_last_and_names_of_columns_that_no_row_has(tmp_path: Path) -> None:
    tabs, names = tmp_path / "tabs.txt", tmp_path / "names.txt"
    header, line = table([ROW]).splitlines()
    tabs.write_text(f"{header}\t\t\n{line}\t\t\n", encoding="utf-8")
    cells = header.split("\t")
    names.write_text("\t".join([*cells[:3], "Headline", "Story ID", *cells[3:]]) + f"\n{line}\n", encoding="utf-8")
    assert read(tabs, "polecat")[0].rows() == read(names, "polecat")[0].rows() != []


def test_the_other_name_of_intensity(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    path.write_text(table([ROW]).replace("\tIntensity\t", "\tEvent Intensity\t"), encoding="utf-8")
    assert only(read(path, "polecat")[0])["goldstein"] == -7.0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Event Type": "2023-01-02"}, "Event Type: '2023-01-02' is no PLOVER type"),
        ({"Event Type": "None"}, "Event Type: '' is no PLOVER type"),
        ({"Event Date": "None"}, "no day in column 'Event Date'"),
        ({"Source": "a\tb"}, "41 cells instead of 40"),
    ],
)
def test_malformed_rows_are_told(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    path = tmp_path / "events.txt"
    path.write_text(table([{**ROW, **change}, ROW]), encoding="utf-8")
    frame, rejected = read(path, "polecat")
    assert (frame.height, rejected) == (1, {"events.txt, line 2": reason})

"""ACLED exports."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.exchange.acled import type_codes
from dragoman.exchange.layouts import ACLED
from dragoman.exchange.sets import guess_format
from dragoman.ontology import load_cameo
from foreign import back, only, read

ROW = dict.fromkeys(ACLED.columns, "") | {
    "event_id_cnty": "NOR12", "event_date": "2024-03-14", "year": "2024", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Norland (2011-)", "inter1": "State forces",
    "actor2": "Estor Front", "inter2": "Rebel group",
    "country": "Norland", "admin1": "Upper Norland", "location": "Aster", "latitude": "10.5", "longitude": "20",
    "geo_precision": "2", "source": "Norland Radio; Talvia Post",
    "notes": 'On 14 March, forces clashed, a "heavy" fight,\nin Aster.',
    "fatalities": "3", "timestamp": "1710800000",
}  # fmt: skip


def file_of(path: Path, *rows: dict[str, str], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_row_has_its_note_its_sources_and_its_code(tmp_path: Path, delimiter: str) -> None:
    path = file_of(tmp_path / "acled.csv", ROW, delimiter=delimiter)
    frame, rejected = read(path, "acled")
    row = only(frame)
    assert not rejected
    assert guess_format(path) == "acled"
    assert (row["id"], row["day"], row["last_day"]) == ("NOR12", date(2024, 3, 14), date(2024, 3, 14))
    assert (row["source_name"], row["source_sector"]) == ("Military Forces of Norland (2011-)", "State forces")
    assert (row["event_text"], row["cameo"], row["plover"], row["quad"]) == ("Armed clash", "190", "ASSAULT", 4)
    assert row["text"] == ROW["notes"]
    assert (row["publisher"], row["outlets"]) == ("Norland Radio; Talvia Post", 2)
    assert (row["place"], row["place_country"]) == ("Aster", "Norland")


def test_fatalities_are_kept_as_written_and_nowhere_else(tmp_path: Path) -> None:
    row = only(read(file_of(tmp_path / "acled.csv", ROW), "acled")[0])
    assert json.loads(row["extra"])["fatalities"] == "3"
    assert 3 not in row.values()


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [("1", 14, 14), ("2", 11, 17), ("3", 1, 31), ("", 14, 14)],
)
def test_the_precision_of_the_date_is_a_range_of_days(tmp_path: Path, precision: str, first: int, last: int) -> None:
    path = file_of(tmp_path / "acled.csv", {**ROW, "time_precision": precision})
    frame, _ = read(path, "acled")
    row = only(frame)
    assert (row["day"], row["last_day"]) == (date(2024, 3, first), date(2024, 3, last))
    assert back(frame, ACLED)[0]["event_date"] == "2024-03-14"


@pytest.mark.parametrize("written", ["14 March 2024", "14-March-2024", "14/03/2024", "2024-03-14"])
def test_dates_as_acled_has_written_them_over_the_years(tmp_path: Path, written: str) -> None:
    frame, _ = read(file_of(tmp_path / "acled.csv", {**ROW, "event_date": written}), "acled")
    assert only(frame)["day"] == date(2024, 3, 14)


def test_a_row_is_given_back_cell_by_cell(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "event_id_cnty": "NOR13", "sub_event_type": "", "time_precision": "3", "actor2": ""}]
    frame, _ = read(file_of(tmp_path / "acled.csv", *rows), "acled")
    assert back(frame, ACLED) == rows


def test_a_type_without_a_counterpart_has_no_code_and_a_new_sub_type_that_of_its_type(tmp_path: Path) -> None:
    kinds = [("Strategic developments", "Other"), ("Battles", "Duel"), ("Fair", "Dance"), ("Riots", "")]
    rows = [{**ROW, "event_type": kind, "sub_event_type": sub} for kind, sub in kinds]
    frame, _ = read(file_of(tmp_path / "acled.csv", *rows), "acled")
    assert frame["cameo"].to_list() == [None, "190", None, "145"]
    assert frame["event_text"].to_list() == ["Other", "Duel", "Dance", "Riots"]


def test_the_table_of_types_has_codes_of_the_ontology_only() -> None:
    codes = {code for code in type_codes().values() if code}
    assert codes
    assert codes <= set(load_cameo())


def test_a_note_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    path = file_of(tmp_path / "acled.csv", ROW, {**ROW, "event_id_cnty": "2"}, {**ROW, "event_id_cnty": "3"})
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[4] = lines[4].replace('Aster."', "Aster.")
    path.write_text("".join(lines), encoding="utf-8")
    frame, rejected = read(path, "acled")
    assert frame["id"].to_list() == ["NOR12", "3"]
    assert list(rejected) == ["acled.csv, line 4", "acled.csv, line 5"]

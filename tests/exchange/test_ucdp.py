"""UCDP georeferenced events."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

from dragoman.exchange.layouts import UCDP
from dragoman.exchange.sets import guess_format
from foreign import back, only, read

ROW = dict.fromkeys(UCDP.columns, "") | {
    "id": "412700", "relid": "NOR-2017-1-1", "year": "2017", "type_of_violence": "1", "conflict_name": "Norland: Estor",
    "side_a": "Government of Norland", "side_b": "Estor Front", "number_of_sources": "2",
    "source_article": '"Norland Radio,2017-08-01,Fight";"Talvia Post,2017-08-02,Battle"',
    "source_office": "Norland Radio;Talvia Post", "source_headline": "Fight;Battle", "where_coordinates": "Aster town",
    "latitude": "10.5", "longitude": "-20", "country": "Norland", "date_prec": "2",
    "date_start": "2017-07-31 00:00:00.000",
    "date_end": "2017-08-02 00:00:00.000", "best": "4", "high": "9", "low": "3", "gwnoa": "999",
}  # fmt: skip


def file_of(path: Path, *rows: dict[str, str], header: bool = True) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        if header:
            writer.writeheader()
        writer.writerows(rows)
    return path


def test_an_event_has_its_days_its_sources_and_its_code(tmp_path: Path) -> None:
    path = file_of(tmp_path / "GEDEvent.csv", ROW)
    row = only(read(path, "ucdp")[0])
    assert guess_format(path) == "ucdp"
    assert (row["id"], row["day"], row["last_day"]) == ("412700", date(2017, 7, 31), date(2017, 8, 2))
    assert (row["source_name"], row["target_name"]) == ("Government of Norland", "Estor Front")
    assert (row["event_text"], row["cameo"], row["plover"]) == ("state-based conflict", "190", "ASSAULT")
    assert (row["publisher"], row["outlets"], row["text"]) == ("Norland Radio;Talvia Post", 2, "Fight;Battle")
    assert (row["place"], row["place_country"]) == ("Aster town", "Norland")


def test_estimates_of_deaths_are_kept_as_written_and_never_added_up(tmp_path: Path) -> None:
    extra = json.loads(only(read(file_of(tmp_path / "ged.csv", ROW), "ucdp")[0])["extra"])
    assert {name: extra[name] for name in ("best", "high", "low")} == {"best": "4", "high": "9", "low": "3"}


def test_an_event_is_given_back_cell_by_cell(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "id": "2", "number_of_sources": "-1", "source_office": "", "type_of_violence": "3"}]
    frame, _ = read(file_of(tmp_path / "ged.csv", *rows), "ucdp")
    expected = [{**row, "date_start": "2017-07-31", "date_end": "2017-08-02"} for row in rows]
    assert back(frame, UCDP) == expected
    assert frame["outlets"].to_list() == [2, None]
    assert frame["publisher"].to_list() == [ROW["source_office"], ROW["source_article"]]


def test_a_release_without_a_header(tmp_path: Path) -> None:
    path = file_of(tmp_path / "candidate.csv", ROW, {**ROW, "id": "2"}, header=False)
    assert guess_format(path) == "ucdp"
    assert read(path, "ucdp")[0]["id"].to_list() == ["412700", "2"]


def test_days_that_cannot_be_are_rejected(tmp_path: Path) -> None:
    changes = [{"date_end": "2017-07-01"}, {"date_start": ""}, {"date_end": "soon"}, {"date_end": ""}]
    frame, rejected = read(file_of(tmp_path / "ged.csv", *({**ROW, **change} for change in changes)), "ucdp")
    assert frame["last_day"].to_list() == [date(2017, 7, 31)]
    assert list(rejected.values()) == [
        "date_end lies before the first day", "no day in column 'date_start'", "date_end: 'soon' is no day",
    ]  # fmt: skip

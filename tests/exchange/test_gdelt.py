"""GDELT files: events of 57, 58 and 61 columns, the reduced file, mentions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars
import pytest

from dragoman.exchange.gdelt import MENTION_TYPES
from dragoman.exchange.layouts import GDELT, GDELT_MENTIONS
from dragoman.exchange.sets import MENTIONS, guess_format, read_mentions, read_rows
from foreign import back, only, read, table

EVENT = {
    "GLOBALEVENTID": "1233702893", "SQLDATE": "20240322", "MonthYear": "202403", "Year": "2024",
    "FractionDate": "2024.2247", "Actor1Code": "NORGOVMIL", "Actor1Name": "NORLAND", "Actor1CountryCode": "NOR",
    "Actor1Type1Code": "GOV", "Actor1Type2Code": "MIL", "Actor2Code": "ESTkurMOSREB", "Actor2Name": "",
    "Actor2CountryCode": "EST", "Actor2EthnicCode": "kur", "Actor2Religion1Code": "MOS", "Actor2Type1Code": "REB",
    "IsRootEvent": "1", "EventCode": "0841", "EventBaseCode": "084", "EventRootCode": "08", "QuadClass": "2",
    "GoldsteinScale": "7.0", "NumMentions": "12", "NumSources": "3", "NumArticles": "11", "AvgTone": "-3.711558",
    "Actor1Geo_Type": "4", "Actor1Geo_FullName": "Aster, Norland", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Estor, \"Old\" Town, Estoria", "ActionGeo_CountryCode": "ES", "ActionGeo_ADM1Code": "ES01",
    "ActionGeo_Lat": "47.3917", "ActionGeo_Long": "-0.083333", "ActionGeo_FeatureID": "-102",
    "DATEADDED": "20240322180000",
    "SOURCEURL": "https://www.example.org/a?b=1\\2",
}  # fmt: skip
MENTION = dict.fromkeys(GDELT_MENTIONS, "") | {
    "GLOBALEVENTID": "1233702893", "EventTimeDate": "20240322180000", "MentionTimeDate": "20240323001500",
    "MentionType": "1", "MentionSourceName": "example.org", "MentionIdentifier": "https://www.example.org/a",
    "SentenceID": "4", "Confidence": "60",
}  # fmt: skip


def event(columns: int, **changes: str) -> dict[str, str]:
    return {name: {**EVENT, **changes}.get(name, "") for name in GDELT[columns].columns}


def file_of(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text(table(rows, header=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_an_event_keeps_what_gdelt_says_of_it(tmp_path: Path, columns: int) -> None:
    path = file_of(tmp_path / "events.CSV", event(columns))
    frame, rejected = read(path, "gdelt")
    row = only(frame)
    assert not rejected
    assert guess_format(path) == "gdelt"
    assert (row["id"], row["day"]) == ("1233702893", date(2024, 3, 22))
    assert (row["source_name"], row["source_country"], row["source_sector"]) == ("NORLAND", "NOR", "GOV,MIL")
    assert (row["target_name"], row["target_country"], row["target_sector"]) == ("ESTkurMOSREB", "EST", "REB")
    assert (row["cameo"], row["plover"], row["quad"], row["goldstein"]) == ("0841", "RETREAT", 2, 7.0)
    assert (row["mentions"], row["outlets"]) == (12, 3)
    assert (row["place"], row["place_country"]) == ('Estor, "Old" Town, Estoria', "ES")
    assert (row["latitude"], row["longitude"]) == (47.3917, -0.083333)
    assert row["url"] == (None if columns == 57 else "https://www.example.org/a?b=1\\2")


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_an_event_is_given_back_cell_by_cell(tmp_path: Path, columns: int) -> None:
    rows = [event(columns), event(columns, Actor1Type1Code="", GLOBALEVENTID="2", FractionDate="2024.9", Year="1900")]
    frame, _ = read(file_of(tmp_path / "events.CSV", *rows), "gdelt")
    assert back(frame, GDELT[columns]) == rows


def test_what_the_fields_say_already_is_not_kept_twice(tmp_path: Path) -> None:
    extra = json.loads(only(read(file_of(tmp_path / "events.CSV", event(61)), "gdelt")[0])["extra"])
    assert "AvgTone" in extra
    assert extra["Actor2Code"] == "ESTkurMOSREB"
    assert extra["Actor2Name"] == ""
    assert not {"Actor1Code", "Year", "MonthYear", "FractionDate", "EventRootCode", "GoldsteinScale"} & set(extra)


def test_quad_class_and_goldstein_are_gdelts_own(tmp_path: Path) -> None:
    rows = [event(58, EventCode="010", QuadClass="1", GoldsteinScale="0.0"), event(58, QuadClass="", GoldsteinScale="")]
    frame, _ = read(file_of(tmp_path / "events.CSV", *rows), "gdelt")
    assert frame.select("plover", "quad", "goldstein").rows() == [(None, 1, 0.0), ("RETREAT", 2, 7.0)]
    assert [(row["QuadClass"], row["GoldsteinScale"]) for row in back(frame, GDELT[58])] == [("1", "0.0"), ("", "")]


def test_a_code_that_is_too_fine_counts_as_the_next_wider_one_and_an_unknown_one_as_none(tmp_path: Path) -> None:
    rows = [event(58, EventCode=code, GoldsteinScale="") for code in ("19099", "20", "---", "")]
    frame, _ = read(file_of(tmp_path / "events.CSV", *rows), "gdelt")
    assert frame["cameo"].to_list() == ["19099", "20", "---", None]
    assert frame["plover"].to_list() == ["ASSAULT", "ASSAULT", None, None]


def test_an_event_without_actors_is_kept(tmp_path: Path) -> None:
    row = only(read(file_of(tmp_path / "e.CSV", event(61, Actor1Code="", Actor1Name="", Actor2Code="")), "gdelt")[0])
    assert (row["source_name"], row["target_name"]) == (None, None)


def test_broken_rows_are_told_even_when_the_first_is_one(tmp_path: Path) -> None:
    path = tmp_path / "events.CSV"
    good, bad_day, bad_id = event(61), event(61, SQLDATE="20241399"), event(61, GLOBALEVENTID="")
    path.write_text("1\t2\n" + table([good, bad_day, bad_id], header=False))
    frame, rejected = read(path, "gdelt")
    assert frame.height == 1
    assert rejected == {
        "events.CSV, line 1": "2 cells instead of 61",
        "events.CSV, line 3": "SQLDATE: '20241399' is no day",
        "events.CSV, line 4": "no id in column 'GLOBALEVENTID'",
    }


def test_a_header_is_no_event(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(table([event(61)]))
    assert read(path, "gdelt")[0].height == 1


def test_the_reduced_file_has_countries_and_sectors_from_its_codes(tmp_path: Path) -> None:
    made = dict.fromkeys(GDELT[17].columns, "") | {
        "Date": "20120501", "Source": "NORGOV", "Target": "IGOUNO", "CAMEOCode": "042", "NumEvents": "4",
        "NumArts": "9", "QuadClass": "1", "Goldstein": "1.9", "ActionGeoType": "1", "ActionGeoLat": "10.5",
        "ActionGeoLong": "20.0",
    }  # fmt: skip
    path = tmp_path / "reduced.txt"
    path.write_text(table([made, made, {**made, "Target": "COP"}]))
    frame, rejected = read(path, "gdelt")
    first = frame.row(0, named=True)
    assert not rejected
    assert guess_format(path) == "gdelt"
    assert (first["source_name"], first["source_country"], first["source_sector"]) == ("NORGOV", "NOR", "GOV")
    assert frame.select("target_country", "target_sector").rows()[1:] == [(None, "IGO,UNO"), (None, "COP")]
    assert (first["mentions"], json.loads(first["extra"])["NumEvents"]) == (9, "4")
    assert frame["id"].n_unique() == 3
    assert [row["Target"] for row in back(frame, GDELT[17])] == ["IGOUNO", "IGOUNO", "COP"]


def test_mentions_say_who_reported_an_event_when_and_where(tmp_path: Path) -> None:
    broadcast = {**MENTION, "MentionType": "2", "MentionIdentifier": "Norland Radio", "Confidence": "x"}
    rows = [MENTION, broadcast, {**MENTION, "MentionTimeDate": "0"}, {**MENTION, "GLOBALEVENTID": ""}]
    path = file_of(tmp_path / "20240323001500.mentions.CSV", *rows)
    assert guess_format(path) == MENTIONS
    chunks = list(read_mentions(path))
    frame = polars.concat([chunk.frame for chunk in chunks])
    assert frame.schema == polars.Schema(dict(MENTION_TYPES))
    seen = date(2024, 3, 23)
    assert frame.rows() == [
        ("1233702893", seen, "example.org", "https://www.example.org/a", 4, 60),
        ("1233702893", seen, "example.org", None, 4, None),
    ]
    assert [place for chunk in chunks for place, _ in chunk.rejected] == [f"{path.name}, line {n}" for n in (3, 4)]


def test_mentions_are_no_events(tmp_path: Path) -> None:
    path = file_of(tmp_path / "x.mentions.CSV", MENTION)
    with pytest.raises(ValueError, match="read it with read_mentions"):
        read_rows(path, MENTIONS)
    with pytest.raises(ValueError, match="not of this format, which needs 57, 58, 61 or 17 columns"):
        list(read_rows(path, "gdelt"))

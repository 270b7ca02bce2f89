"""Phoenix files: daily ones without a header, and the historical ones."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from dragoman.exchange.layouts import PHOENIX, PHOENIX_HISTORICAL
from dragoman.exchange.sets import guess_format
from foreign import back, only, read, table

DAILY = dict.fromkeys(PHOENIX.columns, "") | {
    "EventID": "3_v0.2.0", "Date": "20140620", "Year": "2014", "Month": "6", "Day": "20", "SourceActorFull": "NORGOV",
    "SourceActorEntity": "NOR", "SourceActorRole": "GOV", "TargetActorFull": "IMGMUSREB", "TargetActorEntity": "IMG",
    "TargetActorAttribute": "MUS;REB", "EventCode": "190", "EventRootCode": "19", "PentaClass": "4",
    "GoldsteinScore": "-10", "Issues": "SECURITY,1", "Lat": "1.5", "Lon": "2.5", "LocationName": "Aster",
    "CountryCode": "NOR", "SentenceID": "53a1_2;53a2_1", "URLs": "http://a.example.org/1;http://b.example.org/2",
    "NewsSources": "norland_radio;talvia_post",
}  # fmt: skip
HISTORICAL = dict.fromkeys(PHOENIX_HISTORICAL.columns, "") | {
    "eid": "NYT7", "story_date": "9/1/1962", "year": "1962", "month": "9", "day": "1", "source": "NORGOV",
    "source_root": "NOR", "source_agent": "GOV", "target": "ESTMIL", "target_root": "EST", "target_agent": "MIL",
    "code": "43", "root_code": "4", "quad_class": "1", "goldstein": "2.8", "lat": "NA", "lon": "NA", "aid": "9981",
    "process": "2017",
}  # fmt: skip


def test_a_daily_row_counts_its_sentences_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "events.full.20140620.txt"
    path.write_text(table([DAILY], header=False))
    row = only(read(path, "phoenix")[0])
    assert guess_format(path) == "phoenix"
    assert row["day"] == date(2014, 6, 20)
    assert (row["source_name"], row["source_country"], row["source_sector"]) == ("NORGOV", "NOR", "GOV")
    assert (row["target_name"], row["target_country"], row["target_sector"]) == ("IMGMUSREB", None, "IMG,MUS,REB")
    assert (row["cameo"], row["plover"], row["quad"], row["goldstein"]) == ("190", "ASSAULT", 4, -10.0)
    assert (row["mentions"], row["outlets"], row["publisher"]) == (2, 2, "norland_radio;talvia_post")


def test_rows_are_given_back_cell_by_cell(tmp_path: Path) -> None:
    daily, old = tmp_path / "events.txt", tmp_path / "PhoenixNYT.csv"
    comment = {
        **DAILY,
        "EventCode": "010",
        "EventRootCode": "01",
        "PentaClass": "0",
        "GoldsteinScore": "0",
        "Day": "21",
    }
    refusal = {**DAILY, "PentaClass": "0", "Month": "07"}
    daily.write_text(table([DAILY, comment, refusal], header=False))
    old.write_text(table([HISTORICAL], delimiter=","))
    assert back(read(daily, "phoenix")[0], PHOENIX) == [DAILY, comment, refusal]
    given = back(read(old, "phoenix")[0], PHOENIX_HISTORICAL)
    assert given == [{**HISTORICAL, "story_date": "1962-09-01", "lat": "", "lon": ""}]


def test_ids_that_begin_anew_every_day_are_told_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text(table([DAILY], header=False))
    two.write_text(table([{**DAILY, "Date": "20140621"}], header=False))
    first, second = (only(read(path, "phoenix")[0])["id"] for path in (one, two))
    assert first != second
    assert first.rsplit("-", 1)[0] == second.rsplit("-", 1)[0] == "3_v0.2.0"


def test_a_historical_row_gets_the_zero_of_its_code_back(tmp_path: Path) -> None:
    path = tmp_path / "PhoenixNYT_1945-2005.csv"
    others = [
        {**HISTORICAL, "code": "190", "root_code": "19"},
        {**HISTORICAL, "eid": "NYT8", "code": "043", "root_code": "04"},
    ]
    path.write_text(table([HISTORICAL, *others], delimiter=","))
    frame, rejected = read(path, "phoenix")
    assert guess_format(path) == "phoenix"
    assert not rejected
    assert frame["day"].to_list() == [date(1962, 9, 1)] * 3
    assert frame["cameo"].to_list() == ["043", "190", "043"]
    assert frame["story"].to_list() == ["9981"] * 3
    assert frame["latitude"].to_list() == [None] * 3
    assert json.loads(frame["extra"][0])["code"] == "43"

"""Lists of facts: pages, filters in the address, downloads."""

from __future__ import annotations

import csv
import io
import json

import polars
import pytest
from fastapi.testclient import TestClient

from dragoman.store.payload import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_list_and_downloads_of_the_same_number(reading_desk: TestClient, kind: str) -> None:
    page = reading_desk.get(f"/facts/{kind}")
    assert page.status_code == 200
    rows = list(csv.DictReader(io.StringIO(reading_desk.get(f"/download/{kind}.csv").text)))
    lines = [json.loads(line) for line in reading_desk.get(f"/download/{kind}.jsonl").text.splitlines()]
    frame = polars.read_parquet(io.BytesIO(reading_desk.get(f"/download/{kind}.parquet").content))
    assert len(rows) == len(lines) == frame.height > 0
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == frame["id"].to_list()
    assert f"of {len(rows):,} {kind}" in page.text


def test_a_filter_holds_on_every_page_and_in_the_download(reading_desk: TestClient) -> None:
    wanted = {"actor": "Velmora", "since": "2031-01-01", "told": "asserted"}
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/download/event.csv", params=wanted).text)))
    every = list(csv.DictReader(io.StringIO(reading_desk.get("/download/event.csv").text)))
    assert 0 < len(rows) < len(every)
    assert {row["factuality"] for row in rows} == {"asserted"}
    page = reading_desk.get("/facts/event", params=wanted).text
    assert 'value="Velmora"' in page
    assert "told=asserted" in page


def test_pages_follow_one_another_without_loss(reading_desk: TestClient) -> None:
    every = [row["id"] for row in csv.DictReader(io.StringIO(reading_desk.get("/download/event.csv").text))]
    shown: list[str] = []
    for number in range(1, len(every) // 50 + 2):
        page = reading_desk.get("/facts/event", params={"page": number}).text
        shown += [part.split('"')[0] for part in page.split('href="/fact/')[1:]]
    assert shown == every


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/facts/event?since=lately", 400, "from: &#39;lately&#39; is not a date"),
        ("/facts/rumour", 400, "is no kind of fact"),
        ("/facts/event?plover=DANCE", 400, "no PLOVER type"),
        ("/facts/event?page=0", 422, "page"),
        ("/download/event.xls", 404, "There are csv, jsonl, parquet"),
        ("/nowhere", 404, "There is no such page"),
    ],
)
def test_what_is_asked_wrong_is_said_in_one_line(
    reading_desk: TestClient, address: str, status: int, told: str
) -> None:
    answer = reading_desk.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert "Traceback" not in answer.text

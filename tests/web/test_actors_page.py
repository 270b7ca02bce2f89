"""Actors: the list and the page of each."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import polars
import pytest
from fastapi.testclient import TestClient


def rows(desk: TestClient, **wanted: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(desk.get("/actors.csv", params=wanted).text)))


def test_the_list_is_paged_and_its_downloads_have_all(reading_desk: TestClient) -> None:
    every = rows(reading_desk)
    assert len(every) > 50
    shown: list[str] = []
    for number in range(1, len(every) // 50 + 2):
        page = reading_desk.get("/actors", params={"page": number}).text
        shown += re.findall(r'<td data-label="Actor"><a href="/actors/([^"]+)"', page)
    assert shown == [quote(row["id"], safe="/:@!$&'()*+,;=~-._") for row in every]
    lines = [json.loads(line) for line in reading_desk.get("/actors.jsonl").text.splitlines()]
    frame = polars.read_parquet(io.BytesIO(reading_desk.get("/actors.parquet").content))
    assert [line["id"] for line in lines] == frame["id"].to_list() == [row["id"] for row in every]


def test_text_and_kind_filter_list_and_download(reading_desk: TestClient) -> None:
    people = rows(reading_desk, kind="person")
    assert {row["kind"] for row in people} == {"person"}
    assert 0 < len(rows(reading_desk, kind="person", text="solane")) < len(people)
    page = reading_desk.get("/actors", params={"kind": "person", "text": "solane"}).text
    assert "Nerith Solane" in page
    assert 'value="solane"' in page
    assert reading_desk.get("/actors.xls").status_code == 404


def test_every_actor_of_the_store_has_a_page(reading_desk: TestClient) -> None:
    for row in rows(reading_desk):
        page = reading_desk.get("/actors/" + quote(row["id"], safe="/:"))
        assert page.status_code == 200, row["id"]
        assert f"<dt>Id</dt><dd>{row['id'].replace('&', '&amp;')}</dd>" in page.text


def test_a_page_has_acts_statements_positions_relations_and_wordings(reading_desk: TestClient) -> None:
    page = reading_desk.get("/actors/VEL").text
    row = next(row for row in rows(reading_desk) if row["id"] == "VEL")
    assert f'id="acts">What it did <span class="dim">({row["as_source"]})' in page
    assert f'id="received">What was done to it <span class="dim">({row["as_target"]})' in page
    for anchor in ("statements", "positions", "conditions", "relations", "written", "over-time"):
        assert f'id="{anchor}"' in page
    assert 'href="/relations?a=VEL&amp;b=KES"' in page
    assert "“Velmoran”" in page
    acts = page[page.index('<section aria-labelledby="acts">') :].split("</section>")[0]
    assert acts.count("<li>") == 10
    assert 'href="/facts/event?actor=VEL"' in acts


def test_the_tables_are_shown_where_no_report_names_the_actor(reading_desk: TestClient) -> None:
    page = reading_desk.get("/actors/FRA").text
    assert "<h1>France</h1>" in page
    assert "no fact in this store has it in a role" in page


def test_roles_come_with_their_dates(reading_desk: TestClient) -> None:
    page = reading_desk.get("/actors/barack-obama").text
    assert "Roles in the tables" in page
    assert re.search(r"2009-01-20 to 2017-01-\d\d", page)


@pytest.mark.parametrize("key", ["nobody", "<script>alert(1)</script>", "a'; DROP TABLE facts; --", "/", "name:"])
def test_an_unknown_id_is_said(reading_desk: TestClient, key: str) -> None:
    answer = reading_desk.get("/actors/" + quote(key))
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text

"""The network of all pairs as pages, pictures and files."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from dragoman.cli import app

LEAST = {"least": "2"}


def _page(desk: TestClient, params: dict[str, str]) -> str:
    """The page, as soon as the network is worked out."""
    for _ in range(60):
        text = desk.get("/network", params=params).text
        if "being worked out" not in text:
            return text
        assert "data-again" in text
        time.sleep(0.2)
    raise AssertionError("the network was never worked out")


def test_ties_are_those_of_the_command_line(example_store: Path, reading_desk: TestClient) -> None:
    made = CliRunner().invoke(app, ["network", "--store", str(example_store), "--min-events", "2", "--json"])
    told = [json.loads(line) for line in made.stdout.splitlines()]
    ties = [(row["source"], row["target"], row["events"]) for row in told if row["kind"] == "tie"]
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/network/ties.csv", params=LEAST).text)))
    assert [(row["source"], row["target"], int(row["events"])) for row in rows] == ties
    page = _page(reading_desk, LEAST)
    assert page.count('data-label="Who"') == min(50, len(ties))
    assert "Left out as thin" in page


def test_lines_of_the_picture_and_rows_of_the_table_lead_to_pairs(reading_desk: TestClient) -> None:
    picture = reading_desk.get("/network/chart.svg", params=LEAST).text
    page = _page(reading_desk, LEAST)
    for text in (picture, page):
        found = [html.unescape(each) for each in re.findall(r'href="(/relations\?a=[^"]+)"', text)]
        assert found
        assert reading_desk.get(found[0]).status_code == 200


def test_two_periods_are_compared_with_their_intervals(reading_desk: TestClient) -> None:
    asked = {
        "least": "1", "since": "2031-05-01", "until": "2031-05-31", "against_since": "2031-04-01",
        "against_until": "2031-04-30",
    }  # fmt: skip
    page = _page(reading_desk, asked)
    assert "2031-05-01 to 2031-05-31, against 2031-04-01 to 2031-04-30" in page
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/network/moves.csv", params=asked).text)))
    assert rows
    assert "would by chance" in page


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "graphml", "gexf"])
def test_every_format_can_be_had(reading_desk: TestClient, form: str) -> None:
    found = reading_desk.get(f"/network/ties.{form}", params=LEAST)
    assert found.status_code == 200
    assert len(found.content) > 200
    assert "attachment" in found.headers["content-disposition"]


@pytest.mark.parametrize("path", ["/network/ties.exe", "/network/all.csv", "/network/chart.svg?least=100000"])
def test_what_is_not_there_is_not_found(reading_desk: TestClient, path: str) -> None:
    assert reading_desk.get(path).status_code == 404


@pytest.mark.parametrize("wrong", [{"since": "x"}, {"dataset": "none"}, {"include": "all of it"}])
def test_a_wrong_choice_is_told(reading_desk: TestClient, wrong: dict[str, str]) -> None:
    assert reading_desk.get("/network", params=wrong).status_code == 400

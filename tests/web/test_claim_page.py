"""The claim box answers as the command line does."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from dragoman.cli import app

CLAIM = "Kestria-Velmora relations lowest ever"


def _plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_the_answer_is_that_of_the_command_line(example_store: Path, reading_desk: TestClient) -> None:
    told = CliRunner().invoke(app, ["claim", CLAIM, "--store", str(example_store)], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    shown = _plain(reading_desk.get("/claim", params={"text": CLAIM}).text)
    words = " ".join(told.output.split())
    assert len(words) > 400
    assert words in shown.replace(" sentence and reasons", "")


def test_an_answer_leads_to_its_sentences_and_to_the_relation(reading_desk: TestClient) -> None:
    page = reading_desk.get("/claim", params={"text": CLAIM, "as_of": "2031-05"}).text
    facts = re.findall(r'href="(/fact/[0-9a-f]+)"', page)
    relation = re.search(r'href="(/relations\?[^"]+)">The whole', page)
    assert facts
    assert relation is not None
    assert reading_desk.get(html.unescape(relation[1])).status_code == 200


@pytest.mark.parametrize(
    ("text", "told"), [("something else", "problem"), ("Nobody-Noone relations lowest ever", "Nobody")]
)
def test_what_can_not_be_read_is_told_beside_the_box(reading_desk: TestClient, text: str, told: str) -> None:
    answer = reading_desk.get("/claim", params={"text": text})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert told in answer.text
    assert f'value="{text}"' in answer.text


@pytest.mark.parametrize("wrong", [{"period": "moon"}, {"scale": "/etc/hostname"}, {"dataset": "none"}])
def test_a_wrong_choice_is_told(reading_desk: TestClient, wrong: dict[str, str]) -> None:
    assert reading_desk.get("/claim", params={"text": CLAIM, **wrong}).status_code == 400


def test_all_assessments_are_tested_page_by_page(reading_desk: TestClient) -> None:
    total = len(reading_desk.get("/download/assessment.jsonl").text.splitlines())
    seen: list[str] = []
    for page in range(1, -(-total // 10) + 1):
        text = reading_desk.get("/claim", params={"page": page}).text
        rows = re.findall(r'<p class="tested"><a href="/reports/[0-9a-f]+#f-([0-9a-f]+)">', text)
        assert 0 < len(rows) <= 10
        seen += rows
    assert len(seen) == len(set(seen)) == total
    assert "cannot be tested" in text


def test_hostile_words_stay_words(reading_desk: TestClient) -> None:
    page = reading_desk.get("/claim", params={"text": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page

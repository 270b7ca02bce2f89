"""The search page: results, marks, filters, downloads, hostile questions."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from fastapi.testclient import TestClient

from dragoman.desk.search_index import CLOSE, OPEN
from dragoman.web.search import marked
from dragoman.web.state import State


def search(desk: TestClient, **wanted: str) -> str:
    answer = desk.get("/search", params=wanted)
    assert answer.status_code == 200
    return answer.text


def totals(page: str) -> tuple[int, int]:
    reports, facts = (re.search(rf"{name} \(([\d,]+)\)", page) for name in ("Reports", "Facts"))
    assert reports
    assert facts
    return int(reports[1]), int(facts[1])


def wait(desk: TestClient) -> None:
    state: State = desk.app.state.desk  # type: ignore[attr-defined]
    with state.reading() as store:
        stamp = store.stamp()
    assert state.search.follow(stamp, 30).is_current


def test_reports_and_facts_are_two_lists_with_what_was_found_marked(reading_desk: TestClient) -> None:
    wait(reading_desk)
    page = search(reading_desk, q="observers")
    assert all(totals(page))
    assert "<mark>observers</mark>" in page
    assert 'href="/reports/' in page
    facts = search(reading_desk, q="observers", list="facts")
    assert totals(facts) == totals(page)
    assert facts.count('<h2><a href="/fact/') == min(20, totals(facts)[1])


def test_pages_of_results_follow_one_another(reading_desk: TestClient) -> None:
    wait(reading_desk)
    number = totals(search(reading_desk, q="velmora"))[1]
    shown: list[str] = []
    for page in range(1, number // 20 + 2):
        shown += re.findall(
            r'<h2><a href="/fact/([0-9a-f]+)"', search(reading_desk, q="velmora", list="facts", page=str(page))
        )
    assert len(shown) == len(set(shown)) == number > 20


def test_downloads_have_all_that_was_found(reading_desk: TestClient) -> None:
    wait(reading_desk)
    number = totals(search(reading_desk, q="cease-fire"))[1]
    lines = reading_desk.get("/search/facts.jsonl", params={"q": "cease-fire"}).text.splitlines()
    assert len(lines) == number == len({json.loads(line)["id"] for line in lines})
    events = totals(search(reading_desk, q="cease-fire", kind="event"))[1]
    table = reading_desk.get("/search/facts.csv", params={"q": "cease-fire", "kind": "event"}).text
    assert len(list(csv.DictReader(io.StringIO(table)))) == events < number
    assert reading_desk.get("/search/facts.csv", params={"q": "cease-fire"}).status_code == 404


def test_filters_narrow_what_is_found(reading_desk: TestClient) -> None:
    wait(reading_desk)
    every = totals(search(reading_desk, q="kestria"))
    outlet = totals(search(reading_desk, q="kestria", publisher="tribune"))
    late = totals(search(reading_desk, q="kestria", since="2031-06-01"))
    assert 0 < outlet[0] < every[0]
    assert 0 < late[0] < every[0]
    assert 0 < late[1] < every[1]
    assert reading_desk.get("/search", params={"q": "a", "until": "soon"}).status_code == 400


@pytest.mark.parametrize(
    "q",
    [
        "",
        '"',
        "NEAR(",
        "*",
        "-a",
        "x" * 5000,
        "a\0b",
        "😀",
        "القدس",
        "<script>alert(1)</script>",
        "' OR 1=1",
        "%",
        "\\",
    ],
)
def test_no_question_breaks_the_page(reading_desk: TestClient, q: str) -> None:
    wait(reading_desk)
    for shown in ("reports", "facts"):
        page = search(reading_desk, q=q, list=shown)
        assert "<script>alert" not in page
    assert reading_desk.get("/search/facts.jsonl", params={"q": q}).status_code == 200


def test_texts_are_escaped_before_they_are_marked() -> None:
    assert str(marked(f"<b>{OPEN}a & b{CLOSE}</b>")) == "&lt;b&gt;<mark>a &amp; b</mark>&lt;/b&gt;"


def test_the_page_says_how_far_the_index_is(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    state: State = desk.app.state.desk  # type: ignore[attr-defined]
    monkeypatch.setattr(state.search, "_follow", lambda: "")
    page = search(desk, q="velmora")
    assert "indexed so far" in page
    assert "data-again" in page


def test_without_full_text_the_page_says_so_and_still_finds(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    state: State = desk.app.state.desk  # type: ignore[attr-defined]
    monkeypatch.setattr(state.search, "has_full_text", False)
    page = search(desk, q="observers")
    assert "no full-text search" in page
    assert all(totals(page))
    facts = search(desk, q="observers", list="facts", kind="figure")
    assert facts.count('<h2><a href="/fact/') == totals(facts)[1] > 0
    lines = desk.get("/search/facts.jsonl", params={"q": "observers"}).text.splitlines()
    assert len(lines) == totals(page)[1]

"""Compare: events that several reports tell, side by side."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

LOADED = re.compile(r"\b(bias|biased|distort\w*|propaganda|true|false|lie|lies)\b", re.IGNORECASE)


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def events(desk: TestClient, **wanted: str) -> list[str]:
    page = desk.get("/compare", params=wanted)
    assert page.status_code == 200
    return re.findall(r'href="/compare/([0-9a-f]{32})"', page.text)


def numbers(page: str) -> list[tuple[int, int]]:
    pairs = re.findall(
        r'data-label="Outlets" class="number">(\d+)</td>\s*<td data-label="Reports" class="number">(\d+)', page
    )
    return [(int(outlets), int(reports)) for outlets, reports in pairs]


def test_the_list_has_events_of_two_reports_most_outlets_first(reading_desk: TestClient) -> None:
    found = numbers(reading_desk.get("/compare").text)
    assert found
    assert found == sorted(found, reverse=True)
    assert all(reports >= 2 for _, reports in found)


def test_the_filter_narrows_the_list(reading_desk: TestClient) -> None:
    every = events(reading_desk)
    some = events(reading_desk, actor="Nerith Solane")
    assert 0 < len(some) < len(every)
    assert set(some) < set(every)
    assert events(reading_desk, since="2040-01-01") == []
    assert reading_desk.get("/compare", params={"since": "lately"}).status_code == 400


def test_an_event_shows_each_text_once_and_its_copies_beside_it(reading_desk: TestClient) -> None:
    page = reading_desk.get(f"/compare/{events(reading_desk)[0]}").text
    texts = page.count('<article class="text"')
    copies = len(re.findall(r'<a href="/reports/[0-9a-f]+">', page[page.index("Also in:") :].split("Counted once")[0]))
    assert texts >= 2
    assert copies >= 1
    assert f"<strong>{texts} independent texts</strong> in {texts + copies} reports" in page
    assert f"<strong>{texts + copies} reports</strong>" in page
    assert page.count("<mark>") >= texts
    assert "nearly the same text, but" in page


def test_an_event_is_found_by_the_id_of_a_fact_too(reading_desk: TestClient) -> None:
    key = events(reading_desk)[0]
    page = reading_desk.get(f"/compare/{key}").text
    fact = re.findall(r'href="/fact/([0-9a-f]{16})"', page)[0]
    assert main_of(reading_desk.get(f"/compare/{fact}").text) == main_of(page)


def test_the_pages_own_words_judge_nobody(reading_desk: TestClient) -> None:
    for key in events(reading_desk):
        page = main_of(reading_desk.get(f"/compare/{key}").text)
        own = re.sub(r"<blockquote>.*?</blockquote>|<a .*?</a>|“.*?”", "", page, flags=re.DOTALL)
        assert not LOADED.search(re.sub(r"<[^>]*>", "", own))


def test_figures_stand_in_rows_with_who_says_so(reading_desk: TestClient) -> None:
    pages = [reading_desk.get(f"/compare/{key}").text for key in events(reading_desk)]
    with_figures = [page for page in pages if 'data-label="In the words"' in page]
    assert with_figures
    for page in with_figures:
        assert page.count('<td data-label="Who says so">') == page.count('<td data-label="In the words">')
        assert '<td data-label="Who says so"></td>' not in page


@pytest.mark.parametrize(
    ("key", "status"), [("0" * 32, 404), ("ffffff", 404), ("..", 404), ("x" * 40, 404), ("<b>", 404)]
)
def test_what_is_not_there_is_said(reading_desk: TestClient, key: str, status: int) -> None:
    answer = reading_desk.get(f"/compare/{key}".replace("/..", "/%2E%2E"))
    assert answer.status_code == status
    assert "<b>" not in main_of(answer.text)

"""The page of the brief: form, preview, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.desk.briefing import asked_of, brief_of
from dragoman.desk.problems import UserError
from dragoman.report.brief import Brief
from dragoman.report.brief_check import check_brief, problems_of, sentences
from dragoman.report.brief_rows import MOST
from dragoman.store import open_store


def made(path: Path, **asked: str | bool) -> Brief:
    return brief_of(lambda: open_store(path, read_only=True), asked_of(**asked))  # type: ignore[arg-type]


def preview(desk: TestClient, address: str) -> str:
    """The page, once what the whole store comes to has been worked out."""
    for _ in range(100):
        page = desk.get(address)
        assert page.status_code == 200
        if "data-again" not in page.text:
            return page.text
    raise AssertionError("it never came")


def test_the_page_offers_a_form_and_no_brief_until_asked(reading_desk: TestClient) -> None:
    page = reading_desk.get("/brief").text
    assert 'name="topic"' in page
    assert "Bottom line" not in page


def test_the_preview_has_sections_notes_and_the_same_filter_in_its_files(reading_desk: TestClient) -> None:
    page = preview(reading_desk, "/brief?topic=crossing&since=2031-06-01")
    for heading in ("Bottom line", "What changed", "Who stands where", "Only alleged or denied", "What is not known"):
        assert f">{heading}</h2>" in page
    assert "Deadlock" in page
    anchors = set(re.findall(r'id="(fn-\d+)"', page))
    assert anchors
    assert set(re.findall(r'href="#(fn-\d+)"', page)) == anchors
    assert 'href="/brief.pdf?topic=crossing&amp;since=2031-06-01' in page
    assert "style=" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("form", "begins"), [("md", b"# "), ("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_files_come_as_downloads(reading_desk: TestClient, form: str, begins: bytes) -> None:
    answer = reading_desk.get(f"/brief.{form}?topic=Hallow Gate")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["content-disposition"] == f'attachment; filename="brief-hallow-gate.{form}"'


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/brief?since=soon", 400, "is not a date"),
        ("/brief?topic=nothingofthesort", 400, "fits"),
        ("/brief?pair=Velmora", 400, "name two actors"),
        ("/brief?since=2031-05-01&until=2031-04-01", 400, "is before"),
        ("/brief.odt", 404, "There are md, html, docx, pdf"),
        ("/brief.pdf?topic=nothingofthesort", 400, "fits"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_line(
    reading_desk: TestClient, address: str, status: int, told: str
) -> None:
    preview(reading_desk, "/brief?topic=crossing")
    answer = reading_desk.get(address)
    assert answer.status_code == status
    assert told in answer.text
    assert "--" not in answer.text  # a page has fields, not options


@pytest.mark.parametrize(
    "asked",
    [
        {"is_full": True},
        {"since": "2031-05-01", "is_full": True},
        {"topic": "cease-fire", "until": "2031-05-01"},
        {"pair": "Velmora,Kestria", "since": "2031-04-01"},
        {"actor": "Talvia"},
        {"topic": "plan", "actor": "Kestria", "is_full": True},
    ],
)
def test_every_sentence_on_the_example_stands_on_its_notes(example_store: Path, asked: dict[str, str | bool]) -> None:
    brief = made(example_store, **asked)
    assert len(list(sentences(brief))) > 5
    assert [problem for each in sentences(brief) for problem in problems_of(each, brief.footnotes)] == []
    check_brief(brief)


def test_quotations_in_notes_stand_in_the_reports(example_store: Path) -> None:
    brief = made(example_store)
    with open_store(example_store, read_only=True) as store:
        texts = {
            row.id: " ".join(document.text.split()) for row in store.documents() if (document := store.document(row.id))
        }
        for note in brief.footnotes:
            assert note.sentence in texts[store.fact(note.fact).document.id]


def test_own_and_ascribed_positions_and_what_is_alleged_stay_apart(example_store: Path) -> None:
    by_key = {section.key: section for section in made(example_store, is_full=True).sections}
    assert all(not each.text.startswith("As told by") for each in by_key["stands"].sentences)
    assert all(each.text.startswith("As told by") for each in by_key["ascribed"].sentences)
    assert all(each.text.startswith(("Alleged", "Denied")) for each in by_key["alleged"].sentences)
    assert all("according to" in each.text for each in by_key["figures"].sentences)


def test_a_section_is_cut_and_counts_the_rest(example_store: Path) -> None:
    short, full = made(example_store), made(example_store, is_full=True)
    for some, every in zip(short.sections, full.sections, strict=True):
        assert every.more == 0
        assert len(some.sentences) + some.more == len(every.sentences)
        assert len(some.sentences) <= max(MOST, len(every.sentences) if some.key in {"bottom", "relations"} else 0)


def test_nothing_later_than_the_last_day_is_in_it(example_store: Path) -> None:
    brief = made(example_store, until="2031-03-31")
    text = " ".join(each.text for each in sentences(brief))
    assert set(re.findall(r"2031-\d\d", text)) == {"2031-03"}


def test_a_pair_that_is_not_two_names_is_refused() -> None:
    with pytest.raises(UserError, match="name two actors"):
        asked_of(pair="A,B,C")


def test_the_map_of_method_has_versions_counts_and_whether_people_reviewed_it(example_store: Path) -> None:
    method = dict(made(example_store, topic="crossing").method)
    assert method["Error rates"] == "not reviewed"
    assert "crossing" in method["Topic"]
    assert method["Codebook"] == "book"
    assert re.match(r"\d+ reports of 20, \d+ outlets", method["Reports"])

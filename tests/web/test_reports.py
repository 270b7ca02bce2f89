"""Reports: the list, the text with its facts marked, and the page of one fact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman import ontology
from dragoman.model.facts import Event, Factuality, Match, Statement
from dragoman.model.text import Document, Span
from dragoman.report.explain import explain_entries
from dragoman.store import FactFilter, open_store
from dragoman.store.kinds import actors_of
from dragoman.web import reports, reports_fact
from dragoman.web.app import make_app
from dragoman.web.cards import LOOKS, card_of
from dragoman.web.links import link
from dragoman.web.render import templates
from dragoman.web.reports_marks import numbered, paragraphs, parts_of, places_of
from dragoman.web.settings import Settings
from samples import KESTRIA, SETUP, VELMORA, Report, document, event, full_event, span

HOME = "http://localhost"
HOSTILE = (
    "<script>alert(1)</script> \"quoted\" & 'single' said Velmora\u202e rejected\u200b it.\n\n"
    "</p></article><img src=x onerror=alert(2)>\ufeff " + "w" * 3000 + "\n\nשלום {{ 7*7 }} {% raw %}"
)


@dataclass
class Page(HTMLParser):
    """A page as a browser reads it: paragraphs of the text, ids, links, elements and their attributes."""

    source: str
    paragraphs: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        found = dict(attrs)
        self.tags.append((tag, found))
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if tag == "a" and found.get("href") else []
        if tag == "article" or (tag == "p" and self._inside):
            self._inside.append(tag)
            self.paragraphs += [""] if tag == "p" else []

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        """Note words."""
        self.words.append(data)
        if self._inside and self._inside[-1] == "p":
            self.paragraphs[-1] += data

    @property
    def text(self) -> str:
        """All words in a line."""
        return " ".join(" ".join(self.words).split())


def desk_over(path: Path, *made: Report, static: bool = False) -> TestClient:
    """A desk over a new store with these reports."""
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for each in made:
            store.add(each, run)
    return TestClient(make_app(Settings(store=path, is_static=static)), base_url=HOME)


def hostile() -> Report:
    """A report whose every part tries to be HTML, with facts on it."""
    home = replace(
        document(HOSTILE, title='"><script>alert(3)</script>\u202ecod.'),
        publisher="<b onmouseover=alert(4)>Wire</b>",
        url="javascript:alert(5)",
    )
    whole = Span(document_id=home.id, start=0, end=len(HOSTILE))
    actor = replace(VELMORA, name="<i>Velmora</i>")
    made = event(home, sources=(actor,))
    told = replace(
        made,
        evidence=(whole,),
        trigger="<script>",
        match=Match(rule="<b>", spans=(("trigger", span(home, "<script>")),), notes=("<u>note</u>",)),
    )
    said = Statement(
        id="ab12cd34ef56ab78", document_id=home.id, evidence=(whole,), attribution=made.attribution,
        factuality=Factuality.ALLEGED, date=made.date, match=Match(rule="quote"), written="<s>", cue="</script>",
        content=(span(home, HOSTILE[30:120]),),
    )  # fmt: skip
    return Report(document=home, facts=(told, said))


def with_spans(home: Document, number: int, *places: tuple[int, int]) -> Event:
    """An event on the characters from the first to the last of some places."""
    spans = tuple(("trigger", Span(document_id=home.id, start=start, end=end)) for start, end in places)
    sentence = Span(document_id=home.id, start=0, end=len(home.text))
    return replace(
        event(home), id=f"{number:016x}", evidence=(sentence,), match=Match(rule="by hand", spans=spans)
    )  # fmt: skip


def stretches(home: Document, facts: Sequence[Event]) -> list[list[tuple[str, str]]]:
    """Words and numbers of the facts on them, by paragraph."""
    shown = numbered(facts, home)
    return [[(each.text, each.numbers) for each in found] for found in paragraphs(home.text, shown)]


def test_facts_that_nest_and_cross_are_cut_where_they_begin_and_end() -> None:
    home = document("abcdefghij")
    facts = [with_spans(home, 1, (0, 6)), with_spans(home, 2, (2, 4)), with_spans(home, 3, (3, 8))]
    assert stretches(home, facts) == [
        [("ab", "1"), ("c", "1 2"), ("d", "1 2 3"), ("ef", "1 3"), ("gh", "3"), ("ij", "")]
    ]


def test_a_fact_over_a_paragraph_break_is_on_both_and_begins_once() -> None:
    home = document("abcd\n\nefgh")
    shown = numbered([with_spans(home, 1, (2, 8))], home)
    found = paragraphs(home.text, shown)
    assert [[(each.text, each.numbers, len(each.begins)) for each in one] for one in found] == [
        [("ab", "", 0), ("cd", "1", 1)],
        [("ef", "1", 0), ("gh", "", 0)],
    ]


def test_marks_never_reach_beyond_the_text_and_facts_on_the_same_words_all_count() -> None:
    home = document("abcd")
    facts = [with_spans(home, 1, (1, 99)), with_spans(home, 2, (1, 4)), with_spans(home, 3, (1, 99))]
    assert stretches(home, facts) == [[("a", ""), ("bcd", "1 2 3")]]


def test_an_event_is_marked_from_its_first_to_its_last_word_in_the_sentence() -> None:
    home = document()
    (place,) = places_of(full_event(home), home)
    assert home.text[slice(*place)].startswith("Velmora rejected Kestria")


def test_parts_of_a_long_text_lose_nothing_and_end_between_paragraphs() -> None:
    text = "\n".join("x" * 90 for _ in range(50))
    parts = parts_of(text, 1000)
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(text[end - 1] == "\n" for _, end in parts[:-1])
    assert "".join("yyy" * 700)[: parts_of("yyy" * 700, 1000)[0][1]] == "y" * 1000


def test_the_text_stands_whole_with_a_card_and_a_mark_for_each_fact(
    reading_desk: TestClient, example_store: Path
) -> None:
    with open_store(example_store, read_only=True) as store:
        rows = store.documents()
        for row in rows:
            home = store.document(row.id)
            assert home is not None
            page = Page(reading_desk.get(f"/reports/{row.id}").text)
            assert page.paragraphs == re.findall(r"[^\n]+", home.text)
            ids = [stored.fact.id for stored in store.facts(FactFilter(document=row.id))]
            assert sorted(each[2:] for each in page.ids if each.startswith("f-")) == sorted(ids)
            assert {each[2:] for each in page.ids if each.startswith("s-")} == set(ids)
            anchors = {each[1:] for each in page.links if each.startswith("#")}
            assert anchors <= set(page.ids)
            assert len(page.ids) == len(set(page.ids))


def test_cards_stand_in_text_order_and_say_who_tells_it(reading_desk: TestClient) -> None:
    listed = Page(reading_desk.get("/reports", params={"text": "Kestria answers"}).text)
    (address,) = {each for each in listed.links if re.fullmatch(r"/reports/[0-9a-f]{16}", each)}
    page = Page(reading_desk.get(address).text)
    cards = [found for tag, found in page.tags if tag == "li" and "card" in (found.get("class") or "")]
    assert [found["data-n"] for found in cards] == [str(number) for number in range(1, len(cards) + 1)]
    assert "said by officials (unnamed)" in page.text
    assert "12 events" in page.text


def test_every_sort_of_fact_has_a_letter_and_a_name_of_its_own() -> None:
    assert len({look.letter for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.name for look in LOOKS.values()}) == len(LOOKS)


def test_a_contested_fact_is_marked_in_the_text_in_words(tmp_path: Path) -> None:
    home = document()
    made = replace(full_event(home), factuality=Factuality.ALLEGED)
    with desk_over(tmp_path / "a.duckdb", Report(document=home, facts=(made,))) as desk:
        page = Page(desk.get(f"/reports/{home.id}").text)
    labels = [found.get("data-label") for _, found in page.tags if found.get("id") == f"s-{made.id}"]
    assert labels == ["B1 alleged"]


def test_nothing_of_a_report_becomes_html(tmp_path: Path) -> None:
    made = hostile()
    with desk_over(tmp_path / "h.duckdb", made) as desk:
        key, (told, said) = made.document.id, made.facts
        addresses = ("/reports", f"/reports/{key}", f"/fact/{told.id}", f"/fact/{said.id}", f"/fact/{told.id}?part=1")
        for address in addresses:
            answer = desk.get(address)
            assert answer.status_code == 200
            page = Page(answer.text)
            for tag, found in page.tags:
                assert tag not in {"img", "i", "s", "u", "b"}
                assert tag != "script" or (found.get("src") or "").startswith("/static/")
                assert not any(name.startswith("on") or name == "style" for name in found)
                assert not (found.get("href") or "").startswith("javascript:")
        page = Page(desk.get(f"/reports/{key}").text)
        assert page.paragraphs == HOSTILE.split("\n\n")
        assert "{{ 7*7 }}" in page.text


def test_a_card_of_a_fact_whose_sentence_is_in_another_report_says_so(tmp_path: Path) -> None:
    first, second = document("Velmora rejected it."), document("Kestria agreed.", title="Other")
    elsewhere = Span(document_id=first.id, start=0, end=len(first.text))
    made = replace(event(second), evidence=(elsewhere,), match=Match(rule="by hand"))
    with desk_over(tmp_path / "o.duckdb", Report(document=first), Report(document=second, facts=(made,))) as desk:
        page = Page(desk.get(f"/reports/{second.id}").text)
        assert "its sentence is in another report" in page.text
        assert f"s-{made.id}" not in page.ids
        told = Page(desk.get(f"/fact/{made.id}").text)
        assert "Velmora rejected it." in told.text
        assert f"/reports/{first.id}" in told.links


@pytest.mark.parametrize("kind", ["event", "statement", "position", "proposal", "condition", "assessment", "figure"])
def test_the_page_of_a_fact_tells_all_that_explain_does(
    reading_desk: TestClient, example_store: Path, kind: str
) -> None:
    with open_store(example_store, read_only=True) as store:
        stored = store.facts(FactFilter(kinds=(kind,), limit=1))[0]
        run = store.runs()[0]
    page = Page(reading_desk.get(f"/fact/{stored.fact.id[:10]}").text)
    types, cameo = ontology.load_event_types(), ontology.load_cameo()
    for name, value in explain_entries(stored.fact, stored.document, types, cameo, run):
        assert name in page.text
        assert "".join(str(value).split()) in "".join(page.words).replace(" ", "").replace("\n", "")
    assert card_of(stored.fact, stored.document).place in page.links
    for _, actors in actors_of(stored.fact):
        assert {link(f"/actors/{actor.id}") for actor in actors} <= set(page.links)


def test_a_part_of_the_page_of_a_fact_has_no_head_and_no_foot(reading_desk: TestClient) -> None:
    row = next(csv.DictReader(io.StringIO(reading_desk.get("/download/event.csv").text)))
    part = reading_desk.get(f"/fact/{row['id']}", params={"part": 1}).text
    assert "Who says so" in part
    assert "<html" not in part
    assert "<nav" not in part


def test_a_long_report_comes_in_parts_and_a_fact_finds_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "PART", 400)
    monkeypatch.setattr(reports_fact, "PART", 400)
    home = document("\n".join(f"Velmora rejected Kestria’s plan number {n:02}." for n in range(40)))
    made = [with_spans(home, n + 1, (n * 44, n * 44 + 7)) for n in range(40)]
    made = [replace(each, id=f"{n + 1:016x}") for n, each in enumerate(made)]
    with desk_over(tmp_path / "l.duckdb", Report(document=home, facts=tuple(made))) as desk:
        found: list[str] = []
        cards: list[str] = []
        address: str | None = f"/reports/{home.id}"
        while address:
            page = Page(desk.get(address).text)
            found += page.paragraphs
            cards += [each[2:] for each in page.ids if each.startswith("f-")]
            address = next((at["href"] for tag, at in page.tags if tag == "a" and at.get("rel") == "next"), None)
        assert found == home.text.split("\n")
        assert cards == [each.id for each in made]
        asked = Page(desk.get(f"/reports/{home.id}", params={"fact": made[30].id}).text)
        assert f"f-{made[30].id}" in asked.ids
        assert f"f-{made[0].id}" not in asked.ids
        told = Page(desk.get(f"/fact/{made[30].id}").text)
        assert f"/reports/{home.id}?fact={made[30].id}#f-{made[30].id}" in told.links
        assert desk.get(f"/reports/{home.id}", params={"part": 99}).status_code == 404


def test_pages_that_are_files_hold_the_whole_report_and_ask_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "PART", 40)
    home = document("\n".join("Velmora rejected it again." for _ in range(20)))
    with desk_over(tmp_path / "s.duckdb", Report(document=home, facts=(event(home),)), static=True) as desk:
        page = Page(desk.get(f"/reports/{home.id}").text)
        listed = desk.get("/reports").text
        told = desk.get(f"/fact/{event(home).id}").text
    assert page.paragraphs == home.text.split("\n")
    assert not [tag for tag, _ in page.tags if tag in {"details", "form"}]
    assert "<form" not in listed
    assert "/review" not in told


def test_the_list_is_filtered_and_downloads_what_it_shows(reading_desk: TestClient) -> None:
    wanted = {"text": "velmora", "since": "2031-04-01", "until": "2031-05-31"}
    page = Page(reading_desk.get("/reports", params=wanted).text)
    shown = [each.rsplit("/", 1)[1] for each in page.links if each.startswith("/reports/")]
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/reports.csv", params=wanted).text)))
    lines = [json.loads(line) for line in reading_desk.get("/reports.jsonl", params=wanted).text.splitlines()]
    assert [row["id"] for row in rows] == [line["id"] for line in lines] == shown
    assert 0 < len(rows) < 20
    assert all("2031-04-01" <= row["published"] <= "2031-05-31" for row in rows)
    assert rows[0]["facts"] == str(lines[0]["facts"])


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/reports/0000000000000000", 404, "There is no report"),
        ("/reports.xls", 404, "There are csv, jsonl"),
        ("/reports?since=lately", 400, "from: &#39;lately&#39; is not a date"),
        ("/fact/ffffffffffffffff", 404, "no fact in"),
        ("/fact/zz", 404, "hex digits only"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(reading_desk: TestClient, address: str, status: int, told: str) -> None:
    answer = reading_desk.get(address)
    assert answer.status_code == status
    assert told in answer.text


def test_a_card_names_whose_words_they_are_and_keeps_those_who_pass_them_on() -> None:
    home = document()
    card = card_of(full_event(home), home)
    assert card.look.key == "background"
    assert card.said_by == "an unnamed source, as told by Ilva Törrane"
    assert card.told == ""
    assert card.place == f"/reports/{home.id}#f-{card.id}"
    assert card_of(replace(event(home), factuality=Factuality.PLANNED, targets=(KESTRIA,)), home).told == "planned"


def test_other_pages_can_show_a_card_with_its_sentence_and_its_links() -> None:
    made = hostile()
    card = card_of(made.facts[0], made.document)
    module = templates().get_template("cards.html").module
    page = Page(str(module.fact_card(card)))  # type: ignore[attr-defined]
    assert {f"/fact/{card.id}", f"/reports/{made.document.id}#f-{card.id}"} == set(page.links)
    assert "<script>alert(1)</script>" in page.text
    assert not [tag for tag, _ in page.tags if tag in {"script", "img", "b"}]

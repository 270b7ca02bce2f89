"""The search index: what it finds, how it follows its store, and what becomes of a damaged or foreign file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from dragoman.desk.search_file import SUFFIX
from dragoman.desk.search_index import CLOSE, OPEN, Hit, Progress, SearchIndex, Wanted
from dragoman.desk.search_query import match_of, terms_of
from dragoman.desk.search_scan import scan_facts, scan_reports
from dragoman.desk.shared import SharedStore
from dragoman.model.facts import Attribution, Fact, FactDate, Factuality, Match, SourceKind, Statement
from dragoman.model.text import Document, Span
from dragoman.store import Setup, open_store

SETUP = Setup(version="0", annotator="small", codebook="book", actors="tables")
NEGOTIATION = "Velmora opened negotiations with Kestria in Mirrin on Monday."
ACCENTS = "Der Präsident von Kestria sprach in Ordán über القدس und Frieden."
HOSTILE = ['"', '""', "NEAR(", "NEAR(a b, 2)", "*", "a*b", "-", "--", '-"', "AND", "OR NOT", "title:", "{a b}:c",
           "^x", "a\0b", "😀", "القدس", "x" * 5000, "' OR 1=1 --", '"open', "\ud800", "(", ")", "+",
           "a" + "*" * 50]  # fmt: skip


@dataclass(frozen=True)
class Report:
    document: Document
    facts: tuple[Fact, ...]


def report(key: str, text: str, *, title: str = "", publisher: str = "The Gazette", day: int = 1) -> Report:
    document = Document(id=key, text=text, title=title, publisher=publisher, published=date(2031, 5, day))
    span = Span(document_id=key, start=0, end=len(text))
    fact = Statement(
        id=f"{abs(hash(key)):016x}"[:16],
        document_id=key,
        evidence=(span,),
        attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=Factuality.ASSERTED,
        date=FactDate(value=f"2031-05-{day:02}"),
        match=Match(rule="rule"),
        written="",
        cue="said",
        content=(span,),
    )
    return Report(document=document, facts=(fact,))


def put(path: Path, *reports: Report, again: bool = False) -> None:
    with open_store(path) as store:
        run = store.begin_run(SETUP, ())
        for each in reports:
            store.add(each, run, again=again)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "news.duckdb"
    put(
        made,
        report("a", NEGOTIATION, title="Talks open", day=1),
        report("b", ACCENTS, publisher="Ordán Tribune", day=9),
    )
    return made


@pytest.fixture
def index(path: Path) -> Iterator[SearchIndex]:
    shared = SharedStore(path)
    made = SearchIndex(shared)
    yield made
    made.close()
    shared.close()


def follow(index: SearchIndex) -> Progress:
    with index._store.reading() as store:
        stamp = store.stamp()
    return index.follow(stamp, 30)


def reports(index: SearchIndex, text: str, **wanted: object) -> list[Hit]:
    follow(index)
    hits, total = index.reports(match_of(terms_of(text)), Wanted(**wanted), 20)  # type: ignore[arg-type]
    assert len(hits) == total
    return hits


def ids(index: SearchIndex, text: str, **wanted: object) -> list[str]:
    return sorted(hit.id for hit in reports(index, text, **wanted))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("velmora", ["a"]),
        ("negotiation", ["a"]),
        ("negotiat*", ["a"]),
        ("nego*", ["a"]),
        ("kestria", ["a", "b"]),
        ("kestria -velmora", ["b"]),
        ('"opened negotiations"', ["a"]),
        ('"negotiations opened"', []),
        ("prasident", ["b"]),
        ("القدس", ["b"]),
        ("talks", ["a"]),
        ("tribune", ["b"]),
        ("kestria talks", ["a"]),
    ],
)
def test_words_phrases_prefixes_and_exclusions_find_what_has_them(
    index: SearchIndex, text: str, found: list[str]
) -> None:
    assert ids(index, text) == found


@pytest.mark.parametrize("asked", ["ceasefire", "cease-fire", "cease fire", "Ceasefires", "-kestria ceasefire"])
def test_a_word_is_found_with_and_without_its_hyphen(index: SearchIndex, path: Path, asked: str) -> None:
    put(path, report("c", "Talvia announced a cease-fire."), report("d", "Ordan broke the ceasefire."))
    follow(index)
    hits, total = index.reports(index.expression(terms_of(asked)), Wanted(), 20)
    marked = [re.findall(f"{OPEN}(.*?){CLOSE}", hit.text) for hit in hits]
    assert total == (1 if asked == "cease fire" else 2)
    assert all("".join(found).replace("-", "").startswith("cease") for found in marked)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_question_raises(index: SearchIndex, path: Path, text: str) -> None:
    follow(index)
    terms = terms_of(text)
    match = index.expression(terms)
    assert match == match_of(terms)
    assert bool(match) == any(not term.is_without for term in terms)
    if match:
        assert index.reports(match, Wanted(), 20)[1] <= 2
        assert index.facts(match, Wanted(), 20)[1] <= 2
        with index._store.reading() as store:
            assert scan_reports(store, terms, Wanted(), 20)[1] <= 2
            assert scan_facts(store, terms, Wanted(), 20)[1] <= 2


def test_what_was_found_is_marked(index: SearchIndex) -> None:
    assert f"{OPEN}negotiations{CLOSE}" in reports(index, "negotiation")[0].text
    assert reports(index, "talks")[0].title == f"{OPEN}Talks{CLOSE} open"


def test_filters_narrow_reports_and_facts(index: SearchIndex) -> None:
    assert ids(index, "kestria", since=date(2031, 5, 2)) == ["b"]
    assert ids(index, "kestria", until=date(2031, 5, 2)) == ["a"]
    assert ids(index, "kestria", publisher="ordan") == ["b"]
    match = match_of(terms_of("kestria"))
    assert index.facts(match, Wanted(), 20)[1] == 2
    assert index.facts(match, Wanted(kind="statement", publisher="gazette"), 20)[1] == 1
    assert index.facts(match, Wanted(kind="event"), 20)[1] == 0
    assert len(index.fact_ids(match, Wanted(since=date(2031, 5, 2)))) == 1


def test_the_index_follows_new_and_recoded_reports(index: SearchIndex, path: Path) -> None:
    assert follow(index) == Progress(done=2, total=2, is_current=True)
    index._store.close()
    put(path, report("c", "Talvia welcomed the roadmap."))
    assert ids(index, "roadmap") == ["c"]
    plain = report("a", NEGOTIATION, title="Talks open")
    index._store.close()
    put(path, Report(document=plain.document, facts=()), again=True)
    follow(index)
    assert index.facts(match_of(terms_of("velmora")), Wanted(), 20)[1] == 0
    assert ids(index, "velmora") == ["a"]


def test_reports_of_a_store_that_was_replaced_are_gone(index: SearchIndex, path: Path) -> None:
    assert ids(index, "velmora") == ["a"]
    index._store.close()
    path.unlink()
    put(path, report("d", "Cardesh sent aid."))
    assert ids(index, "aid") == ["d"]
    assert ids(index, "velmora") == []


def test_another_desk_takes_up_what_is_there(index: SearchIndex, path: Path) -> None:
    follow(index)
    shared = SharedStore(path)
    other = SearchIndex(shared)
    assert ids(other, "velmora") == ["a"]
    with sqlite3.connect(path.with_suffix(SUFFIX)) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT report) FROM facts").fetchone() == (2, 2)
    other.close()
    shared.close()


def test_a_damaged_or_deleted_file_is_made_anew(path: Path) -> None:
    file = path.with_suffix(SUFFIX)
    for spoil in ("damage", "delete"):
        shared = SharedStore(path)
        first = SearchIndex(shared)
        follow(first)
        first.close()
        if spoil == "damage":
            content = file.read_bytes()
            file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
        else:
            file.unlink()
        second = SearchIndex(shared)
        assert ids(second, "velmora") == ["a"]
        second.close()
        shared.close()


def test_a_file_of_somebody_else_is_left_alone(path: Path) -> None:
    file = path.with_suffix(SUFFIX)
    file.write_text("my notes", encoding="utf-8")
    shared = SharedStore(path)
    index = SearchIndex(shared)
    assert ids(index, "velmora") == ["a"]
    assert file.read_text(encoding="utf-8") == "my notes"
    index.close()
    shared.close()


def test_an_unfinished_batch_leaves_nothing_behind(index: SearchIndex, path: Path) -> None:
    follow(index)
    file = index._open_file()

    def killed() -> None:
        with file.writing() as connection:
            connection.execute("DELETE FROM report_words")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        killed()
    assert ids(index, "velmora") == ["a"]


def test_without_full_text_every_text_is_looked_through(index: SearchIndex) -> None:
    with index._store.reading() as store:
        hits, total = scan_reports(store, terms_of("kestria -velmora"), Wanted(), 20)
        assert (total, [hit.id for hit in hits]) == (1, ["b"])
        assert f"{OPEN}Kestria{CLOSE}" in hits[0].text
        assert scan_reports(store, terms_of("negot*"), Wanted(publisher="gazette"), 20)[1] == 1
        assert scan_facts(store, terms_of('"with kestria"'), Wanted(kind="statement"), 20)[1] == 1
        assert scan_facts(store, terms_of("kestria"), Wanted(kind="event"), 20)[1] == 0

"""The lines of a timeline."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from rich.console import Console

from dragoman.model.dated import DatedSentence
from dragoman.model.text import DateBasis, Document, Span
from dragoman.relations.telling import Telling
from dragoman.relations.timeline import Day, Entry
from dragoman.report.timeline_lines import dated_by, reports_for, timeline_lines

DAY = date(2031, 3, 3)


def entry(printed: int, told: int, reports: int = 1, *, basis: DateBasis = DateBasis.INFERRED, fact: str = "") -> Entry:
    sentence = DatedSentence(
        published=DAY, text="Velmora signed. " * 30, span=Span(document_id="d", start=0, end=9), day=DAY, basis=basis,
        fact=fact,
    )  # fmt: skip
    return Entry(day=Day(day=DAY, printed=printed, told=told), telling=Telling(sentence=sentence, reports=reports))


@pytest.mark.parametrize(
    ("printed", "told", "reports", "words"),
    [
        (0, 1, 1, "1 report tells of it, none printed that day"),
        (3, 1200, 2, "1,200 reports tell of it, 3 printed that day, 2 with this sentence"),
        (1, 0, 1, "1 report printed that day"),
        (2, 0, 1, "2 reports printed that day"),
    ],
)
def test_counts_are_always_told(printed: int, told: int, reports: int, words: str) -> None:
    assert reports_for(entry(printed, told, reports)) == words


def test_a_day_known_from_printing_alone_says_so() -> None:
    assert dated_by(entry(1, 0, basis=DateBasis.PUBLICATION).sentence) == "dated by its printing only"
    assert dated_by(entry(1, 1).sentence) == ""


def test_a_line_has_day_sentence_source_and_reference() -> None:
    console = Console(width=100, file=io.StringIO(), record=True)
    known = Document(id="d", text="", title="A report", published=DAY, publisher="Continental Wire")
    console.print(timeline_lines([entry(1, 1, fact="abcdef123456"), entry(1, 1)], {"d": known}, lambda key: key[:6]))
    text = console.export_text()
    assert text.count("  2031-03-03 Velmora signed.") == 2
    assert re.findall(r"abcdef\w*", text) == ["abcdef"]
    assert text.count("Continental Wire, printed 2031-03-03") == 2
    assert text.count("Velmora signed.") < 2 * 30


def test_a_sentence_of_an_unknown_report_is_shown_without_a_source() -> None:
    console = Console(width=100, file=io.StringIO(), record=True)
    console.print(timeline_lines([entry(1, 1)], {}, lambda key: key))
    assert console.export_text().rstrip().endswith("1 report tells of it, 1 printed that day")

"""The scorer of events' polarity, time and condition, on articles made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.evaluate.meantime import evaluate_meantime, read_article, word_of
from dragoman.evaluate.tokenised import write_out
from dragoman.model.text import AnnotatedText
from dragoman.pipeline import Reader

SENTENCES = (
    "Velmora did not attack Kestria .",
    "Velmora will attack Kestria on Monday .",
    "If Velmora attacks , the port closes .",
)


def _xml(events: dict[str, str]) -> str:
    """A CAT file of :data:`SENTENCES` with events (words to attributes)."""
    tokens, ids = [], {}
    for number, sentence in enumerate(SENTENCES):
        for word in sentence.split():
            ids[f"{word}/{number}"] = len(tokens) + 1
            tokens.append(f'<token t_id="{len(tokens) + 1}" sentence="{number}" number="{len(tokens)}">{word}</token>')
    mentions = [
        f'<EVENT_MENTION m_id="{n}" {marks}>'
        + "".join(f'<token_anchor t_id="{ids[word]}"/>' for word in words.split())
        + "</EVENT_MENTION>"
        for n, (words, marks) in enumerate(events.items())
    ]
    return f'<Document doc_name="x">{"".join(tokens)}<Markables>{"".join(mentions)}</Markables></Document>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ships").mkdir()
    (tmp_path / "ships" / "one.xml").write_text(
        _xml(
            {
                "attack/0": 'polarity="NEG" time="NON_FUTURE" special_cases="NONE"',
                "attack/1": 'polarity="POS" time="FUTURE" special_cases="NONE"',
                "attacks/2": 'polarity="POS" time="" special_cases="COND_IF_CLAUSE"',
                "closes/2": "",
            }
        ),
        encoding="utf-8",
    )
    return tmp_path


def test_tokens_are_written_out_with_their_offsets() -> None:
    text, offsets = write_out([["He", "said", ":", '"', "We", "do", "n't", "(", "yet", ")", ".", '"'], ["Next"]])
    assert text == 'He said: "We don\'t (yet)."\n\nNext'
    assert [text[a:b] for a, b in offsets][-3:] == [".", '"', "Next"]


def test_attributes_left_empty_are_not_asked(folder: Path) -> None:
    article = read_article(folder / "ships" / "one.xml")
    assert [sorted(event.marks) for event in article.events] == [
        ["conditional", "future", "negated"],
        ["conditional", "future", "negated"],
        ["conditional", "negated"],
    ]
    assert [article.text[slice(*event.spans[0])] for event in article.events] == ["attack", "attack", "attacks"]


def test_plain_cases_are_answered_right(folder: Path, reader: Reader) -> None:
    result = evaluate_meantime(folder, reader)
    assert result.figures == {f"meantime.{mark}_f1": 1.0 for mark in ("negated", "future", "conditional")}
    assert {row[1] for row in result.rows} == {"all", "ships"}


def test_a_file_that_is_not_xml_is_named(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "one.xml").write_text("no", encoding="utf-8")
    with pytest.raises(ValueError, match=r"one\.xml: not XML"):
        evaluate_meantime(tmp_path, reader)


def test_a_folder_without_articles_is_named(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(FileNotFoundError, match=r"no \*\.xml in it"):
        evaluate_meantime(tmp_path, reader)


def test_words_outside_of_the_text_have_no_token(reader: Reader) -> None:
    (report,) = [reader.read("Velmora slept.")]
    text: AnnotatedText = report.text
    assert word_of(text, [(0, 7)]) == 0
    assert word_of(text, [(90, 95)]) is None

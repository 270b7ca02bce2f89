"""The scorer of an author's commitment, on items made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.evaluate.commitmentbank import evaluate_commitmentbank, find_clause, read_items
from dragoman.extract.commitment import Commitment
from dragoman.pipeline import Reader

HEADER = "uID,Verb,Embedding,Target,Prompt,Mean\n"
ROWS = (
    "a1,know,negation,She did not know that the ferry sailed.,the ferry sailed,2.5",
    "a2,think,negation,She did not think that the ferry sailed.,the ferry sailed,-2",
    "a3,think,modal,She may think that the ferry sailed.,the ferry sailed,0.9",
    "a4,say,question,Did he say the harbour was full and did he say the ferry sailed?,the ferry sailed,-0.99",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "CommitmentBank-items.csv"
    path.write_text(HEADER + "\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def test_means_make_three_classes(path: Path) -> None:
    assert [item.gold for item in read_items(path)] == [
        Commitment.SO, Commitment.NOT_SO, Commitment.OPEN, Commitment.OPEN,
    ]  # fmt: skip


def test_plain_items_are_answered_right(path: Path, reader: Reader) -> None:
    result = evaluate_commitmentbank(path.parent, reader)
    assert result.figures["commitmentbank.all.macro_f1"] == 1.0
    assert result.figures["commitmentbank.all.above_majority"] == pytest.approx(1 - (2 * 2 / 6) / 3)
    assert {row[0] for row in result.rows} >= {"all", "negation", "modal", "question"}


def test_of_two_words_the_one_over_the_clause_is_meant(path: Path, reader: Reader) -> None:
    item = list(read_items(path))[3]
    text = reader.read(item.sentence).text
    found = find_clause(text, item)
    assert found is not None
    assert text.tokens[found[0]].text == "sailed"


def test_a_missing_column_is_named(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "items.csv"
    path.write_text("uID,Verb\na,know\n", encoding="utf-8")
    with pytest.raises(KeyError, match="Mean"):
        evaluate_commitmentbank(path, reader)


def test_an_empty_file_is_named(tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / "items.csv"
    path.write_text(HEADER, encoding="utf-8")
    with pytest.raises(ValueError, match="no items"):
        evaluate_commitmentbank(path, reader)

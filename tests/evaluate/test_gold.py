"""Comparing annotated with found facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluate.gold import compare, evaluate_gold, read_rows, together
from dragoman.pipeline import Reader

VEL = {"actor": "Velmora", "affiliation": "VEL"}
GOLD: list[dict[str, Any]] = [
    {"kind": "statement", "speaker": VEL, "cue": "said", "direct": True, "content": "the port stays open"},
    {"kind": "statement", "speaker": VEL, "cue": "said", "content": "the toll is paid"},
    {
        "kind": "position",
        "holder": VEL,
        "issue": "the toll",
        "stance": "opposes",
        "evidence": "Velmora fought the toll",
    },
]


def test_missed_and_extra_facts_are_told_apart() -> None:
    found = [GOLD[0] | {"direct": False}, GOLD[1] | {"content": "nothing of the kind"}, GOLD[2]]
    comparison = compare(GOLD, found, "statement")
    assert [g["content"] for g, _ in comparison.pairs] == ["the port stays open"]
    assert comparison.missed == (GOLD[1],)
    assert comparison.extra == (found[1],)
    assert comparison.score.f1 == pytest.approx(0.5)


def test_fields_that_the_gold_leaves_out_are_not_scored() -> None:
    found = [GOLD[0] | {"direct": False}, GOLD[1] | {"direct": True}]
    assert compare(GOLD, found, "statement").checks == {"direct": (0, 1)}


def test_documents_add_up() -> None:
    whole = together([compare(GOLD, GOLD, "statement"), compare(GOLD, [], "statement")])
    assert (whole.score.right, whole.score.found, whole.score.gold) == (2, 2, 4)
    assert whole.shares == {"direct": 1.0}


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold-a.jsonl"
    path.write_text('{"kind": "event"}\n{oops\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"gold-a\.jsonl, line 2: not JSON"):
        read_rows(path)


def test_a_report_is_scored_by_kind(tmp_path: Path, reader: Reader) -> None:
    event = {
        "kind": "event", "source": [VEL], "target": [{"actor": "Kestria", "affiliation": "KES"}], "plover": "ASSAULT",
        "factuality": "asserted", "background": False, "trigger": "attacked", "evidence": "Velmora attacked Kestria",
    }  # fmt: skip
    (tmp_path / "report.txt").write_text("Velmora attacked Kestria on Monday.", encoding="utf-8")
    (tmp_path / "gold-a.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    result = evaluate_gold(tmp_path, reader)
    assert result.figures["gold.event.gold-a.f1"] == 1.0
    assert result.figures["gold.event.gold-a.factuality"] == 1.0


def test_a_folder_without_answers_is_named(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(FileNotFoundError, match="needs a report"):
        evaluate_gold(tmp_path, reader)


def test_a_corpus_brings_its_own_actors(tmp_path: Path, reader: Reader) -> None:
    (tmp_path / "actors.yaml").write_text(
        "- {id: ORL, name: Orlenne, kind: state}\n- {id: KES, name: Kestria, kind: state}\n", encoding="utf-8"
    )
    entry = {"id": "1", "title": "", "date": "2031-03-14", "text": "Orlenne attacked Kestria on Monday."}
    (tmp_path / "documents.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    event = {
        "kind": "event", "source": [{"actor": "Orlenne", "affiliation": "ORL"}], "target": [], "plover": "ASSAULT",
        "factuality": "asserted", "background": False, "trigger": "attacked", "evidence": "Orlenne attacked Kestria",
    }  # fmt: skip
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "1.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    result = evaluate_gold(tmp_path, reader)
    assert result.figures["corpus.event.f1"] == 1.0
    assert [row[1] for row in result.rows] == ["1", "all"]

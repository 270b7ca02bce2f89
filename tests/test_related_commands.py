"""``dragoman issues``, ``changes`` and ``terms`` over a store made by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.model.facts import Stance
from dragoman.store import open_store
from made import TALVIA, condition, position, proposal, report
from outcome import Outcome, Run
from samples import KESTRIA, MINISTER, SETUP, VELMORA, Report

ITEMS = (
    position(report(2), VELMORA, "the cease-fire plan", Stance.OPPOSES),
    position(report(3), KESTRIA, "the proposed cease-fire", Stance.SUPPORTS),
    position(report(9), MINISTER, "the truce proposal", Stance.OPEN_TO),
    position(report(10), KESTRIA, "the border commission", Stance.DEMANDS),
    proposal(report(4), "the cease-fire plan", TALVIA),
    condition(report(5), "the return of refugees", "the withdrawal of Kestrian troops", set_by=VELMORA),
    condition(report(6), "Kestria withdraws its troops", "refugees return", set_by=KESTRIA),
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "hand.duckdb"
    with open_store(path) as opened:
        run = opened.begin_run(SETUP)
        for fact, home in ITEMS:
            opened.add(Report(document=home, facts=(fact,)), run)
    return path


def rows(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_issues_are_listed_with_parties_and_id(dragoman: Run, store: Path) -> None:
    outcome = dragoman("issues", "--store", str(store))
    assert outcome.code == 0, outcome.err
    assert "cease-fire-plan" in outcome.out
    assert "4 issues." in outcome.out
    first = rows(dragoman("issues", "--store", str(store), "--json"))[0]
    assert (first["label"], first["positions"], first["proposals"]) == ("cease-fire plan", 3, 1)
    assert first["parties"] == ["Velmora", "Kestria"]
    assert sum(first["wordings"].values()) == 4


def test_issues_are_found_by_words_and_party(dragoman: Run, store: Path) -> None:
    assert [row["id"] for row in rows(dragoman("issues", "--store", str(store), "--json", "--search", "TRUCE"))] == [
        "cease-fire-plan"
    ]
    kestrian = rows(dragoman("issues", "--store", str(store), "--json", "--actor", "kestria"))
    assert {row["id"] for row in kestrian} == {"cease-fire-plan", "border-commission"}
    assert len(rows(dragoman("issues", "--store", str(store), "--json", "--limit", "2"))) == 2


def test_the_users_file_names_and_splits(dragoman: Run, store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("issues:\n  - name: Truce\n    phrases: [the cease-fire plan]\n", encoding="utf-8")
    first = rows(dragoman("issues", "--store", str(store), "--json", "--issues", str(mine)))[0]
    assert (first["label"], first["named"], first["positions"]) == ("Truce", True, 3)
    mine.write_text("split:\n  - [the truce proposal, the cease-fire plan]\n", encoding="utf-8")
    assert len(rows(dragoman("issues", "--store", str(store), "--json", "--issues", str(mine)))) == 5
    mine.write_text("split: yes\n", encoding="utf-8")
    wrong = dragoman("issues", "--store", str(store), "--issues", str(mine))
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)
    assert "mine.yaml: split: expected a list" in wrong.err


def test_changes_have_both_sentences(dragoman: Run, store: Path) -> None:
    outcome = dragoman("changes", "--store", str(store))
    assert "Velmora on cease-fire plan: was opposes" in outcome.out
    assert "then open to · Ilva Törrane" in outcome.out
    assert outcome.out.count("Words of a report.") >= 2
    (change,) = rows(dragoman("changes", "--store", str(store), "--json"))
    assert (change["before_fact"], change["after_fact"]) == (ITEMS[0][0].id, ITEMS[2][0].id)
    assert change["after_date"] == "2031-03-09"


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (("--actor", "Velmora"), 1), (("--actor", "Kestria"), 0), (("--since", "2031-03-10"), 0),
        (("--until", "2031-03-09"), 1), (("--search", "border"), 0), (("--limit", "1"), 1),
    ],
)  # fmt: skip
def test_changes_are_filtered(dragoman: Run, store: Path, options: tuple[str, ...], number: int) -> None:
    assert len(rows(dragoman("changes", "--store", str(store), "--json", *options))) == number


def test_terms_name_deadlocks_and_lines_end_in_references(dragoman: Run, store: Path) -> None:
    outcome = dragoman("terms", "--store", str(store))
    assert "Deadlock: each waits for the other" in outcome.out
    assert ITEMS[5][0].id[:6] in outcome.out
    assert "2 conditions between issues, 1 loop." in outcome.out
    found = rows(dragoman("terms", "--store", str(store), "--json"))
    assert [row["kind"] for row in found] == ["deadlock", "edge", "edge"]
    assert set(found[0]["parties"]) == {"Velmora", "Kestria"}
    assert rows(dragoman("terms", "--store", str(store), "--json", "--search", "border")) == []
    assert rows(dragoman("terms", "--store", str(store), "--json", "--limit", "1")) == found[:1]


@pytest.mark.parametrize(("command", "number"), [("issues", 4), ("changes", 1), ("terms", 2)])
def test_csv_has_a_header_and_a_row_each(dragoman: Run, store: Path, command: str, number: int) -> None:
    outcome = dragoman(command, "--store", str(store), "--csv")
    assert len(list(csv.DictReader(io.StringIO(outcome.out)))) == number


@pytest.mark.parametrize("command", ["issues", "changes", "terms"])
@pytest.mark.parametrize("width", ["40", "60", "80", "200"])
def test_lists_fit_the_terminal(
    dragoman: Run, store: Path, command: str, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    outcome = dragoman(command, "--store", str(store))
    assert max(map(len, outcome.out.splitlines()[:-1])) <= int(width)


def test_an_empty_store_says_so(dragoman: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.duckdb") as opened:
        opened.begin_run(SETUP)
    for command, words in (("issues", "No issues."), ("changes", "No changes."), ("terms", "No conditions.")):
        assert words in dragoman(command, "--store", str(tmp_path / "empty.duckdb")).out

"""``dragoman review``: samples, figures, corrected facts and actors from the command line."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from dragoman.commands.review import review_app
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.reviewing import review_of
from dragoman.model.reviews import Verdict
from dragoman.store import open_store
from samples import SETUP, Report, document, event


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with six events."""
    found = tmp_path / "store.duckdb"
    with open_store(found) as store:
        run = store.begin_run(SETUP)
        for number in range(6):
            home = document(f"Velmora rejected plan number {number} of Kestria on Monday.")
            store.add(Report(home, (event(home),)), run)
    return found


def _run(*arguments: Any) -> str:
    done = CliRunner().invoke(review_app, [str(each) for each in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def _reviewed(path: Path) -> None:
    """A sample of four, judged by two who disagree on one fact; one actor is corrected."""
    _run("sample", "--store", path, "--n", 4, "--seed", 1, "--name", "first")
    with open_store(path) as store:
        (sample,) = store.samples()
        for place, fact in enumerate(sample.fact_ids):
            for who in ("Ada", "Bo"):
                verdict = Verdict.REJECT if place == 0 and who == "Bo" else Verdict.ACCEPT
                corrected: dict[str, Any] = {}
                if place == 1 and who == "Bo":
                    verdict, corrected = Verdict.CORRECT, {"source": "Talvia", "source_id": "name:talvia"}
                made = review_of(
                    store.fact(fact), id=f"{place:031x}{'a' if who == 'Ada' else 'b'}", reviewer=who,
                    verdict=verdict, sample=sample.id, corrected=corrected,
                )  # fmt: skip
                store.add_review(made)


def test_a_sample_is_drawn_and_told(path: Path) -> None:
    line = _run("sample", "--store", path, "--n", 4, "--seed", 1, "--name", "first")
    assert "4 facts, drawn at random (seed 1), of 6 events" in line
    with open_store(path, read_only=True) as store:
        (sample,) = store.samples()
    assert line.startswith(sample.id[:8])
    assert sample.made <= datetime.now()


def test_figures_in_words_as_rows_and_as_files(path: Path, tmp_path: Path) -> None:
    _reviewed(path)
    told = _run("stats", "--store", path)
    assert "4 facts judged by 2 reviewers" in told
    assert "Precision by kind of fact" in told
    rows = [json.loads(line) for line in _run("stats", "--store", path, "--json").splitlines()]
    (strict,) = [row for row in rows if row["measure"] == "as_coded"]
    assert (strict["n"], strict["value"]) == (4, 0.5)
    assert "nan" not in json.dumps(rows).lower()
    for name in ("a.csv", "a.md", "a.tex"):
        _run("stats", "--store", path, "-o", tmp_path / name)
        assert "event" in (tmp_path / name).read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


def test_corrected_facts_and_actors_become_files(path: Path, tmp_path: Path) -> None:
    _reviewed(path)
    _run("export", "--store", path, "--kind", "event", "-o", tmp_path / "e.csv", "--reviewer", "Bo")
    with (tmp_path / "e.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["review"] for row in rows) == ["", "", "accepted", "accepted", "corrected", "rejected"]
    (row,) = [row for row in rows if row["review"] == "corrected"]
    assert (row["source"], row["coded_source"]) == ("Talvia", "Velmora")
    _run("actors", "--store", path, "-o", tmp_path / "mine.yaml")
    (entry,) = yaml.safe_load((tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert (entry["id"], entry["name"], entry["kind"]) == ("talvia", "Talvia", "unknown")


@pytest.mark.parametrize(
    "wrong",
    [
        ("stats", "-o", "a.docx"),
        ("stats",),
        ("export", "--kind", "event", "-o", "a.xls"),
        ("export", "--kind", "rumour", "-o", "a.csv"),
        ("sample", "--kind", "rumour"),
        ("sample", "--issue", "another matter"),
    ],
)
def test_wrong_use_is_an_error_of_the_users(
    path: Path, wrong: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(UserError):
        _run(wrong[0], "--store", path, *wrong[1:])
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name]


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        _run("sample", "--store", tmp_path / "none.duckdb")
    assert caught.value.code == Exit.STORE
    assert list(tmp_path.iterdir()) == []

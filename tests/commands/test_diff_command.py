"""``dragoman diff`` over a store made by hand in two runs, and over the example corpus read in two parts."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dragoman.corpus.readers import read_documents
from dragoman.model.facts import Answer, Direction, Stance
from dragoman.model.text import Document
from dragoman.pipeline import Reader
from dragoman.relations.diff_model import Course, Kind
from dragoman.store import open_store
from made import TALVIA, assessment, condition, position, proposal, report
from outcome import Outcome, Run
from samples import KESTRIA, MINISTER, SETUP, VELMORA, Report, event

PLAN = "the cease-fire plan"
FIRST = (
    position(report(2), VELMORA, PLAN, Stance.OPPOSES),
    position(report(3), KESTRIA, "the proposed cease-fire", Stance.SUPPORTS),
    proposal(report(4), PLAN, TALVIA, answers=((VELMORA, Answer.REJECTS),)),
    condition(report(5), "the return of refugees", "the withdrawal of Kestrian troops", set_by=VELMORA),
)
SECOND = (
    position(report(12), MINISTER, "the truce proposal", Stance.OPEN_TO),
    position(report(1), KESTRIA, "the border commission", Stance.DEMANDS),
    condition(report(13), "Kestria withdraws its troops", "refugees return", set_by=KESTRIA),
    assessment(report(14), VELMORA, KESTRIA, direction=Direction.BETTER),
    (event(report(15)), report(15)),
)
CUT = ("--since", "2031-03-10")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "hand.duckdb"
    for items in (FIRST, SECOND):
        with open_store(path) as opened:
            run = opened.begin_run(SETUP)
            for fact, home in items:
                opened.add(Report(document=home, facts=(fact,)), run)
    return path


@pytest.fixture(scope="module")
def example(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example corpus: the reports before May in a first run, the others in a second one."""
    path = tmp_path_factory.mktemp("example") / "example.duckdb"
    corpus = Path(str(files("dragoman").joinpath("data", "example", "documents.jsonl")))
    read = [item for item in read_documents([corpus]) if isinstance(item, Document)]
    early = [home for home in read if home.published and home.published < date(2031, 5, 1)]
    for homes in (early, [home for home in read if home not in early]):
        with open_store(path) as opened:
            run = opened.begin_run(SETUP)
            for each in reader.read_documents(homes):
                opened.add(each, run)
    return path


def rows(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_a_readout_has_four_sections_with_sentences_and_references(dragoman: Run, store: Path) -> None:
    outcome = dragoman("diff", "--store", str(store), *CUT)
    assert outcome.code == 0, outcome.err
    headings = [line for line in outcome.out.splitlines() if line.startswith("By ")]
    assert headings == ["By party", "By issue", "By relation"]
    assert "cease-fire plan: was opposes, now open to · better: towards Kestria (supports)" in outcome.out
    assert "before: opposes" in outcome.out
    assert "deadlock · worse" in outcome.out
    assert "events: none before, now -4.0 (n 1) · too little to tell" in outcome.out
    assert "claim: better, says the report · better" in outcome.out
    assert "“Words of a report. Words of a report.” outlet not known, 2031-03-12" in outcome.out
    assert SECOND[0][0].id[:6] in outcome.out
    assert FIRST[0][0].id[:6] in outcome.out
    assert "neither judges a party or a stance" in " ".join(outcome.out.split())
    assert f"dragoman explain {SECOND[4][0].id[:6]} --store" in outcome.err


def test_proposals_have_their_section(dragoman: Run, store: Path) -> None:
    outcome = dragoman("diff", "--store", str(store), "--since", "2031-03-04")
    assert "Velmora: rejects · worse: first answer known: rejects" in outcome.out
    assert "new · unchanged: first told; by Talvia" in outcome.out


def test_new_in_the_world_and_new_in_the_store_differ(dragoman: Run, store: Path) -> None:
    """Run 2 read a report of the first of March: new in the store since then, and not new in the world."""
    by_day = rows(dragoman("diff", "--store", str(store), *CUT, "--json"))
    by_run = rows(dragoman("diff", "--store", str(store), "--since-run", "2", "--json"))
    commission = [row for row in by_run if row["issue_id"] == "border-commission"]
    assert [row["date"] for row in commission] == ["2031-03-01"]
    assert not [row for row in by_day if row["issue_id"] == "border-commission"]
    assert len(by_run) == len(by_day) + 1
    help_text = " ".join(dragoman("diff", "--help").out.split())
    assert "new in the world as reported" in help_text
    assert "new in the store" in help_text


def test_json_has_direction_reason_and_evidence(dragoman: Run, store: Path) -> None:
    found = rows(dragoman("diff", "--store", str(store), *CUT, "--json"))
    assert {row["kind"] for row in found} == {"position", "condition", "assessment", "relation"}
    assert {row["direction"] for row in found} <= set(Course)
    (moved,) = (row for row in found if row["kind"] == "position")
    assert (moved["parties"], moved["was"], moved["now"], moved["direction"]) == (
        ["Velmora"], "opposes", "open to", "better",
    )  # fmt: skip
    (cited,) = moved["evidence"]
    assert (cited["fact"], cited["published"], cited["outlet"]) == (SECOND[0][0].id, "2031-03-12", None)
    assert moved["earlier"][0]["fact"] == FIRST[0][0].id
    (pair,) = (row for row in found if row["kind"] == "relation")
    assert (pair["events"]["before"]["events"], pair["events"]["after"]["verbal_conflict"]) == (0, 1)
    assert pair["events"]["low"] is None
    assert [(way["source"], way["target"]) for way in pair["ways"]] == [("Velmora", "Kestria")]
    assert all(row["evidence"] and row["reason"] for row in found)
    assert [row["date"] for row in found] == sorted((row["date"] for row in found), reverse=True)


def test_csv_has_the_same_entries_in_flat_rows(dragoman: Run, store: Path) -> None:
    found = rows(dragoman("diff", "--store", str(store), *CUT, "--json"))
    flat = list(csv.DictReader(io.StringIO(dragoman("diff", "--store", str(store), *CUT, "--csv").out)))
    assert [row["reason"] for row in flat] == [row["reason"] for row in found]
    assert [row["fact"] for row in flat] == [row["evidence"][0]["fact"] for row in found]
    (moved,) = (row for row in flat if row["kind"] == "position")
    assert (moved["before_fact"], moved["parties"], moved["mean_after"]) == (FIRST[0][0].id, "Velmora", "")
    (pair,) = (row for row in flat if row["kind"] == "relation")
    assert (pair["events_before"], pair["events_after"], pair["mean_after"]) == ("0", "1", "-4.0")
    empty = dragoman("diff", "--store", str(store), "--since", "2032-01-01", "--csv").out
    assert empty.startswith("kind,news,direction,reason")
    assert len(empty.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "number"),
    [
        ((), 5), (("--actor", "Velmora"), 4), (("--actor", "ilva-torrane"), 1), (("--actor", "KES"), 4),
        (("--actor", "Talvia"), 0), (("--search", "TRUCE"), 1), (("--search", "cease-fire-plan"), 1),
        (("--search", "refugees"), 2), (("--until", "2031-03-12"), 1), (("--limit", "2"), 2), (("--limit", "0"), 5),
        (("--search", "truce", "--actor", "Kestria"), 0),
    ],
)  # fmt: skip
def test_entries_are_filtered(dragoman: Run, store: Path, options: tuple[str, ...], number: int) -> None:
    found = rows(dragoman("diff", "--store", str(store), *CUT, "--json", *options))
    assert len(found) == number, [row["subject"] for row in found]


def test_the_users_issues_are_used(dragoman: Run, store: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text("split:\n  - [the truce proposal, the cease-fire plan]\n", encoding="utf-8")
    found = rows(dragoman("diff", "--store", str(store), *CUT, "--json", "--issues", str(mine)))
    assert [row["news"] for row in found if row["kind"] == "position"] == ["new"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--since-run", "7"), "no such run in "),
        (("--since-run", "7"), "there are runs 1 to 2"),
        (("--since-run", "0"), "there are runs 1 to 2"),
        ((), "say since when"),
        ((*CUT, "--since-run", "1"), "not both"),
        ((*CUT, "--until", "2031-03-01"), "2031-03-01, is before the first"),
        (("--since", "March"), "YYYY-MM-DD"),
    ],
)
def test_wrong_use_ends_in_one_line(dragoman: Run, store: Path, options: tuple[str, ...], words: str) -> None:
    outcome = dragoman("diff", "--store", str(store), *options)
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
    assert words in outcome.err


def test_a_store_without_runs_and_one_that_is_not_there(dragoman: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.duckdb"):
        pass
    empty = dragoman("diff", "--store", str(tmp_path / "empty.duckdb"), "--since-run", "1")
    assert (empty.code, "it has none yet" in empty.err) == (2, True)
    assert dragoman("diff", "--store", str(tmp_path / "none.duckdb"), *CUT).code == 3


def test_nothing_new_says_so_with_the_numbers(dragoman: Run, store: Path) -> None:
    late = dragoman("diff", "--store", str(store), "--since", "2032-01-01")
    assert (late.code, late.err) == (0, "")
    assert late.out == "New in the world as reported, since 2032-01-01: nothing new (0 facts, 9 before).\n"
    assert dragoman("diff", "--store", str(store), "--since", "2032-01-01", "--json").out == ""
    filtered = dragoman("diff", "--store", str(store), *CUT, "--search", "nowhere")
    assert "nothing new that fits" in filtered.out
    assert "5 entries" in filtered.out


def test_the_first_run_is_all_new(dragoman: Run, store: Path) -> None:
    outcome = dragoman("diff", "--store", str(store), "--since-run", "1")
    assert "New in the store since run 1 (" in outcome.out
    assert "9 facts, against 0 before." in outcome.out


def test_what_is_too_late_is_counted(dragoman: Run, store: Path) -> None:
    outcome = dragoman("diff", "--store", str(store), *CUT, "--until", "2031-03-13")
    assert "2 facts on neither side" in " ".join(outcome.out.split())
    assert "By relation" not in outcome.out


@pytest.mark.parametrize("width", ["40", "60", "80", "200"])
def test_lists_fit_the_terminal(dragoman: Run, example: Path, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    outcome = dragoman("diff", "--store", str(example), "--since", "2031-05-01")
    assert max(map(len, outcome.out.splitlines())) <= int(width)


def test_the_example_has_every_kind_and_cites_new_facts_only(dragoman: Run, example: Path) -> None:
    found = rows(dragoman("diff", "--store", str(example), "--since-run", "2", "--json"))
    assert {row["kind"] for row in found} == set(Kind)
    with open_store(example, read_only=True) as opened:
        for row in found:
            for cited in row["evidence"]:
                stored = opened.fact(cited["fact"])
                words = " ".join(stored.document.text.split())
                assert cited["sentence"] in words
                assert stored.run == 2
                assert cited["outlet"] == stored.document.publisher
                assert cited["published"] == str(stored.document.published)


def test_velmora_moves_on_the_crossing_in_the_example(dragoman: Run, example: Path) -> None:
    found = rows(dragoman("diff", "--store", str(example), "--since", "2031-05-01", "--json", "--actor", "Velmora"))
    (moved,) = (row for row in found if row["news"] == "moved" and row["kind"] == "position")
    assert (moved["parties"], moved["was"], moved["now"]) == (["Velmora"], "offers", "conditional")
    assert moved["direction"] == "worse"
    assert (moved["earlier"][0]["published"], moved["evidence"][0]["published"]) == ("2031-03-22", "2031-05-07")


def test_events_of_the_example_are_counted_on_both_sides(dragoman: Run, example: Path) -> None:
    found = rows(dragoman("diff", "--store", str(example), "--since", "2031-05-01", "--json"))
    pair = next(row for row in found if row["kind"] == "relation" and row["subject"] == "Kestria and Velmora")
    events = pair["events"]
    assert min(events["before"]["events"], events["after"]["events"]) >= 5
    assert events["low"] < events["difference"] < events["high"]
    assert events["difference"] == pytest.approx(events["after"]["mean"] - events["before"]["mean"])
    quads = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    assert sum(events["after"][quad] for quad in quads) == events["after"]["events"]


def test_a_limit_counts_what_it_leaves_out(dragoman: Run, example: Path) -> None:
    outcome = dragoman("diff", "--store", str(example), "--since", "2031-05-01", "--limit", "2")
    assert outcome.out.count("more; --limit 0 shows all") >= 3
    every = dragoman("diff", "--store", str(example), "--since", "2031-05-01", "--limit", "0")
    assert "--limit 0" not in every.out

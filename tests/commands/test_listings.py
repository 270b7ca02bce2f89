"""The commands that list facts of every kind, and ``explain``, on facts made by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.cli import main
from dragoman.exchange.flat import COLUMNS
from dragoman.model.facts import Match, Phrase, Position, Stance
from dragoman.model.text import Span
from dragoman.report.lists import LISTS
from dragoman.store import open_store
from kinds import news, one_of_each
from old_store import write_old_store
from outcome import Outcome, Run
from samples import KESTRIA, SETUP, Report, document, full_event, span

KINDS = sorted(one_of_each())
SHOWN = {
    "statement": ("Ilva Törrane", "“We firmly oppose", "will not sign.”"),
    "position": ("Ilva Törrane", "opposes", "the ferry plan", "the holder"),
    "proposal": ("ferry plan", "Meridian Council", "Ilva Törrane rejects", "rejected"),
    "condition": ("Kestria would sign", "crews and ships", "Kestria", "Meridian Council"),
    "assessment": ("Velmora and Kestria", "lowest", "since 2019", "an unnamed source"),
    "figure": ("12 or more", "sailors hurt", "Mirrin", "the report"),
}


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line in a folder with a store that holds one fact of each kind; needs no model."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    home = news()
    with open_store("dragoman.duckdb") as store:
        store.add(Report(home, tuple(one_of_each(home).values())), store.begin_run(SETUP))

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        written = capsys.readouterr()
        assert "Traceback" not in written.out + written.err
        return Outcome(code=int(ended.value.code or 0), out=written.out, err=written.err)

    return run


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_kind_has_a_list_and_columns() -> None:
    assert set(LISTS) == set(KINDS)
    assert set(COLUMNS) == {*KINDS, "event"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", ["60", "80", "100", "200"])
def test_a_list_fits_its_terminal_and_ends_in_a_reference(
    look: Run, kind: str, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    outcome = look(f"{kind}s")
    lines = outcome.out.splitlines()
    reference = one_of_each()[kind].id[:6]
    assert (outcome.code, lines[-1]) == (0, f"1 {kind}.")
    assert max(map(len, lines)) <= int(width)
    assert sum(line.endswith(reference) for line in lines) == 1
    assert "\x1b" not in outcome.out
    assert f"dragoman explain {reference}" in outcome.err
    if int(width) == 200:
        assert all(words in outcome.out for words in SHOWN[kind])
        assert "Continental Wire" in outcome.out
    if int(width) == 60:
        assert all(words in flat(outcome.out) for words in SHOWN[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_reference_can_be_explained(look: Run, kind: str) -> None:
    fact = one_of_each()[kind]
    outcome = look("explain", fact.id[:6])
    assert outcome.code == 0
    assert fact.id in outcome.out
    assert f"{kind}/by hand" in outcome.out
    assert "made by hand" in outcome.out
    assert "test-1; first seen in run 1" in flat(outcome.out)


@pytest.mark.parametrize("kind", KINDS)
def test_json_and_csv_give_the_same_fact(look: Run, kind: str) -> None:
    (line,) = look(f"{kind}s", "--json").out.splitlines()
    (row,) = csv.DictReader(io.StringIO(look(f"{kind}s", "--csv").out))
    read = json.loads(line)
    assert read["kind"] == kind
    assert (read["id"], read["evidence"]) == (row["id"], row["evidence"])
    assert list(row) == list(COLUMNS[kind])


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("positions", "--issue", "ferry PLAN"), 1),
        (("positions", "--issue", "harbour"), 0),
        (("proposals", "--issue", "exchange of crews"), 1),
        (("conditions", "--actor", "Kestria"), 1),
        (("conditions", "--actor", "Velmora"), 0),
        (("statements", "--since", "2031-03-14", "--until", "2031-03-14"), 1),
        (("statements", "--from", "2031-03-15"), 0),
        (("figures", "--to", "2031-03-13"), 0),
        (("figures", "--factuality", "asserted"), 1),
        (("figures", "--factuality", "alleged"), 0),
        (("assessments", "--limit", "0"), 1),
    ],
)
def test_lists_can_be_filtered(look: Run, arguments: tuple[str, ...], number: int) -> None:
    assert len(look(*arguments, "--json").out.splitlines()) == number


@pytest.fixture
def two_wordings(look: Run) -> Run:
    """The store of ``look`` with a position on the same plan in other words, in another report."""
    home = document("Kestria backs the Sorrel accord.", title="Kestria backs accord")
    held = one_of_each()["position"]
    assert isinstance(held, Position)
    accord = Phrase(text="the Sorrel accord", spans=(span(home, "the Sorrel accord"),))
    whole = Span(document_id=home.id, start=0, end=len(home.text))
    other = replace(
        held, id="feedfacecafe0001", document_id=home.id, evidence=(whole,), attribution=held.attribution[:1],
        holder=KESTRIA, issue=accord, stance=Stance.SUPPORTS, match=Match(rule="position/by hand"),
    )  # fmt: skip
    with open_store("dragoman.duckdb") as store:
        store.add(Report(home, (other,)), store.begin_run(SETUP))
    Path("issues.yaml").write_text(
        "issues:\n  - name: Ferries\n    phrases: [the ferry plan, the Sorrel accord]\n", encoding="utf-8"
    )
    return look


@pytest.mark.parametrize(
    ("issue", "holders"),
    [
        ("ferry plan", {"Ilva Törrane"}),
        ("ferries", {"Ilva Törrane", "Kestria"}),
        ("accord", {"Kestria"}),
        ("feedface", {"Ilva Törrane", "Kestria"}),
        ("harbour", set()),
    ],
)
def test_what_the_user_puts_together_is_one_issue(two_wordings: Run, issue: str, holders: set[str]) -> None:
    outcome = two_wordings("positions", "--issue", issue, "--issues", "issues.yaml", "--json")
    assert {json.loads(line)["holder"]["actor"] for line in outcome.out.splitlines()} == holders


def test_issues_are_found_by_their_id_and_with_other_filters(two_wordings: Run) -> None:
    arguments = ("positions", "--issue", "ferries", "--issues", "issues.yaml")
    assert "2 positions." in two_wordings(*arguments).out
    assert "1 position." in two_wordings(*arguments, "--actor", "Kestria").out
    assert "1 of 2 positions" in two_wordings(*arguments, "--limit", "1").out
    assert "No positions." in two_wordings("positions", "--issue", "ferries").out


def test_a_wrong_file_of_issues_is_said_in_a_line(two_wordings: Run) -> None:
    Path("issues.yaml").write_text("plans: []\n", encoding="utf-8")
    outcome = two_wordings("positions", "--issue", "plan", "--issues", "issues.yaml")
    assert outcome.code == 2
    assert "issues.yaml: expected the keys" in outcome.err


def test_nothing_found_is_said(look: Run) -> None:
    assert look("positions", "--issue", "harbour").out == "No positions.\n"
    assert look("events").out == "No events.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("positions", "--since", "1 May"), "--since '1 May' is not a date"),
        (("positions", "--factuality", "sure"), "there are asserted"),
        (("positions", "--store", "nowhere.duckdb"), "there is no store"),
        (("explain", "abcdef"), "no fact in"),
    ],
)
def test_wrong_use_is_said_in_a_line(look: Run, arguments: tuple[str, ...], words: str) -> None:
    outcome = look(*arguments)
    assert outcome.code in {2, 3}
    assert words in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_store_of_an_earlier_version_can_be_looked_into(look: Run, tmp_path: Path) -> None:
    home = document()
    event = full_event(home)
    write_old_store(tmp_path / "old.duckdb", home, event)
    assert look("positions", "--store", "old.duckdb").out == "No positions.\n"
    assert "REJECT" in look("events", "--store", "old.duckdb", "--actor", "Velmora").out
    assert "[trigger: rejected]" in look("explain", event.id, "--store", "old.duckdb").out

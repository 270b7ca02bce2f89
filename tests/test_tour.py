"""The tour runs as a script and as a notebook, without a network, and shows what it says it shows."""

from __future__ import annotations

import importlib.util
import re
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import altair
import pytest

from dragoman.relations.claim_model import Verdict

TOUR = Path(__file__).parents[1] / "docs" / "tour.py"


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a run of the tour gave: the output of each cell, the variables, what was printed."""

    outputs: tuple[Any, ...]
    found: Mapping[str, Any]
    printed: str


@pytest.fixture(scope="module")
def ran() -> Ran:
    """The tour, run in this process where nothing can reach another machine."""
    spec = importlib.util.spec_from_file_location("tour", TOUR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def refuse(*_: object) -> None:
        raise AssertionError("the tour asked for a network")

    printed = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        outputs, found = module.app.run()
    return Ran(outputs=tuple(outputs), found=found, printed=printed.getvalue())


def test_the_twenty_reports_are_read_and_counted(ran: Ran) -> None:
    assert len(ran.found["reports"]) == 20
    counted = dict(ran.found["counts"].rows())
    assert set(counted) == {"event", "statement", "position", "proposal", "condition", "assessment", "figure"}
    assert sum(counted.values()) == len(ran.found["items"]) > 500


def test_each_event_stands_beside_its_sentence(ran: Ran) -> None:
    text = " ".join(ran.found["report"].document.text.split())
    rows = ran.found["events"].to_dicts()
    assert rows
    assert all(row["sentence"] in text for row in rows)
    assert ("Velmora", "REJECT", "Talvia") in {(row["source"], row["type"], row["target"]) for row in rows}


def test_the_explanation_names_sentence_rule_and_source(ran: Ran) -> None:
    told = ran.found["explained"]
    assert "[trigger: rejected]" in told
    assert "Ordan Tribune" in told
    assert ran.found["rejection"].match.rule in told


def test_positions_proposals_and_the_deadlock_are_shown(ran: Ran) -> None:
    assert "Velmora on reopening the crossing: was conditional" in ran.found["moves"]
    assert "three-phase plan" in ran.found["tracks"]
    assert "Velmora: rejects" in ran.found["tracks"]
    assert "Deadlock: each waits for the other" in ran.found["deadlock"]
    assert "Red Ridge Front would leave only after reopening the crossing" in ran.found["deadlock"]


def test_series_and_claim_say_how_thin_the_data_are(ran: Ran) -> None:
    assert [str(point.start)[:7] for point in ran.found["series"].points] == [f"2031-0{n}" for n in range(3, 8)]
    assert ran.found["finding"].verdict is Verdict.CANNOT_BE_TESTED
    assert "too few events" in ran.found["answer"]
    assert "18 events in 23 mentions" in ran.printed


def test_what_changed_cites_its_reports(ran: Ran) -> None:
    assert ran.found["changed"].entries
    assert "roadmap" in ran.found["news"]
    assert "Ordan Tribune, 2031-07-05" in ran.found["news"]


def test_the_brief_cites_a_note_for_each_sentence(ran: Ran) -> None:
    brief = ran.found["briefing"]
    sections = brief.partition("\n## How this was made")[0]
    told = [line for line in sections.splitlines() if line.startswith("- ")]
    assert told
    assert all(re.search(r"\[\^\d+\]", line) for line in told)
    assert set(re.findall(r"\[\^\d+\](?!:)", brief)) == set(re.findall(r"^(\[\^\d+\]):", brief, re.M))
    assert "## Who stands where" in ran.printed


def test_figures_keep_their_claimants(ran: Ran) -> None:
    rows = ran.found["claims"].to_dicts()
    assert {"Meridian Council", "Velmora"} <= {row["claimant"] for row in rows}
    assert all(row["claimant"] for row in rows)


def test_four_charts_are_drawn(ran: Ran) -> None:
    charts = [each for each in ran.outputs if isinstance(each, altair.TopLevelMixin)]
    assert len(charts) == 4


def test_the_script_prints_the_same_each_time(ran: Ran) -> None:
    done = subprocess.run([sys.executable, str(TOUR)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ran.printed
    assert done.stdout.count("\n## ") == 15


def test_marimo_finds_nothing_to_mend() -> None:
    command = [sys.executable, "-m", "marimo", "check", "--strict", str(TOUR)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

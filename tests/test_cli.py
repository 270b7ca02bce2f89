"""The command line on reports about fictional states."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.desk.problems import Exit
from outcome import Outcome, Run

NEWS = (
    "Velmora rejected Kestria's proposal for a ceasefire on Tuesday. Kestrian officials said Velmoran troops had"
    " shelled a Kestrian village. Velmora will send an envoy to Kestria next week."
)
COMMANDS = (
    "demo", "read", "events", "statements", "positions", "proposals", "conditions", "assessments", "figures", "explain",
    "actors", "documents", "errors", "code", "evaluate", "version",
)  # fmt: skip
SRC = Path(__file__).parents[1] / "src"


def process(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "dragoman.cli", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SRC), **environment},
        check=False,
        timeout=120,
    )


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


@pytest.fixture
def filled(dragoman: Run, news: Path) -> Run:
    """The command line with a store that holds one report."""
    assert dragoman("read", str(news), "--date", "2031-03-14", "--publisher", "Continental Wire").code == Exit.DONE
    return dragoman


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_the_list_of_commands_is_whole() -> None:
    text = CliRunner().invoke(app, ["--help"]).output
    assert all(command in text for command in COMMANDS)


def test_read_shows_a_readout_whose_references_can_be_explained(dragoman: Run, news: Path) -> None:
    outcome = dragoman("read", str(news), "--date", "2031-03-14", "--publisher", "Continental Wire")
    assert outcome.code == Exit.DONE
    assert "Continental Wire · 2031-03-14" in outcome.out
    line = next(line for line in outcome.out.splitlines() if "REJECT" in line)
    assert line.startswith("             Velmora → Kestria: REJECT") or "Velmora → Kestria: REJECT" in line
    explained = dragoman("explain", line.split()[-1])
    assert explained.code == Exit.DONE
    assert "[trigger: rejected]" in explained.out
    assert "Continental Wire" in explained.out
    assert "dragoman.duckdb" in outcome.err


def test_the_hint_names_the_store_if_it_is_not_the_usual_one(dragoman: Run, news: Path) -> None:
    outcome = dragoman("read", str(news), "--store", "other.duckdb")
    assert "--store other.duckdb" in outcome.err
    assert dragoman("events", "--store", "other.duckdb").code == Exit.DONE


def test_no_store_keeps_nothing(dragoman: Run, news: Path, tmp_path: Path) -> None:
    assert "REJECT" in dragoman("read", str(news), "--no-store").out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["news.txt"]


def test_reading_twice_adds_nothing_and_shows_the_same(filled: Run, news: Path) -> None:
    again = filled("read", str(news), "--date", "2031-03-14", "--publisher", "Continental Wire")
    anew = filled("read", str(news), "--date", "2031-03-14", "--publisher", "Continental Wire", "--again")
    assert again.out == anew.out
    assert "REJECT" in again.out
    assert filled("documents").out.count("2031-03-14") == 1


def test_many_documents_are_summed_up(dragoman: Run, tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{NEWS} Note {number}.", "date": "2031-03-14"}) for number in range(5)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    outcome = dragoman("read", "many.jsonl")
    assert outcome.out.startswith("5 documents read: ")
    assert ", 5 statements" in outcome.out
    assert "statements" in outcome.err
    assert outcome.out.count("\n") == 1
    assert dragoman("read", "many.jsonl", "--quiet").out == ""
    assert "5 were in the store already" in dragoman("read", "many.jsonl").out


def test_copies_of_earlier_reports_are_counted_and_marked(dragoman: Run, tmp_path: Path) -> None:
    wire = f"{NEWS} {NEWS} The two sides met again later in the day, officials of both said, and agreed on nothing."
    outlets = ("Continental Wire", "Mirrin Post", "Kestria Herald", "Harbour News")
    reports = [{"text": wire, "date": "2031-03-14", "publisher": outlet, "title": "Plan"} for outlet in outlets]
    reports.append({"text": "Grain prices fell in Ostrel on Friday.", "date": "2031-03-14", "title": "Grain"})
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    assert "; 3 copies of earlier reports" in dragoman("read", "many.jsonl").out
    rows = [json.loads(line) for line in dragoman("documents", "--json").out.splitlines()]
    (first,) = (row["id"] for row in rows if row["publisher"] == outlets[0])
    assert {row["publisher"]: row["copy_of"] for row in rows if row["copy_of"]} == dict.fromkeys(outlets[1:], first)
    assert dragoman("documents").out.count("(copy of ") == 3
    assert {row["facts"] > 0 for row in rows if row["title"] == "Plan"} == {True}
    assert "copies" not in dragoman("read", "many.jsonl").out


def test_json_gives_a_fact_a_line(dragoman: Run, news: Path) -> None:
    facts = [json.loads(line) for line in dragoman("read", str(news), "--json", "--no-store").out.splitlines()]
    assert [fact.get("plover") for fact in facts].count("REJECT") == 1
    assert all(NEWS[fact["offsets"]["start"] : fact["offsets"]["end"]] == fact["evidence"] for fact in facts)


def test_csv_is_the_same_from_reading_and_from_the_store(filled: Run, news: Path) -> None:
    arguments = ("--date", "2031-03-14", "--publisher", "Continental Wire", "--csv")
    read = list(csv.DictReader(io.StringIO(filled("read", str(news), *arguments).out)))
    stored = list(csv.DictReader(io.StringIO(filled("events", "--csv").out)))
    assert read
    assert sorted(read, key=lambda row: row["id"]) == sorted(stored, key=lambda row: row["id"])


def test_statements_that_were_read_can_be_listed_and_explained(filled: Run) -> None:
    (row,) = [json.loads(line) for line in filled("statements", "--json").out.splitlines()]
    assert row["content"] == "Velmoran troops had shelled a Kestrian village"
    assert row["speaker"]["affiliation"] == "KES"
    assert row["id"][:6] in filled("statements", "--actor", "Kestria").out
    assert "[cue: said]" in filled("explain", row["id"][:6]).out


def test_events_can_be_filtered(filled: Run) -> None:
    def ids(*arguments: str) -> list[str]:
        return [json.loads(line)["plover"] for line in filled("events", "--json", *arguments).out.splitlines()]

    everything = ids()
    assert {"REJECT", "ASSAULT"} <= set(everything)
    assert ids("--type", "reject") == ["REJECT"]
    assert "REJECT" in ids("--actor", "velmora")
    assert ids("--actor", "Talvia") == []
    assert "REJECT" in ids("--pair", "Velmora>Kestria")
    assert "REJECT" not in ids("--pair", "Kestria>Velmora")
    assert ids("--pair", "Kestria,Velmora", "--type", "REJECT") == ["REJECT"]
    assert ids("--from", "2031-03-20", "--to", "2031-02-01") == []
    assert len(ids("--limit", "1")) == 1
    assert len(ids("--background")) + len(ids("--news")) == len(everything)
    assert "REJECT" in ids("--factuality", "asserted")


def test_tables_say_how_much_they_show(filled: Run) -> None:
    assert "; --limit 0 shows all." in filled("events", "--limit", "1").out
    assert filled("events", "--actor", "nobody").out == "No events.\n"
    assert "1 document." in filled("documents").out
    assert filled("errors").out == "No errors.\n"


def test_actors_show_how_they_are_written(filled: Run) -> None:
    rows = [json.loads(line) for line in filled("actors", "--json").out.splitlines()]
    velmora = next(row for row in rows if row["id"] == "VEL")
    assert "Velmora" in velmora["written"]
    assert "Velmora" in filled("actors", "--search", "velm").out
    assert "id,name,kind" in filled("actors", "--csv").out


def test_code_keeps_order_ids_and_goes_on_after_a_bad_line(dragoman: Run) -> None:
    lines = [
        json.dumps({"id": "first", "text": "Velmora attacked Kestria.", "date": "2031-03-14", "title": "T"}),
        "{broken",
        "",
        json.dumps({"text": 5}),
        json.dumps({"id": 7, "text": "Kestria rejected the plan of Velmora."}),
        json.dumps({"text": "Kestria attacked.", "date": "soon"}),
        json.dumps(["no object"]),
        '{"text": "half \\ud800 a character"}',
    ]
    outcome = dragoman("code", stdin="\n".join(lines).encode() + b"\n\xff\n")
    rows = [json.loads(line) for line in outcome.out.splitlines()]
    assert outcome.code == Exit.FAILED
    assert [row["line"] for row in rows if "error" in row] == [2, 4, 6, 7, 8, 9]
    facts = [row for row in rows if "error" not in row]
    assert {fact["document"] for fact in facts} == {"first", "7"}
    assert rows.index(facts[0]) < next(n for n, row in enumerate(rows) if row.get("line") == 2)
    assert facts[0]["date"] == "2031-03-14"


def test_code_of_nothing_is_nothing(dragoman: Run) -> None:
    assert dragoman("code") == Outcome(code=0, out="", err="")


def test_version_names_all_that_decides(dragoman: Run) -> None:
    out = dragoman("version").out
    assert all(word in out for word in ("dragoman ", "codebook ", "actors ", "spacy ", "duckdb "))


def test_demo_shows_a_readout_an_explanation_and_what_to_try(dragoman: Run, tmp_path: Path) -> None:
    outcome = dragoman("demo", "--store", "demo.duckdb")
    assert outcome.code == Exit.DONE
    assert "Parties" in outcome.out
    assert "Presented as" in outcome.out
    assert "Try next:" in outcome.out
    assert (tmp_path / "demo.duckdb").exists()


def test_evaluate_scores_what_is_there_and_checks_floors(dragoman: Run, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "seed"
    folder.mkdir(parents=True)
    (folder / "report.txt").write_text(NEWS, encoding="utf-8")
    fact = {
        "kind": "event", "source": [{"actor": "Velmora"}], "target": [{"actor": "Kestria"}], "plover": "REJECT",
        "factuality": "asserted", "background": False, "trigger": "rejected",
        "evidence": "Velmora rejected Kestria's proposal for a ceasefire",
    }  # fmt: skip
    (folder / "gold-a.jsonl").write_text(json.dumps(fact), encoding="utf-8")
    floors = tmp_path / "floors.json"
    floors.write_text('{"gold.event.gold-a.f1": 0.01}', encoding="utf-8")
    passed = dragoman("evaluate", "all", "data", "--json", "--floors", "floors.json")
    assert passed.code == Exit.DONE
    assert "plv: data/plv/train.tsv is missing" in passed.err
    assert json.loads(passed.out)["figures"]["gold.event.gold-a.f1"] > 0
    floors.write_text('{"gold.event.gold-a.f1": 1.01}', encoding="utf-8")
    failed = dragoman("evaluate", "gold", "data/seed", "--floors", "floors.json")
    assert failed.code == Exit.FAILED
    assert "below its floor: gold.event.gold-a.f1" in failed.err
    assert "ours against" in failed.out


def test_a_process_of_its_own_reads_standard_input_and_writes_no_colour(tmp_path: Path) -> None:
    done = process(
        "read", "-", "--no-store", "--date", "2031-03-14", cwd=tmp_path, stdin=b"Russia attacked Ukraine on Monday."
    )
    assert done.returncode == Exit.DONE
    shown = done.stdout.decode("utf-8")
    assert "Russia → Ukraine: ASSAULT" in shown
    assert "\x1b" not in shown
    assert not any(line.endswith(" ") for line in shown.splitlines())


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path, filled: Run) -> None:
    script = f"{sys.executable} -m dragoman.cli events --json | head -c 1; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONUNBUFFERED": "1"}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, cwd=tmp_path, env=environment, check=False, timeout=60
    )
    assert done.stdout == b"{0\n"
    assert done.stderr == b""


def test_output_is_utf8_whatever_the_locale(tmp_path: Path, filled: Run) -> None:
    done = process("events", cwd=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == Exit.DONE
    assert "─" in done.stdout.decode("utf-8")

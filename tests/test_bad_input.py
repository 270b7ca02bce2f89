"""Whatever goes in: one clear line, an exit code, nothing half-written, and the rest of the batch done."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.corpus.readers import document_from_text
from dragoman.desk.problems import Exit
from dragoman.desk.reading import read_all
from dragoman.model.text import Document, DocumentError
from dragoman.pipeline import Reader
from dragoman.store import StoreError, open_store
from outcome import Outcome, Run

GOOD = "Velmora rejected Kestria's proposal for a ceasefire on Tuesday, officials in the capital said."
FRENCH = (
    "Le ministre des Affaires étrangères a rejeté mardi la proposition de cessez-le-feu, et le président a appelé à une"
    " trêve immédiate dans toute la région."
)
HOLD = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good report among bad ones."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "good.txt").write_text(GOOD, encoding="utf-8")
    return made


def lines_about(outcome: Outcome, name: str) -> list[str]:
    return [line for line in outcome.err.splitlines() if name in line]


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "no text"),
    "blank.txt": (b" \n\t\n", "no text"),
    "binary.txt": (random.Random(7).randbytes(5000), "not text"),
    "long.txt": (b"Velmora rejected the plan. " * 400_000, "limit"),
    "broken.json": (b'{"text": "Velmora', "JSON"),
    "columns.csv": (b"a,b\n1,2\n", "no column"),
    "damaged.pdf": (b"%PDF-1.7 nothing else", "PDF"),
    "damaged.docx": (b"PK\x03\x04 nothing else", "Word"),
    "damaged.parquet": (b"PAR1 nothing else", "Parquet"),
    "packed.txt.gz": (b"not packed at all", "gzip"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_line_and_the_rest_is_done(dragoman: Run, folder: Path, name: str) -> None:
    content, reason = BAD_FILES[name]
    (folder / name).write_bytes(content)
    outcome = dragoman("read", str(folder), "--date", "2031-03-14")
    assert outcome.code == Exit.FAILED
    (line,) = lines_about(outcome, name)
    assert reason.lower() in line.lower()
    with open_store("dragoman.duckdb", read_only=True) as store:
        assert store.totals().documents == 1
        assert [Path(row.location).name.split(",")[0] for row in store.errors()] == [name]


def test_a_bad_file_alone_makes_no_store(dragoman: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    outcome = dragoman("read", "empty.txt")
    assert outcome.code == Exit.USAGE
    assert outcome.out == ""
    assert len(outcome.err.splitlines()) == 1
    assert not (tmp_path / "dragoman.duckdb").exists()


def test_one_line_of_ten_million_characters_is_passed_over(dragoman: Run, folder: Path) -> None:
    rows = [json.dumps({"text": "x" * 10_000_000}), json.dumps({"text": GOOD})]
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    outcome = dragoman("read", str(folder / "rows.jsonl"), "--date", "2031-03-14")
    assert outcome.code == Exit.FAILED
    assert len(lines_about(outcome, "line 1")) == 1
    assert "REJECT" in outcome.out
    coded = dragoman("code", stdin="\n".join(rows).encode())
    first, *facts = [json.loads(line) for line in coded.out.splitlines()]
    assert first["line"] == 1
    assert "more than" in first["error"]
    assert facts[0]["plover"] == "REJECT"


def test_another_encoding_is_read(dragoman: Run, folder: Path) -> None:
    (folder / "good.txt").write_bytes(
        "Velmora’s envoy São met Kestrian officials in the capital on Monday.".encode("cp1252")
    )
    assert "São" in dragoman("read", str(folder), "--json", "--no-store").out


def test_an_unknown_date_is_said_and_counted(dragoman: Run, folder: Path) -> None:
    outcome = dragoman("read", str(folder), "--json")
    assert "good.txt: no publication date" in outcome.err
    assert "1 without a date" in outcome.err
    assert json.loads(outcome.out.splitlines()[0])["date"] is None
    assert outcome.code == Exit.DONE


def test_another_language_is_said_and_counted(dragoman: Run, folder: Path) -> None:
    (folder / "french.txt").write_text(FRENCH, encoding="utf-8")
    outcome = dragoman("read", str(folder), "--date", "2031-03-14", "--csv")
    assert "french.txt: not in English (fr)" in outcome.err
    assert "1 not in English" in outcome.err
    assert outcome.code == Exit.DONE


def test_warnings_do_not_flood(dragoman: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"text": f"{GOOD} {number}"}) for number in range(14)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    outcome = dragoman("read", "rows.jsonl")
    assert len(lines_about(outcome, "no publication date")) == 10
    assert len(lines_about(outcome, "rows.jsonl, document 3: ")) == 1
    assert "more such warnings are only counted" in outcome.err
    assert "14 without a date" in outcome.out


def test_files_of_unknown_formats_are_no_failure(dragoman: Run, folder: Path) -> None:
    (folder / "picture.xyz").write_bytes(b"\x00")
    outcome = dragoman("read", str(folder), "--date", "2031-03-14")
    assert "passed over" in outcome.err
    assert outcome.code == Exit.DONE


def test_a_missing_path_does_not_stop_the_others(dragoman: Run, folder: Path) -> None:
    outcome = dragoman("read", "nowhere.txt", str(folder), "--date", "2031-03-14")
    assert outcome.code == Exit.FAILED
    assert len(lines_about(outcome, "nowhere.txt")) == 1
    assert "REJECT" in outcome.out


WRONG_USE = (
    (("read",), "Missing argument"),
    (("read", "x", "--nonsense"), "No such option"),
    (("nonsense",), "No such command"),
    (("read", "x", "--date", "yesterday"), "YYYY-MM-DD"),
    (("read", "x", "--column", "body"), "OURS=THEIRS"),
    (("read", "x", "--column", "body=text"), "must be one of"),
    (("read", "x", "--json", "--csv"), "exclude"),
    (("read", "x", "--no-store"), "no such file"),
    (("events", "--type", "FLIRT"), "no PLOVER type"),
    (("events", "--factuality", "perhaps"), "there are asserted"),
    (("events", "--pair", "A"), "two actors"),
    (("events", "--from", "1 May"), "YYYY-MM-DD"),
    (("events", "--limit", "many"), "--limit"),
    (("evaluate", "plv", "nowhere"), "no nowhere"),
    (("evaluate", "riddles", "."), "riddles"),
    (("evaluate", "all", "."), "none of the sets"),
    (("evaluate", "gold", ".", "--floors", "nowhere.json"), "nowhere.json"),
)


@pytest.mark.parametrize(("arguments", "words"), WRONG_USE)
def test_wrong_use_is_said_in_a_line(dragoman: Run, arguments: tuple[str, ...], words: str) -> None:
    outcome = dragoman(*arguments)
    assert outcome.code == Exit.USAGE
    assert outcome.out == ""
    assert words in outcome.err.splitlines()[-1]


def test_a_model_that_is_not_installed_and_a_bad_actor_file(
    dragoman: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    missing = dragoman("read", str(folder), "--no-store", "--model", "xx_no_such_model")
    assert missing.code == Exit.USAGE
    assert "pip install" in missing.err
    (folder / "actors.yaml").write_text("- {id: x}", encoding="utf-8")
    wrong = dragoman("read", str(folder), "--no-store", "--actors", str(folder / "actors.yaml"))
    assert wrong.code == Exit.USAGE
    assert "actors.yaml, entry 1" in wrong.err


@pytest.mark.parametrize("command", ["events", "actors", "documents", "errors"])
def test_no_store_is_a_problem_of_the_store(dragoman: Run, command: str) -> None:
    outcome = dragoman(command)
    assert outcome.code == Exit.STORE
    assert "there is no store dragoman.duckdb" in outcome.err


def test_a_store_in_use_is_said_before_anything_is_read(dragoman: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "held.duckdb"
    open_store(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        outcome = dragoman("read", str(folder), "--store", str(path))
        process.communicate()
    assert outcome.code == Exit.STORE
    assert outcome.err.count("\n") == 1
    assert "in use by process" in outcome.err


def test_a_store_that_is_something_else(dragoman: Run, folder: Path) -> None:
    outcome = dragoman("read", str(folder), "--store", str(folder / "good.txt"))
    assert outcome.code == Exit.STORE
    assert "not a Dragoman store" in outcome.err
    assert (folder / "good.txt").read_text(encoding="utf-8") == GOOD


def test_a_full_disk_ends_the_run_and_keeps_whole_documents(
    dragoman: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [json.dumps({"text": f"{GOOD} {number}", "date": "2031-03-14"}) for number in range(6)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.setattr("dragoman.store.duckdb.BATCH_DOCUMENTS", 2)
    from dragoman.store.duckdb import DuckDBStore

    flush = DuckDBStore.flush
    calls: list[int] = []

    def full(self: DuckDBStore) -> None:
        if len(self._pending) == 2:
            calls.append(1)
            if len(calls) == 3:
                raise StoreError("dragoman.duckdb: the disk is full")
        flush(self)

    monkeypatch.setattr(DuckDBStore, "flush", full)
    outcome = dragoman("read", "rows.jsonl")
    assert outcome.code == Exit.STORE
    assert outcome.err == "dragoman: dragoman.duckdb: the disk is full\n"
    with open_store("dragoman.duckdb") as store:
        assert store.totals().documents == 4
        assert all(row.events for row in store.documents())


def test_a_document_that_no_store_takes_leaves_the_others(dragoman: Run, tmp_path: Path) -> None:
    rows = [json.dumps({"title": "half \ud800", "text": GOOD}), json.dumps({"text": GOOD})]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    outcome = dragoman("read", "rows.jsonl", "--date", "2031-03-14")
    assert outcome.code == Exit.FAILED
    assert len(lines_about(outcome, "can't be stored")) == 1
    assert "REJECT" in outcome.out


def test_ctrl_c_keeps_what_was_read(dragoman: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [json.dumps({"text": f"{GOOD} {number}", "date": "2031-03-14"}) for number in range(3)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    from dragoman.commands.session import Session

    def interrupted(self: Session, reading: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "_remember", interrupted)
    outcome = dragoman("read", "rows.jsonl")
    assert outcome.code == Exit.STOPPED
    assert "run the same again to go on" in outcome.err
    with open_store("dragoman.duckdb") as store:
        assert store.totals().documents == 1


def test_an_error_of_the_program_itself_is_a_line_and_debug_shows_where(
    dragoman: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.cli import main

    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("dragoman.commands.version.codebook_version", broken)
    assert dragoman("version").err.count("\n") == 1
    with pytest.raises(SystemExit):
        main(["version", "--debug"])
    assert "Traceback" in capsys.readouterr().err


class Stumbling:
    """A reader that fails on some texts, in the way a rule would."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read_documents(self, documents: object) -> object:
        for report in self._reader.read_documents(documents):  # type: ignore[arg-type]
            if "stumble" in report.document.text:
                raise IndexError("no such token")
            yield report


def test_a_document_that_trips_a_rule_leaves_the_others(reader: Reader) -> None:
    texts = ["One.", "stumble here", "Two.", "Three.", "stumble again", "Four."]
    items: list[tuple[int, Document | str]] = [(n, document_from_text(text)) for n, text in enumerate(texts)]
    items.insert(3, (99, "passed on"))
    results = list(read_all(Stumbling(reader), items))  # type: ignore[arg-type]
    assert [place for place, _ in results] == [0, 1, 2, 99, 3, 4, 5]
    failed = [result for _, result in results if isinstance(result, DocumentError)]
    assert len(failed) == 2
    assert "IndexError: no such token" in failed[0].reason


def test_an_error_of_the_input_is_not_swallowed(reader: Reader) -> None:
    def items() -> object:
        yield 0, document_from_text("One.")
        raise StoreError("gone")

    results = read_all(reader, items())  # type: ignore[arg-type]
    assert next(results)[0] == 0
    with pytest.raises(StoreError, match="gone"):
        next(results)

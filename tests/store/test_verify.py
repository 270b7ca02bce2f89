"""Every defect that is made is said in a line of its own, and a sound store has none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from archives import coded, filled
from dragoman.store import open_store
from dragoman.store.archive_parts import hashes
from dragoman.store.transfer import Form, export_store
from dragoman.store.verify import SHOWN, verify
from samples import SETUP

FACT = "(SELECT min(id) FROM facts)"
DEFECTS = {
    "UPDATE fact_spans SET span_end = 5000 WHERE position = 0 AND fact_id = " + FACT: "to 5000 is not in document",
    "UPDATE fact_spans SET span_start = -1 WHERE position = 0 AND fact_id = " + FACT: "at -1 to",
    "UPDATE fact_spans SET in_document = 'none' WHERE position = 0 AND fact_id = " + FACT: "none, which is missing",
    "UPDATE attributions SET span_start = 3, span_end = 3 WHERE position = 0": "its attributions at 3 to 3",
    "INSERT INTO fact_phrases VALUES ('0badc0de', 'term', 0, 'x')": "fact_phrases: its fact 0badc0de is missing",
    "DELETE FROM events WHERE fact_id = " + FACT: "has no row in events",
    "DELETE FROM documents WHERE title = 'Plan 0'": "is missing",
    "UPDATE documents SET title = 'Plan B' WHERE title = 'Plan 0'": "what it holds has the id",
    "INSERT INTO documents SELECT * FROM documents WHERE title = 'Plan 0'": "is there 2 times",
    "UPDATE facts SET payload = '{}' WHERE id = " + FACT: "can't be rebuilt",
    "UPDATE facts SET run = 9 WHERE id = " + FACT: "facts.run: there is no run 9",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "b.duckdb"
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for number in range(3):
            store.add(coded(number), run)
    return path


def test_a_sound_store_has_no_defects(tmp_path: Path, file: Path) -> None:
    assert list(verify(file)) == []
    assert list(verify(filled(tmp_path / "a"))) == []


@pytest.mark.parametrize("change", DEFECTS)
def test_a_defect_of_a_table_is_said(file: Path, change: str) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute(change)
    lines = list(verify(file))
    assert any(DEFECTS[change] in line for line in lines), lines
    assert all("\n" not in line for line in lines)


def test_a_defect_of_an_archive_is_said_though_its_hashes_fit(tmp_path: Path, file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("UPDATE fact_spans SET span_end = 5000 WHERE position = 0")
    export_store(file, tmp_path / "a", Form.ARCHIVE)
    assert sum("to 5000 is not in document" in line for line in verify(tmp_path / "a")) == 6


def test_files_of_an_archive_that_are_not_what_was_written_are_said(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a")
    first, second, third = sorted((archive / "parts").iterdir())
    (first / "facts.parquet").write_bytes(b"PAR1 something else")
    (second / "events.parquet").unlink()
    (third / "more.parquet").write_bytes(b"")
    lines = list(verify(archive))
    assert lines[:3] == [
        "parts/0001-000001/facts.parquet: the content is not what was written (SHA-256 differs)",
        "parts/0001-000002/events.parquet: the file is missing",
        "parts/0001-000003/more.parquet: the manifest does not know this file",
    ]
    assert len(lines) == 4


def test_a_manifest_that_does_not_fit_its_files_is_said(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=2)
    first, second = (part / "part.json" for part in sorted((archive / "parts").iterdir()))
    held = json.loads(first.read_text())
    first.write_text(json.dumps(held | {"documents": held["documents"][:1], "rows": held["rows"] | {"facts": 7}}))
    second.write_text("{}")
    lines = list(verify(archive))
    assert lines[0] == "parts/0001-000001: 4 rows of facts, the manifest says 7"
    assert lines[1] == "parts/0001-000001: part.json names 1 documents, of 2"
    assert "part.json can't be read" in lines[2]


def test_an_event_without_rows_of_dyads_is_said(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    (part,) = (archive / "parts").iterdir()
    shutil.rmtree(part / "event_rows" / "year=none")
    held = json.loads((part / "part.json").read_text())
    rows = held["rows"] | {"event_rows": 2}
    files = {name: value for name, value in hashes(part).items() if name != "part.json"}
    (part / "part.json").write_text(json.dumps(held | {"rows": rows, "files": files}))
    lines = list(verify(archive))
    assert len(lines) == 2
    assert all("is in no file of rows of dyads" in line for line in lines)


def test_many_of_one_sort_are_told_as_a_number(file: Path) -> None:
    with duckdb.connect(str(file)) as connection:
        connection.execute("INSERT INTO fact_phrases SELECT 'f' || i, 'term', 0, 'x' FROM range(100) t(i)")
    lines = [line for line in verify(file) if "fact_phrases" in line]
    assert len(lines) == SHOWN + 1
    assert lines[-1] == "and 80 more rows of fact_phrases without their fact"

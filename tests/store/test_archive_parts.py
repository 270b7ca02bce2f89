"""Parts of an archive appear whole, once, and with the same bytes; one writer at a time."""

from __future__ import annotations

import json
import multiprocessing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dragoman.store import StoreError
from dragoman.store.archive_parts import (
    begin_session,
    list_parts,
    make_archive,
    part_key,
    read_part_manifest,
    write_part,
)
from dragoman.store.archive_runs import (
    FileRead,
    archive_lock,
    open_lock,
    read_files,
    take_alone,
    take_shared,
    write_files,
)
from dragoman.store.kinds import Row
from dragoman.store.schema import TABLES

DAY = date(1987, 3, 2)


def _document(key: str) -> Row:
    return (key, "Title", "Arland met Borland.", DAY, "Agency", None, "en", 1, 1)


def _fact(key: str, document: str, day: date | None) -> Row:
    return (
        key, document, 0, "event", "asserted", str(day or ""), None, day, day, "stated", None, None, "r", "x", 0.5, 1,
        "{}",
    )  # fmt: skip


def _actor(fact: str, role: str, name: str) -> Row:
    return (fact, role, 0, name, name.title(), "state", name.upper(), None, None, False, name)


ROWS: dict[str, list[Row]] = {
    "documents": [_document("d1"), _document("d2")],
    "facts": [_fact("f1", "d1", DAY), _fact("f2", "d2", None)],
    "events": [(f"f{n}", "MEET", None, None, "040", 1, 1.0, False, True, "met") for n in (1, 2)],
    "fact_actors": [
        _actor(fact, role, name) for fact in ("f1", "f2") for role, name in (("source", "arl"), ("target", "bor"))
    ],
}


def _write(archive: Path, rows: dict[str, list[Row]] = ROWS, documents: tuple[str, ...] = ("d1", "", "d2")) -> bool:
    return write_part(archive, part_key(1, 1), rows, run=1, setup="s", documents=documents, failed=("e",))


def test_a_part_holds_its_rows_with_the_types_of_the_store_and_its_dyads_by_year(tmp_path: Path) -> None:
    make_archive(tmp_path / "a")
    assert _write(tmp_path / "a")
    part = read_part_manifest(tmp_path / "a" / "parts" / "0001-000001")
    assert part.inputs == ("d1", "e", "d2")
    assert part.rows == {"documents": 2, "facts": 2, "events": 2, "fact_actors": 4, "event_rows": 4}
    kinds = duckdb.sql(f"DESCRIBE SELECT * FROM '{part.path}/facts.parquet'").fetchall()
    assert {row[0]: row[1] for row in kinds} == dict(TABLES["facts"])
    dyads = duckdb.sql(f"SELECT source, target FROM '{part.path}/event_rows/year=1987/rows.parquet'").fetchall()
    assert dyads == [("arl", "bor"), ("bor", "arl")]
    assert (part.path / "event_rows" / "year=none" / "rows.parquet").exists()


def test_the_same_rows_give_the_same_bytes_and_nothing_unfinished_stays(tmp_path: Path) -> None:
    for name in "ab":
        make_archive(tmp_path / name)
        _write(tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*") if path.is_file())
    assert len(files) == 8
    assert all((tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes() for path in files)
    assert not list((tmp_path / "a" / "tmp").iterdir())


def test_a_part_is_written_once_and_another_one_never_takes_its_place(tmp_path: Path) -> None:
    make_archive(tmp_path)
    assert _write(tmp_path)
    assert not _write(tmp_path)
    with pytest.raises(StoreError, match="another content"):
        _write(tmp_path, documents=("d3", "", "d2"))
    assert [part.key for part in list_parts(tmp_path)] == ["0001-000001"]
    assert not list((tmp_path / "tmp").iterdir())


def test_a_part_that_a_compacted_one_replaces_counts_no_more(tmp_path: Path) -> None:
    make_archive(tmp_path)
    _write(tmp_path)
    whole = json.loads((tmp_path / "parts" / "0001-000001" / "part.json").read_text())
    (tmp_path / "compact" / "0001").mkdir()
    (tmp_path / "compact" / "0001" / "part.json").write_text(json.dumps(whole | {"parts": ["0001-000001"]}))
    assert [part.key for part in list_parts(tmp_path)] == ["0001"]


def test_a_folder_with_something_else_in_it_does_not_become_an_archive(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(StoreError, match="no archive"):
        make_archive(tmp_path)


def test_the_files_of_a_run_are_added_to(tmp_path: Path) -> None:
    make_archive(tmp_path)
    first, second = (FileRead(path=name, size=1, content="c", options="o") for name in ("one\udcff", "two"))
    write_files(tmp_path, 1, [first])
    write_files(tmp_path, 1, [first, second])
    assert list(read_files(tmp_path)) == [first, second]


def _hold(path: Path, ready: multiprocessing.synchronize.Event, end: multiprocessing.synchronize.Event) -> None:
    with archive_lock(path):
        ready.set()
        end.wait(20)


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, end = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, ready, end))
    other.start()
    assert ready.wait(20)
    with pytest.raises(StoreError, match=f"written by process {other.pid} "), archive_lock(tmp_path):
        pass
    end.set()
    other.join()
    with open_lock(tmp_path) as first, open_lock(tmp_path) as second:
        take_shared(tmp_path, first)
        take_shared(tmp_path, second)
        assert not take_alone(first)
    with archive_lock(tmp_path):
        assert (tmp_path / "lock").exists()


def test_a_worker_of_an_earlier_session_can_not_let_its_part_appear(tmp_path: Path) -> None:
    make_archive(tmp_path)
    earlier = begin_session(tmp_path)
    begin_session(tmp_path)
    with pytest.raises(StoreError):
        write_part(tmp_path, part_key(1, 1), ROWS, run=1, setup="s", documents=("d1", "d2"), session=earlier)
    assert not list((tmp_path / "parts").iterdir())

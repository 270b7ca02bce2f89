"""Compacting changes where rows stand and nothing else, wherever it is stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from archives import coded, filled
from dragoman.store import StoreError, open_store
from dragoman.store.archive_compact import compact
from dragoman.store.archive_parts import list_parts, read_part_manifest
from dragoman.store.archive_runs import read_runs, write_run
from dragoman.store.verify import verify
from samples import SETUP

# Ends the process at once, as a crash does, in place of the so-manieth call of a function that compacting needs.
STOPPED = """
import os, sys
from pathlib import Path
from dragoman.store import archive_compact as part
name, call, archive = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
real, calls = getattr(part, name), []
def stop(*given, **named):
    calls.append(1)
    if len(calls) == call:
        os._exit(9)
    return real(*given, **named)
setattr(part, name, stop)
part.compact(archive, documents=4)
"""


def _content(archive: Path) -> list[Any]:
    with open_store(archive, read_only=True) as store:
        rows = store.event_table().rows()
        rows = rows.sort(rows.columns)
        return [store.totals(), store.documents(), store.facts(), store.actors(), rows.rows()]


def test_the_same_is_found_in_fewer_files_sorted_within_each_year(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=4)
    before = _content(archive)
    (made,) = compact(archive)
    assert (made.key, made.parts, made.documents) == ("0001", 4, 8)
    assert _content(archive) == before
    assert list((archive / "parts").iterdir()) == list((archive / "tmp").iterdir()) == []
    (part,) = list_parts(archive)
    assert part.rows["facts"] == 16
    assert len(part.parts) == 4
    years = sorted(path.name for path in (part.path / "event_rows").iterdir())
    assert years == ["year=2030", "year=2031", "year=none"]
    for path in part.path.glob("event_rows/*/rows.parquet"):
        rows = duckdb.sql(f"SELECT source, target, day FROM '{path}'").fetchall()
        assert rows == sorted(rows, key=lambda row: (row[0], row[1], str(row[2])))
    assert list(verify(archive)) == []
    assert compact(archive) == []


def test_large_parts_stay_and_small_ones_join_the_next(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=5)
    assert [(made.parts, made.documents) for made in compact(archive, documents=4)] == [(2, 4), (2, 4)]
    with open_store(archive) as store:
        store.add(coded(50), store.begin_run(SETUP))
    before = _content(archive)
    assert [(made.key, made.documents) for made in compact(archive, documents=4)] == [("0003", 3)]
    assert [part.key for part in list_parts(archive)] == ["0001", "0002", "0003"]
    with open_store(archive) as store:
        store.add(coded(51), store.begin_run(SETUP))
    assert [made.parts for made in compact(archive, documents=4)] == [2]
    assert [part.key for part in list_parts(archive)] == ["0001", "0002", "0004"]
    assert _content(archive)[0].documents == before[0].documents + 1
    assert list(verify(archive)) == []


@pytest.mark.parametrize(("name", "call"), [("write_manifest", 1), ("settle", 2), ("_take_away", 2)])
def test_a_crash_loses_and_doubles_nothing_and_the_next_time_is_done(tmp_path: Path, name: str, call: int) -> None:
    archive = filled(tmp_path / "a", parts=4)
    before = _content(archive)
    done = subprocess.run([sys.executable, "-c", STOPPED, name, str(call), str(archive)], env=os.environ, check=False)
    assert done.returncode == 9
    assert _content(archive) == before
    compact(archive)
    assert _content(archive) == before
    assert list((archive / "parts").iterdir()) == list((archive / "tmp").iterdir()) == []
    assert list(verify(archive)) == []


def test_parts_of_a_run_that_is_not_done_stay(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=2)
    (run,) = read_runs(archive)
    write_run(archive, replace(run, state="open"))
    assert compact(archive) == []
    write_run(archive, run)
    assert len(compact(archive)) == 1


def test_rows_that_a_part_has_lost_stop_it(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=2)
    (archive / "parts" / "0001-000002" / "facts.parquet").unlink()
    with pytest.raises(StoreError, match=r"say they have 8 rows of facts, their files 4; nothing was changed"):
        compact(archive)
    assert len(list(list_parts(archive))) == 2
    assert list((archive / "tmp").iterdir()) == []


def test_a_number_of_a_part_is_not_given_twice_to_a_run_that_goes_on(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=0)
    with open_store(archive) as store:
        run = store.begin_run(SETUP)
        for number in (1, 3):
            store.add(coded(number), run)
            store.flush()
    compact(archive)
    with open_store(archive) as store:
        store.add(coded(2), run)
    keys = [part.key for part in list_parts(archive)]
    assert keys == ["0001", "0002-000003"]
    assert read_part_manifest(archive / "compact" / "0001").parts == ("0002-000001", "0002-000002")
    assert _content(archive)[0].documents == 3


def test_a_reader_that_is_open_meanwhile_goes_on(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=4)
    with open_store(archive, read_only=True) as store:
        before = store.totals()
        compact(archive)
        assert store.totals() == before
        assert len(store.documents()) == 8

"""The desk over an archive: others add parts meanwhile, and what the desk keeps goes where it belongs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from archives import coded, filled
from dragoman.desk.shared import SharedStore
from dragoman.store import Upload, open_store
from dragoman.store.archive_parts import list_parts, part_key, write_part
from dragoman.store.archive_runs import archive_lock
from dragoman.store.kinds import Row
from dragoman.store.rows import report_rows
from samples import SETUP


def _another_process_reads(archive: Path, number: int) -> None:
    """A part appears as ``dragoman read`` lets it appear."""
    report = coded(number)
    rows: dict[str, list[Row]] = {}
    for table, row in report_rows(report, added=1, run=1):
        rows.setdefault(table, []).append(row)
    write_part(archive, part_key(1, number), rows, run=1, setup=SETUP.id, documents=[report.document.id])


def test_readers_see_new_parts_while_the_archive_is_written_and_may_say_something_of_it(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    shared = SharedStore(archive)
    with archive_lock(archive):
        with shared.reading() as store:
            stamp = store.stamp()
            assert store.totals().documents == 2
            _another_process_reads(archive, 50)
            with shared.reading() as other:
                assert other.totals().documents == 3
                assert other.stamp() != stamp
        with shared.changing() as store:
            store.add_upload(Upload(id="1", name="a.txt", received=datetime(2031, 1, 1)), b"text")
    with shared.reading() as store:
        assert [upload.name for upload in store.uploads()] == ["a.txt"]
    shared.close()


def test_what_the_desk_reads_becomes_parts_of_one_run_and_others_may_write_in_between(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    shared = SharedStore(archive)
    with shared.changing() as store:
        run = store.begin_run(SETUP, ("desk", "a.txt"))
    for number in (20, 21):
        with archive_lock(archive):
            pass
        with shared.changing() as store:
            store.add(coded(number), run)
    shared.close()
    assert [part.key for part in list_parts(archive)] == ["0001-000001", "0002-000001", "0002-000002"]
    with open_store(archive, read_only=True) as store:
        assert [run.arguments for run in store.runs()] == [("made",), ("desk", "a.txt")]
        assert store.count_documents(since_run=2) == 2

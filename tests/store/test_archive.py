"""An archive is a store that others add to while it is open, and that is never rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from archives import coded, filled, story
from dragoman.model.dyads import DyadQuery, Member, Side
from dragoman.model.text import DocumentError
from dragoman.store import (
    Added,
    EventFilter,
    ImportedFile,
    OtherSetupError,
    StoreError,
    Upload,
    open_events,
    open_store,
)
from dragoman.store.archive_parts import list_parts, part_key, write_part
from dragoman.store.archive_runs import archive_lock, read_runs
from dragoman.store.kinds import Row
from dragoman.store.rows import report_rows
from samples import SETUP
from store_rows import imported

OTHER = replace(SETUP, actors="tables 1")


def test_each_flush_is_a_part_and_the_run_is_done_when_the_store_is_closed(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=3)
    assert [part.key for part in list_parts(archive)] == ["0001-000001", "0001-000002", "0001-000003"]
    (run,) = read_runs(archive)
    assert (run.state, run.parts, run.setup, run.arguments) == ("done", 3, SETUP.id, ("made",))
    with open_store(archive, read_only=True) as store:
        (noted,) = store.runs()
        assert (noted.setup, noted.arguments, noted.started.tzinfo) == (SETUP, ("made",), None)


def test_rows_of_dyads_are_those_that_a_file_gives(tmp_path: Path) -> None:
    archive, file = filled(tmp_path / "a"), tmp_path / "b.duckdb"
    with open_store(file) as store:
        run = store.begin_run(SETUP)
        for number in range(6):
            store.add(coded(number), run)
    frames = []
    sides = [Side(id=key, name=key, members=(Member(side=key),)) for key in ("VEL", "KES")]
    query = DyadQuery(first=sides[0], second=sides[1])
    for path in (archive, file):
        with open_events(path) as table:
            rows = table.rows().sort("id", "source", "target")
            frames.append((rows, table.counts(query), [line.text for line in table.lines(query, *_ALL)]))
    assert frames[0][0].equals(frames[1][0])
    assert len(frames[0][0]) == 18
    assert frames[0][1].equals(frames[1][1])
    assert frames[0][2] == frames[1][2]
    assert frames[0][2][0]


_ALL = (story(0).published or datetime.min.date(), story(400).published or datetime.max.date())


def test_parts_that_another_store_adds_are_seen_by_the_next_reader_and_change_the_stamp(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    with open_store(archive, read_only=True) as reader:
        before = reader.stamp()
        assert reader.stamp() == before
        report = coded(7)
        rows: dict[str, list[Row]] = {}
        for table, row in report_rows(report, added=1, run=1):
            rows.setdefault(table, []).append(row)
        write_part(archive, part_key(1, 7), rows, run=1, setup=SETUP.id, documents=[report.document.id])
        with reader.twin() as twin:
            assert twin.totals().documents == 3
            assert twin.document(story(7).id) == story(7)
        assert reader.stamp() != before


def test_what_is_no_document_stands_in_the_file_of_the_desk(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    row = {"id": "1", "source": "USA", "target": "RUS", "source_side": "USA", "target_side": "RUS", "plover": "AID"}
    with open_store(archive) as store:
        run = store.begin_run(OTHER, ("import",))
        assert store.import_rows("icews", imported([row]), run) == 1
        store.note_import(ImportedFile(dataset="icews", format="f", file="x", rows=1, added=1, rejected=0), run)
        store.add_error(DocumentError(location="x", reason="it is empty"), run)
        store.set_setting("language", "en")
        store.add_upload(Upload(id="1", name="a.txt", received=datetime(2031, 1, 1)), b"text")
    with open_store(archive, read_only=True) as store:
        assert [error.run for error in store.errors()] == [2]
        assert store.totals().imported == {"icews": 1}
        assert store.setting("language") == "en"
        assert store.waiting_upload() is not None
        assert [file.file for file in store.imports()] == ["x"]
        assert store.event_table().datasets() == {"dragoman": 6, "icews": 1}
    assert len(list(list_parts(archive))) == 1


def test_a_document_that_is_there_stays_and_another_setup_is_refused(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    with open_store(archive) as store:
        run = store.begin_run(SETUP)
        assert store.add(coded(0), run) is Added.KNOWN
        with pytest.raises(StoreError, match="never coded again; make a new archive"):
            store.add(coded(0), run, again=True)
        other = store.begin_run(OTHER)
        with pytest.raises(OtherSetupError, match="actors 'tables 0', now 'tables 1'"):
            store.add(coded(9), other)
        assert store.totals().documents == 2


def test_who_codes_waits_for_the_writer_and_who_says_something_of_facts_does_not(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    with archive_lock(archive), open_store(archive) as store:
        store.set_setting("name", "Ada")
        with pytest.raises(StoreError, match="is being written by process"):
            store.begin_run(SETUP)
        assert store.setting("name") == "Ada"


def test_only_reading_makes_nothing(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=0)
    (archive / "desk.duckdb").unlink()
    before = sorted(archive.rglob("*"))
    with open_store(archive, read_only=True) as store:
        assert store.events() == store.errors() == store.documents() == store.reviews() == []
        assert store.setting("name") == ""
        assert store.count_events(EventFilter(actor="VEL")) == 0
    assert sorted(archive.rglob("*")) == before


def test_a_file_of_the_desk_that_comes_later_is_seen(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a", parts=1)
    (archive / "desk.duckdb").unlink()
    with open_store(archive, read_only=True) as reader:
        assert reader.setting("name") == ""
        with open_store(archive) as writer:
            writer.set_setting("name", "Ada")
        with reader.twin() as twin:
            assert twin.setting("name") == "Ada"


def test_a_folder_that_is_no_archive_and_one_of_another_version_are_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder and no archive"):
        open_store(tmp_path)
    (tmp_path / "archive.json").write_text('{"format": "dragoman archive", "schema": 99}')
    with pytest.raises(StoreError, match="has schema version 99"):
        open_store(tmp_path)


def test_opening_reads_no_manifest(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a")
    for part in (archive / "parts").iterdir():
        (part / "part.json").write_text("not read")
    with open_store(archive, read_only=True) as store:
        assert store.totals().documents == 6

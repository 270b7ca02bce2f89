"""A store is the same in each form, and a form appears whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from archives import coded, filled
from dragoman.model.text import DocumentError
from dragoman.store import Store, StoreError, open_store
from dragoman.store.archive_parts import list_parts
from dragoman.store.info import store_info
from dragoman.store.schema import TABLES
from dragoman.store.transfer import Form, export_store
from dragoman.store.verify import verify
from samples import SETUP
from store_rows import imported

ROW = {"id": "1", "source": "USA", "target": "RUS", "source_side": "USA", "target_side": "RUS", "plover": "AID"}


def _add_all(store: Store) -> None:
    """Everything that a store may hold besides documents."""
    run = store.begin_run(SETUP, ("import",))
    store.import_rows("icews", imported([ROW]), run)
    store.add_error(DocumentError(location="x", reason="it is empty"), run)
    store.set_setting("language", "en")


def _content(path: Path) -> list[Any]:
    with open_store(path, read_only=True) as store:
        rows = store.event_table().rows()
        rows = rows.sort(rows.columns)
        kept = (store.totals(), store.documents(), store.facts(), store.errors(), store.setting("language"))
        return [*kept, [(run.id, run.setup, run.arguments) for run in store.runs()], rows.rows()]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = filled(tmp_path / "a")
    with open_store(path) as store:
        _add_all(store)
    return path


def test_an_archive_becomes_a_file_and_the_file_an_archive(archive: Path, tmp_path: Path) -> None:
    rows = export_store(archive, tmp_path / "b.duckdb", Form.DUCKDB)
    assert (rows["documents"], rows["facts"], rows["imported_events"], rows["errors"]) == (6, 12, 1, 1)
    export_store(tmp_path / "b.duckdb", tmp_path / "c", Form.ARCHIVE)
    held = _content(archive)
    for path in (tmp_path / "b.duckdb", tmp_path / "c"):
        assert _content(path) == held
        assert list(verify(path)) == []
    (part,) = list_parts(tmp_path / "c")
    assert len(part.inputs) == 7, "six documents and one error, so that reading again passes them over"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b.duckdb", "c"]


def test_an_archive_that_was_exported_takes_more_documents(archive: Path, tmp_path: Path) -> None:
    export_store(archive, tmp_path / "c", Form.ARCHIVE)
    with open_store(tmp_path / "c") as store:
        run = store.begin_run(SETUP)
        assert run.id == 3
        store.add(coded(77), run)
    assert _content(tmp_path / "c")[0].documents == 7


def test_parquet_has_a_file_for_each_table_with_rows(archive: Path, tmp_path: Path) -> None:
    rows = export_store(archive, tmp_path / "p", Form.PARQUET)
    tables = {path.stem for path in (tmp_path / "p").glob("*.parquet")}
    assert tables == set(rows) - {"event_rows"}
    assert tables <= set(TABLES)
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/p/facts.parquet'").fetchall() == [(12,)]
    assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/p/event_rows/*/*.parquet'").fetchall() == [(18,)]


def test_an_empty_store_takes_each_form(tmp_path: Path) -> None:
    open_store(tmp_path / "b.duckdb").close()
    for form in Form:
        assert export_store(tmp_path / "b.duckdb", tmp_path / f"{form}.duckdb", form) == {}
    assert _content(tmp_path / "archive.duckdb") == _content(tmp_path / "duckdb.duckdb")


def test_what_is_there_and_what_several_setups_coded_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "b.duckdb"
    with open_store(path) as store:
        for number, setup in enumerate((SETUP, replace(SETUP, actors="tables 1"))):
            store.add(coded(number), store.begin_run(setup))
    with pytest.raises(StoreError, match="coded by 2 setups, and an archive holds one"):
        export_store(path, tmp_path / "c", Form.ARCHIVE)
    with pytest.raises(StoreError, match="is there already"):
        export_store(path, path, Form.DUCKDB)
    assert [item.name for item in tmp_path.iterdir()] == ["b.duckdb"]


def test_figures_are_the_same_for_each_form_except_where_it_stands(archive: Path, tmp_path: Path) -> None:
    export_store(archive, tmp_path / "b.duckdb", Form.DUCKDB)
    first, second = store_info(archive), store_info(tmp_path / "b.duckdb")
    assert (first.is_archive, first.parts, first.compacted) == (True, 3, 0)
    assert (first.documents, first.errors, first.runs, dict(first.kinds)) == (6, 1, 2, {"event": 12})
    assert (dict(first.years), dict(first.outlets)) == ({"2030": 2, "2031": 4}, {"Wire 0": 3, "Wire 1": 3})
    assert [(coded_by.setup, coded_by.documents) for coded_by in first.setups] == [(SETUP, 6)]
    names = ("path", "is_archive", "size", "parts")
    same = replace(second, **{name: getattr(first, name) for name in names})
    assert same == first
    assert 0 < first.size < second.size

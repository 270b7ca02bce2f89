"""A store of an earlier version is read as it is, and brought up to date without losing anything."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dragoman.store import EventFilter, FactFilter, StoreError, open_store
from dragoman.store.event_views import EVENT_VIEWS
from dragoman.store.migrate import NEEDED, STANDING_IN, STEPS
from dragoman.store.schema import SCHEMA_VERSION, TABLES
from dragoman.store.views import VIEWS
from kinds import news, one_of_each
from old_store import contents, write_old_store
from samples import SETUP, Report, document, full_event

HOME = document()
EVENT = full_event(HOME)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "it's old.duckdb"
    write_old_store(path, HOME, EVENT)
    return path


def test_every_step_from_the_first_version_on_is_there() -> None:
    assert set(STEPS) == set(STANDING_IN) == set(range(1, SCHEMA_VERSION))
    assert set(NEEDED) == set(range(1, SCHEMA_VERSION + 1))
    assert NEEDED[SCHEMA_VERSION] == set(TABLES)


def test_opening_for_writing_keeps_every_row(old: Path) -> None:
    before = contents(old)
    open_store(old).close()
    after = contents(old)
    assert {name: rows for name, rows in after.items() if rows and name != "meta"} == {
        name: rows for name, rows in before.items() if name != "meta"
    }
    assert set(after) == set(TABLES)
    with duckdb.connect(str(old), read_only=True) as connection:
        assert connection.execute("SELECT value FROM meta").fetchall() == [(str(SCHEMA_VERSION),)]
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        assert {row[0] for row in views} == set(VIEWS)
        row = connection.execute("SELECT source, plover FROM event_list").fetchone()
        assert row == ("Velmora|Ilva Törrane", "REJECT")


@pytest.mark.parametrize("read_only", [False, True])
def test_what_was_in_it_is_found(old: Path, read_only: bool) -> None:
    with open_store(old, read_only=read_only) as store:
        (row,) = store.events(EventFilter(actor="Velmora"))
        assert (row.event, row.document, row.run) == (EVENT, HOME, 1)
        assert [row.fact for row in store.facts()] == [store.fact(EVENT.id[:6]).fact] == [EVENT]
        assert store.facts(FactFilter(kinds=["position"])) == []
        assert store.facts(FactFilter(issue="plan")) == []
        assert {(row.id, row.events, row.facts) for row in store.actors()} == {
            ("VEL", 1, 1), ("KES", 1, 1), ("ilva-torrane", 1, 1),
        }  # fmt: skip
        assert [row.location for row in store.errors()] == ["b.txt"]
        assert [row.facts for row in store.documents()] == [1]
        assert dict(store.totals().kinds) == {"event": 1}
        assert store.runs()[0].setup == SETUP


def test_looking_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    with open_store(old, read_only=True) as store:
        store.facts()
    assert old.read_bytes() == before


def test_a_store_of_the_version_before_copies_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "four.duckdb"
    with open_store(path) as store:
        store.add(Report(HOME, (EVENT,)), store.begin_run(SETUP))
    with duckdb.connect(str(path)) as connection:
        for view in EVENT_VIEWS:
            (made,) = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = ?", [view]).fetchone() or (
                "",
            )
            columns = [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall() if row[0] != "copies"]
            connection.execute(f"CREATE TABLE kept AS SELECT {', '.join(columns)} FROM {view}")
            assert "copies" in made
            connection.execute(f"DROP VIEW {view}")
            connection.execute(f"ALTER TABLE kept RENAME TO old_{view}")
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM old_{view}")
        connection.execute("DROP TABLE copies")
        connection.execute("UPDATE meta SET value = '4' WHERE key = 'schema_version'")
    for read_only in (True, False):
        with open_store(path, read_only=read_only) as store:
            assert [row.copy_of for row in store.documents()] == [None]
            assert [home.id for home in store.originals()] == [HOME.id]
            assert store.totals().copies == 0
            with store.event_table() as events:
                assert set(events.rows()["copies"].to_list()) == {0}
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT value FROM meta").fetchall() == [(str(SCHEMA_VERSION),)]


def test_facts_of_all_kinds_can_be_added_afterwards(old: Path) -> None:
    home = news()
    made = one_of_each(home)
    with open_store(old) as store:
        store.add(Report(home, tuple(made.values())), store.begin_run(SETUP))
    with open_store(old, read_only=True) as store:
        assert {row.fact.id for row in store.facts()} == {EVENT.id, *(fact.id for fact in made.values())}
        assert store.runs()[-1].id == 2


def test_a_step_that_fails_leaves_the_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(old)
    monkeypatch.setattr("dragoman.store.migrate.STEPS", {**STEPS, 1: (*STEPS[1], "nonsense")})
    with pytest.raises(StoreError, match="nonsense"):
        open_store(old)
    assert contents(old) == before
    monkeypatch.undo()
    with open_store(old) as store:
        assert store.count_events() == 1


def test_a_store_that_lacks_a_table_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("DROP TABLE positions")
    with pytest.raises(StoreError, match=r"damaged, it lacks positions; use a copy"):
        open_store(path)

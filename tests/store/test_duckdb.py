"""What is particular to the store in a DuckDB file: how it opens, fails and survives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dragoman.model.text import Span
from dragoman.store import StoreError, open_store
from dragoman.store.schema import SCHEMA_VERSION, TABLES, insert_statement
from kinds import news, one_of_each
from samples import SETUP, Report, document, event, full_event

HOLD = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
FILL = """
import os, resource, sys
sys.path[:0] = {paths!r}
from samples import SETUP, Report, document, event
from dragoman.store import StoreError, open_store
limit = int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_store(sys.argv[1]) as store:
        run = store.begin_run(SETUP)
        for number in range(400):
            home = document(os.urandom(2000).hex())
            store.add(Report(home, (event(home), event(home, plover="CONSULT"))), run)
            if not limit and number == 200:
                os._exit(9)
except StoreError as error:
    print(error)
"""


def _line(path: Path, *, read_only: bool = False) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(path, read_only=read_only)
    line = str(caught.value)
    assert "\n" not in line
    assert str(path) in line or str(path.parent) in line
    return line


def _fill(path: Path, limit: int) -> str:
    paths = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "src")]
    command = [sys.executable, "-c", FILL.format(paths=paths), str(path), str(limit)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout


def _whole(path: Path) -> int:
    """Number of documents; each must have both of its events, and every row its fact."""
    with open_store(path) as store:
        rows = store.documents()
        assert {row.events for row in rows} <= {2}
        assert store.totals().events == 2 * len(rows)
        store.begin_run(SETUP)
        return len(rows)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """A store that another process has open."""
    path = tmp_path / "held.duckdb"
    open_store(path).close()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield path
        process.communicate()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_store_in_use_names_the_process(held: Path, read_only: bool) -> None:
    line = _line(held, read_only=read_only)
    assert "in use by process" in line
    assert "another store file" in line


def test_many_may_read_at_once(tmp_path: Path) -> None:
    open_store(tmp_path / "a.duckdb").close()
    with (
        open_store(tmp_path / "a.duckdb", read_only=True) as one,
        open_store(tmp_path / "a.duckdb", read_only=True) as two,
    ):
        assert one.totals() == two.totals()


@pytest.mark.parametrize("content", [b"", b"a plain text file\n" * 500])
def test_another_file_is_not_a_store_and_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    assert "not a Dragoman store" in _line(path)
    assert path.read_bytes() == content


def test_another_duckdb_file_is_not_a_store_and_gets_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE mine (x INTEGER)")
    assert "not a Dragoman store" in _line(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("mine",)]


def test_a_newer_schema_asks_for_an_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = ?", [str(SCHEMA_VERSION + 1)])
    line = _line(path)
    assert f"schema version {SCHEMA_VERSION + 1}" in line
    assert "upgrade" in line


def test_a_missing_folder_a_folder_and_a_missing_store_are_said(tmp_path: Path) -> None:
    assert "no folder" in _line(tmp_path / "nowhere" / "a.duckdb")
    assert "is a folder" in _line(tmp_path)
    assert "no store" in _line(tmp_path / "a.duckdb", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_whole_documents(tmp_path: Path) -> None:
    path = tmp_path / "full.duckdb"
    said = _fill(path, 700_000)
    assert "the disk is full" in said
    assert said.count("\n") == 1
    documents = _whole(path)
    assert 0 < documents < 400
    assert documents % 64 == 0


def test_a_crash_leaves_whole_documents(tmp_path: Path) -> None:
    path = tmp_path / "crash.duckdb"
    _fill(path, 0)
    assert _whole(path) == 192


def test_a_failed_batch_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.duckdb"
    home = document()
    store = open_store(path)
    store.add(Report(home, (event(home),)), store.begin_run(SETUP))
    # The last of a document's tables can't be written.
    broken = {table: "nonsense" if table == "attributions" else insert_statement(table) for table in TABLES}
    monkeypatch.setattr("dragoman.store.duckdb.insert_statement", broken.__getitem__)
    with pytest.raises(StoreError, match="nonsense"):
        store.flush()
    store.close()
    monkeypatch.undo()
    with open_store(path) as store:
        assert store.totals().documents == 0


def test_the_flat_view_can_be_read_with_other_tools(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    home = document()
    with open_store(path) as store:
        store.add(Report(home, (full_event(home),)), store.begin_run(SETUP))
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute(
            "SELECT source, source_country, target, plover, place, date FROM event_list"
        ).fetchone()
        quote = connection.execute(
            "SELECT substr(text, span_start + 1, span_end - span_start) FROM fact_spans s"
            " JOIN facts f ON f.id = s.fact_id JOIN documents d ON d.id = f.document_id WHERE role = 'trigger'"
        ).fetchone()
    assert row == ("Velmora|Ilva Törrane", "VEL|VEL", "Kestria", "REJECT", "Mirrin", "2031-03-11")
    assert quote == ("rejected",)


def test_each_kind_has_a_flat_view(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    home = news()
    with open_store(path) as store:
        store.add(Report(home, tuple(one_of_each(home).values())), store.begin_run(SETUP))
    expected = {
        "statement_list": {"speaker": "Ilva Törrane", "addressee_id": "KES", "cue": "told", "said_by": None},
        "position_list": {"holder_country": "VEL", "issue": "the ferry plan", "stance": "opposes"},
        "proposal_list": {
            "sponsor": "Meridian Council",
            "terms": "a pause in shelling|an exchange of crews",
            "responder": "Ilva Törrane",
            "response": "rejects",
        },
        "condition_list": {
            "antecedents": "crews and ships are freed",
            "set_by": "Kestria",
            "condition_said_by": "Meridian Council",
        },
        "assessment_list": {"about": "Velmora|Kestria", "since_date": "2019", "said_by": "unnamed source"},
        "figure_list": {"low": 12, "high": None, "victim_id": "VEL", "claimant": None, "place": "Mirrin"},
    }
    with duckdb.connect(str(path), read_only=True) as connection:
        for view, columns in expected.items():
            found = connection.execute(f"SELECT {', '.join(columns)} FROM {view}").fetchall()
            assert found == [tuple(columns.values())], view
        every = connection.execute("SELECT count(*) FROM fact_spans WHERE in_document IS NOT NULL").fetchone()
        assert every == (0,)


def test_a_span_in_another_document_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    home = news()
    made = one_of_each(home)["position"]
    far = Span(document_id="elsewhere", start=2, end=7)
    with open_store(path) as store:
        store.add(Report(home, (replace(made, evidence=(*made.evidence, far)),)), store.begin_run(SETUP))
        assert store.facts()[0].fact.evidence[1] == far
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("SELECT span_start, in_document FROM fact_spans WHERE in_document IS NOT NULL")
        assert rows.fetchall() == [(2, "elsewhere")]

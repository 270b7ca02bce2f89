"""Rows that do not say what their fact and its text say are found, in a file and in an archive."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dragoman.store import open_store
from dragoman.store.archive_parts import make_archive
from dragoman.store.verify_rows import changed_rows, changed_rows_of_archive
from samples import SETUP, Report, document, event

DAMAGE = {
    "UPDATE events SET plover = 'ASSAULT'": "events.plover says 'ASSAULT', the fact and its text 'REJECT'",
    "UPDATE events SET goldstein = 10": "events.goldstein says 10.0",
    "UPDATE facts SET factuality = 'denied'": "facts.factuality says 'denied', the fact and its text 'asserted'",
    "UPDATE facts SET first_day = '1999-01-01'": "facts.first_day says 1999-01-01",
    "UPDATE fact_actors SET actor_id = 'KES' WHERE role = 'source'": "fact_actors.actor_id says 'KES'",
    "UPDATE fact_actors SET written = 'Nobody' WHERE role = 'source'": "fact_actors.written says 'Nobody'",
    "UPDATE fact_spans SET span_end = span_end + 1": "fact_spans.span_end says",
    "DELETE FROM attributions": "attributions has 1 row too few of it",
    "INSERT INTO fact_actors SELECT * FROM fact_actors WHERE role = 'target'": "fact_actors has 1 row too many of it",
}


@pytest.mark.parametrize(("damage", "told"), DAMAGE.items(), ids=list(DAMAGE))
def test_rows_that_differ_from_their_fact_are_told(tmp_path: Path, damage: str, told: str) -> None:
    """One sort of damage gives one line, which names the fact."""
    path = tmp_path / "a.duckdb"
    home = document()
    coded = event(home)
    with open_store(path) as store:
        store.add(Report(home, (coded,)), store.begin_run(SETUP))
    with duckdb.connect(str(path)) as connection:
        ask = lambda sql: connection.execute(sql).fetchall()  # noqa: E731
        assert list(changed_rows(ask)) == []
        connection.execute(damage)
        (line,) = changed_rows(ask)
    assert line.startswith(f"fact {coded.id}: ")
    assert told in line


def test_documents_are_looked_at_in_buckets_and_none_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two documents to a bucket all five facts are found to be damaged, each once."""
    path = tmp_path / "a.duckdb"
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for number in range(5):
            home = document(title=f"Report {number}")
            store.add(Report(home, (event(home),)), run)
    monkeypatch.setattr("dragoman.store.verify_rows.BUCKET", 2)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE events SET cameo = '999'")
        lines = list(changed_rows(lambda sql: connection.execute(sql).fetchall()))
    assert len(lines) == len(set(lines)) == 5


def test_each_part_of_an_archive_is_looked_at(tmp_path: Path) -> None:
    """An event that was changed in the second of two parts is found there."""
    archive = tmp_path / "a"
    make_archive(archive)
    with open_store(archive) as store:
        run = store.begin_run(SETUP)
        for number in range(2):
            home = document(title=f"Report {number}")
            store.add(Report(home, (event(home),)), run)
            store.flush()
    assert list(changed_rows_of_archive(archive)) == []
    place = sorted((archive / "parts").iterdir())[1] / "events.parquet"
    changed = f"SELECT * REPLACE ('ASSAULT' AS plover) FROM read_parquet('{place}')"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS {changed}")
        connection.execute(f"COPY t TO '{place}' (FORMAT parquet)")
    (line,) = changed_rows_of_archive(archive)
    assert "events.plover says 'ASSAULT', the fact and its text 'REJECT'" in line

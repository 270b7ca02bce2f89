"""Copies of earlier reports in a store: kept once, counted beside all mentions, and found again by later runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import pytest

from dragoman.desk.copies import FEW_DAYS, StoreCopies
from dragoman.model.dyads import DyadQuery, Member, Side, Way
from dragoman.model.text import Copy, Document
from dragoman.relations.series import build_series
from dragoman.store import Store, open_events, open_store
from dragoman.store.event_table import DuckDBEvents
from dragoman.store.parts import write_parts
from samples import SETUP, Report, document, event, words_of

HOME = document(published=date(2031, 3, 14))
WIRE = replace(HOME, id="b" * 16, publisher="Kestria Herald", published=date(2031, 3, 15))
OTHER = replace(HOME, id="c" * 16, publisher="Mirrin Post")
QUERY = DyadQuery(
    first=Side(id="VEL", name="Velmora", members=(Member(side="VEL"),)),
    second=Side(id="KES", name="Kestria", members=(Member(side="KES"),)),
)


def report(home: Document) -> Report:
    return Report(home, (event(home, on="2031-03-13"),))


def is_copy(home: Document) -> Copy | None:
    return Copy(document_id=home.id, of_document=HOME.id, similarity=0.75) if home.publisher != HOME.publisher else None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.duckdb"
    with open_store(place) as store:
        run = store.begin_run(SETUP)
        for home in (HOME, WIRE, OTHER):
            store.add(report(home), run, find_copy=is_copy)
    return place


def rows(path: Path) -> list[tuple[str, str, float]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute("SELECT * FROM copies ORDER BY document_id").fetchall()


def test_copies_are_kept_and_listed(path: Path) -> None:
    assert rows(path) == [(WIRE.id, HOME.id, 0.75), (OTHER.id, HOME.id, 0.75)]
    with open_store(path, read_only=True) as store:
        assert {row.id: row.copy_of for row in store.documents()} == {
            HOME.id: None,
            WIRE.id: HOME.id,
            OTHER.id: HOME.id,
        }
        assert (store.totals().documents, store.totals().copies) == (3, 2)
        assert [home.id for home in store.originals()] == [HOME.id]
        assert store.count_events() == 3


def test_coding_anew_asks_for_no_copies_and_keeps_those_there_are(path: Path) -> None:
    asked: list[str] = []
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for home in (WIRE, HOME):
            store.add(report(home), run, again=True, find_copy=lambda home: asked.append(home.id))
    assert asked == []
    assert len(rows(path)) == 2


def test_mentions_count_copies_and_say_how_many_they_are(path: Path, tmp_path: Path) -> None:
    def point(events: DuckDBEvents) -> tuple[int, int, int, int]:
        with events:
            (found,) = build_series(events, QUERY)[Way.FORWARD].points
        return found.events, found.mentions, found.copies, found.outlets

    with open_events(path) as events:
        write_parts(events, tmp_path / "parts")
    assert point(open_events(path)) == point(open_events(tmp_path / "parts")) == (1, 3, 2, 3)


def test_parts_of_an_earlier_version_have_no_copies(path: Path, tmp_path: Path) -> None:
    with open_events(path) as events:
        write_parts(events, tmp_path / "parts")
    (part,) = (tmp_path / "parts").glob("*/*.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE old AS SELECT * EXCLUDE copies FROM '{part}'")
        connection.execute(f"COPY old TO '{part}' (FORMAT parquet)")
    with open_events(tmp_path / "parts") as events:
        (found,) = build_series(events, QUERY)[Way.FORWARD].points
    assert (found.mentions, found.copies) == (3, 0)


def test_originals_come_in_the_order_of_reading_and_by_day(tmp_path: Path) -> None:
    homes = [
        replace(HOME, id=f"{n:016x}", published=day)
        for n, day in enumerate((date(2031, 3, 9), None, date(2031, 3, 2), date(2031, 3, 5)), 1)
    ]
    with open_store(tmp_path / "a.duckdb") as store:
        run = store.begin_run(SETUP)
        for home in reversed(homes):
            store.add(report(home), run)
        assert list(store.originals()) == homes[::-1]
        assert list(store.originals(limit=2)) == [homes[1], homes[0]]
        assert list(store.originals(since=date(2031, 3, 4), until=date(2031, 3, 6))) == [homes[3], homes[1]]


def _add(store: Store, homes: list[Document]) -> dict[str, str]:
    run = store.begin_run(SETUP)
    copies = StoreCopies()
    for home in homes:
        store.add(report(home), run, find_copy=partial(copies.look, store))
    found = {row.id: row.copy_of for row in store.documents() if row.copy_of}
    assert copies.found == len(found.keys() & {home.id for home in homes})
    return found


def test_a_later_run_finds_copies_of_what_an_earlier_one_read(tmp_path: Path) -> None:
    text = f"{HOME.text} {words_of(1, 100)}"
    first = replace(HOME, text=text)
    second, third = replace(WIRE, text=text), replace(OTHER, text=text, published=None)
    strange = replace(HOME, id="d" * 16, text=f"{HOME.text} {words_of(2, 300)}")
    with open_store(tmp_path / "a.duckdb") as store:
        assert _add(store, [first, strange]) == {}
    with open_store(tmp_path / "a.duckdb") as store:
        assert _add(store, [second]) == {second.id: first.id}
        assert _add(store, [third]) == {second.id: first.id, third.id: first.id}


def test_many_days_give_the_same_as_few(tmp_path: Path) -> None:
    days = [date(2031, month, 1) for month in range(1, 13)]
    texts = [f"{HOME.text} {' '.join(f'{word}of{n}' for word in range(60))}" for n in range(len(days))]
    homes = [replace(HOME, id=f"{n + 1:016x}", text=text, published=day)
             for n, (text, day) in enumerate(zip(texts, days, strict=True))]  # fmt: skip
    again = [replace(home, id=f"{n + 1:015x}f") for n, home in enumerate(homes)]
    assert len(days) > FEW_DAYS
    with open_store(tmp_path / "a.duckdb") as store:
        assert _add(store, homes) == {}
        assert _add(store, again) == {copy.id: home.id for copy, home in zip(again, homes, strict=True)}

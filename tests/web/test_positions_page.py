"""Positions and issues in the desk."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from desks import settled, text_of
from fastapi.testclient import TestClient

from dragoman.desk.issues import related_items
from dragoman.desk.shared import SharedStore
from dragoman.relations.positions import Side
from dragoman.relations.relate import Relations, relate
from dragoman.report.related_records import CHANGE_COLUMNS, ISSUE_COLUMNS, change_record, issue_record
from dragoman.report.standing import issue_rows
from dragoman.store import Setup, Store, open_store
from dragoman.web.indexed import index_of, newest
from dragoman.web.kept import Kept
from dragoman.web.state import Related

OTHER = Setup(version="1", annotator="small", codebook="book", actors="tables")


@pytest.fixture(scope="module")
def related(example_store: Path) -> Related:
    with open_store(example_store, read_only=True) as store:
        items = related_items(store)
    return Related(items=items, relations=relate(items))


@pytest.fixture(scope="module")
def found(related: Related) -> Relations:
    return related.relations


def pages(desk: TestClient, path: str) -> Iterator[str]:
    """All pages of a list, by its own links to the next."""
    at = path
    while at:
        page = settled(desk, at)
        yield page
        after = re.search(r'rel="next" href="([^"]+)"', page)
        at = after.group(1).replace("&amp;", "&") if after else ""


def rows_of(desk: TestClient, path: str) -> list[dict[str, str]]:
    settled(desk, "/positions")
    return list(csv.DictReader(io.StringIO(desk.get(path).text)))


def test_the_matrix_has_every_issue_with_a_stand_once(reading_desk: TestClient, found: Relations) -> None:
    shown = [
        key for page in pages(reading_desk, "/positions") for key in re.findall(r'row"><a href="/issues/([^"]+)"', page)
    ]
    assert len(shown) == len(set(shown))
    assert set(shown) == {issue.id for issue in found.matrix.issues}


def test_a_cell_says_stance_number_and_day_and_leads_to_its_sentences(
    reading_desk: TestClient, found: Relations
) -> None:
    page = settled(reading_desk, "/positions")
    cell = found.matrix.cells["velmora", "three-phase-plan"]
    row = page[page.index('href="/issues/three-phase-plan"') :].partition("</tr>")[0]
    assert "is against it" in text_of(row)
    assert cell.latest[0].day in row
    address = re.search(r'href="(/issues/three-phase-plan\?party=velmora)#p-velmora"', row)
    assert address is not None
    own = settled(reading_desk, address.group(1))
    assert 'id="p-velmora"' in own
    assert all(stand.position.id in own for stand in cell.history)
    assert "Velmora on Tuesday rejected the three-phase plan" in own


def test_what_others_ascribe_is_never_told_as_a_party_s_own(found: Relations) -> None:
    several = 0
    for cell in found.matrix.cells.values():
        stands = newest(cell)
        assert {stand.voice for stand in stands} == {stand.voice for stand in cell.history}
        # Own words first, then those of others, contested ones last.
        assert [stand.voice[1] for stand in stands] == sorted(stand.voice[1] for stand in stands)
        several += any(stand.ascribed_by for stand in stands)
    assert several


def test_a_change_stands_with_both_days_and_both_sentences(reading_desk: TestClient, found: Relations) -> None:
    page = text_of(settled(reading_desk, "/positions/changes"))
    assert found.matrix.changes
    for change in found.matrix.changes:
        for stand in (change.before, change.after):
            span = stand.position.evidence[0]
            assert stand.day in page
            assert " ".join(stand.document.text[span.start : span.end].split()) in page


def test_downloads_are_what_the_command_line_writes(
    reading_desk: TestClient, found: Relations, related: Related
) -> None:
    changes = rows_of(reading_desk, "/positions/changes.csv")
    assert list(changes[0]) == list(CHANGE_COLUMNS)
    assert [row["after_fact"] for row in changes] == [each.after.position.id for each in found.matrix.changes[::-1]]
    issues = rows_of(reading_desk, "/positions/issues.csv")
    assert list(issues[0]) == list(ISSUE_COLUMNS)
    assert [row["id"] for row in issues] == [row.issue.id for row in issue_rows(found, related.items)]
    lines = [json.loads(line) for line in reading_desk.get("/positions/changes.jsonl").text.splitlines()]
    assert lines == json.loads(json.dumps([change_record(each) for each in found.matrix.changes[::-1]]))
    first = json.loads(reading_desk.get("/positions/issues.jsonl").text.splitlines()[0])
    assert first == json.loads(json.dumps(issue_record(issue_rows(found, related.items)[0])))


def test_a_filter_holds_in_the_matrix_and_in_its_download(reading_desk: TestClient, found: Relations) -> None:
    every = rows_of(reading_desk, "/positions/positions.csv")
    assert len(every) == sum(len(cell.history) for cell in found.matrix.cells.values())
    wanted = "party=kestria&since=2031-03-05&until=2031-03-31"
    chosen = rows_of(reading_desk, f"/positions/positions.csv?{wanted}")
    assert 0 < len(chosen) < len(every)
    assert {row["party"] for row in chosen} == {"Kestria"}
    assert all(row["date"][:7] in {"2031", "2031-03"} for row in chosen)
    page = settled(reading_desk, f"/positions?{wanted}")
    heads = re.findall(r'<th scope="col">([^<]+)</th>', page)
    assert heads == ["Issue", "Kestria", "Others"]
    assert f"of {len({row['issue_id'] for row in chosen})} issue" in page


def test_an_issue_has_its_wordings_conditions_and_every_sentence(
    reading_desk: TestClient, found: Relations, related: Related
) -> None:
    row = next(row for row in issue_rows(found, related.items) if row.issue.id == "reopening-the-crossing")
    page = text_of(settled(reading_desk, "/issues/reopening-the-crossing"))
    raw = settled(reading_desk, "/issues/reopening-the-crossing")
    assert all(" ".join(text.split()) in page for text, _ in row.issue.wordings)
    assert all(fact.id in raw for fact in (*row.positions, *row.conditions))


def test_the_list_of_issues_has_them_all(reading_desk: TestClient, found: Relations) -> None:
    shown = [
        key for page in pages(reading_desk, "/issues") for key in re.findall(r'"Issue"><a href="/issues/([^"]+)"', page)
    ]
    assert shown == [issue.id for issue in found.issues.issues]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/issues/nowhere", 404),
        ("/positions/changes.xls", 404),
        ("/positions/secrets.csv", 404),
        ("/positions?since=lately", 400),
        ("/positions?page=0", 422),
        ("/positions?page=9000", 200),
        ("/positions?party=Nobody", 200),
        ("/positions?issue=%3Cscript%3E", 200),
    ],
)
def test_what_is_asked_wrong_is_answered_in_words(reading_desk: TestClient, address: str, status: int) -> None:
    settled(reading_desk, "/positions")
    answer = reading_desk.get(address)
    assert answer.status_code == status
    assert "<script>" not in answer.text.lower().replace('<script src="/static/', "")


def test_common_ground_has_no_party_that_is_against(related: Related) -> None:
    index = index_of(related.relations, related.items)
    assert index.common
    for each in index.common:
        assert len({cell.party.id for cell in each.cells if not cell.party.vague}) >= 2
        assert not any(stand.side is Side.AGAINST for cell in each.cells for stand in newest(cell))
    assert "three-phase-plan" not in {each.issue.id for each in index.common}


def test_an_empty_store_has_pages_that_say_so(tmp_path: Path) -> None:
    from dragoman.web.app import make_app
    from dragoman.web.settings import Settings

    with TestClient(make_app(Settings(store=tmp_path / "none.duckdb")), base_url="http://localhost") as desk:
        assert "No issues" in settled(desk, "/positions")
        assert "No proposals" in settled(desk, "/proposals")
        assert "No loop was found" in settled(desk, "/terms")


@pytest.fixture
def shared_store(example: Path) -> Iterator[SharedStore]:
    opened = SharedStore(example)
    yield opened
    opened.close()


def changed(store: SharedStore) -> None:
    """Begin a run, so that the stamp is another."""
    with store.changing() as opened:
        opened.begin_run(OTHER)


def stamp_of(store: SharedStore) -> str:
    with store.reading() as opened:
        return opened.stamp()


def test_a_value_is_kept_until_the_store_changes_and_the_old_one_is_shown_meanwhile(shared_store: SharedStore) -> None:
    go, made = Event(), list[int]()

    def make(store: Store) -> object:
        number = len(store.runs())

        def work() -> int:
            assert go.wait(10)
            made.append(number)
            return number

        return work

    kept: Kept[int] = Kept(shared_store, make)  # type: ignore[arg-type]
    first = stamp_of(shared_store)
    assert kept.now(first, 0.01).value is None
    go.set()
    before = kept.now(first, 10)
    assert before.is_current
    assert before.value is not None
    assert kept.now(first, 0).value == before.value
    assert made == [before.value]
    go.clear()
    changed(shared_store)
    second = stamp_of(shared_store)
    assert second != first
    shown = kept.now(second, 0.01)
    assert (shown.value, shown.is_current) == (before.value, False)
    go.set()
    assert kept.now(second, 10).value == before.value + 1


def test_one_value_is_worked_out_at_a_time_however_often_it_is_asked_for(shared_store: SharedStore) -> None:
    running, most = list[int](), list[int]()

    def make(store: Store) -> object:
        def work() -> int:
            running.append(1)
            most.append(len(running))
            Event().wait(0.05)
            running.pop()
            return 0

        return work

    kept: Kept[int] = Kept(shared_store, make)  # type: ignore[arg-type]
    threads = [Thread(target=kept.now, args=(f"{number}", 0.2)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_what_goes_wrong_beside_is_told_where_it_is_asked_for(shared_store: SharedStore) -> None:
    def make(store: Store) -> object:
        raise ValueError("no way")

    kept: Kept[int] = Kept(shared_store, make)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no way"):
        kept.now("any", 10)

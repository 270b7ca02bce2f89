"""Pairs, one pair over time, and the sentences behind each of its points."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from dragoman.desk.tables import Wording, query_of
from dragoman.model.dyads import Period, Way
from dragoman.relations.series import build_series
from dragoman.store import open_events
from dragoman.web.filters import Wanted
from dragoman.web.links import link
from dragoman.web.recent import Recent
from dragoman.web.relations_asked import Wish
from dragoman.web.relations_read import Relation, drawn_period

PAIR = {"a": "Kestria", "b": "Velmora"}


def _links(page: str, start: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', page) if each.startswith(start)]


def test_the_month_of_the_lowest_relation_is_three_clicks_from_home(reading_desk: TestClient) -> None:
    assert 'href="/relations"' in reading_desk.get("/").text
    pairs = _links(reading_desk.get("/relations").text, "/relations?a=")
    page = reading_desk.get(pairs[0]).text
    anchor = re.search(r'href="#(e-[0-9a-f]+)">Sentences of the lowest month', page)
    assert anchor is not None
    entry = page[page.index(f'id="{anchor[1]}"') :].split("</section>")[0]
    assert "The lowest" in entry
    assert re.search(r'<a href="/fact/[0-9a-f]{16}">', entry)


def test_every_listed_pair_opens(reading_desk: TestClient) -> None:
    pairs = _links(reading_desk.get("/relations").text, "/relations?a=")
    assert len(pairs) > 10
    assert {reading_desk.get(each).status_code for each in pairs} == {200}


def test_a_name_alone_lists_the_pairs_of_that_side(reading_desk: TestClient) -> None:
    every = _links(reading_desk.get("/relations").text, "/relations?a=")
    own = _links(reading_desk.get("/relations", params={"a": "Kestria"}).text, "/relations?a=")
    assert 0 < len(own) < len(every)
    assert all("KES" in urlsplit(each).query for each in own)


def test_the_table_has_the_numbers_of_the_command_line(example_store: Path, reading_desk: TestClient) -> None:
    with open_events(example_store) as table:
        series = build_series(table, query_of(Wording(table=table), "Kestria", "Velmora"))[Way.BOTH]
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/relations/series.csv", params=PAIR).text)))
    assert [int(row["events"]) for row in rows] == [point.events for point in series.points]
    assert [int(row["mentions"]) for row in rows] == [point.mentions for point in series.points]
    page = reading_desk.get("/relations", params=PAIR).text
    assert f"{series.events} events in {series.mentions} mentions" in page
    assert all(row["period"] in page for row in rows)


def test_a_period_has_one_line_for_each_event_and_the_sentence(example_store: Path, reading_desk: TestClient) -> None:
    with open_events(example_store) as table:
        query = query_of(Wording(table=table), "Kestria", "Velmora")
        point = max(build_series(table, query)[Way.BOTH].points, key=lambda each: each.events)
        lines = table.lines(query, point.start, point.end, limit=100)
    page = reading_desk.get("/relations/period", params={**PAIR, "start": str(point.start)}).text
    assert page.count('data-label="Day"') == point.events == len(lines)
    assert {f"/fact/{line.id}" for line in lines} == set(_links(page, "/fact/"))
    assert 'data-label="Told as">asserted' in page


def test_points_of_a_chart_lead_to_sentences(reading_desk: TestClient) -> None:
    picture = reading_desk.get("/relations/chart/series.svg", params=PAIR)
    assert picture.headers["content-type"] == "image/svg+xml"
    addresses = [each.replace("&amp;", "&") for each in re.findall(r'href="([^"]+)"', picture.text)]
    assert any(each.startswith("#e-") for each in addresses)
    periods = [each for each in addresses if each.startswith("/relations/period")]
    assert periods
    assert reading_desk.get(periods[0]).status_code == 200
    assert "desk.invalid" not in picture.text
    assert "style=" not in picture.text


@pytest.mark.parametrize("name", ["series", "mentions", "quads", "compare"])
def test_every_chart_is_drawn(reading_desk: TestClient, name: str) -> None:
    found = reading_desk.get(f"/relations/chart/{name}.svg", params={**PAIR, "pair": "Talvia,Kestria"})
    assert found.status_code == 200
    assert found.text.startswith("<svg")
    assert found.text.endswith("</svg>")


def test_several_pairs_are_compared_in_one_table_and_one_picture(reading_desk: TestClient) -> None:
    page = reading_desk.get("/relations", params={**PAIR, "pair": ["Talvia,Kestria", "Talvia,Velmora"]}).text
    assert "Pairs compared" in page
    assert "/relations/chart/compare.svg?" in page
    assert "Talvia – Velmora" in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"b": "Nobody at all"}, "Nobody at all"),
        ({"b": "Kestria"}, "are the same side"),
        ({"since": "soon"}, "is not a date"),
        ({"since": "2031-05-01", "until": "2031-04-01"}, "is before"),
        ({"scale": "/etc/hostname"}, "there are goldstein"),
        ({"dataset": "other"}, "there is none"),
        ({"include": "dreams"}, "there are denied"),
        ({"pair": "Talvia"}, "name two actors"),
        ({"pair": ["A,B", "C,D", "E,F", "G,H"]}, "at most 4"),
        ({"period": "day", "since": "0001-01-01", "until": "9999-12-31"}, "more than a page draws"),
    ],
)
def test_what_can_not_be_understood_is_told_in_a_line(
    reading_desk: TestClient, wrong: dict[str, str | list[str]], told: str
) -> None:
    answer = reading_desk.get("/relations", params={**PAIR, **wrong})
    assert answer.status_code == 400
    assert told in answer.text


@pytest.mark.parametrize("start", ["", "0001-01-01", "9999-12-31", "May"])
def test_a_period_needs_a_day_of_the_calendar(reading_desk: TestClient, start: str) -> None:
    assert reading_desk.get("/relations/period", params={**PAIR, "start": start}).status_code == 400


def test_pairs_without_events_say_that_this_is_no_evidence(reading_desk: TestClient) -> None:
    page = reading_desk.get("/relations", params={"a": "Japan", "b": "Peru"})
    assert page.status_code == 200
    assert "No events between Japan and Peru" in page.text
    assert reading_desk.get("/relations/chart/series.svg", params={"a": "Japan", "b": "Peru"}).status_code == 404


def test_a_page_is_the_same_from_the_file_and_from_memory(desk: TestClient) -> None:
    first = desk.get("/relations", params={**PAIR, "period": "week"}).text
    for _ in range(3):
        again = desk.get("/relations", params={**PAIR, "period": "week"}).text
    assert again == first


def test_what_is_asked_stands_in_the_address() -> None:
    wish = Wish(a="A", b="B & C", include=("denied", "planned"), since="2031-01-01")
    assert parse_qs(urlsplit(wish.at("/relations")).query) == {
        "a": ["A"],
        "b": ["B & C"],
        "include": ["denied", "planned"],
        "since": ["2031-01-01"],
    }


def test_recent_answers_are_worked_out_once_and_the_oldest_goes() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    recent = Recent(most=2)
    assert recent.get("a", lambda: make("a")) == recent.get("a", lambda: make("a")) == "A"
    assert made == ["a"]
    assert recent.soon("b", lambda: make("b"), 5.0) == "B"
    recent.get("c", lambda: make("c"))
    assert not recent.has("a")
    assert recent.has("b")


def test_an_error_is_raised_to_whoever_asks_and_nothing_is_kept() -> None:
    recent = Recent()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        recent.soon("a", fail, 5.0)
    assert not recent.has("a")
    assert recent.soon("a", lambda: "there", 5.0) == "there"


def test_the_place_is_a_part_of_the_filter() -> None:
    assert link("/facts/event", **Wanted(place="geonames:1").query) == "/facts/event?place=geonames%3A1"


@pytest.mark.parametrize(
    ("asked", "years", "drawn"),
    [("month", 19, "month"), ("month", 21, "quarter"), ("day", 1, "week"), ("day", 300, "year"), ("year", 5, "year")],
)
def test_a_chart_has_no_more_points_than_a_page_can_hold(asked: str, years: int, drawn: str) -> None:
    ends = [SimpleNamespace(start=date(1700, 1, 1)), SimpleNamespace(start=date(1700 + years, 1, 1))]
    relation = cast(Relation, SimpleNamespace(series=SimpleNamespace(points=ends)))
    assert drawn_period([relation], Period(asked)) == drawn
    assert drawn_period([], Period(asked)) == asked

"""The map: dots where reports place events, outlines that settle no border."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Match, SourceKind
from dragoman.model.text import DateBasis, Document, Place, Span
from dragoman.report.chart_map import BORDER_NOTE, Dot, map_chart, view_of
from dragoman.report.outlines import load_outlines
from dragoman.store import Setup, open_store
from dragoman.web.app import make_app
from dragoman.web.settings import Settings

PORT = Place(id="geonames:1", name="Ostrel", written="Ostrel", country=None, latitude=36.2, longitude=37.1)
LAND = Place(id="iso:VEL", name="Velmora", written="Velmora", country="VEL", latitude=None, longitude=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A report as the store takes it."""

    document: Document
    facts: tuple[Event, ...]


TEXT = "Velmora met Kestria in Ostrel."


def _event(document: Document, number: int, place: Place, day: str) -> Event:
    actor = ActorRef(id="VEL", name="Velmora", kind=ActorKind.STATE, country="VEL")
    return Event(
        id=f"{number:016x}",
        document_id=document.id,
        evidence=(Span(document_id=document.id, start=0, end=len(TEXT)),),
        attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=Factuality.ASSERTED,
        date=FactDate(value=day, basis=DateBasis.STATED),
        place=place,
        extractor="test",
        confidence=1.0,
        sources=(actor,),
        targets=(),
        plover="CONSULT",
        match=Match(rule="consult/meet/v"),
        cameo="040",
        quad_class=1,
        goldstein=1.0,
        trigger="met",
    )


@pytest.fixture
def placed(tmp_path: Path) -> Iterator[TestClient]:
    """A desk over a store with three events at a port and one in a country."""
    path = tmp_path / "placed.duckdb"
    document = Document(id="d" * 16, title="Talks", text=TEXT, published=date(2031, 4, 2), publisher="The Post")
    places = [(PORT, "2031-04-01"), (PORT, "2031-04-02"), (PORT, "2031-05-01"), (LAND, "2031-04-01")]
    facts = tuple(_event(document, number, place, day) for number, (place, day) in enumerate(places, 1))
    with open_store(path) as store:
        run = store.begin_run(Setup(version="0", annotator="small", codebook="book", actors="tables"), ())
        store.add(_Read(document=document, facts=facts), run)
    with TestClient(make_app(Settings(store=path)), base_url="http://localhost") as client:
        yield client


def test_places_are_listed_with_their_events_and_lead_to_them(placed: TestClient) -> None:
    page = placed.get("/map").text
    assert "4 events at 2 places; 1 event of them in a country or region only" in page
    address = re.search(r'href="(/facts/event\?place=[^"]+)"', page)
    assert address is not None
    assert placed.get(address[1]).text.count('data-label="Date"') == 3
    rows = list(csv.DictReader(io.StringIO(placed.get("/map/places.csv").text)))
    assert [(row["name"], row["events"]) for row in rows] == [("Ostrel", "3"), ("Velmora", "1")]


def test_days_filter_the_places(placed: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(placed.get("/map/places.csv", params={"since": "2031-04-15"}).text)))
    assert [(row["name"], row["events"]) for row in rows] == [("Ostrel", "1")]
    assert placed.get("/map", params={"since": "2031-05-01", "until": "2031-04-01"}).status_code == 400


def test_dots_lead_to_events_and_all_borders_are_dotted_alike(placed: TestClient) -> None:
    picture = placed.get("/map/chart.svg").text
    assert "/facts/event?place=geonames%3A1" in picture
    assert "Ostrel: 3 events" in picture
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', picture))) == 1
    assert BORDER_NOTE in placed.get("/map").text


def test_a_store_without_places_says_so(reading_desk: TestClient) -> None:
    assert "No event of this store has a place" in reading_desk.get("/map").text
    assert reading_desk.get("/map/chart.svg").status_code == 404


@pytest.mark.parametrize("detail", ["coarse", "fine"])
def test_outlines_are_within_the_world_and_never_jump_across_it(detail: str) -> None:
    found = load_outlines(detail)
    assert load_outlines(detail) is found
    for lines in (found.coasts, found.borders):
        assert len(lines) > 300
        for line in lines:
            assert len(line) > 1
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in line)
            assert all(abs(one[0] - other[0]) < 180 for one, other in pairwise(line))


def test_a_view_has_all_dots_in_it_and_room_around_one() -> None:
    dots = [Dot(name="A", longitude=-179, latitude=60, events=1), Dot(name="B", longitude=179, latitude=-60, events=1)]
    for shown in (dots, dots[:1]):
        view = view_of(shown)
        assert view.east - view.west >= 24
        assert all(
            view.west <= dot.longitude <= view.east and view.south <= dot.latitude <= view.north for dot in shown
        )


def test_nothing_to_draw_is_an_error() -> None:
    with pytest.raises(ValueError, match="no places"):
        map_chart([])

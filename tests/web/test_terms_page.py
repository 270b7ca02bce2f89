"""Terms in the desk: deadlocks, shared steps, common ground, and the graph."""

from __future__ import annotations

import csv
import io
import re
import time
from pathlib import Path

import pytest
from desks import settled, text_of
from fastapi.testclient import TestClient

from dragoman.desk.issues import related_items
from dragoman.relations.conditions import Terms
from dragoman.relations.relate import relate
from dragoman.report.related_records import EDGE_COLUMNS
from dragoman.store import open_store


@pytest.fixture(scope="module")
def terms(example_store: Path) -> Terms:
    with open_store(example_store, read_only=True) as store:
        return relate(related_items(store)).terms


def with_chart(desk: TestClient) -> str:
    """The page of all terms, as soon as the chart is drawn."""
    until = time.monotonic() + 30
    while "<svg" not in (page := settled(desk, "/terms")) and time.monotonic() < until:
        time.sleep(0.1)
    return page


def test_the_deadlock_is_one_click_from_home_with_its_conditions_and_sentences(reading_desk: TestClient) -> None:
    assert 'href="/terms"' in reading_desk.get("/").text
    page = text_of(settled(reading_desk, "/terms"))
    first = page.partition("Steps that several things wait for")[0]
    assert "Deadlock: each waits for the other" in first
    assert "The RRF has said that it will withdraw only after the crossing has been reopened." in first
    assert "would reopen the Hallow Gate crossing only after the RRF had withdrawn" in first


def test_every_edge_is_in_the_list_once_with_a_sentence(reading_desk: TestClient, terms: Terms) -> None:
    page = settled(reading_desk, "/terms/edges")
    anchors = re.findall(r'<li id="(e-[0-9a-f]+)"', page)
    assert len(anchors) == len(set(anchors)) == len(terms.edges)
    words = text_of(page)
    for edge in terms.edges:
        told = edge.told[0]
        span = told.condition.evidence[0]
        assert edge.goal.label in words
        assert " ".join(told.document.text[span.start : span.end].split()) in words


def test_links_of_the_chart_lead_to_rows_of_the_same_page(reading_desk: TestClient) -> None:
    page = with_chart(reading_desk)
    svg = page[page.index("<svg") : page.index("</svg>")]
    inward = set(re.findall(r'href="#(e-[0-9a-f]+)"', svg))
    assert inward
    assert inward <= set(re.findall(r'<li id="(e-[0-9a-f]+)"', page))
    # The list is the way for the keyboard.
    assert svg.count("<a ") == svg.count('<a tabindex="-1" ')
    assert "style=" not in svg


def test_a_filter_leaves_what_fits_and_draws_it_when_asked(reading_desk: TestClient, terms: Terms) -> None:
    plain = settled(reading_desk, "/terms?party=Red+Ridge")
    assert "<svg" not in plain
    assert "chart=1" in plain
    own = [edge for edge in terms.edges if any(party.name == "Red Ridge Front" for party in edge.parties)]
    assert 0 < len(own) < len(terms.edges)
    assert len(re.findall(r'<li id="e-', plain)) == len(own)
    assert "<svg" in settled(reading_desk, "/terms?party=Red+Ridge&chart=1")


def test_the_download_has_the_columns_of_the_command_line(reading_desk: TestClient, terms: Terms) -> None:
    settled(reading_desk, "/terms")
    rows = list(csv.DictReader(io.StringIO(reading_desk.get("/terms/edges.csv").text)))
    assert list(rows[0]) == list(EDGE_COLUMNS)
    assert [(row["step_id"], row["goal_id"]) for row in rows] == [(each.step.id, each.goal.id) for each in terms.edges]


@pytest.mark.parametrize("part", ["loops", "shared", "common", "edges"])
def test_every_part_has_a_page_of_its_own(reading_desk: TestClient, part: str) -> None:
    page = settled(reading_desk, f"/terms/{part}")
    assert page.count("<h2") == 1
    assert f'<h2 id="{part}"' in page


@pytest.mark.parametrize("address", ["/terms/gossip", "/terms/edges.xls", "/terms/loops.csv"])
def test_other_addresses_are_not_there(reading_desk: TestClient, address: str) -> None:
    settled(reading_desk, "/terms")
    assert reading_desk.get(address).status_code == 404


def test_common_ground_names_who_stands_where_with_sentences(reading_desk: TestClient) -> None:
    page = text_of(settled(reading_desk, "/terms/common"))
    assert "It is not an agreement" in page
    assert "reopening the crossing" in page
    assert "three-phase plan" not in page.partition("Common ground")[2].partition("Dragoman")[0]

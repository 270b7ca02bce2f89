"""Proposals in the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from desks import settled, text_of
from fastapi.testclient import TestClient

from dragoman.desk.issues import related_items
from dragoman.model.facts import Answer, Proposal
from dragoman.relations.proposals import Track
from dragoman.relations.relate import relate
from dragoman.report.words import ANSWERS
from dragoman.store import open_store
from dragoman.web.proposals import versions_of


@pytest.fixture(scope="module")
def tracks(example_store: Path) -> tuple[Track, ...]:
    with open_store(example_store, read_only=True) as store:
        return relate(related_items(store)).tracks


@pytest.fixture(scope="module")
def roadmap(tracks: tuple[Track, ...]) -> Track:
    return next(track for track in tracks if track.name.startswith("three-phase plan"))


def test_the_list_has_every_proposal_with_its_sponsors_and_newest_answers(
    reading_desk: TestClient, tracks: tuple[Track, ...]
) -> None:
    page = settled(reading_desk, "/proposals")
    assert re.findall(r'"Proposal"><a href="/proposals/([^"]+)"', page) == [track.id for track in tracks]
    words = text_of(page)
    for track in tracks:
        assert all(party.name in words for party in track.sponsors)
        for reply in track.latest_replies:
            assert f"{reply.party.name} {ANSWERS[reply.response.answer]}, {reply.day}" in words


def test_who_rejects_it_and_what_the_reports_give_beside_it_is_two_clicks_from_home(reading_desk: TestClient) -> None:
    home = reading_desk.get("/").text
    assert 'href="/proposals"' in home
    listed = settled(reading_desk, "/proposals")
    address = re.search(r'href="(/proposals/\w+)">three-phase plan', listed)
    assert address is not None
    page = settled(reading_desk, address.group(1))
    answer = page[page.index('id="a-velmora"') :].partition('id="a-kestria"')[0]
    words = text_of(answer)
    assert "Velmora rejects it" in words
    assert "saying it would leave the hills above the Hallow Gate crossing to an armed group." in words
    assert "What the reports give beside it" in words
    assert "We were asked to leave our posts first and to ask questions afterwards" in words
    assert "Brennic Oldaro" in words
    assert "Kestria still supported" not in words


def test_every_answer_stands_with_its_day_and_sentence(reading_desk: TestClient, tracks: tuple[Track, ...]) -> None:
    for track in tracks:
        page = text_of(settled(reading_desk, f"/proposals/{track.id}"))
        for reply in track.replies:
            span = reply.response.evidence
            assert ANSWERS[reply.response.answer] in page
            assert reply.day in page
            assert " ".join(reply.document.text[span.start : span.end].split()) in page


def test_a_proposal_is_also_known_by_the_facts_it_is_made_of(
    reading_desk: TestClient, tracks: tuple[Track, ...]
) -> None:
    for track in tracks:
        own = settled(reading_desk, f"/proposals/{track.id}")
        for telling in track.tellings:
            other = settled(reading_desk, f"/proposals/{telling.proposal.id}")
            assert text_of(other) == text_of(own)


def test_terms_are_told_as_the_reports_have_them_and_compared_with_the_last_telling_that_has_some(
    reading_desk: TestClient, roadmap: Track
) -> None:
    versions = list(versions_of(roadmap))
    assert [version.begins for version in versions] == ["first told", "", ""]
    assert [len(version.terms) for version in versions] == [len(each.proposal.terms) for each in roadmap.tellings]
    page = text_of(settled(reading_desk, f"/proposals/{roadmap.id}"))
    assert all(term in page for version in versions for term in version.terms)


def test_terms_that_came_and_went_are_marked(tracks: tuple[Track, ...]) -> None:
    from dataclasses import replace

    from dragoman.model.facts import Phrase

    track = next(each for each in tracks if len(each.tellings[0].proposal.terms) >= 2)
    first = track.tellings[0]
    other = Phrase(text="a census of the herds", spans=first.proposal.terms[0].spans)
    later = replace(first, proposal=replace(first.proposal, id="0" * 16, terms=(first.proposal.terms[0], other)))
    version = list(versions_of(replace(track, tellings=(first, later))))[1]
    assert version.new == {"a census of the herds"}
    assert version.gone == tuple(" ".join(term.text.split()) for term in first.proposal.terms[1:])


def test_a_filter_by_status_party_and_day_holds(reading_desk: TestClient, tracks: tuple[Track, ...]) -> None:
    page = settled(reading_desk, "/proposals?status=rejected&party=Talvia&since=2031-01-01")
    shown = re.findall(r'"Proposal"><a href="/proposals/([^"]+)"', page)
    wanted = [t.id for t in tracks if t.status == "rejected" and "Talvia" in {party.name for party in t.sponsors}]
    assert shown == wanted
    assert shown


def test_a_proposal_that_is_not_there_is_said_so(reading_desk: TestClient) -> None:
    settled(reading_desk, "/proposals")
    answer = reading_desk.get("/proposals/nothing")
    assert answer.status_code == 404
    assert "no proposal" in answer.text


def test_no_answer_is_given_to_a_party_that_has_none(reading_desk: TestClient, tracks: tuple[Track, ...]) -> None:
    silent = next(track for track in tracks if not track.replies)
    assert "No answer was found" in settled(reading_desk, f"/proposals/{silent.id}")
    assert all(isinstance(telling.proposal, Proposal) for telling in silent.tellings)
    assert {reply.response.answer for track in tracks for reply in track.replies} <= set(Answer)

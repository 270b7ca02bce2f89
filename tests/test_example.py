"""The example corpus that ships with the package: twenty reports, their actors and their answers."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from dragoman.corpus.duplicates import near_duplicates
from dragoman.corpus.readers import read_documents
from dragoman.directory import load_directory, read_user_file
from dragoman.model.facts import Factuality
from dragoman.model.text import Document
from dragoman.ontology import load_event_types

EXAMPLE = Path(str(files("dragoman").joinpath("data", "example")))
NUMBERS = tuple(f"{number:02}" for number in range(1, 21))
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")

ACTOR = {"actor", "affiliation"}
FIELDS = {
    "event": {"source", "target", "plover", "factuality", "background", "date", "trigger", "evidence"},
    "statement": {"speaker", "cue", "direct", "content", "evidence"},
    "position": {"holder", "issue", "stance", "evidence"},
    "proposal": {"name", "sponsors", "phases_or_terms", "responses", "evidence"},
    "condition": {"consequent", "antecedents", "join", "type", "set_by", "said_by", "evidence"},
    "assessment": {"about", "direction", "since", "said_by", "evidence"},
    "figure": {
        *("counted", "measure", "low", "high", "written", "approximate", "unit", "where", "date", "claimant"),
        "evidence",
    },
}
STANCES = {"supports", "opposes", "seeks", "demands", "offers", "open_to", "conditional"}
RESPONSES = {"accepts", "rejects", "welcomes", "undecided", "counter-proposes"}
CONDITIONS = {"precondition", "exchange", "deadline", "pending"}
DIRECTIONS = {"worse", "better", "lowest", "highest", "unchanged", "uncertain"}
MEASURES = {
    *("killed", "injured", "killed_or_injured", "missing", "displaced", "refugees", "hostages", "prisoners"),
    *("released", "troops", "aid", "money", "people_in_need", "weapons", "other"),
}

Row = dict[str, Any]


@cache
def documents() -> dict[str, Document]:
    """The reports by number, as the readers give them."""
    read = tuple(read_documents([EXAMPLE / "documents.jsonl"]))
    assert all(isinstance(item, Document) for item in read)
    return dict(zip(NUMBERS, (item for item in read if isinstance(item, Document)), strict=True))


@cache
def answers(number: str) -> tuple[Row, ...]:
    """The answer file of one report."""
    lines = (EXAMPLE / "gold" / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def actors_in(value: object) -> list[Row]:
    """All actors anywhere in an answer."""
    if isinstance(value, list):
        return [actor for item in value for actor in actors_in(item)]
    if not isinstance(value, dict):
        return []
    return ([value] if "actor" in value else []) + [actor for item in value.values() for actor in actors_in(item)]


def test_every_report_is_read_with_title_date_and_outlet() -> None:
    reports = documents()
    assert len({report.id for report in reports.values()}) == 20
    assert [(report.language, report.published is not None) for report in reports.values()] == [("en", True)] * 20
    assert len({report.title for report in reports.values()}) == 20
    assert len({report.publisher for report in reports.values()}) >= 5
    days = [report.published for report in reports.values() if report.published is not None]
    assert days == sorted(days)
    assert (days[0], days[-1]) == (date(2031, 3, 4), date(2031, 7, 5))


def test_ids_are_the_names_of_the_answer_files() -> None:
    rows = [json.loads(line) for line in (EXAMPLE / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
    assert tuple(row["id"] for row in rows) == NUMBERS
    assert {row["url"] for row in rows} == {None}
    assert tuple(sorted(path.stem for path in (EXAMPLE / "gold").iterdir())) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_reports_are_short_and_without_dateline(number: str) -> None:
    text = documents()[number].text
    assert 80 <= len(text.split()) <= 380
    assert "Continental Wire" not in text


@pytest.mark.parametrize("number", NUMBERS)
def test_evidence_is_verbatim_and_in_text_order(number: str) -> None:
    text = documents()[number].text
    starts = [text.find(row["evidence"]) for row in answers(number)]
    assert -1 not in starts
    assert starts == sorted(starts)


@pytest.mark.parametrize("number", NUMBERS)
def test_quoted_parts_of_answers_are_verbatim(number: str) -> None:
    text = documents()[number].text
    for row in answers(number):
        quoted = [row.get(key) for key in ("content", "since", "cue", "where")] + row.get("phases_or_terms", [])
        assert [part for part in quoted if part is not None and part not in text] == []
        assert row.get("trigger", "") in row["evidence"]
        assert row.get("written", "") in row["evidence"]


@pytest.mark.parametrize("number", NUMBERS)
def test_answers_keep_the_vocabularies_of_the_guide(number: str) -> None:
    types = set(load_event_types())
    for row in answers(number):
        kind = row["kind"]
        assert set(row) - {"kind", "attributed_to"} == FIELDS[kind]
        assert kind == "position" or "attributed_to" not in row
        assert all(set(actor) >= ACTOR for actor in actors_in(row))
        if kind == "event":
            assert row["source"]
            assert row["plover"] in types
            assert row["factuality"] in set(Factuality)
        elif kind == "position":
            assert row["stance"] in STANCES
        elif kind == "proposal":
            assert {answer["response"] for answer in row["responses"]} <= RESPONSES
        elif kind == "condition":
            assert row["antecedents"]
            assert row["join"] in {"ALL", "ANY"}
            assert row["type"] in CONDITIONS
        elif kind == "assessment":
            assert row["direction"] in DIRECTIONS
        elif kind == "figure":
            assert row["measure"] in MEASURES
            assert isinstance(row["approximate"], bool)
            assert isinstance(row["claimant"], dict) or row["claimant"] in {"outlet", "unnamed"}


@pytest.mark.parametrize("number", NUMBERS)
def test_figures_are_numbers_and_ranges_in_order(number: str) -> None:
    for row in answers(number):
        if row["kind"] == "figure":
            ends = [end for end in (row["low"], row["high"]) if end is not None]
            assert ends
            assert ends == sorted(ends)
            assert all(isinstance(end, int | float) for end in ends)


@pytest.mark.parametrize("number", NUMBERS)
def test_no_answer_is_given_twice(number: str) -> None:
    rows = [json.dumps(row, sort_keys=True) for row in answers(number)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("number", NUMBERS)
def test_dates_fit_the_publication_date(number: str) -> None:
    published = documents()[number].published
    assert published is not None
    for row in answers(number):
        if row["kind"] != "event" or row["date"] is None:
            continue
        assert ISO_DATE.fullmatch(row["date"])
        latest = published.isoformat()[: len(row["date"])]
        assert row["date"] <= latest or row["factuality"] in {"planned", "conditional"}
        assert not row["background"] or row["date"] < published.isoformat()


def test_affiliations_are_those_of_the_actor_file() -> None:
    entries = read_user_file(EXAMPLE / "actors.yaml")
    states = {entry["id"] for entry in entries if entry["kind"] == "state"}
    bodies = {entry["name"] for entry in entries if entry["kind"] in {"armed_group", "igo", "party"}}
    used = {actor["affiliation"] for number in NUMBERS for actor in actors_in(list(answers(number)))}
    assert used == states | bodies | {None}


def test_the_actor_file_loads_and_names_no_actor_of_the_tables() -> None:
    entries = read_user_file(EXAMPLE / "actors.yaml")
    real, both = load_directory(), load_directory([EXAMPLE / "actors.yaml"])
    added = {str(entry["id"]) for entry in entries}
    assert set(both.actors) - set(real.actors) == added
    known = {name.written.lower() for name in real.names}
    assert [entry["name"] for entry in entries if str(entry["name"]).lower() in known] == []
    persons = [entry for entry in entries if entry["kind"] == "person"]
    assert {entry["gender"] for entry in persons} == {"f", "m"}
    for role in (role for entry in persons for role in entry["roles"]):
        assert role["affiliation"].removeprefix("org:") in added


def test_every_kind_of_fact_and_every_event_type_occurs() -> None:
    rows = [row for number in NUMBERS for row in answers(number)]
    assert {row["kind"] for row in rows} == set(FIELDS)
    events = [row for row in rows if row["kind"] == "event"]
    assert {row["plover"] for row in events} == set(load_event_types())
    assert {row["factuality"] for row in events} == set(Factuality)
    assert {row["background"] for row in events} == {True, False}


def test_the_agency_report_in_two_papers_is_found() -> None:
    reports = documents()
    assert near_duplicates(reports.values()) == [(reports["07"].id, reports["08"].id)]
    assert reports["07"].title != reports["08"].title
    assert reports["07"].publisher != reports["08"].publisher


def test_licence_and_source_are_there() -> None:
    assert "CC0 1.0" in (EXAMPLE / "LICENSE").read_text(encoding="utf-8")
    assert "fictional" in (EXAMPLE / "SOURCE.md").read_text(encoding="utf-8")

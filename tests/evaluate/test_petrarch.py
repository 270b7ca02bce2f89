"""The scorer for the older validation suite, on a small suite of the same form made for the test."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.evaluate.petrarch import (
    ACTORS,
    AGENTS,
    RECORDS,
    compare,
    evaluate_petrarch,
    read_records,
    suite_directory,
)
from dragoman.pipeline import Reader

SUITE = """<Sentences>
<Sentence date="20300101" id="A-01" category="DEMO" sentence="true">
<EventCoding sourcecode="VELGOV" targetcode="KES" eventcode="112"></EventCoding>
<Text>
The Velmora government accused
Kestria of smuggling.
</Text>
<Parse> (ROOT (S unbalanced ) </Parse>
</Sentence>
<Sentence date="20300102" id="A-02" category="PATTERN" sentence="true">
<EventCoding sourcecode="VEL" targetcode="KES" eventcode="999"></EventCoding>
<Text>Velmora zorked Kestria.</Text>
</Sentence>
<Sentence date="bad" id="A-03" category="DEMO" sentence="true">
<EventCoding sourcecode="VEL" targetcode="KES" eventcode="031"></EventCoding>
<EventCoding sourcecode="KES" targetcode="VEL" eventcode="031"></EventCoding>
<Text>Velmora met Kestria &amp; left.</Text>
</Sentence>
</Sentences>
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    for name, text in (
        (RECORDS, SUITE),
        (ACTORS, "# names\nVELMORA_ [VEL]\n+VELMORAN\nKESTRIA [KES] # a comment\nNOBODY [---]\n"),
        (AGENTS, "GOVERNMENT [~GOV]\nGOLDEN_GOOSE {GOLDEN_GEESE} [~GGS]\n"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_records_are_read_without_their_parses(suite: Path) -> None:
    first, _, third = read_records(suite / RECORDS)
    assert first.text == "The Velmora government accused Kestria of smuggling."
    assert first.codings == (("VELGOV", "KES", "112"),)
    assert (first.day, third.day) == (date(2030, 1, 1), None)


def test_dictionaries_become_a_directory(suite: Path) -> None:
    directory = suite_directory(suite)
    assert set(directory.actors) == {"VEL", "KES"}
    agents = {name.agent.singular: name.agent.plural for name in directory.names if name.agent is not None}
    assert agents == {"government": "governments", "golden goose": "golden geese"}


def test_invented_codes_are_left_aside_and_the_rest_is_scored(suite: Path, reader: Reader) -> None:
    result = evaluate_petrarch(suite, reader)
    assert result.figures["petrarch.exact"] == 1.0
    assert "A-02" in result.notes[0]


def test_a_coding_is_found_once_and_only_by_a_fitting_type() -> None:
    wanted = {("VEL", "KES", "12"), ("VEL", "KES", "17")}
    assert compare(wanted, {("VEL", "KES", "ACCUSE")}) == 1
    assert compare(wanted, {("VEL", "KES", "AID"), ("KES", "VEL", "ACCUSE")}) == 0

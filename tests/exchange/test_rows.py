"""Rows of every kind of fact, in the shape of the annotation guide."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from dragoman.exchange.flat import record
from dragoman.exchange.parts import unquoted
from dragoman.exchange.rows import fact_row
from dragoman.model.facts import Fact, Figure, Form, Position, SourceKind
from dragoman.model.text import Span
from dragoman.store.payload import decode, encode
from kinds import condition, figure, news, one_of_each, position, said, statement
from samples import COUNCIL, MINISTER

GUIDE = {
    "statement": {"speaker", "cue", "direct", "content"},
    "position": {"holder", "issue", "stance", "attributed_to"},
    "proposal": {"name", "sponsors", "phases_or_terms", "responses"},
    "condition": {"consequent", "antecedents", "join", "type", "set_by", "said_by"},
    "assessment": {"about", "direction", "since", "said_by"},
    "figure": {"counted", "measure", "low", "high", "written", "approximate", "unit", "where", "claimant"},
}
COMMON = {"kind", "id", "document", "evidence", "offsets", "attribution", "factuality", "date", "rule", "extractor"}


def names(value: object) -> object:
    """A row of actors as pairs (actor, affiliation)."""
    if isinstance(value, dict):
        return value["actor"], value["affiliation"]
    return [names(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", sorted(GUIDE))
def test_a_row_has_the_fields_of_the_guide_and_where_it_stands(kind: str) -> None:
    home = news()
    row = fact_row(one_of_each(home)[kind], home)
    assert set(row) >= GUIDE[kind] | COMMON
    assert row["kind"] == kind
    assert row["evidence"] == home.text[row["offsets"]["start"] : row["offsets"]["end"]]
    assert row["evidence"].endswith((".", ".”"))
    assert json.loads(json.dumps(row)) == row


def test_a_statement_gives_the_words_without_the_marks_around_them() -> None:
    home = news()
    row = fact_row(statement(home), home)
    assert row["content"] == "We firmly oppose the ferry plan, and will not sign."
    assert row["quoted"] == ["We firmly oppose the ferry plan,", "and will not sign."]
    assert (names(row["speaker"]), row["cue"], row["direct"], row["form"]) == (
        ("Ilva Törrane", "VEL"), "told", True, "speech",
    )  # fmt: skip
    assert names(row["addressee"]) == [("Kestria", "KES")]
    assert [home.text[place["start"]] for place in row["content_offsets"]] == ["“", "“"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"speaker": None, "written": "diplomats", "unnamed": True}, "diplomats"),
        ({"speaker": None, "written": "the envoy", "unnamed": False}, "the envoy"),
        ({"speaker": None, "written": "", "unnamed": False}, "unnamed source"),
        ({"speaker": COUNCIL, "unnamed": True}, "Meridian Council"),
    ],
)
def test_a_speaker_that_was_not_resolved_is_given_as_written_or_as_unnamed(
    changes: dict[str, object], expected: str
) -> None:
    home = news()
    row = fact_row(replace(statement(home), **changes), home)  # type: ignore[arg-type]
    assert row["speaker"]["actor"] == expected
    assert row["unnamed"] == changes["unnamed"]


def test_a_position_names_who_ascribes_it_only_if_that_is_someone_else() -> None:
    home = news()
    own = position(home)
    chain = said(home, COUNCIL, "said")
    unnamed = said(home, None, "said", SourceKind.UNNAMED)

    def ascribed(fact: Position) -> object:
        return names(fact_row(fact, home)["attributed_to"])

    assert ascribed(own) is None
    assert ascribed(replace(own, attribution=own.attribution[:1])) is None
    assert ascribed(replace(own, attribution=chain)) == ("Meridian Council", None)
    assert ascribed(replace(own, attribution=unnamed)) == ("unnamed source", None)
    assert ascribed(replace(own, attribution=(*chain, own.attribution[-1]))) is None
    both = (*said(home, MINISTER, "told"), said(home, COUNCIL, "told")[1])
    assert ascribed(replace(own, attribution=both)) is None, "joint speakers say it together"
    row = fact_row(own, home)
    assert (row["issue"], row["stance"], row["strength"]) == ("the ferry plan", "opposes", "strong")


def test_a_proposal_gives_terms_and_responses() -> None:
    home = news()
    row = fact_row(one_of_each(home)["proposal"], home)
    assert row["phases_or_terms"] == ["a pause in shelling", "an exchange of crews"]
    (response,) = row["responses"]
    assert (names(response), response["response"], response["date"]) == (
        ("Ilva Törrane", "VEL"), "rejects", "2031-03-10",
    )  # fmt: skip
    assert response["evidence"] == home.text[response["offsets"]["start"] : response["offsets"]["end"]]
    assert (row["phases"], row["status"], row["answers_to"]) == (2, "rejected", "0123456789abcdef")


def test_a_condition_keeps_who_sets_it_apart_from_who_says_so() -> None:
    home = news()
    row = fact_row(condition(home), home)
    assert (names(row["set_by"]), names(row["said_by"])) == (("Kestria", "KES"), ("Meridian Council", None))
    assert (row["antecedents"], row["join"], row["type"]) == (["crews and ships are freed"], "ALL", "exchange")
    bare = fact_row(replace(condition(home), set_by=None, said_by=None), home)
    assert bare["set_by"] is bare["said_by"] is None


def test_an_assessment_is_about_two_or_about_a_topic() -> None:
    home = news()
    made = one_of_each(home)["assessment"]
    row = fact_row(made, home)
    assert (row["about"], row["direction"], row["since"], row["said_by"]) == (
        ["Velmora", "Kestria"], "lowest", "since 2019", "unnamed",
    )  # fmt: skip
    alone = fact_row(replace(made, pair=(), attribution=made.attribution[:1]), home)  # type: ignore[call-arg]
    assert (alone["about"], alone["said_by"]) == ("Relations of Velmora and Kestria", "outlet")
    spoken = fact_row(replace(made, speakers=(MINISTER, COUNCIL)), home)  # type: ignore[call-arg]
    assert names(spoken["said_by"]) == ("Ilva Törrane", "VEL")
    assert len(spoken["speakers"]) == 2


def test_a_figure_keeps_its_claimant() -> None:
    home = news()
    made = figure(home)

    def claimant(fact: Figure) -> object:
        return names(fact_row(fact, home)["claimant"])

    row = fact_row(made, home)
    assert (row["low"], row["high"], row["where"], row["date"]) == (12, None, "Mirrin", "2031-03-14")
    assert claimant(made) == "outlet"
    assert claimant(replace(made, attribution=said(home, None, "said", SourceKind.UNNAMED))) == "unnamed"
    assert claimant(replace(made, attribution=said(home, COUNCIL, "said"))) == ("Meridian Council", None)
    group = fact_row(replace(made, attribution=said(home, COUNCIL, "said", SourceKind.UNNAMED)), home)
    assert group["claimant"]["unnamed"] is True


@pytest.mark.parametrize(("low", "written"), [(12, "12"), (12.0, "12"), (2.5, "2.5"), (None, "null")])
def test_a_number_looks_the_same_before_and_after_it_was_stored(low: float | None, written: str) -> None:
    home = news()
    made = replace(figure(home), low=low, high=20.0)
    stored = decode("figure", encode(made), home.id)
    for fact in (made, stored):
        assert json.dumps(fact_row(fact, home)["low"]) == written
        assert record(fact, home)["high"] == 20


def test_evidence_in_another_document_is_given_by_its_place() -> None:
    home = news()
    far = Span(document_id="another", start=3, end=9)
    for fact in one_of_each(home).values():
        row = fact_row(replace(fact, evidence=(*fact.evidence, far)), home)
        assert row["further_evidence"] == [{"text": "", "start": 3, "end": 9, "document": "another"}]
        assert fact_row(replace(fact, evidence=(far,)), home)["evidence"] == ""


def test_a_kind_of_an_add_on_has_what_all_kinds_share() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Riddle(Fact):
        pass

    home = news()
    made = position(home)
    riddle = Riddle(
        id="1", document_id=home.id, evidence=made.evidence, attribution=(), factuality=made.factuality,
        date=made.date, match=made.match,
    )  # fmt: skip
    row = fact_row(riddle, home)
    assert (row["kind"], row["evidence"]) == ("riddle", fact_row(made, home)["evidence"])


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("“We will not sign,”", "We will not sign,"),
        ("“We will not sign”.", "We will not sign."),
        ("“We will not sign", "We will not sign"),
        ("and will wait.”", "and will wait."),
        ('"absurd"', "absurd"),
        ("'It's over'", "It's over"),
        ("«Non»", "Non"),
        ("“absurd” and “late”", "“absurd” and “late”"),
        ("a “late” plan", "a “late” plan"),
        ("the plan was “late”", "the plan was “late”"),
        ("the plan of the officers’", "the plan of the officers’"),
        ("“He called it ‘late’ twice.”", "He called it ‘late’ twice."),
        ("“", ""),
        ("”", ""),
        ("", ""),
        ("no marks", "no marks"),
    ],
)
def test_marks_around_words_go_and_those_inside_stay(written: str, expected: str) -> None:
    assert unquoted(written) == expected


def test_a_belief_is_told_apart_from_words() -> None:
    home = news()
    assert fact_row(replace(statement(home), form=Form.BELIEF), home)["form"] == "belief"

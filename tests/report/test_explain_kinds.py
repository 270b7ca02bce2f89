"""What ``explain`` says of each kind of fact."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from dragoman import ontology
from dragoman.model.facts import Answer, ConditionKind, Direction, Fact, Factuality, Form, Join, Stance, Statement
from dragoman.model.text import Document
from dragoman.report.explain import explain
from dragoman.report.marks import marked
from dragoman.report.words import ANSWERS, CONDITION_KINDS, DIRECTIONS, PRESENTED_CLAIM, STANCES
from kinds import assessment, condition, figure, news, one_of_each, phrase, position, said, statement
from samples import COUNCIL, MINISTER, document, span


def explained(fact: Fact, home: Document, *others: Document, width: int = 300) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    known = {each.id: each for each in others}
    with console.capture() as capture:
        console.print(
            explain(fact, home, types=ontology.load_event_types(), cameo=ontology.load_cameo(), find=known.get)
        )
    return capture.get()


EXPECTED = {
    "statement": (
        "Ilva Törrane “told”: “We firmly oppose the ferry plan, and will not sign.”",
        "[content: “We firmly oppose the ferry plan,”] Ilva Törrane [trigger: told] Kestria",
        "To            Kestria (state, KES), id KES",
        "direct: given as a quotation",
        "the report itself says that this was said or thought",
    ),
    "position": (
        "Ilva Törrane: opposes “the ferry plan”",
        "[trigger: oppose] [issue: the ferry plan]",
        "opposes: is against it",
        "strong, by the words “firmly oppose”",
        "Continental Wire → Ilva Törrane (“told”)",
    ),
    "proposal": (
        "the Meridian Council’s ferry plan, by Meridian Council: rejected",
        "[term: a pause in shelling] and [term: an exchange of crews]",
        "Ilva Törrane rejects it (2031-03-10, worked out from the publication date):",
        "rejected, as far as the report says",
        "proposal 0123456789abcdef",
    ),
    "condition": (
        "Kestria would sign depends on crews and ships are freed",
        "[consequent: Kestria would sign] [trigger: only if] [antecedent: crews and ships are freed]",
        "exchange: one in return for the other",
        "Set by        Kestria (state, KES), id KES",
        "Said by       Meridian Council (igo, IGO), id meridian-council",
    ),
    "assessment": (
        "Velmora and Kestria: said to be at its lowest “since 2019”",
        "“since 2019” (2019, stated in the text)",
        "Said by        an unnamed source",
        "the headline and the text differ: assessment fedcba9876543210",
    ),
    "figure": (
        "12 or more sailors hurt, says the report",
        "12 or more, written “At least 12”",
        "sailors hurt (injured; unit: persons)",
        "Whose         Velmora (state, VEL), id VEL",
        "figures of several sources are never added up",
    ),
}


@pytest.mark.parametrize("kind", sorted(EXPECTED))
def test_each_kind_says_what_it_stands_on(kind: str) -> None:
    home = news()
    text = explained(one_of_each(home)[kind], home)
    assert [words for words in EXPECTED[kind] if words not in text] == []
    assert f"{kind.capitalize()} id" in text


@pytest.mark.parametrize("kind", sorted(EXPECTED))
@pytest.mark.parametrize("width", [40, 80])
def test_it_fits_the_terminal(kind: str, width: int) -> None:
    home = news()
    text = explained(one_of_each(home)[kind], home, width=width)
    assert max(map(len, text.splitlines())) <= width


def test_every_value_has_its_words() -> None:
    assert set(STANCES) == set(Stance)
    assert set(ANSWERS) == set(Answer)
    assert set(DIRECTIONS) == set(Direction)
    assert set(CONDITION_KINDS) == set(ConditionKind)
    assert set(PRESENTED_CLAIM) == set(Factuality)


def test_evidence_in_another_document_is_shown_from_there() -> None:
    home, other = news(), document("Velmora had turned the ferry plan down before.", title="An older report")
    far = span(other, "Velmora had turned the ferry plan down before.")
    for fact in one_of_each(home).values():
        both = replace(fact, evidence=(*fact.evidence, far))
        assert "Velmora had turned the ferry plan down before. (An older report, 2031-03-14;" in explained(
            both, home, other
        )
        assert f"(characters 0-46 of document {other.id}, which is not in this store)" in explained(both, home)
        assert other.id in explained(replace(fact, evidence=(far,)), home)


def test_a_span_that_goes_beyond_a_sentence_is_marked_as_far_as_it_goes() -> None:
    home = document("Talks failed. Both sides blame the weather.")
    content = [("content", span(home, "failed. Both sides"))]
    first, second = span(home, "Talks failed."), span(home, "Both sides blame the weather.")
    assert marked(home, first, content).plain == "Talks [content: failed.]"
    assert marked(home, second, content).plain == "[content: Both sides] blame the weather."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"form": Form.BELIEF}, "belief: what someone is said to think"),
        ({"direct": False}, "indirect, in part quoted"),
        ({"direct": False, "quoted": ()}, "indirect: given in the report's words"),
        ({"speaker": None, "written": "diplomats", "unnamed": True}, "diplomats (unnamed) “told”"),
        ({"speaker": None, "written": "", "unnamed": True}, "an unnamed source “told”"),
        ({"unnamed": True}, "the text does not name the person"),
    ],
)
def test_forms_and_speakers_of_statements(changes: dict[str, object], words: str) -> None:
    home = news()
    made: Statement = replace(statement(home), **changes)  # type: ignore[arg-type]
    assert words in explained(made, home)


def test_terms_of_a_condition_go_together_or_apart() -> None:
    home = news()
    two = (phrase(home, "crews and ships are freed"), phrase(home, "a pause in shelling"))
    made = replace(condition(home), antecedents=two, set_by=None, said_by=None)
    text = explained(made, home)
    assert "depends on crews and ships are freed and a pause in shelling" in text
    assert "all of:" in text
    assert "not said whose condition it is" in text
    assert "any of:" in explained(replace(made, join=Join.ANY), home)
    assert "are freed or a pause" in explained(replace(made, join=Join.ANY), home)


def test_a_headline_that_says_more_than_its_text_is_said() -> None:
    home = news()
    text = explained(replace(assessment(home), in_title=True), home)
    assert "the headline" in text
    assert "the text says less than this headline: assessment fedcba9876543210" in text


@pytest.mark.parametrize(
    ("low", "high", "approximate", "words"),
    [
        (12, 12, False, "12 sailors"),
        (12, 12, True, "about 12 sailors"),
        (10, 20, False, "10 to 20 sailors"),
        (None, 40, False, "up to 40 sailors"),
        (1500000, None, False, "1,500,000 or more sailors"),
        (2.5, 2.5, False, "2.5 sailors"),
        (0, None, False, "0 or more sailors"),
    ],
)
def test_figures_keep_their_range(low: float | None, high: float | None, approximate: bool, words: str) -> None:
    home = news()
    made = replace(figure(home), low=low, high=high, approximate=approximate)
    assert explained(made, home).startswith(words)


@pytest.mark.parametrize(("unit", "words"), [("USD", "12 or more USD sailors"), ("sailors", "12 or more sailors")])
def test_a_currency_is_named(unit: str, words: str) -> None:
    home = news()
    assert explained(replace(figure(home), unit=unit), home).startswith(words)


def test_who_says_so_is_never_left_open() -> None:
    home = news()
    made = position(home)
    joint = (*said(home, MINISTER, "told"), said(home, COUNCIL, "told")[1])
    assert "Ilva Törrane (“told”) and Meridian Council (“told”)" in explained(replace(made, attribution=joint), home)
    alleged = replace(figure(home), factuality=Factuality.ALLEGED, attribution=said(home, COUNCIL, "said"))
    assert "says Meridian Council; alleged" in explained(alleged, home)

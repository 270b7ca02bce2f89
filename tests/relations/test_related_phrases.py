from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.relations.concepts import bare_name, forms, load_lexicon, stem
from dragoman.relations.issues import Wording, find_issues
from dragoman.relations.phrases import Sense, named_nouns, read_phrase


def read(text: str, owner: str = "") -> Sense:
    return read_phrase(text, load_lexicon(), owner)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the withdrawal of Kestria", "Kestria withdraws"),
        ("the release of hostages", "freeing the hostages"),
        ("recognition of Kestria by Velmora", "Velmora recognises Kestria"),
        ("the creation of a Palestinian state", "Palestinian statehood"),
        ("the reopening of the border", "the border is reopened"),
        ("U.S. sanctions", "American sanctions"),
    ],
)
def test_verbs_and_nouns_come_to_the_same(one: str, other: str) -> None:
    first, second = read(one), read(other)
    assert first.features == second.features
    assert first.act == second.act


def test_names_have_parts() -> None:
    assert read("Velmora recognises Kestria").agents == {"name:velmor"}
    assert read("Velmora recognises Kestria").others == {"name:kestr"}
    assert read("Kestria is recognised by Velmora").agents == {"name:velmor"}
    assert read("Kestria is recognised by Velmora").others == {"name:kestr"}
    assert read("talks between Velmora and Kestria").sided == {"name:velmor", "name:kestr"}


def test_pronouns_stand_for_the_owner() -> None:
    assert read("withdrawal of its troops", "Kestria").features == read("withdrawal of Kestrian troops").features
    assert read("withdrawal of its troops").names == frozenset()
    assert read("Velmora withdraws its troops", "Kestria").names == {"name:velmor"}


def test_plans_answers_negation_and_numbers_are_noticed() -> None:
    assert read("the truce proposal").plan
    assert read("its response to the truce proposal").counter
    assert read("no withdrawal of troops").negated
    assert not read("the withdrawal of troops").negated
    assert read("Kestria will not withdraw").negated
    assert read("Kestria won’t withdraw").negated
    assert not read("Kestria leaves, not one day sooner").negated
    assert read("a three-phase plan").numbers == {"3"}
    assert read("a cease-fire and a prisoner exchange").several


@pytest.mark.parametrize("text", ["", " ", "“”", "the", "—", "its", "A" * 5000, "\ud83d", "(RRF)", "of of of", "'s"])
def test_nothing_breaks_it(text: str) -> None:
    assert read(text, "Kestria").text == text


def test_forms_and_stems() -> None:
    assert "swap" in forms("swapping")
    assert stem("demilitarised") == stem("demilitarized")
    assert stem("police") != stem("policy")
    assert bare_name("Kestrian") == bare_name("Kestria")
    assert bare_name("Velmoran") == bare_name("Velmora") != bare_name("Kestria")


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200))
def test_any_text_can_be_read_and_grouped(one: str, other: str, report: str) -> None:
    nouns = named_nouns(report)
    found = find_issues(
        [
            Wording(text=one, key="1", document="a", owner=other),
            Wording(text=other, key="2", document="a", doer=one),
            Wording(text=f"the {one} of {other}", key="3", document="b"),
        ],
        nouns={"a": nouns},
        theatres={"a": "x", "b": "y"},
    )
    assert set(found.of) == {"1", "2", "3"}
    assert all(issue.label is not None and issue.id for issue in found.issues)
    assert len({issue.id for issue in found.issues}) == len(found.issues)

"""Tables of facts of one kind: what they say where there is little room, and of who says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console

from dragoman.model.facts import Fact, Factuality, Strength
from dragoman.model.text import Document
from dragoman.report.lists import LISTS, facts_table
from dragoman.store import StoredFact
from dragoman.store.kinds import actors_of
from kinds import OUTLET, condition, news, one_of_each, position, said, statement
from samples import COUNCIL, KESTRIA, MINISTER


def shown(fact: Fact, home: Document, width: int = 200) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    rows = [StoredFact(fact=fact, document=home, run=1)]
    with console.capture() as capture:
        console.print(facts_table(type(fact).__name__.lower(), rows, lambda key: key[:6], width))
    return " ".join(capture.get().split())


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_names_are_not_broken_and_the_report_stands_where_there_is_room(kind: str, width: int) -> None:
    home = news()
    fact = one_of_each(home)[kind]
    text = shown(fact, home, width)
    names = {word for _, actors in actors_of(fact) for actor in actors for word in actor.name.split()}
    told = names if kind != "statement" or width >= 100 else {"Ilva", "Törrane"}
    assert {word for word in told if word not in text.split()} <= ({"Velmora"} if kind == "figure" else set())
    assert text.count(fact.id[:6]) == 1
    assert ("Contin" in text) == (width >= 130)


@pytest.mark.parametrize("width", [50, 65])
def test_a_condition_says_in_one_column_whose_it_is_and_who_says_so(width: int) -> None:
    home = news()
    made = condition(home)
    assert "set by Kestria, told by Meridian Council" in shown(made, home, width)
    assert "told by the report" in shown(replace(made, attribution=(OUTLET,), set_by=None), home, width)
    own = replace(made, attribution=said(home, KESTRIA, "said"))
    assert "set by Kestria" in shown(own, home, width)
    assert "told by" not in shown(own, home, width)
    assert "set by Kestria; alleged" in shown(replace(own, factuality=Factuality.ALLEGED), home, width)


def test_a_statement_says_who_else_tells_it() -> None:
    home = news()
    made = statement(home)
    assert "Meridian Council" not in shown(made, home)
    assert "Meridian Council" in shown(replace(made, attribution=said(home, COUNCIL, "said")), home)
    own = shown(replace(made, attribution=said(home, MINISTER, "told")), home)
    assert own.count("Ilva Törrane") == 1
    assert "the holder" not in own


@pytest.mark.parametrize(
    ("factuality", "words"),
    [
        (Factuality.REPORTED, "the holder"),
        (Factuality.PLANNED, "the holder"),
        (Factuality.ALLEGED, "the holder; alleged"),
        (Factuality.DENIED, "the holder; denied"),
        (Factuality.NEGATED, "the holder; told as not so"),
        (Factuality.HYPOTHETICAL, "the holder; told as possible"),
    ],
)
def test_a_claim_that_is_open_is_marked_as_such(factuality: Factuality, words: str) -> None:
    home = news()
    text = shown(replace(position(home), factuality=factuality, strength=Strength.PLAIN), home)
    assert f"{words} Continental Wire" in text


def test_long_words_are_cut_and_say_so() -> None:
    home = news()
    made = one_of_each(home)["proposal"]
    terms = made.terms * 20  # type: ignore[attr-defined]
    assert "…" in shown(replace(made, terms=terms), home)  # type: ignore[call-arg]

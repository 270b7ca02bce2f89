from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from rich.console import Console

from dragoman import ontology
from dragoman.model.facts import Event, FactDate
from dragoman.model.text import DateBasis, Document, Span
from dragoman.report.explain import explain, rule_in_words
from dragoman.report.marks import marked
from dragoman.store import Run
from samples import SETUP, document, event, full_event, span

RUN = Run(id=4, started=datetime(2031, 3, 15, 9, 30), setup=SETUP)


def explained(made: Event, home: Document, *, run: Run | None = RUN, width: int = 100) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(explain(made, home, types=ontology.load_event_types(), cameo=ontology.load_cameo(), run=run))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_the_sentence_has_its_spans_marked_with_their_roles() -> None:
    home = document()
    text = explained(full_event(home), home, width=200)
    assert (
        "[date: On Tuesday] [source: Velmora] [trigger: rejected] [target: Kestria]’s plan in Mirrin,"
        " [source: officials] [embedding: said]."
    ) in text


@pytest.mark.parametrize(
    "words",
    [
        "REJECT: reject, refuse, veto, defy; mode refuse; context diplomatic",
        "120: ",
        "Goldstein -4.0",
        "3: verbal conflict",
        "reported: the report passes on that someone says it happened",
        "Continental Wire → Ilva Törrane (“said”) → an unnamed source (“said”)",
        "background: recalled, not news of the day",
        "2031-03-11 to 2031-03-12 (“On Tuesday”, worked out from the publication date)",
        "Mirrin; Mirrin City, geonames:1",
        "reject/reject/v/obj=@PROPOSAL",
        "frame of the verb “reject” in the table of REJECT",
        "trigger “rejected” (19-27)",
        "Ilva Törrane (person, VEL, GOV, inferred, not named outright), id ilva-torrane",
        "said: report",
        "https://example.org/1",
        "by hand",
        "test-1; first seen in run 4, 2031-03-15 09:30 UTC",
    ],
)
def test_all_that_stands_behind_an_event_is_there(words: str) -> None:
    home = document()
    assert words in " ".join(explained(full_event(home), home).split()) or words in explained(full_event(home), home)


def test_what_is_not_known_is_said() -> None:
    home = replace(document(published=None), publisher=None, url=None)
    made = replace(event(home, targets=()), date=FactDate())
    text = explained(made, home, run=None)
    assert "Target        none named" in text
    assert "When          not said" in text
    assert "Where         not said" in text
    assert "the outlet (not named)" in text
    assert "outlet unknown, date unknown" in text


def test_a_publication_date_is_not_passed_off_as_stated() -> None:
    home = document()
    made = replace(event(home), date=FactDate(value="2031-03-14", basis=DateBasis.PUBLICATION))
    assert "2031-03-14 (the publication date, for lack of another)" in explained(made, home)


def test_nested_equal_and_crossing_spans() -> None:
    home = document("The Velmoran army attacked.")
    whole = Span(document_id=home.id, start=0, end=len(home.text))
    army, velmoran = span(home, "Velmoran army"), span(home, "Velmoran")
    crossing = span(home, "army attacked")
    found = marked(home, whole, [("source", army), ("embedding", velmoran), ("target", army), ("cue", crossing)])
    assert found.plain == "The [source, target: [embedding: Velmoran] army] attacked."


def test_spans_outside_the_sentence_are_left_out() -> None:
    home = document()
    first = Span(document_id=home.id, start=0, end=10)
    assert marked(home, first, [("trigger", span(home, "Talks"))]).plain == "On Tuesday"


def test_brackets_in_a_text_are_no_markup() -> None:
    home = document("He said [bold]no[/bold] to [them].")
    whole = Span(document_id=home.id, start=0, end=len(home.text))
    assert marked(home, whole, []).plain == home.text
    assert "[them]" in explained(replace(event(home), evidence=(whole,)), home)
    titled = replace(home, title="Talks [in] Mirrin [/bold]")
    assert titled.title in explained(event(titled), titled)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("assault/attack/n", "frame of the noun “attack” in the table of ASSAULT"),
        (
            "reject/say/v/neg=yes",
            "frame of the verb “say” in the table of REJECT, under the condition after the last slash",
        ),
        ("embedding/urge/v/inf", "the verb “urge” is an act of its own about what hangs on it (inf)"),
        ("by hand", ""),
    ],
)
def test_rules_in_words(rule: str, expected: str) -> None:
    assert rule_in_words(rule) == expected


@pytest.mark.parametrize("width", [40, 80, 140])
def test_it_fits_the_terminal(width: int) -> None:
    home = document()
    assert max(map(len, explained(full_event(home), home, width=width).splitlines())) <= width


def test_an_event_of_an_unknown_codebook_still_shows() -> None:
    home = document()
    made = replace(event(home), plover="MUSE", cameo="999")
    assert "MUSE" in explained(made, home)

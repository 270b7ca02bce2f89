from __future__ import annotations

from dataclasses import replace

import pytest
from rich.console import Console, RenderableType

from dragoman.model.facts import Attribution, Event, Fact, FactDate, Factuality, SourceKind
from dragoman.model.text import DateBasis
from dragoman.report.readout import MOST_LINES, Reading, readout
from dragoman.report.words import MARKS, PRESENTED, id_length, mark, shortened, sides
from samples import COUNCIL, KESTRIA, MINISTER, VELMORA, document, event, full_event

LOADED = {"terrorist", "regime", "aggression", "massacre", "claimed", "admitted", "so-called", "militant", "claims"}


def rendered(renderable: RenderableType, width: int = 80) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(renderable)
    return capture.get()


def lines_of(*facts: Fact, width: int = 80) -> list[str]:
    home = document()
    made = readout([Reading(document=home, facts=facts)], lambda key: key[:6])
    return [line.rstrip() for line in rendered(made, width).splitlines()]


def told(factuality: Factuality, *links: Attribution) -> Event:
    outlet = Attribution(kind=SourceKind.OUTLET)
    return replace(event(document(), factuality=factuality), attribution=(outlet, *links))


def test_every_line_of_an_event_ends_in_its_reference() -> None:
    home = document()
    events = (event(home), event(home, plover="ASSAULT", background=True), full_event(home))
    lines = lines_of(*events)
    for each in events:
        assert sum(line.endswith(f" {each.id[:6]}") for line in lines) == 1


def test_news_background_and_what_is_only_alleged_stand_apart() -> None:
    home = document()
    lines = lines_of(
        event(home, plover="CONSULT"),
        event(home, plover="CONSULT", factuality=Factuality.PLANNED),
        event(home, background=True, on="2019"),
        event(home, plover="ASSAULT", factuality=Factuality.ALLEGED),
        event(home, plover="ASSAULT", factuality=Factuality.DENIED),
    )
    heads = [
        "What happened",
        "Announced, asked for, threatened or not done",
        "Background, recalled in the report",
        "Only alleged, or denied",
    ]
    assert [line for line in lines if line in heads] == heads
    news, planned, background, alleged = (lines.index(head) for head in heads)
    assert "CONSULT" in lines[news + 1]
    assert "· planned" in lines[planned + 1]
    assert lines[background + 1].split()[0] == "2019"
    assert "· alleged" in lines[alleged + 1]
    assert "· denied" in lines[alleged + 3]


def test_the_words_around_the_trigger_are_shown() -> None:
    assert any("rejected Kestria’s plan" in line for line in lines_of(full_event()))


def test_parties_are_counted() -> None:
    home = document()
    lines = lines_of(event(home), event(home, sources=(COUNCIL,), targets=()))
    assert "Parties  Kestria 1 · Meridian Council 1 · Velmora 1" in lines
    minister = lines_of(event(home), event(home, sources=(MINISTER,)))
    assert "Parties  Kestria 2 · Velmora 2 (Ilva Törrane)" in minister


def test_a_document_without_facts_says_so() -> None:
    assert "Nothing to code was found in it." in lines_of()


def test_an_unknown_date_and_outlet_are_said() -> None:
    home = replace(document(published=None), publisher=None, language="fr")
    text = rendered(readout([Reading(document=home, facts=())], str))
    assert "outlet unknown · date unknown · 0 events · language: fr" in text


def test_long_sections_are_cut_and_counted() -> None:
    home = document()
    many = [replace(event(home), id=f"{number:016x}") for number in range(MOST_LINES + 5)]
    assert "  and 5 more" in lines_of(*many)


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, lines_of(full_event(), width=width))) <= width


def test_a_range_of_days_does_not_widen_the_column_of_dates() -> None:
    home = document()
    lines = lines_of(event(home, on="2031-03-01", end="2031-03-09"))
    assert any("· 2031-03-01 to 2031-03-09" in line for line in lines)


def test_a_day_is_shown_only_if_the_text_gives_it() -> None:
    home = document()
    published = replace(event(home), date=FactDate(value="2031-03-14", basis=DateBasis.PUBLICATION))
    assert not any("2031-03-14 Velmora" in line for line in lines_of(published))
    assert any(line.startswith("  undated Velmora") for line in lines_of(event(home)))


def test_marks_say_how_it_is_told_and_by_whom() -> None:
    said = Attribution(kind=SourceKind.SPEAKER, speaker=MINISTER, cue="said")
    heard = Attribution(kind=SourceKind.SPEAKER, speaker=COUNCIL, cue="heard")
    unnamed = Attribution(kind=SourceKind.UNNAMED, cue="said")
    assert mark(told(Factuality.ASSERTED)) == ""
    assert mark(told(Factuality.PLANNED)) == "planned"
    assert mark(told(Factuality.REPORTED, said)) == "says Ilva Törrane"
    assert mark(told(Factuality.ALLEGED, unnamed)) == "alleged by an unnamed source"
    assert mark(told(Factuality.DENIED, said)) == "denied by Ilva Törrane"
    assert mark(told(Factuality.DEMANDED, said)) == "demanded, says Ilva Törrane"
    assert mark(told(Factuality.REPORTED, said, heard)) == "says Meridian Council, as told by Ilva Törrane"


def test_arrows_show_direction() -> None:
    home = document()
    assert sides(event(home)) == "Velmora → Kestria"
    assert sides(event(home, targets=())) == "Velmora"
    both = (VELMORA, KESTRIA)
    assert sides(event(home, sources=both, targets=both, symmetric=True)) == "Velmora ↔ Kestria"
    assert sides(event(home, symmetric=True)) == "Velmora ↔ Kestria"


def test_swapping_the_parties_mirrors_the_readout() -> None:
    home = document()
    one = lines_of(event(home))
    other = lines_of(replace(event(home, sources=(KESTRIA,), targets=(VELMORA,)), id=event(home).id))
    swapped = [line.replace("Velmora → Kestria", "Kestria → Velmora") for line in one]
    assert swapped == other


def test_every_factuality_has_neutral_words() -> None:
    assert set(MARKS) == set(PRESENTED) == set(Factuality)
    used = {word for text in (*MARKS.values(), *PRESENTED.values()) for word in text.lower().split()}
    assert used.isdisjoint(LOADED)


def test_references_are_as_long_as_needed() -> None:
    assert id_length([]) == 6
    assert id_length(["abcdef01", "abcdef02", "abcdef02"]) == 8


def test_texts_are_cut_between_words() -> None:
    assert shortened("a  b\nc") == "a b c"
    cut = shortened("word " * 40)
    assert cut.endswith("word …")
    assert len(cut) <= 72

"""The sections of a readout beside events: stands, proposals, terms, trends, figures, what is only alleged."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from rich.console import Console

from dragoman.model.actors import ActorRef
from dragoman.model.facts import (
    Answer,
    ConditionKind,
    Direction,
    Fact,
    Factuality,
    ProposalStatus,
    Stance,
    Strength,
)
from dragoman.model.text import Document
from dragoman.relations.conditions import LoopKind
from dragoman.relations.relate import Item
from dragoman.report.readout import Reading, readout
from dragoman.report.readout_stands import STRENGTHS
from dragoman.report.readout_terms import JOINTS, LOOPS
from made import TALVIA, assessment, condition, figure, phrase, position, proposal, report, told_by
from samples import COUNCIL, KESTRIA, MINISTER, VELMORA

REFERENCE = re.compile(r"[0-9a-f]{6}$")
PLAN = "the cease-fire plan"


def lines_of(*items: Item, width: int = 100) -> list[str]:
    facts: dict[str, tuple[Document, list[Fact]]] = {}
    for fact, home in items:
        facts.setdefault(home.id, (home, []))[1].append(fact)
    readings = [Reading(document=home, facts=tuple(found)) for home, found in facts.values()]
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(readout(readings, lambda key: key[:6]))
    return [line.rstrip() for line in capture.get().splitlines()]


def section(lines: Iterable[str], name: str) -> list[str]:
    """Lines below a heading up to the next blank line."""
    found: list[str] | None = None
    for line in lines:
        if found is not None and not line:
            break
        if found is not None:
            found.append(line)
        if line == name:
            found = []
    assert found is not None, name
    return found


def negotiation() -> tuple[Item, ...]:
    first, second = report(2), report(9, "Other words of a report.")
    return (
        position(first, VELMORA, PLAN, Stance.OPPOSES, strength=Strength.STRONG),
        position(first, KESTRIA, PLAN, Stance.SUPPORTS),
        position(first, KESTRIA, "the return of refugees", Stance.DEMANDS),
        position(first, VELMORA, "the return of refugees", Stance.CONDITIONAL, attribution=told_by(KESTRIA)),
        position(second, MINISTER, "the truce proposal", Stance.OPEN_TO),
        position(second, COUNCIL, "an observer mission", Stance.OFFERS),
        proposal(
            first, "cease-fire plan", TALVIA, phases=2, answers=((VELMORA, Answer.REJECTS), (KESTRIA, Answer.WELCOMES)),
            terms=(phrase(first, "both armies would move back"), phrase(first, "prisoners would be exchanged")),
        ),
        proposal(second, "truce plan", TALVIA, status=ProposalStatus.ADOPTED, answers=((MINISTER, Answer.ACCEPTS),)),
        condition(first, "the return of refugees", "the withdrawal of Kestrian troops", set_by=VELMORA),
        condition(second, "Kestria withdraws its troops", "refugees return", set_by=KESTRIA),
        figure(first, 12, 12, "soldiers killed", attribution=told_by(VELMORA)),
        figure(first, 30, None, "soldiers killed", attribution=told_by(KESTRIA)),
    )  # fmt: skip


def test_issues_that_several_parties_stand_on_make_a_matrix() -> None:
    items = negotiation()
    found = section(lines_of(*items), "Who stands where")
    assert found[0].split() == ["Kestria", "Velmora"]
    table = "\n".join(found)
    assert re.search(r"cease-fire plan +supports +open to", table)
    assert re.search(r"return of refugees +demands +conditional\n.* +says Kestria\n", table)
    assert all(fact.id[:6] in table for fact, _ in (items[1], items[2], items[3], items[4]))


def test_a_terminal_too_narrow_for_the_matrix_has_a_list_by_issue() -> None:
    found = section(lines_of(*negotiation(), width=45), "Who stands where")
    assert found[0].strip() == "cease-fire plan"
    assert [line.split(":")[0].strip() for line in found[1:3]] == ["Kestria", "Velmora (Ilva Törrane)"]


def test_a_change_of_position_has_both_facts() -> None:
    items = negotiation()
    found = section(lines_of(*items), "Changes of position")
    assert found[0].split()[0] == "2031-03-02"
    assert "Velmora on cease-fire plan: was opposes" in found[0]
    assert found[0].endswith(items[0][0].id[:6])
    assert "then open to · Ilva Törrane · report 2" in found[1]
    assert found[1].endswith(items[4][0].id[:6])


def test_a_proposal_has_its_sponsor_terms_status_and_last_answers() -> None:
    found = section(lines_of(*negotiation()), "Proposals")
    text = "\n".join(found)
    assert "cease-fire plan · by Talvia · 2 phases · adopted · 2 reports" in found[0]
    assert "1. both armies would move back" in found[1]
    assert "2. prisoners would be exchanged" in found[2]
    assert "Velmora (Ilva Törrane): accepts" in text
    assert "Velmora answered otherwise before: rejects (2031-03-02), then accepts (2031-03-09)" in text
    assert all(REFERENCE.search(line) for line in found)


def test_terms_and_deadlocks() -> None:
    lines = lines_of(*negotiation())
    found = section(lines, "Terms: what hangs on what")
    assert "return of refugees only after: withdrawal of Kestrian troops · set by Velmora" in found[0]
    together = section(lines, "Taken together")
    assert together[0].strip() == "Deadlock: each waits for the other"
    assert all(REFERENCE.search(line) for line in together[1:3])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ConditionKind.EXCHANGE, "in return for:"),
        (ConditionKind.PENDING, "waits for:"),
        (ConditionKind.DEADLINE, "by the deadline:"),
    ],
)
def test_kinds_of_conditions_have_words_of_their_own(kind: ConditionKind, words: str) -> None:
    found = section(lines_of(condition(report(2), "aid", "an inquiry", kind=kind)), "Terms: what hangs on what")
    assert f"aid {words}" in found[0]


def test_a_headline_that_says_more_than_the_report_is_shown_as_such() -> None:
    home = report(2)
    below = assessment(
        home,
        VELMORA,
        KESTRIA,
        direction=Direction.LOWEST,
        attribution=told_by(None),
        factuality=Factuality.REPORTED,
        at=3,
    )
    above = assessment(home, VELMORA, KESTRIA, direction=Direction.LOWEST, in_title=True, contrast=below[0].id)
    found = section(lines_of(above, below), "Claims about the trend")
    assert "Velmora and Kestria: said to be at its lowest" in found[0]
    assert "in the headline" in found[0]
    assert found[1].strip() == "the headline says more than the report, which has:"
    assert "an unnamed source" in found[2]
    assert len(found) == 3


def test_figures_keep_their_claimants_and_are_not_added_up() -> None:
    found = section(lines_of(*negotiation()), "Figures, with who gives them")
    assert ["12 soldiers killed" in found[0], "Velmora" in found[0]] == [True, True]
    assert ["30 or more soldiers killed" in found[1], "Kestria" in found[1]] == [True, True]
    assert not any("42" in line for line in found)


def test_what_is_only_alleged_stands_apart_whatever_it_is() -> None:
    home = report(2)
    doubtful = {"factuality": Factuality.ALLEGED, "attribution": told_by(KESTRIA)}
    lines = lines_of(
        position(home, VELMORA, PLAN, **doubtful), figure(home, 5, 5, "villages burnt", **doubtful),
        condition(home, "aid", "an inquiry", **doubtful), proposal(home, "secret deal", VELMORA, **doubtful),
        assessment(home, VELMORA, KESTRIA, **doubtful),
    )  # fmt: skip
    found = [line for line in section(lines, "Only alleged, or denied") if "alleged by Kestria" in line]
    assert len(found) == 5
    assert "Who stands where" not in lines
    assert "Figures, with who gives them" not in lines


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_sections_fit_the_terminal(width: int) -> None:
    lines = lines_of(*negotiation(), width=width)
    assert max(map(len, lines)) <= width
    ids = {fact.id[:6] for fact, _ in negotiation()}
    assert {key for key in ids if any(key in line for line in lines)} >= ids - {negotiation()[7][0].id[:6]}


def test_several_reports_are_numbered_and_their_lines_say_which() -> None:
    lines = lines_of(*negotiation())
    assert lines[0] == "1  Report 2"
    assert lines[2] == "2  Report 9"
    assert any("observer mission · report 2" in line for line in lines)
    assert not any("report 1" in line for line in lines_of(position(report(2), VELMORA, PLAN)))


def test_swapping_the_parties_mirrors_the_sections() -> None:
    def told(one: ActorRef, other: ActorRef) -> list[str]:
        home = report(2)
        return lines_of(
            position(home, one, PLAN, Stance.OPPOSES), position(home, other, PLAN),
            condition(home, "aid", "an inquiry", set_by=one), figure(home, 3, 3, "wounded", attribution=told_by(other)),
        )  # fmt: skip

    def without_references(lines: list[str], one: str, other: str) -> list[str]:
        swapped = [line.replace(one, "ONE").replace(other, "TWO") for line in lines]
        return sorted(re.sub(r"\s+[0-9a-f]{6}$", "", line) for line in swapped if "Parties" not in line)

    assert without_references(told(VELMORA, KESTRIA), "Velmora", "Kestria") == without_references(
        told(KESTRIA, VELMORA), "Kestria", "Velmora"
    )


def test_the_words_of_the_sections_are_descriptive() -> None:
    words = {word for text in (*LOOPS.values(), *JOINTS.values(), *STRENGTHS.values()) for word in text.lower().split()}
    assert words.isdisjoint(
        {"refuses", "stubborn", "admitted", "claims", "claimed", "regime", "terrorist", "concession"}
    )
    assert set(LOOPS) == set(LoopKind)
    assert set(JOINTS) == set(ConditionKind)
    assert set(STRENGTHS) == set(Strength) - {Strength.PLAIN}

"""From texts to relations, with the reader of the session."""

from __future__ import annotations

import pytest

from dragoman.pipeline import Reader
from dragoman.relations.conditions import LoopKind
from dragoman.relations.relate import Relations, relate

FIRST = (
    "Velmora rejected the cease-fire plan on Monday. Kestria welcomed the proposed cease-fire. Velmora will withdraw"
    " its troops only after Kestria reopens the border, its foreign minister said."
)
SECOND = (
    "Velmora accepted the truce proposal on Thursday. Kestria would reopen the border only if Velmora withdrew its"
    " troops first, the Kestrian government said."
)


@pytest.fixture(scope="module")
def found(reader: Reader) -> Relations:
    reports = [
        reader.read(FIRST, published="2031-03-04"),
        reader.read(SECOND, published="2031-03-14"),
    ]
    return relate((fact, report.document) for report in reports for fact in report.facts)


def test_positions_on_one_plan_by_three_names_are_one_issue_and_show_the_change(found: Relations) -> None:
    changes = [(each.party.name, str(each.before.side), str(each.after.side)) for each in found.matrix.changes]
    assert changes == [("Velmora", "against", "for")]
    (change,) = found.matrix.changes
    assert (("kestria", change.issue.id)) in found.matrix.cells


def test_conditions_of_two_reports_that_block_each_other_are_a_deadlock(found: Relations) -> None:
    (loop,) = found.terms.loops
    assert loop.kind is LoopKind.DEADLOCK
    assert {party.name for party in loop.parties} == {"Velmora", "Kestria"}

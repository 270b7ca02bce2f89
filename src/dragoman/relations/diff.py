"""What is new or changed between two sets of facts: positions, proposals, conditions, relations and claims.

The two sets are what was before and what came after. Parted by day they say what is new in the world as it is reported;
parted by run, what is new in the store, however old it is in the world. Issues, proposals and parties are found over
both together, so that they are the same on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from dragoman.model.facts import Assessment, Condition, Event, Fact, Position, Proposal
from dragoman.model.text import Document
from dragoman.relations.choices import NO_CHOICES, Choices
from dragoman.relations.concepts import load_lexicon
from dragoman.relations.diff_claims import assessment_entries
from dragoman.relations.diff_events import relation_entries
from dragoman.relations.diff_model import Diff, Entry
from dragoman.relations.diff_proposals import proposal_entries
from dragoman.relations.diff_sides import Sides, Window
from dragoman.relations.diff_stands import position_entries
from dragoman.relations.diff_terms import condition_entries
from dragoman.relations.parties import Parties, actors_of_fact
from dragoman.relations.relate import Item, relate

KINDS = ("event", "position", "proposal", "condition", "assessment")
"""Kinds of fact that a diff is made of."""

AnyFact = TypeVar("AnyFact", bound=Fact)


def diff(
    before: Sequence[Item],
    after: Sequence[Item],
    choices: Choices = NO_CHOICES,
    *,
    beside: Sequence[Item] = (),
    window: Window | None = None,
) -> Diff:
    """Compare two sets of facts.

    Args:
        before, after: facts with their documents, of kinds :data:`KINDS`; others are passed over. A fact in both was
            known before.
        choices: what the user merges, splits and names.
        beside: facts on neither side: they tell which phrases mean the same, and nothing else.
        window: the days by which the facts were parted; answers to proposals have days of their own and go by these.
    """
    items, beside = _by_id([*before, *after]), _by_id(beside)
    # Events say nothing on issues; the commands that list issues leave them out, too, and find the same ones.
    named = [each for each in (*items, *beside) if isinstance(each[0], Position | Proposal | Condition)]
    related = relate(named, choices)
    sides = Sides(
        before=frozenset(fact.id for fact, _ in before),
        after=frozenset(fact.id for fact, _ in after),
        parties=Parties(
            (actor for fact, _ in (*items, *beside) for actor in actors_of_fact(fact)), load_lexicon().state_names
        ),
        window=window or Window(),
    )
    entries = [
        *position_entries(related.matrix, related.tracks, sides),
        *proposal_entries(related.tracks, sides),
        *condition_entries(list(_of(Condition, items)), related.issues, sides),
        *relation_entries(_of(Event, items), sides),
        *assessment_entries(_of(Assessment, items), sides),
    ]
    return Diff(entries=tuple(_newest_first(entries)), before=len(before), after=len(after))


def _by_id(items: Sequence[Item]) -> list[Item]:
    """In an order that is the same however the facts come."""
    return sorted(items, key=lambda item: item[0].id)


def _of(kind: type[AnyFact], items: Sequence[Item]) -> Iterator[tuple[AnyFact, Document]]:
    """Facts of one kind, each once."""
    seen = set()
    for fact, home in items:
        if isinstance(fact, kind) and fact.id not in seen:
            seen.add(fact.id)
            yield fact, home


def _newest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Newest first; those of one day in an order that depends on nothing but themselves."""
    named = sorted(entries, key=lambda each: (each.kind, each.group, each.subject, each.news, each.evidence[0].fact))
    return sorted(named, key=lambda each: each.day, reverse=True)

"""Conditions in a diff: new ones, those told again, those now told as not so, and loops that they newly close.

A condition by itself is neither better nor worse. A deadlock that closes is worse; better is where the party whose
condition it was is told to have it no more. Nothing is made of a condition that the reports no longer mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Condition, Factuality, Join
from dragoman.model.text import Document
from dragoman.relations.conditions import (
    NOT_SAID,
    Edge,
    Loop,
    LoopKind,
    Told,
    antecedent_key,
    find_terms,
)
from dragoman.relations.diff_model import Cited, Course, Entry, Kind, News
from dragoman.relations.diff_sides import Sides, cite, in_words, newest_first
from dragoman.relations.issues import Issues
from dragoman.relations.parties import Party
from dragoman.relations.positions import day_of

MOST_STEPS = 5
Dated = tuple[Condition, Document]


@dataclass(frozen=True, slots=True)
class _Hung:
    """Edges of one goal that are told together, and in which facts."""

    edges: tuple[Edge, ...]
    before: tuple[Told, ...]
    after: tuple[Told, ...]


def condition_entries(items: Sequence[Dated], issues: Issues, sides: Sides) -> Iterator[Entry]:
    """New conditions, one entry for the steps that one sentence names, and new loops.

    Args:
        items: conditions of both sides, none else.
    """
    known = [(fact, home) for fact, home in items if sides.is_after(fact) is False]
    now, was = (find_terms(each, issues, sides.parties) for each in (items, known))
    for hung in _together(now.edges, sides):
        yield _hanging(hung, sides)
    of_before = {(edge.step.id, edge.goal.id): edge for edge in was.edges}
    for fact, home in items:
        if sides.is_after(fact) and fact.factuality in NOT_SAID:
            yield from _dropped(fact, home, issues, of_before, sides)
    kinds = {_key(loop): loop.kind for loop in was.loops}
    for loop in now.loops:
        if kinds.get(_key(loop)) is not loop.kind:
            yield from _closed(loop, kinds.get(_key(loop)), sides)


def _together(edges: Sequence[Edge], sides: Sides) -> Iterator[_Hung]:
    """Edges with a new telling; those that the same newest sentence tells are one condition."""
    found: dict[tuple[str, bool], list[tuple[Edge, list[Told], list[Told]]]] = defaultdict(list)
    for edge in edges:
        after = sorted((each for each in edge.told if sides.is_after(each.condition)), key=_order)
        if after:
            before = sorted((each for each in edge.told if not sides.is_after(each.condition)), key=_order)
            found[after[-1].condition.id, bool(before)].append((edge, before, after))
    for group in found.values():
        yield _Hung(
            edges=tuple(edge for edge, _, _ in group),
            before=tuple({each.condition.id: each for _, before, _ in group for each in before}.values()),
            after=tuple({each.condition.id: each for _, _, after in group for each in after}.values()),
        )


def _order(each: Told) -> tuple[str, str]:
    return day_of(each.condition, each.document), each.condition.id


def _hanging(hung: _Hung, sides: Sides) -> Entry:
    newest = max(hung.after, key=_order)
    goal = hung.edges[0].goal
    joint = " or " if newest.condition.join is Join.ANY else " and "
    steps = joint.join(edge.step.label for edge in hung.edges[:MOST_STEPS])
    more = len(hung.edges) - MOST_STEPS
    steps += f"{joint}{more} more" if more > 0 else ""
    whose = _owner(newest.condition, sides)
    by = f"; set by {whose[0].name}" if whose else "; whose condition it is is not said"
    return Entry(
        kind=Kind.CONDITION,
        news=News.AGAIN if hung.before else News.NEW,
        course=Course.UNCHANGED,
        reason=("told before" if hung.before else "first told") + by,
        subject=goal.label,
        group=goal.id,
        parties=whose,
        actors=_people([each.condition for each in hung.after]),
        issue=goal,
        was="",
        now=f"waits for {steps}",
        said_by=_said_by(newest.condition, sides),
        evidence=newest_first(map(_cited, hung.after), _cited(newest)),
        earlier=newest_first(_cited(each) for each in hung.before),
        told=len(hung.after),
        day=_order(newest)[0],
    )


def _dropped(
    fact: Condition, home: Document, issues: Issues, known: Mapping[tuple[str, str], Edge], sides: Sides
) -> Iterator[Entry]:
    """A condition that is told as not so, where it was told before; nothing that the reports are merely silent on."""
    goal = issues.of[antecedent_key(fact, 0)]
    keys = ((issues.of[antecedent_key(fact, number)].id, goal.id) for number in range(1, len(fact.antecedents) + 1))
    edges = [known[key] for key in keys if key in known]
    if not edges:
        return
    told = {each.condition.id: each for edge in edges for each in edge.told}
    before = {party for each in told.values() for party in _owner(each.condition, sides)}
    whose = _owner(fact, sides)
    is_own = fact.factuality is Factuality.NEGATED and bool(before.intersection(whose))
    reason = "told before, now told as not so" if fact.factuality is Factuality.NEGATED else "told before, now denied"
    yield Entry(
        kind=Kind.CONDITION,
        news=News.DROPPED,
        course=Course.BETTER if is_own else Course.UNCHANGED,
        reason=f"{reason} of the party whose condition it was" if is_own else reason,
        subject=goal.label,
        group=goal.id,
        parties=whose,
        actors=_people([fact]),
        issue=goal,
        was=f"waits for {in_words([edge.step.label for edge in edges], MOST_STEPS)}",
        now="told as not so",
        said_by=_said_by(fact, sides),
        evidence=(cite(fact, home),),
        earlier=newest_first(_cited(each) for each in told.values()),
        day=day_of(fact, home),
    )


def _closed(loop: Loop, was: LoopKind | None, sides: Sides) -> Iterator[Entry]:
    """A loop that is new, or is of another kind than before: only a deadlock can be, for what was told stays told."""
    told = [each for edge in loop.edges for each in edge.told]
    after = sorted((each for each in told if sides.is_after(each.condition)), key=_order)
    if not after:
        return
    if loop.kind is LoopKind.DEADLOCK:
        course, reason = Course.WORSE, "each waits for the other, as their conditions are told"
    else:
        course = Course.UNCHANGED
        reason = "another way is told" if loop.kind is LoopKind.WAY_ROUND else "each in return for the other"
    names = [issue.label for issue in loop.issues]
    yield Entry(
        kind=Kind.CONDITION,
        news=News.LOOP,
        course=course,
        reason=reason,
        subject=in_words(names, MOST_STEPS),
        group=loop.issues[0].id,
        parties=tuple(dict.fromkeys(party for each in told for party in _owner(each.condition, sides))),
        actors=_people([each.condition for each in told]),
        issue=loop.issues[0],
        was=str(was or ""),
        now=str(loop.kind),
        evidence=newest_first(_cited(each) for each in after),
        earlier=newest_first(_cited(each) for each in told if each not in after),
        told=len({each.condition.id for each in after}),
        day=_order(after[-1])[0],
    )


def _key(loop: Loop) -> frozenset[tuple[str, str]]:
    return frozenset((edge.step.id, edge.goal.id) for edge in loop.edges)


def _owner(condition: Condition, sides: Sides) -> tuple[Party, ...]:
    whose = condition.set_by or condition.said_by
    return (sides.parties.of(whose),) if whose is not None else ()


def _said_by(condition: Condition, sides: Sides) -> str:
    """Who says so, where that is someone else than whose condition it is."""
    teller = condition.said_by
    return "" if teller is None or sides.parties.of(teller) in _owner(condition, sides) else teller.name


def _people(conditions: Sequence[Condition]) -> tuple[ActorRef, ...]:
    return tuple(
        dict.fromkeys(actor for each in conditions for actor in (each.set_by, each.said_by) if actor is not None)
    )


def _cited(each: Told) -> Cited:
    return cite(each.condition, each.document)

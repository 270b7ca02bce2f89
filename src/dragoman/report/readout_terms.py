"""Proposals with their phases and answers; conditions, deadlocks, and the steps that much hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from dragoman.model.facts import Condition, ConditionKind, Join, ProposalStatus
from dragoman.relations.conditions import Edge, Loop, LoopKind, Terms
from dragoman.relations.labels import trimmed
from dragoman.relations.proposals import Reply, Track
from dragoman.report.readout_lines import Context, Line, date_of, notes, section
from dragoman.report.words import according_to, count, listed, mark, shortened

AS_LONG_AS = frozenset({"as long as", "so long as", "while"})
"""Markers of what must last rather than come first."""
MOST_TERMS = 8
MOST_WORDS = 160
LOOPS = {
    LoopKind.DEADLOCK: "Deadlock: each waits for the other",
    LoopKind.EXCHANGE: "Exchange: each in return for the other",
    LoopKind.WAY_ROUND: "Loop, but another way is named",
}
JOINTS = {
    ConditionKind.PRECONDITION: "only after",
    ConditionKind.EXCHANGE: "in return for",
    ConditionKind.DEADLINE: "by the deadline",
    ConditionKind.PENDING: "waits for",
}


def proposals(tracks: Sequence[Track], context: Context) -> list[RenderableType]:
    """The section of proposals."""
    names = {track.id: track.name for track in tracks}
    return section("Proposals", [line for track in tracks for line in _track(track, names, context)], 80)


def _track(track: Track, names: dict[str, str], context: Context) -> Iterator[Line]:
    first = track.tellings[0].proposal
    line = Text.assemble((trimmed(track.name), "bold"))
    by = f"by {listed([party.name for party in track.sponsors])}" if track.sponsors else "sponsor not said"
    status = "" if track.status is ProposalStatus.PROPOSED else str(track.status)
    phases = next((telling.proposal.phases for telling in track.versions if telling.proposal.phases), None)
    answers = f"answers “{names[track.answers_to]}”" if track.answers_to in names else ""
    told = count(len(track.tellings), "report") if len(track.tellings) > 1 else context.report(first)
    line.append(notes(by, count(phases, "phase") if phases else "", status, answers, mark(first), told))
    yield Line(text=line, ref=context.ref(first))
    if len(track.versions) > 1:
        for version in track.versions:
            text = Text(f"version of {version.day or 'unknown date'}: {count(version.proposal.phases or 1, 'phase')}")
            yield Line(text=text, ref=context.ref(version.proposal), deeper=1)
    fullest = max((telling.proposal for telling in track.tellings), key=lambda proposal: len(proposal.terms))
    for number, term in enumerate(fullest.terms[:MOST_TERMS], 1):
        text = Text(f"{number}. {shortened(term.text, MOST_WORDS)}")
        yield Line(text=text, ref=context.ref(fullest), deeper=1)
    if len(fullest.terms) > MOST_TERMS:
        text = Text(f"and {len(fullest.terms) - MOST_TERMS} more terms")
        yield Line(text=text, ref=context.ref(fullest), deeper=1)
    for reply in track.latest_replies:
        yield _reply(reply, context)
    for before, after in track.changed:
        text = Text(
            f"{after.party.name} answered otherwise before: {before.response.answer} ({before.day}),"
            f" then {after.response.answer} ({after.day})"
        )
        yield Line(text=text, ref=context.ref(before.proposal), deeper=1)


def _reply(reply: Reply, context: Context) -> Line:
    actor = reply.response.actor.name
    who = reply.party.name if actor == reply.party.name else f"{reply.party.name} ({actor})"
    text = Text.assemble(f"{who}: ", (str(reply.response.answer), "bold"))
    text.append(notes(reply.response.date.value or "", context.report(reply.proposal)), style="italic")
    return Line(text=text, ref=context.ref(reply.proposal), deeper=1)


def terms(found: Terms, conditions: Sequence[Condition], context: Context) -> list[RenderableType]:
    """The section of conditions: each as told, then what they come to together."""
    return section("Terms: what hangs on what", list(_conditions(conditions, context))) + terms_together(found, context)


def terms_together(found: Terms, context: Context) -> list[RenderableType]:
    """Deadlocks and other loops, and the steps that several things hang on."""
    together = [line for loop in found.loops for line in _loop(loop, context)]
    for shared in found.shared:
        goals = listed([goal.label for goal in shared.goals])
        text = Text.assemble((shared.step.label, "bold"), f": {goals} hang on it" + _beyond(shared.beyond))
        told = next(edge for edge in found.edges if edge.step is shared.step).told[0]
        together.append(Line(text=text, ref=context.ref(told.condition)))
    return section("Taken together", together)


def _beyond(number: int) -> str:
    return f", and {number} more behind them" if number else ""


def _conditions(conditions: Sequence[Condition], context: Context) -> Iterator[Line]:
    """Conditions; what several reports tell in the same words is told once, with the number of reports."""
    same: dict[tuple[object, ...], list[Condition]] = {}
    for condition in conditions:
        texts = tuple(trimmed(phrase.text).lower() for phrase in (condition.consequent, *condition.antecedents))
        whose = condition.set_by.name if condition.set_by is not None else ""
        same.setdefault((texts, condition.type, condition.factuality, whose), []).append(condition)
    for told in same.values():
        yield _condition(told, context)


def _condition(told: Sequence[Condition], context: Context) -> Line:
    condition = told[0]
    steps = [shortened(trimmed(phrase.text), MOST_WORDS) for phrase in condition.antecedents]
    several = len(steps) > 1
    joint = "as long as" if condition.marker.lower() in AS_LONG_AS else JOINTS[condition.type]
    if several:
        joint += " all of" if condition.join is Join.ALL else " any of"
    text = Text.assemble(
        (shortened(trimmed(condition.consequent.text), MOST_WORDS), "bold"), f" {joint}: ", "; ".join(steps)
    )
    whose = f"set by {condition.set_by.name}" if condition.set_by is not None else ""
    where = count(len(told), "report") if len(told) > 1 else context.report(condition)
    said_by = according_to(condition)
    text.append(notes(whose, f"says {said_by}" if said_by else "", where), style="italic")
    return Line(text=text, ref=context.ref(condition), date=date_of(condition))


def _loop(loop: Loop, context: Context) -> Iterator[Line]:
    yield Line(text=Text(LOOPS[loop.kind], style="bold"), ref="")
    for edge in loop.edges:
        yield _edge(edge, context)


def _edge(edge: Edge, context: Context) -> Line:
    whose = listed([party.name for party in edge.parties])
    joint = JOINTS[edge.told[0].condition.type]
    text = Text(f"{edge.goal.label} {joint} {edge.step.label}")
    text.append(notes(whose, count(len(edge.told), "time") if len(edge.told) > 1 else ""), style="italic")
    return Line(text=text, ref=context.ref(edge.told[0].condition), deeper=1)

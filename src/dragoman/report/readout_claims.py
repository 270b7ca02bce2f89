"""Claims about the trend, figures with who gives them, and what is only alleged."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from dragoman.model.facts import Assessment, Condition, Event, Fact, Figure, Position, Proposal
from dragoman.model.text import DateBasis
from dragoman.relations.labels import trimmed
from dragoman.relations.positions import CONTESTED
from dragoman.report.readout_lines import DAY, Context, Line, date_of, excerpt, notes, quoted, section
from dragoman.report.words import DIRECTIONS, according_to, amount, listed, mark, shortened, sides, told_by, when

UNITS = frozenset({"", "persons", "other"})
"""Units that the words for what is counted already say."""


def trends(found: Sequence[Assessment], context: Context) -> list[RenderableType]:
    """Assessments; under a headline that says more than its report, what the report says."""
    by_id = {fact.id: fact for fact in found}
    shown_below = {fact.contrast for fact in found if fact.contrast in by_id}
    lines: list[Line] = []
    for fact in found:
        if fact.id in shown_below:
            continue
        lines.append(_trend(fact, context))
        below = by_id.get(fact.contrast or "")
        if below is not None:
            lines.append(
                Line(text=Text("the headline says more than the report, which has:", style="italic"), ref="", deeper=1)
            )
            lines.append(_trend(below, context, deeper=1))
    return section("Claims about the trend", lines)


def _trend(fact: Assessment, context: Context, deeper: int = 0) -> Line:
    about = listed([actor.name for actor in fact.pair]) if fact.pair else trimmed(fact.topic)
    text = Text.assemble((about, "bold"), f": {DIRECTIONS[fact.direction]} {quoted(fact.trigger)}")
    place = "in the headline" if fact.in_title else ""
    text.append(notes(fact.since or "", place, _teller(fact), context.report(fact)), style="italic")
    return Line(text=text, ref=context.ref(fact), deeper=deeper)


def figures(found: Sequence[Figure], context: Context) -> list[RenderableType]:
    """Figures of one measure together, each with its claimant; never added up."""
    order = {measure: at for at, measure in enumerate(dict.fromkeys(fact.measure for fact in found))}
    lines = [_figure(fact, context) for fact in sorted(found, key=lambda fact: order[fact.measure])]
    return section("Figures, with who gives them", lines)


def _figure(fact: Figure, context: Context) -> Line:
    unit = "" if fact.unit.lower() in UNITS or fact.unit.lower() in fact.counted.lower() else f" {fact.unit}"
    text = Text.assemble((amount(fact) + unit, "bold"), f" {trimmed(fact.counted)}" if fact.counted else "")
    where = fact.place.written if fact.place is not None else ""
    as_of = "" if fact.date.basis is DateBasis.PUBLICATION else when(fact.date)
    text.append(notes(where, f"as of {as_of}" if as_of else "", _teller(fact), context.report(fact)), style="italic")
    return Line(text=text, ref=context.ref(fact))


def _teller(fact: Fact) -> str:
    """Who says so, never left empty."""
    told = told_by(fact)
    return told if according_to(fact) == "" else f"says {told}"


def alleged(found: Sequence[Fact], context: Context) -> list[RenderableType]:
    """Facts of any kind that the reports mark as alleged or denied."""
    return section("Only alleged, or denied", [_alleged(fact, context) for fact in found])


def _alleged(fact: Fact, context: Context) -> Line:
    if isinstance(fact, Event):
        return event_line(fact, context)
    text = Text(_in_words(fact))
    text.append(notes(mark(fact), context.report(fact)), style="italic")
    below = excerpt(fact, context.documents[fact.document_id])
    return Line(text=text, ref=context.ref(fact), date=date_of(fact), below=below)


def _in_words(fact: Fact) -> str:
    """What a fact says, without who says so."""
    if isinstance(fact, Position):
        return f"{fact.holder.name}: {fact.stance.replace('_', ' ')} · {trimmed(fact.issue.text)}"
    if isinstance(fact, Condition):
        steps = "; ".join(trimmed(phrase.text) for phrase in fact.antecedents)
        return f"{trimmed(fact.consequent.text)} depends on: {steps}"
    if isinstance(fact, Figure):
        return f"{amount(fact)} {trimmed(fact.counted)}"
    if isinstance(fact, Assessment):
        about = listed([actor.name for actor in fact.pair]) if fact.pair else trimmed(fact.topic)
        return f"{about}: {DIRECTIONS[fact.direction]} {quoted(fact.trigger)}"
    if isinstance(fact, Proposal):
        return trimmed(fact.name)
    return shortened(type(fact).__name__.lower())


def event_line(event: Event, context: Context) -> Line:
    """Who did what to whom, with the words around the trigger under it."""
    line = Text.assemble(sides(event), ": ", (event.plover, "bold"), " “", event.trigger, "”")
    found = when(event.date)
    line.append(
        notes(
            mark(event),
            found if len(found) > DAY else "",
            event.place.written if event.place is not None else "",
            "background" if event.background and mark(event) and event.factuality in CONTESTED else "",
            context.report(event),
        ),
        style="italic",
    )
    date = date_of(event) or ("undated" if not found else "")
    return Line(
        text=line, ref=context.ref(event), date=date, below=excerpt(event, context.documents[event.document_id])
    )

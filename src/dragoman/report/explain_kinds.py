"""What ``explain`` says of each kind of fact: the line at the head, and the entries that only that kind has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from dragoman.exchange.parts import in_line, quote, words_of
from dragoman.model.actors import ActorRef
from dragoman.model.codebook import CameoCode, EventType
from dragoman.model.facts import (
    Assessment,
    Condition,
    Event,
    Fact,
    Figure,
    Form,
    Join,
    Position,
    Proposal,
    Response,
    Statement,
)
from dragoman.model.text import Document
from dragoman.report.words import (
    ANSWERS,
    CONDITION_KINDS,
    DATE_BASES,
    DIRECTIONS,
    QUAD_CLASSES,
    STANCES,
    amount,
    listed,
    names,
    shortened,
    sides,
    told_by,
    voice_of,
    when,
)

Entry = tuple[str, str | Text]
HEAD = 200
"""Characters of a statement in the line at the head."""


def head_of(fact: Fact, document: Document) -> Text:
    """A fact in a line."""
    match fact:
        case Event():
            return Text.assemble((sides(fact), "bold"), ": ", (fact.plover, "bold"), f" “{fact.trigger}”")
        case Statement():
            words = shortened(words_of(fact.content, document), HEAD)
            cue = f" “{in_line(fact.cue)}”" if fact.cue else ""
            return Text.assemble((voice_of(fact), "bold"), f"{cue}: ", f"“{words}”" if fact.direct else words)
        case Position():
            stance = fact.stance.replace("_", " ")
            return Text.assemble((fact.holder.name, "bold"), ": ", (stance, "bold"), f" “{in_line(fact.issue.text)}”")
        case Proposal():
            by = f", by {names(fact.sponsors)}" if fact.sponsors else ""
            return Text.assemble((in_line(fact.name), "bold"), by, ": ", (str(fact.status), "bold"))
        case Condition():
            return Text.assemble((in_line(fact.consequent.text), "bold"), " depends on ", (_terms(fact), "bold"))
        case Assessment():
            about = listed([actor.name for actor in fact.pair]) or in_line(fact.topic)
            return Text.assemble((about, "bold"), ": ", (DIRECTIONS[fact.direction], "bold"), _since(fact))
        case Figure():
            return Text.assemble((amount(fact), "bold"), " ", in_line(fact.counted), ", says ", (told_by(fact), "bold"))
    return Text(type(fact).__name__)


def _terms(fact: Condition) -> str:
    return listed([in_line(phrase.text) for phrase in fact.antecedents], "and" if fact.join is Join.ALL else "or")


def _since(fact: Assessment) -> str:
    return f" “{in_line(fact.since)}”" if fact.since else ""


def kind_entries(fact: Fact, document: Document) -> Iterator[Entry]:
    """The entries that only this kind of fact has; none for a kind that is not ours."""
    entries = ENTRIES.get(type(fact))
    if entries is not None:
        yield from entries(fact, document)


def actor_lines(actors: Sequence[ActorRef]) -> str:
    """Actors with all that is known of them, a line each."""
    return "\n".join(_actor(actor) for actor in actors)


def _actor(actor: ActorRef) -> str:
    facts = [str(actor.kind).replace("_", " "), actor.country or "", actor.sector or ""]
    if actor.affiliation and actor.affiliation not in {actor.country, actor.name}:
        facts.append(f"for {actor.affiliation}")
    if actor.inferred:
        facts.append("inferred, not named outright")
    return f"{actor.name} ({', '.join(filter(None, facts))}), id {actor.id}"


def event_entries(event: Event, types: Mapping[str, EventType], cameo: Mapping[str, CameoCode]) -> Iterator[Entry]:
    """Sides and codes of an event, with the codebook's words."""
    kind, code = types.get(event.plover), cameo.get(event.cameo)
    yield "Source", actor_lines(event.sources)
    yield "Target", actor_lines(event.targets) if event.targets else "none named"
    yield "Type", Text.assemble((event.plover, "bold"), f": {kind.description}" if kind else "", _modes(event))
    yield "CAMEO", f"{event.cameo}{f': {code.label}' if code else ''}; Goldstein {event.goldstein:+.1f} (-10 to 10)"
    yield "Quad class", f"{event.quad_class}: {QUAD_CLASSES[event.quad_class]}"


def _modes(event: Event) -> str:
    parts = [f"mode {event.mode}" if event.mode else "", f"context {event.context}" if event.context else ""]
    return "".join(f"; {part}" for part in parts if part)


def _statement(fact: Statement, document: Document) -> Iterator[Entry]:
    named = actor_lines([fact.speaker]) if fact.speaker is not None else fact.written or "not said"
    yield "Speaker", f"{named}\nthe text does not name the person" if fact.unnamed else named
    if fact.written and fact.speaker is not None:
        yield "Written as", in_line(fact.written)
    if fact.addressees:
        yield "To", actor_lines(fact.addressees)
    yield "Words", words_of(fact.content, document)
    yield "Form", _form(fact)
    if fact.quoted and not fact.direct:
        yield "Quoted", "\n".join(f"“{in_line(quote(span, document))}”" for span in fact.quoted)


def _form(fact: Statement) -> str:
    if fact.form is Form.BELIEF:
        return "belief: what someone is said to think"
    if fact.direct:
        return "direct: given as a quotation"
    return "indirect, in part quoted" if fact.quoted else "indirect: given in the report's words"


def _position(fact: Position, document: Document) -> Iterator[Entry]:
    yield "Holder", actor_lines([fact.holder])
    yield "Issue", in_line(fact.issue.text)
    yield "Stance", f"{fact.stance.replace('_', ' ')}: {STANCES[fact.stance]}"
    yield "Strength", f"{fact.strength}, by the words “{in_line(fact.trigger)}”"


def _proposal(fact: Proposal, document: Document) -> Iterator[Entry]:
    yield "Proposal", in_line(fact.name)
    yield "Form", fact.form
    yield "Sponsors", actor_lines(fact.sponsors) if fact.sponsors else "not said"
    if fact.phases is not None:
        yield "Phases", str(fact.phases)
    if fact.terms:
        yield "Terms", "\n".join(in_line(phrase.text) for phrase in fact.terms)
    yield "Answers", "\n".join(_response(response, document) for response in fact.responses) or "none told"
    yield "Status", f"{fact.status}, as far as the report says"
    if fact.answers_to:
        yield "Answers to", f"proposal {fact.answers_to}"


def _response(response: Response, document: Document) -> str:
    date = when(response.date)
    told = f" ({date}, {DATE_BASES[response.date.basis]})" if date else ""
    words = in_line(quote(response.evidence, document)) or f"in document {response.evidence.document_id}"
    return f"{response.actor.name} {ANSWERS[response.answer]}{told}:\n{words}"


def _condition(fact: Condition, document: Document) -> Iterator[Entry]:
    yield "What", in_line(fact.consequent.text)
    several = len(fact.antecedents) > 1
    join = ("all of: " if fact.join is Join.ALL else "any of: ") if several else ""
    yield "Depends on", join + ("\n" if several else "") + "\n".join(in_line(p.text) for p in fact.antecedents)
    yield "Kind", CONDITION_KINDS[fact.type]
    yield "Marked by", f"“{in_line(fact.marker)}”"
    yield "Set by", actor_lines([fact.set_by]) if fact.set_by is not None else "not said whose condition it is"
    yield "Said by", actor_lines([fact.said_by]) if fact.said_by is not None else "the report"


def _assessment(fact: Assessment, document: Document) -> Iterator[Entry]:
    yield "About", actor_lines(fact.pair) if fact.pair else in_line(fact.topic)
    if fact.pair:
        yield "Topic", in_line(fact.topic)
    yield "Direction", f"{fact.direction}: {DIRECTIONS[fact.direction]}, in the words “{in_line(fact.trigger)}”"
    if fact.since:
        date = when(fact.since_date)
        since = f"{date}, {DATE_BASES[fact.since_date.basis]}" if date else "the date is not known"
        yield "Since", f"“{in_line(fact.since)}” ({since})"
    yield "Said by", actor_lines(fact.speakers) if fact.speakers else told_by(fact)
    if fact.in_title:
        yield "Stands in", "the headline"
    if fact.contrast:
        told = "the text says less than this headline" if fact.in_title else "the headline and the text differ"
        yield "Beside it", f"{told}: assessment {fact.contrast}"


def _figure(fact: Figure, document: Document) -> Iterator[Entry]:
    yield "Number", f"{amount(fact)}, written “{in_line(fact.written)}”"
    yield "Of what", f"{in_line(fact.counted)} ({fact.measure.replace('_', ' ')}; unit: {fact.unit})"
    if fact.victims:
        yield "Whose", actor_lines(fact.victims)
    yield "Given by", f"{told_by(fact)}; figures of several sources are never added up"


ENTRIES: Mapping[type[Fact], Callable[[Any, Document], Iterator[Entry]]] = {
    Statement: _statement,
    Position: _position,
    Proposal: _proposal,
    Condition: _condition,
    Assessment: _assessment,
    Figure: _figure,
}

"""The words of the reports: how codes, dates and chains of who says so are put for people.

They describe how a text presents something, and never whether it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.model.actors import ActorRef
from dragoman.model.chains import voices
from dragoman.model.facts import (
    Answer,
    Attribution,
    ConditionKind,
    Direction,
    Event,
    Fact,
    FactDate,
    Factuality,
    Figure,
    SourceKind,
    Stance,
    Statement,
)
from dragoman.model.text import DateBasis, Document
from dragoman.store.types import SHORT_ID

MARKS = {
    Factuality.ASSERTED: "",
    Factuality.REPORTED: "reported",
    Factuality.ALLEGED: "alleged",
    Factuality.DENIED: "denied",
    Factuality.NEGATED: "told as not done",
    Factuality.PLANNED: "planned",
    Factuality.DEMANDED: "demanded",
    Factuality.THREATENED: "threatened",
    Factuality.HYPOTHETICAL: "told as possible",
    Factuality.CONDITIONAL: "on a condition",
}
"""Mark of an event in a list; what the report asserts itself has none."""

PRESENTED = {
    Factuality.ASSERTED: "the report itself says that it happened",
    Factuality.REPORTED: "the report passes on that someone says it happened",
    Factuality.ALLEGED: "someone is reported to allege it, or the report itself marks it as not established",
    Factuality.DENIED: "someone is reported to deny it",
    Factuality.NEGATED: "the report says that it did not happen, or was refused, stopped or prevented",
    Factuality.PLANNED: "announced or planned, not told as done",
    Factuality.DEMANDED: "asked for or wanted, not told as done",
    Factuality.THREATENED: "threatened, not told as done",
    Factuality.HYPOTHETICAL: "told as possible or supposed",
    Factuality.CONDITIONAL: "told as depending on a condition",
}
PRESENTED_CLAIM = {
    **PRESENTED,
    Factuality.ASSERTED: "the report itself says so",
    Factuality.REPORTED: "the report passes on that someone says so",
    Factuality.NEGATED: "the report says that it is not so",
    Factuality.PLANNED: "announced or intended",
    Factuality.DEMANDED: "asked for or wanted",
    Factuality.THREATENED: "threatened",
}
"""The same of facts that do not happen: statements, positions, proposals, conditions, assessments, figures."""
STANCES = {
    Stance.SUPPORTS: "is for it",
    Stance.OPPOSES: "is against it",
    Stance.SEEKS: "wants it",
    Stance.DEMANDS: "demands it",
    Stance.OFFERS: "offers it",
    Stance.OPEN_TO: "does not rule it out",
    Stance.CONDITIONAL: "would have it on a condition",
    Stance.UNDECIDED: "has not decided",
}
ANSWERS = {
    Answer.ACCEPTS: "accepts it",
    Answer.REJECTS: "rejects it",
    Answer.WELCOMES: "welcomes it",
    Answer.UNDECIDED: "has not decided",
    Answer.COUNTER_PROPOSES: "answers with a proposal of its own",
    Answer.VETOES: "vetoes it",
}
CONDITION_KINDS = {
    ConditionKind.PRECONDITION: "precondition: one only after the other",
    ConditionKind.EXCHANGE: "exchange: one in return for the other",
    ConditionKind.DEADLINE: "deadline: one by a certain time",
    ConditionKind.PENDING: "pending: one until the other is settled",
}
DIRECTIONS = {
    Direction.WORSE: "said to be getting worse",
    Direction.BETTER: "said to be getting better",
    Direction.LOWEST: "said to be at its lowest",
    Direction.HIGHEST: "said to be at its highest",
    Direction.UNCHANGED: "said to be as it was",
    Direction.UNCERTAIN: "said to be open",
}
OPEN = {
    Factuality.ALLEGED: "alleged",
    Factuality.DENIED: "denied",
    Factuality.NEGATED: "told as not so",
    Factuality.HYPOTHETICAL: "told as possible",
}
"""Ways of presenting a claim that a list marks beside who makes it; that it is about a plan or a condition shows."""
UNITS = frozenset({"percent", "tonnes"})
"""Units that are named beside a number, as currencies are; other units stand in what is counted."""
HOLDER = "the holder"
"""Who says so, where those whose position or condition it is do."""
QUAD_CLASSES = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
DATE_BASES = {
    DateBasis.STATED: "stated in the text",
    DateBasis.INFERRED: "worked out from the publication date",
    DateBasis.PUBLICATION: "the publication date, for lack of another",
    DateBasis.UNKNOWN: "not said",
}


def names(actors: Sequence[ActorRef]) -> str:
    """Names of actors in a line."""
    return ", ".join(actor.name for actor in actors)


def sides(event: Event) -> str:
    """Who to whom: ``A → B``, ``A ↔ B`` if it goes both ways, or the source alone."""
    if event.symmetric and set(event.sources) == set(event.targets):
        return " ↔ ".join(dict.fromkeys(actor.name for actor in event.sources))
    arrow = "↔" if event.symmetric else "→"
    return f"{names(event.sources)} {arrow} {names(event.targets)}" if event.targets else names(event.sources)


def speaker(link: Attribution) -> str:
    """Who one link of a chain is."""
    if link.kind is SourceKind.OUTLET:
        return "the outlet"
    if link.speaker is None:
        return "an unnamed source"
    return link.speaker.name if link.kind is SourceKind.SPEAKER else f"{link.speaker.name} (unnamed)"


def according_to(fact: Fact) -> str:
    """Who says so besides the outlet, innermost first; empty if nobody."""
    told = [" and ".join(dict.fromkeys(map(speaker, voice))) for voice in reversed(voices(fact.attribution))]
    return ", as told by ".join(dict.fromkeys(told))


def mark(fact: Fact) -> str:
    """How the text presents a fact, and who says so, in a few words; empty for a plain assertion."""
    said_by = according_to(fact)
    told = MARKS[fact.factuality]
    if not said_by:
        return told
    if fact.factuality in {Factuality.ALLEGED, Factuality.DENIED}:
        return f"{told} by {said_by}"
    if fact.factuality is Factuality.REPORTED:
        return f"says {said_by}"
    return ", ".join(filter(None, (told, f"says {said_by}")))


def told_by(fact: Fact, own: Sequence[ActorRef] = ()) -> str:
    """Who says so, never left empty: the report, the holder, or others.

    Args:
        own: whose position or condition it is; :data:`HOLDER` where they say it or are told to think so themselves.
    """
    chain = voices(fact.attribution)
    ids = {actor.id for actor in own}
    if chain and any(link.speaker is not None and link.speaker.id in ids for link in chain[-1]):
        outer = [" and ".join(dict.fromkeys(map(speaker, voice))) for voice in reversed(chain[:-1])]
        said = ", as told by ".join((HOLDER, *outer))
    else:
        said = according_to(fact) or "the report"
    return f"{said}; {OPEN[fact.factuality]}" if fact.factuality in OPEN else said


def listed(items: Sequence[str], word: str = "and") -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return f" {word} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def number(value: float) -> str:
    """A number as people write it: ``12``, ``1,500,000``, ``2.5``."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.10g}"


def amount(figure: Figure) -> str:
    """The range of a figure: ``12``, ``10 to 20 USD``, ``12 or more``, ``up to 40``, ``about 9``."""
    low, high = figure.low, figure.high
    if low is None or high is None:
        text = f"up to {number(high)}" if high is not None else f"{number(low or 0)} or more"
    else:
        text = number(low) if low == high else f"{number(low)} to {number(high)}"
    is_named = figure.unit in UNITS or (figure.unit.isupper() and len(figure.unit) == 3)
    named = f"{text} {figure.unit}" if is_named else text
    return f"about {named}" if figure.approximate else named


def voice_of(fact: Statement) -> str:
    """Who speaks, as far as the text says it."""
    if fact.speaker is not None:
        return f"{fact.speaker.name} (unnamed)" if fact.unnamed else fact.speaker.name
    if not fact.unnamed:
        return fact.written or "not named"
    return f"{fact.written} (unnamed)" if fact.written else "an unnamed source"


def day(value: date | None) -> str:
    """A publication date, or that it is unknown."""
    return value.isoformat() if value is not None else "date unknown"


def when(found: FactDate) -> str:
    """The date of a fact as it is known; empty if it is not."""
    if not found.value:
        return ""
    return found.value if found.end_value in (None, found.value) else f"{found.value} to {found.end_value}"


def headline(document: Document) -> str:
    """The title of a document, or the beginning of its text."""
    return document.title or shortened(document.text[:200])


def shortened(text: str, most: int = 70) -> str:
    """At most so many characters of a text, cut between words."""
    start = " ".join(text.split())
    return start if len(start) <= most else start[:most].rsplit(" ", 1)[0] + " …"


def id_length(ids: Iterable[str]) -> int:
    """Hex digits, at least six, that tell these ids apart."""
    distinct = set(ids)
    return next((n for n in range(SHORT_ID, 16) if len({key[:n] for key in distinct}) == len(distinct)), 16)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 event", "1,200 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

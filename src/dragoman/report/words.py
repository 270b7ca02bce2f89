"""The words of the reports: how codes, dates and chains of who says so are put for people.

They describe how a text presents something, and never whether it is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Attribution, Event, Fact, FactDate, Factuality, SourceKind
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
    links = [link for link in fact.attribution if link.kind is not SourceKind.OUTLET]
    return ", as told by ".join(dict.fromkeys(speaker(link) for link in reversed(links)))


def mark(event: Event) -> str:
    """How the text presents an event, and who says so, in a few words; empty for a plain assertion."""
    said_by = according_to(event)
    told = MARKS[event.factuality]
    if not said_by:
        return told
    if event.factuality in {Factuality.ALLEGED, Factuality.DENIED}:
        return f"{told} by {said_by}"
    if event.factuality is Factuality.REPORTED:
        return f"says {said_by}"
    return ", ".join(filter(None, (told, f"says {said_by}")))


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


def shortened(text: str) -> str:
    """At most 70 characters of a text, cut between words."""
    start = " ".join(text.split())
    return start if len(start) <= 70 else start[:70].rsplit(" ", 1)[0] + " …"


def id_length(ids: Iterable[str]) -> int:
    """Hex digits, at least six, that tell these ids apart."""
    distinct = set(ids)
    return next((n for n in range(SHORT_ID, 16) if len({key[:n] for key in distinct}) == len(distinct)), 16)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 event", "1,200 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""The text of a report cut where facts begin and end, so that marks that overlap, nest or cross are whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model.facts import Assessment, Condition, Event, Fact, Figure, Position, Proposal, Statement
from dragoman.model.text import Document
from dragoman.store.kinds import spans_of
from dragoman.web.cards import Card, card_of

Place = tuple[int, int]
PART = 20_000
"""Characters from which a report is shown in parts: ten times an agency report. Of one of 200,000 with 4,300 facts a
part is made in 0.3 seconds, two thirds of which is the fetching of all its facts; the whole would take a second."""
PARAGRAPH = re.compile(r"[^\n]+")
CORE: Mapping[type[Fact], frozenset[str]] = {
    Event: frozenset({"source", "trigger", "light verb", "target"}),
    Statement: frozenset({"content"}),
    Position: frozenset({"trigger", "issue"}),
    Proposal: frozenset({"name"}),
    Condition: frozenset({"consequent", "marker", "antecedent"}),
    Assessment: frozenset({"topic", "trigger", "since"}),
    Figure: frozenset({"number", "word"}),
}
"""What is marked of a fact: from the first to the last of these in each sentence it stands on."""
APART = (Statement, Proposal)
"""Kinds of which each span is marked by itself, since the words between are not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A fact of a report.

    Attributes:
        number: place among the facts of the report in text order, from 1.
        places: what is marked, in text order; empty if it stands in another report.
    """

    number: int
    card: Card
    places: tuple[Place, ...]

    @property
    def label(self) -> str:
        """Letter and number, and that it is contested: ``N3``, ``F7 alleged``."""
        told = f" {self.card.told}" if self.card.is_open else ""
        return f"{self.card.look.letter}{self.number}{told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Characters with the same facts on all of them.

    Attributes:
        facts: the facts on it; begins: those that begin here.
    """

    text: str
    facts: tuple[Numbered, ...]
    begins: tuple[Numbered, ...]

    @property
    def numbers(self) -> str:
        """Numbers of its facts."""
        return " ".join(str(fact.number) for fact in self.facts)

    @property
    def classes(self) -> str:
        """A class for each sort of fact on it, and one if any of them is contested."""
        names = dict.fromkeys(f"k-{fact.card.look.key}" for fact in self.facts)
        return " ".join([*names, *(["open"] if any(fact.card.is_open for fact in self.facts) else [])])


def numbered(facts: Iterable[Fact], document: Document, part: Place | None = None) -> list[Numbered]:
    """Facts of a report in text order; those that stand in another one come last.

    Args:
        part: only those of a part of the text, with their numbers in the whole.
    """
    placed = [(places_of(fact, document), fact) for fact in facts]
    placed.sort(key=lambda item: (not item[0], *(item[0][0] if item[0] else (0, 0)), item[1].id))
    begin, end = part or (0, len(document.text))
    return [
        Numbered(number=number, card=card_of(fact, document), places=places)
        for number, (places, fact) in enumerate(placed, 1)
        if any(start < end and begin < stop for start, stop in places) or (not places and end >= len(document.text))
    ]


def places_of(fact: Fact, document: Document) -> tuple[Place, ...]:
    """What is marked of a fact in this document: none reaches beyond the text, and no two touch."""
    core = CORE.get(type(fact), frozenset())
    size = len(document.text)
    spans = [s for role, s in spans_of(fact) if role in core and s.document_id == document.id]
    found = [(span.start, min(span.end, size)) for span in spans]
    if not isinstance(fact, APART):
        found = list(_hulls(fact, document, found))
    found = found or [(s.start, min(s.end, size)) for s in fact.evidence[:1] if s.document_id == document.id]
    return tuple(_joined(place for place in found if place[0] < place[1]))


def _hulls(fact: Fact, document: Document, places: Sequence[Place]) -> Iterator[Place]:
    """From the first to the last place in each sentence; a source that is named elsewhere is left out."""
    for sentence in fact.evidence:
        inside = [place for place in places if sentence.start <= place[0] and place[1] <= sentence.end]
        if sentence.document_id == document.id and inside:
            yield min(start for start, _ in inside), max(end for _, end in inside)


def _joined(places: Iterable[Place]) -> Iterator[Place]:
    current: Place | None = None
    for start, end in sorted(places):
        if current is not None and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current is not None:
            yield current
        current = start, end
    if current is not None:
        yield current


def paragraphs(text: str, facts: Sequence[Numbered], part: Place | None = None) -> list[list[Stretch]]:
    """The text, or a part of it, by paragraphs, each cut where facts begin and end; no character is lost.

    Line breaks alone are, which stand between paragraphs.
    """
    begin, end = part or (0, len(text))
    cuts = _Cuts(facts)
    return [cuts.stretches(text, *found.span()) for found in PARAGRAPH.finditer(text, begin, end)]


class _Cuts:
    """The facts that are on each place while one goes through the text once."""

    def __init__(self, facts: Sequence[Numbered]) -> None:
        marks = [(at, fact, is_start) for fact in facts for p in fact.places for at, is_start in ((p[0], 1), (p[1], 0))]
        self._marks = sorted(marks, key=lambda mark: (mark[0], mark[2], mark[1].number))
        self._next = 0
        self._on: dict[int, Numbered] = {}
        self._begun: set[int] = set()

    def stretches(self, text: str, start: int, end: int) -> list[Stretch]:
        """The stretches from ``start`` to ``end``, which lie behind all that was asked for before."""
        made: list[Stretch] = []
        self._go_to(start)
        while start < end:
            stop = min(end, self._marks[self._next][0]) if self._next < len(self._marks) else end
            on = tuple(self._on.values())
            begins = tuple(fact for fact in on if fact.number not in self._begun)
            self._begun.update(fact.number for fact in begins)
            made.append(Stretch(text=text[start:stop], facts=on, begins=begins))
            self._go_to(stop)
            start = stop
        return made

    def _go_to(self, place: int) -> None:
        while self._next < len(self._marks) and self._marks[self._next][0] <= place:
            _, fact, is_start = self._marks[self._next]
            if is_start:
                self._on[fact.number] = fact
            else:
                self._on.pop(fact.number, None)
            self._next += 1


def parts_of(text: str, size: int) -> list[Place]:
    """A text in parts of about so many characters, cut between paragraphs where there are any."""
    found: list[Place] = []
    start = 0
    while len(text) - start > size:
        cut = text.rfind("\n", start + size // 2, start + size)
        stop = cut + 1 if cut > 0 else start + size
        found.append((start, stop))
        start = stop
    return [*found, (start, len(text))]

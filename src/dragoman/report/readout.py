"""The readout of one report or a few: what an analyst would want to know first, each line with its reference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console, ConsoleOptions, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from dragoman.model.facts import Assessment, Condition, Event, Fact, Factuality, Figure, Position, Proposal, Statement
from dragoman.model.text import Document
from dragoman.pipeline import Report
from dragoman.relations.parties import Parties, Party, actors_of_fact
from dragoman.relations.positions import CONTESTED
from dragoman.relations.relate import relate
from dragoman.report.readout_claims import alleged, event_line, figures, trends
from dragoman.report.readout_lines import LINE_WIDTH, MOST_LINES, Context, Shorten, section
from dragoman.report.readout_stands import stands
from dragoman.report.readout_terms import proposals, terms
from dragoman.report.words import count, day, headline

__all__ = ["MOST_LINES", "Reading", "readout"]

MOST_PARTIES = 8
MOST_PEOPLE = 3
"""People and bodies shown for a party."""
DONE = frozenset({Factuality.ASSERTED, Factuality.REPORTED})
KINDS = (Event, Statement, Position, Proposal, Condition, Assessment, Figure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document and its facts in text order."""

    document: Document
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, report: Report) -> Reading:
        """What the pipeline read."""
        return cls(document=report.document, facts=report.facts)

    @property
    def events(self) -> tuple[Event, ...]:
        """The facts that are events."""
        return tuple(fact for fact in self.facts if isinstance(fact, Event))


def readout(readings: Sequence[Reading], shorten: Shorten) -> RenderableType:
    """Render one reading, or a few as one; it fits itself to the width of the terminal.

    Args:
        shorten: from a fact's id to the reference that ``explain`` takes.
    """
    return _Readout(readings=tuple(readings), shorten=shorten)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readout:
    readings: tuple[Reading, ...]
    shorten: Shorten

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield from self._blocks(options.max_width)

    def _blocks(self, width: int) -> Iterator[RenderableType]:
        yield from self._heading()
        items = [(fact, reading.document) for reading in self.readings for fact in reading.facts]
        if not items:
            yield from (Text(), Text("Nothing to code was found in it."))
            return
        context = Context(documents={each.document.id: each.document for each in self.readings}, shorten=self.shorten)
        plain = [(fact, home) for fact, home in items if fact.factuality not in CONTESTED]
        found = relate(plain)
        facts = [fact for fact, _ in plain]
        events = _of(facts, Event)
        narrow: list[RenderableType] = [Text(), _parties([fact for fact, _ in items], found.parties)]
        for name, chosen in _by_telling(events):
            narrow += section(name, [event_line(event, context) for event in chosen])
        yield from _narrowed(narrow)
        yield from stands(found.matrix, context, width)
        yield from _narrowed(
            [
                *proposals(found.tracks, context),
                *terms(found.terms, _of(facts, Condition), context),
                *trends(_of(facts, Assessment), context),
                *figures(_of(facts, Figure), context),
                *alleged([fact for fact, _ in items if fact.factuality in CONTESTED and _is_shown(fact)], context),
            ]
        )

    def _heading(self) -> Iterator[RenderableType]:
        for number, reading in enumerate(self.readings, 1):
            document = reading.document
            before = f"{number}  " if len(self.readings) > 1 else ""
            yield _hanging(before, headline(document), "bold")
            about = [document.publisher or "outlet unknown", day(document.published), *_counts(reading.facts)]
            if document.language not in {None, "en"}:
                about.append(f"language: {document.language}, the rules are for English")
            yield _hanging(" " * len(before), " · ".join(about), "dim")


def _hanging(before: str, text: str, style: str) -> RenderableType:
    """Text whose further lines are set in as far as the first."""
    grid = Table.grid()
    grid.add_column(width=len(before), no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(Text(before, style=style), Text(text, style=style))
    return grid if before else Text(text, style=style)


def _by_telling(events: Sequence[Event]) -> Iterator[tuple[str, list[Event]]]:
    """Events in sections: told as done, told as something else, and recalled."""
    news = [event for event in events if not event.background]
    yield "What happened", [event for event in news if event.factuality in DONE]
    yield "Announced, asked for, threatened or not done", [event for event in news if event.factuality not in DONE]
    yield "Background, recalled in the report", [event for event in events if event.background]


def _is_shown(fact: Fact) -> bool:
    """Statements that are alleged or denied are in the list of statements alone."""
    return not isinstance(fact, Statement)


F = TypeVar("F", bound=Fact)


def _of(facts: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _narrowed(blocks: Sequence[RenderableType]) -> Iterator[RenderableType]:
    return (Constrain(block, LINE_WIDTH) for block in blocks)


def _counts(facts: Sequence[Fact]) -> list[str]:
    found = Counter(type(fact) for fact in facts)
    return [count(found[kind], kind.__name__.lower()) for kind in KINDS if found[kind] or kind is Event]


def _parties(facts: Sequence[Fact], parties: Parties) -> Text:
    """Parties by the number of facts they take part in, with who acts and speaks for them."""
    taking_part: Counter[Party] = Counter()
    people: dict[Party, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        named = {actor.name: parties.of(actor) for actor in actors_of_fact(fact)}
        taking_part.update(set(named.values()))
        for name, party in named.items():
            people[party].update([name] if name != party.name else [])
    ranked = sorted(taking_part.items(), key=lambda item: (-item[1], item[0].name))
    text = Text.assemble(("Parties  ", "bold"))
    for at, (party, number) in enumerate(ranked[:MOST_PARTIES]):
        text.append(f"{' · ' if at else ''}{party.name} {number}")
        names = [name for name, _ in sorted(people[party].items(), key=lambda item: (-item[1], item[0]))]
        if names:
            more = ", …" if len(names) > MOST_PEOPLE else ""
            text.append(f" ({', '.join(names[:MOST_PEOPLE])}{more})", style="dim")
    if len(ranked) > MOST_PARTIES:
        text.append(f" · and {len(ranked) - MOST_PARTIES} more")
    return text

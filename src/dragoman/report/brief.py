"""A briefing: sections of sentences, each with footnotes that quote what it stands on. Made from rows, by no model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

CHARTS = "relations"
"""Key of the section whose sentences the charts belong to, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a brief.

    Attributes:
        text: as it is read, without the marks of its notes; what stands in “curly” marks is the reports' own.
        notes: numbers of its footnotes.
    """

    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """What a sentence stands on.

    Attributes:
        number: from 1, in the order in which the brief cites them.
        outlet: who printed it, or that this is not known.
        date: publication date, or that it is unknown.
        sentence: in the words of the report, its line breaks made blanks.
        fact: id of the fact, as ``dragoman explain`` takes it; empty for what is no fact of the store.
        url: address of the report, or ``None``.
        title: headline of the report.
        says: what the tool adds: whom a word means, how a day was worked out, what was counted.
    """

    number: int = 0
    outlet: str
    date: str
    sentence: str
    fact: str = ""
    url: str | None = None
    title: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Sentences under a heading.

    Attributes:
        key: names the section in the files.
        about: a line of the tool's own on how to read it, without names and numbers.
        empty: what stands there where there are no sentences.
        more: sentences that are left out.
        link: page of the desk that lists all.
    """

    key: str
    heading: str
    about: str = ""
    empty: str = "The store has no rows for this."
    sentences: tuple[Sentence, ...] = ()
    more: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefChart:
    """A picture; what it shows also stands in the sentence of the same place in the section :data:`CHARTS`.

    Attributes:
        label: what it shows, for those who don't see it.
        drawing: one of altair's charts.
    """

    label: str
    drawing: Any = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A briefing.

    Attributes:
        title: the topic, as it was asked for.
        asked: what the brief was made of: topic, actors, days, and the last day of its reports.
        method: rows of name and value: versions, counts, error rates, how the topic was found.
    """

    title: str
    asked: str
    sections: tuple[Section, ...]
    footnotes: tuple[Footnote, ...]
    charts: tuple[BriefChart, ...] = ()
    method: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A sentence whose footnotes have no numbers yet."""

    text: str
    notes: tuple[Footnote, ...]

    def __post_init__(self) -> None:
        if not self.notes:
            raise ValueError(f"a sentence of a brief needs a footnote: {self.text[:80]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A section whose sentences are drafts; ``most`` of them are kept, the rest is counted."""

    section: Section
    drafts: tuple[Draft, ...]
    most: int | None = None


def numbered(parts: Iterable[DraftSection]) -> tuple[tuple[Section, ...], tuple[Footnote, ...]]:
    """Sections with their footnotes numbered in the order in which they are first cited; the same note is one."""
    found: dict[tuple[str, ...], Footnote] = {}
    sections = []
    for part in parts:
        # Two rules may read one clause alike: what says the same on the same sentence is said once.
        drafts = list(dict.fromkeys(part.drafts))
        kept = drafts if part.most is None else drafts[: part.most]
        sentences = tuple(_sentence(draft, found) for draft in kept)
        sections.append(replace(part.section, sentences=sentences, more=len(drafts) - len(kept)))
    return tuple(sections), tuple(found.values())


def _sentence(draft: Draft, found: dict[tuple[str, ...], Footnote]) -> Sentence:
    numbers = []
    for note in draft.notes:
        key = _key(note)
        known = found.get(key, note)
        number = known.number or len(found) + 1
        found[key] = replace(known, number=number, says=tuple(dict.fromkeys((*known.says, *note.says))))
        numbers.append(number)
    return Sentence(text=draft.text, notes=tuple(dict.fromkeys(numbers)))


def _key(note: Footnote) -> tuple[str, ...]:
    """By which notes are one: a sentence of a fact with all that is added to it; a count stands alone."""
    is_count = any(line.startswith(COUNTED) for line in note.says)
    return (note.fact, note.outlet, note.date, note.sentence, *(note.says if is_count else ()))


COUNTED = "counted: "
"""How a line of a note begins that says what a number counts."""


def notes_of(sentence: Sentence, footnotes: Sequence[Footnote]) -> list[Footnote]:
    """Footnotes of a sentence."""
    return [footnotes[number - 1] for number in sentence.notes]

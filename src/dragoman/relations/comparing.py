"""The same event in several reports: copies folded, what differs in the wording, figures beside one another.

Nothing here judges a report: it says which words stand where, and who is named as saying so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.model.facts import Event, Figure
from dragoman.model.text import Document

Telling = tuple[Event, Document]
Value = Callable[[Event, Document], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A report with the same text as another, or nearly.

    Attributes:
        other_words: its sentences on the event that the other does not have letter for letter.
    """

    document: Document
    other_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One independent text.

    Attributes:
        document: the report that is shown, the earliest of its copies.
        tellings: its facts of the event, in text order.
        copies: the other reports that carry it.
    """

    document: Document
    tellings: tuple[Event, ...]
    copies: tuple[Copy, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All reports that carry the text."""
        return (self.document, *(copy.document for copy in self.copies))


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """Something in which tellings may differ, with a function that says how one of them has it."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How the texts put one aspect.

    Attributes:
        values: each way of putting it with the numbers of the texts, from 0, that have it; most texts first.
    """

    name: str
    values: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def is_same(self) -> bool:
        """Whether all texts put it the same way."""
        return len(self.values) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure in one independent text; ``text`` is its number, from 0."""

    figure: Figure
    document: Document
    text: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """Figures of the same measure, or of the same things where the measure has no name of its own.

    Attributes:
        rows: by as-of date, undated ones last; one for each claimant, text and number.
    """

    name: str
    rows: tuple[FigureRow, ...]

    @property
    def texts(self) -> int:
        """How many independent texts have a figure of it."""
        return len({row.text for row in self.rows})


def in_time(document: Document) -> tuple[bool, date, str, str]:
    """The order in which reports came out; undated ones last."""
    return document.published is None, document.published or date.max, document.publisher or "", document.id


def fold(tellings: Iterable[Telling], copies: Mapping[str, str]) -> list[Text]:
    """Independent texts in the order in which they came out.

    Args:
        copies: from the id of a document to that of the earliest one with the same text.
    """
    events: dict[str, list[Event]] = {}
    documents: dict[str, Document] = {}
    for event, document in tellings:
        documents[document.id] = document
        if all(event.id != other.id for other in events.setdefault(document.id, [])):
            events[document.id].append(event)
    texts: dict[str, Text] = {}
    for document in sorted(documents.values(), key=in_time):
        own = tuple(sorted(events[document.id], key=lambda event: (event.evidence[0].start, event.id)))
        first = texts.get(copies.get(document.id, ""))
        if first is None:
            texts[document.id] = Text(document=document, tellings=own)
            continue
        known = _sentences(first.tellings, first.document)
        others = tuple(sentence for sentence in _sentences(own, document) if sentence not in known)
        texts[first.document.id] = replace(first, copies=(*first.copies, Copy(document=document, other_words=others)))
    return list(texts.values())


def _sentences(events: Sequence[Event], document: Document) -> list[str]:
    spans = dict.fromkeys(event.evidence[0] for event in events if event.evidence[0].document_id == document.id)
    return [" ".join(document.text[span.start : span.end].split()) for span in spans]


def differences(texts: Sequence[Text], aspects: Iterable[Aspect]) -> list[Difference]:
    """How the texts put each aspect; a text that tells the event twice may have two ways."""
    found = []
    for aspect in aspects:
        values: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            for value in dict.fromkeys(aspect.value(event, text.document) for event in text.tellings):
                values.setdefault(value, []).append(number)
        ordered = sorted(values.items(), key=lambda item: (-len(item[1]), item[1], item[0]))
        found.append(Difference(name=aspect.name, values=tuple((name, tuple(own)) for name, own in ordered)))
    return found


def group_figures(
    figures: Iterable[tuple[Figure, Document]], texts: Sequence[Text], claimant: Callable[[Figure], str]
) -> list[FigureGroup]:
    """Figures of the texts by what they measure, those that most texts give first; they are never added up.

    Args:
        figures: of the reports; those of copies are left out, as their text is counted once.
        claimant: who gives a figure, in words.
    """
    numbers = {text.document.id: number for number, text in enumerate(texts)}
    groups: dict[str, dict[tuple[object, ...], FigureRow]] = {}
    for figure, document in figures:
        if document.id not in numbers:
            continue
        counted = " ".join(figure.counted.split())
        name = counted if figure.measure == "other" else figure.measure.replace("_", " ")
        key = (
            claimant(figure), document.id, figure.low, figure.high, figure.unit, counted.casefold(), figure.date.value,
            figure.place.id if figure.place is not None else "",
        )  # fmt: skip
        row = FigureRow(figure=figure, document=document, text=numbers[document.id])
        groups.setdefault(name.casefold(), {}).setdefault(key, row)
    made = [FigureGroup(name=name, rows=tuple(sorted(rows.values(), key=_as_of))) for name, rows in groups.items()]
    return sorted(made, key=lambda group: (-group.texts, -len(group.rows), group.name))


def _as_of(row: FigureRow) -> tuple[bool, str, int, int]:
    return not row.figure.date.value, row.figure.date.value or "", row.text, row.figure.evidence[0].start

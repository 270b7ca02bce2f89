"""Which day each sentence of a report tells of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from dragoman.model.dated import DatedSentence
from dragoman.model.text import AnnotatedText, DateBasis, Sentence, Span, TimeExpression

OPENING = 3
"""Sentences without a day of their own, from the top, that stand for what a report printed."""
LEAST_WORDS = 6
"""A shorter sentence is mostly a heading, a byline or the remains of a page."""


def dated_sentences(text: AnnotatedText) -> Iterator[DatedSentence]:
    """The sentences of a text that name days, once for each day, and its opening ones under the day of publication.

    Months, years, ranges and open stretches ("since Friday") name no day. The day of publication written out in full is
    the page's own stamp, so that it says no more than the publication date does.

    Args:
        text: with its time expressions.
    """
    named: dict[int, dict[date, DateBasis]] = defaultdict(dict)
    for time in text.times:
        day = day_of(time)
        if day is not None:
            named[text.tokens[time.first].sentence].setdefault(day, time.basis)
    opening, published = 0, text.document.published
    for sentence in text.sentences:
        if sentence.last - sentence.first < LEAST_WORDS:
            continue
        days = named.get(sentence.index, {})
        if not days and published is not None and opening < OPENING:
            opening += 1
            days = {published: DateBasis.PUBLICATION}
        for day, basis in days.items():
            stamp = basis is DateBasis.STATED and day == published
            yield _dated(text, sentence, day, DateBasis.PUBLICATION if stamp else basis)


def day_of(time: TimeExpression) -> date | None:
    """The one day that a time expression names, if it does."""
    if time.since or time.end_value is not None or time.value is None or time.value.count("-") != 2:
        return None
    return date.fromisoformat(time.value)


def _dated(text: AnnotatedText, sentence: Sentence, day: date, basis: DateBasis) -> DatedSentence:
    home = text.document
    return DatedSentence(
        published=home.published,
        text=" ".join(home.text[sentence.start : sentence.end].split()),
        span=Span(document_id=home.id, start=sentence.start, end=sentence.end),
        day=day,
        basis=basis,
    )

"""When something was said or held: the time of its own clause, else the day the report was published."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.extract.attribution import span_of
from dragoman.extract.factuality import clause_of
from dragoman.model.facts import FactDate
from dragoman.model.text import AnnotatedText, DateBasis, TimeExpression


def told_on(text: AnnotatedText, anchor: int, beside: Callable[[int], bool] = lambda token: True) -> FactDate:
    """The date of a clause: that of a time expression hanging on its verb, else the publication's.

    Args:
        anchor: token of the clause, such as the cue.
        beside: whether a token may give the date; false for those inside the content of the cue.
    """
    verb, sentence = clause_of(text, anchor), text.tokens[anchor].sentence
    for time in text.times:
        if time.value is None or time.since or text.tokens[time.first].sentence != sentence or not beside(time.first):
            continue
        if clause_of(text, time.first) == verb:
            return named_by(text, time)
    return published_on(text)


def published_on(text: AnnotatedText) -> FactDate:
    """The day a report was published, as far as it is known."""
    published = text.document.published
    if published is None:
        return FactDate()
    return FactDate(value=published.isoformat(), basis=DateBasis.PUBLICATION)


def named_by(text: AnnotatedText, time: TimeExpression) -> FactDate:
    """The date a time expression names, with its words as evidence."""
    evidence = span_of(text, time.first, time.last)
    return FactDate(value=time.value, end_value=time.end_value, basis=time.basis, evidence=evidence)

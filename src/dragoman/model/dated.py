"""Sentences with the day they tell of: what timelines are made of, whoever found the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dragoman.model.text import DateBasis, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSentence:
    """A sentence of a report and one day that it tells of; a sentence that names two days is two of these.

    Attributes:
        published: when the report was printed, or ``None``.
        text: the words of the sentence, on one line.
        span: where it stands; also says in which document.
        day: the day it tells of.
        basis: whether the sentence names the day, or only the report's publication gives it.
        fact: id of an event that was coded in the sentence and dated to the day, or empty.
    """

    published: date | None
    text: str
    span: Span
    day: date
    basis: DateBasis
    fact: str = ""

    @property
    def document(self) -> str:
        """Id of the report."""
        return self.span.document_id

    @property
    def names_day(self) -> bool:
        """Whether the sentence itself gives the day, and does not look ahead to it."""
        given = self.basis in (DateBasis.STATED, DateBasis.INFERRED)
        return given and (self.published is None or self.day <= self.published)

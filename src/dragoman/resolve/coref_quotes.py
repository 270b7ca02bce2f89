"""Direct quotes: which tokens are inside one, and who speaks it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.text import AnnotatedText
from dragoman.quotes import find_quotes
from dragoman.syntax import child, is_verbal, with_conjuncts

BESIDE_QUOTE = 6
"""Tokens before or after a quote in which its reporting verb is looked for ("..., Lund told reporters")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Direct quotes of a text.

    Attributes:
        inside: for each token the number of the quote it is in, 0 outside; empty if the text has no quotes.
        speakers: by quote, tokens that are subjects of a verb right beside it.
    """

    inside: tuple[int, ...]
    speakers: dict[int, frozenset[int]]

    def at(self, index: int) -> int:
        """Number of the quote a token is in, or 0."""
        return self.inside[index] if self.inside else 0


def quotes_of(text: AnnotatedText) -> Quotes:
    """Direct quotes and who speaks them."""
    found = find_quotes(text)
    if not found:
        return Quotes(inside=(), speakers={})
    inside = [0] * len(text.tokens)
    for number, quote in enumerate(found, start=1):
        inside[quote.first : quote.last] = [number] * (quote.last - quote.first)
    marks = [mark for quote in found for mark in (quote.first, quote.last - 1)]
    return Quotes(inside=tuple(inside), speakers=_speakers(text, inside, marks))


def _speakers(text: AnnotatedText, inside: list[int], marks: list[int]) -> dict[int, frozenset[int]]:
    """Subjects of the verbs right outside each end of a quote, in the same sentence."""
    found: dict[int, frozenset[int]] = {}
    edges = [i for mark in marks for i in (mark, mark + 1) if 0 < i < len(inside) and inside[i] != inside[i - 1]]
    for edge in edges:
        after, before = range(edge, edge + BESIDE_QUOTE), range(edge - BESIDE_QUOTE, edge)
        for quote, span in ((inside[edge - 1], after), (inside[edge], before)):
            sentences = {text.tokens[edge].sentence, text.tokens[edge - 1].sentence}
            for i in span if quote else ():
                if not 0 <= i < len(inside) or inside[i] or text.tokens[i].sentence not in sentences:
                    continue
                speaker = child(text, i, "nsubj") if is_verbal(text.tokens[i]) else None
                if speaker is not None and not inside[speaker]:
                    found[quote] = found.get(quote, frozenset()) | frozenset(with_conjuncts(text, speaker))
    return found

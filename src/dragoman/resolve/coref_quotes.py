"""Direct quotes: which tokens are inside one, and who speaks it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, is_verbal, with_conjuncts

OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset({"”", "»", "''"})
MARKS = OPENING | CLOSING | {'"'}
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


def find_quotes(text: AnnotatedText) -> Quotes:
    """Direct quotes and who speaks them; a quote left open ends with its paragraph."""
    marks = [token.i for token in text.tokens if token.text in MARKS]
    if not marks:
        return Quotes(inside=(), speakers={})
    inside = [0] * len(text.tokens)
    number, opened = 0, -1
    for mark in [*marks, len(text.tokens)]:
        end = _paragraph_end(text, opened, mark) if opened >= 0 else mark
        if opened >= 0 and (end < mark or mark == len(text.tokens)):
            inside[opened:end] = [number] * (end - opened)
            opened = -1
        if mark == len(text.tokens):
            break
        if opened < 0 and text.tokens[mark].text not in CLOSING:
            number, opened = number + 1, mark
        elif opened >= 0 and text.tokens[mark].text not in OPENING:
            inside[opened : mark + 1] = [number] * (mark + 1 - opened)
            opened = -1
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


def _paragraph_end(text: AnnotatedText, first: int, last: int) -> int:
    """The first token after a line break between two tokens, or the second of them."""
    end = text.tokens[last].start if last < len(text.tokens) else len(text.document.text)
    if "\n" not in text.document.text[text.tokens[first].end : end].rstrip():
        return last
    for index in range(first + 1, last):
        if "\n" in text.document.text[text.tokens[index - 1].end : text.tokens[index].start]:
            return index
    return last

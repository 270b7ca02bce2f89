"""Stretches of tokens: from the heads of a content to what a reader would mark."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.model.text import AnnotatedText
from dragoman.syntax import is_word, subtree

Ranges = tuple[tuple[int, int], ...]
LOOSE = frozenset({",", ".", ";", ":", "-", "–", "—", "(", ")", "?", "!", "...", "…"})
"""Marks that are cut off at the edges of a content that is not a quote."""


def covers(ranges: Ranges, token: int) -> bool:
    """Whether a token lies in one of the ranges."""
    return any(first <= token < last for first, last in ranges)


def tokens_below(text: AnnotatedText, head: int) -> list[int]:
    """The tokens of a phrase, without marks and blanks at its edges."""
    found = subtree(text, head)
    while found and not text.tokens[found[-1]].text.strip(" \n\t,;:-–—"):
        found.pop()
    while found and not text.tokens[found[0]].text.strip(" \n\t,;:-–—"):
        found.pop(0)
    return found


def ranges_of(text: AnnotatedText, heads: Iterable[int], minus: Iterable[int] = ()) -> Ranges:
    """Ranges of all that hangs on the heads, without the tokens in ``minus``; marks at the edges are cut off."""
    without = set(minus)
    tokens = sorted({i for head in heads for i in subtree(text, head)} - without)
    runs: list[list[int]] = []
    for token in tokens:
        if runs and (
            token == runs[-1][-1] + 1
            or (not any(i in without for i in range(runs[-1][-1] + 1, token)) and _is_near(text, runs[-1][-1], token))
        ):
            runs[-1].append(token)
        else:
            runs.append([token])
    trimmed = (trim(text, run[0], run[-1] + 1) for run in runs)
    return tuple(run for run in trimmed if run is not None)


def _is_near(text: AnnotatedText, before: int, after: int) -> bool:
    """Whether only marks and blanks stand between two tokens."""
    return not any(is_word(token) for token in text.tokens[before + 1 : after])


def trim(text: AnnotatedText, first: int, last: int) -> tuple[int, int] | None:
    """A range without loose marks and blanks at its edges, or ``None`` if no word is left."""
    while last > first and (text.tokens[last - 1].text in LOOSE or not text.tokens[last - 1].text.strip()):
        last -= 1
    while first < last and (text.tokens[first].text in LOOSE or not text.tokens[first].text.strip()):
        first += 1
    if not any(map(is_word, text.tokens[first:last])):
        return None
    return first, last

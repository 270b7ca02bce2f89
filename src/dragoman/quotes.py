"""Direct quotes: which stretches of a text stand in quotation marks.

All the marks of English news are known: curly and straight, double and single, guillemets, low ones, and the pairs of
backquotes and apostrophes of the treebanks. A quote may run over sentences; one that runs over paragraphs opens each
of them anew, as newspapers print it. One that is never closed ends with its paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.model.text import AnnotatedText

OPENING = {"“": "”", "„": "”", "«": "»", "``": "''", "‘": "’"}
CLOSING = frozenset(OPENING.values()) | {"“"}
STRAIGHT = frozenset({'"', "'", "''"})
SINGLE = frozenset({"‘", "'"})
MARKS = frozenset(OPENING) | CLOSING | STRAIGHT
NO_GAP = frozenset({"", " "})
LONGEST_SINGLE = 60
"""Tokens after which a single mark without its partner is taken for an apostrophe; sentences quoted whole fit in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Tokens ``first`` to ``last`` (exclusive) in quotation marks, the marks included.

    Attributes:
        inner: the same without the marks (first, last exclusive).
        closed: false when it ends with its paragraph only.
        paragraph: number of the paragraph it begins in.
        resumes: true when it goes on with the quote of the paragraph before, which was left open.
        alone: true when it fills its paragraph.
    """

    first: int
    last: int
    inner: tuple[int, int]
    closed: bool
    paragraph: int
    resumes: bool = False
    alone: bool = False


def paragraph_starts(text: AnnotatedText, *, lines: bool = False) -> list[int]:
    """Tokens that begin a paragraph: after a blank line, or after any line break in a text without blank lines.

    Args:
        lines: take every line for a paragraph.
    """
    written = text.document.text
    gap = "\n\n" if "\n\n" in written.replace("\r", "") and not lines else "\n"
    starts, end = [], 0
    fresh = True
    for token in text.tokens:
        between = written[end : token.start]
        between = between.replace("\r", "").replace(" ", "") if between not in NO_GAP else ""
        if token.pos == "SPACE" or not token.text.strip():
            fresh = fresh or gap in token.text.replace("\r", "").replace(" ", "") or gap in between
        else:
            if fresh or gap in between:
                starts.append(token.i)
            fresh = False
        end = token.end
    return starts


def find_quotes(text: AnnotatedText) -> tuple[Quote, ...]:
    """Quotes in text order; of nested ones the outer. Found once for a text and kept with its tokens."""
    known = text.index.walks["quotes"]
    if 0 not in known:
        known[0] = _quotes(text)
    found: tuple[Quote, ...] = known[0]
    return found


def _quotes(text: AnnotatedText) -> tuple[Quote, ...]:
    places = text.index.by_word
    marks = sorted(i for mark in MARKS.intersection(places) for i in places[mark])
    if not marks:
        return ()
    starts = paragraph_starts(text)
    found: list[Quote] = []
    for quote in _paired(text, marks, starts):
        if found and quote.first < found[-1].last:
            continue
        before = found[-1] if found else None
        resumes = before is not None and not before.closed and quote.paragraph == before.paragraph + 1
        begins = quote.paragraph < len(starts) and starts[quote.paragraph] == quote.first
        end = starts[quote.paragraph + 1] if quote.paragraph + 1 < len(starts) else len(text.tokens)
        alone = begins and not any(c.isalnum() for i in range(quote.last, end) for c in text.tokens[i].text)
        found.append(replace(quote, resumes=resumes and begins, alone=alone))
    return tuple(found)


def _paired(text: AnnotatedText, marks: list[int], starts: list[int]) -> Iterator[Quote]:
    """Each opening mark with the mark that closes it, singles inside doubles too."""
    for number, mark in enumerate(marks):
        if not _opens(text, mark):
            continue
        paragraph = max(0, bisect_right(starts, mark) - 1)
        end = starts[paragraph + 1] if paragraph + 1 < len(starts) else len(text.tokens)
        close = _close(text, mark, marks[number + 1 :], end)
        if close is not None:
            yield Quote(first=mark, last=close + 1, inner=(mark + 1, close), closed=True, paragraph=paragraph)
        elif text.tokens[mark].text not in SINGLE:
            while end > mark + 1 and not text.tokens[end - 1].text.strip():
                end -= 1
            if end > mark + 1:
                yield Quote(first=mark, last=end, inner=(mark + 1, end), closed=False, paragraph=paragraph)


def _opens(text: AnnotatedText, mark: int) -> bool:
    """Whether a mark can open: curly ones by their shape, straight ones by the blanks around them."""
    token = text.tokens[mark]
    written = text.document.text
    before = written[token.start - 1] if token.start else " "
    after = written[token.end] if token.end < len(written) else " "
    if token.text in STRAIGHT:
        return not (before.isalnum() or before in ".,!?;%") and not after.isspace()
    return token.text in OPENING and (token.text != "‘" or not before.isalnum())


def _close(text: AnnotatedText, mark: int, following: list[int], end: int) -> int | None:
    """The mark that closes the one given, before the paragraph ends."""
    opening = text.tokens[mark].text
    wanted = opening if opening in STRAIGHT else OPENING[opening]
    last = end if opening not in SINGLE else min(end, mark + LONGEST_SINGLE)
    depth, kept = 0, None
    for other in following:
        if other >= last:
            break
        token = text.tokens[other]
        if token.text == opening and opening not in STRAIGHT and not _shut(text, other):
            depth += 1
        elif token.text == wanted or (opening == "“" and (token.text == '"' or _shut(text, other))):
            if opening in STRAIGHT and _opens(text, other):
                continue
            if opening in SINGLE and not _ends_single(text, other):
                continue
            if opening in SINGLE and token.tag == "POS":
                kept = kept if kept is not None else other
                continue  # "the states’ ...": an apostrophe unless nothing better follows
            if depth == 0:
                return other
            depth -= 1
    return kept


def _shut(text: AnnotatedText, mark: int) -> bool:
    """Whether an opening mark stands where only a closing one can ("“Frozen“ and")."""
    written, token = text.document.text, text.tokens[mark]
    after = written[token.end] if token.end < len(written) else " "
    before = written[token.start - 1] if token.start else " "
    return token.text == "“" and not before.isspace() and not after.isalnum()


def _ends_single(text: AnnotatedText, mark: int) -> bool:
    written, token = text.document.text, text.tokens[mark]
    after = written[token.end] if token.end < len(written) else " "
    before = written[token.start - 1] if token.start else " "
    return not before.isspace() and not after.isalnum()

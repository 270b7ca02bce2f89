"""Texts that come as lists of tokens: written out as one text, with the offsets of each token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TO_THE_LEFT = frozenset(
    {".", ",", ";", ":", "?", "!", "%", ")", "]", "}", "n't", "'s", "'re", "'ve", "'ll", "'d", "'m"}
)
TO_THE_RIGHT = frozenset({"(", "[", "{", "$"})
MARKS = frozenset({'"', "``", "''"})


def write_out(sentences: Iterable[Sequence[str]]) -> tuple[str, list[tuple[int, int]]]:
    """The text of some sentences and the (start, end) of each token in it.

    Sentences are set apart by empty lines, so that a headline does not run into what follows; a mark of quotation opens
    and closes in turns within a sentence.
    """
    text = ""
    offsets: list[tuple[int, int]] = []
    for sentence in sentences:
        opened, close = False, True
        for word in sentence:
            mark = word in MARKS
            if not (close or (mark and opened) or word in TO_THE_LEFT):
                text += " "
            offsets.append((len(text), len(text) + len(word)))
            text += word
            close = word in TO_THE_RIGHT or (mark and not opened)
            opened = opened != mark
        text += "\n\n"
    return text.rstrip("\n"), offsets

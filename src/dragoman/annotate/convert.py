"""A parsed paragraph as plain rows, and rows as our own tokens and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dragoman.annotate.forms import Form, Forms, forms_of, learn_forms
from dragoman.model.text import Sentence, Token, make_token

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLUMNS: list[int | str] = ["ORTH", "TAG", "DEP", "HEAD", "IDX", "LENGTH", "SENT_START"]


Row = tuple[int, int, str, str, str, str, int, int]
"""A word: its characters from the start of its paragraph, lemma, part of speech, tag, label, and the numbers of its
head and sentence in the paragraph."""


class Parse(NamedTuple):
    """What the parser found in a paragraph, wherever that stands; white space left out.

    Attributes:
        sentences: first word of each, and the number of words at the end.
    """

    rows: tuple[Row, ...]
    sentences: tuple[int, ...]


def parses_of(docs: Sequence[Doc], forms: Forms) -> list[Parse]:
    """The rows of parsed paragraphs."""
    tables = [doc.to_array(COLUMNS).T for doc in docs]
    keys = [list(zip(*table[:3].tolist(), strict=True)) for table in tables]
    learn_forms(forms, keys)
    found = (forms_of(forms, doc, row) for doc, row in zip(docs, keys, strict=True))
    return [_parse(form, table[3:].view(np.int64)) for form, table in zip(found, tables, strict=True)]


def _parse(found: Sequence[Form], places: np.ndarray[Any, np.dtype[np.int64]]) -> Parse:
    """White space is dropped, its dependents hung on its head.

    Args:
        places: of each word the steps to its head, its offset and length, and 1 if it opens a sentence.
    """
    if not found:
        return Parse((), (0,))
    steps, starts, lengths, opens = places
    pos, tags, labels, lemmas, is_space, _, _ = zip(*found, strict=True)
    numbers = np.arange(len(found))
    heads = numbers + steps
    opening = opens == 1
    opening[0] = True
    sentences = np.cumsum(opening) - 1
    columns = (starts.tolist(), (starts + lengths).tolist(), lemmas, pos, tags, labels)
    if any(is_space):
        return _without_space(list(zip(*columns, heads.tolist(), sentences.tolist(), strict=True)), is_space)
    named = ["ROOT" if step == 0 else label for step, label in zip(steps.tolist(), labels, strict=True)]
    rows = zip(*columns[:5], named, heads.tolist(), sentences.tolist(), strict=True)
    return Parse(tuple(rows), (*np.flatnonzero(opening).tolist(), len(found)))


def _without_space(found: Sequence[Row], is_space: Sequence[bool]) -> Parse:
    kept = [i for i in range(len(found)) if not is_space[i]]
    index = {old: new for new, old in enumerate(kept)}
    rows: list[Row] = []
    firsts: list[int] = []
    before = -1
    for i in kept:
        start, end, lemma, pos, tag, label, head, sentence = found[i]
        while is_space[head] and found[head][6] != head:
            head = found[head][6]
        if sentence != before:
            firsts.append(len(rows))
            before = sentence
        above = index.get(head, index[i])
        label = label if above != index[i] else "ROOT"
        rows.append((start, end, lemma, pos, tag, label, above, len(firsts) - 1))
    return Parse(tuple(rows), (*firsts, len(rows)))


def append(parse: Parse, text: str, offset: int, tokens: list[Token], sentences: list[Sentence]) -> None:
    """Add the words and sentences of a paragraph that begins at ``offset`` of a text."""
    base, before = len(tokens), len(sentences)
    for i, (start, end, lemma, pos, tag, dep, head, sentence) in enumerate(parse.rows, base):
        start, end = offset + start, offset + end
        word = text[start:end]
        tokens.append(make_token(i, word, lemma, pos, tag, dep, base + head, start, end, before + sentence))
    for first, last in pairwise(parse.sentences):
        sentences.append(
            Sentence(
                index=len(sentences),
                first=base + first,
                last=base + last,
                start=tokens[base + first].start,
                end=tokens[base + last - 1].end,
            )
        )

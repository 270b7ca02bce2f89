"""A parsed paragraph as plain rows, and rows as our own tokens and sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dragoman.annotate.forms import Form, Forms, forms_of, learn_forms
from dragoman.model.text import Sentence, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLUMNS: list[int | str] = ["ORTH", "TAG", "DEP", "HEAD", "IDX", "LENGTH", "SENT_START"]


class Row(NamedTuple):
    """A word: characters from the start of its paragraph, its head's number in the paragraph, its sentence's."""

    start: int
    end: int
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sentence: int


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
    learn_forms(forms, docs, keys)
    found = (forms_of(forms, doc, row) for doc, row in zip(docs, keys, strict=True))
    return [_parse(form, table[3:].view("int64").tolist()) for form, table in zip(found, tables, strict=True)]


def _parse(found: Sequence[Form], places: Sequence[Sequence[int]]) -> Parse:
    """White space is dropped, its dependents hung on its head.

    Args:
        places: of each word the steps to its head, its offset and length, and 1 if it opens a sentence.
    """
    steps, starts, lengths, opens = places
    kept: dict[int, int] = {}
    for i, form in enumerate(found):
        if not form.is_space:
            kept[i] = len(kept)
    rows: list[Row] = []
    firsts: list[int] = []
    is_new = True
    for i, form in enumerate(found):
        is_new = is_new or opens[i] == 1
        if form.is_space:
            continue
        if is_new:
            firsts.append(len(rows))
            is_new = False
        head = i + steps[i]
        while head not in kept and steps[head]:
            head += steps[head]
        number, above = len(rows), kept.get(head, len(rows))
        start = starts[i]
        rows.append(
            Row(
                start,
                start + lengths[i],
                form.lemma,
                form.pos,
                form.tag,
                form.dep if above != number else "ROOT",
                above,
                len(firsts) - 1,
            )
        )
    return Parse(tuple(rows), (*firsts, len(rows)))


def append(parse: Parse, text: str, offset: int, tokens: list[Token], sentences: list[Sentence]) -> None:
    """Add the words and sentences of a paragraph that begins at ``offset`` of a text."""
    base, before = len(tokens), len(sentences)
    for i, (start, end, lemma, pos, tag, dep, head, sentence) in enumerate(parse.rows, base):
        start, end = offset + start, offset + end
        tokens.append(
            Token(
                i=i,
                text=text[start:end],
                lemma=lemma,
                pos=pos,
                tag=tag,
                dep=dep,
                head=base + head,
                start=start,
                end=end,
                sentence=before + sentence,
            )
        )
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

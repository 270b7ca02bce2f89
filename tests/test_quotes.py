"""Quotation marks: every kind, over borders, broken and unclosed ones."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.model.text import AnnotatedText, Document, Sentence, Token
from dragoman.quotes import find_quotes


def split(text: str) -> AnnotatedText:
    """One sentence, its tokens being words and marks; no tree."""
    tokens: list[Token] = []
    marks = "“”„«»‘’\"'"
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        end = at + 1
        if text[at : at + 2] in {"``", "''"}:
            end = at + 2
        elif text[at] not in marks:
            while end < len(text) and not text[end].isspace() and text[end] not in marks + ",.?!":
                end += 1
        word = text[at:end]
        tokens.append(
            Token(
                i=len(tokens), text=word, lemma=word.lower(), pos="X", tag="X", dep="dep", head=len(tokens),
                start=at, end=end, sentence=0,
            )
        )  # fmt: skip
        at = end
    sentence = Sentence(index=0, first=0, last=len(tokens), start=0, end=len(text))
    return AnnotatedText(document=Document(id="d", text=text), tokens=tuple(tokens), sentences=(sentence,))


def quoted(text: str) -> list[str]:
    """The quotes of a text, without their marks."""
    annotated = split(text)
    tokens = annotated.tokens
    return [
        text[tokens[q.inner[0]].start : tokens[q.inner[1] - 1].end] if q.inner[0] < q.inner[1] else ""
        for q in find_quotes(annotated)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “no deal” twice.", ["no deal"]),
        ('He said "no deal" and "no talks".', ["no deal", "no talks"]),
        ("He said ``no deal'' twice.", ["no deal"]),
        ("He said ''no deal'' twice.", ["no deal"]),
        ("He said «no deal» twice.", ["no deal"]),
        ("He called it ‘delusional’ at once.", ["delusional"]),
        ("He called it 'delusional' at once.", ["delusional"]),
        ("He said “we called it ‘absurd’ then”.", ["we called it ‘absurd’ then"]),
        ("Velmora’s envoy and the states’ lawyers met.", []),
        ("The soldiers' families met in the 1990s.", []),
        ("He said “no deal.\n\nThe next paragraph.", ["no deal."]),
        ("“One part.\n\n“The other part,” she said.", ["One part.", "The other part,"]),
    ],
)
def test_marks(text: str, found: list[str]) -> None:
    assert quoted(text) == found


def test_a_quote_left_open_is_resumed_by_the_next_paragraph() -> None:
    first, second = find_quotes(split("“One part.\n\n“The other part,” she said."))
    assert not first.closed
    assert second.closed
    assert second.resumes
    assert not first.resumes


def test_a_paragraph_of_quotation_stands_alone() -> None:
    first, second = find_quotes(split("“All of it.”\n\nHe said “a part” of it."))
    assert first.alone
    assert not second.alone


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab .,\n“”„«»‘’\"'`", max_size=60))
def test_no_text_is_too_strange(text: str) -> None:
    annotated = split(text)
    found = find_quotes(annotated)
    for quote in found:
        assert 0 <= quote.first < quote.last <= len(annotated.tokens)
        assert quote.first <= quote.inner[0] <= quote.inner[1] <= quote.last
    assert all(a.last <= b.first for a, b in pairwise(found))

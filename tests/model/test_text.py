from __future__ import annotations

import dataclasses
import pickle

import pytest

from builders import annotated, at, words
from dragoman.model.text import AnnotatedText, Document, Span, Token, make_token

TWO = """
Velmora  velmora PROPN NNP nsubj    attacked
attacked attack  VERB  VBD ROOT     -
Kestria  kestria PROPN NNP dobj     attacked
.        .       PUNCT .   punct    attacked

Kestria  kestria PROPN NNP nsubj    replied
replied  reply   VERB  VBD ROOT     -
.        .       PUNCT .   punct    replied
"""


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 5), (5, 5), (7, 90)])
def test_a_span_is_a_range_of_characters(start: int, end: int) -> None:
    span = Span(document_id="d", start=start, end=end)
    assert (span.start, span.end) == (start, end)


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (5, 4), (-3, -1)])
def test_what_is_no_range_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a range"):
        Span(document_id="d", start=start, end=end)


def test_types_are_frozen_and_hold_no_other_fields() -> None:
    span = Span(document_id="d", start=0, end=1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.start = 1  # type: ignore[misc]
    assert not hasattr(span, "__dict__")


def test_types_take_keywords_alone() -> None:
    with pytest.raises(TypeError):
        Span("d", 0, 1)  # type: ignore[misc]


def test_a_document_never_guesses_its_date() -> None:
    assert Document(id="d", text="Velmora attacked.").published is None


def test_children_are_the_dependents_in_text_order() -> None:
    text = annotated(TWO)
    assert words(text, text.children[at(text, "attacked")]) == ["Velmora", "Kestria", "."]
    assert text.children[at(text, "Velmora")] == ()


def test_children_stay_in_their_sentence_and_a_root_is_not_its_own_child() -> None:
    text = annotated(TWO)
    for index, below in enumerate(text.children):
        assert index not in below
        assert all(text.tokens[i].sentence == text.tokens[index].sentence for i in below)
    below_any = sorted(i for below in text.children for i in below)
    assert below_any == [t.i for t in text.tokens if t.dep != "ROOT"]


def test_children_are_derived_and_not_compared() -> None:
    text = annotated(TWO)
    again = AnnotatedText(document=text.document, tokens=text.tokens, sentences=text.sentences)
    assert again == text
    assert again.children == text.children
    with pytest.raises(TypeError):
        AnnotatedText(document=text.document, tokens=(), sentences=(), children=())  # type: ignore[call-arg]


def test_children_follow_when_the_tokens_are_replaced() -> None:
    text = annotated(TWO)
    last = dataclasses.replace(text.tokens[3], head=2)
    moved = dataclasses.replace(text, tokens=(*text.tokens[:3], last, *text.tokens[4:]))
    assert moved.children[2] == (3,)
    assert moved.children[1] == (0, 2)


def test_offsets_of_built_texts_cut_the_words_out() -> None:
    text = annotated(TWO)
    assert text.document.text == "Velmora attacked Kestria. Kestria replied."
    assert all(text.document.text[t.start : t.end] == t.text for t in text.tokens)
    assert [text.document.text[s.start : s.end] for s in text.sentences] == [
        "Velmora attacked Kestria.",
        "Kestria replied.",
    ]


def test_the_builder_reads_mentions() -> None:
    text = annotated(TWO, ["Kestria = KES", "Velmora = VEL+VEL/MIL/army:VEL military composed inferred"])
    first, second = text.mentions
    assert (first.first, first.last, first.head, first.inferred) == (0, 1, 0, True)
    assert [(a.id, a.affiliation) for a in first.actors] == [("VEL", None), ("VEL/MIL/army", "VEL")]
    assert (second.first, second.actors[0].country) == (at(text, "Kestria"), "KES")


@pytest.mark.parametrize("rows", ["Velmora velmora PROPN NNP nsubj", "Velmora velmora PROPN NNP nsubj attacked"])
def test_the_builder_refuses_broken_rows(rows: str) -> None:
    with pytest.raises(ValueError, match="Velmora"):
        annotated(rows)


def test_the_index_goes_on_to_copies_with_the_same_tokens_and_is_made_anew_for_others() -> None:
    text = annotated(TWO)
    assert dataclasses.replace(text, mentions=()).index is text.index
    last = dataclasses.replace(text.tokens[3], lemma="changed")
    moved = dataclasses.replace(text, tokens=(*text.tokens[:3], last, *text.tokens[4:]))
    assert moved.index.by_lemma["changed"] == [3]
    assert "changed" not in text.index.by_lemma


def test_words_are_found_by_lemma_and_as_written_in_text_order() -> None:
    text = annotated(TWO)
    first, last = text.tokens[0], text.tokens[-1]
    assert text.index.holding(frozenset({last.lemma}), frozenset({first.text.lower()})) == sorted(
        t.i
        for t in text.tokens
        if t.lemma == last.lemma or t.text.lower() in {last.lemma, first.text.lower()} or t.lemma == first.text.lower()
    )
    assert text.index.holding(frozenset({"nowhere"})) == []


def test_an_index_is_made_again_from_its_tokens_in_another_process() -> None:
    text = annotated(TWO)
    text.index.walks["walk"][0] = "kept"
    again = pickle.loads(pickle.dumps(text))
    assert again == text
    assert again.children == text.children
    assert not again.index.walks


def test_a_token_made_the_fast_way_is_one_like_any_other() -> None:
    fields = {"i": 1, "text": "met", "lemma": "meet", "pos": "VERB", "tag": "VBD", "dep": "ROOT", "head": 1}
    places = {"start": 8, "end": 11, "sentence": 0}
    made = make_token(**fields, **places)  # type: ignore[arg-type]
    plain = Token(**fields, **places)  # type: ignore[arg-type]
    assert (type(made), made, hash(made), repr(made)) == (Token, plain, hash(plain), repr(plain))
    assert pickle.loads(pickle.dumps(made)) == plain
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.i = 2  # type: ignore[misc]

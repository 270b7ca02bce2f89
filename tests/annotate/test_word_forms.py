"""Parts of speech and lemmas that are looked up are those that the components themselves would give."""

from __future__ import annotations

import pytest

from dragoman.annotate.spacy import annotate
from dragoman.corpus.readers import document_from_text
from dragoman.model.text import AnnotatedText, Document
from dragoman.pipeline import Reader

TEXTS = (
    "There is no deal, and there's none in sight: the envoys ain't going to sign. They don't.",
    "He's got to go, she gotta go, they are gonna stay. Let's see what y'all want.",
    "But one minister disagreed, though all but two had voted for the cease-fire; nothin' came of it.",
    "The  talks,\n held   twice that week, had failed since   neither side would have it.",
    "“We’ll be there,” he said. The counter-proposals that were tabled got nowhere.",
)


def annotated(reader: Reader, text: str) -> AnnotatedText:
    return next(annotate([document_from_text(text, clean=False)], reader.annotator))


@pytest.mark.parametrize("text", TEXTS)
def test_looked_up_forms_are_those_of_the_whole_pipeline(reader: Reader, text: str) -> None:
    straight = text.translate(str.maketrans("‘’“”", "''\"\""))
    found, wanted = annotated(reader, text), []
    for part in straight.split("\n"):
        wanted += [token for token in reader.annotator.nlp(part) if not token.is_space]
    assert [token.pos for token in found.tokens] == [token.pos_ for token in wanted]
    assert [token.tag for token in found.tokens] == [token.tag_ for token in wanted]
    hyphened = [token.lemma_.lower().replace("-", "") for token in wanted]
    assert [token.lemma.replace("-", "") for token in found.tokens] == hyphened


def test_a_form_that_was_learnt_stays_the_same(reader: Reader) -> None:
    first, again = annotated(reader, TEXTS[0]), annotated(reader, TEXTS[0])
    assert first.tokens == again.tokens


def test_paragraphs_that_repeat_are_parsed_alike_and_stand_where_they_are(reader: Reader) -> None:
    line = "Velmora rejected the offer on Monday, an official said."
    text = annotated(reader, f"{line}\n\nAn aside.\n\n{line}")
    length = text.sentences[0].last
    first, last = text.tokens[:length], text.tokens[-length:]
    assert [(t.lemma, t.pos, t.dep) for t in first] == [(t.lemma, t.pos, t.dep) for t in last]
    assert [t.head - last[0].i for t in last] == [t.head for t in first]
    assert text.document.text[last[0].start : last[-1].end] == line
    assert {t.sentence for t in last} == {2}


def test_white_space_is_no_token_and_heads_nothing(reader: Reader) -> None:
    text = annotated(reader, TEXTS[3])
    assert all(token.text.strip() for token in text.tokens)
    assert all(text.tokens[token.head].sentence == token.sentence for token in text.tokens)
    assert sum(token.head == token.i for token in text.tokens) == len(text.sentences)
    assert next(annotate([Document(id="blank", text=" \n ")], reader.annotator)).tokens == ()

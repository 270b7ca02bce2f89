"""Tone between two spans: its direction, its mirror, and no word of a name among the features."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.directed_sentiment import evaluate_directed_sentiment
from dragoman.extract.arguments import scene_of
from dragoman.extract.tone import MIRRORED, Direction, stretch_of
from dragoman.extract.tone_features import features, sketch
from dragoman.pipeline import Reader, load_codebook
from dragoman.tables import folder, rows


def judged(reader: Reader, sentence: str, first: str, second: str) -> Direction:
    """Tone between two words of a sentence."""
    spans = [(sentence.index(name), sentence.index(name) + len(name)) for name in (first, second)]
    return reader.classify_tone(sentence, *spans).value


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Velmora condemned Kestria over the shelling of the border post.", Direction.FIRST_ILL),
        ("Velmora accused Kestria of breaking the truce.", Direction.FIRST_ILL),
        ("Velmora sharply criticised Kestria after the vote.", Direction.FIRST_ILL),
        ("Velmora was condemned by Kestria for the attack.", Direction.SECOND_ILL),
        ("Velmora praised Kestria for its help after the flood.", Direction.FIRST_GOOD),
        ("Velmora supports Kestria and has thanked it for the aid.", Direction.FIRST_GOOD),
        ("Velmora and Kestria are two states in the north of the valley.", Direction.NEUTRAL),
    ],
)
def test_plain_sentences(reader: Reader, sentence: str, value: Direction) -> None:
    assert judged(reader, sentence, "Velmora", "Kestria") is value


def test_order_of_the_question_turns_the_answer(reader: Reader) -> None:
    sentence = "Velmora denounced Kestria at the meeting."
    there, back = judged(reader, sentence, "Velmora", "Kestria"), judged(reader, sentence, "Kestria", "Velmora")
    assert there is Direction.FIRST_ILL
    assert back is MIRRORED[there]


SWAPPED = [
    "Velmora condemned Kestria over the shelling.",
    "Velmora welcomed the offer of Kestria to send doctors.",
    "Critics in Velmora said that Kestria had lied to the council.",
    "Velmora, an ally of Kestria, sent troops.",
]


@pytest.mark.parametrize("sentence", SWAPPED)
def test_swapping_the_names_changes_nothing(reader: Reader, sentence: str) -> None:
    turned = sentence.replace("Velmora", "#").replace("Kestria", "Velmora").replace("#", "Kestria")
    assert judged(reader, sentence, "Velmora", "Kestria") is judged(reader, turned, "Kestria", "Velmora")


def test_no_name_is_a_feature(reader: Reader) -> None:
    sentence = "President Ilva Torrane of Velmora attacked Kestria and its Foreign Minister over the Sorrel Valley."
    text = next(iter(reader.annotate([document_from_text(sentence)])))
    one = stretch_of(text, (sentence.index("Velmora"), sentence.index("Velmora") + 7))
    other = stretch_of(text, (sentence.index("Kestria"), sentence.index("Kestria") + 7))
    drawn = sketch(text, reader.codebook, one, other)
    found = features(scene_of(text), reader.codebook, drawn, one, other)
    assert any("attack" in name for name in found)
    assert not [name for name in found if any(n in name.lower() for n in ("velmora", "kestria", "torrane", "sorrel"))]


def test_overlapping_spans_are_neutral(reader: Reader) -> None:
    sentence = "Velmora attacked Kestria."
    tone = reader.classify_tone(sentence, (0, 7), (0, 7))
    assert tone.value is Direction.NEUTRAL
    assert tone.rule == ""


def test_a_span_without_words_is_refused(reader: Reader) -> None:
    with pytest.raises(ValueError, match="no word stands"):
        reader.classify_tone("Velmora met Kestria.", (0, 7), (90, 95))


ALSO_WORDS = {"car", "let", "ngo"}
"""Common words that are also written for an actor (as acronyms, in capitals)."""


def test_the_weights_name_no_actor(reader: Reader) -> None:
    names = {n.written.lower() for n in reader.matcher.directory.names if n.written[:1].isupper()}
    words = {row["feature"].split(":")[-1].split("|")[0] for row in rows(folder("lang", "en") / "tone_weights.csv")}
    assert len(words) > 1000
    assert words & names <= ALSO_WORDS


def test_weights_load_as_pairs() -> None:
    weights = load_codebook().tone_weights
    assert {"order:fwd", "order:bwd"} <= set(weights)
    assert all(len(pair) == 2 for pair in weights.values())


def test_public_sentences(reader: Reader, shared: Path) -> None:
    """The wanted figure on the public set, so that a break of the features shows."""
    path = shared / "directed_sentiment" / "valid.txt"
    figures = evaluate_directed_sentiment(path, reader).figures
    assert figures["directed_sentiment.macro_f1"] >= 0.45

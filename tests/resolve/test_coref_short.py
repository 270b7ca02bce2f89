"""Long names cut down to their last word."""

from __future__ import annotations

import pytest

from dragoman.model.text import MentionBasis
from dragoman.pipeline import Reader


def _actors_at(reader: Reader, text: str, words: str) -> list[tuple[str, MentionBasis]]:
    report = reader.read(text, published="2024-06-20")
    tokens = report.text.tokens
    return [
        (actor.name, mention.basis)
        for mention in report.text.mentions
        if " ".join(token.text for token in tokens[mention.first : mention.last]) == words
        for actor in mention.actors
    ]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The European Commission met in May. Kestria urged the Commission to wait.",
            "the Commission",
            "European Commission",
        ),
        ("The Arab League met Velmora's envoy. The League backed him.", "The League", "Arab League"),
    ],
)
def test_the_last_word_of_a_name_stands_for_it(reader: Reader, text: str, words: str, name: str) -> None:
    assert _actors_at(reader, text, words) == [(name, MentionBasis.COREFERENCE)]


def test_a_word_that_no_name_ends_in_is_left_alone(reader: Reader) -> None:
    assert _actors_at(reader, "The European Union met in May. The Commission was closed.", "The Commission") == []


def test_a_name_that_goes_on_is_another_name(reader: Reader) -> None:
    text = "The European Commission met in May. The Commission Chamber was closed."
    assert _actors_at(reader, text, "The Commission") == []

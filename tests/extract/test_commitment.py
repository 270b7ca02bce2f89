"""What an author holds of a clause inside another."""

from __future__ import annotations

import pytest

from builders import annotated, at
from dragoman.extract.commitment import Commitment, commitment, stands_in_question
from dragoman.pipeline import Reader

SO, OPEN, NOT_SO = Commitment.SO, Commitment.OPEN, Commitment.NOT_SO


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        ("The minister did not know that the ferry sailed.", "sailed", SO),
        ("Did the minister realize that the ferry sailed?", "sailed", SO),
        ("If the minister knows that the ferry sailed, she will resign.", "sailed", SO),
        ("The envoy forgot that the ferry sailed.", "sailed", SO),
        ("The minister does not think that the ferry sailed.", "sailed", NOT_SO),
        ("We don't believe that the ferry sailed.", "sailed", NOT_SO),
        ("I don't know that the ferry sails at all.", "sails", NOT_SO),
        ("I can't say that the ferry sailed.", "sailed", NOT_SO),
        ("The envoy couldn't believe that the ferry sailed.", "sailed", SO),
        ("She could tell that the ferry sailed.", "sailed", SO),
        ("The minister might think that the ferry sailed.", "sailed", OPEN),
        ("The minister said that the ferry sailed.", "sailed", OPEN),
        ("The minister did not claim that the ferry sailed.", "sailed", OPEN),
        ("Does the minister think that the ferry sailed?", "sailed", OPEN),
        ("If the inspectors find that the ferry sailed, they will fine her.", "sailed", OPEN),
        ("We think that the ferry sailed.", "sailed", SO),
        ("The ferry sailed.", "sailed", SO),
    ],
)
def test_the_clause_of_a_sentence(reader: Reader, sentence: str, verb: str, expected: Commitment) -> None:
    text = reader.read(sentence).text
    assert commitment(text, reader.codebook, at(text, verb)) is expected


def test_a_clause_the_tree_does_not_hang_on_its_verb(reader: Reader) -> None:
    text = annotated(
        """
        nobody  nobody  PRON NN  nsubj thinks
        thinks  think   VERB VBZ ROOT  -

        ferries ferry   NOUN NNS nsubj sail
        sail    sail    VERB VBP ROOT  -
        """
    )
    assert commitment(text, reader.codebook, at(text, "sail")) is SO
    assert commitment(text, reader.codebook, at(text, "sail"), under=at(text, "thinks")) is NOT_SO


def test_a_question_without_its_mark(reader: Reader) -> None:
    text = annotated(
        """
        did     do      AUX  VBD aux   sail
        she     she     PRON PRP nsubj sail
        sail    sail    VERB VB  ROOT  -
        """
    )
    assert stands_in_question(text, at(text, "sail"))

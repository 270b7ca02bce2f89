"""Conditions that no conjunction marks: inverted clauses, bargains over a sentence border, whoever, duties, limits."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.corpus.readers import document_from_text
from dragoman.extract.conditions import find_conditions
from dragoman.extract.stage import stage
from dragoman.pipeline import Reader

CASES = (
    # An inverted clause, before what depends or behind it.
    ("Should Kestria seize the islands, Velmora will recall its envoy.", "inverted", "Kestria seize the islands"),
    ("Velmora would recall its envoy should Kestria seize the islands.", "inverted", "Kestria seize the islands"),
    ("Were Kestria to seize the islands, Velmora would recall its envoy.", "inverted", "Kestria to seize the islands"),
    # A bargain told in two clauses or two sentences.
    (
        "Velmora will free the sailors; in return, Kestria will end the embargo.",
        "turn",
        "Velmora will free the sailors",
    ),
    (
        "Velmora agreed to free the sailors. In exchange, Kestria lifted the embargo.",
        "turn",
        "Velmora frees the sailors",
    ),
    (
        "Kestria must end the embargo. Otherwise, Velmora will expel the envoy.",
        "turn",
        "Kestria does not end the embargo",
    ),
    # Whoever does something.
    ("Velmora threatened sanctions against no one but will punish any firm that sells arms.", "whoever", "sells arms"),
    ("Kestria is ready to impose sanctions on anyone breaking the truce.", "whoever", "anyone breaks the truce"),
    # What is demanded of whatever is agreed.
    ("Velmora said any agreement must guarantee the rights of fishermen.", "must", "guarantee the rights of fishermen"),
    # A demand and the time by which it has to be met.
    ("Velmora called on Kestria to release the sailors by Sunday.", "limit", "by Sunday"),
    ("Velmora is pressing for a treaty before the end of the year.", "limit", "before the end of the year"),
    # What would take somebody's consent, or hangs on it.
    ("Velmora said any extension would need the consent of Kestria.", "verb", "the consent of Kestria"),
    ("Everything would depend on the fate of the sailors, Velmora said.", "verb", "the fate of the sailors"),
    # Steps that come one after the other.
    (
        "Velmora proposed putting off the vote, after the release of the sailors.",
        "phrase",
        "the release of the sailors",
    ),
    ("Velmora demanded an apology before talks.", "phrase", "an apology"),
    ("Kestria insists on a truce before any exchange.", "phrase", "a truce"),
    ("Velmora ruled out talks before Kestria withdraws its forces.", "clause", "Kestria withdraws its forces"),
    ("There will be no peace without an independent Kestria, the envoy said.", "phrase", "an independent Kestria"),
    ("Velmora wants guarantees before it signs the treaty.", "clause", "guarantees"),
    ("The exchange is to begin once Kestria has freed the sailors.", "clause", "Kestria has freed the sailors"),
    ("The treaty will enter into force once it has been ratified.", "clause", "ratified"),
    ("The truce could collapse if aid is not let in, the Velmoran envoy warned.", "clause", "aid is not let in"),
    ("Velmora said peace was impossible as long as Kestria held the islands.", "clause", "Kestria held the islands"),
    # Where the parser takes "provided" for the verb.
    ("Kestria would agree to a freeze provided sanctions are lifted.", "clause", "sanctions are lifted"),
    # A rule in the present, and who lets something happen.
    ("If Kestria blocks the port, it breaks the truce.", "clause", "Kestria blocks the port"),
    (
        "Velmora will let the licence expire on May 3 unless Kestria frees the sailors.",
        "clause",
        "Kestria does not free the sailors",
    ),
)


def read(reader: Reader, text: str) -> list[tuple[str, list[str]]]:
    """Shapes and antecedents of the conditions of a text."""
    (found,) = reader.annotate([document_from_text(text, published=date(2024, 3, 14))])
    conditions = find_conditions(stage(found, reader.codebook), reader.codebook)
    return [(one.match.rule.split("/")[0], [piece.text for piece in one.antecedents]) for one in conditions]


@pytest.mark.parametrize(("text", "shape", "antecedent"), CASES)
def test_a_condition_without_a_conjunction(reader: Reader, text: str, shape: str, antecedent: str) -> None:
    assert any(kind == shape and antecedent in " ".join(found) for kind, found in read(reader, text))


NONE = (
    "How should Velmora answer the attack?",
    "Velmora should end the embargo.",
    "In return, Velmora accused Kestria of piracy. The talks went on.",
    "Velmora pardoned those who fled in 2019.",
    "Any Velmoran can enter Kestria.",
    "Velmora rejected the appeal within a day.",
    "The ministers met before the summit.",
    "Velmora will sign the treaty on Friday, after the release of the sailors by Kestria.",
    "Kestria gained in return.",
    "The talks went on. Velmora promised impossible growth in return.",
    "Delegates may nominate any candidate they like.",
    "Velmora asked whether the vote would take place before the election.",
    "After the release of a report, Velmora will hold talks.",
)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_it_is_no_condition(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_a_bargain_reaches_back_one_sentence_only(reader: Reader) -> None:
    assert read(reader, "In return, Kestria will lift the embargo.") == []

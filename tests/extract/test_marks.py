"""Marks of an event in its own clause and around it: not so, still to come, under a condition, asked."""

from __future__ import annotations

import pytest

from builders import at
from dragoman.extract.factuality import Presentation, present
from dragoman.extract.marks import is_asked, is_told_as_past, own_marks
from dragoman.model.facts import Factuality
from dragoman.pipeline import Reader


def _present(reader: Reader, sentence: str, word: str) -> Presentation:
    text = reader.read(sentence).text
    return present(text, reader.codebook, at(text, word))


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The ferry will sail on Monday.", "sail"),
        ("The captain will be able to leave the harbour.", "leave"),
        ("The new rules will allow ferries to leave at night.", "leave"),
        ("The ferry will sail before the harbour closes.", "closes"),
        ("The two states will open a second round of talks.", "talks"),
        ("The trial will begin in spring.", "trial"),
        ("They have a plan to draft a treaty and settle the dispute.", "settle"),
        ("The captain must leave the harbour.", "leave"),
    ],
)
def test_what_is_still_to_come(reader: Reader, sentence: str, word: str) -> None:
    assert _present(reader, sentence, word).is_future


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The ferry sailed on Monday.", "sailed"),
        ("The captain was able to leave the harbour.", "leave"),
        ("The ferry sailed before the harbour closed.", "closed"),
        ("The Orla was the first ferry to cross the strait.", "cross"),
        ("The minister will discuss the attack.", "attack"),
    ],
)
def test_what_has_been(reader: Reader, sentence: str, word: str) -> None:
    assert not _present(reader, sentence, word).is_future


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("If the ferry sails, the harbour will close.", "sails"),
        ("If the ferry sails, the harbour will close.", "close"),
        ("If the captain decides to sail, the harbour will close.", "sail"),
        ("If the captain admits that the ferry sailed, she will be fined.", "sailed"),
        ("The captain promised to sail if the harbour closed.", "sail"),
        ("The captain will sail provided that the harbour closes.", "sail"),
        ("The captain will sail provided that the harbour closes.", "closes"),
        ("The captain will not sail until the harbour closes.", "sail"),
        ("The captain will stay as long as the harbour is open.", "stay"),
        ("The fare would be cut once the harbour opened.", "cut"),
        ("The captain will sail in exchange for a pardon.", "sail"),
        ("The captain will sail on condition that the harbour stays open.", "sail"),
    ],
)
def test_what_hangs_on_a_condition(reader: Reader, sentence: str, word: str) -> None:
    assert _present(reader, sentence, word).is_conditional


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The captain did not say whether the ferry sailed.", "sailed"),
        ("The harbour master asked if the ferry sailed.", "sailed"),
        ("The captain did not sail until the harbour closed.", "sail"),
        ("The captain promised to sail if the harbour closed.", "promised"),
        ("Once the harbour had closed, the captain left.", "closed"),
        ("If the captain knew that the ferry had sailed, she would be glad.", "sailed"),
        ("The captain sailed in exchange for a pardon.", "sailed"),
        ("The captain will sail, a guard said on condition of anonymity.", "said"),
    ],
)
def test_what_hangs_on_none(reader: Reader, sentence: str, word: str) -> None:
    assert not _present(reader, sentence, word).is_conditional


@pytest.mark.parametrize(
    ("sentence", "word", "asked"),
    [
        ("Did the captain leave?", "leave", True),
        ("Why did the ferry sail?", "sail", False),
        ("The ferry sailed.", "sailed", False),
        ('The captain left and said: "Who will sail this ferry?"', "left", False),
        ("Did the captain say that the ferry which sank was old?", "sank", False),
    ],
)
def test_only_questions_of_yes_or_no_leave_open(reader: Reader, sentence: str, word: str, asked: bool) -> None:
    text = reader.read(sentence).text
    assert is_asked(text, at(text, word)) is asked
    assert own_marks(text, reader.codebook, at(text, word)).asked is asked


def test_what_is_not_known_of_is_so_and_what_is_not_managed_is_not(reader: Reader) -> None:
    known = _present(reader, "The captain did not know that the ferry had sailed.", "sailed")
    managed = _present(reader, "The captain did not manage to leave.", "leave")
    assert not known.is_negative
    assert known.factuality is Factuality.ASSERTED
    assert managed.is_negative


def test_told_as_past(reader: Reader) -> None:
    text = reader.read("The ferry sailed and would have sunk but had turned.").text
    assert [is_told_as_past(text, at(text, word)) for word in ("sailed", "sunk", "turned")] == [True, False, True]


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("The captain declined to comment on news that the ferry had sailed.", "sailed", Factuality.ASSERTED),
        ("The captain agreed that the ferry had sailed.", "sailed", Factuality.REPORTED),
        ("The captain agreed that the ferry would sail.", "sail", Factuality.PLANNED),
        ("The captain waved as if to leave.", "leave", Factuality.PLANNED),
        ("The captain asked if the ferry had sailed.", "sailed", Factuality.HYPOTHETICAL),
        ("The captain signed no contract.", "signed", Factuality.NEGATED),
        ("The captain could not leave.", "leave", Factuality.NEGATED),
        ("The captain found no way to leave.", "leave", Factuality.NEGATED),
        ("The captain did not only leave.", "leave", Factuality.ASSERTED),
        ("The captain may not leave.", "leave", Factuality.HYPOTHETICAL),
        ("The captain did not appear to leave.", "leave", Factuality.NEGATED),
        ("Parliament will debate a bill that would ban ferries.", "ban", Factuality.HYPOTHETICAL),
        ("The company might sail if the harbour opened.", "sail", Factuality.CONDITIONAL),
    ],
)
def test_what_an_embedding_word_reaches(reader: Reader, sentence: str, word: str, expected: Factuality) -> None:
    assert _present(reader, sentence, word).factuality is expected

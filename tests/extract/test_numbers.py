"""Numbers as news writes them."""

from __future__ import annotations

import pytest

from dragoman.corpus.readers import document_from_text
from dragoman.extract.numbers import Quantity, numbers_in
from dragoman.pipeline import Reader


def read(reader: Reader, text: str) -> list[tuple[Quantity, str]]:
    """Numbers of a text, each with the words it stands in."""
    (found,) = reader.annotate([document_from_text(text)])
    quantities = numbers_in(found, reader.codebook.numbers)
    return [(q, text[found.tokens[q.first].start : found.tokens[q.last - 1].end]) for q in quantities]


@pytest.mark.parametrize(
    ("text", "written", "low", "high", "approximate"),
    [
        ("They counted 31 boats.", "31", 31, 31, False),
        ("They counted 1,200 boats.", "1,200", 1200, 1200, False),
        ("They counted 2.3 million boats.", "2.3 million", 2_300_000, 2_300_000, False),
        ("They counted twelve boats.", "twelve", 12, 12, False),
        ("They counted twenty-one boats.", "twenty-one", 21, 21, False),
        ("They counted two hundred and five boats.", "two hundred and five", 205, 205, False),
        ("They counted half a million boats.", "half a million", 500_000, 500_000, False),
        ("They counted at least 31 boats.", "at least 31", 31, None, False),
        ("They counted over a million boats.", "over a million", 1_000_000, None, False),
        ("They counted as many as 40 boats.", "as many as 40", None, 40, False),
        ("They counted fewer than 40 boats.", "fewer than 40", None, 40, False),
        ("They counted about 40 boats.", "about 40", 40, 40, True),
        ("They counted some 3,000 boats.", "some 3,000", 3000, 3000, True),
        ("They counted between 20 and 30 boats.", "between 20 and 30", 20, 30, False),
        ("They counted 20 to 30 boats.", "20 to 30", 20, 30, False),
        ("They counted two to three million boats.", "two to three million", 2_000_000, 3_000_000, False),
        ("They counted 300-400 boats.", "300-400", 300, 400, False),
        ("They counted dozens of boats.", "dozens", 24, None, True),
        ("They counted hundreds of thousands of boats.", "hundreds of thousands", 200_000, None, True),
        ("They counted several hundred boats.", "several hundred", 200, None, True),
        ("They counted 40 or more boats.", "40 or more", 40, None, False),
        ("They counted 40 or so boats.", "40 or so", 40, 40, True),
    ],
)
def test_a_number_is_read_with_what_bounds_it(
    reader: Reader, text: str, written: str, low: float | None, high: float | None, approximate: bool
) -> None:
    ((found, words),) = read(reader, text)
    assert (words, found.low, found.high, found.approximate) == (written, low, high, approximate)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("It gave $61 billion.", 61e9, "USD"),
        ("It gave 61 billion dollars.", 61e9, "USD"),
        ("It gave €5 million.", 5e6, "EUR"),
        ("It gave a 60 billion euro loan.", 60e9, "EUR"),
        ("It gave 4.2 mln dlrs.", 4.2e6, "USD"),
    ],
)
def test_a_sum_has_its_currency(reader: Reader, text: str, amount: float, currency: str) -> None:
    ((found, _),) = read(reader, text)
    assert (found.low, found.currency) == (amount, currency)


def test_from_one_number_to_another_is_two_numbers(reader: Reader) -> None:
    found = read(reader, "The ceiling was raised from 120 to 300 observers.")
    assert [(q.low, q.high) for q, _ in found] == [(120, 120), (300, 300)]


@pytest.mark.parametrize("text", ["A boat left.", "Half left.", "Several left.", "It handed over the boats."])
def test_words_that_are_no_number_alone(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_over_is_no_bound_where_it_belongs_to_the_verb(reader: Reader) -> None:
    ((found, words),) = read(reader, "Velmora handed over 17 sailors.")
    assert (words, found.low, found.high) == ("17", 17, 17)

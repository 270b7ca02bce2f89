"""Words, sentences and days without a model: self-written reports, published on Thursday, 8 February 2024."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.annotate.dated import dated_sentences
from dragoman.annotate.plain import annotate_plainly
from dragoman.annotate.times import find_times
from dragoman.model.dated import DatedSentence
from dragoman.model.text import DateBasis, Document

PUBLISHED = date(2024, 2, 8)


def dated(text: str, published: date | None = PUBLISHED) -> list[DatedSentence]:
    return list(dated_sentences(find_times(annotate_plainly(Document(id="d", text=text, published=published)))))


def named(text: str, published: date | None = PUBLISHED) -> list[str]:
    return [each.day.isoformat() for each in dated(text, published) if each.basis is not DateBasis.PUBLICATION]


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("Velmora signed the treaty in Ordan on Oct. 7, 2023.", ["2023-10-07"]),
        ("Velmora signed the treaty in Ordan on 7 October 2023.", ["2023-10-07"]),
        ("Velmora signed the treaty in Ordan on 2023-10-07.", ["2023-10-07"]),
        ("Velmora signed the treaty in Ordan on Tuesday evening.", ["2024-02-06"]),
        ("Velmora signed the treaty in Ordan two days ago.", ["2024-02-06"]),
        ("Tuesday's signing of the treaty surprised the whole council.", ["2024-02-06"]),
        ("The envoys met on Monday and again on Wednesday.", ["2024-02-05", "2024-02-07"]),
        ("The attacks of 9/11 were on the minds of all.", ["2001-09-11"]),
        # to come
        ("Velmora will sign the treaty in Ordan on Tuesday.", ["2024-02-13"]),
        ("The envoys are scheduled to meet again on Tuesday.", ["2024-02-13"]),
        ("The minister will resign, two officials said on Tuesday.", ["2024-02-06"]),
        # no single day
        ("Velmora has kept the crossing closed since last Friday.", []),
        ("The fighting in the valley began in October 2023.", []),
        ("Talks were held from 3 to 5 January 2024.", []),
        ("The council has met often in recent weeks.", []),
    ],
)
def test_days_are_read_without_a_parser(sentence: str, days: list[str]) -> None:
    assert named(sentence) == days


def test_the_page_stamp_is_no_more_than_the_day_of_printing() -> None:
    stamp, other = dated(
        "Page last updated on Thursday, 8 February 2024 at noon. The treaty was signed in Ordan on Tuesday."
    )
    assert (stamp.day, stamp.basis, stamp.names_day) == (PUBLISHED, DateBasis.PUBLICATION, False)
    assert (other.day, other.basis, other.names_day) == (date(2024, 2, 6), DateBasis.INFERRED, True)


def test_the_first_sentences_without_a_day_stand_for_the_day_of_printing() -> None:
    lines = [f"Sentence number {word} says what the council thinks." for word in ("one", "two", "three", "four")]
    found = dated("\n".join(["A heading", *lines]))
    assert [each.text for each in found] == lines[:3]
    assert {each.day for each in found} == {PUBLISHED}
    assert not any(each.names_day for each in found)


def test_without_a_publication_date_only_written_out_days_count() -> None:
    assert named("The treaty was signed on Tuesday in Ordan. It was broken on 7 October 2023.", None) == ["2023-10-07"]


def test_sentences_do_not_end_at_titles_initials_and_short_months() -> None:
    text = "Gen. A. Brume of the U.S. Army met Dr. Solane on Oct. 7 in Ordan. They spoke. “No plan!” He left."
    page = annotate_plainly(Document(id="d", text=text))
    assert [text[each.start : each.end] for each in page.sentences] == [
        "Gen. A. Brume of the U.S. Army met Dr. Solane on Oct. 7 in Ordan.",
        "They spoke.",
        "“No plan!”",
        "He left.",
    ]


@given(text=st.text(st.sampled_from("aB é.!?\n’'\"-7/,;1May"), max_size=200))
def test_words_lie_in_order_in_their_sentences_and_as_written(text: str) -> None:
    page = find_times(annotate_plainly(Document(id="d", text=text, published=PUBLISHED)))
    assert all(text[token.start : token.end] == token.text for token in page.tokens)
    assert all(one.end <= other.start for one, other in pairwise(page.tokens))
    assert "".join(token.text for token in page.tokens) == "".join(text.split())
    for sentence in page.sentences:
        inside = page.tokens[sentence.first : sentence.last]
        assert {token.sentence for token in inside} == {sentence.index}
        assert (inside[0].start, inside[-1].end) == (sentence.start, sentence.end)
    assert all(0 <= token.head < len(page.tokens) for token in page.tokens)

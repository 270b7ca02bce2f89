"""The check of a brief: what is planted must be found, and what templates add must not."""

from __future__ import annotations

import pytest

from dragoman.report.brief import Brief, Footnote, Section, Sentence
from dragoman.report.brief_check import BriefError, check_brief, problems_of
from dragoman.report.brief_words import own_words, quoted, say

NOTE = Footnote(
    number=1,
    outlet="The Mirrin Gazette",
    date="2031-03-08",
    sentence="It said that 1,500 of “our people” had left Ordan's hills, and Prime Minister Ada Veil agreed.",
    fact="0123456789abcdef",
    title="Kestria answers",
    says=("Velmora: read so from “It” and the actor tables", "dated 2031-03-02, worked out from “Sunday”"),
)
OTHER = Footnote(number=2, outlet="Horizon", date="2031-04-01", sentence="Talvia offers 7 buses.", fact="ab")


def problems(text: str, *notes: int) -> list[str]:
    return problems_of(Sentence(text=text, notes=notes or (1,)), (NOTE, OTHER))


@pytest.mark.parametrize(
    "text",
    [
        "Velmora is for “our people” (2031-03-02).",
        "Velmora (Ada Veil) demands “1,500 of ‘our people’” (2031-03-08).",
        "Killed: “1,500 of ‘our people’ had left …”, according to The Mirrin Gazette (undated).",
        "Prime Minister Ada Veil is against “hills” (2031-03-02).",
        "Kestria and Velmora: said by Ordan to be getting worse (2031-03-02).",
    ],
)
def test_what_the_note_has_passes(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Talvia is for “our people” (2031-03-02).", "Talvia"),
        ("Velmora is for “our people” (2031-03-03).", "2031-03-03"),
        ("Velmora is for “your people” (2031-03-02).", "your people"),
        ("Velmora (Ada Vale) is for “hills” (2031-03-02).", "Vale"),
        ("Velmora (Veil Ada) is for “hills” (2031-03-02).", "Veil Ada"),
        ("Velmora is for 500 “hills”.", "500"),
        ("Velmora is for 1 “hills”.", "1"),
        ("Velmora is for “hills” (n 31).", "31"),
        ("Velmora is for twelve “hills”.", "twelve"),
        ("Velmora and fighters are for “hills”.", "fighters"),
        ("Velmora and موسكو are for “hills”.", "موسكو"),
        ("Velmora and 莫斯科 are for “hills”.", "莫斯科"),
        ("Velmora is for “hills", "does not end"),
        ("Velmora has the mean −1,500 (2031-03-02).", "−1,500"),
        ("Velmora is for “” (2031-03-02).", "quoted"),
        ("Velmora is for “hills” (n,31).", "31"),
        ("Velmora is for “ill … agreed”.", "quoted"),
    ],
)
def test_planted_names_numbers_and_quotations_are_found(text: str, wrong: str) -> None:
    found = problems(text)
    assert found
    assert wrong in found[0]


def test_a_name_of_another_sentence_s_note_does_not_count() -> None:
    assert problems("Talvia offers “7 buses”.", 1) != []
    assert problems("Talvia offers “7 buses”.", 2) == []
    assert problems("Velmora is for “hills”; Talvia offers “7 buses”.", 1, 2) == []


def test_every_sentence_needs_a_note_that_is_there_and_whole() -> None:
    assert problems_of(Sentence(text="Undated.", notes=()), (NOTE,))
    assert problems_of(Sentence(text="Undated.", notes=(3,)), (NOTE,))
    bare = Footnote(number=1, outlet="Horizon", date="2031-04-01", sentence="")
    assert problems_of(Sentence(text="Undated.", notes=(1,)), (bare,))


def test_a_brief_with_one_wrong_sentence_is_refused() -> None:
    good = Sentence(text="Velmora is for “hills”.", notes=(1,))
    bad = Sentence(text="Norrund is for “hills”.", notes=(1,))
    check_brief(_brief(good))
    with pytest.raises(BriefError, match="Norrund"):
        check_brief(_brief(good, bad))


def _brief(*given: Sentence) -> Brief:
    section = Section(key="a", heading="A", sentences=given)
    return Brief(title="A", asked="", sections=(section,), footnotes=(NOTE,))


def test_the_tools_own_words_have_no_names_and_no_numbers() -> None:
    own = own_words()
    assert {word for word in own if not word.isascii()} == set()
    begun = {word for word in own if word[:1].isupper()}
    # Beginnings of templates, and the one scale that is named.
    assert begun <= {
        "Alleged", "As", "Deadlock", "Denied", "Exchange", "Goldstein", "Loop", "On", "The", "ALL", "ANY",
    }, begun  # fmt: skip
    assert not own & {"one", "two", "three", "ten", "dozen", "hundred", "first-ever"}


def test_marks_of_a_report_cannot_end_our_quotation() -> None:
    text = say("claim", told="Alleged", by="Velmora", words=quoted('He said “no” and "never"'), day="2031-03-02")
    assert text.count("“") == text.count("”") == 1

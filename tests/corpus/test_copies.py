from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dragoman.corpus.copies import MOST, CopyFinder
from dragoman.model.text import Copy, Document
from samples import words_of

DAY = date(2031, 3, 11)


def _document(name: str, text: str, published: date | None = DAY) -> Document:
    return Document(id=name, text=text, published=published)


def _copies(documents: Iterable[Document], finder: CopyFinder | None = None) -> dict[str, str]:
    finder = finder or CopyFinder()
    found = [finder.look(document) for document in documents]
    return {copy.document_id: copy.of_document for copy in found if copy}


def test_an_exact_copy_in_another_outlet_is_told_with_its_original() -> None:
    finder = CopyFinder()
    assert finder.look(_document("a", words_of(1, 300))) is None
    assert finder.look(_document("other", words_of(2, 300))) is None
    assert finder.look(_document("b", words_of(1, 300).upper())) == Copy(
        document_id="b", of_document="a", similarity=1.0
    )


def test_a_cut_or_edited_report_is_a_copy_and_says_how_like() -> None:
    words = [f"word{number}" for number in range(600)]
    wire, cut = " ".join(words), " ".join(words[:250])
    edited = " ".join([*words[:20], "accord", *words[21:]])
    finder = CopyFinder()
    finder.remember([_document("a", wire)])
    assert _copies([_document("b", cut), _document("c", edited)], finder) == {"b": "a", "c": "a"}
    found = finder.look(_document("c", edited))
    # One word of 200 is another: four of 197 runs on either side.
    assert found is not None
    assert found.similarity == pytest.approx(193 / 201, abs=0.0001)


def test_copies_of_a_copy_are_copies_of_the_original() -> None:
    wire = words_of(1, 300)
    documents = [_document(name, wire) for name in "abc"]
    assert _copies(documents) == {"b": "a", "c": "a"}


def test_reports_with_the_same_paragraph_on_top_are_no_copies() -> None:
    top = words_of(1, 210)
    documents = [_document("a", f"{top} {words_of(2, 900)}"), _document("b", f"{top} {words_of(4, 900)}")]
    assert _copies(documents) == {}


def test_a_set_form_that_comes_again_next_week_is_no_copy() -> None:
    text = words_of(1, 100)
    documents = [_document("a", text), _document("b", text, DAY + timedelta(days=7)), _document("c", text, None)]
    assert _copies(documents[:2]) == {}
    assert _copies([documents[0], documents[2]]) == {"c": "a"}
    assert _copies(documents[:2], CopyFinder(days=None)) == {"b": "a"}


def test_notices_that_differ_in_one_number_are_no_copies() -> None:
    notice = "The harbour of Ostrel said seven grain ships were loading and {} were waiting to load on Thursday"
    documents = [_document("a", notice.format("two")), _document("b", notice.format("ten"))]
    assert _copies(documents) == {}
    assert _copies([documents[0], replace(documents[0], id="c")]) == {"c": "a"}


def test_only_the_last_reports_are_remembered() -> None:
    documents = [_document(str(number), words_of(number, 120)) for number in range(6)]
    again = replace(documents[0], id="again")
    assert _copies([*documents, again], CopyFinder(window=3)) == {}
    assert _copies([*documents, again], CopyFinder(window=6)) == {"again": "0"}
    # One that was forgotten is a report like any other when it comes again.
    finder = CopyFinder(window=3)
    assert _copies([*documents, again, replace(documents[0], id="third")], finder) == {"third": "again"}


def test_a_run_that_goes_on_says_what_an_undisturbed_one_says() -> None:
    documents = [_document(str(number), words_of(number % 7, 150)) for number in range(30)]
    whole = _copies(documents, CopyFinder(window=5))
    begun = CopyFinder(window=5)
    begun.remember(documents[:17])
    assert _copies(documents[17:], begun) == {key: of for key, of in whole.items() if int(key) >= 17}
    # The same documents once more change nothing.
    assert _copies(documents[-5:], begun) == {key: of for key, of in whole.items() if int(key) >= 25}


def test_many_reports_with_the_same_beginning_do_not_hide_the_newest() -> None:
    top = words_of(1, 210)
    rest = [" ".join(f"{word}{number}" for word in range(900)) for number in range(MOST + 5)]
    documents = [_document(str(number), f"{top} {text}") for number, text in enumerate(rest)]
    assert _copies([*documents, replace(documents[-1], id="copy")]) == {"copy": documents[-1].id}


def test_a_text_without_words_is_no_copy() -> None:
    assert _copies([_document("a", "..."), _document("b", "..."), _document("c", "")]) == {}

from dragoman.corpus.duplicates import near_duplicates
from dragoman.model.text import Document
from samples import words_of


def _document(name: str, text: str) -> Document:
    return Document(id=name, text=text)


def test_wire_copies_are_grouped() -> None:
    wire = words_of(1, 600)
    cut = " ".join(wire.split()[:250])
    edited = wire.replace("treaty", "accord", 2)
    documents = [
        _document("a", wire), _document("other", words_of(2, 400)), _document("b", cut), _document("c", edited),
        _document("third", words_of(4, 400)), _document("a", wire), _document("empty", ""),
    ]  # fmt: skip
    assert near_duplicates(iter(documents)) == [("a", "b", "c")]


def test_reports_with_the_same_paragraph_on_top_are_not_grouped() -> None:
    top = words_of(1, 210)
    documents = [_document("a", f"{top} {words_of(2, 900)}"), _document("b", f"{top} {words_of(4, 900)}")]
    assert near_duplicates([_document("a", top), _document("b", top)]) == [("a", "b")]
    assert near_duplicates(documents) == []


def test_short_texts_are_grouped_only_if_they_are_the_same() -> None:
    documents = [_document("a", "Talks fail."), _document("b", "TALKS FAIL"), _document("c", "Talks succeed.")]
    assert near_duplicates(documents) == [("a", "b")]

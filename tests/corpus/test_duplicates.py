from dragoman.corpus.duplicates import fingerprint, near_duplicates, similarity
from dragoman.model.text import Document

WORDS = (
    "government", "rejected", "plan", "share", "waters", "river", "border", "troops", "minister", "talks", "council",
    "vote", "treaty", "sanctions", "embassy", "envoy", "prisoners", "exchange", "ceasefire", "corridor", "election",
    "protest", "court", "tribunal", "export", "grain", "pipeline", "harbour", "summit",
)  # fmt: skip


def _report(seed: int, length: int) -> str:
    """Words in an order that depends on ``seed``: a text of its own, without a random generator."""
    return " ".join(
        WORDS[(seed * 7 + i * i * (seed + 3) + i * seed) % len(WORDS)] + str(i % (seed + 5)) for i in range(length)
    )


def _document(name: str, text: str) -> Document:
    return Document(id=name, text=text)


def test_fingerprint_depends_on_words_only() -> None:
    one = fingerprint("The plan, he said,\nis “dead”.")
    assert one == fingerprint("the PLAN he said is dead")
    assert len(one) == 78
    assert fingerprint("...") == ()
    assert all(0 <= value < 2**31 for value in one)


def test_fingerprint_is_the_same_on_every_machine() -> None:
    found = fingerprint("Velmora rejected the plan of Kestria on Thursday")
    assert found[:3] == (1233857264, 736126560, 207211893)


def test_similarity_estimates_the_share_in_common() -> None:
    text = _report(1, 180)
    assert similarity(fingerprint(text), fingerprint(text)) == 1
    assert similarity(fingerprint(text), fingerprint(_report(2, 180))) < 0.1
    half = " ".join(text.split()[:90]) + " " + " ".join(_report(3, 180).split()[90:])
    assert 0.15 < similarity(fingerprint(text), fingerprint(half)) < 0.55
    assert similarity((), ()) == 0


def test_wire_copies_are_grouped() -> None:
    wire = _report(1, 600)
    cut = " ".join(wire.split()[:250])
    edited = wire.replace("treaty", "accord", 2)
    documents = [
        _document("a", wire), _document("other", _report(2, 400)), _document("b", cut), _document("c", edited),
        _document("third", _report(4, 400)), _document("a", wire), _document("empty", ""),
    ]  # fmt: skip
    assert near_duplicates(iter(documents)) == [("a", "b", "c")]


def test_reports_with_the_same_paragraph_on_top_are_not_grouped() -> None:
    top = _report(1, 210)
    documents = [_document("a", f"{top} {_report(2, 900)}"), _document("b", f"{top} {_report(4, 900)}")]
    assert similarity(fingerprint(documents[0].text), fingerprint(documents[1].text)) > 0.9
    assert near_duplicates(documents) == []


def test_short_texts_are_grouped_only_if_they_are_the_same() -> None:
    documents = [_document("a", "Talks fail."), _document("b", "TALKS FAIL"), _document("c", "Talks succeed.")]
    assert near_duplicates(documents) == [("a", "b")]

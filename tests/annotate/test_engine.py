"""Components taken apart give what spaCy's own give; where they would not, spaCy's own run."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from dragoman.annotate import engine, matmul
from dragoman.annotate.encoder import encode, take_apart
from dragoman.annotate.engine import pipeline_engine, recogniser_engine, run
from dragoman.annotate.matmul import VARIABLE, chosen_matmul, close, is_right, one_thread
from dragoman.pipeline import Reader

TEXTS = [
    "Velmora's president told reporters on 3 May that Kestria had broken the truce, which Kestria denies.",
    "No.",
    " ",
    "The sides, he said, would meet again; if prisoners were freed, sanctions could be lifted by the summer.",
]
TREE = ["TAG", "DEP", "HEAD", "SENT_START"]


def parts(reader: Reader) -> list[object]:
    return [pipe for name, pipe in reader.annotator.nlp.pipeline if name in {"tok2vec", "tagger", "parser"}]


def test_trees_are_those_of_the_bundled_components(reader: Reader) -> None:
    assert reader.annotator.engine.stepper is not None
    nlp = reader.annotator.nlp
    plain = engine.Engine(components=tuple(parts(reader)))
    found, wanted = (run(each, [nlp.make_doc(text) for text in TEXTS]) for each in (reader.annotator.engine, plain))
    for ours, theirs in zip(found, wanted, strict=True):
        assert (ours.to_array(TREE) == theirs.to_array(TREE)).all()


def test_names_are_those_of_the_bundled_recogniser(reader: Reader) -> None:
    nlp = reader.annotator.nlp
    recogniser = reader.annotator.recogniser
    assert recogniser is not None
    assert recogniser.encoder is not None
    (found,) = run(recogniser, [nlp.make_doc("Gerda Pohlmann of Interpol was in Oslo on Friday.")])
    wanted = nlp.get_pipe("ner")(nlp.make_doc(found.text))
    assert [(name.text, name.label_) for name in found.ents] == [(name.text, name.label_) for name in wanted.ents]
    assert found.ents


def test_vectors_do_not_depend_on_the_texts_beside(reader: Reader) -> None:
    encoder = reader.annotator.engine.encoder
    assert encoder is not None
    docs = [reader.annotator.nlp.make_doc(text) for text in TEXTS * 30]
    together, alone = encode(encoder, docs), encode(encoder, docs[:1])[0]
    assert [len(vectors) for vectors in together] == [len(doc) for doc in docs]
    assert close(together[0], alone)
    assert close(together[-len(TEXTS)], alone)


def test_no_texts_are_no_work(reader: Reader) -> None:
    assert run(reader.annotator.engine, []) == []


def test_a_model_built_in_another_way_is_not_taken_apart(reader: Reader) -> None:
    assert take_apart(reader.annotator.nlp.get_pipe("tagger").model) is None
    assert take_apart(None) is None


def test_the_switch_keeps_the_bundled_multiplication(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "bundled")
    make_doc = reader.annotator.nlp.make_doc
    assert pipeline_engine(parts(reader), make_doc).stepper is None
    assert recogniser_engine(reader.annotator.nlp.get_pipe("ner"), make_doc).stepper is None


def test_a_kernel_that_is_wrong_is_not_used(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(engine, "is_right", lambda: False)
    with caplog.at_level(logging.WARNING):
        made = pipeline_engine(parts(reader), reader.annotator.nlp.make_doc)
    assert made.stepper is None
    assert "bundled one is used" in caplog.text


def test_weights_that_give_other_vectors_are_not_used(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(engine, "encode", lambda made, docs: [vectors + 0.5 for vectors in encode(made, docs)])
    assert pipeline_engine(parts(reader), reader.annotator.nlp.make_doc).stepper is None


def test_the_self_check_sees_a_wrong_product(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_right()
    monkeypatch.setattr(matmul, "close", lambda found, wanted: close(found * 1.01, wanted))
    assert not is_right.__wrapped__()


def test_what_is_no_number_is_never_close() -> None:
    assert not close(np.array([1.0, np.nan]), np.array([1.0, 2.0]))
    assert close(np.array([1.0, 2.0]), np.array([1.0, 2.00001]))


def test_an_unknown_choice_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "fastest")
    with pytest.raises(ValueError, match="DRAGOMAN_MATMUL is 'fastest': give 'openblas' or 'bundled'"):
        chosen_matmul()


def test_products_run_on_one_thread_where_that_can_be_asked_for() -> None:
    controls = pytest.importorskip("threadpoolctl")
    with one_thread():
        # Other libraries that tests have loaded since bring pools of their own.
        pools = [pool["num_threads"] for pool in controls.threadpool_info() if "numpy" in pool["filepath"]]
    assert set(pools) <= {1}

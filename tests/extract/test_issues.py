"""What a stance is about, as a phrase."""

from __future__ import annotations

import pytest

from builders import annotated, at
from dragoman.extract.arguments import scene_of
from dragoman.extract.issues import gerund, issue_phrase, noun_issue, verb_issue
from dragoman.model.codebook import Codebook
from dragoman.pipeline import load_codebook

PLAN = """
    Velmora   velmora   PROPN NNP nsubj     rejected
    rejected  reject    VERB  VBD ROOT      -
    the       the       DET   DT  det       plan
    border    border    NOUN  NN  compound  plan
    plan      plan      NOUN  NN  dobj      rejected
    ,         ,         PUNCT ,   punct     plan
    which     which     PRON  WDT nsubj     has
    has       have      VERB  VBZ relcl     plan
    nine      nine      NUM   CD  nummod    parts
    parts     part      NOUN  NNS dobj      has
    .         .         PUNCT .   punct     rejected
"""
LEAVE = """
    Velmora   velmora   PROPN NNP nsubj     urged
    urged     urge      VERB  VBD ROOT      -
    Kestria   kestria   PROPN NNP dobj      urged
    not       not       PART  RB  neg       close
    to        to        PART  TO  aux       close
    close     close     VERB  VB  xcomp     urged
    the       the       DET   DT  det       port
    port      port      NOUN  NN  dobj      close
    .         .         PUNCT .   punct     urged
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return load_codebook()


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("reopen", "reopening"), ("leave", "leaving"), ("let", "letting"), ("die", "dying"), ("be", "being"),
        ("see", "seeing"), ("agree", "agreeing"), ("stop", "stopping"), ("allow", "allowing"), ("fix", "fixing"),
        ("permit", "permitting"), ("visit", "visiting"), ("dye", "dyeing"),
    ],
)  # fmt: skip
def test_gerunds(verb: str, noun: str) -> None:
    assert gerund(verb, frozenset({"permit"})) == noun


def test_a_noun_loses_article_and_relative_clause(book: Codebook) -> None:
    scene = scene_of(annotated(PLAN, ["Velmora = VEL"]))
    issue = noun_issue(scene, book, at(scene.text, "plan"))
    assert issue is not None
    assert issue.text == "border plan"
    span = issue_phrase(scene, issue).spans[0]
    assert scene.text.document.text[span.start : span.end].endswith("border plan")


def test_a_clause_becomes_a_gerund_and_keeps_its_negation_apart(book: Codebook) -> None:
    scene = scene_of(annotated(LEAVE, ["Velmora = VEL", "Kestria = KES"]))
    issue = verb_issue(scene, book, at(scene.text, "close"))
    assert issue is not None
    assert issue.negated
    assert issue.text == "closing the port"

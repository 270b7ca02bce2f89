"""Precision, recall, F1, macro-F1."""

from __future__ import annotations

import pytest

from dragoman.evaluate.scores import Score, accuracy, label_scores, macro_f1


def test_precision_recall_and_f1() -> None:
    score = Score(right=3, found=4, gold=6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)


def test_nothing_found_and_nothing_wanted_is_zero_not_an_error() -> None:
    assert Score(right=0, found=0, gold=0).f1 == 0.0


def test_macro_f1_weighs_labels_alike() -> None:
    gold, found = ["A", "A", "A", "B"], ["A", "A", "A", "A"]
    assert macro_f1(label_scores(gold, found)) == pytest.approx((6 / 7 + 0) / 2)
    assert accuracy(gold, found) == 0.75

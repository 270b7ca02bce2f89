"""Shares and agreement: against the packages that are known for them, and where they are not defined."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import krippendorff
import numpy
import pytest
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import proportion_confint

from dragoman.model.reviews import Review, Verdict
from dragoman.relations.agreement import (
    VERDICT,
    agreement,
    alpha,
    field_shares,
    judged,
    kappa,
    precision,
    share,
    standing,
)

START = datetime(2031, 3, 1)
FIELDS = {"position": ("holder", "stance"), "proposal": ("response",)}


def _review(number: int, fact: str, who: str, verdict: Verdict, kind: str = "position", **corrected: str) -> Review:
    coded = {"holder": "Velmora", "holder_id": "VEL", "stance": "opposes", "response": "accepts|rejects"}
    return Review(
        id=f"{number:032x}", fact_id=fact, document_id="d", kind=kind, reviewer=who,
        reviewed=START + timedelta(seconds=number), verdict=verdict, coded=coded, corrected=corrected,
    )  # fmt: skip


@pytest.mark.parametrize(("count", "n"), [(0, 7), (7, 7), (1, 1), (8, 10), (312, 999)])
def test_wilson_intervals_are_those_of_statsmodels(count: int, n: int) -> None:
    found = share(count, n)
    assert (found.low, found.high) == pytest.approx(proportion_confint(count, n, method="wilson"), abs=1e-12)


def test_of_nothing_there_is_no_share() -> None:
    found = share(0, 0)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize("seed", range(20))
def test_alpha_is_that_of_krippendorff_also_with_gaps(seed: int) -> None:
    draw = Random(seed)
    table = [[draw.choice([0, 1, 2, 2, None]) for _ in range(30)] for _ in range(4)]
    units = [
        {str(who): str(table[who][unit]) for who in range(4) if table[who][unit] is not None} for unit in range(30)
    ]
    values = numpy.array([[numpy.nan if value is None else value for value in row] for row in table])
    expected = krippendorff.alpha(reliability_data=values, level_of_measurement="nominal")
    assert alpha(units) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(20))
def test_kappa_is_that_of_statsmodels(seed: int) -> None:
    draw = Random(seed)
    pairs = [(draw.choice("abc"), draw.choice("aab")) for _ in range(25)]
    table = [[pairs.count((one, other)) for other in "abc"] for one in "abc"]
    assert kappa(pairs) == pytest.approx(cohens_kappa(table, return_results=False))


def test_without_variation_agreement_is_undefined_rather_than_a_number() -> None:
    assert alpha([{"a": "x", "b": "x"}] * 5) is None
    assert kappa([("x", "x")] * 5) is None
    assert alpha([{"a": "x"}, {"b": "y"}]) is None


def test_the_last_word_of_each_reviewer_counts_and_what_is_taken_back_does_not() -> None:
    reviews = [
        _review(1, "f1", "Ada", Verdict.ACCEPT),
        _review(2, "f2", "Ada", Verdict.REJECT),
        _review(3, "f1", "Ada", Verdict.CORRECT, stance="seeks"),
        _review(4, "f2", "Ada", Verdict.UNDO),
        _review(5, "f3", "Ada", Verdict.SKIP),
        _review(6, "f1", "Bo", Verdict.REJECT),
    ]
    assert [(key, each.verdict) for key, each in standing(reviews).items()] == [
        (("f1", "Ada"), Verdict.CORRECT),
        (("f3", "Ada"), Verdict.SKIP),
        (("f1", "Bo"), Verdict.REJECT),
    ]
    assert [each.fact_id for each in judged(reviews)] == ["f1", "f1"]


def test_a_fact_counts_once_and_of_two_verdicts_the_harsher() -> None:
    reviews = [
        _review(1, "f1", "Ada", Verdict.ACCEPT),
        _review(2, "f1", "Bo", Verdict.REJECT),
        _review(3, "f2", "Ada", Verdict.ACCEPT),
        _review(4, "f2", "Bo", Verdict.ACCEPT),
        _review(5, "f2", "Cy", Verdict.REJECT),
        _review(6, "f3", "Ada", Verdict.CORRECT, stance="seeks"),
    ]
    (found,) = precision(reviews)
    assert (found.n, found.accepted, found.corrected, found.rejected) == (3, 1, 1, 1)
    assert (found.strict.value, found.lenient.value) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_fields_are_counted_over_the_facts_that_were_kept() -> None:
    reviews = [
        _review(1, "f1", "Ada", Verdict.ACCEPT),
        _review(2, "f2", "Ada", Verdict.CORRECT, holder="Kestria", holder_id="KES"),
        _review(3, "f3", "Ada", Verdict.REJECT),
    ]
    found = {each.field: (each.right.count, each.right.n) for each in field_shares(reviews, FIELDS)}
    assert found == {"holder": (1, 2), "stance": (2, 2)}


def test_agreement_is_by_field_and_leaves_out_what_one_rejected() -> None:
    reviews = [
        _review(1, "f1", "Ada", Verdict.ACCEPT),
        _review(2, "f1", "Bo", Verdict.CORRECT, stance="seeks"),
        _review(3, "f2", "Ada", Verdict.ACCEPT),
        _review(4, "f2", "Bo", Verdict.REJECT),
    ]
    found = {each.field: each for each in agreement(reviews, FIELDS)}
    assert found[VERDICT].n == 2
    assert found[VERDICT].alike == 0
    assert (found["stance"].n, found["stance"].alike) == (1, 0)
    assert (found["holder"].n, found["holder"].alike, found["holder"].alpha) == (1, 1, None)
    assert found["holder"].pairs[0].kappa is None


def test_answers_to_a_proposal_are_compared_one_by_one() -> None:
    reviews = [
        _review(1, "f1", "Ada", Verdict.ACCEPT, "proposal"),
        _review(2, "f1", "Bo", Verdict.CORRECT, "proposal", response="accepts|welcomes"),
    ]
    found = {each.field: each for each in agreement(reviews, FIELDS)}
    assert (found["response"].n, found["response"].alike) == (2, 0.5)

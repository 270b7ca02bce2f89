from __future__ import annotations

import itertools
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from dragoman.relations.choices import ChoicesError, load_choices, parse_choices
from dragoman.relations.issues import Issues, Wording, find_issues
from dragoman.relations.labels import label_of, trimmed

GROUPS = yaml.safe_load((Path(__file__).parents[1] / "data" / "issue_groups.yaml").read_text(encoding="utf-8"))


def wordings(*texts: str, document: str = "") -> list[Wording]:
    return [
        Wording(text=text, key=f"{document}{number}", document=document or str(number), place=number)
        for number, text in enumerate(texts)
    ]


def together(found: Issues, number: int, other: int, document: str = "") -> bool:
    return found.of[f"{document}{number}"] is found.of[f"{document}{other}"]


def pairwise(groups: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Precision and recall of "the same issue" over all pairs of phrases."""
    made = [
        (number, Wording(text=text, key=f"{number}/{text}", document=f"{number}/{text}"))
        for number, group in enumerate(groups)
        for text in group
    ]
    found = find_issues(wording for _, wording in made)
    right = wrong = missed = 0
    for (mine, one), (theirs, other) in itertools.combinations(made, 2):
        joined = found.of[one.key] is found.of[other.key]
        right += joined and mine == theirs
        wrong += joined and mine != theirs
        missed += not joined and mine == theirs
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize(("part", "precision", "recall"), [("tuned", 0.98, 0.88), ("unread", 0.95, 0.78)])
def test_phrases_of_one_issue_are_found_together(part: str, precision: float, recall: float) -> None:
    found = pairwise(GROUPS[part])
    assert found[0] >= precision
    assert found[1] >= recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the end of the war", "the start of the war"),
        ("the release of hostages", "the release of prisoners"),
        ("a Palestinian state", "Israeli security control"),
        ("recognition of Kestria by Velmora", "recognition of Velmora by Kestria"),
        ("withdrawal of Velmoran troops", "withdrawal of Kestrian troops"),
        ("a permanent cease-fire", "a temporary cease-fire"),
        ("the truce plan", "the response to the truce plan"),
        ("direct talks with Talvia", "indirect talks with Talvia"),
        ("a two-phase plan for the valley", "a three-phase plan for the valley"),
        ("the withdrawal of troops", "no withdrawal of troops"),
        ("the Sorrel Valley", "the roadmap for the Sorrel Valley"),
    ],
)
def test_opposites_stay_apart(one: str, other: str) -> None:
    assert not together(find_issues(wordings(one, other)), 0, 1)


def test_the_order_of_the_phrases_does_not_matter() -> None:
    texts = [text for group in (*GROUPS["tuned"], *GROUPS["unread"]) for text in group]
    mixed = wordings(*texts)
    first = find_issues(mixed)
    for seed in range(3):
        random.Random(seed).shuffle(mixed)
        again = find_issues(mixed)
        assert again.issues == first.issues
        assert all(again.of[each.key].id == first.of[each.key].id for each in mixed)


def test_a_phrase_without_names_that_may_mean_two_parties_joins_neither() -> None:
    found = find_issues(wordings("the withdrawal", "Velmoran withdrawal", "Kestrian withdrawal"))
    assert not together(found, 0, 1)
    assert not together(found, 0, 2)


def test_the_plan_is_the_one_named_before_it_in_the_report() -> None:
    found = find_issues(
        wordings("the truce plan", "the plan", document="a")
        + wordings("the grain export deal", "the deal", document="b")
    )
    assert together(found, 0, 1, "a")
    assert together(found, 0, 1, "b")
    assert found.of["a1"] is not found.of["b1"]


def test_ids_and_labels_are_readable() -> None:
    found = find_issues(wordings("the truce plan", "the cease-fire plan", "the cease-fire plan"))
    assert [(issue.id, issue.label) for issue in found.issues] == [("cease-fire-plan", "cease-fire plan")]
    assert found.issues[0].wordings == (("the cease-fire plan", 2), ("the truce plan", 1))
    assert trimmed("“The plan.”") == "plan"
    assert label_of([("its dismantlement of the agency", 1)]) == "dismantlement of the agency"
    assert len(label_of([("words " * 40, 1)])) <= 62


def test_no_phrases_no_issues() -> None:
    assert find_issues([]).issues == ()
    assert len(find_issues(wordings("", "…", "the")).of) == 3


def test_ten_thousand_phrases_take_seconds() -> None:
    random.seed(7)
    nouns = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("ndor", "lvik", "stom", "rqua")]
    texts = [f"the {random.choice(nouns)} of {random.choice(nouns)} in {random.choice(nouns)}" for _ in range(10_000)]
    began = time.perf_counter()
    found = find_issues(wordings(*texts))
    assert len(found.of) == 10_000
    assert time.perf_counter() - began < 10


def test_the_user_names_merges_and_splits() -> None:
    choices = parse_choices(
        {
            "issues": [{"name": "Valley", "phrases": ["the Sorrel Valley question", "*armistice line*"]}],
            "split": [["ceasefire deal", "truce proposal"]],
        }
    )
    found = find_issues(
        wordings("the Sorrel Valley question", "a new armistice line", "the ceasefire deal", "the truce proposal"),
        choices,
    )
    assert together(found, 0, 1)
    assert found.of["0"].label == "Valley"
    assert found.of["0"].named
    assert not together(found, 2, 3)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("issues: [", "line 1"),
        ("- a", "expected the keys"),
        ("issues: {a: b}", "issues: expected a list"),
        ("issues:\n  - name: 3\n", "entry 1: 'name' must be text"),
        ("issues:\n  - name: A\n    phrases: b\n", "entry 1 (A), phrases: expected a list"),
        ("issues:\n  - {name: A, colour: red}\n", "expected 'name' and 'phrases'"),
        ("split:\n  - [a]\n", "split, entry 1: expected a list of two or more phrases"),
    ],
)
def test_errors_in_the_users_file_are_one_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ChoicesError) as raised:
        load_choices(path)
    assert "mine.yaml" in str(raised.value)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_or_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChoicesError, match="No such file"):
        load_choices(tmp_path / "none.yaml")
    empty = tmp_path / "empty.yaml"
    empty.write_text("", encoding="utf-8")
    assert load_choices(empty).named == ()


def test_swapping_the_parties_mirrors_the_issues() -> None:
    texts = [text for group in (*GROUPS["tuned"], *GROUPS["unread"]) for text in group]
    swap = {"Velmora": "Kestria", "Kestria": "Velmora", "Velmoran": "Kestrian", "Kestrian": "Velmoran"}
    swapped = [re.sub(r"Velmoran?\b|Kestrian?\b", lambda match: swap[match.group()], text) for text in texts]
    assert texts != swapped
    there, back = find_issues(wordings(*texts)), find_issues(wordings(*swapped))
    for one, other in itertools.combinations(range(len(texts)), 2):
        assert together(there, one, other) == together(back, one, other), (texts[one], texts[other])

"""The scorer of attributions, on an article made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from builders import annotated
from dragoman.evaluate.attributions import Attributed, Tally, WordIndex, align, outermost, same_head, tally
from dragoman.evaluate.polnear import evaluate_polnear, figures_of, read_annotations, read_articles
from dragoman.pipeline import Reader

ARTICLE = "“The ferry,” Ada Lund told Velmora's parliament on Monday, “will sail to Kestria again in the spring.”\n"
ANNOTATION = """\
T1	Source 13 21	Ada Lund
T2	Cue 22 26	told
T3	Content 0 12;59 102	“The ferry,” “will sail to Kestria again in the spring.”
T4	Attribution 22 26	told
E1	Attribution:T4 Content:T3 Cue:T2 Source:T1
T9	Discuss 0 12	“The ferry,”
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, file, content in (("text", "ferry.txt", ARTICLE), ("attributions", "ferry_0a1b.ann", ANNOTATION)):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_content_may_stand_in_pieces(folder: Path) -> None:
    (article,) = read_articles(folder)
    (one,) = article.annotations
    assert [article.text[a:b] for a, b in one.content] == ["“The ferry,”", ARTICLE[59:102]]
    assert (one.source, one.cue) == (((13, 21),), ((22, 26),))


def test_of_several_annotators_the_first_counts(folder: Path) -> None:
    (folder / "attributions" / "ferry_9c9c.ann").write_text("", encoding="utf-8")
    (article,) = read_articles(folder)
    assert len(article.annotations) == 1


@pytest.mark.parametrize("line", ["T1\tSource here", "E1\tAttribution:T4 Content", "E1"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "broken.ann"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.ann, line 1: not a brat annotation"):
        read_annotations(path)


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="needs text"):
        list(read_articles(tmp_path))


def test_both_extractors_are_scored_on_the_same_articles(folder: Path, reader: Reader) -> None:
    pytest.importorskip("textacy")
    result = evaluate_polnear(folder, reader)
    assert set(result.figures) == {f"{k}{e}" for k in figures_of(Tally()) for e in ("", ".textacy")}
    assert all(0 <= value <= 1 for value in result.figures.values())
    assert next(row[1] for row in result.rows if row[0] == "content found") == "1"


def test_without_the_other_extractor_ours_is_scored_alone(
    folder: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.evaluate.polnear.load_other", lambda: None)
    result = evaluate_polnear(folder, reader)
    assert set(result.figures) == set(figures_of(Tally()))
    assert "textacy is not installed" in result.notes[-1]


def words(*indices: int) -> frozenset[int]:
    return frozenset(indices)


def test_contents_are_aligned_once_and_the_most_alike_first() -> None:
    gold = [Attributed(content=words(1, 2, 3, 4)), Attributed(content=words(6, 7))]
    found = [Attributed(content=words(1, 2)), Attributed(content=words(1, 2, 3)), Attributed(content=words(9))]
    assert align(gold, found) == [(0, 1)]


def test_words_of_contents_that_are_not_aligned_are_wrong() -> None:
    counts = Tally()
    tally(
        [Attributed(content=words(1, 2, 3, 4)), Attributed(content=words(6, 7))],
        [Attributed(content=words(1, 2, 3)), Attributed(content=words(2, 3)), Attributed(content=words(9))],
        counts,
    )
    score = counts.score("content words")
    assert (score.right, score.found, score.gold) == (3, 6, 6)
    assert counts.score("outermost words").found == 4
    assert counts.score("content found").right == 1


def test_a_content_inside_another_is_not_outermost() -> None:
    outer, inner, apart = (Attributed(content=c) for c in (words(1, 2, 3), words(2, 3), words(3, 4)))
    assert outermost([inner, outer, apart]) == [outer, apart]


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (Attributed(content=words(9), source=words(2, 3)), True),
        (Attributed(content=words(9), source=words(1)), False),
        (Attributed(content=words(9), head_word="lund"), True),
        (Attributed(content=words(9), head_word="ada"), False),
    ],
)
def test_the_head_of_the_source_is_covered_or_written(found: Attributed, same: bool) -> None:
    assert same_head(Attributed(content=words(9), source=words(1, 2), head=2, head_word="lund"), found) is same


def test_the_head_of_a_phrase_hangs_outside_of_it() -> None:
    text = annotated(
        """
        an       a        DET   DT  det   official
        official official NOUN  NN  nsubj spoke
        of       of       ADP   IN  prep  official
        Velmora  velmora  PROPN NNP pobj  of
        spoke    speak    VERB  VBD ROOT  -
        .        .        PUNCT .   punct spoke
        """
    )
    index = WordIndex(text)
    whole = index.words([(0, len(text.document.text))])
    assert whole == words(0, 1, 2, 3, 4), "punctuation is no word"
    assert index.head(words(0, 1, 2, 3)) == 1

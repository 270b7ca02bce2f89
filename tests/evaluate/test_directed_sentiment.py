"""The scorer of tone between two entities, on sentences made for the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.evaluate.directed_sentiment import evaluate_directed_sentiment, read_items
from dragoman.extract.arguments import Scene
from dragoman.model.codebook import Codebook
from dragoman.pipeline import Reader

ROWS = (
    "[Velmora] thanked [Kestria] for its help.\tVelmora\tKestria\t1",
    "[Velmora] was thanked by [Kestria].\tVelmora\tKestria\t2",
    "[Velmora] blamed [Kestria ] for the delay.\tVelmora\tKestria\t3",
    '"[Velmora] heard [Kestria] say ""no""."\tVelmora\tKestria\t0',
    "[Kestria] met nobody; [Velmora] stayed.\tVelmora\tKestria\t0",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "valid.txt"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def test_spans_point_at_the_entities_whatever_their_order(path: Path) -> None:
    for item in read_items(path):
        assert item.sentence[slice(*item.first)] == "Velmora"
        assert item.sentence[slice(*item.second)] == "Kestria"
        assert "[" not in item.sentence


def test_doubled_quotes_are_undone(path: Path) -> None:
    assert list(read_items(path))[3].sentence == 'Velmora heard Kestria say "no".'


def test_neither_is_left_out_of_the_mean(path: Path, reader: Reader) -> None:
    def judge(scene: Scene, book: Codebook, first: tuple[int, int], second: tuple[int, int]) -> int:
        return 3 if "blamed" in scene.text.document.text else 1

    result = evaluate_directed_sentiment(path, reader, judge)
    assert result.figures["directed_sentiment.accuracy"] == pytest.approx(2 / 5)
    assert result.figures["directed_sentiment.macro_f1"] == pytest.approx((2 / 5 + 0 + 1) / 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[Velmora] saw [Kestria].\tVelmora\tKestria\t7", "not sentence, entity, entity and a class"),
        ("[Velmora] slept.\tVelmora\tKestria\t0", "an entity is not marked"),
        ("Velmora slept.", "not sentence, entity, entity and a class"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "broken.txt"
    path.write_text(ROWS[0] + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"broken\.txt, line 2: {reason}"):
        list(read_items(path))

"""Sentences with two marked entities: which of them is good or ill disposed towards the other.

Five classes: 0 neither, 1 the first is good to the second, 2 the second to the first, 3 the first is ill to the second,
4 the second to the first. The entities were marked by machine and are noisy. The figure is the macro-F1 of the four
classes that say something.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.scores import Result, accuracy, label_scores, macro_f1, percent
from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.tone import directed_tone, stretch_of
from dragoman.model.codebook import Codebook
from dragoman.pipeline import Reader

Span = tuple[int, int]
Judge = Callable[[Scene, Codebook, Span, Span], int]
"""Gives the class of two character spans of a text."""
CLASSES = {
    "0": "neither", "1": "first good to second", "2": "second good to first",
    "3": "first ill to second", "4": "second ill to first",
}  # fmt: skip
DEFAULT = "valid.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sentence without its marks, the character spans of the two entities, and the class."""

    sentence: str
    first: Span
    second: Span
    gold: str


def _unmark(marked: str, first: str, second: str) -> tuple[str, Span, Span] | None:
    """The plain sentence and the two spans; ``None`` if an entity is not marked in it."""
    one = re.search(rf"\[\s*({re.escape(first)})\s*\]", marked)
    if one is None:
        return None
    mark = re.compile(rf"\[\s*({re.escape(second)})\s*\]")
    other = mark.search(marked, one.end()) or mark.search(marked, 0, one.start() + 1)
    if other is None:
        return None
    brackets = {place for found in (one, other) for place in (found.start(), found.end() - 1)}
    plain = "".join(character for place, character in enumerate(marked) if place not in brackets)

    def moved(found: re.Match[str]) -> Span:
        before = sum(1 for bracket in brackets if bracket < found.start(1))
        return found.start(1) - before, found.end(1) - before

    return plain, moved(one), moved(other)


def read_items(path: Path) -> Iterator[Item]:
    """Items of a file: marked sentence, first entity, second entity and class, set apart by tabs.

    Raises:
        OSError: the file can't be read.
        ValueError: a line that is not of this shape; names file and line.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t")
        for fields in rows:
            if not fields:
                continue
            if len(fields) != 4 or fields[3] not in CLASSES:
                raise ValueError(f"{path}, line {rows.line_num}: not sentence, entity, entity and a class from 0 to 4")
            found = _unmark(*fields[:3])
            if found is None:
                raise ValueError(f"{path}, line {rows.line_num}: an entity is not marked in its sentence")
            yield Item(sentence=found[0], first=found[1], second=found[2], gold=fields[3])


def tone(scene: Scene, book: Codebook, first: Span, second: Span) -> int:
    """The class that the engine gives."""
    return int(directed_tone(scene, book, stretch_of(scene.text, first), stretch_of(scene.text, second)).value)


def evaluate_directed_sentiment(path: Path, reader: Reader, judge: Judge = tone) -> Result:
    """Score the classes of the items of a file; a folder means its ``valid.txt``.

    Raises:
        OSError: the file can't be read.
        ValueError: a line that is not of the set's shape.
    """
    path = path / DEFAULT if path.is_dir() else path
    items, again = tee(read_items(path))
    documents = (document_from_text(item.sentence, clean=False) for item in again)
    pairs = [
        (item.gold, str(judge(scene_of(text), reader.codebook, item.first, item.second)))
        for item, text in zip(items, reader.annotate(documents), strict=True)
    ]
    gold, found = [g for g, _ in pairs], [f for _, f in pairs]
    scores = label_scores(gold, found)
    directed = {label: score for label, score in scores.items() if label != "0"}
    rows = [
        (CLASSES[label], str(score.gold), percent(score.precision), percent(score.recall), percent(score.f1))
        for label, score in scores.items()
    ]
    return Result(
        name="directed_sentiment",
        figures={
            "directed_sentiment.macro_f1": macro_f1(directed),
            "directed_sentiment.accuracy": accuracy(gold, found),
        },
        columns=("class", "gold", "precision", "recall", "F1"),
        rows=tuple(rows),
        notes=("macro-F1 is over the four directed classes",),
    )

"""Tone: who speaks or acts well or ill towards whom in one sentence.

A linear model over features of the tree (:mod:`dragoman.extract.tone_features`): one set of weights scores both
directions, so that exchanging the two mirrors the answer. ``benchmarks/tone_weights.py`` learns the weights and says
what they stand on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from dragoman.extract.arguments import Scene
from dragoman.extract.tone_features import Stretch, features, sketch
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText


class Direction(IntEnum):
    """Which of two is of good or ill tone towards which; the numbers are those of the public data set."""

    NEUTRAL = 0
    FIRST_GOOD = 1
    SECOND_GOOD = 2
    FIRST_ILL = 3
    SECOND_ILL = 4


MIRRORED = {
    Direction.NEUTRAL: Direction.NEUTRAL,
    Direction.FIRST_GOOD: Direction.SECOND_GOOD,
    Direction.SECOND_GOOD: Direction.FIRST_GOOD,
    Direction.FIRST_ILL: Direction.SECOND_ILL,
    Direction.SECOND_ILL: Direction.FIRST_ILL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The tone between two spans of a sentence.

    Attributes:
        value: 0 neutral; 1 the first is of good tone towards the second, 2 the second towards the first; 3 and 4 of ill
            tone likewise.
        rule: the feature that weighed most for it, or empty when neutral.
        margin: how far it lies before the next answer; not a probability.
    """

    value: Direction
    rule: str = ""
    margin: float = 0.0


def stretch_of(text: AnnotatedText, span: tuple[int, int]) -> Stretch:
    """The tokens of a character span, and the head among them.

    Raises:
        ValueError: the span covers no token.
    """
    inside = [t for t in text.tokens if t.start < span[1] and t.end > span[0]]
    if not inside:
        raise ValueError(f"no word stands at characters {span[0]} to {span[1]}")
    first, last = inside[0].i, inside[-1].i + 1
    heads = [t for t in inside if not first <= t.head < last or t.head == t.i]
    nominal = [t for t in heads if t.pos in {"NOUN", "PROPN", "PRON", "NUM"}]
    return Stretch(first=first, last=last, head=(nominal or heads)[0].i)


def directed_tone(scene: Scene, book: Codebook, first: Stretch, second: Stretch) -> Tone:
    """The tone between two stretches of a text, whichever comes first in it; neutral where they overlap."""
    if first.first < second.last and second.first < first.last:
        return Tone(value=Direction.NEUTRAL)
    if first.first > second.first:
        turned = directed_tone(scene, book, second, first)
        return Tone(value=MIRRORED[turned.value], rule=turned.rule, margin=turned.margin)
    drawn = sketch(scene.text, book, first, second)
    forward = features(scene, book, drawn, first, second)
    backward = features(scene, book, drawn, second, first)
    weights = book.tone_weights
    scores = {
        Direction.NEUTRAL: 0.0,
        Direction.FIRST_GOOD: _score(weights, forward, 0),
        Direction.SECOND_GOOD: _score(weights, backward, 0),
        Direction.FIRST_ILL: _score(weights, forward, 1),
        Direction.SECOND_ILL: _score(weights, backward, 1),
    }
    value, after = sorted(scores, key=lambda direction: -scores[direction])[:2]
    if value is Direction.NEUTRAL:
        return Tone(value=value, margin=round(scores[value] - scores[after], 4))
    used = forward if value in {Direction.FIRST_GOOD, Direction.FIRST_ILL} else backward
    column = 0 if value in {Direction.FIRST_GOOD, Direction.SECOND_GOOD} else 1
    return Tone(
        value=value,
        rule=f"tone/{_weightiest(weights, used, column)}",
        margin=round(scores[value] - scores[after], 4),
    )


def _score(weights: Mapping[str, tuple[float, float]], names: Sequence[str], column: int) -> float:
    return sum(weights[name][column] for name in names if name in weights)


def _weightiest(weights: Mapping[str, tuple[float, float]], names: Sequence[str], column: int) -> str:
    known = [name for name in names if name in weights and not name.startswith("order:")]
    return max(known, key=lambda name: weights[name][column], default="")

"""Precision, recall and F1, and the shape in which scorers give their results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts of one comparison.

    Attributes:
        right: found and in the gold; found: all found; gold: all in the gold.
    """

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right, 0 if nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 if there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a scorer gives: figures by name, a table to print, and lines of comment.

    Attributes:
        figures: the figures that floors are set on, 0 to 1.
        columns, rows: the table.
        notes: what was left out and why.
    """

    name: str
    figures: dict[str, float]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = field(default=())


def label_scores(gold: Sequence[str], found: Sequence[str]) -> dict[str, Score]:
    """One :class:`Score` for each label of the gold, for items with one label each."""
    return {
        label: Score(
            right=sum(1 for g, f in zip(gold, found, strict=True) if g == f == label),
            found=sum(1 for f in found if f == label),
            gold=sum(1 for g in gold if g == label),
        )
        for label in sorted(set(gold))
    }


def macro_f1(scores: dict[str, Score]) -> float:
    """Unweighted mean of the F1 of all labels."""
    return sum(score.f1 for score in scores.values()) / len(scores) if scores else 0.0


def accuracy(gold: Sequence[str], found: Sequence[str]) -> float:
    """Share of items whose label is right."""
    return sum(1 for g, f in zip(gold, found, strict=True) if g == f) / len(gold) if gold else 0.0


def percent(value: float) -> str:
    """A share as text with three decimals."""
    return f"{value:.3f}"

"""How alike two phrases are, and what keeps them apart however many words they share."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dragoman.relations.concepts import ConceptKind, Lexicon
from dragoman.relations.phrases import Sense

ALIKE = 0.65
"""Least likeness of two phrases of one issue."""
PRIOR = 20.0
"""Phrases assumed besides those there are, so that words of a small store weigh nearly alike."""
OF_SMALLER, OF_BOTH = 0.5, 0.5
"""Weight of the part of the smaller phrase that is shared, and of the part of both."""
NAME_WEIGHT, SOFT_WEIGHT = 0.6, 0.3
"""Names weigh less than what is done: they also exclude."""
RARITY = 0.5
"""A word ten times as rare weighs so much more; with plain inverse frequency, rare by-words outweigh the subject."""
OTHER_HEAD = 0.25
BARE = 0.5
"""Most that a single word ("the talks") is like a phrase with more than names besides; which, a report must tell."""


class Likeness:
    """Compares phrases, rare words counting more than frequent ones."""

    def __init__(self, senses: Iterable[Sense], lexicon: Lexicon) -> None:
        counts: dict[str, int] = {}
        number = 0
        for sense in senses:
            number += 1
            for feature in sense.features:
                counts[feature] = counts.get(feature, 0) + 1
        self.counts: Mapping[str, int] = counts
        self._opposite = {concept.name: concept.opposite for concept in lexicon.words.values() if concept.opposite}
        self._soft = {concept.name for concept in lexicon.words.values() if concept.kind is ConceptKind.SOFT}
        self._weights = {
            feature: _part(feature, self._soft) * (1.0 + RARITY * math.log10((number + PRIOR) / (count + 1)))
            for feature, count in counts.items()
        }

    def weight(self, sense: Sense) -> float:
        """Weight of all that a phrase says."""
        return sum(self._weights[feature] for feature in sense.features)

    def prefix(self, sense: Sense) -> list[str]:
        """Features of which a longer phrase must share one to be alike, the rarest first."""
        spare = (1.0 - ALIKE) * self.weight(sense)
        found = []
        for feature in sorted(sense.features, key=lambda each: (self.counts[each], each)):
            found.append(feature)
            spare -= self._weights[feature]
            if spare < 0:
                break
        return found

    def compare(self, one: Sense, other: Sense) -> float:
        """0 to 1; 0 where something keeps them apart."""
        shared = sum(self._weights[feature] for feature in one.features & other.features)
        if not shared or self.apart(one, other):
            return 0.0
        first, second = self.weight(one), self.weight(other)
        of_both = shared / (first + second - shared)
        if one.several != other.several:
            # "A and B" is not A, though it has all of A in it.
            value = of_both
        else:
            value = OF_SMALLER * shared / min(first, second) + OF_BOTH * of_both
        if self._is_part(one, other) or self._is_part(other, one):
            return min(value, BARE)
        heads = one.head and other.head and one.head != other.head
        if heads and one.act != one.head:
            value -= OTHER_HEAD
        return max(0.0, value)

    def _is_part(self, one: Sense, other: Sense) -> bool:
        """Whether the first is a single word of the second, which says more than who and where."""
        if not one.is_bare or (one.plan and other.plan):
            return False
        more = other.features - one.features - self._soft
        return any(not feature.startswith("name:") for feature in more)

    def apart(self, one: Sense, other: Sense) -> bool:
        """Whether the two can't be the same issue."""
        if one.negated != other.negated or one.counter != other.counter or one.act != other.act:
            return True
        if one.numbers and other.numbers and not one.numbers & other.numbers:
            return True
        if any(self._opposite.get(quality) in other.qualities for quality in one.qualities):
            return True
        return names_exclude(one, other)


def names_exclude(one: Sense, other: Sense) -> bool:
    """Whether the names of two phrases have different parts: another one does it, or it is done to another one."""
    for mine, theirs in ((one.agents, other.agents), (one.others, other.others), (one.sided, other.sided)):
        if mine and theirs and not mine & theirs:
            return True
    if one.agents & other.others - other.agents - one.others or one.others & other.agents - other.others - one.agents:
        return bool(one.act)
    return False


def _part(feature: str, soft: set[str]) -> float:
    if feature.startswith("name:"):
        return NAME_WEIGHT
    return SOFT_WEIGHT if feature in soft else 1.0

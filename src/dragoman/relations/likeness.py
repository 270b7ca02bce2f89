"""How alike two phrases are, and what keeps them apart however many words they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from dragoman.relations.concepts import ConceptKind, Lexicon
from dragoman.relations.phrases import Sense

ALIKE = 0.65
"""Least likeness of two phrases of one issue."""
PRIOR = 20.0
"""Phrases assumed besides those there are, so that words of a small store weigh nearly alike."""
OF_SMALLER, OF_BOTH = 0.5, 0.5
"""Weight of the part of the smaller phrase that is shared, and of the part of both."""
NAME_WEIGHT, PART_WEIGHT, SOFT_WEIGHT = 0.6, 0.4, 0.3
"""Names, each word of a longer name, and what phrases leave out weigh less than what is done."""
RARITY = 0.5
"""A word ten times as rare weighs so much more; with plain inverse frequency, rare by-words outweigh the subject."""
OTHER_HEAD = 0.25
DIGITS = 9
PART_OF_SEVERAL = 0.9
"""How far "A and B" is like A for the part that they share."""
BARE = 0.5
"""Most that a single word ("the talks") is like a phrase with more than names besides; which, a report must tell."""


class Likeness:
    """Compares phrases, rare words counting more than frequent ones."""

    def __init__(self, senses: Iterable[Sense], lexicon: Lexicon) -> None:
        counts: Counter[str] = Counter()
        in_names: Counter[str] = Counter()
        number = 0
        for sense in senses:
            number += 1
            counts.update(sense.features)
            in_names.update(sense.parts)
        self.counts: Mapping[str, int] = counts
        self._opposite = {concept.name: concept.opposite for concept in lexicon.words.values() if concept.opposite}
        self._soft = {concept.name for concept in lexicon.words.values() if concept.kind is ConceptKind.SOFT}
        self._weights = {
            feature: self._share(feature, 2 * in_names[feature] >= count)
            * (1.0 + RARITY * math.log10((number + PRIOR) / (count + 1)))
            for feature, count in counts.items()
        }
        self._of_all: dict[frozenset[str], float] = {}

    def _share(self, feature: str, in_name: bool) -> float:
        if feature.startswith("name:"):
            return NAME_WEIGHT
        if feature in self._soft:
            return SOFT_WEIGHT
        return PART_WEIGHT if in_name else 1.0

    def weight(self, sense: Sense) -> float:
        """Weight of all that a phrase says."""
        found = self._of_all.get(sense.features)
        if found is None:
            # Rounded: sets come in another order in each process, and so do the last digits of a sum.
            found = round(sum(self._weights[feature] for feature in sense.features), DIGITS)
            self._of_all[sense.features] = found
        return found

    def shared(self, one: Sense, other: Sense) -> float:
        """Weight of what two phrases both say."""
        weights = self._weights
        total = 0.0
        for feature in one.features & other.features:
            total += weights[feature]
        return round(total, DIGITS)

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
        shared = self.shared(one, other)
        if not shared or self.apart(one, other) or not self._tells(one, other):
            return 0.0
        first, second = self.weight(one), self.weight(other)
        of_both = shared / (first + second - shared)
        if one.several != other.several:
            # "A and B" is not A, though it has all of A in it.
            value = of_both * PART_OF_SEVERAL
        else:
            value = OF_SMALLER * shared / min(first, second) + OF_BOTH * of_both
        if self._is_part(one, other) or self._is_part(other, one):
            return min(value, BARE)
        heads = {one.head, other.head} - {""}
        if one.head != other.head and not heads <= one.features & other.features:
            value -= OTHER_HEAD
        return max(0.0, round(value, DIGITS))

    def _tells(self, one: Sense, other: Sense) -> bool:
        """Whether they share more than numbers and what phrases leave out; between two plans names are enough."""
        both = one.features & other.features - self._soft - one.numbers
        if one.plan and other.plan:
            return bool(both or one.numbers & other.numbers)
        if bool(one.plan) == bool(other.plan) and one.features == other.features:
            return True
        return any(not feature.startswith("name:") for feature in both - one.parts - other.parts)

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
        if one.plan and other.plan and one.plan != other.plan:
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

"""Which reports are about the same conflict or negotiation, so that "the cease-fire" of one is not that of another.

Reports go together if they share a party that has few partners, or two parties. A party that deals with many, such as
a mediator of everything, does not tie reports together alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

MANY_PARTNERS = 8
"""Parties seen with so many others tie nothing together alone."""
MOST_PARTIES = 6
"""Parties of a report that count, those with most facts first."""


class Joined:
    """Things that have been joined, each known by the least of those it is joined with."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def find(self, one: str) -> str:
        """The name of the group of a thing."""
        root = one
        while (above := self._parent.get(root, root)) != root:
            root = above
        while self._parent.get(one, one) != root:
            self._parent[one], one = root, self._parent[one]
        return root

    def join(self, one: str, other: str) -> None:
        """Put two things into one group."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self._parent[second] = first


def find_theatres(parties: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Theatre of each report that has two parties or more, or a party that is known from such a report.

    Args:
        parties: of each report, one for each fact they take part in.
    """
    main = {
        document: [name for name, _ in sorted(Counter(names).items(), key=_frequent)[:MOST_PARTIES]]
        for document, names in parties.items()
    }
    partners: dict[str, set[str]] = defaultdict(set)
    for names in main.values():
        for one, other in combinations(names, 2):
            partners[one].add(other)
            partners[other].add(one)
    hubs = {name for name, others in partners.items() if len(others) >= MANY_PARTNERS}
    joined = Joined()
    first_with: dict[tuple[str, ...], str] = {}
    for document, names in sorted(main.items()):
        keys = [(name,) for name in names if name not in hubs] if len(names) > 1 else []
        for key in (*keys, *combinations(sorted(names), 2)):
            joined.join(first_with.setdefault(key, document), document)
    found = {document: joined.find(document) for document, names in main.items() if len(names) > 1}
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for document, theatre in found.items():
        for name in main[document]:
            homes[name][theatre] += 1
    for document, names in main.items():
        if len(names) == 1 and homes[names[0]]:
            found[document] = min(homes[names[0]].items(), key=_frequent)[0]
    return found


def _frequent(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]

"""Which reports are about the same conflict or negotiation, so that "the cease-fire" of one is not that of another.

Reports go together if they share a party, unless that one deals with many who do not deal with one another, such as a
mediator of several conflicts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import combinations

MANY_PARTNERS = 4
HARDLY_LINKED = 0.4
"""A party ties nothing together if it is seen with so many others, and at most this share of pairs of them are seen
together without regard to it: a mediator of two conflicts with three parties each, or of more."""
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
    """Theatre of each report that has two parties or more, or a party that is known from such reports.

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
    hubs = {name for name, others in partners.items() if _is_hub(others, partners)}
    joined = Joined()
    first_with: dict[str, str] = {}
    for document, names in sorted(main.items()):
        for name in names if len(names) > 1 else ():
            if name not in hubs:
                joined.join(first_with.setdefault(name, document), document)
    found = {
        document: joined.find(document)
        for document, names in main.items()
        if len(names) > 1 and not hubs.issuperset(names)
    }
    homes: dict[str, Counter[str]] = defaultdict(Counter)
    for document, theatre in found.items():
        for name in main[document]:
            homes[name][theatre] += 1
    for document, names in main.items():
        near = sum((homes[name] for name in names), Counter())
        if document not in found and near:
            found[document] = min(near.items(), key=_frequent)[0]
    return found


def _is_hub(others: Set[str], partners: Mapping[str, Set[str]]) -> bool:
    pairs = len(others) * (len(others) - 1) / 2
    linked = sum(len(partners[other] & others) for other in others) / 2
    return len(others) >= MANY_PARTNERS and linked <= HARDLY_LINKED * pairs


def _frequent(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]

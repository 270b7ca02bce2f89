"""Issues: phrases of many reports that mean the same thing, under one name.

The result depends on the set of phrases, not on their order: phrases are compared as senses, the most alike are joined
first, ties are broken by the words themselves, and two groups are joined only if nothing in them excludes the other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.model.ids import content_id, slug
from dragoman.relations.choices import NO_CHOICES, Choices, Marks, kept_apart
from dragoman.relations.concepts import Lexicon, load_lexicon
from dragoman.relations.labels import label_of
from dragoman.relations.likeness import ALIKE, Likeness, names_exclude
from dragoman.relations.phrases import Sense, read_phrase
from dragoman.relations.theatres import Joined

DEFINITE = re.compile(r"(?:the|this|that|these|those|such) ", re.IGNORECASE)
LONGEST_ID, HASH = 32, 8
"""Characters of an id, and hex digits behind it where several issues would have the same."""
LOOSER = 0.2
"""Centres of two groups may be so much less alike than the two phrases that join them."""
MOST_COMPARED = 30
"""Members of a group that are asked whether they exclude those of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A phrase at one place of one report.

    Attributes:
        text: the phrase.
        key: what the caller knows it by (id of a fact and part of it); must be unique.
        document: id of the document.
        place: where in the document, for phrases that mean what was named before ("the plan").
        owner: name of the party that "its" and "they" stand for.
        doer: name of the party that does it where the phrase names nobody.
    """

    text: str
    key: str
    document: str
    place: int = 0
    owner: str = ""
    doer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Phrases that mean the same.

    Attributes:
        id: made of the label ("cease-fire-plan"); the same for the same phrases, whatever order they come in.
        label: as people would call it.
        wordings: how the reports put it, with the number of times, most frequent first.
        named: the user gave it this name.
    """

    id: str
    label: str
    wordings: tuple[tuple[str, int], ...]
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Issues:
    """All issues, most frequent first, and the issue of each wording by its key."""

    issues: tuple[Issue, ...]
    of: Mapping[str, Issue]


def find_issues(
    wordings: Iterable[Wording],
    choices: Choices = NO_CHOICES,
    lexicon: Lexicon | None = None,
    nouns: Mapping[str, Mapping[str, str]] | None = None,
    theatres: Mapping[str, str] | None = None,
) -> Issues:
    """Group wordings into issues.

    Args:
        choices: what the user merges, splits and names.
        nouns: by document the names that its common nouns are short for.
        theatres: by document the conflict or negotiation it is about, where that is known.
    """
    lexicon = lexicon or load_lexicon()
    given = sorted(wordings, key=lambda each: (each.document, each.place, each.key))
    read: dict[tuple[str, ...], Sense] = {}
    nouns = nouns or {}
    senses: dict[str, Sense] = {}
    for each in given:
        # Of the nouns of the report those that can be in the phrase: the same phrase elsewhere needs no second reading.
        inside = f"{each.text} {each.owner}".lower()
        named = {noun: name for noun, name in nouns.get(each.document, {}).items() if noun in inside}
        asked = (each.text, each.owner, each.doer, *named, *named.values())
        if asked not in read:
            read[asked] = read_phrase(each.text, lexicon, each.owner, each.doer, named)
        senses[each.key] = read[asked]
    nodes = {
        each.key: _Node(senses[each.key], choices.marks(each.text) if choices.apart else frozenset())
        for each in given
        if senses[each.key].features
    }
    groups: dict[str, object] = {}
    clusters = _cluster(nodes.values(), lexicon)
    for key, node in nodes.items():
        groups[key] = clusters[node.key]
    _resolve(given, senses, groups)
    if theatres:
        _part_theatres(given, senses, groups, theatres)
    _name(given, groups, choices)
    return _issues(given, groups)


@dataclass(frozen=True, slots=True)
class _Node:
    """A sense, and what the user says that it must not be joined with."""

    sense: Sense
    marks: Marks

    @property
    def key(self) -> tuple[object, ...]:
        return (*self.sense.key, tuple(sorted(self.marks)))


def _cluster(given: Iterable[_Node], lexicon: Lexicon) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Key of the group of each node, by key of the node."""
    distinct: dict[tuple[object, ...], _Node] = {}
    often: Counter[tuple[object, ...]] = Counter()
    for node in given:
        key = node.key
        known = distinct.setdefault(key, node)
        often[key] += 1
        if node.sense.text < known.sense.text:
            distinct[key] = node
    order = sorted(distinct, key=repr)
    nodes = [distinct[key] for key in order]
    senses = [node.sense for node in nodes]
    like = Likeness(senses, lexicon)
    pairs = _without_unclear(_alike_pairs(senses, like), senses)
    group = _Groups(nodes, [often[key] for key in order], like)
    for _, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        group.join(one, other)
    return {key: order[group.find(number)] for number, key in enumerate(order)}


Alike = tuple[float, int, int]


def _alike_pairs(senses: Sequence[Sense], like: Likeness) -> list[Alike]:
    """Pairs that are alike enough; only phrases that share a rare word are compared."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, sense in enumerate(senses):
        for feature in sense.features:
            holders[feature].append(number)
    weights = [like.weight(sense) for sense in senses]
    found: dict[tuple[int, int], float] = {}
    for number, sense in enumerate(senses):
        least = ALIKE * weights[number]
        mine = weights[number], number
        for other in {other for feature in like.prefix(sense) for other in holders[feature]}:
            # The shorter one looks for the longer one; what they share is quickly told.
            if (weights[other], other) <= mine or like.shared(sense, senses[other]) < least:
                continue
            value = like.compare(sense, senses[other])
            if value >= ALIKE:
                found[min(number, other), max(number, other)] = value
    return [(value, one, other) for (one, other), value in found.items()]


def _without_unclear(pairs: Sequence[Alike], senses: Sequence[Sense]) -> Iterator[Alike]:
    """Leave out a phrase without names that is like phrases of parties that exclude one another: it may mean either."""
    named: dict[int, list[int]] = defaultdict(list)
    for _, one, other in pairs:
        for bare, full in ((one, other), (other, one)):
            if not senses[bare].names and senses[full].names:
                named[bare].append(full)
    unclear = {
        bare
        for bare, full in named.items()
        if len({tuple(sorted(senses[each].names)) for each in full}) > 1 and _exclude([senses[each] for each in full])
    }
    for value, one, other in pairs:
        if not ((one in unclear and senses[other].names) or (other in unclear and senses[one].names)):
            yield value, one, other


def _exclude(senses: Sequence[Sense]) -> bool:
    """Whether two of these have names that exclude each other."""
    distinct = {(each.agents, each.others, each.sided): each for each in senses}
    kept = list(distinct.values())[:50]
    return any(names_exclude(one, other) for at, one in enumerate(kept) for other in kept[at + 1 :])


class _Groups:
    """Groups of phrases that grow by joining."""

    def __init__(self, nodes: Sequence[_Node], often: Sequence[int], like: Likeness) -> None:
        self._senses, self._like = [node.sense for node in nodes], like
        self._marks = [node.marks for node in nodes]
        self._parent = list(range(len(nodes)))
        self._centre = list(range(len(nodes)))
        self._often = list(often)
        self._members: list[list[int]] = [[number] for number in range(len(nodes))]

    def find(self, number: int) -> int:
        """The group of a sense, as the number of one of its members."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Join the groups of two senses, unless something in one excludes something in the other."""
        first, second = sorted((self.find(one), self.find(other)))
        if first == second or self._kept_apart(first, second):
            return
        self._parent[second] = first
        centres = self._centre[first], self._centre[second]
        self._centre[first] = max(
            centres, key=lambda each: (self._often[each], -len(self._senses[each].features), -each)
        )
        self._members[first] += self._members[second]

    def _kept_apart(self, first: int, second: int) -> bool:
        one, other = self._senses[self._centre[first]], self._senses[self._centre[second]]
        if self._like.compare(one, other) < ALIKE - LOOSER:
            return True
        return any(
            self._like.apart(self._senses[mine], self._senses[theirs])
            or kept_apart(self._marks[mine], self._marks[theirs])
            for mine in self._members[first][:MOST_COMPARED]
            for theirs in self._members[second][:MOST_COMPARED]
        )


def _resolve(given: Sequence[Wording], senses: Mapping[str, Sense], groups: dict[str, object]) -> None:
    """Give "the plan" and "the talks" to the last phrase before them in the same report that says which.

    A plan named by that word alone or by its owner, and a single word with "the" or "this"; what finds nothing stays by
    itself.
    """
    before: dict[str, list[Wording]] = defaultdict(list)
    for each in given:
        sense = senses[each.key]
        which = not sense.features or sense.is_someones
        if which or (sense.is_bare and not sense.names and DEFINITE.match(each.text)):
            said = [other for other in before[each.document] if _may_mean(sense, senses[other.key])]
            if said:
                groups[each.key] = groups[said[-1].key]
                continue
            if not sense.features:
                groups[each.key] = ("bare", each.document, " ".join(each.text.lower().split()))
                continue
        before[each.document].append(each)


def _part_theatres(
    given: Sequence[Wording], senses: Mapping[str, Sense], groups: dict[str, object], theatres: Mapping[str, str]
) -> None:
    """Take groups apart by theatre, unless a name that they share says that it is one thing."""
    members: dict[object, list[Wording]] = defaultdict(list)
    for each in given:
        members[groups[each.key]].append(each)
    for group, inside in members.items():
        of = {each.key: theatres[each.document] for each in inside if each.document in theatres}
        if len(set(of.values())) < 2:
            continue
        joined = Joined()
        for each in inside:
            for name in senses[each.key].names | senses[each.key].parts:
                if each.key in of:
                    joined.join(of[each.key], f"name {name}")
        common = min(Counter(of.values()).items(), key=lambda item: (-item[1], item[0]))[0]
        for each in inside:
            groups[each.key] = ("theatre", joined.find(of.get(each.key, common)), group)


def _may_mean(bare: Sense, full: Sense) -> bool:
    """Whether a phrase that does not say which may be short for a fuller one."""
    if bare.is_someones:
        return bare.plan == full.plan and not full.is_someones and bool(bare.agents & full.agents)
    if bare.features:
        return bare.head == full.head != ""
    if bare.counter:
        return full.counter
    return bool(bare.plan) and bare.plan == full.plan and not full.counter


def _name(given: Sequence[Wording], groups: dict[str, object], choices: Choices) -> None:
    """Give the user's names: a name of a phrase is one of its whole group, unless the group has several."""
    names = {each.key: name for each in given if (name := choices.name_of(each.text)) is not None}
    of_group: dict[object, set[str]] = defaultdict(set)
    for key, name in names.items():
        of_group[groups[key]].add(name)
    for each in given:
        found = of_group.get(groups[each.key], set())
        name = names.get(each.key) or (next(iter(found)) if len(found) == 1 else None)
        if name is not None:
            groups[each.key] = ("named", name)


def _issues(given: Sequence[Wording], groups: Mapping[str, object]) -> Issues:
    members: dict[object, list[Wording]] = defaultdict(list)
    for each in given:
        members[groups[each.key]].append(each)
    made = {group: _issue(group, inside) for group, inside in members.items()}
    shared = Counter(issue.id for issue in made.values())
    for group, issue in made.items():
        if shared[issue.id] > 1 or not issue.id:
            # The same words of different reports: the reports tell them apart.
            places = sorted((each.document, each.text) for each in members[group])
            made[group] = replace(issue, id=f"{issue.id or 'issue'}-{content_id(places)[:HASH]}")
    ranked = sorted(made.values(), key=lambda issue: (-sum(number for _, number in issue.wordings), issue.id))
    return Issues(issues=tuple(ranked), of={each.key: made[groups[each.key]] for each in given})


def _issue(group: object, inside: Sequence[Wording]) -> Issue:
    texts = Counter(" ".join(each.text.split()) for each in inside)
    wordings = tuple(sorted(texts.items(), key=lambda item: (-item[1], item[0])))
    named = isinstance(group, tuple) and group[0] == "named"
    label = str(group[1]) if isinstance(group, tuple) and named else label_of(wordings)
    return Issue(id=_short(slug(label)), label=label, wordings=wordings, named=named)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_ID else name[:LONGEST_ID].rpartition("-")[0] or name[:LONGEST_ID]

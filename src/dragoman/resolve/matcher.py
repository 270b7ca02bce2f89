"""Finds names of the directory in a text, all in one pass (Aho and Corasick 1975)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ahocorasick

from dragoman.directory import ActorDirectory, Name, NameKind
from dragoman.model.actors import Actor, Role
from dragoman.model.text import AnnotatedText

PRIORITY: Mapping[NameKind, int] = {
    NameKind.PERSON: 0,
    NameKind.ORGANISATION: 1,
    NameKind.SEAT: 2,
    NameKind.STATE: 3,
    NameKind.ADJECTIVE: 4,
    NameKind.DEMONYM: 5,
    NameKind.GROUP: 6,
    NameKind.REGION: 7,
    NameKind.CAPITAL: 8,
    NameKind.AGENT: 9,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spotted:
    """Tokens ``first`` to ``last`` (exclusive) that write one or several names of the directory, best kind first."""

    first: int
    last: int
    names: tuple[Name, ...]

    def of(self, *kinds: NameKind) -> tuple[Name, ...]:
        """The names of the given kinds."""
        return tuple(name for name in self.names if name.kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMatcher:
    """A directory compiled for matching; built once, then only read.

    Attributes:
        surnames: last names of persons to their ids.
        holders: (country or organisation, office) to (role, person id).
    """

    directory: ActorDirectory
    automaton: Any
    surnames: Mapping[str, tuple[str, ...]]
    holders: Mapping[tuple[str, str], tuple[tuple[Role, str], ...]]


def lowered(text: str) -> str:
    """Lower case of the same length, so that offsets hold ("İ" would grow), with straight apostrophes."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.replace("’", "'")


def compile_matcher(directory: ActorDirectory) -> ActorMatcher:
    """Compile a directory; takes about half a second for 35,000 names."""
    by_form: dict[str, list[Name]] = defaultdict(list)
    for name in directory.names:
        by_form[lowered(name.written)].append(name)
    automaton = ahocorasick.Automaton()
    for form, names in by_form.items():
        automaton.add_word(form, (len(form), tuple(sorted(names, key=lambda name: PRIORITY[name.kind]))))
    automaton.make_automaton()
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    holders: dict[tuple[str, str], list[tuple[Role, str]]] = defaultdict(list)
    for actor in directory.actors.values():
        for role in actor.roles:
            holders[role.affiliation, role.office].append((role, actor.id))
        if actor.roles:
            surnames[surname(actor)][actor.id] = None
    return ActorMatcher(
        directory=directory,
        automaton=automaton,
        surnames={key: tuple(ids) for key, ids in surnames.items()},
        holders={key: tuple(roles) for key, roles in holders.items()},
    )


def surname(actor: Actor) -> str:
    """The name a person is called by alone: the last word, or the first in East Asian order.

    Family names come first in Chinese, Korean and Vietnamese names; the table says so by the hyphen or by country.
    """
    words = actor.name.split()
    if len(words) > 1 and actor.roles and actor.roles[0].affiliation in {"CHN", "KOR", "PRK", "TWN", "HKG", "VNM", "KHM"}:
        return words[0]
    return words[-1]


def _case_holds(name: Name, written: str) -> bool:
    if name.exact:
        return written == name.written
    if name.kind is NameKind.AGENT:
        return True
    return all(
        here.isupper() or not there.isupper() for here, there in zip(written, name.written, strict=False)
    ) and (written[0].isupper() or not name.written[0].isupper())


def _tokens(text: AnnotatedText, start: int, end: int, starts: list[int]) -> tuple[int, int]:
    first = bisect_right(starts, start) - 1
    last = bisect_left(starts, end)
    return first, last


def spot(text: AnnotatedText, matcher: ActorMatcher) -> list[Spotted]:
    """Names in a text, longest and leftmost first, not overlapping, in text order."""
    whole = text.document.text
    low = lowered(whole)
    if not text.tokens:
        return []
    found: list[tuple[int, int, tuple[Name, ...]]] = []
    for end, (length, names) in matcher.automaton.iter(low):
        start, stop = end - length + 1, end + 1
        if (start and low[start - 1].isalnum() and low[start].isalnum()) or (
            stop < len(low) and low[stop].isalnum() and low[end].isalnum()
        ):
            continue
        written = whole[start:stop].replace("’", "'")
        fitting = tuple(name for name in names if _case_holds(name, written))
        if fitting:
            found.append((start, stop, fitting))
    starts = [token.start for token in text.tokens]
    return list(_longest(found, text, starts))


def _longest(
    found: list[tuple[int, int, tuple[Name, ...]]], text: AnnotatedText, starts: list[int]
) -> Iterator[Spotted]:
    found.sort(key=lambda item: (item[0], -item[1]))
    reach = 0
    for start, stop, names in found:
        if start < reach:
            continue
        reach = stop
        first, last = _tokens(text, start, stop, starts)
        if last > first >= 0:
            yield Spotted(first=first, last=last, names=names)

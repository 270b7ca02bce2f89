"""Finds names of the directory in a text, all in one pass (Aho and Corasick 1975)."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ahocorasick

from dragoman.directory import ActorDirectory, Name, NameKind
from dragoman.model.actors import Actor, Role
from dragoman.model.text import AnnotatedText, Sentence, Token

PRIORITY: Mapping[NameKind, int] = {kind: rank for rank, kind in enumerate(NameKind)} | {
    NameKind.PERSON: -6,
    NameKind.ORGANISATION: -5,
    NameKind.STATE: -4,
    NameKind.ADJECTIVE: -3,
    NameKind.DEMONYM: -2,
    NameKind.SEAT: -1,
}
"""Which kind counts where one string is several names; the rest in the order of :class:`NameKind`."""
BLANKS = re.compile("  +")
LENGTHENED = {"İ": "i"}
ADJECTIVAL = frozenset({NameKind.ADJECTIVE, NameKind.DEMONYM, NameKind.GROUP, NameKind.REGION, NameKind.STATE})
OF_STATES = frozenset({NameKind.ADJECTIVE, NameKind.DEMONYM})
ONE_WORD = ADJECTIVAL | {
    NameKind.PERSON,
    NameKind.ORGANISATION,
    NameKind.SEAT,
    NameKind.CAPITAL,
    NameKind.CITY,
    NameKind.SURNAME,
}
FUNCTION_TAGS = frozenset({"IN", "TO", "CC", "DT", "PRP", "PRP$", "WDT", "WP", "RP"})
SHORT_WORD = 4
"""Letters up to which a people's name may be somebody's name or a plain word ("Fur", "Chin", "Mon", "Shan")."""
HEADLINE_WORDS = 4
"""Longer words a sentence must have before the lack of lower case among them says that it is a headline."""


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
        surnames: folded last names, and given names of those called by them, to the ids of persons.
        holders: (country or organisation, office) to (role, person id).
        bodies: folded names of organisations to ids, to find "Israel's army" as "Israeli army".
        adjectives: all adjectives of a state, and its name, for the same purpose.
    """

    directory: ActorDirectory
    automaton: Any
    surnames: Mapping[str, tuple[str, ...]]
    holders: Mapping[tuple[str, str], tuple[tuple[Role, str], ...]]
    bodies: Mapping[str, str]
    adjectives: Mapping[str, tuple[str, ...]]


PARTING = '-‐‑–—\n\t\xa0"“”„«»()[]{}<>/|…:;!?*#@~_'
"""Characters that part words as blanks do."""


def _folding() -> dict[int, str]:
    """Letters with marks to bare ones, one for one, and kinds of hyphens, apostrophes and blanks to one."""
    table = {ord(c): "'" for c in "’‘ʼ`´"} | {ord(c): " " for c in PARTING}
    for code in range(0xC0, 0x250):
        bare = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c)).lower()
        if len(bare) == 1:
            table[code] = bare
    return table | {ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d", ord("ð"): "d", ord("Ø"): "o"}


FOLDING = _folding()


def fold(text: str) -> str:
    """Lower case without marks and hyphens, of the same length, so that offsets hold."""
    folded = text.translate(FOLDING).lower()
    if len(folded) != len(text):
        folded = "".join(c.lower() if len(c.lower()) == 1 else LENGTHENED.get(c, "?") for c in text.translate(FOLDING))
    return folded


def compile_matcher(directory: ActorDirectory) -> ActorMatcher:
    """Compile a directory; takes about half a second for 44,000 names."""
    by_form: dict[str, list[Name]] = defaultdict(list)
    bodies: dict[str, str] = {}
    adjectives: dict[str, list[str]] = defaultdict(list)
    for name in directory.names:
        form = fold(name.written)
        by_form[form].append(name)
        if name.kind is NameKind.ORGANISATION:
            bodies.setdefault(form, name.actor)
        elif name.kind in {NameKind.ADJECTIVE, NameKind.STATE}:
            adjectives[name.actor].append(name.written)
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    holders: dict[tuple[str, str], list[tuple[Role, str]]] = defaultdict(list)
    for actor in directory.actors.values():
        for role in actor.roles:
            holders[role.affiliation, role.office].append((role, actor.id))
        for written in called_by(actor, directory.words):
            surnames[fold(written)][actor.id] = None
            by_form[fold(written)].append(Name(written=written, kind=NameKind.SURNAME, actor=actor.id))
    automaton = ahocorasick.Automaton()
    for form, names in by_form.items():
        automaton.add_word(f" {form}", (len(form), _entries(names)))
    automaton.make_automaton()
    return ActorMatcher(
        directory=directory,
        automaton=automaton,
        surnames={key: tuple(ids) for key, ids in surnames.items()},
        holders={key: tuple(roles) for key, roles in holders.items()},
        bodies=bodies,
        adjectives={key: tuple(forms) for key, forms in adjectives.items()},
    )


def _entries(names: list[Name]) -> tuple[tuple[Name, tuple[int, ...]], ...]:
    """Names of one form, best kind first, with the places of their capitals; one surname stands for all."""
    kept: list[tuple[Name, tuple[int, ...]]] = []
    surname = False
    for name in sorted(names, key=lambda name: PRIORITY[name.kind]):
        if name.kind is NameKind.SURNAME:
            if surname:
                continue
            surname = True
        free = name.kind is NameKind.AGENT or name.exact
        capitals = () if free else tuple(i for i, c in enumerate(name.written) if c.isupper())
        kept.append((name, capitals))
    return tuple(kept)


def called_by(actor: Actor, words: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The names a person is called by alone: the last word, or the first where the family name comes first.

    A particle before the last word is tried with it ("al-Assad", "von der Leyen"). Where news uses the given name
    ("Thaksin", "Abiy", "King Abdullah"), that as well.
    """
    parts = actor.name.split()
    if not actor.roles or len(parts) < 2:
        return ()
    home = {role.affiliation for role in actor.roles}
    if home & words["family_name_first"] and len(parts) <= 3:
        return (parts[0],)
    particles = words["particles"]
    found = list(_without_particle(parts[-1], particles))
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in particles:
        start -= 1
        found.append(" ".join(parts[start:]))
    if home & words["two_surnames"] and len(parts) > 2:
        found.append(" ".join(parts[-2:]))
    if home & words["given_name_alone"]:
        found.append(parts[0])
    if any(role.title.startswith(tuple(words["rulers_titles"])) for role in actor.roles):
        found.extend(part for part in parts[:2] if part.lower() not in words["rulers_titles"])
    elif not home & words["two_surnames"]:
        found.extend(_other_spellings(actor, particles))
    return tuple(
        dict.fromkeys(word for word in found if len(word) > 1 and (word[0].isupper() or "-" in word or " " in word))
    )


def _without_particle(word: str, particles: frozenset[str]) -> Iterator[str]:
    """A name, and the same without the particle tied to it ("al-Assad", "Assad")."""
    yield word
    first, hyphen, rest = word.partition("-")
    if hyphen and first.lower() in particles:
        yield rest


def _other_spellings(actor: Actor, particles: frozenset[str]) -> Iterator[str]:
    """Last names of the aliases that begin with the same letter as the name ("Moammar *Gadhafi*")."""
    for alias in actor.aliases:
        parts = alias.split()
        last = parts[-1]
        if len(parts) > 1 and len(last) > 3 and last[0].isalpha() and fold(alias[0]) == fold(actor.name[0]):
            yield from _without_particle(last, particles)


def _written_so(name: Name, capitals: tuple[int, ...], whole: str, start: int, stop: int) -> bool:
    if name.exact:
        return whole[start:stop].replace("’", "'") == name.written
    return all(whole[start + place].isupper() for place in capitals)


def headline_sentences(text: AnnotatedText) -> frozenset[int]:
    """Sentences where capitals tell nothing: nearly every longer word has one."""
    return frozenset(sentence.index for sentence in text.sentences if _is_headline(text.tokens, sentence))


def _is_headline(tokens: tuple[Token, ...], sentence: Sentence) -> bool:
    capital = 0
    for token in tokens[sentence.first : sentence.last]:
        size = len(token.text)
        if size > 3 and token.text[0].isupper():
            capital += 1
        elif (
            size > 2
            and token.text[0].islower()
            and (token.tag[0] == "V" or (size > 3 and token.tag not in FUNCTION_TAGS))
        ):
            return False
    return capital >= HEADLINE_WORDS


def begins_sentence(text: AnnotatedText, index: int) -> bool:
    """Whether a token has its capital from its place: first in a sentence, a quotation or after a colon or dash."""
    token = text.tokens[index]
    first = text.sentences[token.sentence].first
    if index <= first:
        return True
    before = text.tokens[index - 1]
    return (before.pos == "PUNCT" and before.text[0] not in ",)'") or (
        before.tag in {"``", ":", "HYPH"} and index - 1 == first
    )


def spot(text: AnnotatedText, matcher: ActorMatcher) -> list[Spotted]:
    """Names in a text, leftmost and longest first, not overlapping, in text order."""
    if not text.tokens:
        return []
    whole = text.document.text
    low = fold(whole)
    places = None
    if "  " in whole:
        low, places = _squeezed(low)
        whole = "".join([whole[place] for place in places])
    low = " " + low.replace(" '", "  ")
    size = len(low)
    tokens = text.tokens
    starts = [token.start for token in tokens]
    headlines = headline_sentences(text)
    doubtful = matcher.directory.words["words_in_capitals"]
    found: list[tuple[int, int, int, int, tuple[Name, ...]]] = []
    for end, (length, entries) in matcher.automaton.iter(low):
        start, stop = end - length, end
        if end + 1 < size and (low[end + 1] == "$" or (low[end + 1].isalnum() and low[end].isalnum())):
            continue
        fitting = [name for name, capitals in entries if _written_so(name, capitals, whole, start, stop)]
        if not fitting:
            continue
        if places is not None:
            start, stop = places[start], places[stop - 1] + 1
        first, last = bisect_right(starts, start) - 1, bisect_left(starts, stop)
        if not 0 <= first < last or tokens[first].sentence != tokens[last - 1].sentence:
            continue
        names = tuple(name for name in fitting if _plausible(text, name, first, last, headlines, doubtful))
        if names:
            found.append((start, -stop, first, last, names))
    return list(_longest(found))


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with runs of blanks made one, so that names broken over indented lines are found; and where each
    character stood.
    """
    places: list[int] = []
    begin = 0
    for blanks in BLANKS.finditer(text):
        places.extend(range(begin, blanks.start() + 1))
        begin = blanks.end()
    places.extend(range(begin, len(text)))
    return BLANKS.sub(" ", text), places


def _plausible(
    text: AnnotatedText, name: Name, first: int, last: int, headlines: frozenset[int], doubtful: frozenset[str]
) -> bool:
    """Whether the tagger bears a name out: ordinary words that begin a sentence are not names."""
    token = text.tokens[first]
    if name.exact:
        return token.sentence not in headlines or name.written not in doubtful or not _shouted(text, token)
    if name.kind is NameKind.HONORIFIC:
        return last < len(text.tokens) and text.tokens[last].text[0].isupper() and token.text[0].isupper()
    if last - first > 1 or name.kind not in ONE_WORD:
        return True
    if name.kind is NameKind.GROUP and len(token.text) <= SHORT_WORD and not _qualifies(text, first):
        return False
    if token.tag in {"NNP", "NNPS"}:
        return True
    free = token.sentence in headlines or begins_sentence(text, first)
    if not free or name.kind is NameKind.STATE:
        return token.tag not in {"MD", "PRP", "DT", "CC", "IN", "WP", "WDT"}
    nominal = {"JJ", "NNS", "NN"} if name.kind in OF_STATES else {"JJ", "NNS"}
    return name.kind in ADJECTIVAL and token.tag in nominal


def _qualifies(text: AnnotatedText, index: int) -> bool:
    """Whether a short word that is a people's name stands before a noun ("Chin rebels") or in the plural."""
    token = text.tokens[index]
    if token.tag in {"NNPS", "NNS"}:
        return True
    return token.dep in {"compound", "amod"} and token.head > index and not begins_sentence(text, index)


def _shouted(text: AnnotatedText, token: Token) -> bool:
    sentence = text.sentences[token.sentence]
    return text.document.text[sentence.start : sentence.end].isupper()


def _longest(found: list[tuple[int, int, int, int, tuple[Name, ...]]]) -> Iterator[Spotted]:
    found.sort(key=lambda item: item[:2])
    reach = 0
    for start, stop, first, last, names in found:
        if start >= reach:
            reach = -stop
            yield Spotted(first=first, last=last, names=names)

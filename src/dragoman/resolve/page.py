"""A text while its actors are being resolved: what was spotted where, who was named, which countries it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dragoman.directory import Name, NameKind
from dragoman.model.actors import Actor, ActorRef
from dragoman.model.ids import slug
from dragoman.model.text import AnnotatedText, Mention, Token
from dragoman.resolve.matcher import ActorMatcher, Spotted, begins_sentence, fold, headline_sentences, spot
from dragoman.resolve.roles import among_namesakes, person_ref

OWNERS = (
    NameKind.STATE,
    NameKind.ADJECTIVE,
    NameKind.ORGANISATION,
    NameKind.SEAT,
    NameKind.DEMONYM,
    NameKind.GROUP,
    NameKind.REGION,
    NameKind.CAPITAL,
    NameKind.CITY,
)
Words = Mapping[str, frozenset[str]]
NAMES_TOO = frozenset({NameKind.GROUP, NameKind.CITY, NameKind.CAPITAL, NameKind.SURNAME})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text being resolved.

    Attributes:
        at: what was spotted, by each of its tokens.
        starts: the same in text order.
        headlines: sentences in which every word has a capital.
        countries: ids of the states the text names.
        known: persons named in full, by each part of the name: (token, person).
    """

    text: AnnotatedText
    tokens: tuple[Token, ...]
    matcher: ActorMatcher
    at: Mapping[int, Spotted]
    starts: tuple[Spotted, ...]
    headlines: frozenset[int]
    countries: frozenset[str]
    known: dict[str, list[tuple[int, ActorRef]]] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, frozenset[str]]:
        """Word lists of the resolver."""
        return self.matcher.directory.words

    @property
    def day(self) -> date | None:
        """Publication date."""
        return self.text.document.published

    def same_sentence(self, one: int, other: int) -> bool:
        """Whether two token indices exist and lie in one sentence."""
        tokens = self.tokens
        size = len(tokens)
        return 0 <= one < size and 0 <= other < size and tokens[one].sentence == tokens[other].sentence

    def starting(self, index: int) -> Spotted | None:
        """What was spotted from a token on."""
        found = self.at.get(index)
        return found if found is not None and found.first == index else None

    def written(self, first: int, last: int) -> str:
        """Text of tokens ``first`` to ``last`` (exclusive), blanks made single."""
        text = self.text
        return " ".join(text.document.text[text.tokens[first].start : text.tokens[last - 1].end].split())

    def is_possessive(self, index: int) -> bool:
        """Whether a token is the mark of a possessive."""
        return index < len(self.tokens) and (
            self.tokens[index].tag == "POS" or self.tokens[index].text in {"'s", "’s", "'S", "’S"}
        )

    def remember(self, index: int, name: str, ref: ActorRef) -> None:
        """Note a person named in full, so that parts of the name mean him from now on."""
        words = name.split()
        parts = {*name.replace("-", " ").split(), words[-1], " ".join(words[1:])}
        for part in {fold(part) for part in parts if len(part) > 2}:
            self.known.setdefault(part, []).append((index, ref))

    def remember_last(self, index: int, name: str, ref: ActorRef) -> None:
        """Note an unknown name by its last word, unless that is a word of institutions ("Cold War")."""
        word = fold(name.split()[-1])
        if len(word) > 2 and word not in self.words["institutions"]:
            self.known.setdefault(word, []).append((index, ref))


def open_page(text: AnnotatedText, matcher: ActorMatcher) -> Page:
    """Spot names; settle which are parts of longer proper names; note the persons named in full."""
    spotted = spot(text, matcher)
    at = {index: found for found in spotted for index in range(found.first, found.last)}
    full = [found for found in spotted if found.of(NameKind.PERSON) and found.last - found.first > 1]
    surnames = frozenset(fold(text.tokens[found.last - 1].text) for found in full)
    spotted = _settled(text, matcher, at, spotted, surnames)
    at = {index: found for found in spotted for index in range(found.first, found.last)}
    countries = {
        name.actor
        for found in spotted
        for name in found.of(NameKind.STATE, NameKind.ADJECTIVE, NameKind.DEMONYM, NameKind.CAPITAL)[:1]
    }
    page = Page(
        text=text,
        tokens=text.tokens,
        matcher=matcher,
        at=at,
        starts=tuple(spotted),
        headlines=headline_sentences(text),
        countries=frozenset(countries),
    )
    for found in spotted:
        people = found.of(NameKind.PERSON)
        if people and found.last - found.first > 1:
            ref = person(page, found)
            page.remember(found.first, ref.name, ref)
            page.remember(found.first, people[0].written, ref)
    return page


def _settled(
    text: AnnotatedText,
    matcher: ActorMatcher,
    at: Mapping[int, Spotted],
    spotted: list[Spotted],
    surnames: frozenset[str],
) -> list[Spotted]:
    """The spotted names without those that are parts of somebody's longer name, from the last to the first."""
    kept: list[Spotted] = []
    given: set[int] = set()
    words = matcher.directory.words
    for found in reversed(spotted):
        if found.first in given and _is_bare(found):
            continue
        settled = _settle(text, matcher, at, found, surnames)
        if settled != [found] and _could_be_name(found, words):
            given.update(range(_given_names(text, at, found.first, words), found.first))
        kept.extend(settled)
    return kept[::-1]


def _settle(
    text: AnnotatedText,
    matcher: ActorMatcher,
    at: Mapping[int, Spotted],
    found: Spotted,
    surnames: frozenset[str],
) -> list[Spotted]:
    """The spotted name, wider where given names of the same person stand before it, or nothing."""
    after = text.tokens[found.last] if found.last < len(text.tokens) else None
    kinds = {name.kind for name in found.names}
    words = matcher.directory.words
    if (
        after is not None
        and after.text[0].isupper()
        and after.text.lower() in words["geography"]
        and kinds & set(OWNERS)
    ):
        return [] if found.last not in at else [found]
    if _is_elsewhere(text, at, found, words):
        return []
    if found.last - found.first > 2 or not _could_be_name(found, words):
        return [found]
    begin = _given_names(text, at, found.first, words)
    named = fold(text.tokens[found.last - 1].text) in surnames
    if begin < found.first and not (named and begins_sentence(text, begin)):
        return _full_name(text, matcher, found, begin)
    if after is not None and _begins_name(text, at, found, words):
        return []
    return [found]


def _is_elsewhere(text: AnnotatedText, at: Mapping[int, Spotted], found: Spotted, words: Words) -> bool:
    """Whether a name is a direction ("*western* Velmora") or lies in another state ("Gainesville, *Georgia*")."""
    tokens, first = text.tokens, found.first
    if tokens[first].text[0].islower() and found.names[0].kind is NameKind.REGION:
        after = tokens[found.last] if found.last < len(tokens) else None
        return after is not None and after.text[0].isupper()
    if first < 2 or tokens[first - 1].text != "," or fold(tokens[first].text) not in words["also_us_states"]:
        return False
    return tokens[first - 2].tag == "NNP" and first - 2 not in at


def _could_be_name(found: Spotted, words: Words) -> bool:
    best = found.names[0]
    return (
        best.kind in NAMES_TOO
        or best.written.lower() in words["states_as_given_names"]
        or bool(found.of(NameKind.SURNAME))
    )


def _given_names(text: AnnotatedText, at: Mapping[int, Spotted], start: int, words: Words) -> int:
    """Where the run of unknown proper names right before a token begins."""
    tokens, begin = text.tokens, start
    while begin > 0:
        before = tokens[begin - 1]
        name = before.tag in {"NNP", "NNPS"} and before.text[0].isupper() and before.text.lower() not in words["dates"]
        if not name or before.sentence != tokens[start].sentence or not _is_bare(at.get(begin - 1)):
            break
        if before.text.isupper() and len(before.text) > 2 and before.text[-1] != ".":
            break
        begin -= 1
    if begin == start or (begins_sentence(text, begin) and not _attached(text, begin, start)):
        return start
    return begin


def _is_bare(found: Spotted | None) -> bool:
    """Whether nothing is known of a word but that somebody has it as surname."""
    return found is None or found.names[0].kind is NameKind.SURNAME


def _attached(text: AnnotatedText, index: int, start: int) -> bool:
    return text.tokens[index].dep in {"compound", "nmod"} and text.tokens[index].head <= start + 2


def _full_name(text: AnnotatedText, matcher: ActorMatcher, found: Spotted, begin: int) -> list[Spotted]:
    """A person of the tables under a given name or initial the table lacks, or nothing: somebody else of that name."""
    directory = matcher.directory
    first = fold(text.tokens[begin].text).rstrip(".")
    surname = fold(text.document.text[text.tokens[found.first].start : text.tokens[found.last - 1].end])
    for key in matcher.surnames.get(surname, ()):
        given = [fold(word) for word in directory.actors[key].name.split()]
        if first in given[:1] or (len(first) == 1 and given[0].startswith(first)):
            name = Name(written=directory.actors[key].name, kind=NameKind.PERSON, actor=key)
            return [Spotted(first=begin, last=found.last, names=(name,))]
    return []


def _begins_name(text: AnnotatedText, at: Mapping[int, Spotted], found: Spotted, words: Words) -> bool:
    """Whether a group, city or state name is the given name of somebody unknown ("Karen Lund", "Chad Berg")."""
    after = text.tokens[found.last]
    if _is_bare(found) and found.last in at and _is_bare(at[found.last]) and after.text[0].isupper():
        return after.sentence == text.tokens[found.first].sentence
    if (
        found.last in at
        or text.tokens[found.first - 1].text == "-"
        or after.tag not in {"NNP", "NNPS"}
        or after.text.lower() in words["not_persons"]
    ):
        return False
    if not after.text[0].isupper() or after.text.isupper() or found.last - found.first > 1:
        return False
    if after.sentence != text.tokens[found.first].sentence:
        return False
    linked = text.tokens[found.first].head == found.last and text.tokens[found.first].dep == "compound"
    return (linked or _is_bare(found)) and not any(
        name.kind in {NameKind.CAPITAL, NameKind.CITY} for name in found.names
    )


def person(page: Page, found: Spotted, owners: tuple[str, ...] = ()) -> ActorRef:
    """The person of a spotted full name; among namesakes by the country named with it, the date, the text."""
    directory = page.matcher.directory
    people: dict[str, Actor] = {name.actor: directory.actors[name.actor] for name in found.of(NameKind.PERSON)}
    chosen = among_namesakes(list(people.values()), page.day, owners, page.countries)
    return person_ref(chosen, directory, page.day, owners=owners)


def head_of(text: AnnotatedText, first: int, last: int) -> int:
    """The token of a span whose head lies outside it; the last one if the parser disagrees with itself."""
    for index in range(last - 1, first - 1, -1):
        head = text.tokens[index].head
        if (not first <= head < last or head == index) and text.tokens[index].pos not in {"PUNCT", "PART", "DET"}:
            return index
    return last - 1


def folded_slug(text: str) -> str:
    """A slug without marks, so that "Tamsel" and "Tamsél" have one id."""
    return slug(fold(text))


class Claims:
    """Which mention holds which tokens; the first to claim a token keeps it."""

    def __init__(self) -> None:
        self.by_token: dict[int, Mention] = {}

    def __contains__(self, index: int) -> bool:
        return index in self.by_token

    def claim(self, mention: Mention) -> bool:
        """Enter a mention unless one of its tokens is taken; says whether it was entered."""
        span = range(mention.first, mention.last)
        if any(index in self.by_token for index in span):
            return False
        self.by_token.update(dict.fromkeys(span, mention))
        return True

    def swap(self, old: Mention, new: Mention) -> None:
        """Put a mention in the place of another of the same span."""
        self.by_token.update(dict.fromkeys(range(old.first, old.last), new))

    def mentions(self) -> list[Mention]:
        """All mentions in text order."""
        return sorted({id(mention): mention for mention in self.by_token.values()}.values(), key=lambda m: m.first)

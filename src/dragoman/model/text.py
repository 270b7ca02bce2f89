"""Documents and their annotation: tokens, sentences, mentions, time expressions.

Offsets are character offsets into ``Document.text`` (end exclusive) unless a name says token.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from dragoman.model.actors import ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as it was read; the text never changes after reading.

    Attributes:
        id: content hash of title, text, date, publisher and address.
        title: headline; empty if there is none. Never part of ``text`` unless the source had it there.
        text: cleaned text that every offset refers to.
        published: publication date; ``None`` is unknown and is never guessed.
        publisher: outlet's name as given, or ``None``.
        url: address or path the report came from, or ``None``.
        language: ISO 639-1 code, or ``None`` if it was not determined.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentError:
    """A document that could not be read: where it was, and one line that says why."""

    location: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A document that says in the same words what an earlier one said.

    Attributes:
        document_id: the copy.
        of_document: the report that was read before.
        similarity: share of runs of four words that their beginnings have in common (Jaccard index), 0.5 to 1.
    """

    document_id: str
    of_document: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the text of document ``document_id``."""

    document_id: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range of characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token of the dependency tree.

    Attributes:
        i: index in ``AnnotatedText.tokens``.
        text, lemma: as written; dictionary form in lower case.
        pos, tag: universal part of speech; Penn Treebank tag.
        dep: dependency label (ClearNLP style, as the English spaCy models give it).
        head: index of the governing token; the root of a sentence governs itself.
        start, end: character offsets.
        sentence: index in ``AnnotatedText.sentences``.
    """

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    sentence: int


class _Unsealed:
    """A token while it is filled: a frozen dataclass sets each field through a call, which takes five times as long."""

    __slots__ = tuple(Token.__annotations__)

    def __init__(
        self, i: int, text: str, lemma: str, pos: str, tag: str, dep: str, head: int, start: int, end: int,
        sentence: int,
    ) -> None:  # fmt: skip
        self.i = i
        self.text = text
        self.lemma = lemma
        self.pos = pos
        self.tag = tag
        self.dep = dep
        self.head = head
        self.start = start
        self.end = end
        self.sentence = sentence


def make_token(
    i: int, text: str, lemma: str, pos: str, tag: str, dep: str, head: int, start: int, end: int, sentence: int
) -> Token:
    """A :class:`Token`, made the fast way: 0.3 µs instead of 1.3, some 2 % of the reading of a report."""
    token: Any = _Unsealed(i, text, lemma, pos, tag, dep, head, start, end, sentence)
    token.__class__ = Token
    made: Token = token
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens ``first`` to ``last`` (exclusive); ``start`` and ``end`` are character offsets."""

    index: int
    first: int
    last: int
    start: int
    end: int


class MentionBasis(StrEnum):
    """How a mention got its actor."""

    NAME = "name"
    COMPOSED = "composed"
    OFFICE = "office"
    METONYM = "metonym"
    GENERIC = "generic"
    COREFERENCE = "coreference"
    UNKNOWN_NAME = "unknown_name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Tokens ``first`` to ``last`` (exclusive) that name one or several actors.

    Attributes:
        head: token index of the syntactic head inside the mention.
        actors: who is meant; empty if it could not be resolved.
        basis: how it was resolved.
        inferred: true when the text does not name the actor outright (metonym, office holder by date, pronoun).
        adjectival: true when it only modifies a noun ("the *Israeli* strike").
        antecedent: token index of the head of the mention it refers back to, for coreference.
    """

    first: int
    last: int
    head: int
    actors: tuple[ActorRef, ...]
    basis: MentionBasis
    inferred: bool = False
    adjectival: bool = False
    antecedent: int | None = None


class DateBasis(StrEnum):
    """Where a date comes from."""

    STATED = "stated"
    INFERRED = "inferred"
    PUBLICATION = "publication"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A time expression, tokens ``first`` to ``last`` (exclusive).

    Attributes:
        value: ISO 8601 date of the precision the text supports (``2023``, ``2023-11``, ``2023-10-07``), or ``None``
            for one that has no calendar value ("recently") or whose anchor is unknown.
        end_value: last date of a range, same precision rules; ``None`` if it is not a range.
        basis: ``stated`` (written out in full) or ``inferred`` (worked out from the publication date).
        duration_days: length in days of a duration ("weeklong", "for three months"), else ``None``.
        is_past, is_future: relation to the publication date, false where it is not known.
        since: true for an open range that begins at ``value`` ("since October 7").
    """

    first: int
    last: int
    value: str | None
    end_value: str | None = None
    basis: DateBasis = DateBasis.STATED
    duration_days: float | None = None
    is_past: bool = False
    is_future: bool = False
    since: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A resolved place: a neutral id beside the name as written.

    Attributes:
        id: ``geonames:ID`` for a city, ``iso:XXX`` for a country, ``region:slug`` for a region of our tables.
        written: the name as the text has it.
        country: ISO 3166 alpha-3, or ``None`` where it is contested or unknown.
        latitude, longitude: degrees, WGS 84; ``None`` for areas.
    """

    id: str
    name: str
    written: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Tokens ``first`` to ``last`` (exclusive) that name a place."""

    first: int
    last: int
    head: int
    place: Place


class TokenIndex:
    """What follows from the tokens of a text alone; made once and handed on to the copies that ``replace`` makes.

    Attributes:
        tokens: those it was made from.
        children: for each token the indices of its dependents, in text order.
        walks: what a walk over the tree found at a token, by the walk's name; see :func:`dragoman.syntax.once`.
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        below: dict[int, list[int]] = {}
        for token in tokens:
            if token.head != token.i:
                if token.head in below:
                    below[token.head].append(token.i)
                else:
                    below[token.head] = [token.i]
        children: list[tuple[int, ...]] = [()] * len(tokens)
        for head, dependents in below.items():
            children[head] = tuple(dependents)
        self.tokens = tokens
        self.children = tuple(children)
        self.walks: defaultdict[str, dict[int, Any]] = defaultdict(dict)

    def __reduce__(self) -> tuple[type[TokenIndex], tuple[tuple[Token, ...]]]:
        return TokenIndex, (self.tokens,)

    @cached_property
    def low(self) -> tuple[str, ...]:
        """Each token as written, in lower case."""
        return tuple([token.text.lower() for token in self.tokens])

    @cached_property
    def by_word(self) -> dict[str, list[int]]:
        """Where each word stands, by its lower-case form."""
        return _places(self.low)

    @cached_property
    def by_lemma(self) -> dict[str, list[int]]:
        """Where each lemma stands."""
        return _places([token.lemma for token in self.tokens])

    def holding(self, *lists: frozenset[str]) -> list[int]:
        """Tokens in text order whose lemma or lower-case form is in one of some lists of words."""
        found: set[int] = set()
        for words in lists:
            for places in (self.by_lemma, self.by_word):
                for word in words.intersection(places):
                    found.update(places[word])
        return sorted(found)


def _places(words: Iterable[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(words):
        found[word].append(index)
    return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedText:
    """A document with its annotation; built by hand in tests, by an annotator in production.

    Attributes:
        tokens: all tokens in text order, trees linked by ``Token.head``.
        sentences: in text order, covering all tokens.
        mentions: actor mentions, by first token, not overlapping except that an adjectival one may lie in a larger one.
        times: time expressions, by first token.
        places: place mentions, by first token.
        annotator: name and version of the model that made the tree.
        index: where words and lemmas stand (derived, where it is not of these tokens).
        children: for each token the indices of its dependents, in text order (derived).
    """

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    annotator: str = "hand"
    index: TokenIndex = field(default=TokenIndex(()), repr=False, compare=False)
    children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.index.tokens is not self.tokens:
            object.__setattr__(self, "index", TokenIndex(self.tokens))
        object.__setattr__(self, "children", self.index.children)

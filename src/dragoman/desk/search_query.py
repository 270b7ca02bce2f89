"""What was typed into the search field, as an expression of SQLite's full-text search; nothing in it can be wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

MOST_CHARACTERS = 200
"""Characters of a question that are read, as many as the field takes."""
MOST_TERMS = 20
ENDINGS = ("e", "ed", "ing", "ion", "ions", "or", "ation", "al", "ies", "y")
"""Words are kept as stems, and the stem of "negotiation" ("negoti") does not begin with "negotiat"; so a prefix is also
looked for as the words it may be the beginning of."""
HYPHENED = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)+")
"""Words such as "cease-fire", which others write "ceasefire"."""
HYPHEN = re.compile(r"[-\u2010\u2011]")
NOWHERE: Mapping[str, Sequence[str]] = MappingProxyType({})
TERM = re.compile(r'(-?)(?:["“”„]([^"“”„]*)["“”„]?|([^\s"“”„]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word or a phrase.

    Attributes:
        words: as typed, without quotation marks, minus and star.
        is_prefix: words that begin so count too.
        is_without: what must not be there.
    """

    words: str
    is_prefix: bool = False
    is_without: bool = False


def terms_of(text: str) -> tuple[Term, ...]:
    """Terms of a question: words, ``"phrases"``, ``-without``, ``prefix*``; what has no letter or digit is left out."""
    found = []
    for minus, phrase, word in TERM.findall(_plain(text)[:MOST_CHARACTERS]):
        words = phrase or word
        if any(letter.isalnum() for letter in words):
            is_prefix = not phrase and words.endswith("*")
            found.append(Term(words=words.strip("*").strip(), is_prefix=is_prefix, is_without=bool(minus)))
    return tuple(found[:MOST_TERMS])


def hyphened(text: str) -> dict[str, str]:
    """The words of a text that have hyphens, by what they are without: "ceasefire" to "cease-fire"."""
    return {joined(word): word.lower() for word in HYPHENED.findall(text)}


def joined(word: str) -> str:
    """A word in lower case without its hyphens."""
    return HYPHEN.sub("", word).lower()


def match_of(terms: Sequence[Term], apart: Mapping[str, Sequence[str]] = NOWHERE) -> str:
    """The expression for ``MATCH``; empty where nothing is looked for, as with ``-without`` alone.

    Args:
        apart: ways with hyphens in which words are written, by the word without (:func:`hyphened`).
    """
    wanted = " AND ".join(_any_way(term, apart) for term in terms if not term.is_without)
    without = "".join(f" NOT {_any_way(term, apart)}" for term in terms if term.is_without)
    return f"({wanted}){without}" if wanted else ""


def _any_way(term: Term, apart: Mapping[str, Sequence[str]]) -> str:
    """A term, with and without hyphens."""
    key = joined(term.words)
    others = {*apart.get(key, ()), *((key,) if HYPHENED.fullmatch(term.words) else ())} - {term.words.lower()}
    ways = [_quoted(term), *(_quoted(replace(term, words=other)) for other in sorted(others))]
    return ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})"


def _quoted(term: Term) -> str:
    """In quotation marks nothing is an operator; a word with signs inside ("cease-fire") is a phrase."""
    words = term.words.replace('"', '""')
    if not term.is_prefix:
        return f'"{words}"'
    ended = "".join(f' OR "{words}{ending}"' for ending in ENDINGS) if words.isascii() and words.isalpha() else ""
    return f'("{words}" *{ended})'


def _plain(text: str) -> str:
    """Without control characters and halves of characters, which no expression takes."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(letter if letter.isprintable() else " " for letter in whole)

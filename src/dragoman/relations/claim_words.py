"""The words of claims, read from ``data/lang/en/claims.yaml``, and a claim cut into words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml

from dragoman.model.dyads import Period
from dragoman.relations.claim_model import Topic
from dragoman.tables import folder

Phrase = tuple[str, ...]
DASHES = str.maketrans({"‐": "-", "‑": "-", "−": "-", "—": "–", "―": "–", "’": "'", "‘": "'", "“": '"', "”": '"'})
ACRONYM = re.compile(r"(?:[^\W\d]\.){2,}")
"""What keeps its full stops: "U.S."."""
OWNED = re.compile(r"(?<!\d)'s$|(?<=s)'$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWords:
    """The vocabulary of claims; keys and phrases in lower case.

    Attributes:
        extremes, changes: what is said of a period (``low``, ``high``, ``worst``, ``best``, ``first``) by phrase.
        counting: those of both that need a noun that can be counted.
        topics: what is measured, by phrase.
        roles: ``agent``, ``patient``, ``to``, ``pair``, ``with`` or ``of`` by preposition.
        joints: ``slash``, ``versus``, ``and``, ``dash`` or ``hyphen`` by what stands between two names.
        periods: lengths of a period by their words; ``lengths``: a number of them.
        unseen: "not seen", which adds nothing to "since".
        refused: words that make a sentence no claim that can be tested, with why.
        months: by name and abbreviation; ``numbers``: by word.
    """

    extremes: Mapping[Phrase, str]
    changes: Mapping[Phrase, str]
    counting: frozenset[Phrase]
    any_time: frozenset[Phrase]
    since: frozenset[str]
    ever: frozenset[Phrase]
    as_of: frozenset[Phrase]
    lookback: frozenset[str]
    last: frozenset[str]
    approximately: frozenset[Phrase]
    single: frozenset[str]
    periods: Mapping[str, Period]
    lengths: Mapping[str, tuple[int, Period]]
    roles: Mapping[str, str]
    joints: Mapping[str, str]
    fillers: frozenset[str]
    topics: Mapping[Phrase, Topic]
    not_counted: frozenset[str]
    unseen: frozenset[Phrase]
    refused: Mapping[str, str]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    vague_numbers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a claim.

    Attributes:
        text: without the punctuation around it; ``low``: the same in lower case.
        owner: whether it stands in the possessive.
        stop: whether a comma, semicolon or colon follows.
        gap: the place of words that were understood and taken out.
        noun: the place of those that say what is measured.
    """

    text: str
    low: str
    owner: bool = False
    stop: bool = False
    gap: bool = False
    noun: bool = False


GAP = Word(text="", low="", gap=True)
NOUN = Word(text="", low="", noun=True)


@cache
def load_claim_words(language: str = "en") -> ClaimWords:
    """Read the table of a language once.

    Raises:
        ValueError: a phrase stands under two entries; says which.
    """
    raw: dict[str, Any] = yaml.safe_load((folder("lang", language) / "claims.yaml").read_text(encoding="utf-8"))
    times: dict[str, Any] = yaml.safe_load((folder("lang", language) / "times.yaml").read_text(encoding="utf-8"))
    topics = {name: _topic(name, entry) for name, entry in raw["topics"].items()}
    return ClaimWords(
        extremes=_phrases(raw["extremes"]),
        changes=_phrases(raw["changes"]),
        counting=_listed(raw["counting"]),
        any_time=_listed(raw["any_time"]),
        since=frozenset(raw["since"]),
        ever=_listed(raw["ever"]),
        as_of=_listed(raw["as_of"]),
        lookback=frozenset(raw["lookback"]),
        last=frozenset(raw["last"]),
        approximately=_listed(raw["approximately"]),
        single=frozenset(raw["single"]),
        periods={word: Period(value) for word, value in raw["periods"].items()},
        lengths={word: (number, Period(unit)) for word, (number, unit) in raw["lengths"].items()},
        roles={" ".join(phrase): role for phrase, role in _phrases(raw["roles"]).items()},
        joints={" ".join(phrase): joint for phrase, joint in _phrases(raw["joints"]).items()},
        fillers=frozenset(raw["fillers"]),
        topics={
            phrase: topics[name]
            for phrase, name in _phrases({name: entry["words"] for name, entry in raw["topics"].items()}).items()
        },
        not_counted=frozenset(raw["not_counted"]),
        unseen=_listed(raw["unseen"]),
        refused={word: entry["why"] for entry in raw["refused"] for word in entry["words"]},
        months={**times["months"], **times["month_abbreviations"]},
        numbers=times["numbers"],
        vague_numbers=frozenset(times["vague_numbers"]),
    )


def _listed(phrases: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(phrase.split()) for phrase in phrases)


def _phrases(groups: Mapping[str, Sequence[str]]) -> dict[Phrase, str]:
    found: dict[Phrase, str] = {}
    for name, phrases in groups.items():
        for written in phrases:
            phrase = tuple(written.split())
            if found.setdefault(phrase, name) != name:
                raise ValueError(f"claims.yaml: {written!r} stands under {found[phrase]!r} and {name!r}")
    return found


def _topic(name: str, entry: Mapping[str, Any]) -> Topic:
    return Topic(
        name=name,
        types=tuple(entry.get("types", ())),
        tone=entry.get("tone", ""),
        turned=bool(entry.get("turned", False)),
        note=entry.get("note", ""),
    )


def words_of(text: str) -> tuple[Word, ...]:
    """A claim cut at white space, without quotation marks and the punctuation around words.

    >>> [word.text for word in words_of("Norland's relations with Estoria, lowest since Oct. 2014.")]
    ['Norland', 'relations', 'with', 'Estoria', 'lowest', 'since', 'Oct', '2014']
    """
    spaced = re.sub(r"\s*--+\s*", " – ", text.translate(DASHES))
    found = (_word(part) for part in spaced.split())
    return tuple(word for word in found if word.text)


def _word(part: str) -> Word:
    bare = part.strip("\"'()[]!?") if part.strip("\"'") else ""
    owner = part.rstrip('",;:.!?)').endswith("s'") and not part.startswith("'")
    bare = f"{bare}'" if owner and not bare.endswith("'") else bare
    stop = bare.endswith((",", ";", ":"))
    bare = bare.rstrip(',;:!?"')
    if bare.endswith(".") and not ACRONYM.fullmatch(bare.rpartition("–")[2].rpartition("-")[2]):
        bare = bare.rstrip(".")
    text = OWNED.sub("", bare)
    return Word(text=text, low=text.lower(), owner=text != bare, stop=stop)


def matching(words: Sequence[Word], start: int, phrases: Iterable[Phrase]) -> Phrase | None:
    """The longest of some phrases that begins at a word, or ``None``."""
    found = (phrase for phrase in phrases if _begins(words, start, phrase))
    return max(found, key=len, default=None)


def _begins(words: Sequence[Word], start: int, phrase: Phrase) -> bool:
    inside = words[start : start + len(phrase)]
    return len(inside) == len(phrase) and all(word.low == part for word, part in zip(inside, phrase, strict=True))


def cut(words: Sequence[Word], start: int, count: int, mark: Word = GAP) -> tuple[Word, ...]:
    """The words without some of them, a mark in their place."""
    stop = any(word.stop for word in words[start : start + count])
    return (*words[:start], replace(mark, stop=stop), *words[start + count :])


def written(words: Sequence[Word]) -> str:
    """Words as a text."""
    return " ".join(word.text for word in words if word.text)

"""Words of diplomacy as concepts: which mean the same, which the opposite, which hardly tell issues apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from dragoman.model.ids import slug
from dragoman.tables import folder, lines, rows, split

LONGEST = 4
"""Words in the longest entry of several words."""
SHORTEST_STEM = 4
DEMONYMS = ("ians", "ian", "ans", "an", "ese", "ish", "is", "i", "ia", "a", "e", "s")
ENDINGS = (
    "isations", "izations", "isation", "ization", "ations", "ation", "itions", "ition", "ements", "ement", "ments",
    "ment", "ances", "ance", "ences", "ence", "ings", "ing", "ions", "ion", "als", "al",
    "ised", "ized", "ises", "izes", "ise", "ize", "ed", "es", "ly", "s", "e",
)  # fmt: skip


class ConceptKind(StrEnum):
    """What a concept does in a phrase.

    ``act``: what is done; the act at the head decides. ``soft``: an act that phrases leave out ("[the delivery of]
    aid"). ``thing``: what it is about. ``quality``: an adjective that has an opposite. ``light``: a plan, by any name.
    ``counter``: an answer to one. ``number``: phrases with different ones are not the same. ``weak``: says next to
    nothing ("establishment of", "new").
    """

    ACT = "act"
    SOFT = "soft"
    THING = "thing"
    QUALITY = "quality"
    NUMBER = "number"
    LIGHT = "light"
    COUNTER = "counter"
    WEAK = "weak"


class Owner(StrEnum):
    """Who a name is that hangs on an act by "of": whom it is done to, who does it, that or that ("the gate opens", "the
    opening of the gate"), or one of two alike sides."""

    PATIENT = ""
    AGENT = "agent"
    EITHER = "either"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One row of the table."""

    name: str
    kind: ConceptKind
    of: Owner = Owner.PATIENT
    opposite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words and what they mean.

    Attributes:
        words: concept by one or several words in lower case.
        stop: words that don't count.
        prepositions, breaks: words after which a phrase goes on about something else; the second with articles.
        owners: pronouns that stand for the party whose phrase it is.
        auxiliaries: forms of "be", before which the one it is done to stands.
        modals: "would", "had" and the like, before the verb of a clause.
        negators: "not" and the like.
        states: key of a state or another known actor by its names and adjectives, as written.
        actors: keys of all known actors, as features.
        state_names: name of a state by its id.
        parties: feature of the party by that of someone who acts for it.
    """

    words: Mapping[str, Concept]
    stop: frozenset[str]
    prepositions: frozenset[str]
    breaks: frozenset[str]
    owners: frozenset[str]
    auxiliaries: frozenset[str]
    modals: frozenset[str]
    negators: frozenset[str]
    states: Mapping[str, str]
    actors: frozenset[str]
    state_names: Mapping[str, str]
    parties: Mapping[str, str] = field(default_factory=dict)

    def concept(self, word: str) -> Concept | None:
        """The concept of a word in lower case, in whatever form."""
        for form in forms(word):
            if form in self.words:
                return self.words[form]
        return None

    def knowing(self, actors: Mapping[str, str]) -> Lexicon:
        """The same with more actors, by their names, initials ("Red Ridge Front", "RRF") and last names.

        Args:
            actors: name of the party by name of the actor.
        """
        proper = {name: party for name, party in sorted(actors.items()) if _is_proper(name)}
        keys = {name: self.states.get(name) or (slug(name) if " " in name else bare_name(name)) for name in proper}
        short: dict[str, set[str]] = {}
        for name, key in keys.items():
            words = name.split()
            if len(words) > 1:
                for alone in ("".join(word[0] for word in words), words[-1]):
                    if self.concept(alone.lower()) is None:
                        short.setdefault(alone, set()).add(key)
        plain = {alone: next(iter(found)) for alone, found in short.items() if len(found) == 1}
        states = {**plain, **keys, **self.states}
        parties = {
            f"name:{keys[name]}": f"name:{keys.get(party) or self.name(party)}"
            for name, party in proper.items()
            if name != party
        }
        return replace(self, states=states, actors=frozenset(f"name:{key}" for key in states.values()), parties=parties)

    def name(self, written: str) -> str:
        """A name without the ending that makes it an adjective: the same for "Kestria" and "Kestrian"."""
        return self.states.get(written) or bare_name(written)


@lru_cache(maxsize=4)
def load_lexicon(language: str = "en") -> Lexicon:
    """Load the table of concepts.

    Raises:
        ValueError: a kind is none, or a word stands in two rows; says which.
    """
    words: dict[str, Concept] = {}
    for row in rows(folder("lang", language) / "concepts.csv"):
        concept = Concept(
            name=row["concept"], kind=ConceptKind(row["kind"]), of=Owner(row["of"]), opposite=row["opposite"]
        )
        for word in split(row["words"]):
            if words.setdefault(word.lower(), concept).name != concept.name:
                raise ValueError(f"concepts.csv: {word!r} stands under {words[word].name!r} and {concept.name!r}")
    states, names = _states()
    prepositions = _words("issue_prepositions", language)
    return Lexicon(
        words=words,
        stop=_words("issue_stop_words", language),
        prepositions=prepositions,
        breaks=prepositions | _words("issue_breaks", language),
        owners=_words("issue_owners", language),
        auxiliaries=_words("issue_auxiliaries", language),
        modals=_words("issue_modals", language),
        negators=_words("negators", language),
        states=states,
        actors=frozenset(f"name:{key}" for key in states.values()),
        state_names=names,
    )


def _words(name: str, language: str) -> frozenset[str]:
    return frozenset(lines(folder("lang", language, "words") / f"{name}.txt"))


def _is_proper(name: str) -> bool:
    return bool(name) and all(word[:1].isupper() for word in name.split())


def _states() -> tuple[dict[str, str], dict[str, str]]:
    forms_of: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in rows(folder("actors") / "states.csv"):
        names[row["id"]] = row["name"]
        for form in (row["name"], *split(row["aliases"]), *split(row["adjectives"]), *split(row["demonyms"])):
            forms_of.setdefault(form, row["id"])
    return forms_of, names


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """A word and what it may be a form of, likeliest first: "freeing", "free", "freee"."""
    return tuple(dict.fromkeys(_forms(word)))


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending, others in (
        ("ies", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ied", ("y",)), ("ed", ("", "e")), ("ing", ("", "e")),
        ("ings", ("", "e")), ("ly", ("",)),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            stem = word[: -len(ending)]
            yield from (stem + other for other in others)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word that the table does not know, without its ending: the same for a verb and the noun made of it."""
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def bare_name(written: str) -> str:
    """A name in lower case without ending."""
    name = written.lower()
    for ending in DEMONYMS:
        if name.endswith(ending) and len(name) - len(ending) >= SHORTEST_STEM - 1:
            return name[: -len(ending)]
    return name

"""What coreference knows of the language: pronouns, descriptor nouns, cues of agency, first names, offices, states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.model.actors import ActorKind
from dragoman.tables import folder, rows, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronoun:
    """A third-person pronoun.

    Attributes:
        plural: true for "they".
        gender: ``m``, ``f`` or empty for "it" and "they".
        case: ``subject``, ``object``, ``possessive`` or ``reflexive``.
    """

    form: str
    plural: bool
    gender: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A noun that may refer back to an actor when it is definite ("the *group*").

    Attributes:
        refers: ``person``, ``group``, ``state``, ``states`` (two or more), ``persons`` (two or more), ``sides`` (two
            parties of any kind), ``organ`` (a body of the salient state), ``none`` (never refers back).
        kinds: actor kinds of the antecedent; empty for any.
        sectors: sectors of the antecedent; empty for any.
        offices: office classes that a person so described holds.
        titles: words said of such a person, lower case.
        gender: ``m``, ``f`` or empty.
        members: ISO codes of the states it can describe ("kingdom"); empty for any.
    """

    noun: str
    refers: str
    kinds: frozenset[str]
    sectors: frozenset[str]
    offices: frozenset[str]
    titles: tuple[str, ...]
    gender: str
    members: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All tables of this stage.

    Attributes:
        pronouns: by form.
        descriptors: by noun (lower case, singular; words joined by a hyphen).
        cues: by slot (``subject``, ``object``, ``owner``): lemmas that take actors there, to the sorts they prefer;
            ``judge``: verbs that say what their object did ("praised Lund for *her* speech").
        genders: by first name.
        offices: office classes by title or agent noun, lower case.
        office_names: plain name of an office class, as other countries have it too.
        states: by ISO code: (name, adjective).
        heads: nouns in names of organisations ("front", "party"), to the kind of actor they show.
        words: closed word lists by name (``copula``, ``time_noun``, ...).
    """

    pronouns: Mapping[str, Pronoun]
    descriptors: Mapping[str, tuple[Descriptor, ...]]
    cues: Mapping[str, Mapping[str, frozenset[str]]]
    genders: Mapping[str, str]
    offices: Mapping[str, str]
    office_names: Mapping[str, str]
    states: Mapping[str, tuple[str, str]]
    heads: Mapping[str, ActorKind]
    words: Mapping[str, frozenset[str]]


def key_of(phrase: str) -> str:
    """The form under which a noun phrase is looked up: words in lower case joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in phrase.lower()).split())


def _descriptors(language: str) -> dict[str, tuple[Descriptor, ...]]:
    found: dict[str, list[Descriptor]] = defaultdict(list)
    for row in rows(folder("lang", language) / "descriptors.csv"):
        found[key_of(row["noun"])].append(
            Descriptor(
                noun=row["noun"],
                refers=row["refers"],
                kinds=frozenset(split(row["kinds"])),
                sectors=frozenset(split(row["sectors"])),
                offices=frozenset(split(row["offices"])),
                titles=split(row["titles"]),
                gender=row["gender"],
                members=frozenset(split(row["members"])),
            )
        )
    return {noun: tuple(entries) for noun, entries in found.items()}


def _offices() -> dict[str, str]:
    """Office class by title; agent nouns first, since there a word stands for one office only."""
    found = {}
    for row in rows(folder("actors") / "titles.csv"):
        if row["office"] != "other":
            found[row["title"].lower()] = row["office"]
    for row in rows(folder("actors") / "agents.csv"):
        if row["office"]:
            found[row["singular"].lower()] = row["office"]
    return found


def _office_names() -> dict[str, str]:
    """The first agent noun of each office class: the tables list the plain one first."""
    found: dict[str, str] = {}
    for row in rows(folder("actors") / "agents.csv"):
        if row["office"] and row["kind"] == "person":
            found.setdefault(row["office"], row["singular"])
    return found


def _states() -> dict[str, tuple[str, str]]:
    return {
        row["id"]: (row["name"], (split(row["adjectives"]) or (row["name"],))[0])
        for row in rows(folder("actors") / "states.csv")
    }


@cache
def load_lexicon(language: str = "en") -> Lexicon:
    """Load the tables once.

    Raises:
        ValueError: a row is malformed; names table and line.
    """
    place = folder("lang", language)
    cues: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for row in rows(place / "actor_cues.csv"):
        cues[row["slot"]][row["lemma"]] = frozenset(split(row["sorts"]))
    lists: dict[str, set[str]] = defaultdict(set)
    for row in rows(place / "reference_words.csv"):
        lists[row["list"]].add(row["word"])
    return Lexicon(
        pronouns={
            row["form"]: Pronoun(
                form=row["form"], plural=row["number"] == "plural", gender=row["gender"], case=row["case"]
            )
            for row in rows(place / "pronouns.csv")
        },
        descriptors=_descriptors(language),
        cues=cues,
        genders={row["name"]: row["gender"] for row in rows(place / "first_names.csv")},
        offices=_offices(),
        office_names=_office_names(),
        states=_states(),
        heads={row["noun"]: ActorKind(row["kind"]) for row in rows(place / "organisation_heads.csv")},
        words={name: frozenset(words) for name, words in lists.items()},
    )

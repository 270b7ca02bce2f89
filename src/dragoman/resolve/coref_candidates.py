"""Antecedents: what a text has mentioned so far, with the features that pronouns and descriptions agree with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_lexicon import Lexicon
from dragoman.syntax import MAX_CLIMB, is_verbal


class Sort(StrEnum):
    """What an antecedent is, as far as agreement asks."""

    PERSON = "person"
    PEOPLE = "people"
    STATE = "state"
    GROUP = "group"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"
    THING = "thing"


STATE_KINDS = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.REGION})
GROUP_KINDS = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.GROUP, ActorKind.MILITARY})
PERSON_KINDS = frozenset({ActorKind.PERSON, ActorKind.OFFICE, ActorKind.POPULATION})
QUANTIFIERS = frozenset(["thousand", "hundred", "dozen", "million", "score", "ten", "most", "some", "many", "all", "both", "several", "few", "half", "majority", "none", "each", "one", "two", "three", "number", "group", "crowd"])
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
NO_NAMES = frozenset({"GMT", "ET", "EST", "EDT", "BST", "UTC", "PT", "CNN", "AP", "AFP", "Reuters", "RETWEET"})
BOTH_NUMBERS = frozenset({"police", "military", "opposition", "public", "team", "crew", "taliban", "leadership", "family"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod", "quantmod", "nummod", "advmod"})

ROLE_WEIGHTS = {
    "subject": 165.0, "clause": 150.0, "object": 130.0, "indirect": 120.0, "agent": 120.0, "owner": 110.0, "nested": 90.0,
    "appos": 70.0, "modifier": 30.0, "other": 100.0,
}  # fmt: skip
"""Prominence by grammatical role, after Lappin and Leass 1994 (subject > object > indirect > nested), with the
100 points for a sentence's recency included; the gaps were set on the development half described in ``coreference``."""
MAIN_CLAUSE = 45.0
"""Extra for the subject of the sentence's main clause."""
TIME_NOUNS = frozenset(
    ["day", "week", "month", "year", "hour", "minute", "second", "decade", "century", "time", "today", "yesterday", "tomorrow", "morning", "evening", "night", "afternoon", "weekend", "moment", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "percent", "%", "part", "number", "lot", "kind", "way", "case", "fact", "thing", "example", "addition", "place", "order", "course", "end", "one"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One earlier phrase that could be the antecedent.

    Attributes:
        key: entity it belongs to: equal keys are one entity.
        actors: empty for a thing that is no actor.
        head, sentence: token and sentence index.
        plural: ``None`` if it goes with "it" and "they" alike.
        gender: ``m``, ``f`` or ``None`` if not known.
        role: grammatical role (key of ``ROLE_WEIGHTS``).
        weight: prominence of this one mention.
        adjectival: true when it only modifies a noun.
        collective: true for an unknown name that can be no person: "the FLNKS", "Velmora Liberation Front".
    """

    key: tuple[str, ...]
    actors: tuple[ActorRef, ...]
    head: int
    first: int
    last: int
    sentence: int
    sort: Sort
    plural: bool | None
    gender: str | None
    role: str
    weight: float
    adjectival: bool = False
    collective: bool = False


def role_of(text: AnnotatedText, index: int) -> tuple[str, bool]:
    """Grammatical role of a noun token, and whether it is the subject of the main clause."""
    tokens = text.tokens
    token = tokens[index]
    for _ in range(MAX_CLIMB):
        if token.dep != "conj":
            break
        token = tokens[token.head]
    if token.dep == "pobj" and tokens[token.head].lemma == "of" and tokens[tokens[token.head].head].lemma in QUANTIFIERS:
        token = tokens[tokens[token.head].head]
    dep = token.dep
    if dep in {"nsubj", "nsubjpass", "csubj"}:
        verb = tokens[token.head]
        if verb.dep in {"advcl", "relcl", "acl"}:
            return "clause", False
        return "subject", verb.dep == "ROOT" or (verb.dep == "conj" and tokens[verb.head].dep == "ROOT")
    if dep in {"dobj", "attr", "oprd"}:
        return "object", False
    if dep == "dative":
        return "indirect", False
    if dep == "pobj":
        above = tokens[token.head]
        if above.dep == "agent":
            return "agent", False
        return ("indirect", False) if is_verbal(tokens[above.head]) else ("nested", False)
    if dep == "poss":
        return "owner", False
    if dep == "appos":
        return "appos", False
    if dep in MODIFIERS:
        return "modifier", False
    return "other", False


def sort_of(actors: tuple[ActorRef, ...], plural: bool) -> Sort:
    """Sort of a mention by the kind of its first actor."""
    kind = actors[0].kind
    if kind is ActorKind.PERSON:
        return Sort.PERSON
    if kind in STATE_KINDS:
        return Sort.STATE if not plural else Sort.PEOPLE
    if kind in PERSON_KINDS:
        return Sort.PEOPLE if plural else Sort.PERSON
    if kind is ActorKind.UNKNOWN:
        return Sort.UNKNOWN if actors[0].name not in NO_NAMES else Sort.THING
    if plural and kind not in {ActorKind.COMPANY, ActorKind.IGO, ActorKind.MEDIA, ActorKind.NGO}:
        return Sort.PEOPLE
    return Sort.GROUP if kind in GROUP_KINDS else Sort.ORGANISATION


def _number(text: AnnotatedText, mention: Mention) -> bool | None:
    if len(mention.actors) > 1:
        return True
    token, actor = text.tokens[mention.head], mention.actors[0]
    word = token.text.lower()
    if "/" in actor.id and token.tag == "NNS" and word not in BOTH_NUMBERS:
        return True
    if actor.kind in {ActorKind.STATE, ActorKind.PERSON, ActorKind.REGION, ActorKind.IGO, ActorKind.COMPANY}:
        return False
    if word in BOTH_NUMBERS:
        return None
    if token.tag in PLURAL_TAGS or word in {"people", "police"}:
        return True
    if actor.kind is ActorKind.POPULATION and word.endswith("s") and token.tag == "NNP":
        return True
    return None if actor.kind is ActorKind.ARMED_GROUP and word.endswith("s") else False


FEMALE_WORDS = frozenset({"ms", "ms.", "mrs", "mrs.", "miss", "madam", "lady", "queen", "princess", "sister", "baroness", "dame", "she", "woman", "wife", "mother", "daughter", "actress"})  # fmt: skip
MALE_WORDS = frozenset({"mr", "mr.", "sir", "king", "prince", "lord", "sheikh", "sheik", "emir", "sultan", "brother", "pope", "baron", "man", "father", "son", "husband", "emperor"})  # fmt: skip


def gender_of(text: AnnotatedText, mention: Mention, lexicon: Lexicon) -> str | None:
    """Gender of a person: from the tables, a title, a noun in -man or -woman, or the first name."""
    actor = mention.actors[0]
    if actor.gender:
        return actor.gender
    begin = max(mention.first - 1, text.sentences[text.tokens[mention.first].sentence].first)
    for token in text.tokens[begin : mention.last]:
        word = token.text.lower()
        if word in FEMALE_WORDS or word.endswith("woman"):
            return "f"
        if word in MALE_WORDS or (word.endswith("man") and token.text.islower() and word != "woman"):
            return "m"
    if actor.kind in {ActorKind.PERSON, ActorKind.UNKNOWN} and " " in actor.name:
        return lexicon.genders.get(actor.name.split()[0])
    return None


def _is_collective(text: AnnotatedText, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether an unknown name is an organisation's by its article, its capitals or a word in it."""
    begin = text.sentences[text.tokens[mention.first].sentence].first
    name = mention.actors[0].name
    if mention.first > begin and text.tokens[mention.first - 1].text.lower() == "the":
        return True
    if name.isupper() and len(name) < 7 and " " not in name:
        return True
    return any(
        entry.refers == "group" for word in name.lower().split() for entry in lexicon.descriptors.get(word.strip(".,"), ())
    )


def candidate(text: AnnotatedText, mention: Mention, lexicon: Lexicon) -> Candidate:
    """A mention as an antecedent."""
    token = text.tokens[mention.head]
    plural = _number(text, mention)
    sort = sort_of(mention.actors, plural is True)
    role, main = role_of(text, mention.head)
    gender = gender_of(text, mention, lexicon) if sort in {Sort.PERSON, Sort.UNKNOWN} else None
    collective = sort is Sort.UNKNOWN and _is_collective(text, mention, lexicon)
    if sort is Sort.UNKNOWN and gender is not None and not collective:
        sort = Sort.PERSON
    return Candidate(
        key=tuple(actor.id for actor in mention.actors),
        actors=mention.actors,
        head=mention.head,
        first=mention.first,
        last=mention.last,
        sentence=token.sentence,
        sort=sort,
        plural=plural,
        gender=gender,
        role=role,
        weight=ROLE_WEIGHTS["modifier" if mention.adjectival else role] + MAIN_CLAUSE * main,
        adjectival=mention.adjectival,
        collective=collective,
    )


def things(text: AnnotatedText, sentence: int, taken: frozenset[int] | set[int]) -> list[Candidate]:
    """Nouns of a sentence that name no actor: they compete for "it" and "they"."""
    found = []
    bounds = text.sentences[sentence]
    for token in text.tokens[bounds.first : bounds.last]:
        if token.pos not in {"NOUN", "PROPN"} or token.i in taken or token.dep in MODIFIERS:
            continue
        if token.lemma in TIME_NOUNS or token.dep in {"npadvmod", "dep"} or not token.text[0].isalpha():
            continue
        role, main = role_of(text, token.i)
        found.append(
            Candidate(
                key=("thing", token.lemma),
                actors=(),
                head=token.i,
                first=token.i,
                last=token.i + 1,
                sentence=sentence,
                sort=Sort.THING,
                plural=token.tag in PLURAL_TAGS,
                gender=None,
                role=role,
                weight=ROLE_WEIGHTS[role] + MAIN_CLAUSE * main,
            )
        )
    return found


def coordinated(text: AnnotatedText, members: dict[int, Candidate]) -> Iterator[Candidate]:
    """Antecedents made of several conjuncts ("Lund and Berg"), from the single ones by head token."""
    groups: dict[int, list[Candidate]] = {}
    for head, single in members.items():
        top, token = head, text.tokens[head]
        for _ in range(MAX_CLIMB):
            if token.dep != "conj":
                break
            token = text.tokens[token.head]
            top = token.i
        if top != head or any(text.tokens[below].dep == "conj" for below in text.children[head]):
            groups.setdefault(top, []).append(single)
    for top, singles in groups.items():
        solid = [single for single in singles if not single.adjectival and single.actors]
        if len(solid) < 2 or top not in members:
            continue
        actors = tuple({actor.id: actor for single in solid for actor in single.actors}.values())
        if len(actors) < 2:
            continue
        yield replace(
            solid[0],
            key=tuple(actor.id for actor in actors),
            actors=actors,
            last=solid[-1].last,
            sort=Sort.PEOPLE,
            plural=True,
            gender=None,
            weight=solid[0].weight + 15.0,
        )


def is_abstract(text: AnnotatedText, mention: Mention, sort: Sort) -> bool:
    """True for a person noun that stands bare and so means no person ("forced into *exile*", "wants *justice*")."""
    token = text.tokens[mention.head]
    if mention.basis is not MentionBasis.GENERIC or sort is not Sort.PERSON or token.tag != "NN":
        return False
    return not any(text.tokens[i].dep in {"det", "poss", "amod", "nummod", "compound"} for i in text.children[mention.head])

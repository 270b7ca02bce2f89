"""Antecedents: what a text has mentioned so far, with the features that pronouns and descriptions agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from typing import NamedTuple

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
ORGANISATION_KINDS = frozenset({ActorKind.COMPANY, ActorKind.IGO, ActorKind.MEDIA, ActorKind.NGO})
SINGULAR_KINDS = frozenset({ActorKind.STATE, ActorKind.PERSON, ActorKind.REGION, ActorKind.IGO, ActorKind.COMPANY})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod", "quantmod", "nummod", "advmod"})
NOUN_PARTS = frozenset({"det", "poss", "amod", "nummod", "compound"})

ROLE_WEIGHTS: Mapping[str, float] = {
    "subject": 165.0,
    "clause": 150.0,
    "object": 130.0,
    "indirect": 120.0,
    "agent": 120.0,
    "owner": 110.0,
    "other": 100.0,
    "nested": 90.0,
    "appos": 70.0,
    "modifier": 30.0,
}
"""Prominence by grammatical role in the order of Lappin and Leass (1994): subjects (of adverbial and relative clauses a
little less), objects, owners, nouns nested in others, modifiers; 100 of it is for recency. See ``coreference`` for the
texts on which the gaps were set."""
MAIN_CLAUSE = 45.0
"""Extra for the subject of the main clause: with 20 the subject of a fronted "while" clause won over it."""
COORDINATION = 15.0


class Candidate(NamedTuple):
    """One earlier phrase that could be the antecedent; a tuple, since thousands are made for a text.

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


def top_conjunct(text: AnnotatedText, index: int) -> int:
    """The first member of the coordination a token is in, or the token itself."""
    for _ in range(MAX_CLIMB):
        if text.tokens[index].dep != "conj":
            break
        index = text.tokens[index].head
    return index


def role_of(text: AnnotatedText, index: int, lexicon: Lexicon) -> tuple[str, bool]:
    """Grammatical role of a noun token, and whether it is the subject of the main clause.

    "Most *of them*" and "thousands of *protesters*" have the role of the whole.
    """
    tokens = text.tokens
    token = tokens[top_conjunct(text, index)]
    dep = token.dep
    if dep == "pobj" and tokens[token.head].lemma == "of":
        whole = tokens[tokens[token.head].head]
        if whole.lemma in lexicon.words["quantifier"]:
            token, dep = whole, whole.dep
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
    return ("modifier", False) if dep in MODIFIERS else ("other", False)


def _sort(actor: ActorRef, plural: bool, lexicon: Lexicon) -> Sort:
    kind = actor.kind
    if kind is ActorKind.PERSON:
        return Sort.PERSON
    if kind in STATE_KINDS:
        return Sort.PEOPLE if plural else Sort.STATE
    if kind in PERSON_KINDS:
        return Sort.PEOPLE if plural else Sort.PERSON
    if kind is ActorKind.UNKNOWN:
        return Sort.THING if actor.name in lexicon.words["not_a_name"] else Sort.UNKNOWN
    if plural and kind not in ORGANISATION_KINDS:
        return Sort.PEOPLE
    return Sort.GROUP if kind in GROUP_KINDS else Sort.ORGANISATION


def _number(text: AnnotatedText, mention: Mention, lexicon: Lexicon) -> bool | None:
    """True for plural, false for singular, ``None`` for what goes with both."""
    if len(mention.actors) > 1:
        return True
    token, actor = text.tokens[mention.head], mention.actors[0]
    word = token.text.lower()
    both = word in lexicon.words["both_numbers"]
    if token.tag == "NNS" and not both and "/" in actor.id:
        return True
    if actor.kind in SINGULAR_KINDS:
        return False
    if both:
        return None
    if token.tag in PLURAL_TAGS or word == "people":
        return True
    if word.endswith("s") and token.tag == "NNP":
        return True if actor.kind is ActorKind.POPULATION else None if actor.kind is ActorKind.ARMED_GROUP else False
    return False


def gender_of(text: AnnotatedText, mention: Mention, lexicon: Lexicon) -> str | None:
    """Gender of a person: from the tables, a title, a noun in -man or -woman, or the first name."""
    actor = mention.actors[0]
    if actor.gender:
        return actor.gender
    begin = max(mention.first - 1, text.sentences[text.tokens[mention.first].sentence].first)
    for token in text.tokens[begin : mention.last]:
        word = token.text.lower()
        if word in lexicon.words["female"] or word.endswith("woman"):
            return "f"
        if word in lexicon.words["male"] or (word.endswith("man") and token.text.islower()):
            return "m"
    if " " in actor.name and (actor.kind is ActorKind.PERSON or actor.kind is ActorKind.UNKNOWN):
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
    entries = (lexicon.descriptors.get(word.strip(".,"), ()) for word in name.lower().split())
    return any(entry.refers == "group" for found in entries for entry in found)


def candidate(text: AnnotatedText, mention: Mention, lexicon: Lexicon, model: Candidate | None = None) -> Candidate:
    """A mention as an antecedent; a pronoun's has the features of its own antecedent, the ``model``."""
    role, main = role_of(text, mention.head, lexicon)
    actors = mention.actors
    if model is not None:
        key, sort, plural, gender, collective = model.key, model.sort, model.plural, model.gender, model.collective
    else:
        key = (actors[0].id,) if len(actors) == 1 else tuple(actor.id for actor in actors)
        plural = _number(text, mention, lexicon)
        sort = _sort(actors[0], plural is True, lexicon)
        gender = gender_of(text, mention, lexicon) if sort is Sort.PERSON or sort is Sort.UNKNOWN else None
        collective = sort is Sort.UNKNOWN and _is_collective(text, mention, lexicon)
        if sort is Sort.UNKNOWN and gender is not None and not collective:
            sort = Sort.PERSON
    return Candidate(
        key=key,
        actors=actors,
        head=mention.head,
        first=mention.first,
        last=mention.last,
        sentence=text.tokens[mention.head].sentence,
        sort=sort,
        plural=plural,
        gender=gender,
        role=role,
        weight=ROLE_WEIGHTS["modifier" if mention.adjectival else role] + MAIN_CLAUSE * main,
        adjectival=mention.adjectival,
        collective=collective,
    )


def things(text: AnnotatedText, sentence: int, taken: Set[int], lexicon: Lexicon) -> list[Candidate]:
    """Nouns of a sentence that name no actor: they compete for "it" and "they"."""
    found = []
    bounds = text.sentences[sentence]
    for token in text.tokens[bounds.first : bounds.last]:
        if token.pos not in {"NOUN", "PROPN"} or token.i in taken or token.dep in MODIFIERS or token.dep == "dep":
            continue
        if token.lemma in lexicon.words["time_noun"] or not token.text[0].isalpha():
            continue
        role, main = role_of(text, token.i, lexicon)
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


def coordinated(text: AnnotatedText, members: Mapping[int, Candidate]) -> Iterator[Candidate]:
    """Antecedents made of several conjuncts ("Lund and Berg"), from the single ones by head token.

    "Lund and others" counts too: its one known actor stands for the whole.
    """
    groups: dict[int, list[Candidate]] = {}
    for head, single in members.items():
        top = top_conjunct(text, head)
        if top != head or any(text.tokens[below].dep == "conj" for below in text.children[head]):
            groups.setdefault(top, []).append(single)
    for top, singles in groups.items():
        solid = [single for single in singles if single.actors and not single.adjectival]
        if top not in members or not solid:
            continue
        actors = tuple({actor.id: actor for single in solid for actor in single.actors}.values())
        if len(actors) == 1:
            if solid[0].sort is not Sort.PERSON or not _has_others(text, top):
                continue
            key: tuple[str, ...] = (actors[0].id, "others")
        else:
            key = tuple(actor.id for actor in actors)
        yield solid[0]._replace(
            key=key,
            actors=actors,
            last=solid[-1].last,
            sort=Sort.PEOPLE,
            plural=True,
            gender=None,
            weight=solid[0].weight + COORDINATION,
        )


def _has_others(text: AnnotatedText, head: int) -> bool:
    return any(text.tokens[i].dep == "conj" and text.tokens[i].tag in {"NNS", "NN"} for i in text.children[head])


def is_abstract(text: AnnotatedText, mention: Mention, sort: Sort) -> bool:
    """True for a person noun that stands bare and so means no person ("forced into *exile*", "wants *justice*")."""
    if mention.basis is not MentionBasis.GENERIC or sort is not Sort.PERSON or text.tokens[mention.head].tag != "NN":
        return False
    return not any(text.tokens[i].dep in NOUN_PARTS for i in text.children[mention.head])

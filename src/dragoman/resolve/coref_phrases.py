"""Noun phrases that may be descriptions: their words, the noun of the table they are, what restricts them."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_discourse import Discourse, inferred
from dragoman.resolve.coref_lexicon import Descriptor, key_of
from dragoman.syntax import child

MAX_MODIFIERS = 5
MODIFIER_POS = frozenset({"ADJ", "NOUN", "PROPN", "NUM"})
MODIFIER_TAGS = frozenset({"VBN", "VBG", "HYPH", "JJS"})
DETERMINER_TAGS = frozenset({"DT", "PRP$", "POS", "PDT"})
ASIDE = frozenset({",", "--", "—", "-", "–", "("})
"""Marks after which a relative clause adds something and does not say which one is meant."""
PERSON_LIKE = frozenset({ActorKind.OFFICE, ActorKind.POPULATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase that may be a description.

    Attributes:
        first, last, head: tokens; ``first`` is the determiner's if it is definite.
        words: modifiers between determiner and noun, lower case.
        determiner: lower case, or empty.
        definite: whether the determiner is "the", "this", "both" ...
        plural: by the noun's tag.
        mention: the generic or composed mention it already is, if any.
    """

    first: int
    last: int
    head: int
    words: tuple[str, ...]
    determiner: str
    definite: bool
    plural: bool
    mention: Mention | None

    @property
    def generic(self) -> ActorRef | None:
        """The actor of a mention without a country ("the army"), or ``None``."""
        if self.mention is None or self.mention.basis is not MentionBasis.GENERIC:
            return None
        actor = self.mention.actors[0]
        return actor if actor.id.startswith("/") else None


def phrase_at(discourse: Discourse, head: int, mention: Mention | None) -> Phrase:
    """The noun phrase of a head noun by the words before it: modifiers back to a determiner or an owner."""
    tokens = discourse.text.tokens
    start = first = mention.first if mention is not None else head
    begin = max(discourse.text.sentences[tokens[head].sentence].first, start - MAX_MODIFIERS)
    while first > begin and (tokens[first - 1].pos in MODIFIER_POS or tokens[first - 1].tag in MODIFIER_TAGS):
        first -= 1
    words = tuple(token.text.lower() for token in tokens[first:head])
    determiner = ""
    if first > discourse.text.sentences[tokens[head].sentence].first and tokens[first - 1].tag in DETERMINER_TAGS:
        determiner = tokens[first - 1].text.lower()
        first -= 1
    elif words[:1] == ("both",):
        determiner = "both"
    definite = determiner in discourse.lexicon.words["definite"]
    return Phrase(
        first=first if definite else start,
        last=mention.last if mention is not None else head + 1,
        head=head,
        words=words,
        determiner=determiner,
        definite=definite,
        plural=tokens[head].tag in {"NNS", "NNPS"},
        mention=mention,
    )


def reference(phrase: Phrase, actors: tuple[ActorRef, ...], antecedent: int | None) -> Mention:
    """The mention of a description that refers to some actors."""
    base = phrase.mention
    return Mention(
        first=base.first if base is not None else phrase.first,
        last=base.last if base is not None else phrase.last,
        head=base.head if base is not None else phrase.head,
        actors=inferred(actors),
        basis=MentionBasis.COREFERENCE,
        inferred=True,
        antecedent=antecedent,
    )


def noun_of(discourse: Discourse, phrase: Phrase) -> str:
    """The key of the noun in singular form: from the mention's own id ("/GOV/foreign-minister"), else the lemma."""
    if phrase.mention is not None:
        parts = phrase.mention.actors[0].id.split("/")
        if len(parts) == 3:
            return parts[2]
    return key_of(discourse.text.tokens[phrase.head].lemma)


def descriptors_of(discourse: Discourse, phrase: Phrase, noun: str, apposed: bool) -> tuple[Descriptor, ...]:
    """Entries of the table for the longest ending of modifiers and noun that it has.

    In an apposition ("the main opposition party, the ...") any ending will do, since the name stands beside it.

    A person noun that is not in the table describes persons with that title.
    """
    own = noun.split("-")
    before = [key_of(word) for word in phrase.words if word[0].isalnum()]
    words = [*before[: max(0, len(before) - len(own) + 1)][-2:], *own]
    for at in range(len(words)):
        found = discourse.lexicon.descriptors.get("-".join(words[at:]))
        if found is not None:
            narrowed = len(words) - at < len(own) and not apposed
            return () if narrowed and not _keeps_sense(found[0], phrase) else found
    title = noun.replace("-", " ")
    office = discourse.lexicon.offices.get(title)
    person = phrase.mention is not None and phrase.mention.actors[0].kind in PERSON_LIKE and not phrase.plural
    if office is None and not person:
        return ()
    return (
        Descriptor(
            noun=title,
            refers="person",
            kinds=frozenset(),
            sectors=frozenset(),
            offices=frozenset({office} if office is not None else ()),
            titles=(title,),
            gender="",
            members=frozenset(),
        ),
    )


def _keeps_sense(entry: Descriptor, phrase: Phrase) -> bool:
    """Whether an agent noun of several words is still what its last word says.

    A "suspected militant" is a militant and a "health ministry" a ministry, but a "protest movement" or a
    "high court" is not any movement or court named before.
    """
    sector = phrase.mention.actors[0].sector if phrase.mention is not None else None
    return entry.refers in {"person", "organ"} or sector in {"REB", "UAF", "CRM"}


def is_restricted(discourse: Discourse, phrase: Phrase) -> bool:
    """True when something narrows the description to one not mentioned before."""
    text = discourse.text
    tokens = text.tokens
    if phrase.last > phrase.head + 1 and phrase.generic is None:
        return True
    if not discourse.lexicon.words["blocking"].isdisjoint(phrase.words):
        return True
    for token in tokens[phrase.first : phrase.head]:
        unknown_name = token.pos == "PROPN" and token.dep == "compound" and token.i not in discourse.mention_at
        if token.tag in {"JJS", "JJR"} or (unknown_name and phrase.mention is None):
            return True
        if unknown_name and phrase.mention is not None and token.i < phrase.mention.first:
            return True
    token = tokens[phrase.head]
    if token.dep in {"attr", "oprd", "appos"} or (token.dep == "pobj" and tokens[token.head].lemma == "as"):
        return True
    return any(_narrows(discourse, phrase, below) for below in text.children[phrase.head] if below >= phrase.last)


def _narrows(discourse: Discourse, phrase: Phrase, below: int) -> bool:
    """Whether a modifier behind the noun says which one is meant: "of Kestria", "that attacked", "in Rafah"."""
    text = discourse.text
    modifier = text.tokens[below]
    if modifier.dep in {"relcl", "acl"}:
        return text.tokens[phrase.last].text not in ASIDE
    if modifier.dep != "prep" or below != phrase.last:
        return False
    inner = child(text, below, "pobj")
    if modifier.lemma == "of":
        return inner is None or text.tokens[inner].pos != "PRON"
    return modifier.lemma in {"in", "for", "from", "at"} and inner is not None and text.tokens[inner].pos == "PROPN"


def is_part_of_name(discourse: Discourse, phrase: Phrase) -> bool:
    """True for a noun that a name follows ("the group Human Rights Watch") or that is in one ("Iraq Survey Group")."""
    beside = discourse.original.get(phrase.last)
    if beside is not None and beside.first == phrase.last and beside.basis is not MentionBasis.GENERIC:
        return True
    tokens = discourse.text.tokens
    start = phrase.mention.first if phrase.mention is not None else phrase.head
    begin = discourse.text.sentences[tokens[start].sentence].first
    if start == begin or not tokens[phrase.head].text[0].isupper():
        return False
    before = tokens[start - 1]
    return before.pos == "PROPN" or (start - 1 > begin and before.text[0].isupper() and before.pos != "DET")


def countries_in(discourse: Discourse, phrase: Phrase) -> frozenset[str]:
    """Countries that the description itself names ("the *Lebanese* group")."""
    found = {actor.country for actor in phrase.mention.actors} if phrase.mention is not None else set()
    for index in range(phrase.first, phrase.head):
        inner = discourse.mention_at.get(index)
        if inner is not None and inner.adjectival:
            found |= {actor.country for actor in inner.actors}
    return frozenset(country for country in found if country)

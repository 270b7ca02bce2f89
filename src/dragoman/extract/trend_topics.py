"""What a claim about a trend can be about: nouns for relations, conflicts, talks, deals, situations and hopes."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook, TrendTopic
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, is_verbal, objects, prepositions, with_conjuncts

PAIR = TrendTopic(lemma="pair", kind="pair", sign="+", weak=True)
"""Two actors named as the ones a relation is between ("the two sides are far apart")."""
COUNTRY = TrendTopic(lemma="country", kind="country", sign="0", weak=True)
"""A state named as the one that slides into war or famine."""
MAX_DEPTH = 3
"""How deep in nested noun phrases a topic may stand ("the pace of the delivery of aid")."""
BY_NAME = frozenset({"pair", "plan", "exchange", "step", "place", "matter", "country"})
"""Kinds of topic that a row must name; "*" does not mean them."""
PRONOUNS = frozenset({"it", "they", "this", "that", "these", "nothing"})
REFERRED = frozenset({"talks", "deal", "relation", "conflict", "plan"})
NAMED_AS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "ROOT"})
"""Places from which a noun is taken up by a pronoun."""
SUPERLATIVE_FORMS = {"worst": "bad", "best": "good", "lowest": "low", "highest": "high", "least": "little"}
IN_PHRASES = frozenset({"row", "relation"})
FORMS = SUPERLATIVE_FORMS | {"better": "good", "worse": "bad", "closer": "close", "tatters": "tatters"}
"""Forms whose lemma is wrong where a tagger takes headline words for names, or "better" for an adverb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A word for a trend and the topic it is about.

    Attributes:
        token: the word; topic: head of what it is about.
        noun: the topic's row in the table.
        direction: better, worse, lowest, highest, unchanged, uncertain.
        rank: which of two claims of one clause about one thing is kept; higher is better.
        anchor: the verb or noun that carries the claim, from which its factuality is read.
        words: tokens of the words that make the claim.
        holder: token of the one whose hope it is, for attitudes.
        rule: id of the row that found it.
    """

    token: int
    topic: int
    noun: TrendTopic
    direction: str
    rank: int
    anchor: int
    words: tuple[int, ...]
    rule: str
    holder: int | None = None


def resolve(direction: str, noun: TrendTopic, degree: str = "") -> str | None:
    """Up and down become better or worse by the topic's sign, superlatives lowest or highest."""
    if direction in {"up", "down"}:
        if noun.sign == "0":
            return None
        direction = "better" if (direction == "up") == (noun.sign == "+") else "worse"
    if degree == "superlative":
        direction = {"better": "highest", "worse": "lowest"}.get(direction, direction)
    return direction


def word_of(text: AnnotatedText, index: int) -> str:
    """Lemma of a token, also where a headline's capitals made the tagger take it for a name."""
    return FORMS.get(text.tokens[index].text.lower(), text.tokens[index].lemma)


def topic_noun(text: AnnotatedText, book: Codebook, index: int) -> TrendTopic | None:
    """The row of the table of topics for a noun, or ``None``."""
    token = text.tokens[index]
    topics = book.trend_topics
    if token.lemma in IN_PHRASES and _in_phrase(text, index):
        return None
    if token.pos not in {"NOUN", "PROPN"}:
        gerund = token.tag == "VBG" and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT"}
        return topics.get(token.text.lower()) if gerund else None
    if token.lemma in book.words["plural_topics"] and token.tag == "NN":
        return None
    found = topics.get(token.lemma)
    if found is None and token.pos == "PROPN":
        found = topics.get(token.lemma.removesuffix("s"))
    return found


def _in_phrase(text: AnnotatedText, index: int) -> bool:
    """Whether a noun is only a part of "in a row" or of "in relation to"."""
    words = [text.tokens[i].lemma if 0 <= i < len(text.tokens) else "" for i in range(index - 2, index + 2)]
    return words[:2] == ["in", "a"] or (words[1] == "in" and words[3] == "to")


def fits(noun: TrendTopic, about: frozenset[str]) -> bool:
    """Whether a row of the table of trends can be about a topic."""
    return noun.kind in about or f"{noun.kind}{noun.sign}" in about or ("*" in about and noun.kind not in BY_NAME)


def topic_at(
    scene: Scene, book: Codebook, index: int, about: frozenset[str], depth: int = 0
) -> tuple[int, TrendTopic] | None:
    """The topic that a noun is, or holds behind "of" and "in" or in a compound; the first that fits."""
    text = scene.text
    noun = topic_noun(text, book, index)
    if noun is not None and fits(noun, about):
        return index, noun
    for member in dependents(text, index, "conj"):
        noun = topic_noun(text, book, member)
        if noun is not None and fits(noun, about):
            return member, noun
    if "pair" in about and is_pair(scene, book, index):
        return index, PAIR
    if "country" in about and any(a.kind is ActorKind.STATE for a in _actors(scene, index)):
        return index, COUNTRY
    if depth >= MAX_DEPTH:
        return None
    if text.tokens[index].tag == "VBG":  # "a step towards *ending* the war"
        return next((t for i in objects(text, index) if (t := topic_at(scene, book, i, about, depth + 1))), None)
    if text.tokens[index].lemma not in book.words["topic_holders"]:
        return None
    for clause in dependents(text, index, "acl", "relcl"):
        for inner in objects(text, clause):  # "efforts to revive the *talks*"
            if inner != index and (found := topic_at(scene, book, inner, about - {"pair"}, depth + 1)) is not None:
                return found
    for prep, inner in prepositions(text, index):
        if prep in {"of", "in", "for", "to", "on", "toward", "towards"}:
            if is_verbal(text.tokens[inner]):
                continue
            found = topic_at(scene, book, inner, about - {"pair"}, depth + 1)
            if found is not None:
                return found
    for below in dependents(text, index, "compound", "nmod"):
        noun = topic_noun(text, book, below)
        if noun is not None and fits(noun, about):
            return below, noun
    return None


def is_pair(scene: Scene, book: Codebook, index: int) -> bool:
    """Whether a token stands for two parties: coordinated names, a plural that refers to both, or "the two sides"."""
    text = scene.text
    members = with_conjuncts(text, index)
    named = [m for i in members if (m := mention_at(scene, i)) is not None]
    if sum(len(m.actors) for m in named) >= 2:
        return True
    if text.tokens[index].lemma in book.words["side_nouns"]:
        words = {text.tokens[i].lemma for i in dependents(text, index, "nummod", "det", "amod")}
        return bool(words & {"two", "both"}) or (bool(words & {"the", "their"}) and text.tokens[index].tag == "NNS")
    if text.tokens[index].tag == "NNS":  # "the foreign ministers of Velmora and Kestria"
        owners = [inner for prep, inner in prepositions(text, index) if prep in {"of", "from"}]
        return any(len({a.id for i in with_conjuncts(text, o) for a in _actors(scene, i)}) == 2 for o in owners)
    return text.tokens[index].lemma in {"two", "both"} and text.tokens[index].dep in {"nsubj", "nsubjpass"}


def _actors(scene: Scene, index: int) -> tuple[ActorRef, ...]:
    mention = mention_at(scene, index)
    return mention.actors if mention is not None else ()


def first_topic(
    scene: Scene, book: Codebook, indices: list[int], about: frozenset[str]
) -> tuple[int, TrendTopic] | None:
    """The first topic among some nouns, or what a pronoun among them refers back to."""
    for index in indices:
        found = topic_at(scene, book, index, about)
        if found is not None:
            return found
    if "pair" in about:
        for index in indices:
            if scene.text.tokens[index].lemma == "they" and index not in scene.by_token:
                return index, PAIR
    of_topics_only = not about & {"*", "pair"}  # truces collapse, states don't, whatever a pronoun was resolved to
    for index in indices:
        if scene.text.tokens[index].lemma in PRONOUNS and (of_topics_only or index not in scene.by_token):
            return _referred(scene.text, book, index, about)
    return None


def _referred(text: AnnotatedText, book: Codebook, index: int, about: frozenset[str]) -> tuple[int, TrendTopic] | None:
    """The nearest topic before a pronoun, in its sentence or the one before; none for the "it" of "it is so that"."""
    token = text.tokens[index]
    clauses = {"ccomp", "csubj", "xcomp"} if token.lemma == "it" else {"ccomp", "csubj"}
    if any(text.tokens[i].dep in clauses for i in text.children[token.head]):
        return None
    first = text.sentences[max(0, token.sentence - 1)].first
    for before in range(index - 1, first - 1, -1):
        noun = topic_noun(text, book, before)
        if noun is not None and noun.kind in REFERRED and fits(noun, about) and _may_be_taken_up(text, book, before):
            return before, noun
    return None


def _may_be_taken_up(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a noun stands where a pronoun takes it up: an argument of its verb, not a part of another noun."""
    token = text.tokens[index]
    if token.dep == "pobj":
        above = text.tokens[text.tokens[token.head].head]
        return is_verbal(above) or above.lemma in book.words["topic_holders"]  # "after five days of *talks*"
    return token.dep in NAMED_AS

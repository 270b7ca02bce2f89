"""What the author of a text commits to: whether a clause inside another is told as so, as not so, or left open.

Above a clause stand the words that embed it, under negation, questions, modals and conditions. Three kinds of words
make the difference: those that take their clause for granted whatever stands over them ("did not *know* that"), those
whose negation goes down into the clause ("does not *think* that"), and all others, which leave it open. The kinds are
those of Kiparsky and Kiparsky (1970) and Horn (1978).
"""

from __future__ import annotations

from enum import IntEnum

from dragoman.extract.factuality import COMPLEMENTS
from dragoman.extract.marks import is_negated, stands_in_condition, takes_for_granted
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal

SPEAKERS = frozenset({"i", "we"})
ANYBODY = frozenset({"you", "one", "it"})
ABILITY = frozenset({"can", "could", "ca"})
PERCEIVING = frozenset({"tell", "see", "hear", "feel"})
"""What one can do with these, one has done: "she could tell that" takes it for granted."""
SURPRISING = frozenset({"believe"})
"""Behind "cannot" and "hardly" these say that something is so, against expectation."""
SAYING = frozenset({"say", "admit", "add"})


class Commitment(IntEnum):
    """What the author holds of a clause as it is worded."""

    NOT_SO = -1
    OPEN = 0
    SO = 1


def commitment(text: AnnotatedText, book: Codebook, clause: int, under: int | None = None) -> Commitment:
    """What the author holds of the clause of a verb.

    Args:
        clause: the verb (or predicate) of the clause.
        under: the word that embeds it, where the tree does not show it.
    """
    value = Commitment.SO
    current = clause
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        node = under if under is not None else token.head
        if node == current:
            break
        if under is not None or (token.dep in COMPLEMENTS and text.tokens[node].pos != "ADP"):
            above = _under(text, book, node)
            if above is None:
                return value
            value = Commitment(value * above)
        if value is Commitment.OPEN:
            break
        current, under = node, None
    return value


def _under(text: AnnotatedText, book: Codebook, verb: int) -> Commitment | None:
    """What an embedding word makes of its clause; ``None`` if it takes it for granted, whatever stands above."""
    token = text.tokens[verb]
    words = set(auxiliaries(text, verb)) | {text.tokens[i].lemma for i in dependents(text, verb, "advmod")}
    subject = _subject(text, verb)
    negated = is_negated(text, book, verb)
    if token.lemma in SURPRISING and words & ABILITY and negated:
        return None
    if token.lemma in PERCEIVING and words & ABILITY and not negated:
        return None
    if token.lemma in book.words["factives"]:
        if negated and subject in SPEAKERS and token.lemma in {"know", "see"}:
            # "I don't know that it works" doubts it; "I didn't know that it works" has it from others
            past = words & {"did", "had"} or token.tag == "VBD"
            return Commitment.OPEN if past else Commitment.NOT_SO
        return None if takes_for_granted(text, book, verb) else Commitment.OPEN
    if words & ABILITY and "only" in words:
        return None  # "could only mean that"
    if negated and token.lemma == "tell" and child(text, verb, "dobj", "dative") is not None:
        return None  # what somebody is not told is so
    if stands_in_question(text, verb):
        return Commitment.OPEN
    if negated:
        if token.lemma in book.words["neg_raising"]:
            return Commitment.NOT_SO
        denied = token.lemma in SAYING and subject in SPEAKERS | ANYBODY and not words & {"did", "had"}
        return Commitment.NOT_SO if denied else Commitment.OPEN
    if stands_in_condition(text, book, verb):
        return Commitment.OPEN
    if token.lemma in SAYING and words & {"must", "may", "might", "can", "could"}:
        return Commitment.SO if subject in SPEAKERS | ANYBODY else Commitment.OPEN
    if words & (book.words["possibility_auxiliaries"] | book.words["hedge_adverbs"] | {"would"}):
        return Commitment.OPEN
    return Commitment.SO if subject in SPEAKERS else Commitment.OPEN


def _subject(text: AnnotatedText, verb: int) -> str:
    found = child(text, verb, "nsubj", "nsubjpass")
    current = verb
    for _ in range(MAX_CLIMB):
        if found is not None or text.tokens[current].dep not in {"xcomp", "conj"}:
            break
        current = text.tokens[current].head
        found = child(text, current, "nsubj", "nsubjpass")
    return text.tokens[found].lemma.lower() if found is not None else ""


def stands_in_question(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb stands in a question."""
    sentence = text.sentences[text.tokens[verb].sentence]
    tail = text.tokens[max(sentence.first, sentence.last - 3) : sentence.last]
    if any("?" in token.text for token in tail):
        return True
    helper, subject = child(text, verb, "aux"), child(text, verb, "nsubj")
    return helper is not None and subject is not None and helper < subject < verb and is_verbal(text.tokens[helper])

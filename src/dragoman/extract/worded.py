"""Proposals that no noun names: "Talvia proposed *exchanging all prisoners*", "offered to withdraw *if* ..."."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.arguments import Scene, side
from dragoman.extract.holders import is_private, political
from dragoman.extract.polarity import condition_of
from dragoman.extract.stances import Stand
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal

PROPOSING = frozenset({"propose", "suggest", "float"})
OFFERING = frozenset({"offer", "volunteer"})
GIVING_BACK = frozenset({"exchange", "return"})
MEETING = 5
"""Sentences after which a noun ("the offer") is no longer taken for what was offered in other words."""


def is_worded(scene: Scene, book: Codebook, stand: Stand) -> bool:
    """Whether a stance puts something before others: proposes doing it, or offers it for something or to host talks."""
    text = scene.text
    if stand.stance is not Stance.OFFERS or not is_verbal(text.tokens[stand.token]) or stand.notes:
        return False
    if not political([holder for holder in stand.holders if not is_private(holder)]):
        return False
    lemma = text.tokens[stand.token].lemma
    if lemma in PROPOSING:
        return is_verbal(text.tokens[stand.about.head])
    if lemma not in OFFERING:
        return False
    hosts = [stand.token, stand.about.head]
    priced = any(condition_of(text, host) is not None for host in hosts) or _in_exchange(text, stand.token)
    shared = is_verbal(text.tokens[stand.about.head]) and any(
        text.tokens[i].lemma in book.classes["TALKS"] for i in dependents(text, stand.about.head, "dobj")
    )
    return priced or shared


def _in_exchange(text: AnnotatedText, verb: int) -> bool:
    """ "In exchange for", "in return for" in the sentence behind a verb."""
    last = text.sentences[text.tokens[verb].sentence].last
    return any(
        text.tokens[i].lemma in GIVING_BACK
        and text.tokens[i - 1].lemma == "in"
        and text.tokens[min(i + 1, last - 1)].lemma == "for"
        for i in range(verb + 1, last)
    )


def has_terms_below(text: AnnotatedText, noun: int) -> bool:
    """Whether a noun says what would be done under it: "undertakings *under which* exporters *would* be spared"."""
    for clause in dependents(text, noun, "relcl"):
        under = any(
            text.tokens[i].lemma == "under" and child(text, i, "pobj") is not None
            for i in dependents(text, clause, "prep")
        )
        if under and any(text.tokens[i].text.lower() in {"would", "will"} for i in dependents(text, clause, "aux")):
            return True
    return False


def same_side(stand: Stand, sponsors: Sequence[object]) -> bool:
    """Whether one of those who offer is on the side of one of the sponsors."""
    return bool({side(holder) for holder in stand.holders} & set(sponsors))

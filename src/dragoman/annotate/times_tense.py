"""Whether a time without a year lies before or after publication: the words around it and the tense of its clause."""

from __future__ import annotations

from enum import Enum

from dragoman.annotate.times_words import Page
from dragoman.model.text import Token

MAX_CLIMB = 8
"""Steps up from a time to its verb; longer ways crossed into another clause in the reports looked at."""


class Lean(Enum):
    """Where a clause puts its time."""

    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


def lean_of(page: Page, first: int, last: int) -> Lean:
    """Where the clause of tokens ``first`` to ``last`` (exclusive) puts its time."""
    cue = _cue_before(page, first)
    if cue is not None:
        return cue
    verb = _climb(page, first, last)
    return verb if isinstance(verb, Lean) else tense(page, verb)


def _cue_before(page: Page, first: int) -> Lean | None:
    """What the words right before a time say: "since" looks back, "ahead of" ahead.

    "By" and "until" look ahead too, but not at the head of a sentence or with the past perfect.
    """
    at = first - 1
    while page.at(at) in {"the", "a", "this", "on", "early", "late", "at", "least", "mid", "in"}:
        at -= 1
    before = page.at(at)
    if before == "since":
        return Lean.PAST
    if before == "of" and page.at(at - 1) == "ahead":
        return Lean.FUTURE
    if before == "as" and page.at(at - 1) in {"early", "soon", "late"}:
        return Lean.FUTURE
    if before == "for" and page.tokens[first].head == at:
        return Lean.FUTURE
    if before in page.words.future_prepositions:
        opens = at < 2 or page.tokens[at].sentence != page.tokens[at - 2].sentence
        verb = _climb(page, first, first + 1)
        had = isinstance(verb, int) and any(page.low[c] == "had" for c in page.children[verb])
        return None if opens or had else Lean.FUTURE
    return None


def _climb(page: Page, first: int, last: int) -> int | Lean:
    """The verb that governs tokens, or the lean that a word on the way gives ("the *planned* talks on Friday")."""
    index = first
    for candidate in range(first, last):
        head = page.tokens[candidate].head
        if not first <= head < last or head == candidate:
            index = candidate
            break
    for _ in range(MAX_CLIMB):
        head = page.tokens[index].head
        if head == index:
            return Lean.UNKNOWN
        index = head
        token = page.tokens[index]
        if token.pos in {"VERB", "AUX"}:
            return index
        if token.lemma in {"due", "set", "likely", "deadline"}:
            return Lean.FUTURE
        if any(page.low[child] in page.words.future_adjectives for child in page.children[index]):
            return Lean.FUTURE
    return Lean.UNKNOWN


def tense(page: Page, verb: int, depth: int = 0) -> Lean:
    """Where a verb puts what happens: its auxiliaries first, then its form, then what governs it."""
    token = page.tokens[verb]
    aux = {page.low[child] for child in page.children[verb] if page.tokens[child].dep in {"aux", "auxpass"}}
    if aux & page.words.future_modals:
        return Lean.PAST if aux & {"have", "'ve", "’ve"} else Lean.FUTURE
    if token.tag == "VBD" or aux & {"had", "was", "were", "have", "has", "been", "'ve", "’ve", "did"}:
        return _told(page, token, aux)
    if token.tag == "VBN" and "to" not in aux:
        return _participle(page, token, aux)
    if aux & {"is", "are", "am", "'re", "’re", "'s", "’s"} and token.tag == "VBG":
        return Lean.FUTURE
    if token.tag in {"VBZ", "VBP"}:
        scheduled = token.lemma in page.words.scheduled_verbs or token.lemma in page.words.future_governors
        return Lean.FUTURE if scheduled else Lean.UNKNOWN
    return _from_governor(page, token, aux, depth)


def _told(page: Page, token: Token, aux: set[str]) -> Lean:
    """Past forms: "was scheduled for Friday" looks ahead, "was seized on Friday" back."""
    ahead = token.lemma in page.words.future_governors and token.tag == "VBN" and not aux & {"have", "has", "had"}
    return Lean.FUTURE if ahead else Lean.PAST


def _participle(page: Page, token: Token, aux: set[str]) -> Lean:
    """ "a meeting *scheduled* for Friday", "is *expected* on Friday"; "the strike *carried* out on Friday"."""
    if token.lemma in page.words.future_governors:
        return Lean.FUTURE
    return Lean.UNKNOWN if aux else Lean.PAST


def _from_governor(page: Page, token: Token, aux: set[str], depth: int) -> Lean:
    """Infinitives and bare forms take the view of what governs them ("agreed to meet", "an event to be held")."""
    if token.head == token.i:
        return Lean.FUTURE if token.tag == "VB" and not aux else Lean.UNKNOWN
    if depth >= MAX_CLIMB:
        return Lean.UNKNOWN
    head = page.tokens[token.head]
    if "to" in aux:
        if head.lemma in page.words.future_governors or head.lemma == "be" or head.pos in {"NOUN", "PROPN"}:
            return Lean.FUTURE
        adjectives = {page.tokens[c].lemma for c in page.children[head.i] if page.tokens[c].pos == "ADJ"}
        if adjectives & page.words.future_governors:
            return Lean.FUTURE
    steps = 0
    while head.pos not in {"VERB", "AUX"} and head.head != head.i and steps < MAX_CLIMB:
        head, steps = page.tokens[head.head], steps + 1
    return tense(page, head.i, depth + 1) if head.pos in {"VERB", "AUX"} else Lean.UNKNOWN

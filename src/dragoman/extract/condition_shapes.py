"""Which shape of tree a marker of ``conditions.csv`` stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dragoman.extract.arguments import Scene
from dragoman.extract.condition_clauses import adjective_link, clause_link, phrase_link
from dragoman.extract.condition_parts import Link
from dragoman.extract.condition_turns import inverted_link, limit_link, must_link, turn_link, whoever_link
from dragoman.extract.condition_words import (
    approval_link,
    deadline_link,
    link_link,
    noun_link,
    ultimatum_link,
    verb_link,
    wait_link,
)
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, subtree

Shape = Callable[[Scene, Codebook, tuple[int, ...], ConditionMarker], Link | None]
SHAPES: Mapping[str, Shape] = {
    "clause": clause_link,
    "phrase": phrase_link,
    "adjective": adjective_link,
    "verb": verb_link,
    "link": link_link,
    "noun": noun_link,
    "ultimatum": ultimatum_link,
    "wait": wait_link,
    "deadline": deadline_link,
    "approval": approval_link,
    "inverted": inverted_link,
    "turn": turn_link,
    "whoever": whoever_link,
    "must": must_link,
    "limit": limit_link,
}


def marker_at(text: AnnotatedText, index: int, entry: ConditionMarker) -> tuple[int, ...]:
    """Tokens of a marker that begins at a token, or nothing if the words are not there."""
    first = text.tokens[index]
    if entry.shape in {"verb", "link", "wait", "approval"} or entry.words[0] in {"give", "have"}:
        if entry.words[0] not in {first.lemma, first.text.lower()}:
            return ()
        if len(entry.words) == 1:
            return (index,)
        preps = dependents(text, index, "prep")
        if entry.shape == "link":
            preps += [b for what in dependents(text, index, "dobj") for b in subtree(text, what)]
        prep = next((b for b in reversed(preps) if _is_prep(text, b, entry.words[1])), None)
        return (index, prep) if prep is not None else ()
    if entry.shape in {"noun", "deadline"}:
        return (index,) if first.lemma == entry.words[0] else ()
    last = index + len(entry.words)
    if last > len(text.tokens):
        return ()
    return tuple(range(index, last)) if text.index.low[index:last] == entry.words else ()


def _is_prep(text: AnnotatedText, index: int, word: str) -> bool:
    return text.tokens[index].dep == "prep" and text.tokens[index].lemma == word

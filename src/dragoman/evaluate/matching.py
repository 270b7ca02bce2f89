"""The annotation guide's rules of when a found fact is a gold fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

Row = dict[str, Any]
WORD = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "not",
        "no",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "his",
        "her",
        "their",
        "he",
        "she",
        "they",
        "them",
        "who",
        "which",
        "what",
        "s",
        "t",
    }
)
ENOUGH = 0.5
"""Overlap at which two strings count as the same, as the annotation guide sets it."""
SAME_TYPE = {"YIELD": "CONCEDE"}


def words(text: str | None) -> set[str]:
    """Lower-cased words without stop words."""
    return {word for word in WORD.findall((text or "").lower()) if word not in STOP_WORDS}


def containment(one: str | None, other: str | None) -> float:
    """Shared words over the words of the shorter string, 0 to 1: for evidence."""
    a, b = words(one), words(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def overlap(one: str | None, other: str | None) -> float:
    """F1 of words, 0 to 1: for names and contents."""
    a, b = words(one), words(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def same_actor(one: Row, other: Row) -> bool:
    """Whether two actors are the same: equal names, equal affiliations, or names that overlap enough."""
    names = str(one.get("actor") or "").lower(), str(other.get("actor") or "").lower()
    if names[0] and names[0] == names[1]:
        return True
    sides = str(one.get("affiliation") or "").lower(), str(other.get("affiliation") or "").lower()
    if sides[0] and sides[0] == sides[1]:
        return True
    return overlap(*names) >= ENOUGH


def any_same(ones: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether one actor of each list match."""
    return any(same_actor(one, other) for one in ones for other in others)


def event_similarity(gold: Row, found: Row) -> float:
    """Similarity of two events, 0 if they don't match."""
    if SAME_TYPE.get(gold["plover"], gold["plover"]) != found["plover"]:
        return 0.0
    near = containment(gold["evidence"], found["evidence"])
    if near < ENOUGH or not any_same(gold["source"], found["source"]):
        return 0.0
    if gold["target"] and not any_same(gold["target"], found["target"]):
        return 0.0
    same_factuality = 0.25 if gold["factuality"] == found["factuality"] else 0.0
    return near + overlap(gold.get("trigger"), found.get("trigger")) + same_factuality


SIMILARITY: dict[str, Callable[[Row, Row], float]] = {"event": event_similarity}


def match(gold: Sequence[Row], found: Sequence[Row], kind: str) -> list[tuple[Row, Row]]:
    """Pairs (gold, found) of one kind: each at most once, the most similar first."""
    similarity = SIMILARITY[kind]
    scored = [
        (value, g, f)
        for g, gold_row in enumerate(gold)
        for f, found_row in enumerate(found)
        if (value := similarity(gold_row, found_row)) > 0
    ]
    pairs, used_gold, used_found = [], set(), set()
    for _, g, f in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            pairs.append((gold[g], found[f]))
    return pairs

"""The annotation guide's rules of when a found fact is a gold fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import eq
from typing import Any

Row = dict[str, Any]
WORD = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "not", "no",
        "as", "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will",
        "would", "that", "this", "these", "those", "it", "its", "his", "her", "their", "he", "she", "they", "them",
        "who", "which", "what", "s", "t",
    }
)  # fmt: skip
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
    same_factuality = 0.25 if gold.get("factuality") == found.get("factuality") else 0.0
    return near + overlap(gold.get("trigger"), found.get("trigger")) + same_factuality


def statement_similarity(gold: Row, found: Row) -> float:
    """Similarity of two statements: contents overlap, same speaker."""
    content = overlap(_text(gold.get("content")), _text(found.get("content")))
    if content < ENOUGH or not _same(gold.get("speaker"), found.get("speaker")):
        return 0.0
    return content + 0.25 * overlap(gold.get("cue"), found.get("cue"))


def sign(stance: str | None) -> str:
    """Sign of a stance: against, conditional and undecided each apart, all others together."""
    return stance if stance in {"opposes", "conditional", "undecided"} else "for"


def position_similarity(gold: Row, found: Row) -> float:
    """Similarity of two positions: evidence and issue overlap, same holder, same sign."""
    near = containment(gold.get("evidence"), found.get("evidence"))
    issue = overlap(_text(gold.get("issue")), _text(found.get("issue")))
    if near < ENOUGH or issue < ENOUGH or sign(gold.get("stance")) != sign(found.get("stance")):
        return 0.0
    if not _same(gold.get("holder"), found.get("holder")):
        return 0.0
    return near + issue + (0.25 if gold.get("stance") == found.get("stance") else 0.0)


def condition_similarity(gold: Row, found: Row) -> float:
    """Similarity of two conditions: evidence overlaps, and the consequents or a pair of antecedents."""
    near = containment(gold.get("evidence"), found.get("evidence"))
    pairs = [(one, other) for one in gold.get("antecedents") or () for other in found.get("antecedents") or ()]
    antecedent = max((overlap(one, other) for one, other in pairs), default=0.0)
    consequent = overlap(gold.get("consequent"), found.get("consequent"))
    if near < ENOUGH or max(antecedent, consequent) < ENOUGH:
        return 0.0
    return near + antecedent + consequent


SAME_DIRECTION = {"lowest": "worse", "highest": "better"}


def assessment_similarity(gold: Row, found: Row) -> float:
    """Similarity of two assessments: evidence overlaps, same direction (worst with worse, best with better)."""
    one, other = str(gold.get("direction")), str(found.get("direction"))
    near = containment(gold.get("evidence"), found.get("evidence"))
    if near < ENOUGH or SAME_DIRECTION.get(one, one) != SAME_DIRECTION.get(other, other):
        return 0.0
    return near + (0.25 if one == other else 0.0) + 0.25 * overlap(_text(gold.get("about")), _text(found.get("about")))


def proposal_similarity(gold: Row, found: Row) -> float:
    """Similarity of two proposals: evidence or names overlap."""
    near = containment(gold.get("evidence"), found.get("evidence"))
    name = overlap(gold.get("name"), found.get("name"))
    return near + name if max(near, name) >= ENOUGH else 0.0


def figure_similarity(gold: Row, found: Row) -> float:
    """Similarity of two figures: evidence overlaps, same number, same measure or counted things that overlap."""
    near = containment(gold.get("evidence"), found.get("evidence"))
    counted = overlap(gold.get("counted"), found.get("counted"))
    same_measure = gold.get("measure") is not None and gold.get("measure") == found.get("measure")
    if near < ENOUGH or (gold.get("low"), gold.get("high")) != (found.get("low"), found.get("high")):
        return 0.0
    return near + counted + (0.25 if same_measure else 0.0) if same_measure or counted >= ENOUGH else 0.0


def _text(value: Any) -> str:
    """A field as one string: several pieces, or the actors of a pair, one behind the other."""
    if isinstance(value, list | tuple):
        return " ".join(_text(piece) for piece in value)
    return str(value.get("actor") or "") if isinstance(value, dict) else str(value or "")


def _same(one: Row | None, other: Row | None) -> bool:
    return isinstance(one, dict) and isinstance(other, dict) and same_actor(one, other)


SIMILARITY: dict[str, Callable[[Row, Row], float]] = {
    "event": event_similarity,
    "statement": statement_similarity,
    "position": position_similarity,
    "proposal": proposal_similarity,
    "condition": condition_similarity,
    "assessment": assessment_similarity,
    "figure": figure_similarity,
}


def _voice(value: Any) -> Any:
    """Who says so, in one shape: the outlet where nobody else does, ``unnamed``, or an actor."""
    if isinstance(value, dict):
        return "unnamed" if str(value.get("actor") or "").startswith("unnamed") else value
    return value or "outlet"


def same_voice(one: Any, other: Any) -> bool:
    """Whether two fields that say who says so mean the same: outlet, unnamed source, or the same actor."""
    one, other = _voice(one), _voice(other)
    return same_actor(one, other) if isinstance(one, dict) and isinstance(other, dict) else bool(one == other)


def same_actors(one: Any, other: Any) -> bool:
    """Whether each of the gold's actors is among the found, and there are none where it has none."""
    return all(any_same([actor], other or ()) for actor in one) if one else not other


def same_responses(one: Any, other: Any) -> bool:
    """Whether each of the gold's responses is among the found: same actor, same answer."""
    return all(
        any(same_actor(answer, ours) and answer.get("response") == ours.get("response") for ours in other or ())
        for answer in one or ()
    )


Check = Callable[[Any, Any], bool]
EXACT: Check = eq
CHECKS: dict[str, dict[str, Check]] = {
    "event": {"factuality": EXACT, "background": EXACT},
    "statement": {"direct": EXACT},
    "position": {"stance": EXACT, "attributed_to": same_voice},
    "proposal": {"sponsors": same_actors, "responses": same_responses},
    "condition": {"join": EXACT, "type": EXACT, "set_by": same_voice, "said_by": same_voice},
    "assessment": {"direction": EXACT, "said_by": same_voice},
    "figure": {"measure": EXACT},
}
"""Fields compared on the facts that match; those that the gold leaves out are not scored."""


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

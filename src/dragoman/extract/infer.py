"""Sides that a sentence leaves out because the report has named them: who the other party of its one conflict is.

Only a report that tells of a single conflict between two sides is filled in, and every side filled in is marked as
inferred; with two conflicts or none, what is missing stays missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.extract.arguments import Argument, Scene, actors_of, side
from dragoman.extract.drafts import Draft
from dragoman.extract.roles import noun_sources, subject_actors
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.model.text import MentionBasis
from dragoman.syntax import objects, prepositions

CAPTIVES = frozenset({"hostage", "captive", "prisoner", "detainee", "abductee"})
HAPPENED = frozenset({Factuality.ASSERTED, Factuality.REPORTED, Factuality.ALLEGED})


def _named(draft: Draft) -> list[tuple[Argument, Argument]]:
    return [
        (source, target)
        for source in draft.sources
        for target in draft.targets
        if side(source) != side(target)
        and MentionBasis.GENERIC not in {source.mention.basis, target.mention.basis}
        and MentionBasis.UNKNOWN_NAME not in {source.mention.basis, target.mention.basis}
    ]


def the_conflict(drafts: Sequence[Draft]) -> tuple[Argument, Argument] | None:
    """The two sides of the report's one armed conflict, or ``None`` if it has none or several."""
    votes: Counter[frozenset[str]] = Counter()
    sides: dict[frozenset[str], tuple[Argument, Argument]] = {}
    for draft in drafts:
        if draft.plover != "ASSAULT" or draft.presentation.factuality not in HAPPENED:
            continue
        for pair in _named(draft):
            key = frozenset(map(side, pair))
            votes[key] += 1
            sides.setdefault(key, pair)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
        return None
    return sides[ranked[0][0]]


def _inferred(argument: Argument) -> Argument:
    return replace(argument, actor=replace(argument.actor, inferred=True), direct=False)


def _opponents(draft: Draft, conflict: tuple[Argument, Argument]) -> tuple[Argument, ...]:
    own = {side(a) for a in draft.beside or draft.sources}
    one, other = conflict
    if side(one) in own and side(other) not in own:
        return (_inferred(other),)
    if side(other) in own and side(one) not in own:
        return (_inferred(one),)
    return ()


def _frees_captives(scene: Scene, draft: Draft) -> bool:
    text = scene.text
    heads = [to for prep, to in prepositions(text, draft.token) if prep == "of"]
    heads += objects(text, draft.token) if text.tokens[draft.token].pos == "VERB" else []
    return any(text.tokens[head].lemma in CAPTIVES for head in heads)


def _captors(drafts: Sequence[Draft]) -> tuple[Argument, ...]:
    """Those who hold captives in the report, if it names one party alone."""
    found = {
        side(a): a
        for d in drafts
        if d.mode == "abduct"
        for a in d.sources
        if a.mention.basis is not MentionBasis.GENERIC
    }
    return tuple(found.values()) if len(found) == 1 else ()


def _owners_of_proposals(scene: Scene, book: Codebook) -> list[tuple[int, tuple[Argument, ...]]]:
    """(token, owners) of the plans and offers whose owner the text names, in text order.

    The owner is the possessor or who it comes from, or the subject of the verb that brings it ("presented a plan").
    """
    text, found = scene.text, []
    for token in text.tokens:
        if token.lemma not in book.classes["PROPOSAL"] or token.pos not in {"NOUN", "PROPN"}:
            continue
        owners, _ = noun_sources(scene, book, token.i)
        owners = owners or [a for p, to in prepositions(text, token.i) if p == "from" for a in actors_of(scene, to)]
        verb = text.tokens[token.head]
        if not owners and token.dep in {"dobj", "nsubjpass"} and verb.lemma in book.words["proposing_verbs"]:
            owners = subject_actors(scene, verb.i)
        if owners:
            found.append((token.i, tuple(owners)))
    return found


def infer_owners(scene: Scene, book: Codebook, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts about a plan or offer, without target, get whoever the text last named as its owner."""
    text, owned = scene.text, _owners_of_proposals(scene, book)
    filled = []
    for draft in drafts:
        if draft.plover in {"REJECT", "SUPPORT", "ACCUSE", "AGREE"} and draft.sources and not draft.targets:
            objects_of = objects(text, draft.token) or [
                to for p, to in prepositions(text, draft.token) if p in {"of", "to"}
            ]
            about = [text.tokens[i].lemma for i in objects_of if text.tokens[i].lemma in book.classes["PROPOSAL"]]
            own = {side(a) for a in draft.sources}
            for index, owners in reversed(owned):
                if about and index < draft.token and text.tokens[index].lemma == about[0]:
                    draft = replace(draft, targets=tuple(_inferred(a) for a in owners if side(a) not in own))
                    break
        filled.append(draft)
    return filled


def infer_sides(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the sides filled in that the report's one conflict gives: opponents, cease-fire parties, captors."""
    conflict = the_conflict(drafts)
    if conflict is None:
        return list(drafts)
    filled = []
    for draft in drafts:
        if draft.plover == "ASSAULT" and draft.sources and not draft.targets:
            draft = replace(draft, targets=_opponents(draft, conflict))
        elif draft.plover == "RETREAT" and not draft.sources and draft.mode == "ceasefire":
            both = tuple(map(_inferred, conflict))
            draft = replace(draft, sources=both, targets=both, symmetric=True)
        elif (
            draft.plover == "RETREAT"
            and draft.mode == "release"
            and not draft.sources
            and _frees_captives(scene, draft)
        ):
            captors = tuple(map(_inferred, _captors(drafts)))
            draft = replace(draft, sources=captors)
            draft = replace(draft, targets=_opponents(draft, conflict))
        filled.append(draft)
    return filled

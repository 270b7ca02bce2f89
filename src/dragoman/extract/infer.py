"""Sides that a sentence leaves out because the report has named them.

Opponents, parties of a cease-fire and captors come from the report's one conflict, the parties of "the talks" from it
or from the one pair that meets; who is rejected, accused or given way to from the owner of the plan, the same thing or
the act that an earlier sentence tells of. With two conflicts or pairs, or none, what is missing stays missing, and
every side filled in is marked as inferred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dragoman.extract.arguments import Argument, Scene, actors_of, as_inferred, is_generic, side
from dragoman.extract.drafts import Draft
from dragoman.extract.roles import noun_sources, subject_actors
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.model.text import MentionBasis
from dragoman.syntax import dependents, objects, prepositions

CAPTIVES = frozenset({"hostage", "captive", "prisoner", "detainee", "abductee"})
ABOUT_SOMETHING = frozenset({"REJECT", "SUPPORT", "ACCUSE", "AGREE", "RETREAT", "CONCEDE", "COERCE", "SANCTION"})
"""Types whose object may stand for the side behind it."""
BELLIGERENT = frozenset(
    {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_GROUP, ActorKind.MILITARY, ActorKind.PARTY}
)
"""Kinds of actor that a conflict is between; not peoples, places or single persons."""
ENOUGH = 2
"""Votes for a conflict: two attacks told, or the word "war". One vote would make every single attack a conflict."""
REACH = 2
"""Sentences that "the decision" may refer back over; on 200 wire stories 3 filled in one more target, a wrong one."""
STANDING = frozenset({"hold", "break", "violate", "breach", "collapse", "fail", "keep"})
"""What is said of a cease-fire that was made before."""
STRETCHES = frozenset({"round", "day", "hour", "week", "month", "session", "year", "night"})
HAPPENED = frozenset({Factuality.ASSERTED, Factuality.REPORTED, Factuality.ALLEGED})


def _named(draft: Draft) -> list[tuple[Argument, Argument]]:
    return [
        (source, target)
        for source in draft.sources
        for target in draft.targets
        if side(source) != side(target)
        and {source.actor.kind, target.actor.kind} <= BELLIGERENT
        and MentionBasis.GENERIC not in {source.mention.basis, target.mention.basis}
    ]


def the_conflict(scene: Scene, book: Codebook, drafts: Sequence[Draft]) -> tuple[Argument, Argument] | None:
    """The two sides of the report's one armed conflict, or ``None`` if it has none or several.

    One attack is no conflict yet: it takes two, or the word "war".
    """
    votes: Counter[frozenset[str]] = Counter()
    sides: dict[frozenset[str], tuple[Argument, Argument]] = {}
    for draft in drafts:
        if draft.plover != "ASSAULT" or draft.presentation.factuality not in HAPPENED:
            continue
        for pair in _named(draft):
            key = frozenset(map(side, pair))
            votes[key] += 2 if scene.text.tokens[draft.token].lemma in book.classes["WAR"] else 1
            sides.setdefault(key, pair)
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < ENOUGH or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
        return None
    return sides[ranked[0][0]]


def the_parties(drafts: Sequence[Draft]) -> tuple[Argument, Argument] | None:
    """The two sides that meet, agree or cease fire with one another, or ``None`` if a report has no such pair alone."""
    found: dict[frozenset[str], tuple[Argument, Argument]] = {}
    for draft in drafts:
        undone = draft.presentation.factuality in {Factuality.NEGATED, Factuality.DENIED, Factuality.HYPOTHETICAL}
        if undone or not draft.symmetric or draft.plover not in {"CONSULT", "RETREAT", "AGREE", "SUPPORT"}:
            continue
        both = [a for a in (*draft.sources, *draft.targets) if not is_generic(a)]
        members = {side(a): a for a in both}
        if len(members) == 2:
            one, other = members.values()
            found.setdefault(frozenset(members), (one, other))
    return next(iter(found.values())) if len(found) == 1 else None


def _opponents(draft: Draft, conflict: tuple[Argument, Argument]) -> tuple[Argument, ...]:
    own = {side(a) for a in draft.beside or draft.sources}
    one, other = conflict
    if side(one) in own and side(other) not in own:
        return (as_inferred(other),)
    if side(other) in own and side(one) not in own:
        return (as_inferred(one),)
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


def _about(scene: Scene, draft: Draft) -> list[int]:
    """The nouns a draft is about: its object, or what stands behind its "of" or "to"."""
    behind = [to for prep, to in prepositions(scene.text, draft.token) if prep in {"of", "to"}]
    return objects(scene.text, draft.token) or behind


def _is_definite(scene: Scene, noun: int) -> bool:
    return any(
        scene.text.tokens[i].lemma in {"the", "that", "this", "these", "those"} for i in scene.text.children[noun]
    )


def _same_thing(scene: Scene, draft: Draft, earlier: Sequence[Draft]) -> tuple[Argument, ...]:
    """The other side of the last event about the same thing ("imposed *sanctions* on X ... lifted the *sanctions*")."""
    own = {side(a) for a in draft.sources}
    lemmas = {scene.text.tokens[i].lemma for i in _about(scene, draft) if _is_definite(scene, i)}
    for other in reversed(earlier):
        about = {scene.text.tokens[i].lemma for i in [other.token, *_about(scene, other)]}
        if lemmas & about and other.sources:
            found = tuple(a for a in (*other.targets, *other.sources) if side(a) not in own and not is_generic(a))
            return found[:1]
    return ()


def _last_act(scene: Scene, book: Codebook, draft: Draft, earlier: Sequence[Draft]) -> tuple[Argument, ...]:
    """Who did what "the decision" or "the move" refers to: the other side of an event a sentence or two back."""
    text, own = scene.text, {side(a) for a in draft.sources}
    if not any(text.tokens[i].lemma in book.classes["ACT"] and _is_definite(scene, i) for i in _about(scene, draft)):
        return ()
    here = text.tokens[draft.token].sentence
    for other in reversed(earlier):
        near = here - text.tokens[other.token].sentence
        found = tuple(a for a in other.sources if side(a) not in own and not is_generic(a))
        if near > REACH:
            break
        if near > 0 and found:
            return found
    return ()


def infer_owners(scene: Scene, book: Codebook, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without target get the owner of the plan, the thing or the act they are about, as the report has it."""
    text, owned = scene.text, _owners_of_proposals(scene, book)
    filled: list[Draft] = []
    for draft in drafts:
        if draft.sources and not draft.targets and draft.plover in ABOUT_SOMETHING:
            about = [text.tokens[i].lemma for i in _about(scene, draft)]
            own = {side(a) for a in draft.sources}
            plans = [owners for index, owners in owned if index < draft.token and text.tokens[index].lemma in about]
            found = tuple(a for a in plans[-1] if side(a) not in own) if plans else ()
            found = found or _same_thing(scene, draft, filled) or _last_act(scene, book, draft, filled)
            draft = replace(draft, targets=tuple(map(as_inferred, found)))
        filled.append(draft)
    return filled


def is_told(scene: Scene, book: Codebook, draft: Draft) -> bool:
    """Whether a bare noun tells that something took place, and does not only refer to it ("familiar with *the talks*").

    Told is what a verb is said of or brings about ("the talks opened"), and what a stretch of time is filled with.
    """
    token = scene.text.tokens[draft.token]
    above = scene.text.tokens[token.head]
    if token.dep in {"nsubj", "nsubjpass"}:
        verb = above.lemma
        return verb != "be" and not (draft.plover == "RETREAT" and verb in STANDING | book.words["lapsing_verbs"])
    if token.dep == "pobj" and above.lemma == "of":
        return scene.text.tokens[above.head].lemma in STRETCHES
    return token.dep == "dobj" and above.lemma in book.words["producing_verbs"]


def are_certain_talks(scene: Scene, book: Codebook, draft: Draft) -> bool:
    """Whether a draft is the report's talks and no others to come, without a participant named behind it."""
    token = scene.text.tokens[draft.token]
    qualities = {scene.text.tokens[i].lemma for i in dependents(scene.text, draft.token, "amod")}
    to_come = qualities & (book.words["plan_adjectives"] | {"new"})
    return token.lemma in {"talk", "negotiation"} and token.tag == "NNS" and not draft.targets and not to_come


def _at_the_talks(draft: Draft, parties: tuple[Argument, Argument], told: bool) -> Draft:
    """The talks are between the parties; who is not one of them leads or attends them."""
    both = tuple(map(as_inferred, parties))
    own = {side(a) for a in draft.sources}
    if not draft.sources:
        return replace(draft, sources=both, targets=both, symmetric=True) if told else draft
    return replace(draft, targets=tuple(a for a in both if side(a) not in own))


def infer_sides(scene: Scene, book: Codebook, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the sides filled in that the report's one conflict gives: opponents, cease-fire parties, captors."""
    conflict = the_conflict(scene, book, drafts)
    parties = conflict or the_parties(drafts)
    if parties is None:
        return list(drafts)
    filled = []
    for draft in drafts:
        if draft.plover == "ASSAULT" and draft.sources and not draft.targets and not objects(scene.text, draft.token):
            draft = replace(draft, targets=_opponents(draft, conflict)) if conflict is not None else draft
        elif draft.plover == "RETREAT" and not draft.sources and draft.mode == "ceasefire":
            both = tuple(map(as_inferred, parties))
            draft = replace(draft, sources=both, targets=both, symmetric=True)
        elif draft.plover == "CONSULT" and are_certain_talks(scene, book, draft):
            draft = _at_the_talks(draft, parties, is_told(scene, book, draft))
        elif (
            draft.plover == "RETREAT"
            and draft.mode == "release"
            and not draft.sources
            and _frees_captives(scene, draft)
        ):
            captors = tuple(map(as_inferred, _captors(drafts)))
            draft = replace(draft, sources=captors)
            draft = replace(draft, targets=_opponents(draft, parties))
        filled.append(draft)
    return filled

"""Sums of money that are figures of diplomacy: aid, and what parties owe, hold back or demand of each other."""

from __future__ import annotations

from dragoman.extract.arguments import Scene
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, dependents, is_verbal, phrase, prepositions, subjects, with_conjuncts

PUBLIC = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.IGO, ActorKind.OFFICE, ActorKind.ARMED_GROUP})
CREDIT = frozenset({"loan", "credit", "fund", "funding", "money", "equipment", "subsidy", "package"})
"""Between a state and nobody named these are finance, not aid."""


def count_of_money(
    scene: Scene, book: Codebook, place: int, slot: int, noun: int | None
) -> tuple[str, int, str] | None:
    """Measure, counted noun and rule of a sum; prices, profits and budgets at home have none.

    Args:
        place: the token that stands for the sum in its clause.
        slot: the sum itself.
        noun: what it is a sum of ("a *loan* of $4 billion").
    """
    text = scene.text
    verb = _verb(text, place)
    near = _near(text, place, slot, noun, verb)
    parties = _parties(scene, verb, set(near.values())) if verb is not None else set()
    if verb is not None and not parties and text.tokens[verb].lemma in book.words["money_matters"]:
        above = _verb(text, text.tokens[place].head)
        parties = _parties(scene, above, set()) if above is not None else set()  # "the release of $7 billion frozen"
    if verb is None or not parties:
        return None
    aid = book.words["aid_words"] | (book.classes["AID"] if len(parties) > 1 else frozenset())
    lemma = text.tokens[verb].lemma
    if lemma in book.words["money_matters"]:
        return "money", slot, f"money/{lemma}"
    if lemma in book.words["giving_verbs"] | book.words["offering_verbs"]:
        aid |= book.classes["AID"] - CREDIT
    for words, measure in ((aid, "aid"), (book.words["money_matters"], "money")):
        found = next((i for word, i in near.items() if word in words), None)
        if found is not None:
            return measure, found, f"{measure}/{text.tokens[found].lemma}"
    granted = lemma in book.words["granting_verbs"] and len(parties) > 1
    if granted or lemma in book.words["giving_verbs"]:
        return "aid", slot, f"aid/{lemma}"
    if lemma in book.words["asking_for_funds"] and _asks(scene, verb):
        return "aid", slot, f"aid/{lemma}"
    return None


def _verb(text: AnnotatedText, place: int) -> int | None:
    """The verb a sum hangs on; for "the $250 million that the council had asked for" that of the clause behind it."""
    behind = dependents(text, place, "relcl", "acl")
    if behind and not any(prep == "of" for b in behind for prep, to in prepositions(text, b) if to < b):
        return behind[0]
    current = place
    for _ in range(MAX_CLIMB):
        current = text.tokens[current].head
        if is_verbal(text.tokens[current]) or text.tokens[current].head == current:
            return current
    return None


def _near(text: AnnotatedText, place: int, slot: int, noun: int | None, verb: int | None) -> dict[str, int]:
    """Words that may say what a sum is for, by lemma: its own phrase, the noun above it, "in" and "for" of its verb."""
    inside = set(phrase(text, slot)) | ({noun} if noun is not None else set())
    token = text.tokens[place]
    above = text.tokens[token.head]
    if token.dep == "pobj" and not is_verbal(text.tokens[above.head]):
        inside |= set(phrase(text, above.head))
    inside |= {i for i in dependents(text, place, "acl") if i == verb}
    found = {text.tokens[i].lemma: i for i in sorted(inside)}
    if verb is not None:
        for prep, to in prepositions(text, verb):
            if prep in {"in", "for", "as"}:
                for i in with_conjuncts(text, to):
                    found.setdefault(text.tokens[i].lemma, i)
    return found


def _parties(scene: Scene, verb: int, near: set[int]) -> set[str]:
    """States, governments and international bodies that give, take or ask."""
    text = scene.text
    heads = set(near)
    for role in (*dependents(text, verb, "nsubj", "nsubjpass", "dobj", "dative"), *subjects(text, verb)):
        heads |= set(phrase(text, role))
    for prep, to in prepositions(text, verb):
        if prep in {"to", "for", "from", "by"}:
            heads |= set(phrase(text, to))
    mentions = [scene.by_token[i] for i in heads if i in scene.by_token]
    return {a.affiliation or a.id for mention in mentions for a in mention.actors if _is_public(a)}


def _is_public(actor: ActorRef) -> bool:
    """Whether an actor is a state or body, or speaks for an international one."""
    return actor.kind in PUBLIC or (bool(actor.affiliation) and actor.sector == "IGO")


def _asks(scene: Scene, verb: int) -> bool:
    text = scene.text
    who = [i for role in dependents(text, verb, "nsubj") for i in phrase(text, role)]
    mentions = [scene.by_token[i] for i in who if i in scene.by_token]
    return any(actor.kind is ActorKind.IGO or actor.sector == "IGO" for mention in mentions for actor in mention.actors)

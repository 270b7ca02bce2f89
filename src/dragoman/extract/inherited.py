"""Numbers that count what an earlier number counted: "puts the figure at four", "among them two children"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.arguments import Scene, actors_of, mention_at
from dragoman.extract.counting import CAPTIVE, CASUALTIES, Count, asked_for, count_of, is_person, slot_of, value_holders
from dragoman.extract.factuality import present
from dragoman.extract.numbers import Quantity
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, is_verbal, subjects

COMPARED = frozenset({"against", "from", "than", "with", "to"})
NEAR = 1
"""Sentences back to the number that a bare number is set against."""
REFERS_BACK = frozenset({"them", "whom", "these", "those"})
DONE = frozenset({Factuality.ASSERTED, Factuality.REPORTED, Factuality.ALLEGED, Factuality.DENIED})


def counted(scene: Scene, book: Codebook, quantities: Sequence[Quantity]) -> Iterator[tuple[Quantity, Count]]:
    """Each number with what it counts, said by itself or by an earlier number of the report."""
    before: tuple[Quantity, Count] | None = None
    captives: dict[str, str] = {}
    for at, quantity in enumerate(quantities):
        count = count_of(scene, book, quantity)
        if count is None and before is not None:
            count = _same_as(scene, book, quantity, *before)
        if count is None:
            count = _as_claimed(scene, book, quantity, before)
        if count is None and at + 1 < len(quantities):
            count = _as_the_next(scene, book, quantity, quantities[at + 1])
        if count is None:
            continue
        count = _not_yet_free(scene, book, count, captives)
        if count.noun is not None and count.measure in CAPTIVE:
            captives.setdefault(scene.text.tokens[count.noun].lemma, count.measure)
        before = quantity, count
        yield quantity, count


def _same_as(scene: Scene, book: Codebook, quantity: Quantity, earlier: Quantity, count: Count) -> Count | None:
    """What an earlier number counted, where this one takes it up."""
    text = scene.text
    slot, noun = slot_of(text, quantity)
    if bool(quantity.currency) != bool(earlier.currency):
        return None
    same_sentence = text.tokens[slot].sentence == text.tokens[earlier.core[0]].sentence
    holders = value_holders(text, book, slot) if noun is None else []
    if any(text.tokens[i].lemma in book.words["figure_nouns"] for i in holders):
        return Count(measure=count.measure, noun=count.noun, word=count.word, rule="taken up/figure")
    if not same_sentence:
        return None
    if quantity.currency:
        return Count(measure=count.measure, noun=slot, word=slot, rule="taken up/sum")
    if noun is not None and text.tokens[noun].lemma in REFERS_BACK | {"they", "who"}:
        if dependents(text, slot, "acl", "relcl"):
            return None  # "two were killed, one of them going into a house"
        return Count(measure=count.measure, noun=count.noun, word=count.word, rule="taken up/of them")
    if noun is not None and _included(text, quantity) and is_person(scene, book, noun):
        return Count(measure=count.measure, noun=noun, word=count.word, rule="taken up/among them")
    token = text.tokens[slot]
    if noun is None and token.dep == "pobj" and text.tokens[token.head].lemma in COMPARED:
        return Count(measure=count.measure, noun=count.noun, word=count.word, rule="taken up/compared")
    return None


def _as_claimed(
    scene: Scene, book: Codebook, quantity: Quantity, before: tuple[Quantity, Count] | None
) -> Count | None:
    """What is counted where somebody gives a bare number ("the army says 28", "the rebels speak of 40")."""
    text = scene.text
    slot, noun = slot_of(text, quantity)
    token = text.tokens[slot]
    above = text.tokens[token.head]
    verb = above.head if token.dep == "pobj" and above.dep == "prep" else above.i
    if noun is not None or quantity.currency or verb > slot or token.dep not in {"dobj", "pobj", "nsubj"}:
        return None
    if not is_verbal(text.tokens[verb]) or text.tokens[verb].lemma not in book.words["number_giving_verbs"]:
        return None
    if token.dep == "pobj" and above.lemma not in {"of", "at"}:
        return None
    who = [i for i in subjects(text, verb) if i < verb]
    if not who:
        return None
    sentence = token.sentence
    found = asked_for(scene, book, sentence)
    if found is None and sentence:
        found = asked_for(scene, book, sentence - 1)
    known = before is not None and before[1].measure in CASUALTIES | CAPTIVE | {"released", "displaced"}
    if found is None and before is not None and known and any(actors_of(scene, i) for i in who):
        near = sentence - text.tokens[before[0].core[0]].sentence <= NEAR
        found = before[1] if near else None
    return None if found is None else replace(found, rule="taken up/claimed")


def _included(text: AnnotatedText, quantity: Quantity) -> bool:
    """Whether "among them" or "including" stands right before a number, or before one it is coordinated with."""
    first = quantity.first
    words = [text.tokens[i].text.lower() for i in range(max(0, first - 2), first)]
    return words[-1:] == ["including"] or (words[:1] == ["among"] and words[-1] in REFERS_BACK)


def _as_the_next(scene: Scene, book: Codebook, quantity: Quantity, following: Quantity) -> Count | None:
    """ "Raised from 120 to 300 observers": the first number counts what the second does."""
    text = scene.text
    if text.tokens[quantity.first - 1].text.lower() != "from" or following.first != quantity.last + 1:
        return None
    if text.tokens[quantity.last].text.lower() != "to" or slot_of(text, quantity)[1] is not None:
        return None
    return count_of(scene, book, following)


def _not_yet_free(scene: Scene, book: Codebook, count: Count, captives: dict[str, str]) -> Count:
    """Those whom somebody offers or is asked to free are still hostages or prisoners."""
    if count.measure != "released" or present(scene.text, book, count.word).factuality in DONE:
        return count
    lemma = scene.text.tokens[count.noun].lemma if count.noun is not None else ""
    measure = captives.get(lemma) or ("hostages" if _held_by_group(scene, count.noun) else "prisoners")
    return replace(count, measure=measure)


def _held_by_group(scene: Scene, noun: int | None) -> bool:
    """Whether an armed group is said to hold them ("six surveyors *it has held* since May")."""
    if noun is None:
        return False
    text = scene.text
    if text.tokens[noun].lemma in {"hostage", "captive"}:
        return True
    for verb in dependents(text, noun, "relcl", "acl"):
        holders = [mention_at(scene, i) for i in subjects(text, verb)]
        if any(a.kind is ActorKind.ARMED_GROUP for m in holders if m is not None for a in m.actors):
            return True
    return False

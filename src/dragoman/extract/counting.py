"""What a number counts: the counted noun, and the word that says what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.numbers import Quantity
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, Measure
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, objects, phrase, prepositions, subjects

MODIFIERS = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "det", "advmod"})
PERSON_CLASSES = ("PERSON", "PEOPLE", "PRISONER", "REFUGEE")
PERSON_KINDS = frozenset({ActorKind.POPULATION, ActorKind.GROUP, ActorKind.PERSON, ActorKind.MILITARY})
ENOUGH_FORCES = 10
"""Fewer soldiers or arms than this are figures only where something is done with them; "two soldiers said" is none."""
CASUALTIES = frozenset({"killed", "injured", "killed_or_injured", "missing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a number counts.

    Attributes:
        measure: class of what is counted.
        noun: the counted noun, or ``None`` where it is left out ("killed 12").
        word: the token that says what became of it, or the noun.
        rule: how it was found.
    """

    measure: str
    noun: int | None
    word: int
    rule: str


def slot_of(text: AnnotatedText, quantity: Quantity) -> tuple[int, int | None]:
    """The token that stands for what is counted in the sentence, and the counted noun."""
    first, last = quantity.core
    inside = range(quantity.first, quantity.last)
    top = next((i for i in range(last - 1, first - 1, -1) if text.tokens[i].head not in inside), last - 1)
    if quantity.currency:
        outer = next((i for i in inside if text.tokens[i].head not in inside), top)
        top = outer
    token = text.tokens[top]
    above = text.tokens[token.head]
    if token.dep in MODIFIERS and above.i != top and above.pos in {"NOUN", "PROPN", "ADJ", "PRON"}:
        noun = above.i
        while text.tokens[noun].dep == "compound" and quantity.currency:
            noun = text.tokens[noun].head
        return noun, noun
    inner = next((to for prep, to in prepositions(text, top) if prep == "of"), None)
    if inner is not None:
        return top, inner
    return top, None


def count_of(scene: Scene, book: Codebook, quantity: Quantity) -> Count | None:
    """What a number counts, or ``None`` for what is no figure of a conflict or of diplomacy."""
    slot, noun = slot_of(scene.text, quantity)
    if quantity.currency:
        return _money(scene, book, slot, noun)
    if noun is not None and not _countable(scene, noun):
        return None
    return (
        _participle_behind(scene, book, quantity, slot, noun)
        or _by_verb(scene, book, slot, noun)
        or _by_noun(scene, book, quantity, slot, noun)
        or _by_value(scene, book, slot)
    )


def _countable(scene: Scene, noun: int) -> bool:
    return noun not in scene.timed


def is_person(scene: Scene, book: Codebook, noun: int | None) -> bool:
    """Whether a counted noun means people; a number without a noun does."""
    if noun is None:
        return True
    token = scene.text.tokens[noun]
    if token.tag in {"PRP", "WP", "DT"} or any(token.lemma in book.classes[name] for name in PERSON_CLASSES):
        return True
    mention = mention_at(scene, noun)
    if mention is None:
        return token.tag == "NNPS"
    return any(actor.kind in PERSON_KINDS for actor in mention.actors) or token.tag in {"NNPS", "NNS"}


def _entries(book: Codebook, text: AnnotatedText, index: int, pos: str) -> tuple[Measure, ...]:
    token = text.tokens[index]
    return book.measures.get((token.lemma, pos)) or book.measures.get((token.text.lower(), pos)) or ()


def _participle_behind(scene: Scene, book: Codebook, quantity: Quantity, slot: int, noun: int | None) -> Count | None:
    """ "12 dead", "30 wounded", "34 people killed", "12 dead soldiers"."""
    text = scene.text
    for after in dict.fromkeys((quantity.last, noun if noun is not None else slot, (noun or slot) + 1)):
        if after >= len(text.tokens) or text.tokens[after].sentence != text.tokens[slot].sentence:
            continue
        if text.tokens[after].tag in {"JJ", "VBN", "NN", "NNS", "VBD"}:
            for entry in _entries(book, text, after, "a"):
                people = noun if noun != after else None
                if is_person(scene, book, people):
                    return Count(measure=entry.measure, noun=people, word=after, rule="adjective")
    below = [i for i in text.children[slot] if text.tokens[i].dep in {"amod", "acl"}]
    for i in below:
        for entry in _entries(book, text, i, "a"):
            return Count(measure=entry.measure, noun=noun, word=i, rule="adjective")
        if text.tokens[i].tag == "VBN":
            for entry in _entries(book, text, i, "v"):
                if entry.role == "obj" and not entry.needs and is_person(scene, book, noun):
                    return Count(measure=entry.measure, noun=noun, word=i, rule=f"{entry.lemma}/v/obj")
    return None


def _first_conjunct(text: AnnotatedText, index: int) -> int:
    while text.tokens[index].dep in {"conj", "appos"} and not is_verbal(text.tokens[text.tokens[index].head]):
        index = text.tokens[index].head
    return index


def _by_verb(scene: Scene, book: Codebook, slot: int, noun: int | None) -> Count | None:
    """The verb whose subject or object is counted ("killing six civilians", "12 died")."""
    text = scene.text
    place = _first_conjunct(text, slot)
    verbs = [text.tokens[place].head, *dependents(text, slot, "relcl")]
    if text.tokens[place].dep == "nsubjpass" or text.tokens[place].dep == "nsubj":
        verbs += dependents(text, verbs[0], "xcomp", "oprd", "acomp")
    for verb in verbs:
        if verb == place:
            continue
        for entry in _entries(book, text, verb, "a"):
            if is_person(scene, book, noun):
                return Count(measure=entry.measure, noun=noun, word=verb, rule="adjective")
        below = dependents(text, verb, "acomp", "oprd", "attr")
        for i in below:
            for entry in _entries(book, text, i, "a"):
                if is_person(scene, book, noun) and i != slot:
                    return Count(measure=entry.measure, noun=noun, word=i, rule="adjective")
        if not is_verbal(text.tokens[verb]):
            continue
        for entry in _entries(book, text, verb, "v"):
            if _fills(scene, entry, verb, place) and _has_needs(scene, entry, verb) and is_person(scene, book, noun):
                return Count(measure=entry.measure, noun=noun, word=verb, rule=f"{entry.lemma}/v/{entry.role}")
    return None


def _fills(scene: Scene, entry: Measure, verb: int, place: int) -> bool:
    """Whether the counted noun stands where the row says."""
    text = scene.text
    if entry.role == "subj":
        return place in subjects(text, verb)
    short = text.tokens[verb].tag == "VBN" and child(text, verb, "nsubj") == place and child(text, verb, "aux") is None
    return short or place in objects(text, verb)


def _has_needs(scene: Scene, entry: Measure, verb: int) -> bool:
    if not entry.needs:
        return True
    text = scene.text
    heads = dependents(text, verb, "dobj", "oprd", "attr", "xcomp", "npadvmod")
    heads += [to for _, to in prepositions(text, verb)]
    return any(text.tokens[i].lemma in entry.needs for head in heads for i in phrase(text, head))


def _by_noun(scene: Scene, book: Codebook, quantity: Quantity, slot: int, noun: int | None) -> Count | None:
    """The counted noun says it itself ("46 prisoners", "10,000 deaths"); forces only in numbers, or where moved."""
    if noun is None:
        return None
    text = scene.text
    for entry in _entries(book, text, noun, "n"):
        if entry.role == "head":
            small = (quantity.low or quantity.high or 0) < ENOUGH_FORCES
            if entry.measure in {"troops", "weapons", "other"} and small and not _moved(scene, book, slot):
                return None
            return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n")
        if entry.role == "aid" and _carries_aid(scene, book, slot, noun):
            return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n")
    return None


def _moved(scene: Scene, book: Codebook, slot: int) -> bool:
    text = scene.text
    verb = text.tokens[_first_conjunct(text, slot)].head
    return text.tokens[verb].lemma in book.words["moving_verbs"]


def _carries_aid(scene: Scene, book: Codebook, slot: int, noun: int) -> bool:
    text = scene.text
    aid = book.classes["AID"] - {text.tokens[noun].lemma}
    if any(text.tokens[i].lemma in aid for i in phrase(text, noun) if i != noun):
        return True
    verb = text.tokens[_first_conjunct(text, slot)].head
    return is_verbal(text.tokens[verb]) and any(
        text.tokens[i].lemma in aid for prep, to in prepositions(text, verb) if prep in {"with", "of"} for i in (to,)
    )


def _by_value(scene: Scene, book: Codebook, slot: int) -> Count | None:
    """The number is the value of a noun ("the toll rose to 34", "a toll of 34", "casualties reached 1,200")."""
    text = scene.text
    token = text.tokens[slot]
    above = text.tokens[token.head]
    candidates: list[int] = []
    if token.dep == "pobj" and above.dep == "prep":
        holder = above.head
        candidates.append(holder)
        if is_verbal(text.tokens[holder]):
            candidates += [*subjects(text, holder), *objects(text, holder)]
    elif token.dep in {"dobj", "attr"}:
        candidates += subjects(text, above.i)
    for noun in candidates:
        if noun == slot:
            continue
        for entry in _entries(book, text, noun, "n"):
            if entry.role == "value":
                return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n/value")
    return None


def _money(scene: Scene, book: Codebook, slot: int, noun: int | None) -> Count | None:
    """A sum of aid, or one that parties owe, hold back or demand; prices, profits and budgets at home are none."""
    text = scene.text
    place = _first_conjunct(text, slot)
    verb = text.tokens[place].head
    near = set(phrase(text, slot)) | ({noun} if noun is not None else set())
    if text.tokens[place].dep == "pobj":
        near |= set(phrase(text, text.tokens[verb].head)) if not is_verbal(text.tokens[verb]) else set()
    heads = {text.tokens[i].lemma: i for i in sorted(near)}
    if is_verbal(text.tokens[verb]):
        for prep, to in prepositions(text, verb):
            if prep in {"in", "for", "as"}:
                heads.setdefault(text.tokens[to].lemma, to)
    if not _between_parties(scene, verb, near):
        return None
    for words, measure in ((book.classes["AID"], "aid"), (book.words["money_matters"], "money")):
        found = next((i for lemma, i in heads.items() if lemma in words), None)
        if found is not None:
            return Count(measure=measure, noun=found, word=found, rule=f"{measure}/{text.tokens[found].lemma}")
    return None


def _between_parties(scene: Scene, verb: int, near: set[int]) -> bool:
    """Whether a state, government or international body gives or takes."""
    text = scene.text
    public = {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.IGO, ActorKind.OFFICE, ActorKind.ARMED_GROUP}
    heads = set(near)
    for role in dependents(text, verb, "nsubj", "nsubjpass", "dobj", "dative"):
        heads |= set(phrase(text, role))
    heads |= {
        i for prep, to in prepositions(text, verb) if prep in {"to", "for", "from", "by"} for i in phrase(text, to)
    }
    mentions = [scene.by_token[i] for i in heads if i in scene.by_token]
    return any(actor.kind in public for mention in mentions for actor in mention.actors)

"""What a number counts: the counted noun, and the word that says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.money import count_of_money
from dragoman.extract.numbers import Quantity
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, Measure
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    MAX_CLIMB,
    auxiliaries,
    child,
    dependents,
    is_verbal,
    objects,
    phrase,
    prepositions,
    subjects,
    with_conjuncts,
)

MODIFIERS = frozenset({"nummod", "quantmod", "compound", "nmod", "amod", "det", "advmod"})
PERSON_CLASSES = ("PERSON", "PEOPLE", "PRISONER", "REFUGEE", "CIVILIAN")
PERSON_KINDS = frozenset({ActorKind.POPULATION, ActorKind.GROUP, ActorKind.PERSON, ActorKind.MILITARY})
PERSON_ENDINGS = ("man", "woman", "or", "er", "ist", "ian", "eer", "ee", "ant")
ENOUGH_FORCES = 10
"""Fewer soldiers or arms than this are figures only where something is done with them; "two soldiers said" is none."""
ENOUGH_LEAVERS = 20
"""Fewer people who leave or cross are travellers, not displaced."""
CASUALTIES = frozenset({"killed", "injured", "killed_or_injured", "missing"})
CAPTIVE = frozenset({"hostages", "prisoners"})
FORCES = frozenset({"troops", "weapons", "other"})


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
        top = next((i for i in inside if text.tokens[i].head not in inside), top)
    token = text.tokens[top]
    above = text.tokens[token.head]
    if token.dep in MODIFIERS and above.i != top and above.pos in {"NOUN", "PROPN", "ADJ", "PRON"}:
        noun = above.i
        while text.tokens[noun].dep == "compound" and quantity.currency:
            noun = text.tokens[noun].head
        return noun, noun
    inner = next((to for prep, to in prepositions(text, top) if prep == "of"), None)
    return top, inner


def count_of(scene: Scene, book: Codebook, quantity: Quantity) -> Count | None:
    """What a number counts, or ``None`` for what is no figure of a conflict or of diplomacy."""
    slot, noun = slot_of(scene.text, quantity)
    if quantity.currency:
        found = count_of_money(scene, book, first_conjunct(scene.text, slot), slot, noun)
        return None if found is None else Count(measure=found[0], noun=found[1], word=found[1], rule=found[2])
    if noun is not None and (noun in scene.timed or _is_part(scene.text, slot, noun)):
        return None
    count = (
        _participle_behind(scene, book, quantity, slot, noun)
        or _by_verb(scene, book, slot, noun)
        or _participle(scene, book, dependents(scene.text, slot, "acl"), noun)
        or _by_deed(scene, book, slot, noun)
        or _by_noun(scene, book, quantity, slot, noun)
        or _by_value(scene, book, slot)
        or _by_neighbour(scene, book, quantity, noun)
    )
    if count is None or not _enough(quantity, count):
        return None
    if noun is None and count.measure not in CASUALTIES and scene.text.tokens[slot].lemma == "one":
        return None  # "three polls, one released on Thursday"
    return _in_custody(scene, book, count)


def _is_part(text: AnnotatedText, slot: int, noun: int) -> bool:
    """Whether "one" picks somebody out of a number ("was *one of six* sailors killed")."""
    if text.tokens[slot].lemma != "one" or noun == slot:
        return False
    return text.tokens[slot].dep == "attr" or child(text, noun, "nummod") is not None


def _enough(quantity: Quantity, count: Count) -> bool:
    number = quantity.low if quantity.low is not None else quantity.high
    few = number is not None and 0 < number < ENOUGH_LEAVERS
    return not (few and count.rule.startswith(("leave/", "escape/", "cross/")))


def _in_custody(scene: Scene, book: Codebook, count: Count) -> Count:
    """Those counted in a prison are prisoners, whatever they were before ("20 of its fighters in Velmoran prisons")."""
    text = scene.text
    if count.measure not in FORCES or count.noun is None:
        return count
    held = [to for prep, to in prepositions(text, count.noun) if prep == "in"]
    if any(text.tokens[to].lemma in book.words["custody_places"] for to in held):
        return Count(measure="prisoners", noun=count.noun, word=count.word, rule=count.rule)
    return count


def is_person(scene: Scene, book: Codebook, noun: int | None) -> bool:
    """Whether a counted noun means people; a number without a noun does."""
    if noun is None:
        return True
    token = scene.text.tokens[noun]
    if token.lemma in book.words["collectives"]:
        return False
    if token.tag in {"PRP", "WP", "DT"} or any(token.lemma in book.classes[name] for name in PERSON_CLASSES):
        return True
    if mention_at(scene, noun) is not None:
        return token.tag in {"NNPS", "NNS"} or any(a.kind in PERSON_KINDS for a in scene.by_token[noun].actors)
    return token.tag == "NNPS" or (token.pos == "NOUN" and token.lemma.endswith(PERSON_ENDINGS))


def _may_count(scene: Scene, book: Codebook, entry: Measure, noun: int | None) -> bool:
    """Whether a noun is of the class that the row counts; things are not killed, and troops not displaced."""
    if noun is not None and entry.measure == "displaced" and scene.text.tokens[noun].lemma in book.classes["TROOPS"]:
        return False
    if noun is None and entry.counted == "CORPSE":
        return False
    if noun is None or not entry.counted:
        token = scene.text.tokens[noun] if noun is not None else None
        return token is None or token.lemma not in book.classes["WEAPON"] | book.classes["AID"]
    if entry.counted == "PERSON":
        return is_person(scene, book, noun)
    token = scene.text.tokens[noun]
    if entry.counted == "CORPSE":
        return token.lemma in book.classes["CORPSE"]
    mention = mention_at(scene, noun)
    people = mention is not None and any(actor.kind is ActorKind.POPULATION for actor in mention.actors)
    return people or token.lemma in book.classes[entry.counted] or token.tag in {"NNPS", "PRP", "WP"}


def _entries(book: Codebook, text: AnnotatedText, index: int, pos: str) -> tuple[Measure, ...]:
    token = text.tokens[index]
    return book.measures.get((token.lemma, pos)) or book.measures.get((token.text.lower(), pos)) or ()


def first_conjunct(text: AnnotatedText, index: int) -> int:
    """The first of the coordinated nouns a noun belongs to, which stands in the clause for all."""
    for _ in range(MAX_CLIMB):
        token = text.tokens[index]
        if token.dep not in {"conj", "appos"} or is_verbal(text.tokens[token.head]):
            break
        index = token.head
    return index


def _participle_behind(scene: Scene, book: Codebook, quantity: Quantity, slot: int, noun: int | None) -> Count | None:
    """ "12 dead", "30 wounded", "34 people killed", "12 dead soldiers"."""
    text = scene.text
    last = text.sentences[text.tokens[slot].sentence].last
    outer = noun if noun is not None else slot
    places = [i for i in (quantity.last, outer, outer + 1) if i < last]
    places += [i for i in text.children[slot] if text.tokens[i].dep == "amod"]
    return _participle(scene, book, dict.fromkeys(places), noun)


def _participle(scene: Scene, book: Codebook, places: Iterable[int], noun: int | None) -> Count | None:
    text = scene.text
    for i in places:
        if text.tokens[i].tag not in {"JJ", "VBN", "NN", "NNS", "VBD"}:
            continue
        people = noun if noun != i else None
        for entry in _entries(book, text, i, "a"):
            if _may_count(scene, book, entry, people) and child(text, i, "dobj") is None:
                return Count(measure=_joint(text, book, i, entry.measure), noun=people, word=i, rule="adjective")
        if text.tokens[i].tag == "VBN" and not auxiliaries(text, i):
            for entry in _entries(book, text, i, "v"):
                if entry.role == "obj" and _has_needs(scene, entry, i) and _may_count(scene, book, entry, people):
                    return Count(measure=entry.measure, noun=people, word=i, rule=f"{entry.lemma}/v/obj")
    return None


def _joint(text: AnnotatedText, book: Codebook, word: int, measure: str) -> str:
    """ "Killed or wounded": one number for both."""
    if measure not in {"killed", "injured"}:
        return measure
    for other in dependents(text, word, "conj"):
        alone = child(text, other, "nsubj", "nsubjpass", "dobj", "nummod") is None
        for entry in (*_entries(book, text, other, "v"), *_entries(book, text, other, "a")):
            if alone and entry.measure in {"killed", "injured"} and entry.measure != measure:
                return "killed_or_injured"
    return measure


def _verbs_of(text: AnnotatedText, slot: int, place: int) -> Iterator[int]:
    """Verbs that the counted noun may be an argument of, nearest first."""
    above = text.tokens[place].head
    if above != place:
        yield above
    yield from dependents(text, slot, "relcl")
    if text.tokens[place].dep in {"nsubjpass", "nsubj"}:
        yield from dependents(text, above, "xcomp", "oprd", "acomp")


def _by_verb(scene: Scene, book: Codebook, slot: int, noun: int | None) -> Count | None:
    """The verb whose subject or object is counted ("killing six civilians", "12 died")."""
    text = scene.text
    place = first_conjunct(text, slot)
    for verb in _verbs_of(text, slot, place):
        said = [verb, *dependents(text, verb, "acomp", "oprd", "attr")]
        said += [to for prep, to in prepositions(text, verb) if prep == "among" and text.tokens[verb].lemma == "be"]
        for i in said:
            if i not in {slot, place}:
                for entry in _entries(book, text, i, "a"):
                    active = is_verbal(text.tokens[i]) and child(text, i, "dobj") is not None
                    passive = text.tokens[place].dep in {"nsubj", "nsubjpass", "dobj"} and not active
                    if passive and _may_count(scene, book, entry, noun):
                        return Count(measure=_joint(text, book, i, entry.measure), noun=noun, word=i, rule="adjective")
        if not is_verbal(text.tokens[verb]):
            continue
        for entry in _entries(book, text, verb, "v"):
            fits = _fills(scene, entry, verb, place) and _has_needs(scene, entry, verb)
            if _lets_act(text, entry, verb, place):
                continue
            if fits and _may_count(scene, book, entry, noun):
                measure = _captors(scene, verb, _joint(text, book, verb, entry.measure), entry)
                if measure in CAPTIVE and noun is not None:  # "holds 100 *hostages*"
                    own = (e.measure for e in _entries(book, text, noun, "n") if e.role == "head")
                    measure = next((m for m in own if m in CAPTIVE), measure)
                return Count(measure=measure, noun=noun, word=verb, rule=f"{entry.lemma}/v/{entry.role}")
    return None


def _lets_act(text: AnnotatedText, entry: Measure, verb: int, noun: int) -> bool:
    """Whether somebody is freed for something rather than set free ("freeing delegates *to vote*")."""
    if entry.measure != "released":
        return False
    deeds = dependents(text, verb, "xcomp", "advcl") + dependents(text, noun, "acl", "relcl")
    return any("to" in auxiliaries(text, deed) for deed in deeds)


def _captors(scene: Scene, verb: int, measure: str, entry: Measure) -> str:
    """Those whom an armed group holds are hostages; those whom a state holds are prisoners."""
    if entry.lemma != "hold":
        return measure
    holders = [mention_at(scene, i) for i in subjects(scene.text, verb)]
    armed = any(a.kind is ActorKind.ARMED_GROUP for m in holders if m is not None for a in m.actors)
    return "hostages" if armed else measure


def _fills(scene: Scene, entry: Measure, verb: int, place: int) -> bool:
    """Whether the counted noun stands where the row says."""
    text = scene.text
    if entry.role == "subj":
        return place in subjects(text, verb)
    short = text.tokens[verb].tag == "VBN" and child(text, verb, "nsubj") == place and child(text, verb, "aux") is None
    return short or place in objects(text, verb) or place in dependents(text, verb, "dobj")


def _has_needs(scene: Scene, entry: Measure, word: int) -> bool:
    if not entry.needs:
        return True
    text = scene.text
    beside = dependents(text, word, "dobj", "oprd", "attr", "xcomp", "npadvmod", "prt", "advmod", "prep")
    beside += [to for _, to in prepositions(text, word)]
    return any(text.tokens[i].lemma in entry.needs for head in beside for i in phrase(text, head))


def _by_deed(scene: Scene, book: Codebook, slot: int, noun: int | None) -> Count | None:
    """A noun for what became of them ("the abduction of six surveyors")."""
    text = scene.text
    place = text.tokens[first_conjunct(text, slot)]
    prep = text.tokens[place.head]
    if place.dep != "pobj" or prep.lemma != "of":
        return None
    for entry in _entries(book, text, prep.head, "n"):
        if entry.role == "of" and _may_count(scene, book, entry, noun):
            return Count(measure=entry.measure, noun=noun, word=prep.head, rule=f"{entry.lemma}/n/of")
    return None


def _by_noun(scene: Scene, book: Codebook, quantity: Quantity, slot: int, noun: int | None) -> Count | None:
    """The counted noun says it itself ("46 prisoners", "10,000 deaths"); forces only in numbers, or where moved."""
    if noun is None:
        return None
    text = scene.text
    for entry in _entries(book, text, noun, "n"):
        if entry.role == "head" and _has_needs(scene, entry, noun):
            number = quantity.low if quantity.low is not None else quantity.high or 0
            small = number < ENOUGH_FORCES
            if entry.measure in CAPTIVE and (number == 1 or _was(text, book, noun)):
                return None  # "one detainee", "two former prisoners"
            if entry.measure in FORCES and small and not _moved(scene, book, slot):
                return None
            return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n")
        if entry.role == "aid" and _carries_aid(scene, book, slot, noun):
            return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n")
    return None


def _was(text: AnnotatedText, book: Codebook, noun: int) -> bool:
    return any(text.tokens[i].lemma in book.words["past_adjectives"] for i in dependents(text, noun, "amod"))


def _moved(scene: Scene, book: Codebook, slot: int) -> bool:
    text = scene.text
    verb = text.tokens[first_conjunct(text, slot)].head
    return text.tokens[verb].lemma in book.words["moving_verbs"]


def _carries_aid(scene: Scene, book: Codebook, slot: int, noun: int) -> bool:
    """Whether a load is aid: called so, or relief goods that are brought to somebody; grain that is sold is trade."""
    text = scene.text
    inside = {text.tokens[i].lemma for i in phrase(text, noun) if i != noun}
    if inside & book.words["aid_words"]:
        return True
    for behind in dependents(text, noun, "acl", "relcl"):
        inside |= {text.tokens[i].lemma for i in dependents(text, behind, "dobj")}
        if text.tokens[behind].lemma in book.words["delivering_verbs"] and inside & book.classes["AID"]:
            return True  # "trucks carrying food"
    verb = text.tokens[first_conjunct(text, slot)].head
    if text.tokens[verb].lemma not in book.words["delivering_verbs"]:
        return False
    beside = {text.tokens[to].lemma for prep, to in prepositions(text, verb) if prep in {"with", "of"}}
    return bool((inside | beside) & (book.classes["AID"] - {text.tokens[noun].lemma}))


def _by_value(scene: Scene, book: Codebook, slot: int) -> Count | None:
    """The number is the value of a noun ("the toll rose to 34", "the number of wounded stands at 40")."""
    text = scene.text
    for noun in value_holders(text, book, slot):
        put = text.tokens[slot].dep == "pobj" and text.tokens[noun].dep == "dobj"  # "put the *dead* at 14"
        for entry in _entries(book, text, noun, "n"):
            named = entry.role == "put" or (entry.role == "head" and entry.measure not in FORCES)
            if entry.role == "value" or (put and named):
                return Count(measure=entry.measure, noun=noun, word=noun, rule=f"{entry.lemma}/n/value")
        if text.tokens[noun].lemma not in book.words["figure_nouns"]:
            continue
        whose = _whose(scene, book, noun)
        if whose is not None:
            return Count(measure="other", noun=whose, word=whose, rule="whose number")
        for prep, inner in prepositions(text, noun):
            found = _participle(scene, book, [inner, *dependents(text, inner, "acl", "amod")], inner)
            if prep == "of" and found is not None:
                return found
            for entry in _entries(book, text, inner, "n"):
                if prep == "of" and entry.role == "head":
                    return Count(measure=entry.measure, noun=inner, word=inner, rule=f"number of {entry.lemma}")
    return None


def _whose(scene: Scene, book: Codebook, noun: int) -> int | None:
    """The people whose number somebody gives ("the settlers, *whose number* Velmora puts at 5,000")."""
    text = scene.text
    owner = child(text, noun, "poss")
    if owner is None or text.tokens[owner].tag != "WP$" or text.tokens[text.tokens[noun].head].dep != "relcl":
        return None
    people = text.tokens[text.tokens[noun].head].head
    return people if is_person(scene, book, people) else None


def _by_neighbour(scene: Scene, book: Codebook, quantity: Quantity, noun: int | None) -> Count | None:
    """The verb right before a number, where the parser gave its object to another ("wounding two, officials said")."""
    text = scene.text
    verb = quantity.first - 1
    if verb < 0 or text.tokens[verb].tag not in {"VBG", "VBD"} or child(text, verb, "dobj") is not None:
        return None
    for entry in _entries(book, text, verb, "v"):
        if entry.role == "obj" and not entry.needs and _may_count(scene, book, entry, noun):
            return Count(measure=entry.measure, noun=noun, word=verb, rule=f"{entry.lemma}/v/beside")
    return None


def asked_for(scene: Scene, book: Codebook, sentence: int) -> Count | None:
    """What an indirect question of a sentence asks the number of ("*how many people* it has abducted")."""
    text = scene.text
    for i in range(text.sentences[sentence].first, text.sentences[sentence].last - 1):
        if text.tokens[i].text.lower() == "how" and text.tokens[i + 1].text.lower() == "many":
            noun = text.tokens[i + 1].head
            return _by_verb(scene, book, noun, noun) or _participle(scene, book, dependents(text, noun, "acl"), noun)
    return None


def value_holders(text: AnnotatedText, book: Codebook, slot: int) -> list[int]:
    """Nouns that a number may be the value of: "the *toll* rose to 34", "puts the *figure* at four"."""
    token = text.tokens[slot]
    above = text.tokens[token.head]
    verb = above.head if token.dep == "pobj" and above.dep == "prep" else above.i
    found = [verb] if verb == above.head else []
    if is_verbal(text.tokens[verb]):
        if text.tokens[verb].lemma not in book.words["standing_verbs"]:
            return []
        found += subjects(text, verb)
        for noun in objects(text, verb) if verb == above.head else []:  # "put the dead at 14 and the *wounded* at 60"
            found.append(max((i for i in with_conjuncts(text, noun) if i < slot), default=noun))
    return [noun for noun in found if noun != slot]

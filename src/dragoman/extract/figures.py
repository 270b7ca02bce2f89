"""Figures: numbers of people, forces, arms and aid, each with who claims it; never added up, never chosen between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.extract.arguments import Scene, actors_of, is_generic
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.counting import CASUALTIES, Count, first_conjunct, is_person, slot_of
from dragoman.extract.dates import named_by, published_on
from dragoman.extract.factuality import ADJUNCT_PREPOSITIONS, clause_of, present
from dragoman.extract.inherited import counted
from dragoman.extract.numbers import Quantity, numbers_in
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Attribution, FactDate, Factuality, Figure, Match, SourceKind
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, Place
from dragoman.syntax import MAX_CLIMB, dependents, is_verbal, phrase, subjects, subtree

EXTRACTOR = "figures 1"
MAX_SHARING = 4
"""Verbs up a sentence that a participle or coordinated verb may share time and place with."""
WHERE = frozenset({"in", "at", "near", "inside", "around", "along", "across"})
SIDES = frozenset(ActorKind) - {ActorKind.UNKNOWN, ActorKind.REGION, ActorKind.MEDIA}
PERSONS = frozenset(
    {
        "killed", "injured", "killed_or_injured", "missing", "displaced", "refugees", "hostages", "prisoners",
        "released", "troops", "people_in_need",
    }
)  # fmt: skip


def find_figures(scene: Scene, book: Codebook) -> Iterator[Figure]:
    """Figures of a report in text order; one that is repeated with the same claimant is one figure."""
    kept: dict[tuple[object, ...], Figure] = {}
    for quantity, count in counted(scene, book, list(_quantities(scene, book))):
        if quantity.high == 0 and count.measure not in CASUALTIES:
            continue
        figure = _write(scene, book, quantity, count)
        claimant = figure.attribution[-1]
        who = claimant.speaker.id if claimant.speaker is not None else str(claimant.kind)
        key = (figure.measure, figure.low, figure.high, figure.unit, who)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = figure
        elif figure.evidence[0] not in earlier.evidence:
            kept[key] = replace(earlier, evidence=(*earlier.evidence, *figure.evidence))
        else:
            kept[*key, figure.id] = figure
    yield from sorted(kept.values(), key=lambda figure: figure.match.spans[0][1].start)


def _quantities(scene: Scene, book: Codebook) -> Iterator[Quantity]:
    """Numbers that may be figures: no dates, none that name or number something; "no" counts nobody."""
    text = scene.text
    for quantity in numbers_in(text, book.numbers):
        first, last = quantity.core
        if any(i in scene.timed for i in range(first, last)):
            continue
        if first > 1 and text.tokens[first - 1].text.lower() == "in" and text.tokens[first - 2].tag == "CD":
            continue  # "four in ten people"
        if text.tokens[first].dep == "appos" and text.tokens[first - 1].text == ",":
            continue  # an age
        if first and text.tokens[first - 1].text.lower() == "no" and last == first + 1:
            quantity = replace(quantity, first=first - 1, low=0.0, high=0.0)
        yield quantity
    for index in text.index.by_word.get("no", ()):
        token = text.tokens[index]
        if token.dep == "det" and text.tokens[token.head].lemma != "one":
            yield Quantity(first=token.i, last=token.i + 1, core=(token.i, token.i + 1), low=0.0, high=0.0)


def _write(scene: Scene, book: Codebook, quantity: Quantity, count: Count) -> Figure:
    text = scene.text
    first = quantity.core[0]
    number = span_of(text, quantity.first, quantity.last)
    told_at = _told_at(text, quantity, count)
    chain = _claimants(scene, book, first)
    return Figure(
        id=content_id("figure", text.document.id, number.start, number.end, count.measure),
        document_id=text.document.id,
        evidence=(sentence_span(text, first),),
        attribution=chain,
        factuality=_factuality(text, book, told_at, quantity, told=len(chain) > 1),
        date=_date(text, told_at),
        place=_place(text, quantity, count),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=0.9 if count.noun is not None else 0.75,
        match=Match(
            rule=f"figure/{count.rule}", spans=(("number", number), ("word", span_of(text, count.word, count.word + 1)))
        ),
        low=quantity.low,
        high=quantity.high,
        written=text.document.text[number.start : number.end],
        approximate=quantity.approximate,
        unit=_unit(scene, book, quantity, count),
        counted=_counted(scene, quantity, count),
        measure=count.measure,
        victims=_victims(scene, count),
    )


def _factuality(text: AnnotatedText, book: Codebook, told_at: int, quantity: Quantity, *, told: bool) -> Factuality:
    """How the figure is presented; "nobody was hurt" asserts that the number is none."""
    value = present(text, book, told_at).factuality
    if quantity.high == 0 and value is Factuality.NEGATED:
        return Factuality.REPORTED if told else Factuality.ASSERTED
    return value


def _told_at(text: AnnotatedText, quantity: Quantity, count: Count) -> int:
    """The word whose clause tells the figure: what became of them, or the verb a mere noun or number hangs on."""
    if is_verbal(text.tokens[count.word]) and not count.rule.startswith("taken up"):
        return count.word
    if count.rule.endswith("/n/of"):
        return count.word
    slot = first_conjunct(text, slot_of(text, quantity)[0])
    above = text.tokens[slot].head
    if text.tokens[slot].dep == "pobj" and text.tokens[above].lemma not in ADJUNCT_PREPOSITIONS:
        above = text.tokens[above].head  # "will be met *by* 6,000 protesters"
    return above if is_verbal(text.tokens[above]) else slot


def _claimants(scene: Scene, book: Codebook, number: int) -> tuple[Attribution, ...]:
    """Who says so; where no voice does, whoever is said to have counted ("the ministry recorded 12 deaths")."""
    text = scene.text
    chain = chain_at(scene, book, number)
    verb = clause_of(text, number)
    token = text.tokens[verb]
    counts = token.lemma in book.words["counting_verbs"] | book.words["number_giving_verbs"]
    if len(chain) > 1 or not counts or not is_verbal(token):
        return chain
    who = [a for i in subjects(text, verb) for a in actors_of(scene, i) if not is_generic(a)]
    cue = span_of(text, verb, verb + 1)
    return chain + tuple(
        Attribution(kind=SourceKind.SPEAKER, speaker=a.actor, cue=token.text, evidence=cue) for a in who[:1]
    )


def _unit(scene: Scene, book: Codebook, quantity: Quantity, count: Count) -> str:
    text = scene.text
    if quantity.currency:
        return quantity.currency
    if count.noun is not None:
        lemma = text.tokens[count.noun].lemma
        if lemma in {"tonne", "ton"}:
            return "tonnes"
        if lemma in {"percent", "pct"}:
            return "percent"
        if count.measure == "weapons" or (count.rule.endswith("/n") and count.measure == "aid"):
            return text.tokens[count.noun].text
        if count.measure == "other" and not is_person(scene, book, count.noun):
            return text.tokens[count.noun].text
    return "persons" if count.measure in PERSONS or count.measure == "other" else "items"


def _counted(scene: Scene, quantity: Quantity, count: Count) -> str:
    """What is counted, in the text's words: the noun phrase without its number, and what became of it."""
    text = scene.text
    words: list[int] = []
    if count.noun is not None:
        inside = range(quantity.first, quantity.last)
        numbered = [i for i in dependents(text, count.noun, "conj") if dependents(text, i, "nummod")]
        other = {below for i in numbered for below in subtree(text, i)}
        said = [
            i for i in phrase(text, count.noun) if i not in inside and i not in other and text.tokens[i].tag != "CD"
        ]
        words = _near(said, count.noun)
        while words and (
            text.tokens[words[0]].dep in {"det", "cc", "punct", "case", "predet"}
            or text.tokens[words[0]].lemma in {"how", "many"}
        ):
            words.pop(0)
        while words and (text.tokens[words[-1]].dep in {"cc", "punct"} or text.tokens[words[-1]].pos == "ADP"):
            words.pop()
    if count.word not in words and (is_verbal(text.tokens[count.word]) or count.rule == "adjective"):
        words.append(count.word)
    return " ".join(text.tokens[i].text for i in words)


def _near(words: list[int], noun: int) -> list[int]:
    """The words that stand together with the noun."""
    kept = [noun]
    for i in sorted(words, key=lambda i: abs(i - noun)):
        if i != noun and (i + 1 in kept or i - 1 in kept):
            kept.append(i)
    return sorted(kept)


def _victims(scene: Scene, count: Count) -> tuple[ActorRef, ...]:
    """Whose people they are, where the noun phrase says it."""
    if count.noun is None or count.measure not in PERSONS:
        return ()
    found = [a for a in actors_of(scene, count.noun, ("of", "from")) if not is_generic(a)]
    return tuple(a.actor for a in found if a.actor.kind in SIDES)


def _date(text: AnnotatedText, word: int) -> FactDate:
    """As of when: a time named in the clause or the one it tells more of, else the day of publication."""
    clauses = _clauses(text, word)
    for time in text.times:
        if time.value is None or time.since or text.tokens[time.first].sentence != text.tokens[word].sentence:
            continue
        if clause_of(text, time.first) in clauses:
            return named_by(text, time)
    return published_on(text)


def _clauses(text: AnnotatedText, word: int) -> set[int]:
    """The verb a word belongs to, with those that share its time and place: "killed and wounded when", ", killing"."""
    verb = clause_of(text, word)
    found = {verb}
    for _ in range(MAX_SHARING):
        token = text.tokens[verb]
        shares = token.dep == "conj" or (token.tag == "VBG" and token.dep == "advcl")
        above = clause_of(text, token.head)
        if not shares or above in found:
            break
        found.add(above)
        verb = above
    for each in tuple(found):
        found |= {b for b in dependents(text, each, "conj") if is_verbal(text.tokens[b])}
    for each in tuple(found):
        found |= {b for b in dependents(text, each, "advcl") if _is_when(text, b)}
    return found


def _is_when(text: AnnotatedText, clause: int) -> bool:
    return any(text.tokens[b].lemma in {"when", "as", "while"} for b in dependents(text, clause, "advmod", "mark"))


def _place(text: AnnotatedText, quantity: Quantity, count: Count) -> Place | None:
    """Where: a place behind "in", "at" or "near" at the counted noun, its verb, or a noun of the verb's clause."""
    slot, _ = slot_of(text, quantity)
    told_at = _told_at(text, quantity, count)
    anchors = {count.word, slot, count.noun, *_clauses(text, told_at)}
    sentence = text.tokens[slot].sentence
    for place in text.places:
        if text.tokens[place.head].sentence == sentence and _stands_at(text, place.head, anchors):
            return place.place
    return None


def _stands_at(text: AnnotatedText, place: int, anchors: set[int | None]) -> bool:
    """Whether a place hangs on one of some words by a preposition of place, over nouns only."""
    current, where = place, False
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if current in anchors:
            return where
        if token.head == current or is_verbal(token):
            return False
        where = where or token.lemma in WHERE
        current = token.head
    return False

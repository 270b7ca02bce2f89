"""Figures: numbers of people, forces, arms and aid, each with who claims it; never added up, never chosen between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.extract.arguments import Scene, actors_of, is_generic
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.counting import CASUALTIES, Count, is_person, slot_of
from dragoman.extract.factuality import clause_of, present
from dragoman.extract.inherited import counted
from dragoman.extract.numbers import Quantity, numbers_in
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Attribution, FactDate, Figure, Match, SourceKind
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, DateBasis, Place
from dragoman.syntax import dependents, is_verbal, phrase, subjects, subtree

EXTRACTOR = "figures 1"
WHERE = frozenset({"in", "at", "near", "inside", "around", "along", "across"})
NOBODY = frozenset({"nobody", "none"})
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
        if text.tokens[first].dep == "appos" and text.tokens[first - 1].text == ",":
            continue  # an age
        if first and text.tokens[first - 1].text.lower() == "no" and last == first + 1:
            quantity = replace(quantity, first=first - 1, low=0.0, high=0.0)
        yield quantity
    for token in text.tokens:
        if token.text.lower() == "no" and token.dep == "det" and token.i not in scene.timed:
            yield Quantity(first=token.i, last=token.i + 1, core=(token.i, token.i + 1), low=0.0, high=0.0)


def _write(scene: Scene, book: Codebook, quantity: Quantity, count: Count) -> Figure:
    text = scene.text
    first = quantity.core[0]
    number = span_of(text, quantity.first, quantity.last)
    told_at = _told_at(text, quantity, count)
    return Figure(
        id=content_id("figure", text.document.id, number.start, number.end, count.measure),
        document_id=text.document.id,
        evidence=(sentence_span(text, first),),
        attribution=_claimants(scene, book, first),
        factuality=present(text, book, told_at).factuality,
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


def _told_at(text: AnnotatedText, quantity: Quantity, count: Count) -> int:
    """The word whose clause tells the figure: what became of them, or the verb a mere noun or number hangs on."""
    if is_verbal(text.tokens[count.word]) and not count.rule.startswith("taken up"):
        return count.word
    slot, _ = slot_of(text, quantity)
    return clause_of(text, slot)


def _claimants(scene: Scene, book: Codebook, number: int) -> tuple[Attribution, ...]:
    """Who says so; where no voice does, whoever is said to have counted ("the ministry recorded 12 deaths")."""
    text = scene.text
    chain = chain_at(scene, book, number)
    verb = clause_of(text, number)
    token = text.tokens[verb]
    if len(chain) > 1 or token.lemma not in book.words["counting_verbs"] or not is_verbal(token):
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
        words = _near([i for i in phrase(text, count.noun) if i not in inside and i not in other], count.noun)
        while words and text.tokens[words[0]].dep in {"det", "cc", "punct", "case", "predet"}:
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
    verb = clause_of(text, word)
    clauses = {verb, *(b for b in dependents(text, verb, "advcl") if _is_when(text, b))}
    while text.tokens[verb].tag == "VBG" and text.tokens[verb].dep in {"advcl", "acl", "pcomp"}:
        verb = clause_of(text, text.tokens[verb].head)
        if verb in clauses:
            break
        clauses.add(verb)
    for time in text.times:
        if time.value is None or time.since or text.tokens[time.first].sentence != text.tokens[word].sentence:
            continue
        if clause_of(text, time.first) in clauses:
            evidence = span_of(text, time.first, time.last)
            return FactDate(value=time.value, end_value=time.end_value, basis=time.basis, evidence=evidence)
    published = text.document.published
    if published is None:
        return FactDate()
    return FactDate(value=published.isoformat(), basis=DateBasis.PUBLICATION)


def _is_when(text: AnnotatedText, clause: int) -> bool:
    return any(text.tokens[b].lemma in {"when", "as", "while"} for b in dependents(text, clause, "advmod", "mark"))


def _place(text: AnnotatedText, quantity: Quantity, count: Count) -> Place | None:
    """Where: a place named by a preposition at the counted noun, its verb or the verb's clause."""
    slot, _ = slot_of(text, quantity)
    anchors = {count.word, slot, count.noun, clause_of(text, count.word)}
    for place in text.places:
        above = text.tokens[place.head]
        while above.dep in {"compound", "nmod"} and above.head != above.i:
            above = text.tokens[above.head]
        if above.dep == "pobj" and text.tokens[above.head].lemma in WHERE and text.tokens[above.head].head in anchors:
            return place.place
    return None

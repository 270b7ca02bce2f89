"""Conditions that a verb or noun sets: "X depends on Y", "Y is a condition for X", "leave or face X"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.condition_parts import Link, make_link, noun_pieces
from dragoman.extract.condition_tests import fits, is_bound, is_matter
from dragoman.extract.wording import Piece, clause_tokens, trimmed
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.facts import Join
from dragoman.model.text import AnnotatedText
from dragoman.syntax import auxiliaries, child, dependents, is_passive, is_verbal, objects, prepositions, subjects

TIME_GIVEN = frozenset({"hour", "day", "week", "month", "minute", "time"})
ORDERING = frozenset({"give", "tell", "order", "warn", "ask", "deadline", "ultimatum"})
"""What hands an order on, with a day or without."""


def verb_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A verb between the two sides: "X depends on Y", "X requires Y"."""
    text = scene.text
    verb = marker[0]
    misread = text.tokens[verb].tag == "NNS" and text.tokens[verb].text.endswith("s")  # "accession hinges on"
    main = child(text, verb, "compound") if misread else child(text, verb, "nsubj", "csubj")
    relative = text.tokens[verb].dep in {"relcl", "acl"}
    if relative and (main is None or text.tokens[main].tag in {"WDT", "WP"}):
        main = text.tokens[verb].head
    if main is None or not (misread or is_verbal(text.tokens[verb])) or not fits(scene, book, entry, main, None):
        return None
    if len(marker) > 1:
        inner = child(text, marker[1], "pobj", "pcomp")
    else:
        inner = child(text, verb, "ccomp")
        inner = inner if inner is not None else child(text, verb, "dobj")
    if inner is None or inner in scene.timed:
        return None
    if entry.needs == "consent" and text.tokens[inner].lemma not in book.words["consents"]:
        return None
    vague = text.tokens[main].pos not in {"NOUN", "PROPN"} or not is_matter(scene, book, main)
    if vague and entry.needs != "ordered" and not is_matter(scene, book, inner) and mention_at(scene, inner) is None:
        return None
    pieces, join = noun_pieces(text, inner)
    deed = child(text, verb, "xcomp")
    if len(marker) == 1 and deed is not None and len(pieces) == 1 and inner < deed:
        tokens = trimmed(text, sorted({*pieces[0].tokens, *clause_tokens(text, deed)}))
        pieces = (Piece(head=inner, tokens=tokens),)
    return make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def link_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A verb that ties its object to something: "tied X to Y"."""
    text = scene.text
    main = child(text, marker[0], "dobj", "nsubjpass")
    inner = child(text, marker[1], "pobj", "pcomp")
    if main is None or inner is None or not fits(scene, book, entry, main, None):
        return None
    if text.tokens[main].lemma in book.classes["VIOLENCE"] | book.classes["STRIKE"]:
        return None  # "tied the violence to protests" says where it came from
    if entry.needs == "matter" and not is_matter(scene, book, inner):
        return None
    pieces, join = noun_pieces(text, inner)
    return make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def noun_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """The word "condition" itself: "Y is a condition for X", "demanded Y as a condition for X"."""
    text = scene.text
    noun = marker[0]
    token = text.tokens[noun]
    main = next((to for prep, to in prepositions(text, noun) if prep in {"for", "of", "to"}), None)
    if main is None or not is_matter(scene, book, main):
        return None
    above = text.tokens[token.head]
    inner: int | None = None
    if token.dep == "attr":
        inner = child(text, above.i, "nsubj", "csubj")
    elif above.lemma in {"make", "set"}:
        own = child(text, noun, "nsubj")
        inner = (
            own if own is not None else child(text, above.i, "dobj", "nsubj" if is_passive(text, above.i) else "oprd")
        )
        inner = inner if inner != noun else None
    elif token.dep == "pobj" and above.lemma == "as":
        holder = text.tokens[above.head]
        if is_verbal(holder) and holder.dep in {"ccomp", "xcomp"}:
            tokens = clause_tokens(text, holder.i, {above.i})
            owner = None if child(text, holder.i, "nsubj") is not None else next(iter(subjects(text, holder.i)), None)
            demanded = (Piece(head=holder.i, tokens=tokens, owner=owner),)
            return make_link(scene, entry, marker, main, demanded, Join.ALL, frozenset({noun}))
        inner = child(text, holder.i, "dobj", "nsubjpass", "ccomp") if is_verbal(holder) else holder.i
    elif token.dep == "nsubj" and above.lemma in {"include", "be"}:
        inner = child(text, above.i, "dobj", "attr", "ccomp", "xcomp")
    else:
        inner = next((i for i in dependents(text, noun, "appos") if i > noun), None)
    if inner is None and token.dep in {"dobj", "pobj"}:
        inner = next((i for i in dependents(text, noun, "appos") if i > noun), None)
    if inner is None or inner == main or mention_at(scene, inner) is not None:
        return None
    pieces, join = noun_pieces(text, inner, frozenset({noun, above.i} if token.dep == "pobj" else {noun}))
    return make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def ultimatum_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Leave by Friday or face sanctions", "gave Kestria until Sunday to leave"."""
    text = scene.text
    if entry.words[0] != "or":
        return _deadline_link(scene, marker, entry)
    threat = marker[0] + 1
    last = text.sentences[text.tokens[marker[0]].sentence].last
    if threat >= last or text.tokens[threat].text.lower() not in {"face", "risk", "suffer"}:
        return None
    first = text.sentences[text.tokens[marker[0]].sentence].first
    bound = next(
        (i for i in range(marker[0] - 1, first - 1, -1) if is_verbal(text.tokens[i]) and _orders(scene, book, i)), None
    )
    if bound is None:
        return None
    end = next((i for i in range(threat, last) if text.tokens[i].text in {",", ".", ";", "”", '"'}), last)
    tokens = trimmed(text, range(threat, end))
    below = [i for i in clause_tokens(text, bound, {marker[0], threat}) if not marker[0] <= i < end]
    owner = next(iter(_told_to(text, bound)), None)
    if not tokens or not below:
        return None
    return Link(
        marker=(*marker, threat),
        consequent=Piece(head=threat, tokens=tokens, owner=owner),
        antecedents=(Piece(head=bound, tokens=trimmed(text, below), reading="without", owner=owner),),
        entry=entry,
        timed=any(i in scene.timed for i in range(first, marker[0])),
    )


def order_above(text: AnnotatedText, verb: int) -> int:
    """The word that hands an order on: the verb above an infinitive, over the time it gives ("48 hours *to leave*")."""
    above = text.tokens[verb].head
    if text.tokens[above].lemma in TIME_GIVEN and text.tokens[above].head != above:
        above = text.tokens[above].head
    return above


def _told_to(text: AnnotatedText, verb: int) -> list[int]:
    """Who is to do what an order or ultimatum says."""
    above = order_above(text, verb)
    if text.tokens[above].lemma in ORDERING and child(text, verb, "nsubj") is None:
        return dependents(text, above, "dative", "dobj", "nsubjpass")[:1] or subjects(text, verb)
    return subjects(text, verb)


def _orders(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb says what somebody has to do, as an order, an obligation or a term that was set."""
    text = scene.text
    if is_bound(scene, book, verb):
        return True
    return "to" in auxiliaries(text, verb) and text.tokens[order_above(text, verb)].lemma in ORDERING


def _deadline_link(scene: Scene, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Gave Kestria until Sunday to leave", "gave Kestria 48 hours to leave"."""
    text = scene.text
    verb = marker[0]
    if len(marker) > 1:
        day, time = child(text, marker[1], "pobj", "pcomp"), marker[1]
        holders = [verb]
    else:
        times = [i for i in dependents(text, verb, "dobj") if text.tokens[i].lemma in TIME_GIVEN]
        day = next((i for i in times if child(text, i, "nummod") is not None), None)
        time = day if day is not None else verb
        holders = [verb, time]
    asked = next((i for h in holders for i in dependents(text, h, "advcl", "xcomp", "ccomp", "relcl", "acl")), None)
    whom = next((i for i in dependents(text, verb, "dative", "dobj", "nsubjpass") if i != day), None)
    if entry.words[0] == "have":
        whom = child(text, verb, "nsubj")
    if day is None or asked is None or whom is None or asked < time or "to" not in auxiliaries(text, asked):
        return None
    if (len(marker) > 1 and day not in scene.timed) or any(text.tokens[b].lemma == "or" for b in text.children[asked]):
        return None
    return Link(
        marker=marker,
        consequent=Piece(head=asked, tokens=clause_tokens(text, asked), owner=whom),
        antecedents=(Piece(head=day, tokens=clause_tokens(text, time, {asked})),),
        entry=entry,
        timed=True,
    )


def wait_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """Somebody waits for something before acting; where no "before" says what, the promise of the sentence before."""
    text = scene.text
    verb = marker[0]
    inner = child(text, marker[-1], "pobj") if len(marker) > 1 else child(text, verb, "dobj")
    if inner is None or inner in scene.timed or not is_verbal(text.tokens[verb]):
        return None
    if not is_matter(scene, book, inner):
        return None
    pieces, join = noun_pieces(text, inner)
    for below in dependents(text, verb, "advcl", "prep"):
        words = {text.tokens[i].lemma for i in (below, *text.children[below])}
        if "before" in words:
            main = below if is_verbal(text.tokens[below]) else child(text, below, "pcomp", "pobj")
            if main is not None:
                return make_link(scene, entry, marker, main, pieces, join, frozenset({inner, *marker}))
    main = _promised_before(scene, book, verb)
    if main is None:
        return None
    return make_link(scene, entry, marker, main, pieces, join, frozenset())


def _promised_before(scene: Scene, book: Codebook, verb: int) -> int | None:
    """What the one who waits was said to have promised in the sentence before."""
    text = scene.text
    sentence = text.tokens[verb].sentence
    if sentence == 0:
        return None
    who = _sides(scene, subjects(text, verb))
    before = text.sentences[sentence - 1]
    for i in range(before.first, before.last):
        if not any(entry.effect == "commit" for entry in book.embeddings.get((text.tokens[i].lemma, "v"), ())):
            continue
        inner = child(text, i, "xcomp", "ccomp")
        if inner is not None and who & _sides(scene, subjects(text, i)):
            return inner
    return None


def _sides(scene: Scene, nouns: list[int]) -> set[str]:
    found = (mention_at(scene, noun) for noun in nouns)
    return {actor.affiliation or actor.id for mention in found if mention is not None for actor in mention.actors}


def deadline_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A deadline with its day, and what is to happen by then or after: "a deadline of Friday for the withdrawal"."""
    text = scene.text
    noun = marker[0]
    pairs = list(prepositions(text, noun))
    above = text.tokens[noun].head
    if text.tokens[noun].dep == "dobj":
        pairs += prepositions(text, above)  # "set a deadline of Friday *for* the withdrawal"
    day = next((to for prep, to in pairs if to in scene.timed and prep in {"of", "for", "on", "until"}), None)
    day = day if day is not None else next((to for prep, to in pairs if prep == "of"), None)
    day = day if day is not None else next((i for i in dependents(text, noun, "compound") if i in scene.timed), None)
    main = next((i for i in dependents(text, noun, "acl", "relcl", "advcl")), None)
    if main is None:
        main = next((to for prep, to in pairs if prep == "for" and to not in scene.timed), None)
    if main is None and day is not None:
        main = next((i for i in (*dependents(text, day, "relcl"), *dependents(text, above, "advcl"))), None)
    if day is None or main is None:
        return None
    pieces, join = noun_pieces(text, day, frozenset({main}))
    found = make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, day}))
    return replace(found, timed=True) if found is not None else None


def approval_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """What still has to be approved: "parliament must still approve the truce"."""
    text = scene.text
    verb = marker[0]
    main = next(iter(objects(text, verb)), None)
    if main is None or not is_verbal(text.tokens[verb]) or not is_bound(scene, book, verb):
        return None
    first = any(text.tokens[i].lemma in {"still", "first", "yet"} for i in dependents(text, verb, "advmod"))
    if not is_matter(scene, book, main) or not (first or is_passive(text, verb)) or not subjects(text, verb):
        return None
    tokens = clause_tokens(text, verb)
    return make_link(scene, entry, marker, main, (Piece(head=verb, tokens=tokens),), Join.ALL, frozenset())

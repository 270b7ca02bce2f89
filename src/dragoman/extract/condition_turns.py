"""Conditions without a conjunction: "should Y happen, X", "Y. In return, X", "X for whoever does Y", "X by Friday"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.condition_parts import Link, clause_pieces, make_link
from dragoman.extract.condition_tests import (
    acts,
    event_type,
    fits,
    is_bound,
    is_matter,
    is_open,
    is_pledge,
    is_to_come,
    verb_above,
)
from dragoman.extract.factuality import climb
from dragoman.extract.wording import SUBJECT_LABELS, Piece, clause_tokens, trimmed
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.facts import Join
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal, prepositions, subjects, subtree

RELATIVE = ("relcl", "acl")
OPENING = 2
"""Tokens at the start of a sentence within which a word takes up the sentence before ("*But in return* ...")."""
HOSTILE = frozenset({"ACCUSE", "REJECT", "THREATEN", "ASSAULT", "PROTEST", "COERCE"})
BREAKS = frozenset({";", ":", "-", "--", "–", "—"})


def open_verb_before(scene: Scene, book: Codebook, index: int) -> int | None:
    """The nearest verb of the sentence before a token that says what is to come, where the tree does not link them."""
    text = scene.text
    first = text.sentences[text.tokens[index].sentence].first
    for i in range(index - 1, first - 1, -1):
        if text.tokens[i].text in BREAKS:
            return None
        if is_verbal(text.tokens[i]) and text.tokens[i].dep not in {"auxpass"} and is_open(scene, book, i):
            return i
    return None


def inverted_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Should Kestria attack, Velmora will answer": the helping verb stands before its subject."""
    text = scene.text
    helper = text.tokens[marker[0]]
    clause = helper.head if helper.dep == "aux" else helper.i
    subject = child(text, clause, *SUBJECT_LABELS, "expl")
    if subject is None or min(subtree(text, subject)) != helper.i + 1:
        return None
    if helper.dep != "aux" and not any(
        "to" in auxiliaries(text, i) for i in dependents(text, clause, "advcl", "xcomp")
    ):
        return None  # "were Kestria to attack"
    last = text.sentences[helper.sentence].last
    before = text.tokens[helper.i - 1] if helper.i else None
    if before is not None and before.tag in {"WRB", "WP", "WDT", "CC"}:
        return None  # "how should Velmora respond", "nor should it"
    main = open_verb_before(scene, book, helper.i)
    if main is None:
        above = verb_above(text, clause)
        below = (i for i in range(clause + 1, last) if is_verbal(text.tokens[i]) and is_open(scene, book, i))
        main = above if above is not None and above > clause and is_open(scene, book, above) else next(below, None)
    if main is None or main == clause or not fits(scene, book, entry, main, clause):
        return None
    pieces, join = clause_pieces(text, clause, frozenset(marker), marker[-1])
    return make_link(scene, entry, marker, main, pieces, join, frozenset({clause, *marker}))


def turn_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Velmora is to withdraw. In return, Kestria will free the prisoners": what depends on the clause before it."""
    text = scene.text
    after = marker[-1] + 1
    sentence = text.sentences[text.tokens[marker[0]].sentence]
    if after < sentence.last and text.tokens[after].text.lower() in {"for", "of", "rate"}:
        return None
    main = verb_above(text, marker[0])
    if main is None or (entry.reading == "without" and not is_to_come(text, main)):
        return None
    if entry.needs in {"open", "negated"} and not fits(scene, book, entry, main, None):
        return None
    opens = marker[0] - sentence.first <= OPENING
    if opens:
        earlier = _told_before(text, book, text.tokens[marker[0]].sentence)
    else:
        earlier = _clause_before(text, main, marker[0])  # "gives little in return" is no bargain
    if earlier is None or (entry.needs == "bound" and not is_bound(scene, book, earlier)):
        return None
    if entry.type == "exchange" and event_type(scene, book, main) in HOSTILE:
        return None  # "in return, they accused"
    tokens = [i for i in clause_tokens(text, earlier, {main, *marker}) if i < marker[0]]
    own = child(text, earlier, *SUBJECT_LABELS, "expl")
    owner = next(iter(subjects(text, earlier)), None) if own is None else None
    piece = Piece(head=earlier, tokens=trimmed(text, tokens), owner=owner)
    return make_link(scene, entry, marker, main, (piece,), Join.ALL, frozenset({*marker, earlier}))


def _clause_before(text: AnnotatedText, main: int, marker: int) -> int | None:
    """The clause that stands beside another in a sentence, before it."""
    for i in (*dependents(text, main, "ccomp", "parataxis"), text.tokens[main].head):
        beside = i != text.tokens[main].head or text.tokens[main].dep in {"conj", "parataxis"}
        if beside and i < marker and is_verbal(text.tokens[i]) and i != main:
            return i
    return None


def _told_before(text: AnnotatedText, book: Codebook, sentence: int) -> int | None:
    """What the sentence before tells: its main verb, or what somebody is reported to say in it."""
    if sentence == 0:
        return None
    before = text.sentences[sentence - 1]
    root = next((i for i in range(before.first, before.last) if text.tokens[i].dep == "ROOT"), None)
    if root is None or not is_verbal(text.tokens[root]):
        return None
    for _ in range(MAX_CLIMB):
        inner = child(text, root, "ccomp", "xcomp")
        entries = book.embeddings.get((text.tokens[root].lemma, "v"), ())
        if inner is None or not is_verbal(text.tokens[inner]) or not entries:
            break
        root = inner
    return root


def whoever_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Velmora will punish anyone who breaks the truce", "any state that buys the oil will be fined"."""
    text = scene.text
    who = marker[0] if text.tokens[marker[0]].dep != "det" else text.tokens[marker[0]].head
    clause = next((i for i in dependents(text, who, *RELATIVE) if i > who and is_verbal(text.tokens[i])), None)
    main = verb_above(text, who)
    if clause is None or main is None or main == clause or is_matter(scene, book, who):
        return None
    own = child(text, clause, *SUBJECT_LABELS)
    if own is not None and text.tokens[own].tag not in {"WP", "WDT"}:
        return None  # "any candidate they like"
    if text.tokens[clause].tag not in {"VBG", "VBZ", "VBP"} or mention_at(scene, who) is not None:
        return None  # "those who fled" are known
    deed = is_to_come(text, main) or is_pledge(scene, book, main) or is_open(scene, book, main)
    if not deed or not acts(scene, book, main):
        return None
    pieces, join = clause_pieces(text, clause, frozenset(), who)
    pieces = tuple(replace(piece, owner=who) for piece in pieces)
    return make_link(scene, entry, marker, main, pieces, join, frozenset({clause}))


def must_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Any settlement must include the islands": what is demanded of whatever is agreed."""
    text = scene.text
    noun = text.tokens[marker[0]].head
    verb = text.tokens[noun].head
    if text.tokens[marker[0]].dep != "det" or text.tokens[noun].dep not in {"nsubj", "nsubjpass"}:
        return None
    if not is_matter(scene, book, noun) and text.tokens[noun].lemma not in book.words["text_nouns"] | {"alternative"}:
        return None
    deed = child(text, verb, "xcomp")
    bound = next((i for i in (verb, deed) if i is not None and is_bound(scene, book, i)), None)
    if bound is None:
        return None
    pieces, join = clause_pieces(text, bound, frozenset({noun}), marker[0])
    return make_link(scene, entry, marker, noun, pieces, join, frozenset({bound}))


def limit_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Urged Kestria to withdraw by Friday", "pressing for a treaty before the end of the year"."""
    text = scene.text
    prep = text.tokens[marker[-1]]
    when = child(text, prep.i, "pobj")
    if when is None or prep.dep != "prep" or not _is_limit(scene, book, when):
        return None
    above = prep.head if prep.head not in marker else text.tokens[prep.head].head
    main: int | None = above
    wanted = demanded_by(scene, book, above)
    if wanted is not None:
        main = wanted
    if main is None or main >= prep.i or not is_demanded(scene, book, main):
        return None
    tokens = (*marker[:-1], *clause_tokens(text, prep.i))
    last = text.sentences[prep.sentence].last
    if any(text.tokens[i].lemma == "or" for i in range(prep.i, min(tokens[-1] + 3, last))):
        return None  # an ultimatum
    consequent = trimmed(text, clause_tokens(text, main, {prep.i, *marker}))
    own = child(text, main, *SUBJECT_LABELS) if is_verbal(text.tokens[main]) else main
    owner = next(iter(subjects(text, main)), None) if own is None else None
    return Link(
        marker=marker,
        consequent=Piece(head=main, tokens=consequent, owner=owner),
        antecedents=(Piece(head=prep.i, tokens=tokens),),
        entry=entry,
        timed=True,
    )


def _is_limit(scene: Scene, book: Codebook, when: int) -> bool:
    """Whether a noun behind "by" or "before" says until when: a time, or a meeting that will come anyway."""
    if scene.text.tokens[when].lemma in book.words["occasions"]:
        return True
    inner = [to for prep, to in prepositions(scene.text, when) if prep == "of"]
    timed = when in scene.timed or any(to in scene.timed for to in inner)
    return timed and not any(time.first <= when < time.last and time.is_past for time in scene.text.times)


def demanded_by(scene: Scene, book: Codebook, verb: int) -> int | None:
    """What a verb asks for by an object, where the time hangs on the verb ("*calls for* a vote by June")."""
    text = scene.text
    entries = book.embeddings.get((text.tokens[verb].lemma, "v"), ())
    if not any(entry.effect in {"demand", "want"} for entry in entries):
        return None
    asked = [to for prep, to in prepositions(text, verb) if prep in {"for", "on", "upon"}] + dependents(
        text, verb, "dobj"
    )
    return next((i for i in asked if is_matter(scene, book, i)), None)


def is_demanded(scene: Scene, book: Codebook, main: int) -> bool:
    """Whether somebody demands what a verb or noun says, or says that it must be."""
    token = scene.text.tokens[main]
    if is_verbal(token):
        asks = any(scene.text.tokens[i].lemma in {"whether", "if"} for i in dependents(scene.text, main, "mark"))
        told = asks or token.tag == "VBD" or {"have", "has", "had"} & set(auxiliaries(scene.text, main))
        return not told and is_bound(scene, book, main)
    if not is_matter(scene, book, main):
        return False
    layers = climb(scene.text, book, main)[:1]
    return any(layer.entry.effect in {"demand", "want"} and not layer.negated for layer in layers)

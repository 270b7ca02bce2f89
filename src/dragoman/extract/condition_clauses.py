"""Conditions in subordinate clauses and phrases: "X if Y", "X pending Y", "X is contingent upon Y"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, is_generic_mention
from dragoman.extract.condition_parts import Link, clause_pieces, make_link, noun_pieces, stray_conjuncts
from dragoman.extract.condition_tests import OPEN_EFFECTS, fits, is_matter, is_open, is_to_come, verb_above
from dragoman.extract.condition_turns import demanded_by, open_verb_before
from dragoman.extract.wording import SUBJECT_LABELS
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    MAX_CLIMB,
    auxiliaries,
    child,
    dependents,
    is_verbal,
    particle,
    phrase,
    prepositions,
    subjects,
    subtree,
)

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ"})
MAX_WORDS = 15
"""Words behind a marker within which the verb of its clause is looked for, where the tree does not say."""
INNER_EFFECTS = OPEN_EFFECTS | {"report", "allege", "suppose"}


def main_of(scene: Scene, book: Codebook, start: int, clause: int, marker: tuple[int, ...] = ()) -> int | None:
    """The verb that depends: the one the marker hangs on, or its complement where that one only promises or reports."""
    text = scene.text
    main = _letting(scene, book, start)
    for _ in range(3):
        if is_to_come(text, main) or text.tokens[main].lemma == "be":
            break  # "will let talks begin": what is promised is the letting
        token = text.tokens[main]
        inner = [i for i in dependents(text, main, "ccomp", "xcomp") if is_verbal(text.tokens[i])]
        inner = [i for i in inner if (i < clause or main > clause) and i not in marker]
        entries = book.embeddings.get((token.lemma, "v"), ())
        by_object = {"obj", particle(text, main)}  # "rejected talks", "ruled *out* talks"
        if not inner and any(entry.effect == "refuse" and entry.prep in by_object for entry in entries):
            refused = child(text, main, "dobj")
            return main if refused is None or not is_matter(scene, book, refused) else refused
        if not inner or not any(entry.effect in INNER_EFFECTS for entry in entries):
            break
        main = inner[-1]
    for _ in range(MAX_CLIMB):
        above = text.tokens[main].head
        if text.tokens[main].dep != "conj" or child(text, main, *SUBJECT_LABELS) is not None or main >= clause:
            break
        if not is_verbal(text.tokens[above]) or not is_open(scene, book, above) or "has" in auxiliaries(text, main):
            break
        main = above
    token = text.tokens[main]
    if token.dep in {"relcl", "acl"} and "to" in auxiliaries(text, main):
        noun = text.tokens[token.head]
        if noun.dep == "attr" and text.tokens[noun.head].lemma == "be":
            return noun.head  # "will be the first *to move* if"
    return main


def clause_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A subordinate clause: "X if Y"."""
    text = scene.text
    last = text.tokens[marker[-1]]
    clause = _clause_of(text, marker)
    if clause is None:
        return None
    subject = child(text, clause, *SUBJECT_LABELS, "expl")
    misread = subject is None and _is_misread(text, clause)
    if misread:
        subject = child(text, clause, "compound")
    bare = clause == marker[-1] + 1 and text.tokens[clause].tag == "VBN"  # "if attacked"
    if not (misread or is_verbal(text.tokens[clause])) or (subject < marker[-1] if subject is not None else not bare):
        return None
    if bare and text.tokens[clause].lemma in book.words["asked_for"]:
        return None
    if entry.words[0] in {"if", "when", "once"} and last.head == clause and text.tokens[clause].dep != "advcl":
        return None
    top = _hung_on(scene, book, clause, marker)
    main = main_of(scene, book, top, clause, marker) if top is not None else None
    if entry.needs == "bound" and main is not None:
        wanted = demanded_by(scene, book, main)
        main = wanted if wanted is not None and wanted < marker[0] else main
    if (
        main is None
        or _asks(text, book, entry, clause)
        or _is_question(text, main)
        or not fits(scene, book, entry, main, clause)
    ):
        return None
    if marker[0] > 0 and text.tokens[marker[0] - 1].text.lower() in {"for", "only"}:
        marker = (marker[0] - 1, *marker)
    skip = frozenset({clause, *marker})
    pieces, join = clause_pieces(text, clause, frozenset(marker), marker[-1])
    if bare:
        who = next(iter(subjects(text, main)), None)
        pieces = tuple(replace(piece, owner=who) for piece in pieces)
    return make_link(scene, entry, marker, main, pieces, join, skip)


def _letting(scene: Scene, book: Codebook, start: int) -> int:
    """Whoever lets something happen, if that is what is to come ("*will let* the licence expire unless")."""
    text = scene.text
    above = text.tokens[start].head
    if text.tokens[start].dep == "xcomp" and text.tokens[above].lemma == "be":
        return above  # "*is* to begin"
    if text.tokens[start].dep not in {"ccomp", "xcomp"} or is_to_come(text, start) or "to" in auxiliaries(text, start):
        return start
    entries = book.embeddings.get((text.tokens[above].lemma, "v"), ())
    return above if any(e.effect == "permit" for e in entries) and is_open(scene, book, above) else start


def _hung_on(scene: Scene, book: Codebook, clause: int, marker: tuple[int, ...]) -> int | None:
    """The verb a clause hangs on; where the marker was taken for the verb itself, what stands before it."""
    text = scene.text
    first = text.tokens[marker[0]]
    placed = first.dep in {"mark", "prep", "advmod", "advcl"} and is_verbal(text.tokens[first.head])
    if is_verbal(first) and not placed:
        before = open_verb_before(scene, book, first.i)
        if before is not None:
            return before
    top = clause if text.tokens[clause].dep not in {"aux", "auxpass"} else text.tokens[clause].head
    for _ in range(MAX_CLIMB):
        above = text.tokens[top].head
        if above == top:
            return None
        top = above
        if is_verbal(text.tokens[top]) and top not in marker:
            break
    return top


def _clause_of(text: AnnotatedText, marker: tuple[int, ...]) -> int | None:
    """The verb of the clause that a marker opens: the one it marks, its complement, or the one right behind it."""
    last = text.tokens[marker[-1]]
    if last.dep in {"mark", "advmod"} and last.head > last.i:
        return last.head
    found = child(text, last.i, "ccomp", "pcomp", "advcl")
    if found is not None and found > last.i:
        return found
    end = min(text.sentences[last.sentence].last, last.i + MAX_WORDS)
    for i in range(last.i + 1, end):
        subject = child(text, i, *SUBJECT_LABELS) if is_verbal(text.tokens[i]) else None
        if subject is not None and min((k for k in subtree(text, subject) if k > last.i), default=0) == last.i + 1:
            return i
    return None


def _is_misread(text: AnnotatedText, clause: int) -> bool:
    """A short clause that the parser took for a noun ("if *Kestria withdraws*" as a compound)."""
    token = text.tokens[clause]
    if token.tag != "NNS" or token.dep not in {"advcl", "acl", "ccomp", "relcl"}:
        return False
    name = child(text, clause, "compound")
    return name == clause - 1 and text.tokens[name].pos == "PROPN"


def _asks(text: AnnotatedText, book: Codebook, entry: ConditionMarker, clause: int) -> bool:
    """Whether "if" stands for "whether", or is part of "even if", "as if"."""
    first = next(
        (b for b in dependents(text, clause, "mark", "advmod") if text.tokens[b].text.lower() in entry.words), None
    )
    if entry.words[0] != "but" and first and text.tokens[first - 1].text.lower() in {"even", "as", "what", "not"}:
        return True
    opening = text.sentences[text.tokens[clause].sentence].first
    if entry.words[0] == "if" and any(text.tokens[i].lemma == "whether" for i in range(opening, clause)):
        return True
    above = text.tokens[text.tokens[clause].head]
    return entry.words[0] == "if" and above.lemma in book.words["asking_words"] and above.i < clause


def _is_question(text: AnnotatedText, verb: int) -> bool:
    """An indirect question ("asked how ties would fare if")."""
    if text.tokens[verb].dep not in {"ccomp", "pcomp", "csubj", "advcl"}:
        return False
    below = text.children[verb]
    return any(text.tokens[i].tag in {"WRB", "WP"} for b in below for i in (b, *text.children[b]) if b < verb)


def phrase_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A prepositional phrase: "X pending Y"."""
    text = scene.text
    inner = child(text, marker[-1], "pobj", "pcomp")
    if inner is None and text.tokens[marker[-1]].dep == "amod":
        inner = text.tokens[marker[-1]].head
    if inner is None or inner in scene.timed or inner in marker or text.tokens[inner].lemma == "notice":
        return None
    if entry.needs == "barred" and not (is_matter(scene, book, inner) or _is_party(scene, inner)):
        above = verb_above(text, marker[0])
        if above is None or entry.words[0] != "without" or not _is_none(scene, book, above):
            return None
    if entry.needs == "step" and not _is_step(scene, book, inner):
        return None
    if entry.needs == "bound" and not _may_follow(scene, book, inner):
        return None
    first = text.tokens[marker[0]]
    held = text.tokens[first.head]
    main = verb_above(text, marker[0])
    if entry.needs == "bound" and main is not None:
        wanted = demanded_by(scene, book, main)
        main = wanted if wanted is not None else main
    if entry.type == "exchange" and not is_verbal(held) and is_matter(scene, book, held.i):
        main = held.i
    elif entry.needs == "matter":
        main = _subject_of_adjective(text, marker[0])
    elif main is not None:
        if entry.needs == "barred" and text.tokens[main].dep == "acl":
            main = verb_above(text, main) or main  # "will respect no line *drawn* without it"
        main = main_of(scene, book, main, inner)
    if main is None or main == inner or not fits(scene, book, entry, main, None):
        return None
    if entry.needs == "step" and main > inner:
        return None  # "after the release of a report, Velmora will"
    if entry.needs == "step" and any(i in scene.timed for b in text.children[main] for i in (b, *text.children[b])):
        return None  # "will meet on Friday, after the signing of the accord"
    strays = stray_conjuncts(text, marker, inner)
    pieces, join = noun_pieces(text, inner, frozenset(marker), strays)
    return make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, inner, *strays}))


def _is_step(scene: Scene, book: Codebook, noun: int) -> bool:
    """Whether a noun is a step that somebody has to take, and says which ("the *release* of the prisoners")."""
    what = any(prep in {"of", "from", "by"} for prep, _ in prepositions(scene.text, noun))
    return scene.text.tokens[noun].lemma in book.words["step_nouns"] and what


def _may_follow(scene: Scene, book: Codebook, noun: int) -> bool:
    """Whether a noun names what is held back until then ("before *talks*"), not what comes anyway."""
    token = scene.text.tokens[noun]
    return not is_verbal(token) and is_matter(scene, book, noun) and token.lemma not in book.words["occasions"]


def _is_none(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a clause says that there will be none of a political matter ("there can be *no peace*")."""
    heads = dependents(scene.text, verb, "attr", "dobj", "nsubj", "nsubjpass")
    denied = (i for i in heads if any(scene.text.tokens[d].text.lower() == "no" for d in scene.text.children[i]))
    return any(is_matter(scene, book, i) for i in denied)


def _is_party(scene: Scene, noun: int) -> bool:
    """Whether a noun names somebody, beside whom nothing can be settled ("no deal without Kestria")."""
    mentions = [scene.by_token[i] for i in phrase(scene.text, noun) if i in scene.by_token]
    return any(not is_generic_mention(mention) for mention in mentions)


def _subject_of_adjective(text: AnnotatedText, adjective: int) -> int | None:
    """What a predicative adjective is said of: its subject, the copula's, the object it belongs to, or its noun."""
    token = text.tokens[adjective]
    own = child(text, adjective, *SUBJECT_LABELS)
    if own is not None:
        return own
    above = text.tokens[token.head]
    if is_verbal(above):
        found = child(text, above.i, "dobj") if above.lemma in {"make", "keep", "render"} else None
        return found if found is not None else child(text, above.i, *SUBJECT_LABELS)
    return above.i if above.i != adjective else None


def adjective_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """An adjective and its preposition: "X is contingent upon Y"."""
    text = scene.text
    inner = child(text, marker[-1], "pobj", "pcomp")
    main = _subject_of_adjective(text, marker[0])
    if main is not None and text.tokens[main].pos not in NOMINAL:
        main = next((i for i in (marker[0] - 1, marker[0] - 2) if i >= 0 and text.tokens[i].pos != "PUNCT"), None)
    if inner is None or main is None or not fits(scene, book, entry, main, None):
        return None
    for prep, matter in prepositions(text, main):
        if prep == "in" and (text.tokens[main].lemma, "n") in book.embeddings and matter not in marker:
            main = matter  # "interest in normal relations, contingent upon"
            break
    strays = stray_conjuncts(text, marker, inner)
    pieces, join = noun_pieces(text, inner, strays=strays)
    return make_link(scene, entry, marker, main, pieces, join, frozenset({*marker, inner, *strays}))

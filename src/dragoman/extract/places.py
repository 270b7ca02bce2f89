"""Where a stance frame finds its issue: the tokens at a named place around a word ("obj", "inf", "subj", "to" ...)."""

from __future__ import annotations

from dragoman.extract.arguments import Scene
from dragoman.extract.holders import COPULAS
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    auxiliaries,
    child,
    dependents,
    is_passive,
    is_verbal,
    objects,
    prepositions,
    subjects,
    subtree,
)

NAMING = frozenset({"call", "describe", "term", "see", "label", "dub", "regard"})
INFINITIVES = frozenset({"xcomp", "acl", "relcl", "advcl", "ccomp", "oprd"})


def heads_at(scene: Scene, index: int, carrier: int | None, place: str) -> list[int]:
    """Tokens that stand at a place of a frame around its word."""
    text = scene.text
    first, _, rest = place.partition(">")
    if rest:
        return [inner for head in heads_at(scene, index, carrier, first) for inner in heads_at(scene, head, None, rest)]
    if first == "obj":
        if not is_verbal(text.tokens[index]):
            return []
        found = [_whole(text, index, o) for o in objects(text, index) if not is_verbal(text.tokens[o])]
        token = text.tokens[index]
        if not found:
            found = _called(text, index)
        if not found and token.dep == "acl" and child(text, index, "mark") == token.head + 1:
            found = [token.head]  # "an appeal *that* both turned down", taken for a clause of content
        return found
    if first == "subj":
        return _subject_heads(text, index)
    if first == "inf":
        return _infinitives(text, index)
    if first == "ger":
        return [b for b in dependents(text, index, "xcomp", "dobj", "ccomp") if text.tokens[b].tag == "VBG"]
    if first == "done":  # "wants the gate *opened*"
        return [b for b in dependents(text, index, "ccomp", "xcomp") if is_done(text, b)]
    if first == "that":
        return [
            b
            for b in (*dependents(text, index, "ccomp", "acl", "relcl"), *_behind_copula(text, index))
            if is_verbal(text.tokens[b])
            and "to" not in auxiliaries(text, b)
            and (b > index)
            and (text.tokens[b].dep == "ccomp" or child(text, b, "mark") is not None)
            and not _is_question(text, b)
            and not any(text.tokens[i].lemma == "you" for i in dependents(text, b, "nsubj"))
        ]
    if first == "small":
        return [s for b in dependents(text, index, "ccomp", "xcomp") for s in dependents(text, b, "nsubj")]
    if first == "is":
        return _predicates(text, index)
    found = [inner for prep, inner in prepositions(text, index) if prep == first]
    if not found and carrier is not None:
        found = [inner for prep, inner in prepositions(text, carrier) if prep == first and inner > index]
    if not found:
        found = _fronted(text, index, first)
    if not found and is_verbal(text.tokens[index]):
        # where a phrase hangs is the parser's guess ("showed no interest in", "voted against the plan")
        found = [
            inner
            for o in dependents(text, index, "prt", "advmod", "acomp")
            for prep, inner in prepositions(text, o)
            if prep == first
        ]
    return found


def _called(text: AnnotatedText, verb: int) -> list[int]:
    """The noun of "welcomed *what it called* the positive *results*"."""
    for clause in dependents(text, verb, "ccomp", "dobj"):
        what = child(text, clause, "dobj", "nsubj", "attr")
        if text.tokens[clause].lemma in NAMING and what is not None and text.tokens[what].lemma == "what":
            named = dependents(text, clause, "oprd", "attr")
            named += [inner for prep, inner in prepositions(text, clause) if prep == "as"]
            return [i for i in named if text.tokens[i].pos in {"NOUN", "PROPN"}][:1]
    return []


def is_done(text: AnnotatedText, clause: int) -> bool:
    """A participle with a subject of its own and no auxiliary."""
    own = child(text, clause, "nsubj", "nsubjpass")
    return (
        text.tokens[clause].tag in {"VBN", "VBD"} and own is not None and child(text, clause, "aux", "auxpass") is None
    )


def _fronted(text: AnnotatedText, index: int, prep: str) -> list[int]:
    """The noun of "to *which* Kestria remains opposed"."""
    token = text.tokens[index]
    verb = token.head if token.dep in {"acomp", "oprd"} else index
    if text.tokens[verb].dep != "relcl":
        return []
    hosts = [*dependents(text, verb, "prep"), *dependents(text, index, "prep")]
    asked = [
        b for b in hosts if text.tokens[b].lemma == prep and any(text.tokens[i].tag == "WDT" for i in text.children[b])
    ]
    return [text.tokens[verb].head] if asked else []


def _whole(text: AnnotatedText, verb: int, noun: int) -> int:
    """What a relative clause speaks of, not the place at its end ("access to a site in Astel, which it refused")."""
    token = text.tokens[verb]
    current = noun
    named = text.tokens[noun].pos == "PROPN" and token.dep == "relcl" and token.head == noun
    while named and text.tokens[current].dep == "pobj":
        above = text.tokens[text.tokens[current].head].head
        if is_verbal(text.tokens[above]) or above == current:
            break
        current = above
    return current


def _is_question(text: AnnotatedText, clause: int) -> bool:
    """An indirect question ("asked *why* Kestria left", "asked *if* it would")."""
    first = min(subtree(text, clause))
    if text.tokens[first].lemma == "that":
        return False
    return text.tokens[first].tag in {"WP", "WRB", "WDT"} or any(
        below < clause
        and (text.tokens[below].tag in {"WP", "WRB", "WDT"} or text.tokens[below].lemma in {"if", "whether"})
        for below in text.children[clause]
    )


def _subject_heads(text: AnnotatedText, index: int) -> list[int]:
    token = text.tokens[index]
    verb = index if is_verbal(token) and token.dep not in {"acomp", "oprd"} else token.head
    if token.dep == "conj" and not is_verbal(token):
        verb = text.tokens[token.head].head
    if token.dep == "oprd":
        return objects(text, verb)
    if not is_verbal(text.tokens[verb]):
        own = child(text, index, "nsubj")
        return [own] if own is not None else []
    if is_passive(text, verb):
        return objects(text, verb)
    return subjects(text, verb)


def _behind_copula(text: AnnotatedText, index: int) -> list[int]:
    """The clause an "it" points to: "it is unacceptable *that* ..."."""
    token = text.tokens[index]
    verb = token.head
    if token.dep not in {"acomp", "attr", "oprd"} or not is_verbal(text.tokens[verb]):
        return []
    if not any(text.tokens[i].lemma == "it" for i in dependents(text, verb, "nsubj", "expl")):
        return []
    return [b for b in dependents(text, verb, "ccomp", "xcomp", "csubj", "advcl") if b > index]


def _infinitives(text: AnnotatedText, index: int) -> list[int]:
    found = [
        b
        for b in (*dependents(text, index, *INFINITIVES), *_behind_copula(text, index))
        if b > index and "to" in auxiliaries(text, b)
    ]
    if found or is_verbal(text.tokens[index]):
        return found[:1]
    token = text.tokens[index]
    if token.dep in {"dobj", "attr", "acomp"}:  # "made a promise on Monday to leave"
        found = [
            b for b in dependents(text, token.head, "xcomp", "advcl") if b > index and "to" in auxiliaries(text, b)
        ]
    return found[:1]


def _predicates(text: AnnotatedText, index: int) -> list[int]:
    """What a noun is said to be: "their goal is *to end* the war", "the goal remains *peace*"."""
    token = text.tokens[index]
    if token.dep != "nsubj" or not is_verbal(text.tokens[token.head]):
        return []
    verb = token.head
    if text.tokens[verb].lemma not in COPULAS:
        return []
    return dependents(text, verb, "xcomp", "attr", "ccomp")[:1]

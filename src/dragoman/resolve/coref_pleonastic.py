"""The "it" that stands for nothing: weather, raising verbs, extraposed clauses."""

from __future__ import annotations

from dragoman.model.text import AnnotatedText, Token
from dragoman.resolve.coref_lexicon import Lexicon
from dragoman.syntax import child

CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "acl", "advcl", "relcl"})
COMPLEMENTS = frozenset({"acomp", "attr", "oprd", "xcomp", "ccomp", "prep"})
QUESTION_MARKS = frozenset({"that", "whether", "if", "when", "how", "why", "what", "where", "who"})
LONGEST_EXTRAPOSITION = 25
"""Tokens after "it" in which an extraposed clause begins."""


def is_pleonastic(text: AnnotatedText, index: int, lexicon: Lexicon) -> bool:
    """True for an "it" that refers to nothing."""
    token = text.tokens[index]
    if token.dep == "expl":
        return True
    above, words = text.tokens[token.head], lexicon.words
    if token.dep in {"nsubj", "nsubjpass"}:
        below = [text.tokens[i] for i in text.children[token.head]]
        if above.lemma in words["weather"]:
            return True
        if above.lemma in words["raising"]:
            return _raises(text, above, below, index, words["duration"])
        if token.dep == "nsubjpass" and above.lemma in words["reported"]:
            return _has_marked_clause(text, below, index)
        if above.lemma in words["copula"]:
            return any(t.dep == "prep" and t.lemma == "up" for t in below) or _extraposed(text, token, lexicon)
    if token.dep in {"dobj", "nsubj"} and above.lemma in words["maker"] | words["copula"]:
        # "made it clear that": the parser makes "it" the object or the subject of a small clause
        after = text.tokens[index + 1 : index + 5]
        return bool(after) and after[0].pos == "ADJ" and any(t.text.lower() in {"to", "that", "for"} for t in after[1:])
    return False


def _raises(text: AnnotatedText, verb: Token, below: list[Token], index: int, duration: frozenset[str]) -> bool:
    """ "It seems that", "it turned out that", "it took three days to"; "the blast, it seems, was"."""
    if verb.lemma in {"seem", "appear"}:
        if not any(t.dep in COMPLEMENTS for t in below):
            return True
        return any(t.dep in CLAUSAL and t.i > index for t in below) and child(text, verb.i, "acomp", "attr") is None
    if verb.lemma == "take":
        return any(t.dep in CLAUSAL for t in below) and any(t.lemma in duration for t in below)
    return _has_marked_clause(text, below, index)


def _has_marked_clause(text: AnnotatedText, below: list[Token], index: int) -> bool:
    clauses = [t for t in below if t.dep in CLAUSAL and t.i > index]
    return any(child(text, clause.i, "mark") is not None or clause.dep == "xcomp" for clause in clauses)


def _extraposed(text: AnnotatedText, token: Token, lexicon: Lexicon) -> bool:
    """ "It is clear that", "it was not known whether", "it is time to", "it is too late", "it was Lund who"."""
    tokens, end = text.tokens, text.sentences[token.sentence].last
    predicate = child(text, token.head, "acomp", "attr", "oprd", "advmod", "ccomp")
    if predicate is None:
        return False
    said = tokens[predicate]
    if said.lemma in lexicon.words["empty"]:
        return True
    if said.pos == "ADJ" and predicate + 1 < end and tokens[predicate + 1].pos in {"DET", "PRON", "PROPN", "NOUN"}:
        # "it is likely the number will grow": a clause without "that", which the parser often hangs elsewhere
        return True
    adjective = said.pos in {"ADJ", "ADV", "VERB"}
    for clause in tokens[max(token.i, predicate) + 1 : min(end, token.i + LONGEST_EXTRAPOSITION)]:
        if clause.dep not in CLAUSAL or clause.head not in {token.head, predicate}:
            continue
        marks = {tokens[j].text.lower() for j in text.children[clause.i] if j < clause.i}
        if marks & QUESTION_MARKS:
            return True
        if adjective and marks & {"to", "for"}:
            return said.lemma not in lexicon.words["ready"]
        if adjective and clause.dep in {"ccomp", "csubj"}:
            return True
        if not adjective and "to" in marks:
            return said.lemma in lexicon.words["extraposing"]
    return False

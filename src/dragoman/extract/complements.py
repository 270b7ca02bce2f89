"""Where the content of a cue stands in the tree: clause, infinitive, object, prepositional phrase."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.model.codebook import Codebook, Cue
from dragoman.model.text import AnnotatedText, Token
from dragoman.syntax import auxiliaries, child, dependents, is_passive, is_verbal, once, particle, subtree

COPULAS = frozenset({"be", "remain", "seem", "feel", "become", "sound", "appear", "stay", "look", "grow", "keep"})
SKIPPED = frozenset({"aux", "auxpass", "compound", "nmod", "punct"})
SET_BESIDE = frozenset({"parataxis", "ccomp", "conj", "dep", "advcl"})
"""Labels of a report set beside its clause ("the army, France said, withdrew")."""
OWN_CLAUSE = frozenset(
    {"condition", "ground", "basis", "assumption", "understanding", "fact", "proviso", "hope", "report"}
)
"""Nouns that a "that" clause behind them belongs to ("pledged aid on *condition that*")."""
NEEDS_MORE = frozenset({"accuse", "praise", "estimate"})
"""Acts that say nothing with an object alone ("blamed Kestria"), but with more ("put the toll *at nine*")."""
WHOLE = frozenset({"at", "obj", "as", "of", "for", "with", "against", "over", "about"})
"""Places that together hold one content ("accused *Kestria of breaking the truce*")."""


def cue_pos(token: Token) -> str:
    """``v``, ``n`` or ``a`` for a token that may be a cue, else the empty string."""
    if token.dep in SKIPPED:
        return ""
    if is_verbal(token) and token.pos != "ADJ":
        return "v" if token.dep not in {"amod", "prep"} else ""
    if token.pos == "NOUN":
        return "n"
    if token.pos == "ADJ" or (token.tag in {"VBN", "JJ"} and token.dep in {"acomp", "oprd"}):
        return "a" if token.dep in {"acomp", "oprd", "ROOT", "conj", "advcl", "acl", "amod", "relcl"} else ""
    return ""


def cues_of(text: AnnotatedText, book: Codebook, token: Token) -> tuple[Cue, ...]:
    """Rows of the table for a token, with its particle."""
    pos = cue_pos(token)
    if not pos:
        return ()
    rows = book.cues.get((token.lemma, pos), ())
    if pos == "a" and not rows:
        rows = book.cues.get((token.text.lower(), pos), ())
    if not rows or pos != "v":
        return rows
    with_particle = particle(text, token.i)
    own = tuple(row for row in rows if row.particle == with_particle and with_particle)
    return own or tuple(row for row in rows if not row.particle)


@once
def complements(text: AnnotatedText, index: int) -> tuple[tuple[str, int], ...]:
    """Pairs (place, head) of what hangs on a cue: ``clause``, ``inf``, ``gerund``, ``obj`` or a preposition."""
    return tuple(_complements(text, index))


def _complements(text: AnnotatedText, index: int) -> Iterator[tuple[str, int]]:
    verbal = is_verbal(text.tokens[index])
    for below in text.children[index]:
        token = text.tokens[below]
        if is_parted(text, below, index):
            continue
        if token.dep in {"ccomp", "csubj"} or (token.dep in {"acl", "relcl"} and not verbal):
            if token.dep == "relcl" and not _is_content(text, below):
                continue
            if token.dep == "acl" and token.tag in {"VBN", "VBG"} and child(text, below, "mark") is None:
                continue
            yield ("inf" if _is_infinitive(text, below) else "clause"), below
        elif token.dep == "advcl" and _is_infinitive(text, below) and _lemma_of_mark(text, below) == "for":
            yield "inf", below  # "called for Kestria to leave"
        elif token.dep == "xcomp":
            yield ("inf" if _is_infinitive(text, below) else "gerund" if token.tag == "VBG" else "obj"), below
        elif token.dep in {"dobj", "nsubjpass"} or token.dep == "oprd":
            yield "obj", below
        elif token.dep in {"prep", "dative"} and token.pos in {"ADP", "SCONJ"}:
            for inner in dependents(text, below, "pobj", "pcomp"):
                yield token.lemma, inner


def is_parted(text: AnnotatedText, head: int, cue: int) -> bool:
    """Whether a semicolon stands between a cue and what hangs on it ("A says it left; B *says* it did not")."""
    marks = text.index.by_word.get(";")
    if not marks:
        return False
    low, high = sorted((head, cue))
    return any(low <= i < high for i in marks)


def _is_infinitive(text: AnnotatedText, verb: int) -> bool:
    return "to" in auxiliaries(text, verb)


def _lemma_of_mark(text: AnnotatedText, verb: int) -> str:
    mark = child(text, verb, "mark")
    return text.tokens[mark].lemma if mark is not None else ""


def _is_content(text: AnnotatedText, verb: int) -> bool:
    """Whether the clause behind a noun tells what it says ("the claim *that X attacked*"), not what it is."""
    if _is_infinitive(text, verb):
        return True
    return any(text.tokens[i].lemma == "that" and text.tokens[i].dep == "mark" for i in text.children[verb])


def contents(text: AnnotatedText, cue: Cue, index: int) -> tuple[str, list[int]]:
    """The heads of a cue's content, and what place they stand in; an empty list if it has none it takes."""
    found = complements(text, index)
    for place in ("clause", "inf", "gerund"):
        if place in cue.takes:
            heads = [head for where, head in found if where == place]
            if heads:
                return place, heads
    if "inf" in cue.takes and cue.act == "demand":
        heads = [head for where, head in found if where == "clause" and text.tokens[head].tag == "VB"]
        heads = heads or [i for i in dependents(text, index, "advcl") if _is_infinitive(text, i)][:1]
        if heads:
            return "inf", heads
    if "clause" in cue.takes and cue.pos == "v" and (strayed := _strayed_clause(text, index)) is not None:
        return "clause", [strayed]
    taken = [(where, head) for where, head in found if where in cue.takes]
    if not taken or (cue.act in NEEDS_MORE and all(where == "obj" for where, _ in taken)):
        return "", []
    if taken[0][0] in WHOLE and not is_passive(text, index):
        return taken[0][0], [head for where, head in taken if where in WHOLE]
    first = next((item for item in taken if item[0] != "obj"), taken[0])
    return first[0], [first[1]]


def _strayed_clause(text: AnnotatedText, verb: int) -> int | None:
    """A "that" clause which the parser hung on a noun in between ("said after a vote in May *that he had* doubts")."""
    for index in subtree(text, verb):
        token = text.tokens[index]
        if index > verb and token.dep == "mark" and token.lemma == "that":
            clause = text.tokens[token.head]
            noun = text.tokens[clause.head]
            if (
                clause.dep in {"relcl", "acl", "ccomp", "advcl"}
                and not is_verbal(noun)
                and noun.lemma not in OWN_CLAUSE
            ):
                return clause.i
    return None

"""What syntax forbids a pronoun to refer to: co-arguments, phrases that contain it, what its own clause reports.

The rules are those of binding theory as Lappin and Leass (1994) put them to work, over dependency trees.
"""

from __future__ import annotations

from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, child, is_verbal, subjects, subtree, with_conjuncts

FRONTED = frozenset({"advcl", "prep", "npadvmod", "advmod"})


def verb_above(text: AnnotatedText, index: int) -> tuple[int, list[int]]:
    """The verb that governs a token, and the tokens on the way up that contain it (a conjunct does not
    contain the other, nor a noun the one in "reports, among *them*")."""
    way: list[int] = []
    at = index
    owned = text.tokens[index].head if text.tokens[index].dep == "poss" else -1
    beside = False
    for _ in range(MAX_CLIMB):
        if text.tokens[at].dep == "prep" and text.tokens[at].lemma in {"among", "including"}:
            beside = True
        below, above = at, text.tokens[at].head
        if above == at:
            break
        at = above
        if is_verbal(text.tokens[at]) and text.tokens[at].dep not in {"amod", "aux", "auxpass"}:
            return at, way
        if (
            text.tokens[below].dep != "conj"
            and not (text.tokens[below].dep == "appos" and below != owned)
            and not beside
        ):
            way.append(at)
        beside = False
    return at, way


def barred(text: AnnotatedText, pronoun: int, case: str) -> set[int]:
    """Tokens that a pronoun can't refer to, by syntax alone; the entities they name are barred with them."""
    tokens = text.tokens
    verb, way = verb_above(text, pronoun)
    found = {at for at in way if tokens[at].pos in {"NOUN", "PROPN", "PRON"}}
    if case == "possessive":
        return found
    group = _conjuncts(text, pronoun)
    found.update(other for other in group if other != pronoun)
    top = group[0]
    if tokens[top].dep in {"nsubj", "nsubjpass"} and tokens[top].head == verb:
        found |= _reported(text, verb, pronoun)
        if case == "object" and tokens[verb].dep in {"ccomp", "xcomp"}:
            # "his brother heard *him* call": an object in form and in what it may refer to
            above = subjects(text, tokens[verb].head)
            found.update(index for subject in above for index in _conjuncts(text, subject))
        return found
    for at in way:
        owner = child(text, at, "poss")
        if owner is not None and owner != pronoun:
            return found | set(_conjuncts(text, owner))
    arguments = [
        below for below in text.children[verb] if tokens[below].dep in {"nsubj", "nsubjpass", "dobj", "dative"}
    ]
    arguments += subjects(text, verb)
    for argument in arguments:
        if argument != pronoun and argument not in way:
            found.update(_conjuncts(text, argument))
    return found


def _conjuncts(text: AnnotatedText, index: int) -> list[int]:
    top = index
    for _ in range(MAX_CLIMB):
        if text.tokens[top].dep != "conj":
            break
        top = text.tokens[top].head
    return list(with_conjuncts(text, top)) if top != index else [index, *with_conjuncts(text, index)[1:]]


def _reported(text: AnnotatedText, verb: int, pronoun: int) -> set[int]:
    """What stands before the pronoun in clauses that its verb governs: "Assad must go, *he* said"."""
    found: set[int] = set()
    for below in text.children[verb]:
        token = text.tokens[below]
        if (
            below < pronoun
            and token.dep not in FRONTED
            and token.dep not in {"nsubj", "nsubjpass", "mark", "cc", "conj"}
        ):
            found.update(i for i in subtree(text, below) if i < pronoun and text.tokens[i].pos != "PRON")
    return found

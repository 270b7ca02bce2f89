"""Marks of an event in its own clause: negation, tense, modality, condition, question."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.model.text import AnnotatedText, Token
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal, once, once_by

OPEN = frozenset({Factuality.ASSERTED, Factuality.REPORTED})
AHEAD = frozenset({Factuality.PLANNED, Factuality.DEMANDED, Factuality.THREATENED})
RANKS = frozenset({"first", "second", "third", "last", "latest", "only", "next"})
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘"})
FINDING = frozenset({"find", "discover", "learn", "reveal", "disclose", "admit", "acknowledge"})
"""Under "if" it is open what one finds or admits."""
FOCUS = frozenset({"only", "just", "merely", "simply", "solely", "exclusively"})
ABILITY = frozenset({"can", "could", "ca"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the clause of an event says of it.

    Attributes:
        value: the factuality that comes of it.
        negated, future, obliged, asked, conditional: the single marks.
    """

    value: Factuality = Factuality.ASSERTED
    negated: bool = False
    future: bool = False
    obliged: bool = False
    asked: bool = False
    conditional: bool = False


@once_by
def is_negated(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a verb or noun is negated by its own dependents ("not", "no", "never", "without")."""
    words = book.words["negators"]
    token = text.tokens[index]
    for below in dependents(text, index, "neg", "det", "advmod", "preconj", "cc"):
        if text.tokens[below].text.lower() == "longer" and child(text, below, "neg", "det", "advmod") is not None:
            return True
        if text.tokens[below].lemma in words or text.tokens[below].text.lower() in words:
            if below + 1 < len(text.tokens) and text.tokens[below + 1].lemma in FOCUS:
                continue  # "did not only attack"
            return text.tokens[below].dep != "cc" or text.tokens[below].lemma == "nor"
    taken = child(text, index, "dobj")
    if taken is not None and any(text.tokens[d].text.lower() == "no" for d in dependents(text, taken, "det")):
        return True  # "pledged no money"
    if not is_verbal(token):
        above = text.tokens[token.head]
        if token.dep in {"acomp", "oprd"} and is_verbal(above):
            return is_negated(text, book, above.i)
        return token.dep == "pobj" and above.lemma == "without"
    subject = child(text, index, "nsubj", "nsubjpass")
    if subject is not None:
        return any(text.tokens[d].text.lower() in {"no", "neither"} for d in dependents(text, subject, "det")) or (
            text.tokens[subject].lemma in {"nobody", "none", "neither", "nothing"}
        )
    above = text.tokens[token.head]
    return token.dep == "pcomp" and above.lemma == "without"


@once
def clause_of(text: AnnotatedText, index: int) -> int:
    """The verb of the clause a token stands in (the token itself if it is one)."""
    current = index
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if is_verbal(token) or token.head == current:
            return current
        current = token.head
    return current


@once
def is_given(text: AnnotatedText, noun: int) -> bool:
    """Whether an event noun speaks of something that is taken for granted ("vowed to avenge *the killing*")."""
    pointing = {"the", "this", "that", "these", "those"}
    if any(text.tokens[i].lemma in pointing for i in dependents(text, noun, "det")):
        return True
    return child(text, noun, "poss") is not None


@once_by
def is_condition(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether the clause of a verb is the "if" part of a condition."""
    token = text.tokens[verb]
    inverted, subject = child(text, verb, "aux"), child(text, verb, "nsubj", "nsubjpass")
    if token.dep == "advcl" and inverted is not None and subject is not None and inverted < subject:
        return text.tokens[inverted].text.lower() in {"had", "were", "should"}  # "had Velmora attacked"
    marks = book.words["condition_markers"]
    found = [
        i
        for i in dependents(text, verb, "mark", "advmod")
        if text.tokens[i].lemma in marks
        and text.tokens[i].lemma != "whether"
        and (text.tokens[i].dep == "mark" or (token.dep == "advcl" and (subject is None or i < subject)))
        and text.tokens[max(0, i - 1)].lemma != "as"  # "as if"
    ]
    if token.tag == "VBN" and subject is None and inverted is None and is_told_as_past(text, token.head):
        return False  # "rose if compared with"
    if token.dep == "ccomp" and text.tokens[token.head].dep in {"advcl", "prep"}:
        return text.tokens[token.head].text.lower() in marks - {"whether"}  # "provided that"
    if found and text.tokens[found[0]].lemma == "once" and is_told_as_past(text, token.head):
        return False  # "once they had met, they left"
    return bool(found) and not is_left_open(text, verb)


def takes_for_granted(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a word takes what its clause says for granted, also when it is negated, asked about or under "if"."""
    lemma = text.tokens[verb].lemma
    return lemma in book.words["factives"] and not (lemma in FINDING and stands_in_condition(text, book, verb))


@once
def is_left_open(text: AnnotatedText, verb: int) -> bool:
    """Whether the clause of a verb is an indirect question ("did not say *whether* they left", "asked *if*")."""
    token = text.tokens[verb]
    marks = {text.tokens[i].lemma for i in dependents(text, verb, "mark", "advmod")}
    if "whether" in marks:
        return True
    above = text.tokens[token.head]
    asks = token.dep == "ccomp" or (token.dep == "advcl" and above.lemma in {"ask", "wonder"})
    return "if" in marks and asks and above.i < verb


@once_by
def has_condition(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether an "if" part, or what stands for one, hangs on the clause of a verb."""
    for clause in dependents(text, verb, "advcl", "prep"):
        inner = [clause, *text.children[clause]]
        words = {text.tokens[i].lemma for i in inner if text.tokens[i].dep in {"mark", "advmod", "prep"}}
        if words & {"if", "unless"} or ("until" in words and is_negated(text, book, verb)):
            return True
        if "once" in words and not book.words["future_auxiliaries"].isdisjoint(auxiliaries(text, verb)):
            return True
        if "only" in words and words & {"after", "when"}:
            return True
        if (
            text.tokens[clause].text.lower() in book.words["condition_markers"]
            and child(text, clause, "ccomp") is not None
        ):
            return True  # "provided that", not "providing aid"
        noun = child(text, clause, "pobj")
        if noun is not None and _stands_for_if(text, noun):
            return True
    return any(_is_as_long(text, i) for i in dependents(text, verb, "advmod"))


def _is_as_long(text: AnnotatedText, adverb: int) -> bool:
    """Whether an adverb opens a clause such as "as long as the guns are silent"."""
    inner = child(text, adverb, "advcl", "ccomp") if text.tokens[adverb].lemma == "long" else None
    return inner is not None and is_finite(text, inner) and child(text, inner, "nsubj", "nsubjpass") is not None


def _stands_for_if(text: AnnotatedText, noun: int) -> bool:
    """Whether a noun behind a preposition makes a condition: "on condition that", "in exchange for" and their like."""
    lemma = text.tokens[noun].lemma
    if lemma in {"exchange", "return"}:
        below = child(text, noun, "prep")
        return below is not None and text.tokens[below].lemma == "for"
    # not "on condition of anonymity"
    return lemma in {"condition", "proviso"} and child(text, noun, "acl", "ccomp") is not None


@once
def is_told_as_past(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb is told as done: what happened hangs on no condition ("they left only after the vote")."""
    aux = set(auxiliaries(text, verb))
    if text.tokens[verb].tag == "VBD":
        return not aux & {"would", "could", "might", "should"}
    return bool(aux & {"did", "had", "has", "have", "was", "were"}) and not any(
        text.tokens[i].tag == "MD" for i in dependents(text, verb, "aux")
    )


def is_finite(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb has a tense or a modal, its auxiliaries' included."""
    tags = {text.tokens[verb].tag, *(text.tokens[i].tag for i in dependents(text, verb, "aux", "auxpass"))}
    return not tags.isdisjoint({"VBD", "VBZ", "VBP", "MD"})


def is_told_as_so(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause is told as a matter of fact: it has a tense, and no modal."""
    return is_finite(text, verb) and not any(text.tokens[i].tag == "MD" for i in dependents(text, verb, "aux"))


@once_by
def stands_in_condition(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether the clause of a verb is the "if" part of a condition or hangs on one."""
    if is_condition(text, book, verb):
        return True
    if not has_condition(text, book, verb):
        return False
    return not is_told_as_past(text, verb) or _is_bare_pledge(text, book, verb)


def _is_bare_pledge(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a verb promises a thing: a condition on "promised *aid*" is one on the promise."""
    entries = book.embeddings.get((text.tokens[verb].lemma, "v"), ())
    pledges = any(entry.effect == "commit" for entry in entries)
    return pledges and child(text, verb, "dobj") is not None and child(text, verb, "xcomp", "ccomp") is None


def is_under_condition(text: AnnotatedText, book: Codebook, trigger: int) -> bool:
    """Whether the words above an event put it inside a condition, or inside what hangs on one.

    A condition on a verb of saying or promising that is told as past is one on what was said or promised.
    """
    current, inside, complement = trigger, True, False
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if current != trigger and is_verbal(token):
            if is_condition(text, book, current):
                return True
            if inside and (complement or not is_told_as_past(text, current)) and has_condition(text, book, current):
                return True
        if token.head == current:
            return False
        infinitive = "to" in auxiliaries(text, current)
        if token.dep in {"relcl", "acl"} and not infinitive and is_given(text, token.head):
            return False  # "the land *seized* by" is taken for granted
        beside = token.dep in {"advcl", "relcl"} and not infinitive
        inside = inside and not beside and token.dep not in {"appos", "prep", "parataxis"}
        if token.dep == "ccomp" and takes_for_granted(text, book, token.head):
            return False  # "if they knew that she *had left*"
        complement = token.dep in {"ccomp", "xcomp"} and (text.tokens[token.head].lemma, "v") in book.embeddings
        current = token.head
    return False


def _noun_value(book: Codebook, modifiers: set[str]) -> Factuality:
    words = book.words
    if modifiers & words["allegation_adjectives"]:
        return Factuality.ALLEGED
    if modifiers & words["threat_adjectives"]:
        return Factuality.THREATENED
    if modifiers & words["plan_adjectives"]:
        return Factuality.PLANNED
    if modifiers & words["possibility_adjectives"]:
        return Factuality.HYPOTHETICAL
    return Factuality.NEGATED if modifiers & words["failed_adjectives"] else Factuality.ASSERTED


def _is_singled_out(text: AnnotatedText, noun: int) -> bool:
    """Whether a noun is picked out by rank ("the *only* party to sign"): its infinitive tells what was done."""
    return (
        any(
            text.tokens[i].tag in {"JJS", "RBS"} or text.tokens[i].lemma in RANKS
            for i in dependents(text, noun, "amod", "advmod", "nummod")
        )
        or text.tokens[noun].lemma in RANKS
    )


def own_marks(text: AnnotatedText, book: Codebook, trigger: int) -> Marks:
    """Marks that an event has from its own clause."""
    words = book.words
    token = text.tokens[trigger]
    negated = is_negated(text, book, trigger)
    below = dependents(text, trigger, "amod", "advmod", "compound")
    modifiers = {text.tokens[i].lemma for i in below} | {text.tokens[i].text.lower() for i in below}
    if not (is_verbal(token) or token.pos == "ADJ"):
        value = _noun_value(book, modifiers)
        return Marks(value=_negated(value) if negated else value, negated=negated)
    value = Factuality.ASSERTED
    future = obliged = False
    spoken = auxiliaries(text, trigger)
    if token.pos == "ADJ" or (token.dep == "xcomp" and not spoken):
        copula = text.tokens[token.head]
        spoken = spoken or (auxiliaries(text, copula.i) if is_verbal(copula) else ())
        negated = negated or (is_verbal(copula) and is_negated(text, book, copula.i))
    aux = set(spoken)
    if modifiers & words["hedge_adverbs"]:
        value = Factuality.ALLEGED
    if aux & words["obligation_auxiliaries"]:
        value, obliged = Factuality.DEMANDED, True
    elif aux & words["possibility_auxiliaries"]:
        value = Factuality.HYPOTHETICAL
    elif aux & words["future_auxiliaries"]:
        value, future = Factuality.PLANNED, True
        if "have" in aux and "would" in aux:
            value, future = Factuality.HYPOTHETICAL, False
        elif "would" in aux and token.dep == "relcl" and _is_draft(book, text.tokens[token.head].lemma):
            value = Factuality.HYPOTHETICAL  # "a bill that would ban imports"
    elif "to" in aux:
        dep = _first_conjunct(text, trigger).dep
        nominal = token.dep in {"acl", "relcl"}
        if nominal and any(text.tokens[i].text.lower() == "no" for i in dependents(text, token.head, "det")):
            negated = True  # "found no way to leave"
        future = dep in {"acl", "relcl", "ROOT"} and not _is_singled_out(text, token.head)
        value = Factuality.PLANNED if future or dep == "advcl" else value
    governor = text.tokens[token.head]
    if token.dep == "xcomp" and governor.lemma == "have" and "to" in aux:
        yet = any(text.tokens[i].lemma == "yet" for i in dependents(text, governor.i, "advmod"))
        value, negated, obliged = (Factuality.NEGATED, True, False) if yet else (Factuality.DEMANDED, negated, True)
    asked = is_asked(text, trigger)
    if asked and value in OPEN | {Factuality.PLANNED}:
        value = Factuality.HYPOTHETICAL
    if is_left_open(text, trigger) and value in OPEN | {Factuality.PLANNED}:
        value = Factuality.HYPOTHETICAL
    if negated and value is Factuality.HYPOTHETICAL and aux & ABILITY:
        value = Factuality.NEGATED  # "cannot attend", but "may not attend"
    conditional = stands_in_condition(text, book, trigger)
    if conditional:
        value = Factuality.CONDITIONAL
    return Marks(
        value=_negated(value) if negated else value, negated=negated, future=future, obliged=obliged, asked=asked,
        conditional=conditional,
    )  # fmt: skip


def _is_draft(book: Codebook, noun: str) -> bool:
    return any(noun in book.classes.get(name, ()) for name in ("PROPOSAL", "LAW", "AGREEMENT"))


def _first_conjunct(text: AnnotatedText, verb: int) -> Token:
    token = text.tokens[verb]
    for _ in range(MAX_CLIMB):
        if token.dep != "conj" or not is_verbal(text.tokens[token.head]):
            break
        token = text.tokens[token.head]
    return token


def _negated(value: Factuality) -> Factuality:
    changed = {Factuality.ASSERTED, Factuality.ALLEGED, Factuality.PLANNED}
    return Factuality.NEGATED if value in changed else value


def is_asked(text: AnnotatedText, verb: int) -> bool:
    """Whether a question of yes or no asks for the clause of a verb; "why did they" takes it for granted."""
    sentence = text.sentences[text.tokens[verb].sentence]
    tail = range(max(sentence.first, sentence.last - 3), sentence.last)
    mark = next((i for i in tail if "?" in text.tokens[i].text), None)
    if mark is None:
        return False
    token = text.tokens[verb]
    # "*Is* Velmora *ready* to talk?": the copula carries the question.
    root = _first_conjunct(text, token.head if token.dep in {"acomp", "attr"} else verb)
    if any(text.tokens[i].text in QUOTES for i in range(root.i, mark)):
        return False  # somebody else's question: 'he said: "Who knows?"'
    if root.dep not in {"ROOT", "ccomp"} or text.tokens[root.head].dep not in {"ROOT", root.dep}:
        return False
    return not any(text.tokens[i].tag in {"WRB", "WP", "WDT", "WP$"} for i in text.children[root.i])

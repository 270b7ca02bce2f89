"""Walks over the dependency tree of an :class:`AnnotatedText`: arguments, governors, modifiers.

Labels are the ClearNLP style of the English spaCy models (nsubj, dobj, agent, pobj, xcomp ...). All functions are
pure and return token indices in text order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, wraps
from typing import TypeVar

from dragoman.model.text import AnnotatedText, Token
from dragoman.tables import folder, lines

Found = TypeVar("Found")
Tables = TypeVar("Tables")
SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
RELATIVE_PRONOUNS = frozenset({"which", "who", "that", "whom"})
VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
MAX_CLIMB = 12
"""Steps up a chain of heads after which a walk stops, so that no tree makes it long. On 200 wire stories (290 events)
7, 9 and 20 gave the same events, and 5 one with another factuality."""


def once(walk: Callable[[AnnotatedText, int], Found]) -> Callable[[AnnotatedText, int], Found]:
    """Keep what a walk finds at a token with the text's tokens, so that no two stages go the same way.

    Only for walks that depend on the tokens alone and give back what nobody changes. On 150 wire stories the stages
    asked 2 to 5 times for the same.
    """
    name = f"{walk.__module__}.{walk.__qualname__}"

    @wraps(walk)
    def kept(text: AnnotatedText, index: int) -> Found:
        known = text.index.walks[name]
        found: Found
        try:
            found = known[index]
        except KeyError:
            found = known[index] = walk(text, index)
        return found

    return kept


def once_by(walk: Callable[[AnnotatedText, Tables, int], Found]) -> Callable[[AnnotatedText, Tables, int], Found]:
    """The same for walks that also look words up in tables; what was found by other tables is dropped."""
    name = f"{walk.__module__}.{walk.__qualname__}"

    @wraps(walk)
    def kept(text: AnnotatedText, tables: Tables, index: int) -> Found:
        known = text.index.walks[name]
        if known.get(-1) is not tables:
            known.clear()
            known[-1] = tables
        found: Found
        try:
            found = known[index]
        except KeyError:
            found = known[index] = walk(text, tables, index)
        return found

    return kept


@cache
def object_control_verbs() -> frozenset[str]:
    """Verbs whose object does what their infinitive says ("urged *Kestria* to withdraw")."""
    return frozenset(lines(folder("lang", "en", "words") / "object_control.txt"))


@cache
def perception_verbs() -> frozenset[str]:
    """Verbs whose subject does not do what their complement says ("observers heard *shelling*")."""
    return frozenset(lines(folder("lang", "en", "words") / "perception_verbs.txt"))


@cache
def text_nouns() -> frozenset[str]:
    """Nouns for texts that speak for whoever issues them ("adopted a *resolution* condemning Kestria")."""
    return frozenset(lines(folder("lang", "en", "words") / "text_nouns.txt"))


@cache
def materiel() -> frozenset[str]:
    """Arms that act in one sentence ("*warplanes* bombed") and are asked for in another."""
    return frozenset(lines(folder("lang", "en", "words") / "materiel.txt"))


def child(text: AnnotatedText, index: int, *deps: str) -> int | None:
    """First dependent of token ``index`` whose label is one of ``deps``, or ``None``."""
    tokens = text.tokens
    for below in text.children[index]:
        if tokens[below].dep in deps:
            return below
    return None


def dependents(text: AnnotatedText, index: int, *deps: str) -> list[int]:
    """All dependents of token ``index`` whose label is one of ``deps``."""
    children = text.children[index]
    if not children:
        return []
    tokens = text.tokens
    return [below for below in children if tokens[below].dep in deps]


def subtree(text: AnnotatedText, index: int) -> list[int]:
    """Token ``index`` and all tokens below it, in text order."""
    children = text.children
    if not children[index]:
        return [index]
    found, stack = [], [index]
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(children[current])
    return sorted(found)


def phrase(text: AnnotatedText, index: int) -> Iterator[int]:
    """Tokens of the noun phrase headed by ``index`` without its clauses (relative, participial) and appositions."""
    stack = [index]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(
            below
            for below in reversed(text.children[current])
            if text.tokens[below].dep not in {"relcl", "acl", "appos", "advcl", "ccomp"}
        )


@once
def with_conjuncts(text: AnnotatedText, index: int) -> tuple[int, ...]:
    """Token ``index`` and the nominals coordinated with it ("Blinken *and* Qatar's prime *minister*")."""
    if not text.children[index]:
        return (index,)
    found, stack = [], [index]
    while stack:
        current = stack.pop()
        found.append(current)
        stack.extend(dependents(text, current, "conj"))
    return tuple(sorted(found))


def is_verbal(token: Token) -> bool:
    """True for verbs and auxiliaries, by coarse or fine tag."""
    return token.pos in {"VERB", "AUX"} or token.tag in VERB_TAGS


def is_word(token: Token) -> bool:
    """True for a token with a letter or a digit in it, not for a mark."""
    return token.text.isalnum() or any(map(str.isalnum, token.text))


@once
def is_passive(text: AnnotatedText, verb: int) -> bool:
    """True for a passive verb form, a participle after its noun included ("sanctions *imposed* by")."""
    if child(text, verb, "nsubjpass", "csubjpass", "auxpass") is not None:
        return True
    token = text.tokens[verb]
    if token.tag != "VBN" or _is_main_verb(text, verb):
        return False
    if token.dep in {"acl", "amod", "advcl"} and child(text, verb, "aux", *SUBJECTS) is None:
        return True
    if child(text, verb, "agent") is not None:
        return True
    return token.dep == "conj" and child(text, verb, "aux", "nsubj") is None and is_passive(text, token.head)


def _is_main_verb(text: AnnotatedText, verb: int) -> bool:
    """A finite verb hung as a participle on its subject ("The council, which met in May, *offered* to mediate")."""
    token = text.tokens[verb]
    if token.dep != "acl" or text.tokens[token.head].dep != "ROOT" or child(text, verb, "agent") is not None:
        return False
    return child(text, verb, "ccomp") is not None or text.tokens[verb - 1].text == ","


@once
def prepositions(text: AnnotatedText, index: int) -> tuple[tuple[str, int], ...]:
    """Pairs (preposition, object token) below ``index``: nested ones flattened ("*from inside* Gaza" gives both).

    Verbs that share an object phrase by coordination are not looked at.
    """
    return tuple(_prepositions(text, index)) if text.children[index] else ()


def _prepositions(text: AnnotatedText, index: int) -> Iterator[tuple[str, int]]:
    for below in text.children[index]:
        token = text.tokens[below]
        if token.dep == "dative" and token.pos != "ADP":
            yield "to", below
        called = token.dep == "prt" and token.lemma in {"on", "upon"}  # "called *on* Kestria to withdraw"
        attached = called or token.dep in {"prep", "dative", "agent"}
        if not attached or token.pos not in {"ADP", "SCONJ", "VERB", "PART", "ADV"}:
            continue
        for inner in text.children[below]:
            dep = text.tokens[inner].dep
            if dep in {"pobj", "pcomp"}:
                yield token.lemma, inner
            elif dep == "prep":
                for last in dependents(text, inner, "pobj"):
                    yield token.lemma, last
                    yield text.tokens[inner].lemma, last


@once
def antecedent(text: AnnotatedText, index: int) -> int:
    """The noun a relative pronoun stands for, or ``index`` itself."""
    token = text.tokens[index]
    if token.lemma not in RELATIVE_PRONOUNS or token.tag not in {"WDT", "WP", "IN", "DT"}:
        return index
    above = token.head
    for _ in range(MAX_CLIMB):
        if text.tokens[above].dep == "relcl":
            return text.tokens[above].head
        if text.tokens[above].dep == "ROOT":
            break
        above = text.tokens[above].head
    return index


def _control_subject(text: AnnotatedText, verb: int, depth: int) -> list[int]:
    """Subject of a verb that has none of its own, from its governor."""
    token = text.tokens[verb]
    above = token.head
    if above == verb or depth > MAX_CLIMB:
        return []
    governor = text.tokens[above]
    if token.dep == "conj":
        return _subjects(text, above, depth + 1)
    if token.dep in {"acl", "relcl"} and not is_verbal(governor):
        return [above] if token.tag in {"VBG", "VBN"} or token.dep == "relcl" else _holder(text, above, depth)
    if token.dep == "pcomp":
        host = governor.head
        if is_verbal(text.tokens[host]):
            taken = objects(text, host) if governor.lemma in {"of", "from", "into", "for", "against"} else []
            return taken or _subjects(text, host, depth + 1)
        return _holder(text, host, depth)
    if token.dep in {"xcomp", "ccomp"} and governor.lemma in perception_verbs():
        return []
    if token.dep in {"xcomp", "ccomp", "advcl"} and is_verbal(governor):
        if token.dep != "advcl" and governor.lemma in object_control_verbs():
            taken = objects(text, above)
            if taken:
                return taken
        if token.dep == "xcomp" and is_passive(text, above):
            return objects(text, above)  # "is said to have attacked"
        if token.dep != "advcl":
            called = [
                to
                for prep, to in prepositions(text, above)
                if governor.lemma in {"call", "appeal"} and prep in {"on", "to"}
            ]
            if called:
                return called
        return _subjects(text, above, depth + 1)
    if token.dep in {"xcomp", "ccomp", "advcl"}:
        return _holder(text, above, depth)
    return []


def _holder(text: AnnotatedText, noun: int, depth: int) -> list[int]:
    """Who has a noun: its possessor, or the subject of the verb it is the object or predicate of."""
    owner = child(text, noun, "poss")
    if owner is not None:
        return [owner]
    for prep, inner in prepositions(text, noun):
        if prep in {"by", "from"}:
            return [inner]
    token = text.tokens[noun]
    if token.dep in {"dobj", "attr", "acomp"} and is_verbal(text.tokens[token.head]):
        return _subjects(text, token.head, depth + 1)
    return []


def subjects(text: AnnotatedText, verb: int) -> list[int]:
    """Logical subjects of a verb: its subject, the agent of a passive, or the one who controls it.

    Relative pronouns are replaced by their nouns. Conjuncts are not expanded.
    """
    return list(_own_subjects(text, verb))


@once
def _own_subjects(text: AnnotatedText, verb: int) -> list[int]:
    return _subjects(text, verb, 0)


def _subjects(text: AnnotatedText, verb: int, depth: int) -> list[int]:
    """Subjects of a verb so many steps below the one that was asked about."""
    if depth > MAX_CLIMB:
        return []
    if is_passive(text, verb):
        agents = [to for prep, to in prepositions(text, verb) if prep == "by" and text.tokens[to].dep == "pobj"]
        if not agents and text.tokens[verb].dep == "conj":
            head = text.tokens[verb].head
            agents = _subjects(text, head, depth + 1) if is_verbal(text.tokens[head]) and is_passive(text, head) else []
        return agents
    own = child(text, verb, *SUBJECTS)
    for helper in dependents(text, verb, "aux"):
        own = own if own is not None else child(text, helper, *SUBJECTS)  # the parser may hang it on the auxiliary
    own = own if own is not None else _before_aside(text, verb)
    if own is not None:
        # "Kestria, the chair, and Talvia resisted": a list broken by an apposition may become two subjects
        several = [below for below in dependents(text, verb, "nsubj") if own < below < verb]
        listed = [b for b in several if text.tokens[b - 1].lemma == "and" and text.tokens[b].tag.startswith("NNP")]
        return [antecedent(text, own), *listed]
    if _is_main_verb(text, verb):
        return [text.tokens[verb].head]
    return _control_subject(text, verb, depth)


def _before_aside(text: AnnotatedText, verb: int) -> int | None:
    """The subject that the parser gave to an aside in the midst ("*Kestria*, an official said, will not negotiate")."""
    for aside in dependents(text, verb, "parataxis"):
        named = dependents(text, aside, "nsubj")
        if named and aside < verb and (len(named) > 1 or child(text, named[0], "appos") is not None):
            return named[0]
    return None


def objects(text: AnnotatedText, verb: int) -> list[int]:
    """Logical objects of a verb: direct objects, the subject of a passive, the noun before its participle."""
    return list(_objects(text, verb))


@once
def _objects(text: AnnotatedText, verb: int) -> list[int]:
    if is_passive(text, verb):
        own = child(text, verb, *PASSIVE_SUBJECTS)
        if own is not None:
            return [antecedent(text, own)]
        token = text.tokens[verb]
        if token.dep in {"acl", "amod"}:
            return [token.head]
        if token.dep in {"conj", "xcomp"} and is_verbal(text.tokens[token.head]):
            head = token.head
            above = child(text, head, *PASSIVE_SUBJECTS, *SUBJECTS)
            return [antecedent(text, above)] if above is not None else []
        return dependents(text, verb, "dobj")
    found = dependents(text, verb, "dobj", "obj")
    if found:
        return [antecedent(text, index) for index in found]
    token = text.tokens[verb]
    sharing = [below for below in dependents(text, verb, "conj") if is_verbal(text.tokens[below])]
    if token.dep == "relcl":
        # "the plan that Israel rejected": the object pronoun may be left out or labelled otherwise
        own = child(text, verb, *SUBJECTS)
        if own is not None and text.tokens[own].lemma not in RELATIVE_PRONOUNS:
            return [token.head]
    for other in sharing:
        shared = dependents(text, other, "dobj")
        if shared and child(text, verb, "prep", "ccomp", "xcomp") is None:
            return shared
    return []


@once
def particle(text: AnnotatedText, verb: int) -> str:
    """The verb's particle in lower case ("carry *out*"), or the empty string."""
    found = child(text, verb, "prt")
    return text.tokens[found].lemma if found is not None else ""


@once
def auxiliaries(text: AnnotatedText, verb: int) -> tuple[str, ...]:
    """Auxiliaries of a verb as written, in lower case, those it shares by coordination included."""
    own = tuple([text.tokens[index].text.lower() for index in dependents(text, verb, "aux", "auxpass")])
    token = text.tokens[verb]
    if own or token.dep != "conj" or not is_verbal(text.tokens[token.head]) or child(text, verb, *SUBJECTS) is not None:
        return own
    return auxiliaries(text, token.head)

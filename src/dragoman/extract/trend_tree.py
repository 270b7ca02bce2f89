"""Where words for trends stand in the tree: what they are said of, whether it is told, denied or said to go on."""

from __future__ import annotations

from dragoman.extract.marks import is_negated
from dragoman.extract.trend_topics import MAX_DEPTH, SUPERLATIVE_FORMS
from dragoman.model.codebook import Codebook, Trend
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    MAX_CLIMB,
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

STATIVE = frozenset(
    {"be", "remain", "stay", "seem", "become", "appear", "look", "feel", "grow", "get", "stand", "keep"}
)
CARRIERS = STATIVE | {"put", "bring", "hang", "hit", "reach"}
ON_TOPIC = ("of", "in", "between", "on", "for", "toward", "towards", "with", "to", "over", "about", "around", "among")
CLOSED_CLAUSES = frozenset({"pcomp", "csubj", "csubjpass"})
AIMS = frozenset({"aim", "goal", "priority", "objective", "wish", "hope", "dream", "target", "interest"})
TILL = frozenset({"until", "till", "unless", "before", "lest", "if"})
SIGNS = frozenset({"sign", "hint", "indication", "signal", "chance", "prospect"})
IDIOM_KEYS = frozenset({"obj", "has", "subj", "comp"})
"""Constraints that name a word of the idiom itself, which is then not what the claim is about."""
LONG = frozenset({"year", "decade", "generation", "month", "century"})
NEAR_TIMES = frozenset({"recent", "past", "last", "coming", "next", "few", "this"})
TIMES = frozenset({"time", "point", "moment", "stage"})


def told(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a clause tells how things are: not an aim, a means or a mere possibility ("to ease", "by easing")."""
    for _ in range(MAX_DEPTH + 2):
        token = text.tokens[verb]
        if token.dep == "advcl" and any(text.tokens[i].lemma in TILL for i in dependents(text, verb, "mark")):
            return False
        if token.dep == "ROOT" or token.head == verb:
            bare = (
                token.tag in {"VB", "VBP", "VBG"} and child(text, verb, "nsubj", "nsubjpass", "expl", "csubj") is None
            )
            return not bare or bool(auxiliaries(text, verb))
        if token.dep == "conj" and is_verbal(text.tokens[token.head]) and child(text, verb, "aux", "nsubj") is None:
            verb = token.head
            continue
        if token.dep in CLOSED_CLAUSES:
            return token.dep == "pcomp" and sign_of(text, verb) is not None
        spoken = auxiliaries(text, verb)
        bare = token.tag == "VB" and (not spoken or "to" in spoken)
        if not bare and token.tag != "VBG":
            return True
        if not bare and (
            spoken or token.dep in {"advcl", "acl", "parataxis"} or child(text, verb, "nsubj") is not None
        ):
            return True
        if token.dep == "xcomp" and (
            text.tokens[token.head].lemma in book.words["raising_verbs"] or yet_to(text, verb)
        ):
            verb = token.head
            continue
        return False
    return False


def yet_to(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb is what is still to come ("have *yet to* agree"), which says that it has not come."""
    above = text.tokens[verb].head
    waiting = text.tokens[above].lemma in {"have", "be"}
    return waiting and any(text.tokens[i].lemma == "yet" for i in (*text.children[above], *text.children[verb]))


def sign_of(text: AnnotatedText, verb: int) -> int | None:
    """The noun of "a sign of easing" above a gerund, or ``None``."""
    prep = text.tokens[text.tokens[verb].head]
    above = text.tokens[prep.head]
    return above.i if prep.lemma == "of" and above.lemma in SIGNS else None


def first_conjunct(text: AnnotatedText, index: int) -> int:
    """The first of coordinated words, which carries their place in the tree ("*worse*, not better" included)."""
    for _ in range(MAX_CLIMB):
        token = text.tokens[index]
        beside = token.dep == "amod" and text.tokens[token.head].pos in {"ADJ", "ADV"}
        if not (token.dep == "conj" or beside) or token.head == index:
            break
        index = token.head
    return index


def copula_topics(text: AnnotatedText, index: int) -> list[int]:
    """What a predicate says something of: subject of its copula, object of the verb it belongs to, noun before it."""
    index = first_conjunct(text, index)
    token = text.tokens[index]
    above = token.head
    governor = text.tokens[above]
    own = child(text, index, "nsubj", "nsubjpass")
    if own is not None and token.dep in {"ccomp", "xcomp"}:
        return [own]  # "considers the deal *closer* than before"
    if governor.lemma == "as" and governor.pos in {"ADP", "SCONJ"} and is_verbal(text.tokens[governor.head]):
        return objects(text, governor.head)
    if token.dep in {"acomp", "attr", "oprd", "xcomp", "advcl", "ccomp", "prep", "advmod"} and is_verbal(governor):
        found = objects(text, above) if governor.lemma not in STATIVE else []
        if found and token.dep == "prep" and not is_passive(text, above):
            return found  # "clashes put *thousands* at risk": not the clashes are
        open_on = [inner for place in (index, above) for prep, inner in prepositions(text, place) if prep == "about"]
        return found + subjects(text, above) + open_on  # "much is uncertain about the *deal*"
    if token.dep in {"amod", "acl", "relcl", "prep", "appos", "npadvmod"} and above != index:
        return [above]
    return [own] if own is not None else []


def preposition_of(text: AnnotatedText, index: int) -> int:
    """The preposition before a noun, also where a participle between them is read as its verb, or the noun itself."""
    token = text.tokens[index]
    above = text.tokens[token.head]
    if token.dep == "pobj":
        return above.i
    return above.head if token.dep == "dobj" and above.dep == "pcomp" and above.i == index - 1 else index


def noun_topics(text: AnnotatedText, index: int, direction: str = "") -> list[int]:
    """What a noun for a trend or a level can be about, nearest first; a rise is only "of" or "in" something."""
    if direction in {"up", "down"}:
        own = [inner for prep, inner in prepositions(text, index) if prep in {"of", "in"}]
        return own + dependents(text, index, "compound", "nmod")
    found = [inner for prep, inner in prepositions(text, index) if prep in ON_TOPIC]
    found += dependents(text, index, "compound", "nmod", "poss")
    token = text.tokens[index]
    above = token.head
    governor = text.tokens[above]
    if token.dep in {"attr", "oprd"}:
        found += copula_topics(text, index)
    elif token.dep == "dobj":
        found += [inner for prep, inner in prepositions(text, above) if prep in ON_TOPIC]
        found += subjects(text, above)
    elif token.dep in {"nsubjpass", "nsubj"}:
        found += [inner for prep, inner in prepositions(text, above) if prep in ON_TOPIC]
    elif token.dep == "pobj" and (governor.lemma == "at" or is_verbal(text.tokens[governor.head])):
        found += copula_topics(text, above)
    elif token.dep in {"appos", "compound"}:
        found.append(above)
    elif token.dep == "conj":
        found += [inner for prep, inner in prepositions(text, first_conjunct(text, index)) if prep in ON_TOPIC][:1]
    return found


def degree_of(text: AnnotatedText, index: int) -> str:
    """``superlative``, ``comparative`` or empty, of an adjective.

    "Never better", "better than at any time" and "never seen it so low" are superlatives.
    """
    token = text.tokens[index]
    helpers = {text.tokens[i].text.lower() for i in dependents(text, index, "advmod", "amod", "neg", "npadvmod")}
    above = text.tokens[token.head]
    if token.dep in {"acomp", "oprd", "attr", "advmod", "ccomp"}:
        helpers |= {text.tokens[i].text.lower() for i in dependents(text, above.i, "neg", "advmod")}
    if token.tag in {"JJS", "RBS"} or "most" in helpers or token.text.lower() in SUPERLATIVE_FORMS:
        return "superlative"
    opening = text.tokens[text.sentences[token.sentence].first].lemma
    if "so" in helpers and ("never" in helpers or opening in {"not", "never", "rarely", "seldom"}):
        return "superlative"  # "not since the war have relations been *so* bad"
    if {"so", "not"} <= helpers and _since_then(text, index):
        return "superlative"
    if token.tag in {"JJR", "RBR"} or helpers & {"more", "less", "further", "farther"}:
        return "superlative" if "never" in helpers or _beyond_all(text, index) else "comparative"
    return ""


def _since_then(text: AnnotatedText, index: int) -> bool:
    """Whether an adjective or its clause says since when ("have not been so close *since* independence")."""
    if _beyond_all(text, index):
        return True
    places = (index, text.tokens[index].head)
    return any(text.tokens[i].lemma in {"since", "for"} for place in places for i in dependents(text, place, "prep"))


def is_less(text: AnnotatedText, index: int) -> bool:
    """Whether an adjective says that there is less of it ("*less* frequent")."""
    return any(text.tokens[i].text.lower() in {"less", "least"} for i in dependents(text, index, "advmod"))


def _beyond_all(text: AnnotatedText, index: int) -> bool:
    """Whether a comparison is with all times ("than ever", "than at any time since", "than it was in years")."""
    for below in subtree(text, index):
        token = text.tokens[below]
        near = any(text.tokens[i].lemma in NEAR_TIMES for i in text.children[below])
        if token.lemma in LONG and not near and text.tokens[token.head].lemma in {"in", "for"}:
            return True
        if token.lemma == "ever" or (token.lemma == "any" and text.tokens[token.head].lemma in TIMES):
            return True
    return False


def said_not(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a word is denied, "little" and "hardly" included."""
    subject = child(text, index, "nsubj", "nsubjpass")
    if is_negated(text, book, index) or (subject is not None and text.tokens[subject].lemma in {"nothing", "little"}):
        return True
    if yet_to(text, index):
        return True
    little = {text.tokens[i].text.lower() for i in dependents(text, index, "amod", "det", "advmod")}
    return bool(little & {"little", "scant", "hardly", "barely"})


def goes_on(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a state is said to go on ("*remain* tense", "*still* tense", "continues to be")."""
    token = text.tokens[index]
    if token.dep not in {"acomp", "oprd", "attr", "prep", "advmod"}:
        return False
    copula = text.tokens[token.head]
    lasting = book.words["lasting_copulas"]
    if copula.lemma in lasting:
        return True
    return copula.dep == "xcomp" and text.tokens[copula.head].lemma in lasting


def aimed_at(text: AnnotatedText, book: Codebook, noun: int) -> bool:
    """Whether a good stands in a clause of aims ("to build stronger ties"); an ill there is taken as given."""
    current = noun
    for _ in range(MAX_DEPTH * 2):
        token = text.tokens[current]
        if is_verbal(token):
            said = child(text, current, "attr")
            return not told(text, book, current) or (said is not None and text.tokens[said].lemma in AIMS)
        if token.head == current:
            return False
        current = token.head
    return False


def clause_negated(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a verb or the one it complements is negated ("are *not* going to have good relations")."""
    token = text.tokens[verb]
    if not is_verbal(token):
        return False
    above = text.tokens[token.head]
    return said_not(text, book, verb) or (token.dep == "xcomp" and is_verbal(above) and said_not(text, book, above.i))


def carrier(text: AnnotatedText, index: int) -> int:
    """The verb that carries a predicate, or the token itself."""
    first = text.tokens[first_conjunct(text, index)]
    above = text.tokens[first.head]
    small = first.dep == "ccomp" and child(text, first.i, "nsubj") is not None and not is_verbal(first)
    if (first.dep in {"acomp", "attr", "oprd", "dobj"} or small) and is_verbal(above):
        return above.i
    if first.dep == "conj" and is_verbal(above):
        return above.i
    if first.dep in {"advmod", "advcl"} and above.lemma in STATIVE | {"go"}:
        return above.i  # "went from bad to *worse*"
    if first.dep == "pobj":
        above = text.tokens[above.head]
        return above.i if is_verbal(above) and above.lemma in CARRIERS else index
    return index


def verb_topics(text: AnnotatedText, verb: int, trend: Trend) -> list[int]:
    """What a verb can be about: its object, or the subject of one without.

    Where the object belongs to the idiom ("cast a shadow over"), it is what the prepositions name, then the subject.
    """
    found = objects(text, verb)
    if any(
        (constraint.key in IDIOM_KEYS or constraint.key.startswith("pobj:")) and "NONE" not in constraint.values
        for constraint in trend.when
    ):
        inner = [to for below in (verb, *found) for prep, to in prepositions(text, below) if prep in ON_TOPIC]
        return inner + found + subjects(text, verb)
    if child(text, verb, "dobj") is None and not is_passive(text, verb):
        found = subjects(text, verb) + found  # a relative clause's noun is not its object where it has a subject
        found += [to for prep, to in prepositions(text, verb) if prep == "between"]
    return found


def gives_figure(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb gives a figure ("rose to 110"), which is no claim about a trend."""
    return any(
        prep in {"to", "by", "from"} and any(text.tokens[i].pos == "NUM" for i in (inner, *text.children[inner]))
        for prep, inner in prepositions(text, verb)
    )


def stands_before(text: AnnotatedText, index: int) -> int | None:
    """The noun an adjective stands before, also as the second of two ("a bloody and *costly* war"), or ``None``."""
    token = text.tokens[first_conjunct(text, index)]
    above = text.tokens[token.head]
    return above.i if token.dep in {"amod", "compound", "nmod"} and above.pos not in {"ADP", "SCONJ"} else None

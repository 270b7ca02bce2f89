"""Which stance a word comes to: after negation, after what embeds it, and under a condition."""

from __future__ import annotations

from itertools import pairwise

from dragoman.extract.arguments import (
    Scene,
)
from dragoman.extract.factuality import climb
from dragoman.extract.issues import Issue
from dragoman.extract.marks import is_negated
from dragoman.model.codebook import Codebook, StanceFrame
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    auxiliaries,
    child,
    dependents,
    is_verbal,
)

UNMADE = frozenset({"demand", "suppose", "threaten", "fail", "prevent", "permit", "deny"})
"""Effects of embedding words under which a stance is not yet, or not surely, the one of its subject."""
TURNING = frozenset({"refuse", "cease"})
WILLING = frozenset({"commit", "want", "plan"})
OUGHT = frozenset({"should", "must", "ought"})
POSSIBLE = frozenset({"could", "may", "might"})
CAN_DEPEND = frozenset({Stance.SUPPORTS, Stance.SEEKS, Stance.OPEN_TO, Stance.OFFERS})
CONDITIONS = frozenset({"if", "unless", "until", "till", "provided", "providing", "once", "assuming"})
NOT_YET = frozenset({"until", "till", "before", "once", "only"})
BARS = frozenset({"until", "till", "unless", "before"})
CONDITION_WITHIN = 8
CONDITION_PAIRS = frozenset(
    {("long", "as"), ("condition", "that"), ("provide", "that"), ("provided", "that"), ("only", "if"), ("only", "once")}
)
QUOTE_ENDS = frozenset({'"', "”", "''"})


Reading = tuple[Stance, Strength, tuple[str, ...]]


def read_stance(
    scene: Scene, book: Codebook, index: int, carrier: int | None, frame: StanceFrame, about: Issue
) -> Reading | None:
    """The stance of a frame after negation, embedding and conditions; ``None`` where the text does not give it.

    Args:
        index: the word of the frame.
        carrier: the verb that lends its subject to a noun ("*voiced* support").
    """
    text = scene.text
    verb = carrier if carrier is not None else index
    host = _host(text, verb)
    marks = set(auxiliaries(text, host))
    if _is_hypothetical(text, book, host) or _is_past(text, book, host, index) or _has_to(text, host):
        return None
    if frame.pos == "v" and marks & OUGHT:
        return None  # what somebody is told to think
    embedded = _embedding(scene, book, verb, frame, owned=carrier is None and not is_verbal(text.tokens[index]))
    if embedded is None:
        return None
    flipped, opened = embedded
    fixed = any(constraint.key == "det" for constraint in frame.when)  # "no question of": the frame has the "no" itself
    negated = flipped != (not fixed and _is_negated(text, book, index, verb, host))
    said = child(text, host, "neg") is not None or child(text, index, "neg") is not None
    if about.negated and negated and not said and not flipped:
        negated = False  # "pledged no money" says no once
    name = frame.negated if negated else frame.stance
    if not name:
        return None
    notes = ["negated"] if negated else []
    stance = Stance(name)
    if negated and frame.stance == "seeks" and _is_done_to(text, about.head):
        return None  # "does not want to be seen"
    if about.negated:
        stance = Stance.SUPPORTS if stance is Stance.OPPOSES else Stance.OPPOSES
        notes.append("what it is about is negated")
    if stance in {Stance.SUPPORTS, Stance.OFFERS} and (opened or marks & POSSIBLE):
        stance = Stance.OPEN_TO
    proposing = frame.lemma in {"offer", "propose"}
    if stance in CAN_DEPEND and not proposing and has_condition(text, book, host, about):
        stance = Stance.CONDITIONAL
        notes.append("depends on a condition")
    elif stance is Stance.OPPOSES and frame.pos == "v" and _is_barred(text, about.head):
        stance = Stance.CONDITIONAL
        notes.append("ends when a condition is met")
    weak = marks & {"may", "might"}
    strength = Strength.WEAK if weak else _strength(text, book, index, host, Strength(frame.strength))
    return stance, strength, tuple(notes)


def _is_done_to(text: AnnotatedText, verb: int) -> bool:
    return is_verbal(text.tokens[verb]) and child(text, verb, "auxpass") is not None


def _is_negated(text: AnnotatedText, book: Codebook, index: int, verb: int, host: int) -> bool:
    """Negation of a word, of the verb that carries it, or of its copula; a verb that ends it counts as one."""
    places = {index, verb, host, *dependents(text, host, "auxpass")}
    negated = any(is_negated(text, book, place) for place in places)
    ended = verb != index and text.tokens[verb].lemma in book.words["ceasing_verbs"]
    return negated != ended


def _embedding(scene: Scene, book: Codebook, verb: int, frame: StanceFrame, *, owned: bool) -> tuple[bool, bool] | None:
    """What the words above a stance make of it: (turned round, only open); ``None`` where it is nobody's yet.

    Args:
        owned: a noun with an owner, which no verb above it can undo ("expects *Kestria's support*").
    """
    flipped = opened = False
    for layer in climb(scene.text, book, verb):
        effect = layer.entry.effect
        if _stands_apart(scene.text, verb, layer.token):
            break
        if layer.adjunct:
            continue
        if (effect in TURNING) != layer.negated and effect in TURNING | WILLING:
            flipped = not flipped
        elif layer.negated or effect == "allege":
            continue
        elif (effect in UNMADE or (effect == "want" and not layer.same)) and frame.holder != "voice" and not owned:
            return None
        elif effect == "commit" and scene.text.tokens[layer.token].pos == "ADJ":
            opened = True
    return flipped, opened


def _stands_apart(text: AnnotatedText, verb: int, above: int) -> bool:
    """Whether a clause only hangs below another by the parser's guess: behind a semicolon, or with a subject of its own
    behind "and" below a verb that another word governs ("wants guarantees, and *it insists*")."""
    if any(text.tokens[i].text == ";" for i in range(min(verb, above), max(verb, above))):
        return True
    token = text.tokens[verb]
    finite = token.tag in {"VBD", "VBZ", "VBP"} and child(text, verb, "nsubj") is not None
    return finite and token.dep == "conj" and text.tokens[token.head].tag == "VB" and child(text, verb, "mark") is None


def _host(text: AnnotatedText, index: int) -> int:
    """The verb whose auxiliaries and adverbials count for a word: itself, or the copula of an adjective."""
    token = text.tokens[index]
    if is_verbal(token) and token.dep not in {"acomp", "oprd"}:
        return index
    if token.dep in {"acomp", "attr", "oprd", "dobj", "prep", "pobj"} and token.head != index:
        above = text.tokens[token.head]
        if is_verbal(above):
            return above.i
        if token.dep == "pobj" and is_verbal(text.tokens[above.head]):
            return above.head
    return index


def _is_hypothetical(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a clause is itself an "if" or "whether" clause, or a question."""
    marks = book.words["condition_markers"]
    below = dependents(text, verb, "mark", "advmod")
    if any(text.tokens[i].lemma in marks and text.tokens[i].lemma != "once" for i in below if i < verb):
        return True
    if text.tokens[verb].dep == "advcl" and any(text.tokens[i].lemma in NOT_YET for i in below if i < verb):
        return True
    last = text.sentences[text.tokens[verb].sentence].last - 1
    return text.tokens[last].text == "?" or (text.tokens[last].text in QUOTE_ENDS and text.tokens[last - 1].text == "?")


def _has_to(text: AnnotatedText, verb: int) -> bool:
    """What somebody has to do is no stance of theirs ("would *have to accept* the offers")."""
    token = text.tokens[verb]
    return token.dep == "xcomp" and text.tokens[token.head].lemma in {"have", "need", "force", "oblige", "compel"}


def _is_past(text: AnnotatedText, book: Codebook, host: int, index: int) -> bool:
    """A stance that was: "once opposed", "rejected it *then*"."""
    words = book.words["former_adverbs"]
    below = [*dependents(text, host, "advmod"), *dependents(text, index, "advmod", "amod")]
    used = "used" in {text.tokens[i].text.lower() for i in dependents(text, host, "aux")}
    return used or any(text.tokens[i].lemma in words for i in below)


def has_condition(text: AnnotatedText, book: Codebook, verb: int, about: Issue | None = None) -> bool:
    """Whether a clause, or the clause it takes, hangs on a condition."""
    token = text.tokens[verb]
    past = token.tag in {"VBD", "VBN"} and token.lemma != "be" and not auxiliaries(text, verb)
    bare = about is not None and not is_verbal(text.tokens[about.head])
    hosts = [] if past and bare else [verb]  # "backed the plan only after a week" is backing all the same
    if about is not None and is_verbal(text.tokens[about.head]):
        hosts.append(about.head)
    for host in hosts:
        condition = condition_of(text, host)
        if condition is not None and (condition[0] not in {"until", "till", "when"} or is_negated(text, book, host)):
            return True
    if _condition_follows(text, max([verb, *(about.tokens if about is not None else ())])):
        return True
    words = book.words["contingency_words"]
    last = text.sentences[text.tokens[verb].sentence].last
    start = max(about.tokens) if about is not None else verb
    return any(
        text.tokens[i].lemma in words and text.tokens[i].dep != "mark" for i in range(start + 1, min(last, start + 6))
    )


def _is_barred(text: AnnotatedText, verb: int) -> bool:
    """Whether what is refused is refused for as long as something else has not happened."""
    return is_verbal(text.tokens[verb]) and any(
        text.tokens[i].lemma in BARS for b in dependents(text, verb, "advcl") for i in dependents(text, b, "mark")
    )


def _condition_follows(text: AnnotatedText, index: int) -> bool:
    """A condition right behind the issue, wherever the parser hangs it ("acceptable *so long as* half were posted")."""
    last = text.sentences[text.tokens[index].sentence].last
    for token in text.tokens[index + 1 : last]:
        if token.text == ";":
            break
        if token.text.lower() == "provided" and text.tokens[min(token.i + 1, last - 1)].lemma == "that":
            return True
    words = [token.lemma for token in text.tokens[index + 1 : min(index + CONDITION_WITHIN, last)]]
    return any(pair in CONDITION_PAIRS for pair in pairwise(words))


def condition_of(text: AnnotatedText, verb: int) -> tuple[str, int] | None:
    """The condition a clause hangs on: its marker and the verb or noun of the condition."""
    for clause in (*text.children[verb],):
        token = text.tokens[clause]
        if token.dep not in {"advcl", "prep", "ccomp"}:
            continue
        marks = {
            text.tokens[i].lemma
            for below in text.children[clause]
            if text.tokens[below].dep in {"mark", "advmod", "prep"}
            for i in (below, *text.children[below])
        }
        if any(text.tokens[i].lemma == "even" for b in text.children[clause] for i in (b, *text.children[b])):
            continue
        if token.dep == "advcl" and token.lemma in {"provide", "assume"} and child(text, clause, "ccomp") is not None:
            return "provided", clause
        if token.dep == "advcl" and marks & CONDITIONS:
            return sorted(marks & CONDITIONS)[0], clause
        if token.dep == "advcl" and "only" in marks and marks & {"after", "when"}:
            return "only after", clause
        if token.dep == "advcl" and "when" in marks and clause > verb:
            return "when", clause
        if token.dep == "prep" and token.lemma in {"provide", "provided"} and child(text, clause, "pcomp") is not None:
            return "provided", clause
        if token.dep == "prep":
            below = {text.tokens[i].lemma for i in text.children[clause]}
            if token.lemma == "for" and "long" in below:
                return "as long as", clause
            if token.lemma in {"after", "if", "on", "upon"} and ("only" in below or "condition" in below):
                return "only after", clause
    long = next((i for i in dependents(text, verb, "advmod") if text.tokens[i].lemma == "long"), None)
    if long is not None and child(text, long, "advcl") is not None:
        return "as long as", long
    return None


def _strength(text: AnnotatedText, book: Codebook, index: int, host: int, base: Strength) -> Strength:
    below = {text.tokens[i].lemma for i in (*text.children[index], *text.children[host])}
    if below & book.words["strong_adverbs"]:
        return Strength.STRONG
    if below & book.words["weak_adverbs"]:
        return Strength.WEAK
    return base

"""How a text presents an event: negation, modality, hedges, and the words that embed it.

From the trigger the walk climbs to the root of the sentence and notes every embedding word on the way (innermost
first). The layers give the factuality, the attribution chain, and the acts that the embedding words are in themselves
("agreed to withdraw" is an agreement). Method: in the line of FactBank (Saurí and Pustejovsky 2009) and the implicative
signatures of Karttunen (2012), reduced to the ten values of :class:`Factuality`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.extract.marks import (
    AHEAD,
    OPEN,
    Marks,
    is_finite,
    is_given,
    is_told_as_so,
    is_under_condition,
    own_marks,
)
from dragoman.extract.marks import clause_of as clause_of
from dragoman.extract.marks import is_negated as is_negated
from dragoman.model.codebook import Codebook, Embedding
from dragoman.model.facts import Factuality
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal, particle

ADJUNCT_PREPOSITIONS = frozenset(
    {
        "after",
        "before",
        "since",
        "during",
        "amid",
        "despite",
        "because",
        "following",
        "until",
        "till",
        "over",
        "like",
        "unlike",
        "ahead",
        "upon",
        "due",
    }
)
"""Behind these an event is told beside the clause, not inside it: demands and plans of the clause don't reach it."""
REPORT_EFFECTS = frozenset({"report", "allege", "hedge"})
INTENTS = frozenset({"commit", "plan", "threaten"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "csubj", "csubjpass", "acomp", "oprd"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """An embedding word above an event.

    Attributes:
        token: the embedding word.
        entry: its row in the table.
        negated: the embedding word itself is negated ("did *not* agree to").
        adjunct: the event stands beside the clause ("after the attack"), so only reports reach it.
        same: the one who says it is the one to do it ("wants to attack", not "wants Kestria to withdraw").
    """

    token: int
    entry: Embedding
    negated: bool
    adjunct: bool
    same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """How the text presents one event.

    Attributes:
        factuality: the outcome of all layers.
        layers: embedding words, innermost first.
        negated, future, obliged: marks in the event's own clause.
        ahead: the words around it put it in the future ("will begin to withdraw", "before the talks open").
        conditional: it stands inside a condition, or in what hangs on one.
        notes: one line each for ``explain``.
    """

    factuality: Factuality
    layers: tuple[Layer, ...]
    negated: bool = False
    future: bool = False
    obliged: bool = False
    ahead: bool = False
    conditional: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_negative(self) -> bool:
        """Whether the event is said not to have happened, or not to be going to."""
        return self.negated or self.factuality in {Factuality.NEGATED, Factuality.DENIED}

    @property
    def is_future(self) -> bool:
        """Whether the event, if it comes about, lies in the future of its text."""
        return self.ahead or self.future or self.obliged or self.factuality in AHEAD

    @property
    def is_conditional(self) -> bool:
        """Whether the event stands in a condition or depends on one."""
        return self.conditional or self.factuality is Factuality.CONDITIONAL


def _lookup(book: Codebook, text: AnnotatedText, node: int, attach: str, infinitive: bool) -> Embedding | None:
    token = text.tokens[node]
    pos = "v" if is_verbal(token) else "a" if token.pos == "ADJ" else "n"
    entries = book.embeddings.get((token.lemma, pos)) or (
        book.embeddings.get((token.lemma, "v")) if pos == "a" and token.tag in {"VBN", "JJ"} else None
    )
    if not entries:
        return None
    if infinitive:
        for entry in entries:
            if entry.prep == "inf":
                return entry
    with_particle = particle(text, node) if attach in {"obj", "clause"} else ""
    found = next((entry for entry in entries if with_particle and entry.prep == with_particle), None)
    if found is None and not (attach == "obj" and with_particle):
        found = next((entry for entry in entries if entry.prep == attach), None)
    return found


def _predicate(book: Codebook, text: AnnotatedText, node: int) -> tuple[int, Embedding] | None:
    """The adjective behind a copula that embeds its clause ("it is *likely* that")."""
    if text.tokens[node].lemma not in {"be", "remain", "seem", "become"}:
        return None
    for below in dependents(text, node, "acomp", "attr", "prep", "advmod"):
        entry = _lookup(book, text, below, "clause", False)
        if entry is not None:
            return below, entry
    return None


def _aside(text: AnnotatedText, book: Codebook, verb: int) -> Layer | None:
    """A report set beside its clause: "..., an official said", "Velmora, France said, attacked"."""
    for below in dependents(text, verb, "parataxis", "conj", "dep", "ccomp"):
        token = text.tokens[below]
        entry = _lookup(book, text, below, "clause", False) if is_verbal(token) else None
        if entry is None or entry.act != "say" or child(text, below, "nsubj") is None:
            continue
        if child(text, below, "ccomp", "xcomp", "dobj", "mark", "aux") is None and child(text, verb, "cc") is None:
            return Layer(token=below, entry=entry, negated=False, adjunct=True)
    return None


def _stands_apart(text: AnnotatedText, verb: int) -> bool:
    """Whether a finite verb is tied by mistake to an infinitive ("decided *to leave* or *was forced* out")."""
    token = text.tokens[verb]
    finite = token.tag in {"VBD", "VBZ"} or any(
        text.tokens[i].tag in {"VBD", "VBZ"} for i in dependents(text, verb, "aux", "auxpass")
    )
    return finite and "to" in auxiliaries(text, token.head)


def climb(text: AnnotatedText, book: Codebook, trigger: int) -> tuple[Layer, ...]:
    """Embedding words above a trigger, innermost first."""
    layers: list[Layer] = []
    current, adjunct = trigger, False
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if token.dep == "ROOT" or token.head == current or token.dep in {"relcl", "appos"}:
            break
        if token.dep == "conj" and _stands_apart(text, current):
            current = text.tokens[token.head].head
            continue
        node, attach = token.head, ""
        if token.dep in COMPLEMENTS:
            attach = "clause"
        elif token.dep in {"dobj", "nsubjpass"}:
            attach = "obj"
        elif token.dep in {"pobj", "pcomp"}:
            attach = text.tokens[node].lemma
            adjunct = adjunct or attach in ADJUNCT_PREPOSITIONS
            node = text.tokens[node].head
            if text.tokens[node].dep == "prep" and text.tokens[node].lemma in ADJUNCT_PREPOSITIONS:
                adjunct = True
        elif token.dep == "advcl":
            infinitive = child(text, current, "aux") is not None and "to" in auxiliaries(text, current)
            bare = token.tag == "VBG" and particle(text, node) and child(text, current, "mark", "nsubj") is None
            attach = "clause" if infinitive or bare else ""  # "ruled out sending"
            if not bare and (not infinitive or text.tokens[node].lemma not in {"call", "appeal", "move", "plan"}):
                adjunct = True
        elif token.dep == "conj":
            current = node
            continue
        entry = None
        if attach and node != current:
            infinitive = "to" in auxiliaries(text, current) if is_verbal(token) else False
            entry = _lookup(book, text, node, attach, infinitive)
        if entry is None and token.dep in {"ccomp", "xcomp", "csubj"}:
            found = _predicate(book, text, node)
            if found is not None and not adjunct:
                layers.append(
                    Layer(token=found[0], entry=found[1], negated=is_negated(text, book, node), adjunct=False)
                )
        if is_verbal(token) and (beside := _aside(text, book, current)) is not None:
            layers.append(beside)
        if token.dep == "acl" and token.tag in {"VBN", "VBG"} and child(text, current, "nsubj", "aux", "mark") is None:
            break  # a participle tells what is taken for granted ("the hostages *held* by")
        if entry is not None and token.dep == "ccomp" and current < node and entry.effect not in REPORT_EFFECTS:
            entry = None  # a clause before its verb is reported by it or stands beside it, nothing else
        subject = token.dep in {"nsubj", "nsubjpass"}
        if entry is None and (attach == "obj" or subject) and not is_verbal(token) and is_given(text, current):
            adjunct = True
        if entry is None and token.dep == "acl" and is_finite(text, current):
            adjunct = True  # what "the news *that* they met" tells is not what becomes of the news
        if entry is not None and token.dep == "ccomp" and entry.effect in INTENTS and is_told_as_so(text, current):
            entry = replace(entry, effect="report")  # "agreed that they *had met*"
        if entry is not None and (not adjunct or entry.effect in REPORT_EFFECTS):
            same = child(text, current, "nsubj", "nsubjpass") is None and child(text, node, "dobj") is None
            negated = is_negated(text, book, node)
            layers.append(Layer(token=node, entry=entry, negated=negated, adjunct=adjunct, same=same))
        current = node
    if is_verbal(text.tokens[current]) and (beside := _aside(text, book, current)) is not None:
        layers.append(beside)
    return tuple(layers)


def _according_to(text: AnnotatedText, trigger: int) -> bool:
    """Whether "according to" hangs on a verb above the trigger."""
    places, current = text.index.by_word.get("according"), trigger
    for _ in range(MAX_CLIMB if places else 0):
        if any(text.tokens[place].head == current != place for place in places or ()):
            return True
        if text.tokens[current].head == current:
            return False
        current = text.tokens[current].head
    return False


def _contingent(text: AnnotatedText, book: Codebook, trigger: int) -> bool:
    """Whether a word such as "contingent" follows in the sentence and hangs on the trigger's phrase or clause."""
    places = text.index.by_lemma
    last = text.sentences[text.tokens[trigger].sentence].last
    found = [i for word in book.words["contingency_words"] for i in places.get(word, ()) if trigger < i < last]
    if not found:
        return False
    above, current = {trigger}, trigger
    for _ in range(MAX_CLIMB):
        current = text.tokens[current].head
        above.add(current)
    return any(text.tokens[i].head in above for i in found)


def _through(book: Codebook, value: Factuality, layer: Layer, material_conflict: bool) -> Factuality:
    """What one layer makes of the factuality of the event below it."""
    effect = layer.entry.effect
    if layer.negated:
        if effect in {"commit", "plan", "permit", "demand", "want", "suppose", "threaten", "implicative", "hedge"}:
            return Factuality.NEGATED if value in OPEN | {Factuality.PLANNED, Factuality.THREATENED} else value
        if effect in {"deny", "refuse", "fail", "prevent"} or layer.entry.lemma in book.words["factives"]:
            return value  # "did not know that" takes it for granted
        return Factuality.HYPOTHETICAL if value in OPEN and effect in REPORT_EFFECTS else value
    if effect == "deny":
        return Factuality.DENIED
    if effect == "refuse" and value is Factuality.ALLEGED:
        return Factuality.DENIED
    if effect in {"refuse", "fail", "prevent", "cease"}:
        return Factuality.NEGATED
    if effect == "report":
        return Factuality.REPORTED if value is Factuality.ASSERTED else value
    if effect in {"allege", "hedge"}:
        return Factuality.ALLEGED if value in OPEN else value
    if effect == "threaten" and value is Factuality.CONDITIONAL:
        return Factuality.THREATENED
    if value not in OPEN and value is not Factuality.PLANNED:
        return value
    planned = Factuality.THREATENED if material_conflict else Factuality.PLANNED
    return {
        "commit": planned,
        "plan": Factuality.PLANNED,
        "threaten": Factuality.THREATENED,
        "demand": Factuality.DEMANDED,
        "want": Factuality.PLANNED if layer.same else Factuality.DEMANDED,
        "suppose": Factuality.HYPOTHETICAL,
    }.get(effect, value)


def _carried(text: AnnotatedText, book: Codebook, layers: tuple[Layer, ...]) -> Marks:
    """Marks of the first words that pass an event on and say more of it themselves ("*will* be able to")."""
    for layer in layers:
        if layer.entry.effect in {"implicative", "permit"}:
            marks = own_marks(text, book, layer.token)
            if marks.value is not Factuality.ASSERTED:
                return marks
    return Marks()


def _occasion(text: AnnotatedText, book: Codebook, noun: int) -> int | None:
    """The verb under which an event noun takes place ("will open *talks*", "the *trial* is set to begin")."""
    current, occasions = noun, book.words["occasion_verbs"]
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        verb = text.tokens[token.head]
        if token.dep in {"nsubj", "nsubjpass"}:
            raised = child(text, verb.i, "xcomp")
            if raised is not None and text.tokens[raised].lemma in occasions:
                return raised
        if token.dep in {"dobj", "nsubj", "nsubjpass", "attr"}:
            given = token.dep == "dobj" and is_given(text, current)
            return verb.i if is_verbal(verb) and verb.lemma in occasions and not given else None
        if token.dep == "pobj" and verb.lemma == "of":
            current = verb.head
        elif token.dep == "conj":
            current = verb.i
        else:
            return None
    return None


TEMPORAL = frozenset({"before", "until", "till", "when", "once", "after", "while", "as"})


def _comes_then(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a verb in the present stands beside a clause in the future ("will sail before the talks *open*")."""
    token = text.tokens[verb]
    if token.dep not in {"advcl", "pcomp", "relcl"} or token.tag not in {"VBZ", "VBP"}:
        return False
    marks = {text.tokens[i].lemma for i in dependents(text, verb, "mark", "advmod")}
    if not marks & TEMPORAL:
        return False
    above = text.tokens[token.head]
    above = above if is_verbal(above) else text.tokens[above.head]
    return is_verbal(above) and own_marks(text, book, above.i).future


def _is_ahead(text: AnnotatedText, book: Codebook, start: int, carried: Marks) -> bool:
    """Whether the words around an event put it in the future."""
    if carried.future or carried.obliged or carried.value in AHEAD:
        return True
    if is_verbal(text.tokens[start]):
        return _comes_then(text, book, start)
    verb = _occasion(text, book, start)
    if verb is None:
        return False
    return present(text, book, verb).is_future


def present(
    text: AnnotatedText, book: Codebook, trigger: int, carrier: int | None = None, quad_class: int = 1
) -> Presentation:
    """Work out how the text presents the event of a trigger.

    Args:
        carrier: the light verb that carries the trigger ("*carry out* a strike"), whose marks count as the event's.
        quad_class: of the event; a promised act of material conflict (4) is threatened, not planned.
    """
    own = own_marks(text, book, trigger)
    value, start = own.value, trigger
    if carrier is not None:
        verb = own_marks(text, book, carrier)
        value = verb.value if verb.value is not Factuality.ASSERTED else value
        own, start = replace(verb, negated=own.negated or verb.negated), carrier
    layers = climb(text, book, start)
    carried = _carried(text, book, layers)
    if value in OPEN:
        value = carried.value
    for layer in layers:
        value = _through(book, value, layer, quad_class == 4)
    if value is Factuality.ASSERTED and _according_to(text, start):
        value = Factuality.REPORTED
    if value in OPEN | {Factuality.PLANNED, Factuality.HYPOTHETICAL} and _contingent(text, book, trigger):
        value = Factuality.CONDITIONAL
    ahead = _is_ahead(text, book, start, carried)
    conditional = own.conditional or is_under_condition(text, book, start)
    given = not is_verbal(text.tokens[start]) and is_given(text, start)
    if conditional and not given and value in OPEN | {Factuality.PLANNED, Factuality.HYPOTHETICAL}:
        value = Factuality.CONDITIONAL
    elif ahead and value in OPEN:
        value = Factuality.PLANNED
    notes = tuple(f"{text.tokens[layer.token].text}: {layer.entry.effect}" for layer in layers)
    if value is Factuality.CONDITIONAL and not own.conditional:
        notes += ("stands inside a condition, or inside what hangs on one",)
    return Presentation(
        factuality=value, layers=layers, negated=own.negated, future=own.future, obliged=own.obliged, ahead=ahead,
        conditional=conditional, notes=notes,
    )  # fmt: skip

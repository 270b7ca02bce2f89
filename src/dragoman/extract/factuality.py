"""How a text presents an event: negation, modality, hedges, and the words that embed it.

From the trigger the walk climbs to the root of the sentence and notes every embedding word on the way (innermost
first). The layers give the factuality, the attribution chain, and the acts that the embedding words are in themselves
("agreed to withdraw" is an agreement). Method: in the line of FactBank (Saurí and Pustejovsky 2009) and the implicative
signatures of Karttunen (2012), reduced to the ten values of :class:`Factuality`.
"""

from __future__ import annotations

from dataclasses import dataclass

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
AHEAD = frozenset({Factuality.PLANNED, Factuality.DEMANDED, Factuality.THREATENED})
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
        notes: one line each for ``explain``.
    """

    factuality: Factuality
    layers: tuple[Layer, ...]
    negated: bool = False
    future: bool = False
    obliged: bool = False
    notes: tuple[str, ...] = ()

    @property
    def is_negative(self) -> bool:
        """Whether the event is said not to have happened, or not to be going to."""
        return self.factuality in {Factuality.NEGATED, Factuality.DENIED}

    @property
    def is_future(self) -> bool:
        """Whether the event, if it comes about, lies in the future of its text."""
        return self.future or self.obliged or self.factuality in AHEAD

    @property
    def is_conditional(self) -> bool:
        """Whether the event stands in a condition or depends on one."""
        return self.factuality is Factuality.CONDITIONAL


def is_negated(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a verb or noun is negated by its own dependents ("not", "no", "never", "without")."""
    words = book.words["negators"]
    token = text.tokens[index]
    for below in dependents(text, index, "neg", "det", "advmod", "preconj", "cc"):
        if text.tokens[below].text.lower() == "longer" and child(text, below, "neg", "det", "advmod") is not None:
            return True
        if text.tokens[below].lemma in words or text.tokens[below].text.lower() in words:
            return text.tokens[below].dep != "cc" or text.tokens[below].lemma == "nor"
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


def _is_given(text: AnnotatedText, noun: int) -> bool:
    """Whether an event noun speaks of something that is taken for granted ("vowed to avenge *the killing*")."""
    return any(text.tokens[i].lemma in {"the", "this", "that"} for i in dependents(text, noun, "det")) or (
        child(text, noun, "poss") is not None
    )


def climb(text: AnnotatedText, book: Codebook, trigger: int) -> tuple[Layer, ...]:
    """Embedding words above a trigger, innermost first."""
    layers: list[Layer] = []
    current, adjunct = trigger, False
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if token.dep == "ROOT" or token.head == current or token.dep in {"relcl", "appos"}:
            break
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
            attach = "clause" if infinitive else ""
            if not infinitive or text.tokens[node].lemma not in {"call", "appeal", "move", "plan"}:
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
        if entry is None and token.dep == "acl" and token.tag in {"VBN", "VBG"}:
            break  # a participle tells what is taken for granted ("the hostages *held* by")
        if entry is not None and token.dep == "ccomp" and current < node and entry.effect not in REPORT_EFFECTS:
            entry = None  # a clause before its verb is reported by it or stands beside it, nothing else
        if entry is None and attach == "obj" and not is_verbal(token) and _is_given(text, current):
            adjunct = True
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
    current = trigger
    for _ in range(MAX_CLIMB):
        if any(text.tokens[b].text.lower() == "according" for b in text.children[current]):
            return True
        if text.tokens[current].head == current:
            return False
        current = text.tokens[current].head
    return False


def clause_of(text: AnnotatedText, index: int) -> int:
    """The verb of the clause a token stands in (the token itself if it is one)."""
    current = index
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if is_verbal(token) or token.head == current:
            return current
        current = token.head
    return current


def stands_in_condition(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether the clause of a verb is the "if" part of a condition or hangs on one."""
    marks = book.words["condition_markers"]
    inverted, subject = child(text, verb, "aux"), child(text, verb, "nsubj", "nsubjpass")
    if inverted is not None and subject is not None and inverted < subject and text.tokens[verb].dep == "advcl":
        return True  # "had Velmora attacked"
    for below in dependents(text, verb, "mark", "advmod"):
        if text.tokens[below].lemma in marks:
            return True
    negated = is_negated(text, book, verb)
    for clause in dependents(text, verb, "advcl", "prep"):
        inner = [clause, *text.children[clause]]
        words = {text.tokens[i].lemma for i in inner if text.tokens[i].dep in {"mark", "advmod", "prep"}}
        if words & {"if", "unless"} or (negated and "until" in words):
            return True
        # "only after", "only when"
        if "only" in words and words & {"after", "when", "if", "once"}:
            return True
    return False


def _contingent(text: AnnotatedText, book: Codebook, trigger: int) -> bool:
    """Whether a word such as "contingent" follows in the sentence and hangs on the trigger's phrase or clause."""
    above, current = {trigger}, trigger
    for _ in range(MAX_CLIMB):
        current = text.tokens[current].head
        above.add(current)
    last = text.sentences[text.tokens[trigger].sentence].last
    words = book.words["contingency_words"]
    return any(text.tokens[i].lemma in words and text.tokens[i].head in above for i in range(trigger + 1, last))


def _own_marks(text: AnnotatedText, book: Codebook, trigger: int) -> tuple[Factuality, bool, bool, bool]:
    """Factuality from the event's own clause: (value, negated, future, obliged)."""
    words = book.words
    token = text.tokens[trigger]
    value = Factuality.ASSERTED
    negated = is_negated(text, book, trigger)
    future = obliged = False
    below = dependents(text, trigger, "amod", "advmod", "compound")
    modifiers = {text.tokens[i].lemma for i in below} | {text.tokens[i].text.lower() for i in below}
    verb = trigger if is_verbal(token) or token.pos == "ADJ" else None
    if verb is None:
        if modifiers & words["allegation_adjectives"]:
            value = Factuality.ALLEGED
        elif modifiers & words["threat_adjectives"]:
            value = Factuality.THREATENED
        elif modifiers & words["plan_adjectives"]:
            value = Factuality.PLANNED
        elif modifiers & words["failed_adjectives"]:
            value = Factuality.NEGATED
    else:
        spoken = auxiliaries(text, verb)
        if token.pos == "ADJ" or (token.dep == "xcomp" and not spoken):
            copula = text.tokens[token.head]
            spoken = spoken or (auxiliaries(text, copula.i) if is_verbal(copula) else [])
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
        elif "to" in aux:
            future = token.dep in {"acl", "relcl", "ROOT"}
            value = Factuality.PLANNED if future or token.dep == "advcl" else value
        governor = text.tokens[token.head]
        if token.dep == "xcomp" and governor.lemma == "have" and "to" in aux:
            yet = any(text.tokens[i].lemma == "yet" for i in dependents(text, governor.i, "advmod"))
            value, negated, obliged = (Factuality.NEGATED, True, False) if yet else (Factuality.DEMANDED, negated, True)
        if stands_in_condition(text, book, verb):
            value = Factuality.CONDITIONAL
    if negated and value in {Factuality.ASSERTED, Factuality.ALLEGED, Factuality.PLANNED}:
        value = Factuality.NEGATED
    return value, negated, future, obliged


OPEN = frozenset({Factuality.ASSERTED, Factuality.REPORTED})


def _through(value: Factuality, layer: Layer, material_conflict: bool) -> Factuality:
    """What one layer makes of the factuality of the event below it."""
    effect = layer.entry.effect
    if layer.negated:
        if effect in {"commit", "plan", "permit", "demand", "want", "suppose", "threaten"}:
            return Factuality.NEGATED if value in OPEN | {Factuality.PLANNED, Factuality.THREATENED} else value
        if effect in {"deny", "refuse", "fail", "prevent"}:
            return value
        return Factuality.HYPOTHETICAL if value in OPEN and effect in REPORT_EFFECTS else value
    if effect == "deny":
        return Factuality.DENIED
    if effect in {"refuse", "fail", "prevent", "cease"}:
        return Factuality.NEGATED
    if effect == "report":
        return Factuality.REPORTED if value is Factuality.ASSERTED else value
    if effect in {"allege", "hedge"}:
        return Factuality.ALLEGED if value in OPEN else value
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


def present(
    text: AnnotatedText, book: Codebook, trigger: int, carrier: int | None = None, quad_class: int = 1
) -> Presentation:
    """Work out how the text presents the event of a trigger.

    Args:
        carrier: the light verb that carries the trigger ("*carry out* a strike"), whose marks count as the event's.
        quad_class: of the event; a promised act of material conflict (4) is threatened, not planned.
    """
    value, negated, future, obliged = _own_marks(text, book, trigger)
    start = trigger
    if carrier is not None:
        carried, negated_too, future, obliged = _own_marks(text, book, carrier)
        value = carried if carried is not Factuality.ASSERTED else value
        negated, start = negated or negated_too, carrier
    layers = climb(text, book, start)
    for layer in layers:
        value = _through(value, layer, quad_class == 4)
    if value is Factuality.ASSERTED and _according_to(text, start):
        value = Factuality.REPORTED
    if value in OPEN | {Factuality.PLANNED, Factuality.HYPOTHETICAL} and _contingent(text, book, trigger):
        value = Factuality.CONDITIONAL
    notes = tuple(f"{text.tokens[layer.token].text}: {layer.entry.effect}" for layer in layers)
    return Presentation(factuality=value, layers=layers, negated=negated, future=future, obliged=obliged, notes=notes)

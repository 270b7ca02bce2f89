"""What somebody asks for as the price of what they hold out: the condition of a conditional stance, as a demand.

"Velmora will sign only if *Kestria frees the pilots*" makes signing conditional, and it is a demand of Velmora.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.extract.arguments import Argument, Scene, side
from dragoman.extract.holders import actor_ids, political, subject_holders
from dragoman.extract.issues import Issue, verb_issue
from dragoman.extract.marks import is_negated
from dragoman.extract.polarity import condition_of
from dragoman.extract.roles import subject_actors
from dragoman.extract.stances import Stand
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import auxiliaries, dependents, is_passive, is_verbal

PRICES = frozenset({"if", "unless", "until", "till", "only after", "once", "provided", "providing", "as long as"})
HELD_OUT = frozenset({Stance.CONDITIONAL, Stance.OFFERS, Stance.OPPOSES})


def find_preconditions(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> Iterator[Stand]:
    """Demands that stand in the conditions of stances, in the order of these stances."""
    text = scene.text
    taken = {stand.token for stand in stands}
    for stand in stands:
        if stand.stance not in HELD_OUT:
            continue
        for marker, clause in _conditions(text, stand):
            if clause in taken or (marker == "if" and not _is_price(text, stand, clause)):
                continue
            taken.add(clause)
            yield from _demands(scene, book, stand.holders, marker, stand.token, clause)


def find_ultimatums(scene: Scene, book: Codebook) -> Iterator[Stand]:
    """What a party would have done by the other: "will let the licence expire *unless Kestria allows* a vote"."""
    text = scene.text
    for token in text.tokens:
        clause = token.head
        if token.lemma != "unless" or token.dep != "mark" or not is_verbal(text.tokens[clause]):
            continue
        verb = text.tokens[clause].head
        for _ in range(3):
            if {"will", "would", "could", "may", "might", "'ll"} & set(auxiliaries(text, verb)):
                break
            verb = text.tokens[verb].head
        else:
            continue
        holders = subject_holders(scene, book, verb)
        if not holders or is_negated(text, book, verb):
            continue
        yield from _demands(scene, book, holders, "unless", verb, clause)


def _is_price(text: AnnotatedText, stand: Stand, clause: int) -> bool:
    """Whether an "if" names a price: of an offer, or as "only if"; else it may be a threat ("will return if ...")."""
    only = any(text.tokens[i].lemma == "only" for i in dependents(text, clause, "advmod"))
    return stand.stance is Stance.OFFERS or (only and stand.stance is Stance.CONDITIONAL)


def _conditions(text: AnnotatedText, stand: Stand) -> Iterator[tuple[str, int]]:
    """The conditions of a stance, of what it is about, and of the verb that reports it, where the parser puts some."""
    inner = [b for b in dependents(text, stand.token, "xcomp", "ccomp") if is_verbal(text.tokens[b])]
    deeper = [b for verb in inner for b in dependents(text, verb, "xcomp", "ccomp") if is_verbal(text.tokens[b])]
    verb = stand.token
    if not is_verbal(text.tokens[verb]) and text.tokens[verb].dep in {"acomp", "dobj"}:
        verb = text.tokens[verb].head  # "remained *willing* to"
    hosts = [stand.token, *inner, *deeper, verb]
    if text.tokens[verb].dep == "ccomp":
        hosts.append(text.tokens[verb].head)
    for host in dict.fromkeys(hosts):
        found = condition_of(text, host)
        if found is None or found[0] not in PRICES:
            continue
        marker, clause = found
        if not is_verbal(text.tokens[clause]) or text.tokens[clause].dep == "prep":
            below = [b for b in dependents(text, clause, "pcomp", "ccomp", "advcl") if is_verbal(text.tokens[b])]
            yield from ((marker, b) for b in below[:1])
        elif text.tokens[clause].lemma in {"provide", "assume"}:
            yield from ((marker, b) for b in dependents(text, clause, "ccomp")[:1])
        else:
            yield marker, clause


def _joined(text: AnnotatedText, verb: int) -> list[int]:
    """Clauses joined to a condition by "and"."""
    found = [b for b in dependents(text, verb, "conj") if is_verbal(text.tokens[b])]
    return [*found, *(inner for b in found for inner in _joined(text, b))]


def _demands(
    scene: Scene, book: Codebook, holders: Sequence[Argument], marker: str, token: int, clause: int
) -> Iterator[Stand]:
    for verb in (clause, *_joined(scene.text, clause)):
        about, refused = _wanted(scene, book, holders, verb, clause)
        if about is not None:
            stance = Stance.OPPOSES if refused else Stance.DEMANDS
            yield Stand(
                token=verb, also=(token,), holders=tuple(holders), about=about, stance=stance,
                strength=Strength.PLAIN, rule=f"{stance}/price/{marker}",
            )  # fmt: skip


def _wanted(
    scene: Scene, book: Codebook, holders: Sequence[Argument], verb: int, clause: int
) -> tuple[Issue | None, bool]:
    """What a clause of a condition asks of others, and whether it asks them not to do it."""
    text = scene.text
    own = {side(a) for a in holders} | {a.actor.id for a in holders}
    doers = political(subject_actors(scene, verb)) or political(subject_actors(scene, clause))
    if not doers and not (is_passive(text, verb) and _is_deed(text, book, verb)):
        return None, False
    if any(_is_one_of(a, own) for a in doers) and verb == clause:
        return None, False
    about = verb_issue(scene, book, verb, actor_ids(holders))
    if about is None or about.pronoun:
        return None, False
    return about, about.negated or is_negated(text, book, verb)


def _is_one_of(argument: Argument, own: set[str]) -> bool:
    return argument.actor.id in own or side(argument) in own


def _is_deed(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a passive names something a party does for another ("until the blockade *is lifted*")."""
    lemma = text.tokens[verb].lemma
    return lemma in book.words["conceding_verbs"] or lemma in book.nominals

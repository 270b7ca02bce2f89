"""What pronouns and bare nouns stand for in an issue: "welcomed *it*", "criticised *the decision*", "*the plan*"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.arguments import Scene
from dragoman.extract.holders import actor_ids
from dragoman.extract.issues import Issue, noun_issue, verb_issue, written_as
from dragoman.extract.stances import Stand
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, child, dependents, is_verbal, subtree

PROMINENCE = {"nsubj": 0, "nsubjpass": 0, "dobj": 1, "conj": 2, "pobj": 2}
"""Subjects are taken up by a pronoun before objects, these before what stands behind a preposition."""
TAKING_UP = frozenset({"appos", "npadvmod", "dobj", "attr", "dep", "oprd"})
"""Where the parser hangs an apposition to a whole clause."""
PUT_FORWARD = frozenset({Stance.OFFERS, Stance.DEMANDS, Stance.SEEKS, Stance.CONDITIONAL})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
FAR = 600
"""Tokens back in which the words a bare noun was introduced with are looked for."""
CLAUSE_WORDS = 10
LOOK_BACK = 2
"""Sentences back in which the noun of a pronoun is looked for."""


def resolved(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> Iterator[Stand]:
    """Stances with the issues their pronouns stand for; those whose issue is not found are left out."""
    earlier: list[Stand] = []
    for stand in stands:
        about: Issue | None = stand.about
        if stand.about.pronoun:
            about = _antecedent(scene, book, stand, earlier)
        elif stand.about.inner is not None:
            about = _filled(scene, book, stand, earlier)
        else:
            about = (
                _taken_up(scene, book, stand, earlier)
                or _deed(scene, book, stand, earlier)
                or _idea(scene, book, stand, earlier)
                or _fuller(scene, book, _content(scene, book, stand))
            )
        if about is None:
            continue
        done = replace(stand, about=about)
        earlier.append(done)
        yield done


def _antecedent(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """The issue a pronoun stands for: the last one spoken of, or the last plan or agreement named before."""
    text = scene.text
    at = stand.about.head
    if text.tokens[at].lemma in {"that", "this"} and stand.stance is Stance.OPPOSES:
        wanted = _put_forward(scene, stand, earlier)
        if wanted is not None:
            return wanted
    last = _last_stand(text, earlier, at)
    noun = _last_proposal(scene, book, at)
    if last is not None and (
        noun is None
        or last.about.head >= noun
        or last.about.head in _chain(text, noun)
        or text.tokens[noun].sentence == text.tokens[last.token].sentence
    ):
        return replace(last.about, negated=stand.about.negated)
    return noun_issue(scene, book, noun) if noun is not None else None


def _last_stand(text: AnnotatedText, earlier: Sequence[Stand], at: int) -> Stand | None:
    """The stance spoken of last; of several in a sentence before, the one of its main clause."""
    sentence = text.tokens[at].sentence
    near = [e for e in earlier if max(e.about.tokens) < at and sentence - text.tokens[e.token].sentence <= LOOK_BACK]
    if not near:
        return None
    latest = max(text.tokens[e.token].sentence for e in near)
    near = [e for e in near if text.tokens[e.token].sentence == latest]
    return near[-1] if latest == sentence else min(near, key=lambda e: (_depth(text, e.token), -e.token))


def _depth(text: AnnotatedText, index: int) -> int:
    """Steps up to the root."""
    steps, current = 0, index
    while text.tokens[current].head != current and steps < MAX_CLIMB:
        steps, current = steps + 1, text.tokens[current].head
    return steps


def _chain(text: AnnotatedText, index: int) -> set[int]:
    found, current = {index}, index
    for _ in range(6):
        current = text.tokens[current].head
        found.add(current)
    return found


def _last_proposal(scene: Scene, book: Codebook, at: int) -> int | None:
    """The last noun for a plan, an agreement or something proposed, within some sentences."""
    text = scene.text
    first = text.sentences[max(text.tokens[at].sentence - LOOK_BACK, 0)].first
    nouns = book.classes["PROPOSAL"] | book.classes["AGREEMENT"] | book.classes["CEASEFIRE"] | book.classes["LAW"]
    best: tuple[int, int, int] | None = None
    for index in range(at - 1, first - 1, -1):
        token = text.tokens[index]
        if best is not None and token.sentence != text.tokens[best[2]].sentence:
            break
        if (
            token.pos not in {"NOUN", "PROPN"}
            or token.dep in {"compound", "nmod", "poss", "oprd", "attr"}
            or index in scene.by_head
        ):
            continue
        proposed = any(
            text.tokens[i].lemma in book.words["proposing_verbs"] and i > index
            for i in dependents(text, index, "relcl", "acl")
        )
        if token.lemma in nouns or proposed:
            rank = PROMINENCE.get(token.dep, len(PROMINENCE))
            best = min(best or (99, 99, index), (rank, _depth(text, index), index))
    return best[2] if best is not None else None


def _filled(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """An issue with the noun for the pronoun inside it: "discussing *the border commission*"."""
    inner = stand.about.inner
    if inner is None:
        return stand.about
    mention = scene.by_head.get(inner)
    pointer = noun_issue(scene, book, inner)
    found = _antecedent(scene, book, replace(stand, about=pointer), earlier) if pointer is not None else None
    if found is None:
        if mention is None:
            return None
        name = " and ".join(actor.name for actor in mention.actors)
        return replace(stand.about, text=_with(scene, stand.about, inner, name), inner=None)
    return replace(
        stand.about, text=_with(scene, stand.about, inner, found.text), inner=None, refers=found.refers or found.head
    )


def _with(scene: Scene, about: Issue, inner: int, words: str) -> str:
    written = scene.text.tokens[inner].text
    parts = about.text.split(" ")
    if written in parts:
        parts[parts.index(written)] = words
    return " ".join(parts)


def _taken_up(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """What an apposition takes up: "offered to free the pilots, *an offer* that Kestria dismissed"."""
    text, head = scene.text, scene.text.tokens[stand.about.head]
    if head.dep not in TAKING_UP or head.lemma not in book.words["taking_up_nouns"]:
        return None
    if head.dep != "appos":
        first = min(subtree(text, head.i))
        if text.tokens[first].lemma != "a" and text.tokens[first].text.lower() != "an":
            return None
        if first == 0 or text.tokens[first - 1].text != ",":
            return None
    before = [e for e in earlier if text.tokens[e.token].sentence == head.sentence and e.token < head.i]
    return replace(before[-1].about, negated=stand.about.negated) if before else None


def _idea(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """What "the idea" is: what somebody else has just asked for or offered, where no idea was named before."""
    text, about = scene.text, stand.about
    head = text.tokens[about.head]
    definite = {text.tokens[i].lemma for i in dependents(text, head.i, "det")} & DEFINITE
    if not definite or head.lemma not in book.words["taking_up_nouns"] or len(about.tokens) > 2:
        return None
    fuller = _fuller(scene, book, _content(scene, book, stand))
    if fuller.text != about.text or head.lemma in book.classes["AGREEMENT"]:
        return fuller
    return _put_forward(scene, stand, earlier)


def _put_forward(scene: Scene, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """What another party has asked for or held out last, a condition of its own included."""
    text = scene.text
    head = text.tokens[stand.about.head]
    own = actor_ids(stand.holders)
    near = [e for e in earlier if 0 <= head.sentence - text.tokens[e.token].sentence <= LOOK_BACK and e.token < head.i]
    near = [e for e in near if e.stance in PUT_FORWARD and not own & actor_ids(e.holders)]
    return replace(near[-1].about, negated=stand.about.negated) if near else None


def _deed(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """What "the decision" was: the stance of another party that the text has just told of."""
    text = scene.text
    about = stand.about
    head = text.tokens[about.head]
    definite = any(text.tokens[i].lemma in {"the", "this", "that"} for i in dependents(text, about.head, "det"))
    if head.lemma not in book.words["event_nouns"] or not definite or len(about.tokens) > 2:
        return None
    own = actor_ids(stand.holders)
    for other in reversed(earlier):
        if head.sentence - text.tokens[other.token].sentence > 2 * LOOK_BACK:
            return None
        spoken = "will" not in other.rule and other.stance in {Stance.OPPOSES, Stance.SUPPORTS}
        if spoken and not own & actor_ids(other.holders):
            who = other.holders[0].actor.name
            return replace(about, text=f"{head.text} of {who} on {other.about.text}")
    return None


def _content(scene: Scene, book: Codebook, stand: Stand) -> Issue:
    """What a bare plan that is offered holds: "sent a plan *under which both armies would leave*"."""
    text, about = scene.text, stand.about
    if stand.stance is not Stance.OFFERS or is_verbal(text.tokens[about.head]) or len(about.tokens) > 2:
        return about
    for clause in dependents(text, about.head, "relcl"):
        under = [i for i in dependents(text, clause, "prep") if text.tokens[i].lemma == "under"]
        if under:
            held = verb_issue(scene, book, clause, stop=under)
            if held is not None:
                return replace(held, head=about.head, refers=about.head)
    return about


def _fuller(scene: Scene, book: Codebook, about: Issue) -> Issue:
    """A bare noun with the words it was introduced with: "the plan" is the "three-phase plan" named before."""
    text = scene.text
    if len(about.tokens) > 2 or is_verbal(text.tokens[about.head]):
        return about
    if any(i != about.head and text.tokens[i].dep != "det" for i in about.tokens) or " " in about.text:
        return about
    held = _held_by(scene, book, about.head)
    if held is not None:
        return replace(about, text=held)
    if not {text.tokens[i].lemma for i in dependents(text, about.head, "det")} & DEFINITE:
        return about
    lemma = text.tokens[about.head].lemma
    for index in range(about.head - 1, max(about.head - FAR, -1), -1):
        token = text.tokens[index]
        if token.lemma != lemma or token.tag != text.tokens[about.head].tag or token.dep == "compound":
            continue
        front = [
            i for i in text.children[index] if i < index and text.tokens[i].dep in {"amod", "compound", "nmod", "poss"}
        ]
        if front:
            span = list(range(min(_leftmost(text, i) for i in front), index + 1))
            words = written_as(text, span)
            if words:
                return replace(about, text=words)
        held = _held_by(scene, book, index) or _qualified(scene, book, index)
        if held is not None:
            return replace(about, text=held)
    return about


def _qualified(scene: Scene, book: Codebook, noun: int) -> str | None:
    """A noun with the phrase behind it: "duties *on steel*"; amounts ("of up to 3 percent") are left out."""
    text = scene.text
    amounts = [
        b
        for b in dependents(text, noun, "prep")
        if any(
            child(text, i, "nummod", "quantmod") is not None or text.tokens[i].pos == "NUM" for i in text.children[b]
        )
    ]
    if len(dependents(text, noun, "prep")) == len(amounts):
        return None
    named = noun_issue(scene, book, noun, amounts)
    return named.text if named is not None and len(named.tokens) <= CLAUSE_WORDS else None


def _held_by(scene: Scene, book: Codebook, noun: int) -> str | None:
    """A bare noun with what it holds: "a clause *that would ban imports*" is a "clause on banning imports"."""
    text = scene.text
    for clause in dependents(text, noun, "relcl"):
        finite = text.tokens[clause].tag in {"VBD", "VBZ", "VBP"} and child(text, clause, "nsubj") == noun + 1
        if finite and text.tokens[noun + 1].tag == "WDT":
            tokens = [noun, *(i for i in subtree(text, clause) if i > noun)]
            return written_as(text, tokens[:CLAUSE_WORDS])  # "a text *that names one side*"
    for clause in dependents(text, noun, "acl"):
        finite = text.tokens[clause].tag in {"VBD", "VBZ", "VBP"} and child(text, clause, "nsubj") is None
        if finite and child(text, clause, "mark") == noun + 1 and text.tokens[noun + 1].lemma == "that":
            return written_as(text, [noun, *(i for i in subtree(text, clause) if i > noun)][:CLAUSE_WORDS])
    for clause in dependents(text, noun, "relcl", "acl"):
        relative = any(text.tokens[i].lemma in {"that", "which"} for i in dependents(text, clause, "nsubj"))
        if text.tokens[clause].tag == "VB" and (relative or text.tokens[clause].dep == "acl"):
            purpose = verb_issue(scene, book, clause)
            if purpose is not None and not purpose.pronoun:
                return f"{text.tokens[noun].text} on {purpose.text}"
    return None


def _leftmost(text: AnnotatedText, index: int) -> int:
    left = index
    for below in text.children[index]:
        if below < index:
            left = min(left, _leftmost(text, below))
    return left

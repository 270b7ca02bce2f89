"""Finds triggers: tokens whose lemma has a frame whose constraints hold in the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.extract.arguments import Scene, is_generic_mention, mention_at
from dragoman.model.codebook import Codebook, Constraint, Frame
from dragoman.model.text import Token
from dragoman.syntax import (
    VERB_TAGS,
    auxiliaries,
    dependents,
    is_passive,
    is_verbal,
    objects,
    particle,
    phrase,
    prepositions,
    subjects,
    with_conjuncts,
)

ACTOR = "ACTOR"
ANY = "ANY"
NONE = "NONE"
SKIPPED_NOUN_LABELS = frozenset({"compound", "nmod", "npadvmod", "amod", "poss"})
"""A noun in these places qualifies another one ("attack plan") and carries no event of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A token and the frame it matched."""

    token: int
    frame: Frame


def frame_pos(token: Token) -> str:
    """``v``, ``n`` or ``a`` for a token that may be a trigger, else the empty string."""
    if token.pos == "VERB" and token.tag == "VBN" and token.dep in {"acomp", "oprd"}:
        return "a"
    if token.pos in {"VERB", "AUX"} or (token.tag in VERB_TAGS and token.pos != "ADJ"):
        return "" if token.dep in {"aux", "auxpass", "amod", "prep", "compound"} else "v"
    if token.pos in {"NOUN", "PROPN"}:
        return "" if token.dep in SKIPPED_NOUN_LABELS else "n"
    if token.pos == "ADJ":
        return "a" if token.dep in {"acomp", "ROOT", "attr", "oprd", "conj", "ccomp", "xcomp", "acl", "advcl"} else ""
    return ""


def _one_of(scene: Scene, indices: list[int], values: frozenset[str]) -> bool:
    if NONE in values and not indices:
        return True
    for index in indices:
        for member in with_conjuncts(scene.text, index):
            if scene.text.tokens[member].lemma in values or (ANY in values):
                return True
            if ACTOR in values and mention_at(scene, member) is not None:
                return True
    return False


def _clausal(scene: Scene, index: int) -> list[int]:
    heads = dependents(scene.text, index, "xcomp", "ccomp", "acl", "oprd")
    if not is_verbal(scene.text.tokens[index]):
        # "its vow to destroy": an infinitive behind a noun is often labelled a relative clause
        heads += [b for b in dependents(scene.text, index, "relcl") if "to" in auxiliaries(scene.text, b)]
    return [member for head in heads for member in with_conjuncts(scene.text, head)]


def _argument_words(scene: Scene, index: int) -> Iterator[str]:
    """Lemmas in the noun phrases of a trigger's arguments."""
    text = scene.text
    heads = objects(text, index) if is_verbal(text.tokens[index]) else []
    heads = (
        heads
        + [inner for _, inner in prepositions(text, index)]
        + dependents(text, index, "dobj", "attr", "oprd", "acomp")
    )
    for head in heads:
        for member in with_conjuncts(text, head):
            for inner in phrase(text, member):
                yield text.tokens[inner].lemma


def _particle(scene: Scene, index: int, values: frozenset[str]) -> bool:
    if particle(scene.text, index) in values:
        return True
    loose = dependents(scene.text, index, "advmod", "prep", "prt", "acomp", "oprd")
    return any(scene.text.tokens[i].lemma in values for i in loose)


def _modifier(scene: Scene, index: int, values: frozenset[str]) -> bool:
    below = dependents(scene.text, index, "amod", "compound", "nmod", "poss", "advmod", "quantmod", "nummod")
    return any(scene.text.tokens[i].lemma in values for i in below)


def has_subjunctive(scene: Scene, index: int) -> bool:
    """Whether a clause in the bare form tells what shall be ("insists that Kestria *open* the road")."""
    return any(_is_bare(scene, clause) for clause in dependents(scene.text, index, "ccomp"))


def _is_bare(scene: Scene, verb: int) -> bool:
    """Whether a verb is in the bare form: by its tag, or by its subject ("Kestria *open*")."""
    text = scene.text
    if text.tokens[verb].tag not in {"VB", "VBP"} or dependents(text, verb, "aux"):
        return False
    heads = dependents(text, verb, "nsubj", "nsubjpass")
    singular = any(text.tokens[i].tag in {"NN", "NNP"} and not dependents(text, i, "conj") for i in heads)
    return bool(heads) and (text.tokens[verb].tag == "VB" or singular)


CHECKS: Mapping[str, Callable[[Scene, int, frozenset[str]], bool]] = {
    "prt": _particle,
    "prep": lambda scene, index, values: any(
        prep in values and inner not in scene.timed for prep, inner in prepositions(scene.text, index)
    ),
    "obj": lambda scene, index, values: _one_of(scene, _objects(scene, index), values),
    "subj": lambda scene, index, values: _one_of(scene, subjects(scene.text, index), values),
    "comp": lambda scene, index, values: _one_of(scene, _clausal(scene, index), values),
    "has": lambda scene, index, values: any(word in values for word in _argument_words(scene, index)),
    "mod": _modifier,
    "bare": lambda scene, index, values: has_subjunctive(scene, index) == ("yes" in values),
    "pred": lambda scene, index, values: bool(dependents(scene.text, index, "oprd")) and "ANY" in values,
    "pass": lambda scene, index, values: is_passive(scene.text, index) == ("yes" in values),
}


def _objects(scene: Scene, index: int) -> list[int]:
    token = scene.text.tokens[index]
    return objects(scene.text, index) if is_verbal(token) else []


def holds(scene: Scene, index: int, constraint: Constraint) -> bool:
    """Whether one constraint of a frame holds at a token.

    Raises:
        ValueError: the table names a kind of constraint that does not exist.
    """
    key, _, detail = constraint.key.partition(":")
    if key == "pobj":
        inner = [to for prep, to in prepositions(scene.text, index) if prep == detail]
        return bool(inner) and _one_of(scene, inner, constraint.values)
    check = CHECKS.get(key)
    if check is None:
        raise ValueError(f"unknown constraint {constraint.key!r} in a frame")
    return check(scene, index, constraint.values)


def gerund_lemmas(scene: Scene, index: int) -> tuple[str, ...]:
    """Verb lemmas of a gerund that the tagger took for an adjective ("interest in *normalizing* relations")."""
    tokens = scene.text.tokens
    token = tokens[index]
    if token.dep != "amod" or not token.text.endswith("ing") or index == 0:
        return ()
    if tokens[index - 1].tag not in {"IN", "TO"} and not _follows_its_verb(scene, index):
        return ()
    stem = token.text.lower().removesuffix("ing")
    return (token.lemma, stem, f"{stem}e")


def _follows_its_verb(scene: Scene, index: int) -> bool:
    """Whether a gerund stands right behind the verb whose object its phrase is ("denied *attacking* civilians")."""
    tokens = scene.text.tokens
    noun = tokens[tokens[index].head]
    return noun.dep == "dobj" and noun.head == index - 1 and is_verbal(tokens[index - 1])


def _gerund(scene: Scene, index: int, book: Codebook) -> Trigger | None:
    behind = _follows_its_verb(scene, index)
    head = scene.text.tokens[scene.text.tokens[index].head].lemma
    for lemma in gerund_lemmas(scene, index):
        for frame in book.frames.get((lemma, "v"), ()):
            wanted = [constraint for constraint in frame.when if constraint.key == "obj"]
            named = len(wanted) == len(frame.when) and all(head in c.values or ANY in c.values for c in wanted)
            if named and (wanted or behind):
                return Trigger(token=index, frame=frame)
    return None


def find_triggers(scene: Scene, book: Codebook) -> Iterator[Trigger]:
    """Triggers in text order, each with its most specific frame that holds, readings that are no event included."""
    frames, tokens = book.frames, scene.text.tokens
    gerunds = [token.i for token in tokens if token.dep == "amod" and token.text.endswith("ing")]
    for index in sorted({*scene.text.index.holding(book.heads["frames"]), *gerunds}):
        token = tokens[index]
        pos = frame_pos(token)
        if not pos:
            found = _gerund(scene, index, book) if token.dep == "amod" else None
            if found is not None:
                yield found
            continue
        candidates = frames.get((token.lemma, pos)) or (
            (frames.get((token.text.lower(), pos)) or frames.get((token.lemma, "v"))) if pos == "a" else None
        )
        if candidates is None:
            continue
        named = pos == "n" and token.i in scene.by_token
        if named and not is_generic_mention(scene.by_token[token.i]):
            continue
        for frame in candidates:
            if named and not frame.when:
                continue
            if all(holds(scene, token.i, constraint) for constraint in frame.when):
                yield Trigger(token=token.i, frame=frame)
                break

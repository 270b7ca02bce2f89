"""Finds triggers: tokens whose lemma has a frame whose constraints hold in the tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


def _filled(scene: Scene, indices: Sequence[int]) -> frozenset[str]:
    """The lemmas in one place of a trigger, with ``ANY`` and ``ACTOR`` where they hold; ``NONE`` if it is empty."""
    text = scene.text
    members = [member for index in indices for member in with_conjuncts(text, index)]
    if not members:
        return frozenset({NONE})
    words = {text.tokens[member].lemma for member in members} | {ANY}
    if any(mention_at(scene, member) is not None for member in members):
        words.add(ACTOR)
    return frozenset(words)


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


def _particles(scene: Scene, index: int) -> Iterator[str]:
    yield particle(scene.text, index)
    for loose in dependents(scene.text, index, "advmod", "prep", "prt", "acomp", "oprd"):
        yield scene.text.tokens[loose].lemma


def _modifiers(scene: Scene, index: int) -> Iterator[str]:
    for below in dependents(scene.text, index, "amod", "compound", "nmod", "poss", "advmod", "quantmod", "nummod"):
        yield scene.text.tokens[below].lemma


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


WORDS: Mapping[str, Callable[[Scene, int], Iterable[str]]] = {
    "prt": _particles,
    "prep": lambda scene, index: (prep for prep, inner in prepositions(scene.text, index) if inner not in scene.timed),
    "obj": lambda scene, index: _filled(scene, _objects(scene, index)),
    "subj": lambda scene, index: _filled(scene, subjects(scene.text, index)),
    "comp": lambda scene, index: _filled(scene, _clausal(scene, index)),
    "has": _argument_words,
    "mod": _modifiers,
}
"""Constraints that ask for one of some words, and the words that stand there."""
CHECKS: Mapping[str, Callable[[Scene, int, frozenset[str]], bool]] = {
    "bare": lambda scene, index, values: has_subjunctive(scene, index) == ("yes" in values),
    "pred": lambda scene, index, values: bool(dependents(scene.text, index, "oprd")) and "ANY" in values,
    "pass": lambda scene, index, values: is_passive(scene.text, index) == ("yes" in values),
}
KEYS = frozenset({*WORDS, *CHECKS})
"""Constraints that a frame may have, besides ``pobj:`` with a preposition."""


def _objects(scene: Scene, index: int) -> list[int]:
    token = scene.text.tokens[index]
    return objects(scene.text, index) if is_verbal(token) else []


class Surroundings:
    """A token with the words around it that frames ask for, each place looked at once for all frames of the token."""

    __slots__ = ("index", "scene", "words")

    def __init__(self, scene: Scene, index: int) -> None:
        self.scene = scene
        self.index = index
        self.words: dict[str, frozenset[str]] = {}

    def holds(self, constraint: Constraint) -> bool:
        """Whether one constraint of a frame holds.

        Raises:
            ValueError: the table names a kind of constraint that does not exist.
        """
        check = CHECKS.get(constraint.key)
        if check is not None:
            return check(self.scene, self.index, constraint.values)
        words = self.words.get(constraint.key)
        if words is None:
            words = self.words[constraint.key] = self._at(constraint.key)
        return not words.isdisjoint(constraint.values)

    def _at(self, key: str) -> frozenset[str]:
        """The words in one place."""
        find = WORDS.get(key)
        if find is not None:
            return frozenset(find(self.scene, self.index))
        place, _, preposition = key.partition(":")
        if place != "pobj":
            raise ValueError(f"unknown constraint {key!r} in a frame")
        inner = [to for prep, to in prepositions(self.scene.text, self.index) if prep == preposition]
        return _filled(self.scene, inner) if inner else frozenset()


def holds(scene: Scene, index: int, constraint: Constraint) -> bool:
    """Whether one constraint of a frame holds at a token.

    Raises:
        ValueError: the table names a kind of constraint that does not exist.
    """
    return Surroundings(scene, index).holds(constraint)


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
        around = Surroundings(scene, index)
        for frame in candidates:
            if named and not frame.when:
                continue
            if all(map(around.holds, frame.when)):
                yield Trigger(token=token.i, frame=frame)
                break

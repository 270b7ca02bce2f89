"""The two sides of a condition, in tokens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.extract.arguments import Scene
from dragoman.extract.condition_tests import is_guess
from dragoman.extract.wording import QUOTES, SUBJECT_LABELS, Piece, clause_tokens, trimmed
from dragoman.model.codebook import ConditionMarker
from dragoman.model.facts import Join
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, subjects


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What depends on what, in tokens.

    Attributes:
        marker: the words that make it a condition.
        consequent, antecedents: the two sides.
        join: how the antecedents go together.
        entry: the row of the table.
        timed: true where a day is named by which it must be so.
        guess: true where the words only say what may come of it ("could", "may").
    """

    marker: tuple[int, ...]
    consequent: Piece
    antecedents: tuple[Piece, ...]
    join: Join = Join.ALL
    entry: ConditionMarker
    timed: bool = False
    guess: bool = False


def split_join(text: AnnotatedText, head: int, verbal: bool) -> tuple[list[int], Join]:
    """A head and what is coordinated with it, and how: ANY where an "or" joins them."""
    members, stack, join = [], [head], Join.ALL
    while stack:
        current = stack.pop()
        members.append(current)
        for below in text.children[current]:
            token = text.tokens[below]
            if token.dep == "conj" and is_verbal(token) == verbal:
                stack.append(below)
            elif token.dep == "cc" and token.lemma == "or":
                join = Join.ANY
    return sorted(members), join if len(members) > 1 else Join.ALL


def clause_pieces(text: AnnotatedText, verb: int, skip: frozenset[int], after: int) -> tuple[tuple[Piece, ...], Join]:
    """The clauses of an antecedent behind its marker: one for each coordinated verb."""
    members, join = split_join(text, verb, verbal=True)
    pieces = []
    for member in members:
        leave = {other for other in members if other != member} | skip
        tokens = trimmed(text, [i for i in clause_tokens(text, member, leave) if i > after])
        own = child(text, member, *SUBJECT_LABELS, "expl")
        owner = None
        if own is None:
            owner = next(iter(subjects(text, member)), None) or child(text, verb, *SUBJECT_LABELS)
        if tokens:
            pieces.append(Piece(head=member, tokens=tokens, owner=owner))
    return tuple(pieces), join


def noun_pieces(
    text: AnnotatedText, noun: int, skip: frozenset[int] = frozenset(), strays: list[int] | None = None
) -> tuple[tuple[Piece, ...], Join]:
    """The noun phrases of an antecedent: one for each coordinated noun."""
    members, join = split_join(text, noun, verbal=is_verbal(text.tokens[noun]))
    members += strays or []
    if strays and any(text.tokens[i].lemma == "or" for i in range(noun, strays[-1])):
        join = Join.ANY
    found = []
    for member in members:
        tokens = clause_tokens(text, member, {other for other in members if other != member} | skip)
        if tokens:
            found.append(Piece(head=member, tokens=tokens))
    return tuple(found), join


def stray_conjuncts(text: AnnotatedText, marker: tuple[int, ...], inner: int) -> list[int]:
    """Nouns behind an antecedent that the parser joined to a word before the marker, across it."""
    last = text.sentences[text.tokens[inner].sentence].last
    return [
        i
        for i in range(inner + 1, last)
        if text.tokens[i].dep == "conj"
        and text.tokens[i].head < marker[0]
        and not is_verbal(text.tokens[i])
        and not any(is_verbal(text.tokens[k]) for k in range(inner + 1, i))
    ]


def consequent_piece(scene: Scene, head: int, skip: frozenset[int], reading: str = "") -> Piece | None:
    """The side that depends, without the antecedent and the marker."""
    text = scene.text
    marked = {b for b in dependents(text, head, "mark") if text.tokens[b].lemma == "that"}
    tokens = _whole(text, head, clause_tokens(text, head, skip | marked))
    if not tokens:
        return None
    own = child(text, head, *SUBJECT_LABELS)
    owner = None
    if is_verbal(text.tokens[head]) and own is None and child(text, head, "expl") is None:
        owner = next(iter(subjects(text, head)), None)
    return Piece(head=head, tokens=tokens, reading=reading, owner=owner)


def _whole(text: AnnotatedText, head: int, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Tokens without scraps that the antecedent cuts off ("will leave when it is open *and not a day sooner*")."""
    runs: list[list[int]] = []
    for i in tokens:
        if runs and runs[-1][-1] + 1 == i:
            runs[-1].append(i)
        else:
            runs.append([i])
    kept = [run for run in runs if head in run or not _is_scrap(text, run)]
    return trimmed(text, [i for run in kept for i in run])


def _is_scrap(text: AnnotatedText, run: list[int]) -> bool:
    words = [i for i in run if text.tokens[i].pos != "PUNCT" and text.tokens[i].text not in QUOTES]
    return not words or text.tokens[words[0]].dep == "cc" or all(text.tokens[i].pos in {"ADP", "ADV"} for i in words)


def _has_thing(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause has an object that "it" may stand for as well as for a party."""
    return any(text.tokens[i].tag == "NN" for i in dependents(text, verb, "dobj", "nsubjpass"))


def make_link(
    scene: Scene,
    entry: ConditionMarker,
    marker: tuple[int, ...],
    main: int,
    pieces: tuple[Piece, ...],
    join: Join,
    skip: frozenset[int],
) -> Link | None:
    """The link of a main verb or noun and its antecedents, with the reading of the row applied."""
    text = scene.text
    reading = entry.reading
    consequent = consequent_piece(scene, main, skip, reading if reading in {"affirm", "end", "resume"} else "")
    if consequent is None or not pieces:
        return None
    if reading == "without":
        pieces = tuple(replace(piece, reading="without") for piece in pieces)
        join = Join.ALL if join is Join.ANY else Join.ANY if len(pieces) > 1 else join
    if reading == "swap":
        if len(pieces) > 1:
            return None
        consequent, pieces, join = pieces[0], (consequent,), Join.ALL
    guess = reading != "affirm" and is_guess(text, main)
    if _has_thing(text, main):
        pieces = tuple(replace(piece, names=False) for piece in pieces)
    return Link(marker=marker, consequent=consequent, antecedents=pieces, join=join, entry=entry, guess=guess)

"""What the tree says about how one span of a sentence feels towards another, as features without names.

Every feature is of an ordered pair: the one who may hold the tone, and the one it may be towards. Words of names
(proper nouns, words in capitals) are never features, so that swapping two names mirrors every result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.extract.arguments import Scene
from dragoman.extract.marks import is_negated
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText, Token
from dragoman.syntax import MAX_CLIMB, is_verbal, subjects, subtree

CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "INTJ"})
SHORT_PATH = 4
"""Edges up to which a path between the two is a feature as a whole."""
NEAR = 6
"""Words after the second span that count as near it."""
POLAR = {"+": "good", "-": "bad"}
SPEECH_ACTS = frozenset({"say", "accuse", "praise", "demand", "promise", "believe"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Tokens ``first`` to ``last`` (exclusive) of one of the two, and the head among them."""

    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What both directions share of one sentence: the two stretches in text order and its words.

    Attributes:
        one, other: the first and the second stretch.
        shared: features of the sentence that have no direction.
        tones: tone of each token that has one.
    """

    one: Stretch
    other: Stretch
    shared: tuple[str, ...]
    tones: dict[int, str]


def _is_plain(token: Token, sentence_start: int) -> bool:
    """Whether a word may be a feature: a content word that is no part of a name."""
    if token.pos not in CONTENT or not token.lemma.isalpha() or len(token.lemma) < 3:
        return False
    return token.text.islower() or (token.i == sentence_start and token.pos != "PROPN")


def _tone(book: Codebook, token: Token) -> str:
    pos = "v" if is_verbal(token) else "n" if token.pos == "NOUN" else "a" if token.pos in {"ADJ", "ADV"} else ""
    tones = book.tones
    found = tones.get((token.lemma, pos)) if pos else None
    if found is None and pos == "v" and token.tag in {"VBN", "VBG"}:
        found = tones.get((token.text.lower(), "a"))
    return POLAR.get(found or "", "")


def sketch(text: AnnotatedText, book: Codebook, one: Stretch, other: Stretch) -> Sketch:
    """Features without direction: words between, before and after the two, and their tones."""
    sentence = text.sentences[text.tokens[one.head].sentence]
    last = text.sentences[text.tokens[other.head].sentence].last
    covered = set(range(one.first, one.last)) | set(range(other.first, other.last))
    tones: dict[int, str] = {}
    found: list[str] = []
    for index in range(sentence.first, last):
        token = text.tokens[index]
        if index in covered:
            continue
        tone = _tone(book, token) if token.pos in CONTENT else ""
        if tone:
            tones[index] = tone
        zone = "pre" if index < one.first else "mid" if index < other.first else "post"
        if zone == "post" and index < other.last + NEAR:
            zone = "near"
        if tone:
            found += [f"tone:{tone}", f"tone.{zone}:{tone}"]
        if _is_plain(token, sentence.first):
            found += [f"w:{token.lemma}", f"w.{zone}:{token.lemma}"]
        elif zone == "mid" and token.text in {",", '"', "“", "”", ":", "'s", "’s", "and", "for", "of"}:
            found.append(f"mid:{token.text}")
    gap = other.first - one.last
    found.append(f"gap:{min(gap, 3) if gap < 4 else 4 if gap < 8 else 8 if gap < 16 else 16}")
    return Sketch(one=one, other=other, shared=tuple(found), tones=tones)


def features(scene: Scene, book: Codebook, drawn: Sketch, source: Stretch, target: Stretch) -> list[str]:
    """Features of the tone of ``source`` towards ``target``."""
    order = "fwd" if source is drawn.one else "bwd"
    found = [f"order:{order}"]
    found += [f"{name}|{order}" for name in drawn.shared]
    found += drawn.shared
    found += [f"src.{name}" for name in _shape(scene.text, source)]
    found += [f"tgt.{name}" for name in _shape(scene.text, target)]
    found += _kinds(scene, drawn, source, target)
    found += [f"tgt.{name}" for name in _done_to(scene.text, book, drawn, target)]
    found += _path(scene.text, book, drawn, source, target)
    found += _acts(scene, book, drawn, source, target)
    return list(dict.fromkeys(found))


def _outer(text: AnnotatedText, stretch: Stretch) -> int:
    """Head of the name that a stretch is a part of or stands before ("the *Kestrian* minister")."""
    index = stretch.head
    for _ in range(MAX_CLIMB):
        token = text.tokens[index]
        if token.dep not in {"compound", "amod", "nmod"} or token.head == index:
            break
        index = token.head
    return index


def _shape(text: AnnotatedText, stretch: Stretch) -> Iterator[str]:
    """How a stretch stands in its phrase: its label, what it owns or qualifies, whether it is a part of a name."""
    token = text.tokens[stretch.head]
    above = text.tokens[token.head]
    yield f"dep:{token.dep}"
    yield f"pos:{token.pos}"
    if token.dep in {"compound", "amod", "nmod", "poss"}:
        yield "part of name" if above.pos == "PROPN" else f"qualifies:{above.lemma}"
        yield f"{token.dep}>{above.pos}>{above.dep}"
    elif token.dep == "pobj" and above.head != above.i:
        host = text.tokens[above.head]
        if host.pos == "NOUN":
            yield f"{above.lemma}<{host.lemma}"
        elif is_verbal(host):
            yield f"{above.lemma}<v"
    for below in text.children[stretch.head]:
        child = text.tokens[below]
        if child.dep in {"amod", "compound", "appos"} and child.pos in {"NOUN", "ADJ", "VERB"} and child.text.islower():
            yield f"has {child.dep}:{child.lemma}"


def _kinds(scene: Scene, drawn: Sketch, source: Stretch, target: Stretch) -> Iterator[str]:
    """Kinds of actor, as far as they are known, whether both are of one side, how many others stand between."""
    mentions = [scene.by_token.get(source.head), scene.by_token.get(target.head)]
    kinds = [m.actors[0].kind.value if m is not None and m.actors else "none" for m in mentions]
    yield f"kind:{kinds[0]}>{kinds[1]}"
    yield f"src.kind:{kinds[0]}"
    yield f"tgt.kind:{kinds[1]}"
    sides = [{a.affiliation or a.country or a.id for a in m.actors} if m is not None else set() for m in mentions]
    if sides[0] & sides[1]:
        yield "one side"
    between = {id(m) for i in range(drawn.one.last, drawn.other.first) if (m := scene.by_token.get(i)) is not None}
    yield f"between:{min(len(between), 3)}"


def _done_to(text: AnnotatedText, book: Codebook, drawn: Sketch, target: Stretch) -> Iterator[str]:
    """What the clause of the target says of it: its verb, its predicate, the words that qualify it."""
    outer = _outer(text, target)
    token = text.tokens[outer]
    above = text.tokens[token.head]
    if is_verbal(above) and above.i != outer:
        negated = "not " if is_negated(text, book, above.i) else ""
        yield f"role:{token.dep}:{negated}{_word(above)}"
        for below in (above.i, *text.children[above.i]):
            if below in drawn.tones and below != outer:
                yield f"role.tone:{token.dep}:{negated}{text.tokens[below].dep}:{drawn.tones[below]}"
    for below in text.children[outer]:
        if below in drawn.tones:
            yield f"qualified:{text.tokens[below].dep}:{drawn.tones[below]}"


def _chain(text: AnnotatedText, index: int) -> list[int]:
    chain = [index]
    while text.tokens[chain[-1]].head != chain[-1] and len(chain) < 3 * MAX_CLIMB:
        chain.append(text.tokens[chain[-1]].head)
    return chain


def _word(token: Token) -> str:
    return token.lemma if token.pos != "PROPN" and token.text.islower() else token.pos


def _path(text: AnnotatedText, book: Codebook, drawn: Sketch, source: Stretch, target: Stretch) -> Iterator[str]:
    """The way through the tree from one to the other: its top, its labels, the words on it and their tones."""
    up, down = _chain(text, source.head), _chain(text, target.head)
    common = set(up) & set(down)
    top = next((index for index in up if index in common), None)
    if top is None:
        yield "path:none"
        return
    climb, fall = up[: up.index(top)], down[: down.index(top)]
    token = text.tokens[top]
    yield f"top:{_word(token)}"
    labels = "<".join(text.tokens[i].dep for i in climb) + "|" + ">".join(text.tokens[i].dep for i in reversed(fall))
    if len(climb) + len(fall) <= SHORT_PATH:
        yield f"path:{labels}"
        yield f"path:{labels}:{_word(token)}"
    yield f"ends:{text.tokens[climb[-1]].dep if climb else 'self'}|{text.tokens[fall[-1]].dep if fall else 'self'}"
    yield f"top:{_word(token)}:{text.tokens[climb[-1]].dep if climb else 'self'}"
    for side, steps in (("up", climb[1:]), ("down", fall[1:]), ("at", [top])):
        for index in steps:
            word = text.tokens[index]
            if word.pos in CONTENT or word.pos == "ADP":
                negated = "not " if is_verbal(word) and is_negated(text, book, index) else ""
                yield f"{side}:{negated}{_word(word)}"
                if index in drawn.tones:
                    yield f"{side}.tone:{negated}{drawn.tones[index]}"
                for below in text.children[index]:
                    if below in drawn.tones and below not in climb and below not in fall:
                        yield f"beside.tone:{drawn.tones[below]}"


def _acts(scene: Scene, book: Codebook, drawn: Sketch, source: Stretch, target: Stretch) -> Iterator[str]:
    """Verbs that the source is the subject of: what they are, whether the target stands in their clause or words."""
    text = scene.text
    outer = _outer(text, source)
    verbs: list[int] = []
    index = outer
    for _ in range(3):
        above = text.tokens[text.tokens[index].head]
        if is_verbal(above):
            verbs.append(above.i)
        if above.i == index:
            break
        index = above.i
    for verb in list(verbs):
        verbs += [
            c for c in text.children[verb] if text.tokens[c].dep in {"conj", "xcomp"} and is_verbal(text.tokens[c])
        ]
    for verb in dict.fromkeys(verbs):
        if outer not in subjects(text, verb):
            continue
        yield from _act(scene, book, drawn, verb, target)
    for below in text.children[outer]:
        if text.tokens[below].dep in {"relcl", "acl"} and target.head in subtree(text, below):
            yield f"rel:{_word(text.tokens[below])}"


def _act(scene: Scene, book: Codebook, drawn: Sketch, verb: int, target: Stretch) -> Iterator[str]:
    text = scene.text
    token = text.tokens[verb]
    below = set(subtree(text, verb))
    negated = "not " if is_negated(text, book, verb) else ""
    where = "over" if target.head in below else "beside"
    yield f"does.{where}:{negated}{token.lemma}"
    if verb in drawn.tones:
        yield f"does.{where}.tone:{negated}{drawn.tones[verb]}"
    for frame in book.frames.get((token.lemma, "v"), ())[:3]:
        if frame.plover:
            yield f"does.{where}.type:{negated}{frame.plover}"
    acts = {cue.act for cue in book.cues.get((token.lemma, "v"), ())} & SPEECH_ACTS
    if not acts or target.head not in below:
        return
    yield f"speaks:{'/'.join(sorted(acts))}"
    for index in sorted(below):
        inner = text.tokens[index]
        if index in drawn.tones:
            yield f"speaks.tone:{drawn.tones[index]}"
        if inner.head == verb and inner.dep in {"ccomp", "xcomp"}:
            yield f"speaks.verb:{_word(inner)}"
        if _is_plain(inner, -1) and inner.i != verb:
            yield f"speaks.w:{inner.lemma}"
    role = text.tokens[_outer(text, target)]
    if is_verbal(text.tokens[role.head]):
        yield f"of.target:{role.dep}:{_word(text.tokens[role.head])}"

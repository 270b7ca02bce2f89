"""Who speaks: from a cue to the words that name its speaker, and to the actor they stand for."""

from __future__ import annotations

from dragoman.extract.arguments import Argument, Scene, actors_of, unique
from dragoman.extract.ranges import tokens_below
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, Cue
from dragoman.model.text import AnnotatedText, MentionBasis
from dragoman.syntax import dependents, is_verbal, objects, prepositions, subjects, text_nouns

SELF = frozenset({"i", "we", "you", "me", "us", "my", "our", "let"})
"""Subjects that are the author, or the one who is quoted already."""
LENDING = frozenset(
    {"make", "issue", "express", "voice", "have", "raise", "release", "give", "offer", "share", "deliver", "repeat",
     "reiterate", "send", "submit", "present", "publish", "file", "face", "reject", "dismiss", "deny", "put", "sound",
     "show", "convey", "harbor", "hold", "retain", "renew", "level", "lodge", "post", "write", "convene", "extend"}
)  # fmt: skip
"""Verbs whose subject is the one who has the cue noun they take as object."""


def source_range(text: AnnotatedText, holders: list[int]) -> tuple[int, int] | None:
    """The words that name the speakers, from first to last; those of the nearest alone if others stand between."""
    if not holders:
        return None
    below = tokens_below(text, holders[0])
    return (min(below), max(below) + 1) if below else None


def speaker_heads(text: AnnotatedText, cue: Cue, index: int) -> list[int]:
    """Tokens that head the words naming the speakers."""
    if cue.pos == "v":
        return subjects(text, index)
    token = text.tokens[index]
    if cue.pos == "a":
        verb = token.head
        return subjects(text, verb) if is_verbal(text.tokens[verb]) and verb != index else []
    owners = dependents(text, index, "poss")
    if owners:
        return owners
    for wanted in ("by", "from", "of"):
        for prep, inner in prepositions(text, index):
            if prep == wanted and (wanted != "of" or "of" not in cue.takes):
                return [inner]
    if token.dep == "dobj" and text.tokens[token.head].lemma in LENDING:
        return subjects(text, token.head)
    return []


def speakers_of(scene: Scene, holders: list[int]) -> list[Argument]:
    """Actors that the heads stand for; who only owns a thing does not speak by it, unless it is a text or a body."""
    found = []
    for head in holders:
        speaks = scene.text.tokens[head].lemma in text_nouns()
        found += [argument for argument in actors_of(scene, head) if argument.direct or speaks]
    return unique(found)


def is_self(text: AnnotatedText, holders: list[int]) -> bool:
    """Whether the author speaks, or one who is quoted already."""
    return any(text.tokens[head].text.lower() in SELF for head in holders)


def is_expletive(text: AnnotatedText, head: int) -> bool:
    """Whether a subject names nobody ("*it* is clear")."""
    return text.tokens[head].text.lower() in {"it", "there", "this", "that", "what"}


def is_unnamed(scene: Scene, book: Codebook, holders: list[int], speakers: list[Argument]) -> bool:
    """True when the text names nobody: no speaker at all, or only "officials", "sources", "a diplomat"."""
    if not holders:
        return True
    lemmas = {scene.text.tokens[head].lemma for head in holders}
    if lemmas & book.words["unnamed_sources"]:
        return True
    return bool(speakers) and all(
        argument.mention.basis is MentionBasis.GENERIC and argument.actor.kind is ActorKind.GROUP
        for argument in speakers
    )


def addressees_of(scene: Scene, cue: Cue, index: int, speakers: list[Argument]) -> list[Argument]:
    """To whom the words are addressed, where the cue says it."""
    if not cue.addressee:
        return []
    text = scene.text
    if cue.addressee == "obj":
        heads = objects(text, index) + dependents(text, index, "dative")
    else:
        heads = [inner for prep, inner in prepositions(text, index) if prep == cue.addressee]
    known = {argument.actor.id for argument in speakers}
    return unique(a for head in heads for a in actors_of(scene, head) if a.actor.id not in known)

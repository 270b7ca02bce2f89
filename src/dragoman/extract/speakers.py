"""Who speaks: from a cue to the words that name its speaker, and to the actor they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.extract.arguments import Argument, Scene, Voice, actors_of, is_generic, unique
from dragoman.extract.ranges import Ranges, tokens_below
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, Cue
from dragoman.model.text import AnnotatedText, MentionBasis
from dragoman.syntax import dependents, is_verbal, objects, prepositions, subjects, subtree, text_nouns

SELF = frozenset({"i", "we", "you", "me", "us", "my", "our", "let"})
"""Subjects that are the author, or the one who is quoted already."""
LENDING = frozenset(
    {"make", "issue", "express", "voice", "have", "raise", "release", "give", "offer", "share", "deliver", "repeat",
     "reiterate", "send", "submit", "present", "publish", "file", "face", "reject", "dismiss", "deny", "put", "sound",
     "show", "convey", "harbor", "hold", "retain", "renew", "level", "lodge", "post", "write", "convene", "extend"}
)  # fmt: skip
"""Verbs whose subject is the one who has the cue noun they take as object."""


def voice_of(
    scene: Scene,
    book: Codebook,
    holders: list[int],
    content: Ranges,
    *,
    cue: tuple[int, ...],
    rule: str,
    form: str = "speech",
    source: tuple[int, int] | None = None,
) -> Voice:
    """A voice of those whom words stand for.

    Args:
        holders: tokens that head the words naming the speakers; empty if there are none.
        source: those words, where they are not what hangs on the first of the heads.
    """
    speakers = speakers_of(scene, holders)
    return Voice(
        cue=cue,
        speakers=tuple(speakers),
        source=source or source_range(scene.text, holders),
        content=content,
        unnamed=is_unnamed(scene, book, holders, speakers),
        form=form,
        rule=rule,
    )


def source_range(text: AnnotatedText, holders: list[int], cue: int | None = None) -> tuple[int, int] | None:
    """The words that name the speakers, from first to last; those of the nearest alone if others stand between.

    Args:
        cue: where the parser hung the cue on its speaker, only what stands before it names him.
    """
    if not holders:
        return None
    below = tokens_below(text, holders[0])
    if cue is not None and cue in below and cue > holders[0]:
        below = [i for i in below if i < cue]
        while below and not text.tokens[below[-1]].text.strip(" \n\t,;:-–—"):
            below.pop()
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
    """Actors that the heads stand for; who only owns a thing does not speak by it, unless it is a text.

    Of an office and the name beside it ("the head of the mission, Tovin Reske") the name is taken, and for an "it" that
    was not resolved whoever the sentence before is about ("The ministry denied this. In a statement it said ...").
    """
    found = []
    for head in holders:
        speaks = scene.text.tokens[head].lemma in text_nouns()
        own = [argument for argument in actors_of(scene, head) if argument.direct or speaks]
        if not own and scene.text.tokens[head].lemma == "it":
            own = _last_subject(scene, head)
        if not own and speaks:  # "a paper *it* handed to the mediators"
            clauses = dependents(scene.text, head, "relcl")
            own = [a for clause in clauses for giver in subjects(scene.text, clause) for a in actors_of(scene, giver)]
        named = _named_beside(scene, head) if own and all(is_generic(a) for a in own) else []
        found += named if len(unique(named)) == 1 else own
    return unique(found)


def _named_beside(scene: Scene, head: int) -> list[Argument]:
    """A name in apposition, whether the parser saw it as one or not."""
    text = scene.text
    found = [a for i in dependents(text, head, "appos") for a in actors_of(scene, i) if not is_generic(a)]
    if found:
        return found
    below = subtree(text, head)
    inner = [scene.by_head[i] for i in below if i in scene.by_head and i != head]
    for mention in inner:  # "a spokesman in Ordan, Orlin Dace, said"
        beside = mention.first > 0 and text.tokens[mention.first - 1].text == "," and not mention.adjectival
        if beside and mention.last >= below[-1]:
            people = [Argument(actor=a, mention=mention) for a in mention.actors if a.kind is ActorKind.PERSON]
            if people:
                return people
    end = below[-1] + 1
    if end + 1 < len(text.tokens) and text.tokens[end].text == ",":
        after = scene.by_token.get(end + 1)
        if after is not None and after.first == end + 1 and not after.adjectival:
            return [Argument(actor=a, mention=after) for a in after.actors if a.kind is ActorKind.PERSON]
    return []


def _last_subject(scene: Scene, index: int) -> list[Argument]:
    """Subject of the sentence before, if it is a body or a state."""
    sentence = scene.text.tokens[index].sentence
    if not sentence:
        return []
    before = scene.text.sentences[sentence - 1]
    root = next((i for i in range(before.first, before.last) if scene.text.tokens[i].dep == "ROOT"), None)
    if root is None or not is_verbal(scene.text.tokens[root]):
        return []
    found = [a for head in subjects(scene.text, root) for a in actors_of(scene, head)]
    return [a for a in found if a.direct and a.actor.kind not in {ActorKind.PERSON, ActorKind.POPULATION}]


def stranded(scene: Scene, cue: int) -> tuple[int, int] | None:
    """The speaker right before a cue that the parser hung into the content ("..., its *envoy said* on Monday").

    Returns:
        head of the speaker's name and the first token of the words that name him, or ``None``.
    """
    tokens = scene.text.tokens
    last = cue - 1 if cue and tokens[cue - 1].text == "," else cue
    mention = scene.by_token.get(last - 1) if last else None
    if mention is None or mention.last != last or mention.adjectival:
        return None
    start = _phrase_start(scene.text, mention.first)
    if start > 1 and tokens[start - 1].text == "," and last < cue:  # an office and a name between commas
        before = _phrase_start(scene.text, start - 1)
        if before < start - 1 and tokens[before - 1].text == "," and tokens[before].pos in {"PRON", "DET", "PROPN"}:
            start = before
    return (mention.head, start) if start and tokens[start - 1].text in {",", "”", '"'} else None


def _phrase_start(text: AnnotatedText, index: int) -> int:
    """First of the words of one noun phrase that end before a token."""
    while index and text.tokens[index - 1].pos in {"PROPN", "NOUN", "ADJ", "DET", "PRON", "PART"} | {"NUM"}:
        index -= 1
        if index and text.tokens[index - 1].text == "-":
            index -= 1
    return index


def is_self(text: AnnotatedText, holders: list[int]) -> bool:
    """Whether the author speaks, or one who is quoted already."""
    return any(text.tokens[head].text.lower() in SELF for head in holders)


def is_expletive(scene: Scene, head: int) -> bool:
    """Whether a subject names nobody ("*it* is clear"); one that was resolved does, and so does the "it" that says."""
    token = scene.text.tokens[head]
    if token.text.lower() not in {"it", "there", "this", "that", "what"} or head in scene.by_token:
        return False
    return not (token.lemma == "it" and token.dep == "nsubj" and scene.text.tokens[token.head].lemma in {"say", "add"})


def is_unnamed(scene: Scene, book: Codebook, holders: list[int], speakers: list[Argument]) -> bool:
    """True when the text names nobody: no speaker at all, or only "officials", "sources", "a diplomat"."""
    if not holders:
        return True
    if any(argument.actor.kind is ActorKind.PERSON and not is_generic(argument) for argument in speakers):
        return False
    lemmas = {scene.text.tokens[head].lemma for head in holders}
    if lemmas & book.words["unnamed_sources"]:
        return True
    return bool(speakers) and all(
        argument.mention.basis is MentionBasis.GENERIC and argument.actor.kind is ActorKind.GROUP
        for argument in speakers
    )


def addressees_of(scene: Scene, cue: Cue, index: int, speakers: Iterable[Argument]) -> list[Argument]:
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

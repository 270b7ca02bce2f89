"""Who holds a stance: subjects of verbs, owners of nouns, and whoever speaks."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.arguments import (
    SUBJECT_PREPOSITIONS,
    Argument,
    Scene,
    actors_of,
    is_generic,
    unique,
)
from dragoman.extract.factuality import climb
from dragoman.extract.roles import subject_actors
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook, StanceFrame
from dragoman.model.text import AnnotatedText, MentionBasis
from dragoman.syntax import (
    MAX_CLIMB,
    child,
    dependents,
    is_verbal,
    objects,
    prepositions,
    subjects,
    text_nouns,
)

DISOWNING = frozenset({"reject", "veto", "oppose", "block", "dismiss", "condemn", "criticize", "criticise", "denounce"})
FIRST_PERSON = frozenset({"we", "i"})
SPOKEN_FOR = frozenset(
    {
        "side",
        "team",
        "camp",
        "delegation",
        "administration",
        "leadership",
        "capital",
        "bloc",
        "coalition",
        "policy",
    }
)
COPULAS = frozenset({"be", "remain", "become", "seem", "appear", "stay", "feel", "sound", "stand", "prove"})
HOLDERS = frozenset(ActorKind) - {ActorKind.UNKNOWN, ActorKind.REGION, ActorKind.MEDIA, ActorKind.COMPANY}
ARMED, OPPOSITION = frozenset({"REB", "UAF"}), "OPP"
"""Sectors of those who act inside a country without acting for it; armed ones also without a name ("the rebels")."""
BODIES = frozenset({ActorKind.GOVERNMENT, ActorKind.BODY, ActorKind.OFFICE})
CROWDS = frozenset({ActorKind.POPULATION, ActorKind.GROUP, ActorKind.PARTY})
OWN_SIDE = frozenset({ActorKind.STATE, ActorKind.IGO, ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.NGO})


def may_hold(argument: Argument) -> bool:
    """Whether an actor can have a position: a political one with a side, or people who demonstrate."""
    actor = argument.actor
    if actor.kind in HOLDERS and (actor.sector in ARMED or (actor.sector == OPPOSITION and not is_generic(argument))):
        return True
    if actor.affiliation is None and (is_generic(argument) or actor.kind not in OWN_SIDE):
        return without_side(argument) or is_private(argument)
    return actor.kind in HOLDERS


def is_private(argument: Argument) -> bool:
    """Somebody whose side the text does not say ("Obama" in a sentence alone): counts only beside a party."""
    actor, basis = argument.actor, argument.mention.basis
    if actor.affiliation is not None or actor.sector in {OPPOSITION, *ARMED}:
        return False
    if actor.kind in BODIES:
        return basis is not MentionBasis.GENERIC or actor.kind is not ActorKind.OFFICE
    return actor.kind in {ActorKind.PERSON, ActorKind.UNKNOWN} and actor.name[:1].isupper()


def without_side(argument: Argument) -> bool:
    """People of no party ("families of soldiers"): their demands are positions, their hopes and wishes are not."""
    actor = argument.actor
    crowd = actor.kind is ActorKind.POPULATION or (
        actor.kind in CROWDS and argument.mention.basis in {MentionBasis.GENERIC, MentionBasis.COREFERENCE}
    )
    return crowd and actor.affiliation is None and actor.sector not in ARMED


def political(arguments: Sequence[Argument]) -> list[Argument]:
    """Those who can have a position; officials who stand beside a named person of their side go with that person."""
    able = [a for a in unique(arguments) if may_hold(a)]
    named = {a.actor.affiliation for a in able if a.actor.affiliation and "/" not in a.actor.id}
    return [a for a in able if "/" not in a.actor.id or a.actor.affiliation not in named]


def same_party(one: ActorRef, other: ActorRef) -> bool:
    """Whether two actors speak for one party: the same, or of one side; two persons of a country need not agree."""
    if one.id == other.id:
        return True
    apart = one.kind is ActorKind.PERSON and other.kind is ActorKind.PERSON and one.country is not None
    return not apart and (one.affiliation or one.id) == (other.affiliation or other.id)


def actor_ids(holders: Sequence[Argument]) -> frozenset[str]:
    """Ids of actors and of those they act for."""
    return frozenset(side for a in holders for side in (a.actor.id, a.actor.affiliation) if side)


def holders_of(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> tuple[list[Argument], int | None]:
    """Who holds the stance of a word, and the verb that carries it where it is a noun."""
    text = scene.text
    if frame.holder == "voice":
        found = _concerned(scene, index) or speakers_of(scene, book, index)
        if not found and frame.pos == "n":
            return _noun_holders(scene, book, index, frame)  # "Kestria sees no grounds for talks"
        return found, None
    if frame.holder == "of":
        inside = [inner for prep, inner in prepositions(text, index) if prep == "of"]
        return political([a for inner in inside for a in actors_of(scene, inner)]), None
    if frame.pos == "v":
        return subject_holders(scene, book, index) or political(_cut_off_subject(scene, index)), None
    if frame.pos == "a":
        return _adjective_holders(scene, book, index), None
    return _noun_holders(scene, book, index, frame)


def _concerned(scene: Scene, index: int) -> list[Argument]:
    """Whom a judgement is for, where the text says it: "a red line *for Kestria*", "unacceptable *to Kestria*"."""
    text = scene.text
    owner = child(text, index, "poss")
    heads = [owner] if owner is not None else []
    heads += [inner for prep, inner in prepositions(text, index) if prep in {"for", "to"}]
    return political([a for head in heads if head in scene.by_token for a in actors_of(scene, head)])


def subject_holders(scene: Scene, book: Codebook, verb: int) -> list[Argument]:
    """Who the subject of a verb is, as a holder: an actor itself, not one inside ("the purchase by Kestria suggests").

    "We" and "I" are whoever speaks.
    """
    text = scene.text
    heads = subjects(text, verb)
    if any(text.tokens[head].text.lower() in FIRST_PERSON for head in heads):
        return speakers_of(scene, book, verb)
    disowned = any(_is_disowned(text, head) for head in heads)
    if disowned or (heads and all(head not in scene.by_token and not _speaks_for(text, head) for head in heads)):
        farther = _farther_verb(scene, verb)
        return political(subject_actors(scene, farther)) if farther is not None else []
    return political(subject_actors(scene, verb))


def _farther_verb(scene: Scene, verb: int) -> int | None:
    """The verb above whose subject acts, for one that the parser hangs too low.

    "Velmora insists that the dam is vital and *has refused* to sign": no dam refuses.
    "Velmora dismissed a plan that would freeze the line, *insisting* ...": no plan insists.
    """
    text = scene.text
    token = text.tokens[verb]
    loose = token.dep == "advcl" and token.tag == "VBG"
    finite = token.dep == "conj" and (token.tag in {"VBD", "VBZ", "VBP"} or child(text, verb, "aux") is not None)
    if not (loose or finite) or child(text, verb, "nsubj", "nsubjpass") is not None:
        return None
    current = token.head
    for _ in range(MAX_CLIMB):
        own = child(text, current, "nsubj")
        if own is not None and own in scene.by_token:
            return current
        if text.tokens[current].head == current:
            return None
        current = text.tokens[current].head
    return None


def _is_disowned(text: AnnotatedText, head: int) -> bool:
    """Who rejects a resolution does not say what it says."""
    above = text.tokens[head].head
    return text.tokens[above].lemma in DISOWNING and head in objects(text, above)


def _speaks_for(text: AnnotatedText, head: int) -> bool:
    """Nouns that stand for whose they are ("the Kestrian *side*", "a *statement* by")."""
    return text.tokens[head].lemma in text_nouns() | SPOKEN_FOR or text.tokens[head].pos in {"PRON", "DET", "NUM"}


def _cut_off_subject(scene: Scene, index: int) -> list[Argument]:
    """The noun a finite verb was taken for a participle of: "The council, which withdrew, *offered* to return"."""
    text = scene.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    if token.dep != "acl" or token.tag != "VBN" or above.i == index:
        return []
    if above.dep != "ROOT":
        root = _root(text, index)
        named = root in scene.by_token and text.tokens[root].pos in {"NOUN", "PROPN"}
        if not named or text.tokens[index - 1].text != ",":
            return []
        above = text.tokens[root]
    if child(text, index, "xcomp", "ccomp", "dobj", "prep") is None or child(text, index, "agent") is not None:
        return []
    return actors_of(scene, above.i, SUBJECT_PREPOSITIONS)


def _root(text: AnnotatedText, index: int) -> int:
    current = index
    for _ in range(MAX_CLIMB):
        current = text.tokens[current].head
    return current


def _adjective_holders(scene: Scene, book: Codebook, index: int) -> list[Argument]:
    text = scene.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    own = child(text, index, "nsubj", "nsubjpass")
    if own is None and token.dep in {"acomp", "oprd", "attr", "xcomp", "ccomp", "conj"} and is_verbal(above):
        if above.lemma not in COPULAS:
            return []  # "made her wary"
        return subject_holders(scene, book, above.i)
    if own is None and token.dep == "conj" and above.pos == "ADJ":
        return _adjective_holders(scene, book, above.i)
    if own is None and token.dep in {"acl", "amod", "appos"} and above.i in scene.by_token:
        return political(actors_of(scene, above.i, SUBJECT_PREPOSITIONS))
    return political(actors_of(scene, own, SUBJECT_PREPOSITIONS)) if own is not None else []


def _noun_holders(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> tuple[list[Argument], int | None]:
    """The owner of a stance noun, or the subject of the verb that carries it ("voiced *support* for")."""
    text = scene.text
    carrier = _carrier(text, book, index)
    owner = child(text, index, "poss")
    if owner is not None and text.tokens[owner].text.lower() in {"our", "my"}:
        return speakers_of(scene, book, index), None
    if owner is not None:
        found = political(actors_of(scene, owner, SUBJECT_PREPOSITIONS))
        if found:
            ended = carrier is not None and text.tokens[carrier].lemma in book.words["ceasing_verbs"]
            return found, carrier if ended else None
    adjectives = [b for b in dependents(text, index, "amod", "compound", "nmod") if b in scene.by_token]
    found = political(
        [
            Argument(actor=actor, mention=scene.by_token[b], direct=False)
            for b in adjectives
            for actor in scene.by_token[b].actors
        ]
    )
    if found:
        return found, None
    for prep, inner in prepositions(text, index):
        if prep in {"by", "from", "among", "within"} or (prep == "of" and "of" not in frame.issue):
            found = political(actors_of(scene, inner, SUBJECT_PREPOSITIONS))
            if found:
                return found, None
    if carrier is not None:
        return subject_holders(scene, book, carrier), carrier
    token = text.tokens[index]
    if token.dep == "attr" and is_verbal(text.tokens[token.head]) and child(text, token.head, "nsubj") is not None:
        return subject_holders(scene, book, token.head), token.head
    if token.dep == "appos":
        return political(actors_of(scene, token.head, SUBJECT_PREPOSITIONS)), None
    return [], None


def _carrier(text: AnnotatedText, book: Codebook, noun: int) -> int | None:
    """The verb that lends its subject to a stance noun ("*voiced* support", "*is in* favour")."""
    token = text.tokens[noun]
    for _ in range(3):
        if token.dep != "conj" or token.head == token.i:
            break
        token = text.tokens[token.head]
    above = text.tokens[token.head]
    if token.dep == "dobj" and is_verbal(above):
        fits = above.lemma in book.words["stance_carriers"] or above.lemma in book.words["ceasing_verbs"]
        return above.i if fits else None
    if token.dep == "pobj" and above.lemma in {"in", "with", "under", "for"} and above.head != above.i:
        host = text.tokens[above.head]
        if is_verbal(host) and (host.lemma in COPULAS or above.lemma == "with"):
            return host.i
        if is_verbal(host) and above.lemma == "in" and host.lemma in {"come", "vote", "speak", "argue", "express"}:
            return host.i
    return None


def speakers_of(scene: Scene, book: Codebook, index: int) -> list[Argument]:
    """Whose words or thoughts a token is: the innermost voice, else the subject of the verb that reports the clause."""
    inside = scene.spoken.get(index)
    if inside:
        narrow = min(inside, key=lambda v: sum(last - first for first, last in v.content))
        return political(narrow.speakers)
    cue = cue_of(scene, book, index)
    return political(subject_actors(scene, cue)) if cue is not None else []


def cue_lemma(scene: Scene, book: Codebook, index: int) -> str:
    """The word that reports a token's clause, in dictionary form."""
    inside = [voice for voice in scene.spoken.get(index, ()) if voice.cue]
    if inside:
        narrow = min(inside, key=lambda v: sum(last - first for first, last in v.content))
        return scene.text.tokens[narrow.cue[0]].lemma
    cue = cue_of(scene, book, index)
    return scene.text.tokens[cue].lemma if cue is not None else ""


def cue_of(scene: Scene, book: Codebook, index: int) -> int | None:
    """The reporting verb right above a token's clause."""
    for layer in climb(scene.text, book, index):
        if layer.entry.effect in {"report", "allege"} and is_verbal(scene.text.tokens[layer.token]):
            return layer.token
    return None

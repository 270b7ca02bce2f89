"""Who stands where around a trigger: from tokens of the tree to actors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.quotes import Quote
from dragoman.syntax import antecedent, child, dependents, is_verbal, phrase, prepositions, with_conjuncts

if TYPE_CHECKING:
    from dragoman.extract.stances import Stand

PLACE_PREPOSITIONS = frozenset(
    {
        "in",
        "at",
        "near",
        "from",
        "into",
        "inside",
        "across",
        "around",
        "outside",
        "within",
        "off",
        "through",
        "throughout",
    }
)
OBJECT_PREPOSITIONS = (
    "by",
    "from",
    "of",
    "on",
    "against",
    "to",
    "towards",
    "toward",
    "with",
    "between",
    "for",
    "over",
    "about",
    "at",
    "in",
)
SUBJECT_PREPOSITIONS = ("by", "from", "of", "between", "in")
PARTY_KINDS = frozenset(
    {
        ActorKind.STATE,
        ActorKind.GOVERNMENT,
        ActorKind.ARMED_GROUP,
        ActorKind.PARTY,
        ActorKind.MILITARY,
        ActorKind.IGO,
    }
)
"""Kinds of actor that stand for a side of a dispute as a whole."""
SPEAKING_KINDS = PARTY_KINDS | {ActorKind.PERSON, ActorKind.OFFICE, ActorKind.BODY, ActorKind.POPULATION}
"""Kinds whose mentions count for the side they are on."""
PAIR_NAMED = 3
"""Mentions that each side of a report's pair must have; with fewer a short text would make any two names a pair."""
SPOKEN_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "representative", "envoy", "negotiator", "adviser"})
"""Nouns for those who act for what stands behind their "for" or "of" ("a spokesman *for* the coalition")."""
SEATED = frozenset({"ministry", "parliament", "cabinet", "presidency", "chancellery"})
"""Nouns for offices that belong to the state or government in whose capital they sit."""
BOTH = frozenset({"both", "two", "each", "neither", "either", "warring", "opposing", "rival", "respective"})
SIDE_NOUNS = frozenset(
    {
        "side",
        "party",
        "delegation",
        "country",
        "government",
        "leader",
        "nation",
        "state",
        "neighbour",
        "neighbor",
        "army",
        "capital",
        "negotiator",
        "minister",
        "president",
        "foe",
        "adversary",
        "faction",
        "camp",
    }
)
"""Nouns that with such a word mean the two sides of a report ("*both delegations*", "*neither side*")."""
MAX_NESTING = 3
"""How deep in nested noun phrases an actor may stand for the whole ("the head of the delegation of Kestria")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An actor found for a role.

    Attributes:
        actor: who.
        mention: where the text names it.
        direct: true when the mention is itself the argument or stands behind a preposition, false when it owns or
            qualifies the argument ("*Kestria's* proposal").
    """

    actor: ActorRef
    mention: Mention
    direct: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody's words or thoughts in a text.

    Attributes:
        cue: tokens of the cue in text order; empty where punctuation alone attributes.
        speakers: who speaks, as far as it was resolved.
        source: tokens (first, last exclusive) of the words that name the speaker, or ``None``.
        content: token ranges (first, last exclusive) of what is said, in text order.
        direct: the content is a quotation as a whole.
        unnamed: the text names nobody.
        form: ``speech`` or ``belief``.
        addressees: to whom.
        rule: what found it.
    """

    cue: tuple[int, ...]
    speakers: tuple[Argument, ...] = ()
    source: tuple[int, int] | None = None
    content: tuple[tuple[int, int], ...]
    direct: bool = False
    unnamed: bool = False
    form: str = "speech"
    addressees: tuple[Argument, ...] = ()
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A text with its mentions indexed by token, the tokens of its time expressions, its quotes, and who speaks where.

    ``pair`` holds the two sides the report is about, if two stand out; ``stands`` the stances of positions and of the
    answers to proposals, ``None`` until they are worked out.
    """

    text: AnnotatedText
    by_head: dict[int, Mention]
    by_token: dict[int, Mention]
    timed: frozenset[int] = frozenset()
    quotes: tuple[Quote, ...] = ()
    voices: tuple[Voice, ...] = ()
    pair: tuple[Argument, ...] = ()
    stands: tuple[Stand, ...] | None = None

    @cached_property
    def spoken(self) -> dict[int, list[Voice]]:
        """The voices whose words each token is part of, in their order."""
        found: dict[int, list[Voice]] = {}
        for voice in self.voices:
            for first, last in voice.content:
                for index in range(first, last):
                    around = found.setdefault(index, [])
                    if not around or around[-1] is not voice:
                        around.append(voice)
        return found


def scene_of(text: AnnotatedText) -> Scene:
    """Index the mentions of a text."""
    by_head: dict[int, Mention] = {}
    by_token: dict[int, Mention] = {}
    for mention in text.mentions:
        if mention.actors:
            by_head.setdefault(mention.head, mention)
            for index in range(mention.first, mention.last):
                by_token.setdefault(index, mention)
    timed = frozenset(i for time in text.times for i in range(time.first, time.last))
    return Scene(text=text, by_head=by_head, by_token=by_token, timed=timed, pair=_pair(text))


def _pair(text: AnnotatedText) -> tuple[Argument, ...]:
    """The two sides that a report names most, if they stand out from all others; empty if not."""
    named: Counter[str] = Counter()
    wholes: dict[str, Counter[str]] = {}
    first: dict[str, Argument] = {}
    for mention in text.mentions:
        for found in {side(a): a for a in _speaking(mention)}.values():
            key = side(found)
            named[key] += 1
            if found.actor.kind in PARTY_KINDS:
                wholes.setdefault(key, Counter())[found.actor.id] += 1
                first.setdefault(found.actor.id, found)
    ranked = named.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < PAIR_NAMED or (len(ranked) > 2 and ranked[1][1] == ranked[2][1]):
        return ()
    members = [first[wholes[key].most_common(1)[0][0]] for key, _ in ranked[:2] if key in wholes]
    members.sort(key=lambda member: member.mention.head)
    kinds = {member.actor.kind for member in members}
    if ActorKind.PARTY in kinds and len({member.actor.country for member in members}) == 1:
        return ()  # a party and its own country, or two of its parties: politics at home
    return tuple(as_inferred(a) for a in members) if len(members) == 2 else ()


def _speaking(mention: Mention) -> list[Argument]:
    if is_generic_mention(mention) or mention.basis is MentionBasis.UNKNOWN_NAME:
        return []
    return [Argument(actor=a, mention=mention) for a in mention.actors if a.kind in SPEAKING_KINDS and a.id[0] != "/"]


def as_inferred(argument: Argument) -> Argument:
    """The same actor as one that the sentence does not name."""
    return replace(argument, actor=replace(argument.actor, inferred=True), direct=False)


def means_both(scene: Scene, index: int) -> bool:
    """Whether a noun means the two sides of the report ("*both sides*", "*neither party*", "both" alone)."""
    token = scene.text.tokens[index]
    if token.lemma == "both" and token.dep not in {"det", "predet", "preconj", "cc", "amod", "nummod"}:
        return True
    if token.lemma not in SIDE_NOUNS:
        return False
    words = {scene.text.tokens[i].text.lower() for i in scene.text.children[index]}
    of_two = bool(words & BOTH) or (token.lemma in {"side", "party"} and token.tag == "NNS" and "the" in words)
    return of_two and child(scene.text, index, "relcl", "appos") is None


def mention_at(scene: Scene, index: int) -> Mention | None:
    """The mention that a token heads, or that covers it in a run of names; adjectival ones only if they head."""
    found = scene.by_head.get(index)
    if found is not None:
        return found
    covering = scene.by_token.get(index)
    if covering is not None and not covering.adjectival and scene.text.tokens[covering.head].head == index:
        return covering
    if covering is not None and not covering.adjectival and covering.first <= index < covering.last:
        return covering
    return None


def _expand(scene: Scene, index: int) -> list[Argument]:
    """Actors of a token and of the nominals coordinated with it."""
    found: list[Argument] = []
    for member in with_conjuncts(scene.text, index):
        mention = mention_at(scene, member)
        if mention is None:
            child_name = next((m for d in dependents(scene.text, member, "appos") if (m := mention_at(scene, d))), None)
            mention = child_name
        if scene.pair and (mention is None or is_generic_mention(mention)) and means_both(scene, member):
            found.extend(scene.pair)
            continue
        if mention is None:
            continue
        owner = _owner_of_generic(scene, member, mention)
        if owner is not None:
            found.extend(Argument(actor=actor, mention=owner, direct=False) for actor in owner.actors)
        else:
            found.extend(Argument(actor=actor, mention=mention) for actor in mention.actors)
    return found


def _owner_of_generic(scene: Scene, index: int, mention: Mention) -> Mention | None:
    """The owner of an agent noun without a side ("*its* forces"), who answers for it."""
    if not is_generic_mention(mention):
        return None
    owner = child(scene.text, index, "poss")
    if owner is not None:
        return mention_at(scene, owner)
    lemma = scene.text.tokens[index].lemma
    wanted = {"for", "of"} if lemma in SPOKEN_FOR else {"in"} if lemma in SEATED else frozenset()
    for prep, inner in prepositions(scene.text, index) if wanted else ():
        if prep in wanted:
            below = child(scene.text, inner, "poss")
            found = mention_at(scene, inner) or (mention_at(scene, below) if below is not None else None)
            if found is not None and not is_generic_mention(found):
                return found
    return None


def _inside(scene: Scene, index: int, order: tuple[str, ...], nesting: int) -> list[Argument]:
    """Actors inside a noun phrase that stand for it: owner, then adjective or compound, then prepositions in order."""
    text = scene.text
    owner = child(text, index, "poss")
    if owner is not None:
        found = _expand(scene, owner)
        if found:
            return [Argument(actor=a.actor, mention=a.mention, direct=False) for a in found]
    modifiers = [
        below for below in dependents(text, index, "amod", "compound", "nmod", "nummod") if below in scene.by_token
    ]
    found = [
        Argument(actor=actor, mention=scene.by_token[below], direct=False)
        for below in modifiers
        for member in with_conjuncts(text, below)
        if member in scene.by_token
        for actor in scene.by_token[member].actors
    ]
    if found:
        return found
    pairs = list(prepositions(text, index))
    for wanted in order:
        for prep, inner in pairs:
            if prep == wanted:
                found = _expand(scene, inner)
                if not found and nesting < MAX_NESTING and text.tokens[inner].dep == "pobj":
                    found = _inside(scene, inner, order, nesting + 1)
                if found:
                    return found
    return []


def actors_of(scene: Scene, index: int, order: tuple[str, ...] = OBJECT_PREPOSITIONS) -> list[Argument]:
    """Actors that a noun token stands for: itself, or those inside its phrase in a fixed order."""
    index = antecedent(scene.text, index)
    found = _expand(scene, index)
    if found:
        return found
    if is_verbal(scene.text.tokens[index]):
        return []
    found = _inside(scene, index, order, 0)
    if found:
        return found
    for below in dependents(scene.text, index, "appos"):
        found = _expand(scene, below)
        if found:
            return found
    return []


def is_reciprocal(scene: Scene, index: int) -> bool:
    """True for "each other" and "one another", the possessive included."""
    tokens = scene.text.tokens
    token = tokens[index]
    before = tokens[index - 1].lemma if index else ""
    return (token.lemma, before) in {("other", "each"), ("another", "one")}


def any_actor_below(scene: Scene, index: int) -> list[Argument]:
    """Any actor in a phrase, nearest to its head first; the last resort."""
    found: list[Argument] = []
    for token in sorted(phrase(scene.text, index), key=lambda i: abs(i - index)):
        mention = scene.by_head.get(token)
        if mention is not None:
            found.extend(Argument(actor=actor, mention=mention, direct=False) for actor in mention.actors)
            break
    return found


def is_place_like(argument: Argument) -> bool:
    """True for a state or region named outright, which after "in" is where, not whom."""
    return argument.actor.kind in {ActorKind.STATE, ActorKind.REGION} or argument.mention.basis is MentionBasis.METONYM


def is_generic(argument: Argument) -> bool:
    """True for a noun without a side ("troops", "officials"): any named actor beside it says more."""
    return is_generic_mention(argument.mention)


def is_generic_mention(mention: Mention) -> bool:
    """True for an agent noun without a side."""
    return mention.basis is MentionBasis.GENERIC


def side(argument: Argument) -> str:
    """What an actor is on the side of: its affiliation, else itself."""
    return argument.actor.affiliation or argument.actor.id


def unique(arguments: Iterable[Argument]) -> list[Argument]:
    """Arguments without repeated actors, order kept."""
    seen: set[str] = set()
    kept = []
    for argument in arguments:
        if argument.actor.id not in seen:
            seen.add(argument.actor.id)
            kept.append(argument)
    return kept

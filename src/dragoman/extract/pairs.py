"""Whose relation a claim is about, and whether its topic is a matter between states or armed groups at all."""

from __future__ import annotations

from dragoman.extract.arguments import Argument, Scene, actors_of, mention_at, unique
from dragoman.extract.trend_topics import Claim, topic_noun
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.syntax import child, dependents, is_verbal, phrase, prepositions, subjects, subtree, with_conjuncts

POLITICAL = frozenset(
    {
        ActorKind.STATE,
        ActorKind.GOVERNMENT,
        ActorKind.MILITARY,
        ActorKind.ARMED_GROUP,
        ActorKind.IGO,
    }
)
BETWEEN = ("between", "with", "of", "among", "to", "toward", "towards", "against")
BARE_RELATIONS = frozenset({"relation", "relations", "relationship", "tie", "ties"})
"""Nouns that name a relation even where no side stands beside them; "tension" may be anyone's."""
OF_PEACE = frozenset({"relation", "conflict", "talks", "deal", "situation"})
GENERAL_HOPES = frozenset({"progress", "momentum", "headway"})
FIGHTING = frozenset({"conflict", "attack"})
CONFLICT_SHARE = 0.3
"""Nouns of conflict a sentence from which a text is about a conflict, also one inside one country."""
DIPLOMATIC = frozenset({"relation", "conflict", "attack", "talks", "deal", "plan"})
DIPLOMATIC_SHARE = 0.7
"""Nouns of conflict and talks a sentence from which a text is about little else."""
NAMED_SHARE = 0.4
"""Share of sentences that name a state, its bodies or an armed group from which a text is about their affairs."""
SHORT = 3
"""Sentences up to which a text that names one state is about its outer affairs when it speaks of talks or ties."""
HOME_SHARE = 0.75
"""Share of all mentions from which a text is about one country's own affairs, so that "talks" are its own too."""
LOOK_BACK = 8
"""Sentences one looks back for the pair last named together."""


def side_of(actor: ActorRef) -> str:
    """The state or organisation that an actor stands for in a relation."""
    return actor.affiliation or actor.country or actor.id


def is_named(mention: Mention) -> bool:
    """Whether a mention says who is meant, which "the delegations" does not."""
    return mention.basis is not MentionBasis.GENERIC


class Sides:
    """Which sides each sentence of a text names, and which pair was named together last."""

    def __init__(self, text: AnnotatedText, book: Codebook) -> None:
        heads = {m.head: m for m in text.mentions if m.basis is not MentionBasis.GENERIC}
        self._by_sentence: dict[int, dict[str, ActorRef]] = {}
        self._own: dict[str, ActorRef] = {}
        for mention in heads.values():
            for actor in mention.actors:
                if actor.kind in POLITICAL or actor.affiliation:
                    sentence = text.tokens[mention.first].sentence
                    self._by_sentence.setdefault(sentence, {}).setdefault(side_of(actor), actor)
                    if actor.id == side_of(actor):
                        self._own.setdefault(actor.id, actor)
        self._coordinated = _coordinated(text, heads)
        long = len(text.sentences) > SHORT
        density = _density(text, book, FIGHTING)
        self.home = _home(heads) if long and density < CONFLICT_SHARE else None
        states = sum(1 for named in self._by_sentence.values() if any(a.kind in POLITICAL for a in named.values()))
        self._diplomatic = self.home is None and (
            _density(text, book, DIPLOMATIC) >= DIPLOMATIC_SHARE or states >= NAMED_SHARE * len(text.sentences)
        )
        named = {side for sides in self._by_sentence.values() for side in sides}
        self.international = len(named) >= 2 or (len(named) == 1 and not long)

    def near(self, sentence: int) -> bool:
        """Whether a sentence or the one before names a side; in a text about one country, another one than that.

        A text that is full of talks and fighting needs no side beside each claim.
        """
        if self._diplomatic:
            return True
        named = [*self._by_sentence.get(sentence, {}).values(), *self._by_sentence.get(sentence - 1, {}).values()]
        return any((actor.country or actor.affiliation) != self.home for actor in named)

    def last_pair(self, sentence: int) -> tuple[ActorRef, ...]:
        """The two sides that were named together last, looking back: coordinated, or the only two of a sentence."""
        for number in range(sentence, max(-1, sentence - LOOK_BACK), -1):
            named = self._by_sentence.get(number, {})
            sides = self._coordinated.get(number) or (tuple(named) if len(named) == 2 else ())
            pair = tuple(self._own[side] for side in sides if side in self._own)
            if len(pair) == 2:
                return pair
        return ()


def _coordinated(text: AnnotatedText, heads: dict[int, Mention]) -> dict[int, tuple[str, str]]:
    """For each sentence the last two sides that it names together ("Velmora and Kestria", "their")."""
    found: dict[int, tuple[str, str]] = {}
    for index, mention in heads.items():
        token = text.tokens[index]
        first = heads.get(token.head) if token.dep == "conj" else None
        sides = [side_of(a) for m in (first, mention) if m is not None for a in m.actors]
        if len(sides) == 2 and sides[0] != sides[1]:
            found[token.sentence] = (sides[0], sides[1])
    return found


def _home(heads: dict[int, Mention]) -> str | None:
    """The country that nearly all mentions of a text belong to, or ``None``."""
    counts: dict[str, int] = {}
    for mention in heads.values():
        for actor in mention.actors:
            country = actor.country or actor.affiliation
            if country:
                counts[country] = counts.get(country, 0) + 1
    most = max(counts, key=lambda country: counts[country], default=None)
    return most if most is not None and counts[most] >= HOME_SHARE * sum(counts.values()) else None


def _density(text: AnnotatedText, book: Codebook, kinds: frozenset[str]) -> float:
    """Nouns of some kinds of topic a sentence."""
    topics = book.trend_topics
    found = sum(1 for t in text.tokens if t.pos == "NOUN" and t.lemma in topics and topics[t.lemma].kind in kinds)
    return found / max(1, len(text.sentences))


def _is_political(mention: Mention) -> bool:
    return any(actor.kind in POLITICAL or actor.affiliation for actor in mention.actors)


def backed(scene: Scene, book: Codebook, claim: Claim, sides: Sides) -> bool:
    """Whether a claim is about states, armed groups or their people, not about markets, sport or private life."""
    text = scene.text
    inside = list(phrase(text, claim.topic))
    words = {text.tokens[i].lemma for i in inside if i != claim.topic}
    whole = subtree(text, claim.topic)
    told = {i for clause in whole if text.tokens[clause].dep == "relcl" for i in subtree(text, clause)}
    below = {text.tokens[i].lemma for i in whole if i not in told}
    if below & book.words["other_matters"]:
        return False
    if (
        claim.noun.kind == "pair"
        and len({a.actor.country or side_of(a.actor) for a in actors_of(scene, claim.topic) if is_named(a.mention)})
        == 1
    ):
        return False  # two politicians of one country
    if text.tokens[claim.topic].lemma == "they" and not (
        claim.topic in scene.by_token or sides.last_pair(text.tokens[claim.topic].sentence)
    ):
        return False
    if claim.noun.kind == "hope" and not _hope_of_peace(scene, book, claim):
        return False
    if not claim.noun.weak or words & book.words["political_modifiers"]:
        return sides.international or not claim.noun.weak
    if any(i in scene.by_token and _is_political(scene.by_token[i]) for i in inside):
        return True
    if not sides.international:
        return False
    return sides.near(text.tokens[claim.token].sentence) or (sides.home is None and _said_by_official(scene, claim))


def _said_by_official(scene: Scene, claim: Claim) -> bool:
    """Whether a claim stands in the words of somebody who speaks for a state or an organisation."""
    return any(
        _is_political(argument.mention)
        for voice in scene.voices
        if any(first <= claim.token < last for first, last in voice.content)
        for argument in voice.speakers
    )


def _hope_of_peace(scene: Scene, book: Codebook, claim: Claim) -> bool:
    """Whether hope or doubt is about talks, a deal, a conflict or a relation, not about winning a seat."""
    if claim.noun.lemma in GENERAL_HOPES:
        return True
    beside = [inner for _, inner in prepositions(scene.text, claim.anchor)]  # "doubts remain *over the accord*"
    inside = [i for part in (claim.topic, *beside) for i in subtree(scene.text, part)]
    below = (topic_noun(scene.text, book, i) for i in inside if i != claim.topic)
    return any(noun is not None and noun.kind in OF_PEACE for noun in below)


def _distinct(arguments: list[Argument]) -> list[Argument]:
    seen: set[str] = set()
    kept = []
    for argument in unique(arguments):
        side = side_of(argument.actor)
        if side not in seen:
            seen.add(side)
            kept.append(argument)
    return kept


def pair_of(scene: Scene, claim: Claim, sides: Sides) -> tuple[tuple[ActorRef, ...], bool]:
    """The two whose relation a claim is about, and whether they had to be inferred; empty for other topics."""
    if claim.noun.kind not in {"relation", "pair", "conflict", "talks"}:
        return (), False
    text = scene.text
    named = _distinct(_named(scene, claim))
    if len(named) == 2:
        return tuple(a.actor for a in named), any(a.mention.inferred for a in named)
    last = sides.last_pair(text.tokens[claim.topic].sentence)
    if len(named) == 1 and claim.noun.kind in {"relation", "pair"}:
        return _completed(scene, claim, named[0], last)
    if not named and len(last) == 2 and (claim.noun.kind == "pair" or claim.noun.lemma in BARE_RELATIONS):
        return last, True
    return (), False


def _completed(
    scene: Scene, claim: Claim, one: Argument, last: tuple[ActorRef, ...]
) -> tuple[tuple[ActorRef, ...], bool]:
    """One side named: the other is the clause's subject ("its ties with Kestria"), or the last pair's other member."""
    text = scene.text
    above = text.tokens[claim.topic].head
    if is_verbal(text.tokens[above]):
        others = [
            a for s in subjects(text, above) for a in actors_of(scene, s) if side_of(a.actor) != side_of(one.actor)
        ]
        if others:
            return (others[0].actor, one.actor), True
    rest = [actor for actor in last if side_of(actor) != side_of(one.actor)]
    if len(last) == 2 and len(rest) == 1:
        return (one.actor, rest[0]), True
    return (), False


def _named(scene: Scene, claim: Claim) -> list[Argument]:
    """Actors that the topic's phrase names as its sides."""
    text, topic = scene.text, claim.topic
    if claim.noun.kind == "pair":
        return actors_of(scene, topic)
    found: list[Argument] = []
    owner = child(text, topic, "poss")
    if owner is not None:
        found += _members(scene, owner)
    for below in dependents(text, topic, "amod", "compound", "nmod"):
        found += _members(scene, below)
    pairs = list(prepositions(text, topic))
    for wanted in BETWEEN:
        for prep, inner in pairs:
            if prep == wanted:
                found += _members(scene, inner)
    return found


def _members(scene: Scene, index: int) -> list[Argument]:
    """Actors of a token, of what is coordinated with it, and of the compounds before it ("U.S.-Israel relations")."""
    text = scene.text
    found: list[Argument] = []
    for member in with_conjuncts(text, index):
        for below in dependents(text, member, "compound", "nmod", "amod"):
            mention = scene.by_token.get(below)
            if mention is not None and mention is not scene.by_token.get(member):
                found += [Argument(actor=actor, mention=mention, direct=False) for actor in mention.actors]
        mention = mention_at(scene, member) or scene.by_token.get(member)
        if mention is not None:
            found += [Argument(actor=actor, mention=mention) for actor in mention.actors]
        else:
            found += actors_of(scene, member, ("of",))
    return found

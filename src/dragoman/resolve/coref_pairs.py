"""Descriptions of two: "the two countries", "both sides", "the two leaders", "the former", "the latter"."""

from __future__ import annotations

from collections import Counter

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_candidates import Candidate, Sort
from dragoman.resolve.coref_discourse import Discourse, inferred
from dragoman.resolve.coref_lexicon import Descriptor

PAIR_WINDOW = 3
"""Sentences back within which the two are looked for."""
ANTECEDENT_WINDOW = 12
"""Sentences back within which the mention to show for one of a pair is looked for; who it is has been settled."""
ENOUGH_NAMED = 2
"""Times that each of a report's principal pair must have been named before."""
PRINCIPALS = frozenset({"side", "party"})
"""Nouns that mean the two of a dispute without saying "two" ("urged the parties to show restraint")."""
SIDES = frozenset(
    {
        ActorKind.STATE,
        ActorKind.GOVERNMENT,
        ActorKind.ARMED_GROUP,
        ActorKind.PARTY,
        ActorKind.MILITARY,
        ActorKind.GROUP,
        ActorKind.UNKNOWN,
        ActorKind.IGO,
        ActorKind.POPULATION,
        ActorKind.REGION,
    }
)


def _as_wanted(discourse: Discourse, found: Candidate, wanted: str) -> tuple[ActorRef, ...]:
    """The actors of a candidate as the kind that the description asks for; empty if they are none."""
    if wanted == "person":
        return (
            found.actors
            if found.sort is Sort.PERSON
            or (found.sort is Sort.PEOPLE and all(a.kind is ActorKind.PERSON for a in found.actors))
            else ()
        )
    refs = []
    for actor in found.actors:
        if actor.id.startswith("/"):
            return ()
        if wanted == "state":
            if (
                actor.country is None
                or len(actor.country) != 3
                or actor.kind in {ActorKind.IGO, ActorKind.ARMED_GROUP, ActorKind.NGO}
            ):
                return ()
            refs.append(actor if actor.kind is ActorKind.STATE else discourse.state(actor.country))
        elif actor.kind in SIDES:
            refs.append(actor)
        elif actor.kind in {ActorKind.PERSON, ActorKind.OFFICE} and actor.country and actor.sector == "GOV":
            refs.append(discourse.state(actor.country))
        else:
            return ()
    return tuple({ref.id: ref for ref in refs}.values())


def _wanted(entry: Descriptor) -> str:
    if entry.refers in {"person", "persons"}:
        return "person"
    if entry.refers in {"state", "states", "organ"}:  # "the two governments", "both armies": whose they are
        return "state"
    return "side"


def resolve_pair(discourse: Discourse, head: int, entry: Descriptor, two: bool, plural: bool) -> Candidate | None:
    """The two that a description means: a coordination, the only two of the nearest sentence, or the last pair.

    ``two`` is true when the text says "two" or "both"; otherwise a plural noun is taken for two only after such a pair.
    Where the nearest sentences name others too, the two that the report is mostly about are meant.
    """
    if (not plural and entry.refers != "persons") or (entry.refers == "organ" and not two):
        return None
    wanted = _wanted(entry)
    for pair in discourse.groups_before(head, PAIR_WINDOW):
        actors = _as_wanted(discourse, pair, wanted)
        if len(actors) == 2:
            return _keep(discourse, pair._replace(actors=actors, key=tuple(a.id for a in actors)))
    sentence = discourse.text.tokens[head].sentence
    for number in range(sentence, max(-1, sentence - PAIR_WINDOW - 1), -1):
        found = _pair_of_sentence(discourse, number, head, wanted)
        if found is not None:
            return _keep(discourse, found)
    for pair in reversed(discourse.pairs):
        actors = _as_wanted(discourse, pair, wanted)
        if len(actors) == 2:
            return pair._replace(actors=actors)
    if (two or entry.noun in PRINCIPALS) and wanted != "person":
        return _principal_pair(discourse, head, wanted)
    return None


def _principal_pair(discourse: Discourse, head: int, wanted: str) -> Candidate | None:
    """The two that the text has named most up to here, if they stand out; not who speaks to them in the sentence."""
    named: Counter[str] = Counter()
    refs: dict[str, tuple[ActorRef, Candidate]] = {}
    sentence = discourse.text.tokens[head].sentence
    beside = {a.affiliation or a.id for c in discourse.said[sentence] if c.head < head for a in c.actors}
    for number in range(sentence):
        for found in discourse.said[number]:
            for actor in _as_wanted(discourse, found, wanted):
                named[actor.id] += 1
                refs.setdefault(actor.id, (actor, found))
    ranked = [key for key, _ in named.most_common() if key not in beside]
    if len(ranked) < 2 or named[ranked[1]] < ENOUGH_NAMED:
        return None
    third = named[ranked[2]] if len(ranked) > 2 else 0
    if named[ranked[1]] <= third:
        return None
    pair = sorted(ranked[:2], key=lambda key: refs[key][1].head)
    first = refs[pair[0]][1]
    actors = tuple(refs[key][0] for key in pair)
    return first._replace(key=tuple(pair), actors=actors, sort=Sort.PEOPLE, plural=True, gender=None)


def _keep(discourse: Discourse, pair: Candidate) -> Candidate:
    discourse.pairs.append(pair)
    return pair


def _pair_of_sentence(discourse: Discourse, number: int, before: int, wanted: str) -> Candidate | None:
    refs: dict[str, ActorRef] = {}
    first: Candidate | None = None
    for found in discourse.said[number]:
        if found.head >= before:
            continue
        for actor in _as_wanted(discourse, found, wanted):
            refs.setdefault(actor.id, actor)
            first = first or found
    if first is None or len(refs) != 2:
        return None
    actors = tuple(refs.values())
    return first._replace(key=tuple(refs), actors=actors, sort=Sort.PEOPLE, plural=True, gender=None)


def resolve_ordinal(discourse: Discourse, index: int) -> Mention | None:
    """ "The former" and "the latter": of the last two actors named together."""
    token = discourse.text.tokens[index]
    if index == 0 or discourse.text.tokens[index - 1].text.lower() != "the" or token.dep in {"amod", "compound"}:
        return None
    following = discourse.text.tokens[index + 1] if index + 1 < len(discourse.text.tokens) else None
    if following is not None and following.pos in {"NOUN", "PROPN", "ADJ", "NUM"}:
        return None
    for pair in discourse.groups_before(index, 1):
        if len(pair.actors) == 2:
            return _ordinal(discourse, index, pair.actors, pair.head)
    sentence = token.sentence
    for number in (sentence, sentence - 1):
        named = [c for c in discourse.said[number] if c.head < index and not c.adjectival] if number >= 0 else []
        refs = {c.key: c for c in named}
        if len(refs) == 2:
            chosen = list(refs.values())[token.text.lower() == "latter"]
            return _ordinal(discourse, index, chosen.actors * 2, chosen.head)
    return None


def _ordinal(discourse: Discourse, index: int, actors: tuple[ActorRef, ...], head: int) -> Mention:
    actor = actors[discourse.text.tokens[index].text.lower() == "latter"]
    found = next((c for c in discourse.recent(index, ANTECEDENT_WINDOW) if c.key == (actor.id,)), None)
    return Mention(
        first=index - 1,
        last=index + 1,
        head=index,
        actors=inferred((actor,)),
        basis=MentionBasis.COREFERENCE,
        inferred=True,
        antecedent=found.head if found is not None else head,
    )

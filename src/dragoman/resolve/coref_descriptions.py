"""Definite descriptions of persons and groups: "the secretary", "the militant group", "the rebels".

A description refers back when it is definite, nothing restricts it to something new ("another", "the group that ..."),
and an earlier actor fits its noun.
"""

from __future__ import annotations

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_bodies import (
    resolve_body,
    resolve_counterpart,
    resolve_owned,
    resolve_state,
    same_noun,
)
from dragoman.resolve.coref_candidates import Candidate, Sort
from dragoman.resolve.coref_discourse import Discourse, Key
from dragoman.resolve.coref_lexicon import Descriptor, key_of
from dragoman.resolve.coref_pairs import resolve_pair
from dragoman.resolve.coref_phrases import (
    Phrase,
    countries_in,
    descriptors_of,
    is_part_of_name,
    is_restricted,
    noun_of,
    phrase_at,
    reference,
)
from dragoman.syntax import child

PERSON_DECAY = 0.75
UNTITLED_WINDOW = 3
"""Sentences back within which a person of whom no title is known may be described by one."""
GROUP_DECAY = 0.7
GROUP_WINDOW = 8
GROUP_LEAST = 80.0
"""Weight of a group that only modifies a noun ("the Hamas attack"): a description takes it up as well as a name."""
GROUP_SHARES = {ActorKind.UNKNOWN: 0.4, ActorKind.IGO: 0.6, ActorKind.COMPANY: 0.8}
"""Kinds that a noun fits less well where another is near."""
FIGHTERS = frozenset({"armed_group"})
"""Kinds of the nouns for an armed group's people ("the rebels"), which may refer to the group."""
FORCES = frozenset({"MIL", "COP", "GOV", "BUS"})
"""Sectors that "group" and "movement" never refer to."""
APPOSED_AFTER = frozenset({",", "the", "a", "an", "(", "-", "--", "—"})
NAMED_OFFICES = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "foreign_minister",
        "defence_minister",
        "interior_minister",
        "finance_minister",
        "ruler",
    }
)
"""Offices of which a state has one, so that its country alone tells which is meant."""
PUBLIC_SECTORS = frozenset({"GOV", "LEG", "MIL", "IGO", "OPP", "PTY"})
PAIR_NOUNS = frozenset({"pair", "duo"})
DEPUTIES = frozenset({"vice", "deputy"})


def resolve_description(discourse: Discourse, head: int, mention: Mention | None) -> Mention | None:
    """The mention of a description that refers back, or ``None`` to leave it as it was."""
    text = discourse.text
    phrase = phrase_at(discourse, head, mention)
    owner = child(text, head, "poss")
    apposed = text.tokens[head].dep == "appos" or child(text, head, "appos") is not None
    if owner is None and not phrase.definite and not apposed:
        return None
    noun = noun_of(discourse, phrase)
    if noun == "counterpart":
        return resolve_counterpart(discourse, phrase)
    if apposed:
        beside = _apposed(discourse, phrase, descriptors_of(discourse, phrase, noun, True))
        if beside is not None:
            return beside
    entries = descriptors_of(discourse, phrase, noun, False)
    if is_part_of_name(discourse, phrase):
        return None
    if owner is not None:
        return resolve_owned(discourse, phrase, owner, entries)
    if not phrase.definite or any(entry.refers == "none" for entry in entries) or is_restricted(discourse, phrase):
        return None
    found = _definite(discourse, phrase, entries)
    if found is None or (mention is not None and found.actors[0].id == mention.actors[0].id):
        return None
    return found


def _definite(discourse: Discourse, phrase: Phrase, entries: tuple[Descriptor, ...]) -> Mention | None:
    paired = discourse.lexicon.words["paired"]
    two = phrase.determiner == "both" or not paired.isdisjoint(phrase.words)
    for entry in entries:
        found = _by_entry(discourse, phrase, entry, two)
        if found is not None:
            return found
    return None if two else same_noun(discourse, phrase)


def _by_entry(discourse: Discourse, phrase: Phrase, entry: Descriptor, two: bool) -> Mention | None:
    if two or entry.refers in {"sides", "states"} or entry.noun in PAIR_NOUNS:
        pair = resolve_pair(discourse, phrase.head, entry, two, phrase.plural)
        return reference(phrase, pair.actors, pair.head) if pair is not None else None
    if entry.refers == "person":
        return None if phrase.plural else _person(discourse, phrase, entry)
    if entry.refers == "group":
        return _group(discourse, phrase, entry)
    if entry.refers == "state":
        named = phrase.mention is not None and phrase.mention.actors[0].country is not None
        return None if phrase.plural or named else resolve_state(discourse, phrase, entry)
    if entry.refers == "organ":
        return same_noun(discourse, phrase) or resolve_body(discourse, phrase)
    return None


def _apposed(discourse: Discourse, phrase: Phrase, entries: tuple[Descriptor, ...]) -> Mention | None:
    """A description beside its name: "Lund, the minister," and "the minister, Ada Lund,"."""
    tokens = discourse.text.tokens
    if phrase.plural or phrase.generic is None or not entries or entries[0].refers not in {"person", "group", "state"}:
        return None
    named: Mention | None = None
    if tokens[phrase.head].dep == "appos" and phrase.first and tokens[phrase.first - 1].text in APPOSED_AFTER:
        named = discourse.mention_at.get(tokens[phrase.head].head)
    if named is None:
        after = child(discourse.text, phrase.head, "appos")
        if after is not None and phrase.last <= after <= phrase.last + 4 and tokens[phrase.last].text == ",":
            named = discourse.original.get(after)
            if named is not None and named.basis is MentionBasis.GENERIC:
                return None
    if named is None or not named.actors or not _fits(entries[0], named.actors[0]):
        return None
    if entries[0].refers == "person":
        discourse.persons.add(tuple(actor.id for actor in named.actors))
    return reference(phrase, named.actors, named.head)


def _fits(entry: Descriptor, actor: ActorRef) -> bool:
    """Whether a noun can describe an actor, by kind and sector."""
    if entry.refers in {"person", "persons"}:
        same = not entry.gender or not actor.gender or entry.gender == actor.gender
        return same and (actor.kind is ActorKind.PERSON or actor.kind is ActorKind.UNKNOWN)
    if entry.refers == "state":
        return actor.kind is ActorKind.STATE
    if entry.kinds and actor.kind.value not in entry.kinds:
        return False
    if not entry.sectors:
        return actor.kind is not ActorKind.GROUP or actor.sector not in FORCES
    return actor.sector is None or actor.sector in entry.sectors or actor.kind is ActorKind.ARMED_GROUP


def _person(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    """The person with that title: the best known to have it, then the most prominent."""
    sentence = discourse.text.tokens[phrase.head].sentence
    countries = countries_in(discourse, phrase)
    former = not discourse.lexicon.words["former"].isdisjoint(phrase.words)
    narrower = _compounds(discourse, phrase, entry)
    scores: dict[Key, float] = {}
    levels: dict[Key, int] = {}
    last: dict[Key, Candidate] = {}
    for found in discourse.recent(phrase.head, sentence):
        if found.sort is not Sort.PERSON or len(found.actors) > 1:
            continue
        gender = found.gender or discourse.genders.get(found.key)
        if (entry.gender and gender and gender != entry.gender) or (
            countries and found.actors[0].country not in countries
        ):
            continue
        level = _title_level(discourse, found, entry, former)
        if level == 0 or (level == 1 and sentence - found.sentence > UNTITLED_WINDOW):
            continue
        if narrower and not any(f"{narrower} {entry.noun}" in title for title in discourse.about(found)[0]):
            continue
        fade = PERSON_DECAY ** (sentence - found.sentence)
        scores[found.key] = scores.get(found.key, 0.0) + found.weight * fade
        levels[found.key] = max(level, levels.get(found.key, 0))
        last.setdefault(found.key, found)
    if not scores:
        one = entry.offices & NAMED_OFFICES
        return resolve_body(discourse, phrase) if one and len(entry.offices) == 1 and not countries else None
    key = max(scores, key=lambda k: (levels[k], scores[k]))
    if not former and entry.noun not in discourse.titles[key]:
        discourse.titles[key].append(entry.noun)
    return reference(phrase, last[key].actors, last[key].head)


def _compounds(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> str:
    """Nouns that narrow a title down ("the *committee* chairman"), which the person's title must have too."""
    own = entry.noun.split()
    return " ".join(
        token.text.lower()
        for token in discourse.text.tokens[phrase.first : phrase.head]
        if token.tag == "NN" and token.dep == "compound" and token.text.lower() not in own
    )


def _title_level(discourse: Discourse, found: Candidate, entry: Descriptor, former: bool) -> int:
    """3 for a title in the same words, 2 for the same office, 1 when nothing is known against it, 0 else."""
    actor = found.actors[0]
    if actor.kind is not ActorKind.PERSON and actor.kind is not ActorKind.UNKNOWN:
        own = actor.id.rsplit("/", 1)[-1]
        if own == key_of(entry.noun) and not actor.id.startswith("/"):
            return 3
        if actor.kind is ActorKind.POPULATION:
            return 0
    titles, offices = discourse.about(found)
    past = discourse.lexicon.words["former"]
    for title in titles:
        padded = f" {title} "
        for wanted in entry.titles:
            at = padded.find(f" {wanted} ")
            before = padded[:at].split()[-1:] if at >= 0 else []
            if at >= 0 and past.isdisjoint(before) is not former and DEPUTIES.isdisjoint(before):
                return 3 if wanted == entry.noun else 2
    if entry.offices & offices and not former:
        return 2
    if former or any(titles) or actor.kind is not ActorKind.PERSON:
        return 0
    return 1 if entry.offices and actor.sector in PUBLIC_SECTORS else 0


def _group(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    """The group that fits: one named in the phrase ("the Hamas movement"), else the most prominent one lately."""
    for index in range(phrase.first, phrase.head):
        inner = discourse.mention_at.get(index)
        named = inner is not None and inner.adjectival and inner.actors[0].kind is not ActorKind.STATE
        if inner is not None and named and _fits(entry, inner.actors[0]):
            return reference(phrase, inner.actors, inner.head)
    same = same_noun(discourse, phrase) if phrase.plural else None
    if same is not None:
        return same
    sentence = discourse.text.tokens[phrase.head].sentence
    countries = countries_in(discourse, phrase)
    parent = phrase.mention.actors[0].id.split("/")[0] if phrase.mention is not None else ""
    scores: dict[Key, float] = {}
    last: dict[Key, Candidate] = {}
    for found in discourse.recent(phrase.head, GROUP_WINDOW):
        actor = found.actors[0]
        if not _may_be_group(discourse, found, phrase, entry) or actor.id == parent:
            continue
        if countries and actor.country is not None and actor.country not in countries:
            continue
        fade = GROUP_DECAY ** (sentence - found.sentence) * GROUP_SHARES.get(actor.kind, 1.0)
        scores[found.key] = scores.get(found.key, 0.0) + max(found.weight, GROUP_LEAST) * fade
        last.setdefault(found.key, found)
    if not scores:
        return None
    key = max(scores, key=lambda k: scores[k])
    return reference(phrase, last[key].actors, last[key].head)


def _may_be_group(discourse: Discourse, found: Candidate, phrase: Phrase, entry: Descriptor) -> bool:
    actor = found.actors[0]
    if len(found.actors) > 1 or actor.id.startswith("/") or not _fits(entry, actor):
        return False
    if phrase.plural and found.plural is False and entry.kinds != FIGHTERS:
        return False
    if not phrase.plural and found.plural is True:
        return False
    return actor.kind is not ActorKind.UNKNOWN or (found.collective and found.key not in discourse.genders)

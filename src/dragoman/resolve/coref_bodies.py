"""States and their bodies: "the country", "the government", "its army", "the Lund administration", counterparts."""

from __future__ import annotations

from dataclasses import replace

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_candidates import Candidate
from dragoman.resolve.coref_discourse import Discourse
from dragoman.resolve.coref_lexicon import Descriptor, key_of
from dragoman.resolve.coref_phrases import Phrase, reference
from dragoman.syntax import child, subjects
from dragoman.syntax import phrase as phrase_below

STATE_DECAY = 0.6
STATE_MINIMUM = 10.0
STATE_MARGIN = 1.25
"""How far the most salient state must lead the next before a body is given to it; without a margin the army and the
government of a text on two states were often the wrong one's."""
SAME_NOUN_WINDOW = 8
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
OWNED_SECTORS = STATE_SECTORS | {"CVL", "OPP", "REB", "PTY", "REL", "SOC", "LAB"}
PUBLIC_SECTORS = STATE_SECTORS | {"PTY", "OPP", "ELI"}
"""Sectors of persons who speak for their country."""
STATE_LIKE = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.PERSON, ActorKind.OFFICE})
OWNING_KINDS = frozenset({ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.IGO, ActorKind.NGO})
PERSONS = frozenset({ActorKind.PERSON, ActorKind.OFFICE})


def resolve_state(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    """ "The country": the state that the text is about just then, other than the one that acts on it."""
    country = _last_named(discourse, phrase.head) if phrase.determiner == "that" else None
    if country is None:
        country = _salient(discourse, phrase.head, False, entry.members, _acting(discourse, phrase.head))
    if country is None:
        return None
    return reference(phrase, (discourse.state(country),), _mention_of(discourse, phrase.head, country))


def resolve_body(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """ "The government": that of the person or state named in the phrase, else of the state the text is about."""
    if phrase.generic is None:
        return None
    for index in range(phrase.first, phrase.head):
        inner = discourse.mention_at.get(index)
        if inner is not None and inner.adjectival and inner.actors[0].kind is ActorKind.PERSON:
            country = inner.actors[0].country
            return _of_state(discourse, phrase, country, inner.head) if country is not None else None
    country = _salient(discourse, phrase.head, True, frozenset(), frozenset())
    if country is None:
        return None
    return _of_state(discourse, phrase, country, _mention_of(discourse, phrase.head, country))


def same_noun(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """The same noun with a country shortly before: "Syrian rebels ... *the rebels*"."""
    if phrase.generic is None:
        return None
    own = phrase.generic.id
    for found in discourse.recent(phrase.head, SAME_NOUN_WINDOW):
        actor = found.actors[0]
        same = actor.id.endswith(own) and actor.id != own and len(found.actors) == 1
        if same and (found.plural is True) == phrase.plural:
            return reference(phrase, found.actors, found.head)
    return None


def _last_named(discourse: Discourse, head: int) -> str | None:
    """The state named last before a token in its sentence: what "that country" points at."""
    named = [found for found in discourse.recent(head, 0) if found.actors[0].kind is ActorKind.STATE]
    return max(named, key=lambda found: found.head).actors[0].country if named else None


def _acting(discourse: Discourse, head: int) -> frozenset[str]:
    """Countries in the subject of a verb whose object is abroad ("the US could invade *the country*")."""
    text = discourse.text
    token = text.tokens[head]
    if token.dep != "dobj" or text.tokens[token.head].lemma not in discourse.lexicon.cues["abroad"]:
        return frozenset()
    acting = [discourse.original.get(i) for subject in subjects(text, token.head) for i in phrase_below(text, subject)]
    return frozenset(actor.country for mention in acting if mention for actor in mention.actors if actor.country)


def _salient(
    discourse: Discourse, head: int, bodies: bool, members: frozenset[str], barred: frozenset[str]
) -> str | None:
    """The state that the text is about; where a body is meant, only one that leads the next by a margin."""
    scores = discourse.countries(head, STATE_DECAY, bodies)
    ranked = sorted(
        ((score, code) for code, score in scores.items() if code not in barred and (not members or code in members)),
        reverse=True,
    )
    if not ranked or ranked[0][0] < STATE_MINIMUM:
        return None
    if bodies and len(ranked) > 1 and ranked[0][0] < STATE_MARGIN * ranked[1][0]:
        return None
    return ranked[0][1]


def _mention_of(discourse: Discourse, before: int, country: str) -> int | None:
    for found in discourse.recent(before, discourse.text.tokens[before].sentence):
        if any(actor.country == country for actor in found.actors):
            return found.head
    return None


def _of_state(discourse: Discourse, phrase: Phrase, country: str, antecedent: int | None) -> Mention | None:
    """A generic body as that of a state."""
    generic = phrase.generic
    if generic is None:
        return None
    _, adjective = discourse.naming(country)
    name = f"{adjective} {generic.name}"
    ref = replace(generic, id=f"{country}{generic.id}", name=name, country=country, affiliation=country, inferred=True)
    return reference(phrase, (ref,), antecedent)


def resolve_owned(discourse: Discourse, phrase: Phrase, owner: int, entries: tuple[Descriptor, ...]) -> Mention | None:
    """A noun that an actor owns: "its army", "his government", "the group's fighters", "his country"."""
    held = discourse.mention_at.get(owner)
    if held is None or len(held.actors) != 1:
        return None
    actor = held.actors[0]
    antecedent = held.antecedent if held.antecedent is not None else held.head
    if actor.kind in PERSONS and actor.sector not in PUBLIC_SECTORS:
        return None
    if any(entry.refers == "state" for entry in entries):
        if phrase.plural or actor.kind not in PERSONS or actor.country is None:
            return None
        return reference(phrase, (discourse.state(actor.country),), antecedent)
    generic = phrase.generic
    if generic is None or generic.sector not in (STATE_SECTORS if actor.kind in PERSONS else OWNED_SECTORS):
        return None
    if discourse.text.tokens[phrase.head].lemma in discourse.lexicon.words["not_owned"]:
        return None
    if held.basis is not MentionBasis.COREFERENCE and actor.kind not in PERSONS:
        return None
    if actor.kind in STATE_LIKE:
        return _of_state(discourse, phrase, actor.country, antecedent) if actor.country is not None else None
    if actor.kind in OWNING_KINDS:
        name = f"{actor.name} {generic.name}"
        ref = replace(
            generic,
            id=f"{actor.id}{generic.id}",
            name=name,
            country=actor.country,
            affiliation=actor.affiliation or actor.name,
            inferred=True,
        )
        return reference(phrase, (ref,), antecedent)
    return None


def resolve_counterpart(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """ "His Russian counterpart": the same office in that country, its holder unknown."""
    mention = phrase.mention
    owner = child(discourse.text, phrase.head, "poss")
    if mention is None or owner is None or len(mention.actors) != 1 or mention.actors[0].country is None:
        return None
    held = discourse.mention_at.get(owner)
    person = discourse.latest(tuple(a.id for a in held.actors), owner) if held is not None and held.actors else None
    title = _office_title(discourse, person) if person is not None else ""
    if held is None or not title:
        return None
    country = mention.actors[0].country
    _, adjective = discourse.naming(country)
    ref = ActorRef(
        id=f"{country}/GOV/{key_of(title)}",
        name=f"{adjective} {title}{'s' if phrase.plural else ''}",
        kind=ActorKind.OFFICE,
        country=country,
        sector="GOV",
        affiliation=country,
        inferred=True,
    )
    return reference(phrase, (ref,), held.antecedent if held.antecedent is not None else held.head)


def _office_title(discourse: Discourse, person: Candidate) -> str:
    """The plain name of a person's office, which other countries have too."""
    _, offices = discourse.about(person)
    names = (discourse.lexicon.office_names.get(office) for office in sorted(offices))
    return next((name for name in names if name), "")

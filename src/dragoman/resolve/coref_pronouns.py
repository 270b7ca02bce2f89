"""Third-person pronouns: who agrees, who is barred, who is most prominent.

The ranking adds up the prominence of an entity's mentions, halved with each sentence (Lappin and Leass 1994), then
adjusts for parallel roles, coordination, and whether the verb or the owned noun asks for an actor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_binding import barred, verb_above
from dragoman.resolve.coref_candidates import ROLE_WEIGHTS, Candidate, Sort, candidate, role_of
from dragoman.resolve.coref_discourse import Discourse, Key, inferred
from dragoman.resolve.coref_lexicon import Pronoun
from dragoman.resolve.coref_pleonastic import is_pleonastic
from dragoman.syntax import MAX_CLIMB, child, subjects

DECAY = 0.5
LOCAL_DECAY = 0.4
"""Fading with each sentence for "he" and "she", and for "it" and "they", whose antecedents are nearer."""
REPEATED = 0.3
"""How much an entity's other mentions add to its most prominent one. With 1.0, as in the original, whoever the text is
about won over the subject of the last sentence."""
PERSON_WINDOW = 6
OTHER_WINDOW = 3
PARALLEL = 20.0
COORDINATED = 250.0
""""Kestria and *its* ally", which beats even the subject of the clause."""
SPEAKER = 100.0
"""Who says the clause that the pronoun is the subject of: "Lund told Berg *she* would"."""
JUDGED = 150.0
"""Object of a verb that says what it did: "praised Lund for *her* speech"."""
OWN_SUBJECT = 110.0
"""Possessive whose clause has the candidate as subject: "Kestria withdrew *its* troops"."""
KNOWN_GENDER = 25.0
UNKNOWN_SORT = -60.0
UNKNOWN_BODY = -90.0
"""An unknown name that nothing shows to be an organisation's, for "it" and "they": most are persons."""
SINGULAR_THEY = -80.0
QUOTED = -50.0
"""A candidate inside a quote for a pronoun outside it, and the other way round."""
CATAPHOR = 150.0
NOT_AGENTIVE = -90.0
"""A thing as the subject of "said", the object of "accused" or the owner of "troops"."""
FITTING = 30.0
LEAST = 40.0
"""Prominence needed for "it" and "they", and for an unknown name that may be no person's; below it no guess is made.
All of these are on the scale of ``coref_candidates.ROLE_WEIGHTS``; ``coreference`` says on what texts they were set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """Where a pronoun stands.

    Attributes:
        case: subject, object, possessive or reflexive.
        role: grammatical role of the pronoun.
        agentive: whether an actor must stand there, by the verb or the owned noun.
        sorts: sorts of actors that fit best there.
        subjects: subjects of its clause, for a possessive.
    """

    index: int
    sentence: int
    pronoun: Pronoun
    case: str
    role: str
    agentive: bool
    sorts: frozenset[str]
    subjects: frozenset[int]


@dataclass(slots=True)
class _Entry:
    """An entity in the running: its last mention, its most prominent one, and all of them together."""

    best: Candidate
    top: float = 0.0
    total: float = 0.0
    barred: bool = False

    @property
    def score(self) -> float:
        return self.top + REPEATED * (self.total - self.top)

    def add(self, found: Candidate, weight: float) -> None:
        self.top = max(self.top, weight)
        self.total += weight
        if found.head > self.best.head:
            self.best = found


def resolve_pronoun(discourse: Discourse, index: int, pronoun: Pronoun) -> Mention | None:
    """The mention a pronoun makes, or ``None`` if it stands for no actor or for nobody the text tells."""
    text = discourse.text
    case = _case(discourse, index, pronoun)
    if pronoun.gender and _is_either(discourse, index):
        return None
    if pronoun.form == "it" and (is_pleonastic(text, index, discourse.lexicon) or _is_called_thing(discourse, index)):
        return None
    find = _subject if case == "reflexive" else _best
    found = find(discourse, _slot(discourse, index, pronoun, case))
    if found is None:
        return None
    if not found.actors:
        role, _ = role_of(text, index, discourse.lexicon)
        discourse.enter_thing(found, index, role, ROLE_WEIGHTS[role])
        return None
    discourse.models[index] = found
    if pronoun.gender and found.gender is None:
        discourse.genders[found.key] = pronoun.gender
    return Mention(
        first=index,
        last=index + 1,
        head=index,
        actors=inferred(found.actors),
        basis=MentionBasis.COREFERENCE,
        inferred=True,
        antecedent=found.head,
    )


def _is_either(discourse: Discourse, index: int) -> bool:
    """True in "he or she", which means anybody."""
    tokens = discourse.text.tokens
    around = [tokens[i] for i in (index - 2, index - 1, index + 1, index + 2) if 0 <= i < len(tokens)]
    words = [token.text.lower() for token in around]
    return "or" in words and any(discourse.lexicon.pronouns.get(word) is not None for word in words)


def _is_called_thing(discourse: Discourse, index: int) -> bool:
    """True for an "it" that is said to be something no actor is ("it was the largest demonstration")."""
    text = discourse.text
    token = text.tokens[index]
    if token.dep != "nsubj" or text.tokens[token.head].lemma not in {"be", "become"}:
        return False
    attribute = child(text, token.head, "attr")
    return (
        attribute is not None
        and text.tokens[attribute].pos == "NOUN"
        and text.tokens[attribute].lemma not in discourse.lexicon.descriptors
    )


def _case(discourse: Discourse, index: int, pronoun: Pronoun) -> str:
    token = discourse.text.tokens[index]
    if pronoun.form == "her" and token.tag != "PRP$" and token.dep != "poss":
        return "object"
    return "subject" if pronoun.form == "it" and token.dep.startswith("nsubj") else pronoun.case


def agrees(discourse: Discourse, found: Candidate, pronoun: Pronoun) -> bool:
    """Number, gender and kind."""
    sort = found.sort
    if pronoun.gender:
        if sort is Sort.UNKNOWN:
            if found.adjectival or found.collective:
                return False
        elif sort is not Sort.PERSON:
            return False
        gender = found.gender or discourse.genders.get(found.key)
        return found.plural is not True and (gender is None or gender == pronoun.gender)
    if sort is Sort.PERSON:
        return False
    if sort is Sort.UNKNOWN and (found.key in discourse.genders or found.key in discourse.persons):
        return False
    if pronoun.plural:
        return sort is not Sort.THING or found.plural is not False
    return sort is not Sort.PEOPLE and found.plural is not True


def _slot(discourse: Discourse, index: int, pronoun: Pronoun, case: str) -> _Slot:
    text = discourse.text
    role, _ = role_of(text, index, discourse.lexicon)
    agentive, sorts = _cue(discourse, index, case)
    verb, _ = verb_above(text, index)
    own = subjects(text, verb) if case in {"possessive", "reflexive"} else []
    if case == "possessive":
        own = [*own, *(i for i in text.children[verb] if text.tokens[i].dep in {"nsubj", "nsubjpass"})]
    return _Slot(
        index=index,
        sentence=text.tokens[index].sentence,
        pronoun=pronoun,
        case=case,
        role=role,
        agentive=agentive,
        sorts=sorts,
        subjects=frozenset(own),
    )


def _cue(discourse: Discourse, index: int, case: str) -> tuple[bool, frozenset[str]]:
    """Whether the pronoun stands where an actor must, and the sorts of actors that fit best."""
    text = discourse.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    slot = ""
    if case == "possessive":
        slot = "owner"
    elif token.dep == "nsubj":
        slot = "subject"
    elif token.dep == "pobj" and above.dep == "agent":
        slot, above = "subject", text.tokens[above.head]
    elif token.dep in {"dobj", "nsubjpass", "dative"}:
        slot = "object"
    sorts = discourse.lexicon.cues[slot].get(above.lemma) if slot else None
    return sorts is not None, sorts or frozenset()


def _subject(discourse: Discourse, slot: _Slot) -> Candidate | None:
    """The subject that a reflexive refers to."""
    for found in discourse.recent(slot.index, 0):
        if found.head in slot.subjects and agrees(discourse, found, slot.pronoun):
            return found
    return None


def _pool(discourse: Discourse, slot: _Slot) -> Iterable[Candidate]:
    if slot.pronoun.gender:
        yield from discourse.recent(slot.index, PERSON_WINDOW)
        return
    yield from discourse.recent(slot.index, OTHER_WINDOW)
    yield from discourse.things_before(slot.index, OTHER_WINDOW)
    if slot.pronoun.plural:
        yield from discourse.groups_before(slot.index, OTHER_WINDOW)


def _best(discourse: Discourse, slot: _Slot) -> Candidate | None:
    """The last mention of the entity that ranks highest, or ``None`` if none is left or prominent enough."""
    entries = _entries(discourse, slot)
    _add_following(discourse, slot, entries)
    ranked = [
        (entry.score + _adjust(discourse, slot, entry.best), -abs(slot.index - entry.best.head), key)
        for key, entry in entries.items()
        if not entry.barred
    ]
    if not ranked:
        return None
    score, _, key = max(ranked)
    best = entries[key].best
    if score < LEAST and (not slot.pronoun.gender or best.sort is Sort.UNKNOWN):
        return None
    return best


def _entries(discourse: Discourse, slot: _Slot) -> dict[Key, _Entry]:
    """Entities that agree with a pronoun; one with a barred mention is barred as a whole."""
    closed = barred(discourse.text, slot.index, slot.case)
    quote = discourse.quotes.at(slot.index)
    closed |= discourse.quotes.speakers.get(quote, frozenset()) if quote else frozenset()
    decay = DECAY if slot.pronoun.gender else LOCAL_DECAY
    entries: dict[Key, _Entry] = {}
    for found in _pool(discourse, slot):
        wide = found.last - found.first > 1
        if found.head in closed or (wide and not closed.isdisjoint(range(found.first, found.last))):
            entries[found.key] = _Entry(best=found, barred=True)
            continue
        if not agrees(discourse, found, slot.pronoun):
            continue
        weight = found.weight + (QUOTED if bool(discourse.quotes.at(found.head)) != bool(quote) else 0.0)
        weight *= decay ** (slot.sentence - found.sentence)
        entry = entries.get(found.key)
        if entry is None:
            entry = entries[found.key] = _Entry(best=found)
        entry.add(found, weight)
    return entries


def _adjust(discourse: Discourse, slot: _Slot, found: Candidate) -> float:
    """What the place of the pronoun adds to an entity's prominence, or takes from it."""
    change = PARALLEL if found.role == slot.role and slot.role in {"subject", "object"} else 0.0
    change += _joined(discourse, slot.index, found)
    if found.sentence == slot.sentence:
        if slot.case == "possessive" and found.head in slot.subjects:
            change += OWN_SUBJECT
        if not found.adjectival:
            change += _by_verb(discourse, slot, found)
    if found.sort is Sort.THING:
        speaks = found.key[1] in discourse.lexicon.words["text"]
        return change + (NOT_AGENTIVE if slot.agentive and not speaks else 0.0)
    if slot.sorts:
        change += FITTING if found.sort.value in slot.sorts else -FITTING / 2
    if found.sort is Sort.UNKNOWN and not _is_known(discourse, found, slot.pronoun):
        change += UNKNOWN_SORT if slot.pronoun.gender else UNKNOWN_BODY
    if slot.pronoun.gender and (found.gender or found.key in discourse.genders):
        change += KNOWN_GENDER
    if slot.pronoun.plural and found.plural is False:
        change += SINGULAR_THEY
    return change


def _by_verb(discourse: Discourse, slot: _Slot, found: Candidate) -> float:
    """Bonus for who says the pronoun's clause, and for who is judged for what the pronoun owns."""
    text = discourse.text
    token = text.tokens[slot.index]
    if slot.role == "subject":
        clause = text.tokens[token.head]
        says = clause.dep == "ccomp" and text.tokens[clause.head].lemma in discourse.lexicon.cues["subject"]
        return SPEAKER if says and found.actors and found.head in subjects(text, clause.head) else 0.0
    owned = text.tokens[token.head]
    if token.dep == "poss" and owned.dep == "pobj" and text.tokens[owned.head].lemma in {"for", "of", "over"}:
        verb = text.tokens[owned.head].head
        judges = text.tokens[verb].lemma in discourse.lexicon.cues["judge"]
        return (
            JUDGED if judges and text.tokens[found.head].dep == "dobj" and text.tokens[found.head].head == verb else 0.0
        )
    return 0.0


def _is_known(discourse: Discourse, found: Candidate, pronoun: Pronoun) -> bool:
    """Whether an unknown name is of the kind the pronoun needs: a person called so or one who speaks, or a body."""
    if not pronoun.gender:
        return found.collective
    token = discourse.text.tokens[found.head]
    speaks = token.dep == "nsubj" and discourse.text.tokens[token.head].lemma in discourse.lexicon.cues["subject"]
    return speaks or found.key in discourse.genders or found.key in discourse.persons


def _joined(discourse: Discourse, index: int, found: Candidate) -> float:
    """Bonus for "Kestria and *its* ally": the owned noun is coordinated with the candidate, or stands as if it were."""
    tokens = discourse.text.tokens
    if index > 1 and tokens[index - 1].text == "and" and found.last == index - 1:
        return COORDINATED
    owned = tokens[tokens[index].head]
    if tokens[index].dep == "poss" and owned.dep == "conj":
        top = owned.head
        for _ in range(MAX_CLIMB):
            if top == found.head or found.first <= top < found.last:
                return COORDINATED
            if child(discourse.text, top, "poss") == found.head:
                return COORDINATED / 2
            if tokens[top].dep != "conj":
                break
            top = tokens[top].head
    return 0.0


def _subject_after(discourse: Discourse, index: int) -> int | None:
    """The subject of the clause that a pronoun's own phrase stands in front of."""
    text = discourse.text
    at = index
    for _ in range(MAX_CLIMB):
        above = text.tokens[at].head
        if above == at:
            return None
        if text.tokens[at].dep in {"advcl", "prep", "npadvmod"}:
            main = child(text, above, "nsubj", "nsubjpass")
            if main is not None and main > index:
                return main
        at = above
    return None


def _add_following(discourse: Discourse, slot: _Slot, entries: dict[Key, _Entry]) -> None:
    """The subject that follows a fronted phrase: "After *his* visit, Lund said"."""
    text = discourse.text
    main = _subject_after(discourse, slot.index) if slot.case != "object" else None
    mention = discourse.original.get(main) if main is not None else None
    if mention is None or not mention.actors or text.tokens[mention.head].sentence != slot.sentence:
        return
    found = candidate(text, mention, discourse.lexicon)
    vague = mention.basis is MentionBasis.GENERIC and found.plural is False and not slot.pronoun.gender
    if vague or not agrees(discourse, found, slot.pronoun):
        return
    entry = entries.get(found.key)
    if entry is None:
        entries[found.key] = _Entry(best=found, top=CATAPHOR, total=CATAPHOR)
    else:
        entry.total += CATAPHOR
        entry.top = max(entry.top, CATAPHOR)

"""Third-person pronouns: who agrees, who is barred, who is most prominent.

The ranking adds up the prominence of an entity's mentions, halved with each sentence (Lappin and Leass 1994), then
adjusts for parallel roles, coordination, and whether the verb or the owned noun asks for an actor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_binding import barred, clause_of, is_pleonastic
from dragoman.resolve.coref_candidates import ROLE_WEIGHTS, Candidate, Sort, candidate, role_of
from dragoman.resolve.coref_discourse import Discourse, Key
from dragoman.resolve.coref_lexicon import Pronoun
from dragoman.syntax import MAX_CLIMB, child, subjects

DECAY = 0.5
LOCAL_DECAY = 0.4
"""For "it" and "they", whose antecedents are nearer than those of "he" and "she"."""
REPEATED = 0.3
"""How much an entity's other mentions add to its most prominent one."""
PERSON_WINDOW = 6
OTHER_WINDOW = 3
PARALLEL = 20.0
COORDINATED = 250.0
OWN_SUBJECT = 110.0
"""Possessive whose clause has the candidate as subject: "Kestria withdrew *its* troops"."""
KNOWN_GENDER = 25.0
UNKNOWN_SORT = -60.0
UNKNOWN_BODY = -90.0
"""An unknown name that nothing shows to be an organisation's, for "it" and "they": most are persons."""
SINGULAR_THEY = -80.0
ADJECTIVAL_THEY = -20.0
QUOTED = -50.0
CATAPHOR = 150.0
NOT_AGENTIVE = -90.0
"""A thing as the subject of "said", the object of "accused" or the owner of "troops"."""
FITTING = 30.0
LEAST = 40.0
"""Prominence an actor must have for "it" and "they"; below it the text gives too little to go by."""


@dataclass(slots=True)
class _Entry:
    """An entity in the running: its last mention, its most prominent one, and all of them together."""

    best: Candidate
    top: float
    total: float

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
    if pronoun.form == "it" and (is_pleonastic(text, index) or _is_called_thing(discourse, index)):
        return None
    if case == "reflexive":
        found = _subject(discourse, index, pronoun)
    else:
        found = _best(discourse, index, pronoun, case)
    if found is None:
        return None
    role, _ = role_of(text, index)
    if not found.actors:
        discourse.enter_thing(found, index, role, ROLE_WEIGHTS[role])
        return None
    discourse.models[index] = found
    if pronoun.gender and found.gender is None:
        discourse.genders[found.key] = pronoun.gender
    return Mention(
        first=index,
        last=index + 1,
        head=index,
        actors=tuple(found.actors),
        basis=MentionBasis.COREFERENCE,
        inferred=True,
        antecedent=found.head,
    )


def _is_called_thing(discourse: Discourse, index: int) -> bool:
    """True for an "it" that is said to be something no actor is ("it was the largest demonstration")."""
    text = discourse.text
    token = text.tokens[index]
    if token.dep != "nsubj" or text.tokens[token.head].lemma not in {"be", "become"}:
        return False
    attribute = child(text, token.head, "attr")
    return attribute is not None and text.tokens[attribute].pos == "NOUN" and text.tokens[attribute].lemma not in discourse.lexicon.descriptors


def _case(discourse: Discourse, index: int, pronoun: Pronoun) -> str:
    token = discourse.text.tokens[index]
    if pronoun.form == "her" and token.tag != "PRP$" and token.dep != "poss":
        return "object"
    return "subject" if pronoun.form == "it" and token.dep.startswith("nsubj") else pronoun.case


def agrees(discourse: Discourse, found: Candidate, pronoun: Pronoun) -> bool:
    """Number, gender and kind."""
    if pronoun.gender:
        if found.sort not in {Sort.PERSON, Sort.UNKNOWN} or found.plural is True:
            return False
        if found.sort is Sort.UNKNOWN and (found.adjectival or found.collective):
            return False
        gender = found.gender or discourse.genders.get(found.key)
        return gender is None or gender == pronoun.gender
    if found.sort is Sort.UNKNOWN and (found.key in discourse.genders or found.key in discourse.persons):
        return False
    if pronoun.plural:
        return found.sort is not Sort.PERSON and (found.plural is not False or found.sort is not Sort.THING)
    return found.sort not in {Sort.PERSON, Sort.PEOPLE} and found.plural is not True


def _subject(discourse: Discourse, index: int, pronoun: Pronoun) -> Candidate | None:
    verb, _ = clause_of(discourse.text, index)
    heads = set(subjects(discourse.text, verb))
    for found in discourse.recent(index, 0):
        if found.head in heads and agrees(discourse, found, pronoun):
            return found
    return None


def _pool(discourse: Discourse, index: int, pronoun: Pronoun) -> Iterable[Candidate]:
    if pronoun.gender:
        yield from discourse.recent(index, PERSON_WINDOW)
        return
    yield from discourse.recent(index, OTHER_WINDOW)
    yield from discourse.things_before(index, OTHER_WINDOW)
    if pronoun.plural:
        yield from discourse.groups_before(index, OTHER_WINDOW)


def _best(discourse: Discourse, index: int, pronoun: Pronoun, case: str) -> Candidate | None:
    text = discourse.text
    sentence = text.tokens[index].sentence
    closed = barred(text, index, case)
    decay = DECAY if pronoun.gender else LOCAL_DECAY
    quote = discourse.quotes.at(index)
    speakers = discourse.quotes.speakers.get(quote, frozenset()) if quote else frozenset()
    entries: dict[Key, _Entry] = {}
    excluded: set[Key] = set()
    for found in _pool(discourse, index, pronoun):
        if found.head in closed or found.head in speakers or (found.sort is not Sort.THING and any(i in closed for i in range(found.first, found.last))):
            excluded.add(found.key)
            continue
        if not agrees(discourse, found, pronoun):
            continue
        weight = found.weight + (QUOTED if bool(discourse.quotes.at(found.head)) != bool(quote) else 0.0)
        weight *= decay ** (sentence - found.sentence)
        entry = entries.get(found.key)
        if entry is None:
            entries[found.key] = _Entry(best=found, top=weight, total=weight)
        else:
            entry.add(found, weight)
    _add_following(discourse, index, pronoun, case, entries)
    role, _ = role_of(text, index)
    cue, sorts = _cue(discourse, index, case)
    ranked = [
        (entry.score + _adjust(discourse, index, pronoun, case, role, cue, sorts, entry.best), -abs(index - entry.best.head), key)
        for key, entry in entries.items()
        if key not in excluded
    ]
    if not ranked:
        return None
    score, _, key = max(ranked)
    if not pronoun.gender and score < LEAST:
        return None
    return entries[key].best


def _cue(discourse: Discourse, index: int, case: str) -> tuple[bool, frozenset[str]]:
    """Whether the pronoun stands where an actor must, and the sorts of actors that fit best."""
    text = discourse.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    cues = discourse.lexicon.cues
    if case == "possessive":
        sorts = cues["owner"].get(above.lemma)
        return sorts is not None, sorts or frozenset()
    slot = ""
    if token.dep == "nsubj" or (token.dep == "pobj" and above.dep == "agent"):
        slot = "subject"
        if token.dep == "pobj":
            above = text.tokens[above.head]
    elif token.dep in {"dobj", "nsubjpass", "dative"}:
        slot = "object"
    sorts = cues.get(slot, {}).get(above.lemma) if slot else None
    return sorts is not None, sorts or frozenset()


def _adjust(
    discourse: Discourse, index: int, pronoun: Pronoun, case: str, role: str, cue: bool, sorts: frozenset[str], found: Candidate
) -> float:
    text = discourse.text
    change = PARALLEL if found.role == role and role in {"subject", "object"} else 0.0
    if case == "possessive" and found.sentence == text.tokens[index].sentence:
        verb, _ = clause_of(text, index)
        if found.head in subjects(text, verb) or (text.tokens[found.head].head == verb and found.role == "subject"):
            change += OWN_SUBJECT
    if found.sort is Sort.THING:
        return change + (NOT_AGENTIVE if cue else 0.0) + _joined(discourse, index, found)
    if sorts:
        change += FITTING if found.sort.value in sorts else -FITTING / 2
    known = found.gender or discourse.genders.get(found.key)
    if found.sort is Sort.UNKNOWN and not _is_known(discourse, found, pronoun):
        change += UNKNOWN_SORT if pronoun.gender else UNKNOWN_BODY
    if pronoun.gender and known:
        change += KNOWN_GENDER
    if pronoun.plural and found.plural is False:
        change += SINGULAR_THEY
    return change + _joined(discourse, index, found)


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


def _add_following(discourse: Discourse, index: int, pronoun: Pronoun, case: str, entries: dict[Key, _Entry]) -> None:
    """The subject that follows a fronted phrase: "After *his* visit, Lund said"."""
    text = discourse.text
    token = text.tokens[index]
    main = _subject_after(discourse, index) if case != "object" else None
    if main is None:
        return
    mention = discourse.original.get(main)
    if mention is None or not mention.actors or text.tokens[mention.head].sentence != token.sentence:
        return
    found = candidate(text, mention, discourse.lexicon)
    if mention.basis is MentionBasis.GENERIC and found.plural is False and not pronoun.gender:
        return
    if not agrees(discourse, found, pronoun):
        return
    entry = entries.get(found.key)
    if entry is None:
        entries[found.key] = _Entry(best=found, top=CATAPHOR, total=CATAPHOR)
    else:
        entry.total += CATAPHOR
        entry.top = max(entry.top, CATAPHOR)

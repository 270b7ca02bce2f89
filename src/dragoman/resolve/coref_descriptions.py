"""Definite descriptions: "the secretary", "the militant group", "the country", "the two sides", "its army".

A description refers back when it is definite, nothing restricts it to something new ("another", "the group that ..."),
and an earlier actor fits its noun. Bodies without a country ("the government") go to the state the text is about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_binding import clause_of
from dragoman.resolve.coref_candidates import Candidate, Sort
from dragoman.resolve.coref_discourse import Discourse, Key, inferred
from dragoman.resolve.coref_lexicon import Descriptor, key_of
from dragoman.resolve.coref_pairs import resolve_pair
from dragoman.syntax import child, subjects
from dragoman.syntax import phrase as phrase_below

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
PAIRED = frozenset({"two", "both", "2"})
BLOCKING = frozenset(
    ["other", "another", "new", "different", "next", "late", "first", "second", "third", "last", "more", "most", "many", "several", "some", "few", "various", "each", "every", "any", "future", "one", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "dozen", "only", "same", "single", "deputy", "vice", "acting", "rival"]
)
FORMER = frozenset({"former", "ex", "then", "ousted", "deposed", "onetime"})
MAX_MODIFIERS = 5
PERSON_DECAY = 0.75
GROUP_DECAY = 0.7
GROUP_WINDOW = 8
GROUP_LEAST = 80.0
"""Weight of a group that only modifies a noun ("the Hamas attack"): a description takes it up as well as a name."""
GROUP_SHARES = {ActorKind.UNKNOWN: 0.4, ActorKind.IGO: 0.6, ActorKind.COMPANY: 0.8}
"""Kinds that a noun fits less well where another is near."""
UNTITLED_WINDOW = 3
STATE_DECAY = 0.6
STATE_MINIMUM = 10.0
STATE_MARGIN = 1.25
"""How far the most salient state must lead before a body without a country is given to it."""
HEAD_WINDOW = 8
FIGHTERS = frozenset({"armed_group"})
"""Kinds of the nouns for an armed group's people ("the rebels"), which may refer to the group."""
GENERIC_ID = "/"
PERSON_OFFICES = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "interior_minister", "ruler", "finance_minister"})
PUBLIC_SECTORS = frozenset({"GOV", "MIL", "LEG", "COP", "JUD", "SPY", "PTY", "OPP", "ELI"})
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase that may be a description.

    Attributes:
        first, last, head: tokens; ``first`` is the determiner's.
        words: modifiers between determiner and noun, lower case.
        determiner: lower case, or empty.
        plural: by the noun's tag.
        mention: the generic or composed mention it already is, if any.
    """

    first: int
    last: int
    head: int
    words: tuple[str, ...]
    determiner: str
    plural: bool
    mention: Mention | None

    @property
    def definite(self) -> bool:
        return self.determiner in DEFINITE


def phrase_at(discourse: Discourse, head: int, mention: Mention | None) -> Phrase:
    """The noun phrase of a head noun by the words before it: modifiers back to a determiner or an owner."""
    tokens = discourse.text.tokens
    first = mention.first if mention is not None else head
    last = mention.last if mention is not None else head + 1
    begin = discourse.text.sentences[tokens[head].sentence].first
    at, words = first - 1, [token.text.lower() for token in tokens[first:head]]
    while at >= begin and first - at <= MAX_MODIFIERS and (tokens[at].pos in {"ADJ", "NOUN", "PROPN", "NUM"} or tokens[at].tag in {"VBN", "VBG", "HYPH", "JJS"}):
        words.insert(0, tokens[at].text.lower())
        at -= 1
    determiner = ""
    if at >= begin and tokens[at].tag in {"DT", "PRP$", "POS", "PDT"}:
        determiner = tokens[at].text.lower()
    elif words[:1] == ["both"]:
        determiner = "both"
    token = tokens[head]
    return Phrase(
        first=at if determiner in DEFINITE and at >= begin else first,
        last=last,
        head=head,
        words=tuple(words),
        determiner=determiner,
        plural=token.tag in {"NNS", "NNPS"},
        mention=mention,
    )


def resolve_description(discourse: Discourse, head: int, mention: Mention | None) -> Mention | None:
    """The mention of a description that refers back, or ``None`` to leave it as it was."""
    phrase = phrase_at(discourse, head, mention)
    noun = _noun(discourse, phrase)
    entries = _entries(discourse, phrase, noun)
    if noun == "counterpart":
        return _counterpart(discourse, phrase)
    apposed = _apposed(discourse, phrase, entries)
    if apposed is not None:
        return apposed
    beside = discourse.original.get(phrase.last)
    if beside is not None and beside.first == phrase.last and beside.basis is not MentionBasis.GENERIC:
        return None
    tokens = discourse.text.tokens
    start = mention.first if mention is not None else head
    if start and tokens[start].text[0].isupper() and tokens[start - 1].pos == "PROPN":
        return None
    owner = child(discourse.text, head, "poss")
    if owner is not None:
        return _owned(discourse, phrase, owner, entries)
    if not phrase.definite or _restricted(discourse, phrase):
        return None
    if any(entry.refers == "none" for entry in entries):
        return None
    two = phrase.determiner == "both" or bool(PAIRED & set(phrase.words))
    for entry in entries:
        found = _by_entry(discourse, phrase, entry, two)
        if found is not None:
            return found if mention is None or found.actors[0].id != mention.actors[0].id else None
    return None if two else _same_noun(discourse, phrase)


def _noun(discourse: Discourse, phrase: Phrase) -> str:
    """The key of the noun in singular form: from the mention's own id, else the lemma."""
    if phrase.mention is not None:
        parts = phrase.mention.actors[0].id.split("/")
        if len(parts) == 3:
            return parts[2]
    return key_of(discourse.text.tokens[phrase.head].lemma)


def _entries(discourse: Discourse, phrase: Phrase, noun: str) -> tuple[Descriptor, ...]:
    """Descriptors of the longest ending of modifiers and noun that the table has."""
    known = discourse.lexicon.descriptors
    words = noun.split("-")
    if phrase.mention is None or phrase.words:
        before = [word for word in (key_of(w) for w in phrase.words) if word]
        kept = before[: len(before) - (len(words) - 1)] if len(words) > 1 else before
        words = [*kept[-2:], *words]
    for at in range(len(words)):
        found = known.get("-".join(words[at:]))
        if found is not None:
            return found
    title = noun.replace("-", " ")
    office = discourse.lexicon.offices.get(title)
    singular = phrase.mention is not None and phrase.mention.actors[0].kind in {ActorKind.OFFICE, ActorKind.POPULATION, ActorKind.GROUP} and not phrase.plural
    if office is None and not singular:
        return ()
    offices = frozenset({office} if office is not None else ())
    return (
        Descriptor(noun=title, refers="person", kinds=frozenset(), sectors=frozenset(), offices=offices, titles=(title,), gender="", members=frozenset()),
    )


def _restricted(discourse: Discourse, phrase: Phrase) -> bool:
    """True when something narrows the description to one not mentioned before."""
    text = discourse.text
    if any(text.tokens[i].pos == "PROPN" and i not in discourse.mention_at for i in range(phrase.first, phrase.head) if text.tokens[i].dep == "compound"):
        return True
    if phrase.last > phrase.head + 1 and not (phrase.mention is not None and phrase.mention.basis is MentionBasis.GENERIC):
        return True
    if set(phrase.words) & BLOCKING or any(text.tokens[i].tag in {"JJS", "JJR"} for i in range(phrase.first, phrase.head)):
        return True
    token = text.tokens[phrase.head]
    if token.dep in {"attr", "oprd", "appos"} or (token.dep == "pobj" and text.tokens[token.head].lemma == "as"):
        return True
    following = text.tokens[phrase.last].text if phrase.last < len(text.tokens) else ""
    for below in text.children[phrase.head]:
        modifier = text.tokens[below]
        if below < phrase.last:
            continue
        if modifier.dep in {"relcl", "acl"} and following not in {",", "--", "—", "-", "–", "("}:
            return True
        if modifier.dep == "prep" and modifier.lemma == "of" and below == phrase.last:
            inner = child(text, below, "pobj")
            return inner is None or text.tokens[inner].pos != "PRON"
        if modifier.dep == "prep" and below == phrase.last and modifier.lemma in {"in", "for", "from", "at"}:
            inner = child(text, below, "pobj")
            if inner is not None and text.tokens[inner].pos == "PROPN":
                return True
    return False


def _reference(phrase: Phrase, actors: tuple[ActorRef, ...], antecedent: int | None) -> Mention:
    base = phrase.mention
    return Mention(
        first=base.first if base is not None else phrase.first,
        last=base.last if base is not None else phrase.last,
        head=base.head if base is not None else phrase.head,
        actors=inferred(actors),
        basis=MentionBasis.COREFERENCE,
        inferred=True,
        antecedent=antecedent,
    )


def _apposed(discourse: Discourse, phrase: Phrase, entries: tuple[Descriptor, ...]) -> Mention | None:
    """A description beside its name: "Lund, the minister," and "the minister, Ada Lund,"."""
    text = discourse.text
    token = text.tokens[phrase.head]
    if not entries or phrase.plural or entries[0].refers in {"none", "organ", "sides", "states"} or phrase.mention is None or phrase.mention.basis is not MentionBasis.GENERIC:
        return None
    if token.dep == "appos":
        named = discourse.mention_at.get(token.head)
        between = text.tokens[phrase.first - 1].text if phrase.first else ""
        if named is not None and between in {",", "the", "a", "an", "(", "-", "--", "—"} and _fits(entries[0], named.actors[0]):
            if entries[0].refers == "person":
                discourse.persons.add(tuple(actor.id for actor in named.actors))
            return _reference(phrase, named.actors, named.head)
    after = child(text, phrase.head, "appos")
    if after is not None and phrase.last <= after <= phrase.last + 4 and text.tokens[phrase.last].text == ",":
        named = discourse.original.get(after)
        if named is not None and named.actors and named.basis is not MentionBasis.GENERIC and _fits(entries[0], named.actors[0]):
            if entries[0].refers == "person":
                discourse.persons.add(tuple(actor.id for actor in named.actors))
            return _reference(phrase, named.actors, named.head)
    return None


def _fits(entry: Descriptor, actor: ActorRef) -> bool:
    """Whether a noun can describe an actor, by kind and sector."""
    if entry.refers in {"person", "persons"}:
        return actor.kind in {ActorKind.PERSON, ActorKind.UNKNOWN} and not (entry.gender and actor.gender and entry.gender != actor.gender)
    if entry.refers == "state":
        return actor.kind is ActorKind.STATE
    if entry.kinds and actor.kind.value not in entry.kinds:
        return False
    return not entry.sectors or actor.sector is None or actor.sector in entry.sectors or actor.kind is ActorKind.ARMED_GROUP


def _by_entry(discourse: Discourse, phrase: Phrase, entry: Descriptor, two: bool) -> Mention | None:
    if two or entry.refers in {"sides", "states"} or (entry.refers == "persons" and entry.noun in {"pair", "duo"}):
        pair = resolve_pair(discourse, phrase.head, entry, two, phrase.plural)
        return _reference(phrase, pair.actors, pair.head) if pair is not None else None
    if entry.refers == "person":
        return None if phrase.plural else _person(discourse, phrase, entry)
    if entry.refers == "group":
        return _group(discourse, phrase, entry)
    if entry.refers == "state":
        named = phrase.mention is not None and phrase.mention.actors[0].country is not None
        return None if phrase.plural or named else _state(discourse, phrase, entry)
    if entry.refers == "organ":
        return _same_noun(discourse, phrase) or _organ(discourse, phrase)
    return None


def _wanted_countries(discourse: Discourse, phrase: Phrase) -> frozenset[str]:
    """Countries that the description itself names ("the *Lebanese* group")."""
    found = {actor.country for actor in phrase.mention.actors} if phrase.mention is not None else set()
    for i in range(phrase.first, phrase.head):
        inner = discourse.mention_at.get(i)
        if inner is not None and inner.adjectival:
            found |= {actor.country for actor in inner.actors}
    return frozenset(country for country in found if country)


def _score(discourse: Discourse, found: Candidate, sentence: int, decay: float) -> float:
    return found.weight * decay ** (sentence - found.sentence)


def _person(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    sentence = discourse.text.tokens[phrase.head].sentence
    countries = _wanted_countries(discourse, phrase)
    former = bool(set(phrase.words) & FORMER)
    compounds = _compounds(discourse, phrase, entry)
    scores: dict[tuple[int, Key], float] = {}
    last: dict[Key, Candidate] = {}
    for found in discourse.recent(phrase.head, sentence):
        if found.sort is not Sort.PERSON or len(found.actors) > 1:
            continue
        actor = found.actors[0]
        gender = found.gender or discourse.genders.get(found.key)
        if (entry.gender and gender and gender != entry.gender) or (countries and actor.country not in countries):
            continue
        level = _title_level(discourse, found, entry, former)
        if compounds and not any(f"{compounds} {entry.noun}" in title for title in discourse.about(found)[0]):
            continue
        if level == 0 or (level == 1 and sentence - found.sentence > UNTITLED_WINDOW):
            continue
        scores[level, found.key] = scores.get((level, found.key), 0.0) + _score(discourse, found, sentence, PERSON_DECAY)
        last.setdefault(found.key, found)
    if not scores:
        return None if phrase.mention is None or countries else _office(discourse, phrase, entry)
    (_, key), _ = max(scores.items(), key=lambda item: (item[0][0], item[1]))
    if entry.noun not in discourse.titles[key] and not former:
        discourse.titles[key].append(entry.noun)
    return _reference(phrase, last[key].actors, last[key].head)


def _compounds(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> str:
    """Nouns that narrow a title down ("the *committee* chairman"), which the person's title must have too."""
    tokens = discourse.text.tokens
    words = [
        tokens[i].text.lower()
        for i in range(phrase.first, phrase.head)
        if tokens[i].tag == "NN" and tokens[i].dep == "compound" and tokens[i].text.lower() not in entry.noun.split()
    ]
    return " ".join(words)


def _title_level(discourse: Discourse, found: Candidate, entry: Descriptor, former: bool) -> int:
    """3 for a title in the same words, 2 for the same office, 1 when nothing is known against it, 0 else."""
    actor = found.actors[0]
    if actor.kind is not ActorKind.PERSON:
        own = actor.id.rsplit("/", 1)[-1]
        if own == key_of(entry.noun) and not actor.id.startswith(GENERIC_ID):
            return 3
        if actor.kind is ActorKind.POPULATION:
            return 0
    titles, offices = discourse.about(found)
    for title in titles:
        padded = f" {title} "
        for wanted in entry.titles:
            at = padded.find(f" {wanted} ")
            if at >= 0:
                before = padded[:at].split()[-1:]
                if (bool(before) and before[0] in FORMER) == former and not (before and before[0] in {"vice", "deputy"}):
                    return 3 if wanted == entry.noun else 2
    if entry.offices & offices and not former:
        return 2
    if any(titles) or actor.kind is not ActorKind.PERSON or former:
        return 0
    return 1 if actor.sector in {"GOV", "LEG", "MIL", "IGO", "OPP", "PTY"} and entry.offices else 0


def _office(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    """An office whose holder the text never names ("the prime minister"): that of the salient state."""
    if not entry.offices & PERSON_OFFICES or len(entry.offices) > 1 or phrase.mention is None:
        return None
    return _organ(discourse, phrase)


def _group(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    for i in range(phrase.first, phrase.head):
        inner = discourse.mention_at.get(i)
        if inner is not None and inner.adjectival and inner.actors[0].kind is not ActorKind.STATE and _fits(entry, inner.actors[0]):
            return _reference(phrase, inner.actors, inner.head)
    same = _same_noun(discourse, phrase) if phrase.plural else None
    if same is not None:
        return same
    sentence = discourse.text.tokens[phrase.head].sentence
    countries = _wanted_countries(discourse, phrase)
    parent = phrase.mention.actors[0].id.split("/")[0] if phrase.mention is not None else ""
    scores: dict[Key, float] = {}
    last: dict[Key, Candidate] = {}
    for found in discourse.recent(phrase.head, GROUP_WINDOW):
        actor = found.actors[0]
        if len(found.actors) > 1 or actor.id.startswith(GENERIC_ID) or not _fits(entry, actor) or actor.id == parent:
            continue
        if countries and actor.country is not None and actor.country not in countries:
            continue
        if (found.plural is False and entry.kinds != FIGHTERS) if phrase.plural else (found.plural is True):
            continue
        if actor.kind is ActorKind.UNKNOWN and (not found.collective or found.key in discourse.genders):
            continue
        weight = max(found.weight, GROUP_LEAST) * GROUP_DECAY ** (sentence - found.sentence) * GROUP_SHARES.get(actor.kind, 1.0)
        scores[found.key] = scores.get(found.key, 0.0) + weight
        last.setdefault(found.key, found)
    if not scores:
        return None
    key = max(scores, key=lambda k: scores[k])
    return _reference(phrase, last[key].actors, last[key].head)


def _state(discourse: Discourse, phrase: Phrase, entry: Descriptor) -> Mention | None:
    country = _salient(discourse, phrase.head, False, entry.members, _acting(discourse, phrase.head))
    if country is None:
        return None
    antecedent = _mention_of(discourse, phrase.head, country)
    return _reference(phrase, (discourse.state(country),), antecedent)


def _acting(discourse: Discourse, head: int) -> frozenset[str]:
    """Countries in the subject of the clause that acts on a description ("the US could invade *the country*")."""
    text = discourse.text
    if text.tokens[head].dep != "dobj":
        return frozenset()
    verb, _ = clause_of(text, head)
    return frozenset(
        actor.country
        for subject in subjects(text, verb)
        for i in phrase_below(text, subject)
        if i in discourse.mention_at
        for actor in discourse.mention_at[i].actors
        if actor.country
    )


def _salient(
    discourse: Discourse, head: int, bodies: bool, members: frozenset[str], barred: frozenset[str]
) -> str | None:
    """The state that the text is about; a body is given to one only if it leads the next by a margin."""
    scores = discourse.countries(head, STATE_DECAY, bodies)
    ranked = sorted(((score, code) for code, score in scores.items() if (not members or code in members) and code not in barred), reverse=True)
    if not ranked or ranked[0][0] < STATE_MINIMUM:
        return None
    if bodies and len(ranked) > 1 and ranked[0][0] < STATE_MARGIN * ranked[1][0]:
        return None
    return ranked[0][1]


def _mention_of(discourse: Discourse, before: int, country: str) -> int | None:
    sentence = discourse.text.tokens[before].sentence
    for found in discourse.recent(before, sentence):
        if any(actor.country == country for actor in found.actors):
            return found.head
    return None


def _same_noun(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """The same noun with a country shortly before: "Syrian rebels ... *the rebels*"."""
    if phrase.mention is None or phrase.mention.basis is not MentionBasis.GENERIC:
        return None
    own = phrase.mention.actors[0].id
    for found in discourse.recent(phrase.head, HEAD_WINDOW):
        actor = found.actors[0]
        if len(found.actors) == 1 and actor.id != own and actor.id.endswith(own) and (found.plural is True) == phrase.plural:
            return _reference(phrase, found.actors, found.head)
    return None


def _organ(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """A body of the state that the text is about."""
    if phrase.mention is None or phrase.mention.basis is not MentionBasis.GENERIC:
        return None
    country = _salient(discourse, phrase.head, True, frozenset(), frozenset())
    if country is None:
        return None
    ref = _of_state(discourse, phrase, country)
    return _reference(phrase, (ref,), _mention_of(discourse, phrase.head, country))


def _of_state(discourse: Discourse, phrase: Phrase, country: str) -> ActorRef:
    generic = phrase.mention.actors[0] if phrase.mention is not None else None
    if generic is None:
        raise ValueError("a body of a state is made from a generic mention")
    _, adjective = discourse.naming(country)
    return replace(generic, id=f"{country}{generic.id}", name=f"{adjective} {generic.name}", country=country, affiliation=country, inferred=True)


def _owned(discourse: Discourse, phrase: Phrase, owner: int, entries: tuple[Descriptor, ...]) -> Mention | None:
    """A noun owned by a reference: "its army", "his government", "the group's fighters", "his country"."""
    held = discourse.mention_at.get(owner)
    mention = phrase.mention
    if held is None or held.basis is not MentionBasis.COREFERENCE or len(held.actors) != 1:
        return None
    actor = held.actors[0]
    if actor.kind in {ActorKind.PERSON, ActorKind.OFFICE} and actor.sector not in PUBLIC_SECTORS:
        return None
    if any(entry.refers == "state" for entry in entries) and not phrase.plural:
        if actor.kind in {ActorKind.PERSON, ActorKind.OFFICE} and actor.country and discourse.text.tokens[owner].tag == "PRP$":
            return _reference(phrase, (discourse.state(actor.country),), held.antecedent)
        return None
    if mention is None or mention.basis is not MentionBasis.GENERIC:
        return None
    generic = mention.actors[0]
    if generic.sector not in (STATE_SECTORS if actor.kind is ActorKind.PERSON else STATE_SECTORS | {"CVL", "OPP", "REB", "PTY", "REL", "SOC", "LAB"}):
        return None
    if generic.name in {"ally", "allies", "neighbour", "neighbor", "neighbours", "neighbors", "enemy", "enemies", "counterpart", "counterparts", "partner", "partners", "country", "countries"}:
        return None
    if actor.kind in {ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.PERSON, ActorKind.OFFICE}:
        if not actor.country:
            return None
        return _reference(phrase, (_of_state(discourse, phrase, actor.country),), held.antecedent)
    if actor.kind in {ActorKind.ARMED_GROUP, ActorKind.PARTY, ActorKind.IGO, ActorKind.NGO}:
        ref = replace(generic, id=f"{actor.id}{generic.id}", name=f"{actor.name} {generic.name}", country=actor.country, affiliation=actor.name, inferred=True)
        return _reference(phrase, (ref,), held.antecedent)
    return None


def _counterpart(discourse: Discourse, phrase: Phrase) -> Mention | None:
    """ "His Russian counterpart": the same office in that country, its holder unknown."""
    mention = phrase.mention
    owner = child(discourse.text, phrase.head, "poss")
    if mention is None or owner is None or mention.actors[0].country is None or len(mention.actors) != 1:
        return None
    held = discourse.mention_at.get(owner)
    if held is None or not held.actors:
        return None
    person = discourse.latest(tuple(actor.id for actor in held.actors), owner)
    title = _office_title(discourse, person) if person is not None else ""
    if not title:
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
    antecedent = held.antecedent if held.antecedent is not None else held.head
    return _reference(phrase, (ref,), antecedent)


def _office_title(discourse: Discourse, person: Candidate) -> str:
    """The plain name of a person's office, which other countries have too."""
    _, offices = discourse.about(person)
    for office in sorted(offices):
        name = discourse.lexicon.office_names.get(office)
        if name is not None:
            return name
    return ""

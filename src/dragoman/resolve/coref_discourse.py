"""The discourse: entities mentioned so far, what is said of them, and how prominent they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.directory import ActorDirectory
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_candidates import Candidate, Sort, candidate, coordinated, is_abstract, things
from dragoman.resolve.coref_lexicon import Lexicon
from dragoman.resolve.coref_quotes import quotes_of
from dragoman.syntax import child

Key = tuple[str, ...]
OFFICE_WORDS = 5
"""Longest title looked up ("minister of foreign affairs and trade" is known by its first four words)."""
COUNTRY_WEIGHTS = {
    "state": 100.0,
    "adjective": 50.0,
    "organ": 80.0,
    "agent": 50.0,
    "person": 25.0,
    "region": 30.0,
    "people": 50.0,
}
"""How much a mention says that its country is what the text is about, by what it names."""
ORGAN_WEIGHTS = {
    "state": 100.0,
    "adjective": 50.0,
    "organ": 90.0,
    "agent": 60.0,
    "person": 60.0,
    "region": 20.0,
    "people": 20.0,
}
"""The same where a body of the country is meant: those who speak for it count more."""
TOPIC, TOPIC_MOST = 0.12, 300.0
"""Share of all that was said of a country so far, and the most that counts: it outweighs a single mention three
sentences ago, not one in the last sentence."""
BESIDE_ROLES = frozenset({"nested", "indirect", "other", "appos"})
STATELESS = frozenset({ActorKind.COMPANY, ActorKind.MEDIA, ActorKind.NGO, ActorKind.IGO, ActorKind.ARMED_GROUP})
"""Kinds that say little of the country the text is about."""
BESIDE = 0.6
"""Share for a state that neither acts nor owns nor is acted upon ("the invasion of Iraq"), where a body is meant."""


class Discourse:
    """What a text has mentioned; grows while the text is read and is thrown away after it."""

    def __init__(
        self, text: AnnotatedText, mentions: tuple[Mention, ...], lexicon: Lexicon, directory: ActorDirectory | None
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.lexicon = lexicon
        self.directory = directory
        self.quotes = quotes_of(text)
        self.said: list[list[Candidate]] = [[] for _ in text.sentences]
        self.mention_at: dict[int, Mention] = {}
        self.original = {i: m for m in mentions for i in range(m.first, m.last)}
        self.taken = set(self.original)
        self.genders: dict[Key, str] = {}
        self.persons: set[Key] = set()
        self.titles: dict[Key, list[str]] = defaultdict(list)
        self.offices: dict[Key, set[str]] = defaultdict(set)
        self.states: dict[str, ActorRef] = {}
        self.models: dict[int, Candidate] = {}
        self.pairs: list[Candidate] = []
        self._things: dict[int, list[Candidate]] = {}
        self._groups: dict[int, list[Candidate]] = {}

    def enter(self, mention: Mention) -> None:
        """Note a mention, and what is said of its person beside the name."""
        if not mention.actors:
            return
        found = candidate(self.text, mention, self.lexicon, self.models.get(mention.head))
        if found.sort is Sort.THING:
            return
        if not self._is_predicate(mention.head) and not is_abstract(self.text, mention, found.sort):
            self.said[found.sentence].append(found)
        for index in range(mention.first, mention.last):
            self.mention_at.setdefault(index, mention)
        if found.sort is Sort.PERSON and mention.basis is not MentionBasis.COREFERENCE:
            self._learn(found, mention)
        for actor in mention.actors:
            if actor.kind is ActorKind.STATE and actor.country:
                self.states.setdefault(actor.country, actor)

    def _is_predicate(self, head: int) -> bool:
        """True for a noun that only says what an actor is ("Kestria is a *power*", "Lund, the *minister*")."""
        token = self.text.tokens[head]
        if token.dep == "appos" and token.tag in {"NN", "NNP"} and self.text.tokens[token.head].tag == "NNP":
            held = self.mention_at.get(token.head)
            return (
                held is not None and held.basis is not MentionBasis.GENERIC and "/" in self.original[head].actors[0].id
            )
        if token.dep != "attr" or self.text.tokens[token.head].lemma not in {"be", "become"}:
            return False
        subject = child(self.text, token.head, "nsubj")
        return subject is not None and subject in self.mention_at

    def enter_thing(self, thing: Candidate, index: int, role: str, weight: float) -> None:
        """Note that a pronoun took up a thing, so that the next pronoun finds it near."""
        sentence = self.text.tokens[index].sentence
        self._things_of(sentence).append(
            thing._replace(head=index, first=index, last=index + 1, sentence=sentence, role=role, weight=weight)
        )

    def _learn(self, found: Candidate, mention: Mention) -> None:
        """Titles in the mention itself, in an apposition beside it, or in a predicate ("Lund is *president*")."""
        text = self.text
        name = found.actors[0].name.lower().split()
        words = [token.text.lower() for token in text.tokens[mention.first : mention.last]]
        phrases = [" ".join(word for word in words if word not in name)]
        for below in text.children[mention.head]:
            if text.tokens[below].dep == "appos" and below >= mention.last:
                phrases.append(self._phrase(below))
        token = text.tokens[mention.head]
        if token.dep == "appos" and not mention.first <= token.head < mention.last:
            phrases.append(self._phrase(token.head))
        if token.dep == "nsubj" and text.tokens[token.head].lemma in {"be", "become"}:
            attribute = child(text, token.head, "attr")
            if attribute is not None and child(text, token.head, "neg") is None:
                phrases.append(self._phrase(attribute))
        for phrase in phrases:
            if phrase and phrase not in self.titles[found.key]:
                self.titles[found.key].append(phrase)
                self.offices[found.key] |= set(self._offices_in(phrase))

    def _phrase(self, head: int) -> str:
        """A noun with the words right before it and an "of" phrase right behind it, lower case."""
        tokens, first, last = self.text.tokens, head, head + 1
        begin = self.text.sentences[tokens[head].sentence].first
        while first > begin and first > head - OFFICE_WORDS and tokens[first - 1].pos in {"ADJ", "NOUN", "PROPN"}:
            first -= 1
        if last + 1 < len(tokens) and tokens[last].text.lower() in {"of", "for"}:
            last += 2
        return " ".join(token.text.lower() for token in tokens[first:last])

    def _offices_in(self, phrase: str) -> Iterator[str]:
        words = phrase.split()
        for size in range(min(OFFICE_WORDS, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                if at and words[at - 1] in {"former", "ex", "deputy", "vice", "late"}:
                    continue
                office = self.lexicon.offices.get(" ".join(words[at : at + size]))
                if office is not None:
                    yield office
                    return

    def about(self, found: Candidate) -> tuple[list[str], set[str]]:
        """Titles and office classes known of a person: from the text, else from the tables."""
        titles, offices = self.titles.get(found.key, []), self.offices.get(found.key, set())
        actor = found.actors[0]
        if not any(titles) and self.directory is not None and actor.id in self.directory.actors:
            day = self.text.document.published
            roles = [
                role
                for role in self.directory.actors[actor.id].roles
                if day is None or (role.valid_from or "0000") <= day.isoformat() <= (role.valid_to or "9999") + "-99"
            ]
            return [role.title for role in roles], {role.office for role in roles}
        return titles, offices

    def recent(self, before: int, back: int) -> Iterator[Candidate]:
        """Actors mentioned before a token, in its sentence and up to ``back`` earlier, latest sentence first."""
        sentence = self.text.tokens[before].sentence
        for number in range(sentence, max(-1, sentence - back - 1), -1):
            for found in self.said[number]:
                if found.head < before:
                    yield found

    def things_before(self, before: int, back: int) -> Iterator[Candidate]:
        """Nouns that are no actors, likewise."""
        sentence = self.text.tokens[before].sentence
        for number in range(sentence, max(-1, sentence - back - 1), -1):
            for found in self._things_of(number):
                if found.head < before and found.head not in self.mention_at:
                    yield found

    def _things_of(self, sentence: int) -> list[Candidate]:
        found = self._things.get(sentence)
        if found is None:
            found = self._things[sentence] = things(self.text, sentence, self.taken, self.lexicon)
        return found

    def groups_before(self, before: int, back: int) -> Iterator[Candidate]:
        """Coordinations of actors, likewise ("Lund and Berg")."""
        sentence = self.text.tokens[before].sentence
        for number in range(sentence, max(-1, sentence - back - 1), -1):
            if number == sentence:
                yield from coordinated(self.text, {c.head: c for c in self.said[number] if c.head < before})
                continue
            if number not in self._groups:
                self._groups[number] = list(coordinated(self.text, {c.head: c for c in self.said[number]}))
            yield from self._groups[number]

    def latest(self, key: Key, before: int) -> Candidate | None:
        """The last mention of an entity before a token."""
        for number in range(self.text.tokens[before].sentence, -1, -1):
            for found in reversed(self.said[number]):
                if found.key == key and found.head < before:
                    return found
        return None

    def countries(self, before: int, decay: float, bodies: bool) -> dict[str, float]:
        """Countries by how much the text is about them, or their ``bodies``, just before a token."""
        weights = ORGAN_WEIGHTS if bodies else COUNTRY_WEIGHTS
        scores: dict[str, float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        sentence = self.text.tokens[before].sentence
        for found in self.recent(before, sentence):
            fade = decay ** (sentence - found.sentence)
            for actor in found.actors:
                if not actor.country or actor.kind in STATELESS or actor.affiliation not in {actor.country, None}:
                    continue
                share = weights[_country_basis(found, actor)]
                if bodies and actor.kind is ActorKind.STATE and found.role in BESIDE_ROLES:
                    share *= BESIDE
                scores[actor.country] += fade * share
                totals[actor.country] += share
        if not bodies:
            for country, total in totals.items():
                scores[country] += TOPIC * min(total, TOPIC_MOST)
        return scores

    def state(self, country: str) -> ActorRef:
        """The state of a country code: as the text or the tables name it."""
        known = self.states.get(country)
        if known is not None:
            return replace(known, inferred=True)
        name, _ = self.naming(country)
        return ActorRef(
            id=country, name=name, kind=ActorKind.STATE, country=country, affiliation=country, inferred=True
        )

    def naming(self, country: str) -> tuple[str, str]:
        """Name and adjective of a state."""
        if self.directory is not None and country in self.directory.actors:
            name = self.directory.actors[country].name
            return name, self.directory.adjectives.get(country, name)
        return self.lexicon.states.get(country, (country, country))


def _country_basis(found: Candidate, actor: ActorRef) -> str:
    if actor.kind is ActorKind.STATE:
        return "adjective" if found.adjectival else "state"
    if actor.kind in {ActorKind.GOVERNMENT, ActorKind.MILITARY, ActorKind.BODY}:
        return "organ"
    if actor.kind is ActorKind.PERSON:
        return "person"
    if actor.kind is ActorKind.POPULATION:
        return "people"
    return "region" if actor.kind is ActorKind.REGION else "agent"


def inferred(actors: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """Actors as a reference holds them."""
    return tuple(actor if actor.inferred else replace(actor, inferred=True) for actor in actors)

"""The discourse: entities mentioned so far, what is said of them, and how prominent they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.directory import ActorDirectory
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_binding import find_quotes
from dragoman.resolve.coref_candidates import Candidate, Sort, candidate, coordinated, things
from dragoman.resolve.coref_lexicon import Lexicon
from dragoman.syntax import child

Key = tuple[str, ...]
OFFICE_WORDS = 5
"""Longest title looked up ("minister of foreign affairs and trade" is known by its first four words)."""
COUNTRY_WEIGHTS = {"state": 100.0, "adjective": 50.0, "organ": 80.0, "agent": 50.0, "person": 25.0, "region": 30.0}
"""How much a mention says that its country is what the text is about, by what it names; grammatical roles, when they
were counted in, made the choice worse."""


class Discourse:
    """What a text has mentioned; grows while the text is read and is thrown away after it."""

    def __init__(self, text: AnnotatedText, lexicon: Lexicon, directory: ActorDirectory | None) -> None:
        self.text = text
        self.lexicon = lexicon
        self.directory = directory
        self.quotes = find_quotes(text)
        self.said: list[list[Candidate]] = [[] for _ in text.sentences]
        self.mention_at: dict[int, Mention] = {}
        self.original = {i: m for m in text.mentions for i in range(m.first, m.last)}
        self.taken = set(self.original)
        self.genders: dict[Key, str] = {}
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
        found = candidate(self.text, mention, self.lexicon)
        model = self.models.get(mention.head)
        if model is not None:
            found = replace(found, key=model.key, sort=model.sort, plural=model.plural, gender=model.gender)
        self.said[found.sentence].append(found)
        for index in range(mention.first, mention.last):
            self.mention_at.setdefault(index, mention)
        if found.sort is Sort.PERSON and mention.basis is not MentionBasis.COREFERENCE:
            self._learn(found, mention)
        for actor in mention.actors:
            if actor.kind is ActorKind.STATE and actor.country:
                self.states.setdefault(actor.country, actor)

    def enter_thing(self, thing: Candidate, index: int, role: str, weight: float) -> None:
        """Note that a pronoun took up a thing, so that the next pronoun finds it near."""
        sentence = self.text.tokens[index].sentence
        self._things_of(sentence).append(
            replace(thing, head=index, first=index, last=index + 1, sentence=sentence, role=role, weight=weight)
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
                if day is None
                or (role.valid_from or "0000") <= day.isoformat() <= (role.valid_to or "9999") + "-99"
            ]
            return [role.title for role in roles], {role.office for role in roles}
        return titles, offices

    def recent(self, before: int, back: int) -> Iterator[Candidate]:
        """Actors mentioned before a token, in its sentence and up to ``back`` sentences earlier, latest sentence first."""
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
                if found.head < before:
                    yield found

    def _things_of(self, sentence: int) -> list[Candidate]:
        found = self._things.get(sentence)
        if found is None:
            found = self._things[sentence] = things(self.text, sentence, self.taken)
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

    def countries(self, before: int, decay: float) -> dict[str, float]:
        """Countries by how much the text is about them just before a token."""
        scores: dict[str, float] = defaultdict(float)
        sentence = self.text.tokens[before].sentence
        for found in self.recent(before, sentence):
            fade = decay ** (sentence - found.sentence)
            for actor in found.actors:
                if actor.country and len(actor.country) == 3:
                    scores[actor.country] += fade * _country_share(found, actor)
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


def _country_share(found: Candidate, actor: ActorRef) -> float:
    if actor.kind is ActorKind.STATE:
        return COUNTRY_WEIGHTS["adjective" if found.adjectival else "state"]
    if actor.kind in {ActorKind.GOVERNMENT, ActorKind.MILITARY, ActorKind.BODY}:
        return COUNTRY_WEIGHTS["organ"]
    if actor.kind is ActorKind.PERSON:
        return COUNTRY_WEIGHTS["person"]
    return COUNTRY_WEIGHTS["region" if actor.kind is ActorKind.REGION else "agent"]


def inferred(actors: Iterable[ActorRef]) -> tuple[ActorRef, ...]:
    """Actors as a reference holds them."""
    return tuple(replace(actor, inferred=True) for actor in actors)

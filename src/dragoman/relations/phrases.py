"""A phrase as what it is about: its concepts, the act at its head, and the names by their part in it.

``read_phrase`` makes "the withdrawal of Kestria" and "Kestria withdraws" the same, and keeps the recognition of Kestria
apart from the recognition by Kestria. It looks at words alone, since facts of a store come without their trees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import takewhile

from dragoman.relations.concepts import LONGEST, Concept, ConceptKind, Lexicon, Owner, forms, stem

WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", re.UNICODE)
ACRONYM = re.compile(r"\(\s*(?:[A-Z]\.?){2,6}s?\s*\)")
Names = frozenset[str]
PLANS = frozenset({ConceptKind.LIGHT, ConceptKind.COUNTER})
NAMED_NOUN = re.compile(r"\bthe ((?:[A-Z][\w’'-]+ ){2,3}[a-z]{4,}|(?:[A-Z][\w’'-]+ ){1,3}[A-Z][a-z]{3,})\b")
HARDLY_TELLING = PLANS | {ConceptKind.WEAK}
SEVERAL = re.compile(r"\band\b|,", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """What a phrase is about.

    Attributes:
        text: the phrase as given.
        features: concepts, stems and names that tell it apart, names as ``name:...``.
        head: the feature at its head, or empty if that is a plan.
        act: the act that decides, or empty.
        agents, others: names that do the act or own the thing, and those it is done to or that it is about.
        sided: names that are two alike sides of something ("relations between").
        parts: features that are words of longer names ("Sorrel", "Valley").
        numbers: numbers in it.
        qualities: concepts that exclude another ("temporary").
        plan: the kind of plan it names ("plan", "resolution"), or empty.
        counter: it names an answer to a plan.
        negated: it is about something not being done.
        several: it joins several issues by "and".
    """

    text: str
    features: frozenset[str]
    head: str = ""
    act: str = ""
    agents: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    sided: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    qualities: frozenset[str] = frozenset()
    plan: str = ""
    counter: bool = False
    negated: bool = False
    several: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for phrases that say the same in other words."""
        return (
            tuple(sorted(self.features)), self.head, self.act, tuple(sorted(self.agents)), tuple(sorted(self.others)),
            tuple(sorted(self.sided)), tuple(sorted(self.qualities)), self.plan, self.counter, self.negated,
            self.several,
        )  # fmt: skip

    @property
    def is_bare(self) -> bool:
        """Whether it is a single word besides names."""
        return sum(not feature.startswith("name:") for feature in self.features) <= 1

    @property
    def is_someones(self) -> bool:
        """Whether it is a plan that only its owner tells from others."""
        return any(feature.startswith("plan:") for feature in self.features)

    @property
    def names(self) -> frozenset[str]:
        """All names in it."""
        return self.agents | self.others | self.sided


@dataclass(slots=True)
class _Word:
    """One unit of a phrase: a word, or several that the lexicon knows as one."""

    text: str
    concept: Concept | None
    name: bool = False
    after: str = ""
    first_part: bool = True
    verb: bool = False


def named_nouns(text: str) -> dict[str, str]:
    """Common nouns that a report uses with one name only: "valley" where it has "the Sorrel Valley" and no other."""
    found: dict[str, set[str]] = {}
    for match in NAMED_NOUN.finditer(text):
        words = match.group(1).split()
        if not any(word.endswith(("'s", "’s")) for word in words):
            name = words if words[-1][0].isupper() else words[:-1]
            found.setdefault(words[-1].lower(), set()).add(" ".join(name))
    return {noun: next(iter(names)) for noun, names in found.items() if len(names) == 1}


def read_phrase(
    text: str, lexicon: Lexicon, owner: str = "", doer: str = "", nouns: Mapping[str, str] | None = None
) -> Sense:
    """Read one phrase.

    Args:
        owner: name of the party that "its" and "they" stand for; they are passed over without it.
        doer: name of the party that does it where the phrase names nobody ("withdrawal", of what one would do).
        nouns: names by common noun, as :func:`named_nouns` finds them in the report: "the valley" is that valley.
    """
    plain = ACRONYM.sub(" ", text).replace("’", "'").replace("n't ", " not ").replace("cannot ", "can not ")
    words = list(_words(plain, lexicon, owner))
    passive = any(word in lexicon.auxiliaries for word in text.lower().split())
    head = _head(words, passive)
    act = _act(words, head)
    named = _names_of_nouns(words, nouns or {}, lexicon)
    features = {feature for word in words for feature in _said(word, lexicon)} | named
    parts = named.union(*(_name_features(word.text, lexicon) for word in words if word.name))
    # With its name, the noun says little more: "the Hallow Gate crossing" is the Hallow Gate.
    parts |= {feature for word in words if word.text in (nouns or {}) for feature in _said(word, lexicon)}
    agents, others, sided = _parts(words, act or head, lexicon, passive)
    if doer and act is not None and act.concept is not None and act.concept.of is Owner.AGENT and not agents:
        agents = _name_features(doer, lexicon)
        features |= agents
    first = [word.concept for word in words if word.concept is not None and word.first_part]
    is_plan = any(concept.kind in PLANS for concept in first)
    if is_plan or act is not None:
        # A minister's plan is the state's plan; the minister as such is not the state.
        own = {name: lexicon.parties[name] for name in agents if name in lexicon.parties}
        agents = frozenset(own.get(name, name) for name in agents)
        features = {own.get(feature, feature) for feature in features}
    if all(feature.startswith("name:") for feature in features):
        features |= _last_resort(words, features, is_plan)
    kinds = [word.concept for word in words if word.concept is not None]
    return Sense(
        text=text,
        features=frozenset(features),
        head=_feature(head, lexicon) if head is not None else "",
        act=act.concept.name.partition("+")[0] if act is not None and act.concept is not None else "",
        agents=agents,
        others=others,
        sided=sided,
        parts=frozenset(part for part in parts if not part.startswith("name:")),
        numbers=frozenset(number for word in words for number in _numbers(word)),
        qualities=frozenset(concept.name for concept in kinds if concept.kind is ConceptKind.QUALITY),
        plan=next((each.name for each in first if each.kind is ConceptKind.LIGHT), ""),
        counter=any(each.kind is ConceptKind.COUNTER for each in first),
        negated=_is_negated(words, act or head, lexicon),
        several=SEVERAL.search(text) is not None,
    )


def _is_negated(words: Sequence[_Word], pivot: _Word | None, lexicon: Lexicon) -> bool:
    """Whether what the phrase is about is not to be: "no withdrawal", but not "leave, not one day sooner"."""
    before = list(takewhile(lambda word: word is not pivot, words)) if pivot is not None else words
    return sum(word.text in lexicon.negators and word.first_part for word in before) % 2 == 1


def _last_resort(words: Sequence[_Word], names: Set[str], is_plan: bool) -> set[str]:
    """What tells phrases apart that have names alone: "a guarantee from Kestria"; "the Talvian plan" is no roadmap."""
    if not is_plan:
        return {stem(word.text) for word in words if not word.name}
    first = [word for word in words if word.first_part and word.concept is not None]
    if not names or any(word.concept.kind is ConceptKind.COUNTER for word in first if word.concept is not None):
        return set()
    return {f"plan:{word.text.split()[-1]}" for word in first}


def _said(word: _Word, lexicon: Lexicon) -> Iterable[str]:
    """What a word tells, as features."""
    if word.name:
        return _name_features(word.text, lexicon)
    if word.concept is not None:
        return word.concept.name.split("+") if word.concept.kind not in HARDLY_TELLING else ()
    if word.text in lexicon.negators:
        return ()
    return (word.text if word.text.isdigit() else stem(word.text),)


def _numbers(word: _Word) -> Iterable[str]:
    if word.concept is not None and word.concept.kind is ConceptKind.NUMBER:
        return (word.concept.name,)
    return (word.text,) if word.text.isdigit() and not word.name else ()


def _names_of_nouns(words: Sequence[_Word], nouns: Mapping[str, str], lexicon: Lexicon) -> frozenset[str]:
    """Features of the names that common nouns are short for, of those that stand without a name."""
    found: set[str] = set()
    for before, word in zip((None, *words), words, strict=False):
        if not word.name and word.text in nouns and not (before is not None and before.name):
            found |= _name_features(nouns[word.text], lexicon)
    return frozenset(found)


def _words(text: str, lexicon: Lexicon, owner: str) -> Iterator[_Word]:
    """Units of a phrase in order, without stop words; ``after`` is what begins the part they stand in."""
    written = [_bare(match.group()) for match in WORD.finditer(text)]
    after, at, broken, verbal, named = "", 0, False, False, False
    while at < len(written):
        word = written[at]
        low = word.lower()
        if low in lexicon.owners and owner:
            # "Velmora withdrew its troops": the pronoun is of the name before it, whoever says so.
            if not named:
                yield _Word(owner, None, name=True, after=after, first_part=not broken)
            at += 1
            continue
        length, concept = _longest(written, at, lexicon)
        if concept is None and (verbal or at == 0):
            concept = lexicon.words.get(f"to {low}")
        if verbal and concept is not None and concept.kind is ConceptKind.COUNTER:
            concept = None
        name = _name_at(written, at, lexicon) if not (concept and word.islower()) else 0
        if name:
            yield _Word(" ".join(written[at : at + name]), None, name=True, after=after, first_part=not broken)
            at += name
            named = True
            continue
        if low in lexicon.breaks and not (concept and length > 1):
            broken = broken or at > 0
            after = low if low in lexicon.prepositions else after
            at += 1
            continue
        if concept is None and "-" in word:
            written[at : at + 1] = word.split("-")
            continue
        if low not in lexicon.stop or length > 1:
            yield _Word(low, concept, after=after, first_part=not broken, verb=verbal)
            verbal = False
        verbal = verbal or low in lexicon.modals or low in lexicon.auxiliaries
        at += max(1, length)


def _bare(word: str) -> str:
    """Without a possessive ending or a full stop that is none of an abbreviation."""
    word = word.replace("’", "'")
    word = word.removesuffix("'s").removesuffix("'")
    return word if "." in word[:-1] else word.removesuffix(".")


def _longest(written: Sequence[str], at: int, lexicon: Lexicon) -> tuple[int, Concept | None]:
    """The longest entry of the lexicon that begins here."""
    for length in range(min(LONGEST, len(written) - at), 1, -1):
        phrase = " ".join(written[at : at + length]).lower()
        if phrase in lexicon.words:
            return length, lexicon.words[phrase]
        first, _, rest = phrase.partition(" ")
        base = next((f"{form} {rest}" for form in forms(first) if f"{form} {rest}" in lexicon.words), None)
        if base is not None:
            return length, lexicon.words[base]
    word = written[at].lower()
    return 1, None if word in lexicon.stop else lexicon.concept(word)


def _name_at(written: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """Number of words of the name that begins here; 0 if none does."""
    if not written[at][:1].isupper():
        return 0
    known = _known_name(written, at, lexicon)
    if known:
        return known
    concept = _longest(written, at, lexicon)[1]
    if concept is not None and concept.kind is ConceptKind.SOFT:
        return 0
    alone = len(written) == 1 or not written[1][:1].isupper()
    if at == 0 and alone and concept is not None:
        # A capital at the beginning says nothing about a word that the lexicon knows.
        return 0
    if written[at].lower() in lexicon.breaks or written[at].lower() in lexicon.stop:
        return 0
    end = at + 1
    while end < len(written) and written[end][:1].isupper() and not _known_name(written, end, lexicon):
        end += 1
    return end - at


def _known_name(written: Sequence[str], at: int, lexicon: Lexicon) -> int:
    """Number of words of the known actor's name that begins here; 0 if none does."""
    lengths = range(min(LONGEST, len(written) - at), 0, -1)
    return next((length for length in lengths if " ".join(written[at : at + length]) in lexicon.states), 0)


def _name_features(name: str, lexicon: Lexicon) -> frozenset[str]:
    """A name of one word or of a state is one feature, another one for each of its words ("Sorrel", "Valley")."""
    if name in lexicon.states or " " not in name:
        return frozenset({f"name:{lexicon.name(name)}"})
    found = set()
    for word in name.lower().split():
        concept = lexicon.concept(word)
        thing = concept is not None and concept.kind is ConceptKind.THING
        found.add(concept.name if concept is not None and thing else stem(word))
    return frozenset(found)


def _feature(word: _Word, lexicon: Lexicon) -> str:
    if word.name:
        return f"name:{lexicon.name(word.text)}"
    return word.concept.name.partition("+")[0] if word.concept is not None else stem(word.text)


def _tells(word: _Word) -> bool:
    return word.concept is None or word.concept.kind not in {
        ConceptKind.WEAK, ConceptKind.QUALITY, ConceptKind.LIGHT, ConceptKind.COUNTER,
    }  # fmt: skip


def _head(words: Sequence[_Word], passive: bool) -> _Word | None:
    """The last telling word before the first preposition or article; after "creation of" the last of what follows.

    An act that begins the phrase or follows its names is a verb, and the head ("swapping prisoners", "Kestria frees").
    """
    first = [word for word in words if word.first_part]
    finite = next((word for word in words if word.verb and _is_act(word)), None)
    if finite is not None:
        return finite
    verb = next((word for word in first if not word.name), None)
    if verb is not None and not passive and _is_act(verb):
        return verb
    if first and first[-1].concept is not None and not _tells(first[-1]):
        if any(word.concept is not None and word.concept.kind in PLANS for word in first):
            return None
        rest = [word for word in words if not word.first_part and _tells(word) and not word.name]
        run = [word for word in rest if word.after == rest[0].after]
        return run[-1] if run else next((word for word in reversed(first) if _tells(word)), None)
    return next((word for word in reversed(first) if _tells(word)), None)


def _is_act(word: _Word) -> bool:
    return word.concept is not None and word.concept.kind is ConceptKind.ACT


def _act(words: Sequence[_Word], head: _Word | None) -> _Word | None:
    """The act that decides: the head if it is one, else the first; what a plan is for does not."""
    if head is not None and _is_act(head):
        return head
    first = [word for word in words if word.first_part]
    is_plan = head is None and any(word.concept is not None and word.concept.kind in PLANS for word in first)
    return next((word for word in (first if is_plan else words) if _is_act(word)), None)


def _parts(words: Sequence[_Word], pivot: _Word | None, lexicon: Lexicon, passive: bool) -> tuple[Names, Names, Names]:
    """Names by their part: who does or owns it, whom or what it is about, and sides that are alike or can't be told."""
    of = pivot.concept.of if pivot is not None and pivot.concept is not None else Owner.PATIENT
    if any(word.concept is not None and word.concept.of is Owner.BOTH for word in words):
        of = Owner.BOTH
    agents: set[str] = set()
    others: set[str] = set()
    before = True
    for word in words:
        if word is pivot:
            before = False
        if word is pivot or not word.name:
            continue
        if word.after == "by":
            side = agents
        elif word.after == "of":
            side = agents if of is Owner.AGENT else others
        elif not word.after and (before or pivot is None or (of is Owner.AGENT and not agents)):
            side = others if passive and before and of is Owner.PATIENT else agents
        else:
            side = others
        side |= _name_features(word.text, lexicon)
    if of is Owner.BOTH:
        return frozenset(), frozenset(), frozenset(agents | others)
    if of is Owner.EITHER and not (agents and others):
        # "Velmora opens the gate" and "the Hallow Gate opens" may be one: only parties exclude each other here.
        return frozenset(), frozenset(), frozenset((agents | others) & lexicon.actors)
    return frozenset(agents), frozenset(others), frozenset()

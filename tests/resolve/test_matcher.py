"""Spotting names: folding, capitals, boundaries, longest first, names people are called by."""

from __future__ import annotations

import pytest

from dragoman.directory import ActorDirectory, Agent, Name, NameKind, load_words
from dragoman.model.actors import Actor, ActorKind, Role
from dragoman.model.text import AnnotatedText, Document, Sentence, Token
from dragoman.resolve.matcher import ActorMatcher, called_by, compile_matcher, fold, headline_sentences, spot

OFFICIAL = Agent(singular="official", plural="officials", sector="GOV", kind="person", office="")
MISTER = Agent(singular="mr.", plural="mr.", sector="", kind="person", office="")
NAMES = (
    Name(written="Velmora", kind=NameKind.STATE, actor="VEL"),
    Name(written="Velmoran", kind=NameKind.ADJECTIVE, actor="VEL"),
    Name(written="Velmora City", kind=NameKind.CAPITAL, actor="VEL"),
    Name(written="WHO", kind=NameKind.ORGANISATION, actor="health", exact=True),
    Name(written="al-Kestri Front", kind=NameKind.ORGANISATION, actor="front"),
    Name(written="İzmir Élan", kind=NameKind.ORGANISATION, actor="elan"),
    Name(written="Fur", kind=NameKind.GROUP, actor="group:fur"),
    Name(written="officials", kind=NameKind.AGENT, agent=OFFICIAL),
    Name(written="mr.", kind=NameKind.HONORIFIC, agent=MISTER),
    Name(written="Ada Lund", kind=NameKind.PERSON, actor="ada-lund"),
)


def _person(name: str, affiliation: str, title: str = "minister", aliases: tuple[str, ...] = ()) -> Actor:
    role = Role(affiliation=affiliation, office="other", title=title)
    return Actor(id="x", name=name, kind=ActorKind.PERSON, aliases=aliases, roles=(role,))


@pytest.fixture(scope="module")
def matcher() -> ActorMatcher:
    """A matcher of a few names."""
    lund = Actor(
        id="ada-lund",
        name="Ada Lund",
        kind=ActorKind.PERSON,
        roles=(Role(affiliation="VEL", office="foreign_minister", title="foreign minister"),),
    )
    return compile_matcher(ActorDirectory(actors={"ada-lund": lund}, names=NAMES, adjectives={}))


def _text(*words: str, tags: str = "") -> AnnotatedText:
    """A text of words parted by blanks in one sentence; capitalised words are proper nouns unless ``tags`` says."""
    tokens, start = [], 0
    given = tags.split() or ["NNP" if word[0].isupper() else "NN" for word in words]
    for i, (word, tag) in enumerate(zip(words, given, strict=True)):
        pos = "PUNCT" if not word[0].isalnum() else "PROPN" if tag == "NNP" else "NOUN"
        tokens.append(
            Token(i=i, text=word, lemma=word.lower(), pos=pos, tag=tag, dep="dep", head=0, start=start,
                  end=start + len(word), sentence=0)
        )  # fmt: skip
        start += len(word) + 1
    whole = " ".join(words)
    sentence = Sentence(index=0, first=0, last=len(tokens), start=0, end=len(whole))
    return AnnotatedText(document=Document(id="x", text=whole), tokens=tuple(tokens), sentences=(sentence,))


def _spotted(matcher: ActorMatcher, text: AnnotatedText) -> list[tuple[int, int, str]]:
    return [(found.first, found.last, found.names[0].written) for found in spot(text, matcher)]


@pytest.mark.parametrize("text", ["İstanbul", "Straße", "Kim Jong-un’s ﬁrst Évian", "ŁÓDŹ", "ΑΣ", "a\nb\xa0c"])
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_joins_spellings() -> None:
    assert fold("Recep Tayyip Erdoğan") == fold("RECEP TAYYIP ERDOGAN")
    assert fold("Kim Jong-un") == fold("Kim Jong Un")
    assert fold("Shi’ite") == fold("Shi'ite")


def test_longest_and_leftmost_wins(matcher: ActorMatcher) -> None:
    assert _spotted(matcher, _text("Velmora", "City", "officials")) == [(0, 2, "Velmora City"), (2, 3, "officials")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("they", "left", "velmora"), []),
        (("they", "left", "VELMORA"), ["Velmora"]),
        (("they", "met", "Officials"), ["officials"]),
        (("they", "asked", "who"), []),
        (("they", "asked", "Who"), []),
        (("they", "asked", "WHO"), ["WHO"]),
        (("they", "asked", "Velmorans"), []),
        (("the", "Al", "Kestri", "Front"), ["al-Kestri Front"]),
        (("the", "Izmir", "Elan"), ["İzmir Élan"]),
        (("they", "asked", "mr.", "lund"), []),
        (("they", "asked", "Mr.", "Lund"), ["mr.", "Lund"]),
    ],
)
def test_capitals_and_boundaries(matcher: ActorMatcher, words: tuple[str, ...], expected: list[str]) -> None:
    assert [name for _, _, name in _spotted(matcher, _text(*words))] == expected


def test_an_ordinary_word_that_begins_a_sentence_is_no_people(matcher: ActorMatcher) -> None:
    assert _spotted(matcher, _text("Fur", "coats", "sold", tags="NN NNS VBD")) == []


def test_a_surname_alone_is_spotted_as_one(matcher: ActorMatcher) -> None:
    found = spot(_text("they", "met", "Lund"), matcher)
    assert [name.kind for name in found[0].names] == [NameKind.SURNAME]


def test_a_name_does_not_cross_sentences(matcher: ActorMatcher) -> None:
    text = _text("they", "met", "Ada", "Lund")
    first, second = text.sentences[0], Sentence(index=1, first=3, last=4, start=13, end=17)
    tokens = (*text.tokens[:3], Token(i=3, text="Lund", lemma="lund", pos="PROPN", tag="NNP", dep="ROOT", head=3,
                                      start=13, end=17, sentence=1))  # fmt: skip
    split = AnnotatedText(
        document=text.document,
        tokens=tokens,
        sentences=(Sentence(index=0, first=0, last=3, start=0, end=12), second),
    )
    assert first.last == 4
    assert "Ada Lund" not in [name for _, _, name in _spotted(matcher, split)]


@pytest.mark.parametrize(
    ("words", "tags", "headline"),
    [
        ("Talks Between Velmora And Kestria Fail", "NNP NNP NNP NNP NNP NNP", True),
        ("Talks with Velmora and Kestria Collapse Again", "NNP IN NNP CC NNP NNP NNP", True),
        ("Prime Minister Lund Praised Kestria today", "NNP NNP NNP NNP NNP NN", False),
        ("Prime Minister Lund met Tomas Berg Again", "NNP NNP NNP VBD NNP NNP NNP", False),
        ("Velmora Agreed", "NNP NNP", False),
    ],
)
def test_headlines(words: str, tags: str, headline: bool) -> None:
    assert bool(headline_sentences(_text(*words.split(), tags=tags))) is headline


@pytest.mark.parametrize(
    ("actor", "called"),
    [
        (_person("Ada Lund", "VEL"), {"Lund"}),
        (_person("Xi Jinping", "CHN"), {"Xi"}),
        (_person("Ban Ki-moon", "KOR"), {"Ban"}),
        (_person("Bashar al-Assad", "SYR"), {"al-Assad", "Assad"}),
        (_person("Ursula von der Leyen", "DEU"), {"Leyen", "der Leyen", "von der Leyen"}),
        (_person("Otto Perez Molina", "GTM"), {"Molina", "Perez Molina"}),
        (_person("Abiy Ahmed", "ETH"), {"Abiy", "Ahmed"}),
        (_person("Tamim bin Hamad Al Thani", "QAT", "emir"), {"Thani", "Al Thani", "Tamim"}),
        (_person("Moammar Gaddafi", "LBY", aliases=("Muammar Gadhafi",)), {"Gaddafi", "Gadhafi"}),
        (_person("Suharto", "IDN"), set()),
    ],
    ids=lambda value: value.name if isinstance(value, Actor) else "",
)
def test_what_a_person_is_called_alone(actor: Actor, called: set[str]) -> None:
    assert {word for word in called_by(actor, load_words()) if word != "bin"} == called

"""Pronouns, definite descriptions and acronyms, end to end on self-written reports about invented people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from dragoman.annotate.spacy import Annotator, annotate, load_annotator
from dragoman.directory import ActorDirectory, load_directory
from dragoman.model.text import AnnotatedText, Document, Mention, MentionBasis
from dragoman.resolve.actors import ActorMatcher, compile_matcher, resolve_actors
from dragoman.resolve.coreference import resolve_references

Read = Callable[[str], AnnotatedText]


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return load_annotator()


@pytest.fixture(scope="session")
def directory() -> ActorDirectory:
    return load_directory()


@pytest.fixture(scope="session")
def matcher(directory: ActorDirectory) -> ActorMatcher:
    return compile_matcher(directory)


@pytest.fixture(scope="session")
def read(annotator: Annotator, directory: ActorDirectory, matcher: ActorMatcher) -> Read:
    def read_one(text: str) -> AnnotatedText:
        document = Document(id="test", text=text, published=date(2024, 2, 8))
        return resolve_references(resolve_actors(next(annotate([document], annotator)), matcher), directory)

    return read_one


def mention_of(text: AnnotatedText, word: str, occurrence: int = 0) -> Mention | None:
    """The mention that a word heads; the first word so written, or the one asked for, counted from 0."""
    indices = [token.i for token in text.tokens if token.text == word]
    index = indices[occurrence]
    return next((mention for mention in text.mentions if mention.head == index), None)


def actors_of(text: AnnotatedText, word: str, occurrence: int = 0) -> set[str]:
    mention = mention_of(text, word, occurrence)
    if mention is None or mention.basis is not MentionBasis.COREFERENCE:
        return set()
    return {actor.id for actor in mention.actors}


LUND, BERG = "name:ada-lund", "name:tomas-berg"
INTRO = "Norwegian Foreign Minister Ada Lund met Swedish Defense Minister Tomas Berg in Oslo on Monday. "

PRONOUNS = [
    ("Norwegian Foreign Minister Ada Lund said she would visit Kenya.", "she", 0, {LUND}),
    ("Norwegian Foreign Minister Ada Lund criticised Kenya. She called the decision a mistake.", "She", 0, {LUND}),
    (INTRO + "He promised more weapons.", "He", 0, {BERG}),
    (INTRO + "She welcomed the offer.", "She", 0, {LUND}),
    (INTRO + "She thanked him for the offer.", "him", 0, {BERG}),
    ("Tomas Berg, the Swedish defense minister, told Ada Lund that he would resign.", "he", 0, {BERG}),
    ("Swedish Defense Minister Tomas Berg said Ada Lund had insulted him.", "him", 0, {BERG}),
    ("Swedish Defense Minister Tomas Berg praised Ada Lund. Her answer was short.", "Her", 0, {LUND}),
    ("After his visit to Kenya, Swedish Defense Minister Tomas Berg flew home.", "his", 0, {BERG}),
    ("As he returned to Stockholm, Swedish Defense Minister Tomas Berg praised Kenya.", "he", 0, {BERG}),
    ("Kenya withdrew its troops from Somalia.", "its", 0, {"KEN"}),
    ("Kenya accused Somalia of breaking the truce. It demanded an apology.", "It", 0, {"KEN"}),
    ("The dispute has hurt ties between Kenya and its neighbour.", "its", 0, {"KEN"}),
    ("Kenya forced Somalia to withdraw its ambassador.", "its", 0, {"SOM"}),
    ("The foreign minister said that Kenya would fight until they win.", "they", 0, {"KEN"}),
    ("Kenya and Somalia said they would resume talks.", "they", 0, {"KEN", "SOM"}),
    ("Kenyan soldiers entered the town. They arrested the mayor.", "They", 0, {"KEN/MIL/soldier"}),
    ("Hamas rejected the offer and said it would keep its weapons.", "it", 0, {"hamas"}),
    ("Hamas rejected the offer and said it would keep its weapons.", "its", 0, {"hamas"}),
    ("NATO said it would send observers to Kenya.", "it", 0, {"nato"}),
    ("Ada Lund defended herself. Norwegian lawmakers were not convinced.", "herself", 0, {LUND}),
    ('"Kenya must pay," Tomas Berg said. He left the room.', "He", 0, {BERG}),
    ('Tomas Berg arrived late. "Somalia has lied to us," he told reporters.', "he", 0, {BERG}),
    (
        "Norwegian Foreign Minister Ada Lund met Kenyan officials. They discussed trade.",
        "They",
        0,
        {"KEN/GOV/official"},
    ),
    ("Swedish Defense Minister Tomas Berg thanked Ada Lund for her help.", "her", 0, {LUND}),
    ("Ada Lund and others met in Oslo. They blamed Kenya.", "They", 0, {LUND}),
    ("Kenya met Somalia. Ninety soldiers, many of them wounded, watched.", "them", 0, {"/MIL/soldier"}),
    (
        "Swedish Defense Minister Tomas Berg praised Ada Lund. Kenyan President John Otieno heard him speak.",
        "him",
        0,
        {BERG},
    ),
    ("As it withdrew from Somalia, Kenya praised NATO.", "it", 0, {"KEN"}),
    ("Members of the party and their supporters marched in Kenya.", "their", 0, {"/SOC/member"}),
    ("Several armed men attacked Kenya. Most of them escaped.", "them", 0, {"/UAF/armed-man"}),
]


@pytest.mark.parametrize(("report", "word", "occurrence", "expected"), PRONOUNS)
def test_pronoun_refers_to(read: Read, report: str, word: str, occurrence: int, expected: set[str]) -> None:
    assert actors_of(read(report), word, occurrence) == expected


UNRESOLVED = [
    ("Kenya closed the border. It is clear that trade will suffer.", "It"),
    ("Kenya closed the border. It is likely the ban will last.", "It"),
    ("Kenya closed the border because it rained all week.", "it"),
    ("Kenya closed the border. It seems that trade will suffer.", "It"),
    ("Kenya closed the border. It was reported that trade had stopped.", "It"),
    ("Kenya made it clear that the border would stay closed.", "it"),
    ("Kenya presented a plan. It was the longest document of the year.", "It"),
    ("These visits failed at first, but they brought more aid to Kenya.", "they"),
    ("Another group attacked Kenya.", "group"),
    ("Hamas spoke. The protest movement in Kenya has grown.", "movement"),
    ("Hamas spoke. The group Human Rights Watch disagreed.", "group"),
    ("Ada Lund said anyone could speak if he or she wished.", "she"),
    ("Kenya said it was too late for talks.", "it"),
    ("Kenya fears a group that attacked Somalia.", "group"),
    ("Kenya and Somalia accused each other of lying.", "each"),
    ("Officials in many countries watched. Troops were seen in Kenya.", "Troops"),
]


@pytest.mark.parametrize(("report", "word"), UNRESOLVED)
def test_left_alone(read: Read, report: str, word: str) -> None:
    assert actors_of(read(report), word) == set()


DESCRIPTIONS = [
    ("Hamas rejected the offer. Israel vowed to defeat the militant group.", "group", 0, {"hamas"}),
    ("NATO met on Monday. Kenya asked the alliance for help.", "alliance", 0, {"nato"}),
    ("Kenya criticised UNRWA. The agency denied the charge.", "agency", 0, {"unrwa"}),
    ("Kenya left the African Union. The bloc expressed regret.", "bloc", 0, {"african-union"}),
    ("Kenya closed the border. The country has little food.", "country", 0, {"KEN"}),
    ("Saudi Arabia invited Kenya to talks. The kingdom offered aid.", "kingdom", 0, {"SAU"}),
    ("Kenya and Somalia held talks. The two countries agreed on a truce.", "countries", 0, {"KEN", "SOM"}),
    ("Kenya accused Somalia of lying. Both sides have lost soldiers.", "sides", 0, {"KEN", "SOM"}),
    (INTRO + "The two ministers signed a treaty.", "ministers", 0, {LUND, BERG}),
    ("Norwegian Foreign Minister Ada Lund spoke first. The foreign minister was calm.", "minister", 0, {LUND}),
    ("Norwegian Foreign Minister Ada Lund spoke first. The diplomat praised Kenya.", "diplomat", 0, {LUND}),
    ("Norwegian Prime Minister Ada Lund spoke first. The premier praised Kenya.", "premier", 0, {LUND}),
    ("Kenyan President Tomas Berg spoke first. Ada Lund waited. The president was calm.", "president", 0, {BERG}),
    ("Kenya raised taxes. The government expects protests.", "government", 0, {"KEN/GOV/government"}),
    ("Kenya raised taxes. The army was put on alert.", "army", 0, {"KEN/MIL/army"}),
    ("Kenyan rebels took the town. The rebels freed the prisoners.", "rebels", 1, {"KEN/REB/rebel"}),
    ("Kenyan President Tomas Berg lost. The Berg government resigned.", "government", 0, {"KEN/GOV/government"}),
    ("Kenyan President Tomas Berg lost. Somalia praised Berg's army.", "army", 0, {"KEN/MIL/army"}),
    ("Kenyan President Tomas Berg won. Somalia said it feared his army.", "army", 0, {"KEN/MIL/army"}),
    (
        "The Muslim Brotherhood won seats. The Brotherhood rejected the result.",
        "Brotherhood",
        1,
        {"muslim-brotherhood"},
    ),
    ("Kenya warned that the US could invade the country.", "country", 0, {"KEN"}),
    ("Somalia is at war. Unrest in Kenya forced that country's president from office.", "country", 0, {"KEN"}),
    ("Kenya and its army celebrated.", "army", 0, {"KEN/MIL/army"}),
    ("Hamas lost two of its leaders.", "leaders", 0, {"hamas/GOV/leader"}),
    ("Norwegian Foreign Minister Ada Lund defended her country.", "country", 0, {"NOR"}),
    (
        "Norwegian Foreign Minister Ada Lund called her Kenyan counterpart.",
        "counterpart",
        0,
        {"KEN/GOV/foreign-minister"},
    ),
    ("Kenya sued Somalia, but the latter ignored the court.", "latter", 0, {"SOM"}),
    ("Kenya and Somalia met. The former demanded more.", "former", 0, {"KEN"}),
]


@pytest.mark.parametrize(("report", "word", "occurrence", "expected"), DESCRIPTIONS)
def test_description_refers_to(read: Read, report: str, word: str, occurrence: int, expected: set[str]) -> None:
    assert actors_of(read(report), word, occurrence) == expected


def test_acronym_of_the_text(read: Read) -> None:
    text = read("The Movement for the Rebirth of Somalia (MRS) attacked Kenya. The MRS said it would not stop.")
    assert actors_of(text, "MRS", 1) == {"name:movement-for-the-rebirth-of-somalia"}
    assert actors_of(text, "it") == {"name:movement-for-the-rebirth-of-somalia"}


def test_reference_says_what_it_stands_on(read: Read) -> None:
    text = read("Kenya accused Somalia of breaking the truce. It demanded an apology.")
    mention = mention_of(text, "It")
    assert mention is not None
    assert mention.inferred
    assert mention.actors[0].inferred
    assert mention.antecedent is not None
    assert text.tokens[mention.antecedent].text == "Kenya"


def test_mentions_stay_in_order_and_apart(read: Read) -> None:
    text = read(INTRO + "The two ministers said their countries would help each other, and he thanked her.")
    firsts = [mention.first for mention in text.mentions]
    assert firsts == sorted(firsts)
    whole = [mention for mention in text.mentions if not mention.adjectival]
    assert all(one.last <= other.first for one, other in pairwise(whole))


def test_same_input_same_output(read: Read) -> None:
    report = INTRO + "She thanked him. The two countries are neighbours, and their armies train together."
    assert read(report) == read(report)


def test_swapping_the_parties_mirrors(read: Read) -> None:
    one = read("Kenya accused Somalia of breaking the truce. It demanded an apology.")
    other = read("Somalia accused Kenya of breaking the truce. It demanded an apology.")
    assert actors_of(one, "It") == {"KEN"}
    assert actors_of(other, "It") == {"SOM"}


def test_text_without_actors_is_left_as_it_was(read: Read) -> None:
    assert read("It rained, and they stayed at home.").mentions == ()


def test_empty_text() -> None:
    text = AnnotatedText(document=Document(id="x", text=""), tokens=(), sentences=())
    assert resolve_references(text) == text

"""Places end to end on self-written sentences: names told apart by context, persons and acting states left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from dragoman.annotate.spacy import Annotator, annotate, load_annotator
from dragoman.annotate.times import find_times
from dragoman.directory import load_directory
from dragoman.model.text import AnnotatedText, Document, Place
from dragoman.resolve.actors import ActorMatcher, compile_matcher, resolve_actors
from dragoman.resolve.gazetteer import folded
from dragoman.resolve.places import Gazetteer, find_places, load_gazetteer

Find = Callable[[str], list[Place]]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return load_annotator()


@pytest.fixture(scope="module")
def matcher() -> ActorMatcher:
    return compile_matcher(load_directory())


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture(scope="module")
def resolved(annotator: Annotator, matcher: ActorMatcher, gazetteer: Gazetteer) -> Callable[[str], AnnotatedText]:
    def resolve(text: str) -> AnnotatedText:
        document = Document(id="test", text=text, published=date(2024, 2, 8))
        return find_places(resolve_actors(find_times(next(annotate([document], annotator))), matcher), gazetteer)

    return resolve


@pytest.fixture(scope="module")
def find(resolved: Callable[[str], AnnotatedText]) -> Find:
    return lambda text: [mention.place for mention in resolved(text).places]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The strike hit a market in Khan Younis.", [("Khan Younis", "Khan Younis", "PSE")]),
        (
            "Troops surrounded Deir al-Balah and Rafah.",
            [("Deir al-Balah", "Deir al-Balah", "PSE"), ("Rafah", "Rafah", "PSE")],
        ),
        ("Rescuers reached the town of Port-au-Prince.", [("Port-au-Prince", "Port au Prince", "HTI")]),
        ("Fighting raged in el-Fasher.", [("el-Fasher", "El Fasher", "SDN")]),
        ("The talks took place in Sana'a.", [("Sana'a", "Sana’a", "YEM")]),
        ("Clashes broke out in Helmand province.", [("Helmand province", "Helmand", "AFG")]),
        ("Ships gathered in the Red Sea.", [("Red Sea", "Red Sea", None)]),
        ("A bomb exploded near the Syrian city of Hama.", [("Hama", "Hama", "SYR")]),
        (
            "Shells fell in Homs, Hama and Aleppo.",
            [("Homs", "Homs", "SYR"), ("Hama", "Hama", "SYR"), ("Aleppo", "Aleppo", "SYR")],
        ),
        ("An explosion shook Kabul Airport.", [("Kabul", "Kabul", "AFG")]),
        ("The delegation returned to Washington.", [("Washington", "Washington", "USA")]),
    ],
)
def test_cities_and_regions(find: Find, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(place.written, place.name, place.country) for place in find(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("He flew to Tripoli, Lebanon, on Monday.", ["LBN", "LBN"]),
        ("Lebanese troops entered Tripoli.", ["LBN"]),
        ("Libyan troops entered Tripoli.", ["LBY"]),
        ("He lives in Paris, Texas.", ["USA", "USA"]),
        ("He lives in Paris.", ["FRA"]),
        ("American envoys met in Geneva.", ["CHE"]),
        ("The crowd in Atlanta, Georgia, was calm.", ["USA", "USA"]),
        ("Russian troops moved into Georgia.", ["GEO"]),
    ],
)
def test_namesakes_are_told_apart_by_the_countries_of_the_text(find: Find, sentence: str, expected: list[str]) -> None:
    assert [place.country for place in find(sentence)] == expected


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("Iran attacked Israel.", []),
        ("Iran fired missiles at Israel from Syria and Iraq.", ["iso:ISR", "iso:SYR", "iso:IRQ"]),
        ("In Qatar, the envoys met.", ["iso:QAT"]),
        ("Talks between Egypt and Israel failed.", []),
        ("It was the longest war in U.S. history.", []),
        ("Ties to Iran's leaders were cut.", []),
        ("Washington said it would respond.", []),
        ("The envoys met in the White House.", []),
    ],
)
def test_a_state_that_acts_is_no_place(find: Find, sentence: str, ids: list[str]) -> None:
    assert [place.id for place in find(sentence)] == ids


@pytest.mark.parametrize(
    "sentence",
    [
        "Of the soldiers, ten fled.",
        "Reading the letter, he wept.",
        "Nice weather followed.",
        "Mobile phones rang.",
        "Michael Jordan spoke.",
        "Victoria Nuland spoke.",
        "The mayor of London resigned.",
        "The Oslo Accords collapsed.",
        "They broke the Geneva conventions.",
        "The University of Oxford protested.",
        "The Boston Globe reported the deal.",
        "Talks will be held in March.",
        "The talks in cairo failed.",
        "Houston said the plan failed.",
    ],
)
def test_what_is_no_place(find: Find, sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize("sentence", ["He was born in Nice.", "He stayed in Mobile, Alabama."])
def test_a_doubtful_word_is_a_place_where_the_context_is_clear(find: Find, sentence: str) -> None:
    assert find(sentence)[0].written in {"Nice", "Mobile"}


@pytest.mark.parametrize(
    "sentence",
    [
        "A drone struck Sevastopol.",
        "A court in Jerusalem ruled.",
        "Clashes broke out in Srinagar.",
        "Shots were fired in Sukhumi.",
        "He was born in Crimea.",
    ],
)
def test_a_contested_place_has_no_country(find: Find, sentence: str) -> None:
    [place] = find(sentence)
    assert place.country is None


def test_a_city_has_its_geonames_id_and_coordinates(find: Find) -> None:
    [place] = find("Protesters gathered in Cairo.")
    assert place.id == "geonames:360630"
    assert place.latitude == pytest.approx(30.06, abs=0.05)
    assert place.longitude == pytest.approx(31.25, abs=0.05)


def test_an_area_has_no_coordinates(find: Find) -> None:
    [place] = find("He arrived in Gaza.")
    assert (place.id, place.latitude, place.longitude) == ("region:gaza-strip", None, None)


def test_spans_and_heads_lie_on_the_name(resolved: Callable[[str], AnnotatedText]) -> None:
    text = resolved("Envoys met in New York and in Khan Younis.")
    assert [" ".join(t.text for t in text.tokens[m.first : m.last]) for m in text.places] == ["New York", "Khan Younis"]
    assert all(m.first <= m.head < m.last for m in text.places)


def test_swapped_parties_keep_their_rules(find: Find) -> None:
    one = find("Troops from Armenia shelled towns in Azerbaijan.")
    other = find("Troops from Azerbaijan shelled towns in Armenia.")
    assert [place.id for place in one] == [place.id for place in reversed(other)]


def test_the_gazetteer_is_frozen(gazetteer: Gazetteer) -> None:
    with pytest.raises(FrozenInstanceError):
        gazetteer.names = {}  # type: ignore[misc]


def test_spellings_fold_into_one() -> None:
    assert {folded(name) for name in ("Khān Yūnis", "khan-yunis", "Khan Yunis")} == {"khan yunis"}


def test_an_empty_text_has_no_places(gazetteer: Gazetteer) -> None:
    empty = AnnotatedText(document=Document(id="test", text=""), tokens=(), sentences=())
    assert find_places(empty, gazetteer).places == ()

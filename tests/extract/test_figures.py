"""Figures: what is counted, how many, whose, by whom; and what is no figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from dragoman.corpus.readers import document_from_text
from dragoman.extract.figures import find_figures
from dragoman.extract.stage import stage
from dragoman.model.facts import Factuality, Figure, SourceKind
from dragoman.pipeline import Reader

PUBLISHED = date(2024, 3, 14)


def read(reader: Reader, text: str) -> list[Figure]:
    """Figures of a text."""
    (found,) = reader.annotate([document_from_text(text, published=PUBLISHED)])
    return list(find_figures(stage(found, reader.codebook), reader.codebook))


@dataclass(frozen=True)
class Case:
    """A sentence and its figures: measure, low, high and unit of each."""

    text: str
    figures: tuple[tuple[str, float | None, float | None, str], ...]

    def __str__(self) -> str:
        return self.text


CASES = (
    Case("Three sailors were killed near the island.", (("killed", 3, 3, "persons"),)),
    Case("The raid killed at least 12 people and wounded 30.",
         (("killed", 12, None, "persons"), ("injured", 30, 30, "persons"))),
    Case("The blast left 12 dead and dozens injured.",
         (("killed", 12, 12, "persons"), ("injured", 24, None, "persons"))),
    Case("Twelve people died in the raid.", (("killed", 12, 12, "persons"),)),
    Case("The death toll rose to 34.", (("killed", 34, 34, "persons"),)),
    Case("Some 40 civilians were killed or wounded.", (("killed_or_injured", 40, 40, "persons"),)),
    Case("The army suffered 300 casualties.", (("killed_or_injured", 300, 300, "persons"),)),
    Case("Eleven people were still missing.", (("missing", 11, 11, "persons"),)),
    Case("As many as 1.5 million people have fled their homes.", (("displaced", None, 1_500_000, "persons"),)),
    Case("Between 26,000 and 31,000 people have been displaced.", (("displaced", 26_000, 31_000, "persons"),)),
    Case("Kestria has taken in more than 10,000 refugees.", (("refugees", 10_000, None, "persons"),)),
    Case("The rebels abducted six surveyors.", (("hostages", 6, 6, "persons"),)),
    Case("Police arrested nine demonstrators.", (("prisoners", 9, 9, "persons"),)),
    Case("Velmora released 46 prisoners on Tuesday.", (("released", 46, 46, "persons"),)),
    Case("Velmora offered to release 46 prisoners.", (("prisoners", 46, 46, "persons"),)),
    Case("Velmora handed over 17 Kestrians.", (("released", 17, 17, "persons"),)),
    Case("Velmora sent 600 soldiers to the border.", (("troops", 600, 600, "persons"),)),
    Case("The council will send 120 observers.", (("other", 120, 120, "persons"),)),
    Case("Kestria destroyed 40 tanks.", (("weapons", 40, 40, "tanks"),)),
    Case("Velmora pledged $2.3 billion in aid to Kestria.", (("aid", 2.3e9, 2.3e9, "USD"),)),
    Case("Velmora delivered 50 tonnes of food to the island.", (("aid", 50, 50, "tonnes"),)),
    Case("Kestria demanded $4 million in compensation from Velmora.", (("money", 4e6, 4e6, "USD"),)),
    Case("About 14,000 people depend on food aid.", (("people_in_need", 14_000, 14_000, "persons"),)),
    Case("Nobody was hurt in the raid.", (("injured", 0, 0, "persons"),)),
    Case("There were no casualties.", (("killed_or_injured", 0, 0, "persons"),)),
    Case("The abduction of six surveyors was condemned.", (("hostages", 6, 6, "persons"),)),
    Case("The number of wounded stands at 40.", (("injured", 40, 40, "persons"),)),
    Case("Nine people were killed, among them two children.",
         (("killed", 9, 9, "persons"), ("killed", 2, 2, "persons"))),
    Case("The ceiling was raised from 120 to 300 observers.",
         (("other", 120, 120, "persons"), ("other", 300, 300, "persons"))),
    Case("Velmora put its own losses at four.", (("killed", 4, 4, "persons"),)),
    Case("The governor put the dead at 14.", (("killed", 14, 14, "persons"),)),
    Case("Velmora said 12 sailors had died; Kestria speaks of 40.",
         (("killed", 12, 12, "persons"), ("killed", 40, 40, "persons"))),
    Case("How many people Kestria has abducted is in dispute: Velmora says 28.", (("hostages", 28, 28, "persons"),)),
    Case("The islanders, whose number Kestria puts at 9,000, have no vote.", (("other", 9_000, 9_000, "persons"),)),
    Case("Velmora handed over the bodies of 30 sailors.", (("killed", 30, 30, "persons"),)),
    Case("Six bodies were recovered from the wreck.", (("killed", 6, 6, "persons"),)),
    Case("The raid claimed the lives of 14 villagers.", (("killed", 14, 14, "persons"),)),
    Case("The siege has cost 14 lives.", (("killed", 14, 14, "persons"),)),
    Case("The war has driven 1.2 million people from their homes.",
         (("displaced", 1_200_000, 1_200_000, "persons"),)),
    Case("Half a million people are at risk of famine.", (("people_in_need", 500_000, 500_000, "persons"),)),
    Case("The rebels still hold 100 hostages.", (("hostages", 100, 100, "persons"),)),
    Case("The envoys were told that five Kestrians had been taken from their vehicle.",
         (("hostages", 5, 5, "persons"),)),
    Case("Velmora will release $7 billion frozen in Kestrian banks.", (("money", 7e9, 7e9, "USD"),)),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_figure_has_measure_range_and_unit(reader: Reader, case: Case) -> None:
    found = read(reader, case.text)
    assert tuple((f.measure, f.low, f.high, f.unit) for f in found) == case.figures


NONE = (
    "The council met on 12 March 2024.",
    "The council adopted resolution 2334.",
    "The minister, 52, arrived on Monday.",
    "Shares rose by 12 points to 2,340.",
    "The bank lent the company $4 million.",
    "Oil sold at $61 a barrel.",
    "Two soldiers said they had seen nothing.",
    "Kestria exported 25,000 tonnes of grain.",
    "The vote was 10 to 3.",
    "The army moved back five kilometres.",
    "Three polls, one released on Thursday, put him ahead.",
    "The second raid came at dawn.",
    "They met for two hours.",
    "Four in ten people need help.",
    "Between the two armies the truce is holding.",
    "The party said it had found one.",
    "The company put its losses at $4 million.",
)


@pytest.mark.parametrize("text", NONE)
def test_other_numbers_are_no_figures(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_claims_of_two_sides_stay_apart_and_are_not_added(reader: Reader) -> None:
    found = read(reader, "Velmora said eleven people had died. The Kestrian government puts the figure at four.")
    claims = [(f.low, f.measure, f.attribution[-1].speaker.country) for f in found if f.attribution[-1].speaker]
    assert claims == [(11, "killed", "VEL"), (4, "killed", "KES")]


def test_a_figure_repeated_by_the_same_claimant_is_one_figure(reader: Reader) -> None:
    text = "Velmora said 31 people had been killed. Later Velmora said again that 31 people had been killed."
    (found,) = read(reader, text)
    assert len(found.evidence) == 2


def test_the_same_number_of_another_claimant_is_another_figure(reader: Reader) -> None:
    found = read(reader, "Velmora said 31 people had been killed. Kestria said 31 people had been killed.")
    assert len({f.attribution[-1].speaker for f in found}) == len(found) == 2


def test_whoever_counted_is_the_claimant(reader: Reader) -> None:
    (found,) = read(reader, "Kestria has registered more than 10,000 refugees.")
    claimant = found.attribution[-1]
    assert claimant.speaker is not None
    assert (claimant.kind, claimant.speaker.id, claimant.cue) == (SourceKind.SPEAKER, "KES", "registered")


def test_whose_people_when_and_as_written(reader: Reader) -> None:
    text = "About 40 Velmoran soldiers were killed on Tuesday."
    (found,) = read(reader, text)
    assert [victim.country for victim in found.victims] == ["VEL"]
    assert (found.date.value, found.written, found.approximate) == ("2024-03-12", "About 40", True)
    assert found.counted == "Velmoran soldiers killed"


def test_what_is_only_planned_says_so(reader: Reader) -> None:
    (found,) = read(reader, "Velmora will send 600 soldiers to the border.")
    assert found.factuality is Factuality.PLANNED


@pytest.mark.parametrize("text", ["12", "no", "$", "dozens of", "at least", "No one.", "from 3 to"])
def test_odd_text_raises_nothing(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_swapping_the_parties_mirrors_the_figures(reader: Reader) -> None:
    def swapped(text: str) -> str:
        return text.replace("Velmora", "\0").replace("Kestria", "Velmora").replace("\0", "Kestria")

    for case in CASES:
        other = read(reader, swapped(case.text))
        assert tuple((f.measure, f.low, f.high, f.unit) for f in other) == case.figures
        assert [swapped(f.counted) for f in other] == [f.counted for f in read(reader, case.text)]

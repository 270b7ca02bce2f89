"""The swap test: exchange the two parties' names in a text, and every code, score and wording mirrors."""

from __future__ import annotations

import re

import pytest

from dragoman.exchange.rows import fact_row
from dragoman.pipeline import Reader

PUBLISHED = "2024-03-14"

PAIRS = (
    (("India", "Indian"), ("Pakistan", "Pakistani")),
    (("Russia", "Russian"), ("Ukraine", "Ukrainian")),
    (("Armenia", "Armenian"), ("Azerbaijan", "Azerbaijani")),
    (("Israel", "Israeli"), ("Lebanon", "Lebanese")),
    (("Ethiopia", "Ethiopian"), ("Eritrea", "Eritrean")),
)

SENTENCES = (
    "{A} rejected {B}'s proposal for a ceasefire.",
    "{A} attacked {B} on Tuesday.",
    "{a} troops shelled {b} positions near the border.",
    "{A} accused {B} of breaking the truce.",
    "{B} denied that its forces had attacked {a} villages.",
    "{A} and {B} agreed to hold talks next week.",
    "{A} signed a trade agreement with {B}.",
    "{A} released 20 {b} prisoners on Monday.",
    "{A} imposed sanctions on {B}.",
    "{A} lifted its embargo on {B}.",
    "{A} expelled two {b} diplomats.",
    "{A} recalled its ambassador from {B}.",
    "{A} threatened to attack {B} if the talks fail.",
    "{A} warned {B} against any new incursion.",
    "{A} urged {B} to withdraw its troops.",
    "{A} demanded that {B} release the sailors.",
    "{A} called on {B} to stop the shelling.",
    "{A} refused to meet the {b} delegation.",
    "{A} offered to send doctors to {B}.",
    "{A} sent food to {B} after the flood.",
    "{A} promised aid to {B}.",
    "{A} condemned {B} for the raid.",
    "{A} criticized {B}'s decision to close the crossing.",
    "{A} praised {B}'s peace plan.",
    "{A} allegedly shelled a {b} village.",
    "{a} officials said {B} had violated the ceasefire.",
    "According to {A}, {b} jets bombed a bridge.",
    "{a} police arrested a {b} journalist.",
    "{A} will send peacekeepers to {B}.",
    "{A} may impose new sanctions on {B}.",
    "{A} did not attack {B}.",
    "{A} mobilized troops along the border with {B}.",
    "{a} protesters rallied outside the {b} embassy.",
    "{A}'s war against {B} began in October.",
    "The {a} attack on {B} killed three soldiers.",
    "{A} is ready to negotiate with {B}.",
    "{A} remains opposed to the {b} plan.",
    "{A} suspended aid to {B}.",
    "{A} cut diplomatic ties with {B}.",
    "{A} restored relations with {B}.",
    "The {a} foreign minister visited {B} on Thursday.",
    "{A} hosted a {b} delegation.",
    "{A} vowed that it would continue fighting {B}.",
    "{A} dismissed concerns from {B} about the dam.",
    "{A} accepted {B}'s offer of mediation.",
    "{A} handed over the remains of two soldiers to {B}.",
    "{A} said it would not accept {B}'s terms.",
    "{A} is investigating {B}'s role in the explosion.",
    "{A} blamed {B} for the failure of the talks.",
    "{A} seized a {b} tanker in the strait.",
    "{A} carried out a strike on a {b} base.",
    "{A} apologized to {B} for the incident.",
    "Clashes between {A} and {B} left ten people dead.",
    "{A} withdrew its forces from {B}.",
    "{A} vetoed a resolution drafted by {B}.",
    "{A} banned imports from {B}.",
    "{A} remains opposed to a {b} state on the coast, an official said.",
    "“{B} must withdraw first,” {A} said.",
    "{A} said that {B} had promised to free the prisoners.",
    "{A} will withdraw its troops only if {B} releases the hostages.",
    "{A} will lift the sanctions in exchange for the release of its sailors by {B}.",
    "Relations between {A} and {B} are at their lowest point since 2019.",
    "Ties between {A} and {B} have improved since March, diplomats say.",
    "The {a} plan foresees two phases; {B} rejected it.",
    "{A} put the number of dead at 12; {B} said that 30 civilians had been killed.",
    "{A} believes that the {b} proposal has merit.",
    "{A} is open to a {b} mission but insists on a timetable.",
    "{A} gave {B} until Friday to withdraw its 200 soldiers.",
)


def _written(first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    return [s.format(A=first[0], a=first[1], B=second[0], b=second[1]) for s in SENTENCES]


PLACES = frozenset(
    {"id", "document", "offsets", "spans", "start", "end", "content_offsets", "answers_to", "contrast", "notes"}
)
"""What depends on where words stand, which longer and shorter names of states move, or names holders of offices."""


def _mirrored(value: object, names: dict[str, str]) -> object:
    """A row without ids and offsets, with each party's names replaced by its role in the template."""
    if isinstance(value, dict) and "affiliation" in value:
        # Who holds an office differs by country; what kind of actor it is must not.
        return {k: _mirrored(v, names) for k, v in value.items() if k not in {"actor", "id"}}
    if isinstance(value, dict):
        return {k: _mirrored(v, names) for k, v in value.items() if k not in PLACES and not k.endswith("offsets")}
    if isinstance(value, list):
        return sorted((_mirrored(item, names) for item in value), key=str)
    if isinstance(value, str):
        words = "|".join(sorted(names, key=len, reverse=True))
        return re.sub(rf"\b({words})\b", lambda found: names[found[0]], value)
    return value


def _names(pair: tuple[tuple[str, str], tuple[str, str]], codes: tuple[str, str]) -> dict[str, str]:
    (one, an), (other, another) = pair
    return {one: "{A}", an: "{a}", other: "{B}", another: "{b}", codes[0]: "{AAA}", codes[1]: "{BBB}"}


def _read(reader: Reader, texts: list[str]) -> list[list[dict[str, object]]]:
    reports = [reader.read(text, published=PUBLISHED) for text in texts]
    return [[fact_row(fact, report.document) for fact in report.facts] for report in reports]


def _iso(reader: Reader, name: str) -> str:
    return next(a.id for a in reader.matcher.directory.actors.values() if a.name == name and a.id == a.country)


def test_there_are_enough_sentences() -> None:
    assert len(set(SENTENCES)) >= 50


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0][0]}-{pair[1][0]}")
def test_codes_mirror_when_the_parties_are_exchanged(
    reader: Reader, pair: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    first, second = pair
    one, other = _iso(reader, first[0]), _iso(reader, second[0])
    straight = _read(reader, _written(first, second))
    crossed = _read(reader, _written(second, first))
    names, swapped = _names((first, second), (one, other)), _names((second, first), (other, one))
    for sentence, rows, mirrored in zip(SENTENCES, straight, crossed, strict=True):
        assert _mirrored(rows, names) == _mirrored(mirrored, swapped), sentence


def test_nearly_every_sentence_is_coded_at_all(reader: Reader) -> None:
    coded = [bool(rows) for rows in _read(reader, _written(*PAIRS[0]))]
    assert sum(coded) >= 0.9 * len(coded)

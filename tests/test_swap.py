"""The swap test: exchange the two parties' names in a text, and every code, score and wording mirrors."""

from __future__ import annotations

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
)


def _written(first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    return [s.format(A=first[0], a=first[1], B=second[0], b=second[1]) for s in SENTENCES]


def _codes(report_rows: list[dict[str, object]], names: dict[str, str]) -> list[tuple[object, ...]]:
    """What must mirror: codes, scores and wording, with each country replaced by its role in the template."""

    def side(actors: object) -> tuple[object, ...]:
        assert isinstance(actors, list)
        return tuple(
            sorted(
                (names.get(str(a["country"]), str(a["country"])), a["kind"], a["sector"], a["inferred"]) for a in actors
            )
        )

    return [
        (side(r["source"]), side(r["target"]), r["plover"], r["mode"], r["cameo"], r["goldstein"], r["factuality"],
         r["background"], r["date"], r["confidence"], str(r["trigger"]), r["rule"])
        for r in report_rows
    ]  # fmt: skip


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
    differences = [
        (sentence, a, b)
        for sentence, rows, mirrored in zip(SENTENCES, straight, crossed, strict=True)
        if (a := _codes(rows, {one: "A", other: "B"})) != (b := _codes(mirrored, {other: "A", one: "B"}))
    ]
    assert differences == []


def test_nearly_every_sentence_is_coded_at_all(reader: Reader) -> None:
    coded = [bool(rows) for rows in _read(reader, _written(*PAIRS[0]))]
    assert sum(coded) >= 0.9 * len(coded)

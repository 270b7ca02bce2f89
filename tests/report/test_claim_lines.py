"""What is shown of a verdict on a claim: all that it rests on, in few lines and descriptive words."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console, RenderableType

from dragoman.relations.claim_model import Cause, Finding, Reason
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import parse_claim
from dragoman.relations.series import Series
from dragoman.report.claim_lines import claim_line, claim_lines, evidence_line, reason_line, to_record
from fake_table import ESTORIA, NORLAND, TALVIA, FakeTable, month_rows

CALM, COLD = (2, 3, 1, 2, 3, 2), (-5, -4, -6, -5, -4, -6)
LOADED = {"true", "false", "lie", "wrong", "right", "liar", "blame", "guilty", "enemy", "terrorist", "actually"}
CLAIMS = (
    "Norland-Estoria relations lowest since 2013",
    "Norland-Estoria relations highest ever",
    "Norland-Estoria relations worsened",
    "most accusations by Norland against Estoria since 2013",
    "fewest talks between Norland and Estoria since 2013",
    "first accusation by Norland against Estoria since 2013",
    "first talks between Norland and Estoria since 2013",
    "Norland-Estoria relations lowest since 1990",
    "Norland-Estoria relations lowest since 2013 as of 2016-01",
    "Norland-Estoria worst year ever",
    "Norland-Estoria relations better than in 2013",
)


def table() -> FakeTable:
    rows = []
    for year in (2013, 2014):
        for month in range(1, 13):
            values = COLD if (year, month) == (2014, 12) else CALM
            rows += month_rows(date(year, month, 1), values, text="Ministers met in Mirrin.")
    named = [replace(row, publisher="Wire" if n % 2 else "Gazette") for n, row in enumerate(rows)]
    return FakeTable(named)


def finding(text: str = CLAIMS[0], **more: object) -> Finding:
    return check_claim(parse_claim(text), table(), NORLAND, ESTORIA, **more)  # type: ignore[arg-type]


def printed(*parts: RenderableType, width: int = 200) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    for part in parts:
        console.print(part)
    return console.export_text()


def test_the_verdict_comes_first_and_is_of_these_data() -> None:
    text = printed(*claim_lines(finding()))
    assert text.startswith("holds in these data: 2014-12 (−5.00, n 6) has the lowest mean; next is 2014-11 (2.17, n 6)")


def test_what_it_rests_on_is_shown() -> None:
    text = " ".join(printed(*claim_lines(finding())).split())
    assert "Read as: 2014-12 has the lowest mean of the events reported between Norland and Estoria" in text
    assert "of all months after 2013" in text
    assert "11 other months" in text
    assert "scale Goldstein" in text
    assert "90 % interval" in text
    assert "6 events of any kind in the claimed month from 2 outlets" in text
    assert "scale balance: the same" in text
    assert "without Gazette: not testable, too few events in the claimed period" in text


def test_sentences_are_shown_with_day_outlet_and_id() -> None:
    found = finding()
    (line, *_) = found.lines
    shown = printed(evidence_line(line))
    assert shown.startswith("2014-12-03 Norland → Estoria: ACCUSE (−6.00) “Ministers met in Mirrin.”")
    assert f"{line.publisher} · made · {line.id}" in shown
    assert sum(other.id in printed(*claim_lines(found)) for other in found.lines) == 3


def test_of_a_claim_that_does_not_hold_both_periods_have_a_sentence() -> None:
    text = printed(*claim_lines(finding(CLAIMS[1])))
    assert "does not hold" in text
    assert "2014-12-0" in text
    assert "2014-11-0" in text


def test_the_index_stands_beside_the_interval_where_there_is_one() -> None:
    def flat(series: Series) -> Series:
        return replace(series, points=tuple(replace(p, level=0.5, low=-1.0, high=2.0) for p in series.points))

    assert "index 0.50, −1.00 to 2.00" in " ".join(printed(*claim_lines(finding(index=flat))).split())
    assert "index" not in printed(*claim_lines(finding()))


@pytest.mark.parametrize("text", CLAIMS)
def test_an_answer_takes_about_a_dozen_lines_of_words_that_describe(text: str) -> None:
    shown = printed(*claim_lines(finding(text)), width=120)
    assert len(shown.strip().splitlines()) <= 16
    assert max(map(len, shown.splitlines())) <= 100
    assert not LOADED & set(shown.lower().replace(",", " ").replace(".", " ").split())
    assert "in these data" in shown.splitlines()[0]


@pytest.mark.parametrize("text", CLAIMS)
def test_a_verdict_has_its_reason_in_one_line_too(text: str) -> None:
    found = finding(text)
    assert str(claim_line(found)) == f"{found.verdict} in these data: {found.why}"
    assert "\n" not in str(claim_line(found))


def test_why_a_claim_cannot_be_tested_is_shown() -> None:
    found = check_claim(parse_claim("Norland-Talvia lowest ever"), table(), NORLAND, TALVIA)
    text = printed(*claim_lines(found))
    assert text.startswith("cannot be tested in these data (actor not in the data): Talvia: no event in these data.")
    reason = Reason(cause=Cause.NO_PAIR, why="it names no two sides")
    assert str(reason_line(reason)) == "cannot be tested: it names no two sides"


@pytest.mark.parametrize("text", CLAIMS)
def test_a_record_is_plain_json_with_every_period_compared(text: str) -> None:
    found = finding(text)
    record = json.loads(json.dumps(to_record(found)))
    assert (record["verdict"], record["claim"]) == (str(found.verdict), text)
    rows = record["comparison"]["others"]
    assert [row["label"] for row in rows] == [row.label for row in found.comparison.others]
    assert all({"n", "value", "variance", "low", "high", "start", "end"} <= set(row) for row in rows)
    assert len(record["lines"]) == len(found.lines)


def test_a_record_holds_dates_as_text() -> None:
    record = to_record(finding())
    assert record["comparison"]["window"] == ["2014-01-01", "2014-12-31"]
    assert record["since"] == {"start": "2013-01-01", "end": "2013-12-31", "written": "2013"}
    assert record["lines"][0]["day"] == "2014-12-03"
    assert record["n"] == 6


def test_sides_swapped_mirror_the_words() -> None:
    one = finding("most accusations by Norland against Estoria since 2013")
    turned = FakeTable([replace(row, source=row.target, target=row.source) for row in table().rows])
    other = check_claim(parse_claim("most accusations by Estoria against Norland since 2013"), turned, ESTORIA, NORLAND)
    text = printed(*claim_lines(one))
    mirrored = text.replace("Norland", "?").replace("Estoria", "Norland").replace("?", "Estoria")
    assert mirrored.split() == printed(*claim_lines(other)).split()
    assert "Norland towards Estoria" in " ".join(text.split())

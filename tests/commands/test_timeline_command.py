"""``dragoman timeline`` over a store made by hand: four reports about a cease-fire and one about oranges."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.desk.dated import of_event, read_again
from dragoman.model.facts import Event, FactDate, Factuality
from dragoman.model.text import DateBasis, Document
from dragoman.store import open_store
from made import TALVIA
from outcome import Outcome, Run
from samples import KESTRIA, SETUP, VELMORA, Report, document, event, span

SIGNING = "Velmora and Kestria signed a cease-fire for the valley in Ordan on Monday."
FIRST = document(
    f"{SIGNING} Crowds filled the square until late.", title="Cease-fire signed", published=date(2031, 3, 3)
)
COPY = replace(FIRST, id="f" * 16, publisher="The Astel Courier", url="https://example.org/2")
SECOND = document(
    "The cease-fire that was signed in Ordan on Monday held overnight, both armies said. "
    "Talvian envoys will meet both sides again on Friday to speak about water.",
    title="Cease-fire holds",
    published=date(2031, 3, 4),
)
THIRD = document(
    "Kestrian guards fired on a lorry at Hallow Gate on Tuesday and wounded its driver.",
    title="Shots at the gate",
    published=date(2031, 3, 12),
)
ORANGES = document(
    "Growers in Mirrin sold the last oranges of the winter on Thursday, far more than a year ago.",
    title="Oranges",
    published=date(2031, 3, 14),
)


def coded(home: Document, words: str, on: str | None, basis: DateBasis = DateBasis.INFERRED, **given: Any) -> Event:
    """An event in these words of a report."""
    found = event(home, on=on, **given)
    return replace(found, evidence=(span(home, words),), date=FactDate(value=on, basis=basis))


SHOTS = coded(THIRD, THIRD.text, "2031-03-11", sources=(KESTRIA,), targets=(TALVIA,), plover="ASSAULT")
SIGNED = coded(FIRST, SIGNING, "2031-03-03", plover="CONSULT")
RUMOUR = coded(
    ORANGES, ORANGES.text, "2031-03-13", factuality=Factuality.ALLEGED, sources=(KESTRIA,), targets=(VELMORA,)
)
FACTS: tuple[tuple[Document, tuple[Event, ...]], ...] = (
    (FIRST, (SIGNED,)), (COPY, ()), (SECOND, ()), (THIRD, (SHOTS,)), (ORANGES, (RUMOUR,)),
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "hand.duckdb"
    with open_store(path) as opened:
        run = opened.begin_run(SETUP)
        for home, facts in FACTS:
            opened.add(Report(document=home, facts=facts), run)
    return path


def rows(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_days_stand_in_order_with_a_sentence_and_how_many_reports_speak_for_them(dragoman: Run, store: Path) -> None:
    outcome = dragoman("timeline", "--store", str(store))
    assert outcome.code == 0, outcome.err
    assert SIGNING in " ".join(outcome.out.split())
    assert "2 reports tell of it, 1 printed that day · Continental Wire" in outcome.out
    assert [line[:12].strip() for line in outcome.out.splitlines() if line[:6] == "  2031"] == [
        "2031-03-03", "2031-03-11", "2031-03-13",
    ]  # fmt: skip
    assert "3 days from 5 reports, 1 copy among them." in outcome.out
    assert f"dragoman explain {SIGNED.id[:6]} --store {store}" in outcome.err


def test_rows_say_where_the_sentence_stands_and_which_event_it_is(dragoman: Run, store: Path) -> None:
    first, *_ = rows(dragoman("timeline", "--store", str(store), "--json"))
    assert (first["day"], first["sentence"], first["basis"]) == ("2031-03-03", SIGNING, "inferred")
    assert FIRST.text[first["start"] : first["end"]] == SIGNING
    assert (first["reports_telling"], first["reports_printed"], first["weight"]) == (2, 1, 3)
    assert (first["fact"], first["published"], first["url"]) == (SIGNED.id, "2031-03-03", "https://example.org/1")


def test_csv_has_the_same_columns(dragoman: Run, store: Path) -> None:
    as_json = rows(dragoman("timeline", "--store", str(store), "--json"))
    table = list(csv.DictReader(io.StringIO(dragoman("timeline", "--store", str(store), "--csv").out)))
    assert [list(row) for row in table] == [list(row) for row in as_json]
    assert [row["day"] for row in table] == [row["day"] for row in as_json]


def test_a_topic_keeps_what_is_about_it(dragoman: Run, store: Path) -> None:
    found = rows(dragoman("timeline", "--store", str(store), "--json", "--topic", "CEASE-fire"))
    assert [row["day"] for row in found] == ["2031-03-03"]
    assert dragoman("timeline", "--store", str(store), "--topic", "walnuts").out == "No days.\n"


def test_an_actor_or_a_pair_keeps_the_events_told_as_done(dragoman: Run, store: Path) -> None:
    def days(*options: str) -> list[str]:
        return [row["day"] for row in rows(dragoman("timeline", "--store", str(store), "--json", *options))]

    assert days("--actor", "Kestria") == ["2031-03-03", "2031-03-11"]
    assert days("--pair", "Velmora,Kestria") == ["2031-03-03"]
    assert days("--pair", "Kestria>Velmora") == []
    assert days("--actor", "Kestria", "--topic", "lorry") == ["2031-03-11"]


def test_top_and_days_limit_the_list(dragoman: Run, store: Path) -> None:
    def days(*options: str) -> list[str]:
        return [row["day"] for row in rows(dragoman("timeline", "--store", str(store), "--json", *options))]

    assert days("--top", "1") == ["2031-03-03"]
    assert days("--since", "2031-03-04", "--until", "2031-03-12") == ["2031-03-11"]
    assert len(days("--top", "0")) == 3


def test_wrong_options_end_in_one_line(dragoman: Run, store: Path) -> None:
    for options, word in (
        (("--pair", "Velmora"), "--pair 'Velmora'"),
        (("--since", "March"), "--since 'March'"),
        (("--top", "-1"), "--top"),
    ):
        outcome = dragoman("timeline", "--store", str(store), *options)
        assert outcome.code == 2
        assert word in outcome.err


def test_the_event_of_a_sentence_corrects_its_day(dragoman: Run) -> None:
    home = document("The envoys of Kestria left for Ordan, and are back on Friday.", published=date(2031, 3, 5))
    leaves = coded(home, home.text, "2031-03-07")
    leaves = replace(leaves, date=replace(leaves.date, evidence=span(home, "Friday")))
    [plain] = read_again(home, ())
    [mended] = read_again(home, (leaves,))
    assert (plain.day, plain.fact) == (date(2031, 2, 28), "")
    assert (mended.day, mended.fact, mended.names_day) == (date(2031, 3, 7), leaves.id, False)


def test_an_event_whose_day_is_not_in_its_sentence_adds_one() -> None:
    home = document("Kestria closed Hallow Gate. It had closed the other gates before on Monday too.")
    closed = coded(home, "Kestria closed Hallow Gate.", "2031-03-11")
    found = {(each.day, each.fact) for each in read_again(home, (closed,))}
    assert found == {(date(2031, 3, 11), closed.id), (date(2031, 3, 10), "")}


@pytest.mark.parametrize(
    ("value", "end", "basis", "background"),
    [
        (None, None, DateBasis.UNKNOWN, False),
        ("2031-03", None, DateBasis.STATED, False),
        ("2031-03-01", "2031-03-04", DateBasis.STATED, False),
        ("2031-03-14", None, DateBasis.PUBLICATION, True),
    ],
)
def test_events_without_a_day_of_their_own_are_left_out(
    value: str | None, end: str | None, basis: DateBasis, background: bool
) -> None:
    home = document()
    found = replace(event(home, background=background), date=FactDate(value=value, end_value=end, basis=basis))
    assert of_event(found, home) is None

"""Claims in words: what is read out of them, and the one line that says what can't be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.dyads import Period, Way
from dragoman.model.facts import (
    Assessment,
    Attribution,
    Direction,
    FactDate,
    Factuality,
    Match,
    SourceKind,
)
from dragoman.model.text import DateBasis, Span
from dragoman.ontology import load_event_types
from dragoman.pipeline import Reader
from dragoman.relations.claim_dates import first_period_back, read_dated
from dragoman.relations.claim_model import Cause, Claim, Kind, Lookback, Reason, Sense
from dragoman.relations.claim_words import load_claim_words
from dragoman.relations.claims import claim_of, parse_claim

LOW, HIGH = Sense.LOW, Sense.HIGH
READ = [
    ("Norland-Estoria relations lowest since 2023-10-07",
     "Norland = Estoria", "extreme low relations", "2023-10-07", "month"),
    ("Norland-Estoria relations at their worst in 10 years",
     "Norland = Estoria", "extreme low relations", "10 year", "month"),
    ("relations between Norland and Estoria are at the highest level ever",
     "Norland = Estoria", "extreme high relations", "", "month"),
    ("first attack by Norland on Estoria since 2014", "Norland > Estoria", "first high attacks", "2014", "month"),
    ("Norland attacked Estoria for the first time since 2014",
     "Norland > Estoria", "first high attacks", "2014", "month"),
    ("first visit since 2012 by Norland to Estoria", "Norland > Estoria", "first high visits", "2012", "month"),
    ("Norland and Estoria met for the first time since 2012", "Norland = Estoria", "first high talks", "2012", "month"),
    ("first attack ever by Norland on Estoria", "Norland > Estoria", "first high attacks", "", "month"),
    ("most protests by Norland against Estoria in five years",
     "Norland > Estoria", "extreme high protests", "5 year", "month"),
    ("most threats by Norland against Estoria in the last five years",
     "Norland > Estoria", "extreme high threats", "5 year", "month"),
    ("fewest talks between Norland and Estoria in a decade",
     "Norland = Estoria", "extreme low talks", "10 year", "month"),
    ("Norland-Estoria: best month since March 2012", "Norland = Estoria", "extreme high relations", "2012-03", "month"),
    ("Norland-Estoria worst year since 2009", "Norland = Estoria", "extreme low relations", "2009", "year"),
    ("Norland-Estoria relations worst quarter since Q3 2010",
     "Norland = Estoria", "extreme low relations", "2010-07/2010-09", "quarter"),
    ("worst week for Norland-Estoria relations since Oct. 7, 2023",
     "Norland = Estoria", "extreme low relations", "2023-10-07", "week"),
    ("more conflict between Norland and Estoria than at any time since 2009",
     "Norland = Estoria", "extreme high conflict", "2009", "month"),
    ("fewer talks between Norland and Estoria than in any year since 2009",
     "Norland = Estoria", "extreme low talks", "2009", "year"),
    ("Norland's cooperation with Estoria at a record low", "Norland = Estoria", "extreme low cooperation", "", "month"),
    ("a record number of attacks by Norland on Estoria", "Norland > Estoria", "extreme high attacks", "", "month"),
    ("Norland–Estoria relations have hit a 10-year low",
     "Norland = Estoria", "extreme low relations", "10 year", "month"),
    ("Norland-Estoria relations at a five-month high",
     "Norland = Estoria", "extreme high relations", "5 month", "month"),
    ("Norland-Estoria relations have never been better", "Norland = Estoria", "extreme high relations", "", "month"),
    ("Norland and Estoria are closer than ever", "Norland = Estoria", "extreme high relations", "", "month"),
    ("Norland is closer to Estoria than at any time since 2010",
     "Norland = Estoria", "extreme high relations", "2010", "month"),
    ("Norland-Estoria relations have fallen to their lowest in more than a decade.",
     "Norland = Estoria", "extreme low relations", "10 year", "month"),
    ("fallen to a low not seen since 2014: Norland-Estoria relations",
     "Norland = Estoria", "extreme low relations", "2014", "month"),
    ("Tensions between Norland and Estoria at their highest since the 1990s",
     "Norland = Estoria", "extreme low tension", "1990/1999", "month"),
    ("lowest tension between Norland and Estoria since the 1990's",
     "Norland = Estoria", "extreme high tension", "1990/1999", "month"),
    ("worst violence between Norland and Estoria since 2012",
     "Norland = Estoria", "extreme high attacks", "2012", "month"),
    ("worst year of talks between Norland and Estoria since 2012",
     "Norland = Estoria", "extreme low talks", "2012", "year"),
    ("deadliest month of fighting between Norland and Estoria since 2001",
     "Norland = Estoria", "extreme high attacks", "2001", "month"),
    ("most events between Norland and Estoria in a single month since 2010",
     "Norland = Estoria", "extreme high events", "2010", "month"),
    ("Norland's criticism of Estoria at its highest since 5 March 2013",
     "Norland > Estoria", "extreme high accusations", "2013-03-05", "month"),
    ("Estoria's aid from Norland lowest since 2010", "Norland > Estoria", "extreme low aid", "2010", "month"),
    ("aid to Estoria from Norland at its lowest since 12.03.2014",
     "Norland > Estoria", "extreme low aid", "2014-03-12", "month"),
    ("China's relations towards Japan lowest since 2010", "China > Japan", "extreme low relations", "2010", "month"),
    ("Norland relations with Estoria have worsened since 2012",
     "Norland = Estoria", "change low relations", "2012", "month"),
    ("Norland-Estoria relations improved", "Norland = Estoria", "change high relations", "", "month"),
    ("worse Norland-Estoria relations than in March 2014",
     "Norland = Estoria", "change low relations", "2014-03", "month"),
    ("Norland-Estoria worse in 2015 than in 2009-14", "Norland = Estoria", "change low relations", "2009/2014", "year"),
    ("The United States' relations with Estoria lowest since 2014",
     "United States = Estoria", "extreme low relations", "2014", "month"),
    ("U.S.–Israeli relations lowest since 2014", "U.S. = Israeli", "extreme low relations", "2014", "month"),
    ("Obama-Netanyahu lowest since 2009", "Obama = Netanyahu", "extreme low relations", "2009", "month"),
    ("relations between the Republic of Korea and Japan lowest since 2014",
     "Republic of Korea = Japan", "extreme low relations", "2014", "month"),
    ("Guinea-Bissau–Norland ties lowest since 2014",
     "Guinea-Bissau = Norland", "extreme low relations", "2014", "month"),
    ("Bosnia and Herzegovina / Norland lowest since 2014",
     "Bosnia and Herzegovina = Norland", "extreme low relations", "2014", "month"),
    ("“Norland vs Estoria: lowest since 2014”", "Norland = Estoria", "extreme low relations", "2014", "month"),
    ("norland estoria lowest since 2014", "norland = estoria", "extreme low relations", "2014", "month"),
]  # fmt: skip
"""Claim; names with = for both ways and > for one; what is claimed of what; since when or a look back; period."""
REFUSED = [
    ("", "the claim is empty"),
    ("   ", "the claim is empty"),
    ("Norland " * 80, "the claim has 640 characters, the most is 500"),
    ("Norland-Estoria relations", "nothing in 'Norland-Estoria relations' says what is claimed: write lowest"),
    (
        "Norland-Estoria lowest since the October war",
        "can't read 'the October war' after 'since' as a date: write a date",
    ),
    ("Norland-Estoria lowest since the war, they say", "can't read 'the war' after 'since'"),
    ("Norland-Estoria lowest since March", "can't read 'March' after 'since'"),
    ("Norland-Estoria lowest since 3/12/2014", "can't read '3/12/2014'"),
    ("Norland-Estoria lowest since 9999", "can't read '9999'"),
    ("Norland-Estoria lowest since", "nothing follows 'since': write a date"),
    ("Norland-Estoria lowest since 2014-02-30", "'2014-02-30' is no day of the calendar"),
    ("Norland-Estoria lowest since 2014-13", "can't read|no range of years|no day of the calendar"),
    ("Norland-Estoria lowest since 2014 and since 2015", "'since' stands there twice"),
    ("Norland-Estoria lowest since 2014 in ten years", "'since 2014' and 'ten years': a claim takes one"),
    ("Norland-Estoria lowest in decades", "'in decades' gives no number: write how many"),
    ("Norland-Estoria lowest in several years", "'in several years' gives no number"),
    ("Norland-Estoria lowest in 0 years", "'0 years' is no time to look back on"),
    ("Norland-Estoria best and worst since 2014", "'best' and 'worst': write one claim"),
    ("worst events between Norland and Estoria since 2010", "'worst' of 'events' gives no direction: write 'most'"),
    ("first relations between Norland and Estoria", "'first' needs something that is counted"),
    ("first wedding between Norland and Estoria", "can't read what 'first' counts in 'wedding between Norland and"),
    ("Norland-Estoria trade highest since 2010", "'trade' is not counted in reports of events: write"),
    ("most weddings by Norland against Estoria since 2010", "can't read what 'most' counts in 'weddings by Norland"),
    ("lowest weddings between Norland and Estoria since 2010", "can't read 'weddings' beside 'Norland' and 'Estoria'"),
    ("lowest since 2014", "no names are given: write 'A-B relations'"),
    ("Norland relations lowest since 2014", "can't find two names in 'Norland'"),
    ("Norland-Norland lowest since 2014", "both names are 'Norland'"),
    ("Norland-Estoria-Talvia lowest since 2014", "can't tell which two sides 'Norland-Estoria-Talvia' names"),
    ("Bosnia and Herzegovina and Norland lowest ever", "can't tell which two sides"),
    ("Norland-Estoria relations not lowest since 2014", "a claim with 'not' in it: it denies a claim"),
    ("second lowest Norland-Estoria relations since 2014", "'second' in it: only the extreme of a time is tested"),
    ("Norland-Estoria may be at their lowest since 2014", "'may' in it: it does not say that it is so"),
    ("Norland-Estoria lowest in the 1990s", "'1990s' is no period that can be compared"),
]


def told_since(claim: Claim) -> str:
    """Since when, in the short form of the table above."""
    if claim.lookback is not None:
        return f"{claim.lookback.number} {claim.lookback.unit}"
    if claim.since is None:
        return ""
    start, end = claim.since.start, claim.since.end
    for form in ("%Y", "%Y-%m", "%Y-%m-%d"):
        told = f"{start:{form}}"
        if read_dated(told, load_claim_words()).end == end:
            return told
        last = f"{end:{form}}"
        if (start, end) == (read_dated(told, load_claim_words()).start, read_dated(last, load_claim_words()).end):
            return f"{told}/{last}"
    return ""


@pytest.mark.parametrize(("text", "names", "claimed", "since", "period"), READ, ids=[row[0] for row in READ])
def test_claims_are_read(text: str, names: str, claimed: str, since: str, period: str) -> None:
    claim = parse_claim(text)
    assert f"{claim.first} {'=' if claim.way is Way.BOTH else '>'} {claim.second}" == names
    assert f"{claim.kind} {claim.sense} {claim.topic.name}" == claimed
    assert (told_since(claim), claim.period) == (since, period)


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("(", r"\(")) as caught:
        parse_claim(text)
    assert "\n" not in str(caught.value)


def problem(text: str) -> str:
    """Why a claim is refused, or empty."""
    try:
        parse_claim(text)
    except ValueError as error:
        return str(error)
    return ""


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    assert len(problem(text).splitlines()) <= 1


WORDS = st.sampled_from(
    [
        *(
            "Norland",
            "Estoria",
            "Talvia",
            "-",
            "/",
            "and",
            "between",
            "by",
            "on",
            "to",
            "of",
            "with",
            "the",
            "a",
            "'s",
            ",",
        ),
        *(
            "lowest",
            "most",
            "worst",
            "first",
            "worse",
            "record",
            "attack",
            "relations",
            "than",
            "at",
            "any",
            "time",
            "not",
        ),
        *("since", "in", "2014", "March", "Q1", "30", "ten", "years", "month", "ever"),
    ]
)


@given(st.lists(WORDS, max_size=14))
def test_any_order_of_the_words_of_claims_is_read_or_refused(words: list[str]) -> None:
    assert len(problem(" ".join(words)).splitlines()) <= 1


def test_who_is_known_decides_where_names_part() -> None:
    known = {"Guinea-Bissau", "Norland", "Bosnia and Herzegovina"}.__contains__
    claim = parse_claim("Guinea-Bissau-Norland lowest since 2014", known=known)
    assert (claim.first, claim.second) == ("Guinea-Bissau", "Norland")
    claim = parse_claim("relations between Norland and Bosnia and Herzegovina lowest since 2014", known=known)
    assert (claim.first, claim.second) == ("Norland", "Bosnia and Herzegovina")


@pytest.mark.parametrize(
    ("text", "as_of", "period", "expected"),
    [
        ("Norland-Estoria lowest since 2009 as of 2014-03", None, None, ("2014-03", "month")),
        ("Norland-Estoria lowest in March 2014", None, None, ("March 2014", "month")),
        ("Norland-Estoria lowest in 2014", None, None, ("2014", "year")),
        ("Norland-Estoria lowest in Q2 2014", None, None, ("Q2 2014", "quarter")),
        ("Norland-Estoria lowest on 18 March 2014", None, None, ("18 March 2014", "month")),
        ("Norland-Estoria lowest since 2009", "2013-12", None, ("2013-12", "month")),
        ("Norland-Estoria lowest in 2014", "2013-12", None, ("2013-12", "month")),
        ("Norland-Estoria lowest since 2009", "2015", None, ("2015", "year")),
        ("Norland-Estoria lowest since 2009", "2014-03-18", Period.WEEK, ("2014-03-18", "week")),
        ("Norland-Estoria worst year since 2009", "2013-12", None, ("2013-12", "year")),
        ("Norland-Estoria lowest since 2009", None, Period.QUARTER, (None, "quarter")),
    ],
)
def test_of_which_period_it_is_claimed(
    text: str, as_of: str | None, period: Period | None, expected: tuple[str | None, str]
) -> None:
    claim = parse_claim(text, as_of=as_of, period=period)
    assert (claim.as_of.written if claim.as_of else None, claim.period) == expected


@pytest.mark.parametrize(
    ("as_of", "period", "why"),
    [
        ("2014", Period.MONTH, "'2014' is longer than a month: write which month"),
        ("lately", None, "can't read the date 'lately'"),
        ("2014-02-30", None, "'2014-02-30' is no day of the calendar"),
        ("March 2014 or so", None, "can't read the date 'March 2014 or so'"),
    ],
)
def test_a_claimed_period_that_cannot_be_is_refused(as_of: str, period: Period | None, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_claim("Norland-Estoria lowest since 2009", as_of=as_of, period=period)


def test_what_is_counted_beside_a_noun_is_said() -> None:
    assert "CONSULT" in parse_claim("fewest visits by Norland to Estoria since 2010").notes[0]
    assert "no time is given" in parse_claim("Norland-Estoria lowest").notes[0]
    assert not parse_claim("Norland-Estoria lowest ever").notes


def test_every_type_that_is_counted_is_one_of_the_ontology() -> None:
    topics = {topic.name: topic for topic in load_claim_words().topics.values()}
    types = load_event_types()
    assert all(kind in types for topic in topics.values() for kind in topic.types)
    assert set(topics["events"].types) == set(types)
    assert {kind for kind in types if types[kind].quad_class <= 2} == set(topics["cooperation"].types)
    assert {kind for kind in types if types[kind].quad_class >= 3} == set(topics["conflict"].types)


@pytest.mark.parametrize(
    ("start", "number", "unit", "period", "expected"),
    [
        (date(2014, 3, 1), 10, Period.YEAR, Period.MONTH, date(2004, 4, 1)),
        (date(2014, 1, 1), 5, Period.YEAR, Period.YEAR, date(2010, 1, 1)),
        (date(2014, 3, 1), 3, Period.MONTH, Period.MONTH, date(2014, 1, 1)),
        (date(2014, 3, 31), 1, Period.MONTH, Period.DAY, date(2014, 3, 1)),
        (date(2014, 3, 17), 2, Period.WEEK, Period.WEEK, date(2014, 3, 10)),
        (date(2014, 3, 17), 30, Period.DAY, Period.DAY, date(2014, 2, 16)),
    ],
)
def test_a_look_back_holds_so_many_periods_with_the_claimed_one(
    start: date, number: int, unit: Period, period: Period, expected: date
) -> None:
    assert first_period_back(start, Lookback(number=number, unit=unit, written="so long"), period) == expected


def test_a_look_back_before_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="before the year 1"):
        first_period_back(date(2014, 3, 1), Lookback(number=9999, unit=Period.YEAR, written="9999 years"), Period.MONTH)


def actor(key: str) -> ActorRef:
    return ActorRef(id=key.upper(), name=key, kind=ActorKind.STATE)


SENTENCE = Span(document_id="d", start=0, end=10)
ASSESSMENT = Assessment(
    id="a",
    document_id="d",
    evidence=(SENTENCE,),
    attribution=(Attribution(kind=SourceKind.OUTLET),),
    factuality=Factuality.ASSERTED,
    date=FactDate(value="2031-03-14", basis=DateBasis.PUBLICATION),
    match=Match(rule="r"),
    pair=(actor("Norland"), actor("Estoria")),
    topic="Relations between Norland and Estoria",
    direction=Direction.LOWEST,
    since="since 2023",
    since_date=FactDate(value="2023", basis=DateBasis.STATED),
    trigger="lowest point",
)


def test_an_assessment_becomes_a_claim_of_the_period_it_was_published_in() -> None:
    claim = claim_of(ASSESSMENT)
    assert isinstance(claim, Claim)
    assert (claim.first, claim.second, claim.ids) == ("Norland", "Estoria", ("NORLAND", "ESTORIA"))
    assert (claim.kind, claim.sense, claim.topic.name, told_since(claim)) == (Kind.EXTREME, LOW, "relations", "2023")
    assert claim.as_of is not None
    assert (claim.as_of.end, claim.period) == (date(2031, 3, 14), Period.MONTH)


@pytest.mark.parametrize(
    ("changed", "kind", "sense", "measure", "since"),
    [
        ({"direction": Direction.WORSE, "since": None, "since_date": FactDate()}, "change", LOW, "relations", ""),
        ({"direction": Direction.BETTER}, "change", HIGH, "relations", "2023"),
        ({"direction": Direction.HIGHEST}, "extreme", HIGH, "relations", "2023"),
        ({"since": None, "since_date": FactDate()}, "extreme", LOW, "relations", ""),
        ({"since": "in two decades", "since_date": FactDate()}, "extreme", LOW, "relations", "20 year"),
        ({"topic": "tensions between them"}, "extreme", LOW, "tension", "2023"),
        ({"topic": "Norland's attacks on Estoria"}, "extreme", HIGH, "attacks", "2023"),
        ({"topic": "talks", "direction": Direction.HIGHEST}, "extreme", HIGH, "talks", "2023"),
        ({"topic": "the rift"}, "extreme", LOW, "relations", "2023"),
        ({"topic": "peace negotiations with Estoria", "direction": Direction.WORSE}, "change", LOW, "talks", "2023"),
    ],
)
def test_assessments_are_good_or_ill_and_not_high_or_low(
    changed: dict[str, object], kind: str, sense: Sense, measure: str, since: str
) -> None:
    claim = claim_of(replace(ASSESSMENT, **changed))  # type: ignore[arg-type]
    assert isinstance(claim, Claim)
    assert (claim.kind, claim.sense, claim.topic.name, told_since(claim)) == (kind, sense, measure, since)


@pytest.mark.parametrize(
    ("changed", "cause", "why"),
    [
        ({"pair": ()}, Cause.NO_PAIR, "names no two sides"),
        ({"pair": (actor("Norland"), actor("Norland"))}, Cause.NO_PAIR, "names no two sides"),
        ({"direction": Direction.UNCERTAIN}, Cause.NO_DIRECTION, "uncertain"),
        ({"direction": Direction.UNCHANGED}, Cause.NO_DIRECTION, "unchanged"),
        ({"topic": "food prices"}, Cause.NO_MEASURE, "'food prices'"),
        ({"topic": "the humanitarian situation"}, Cause.NO_MEASURE, "situation"),
        ({"date": FactDate()}, Cause.NO_DATE, "no date of publication"),
        ({"since": "since the coup", "since_date": FactDate()}, Cause.NO_DATE, "'since the coup' gives no date"),
        ({"since": "in decades", "since_date": FactDate()}, Cause.NO_DATE, "gives no number"),
        ({"since": "in ten years", "since_date": FactDate(), "direction": Direction.WORSE}, Cause.NO_DATE,
         "no period to compare with"),
    ],
)  # fmt: skip
def test_assessments_that_are_no_claims_say_why(changed: dict[str, object], cause: Cause, why: str) -> None:
    reason = claim_of(replace(ASSESSMENT, **changed))  # type: ignore[arg-type]
    assert isinstance(reason, Reason)
    assert reason.cause is cause
    assert why in reason.why


def test_a_date_that_the_report_does_not_say_outright_is_noted() -> None:
    since = FactDate(value="2023-10", basis=DateBasis.INFERRED)
    claim = claim_of(replace(ASSESSMENT, since="since the October war", since_date=since))
    assert isinstance(claim, Claim)
    assert "taken to mean 2023-10" in claim.notes[0]


def test_assessments_read_from_a_report_become_claims(reader: Reader) -> None:
    text = (
        "Ties between Velmora and Kestria have sunk to their lowest ebb in two decades. "
        "Relations between Velmora and Kestria are at their lowest point since March 2012. "
        "Relations between Velmora and Kestria remain tense."
    )
    made = [claim_of(fact) for fact in reader.read(text, published="2031-03-14").assessments]
    claims = [claim for claim in made if isinstance(claim, Claim)]
    assert [told_since(claim) for claim in claims] == ["20 year", "2012-03"]
    assert {claim.ids for claim in claims} == {("VEL", "KES")}
    assert [found.cause for found in made if isinstance(found, Reason)] == [Cause.NO_DIRECTION]

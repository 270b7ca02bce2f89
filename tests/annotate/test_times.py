"""Time expressions: self-written sentences through the annotator, published on Thursday, 8 February 2024."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from dragoman.annotate.spacy import Annotator, annotate, load_annotator
from dragoman.annotate.times import find_times
from dragoman.model.text import AnnotatedText, DateBasis, Document, TimeExpression

PUBLISHED = date(2024, 2, 8)
Find = Callable[..., list[tuple[str, TimeExpression]]]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return load_annotator()


@pytest.fixture(scope="module")
def find(annotator: Annotator) -> Find:
    def find_in(text: str, published: date | None = PUBLISHED) -> list[tuple[str, TimeExpression]]:
        found = find_times(next(annotate([Document(id="test", text=text, published=published)], annotator)))
        return [(written(found, time), time) for time in found.times]

    return find_in


def written(text: AnnotatedText, time: TimeExpression) -> str:
    return text.document.text[text.tokens[time.first].start : text.tokens[time.last - 1].end]


@pytest.mark.parametrize(
    ("sentence", "expression", "value", "end"),
    [
        # written out
        ("The war began on 7 October 2023.", "7 October 2023", "2023-10-07", None),
        ("He spoke on Oct. 7, 2023, in Velmora.", "Oct. 7, 2023", "2023-10-07", None),
        ("They signed on the 7th of October 2023.", "7th of October 2023", "2023-10-07", None),
        ("The letter is dated 2023-10-07.", "2023-10-07", "2023-10-07", None),
        ("They met on 10/17/2023.", "10/17/2023", "2023-10-17", None),
        ("They met on 17/10/2023.", "17/10/2023", "2023-10-17", None),
        ("They met on 7.10.2023.", "7.10.2023", "2023-10-07", None),
        ("Thursday, Feb. 8, 2024 was calm.", "Thursday, Feb. 8, 2024", "2024-02-08", None),
        ("The treaty of November 2023 failed.", "November 2023", "2023-11", None),
        ("The war ended in 2019.", "2019", "2019", None),
        ("The 2014 annexation was condemned.", "2014", "2014", None),
        ("He ruled in the 1990s.", "1990s", "1990", "1999"),
        ("He ruled in the '80s.", "'80s", "1980", "1989"),
        ("The border was drawn in the 19th century.", "19th century", "1801", "1900"),
        ("Protests broke out in spring 2011.", "spring 2011", "2011-03", "2011-05"),
        ("Exports fell in the first half of 2023.", "first half of 2023", "2023-01", "2023-06"),
        ("The dam opened in early 2011.", "early 2011", "2011", None),
        # a year left out: the past, unless the clause looks ahead
        ("The rebels attacked the port on October 7.", "October 7", "2023-10-07", None),
        ("The rebels attacked the port on February 8.", "February 8", "2024-02-08", None),
        ("The summit will be held on October 7.", "October 7", "2024-10-07", None),
        ("In November, a truce was achieved.", "November", "2023-11", None),
        ("Talks will resume in November.", "November", "2024-11", None),
        ("The plan, to be presented in March, is ready.", "March", "2024-03", None),
        ("They agreed on a text in mid-May.", "mid-May", "2023-05", None),
        ("The vote, due on February 12, was delayed.", "February 12", "2024-02-12", None),
        ("He was on leave from January of last year.", "January of last year", "2023-01", None),
        ("They met on Wednesday, May 3.", "Wednesday, May 3", "2023-05-03", None),
        ("The attack came on Christmas Day.", "Christmas Day", "2023-12-25", None),
        # days that name an event
        ("The September 11 attacks changed the law.", "September 11", "2001-09-11", None),
        # counted from publication
        ("He concluded his trip on Thursday.", "Thursday", "2024-02-08", None),
        ("He concluded his trip on Friday.", "Friday", "2024-02-02", None),
        ("The strike hit on Tuesday night.", "Tuesday night", "2024-02-06", None),
        ("They will meet on Tuesday.", "Tuesday", "2024-02-13", None),
        ("The talks resume next Tuesday.", "next Tuesday", "2024-02-13", None),
        ("They met last Thursday.", "last Thursday", "2024-02-01", None),
        ("The general was seen on Tuesday last week.", "Tuesday last week", "2024-01-30", None),
        ("The truce expires on Friday.", "Friday", "2024-02-09", None),
        ("Ahead of Tuesday's meeting, he flew home.", "Tuesday", "2024-02-13", None),
        ("The army has until Sunday to withdraw.", "Sunday", "2024-02-11", None),
        ("By Friday, 300 people had been killed.", "Friday", "2024-02-02", None),
        ("The meeting is scheduled for Monday.", "Monday", "2024-02-12", None),
        ("He arrived yesterday.", "yesterday", "2024-02-07", None),
        ("He arrived today.", "today", "2024-02-08", None),
        ("He leaves tomorrow morning.", "tomorrow morning", "2024-02-09", None),
        ("Shells fell last night.", "last night", "2024-02-07", None),
        ("They met three days ago.", "three days ago", "2024-02-05", None),
        ("They met two weeks ago.", "two weeks ago", "2024-01-22", "2024-01-28"),
        ("They met six months ago.", "six months ago", "2023-08", None),
        ("They met two years ago.", "two years ago", "2022", None),
        ("They met last week.", "last week", "2024-01-29", "2024-02-04"),
        ("They will meet next month.", "next month", "2024-03", None),
        ("The pact was signed last year.", "last year", "2023", None),
        ("He said so earlier this month.", "earlier this month", "2024-02", None),
        ("He said so earlier this week.", "earlier this week", "2024-02-05", "2024-02-08"),
        ("He will fly later this week.", "Later this week", "2024-02-08", "2024-02-11"),
        ("They left over the weekend.", "weekend", "2024-02-03", "2024-02-04"),
        ("Over the past two weeks, the army advanced.", "past two weeks", "2024-01-25", "2024-02-08"),
        ("The work will be completed in two weeks.", "two weeks", "2024-02-19", "2024-02-25"),
        # ranges
        ("The visit ran from May 3 to 5.", "May 3 to 5", "2023-05-03", "2023-05-05"),
        ("The visit ran from May 3 to June 5.", "May 3 to June 5", "2023-05-03", "2023-06-05"),
        ("The summit of 3-5 May 2023 failed.", "3-5 May 2023", "2023-05-03", "2023-05-05"),
        ("The war was fought between 2011 and 2013.", "2011 and 2013", "2011", "2013"),
        ("In the 2012-13 season he was away.", "2012-13", "2012", "2013"),
        ("He governed from 2011 to 2013.", "2011 to 2013", "2011", "2013"),
        ("Shelling lasted from Monday to Wednesday.", "Monday to Wednesday", "2024-02-05", "2024-02-07"),
        ("The ban ran from November to January.", "November to January", "2023-11", "2024-01"),
    ],
)
def test_a_time_with_a_value(find: Find, sentence: str, expression: str, value: str, end: str | None) -> None:
    found = [(text.lower(), time.value, time.end_value) for text, time in find(sentence)]
    assert found == [(expression.lower(), value, end)]


@pytest.mark.parametrize(
    ("sentence", "expression", "days"),
    [
        ("A weeklong truce held.", "weeklong", 7),
        ("A week-long truce held.", "week-long", 7),
        ("They fought for three months.", "three months", 90),
        ("The six-week operation ended.", "six-week", 42),
        ("The 24-hour pause held.", "24-hour", 1),
        ("Two weeks later, they withdrew.", "Two weeks later", 14),
        ("He has ruled for two and a half years.", "two and a half years", 912.5),
        ("He has ruled for a decade.", "a decade", 3650),
    ],
)
def test_a_duration_has_a_length_and_no_value(find: Find, sentence: str, expression: str, days: float) -> None:
    [(text, time)] = find(sentence)
    assert (text, time.duration_days, time.value) == (expression, days, None)


@pytest.mark.parametrize(
    ("sentence", "expression", "past"),
    [
        ("He had previously refused.", "previously", True),
        ("He recently refused.", "recently", True),
        ("The pact was signed years ago.", "years ago", True),
        ("They met several weeks ago.", "several weeks ago", True),
        ("Fighting has grown in recent weeks.", "recent weeks", True),
        ("More aid will arrive in the coming days.", "coming days", False),
        ("He will soon return.", "soon", False),
    ],
)
def test_a_vague_time_knows_only_its_side(find: Find, sentence: str, expression: str, past: bool) -> None:
    [(text, time)] = find(sentence)
    assert (text, time.value, time.is_past, time.is_future) == (expression, None, past, not past)


@pytest.mark.parametrize(
    "sentence",
    [
        "He may march in the parade.",
        "Theresa May said no.",
        "The March on Velmora drew a crowd.",
        "The three-phase plan failed.",
        "The 25-year-old man fled.",
        "It was the second attack.",
        "The second envoy spoke for five seconds.",
        "The deal follows the 1967 borders.",
        "They withdrew to the pre-1967 lines.",
        "The council adopted Resolution 1973.",
        "The force has 2000 troops.",
        "More than 1900 people died.",
        "The army lost $2011 in cash.",
        "The Good Friday Agreement held.",
        "The Sunday Times reported the deal.",
        "The April 6 Youth Movement called for calm.",
        "They met on 10/7/2023.",
        "They meet every two weeks.",
        "Fifty trucks a day entered.",
        "The talks failed that Sunday.",
        "The plane flew at 2000 feet.",
        "Prices fell in mid- and recovered.",
        "Prices fell mid-",
    ],
)
def test_not_a_time(find: Find, sentence: str) -> None:
    assert find(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("This is his fifth trip since October 7.", "2023-10-07"),
        ("It is the worst crisis since the 1967 war.", "1967"),
        ("It is the worst crisis since late 2011.", "2011"),
        ("Nothing has moved since last year.", "2023"),
        ("He has led the party from 2011 onwards.", "2011"),
    ],
)
def test_since_opens_a_range(find: Find, sentence: str, value: str) -> None:
    [(_, time)] = find(sentence)
    assert (time.value, time.since) == (value, True)


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("The war began on 7 October 2023.", DateBasis.STATED),
        ("The war began in 2011.", DateBasis.STATED),
        ("The war began on October 7.", DateBasis.INFERRED),
        ("The war began on Tuesday.", DateBasis.INFERRED),
        ("The war began last year.", DateBasis.INFERRED),
        ("The war began recently.", DateBasis.UNKNOWN),
    ],
)
def test_basis(find: Find, sentence: str, basis: DateBasis) -> None:
    [(_, time)] = find(sentence)
    assert time.basis is basis


@pytest.mark.parametrize(
    "sentence", ["He left on Tuesday.", "He left last week.", "He left on October 7.", "He left yesterday."]
)
def test_without_a_publication_date_nothing_is_guessed(find: Find, sentence: str) -> None:
    [(_, time)] = find(sentence, None)
    assert (time.value, time.basis) == (None, DateBasis.UNKNOWN)


def test_a_written_date_needs_no_publication_date(find: Find) -> None:
    [(_, time)] = find("He left on 7 October 2023.", None)
    assert (time.value, time.is_past, time.is_future) == ("2023-10-07", False, False)


def test_an_anniversary_is_not_dated_before_its_event(find: Find) -> None:
    [(_, time)] = find("The October 7 attack was recalled.", date(2021, 1, 1))
    assert time.value == "2020-10-07"


def test_times_do_not_overlap_and_stand_in_order(find: Find, annotator: Annotator) -> None:
    text = "On Tuesday, May 3, and again last week, from 2011 to 2013 and for three months, they met on Oct. 7, 2023."
    times = find_times(next(annotate([Document(id="test", text=text, published=PUBLISHED)], annotator))).times
    assert len(times) >= 4
    assert all(left.last <= right.first for left, right in pairwise(times))


def test_an_empty_text_has_no_times() -> None:
    empty = AnnotatedText(document=Document(id="test", text=""), tokens=(), sentences=())
    assert find_times(empty).times == ()

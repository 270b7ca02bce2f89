"""Timelines: which days come first, and which sentence stands for each. All reports are made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.dated import DatedSentence
from dragoman.model.text import DateBasis, Document, Span
from dragoman.relations.timeline import Entry, find_timeline, rank_days
from dragoman.relations.topic import Topic

BATTLE = date(2031, 3, 3)
SIGNED = "Velmora and Kestria signed the cease-fire for the valley in Ordan on Tuesday."


def told(
    text: str,
    day: date,
    document: str = "a",
    *,
    published: date | None = None,
    basis: DateBasis = DateBasis.INFERRED,
    fact: str = "",
    start: int = 1000,
) -> DatedSentence:
    """A sentence far down in a report that was printed a day after what it tells, if not said otherwise."""
    return DatedSentence(
        published=published if published is not None else day + timedelta(1),
        text=text,
        span=Span(document_id=document, start=start, end=start + len(text)),
        day=day,
        basis=basis,
        fact=fact,
    )


def printed(text: str, day: date, document: str = "a", start: int = 0) -> DatedSentence:
    return told(text, day, document, published=day, basis=DateBasis.PUBLICATION, start=start)


def by_day(entries: list[Entry]) -> dict[date, str]:
    return {entry.day.day: entry.sentence.text for entry in entries}


def test_a_day_that_all_later_reports_tell_of_comes_before_the_busy_days_after_it() -> None:
    later = [
        told(f"Report {n} recalls the battle of the ridge in its own words.", BATTLE, f"{n}",
             published=BATTLE + timedelta(1 + n % 3))
        for n in range(12)
    ]  # fmt: skip
    days = rank_days(later)
    assert (days[0].day, days[0].printed, days[0].told, days[0].weight) == (BATTLE, 0, 12, 12)
    assert [day.printed for day in days[1:]] == [4, 4, 4]


def test_a_report_speaks_once_for_a_day_however_often_it_names_it() -> None:
    often = [told(f"Sentence {n} on the battle.", BATTLE, "a", start=n * 100) for n in range(9)]
    assert rank_days(often)[0].told == 1


def test_copies_of_a_report_count_once() -> None:
    wire = [told(SIGNED, BATTLE, each) for each in ("a", "b", "c")]
    assert [day.told for day in rank_days(wire) if day.day == BATTLE] == [3]
    folded = {"b": "a", "c": "a"}
    assert [day.told for day in rank_days(wire, copies=folded) if day.day == BATTLE] == [1]
    entry = next(each for each in find_timeline(wire, copies=folded) if each.day.day == BATTLE)
    assert entry.telling.reports == 1


def test_what_is_still_to_come_says_nothing_for_its_day() -> None:
    ahead = told("The envoys will meet again in Ordan on Friday.", date(2031, 3, 7), published=date(2031, 3, 4))
    assert [(day.day, day.printed, day.told) for day in rank_days([ahead])] == [(date(2031, 3, 4), 1, 0)]
    assert find_timeline([ahead]) == []


def test_of_equal_days_the_one_that_is_told_of_comes_first_then_the_earlier() -> None:
    sentences = [
        printed("A page about nothing in particular was printed.", date(2031, 3, 1), "p"),
        told(SIGNED, date(2031, 3, 6), "a", published=date(2031, 3, 8)),
        told("Kestrian troops left the eastern ridge before dawn.", date(2031, 3, 5), "b", published=date(2031, 3, 8)),
    ]
    assert [day.day.day for day in rank_days(sentences)] == [8, 5, 6, 1]


def test_days_outside_the_range_are_left_out_but_reports_outside_speak_for_days_inside() -> None:
    late = told(SIGNED, date(2031, 3, 4), published=date(2031, 9, 1))
    days = rank_days([late], since=date(2031, 3, 4), until=date(2031, 3, 4))
    assert [(day.day, day.told) for day in days] == [(date(2031, 3, 4), 1)]
    assert rank_days([late], until=date(2031, 3, 3)) == []


def test_a_report_without_a_date_speaks_for_the_days_it_states() -> None:
    undated = DatedSentence(
        published=None, text=SIGNED, span=Span(document_id="u", start=0, end=9), day=BATTLE, basis=DateBasis.STATED
    )
    assert [(day.day, day.printed, day.told) for day in rank_days([undated])] == [(BATTLE, 0, 1)]
    assert by_day(find_timeline([undated])) == {BATTLE: SIGNED}


def test_the_timeline_is_in_the_order_of_the_calendar_and_has_the_weightiest_days() -> None:
    places = ("Ordan", "Astel", "Mirrin", "Hallow")
    sentences = [
        told(f"Envoys met in {place} to speak about valley number {n}.", date(2031, 1, 1 + 3 * n), f"{n}-{k}")
        for n, place in enumerate(places)
        for k in range(n + 1)
    ]
    assert [entry.day.day for entry in find_timeline(sentences, top=2)] == [date(2031, 1, 7), date(2031, 1, 10)]


def test_the_sentence_of_a_day_is_the_one_most_like_the_others() -> None:
    texts = (
        "Velmora and Kestria signed a cease-fire for the Sorrel Valley in the Talvian capital.",
        "The cease-fire for the Sorrel Valley was signed by both states after nine days of talks.",
        "Ministers of Velmora and Kestria signed the agreed cease-fire and shook hands.",
        "A market in the harbour sold out of oranges, lemons and figs by noon, traders complained.",
    )
    sentences = [told(text, BATTLE, str(n)) for n, text in enumerate(texts)]
    chosen = by_day(find_timeline(sentences, until=BATTLE))[BATTLE]
    assert "cease-fire" in chosen


def test_near_copies_are_folded_and_counted_and_the_first_printed_is_shown() -> None:
    same = [
        told(SIGNED.replace("Tuesday", f"Tuesday, agency number {n} said"), BATTLE, f"{n}",
             published=BATTLE + timedelta(5 - n))
        for n in range(4)
    ]  # fmt: skip
    entry = next(each for each in find_timeline(same) if each.day.day == BATTLE)
    assert entry.telling.reports == 4
    assert entry.sentence.document == "3"


def test_no_sentence_stands_for_two_days() -> None:
    later = BATTLE + timedelta(7)
    both = [told(SIGNED, BATTLE), told(SIGNED, later, published=later + timedelta(1))]
    assert [entry.day.day for entry in find_timeline(both)] == [BATTLE]
    weight = [told(f"In place {n} the day was spent with counting.", BATTLE, f"{n}") for n in range(3)]
    other = told("Kestria reopened the crossing at Hallow Gate to lorries.", later, "b")
    found = by_day(find_timeline([both[1], *[told(SIGNED, BATTLE, each.document) for each in weight], other]))
    assert found == {BATTLE: SIGNED, later: other.text}


def test_like_words_on_two_days_are_two_tellings() -> None:
    days = [BATTLE + timedelta(n) for n in range(3)]
    places = ("Mirrin", "Astel", "Hallow Gate")
    hits = [
        told(f"Rockets from across the border hit {place} and killed {n + 2} people.", day, f"{n}")
        for n, (day, place) in enumerate(zip(days, places, strict=True))
    ]
    assert set(by_day(find_timeline(hits))) == set(days)


def test_a_sentence_that_names_its_day_goes_before_one_that_was_only_printed_then() -> None:
    opening = printed("Both governments spoke of a new beginning for the Sorrel Valley and its people.", BATTLE, "p")
    naming = told(
        "Both governments spoke on Monday of a new beginning for the people there.", BATTLE, "q", published=BATTLE
    )
    assert by_day(find_timeline([opening, naming]))[BATTLE] == naming.text
    only = find_timeline([opening])[0]
    assert not only.sentence.names_day
    assert (only.day.printed, only.day.told) == (1, 0)


def test_talk_and_words_that_point_back_go_behind_plain_telling() -> None:
    plain = told("Velmoran guards closed the crossing at Hallow Gate after the shooting.", BATTLE, "z")
    talk = told("We closed the crossing at Hallow Gate after the shooting of my guards.", BATTLE, "a")
    back = told("They closed the crossing at Hallow Gate after the shooting of guards.", BATTLE, "b")
    distinct = [
        plain,
        told(talk.text.replace("after the shooting of my guards", "because we had no choice"), BATTLE, "a"),
        told(back.text.replace("after the shooting of guards", "with lorries and wire"), BATTLE, "b"),
    ]
    assert by_day(find_timeline(distinct))[BATTLE] == plain.text


def test_a_coded_event_is_shown_among_copies() -> None:
    coded = told(SIGNED, BATTLE, "late", published=BATTLE + timedelta(9), fact="abc123")
    entry = next(each for each in find_timeline([told(SIGNED, BATTLE, "early"), coded]) if each.day.day == BATTLE)
    assert entry.sentence.fact == "abc123"
    assert entry.telling.reports == 2


def test_nothing_gives_an_empty_timeline_and_less_than_one_day_is_refused() -> None:
    assert find_timeline([]) == []
    assert rank_days([]) == []
    with pytest.raises(ValueError, match="ask for 1 or more"):
        find_timeline([told(SIGNED, BATTLE)], top=0)


def test_signs_without_a_word_do_not_stop_it() -> None:
    odd = [told("— — — !", BATTLE, "a"), told("…", BATTLE, "b"), told("", BATTLE, "c")]
    assert [entry.day.told for entry in find_timeline(odd)] == [3]


DAYS = st.integers(0, 20).map(lambda n: date(2031, 5, 1) + timedelta(n))
SENTENCES = st.lists(
    st.builds(
        lambda text, day, document, late: told(text, day, document, published=day + timedelta(late)),
        st.text("abc dé.\n", max_size=40), DAYS, st.sampled_from("uvwxyz"), st.integers(-3, 10),
    ),
    max_size=25,
)  # fmt: skip


@given(sentences=SENTENCES, top=st.integers(1, 8))
def test_any_order_of_reports_gives_the_same_timeline(sentences: list[DatedSentence], top: int) -> None:
    entries = find_timeline(sentences, top=top)
    again = find_timeline(sentences[::-1], top=top)
    assert [entry.day for entry in entries] == [entry.day for entry in again]
    assert [entry.sentence.text for entry in entries] == [entry.sentence.text for entry in again]
    days = [entry.day.day for entry in entries]
    assert days == sorted(set(days))
    assert len(days) <= top
    assert all(entry.sentence.day == entry.day.day for entry in entries)


def test_a_topic_needs_all_its_words_or_words_that_begin_so() -> None:
    topic = Topic("kestria CEASE-FIRE")
    assert topic.has("Kestrian troops broke the cease-fires.")
    assert not topic.has("Kestrian troops left.")
    assert Topic("Törrane").has("President TORRANE spoke")
    assert not Topic("ran").has("Torrane")
    assert Topic("").has("anything")
    assert not Topic("(+").has("nothing like it")


def test_a_report_that_begins_with_the_topic_is_on_it_as_a_whole() -> None:
    one, other = told("The valley was quiet.", BATTLE), told("Velmora left the valley.", BATTLE)
    text = "Reports from the border. " * 40
    about = Document(id="a", text=text, title="Velmora leaves")
    passing = Document(id="a", text=f"{text} Velmora left the valley.")
    assert Topic("Velmora").of(about, [one, other]) == [one, other]
    assert Topic("Velmora").of(passing, [one, other]) == [other]

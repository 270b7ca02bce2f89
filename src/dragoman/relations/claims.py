"""Claims: "lowest since 2014", typed by a user or found in a report, read as a question that events can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.lang import load_trend_topics
from dragoman.model.dyads import Period, Way
from dragoman.model.facts import Assessment, Direction
from dragoman.model.text import DateBasis
from dragoman.relations.claim_dates import date_at, hyphened, iso_dated, lookback_at, period_of, read_dated
from dragoman.relations.claim_model import Cause, Claim, Dated, Kind, Lookback, Reason, Sense, Topic
from dragoman.relations.claim_names import Known, find_names
from dragoman.relations.claim_words import (
    NOUN,
    ClaimWords,
    Phrase,
    Word,
    cut,
    load_claim_words,
    matching,
    words_of,
    written,
)
from dragoman.relations.concepts import forms

MOST_CHARACTERS = 500
"""Longest claim that is read; a sentence is shorter."""
WRITE_SINCE = "write a date, such as 'since 2014', 'since March 2014' or 'since 2014-03-18'"
WRITE_EXTREME = "write lowest, highest, worst, best, most, fewest, first, worse, better, more or fewer"
IN_ASSESSMENTS = {
    Direction.WORSE: (Kind.CHANGE, "worst"),
    Direction.BETTER: (Kind.CHANGE, "best"),
    Direction.LOWEST: (Kind.EXTREME, "worst"),
    Direction.HIGHEST: (Kind.EXTREME, "best"),
}
BY_TREND_TOPIC = {"relation": "relations", "conflict": "conflict", "attack": "attacks", "talks": "talks"}
"""What is measured of a topic that ``claims.yaml`` does not have, by its kind in ``trend_topics.csv``."""
Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    """The times of a claim as it writes them."""

    since: Dated | None = None
    lookback: Lookback | None = None
    as_of: Dated | None = None
    ever: bool = False
    any_time: bool = False
    period: Period | None = None


def parse_claim(
    text: str,
    *,
    as_of: str | None = None,
    period: Period | None = None,
    known: Known | None = None,
    language: str = "en",
) -> Claim:
    """Read a claim that a user types.

    Args:
        as_of: the period that is claimed of, as a date of any precision; before what the text says.
        period: length of the periods; before what the text says, which is a month if it says nothing.
        known: whether somebody is called so; tells names with joints in them apart.

    Raises:
        ValueError: it can't be read; one line that says which words, and what to write.
    """
    vocabulary = load_claim_words(language)
    if not text.strip():
        raise ValueError("the claim is empty: write for example 'A-B relations lowest since 2014'")
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"the claim has {len(text)} characters, the most is {MOST_CHARACTERS}: write one sentence")
    words, when = _times(words_of(text), vocabulary)
    _refuse(words, vocabulary)
    words, kind, said = _extreme(words, vocabulary, when)
    words, topic, noun = _topic(words, vocabulary, said)
    names = find_names(words, vocabulary, counted=topic.counted, known=known)
    asked = read_dated(as_of, vocabulary) if as_of else when.as_of
    if kind is Kind.CHANGE and when.lookback is not None:
        raise ValueError(
            f"'{when.lookback.written}' is no period to compare with: write 'since' or 'than in' and a date"
        )
    notes = [topic.note] if topic.note else []
    if kind is Kind.EXTREME and when.since is None and when.lookback is None and not when.ever:
        notes.append("no time is given: all that the data cover before is compared")
    return Claim(
        text=" ".join(text.split()),
        first=names.first,
        second=names.second,
        way=names.way,
        kind=kind,
        sense=_sense({**vocabulary.changes, **vocabulary.extremes}[said], topic, noun),
        topic=topic,
        since=when.since,
        lookback=when.lookback,
        as_of=asked,
        period=_length(period or when.period, asked),
        notes=tuple(notes),
    )


def _refuse(words: Words, vocabulary: ClaimWords) -> None:
    for word in words:
        if word.low in vocabulary.refused:
            raise ValueError(f"can't test a claim with {word.text!r} in it: {vocabulary.refused[word.low]}")


def _length(period: Period | None, as_of: Dated | None) -> Period:
    """Length of the periods: as given, else that of the date claimed of; a month for a day or for none.

    Raises:
        ValueError: the date holds several such periods.
    """
    if as_of is None:
        return period or Period.MONTH
    named = period_of(as_of)
    if period is None:
        if named is None:
            raise ValueError(f"{as_of.written!r} is no period that can be compared: write a year, a month or a day")
        return Period.MONTH if named is Period.DAY else named
    lengths = list(Period)
    if named is None or lengths.index(named) > lengths.index(period):
        raise ValueError(f"{as_of.written!r} is longer than a {period}: write which {period} the claim is about")
    return period


def _times(words: Words, vocabulary: ClaimWords) -> tuple[Words, _When]:
    """Cut out all that says when."""
    words, _ = _phrase(words, vocabulary.unseen)
    words, any_time, length = _any_time(words, vocabulary)
    words, since = _since(words, vocabulary)
    words, compared = _than(words, vocabulary)
    words, single = _single(words, vocabulary)
    words, lookback = _lookback(words, vocabulary)
    words, ever = _phrase(words, vocabulary.ever)
    words, as_of = _as_of(words, vocabulary)
    words, period = _period(words, vocabulary)
    if since is not None and lookback is not None:
        raise ValueError(f"'since {since.written}' and '{lookback.written}': a claim takes one of them")
    return words, _When(
        since=since or compared,
        lookback=lookback,
        as_of=as_of,
        ever=ever is not None or (any_time and since is None),
        any_time=any_time,
        period=period or single or length,
    )


def _any_time(words: Words, vocabulary: ClaimWords) -> tuple[Words, bool, Period | None]:
    """ "than at any time", "than in any month"."""
    rest, found = _phrase(words, vocabulary.any_time)
    if found is None:
        return words, False, None
    after = rest.index(next(word for word in rest if word.gap)) + 1
    length = vocabulary.periods.get(rest[after].low) if after < len(rest) else None
    return (cut(rest, after, 1), True, length) if length else (rest, True, None)


def _phrase(words: Words, phrases: Mapping[Phrase, str] | frozenset[Phrase]) -> tuple[Words, Phrase | None]:
    """Cut out the first phrase of a list."""
    for at in range(len(words)):
        found = matching(words, at, phrases)
        if found:
            return cut(words, at, len(found)), found
    return words, None


def _since(words: Words, vocabulary: ClaimWords) -> tuple[Words, Dated | None]:
    at = next((i for i, word in enumerate(words) if word.low in vocabulary.since), None)
    if at is None:
        return words, None
    found = date_at(words, at + 1, vocabulary)
    if found is None:
        told = _rest_of_phrase(words, at + 1, vocabulary)
        raise ValueError(f"can't read {told!r} after 'since' as a date: {WRITE_SINCE}" if told else
                         f"nothing follows 'since': {WRITE_SINCE}")  # fmt: skip
    if any(word.low in vocabulary.since for word in words[at + 1 :]):
        raise ValueError("'since' stands there twice: write one claim at a time")
    return cut(words, at, found[1] + 1), found[0]


def _rest_of_phrase(words: Words, start: int, vocabulary: ClaimWords) -> str:
    """The words up to a comma, a preposition before a name, or the end."""
    end = start
    while end < len(words) and (end == start or not words[end - 1].stop) and words[end].text:
        if vocabulary.roles.get(words[end].low, "of") != "of":
            break
        end += 1
    return written(words[start:end])


def _than(words: Words, vocabulary: ClaimWords) -> tuple[Words, Dated | None]:
    """ "than in March 2014": the period that another is compared with."""
    for at, word in enumerate(words):
        if word.low == "than":
            begin = at + 1 + int(at + 1 < len(words) and words[at + 1].low == "in")
            found = date_at(words, begin, vocabulary)
            if found is not None:
                return cut(words, at, begin + found[1] - at), found[0]
    return words, None


def _single(words: Words, vocabulary: ClaimWords) -> tuple[Words, Period | None]:
    """ "in a single month": the length of a period, and not how far to look back."""
    for at, word in enumerate(words):
        if word.low in vocabulary.single and at + 1 < len(words) and words[at + 1].low in vocabulary.periods:
            first = at - 1 if at and words[at - 1].low in {"a", "an"} else at
            first = first - 1 if first and words[first - 1].low in vocabulary.lookback else first
            return cut(words, first, at + 2 - first), vocabulary.periods[words[at + 1].low]
    return words, None


def _lookback(words: Words, vocabulary: ClaimWords) -> tuple[Words, Lookback | None]:
    """ "in the last ten years", "10-year low"."""
    for at, word in enumerate(words):
        one = hyphened(word.low, vocabulary)
        if one is not None:
            return cut(words, at, 1), one
        if word.low in vocabulary.lookback:
            found = lookback_at(words, at + 1, vocabulary)
            if found is not None:
                return cut(words, at, found[1] + 1), found[0]
    return words, None


def _as_of(words: Words, vocabulary: ClaimWords) -> tuple[Words, Dated | None]:
    for at in range(len(words)):
        cue = matching(words, at, vocabulary.as_of)
        found = date_at(words, at + len(cue), vocabulary) if cue else None
        if cue and found is not None:
            return cut(words, at, len(cue) + found[1]), found[0]
    return words, None


def _period(words: Words, vocabulary: ClaimWords) -> tuple[Words, Period | None]:
    """ "worst *month* since"; a unit that stands in the possessive or before a name is no length."""
    at = next((i for i, word in enumerate(words) if word.low in vocabulary.periods), None)
    return (words, None) if at is None else (cut(words, at, 1), vocabulary.periods[words[at].low])


def _extreme(words: Words, vocabulary: ClaimWords, when: _When) -> tuple[Words, Kind, Phrase]:
    """What is claimed, and the words that say it.

    Raises:
        ValueError: nothing is, or two things are.
    """
    extremes = vocabulary.extremes
    rest, found = _phrase(words, extremes)
    if found is not None:
        rest, again = _phrase(rest, extremes)
        if again is not None and extremes[again] != extremes[found]:
            raise ValueError(f"{' '.join(found)!r} and {' '.join(again)!r}: write one claim at a time")
        return rest, Kind.FIRST if extremes[found] == "first" else Kind.EXTREME, found
    rest, found = _phrase(words, vocabulary.changes)
    if found is None:
        raise ValueError(f"nothing in {written(words)!r} says what is claimed: {WRITE_EXTREME}")
    is_extreme = when.any_time or when.ever or when.lookback is not None
    return rest, Kind.EXTREME if is_extreme else Kind.CHANGE, found


def _topic(words: Words, vocabulary: ClaimWords, said: Phrase) -> tuple[Words, Topic, str]:
    """What is measured; relations if nothing says it.

    Raises:
        ValueError: it is nothing that reports of events count, or something countable is missing.
    """
    for at, word in enumerate(words):
        phrase = matching(words, at, vocabulary.topics)
        if phrase:
            return cut(words, at, len(phrase), NOUN), vocabulary.topics[phrase], " ".join(phrase)
        if word.low in vocabulary.not_counted:
            raise ValueError(f"{word.text!r} is not counted in reports of events: {_countable(vocabulary)}")
    if said in vocabulary.counting:
        raise ValueError(f"can't read what {' '.join(said)!r} counts in {written(words)!r}: {_countable(vocabulary)}")
    return words, vocabulary.topics["relations",], ""


def _countable(vocabulary: ClaimWords) -> str:
    """What can be written; the nouns by which the table names its entries."""
    names = dict.fromkeys(topic.name for topic in vocabulary.topics.values())
    return f"write {', '.join(names)}"


def _sense(said: str, topic: Topic, noun: str) -> Sense:
    """Which end of the measure is meant.

    Raises:
        ValueError: "worst" or "best" of something that is neither good nor bad.
    """
    if said in {"worst", "best"}:
        if not topic.tone:
            raise ValueError(f"{said!r} of {noun!r} gives no direction: write 'most' or 'fewest'")
        more_is_meant = (said == "best") == (topic.tone == "good")
    else:
        more_is_meant = said in {"high", "first"}
    return Sense.HIGH if more_is_meant != topic.turned else Sense.LOW


def claim_of(fact: Assessment, *, period: Period = Period.MONTH, language: str = "en") -> Claim | Reason:
    """An assessment of a report as a claim, or why it is none that events can be asked about.

    It is claimed of the period that the report was published in. Extremes without "since" are read as "ever".
    """
    vocabulary = load_claim_words(language)
    if len(fact.pair) != 2 or fact.pair[0].id == fact.pair[1].id:
        return Reason(cause=Cause.NO_PAIR, why="it names no two sides")
    if fact.direction not in IN_ASSESSMENTS:
        return Reason(cause=Cause.NO_DIRECTION, why=f"it says no direction: {fact.direction}")
    topic = _topic_of(fact.topic, vocabulary)
    if topic is None:
        return Reason(cause=Cause.NO_MEASURE, why=f"events between two sides do not measure {fact.topic!r}")
    as_of = iso_dated(fact.date.value, None, fact.date.value) if fact.date.value else None
    if as_of is None:
        return Reason(cause=Cause.NO_DATE, why="the report has no date of publication")
    kind, said = IN_ASSESSMENTS[fact.direction]
    try:
        since, lookback = _since_of(fact, vocabulary)
    except ValueError as error:
        return Reason(cause=Cause.NO_DATE, why=str(error))
    if kind is Kind.CHANGE and lookback is not None:
        return Reason(cause=Cause.NO_DATE, why=f"{fact.since!r} gives no period to compare with")
    return Claim(
        text=" ".join(filter(None, (fact.topic, fact.trigger, fact.since))),
        first=fact.pair[0].name,
        second=fact.pair[1].name,
        ids=(fact.pair[0].id, fact.pair[1].id),
        way=Way.BOTH,
        kind=kind,
        sense=_sense(said, topic, fact.topic),
        topic=topic,
        since=since,
        lookback=lookback,
        as_of=as_of,
        period=period,
        notes=_notes_of(fact, topic, since),
    )


def _notes_of(fact: Assessment, topic: Topic, since: Dated | None) -> tuple[str, ...]:
    notes = [topic.note] if topic.note else []
    if since is not None and fact.since_date.basis is not DateBasis.STATED:
        notes.append(f"{fact.since!r} is taken to mean {fact.since_date.value}, which the report does not say outright")
    return tuple(notes)


def _since_of(fact: Assessment, vocabulary: ClaimWords) -> tuple[Dated | None, Lookback | None]:
    """Since when an assessment says it, from the date that was worked out or else from the words.

    Raises:
        ValueError: there are words, and they give no date.
    """
    if fact.since is None:
        return None, None
    if fact.since_date.value:
        since = iso_dated(fact.since_date.value, fact.since_date.end_value, fact.since.removeprefix("since "))
        if since is not None:
            return since, None
    words = words_of(fact.since)
    _, lookback = _lookback(words, vocabulary)
    _, ever = _phrase(words, vocabulary.ever)
    if lookback is None and ever is None:
        raise ValueError(f"{fact.since!r} gives no date")
    return None, lookback


def _topic_of(told: str, vocabulary: ClaimWords) -> Topic | None:
    """What is measured of the topic of an assessment: by its nouns, before what "between", "with" and the like add."""
    words = words_of(told)
    end = next((i for i, word in enumerate(words) if i and word.low in vocabulary.roles), len(words))
    head: Sequence[Word] = words[:end]
    for at in reversed(range(len(head))):
        phrase = matching(head, at, vocabulary.topics)
        if phrase:
            return vocabulary.topics[phrase]
    kinds = load_trend_topics()
    for word in reversed(head):
        kind = next((kinds[form].kind for form in forms(word.low) if form in kinds), None)
        if kind is not None:
            return vocabulary.topics[BY_TREND_TOPIC[kind],] if kind in BY_TREND_TOPIC else None
    return None

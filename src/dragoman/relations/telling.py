"""Which sentence tells best what happened on a day: the one most like all that is told of it, copies folded."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.lang import load_word_list
from dragoman.model.dated import DatedSentence

WORD = re.compile(r"[^\W_]+")
RUN = 3
"""Words in a row that are compared as one."""
COPIED, REUSED = 0.5, 0.8
"""Share of the runs of the shorter sentence that stand in the longer one too, from which on they tell the same: of one
day, and of two, since like things happen on many days and are told in like words."""
PRINTED = 0.25
"""Worth of a sentence that only the day of printing dates, beside one that names its day: it often tells of the day
before. With 0.25, nine in ten days or more are told by a sentence that names them; with 0.5, two in three."""
OPENING, OPENING_WORTH = 300, 2.0
"""Characters at the top of a report, where it says what is new, and how much more a sentence there is worth."""
CODED_WORTH = 1.5
"""How much more a sentence is worth that was coded as an event of the day, so that it can be traced."""
FLAW = 0.5
"""Worth of a sentence for each thing that makes it hard to read alone: odd length, talk, a beginning that points back.

Worth is for the reader. By the words that the sentences share with journalists' entries of the same days on four topics
(mean F1) it makes no difference: 0.088 with it, 0.089 without, 0.085 to 0.102 with one part of it changed. What they
share comes from being central: a sentence of the day drawn by lot has 0.052. Without LONG it is 0.106, since longer
sentences share more words."""
SHORT, LONG = 8, 40
"""Words of a sentence; what is shorter is often a bit of a page, what is longer a paragraph without full stops."""

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence and how many reports have it in the same or nearly the same words, copies of a report counted once."""

    sentence: DatedSentence
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A sentence with its runs of words."""

    sentence: DatedSentence
    words: tuple[str, ...]
    runs: frozenset[str]


class Tellings:
    """Sentences by the day they tell of; each can be taken once, for one day."""

    def __init__(self, sentences: Sequence[DatedSentence], copies: Mapping[str, str]) -> None:
        self._copies = copies
        self._by_day: dict[date, list[DatedSentence]] = defaultdict(list)
        self._taken = _Seen(REUSED)
        frequency: Counter[str] = Counter()
        for sentence in sentences:
            frequency.update(set(_words(sentence)))
            if sentence.names_day or sentence.day == sentence.published:
                self._by_day[sentence.day].append(sentence)
        self._rarity = {word: math.log((1 + len(sentences)) / number) for word, number in frequency.items()}

    def take(self, day: date) -> Telling | None:
        """The sentence that tells best what happened on a day, or ``None`` if all of them are taken."""
        groups = _folded(map(_told, self._by_day.get(day, ())))
        open_groups = [group for group in groups if self._taken.like(group[0]) is None]
        if not open_groups:
            return None
        vectors = [self._vector(group[0]) for group in open_groups]
        centre: Counter[str] = Counter()
        for vector in vectors:
            centre.update(vector)
        worth = [
            round(_likeness(vector, centre) * _worth(group[0]), 9)
            for group, vector in zip(open_groups, vectors, strict=True)
        ]
        best = open_groups[worth.index(max(worth))]
        self._taken.add(best[0])
        reports = {self._copies.get(told.sentence.document, told.sentence.document) for told in best}
        return Telling(sentence=best[0].sentence, reports=len(reports))

    def _vector(self, told: _Told) -> Vector:
        weights = {word: number * self._rarity[word] for word, number in sorted(Counter(told.words).items())}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items()} if length else {}


class _Seen:
    """Sentences by their runs of words, to find one that tells the same."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._all: list[_Told] = []
        self._with: dict[str, list[int]] = defaultdict(list)

    def like(self, told: _Told) -> int | None:
        """Number of the sentence most like it, in the order of adding, or ``None``."""
        shared = Counter(number for run in told.runs for number in self._with.get(run, ()))
        best = max(shared, key=lambda number: (shared[number], -number), default=None)
        if best is None:
            return None
        return best if shared[best] >= self._least * min(len(told.runs), len(self._all[best].runs)) else None

    def add(self, told: _Told) -> None:
        """Keep one more."""
        for run in told.runs:
            self._with[run].append(len(self._all))
        self._all.append(told)


def _words(sentence: DatedSentence) -> tuple[str, ...]:
    return tuple(WORD.findall(sentence.text.lower()))


def _told(sentence: DatedSentence) -> _Told:
    words = _words(sentence)
    length = min(RUN, len(words))
    runs = frozenset(" ".join(words[i : i + length]) for i in range(len(words) - length + 1))
    return _Told(sentence=sentence, words=words, runs=runs)


def _folded(told: Iterable[_Told]) -> list[list[_Told]]:
    """Sentences grouped with their copies; each group begins with the one to show: coded as an event, printed first."""
    groups: list[list[_Told]] = []
    seen = _Seen(COPIED)
    for each in sorted(told, key=_order):
        place = seen.like(each)
        if place is None:
            seen.add(each)
            groups.append([each])
        else:
            groups[place].append(each)
    return groups


def _order(told: _Told) -> tuple[bool, bool, date, str, int, str]:
    sentence = told.sentence
    return (
        not sentence.names_day,
        not sentence.fact,
        sentence.published or date.max,
        sentence.document,
        sentence.span.start,
        sentence.text,
    )


def _worth(told: _Told) -> float:
    flaws = (
        not SHORT <= len(told.words) <= LONG,
        not load_word_list("first_person").isdisjoint(told.words),
        told.words[:1] and told.words[0] in load_word_list("pointing_back"),
    )
    worth = 1.0 if told.sentence.names_day else PRINTED
    worth *= OPENING_WORTH if told.sentence.span.start < OPENING else 1.0
    worth *= CODED_WORTH if told.sentence.fact else 1.0
    return worth * FLAW ** sum(map(bool, flaws))


def _likeness(one: Vector, centre: Vector) -> float:
    """Product of a vector of length 1 with the centre; among the sentences of a day this ranks as the cosine does."""
    return sum(weight * centre[word] for word, weight in one.items())

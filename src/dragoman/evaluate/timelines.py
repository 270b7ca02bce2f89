"""Journalists' timelines of a topic beside articles about it: are the days that we choose the days that they chose?

The data is laid out as parts of Timeline17 (Tran et al. 2013) are handed on: ``articles/TOPIC/outputwithpub.csv`` with
the columns ``date`` and ``text``, and ``gold/...-TOPIC/*.txt`` with a day on a line of its own before its sentences. As
usual (Martschat and Markert 2018) we choose as many days as a timeline has, and a day is right if it is in it. Beside
the figure stands what a choice by lot would get: a timeline of a few weeks may name nearly all of their days.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from dragoman.annotate.dated import dated_sentences
from dragoman.annotate.plain import annotate_plainly
from dragoman.annotate.times import find_times
from dragoman.corpus.duplicates import near_duplicates
from dragoman.corpus.readers import read_documents
from dragoman.evaluate.scores import Result, percent
from dragoman.model.dated import DatedSentence
from dragoman.model.text import Document
from dragoman.pipeline import Reader
from dragoman.relations.timeline import Day, Entry, find_timeline, rank_days

ARTICLES = "outputwithpub.csv"
DAY_LINE = re.compile(r"\d{4}-\d\d-\d\d")
RULE = re.compile(r"-{4,}")
WORD = re.compile(r"[^\W\d_]{4,}")
"""Words that are compared; shorter ones are mostly function words."""
CERTAIN = 0.99
"""What a lot gets from which on a topic says nothing."""
MIXES: Mapping[str, Callable[[Day], tuple[float, ...]]] = {
    "both": lambda day: (-day.weight, -day.told),
    "printed": lambda day: (-day.printed,),
    "told": lambda day: (-day.told,),
    "printed twice": lambda day: (-2 * day.printed - day.told,),
    "told twice": lambda day: (-day.printed - 2 * day.told,),
    "logarithms": lambda day: (-math.log1p(day.printed) - math.log1p(day.told),),
}
"""Ways to order days, equals by the calendar; the first is the one in use. Each topic is also scored with the one that
does best on the other topics, which is what a choice among them would be worth on a topic not seen."""
COLUMNS = (
    "topic", "articles", "days", "of", "date F1", "by lot", "printed only", "told only", "gold's range", "by lot",
    "any day", "by lot", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic: its dated sentences, copies among its articles, and the text of each timeline by day."""

    name: str
    articles: int
    sentences: tuple[DatedSentence, ...]
    copies: Mapping[str, str]
    timelines: tuple[Mapping[date, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranged:
    """Date F1 where days are chosen from a range, what a lot would get, and how many days there are to choose from."""

    date_f1: float
    lot: float
    pool: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Figures of one topic, means over its timelines.

    Attributes:
        days: in the gold.
        printed, gold, any_day: by the range to choose from: first to last publication, first to last day of the gold,
            all days that are told of.
        mixes: date F1 in the first range by way of ordering.
        words, any_words: word F1 of our sentences on the days in both, and of all sentences of those days.
    """

    days: float
    printed: Ranged
    gold: Ranged
    any_day: Ranged
    mixes: Mapping[str, float]
    words: float
    any_words: float


def read_timeline(path: Path) -> dict[date, str]:
    """The text of each day of a timeline.

    Raises:
        OSError: the file can't be read.
        ValueError: there is no day in it, text stands before the first, or one is not in the calendar.
    """
    found: dict[date, list[str]] = {}
    entry: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = line.strip()
        if DAY_LINE.fullmatch(words):
            try:
                entry = found.setdefault(date.fromisoformat(words), [])
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {words} is not a day ({error})") from error
        elif words and not RULE.fullmatch(words):
            if entry is None:
                raise ValueError(f"{path}, line {number}: text before the first day; write it as YYYY-MM-DD")
            entry.append(words)
    if not found:
        raise ValueError(f"{path}: no day in it; each stands on a line of its own as YYYY-MM-DD")
    return {day: " ".join(lines) for day, lines in found.items()}


def read_topic(name: str, articles: Path, timelines: Iterable[Path]) -> Topic:
    """Read one topic.

    Raises:
        OSError: a file can't be read.
        ValueError: an article can't be read, or a timeline is malformed.
    """
    documents: list[Document] = []
    for item in read_documents([articles]):
        if not isinstance(item, Document):
            raise ValueError(f"{item.location}: {item.reason}")
        documents.append(item)
    sentences = (each for document in documents for each in dated_sentences(find_times(annotate_plainly(document))))
    return Topic(
        name=name,
        articles=len(documents),
        sentences=tuple(sentences),
        copies={copy: group[0] for group in near_duplicates(documents) for copy in group},
        timelines=tuple(read_timeline(path) for path in timelines),
    )


def read_topics(folder: Path) -> list[Topic]:
    """All topics of a folder that have both articles and a timeline, by name.

    Raises:
        FileNotFoundError: there is none.
        OSError, ValueError: as for :func:`read_topic`.
    """
    found = []
    for articles in sorted(folder.glob(f"articles/*/{ARTICLES}")):
        name = articles.parent.name
        timelines = sorted(path for path in folder.glob("gold/*/*.txt") if path.parent.name.split("-")[-1] == name)
        if timelines:
            found.append(read_topic(name, articles, timelines))
    if not found:
        raise FileNotFoundError(f"{folder}: no topic with articles/TOPIC/{ARTICLES} and gold/...-TOPIC/*.txt")
    return found


def date_f1(chosen: Iterable[date], gold: Set[date]) -> float:
    """F1 of the days chosen, exact days."""
    days = set(chosen)
    return 2 * len(days & gold) / (len(days) + len(gold)) if days or gold else 0.0


def by_lot(pool: Sequence[date], gold: Set[date]) -> float:
    """F1 to be expected of as many days as the gold has, drawn from the pool; all of a smaller pool."""
    drawn = min(len(gold), len(pool))
    right = drawn * len(gold & set(pool)) / len(pool) if pool else 0.0
    return 2 * right / (drawn + len(gold)) if gold else 0.0


def words_f1(text: str, gold: str) -> float:
    """F1 of the words of a text against those of another, each counted once."""
    ours, theirs = set(WORD.findall(text.lower())), set(WORD.findall(gold.lower()))
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 0.0


def score_timeline(topic: Topic, gold: Mapping[date, str]) -> Scores:
    """Score our timeline of a topic against one of journalists."""
    published = [each.published for each in topic.sentences if each.published is not None]
    days, copies = set(gold), topic.copies

    def chosen(since: date | None, until: date | None) -> tuple[list[Day], list[Entry], Ranged]:
        pool = rank_days(topic.sentences, copies=copies, since=since, until=until)
        found = find_timeline(topic.sentences, top=len(days), copies=copies, since=since, until=until)
        score = date_f1((entry.day.day for entry in found), days)
        return pool, found, Ranged(date_f1=score, lot=by_lot([each.day for each in pool], days), pool=len(pool))

    pool, ours, printed = chosen(min(published, default=None), max(published, default=None))
    words = [
        (words_f1(entry.sentence.text, gold[entry.day.day]), _any_words(topic, entry.day.day, gold))
        for entry in ours
        if entry.day.day in gold
    ]
    return Scores(
        days=len(days),
        printed=printed,
        gold=chosen(min(days), max(days))[2],
        any_day=chosen(None, None)[2],
        mixes={name: date_f1(_first(pool, order, len(days)), days) for name, order in MIXES.items()},
        words=mean([ours for ours, _ in words] or [0.0]),
        any_words=mean([others for _, others in words] or [0.0]),
    )


def _first(pool: Iterable[Day], order: Callable[[Day], tuple[float, ...]], number: int) -> list[date]:
    return [each.day for each in sorted(pool, key=lambda day: (order(day), day.day))[:number]]


def _any_words(topic: Topic, day: date, gold: Mapping[date, str]) -> float:
    """What a sentence of the day drawn by lot would get."""
    texts = [each.text for each in topic.sentences if each.day == day]
    return mean(words_f1(text, gold[day]) for text in texts)


def _of_topic(topic: Topic) -> Scores:
    """Means over the timelines of a topic."""
    found = [score_timeline(topic, gold) for gold in topic.timelines]
    return Scores(
        days=mean(each.days for each in found),
        printed=_mean(each.printed for each in found),
        gold=_mean(each.gold for each in found),
        any_day=_mean(each.any_day for each in found),
        mixes={name: mean(each.mixes[name] for each in found) for name in MIXES},
        words=mean(each.words for each in found),
        any_words=mean(each.any_words for each in found),
    )


def _mean(found: Iterable[Ranged]) -> Ranged:
    values = list(found)
    return Ranged(
        date_f1=mean(each.date_f1 for each in values),
        lot=mean(each.lot for each in values),
        pool=mean(each.pool for each in values),
    )


def left_out(scores: Sequence[Scores]) -> float:
    """Mean date F1 where each topic is weighed in the way that does best on all others; of equals the first."""
    values = []
    for number, own in enumerate(scores):
        others = [each for place, each in enumerate(scores) if place != number]
        best = max(MIXES, key=lambda name: round(sum(each.mixes[name] for each in others), 9))
        values.append(own.mixes[best])
    return mean(values)


def evaluate_timelines(path: Path, reader: Reader) -> Result:
    """Date F1 of our timelines, mean over topics.

    Days may be chosen from the first to the last publication of the articles of a topic; beside it stand the figures
    for the range of the gold and for any day. Texts are read without the parser, as ``dragoman timeline`` reads them.

    Args:
        reader: not asked for anything; all scorers take one.

    Raises:
        FileNotFoundError: there is no topic.
        OSError, ValueError: a file can't be read.
    """
    topics = read_topics(path)
    scores = [_of_topic(topic) for topic in topics]
    figures = _figures(scores)
    figures |= {
        f"timelines.{topic.name}.date_f1": each.printed.date_f1 for topic, each in zip(topics, scores, strict=True)
    }
    return Result(
        name="timelines",
        figures=figures,
        columns=COLUMNS,
        rows=tuple(_row(topic, each) for topic, each in zip(topics, scores, strict=True)),
        notes=(
            "days from the first to the last publication, as many as the timeline has; exact days",
            *(
                f"{topic.name}: nearly all days to choose from are in the gold, so that any choice is right"
                for topic, each in zip(topics, scores, strict=True)
                if each.printed.lot >= CERTAIN
            ),
        ),
    )


def _figures(scores: Sequence[Scores]) -> dict[str, float]:
    """Means over the topics."""
    return {
        "timelines.date_f1": mean(each.printed.date_f1 for each in scores),
        "timelines.by_lot": mean(each.printed.lot for each in scores),
        "timelines.left_out.date_f1": left_out(scores),
        "timelines.printed_only.date_f1": mean(each.mixes["printed"] for each in scores),
        "timelines.told_only.date_f1": mean(each.mixes["told"] for each in scores),
        "timelines.gold_range.date_f1": mean(each.gold.date_f1 for each in scores),
        "timelines.gold_range.by_lot": mean(each.gold.lot for each in scores),
        "timelines.any_day.date_f1": mean(each.any_day.date_f1 for each in scores),
        "timelines.any_day.by_lot": mean(each.any_day.lot for each in scores),
        "timelines.words_f1": mean(each.words for each in scores),
        "timelines.any_words_f1": mean(each.any_words for each in scores),
    }


def _row(topic: Topic, scores: Scores) -> tuple[str, ...]:
    shares = (
        scores.printed.date_f1, scores.printed.lot, scores.mixes["printed"], scores.mixes["told"], scores.gold.date_f1,
        scores.gold.lot, scores.any_day.date_f1, scores.any_day.lot, scores.words,
    )  # fmt: skip
    counts = (topic.articles, scores.days, scores.printed.pool)
    return (topic.name, *(f"{value:g}" for value in counts), *map(percent, shares))

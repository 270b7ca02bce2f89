"""Wikinews articles with events marked for polarity, time and condition: what we say when asked at each event's word.

Three questions with a yes or no: is the event said not to have happened, does it lie in the future of its text, does it
stand in a condition or depend on one. Attributes that the annotators left empty are not scored. The set is in the XML
format of the CAT annotation tool, texts as tokens.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from xml.etree import ElementTree

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.evaluate.tokenised import write_out
from dragoman.extract.factuality import Presentation, present
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.pipeline import Reader

MARKS = ("negated", "future", "conditional")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """One annotated event: (start, end) of its words in the text, and its marks as far as they were annotated."""

    spans: tuple[tuple[int, int], ...]
    marks: dict[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text and its events.

    Attributes:
        part: the folder it lies in.
    """

    name: str
    part: str
    text: str
    events: tuple[GoldEvent, ...]


def _marks(mention: ElementTree.Element) -> dict[str, bool]:
    marks = {}
    if polarity := mention.get("polarity"):
        marks["negated"] = polarity == "NEG"
    if time := mention.get("time"):
        marks["future"] = time == "FUTURE"
    if cases := mention.get("special_cases"):
        marks["conditional"] = cases.startswith("COND")
    return marks


def read_article(path: Path) -> Article:
    """One annotated article.

    Raises:
        ValueError: the file is not XML of this kind.
    """
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise ValueError(f"{path}: not XML ({error})") from error
    sentences: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for number, token in enumerate(root.iter("token")):
        sentences[token.get("sentence", "")].append((token.text or "").strip() or "_")
        numbers[token.get("t_id", "")] = number
    text, offsets = write_out(sentences.values())
    events = []
    for mention in root.iter("EVENT_MENTION"):
        anchors = [numbers[a.get("t_id", "")] for a in mention.iter("token_anchor") if a.get("t_id") in numbers]
        if anchors and (marks := _marks(mention)):
            events.append(GoldEvent(spans=tuple(offsets[i] for i in anchors), marks=marks))
    return Article(name=path.stem, part=path.parent.name, text=text, events=tuple(events))


def read_articles(folder: Path) -> Iterator[Article]:
    """All annotated articles below a folder, in order of path.

    Raises:
        FileNotFoundError: there is none.
        ValueError: a file is not XML of this kind.
    """
    paths = sorted(folder.rglob("*.xml"))
    if not paths:
        raise FileNotFoundError(f"{folder}: no *.xml in it")
    for path in paths:
        article = read_article(path)
        if article.text:
            yield article


def word_of(text: AnnotatedText, spans: Iterable[tuple[int, int]]) -> int | None:
    """The token that heads the words of an event: the first whose governor is not among them."""
    inside = [t.i for t in text.tokens if any(t.start < end and start < t.end for start, end in spans)]
    return next((i for i in inside if text.tokens[i].head not in inside or text.tokens[i].head == i), None)


def answers(presentation: Presentation) -> dict[str, bool]:
    """Our answers to the three questions."""
    return {
        "negated": presentation.is_negative,
        "future": presentation.is_future,
        "conditional": presentation.is_conditional,
    }


def compare(article: Article, text: AnnotatedText, book: Codebook) -> Iterator[tuple[int, str, bool, bool]]:
    """(token, mark, gold, ours) for every annotated mark of an article."""
    for event in article.events:
        word = word_of(text, event.spans)
        if word is not None:
            ours = answers(present(text, book, word))
            for mark, gold in event.marks.items():
                yield word, mark, gold, ours[mark]


def evaluate_meantime(folder: Path, reader: Reader) -> Result:
    """F1 of negated, future and conditional events, over all articles and by the folder they lie in.

    Raises:
        FileNotFoundError: no articles in the folder.
        ValueError: a file can't be read.
    """
    articles, again = tee(read_articles(folder))
    documents = (document_from_text(article.text, clean=False) for article in again)
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    number = 0
    for article, text in zip(articles, reader.annotate(documents), strict=True):
        number += 1
        for _, mark, gold, ours in compare(article, text, reader.codebook):
            for part in ("all", article.part):
                row = counts[mark, part]
                row[0] += gold and ours
                row[1] += ours
                row[2] += gold
                row[3] += 1
    rows, figures = [], {}
    for mark, part in sorted(counts, key=lambda key: (MARKS.index(key[0]), key[1])):
        right, found, wanted, asked = counts[mark, part]
        score = Score(right=right, found=found, gold=wanted)
        cells = (percent(value) for value in (score.precision, score.recall, score.f1))
        rows.append((mark, part, str(asked), str(wanted), *cells))
        if part == "all":
            figures[f"meantime.{mark}_f1"] = score.f1
    return Result(
        name="meantime",
        figures=figures,
        columns=("mark", "part", "events", "marked", "precision", "recall", "F1"),
        rows=tuple(rows),
        notes=(f"{number} articles",),
    )

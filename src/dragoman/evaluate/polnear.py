"""News articles with attributions (source, cue, content): ours and another quotation extractor's, word by word.

The annotations are in the brat format, offsets into the raw text. The set gives each word to at most one attribution:
of nested ones only the outermost is annotated. Ours are scored with all of them, and once more without the nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import tee
from pathlib import Path
from typing import Any

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.attributions import Attributed, Tally, WordIndex, found_statements, tally
from dragoman.evaluate.scores import Result, percent
from dragoman.model.facts import Fact, Statement
from dragoman.model.text import AnnotatedText
from dragoman.pipeline import Reader

TEXTS, ANSWERS = "text", "attributions"
NAMES = {"Attribution", "Attribution-no-source"}
PART = re.compile(r"^(Source|Cue|Content)\d*$")
OPENING, CLOSING = "\"“‘'", "\"”’'"
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotated attribution: character offsets of its parts, each of one or several pieces."""

    content: Spans
    source: Spans = ()
    cue: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A raw text and its annotated attributions."""

    name: str
    text: str
    annotations: tuple[Annotation, ...]


def read_annotations(path: Path) -> tuple[Annotation, ...]:
    """Attributions of a brat file that have a content.

    Raises:
        ValueError: a line that can't be read; names file and line.
    """
    pieces: dict[str, Spans] = {}
    events: list[dict[str, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split("\t")
        try:
            if line.startswith("T") and len(fields) > 1:
                offsets = fields[1].split(" ", 1)[1].split(";")
                pieces[fields[0]] = tuple((int(a), int(b)) for a, b in (piece.split() for piece in offsets))
            elif line.startswith("E"):
                pairs = [pair.split(":") for pair in fields[1].split()]
                if pairs[0][0] in NAMES:
                    parts: dict[str, list[str]] = {}
                    for label, reference in pairs[1:]:
                        if known := PART.match(label):
                            parts.setdefault(known[1], []).append(reference)
                    events.append(parts)
        except (ValueError, IndexError) as error:
            raise ValueError(f"{path}, line {number}: not a brat annotation") from error

    def spans(parts: dict[str, list[str]], label: str) -> Spans:
        return tuple(span for reference in parts.get(label, ()) for span in pieces.get(reference, ()))

    found = [
        Annotation(content=spans(e, "Content"), source=spans(e, "Source"), cue=spans(e, "Cue"))
        for e in events
        if "Content" in e
    ]
    return tuple(one for one in found if one.content)


def read_articles(folder: Path) -> Iterator[Article]:
    """Articles with their annotations in order of name; of several annotators of one article the first.

    Raises:
        FileNotFoundError: the folder lacks ``text/`` or ``attributions/``, or they have nothing in common.
    """
    by_stem: dict[str, Path] = {}
    for path in sorted((folder / ANSWERS).glob("*.ann")):
        by_stem.setdefault(path.stem.rpartition("_")[0], path)
    texts = [path for path in sorted((folder / TEXTS).glob("*.txt")) if path.stem in by_stem]
    if not texts:
        raise FileNotFoundError(f"{folder}: needs {TEXTS}/*.txt and {ANSWERS}/*.ann")
    for path in texts:
        with path.open(encoding="utf-8", newline="") as stream:
            yield Article(name=path.stem, text=stream.read(), annotations=read_annotations(by_stem[path.stem]))


def gold_of(article: Article, index: WordIndex) -> list[Attributed]:
    """The annotated attributions as words."""
    return [
        index.attributed(content=one.content, source=one.source, cue=one.cue, direct=_is_quoted(article.text, one))
        for one in article.annotations
    ]


def _is_quoted(text: str, one: Annotation) -> bool:
    start, end = one.content[0][0], one.content[-1][1]
    return text[start : start + 1] in OPENING and text[start:end].rstrip(".,;")[-1:] in CLOSING


def score_text(article: Article, text: AnnotatedText, facts: Iterable[Fact], into: Tally) -> None:
    """Count the statements among the facts of one article; the text is that of ``document_from_text(clean=False)``."""
    index = WordIndex(text)
    statements = (fact for fact in facts if isinstance(fact, Statement))
    tally(gold_of(article, index), found_statements(index, statements), into)


def load_other() -> Any:
    """textacy's extractor of direct quotations, or ``None`` where it is not installed."""
    try:
        return import_module("textacy.extract").direct_quotations
    except ImportError:
        return None


def _other(nlp: Any, extract: Any, text: str, index: WordIndex) -> list[Attributed] | None:
    """What the other extractor finds in a text; ``None`` where it refuses the text (an odd number of quotes)."""
    try:
        triples = list(extract(nlp(text)))
    except ValueError:
        return None

    def spans(tokens: Iterable[Any]) -> list[tuple[int, int]]:
        return [(token.idx, token.idx + len(token.text)) for token in tokens]

    return [
        index.attributed(content=spans(content), source=spans(speaker), cue=spans(cue), direct=True)
        for speaker, cue, content in triples
    ]


def evaluate_polnear(folder: Path, reader: Reader) -> Result:
    """Score the statements of a folder of annotated articles, and beside them those of another extractor.

    Raises:
        FileNotFoundError: no annotated articles in the folder.
        ValueError: an annotation file can't be read.
    """
    articles, again = tee(read_articles(folder))
    documents = (document_from_text(article.text, clean=False) for article in again)
    ours, theirs, refused, number = Tally(), Tally(), 0, 0
    extract = load_other()
    for article, report in zip(articles, reader.read_documents(documents), strict=True):
        number += 1
        score_text(article, report.text, report.facts, ours)
        if extract is not None:
            index = WordIndex(report.text)
            other = _other(reader.annotator.nlp, extract, article.text, index)
            refused += other is None
            tally(gold_of(article, index), other or [], theirs)
    notes = [
        f"{number} articles; words are tokens with a letter or digit",
        "each gold content is set beside the found one that overlaps it most",
        "outermost: without found contents inside other found contents, which this set does not annotate",
        f"textacy finds direct quotations only; it refuses {refused} articles for an odd number of quotes"
        if extract is not None
        else "textacy is not installed: no figures beside ours",
    ]
    return Result(
        name="polnear",
        figures=figures_of(ours) | ({f"{k}.textacy": v for k, v in figures_of(theirs).items()} if extract else {}),
        columns=("measure", "gold", "precision", "recall", "F1", "textacy precision", "recall", "F1"),
        rows=tuple(_rows(ours, theirs)),
        notes=tuple(notes),
    )


def figures_of(counts: Tally) -> dict[str, float]:
    """The figures that floors are set on."""
    return {
        "polnear.content_token_f1": counts.score("content words").f1,
        "polnear.outermost_content_token_f1": counts.score("outermost words").f1,
        "polnear.any_content_token_f1": counts.score("any content words").f1,
        "polnear.content_exact_f1": counts.score("content exact").f1,
        "polnear.cue_token_f1": counts.score("cue words").f1,
        "polnear.cue_exact_f1": counts.score("cue exact").f1,
        "polnear.source_token_f1": counts.score("source words").f1,
        "polnear.speaker_head_found": counts.score("speaker head").recall,
    }


def _rows(ours: Tally, theirs: Tally) -> Iterator[tuple[str, ...]]:
    for measure in dict.fromkeys(name for name, _ in ours.counts):
        cells = [
            percent(value)
            for score in (ours.score(measure), theirs.score(measure))
            for value in (score.precision, score.recall, score.f1)
        ]
        yield measure, str(ours.score(measure).gold), *cells

"""Reports annotated as the annotation guide says: precision, recall and F1 by kind of fact."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from dragoman.evaluate.matching import SIMILARITY, Row, match
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.exchange.rows import fact_row
from dragoman.pipeline import Reader

ANNOTATIONS = "gold-*.jsonl"
CORPUS, ANSWERS = "documents.jsonl", "gold"


def read_rows(path: Path) -> list[Row]:
    """Facts of an annotation file, one JSON object a line.

    Raises:
        ValueError: a line is not JSON; names file and line.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                rows.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}, line {number}: not JSON ({error.msg})") from error
    return rows


def code(path: Path, reader: Reader, published: date | None) -> list[Row]:
    """Our facts of one report, in the guide's shape."""
    report = reader.read(path.read_text(encoding="utf-8"), published=published)
    return [fact_row(fact, report.document) for fact in report.facts]


def compare(gold: Sequence[Row], found: Sequence[Row], kind: str) -> tuple[Score, float, float]:
    """Score of one kind, and the share of matched facts with the right factuality and the right background flag."""
    wanted = [row for row in gold if row["kind"] == kind]
    ours = [row for row in found if row["kind"] == kind]
    pairs = match(wanted, ours, kind)
    score = Score(right=len(pairs), found=len(ours), gold=len(wanted))
    if not pairs:
        return score, 0.0, 0.0
    factual = sum(1 for g, f in pairs if g.get("factuality") == f.get("factuality")) / len(pairs)
    recalled = sum(1 for g, f in pairs if g.get("background") == f.get("background")) / len(pairs)
    return score, factual, recalled


def evaluate_gold(folder: Path, reader: Reader, published: date | None = None) -> Result:
    """Score the report in a folder against each annotation of it, and the annotations against one another.

    Args:
        folder: one ``*.txt`` and its annotations ``gold-*.jsonl``; or a corpus, ``documents.jsonl`` with an answer file
            ``gold/ID.jsonl`` for each document.
        published: publication date of the report.

    Raises:
        FileNotFoundError: no report or no annotation in the folder.
    """
    if (folder / CORPUS).is_file():
        return evaluate_corpus(folder, reader)
    reports, answers = sorted(folder.glob("*.txt")), sorted(folder.glob(ANNOTATIONS))
    if not reports or not answers:
        raise FileNotFoundError(f"{folder}: needs a report (*.txt) and annotations ({ANNOTATIONS})")
    found = code(reports[0], reader, published)
    golds = {path.stem: read_rows(path) for path in answers}
    figures: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    for kind in SIMILARITY:
        for name, gold in golds.items():
            score, factual, recalled = compare(gold, found, kind)
            figures[f"gold.{kind}.{name}.f1"] = score.f1
            rows.append((kind, f"ours against {name}", *_cells(score), percent(factual), percent(recalled)))
        for one, other in combinations(golds, 2):
            score, factual, recalled = compare(golds[one], golds[other], kind)
            rows.append((kind, f"{other} against {one}", *_cells(score), percent(factual), percent(recalled)))
    columns = ("kind", "compared", "right", "found", "gold", "precision", "recall", "F1", "factuality", "background")
    left = sorted({row["kind"] for gold in golds.values() for row in gold} - set(SIMILARITY))
    notes = (f"kinds annotated but not coded yet: {', '.join(left)}",) if left else ()
    return Result(name="gold", figures=figures, columns=columns, rows=tuple(rows), notes=notes)


def _cells(score: Score) -> tuple[str, ...]:
    return (
        str(score.right), str(score.found), str(score.gold),
        percent(score.precision), percent(score.recall), percent(score.f1),
    )  # fmt: skip


def evaluate_corpus(folder: Path, reader: Reader) -> Result:
    """Score a corpus with one answer file for each document; counts are added up over the documents.

    Raises:
        ValueError: a line of the corpus or of an answer file is not JSON.
    """
    totals = {kind: Score(right=0, found=0, gold=0) for kind in SIMILARITY}
    rows: list[tuple[str, ...]] = []
    for entry in read_rows(folder / CORPUS):
        answers = folder / ANSWERS / f"{entry['id']}.jsonl"
        if not answers.is_file():
            continue
        report = reader.read(
            entry["text"], title=entry["title"], published=entry["date"], publisher=entry.get("publisher")
        )
        found, gold = [fact_row(fact, report.document) for fact in report.facts], read_rows(answers)
        for kind in SIMILARITY:
            score, factual, recalled = compare(gold, found, kind)
            before = totals[kind]
            totals[kind] = Score(
                right=before.right + score.right, found=before.found + score.found, gold=before.gold + score.gold
            )
            rows.append((kind, str(entry["id"]), *_cells(score), percent(factual), percent(recalled)))
    rows += [(kind, "all", *_cells(score), "", "") for kind, score in totals.items()]
    columns = ("kind", "document", "right", "found", "gold", "precision", "recall", "F1", "factuality", "background")
    figures = {f"corpus.{kind}.f1": score.f1 for kind, score in totals.items()}
    return Result(name="corpus", figures=figures, columns=columns, rows=tuple(rows))

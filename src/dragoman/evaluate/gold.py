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
        folder: one ``*.txt`` and its annotations ``gold-*.jsonl``.
        published: publication date of the report.

    Raises:
        FileNotFoundError: no report or no annotation in the folder.
    """
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

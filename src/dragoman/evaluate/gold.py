"""Reports annotated as the annotation guide says: precision, recall and F1 by kind of fact."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from pathlib import Path

from dragoman.directory import load_directory
from dragoman.evaluate.matching import CHECKS, SIMILARITY, Row, match
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.exchange.rows import fact_row
from dragoman.pipeline import Reader
from dragoman.resolve.actors import compile_matcher

ANNOTATIONS = "gold-*.jsonl"
CORPUS, ANSWERS, ACTORS = "documents.jsonl", "gold", "actors.yaml"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Gold and found facts of one kind, set side by side.

    Attributes:
        pairs: (gold, found) that match.
        missed, extra: gold facts and found facts that match nothing.
        checks: for each field compared on the pairs, how many are right, of how many that the gold has it on.
    """

    pairs: tuple[tuple[Row, Row], ...] = ()
    missed: tuple[Row, ...] = ()
    extra: tuple[Row, ...] = ()
    checks: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def score(self) -> Score:
        """Counts of what matched."""
        right = len(self.pairs)
        return Score(right=right, found=right + len(self.extra), gold=right + len(self.missed))

    @property
    def shares(self) -> dict[str, float]:
        """Share of pairs on which a field is right."""
        return {name: right / of for name, (right, of) in self.checks.items() if of}


def compare(gold: Sequence[Row], found: Sequence[Row], kind: str) -> Comparison:
    """Match the rows of one kind; both lists may hold other kinds beside.

    Example:
        ``comparison = compare(read_rows(answers), [fact_row(fact, document) for fact in facts], "statement")`` and then
        ``comparison.score.f1``, ``comparison.missed``, ``comparison.extra``.
    """
    wanted = [row for row in gold if row["kind"] == kind]
    ours = [row for row in found if row["kind"] == kind]
    pairs = match(wanted, ours, kind)
    matched = {id(row) for pair in pairs for row in pair}
    checks = {}
    for name, check in CHECKS[kind].items():
        verdicts = [check(g[name], f.get(name)) for g, f in pairs if name in g]
        checks[name] = (sum(verdicts), len(verdicts))
    return Comparison(
        pairs=tuple(pairs),
        missed=tuple(row for row in wanted if id(row) not in matched),
        extra=tuple(row for row in ours if id(row) not in matched),
        checks=checks,
    )


def together(comparisons: Iterable[Comparison]) -> Comparison:
    """Comparisons of several documents as one."""
    pairs: list[tuple[Row, Row]] = []
    missed: list[Row] = []
    extra: list[Row] = []
    checks: dict[str, tuple[int, int]] = {}
    for comparison in comparisons:
        pairs += comparison.pairs
        missed += comparison.missed
        extra += comparison.extra
        for name, (right, of) in comparison.checks.items():
            before = checks.get(name, (0, 0))
            checks[name] = (before[0] + right, before[1] + of)
    return Comparison(pairs=tuple(pairs), missed=tuple(missed), extra=tuple(extra), checks=checks)


def code(path: Path, reader: Reader, published: date | None) -> list[Row]:
    """Our facts of one report, in the guide's shape."""
    report = reader.read(path.read_text(encoding="utf-8"), published=published)
    return [fact_row(fact, report.document) for fact in report.facts]


def evaluate_gold(folder: Path, reader: Reader, published: date | None = None) -> Result:
    """Score the report in a folder against each annotation of it, and the annotations against one another.

    Args:
        folder: one ``*.txt`` and its annotations ``gold-*.jsonl``; or a corpus, ``documents.jsonl`` with an answer file
            ``gold/ID.jsonl`` for each document. An actor file ``actors.yaml`` beside them adds to the tables.
        published: publication date of the report.

    Raises:
        FileNotFoundError: no report or no annotation in the folder.
    """
    if (folder / ACTORS).is_file():
        reader = replace(reader, matcher=compile_matcher(load_directory((folder / ACTORS,))))
    if (folder / CORPUS).is_file():
        return evaluate_corpus(folder, reader)
    reports, answers = sorted(folder.glob("*.txt")), sorted(folder.glob(ANNOTATIONS))
    if not reports or not answers:
        raise FileNotFoundError(f"{folder}: needs a report (*.txt) and annotations ({ANNOTATIONS})")
    found = code(reports[0], reader, published)
    golds = {path.stem: read_rows(path) for path in answers}
    figures: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    for kind in _kinds(golds.values()):
        for name, gold in golds.items():
            comparison = compare(gold, found, kind)
            figures |= _figures(f"gold.{kind}.{name}", comparison)
            rows.append((kind, f"ours against {name}", *_cells(comparison)))
        rows += [
            (kind, f"{other} against {one}", *_cells(compare(golds[one], golds[other], kind)))
            for one, other in combinations(golds, 2)
        ]
    return Result(name="gold", figures=figures, columns=("kind", "compared", *COLUMNS), rows=tuple(rows))


COLUMNS = ("right", "found", "gold", "precision", "recall", "F1", "right on the matched")


def _kinds(golds: Iterable[Sequence[Row]]) -> list[str]:
    """Kinds that somebody annotated, in the order of the guide."""
    annotated = {row["kind"] for gold in golds for row in gold}
    return [kind for kind in SIMILARITY if kind in annotated]


def _cells(comparison: Comparison) -> tuple[str, ...]:
    score = comparison.score
    return (
        str(score.right), str(score.found), str(score.gold),
        percent(score.precision), percent(score.recall), percent(score.f1),
        ", ".join(f"{name} {share:.2f}" for name, share in comparison.shares.items()),
    )  # fmt: skip


def _figures(name: str, comparison: Comparison) -> dict[str, float]:
    return {f"{name}.f1": comparison.score.f1} | {
        f"{name}.{check}": share for check, share in comparison.shares.items()
    }


def evaluate_corpus(folder: Path, reader: Reader) -> Result:
    """Score a corpus with one answer file for each document; counts are added up over the documents.

    Raises:
        ValueError: a line of the corpus or of an answer file is not JSON.
    """
    answered: list[tuple[str, list[Row], list[Row]]] = []
    for entry in read_rows(folder / CORPUS):
        answers = folder / ANSWERS / f"{entry['id']}.jsonl"
        if not answers.is_file():
            continue
        report = reader.read(
            entry["text"], title=entry["title"], published=entry["date"], publisher=entry.get("publisher")
        )
        found = [fact_row(fact, report.document) for fact in report.facts]
        answered.append((str(entry["id"]), read_rows(answers), found))
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for kind in _kinds(gold for _, gold, _ in answered):
        comparisons = [(name, compare(gold, found, kind)) for name, gold, found in answered]
        rows += [(kind, name, *_cells(one)) for name, one in comparisons if one.score.gold or one.score.found]
        total = together(one for _, one in comparisons)
        rows.append((kind, "all", *_cells(total)))
        figures |= _figures(f"corpus.{kind}", total)
    return Result(name="corpus", figures=figures, columns=("kind", "document", *COLUMNS), rows=tuple(rows))

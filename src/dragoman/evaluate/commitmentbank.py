"""Sentences with a clause under negation, a question, a modal or "if": does the author hold what the clause says?

Readers answered on a scale from -3 (certainly not so) to 3 (certainly so). The means make three classes, cut at -1 and
1, the first step of the scale away from "not certain": between them the readers did not lean to a side together. Items
fall into two halves by a hash of their id; only the half called "read" was looked at while rules were written.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import tee
from pathlib import Path

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.scores import Result, accuracy, label_scores, macro_f1, percent
from dragoman.extract.commitment import Commitment, commitment
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.pipeline import Reader
from dragoman.syntax import dependents, is_verbal, subtree

CUT = 1.0
ITEMS = "CommitmentBank-items.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One sentence, the word that embeds its clause, and the clause as readers were asked for it.

    Attributes:
        operator: negation, question, modal or conditional; only for the table, the reader is not told.
        unread: not looked at while rules were written.
    """

    sentence: str
    word: str
    clause: str
    operator: str
    gold: Commitment
    unread: bool


def read_items(path: Path) -> Iterator[Item]:
    """Items of the file.

    Raises:
        OSError: the file can't be read.
        KeyError: a column is missing.
        ValueError: a mean is not a number.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            mean = float(row["Mean"])
            yield Item(
                sentence=row["Target"],
                word=row["Verb"],
                clause=row["Prompt"],
                operator=row["Embedding"],
                gold=Commitment((mean >= CUT) - (mean <= -CUT)),
                unread=int(hashlib.sha256(row["uID"].encode()).hexdigest(), 16) % 2 == 1,
            )


def find_clause(text: AnnotatedText, item: Item) -> tuple[int, int] | None:
    """(clause, embedding word) of an item: of several such words the one whose clause shares most words with it."""
    asked = {word.lower() for word in item.clause.split()}
    best, chosen = -1.0, None
    for token in text.tokens:
        if token.lemma != item.word or not is_verbal(token):
            continue
        clauses = [i for i in dependents(text, token.i, "ccomp", "xcomp", "advcl", "dobj", "parataxis") if i > token.i]
        following = [t.i for t in text.tokens[token.i + 1 :] if is_verbal(t)]
        for clause in clauses or following[:1]:
            words = {text.tokens[i].text.lower() for i in subtree(text, clause)}
            shared = len(words & asked) / max(1, len(words | asked))
            if shared > best:
                best, chosen = shared, (clause, token.i)
    return chosen


def answer(text: AnnotatedText, book: Codebook, item: Item) -> Commitment:
    """Our answer to an item; open where its clause is not found."""
    found = find_clause(text, item)
    return commitment(text, book, found[0], under=found[1]) if found is not None else Commitment.OPEN


def evaluate_commitmentbank(path: Path, reader: Reader) -> Result:
    """Macro-F1 and accuracy over the three classes, beside the answer that is most frequent.

    Raises:
        OSError: the file can't be read.
        KeyError: a column is missing.
        ValueError: a mean is not a number, or there are no items.
    """
    if path.is_dir():
        path = path / ITEMS
    items, again = tee(read_items(path))
    documents = (document_from_text(item.sentence, clean=False) for item in again)
    told = [
        (item, answer(text, reader.codebook, item))
        for item, text in zip(items, reader.annotate(documents), strict=True)
    ]
    if not told:
        raise ValueError(f"{path}: no items in it")
    figures: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    parts = {"all": told, "read": [t for t in told if not t[0].unread], "unread": [t for t in told if t[0].unread]}
    parts |= {
        operator: [t for t in told if t[0].operator == operator] for operator in sorted({t[0].operator for t in told})
    }
    for name, part in parts.items():
        gold, ours = [item.gold.name for item, _ in part], [value.name for _, value in part]
        if not gold:
            continue
        (usual, _), *_ = Counter(gold).most_common(1)
        score, least = macro_f1(label_scores(gold, ours)), macro_f1(label_scores(gold, [usual] * len(gold)))
        rows.append((name, str(len(gold)), percent(score), percent(accuracy(gold, ours)), percent(least)))
        if name in {"all", "read", "unread"}:
            figures[f"commitmentbank.{name}.macro_f1"] = score
            figures[f"commitmentbank.{name}.above_majority"] = score - least
    return Result(
        name="commitmentbank",
        figures=figures,
        columns=("part", "items", "macro-F1", "accuracy", "macro-F1 of the most frequent answer"),
        rows=tuple(rows),
    )

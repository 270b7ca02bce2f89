"""PLV: sentences with given source and target, 15 PLOVER root codes and 4 pentacodes.

The set's YIELD is CONCEDE or RETREAT. The 200 rows with the smallest SHA-256 of ``sentence|source|target`` are the part
that is not looked at while frames are written; they are reported apart.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.evaluate.scores import Result, accuracy, label_scores, macro_f1, percent
from dragoman.pipeline import Reader

UNREAD = 200
MARK = re.compile(r"<(/?)([st])>")
NOTHING = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One row: a sentence, the spans of its actors, and the gold code."""

    sentence: str
    source: tuple[int, int]
    target: tuple[int, int]
    root: str
    unread: bool


def _spans(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Plain sentence and the spans of ``<s>`` and ``<t>`` in it."""
    plain, at = "", 0
    spans: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    for mark in MARK.finditer(marked):
        plain += marked[at : mark.start()]
        at = mark.end()
        if mark[1]:
            spans[mark[2]] = (opened.get(mark[2], 0), len(plain))
        else:
            opened[mark[2]] = len(plain)
    return plain + marked[at:], spans


def _span(sentence: str, name: str, spans: dict[str, tuple[int, int]], key: str) -> tuple[int, int]:
    """A marked span; where the set marks none, the name's first place, else the sentence's last character."""
    if key in spans:
        return spans[key]
    at = sentence.find(name)
    return (at, at + len(name)) if at >= 0 and name else (max(0, len(sentence) - 1), len(sentence))


def read_items(path: Path) -> list[Item]:
    """Rows of ``train.tsv``.

    Raises:
        OSError: the file can't be read.
        KeyError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    keys = [hashlib.sha256("|".join((r["sentence"], r["source"], r["target"])).encode()).hexdigest() for r in rows]
    unread = set(sorted(keys)[:UNREAD])
    items = []
    for row, key in zip(rows, keys, strict=True):
        plain, spans = _spans(row["marked_sentence"])
        items.append(
            Item(
                sentence=plain,
                source=_span(plain, row["source"], spans, "s"),
                target=_span(plain, row["target"], spans, "t"),
                root=row["gold_root"],
                unread=key in unread,
            )
        )
    return items


def evaluate_plv(path: Path, reader: Reader) -> Result:
    """Macro-F1 and accuracy over root codes and pentacodes, on all rows and on the unread ones apart."""
    items = read_items(path)
    relations = reader.classify_relations((item.sentence, item.source, item.target) for item in items)
    types = reader.codebook.types
    found = [relation.plover or NOTHING for relation in relations]
    roots = ["YIELD" if code in {"CONCEDE", "RETREAT"} else code for code in found]
    quads = {code: str(kind.quad_class) for code, kind in types.items()} | {"YIELD": "2", NOTHING: "0"}
    figures: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    for name, chosen in (("read", [not i.unread for i in items]), ("unread", [i.unread for i in items])):
        gold = [item.root for item, keep in zip(items, chosen, strict=True) if keep]
        ours = [root for root, keep in zip(roots, chosen, strict=True) if keep]
        figures |= _figures(name, gold, ours, quads)
    gold = [item.root for item in items]
    figures |= _figures("all", gold, roots, quads)
    for label, score in label_scores(gold, roots).items():
        rows.append((label, str(score.gold), percent(score.precision), percent(score.recall), percent(score.f1)))
    return Result(
        name="plv",
        figures=figures,
        columns=("root", "gold", "precision", "recall", "F1"),
        rows=tuple(rows),
        notes=(f"{roots.count(NOTHING)} of {len(roots)} sentences got no code and count as wrong",),
    )


def _figures(name: str, gold: Sequence[str], found: Sequence[str], quads: dict[str, str]) -> dict[str, float]:
    penta_gold, penta_found = [quads[g] for g in gold], [quads[f] for f in found]
    return {
        f"plv.{name}.root_macro_f1": macro_f1(label_scores(gold, found)),
        f"plv.{name}.root_accuracy": accuracy(gold, found),
        f"plv.{name}.penta_macro_f1": macro_f1(label_scores(penta_gold, penta_found)),
        f"plv.{name}.penta_accuracy": accuracy(penta_gold, penta_found),
    }

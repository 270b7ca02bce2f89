"""The PLV scorer on a file made for the test."""

from __future__ import annotations

from pathlib import Path

from dragoman.evaluate.plv import evaluate_plv, read_items
from dragoman.pipeline import Reader

HEADER = "sentence\tmarked_sentence\tsource\ttarget\tgold_root\tgold_penta\n"
ROWS = (
    ("Velmora attacked Kestria.", "<s>Velmora</s> attacked <t>Kestria</t>.", "Velmora", "Kestria", "ASSAULT", "4"),
    ("Velmora freed two sailors.", "<s>Velmora</s> freed <t>two sailors</t>.", "Velmora", "two sailors", "YIELD", "2"),
    ("Kestria was praised.", "Kestria was praised.", "An actor", "Kestria", "SUPPORT", "1"),
)


def _file(folder: Path) -> Path:
    path = folder / "rows.tsv"
    path.write_text(HEADER + "".join("\t".join(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_spans_point_at_the_marked_actors(tmp_path: Path) -> None:
    items = read_items(_file(tmp_path))
    assert [item.sentence[slice(*item.source)] for item in items[:2]] == ["Velmora", "Velmora"]
    assert items[2].sentence[slice(*items[2].target)] == "Kestria"


def test_release_counts_as_yield(tmp_path: Path, reader: Reader) -> None:
    result = evaluate_plv(_file(tmp_path), reader)
    assert result.figures["plv.all.root_accuracy"] >= 2 / 3
    assert {row[0] for row in result.rows} == {"ASSAULT", "SUPPORT", "YIELD"}

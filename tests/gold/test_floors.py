"""The coder must not fall below the pinned floors. The data is read where it lies; without it these tests skip.

Floors may rise, and fall only with a written reason in the commit.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from dragoman.evaluate.commitmentbank import evaluate_commitmentbank
from dragoman.evaluate.directed_sentiment import evaluate_directed_sentiment
from dragoman.evaluate.gold import evaluate_gold
from dragoman.evaluate.meantime import evaluate_meantime
from dragoman.evaluate.petrarch import evaluate_petrarch
from dragoman.evaluate.plv import evaluate_plv
from dragoman.evaluate.polnear import evaluate_polnear
from dragoman.evaluate.re3d import evaluate_re3d
from dragoman.evaluate.scores import Result
from dragoman.evaluate.timelines import evaluate_timelines
from dragoman.pipeline import Reader

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "baseline.json").read_text(encoding="utf-8"))


def _holds(result: Result) -> None:
    pinned = {name: floor for name, floor in FLOORS.items() if name.split(".")[0] == result.name}
    assert pinned, f"no floor is pinned for {result.name}"
    below = {name: (result.figures[name], floor) for name, floor in pinned.items() if result.figures[name] < floor}
    assert below == {}


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return path


def test_relation_between_given_actors(reader: Reader, shared: Path) -> None:
    _holds(evaluate_plv(_there(shared / "plv" / "train.tsv"), reader))


def test_validation_sentences_of_an_older_coder(reader: Reader, shared: Path) -> None:
    _holds(evaluate_petrarch(_there(shared / "petrarch_validation"), reader))


def test_attributions_of_news_articles(reader: Reader, shared: Path) -> None:
    _holds(evaluate_polnear(_there(shared / "polnear" / "dev"), reader))


def test_polarity_time_and_condition_of_events(reader: Reader, shared: Path) -> None:
    _holds(evaluate_meantime(_there(shared / "meantime"), reader))


def test_commitment_to_embedded_clauses(reader: Reader, shared: Path) -> None:
    _holds(evaluate_commitmentbank(_there(shared / "commitmentbank"), reader))


def test_tone_between_two_entities(reader: Reader, shared: Path) -> None:
    _holds(evaluate_directed_sentiment(_there(shared / "directed_sentiment"), reader))


def test_relations_between_given_entities(reader: Reader, shared: Path) -> None:
    _holds(evaluate_re3d(_there(shared / "re3d"), reader))


def test_days_of_journalists_timelines(reader: Reader, shared: Path) -> None:
    _holds(evaluate_timelines(_there(shared / "timelines"), reader))


def test_the_bundled_example(reader: Reader) -> None:
    with as_file(files("dragoman").joinpath("data", "example")) as folder:
        _holds(evaluate_gold(folder, reader))


def test_the_first_real_report(reader: Reader, shared: Path) -> None:
    _holds(evaluate_gold(_there(shared / "seed"), reader, date(2024, 2, 8)))

"""Flat rows and frames of every kind of fact."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import polars
import pytest

from dragoman.exchange import frames
from dragoman.exchange.flat import COLUMNS, record
from dragoman.model.text import AnnotatedText
from dragoman.pipeline import Report
from kinds import news, one_of_each, said
from samples import COUNCIL, MINISTER, event

KINDS = sorted(COLUMNS)


def facts() -> dict[str, object]:
    home = news()
    return {**one_of_each(home), "event": event(home)}


def report() -> Report:
    home = news()
    made = (*one_of_each(home).values(), event(home))
    # Frames and rows never look at the annotation.
    return Report(document=home, text=cast(AnnotatedText, None), facts=made)


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_has_the_columns_of_its_kind_and_plain_values(kind: str) -> None:
    home = news()
    row = record(facts()[kind], home)  # type: ignore[arg-type]
    assert tuple(row) == COLUMNS[kind]
    assert {type(value) for value in row.values()} <= {str, int, float, bool, type(None)}
    assert home.text[row["start"] : row["end"]] == row["evidence"]


def test_several_values_stand_in_one_column() -> None:
    home = news()
    made = one_of_each(home)
    assert record(made["assessment"], home)["about_id"] == "VEL|KES"
    assert record(made["proposal"], home)["terms"] == "a pause in shelling|an exchange of crews"
    assert record(made["assessment"], home)["speaker"] == "unnamed"
    assert record(made["figure"], home)["claimant"] == "outlet"
    assert record(made["condition"], home)["condition_said_by"] == "Meridian Council"


def test_who_says_so_is_a_chain_and_joint_speakers_stand_together() -> None:
    home = news()
    made = one_of_each(home)["position"]
    joint = (*said(home, MINISTER, "told"), said(home, COUNCIL, "told")[1], said(home, MINISTER, "said")[1])
    row = record(replace(made, attribution=joint), home)
    assert row["said_by"] == "Ilva Törrane and Meridian Council > Ilva Törrane"


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_has_one_row_a_fact_and_keeps_its_types_when_empty(kind: str) -> None:
    home = news()
    whole = frames.to_polars([(facts()[kind], home)], kind)  # type: ignore[list-item]
    empty = frames.to_polars([], kind)
    assert (whole.height, empty.height) == (1, 0)
    assert whole.schema == empty.schema
    assert whole.schema["confidence"] == polars.Float64
    assert frames.to_arrow([], kind).column_names == list(COLUMNS[kind])


def test_a_report_gives_each_kind_apart() -> None:
    made = report()
    assert [len(made.events), len(made.statements), len(made.positions), len(made.proposals)] == [1, 1, 1, 1]
    assert [len(made.conditions), len(made.assessments), len(made.figures)] == [1, 1, 1]
    assert made.to_polars()["plover"].to_list() == ["REJECT"]
    assert made.to_polars("figure")["low"].to_list() == [12.0]
    assert list(made.to_pandas("position")["stance"]) == ["opposes"]
    assert made.to_arrow("condition").num_rows == 1
    assert [row["kind"] for row in made.rows()] == [type(fact).__name__.lower() for fact in made.facts]


def test_a_kind_that_is_not_there_is_said() -> None:
    with pytest.raises(ValueError, match="no facts of kind 'riddle'; there are event, statement"):
        report().to_polars("riddle")

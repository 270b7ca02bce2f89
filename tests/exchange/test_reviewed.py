"""Reviews as a layer over flat rows."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime

import polars
import pytest

from dragoman.exchange.flat import COLUMNS, record
from dragoman.exchange.reviewed import (
    FIELDS,
    FORMS,
    correctable,
    reviewed_columns,
    reviewed_row,
    write_reviewed,
)
from dragoman.model.reviews import Review, Verdict
from kinds import news, one_of_each
from samples import document, full_event

HOME = news()
FACTS = one_of_each(HOME)
POSITION = record(FACTS["position"], HOME)


def _review(verdict: Verdict = Verdict.CORRECT, who: str = "Ada", minute: int = 0, **corrected: str) -> Review:
    return Review(
        id=f"{who}{minute}", fact_id=POSITION["id"], document_id=HOME.id, kind="position", reviewer=who,
        reviewed=datetime(2031, 3, 1, 12, minute), verdict=verdict,
        coded={name: POSITION[name] for name in correctable("position")}, corrected=corrected,
    )  # fmt: skip


@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_has_fields_that_its_rows_have(kind: str) -> None:
    assert set(correctable(kind)) <= set(COLUMNS[kind])
    assert len(set(reviewed_columns(kind))) == len(reviewed_columns(kind))


def test_a_correction_lies_over_what_was_coded_and_keeps_it() -> None:
    row = reviewed_row(POSITION, "position", [_review(stance="seeks")])
    assert set(row) == set(reviewed_columns("position"))
    assert (row["stance"], row["coded_stance"], row["review"], row["reviewer"]) == (
        "seeks", POSITION["stance"], "corrected", "Ada",
    )  # fmt: skip
    assert (row["reviewers"], row["reviewers_agree"], row["review_outdated"]) == (1, None, False)


def test_a_row_without_a_review_has_its_values_and_no_verdict() -> None:
    row = reviewed_row(POSITION, "position")
    assert {name: row[name] for name in POSITION} == POSITION
    assert (row["review"], row["coded_issue"]) == (None, POSITION["issue"])


def test_the_last_review_counts_and_that_another_says_otherwise_shows() -> None:
    reviews = [_review(Verdict.REJECT, "Bo", 9), _review(who="Ada", minute=3, stance="seeks")]
    row = reviewed_row(POSITION, "position", reviews)
    assert (row["review"], row["reviewer"], row["stance"]) == ("rejected", "Bo", POSITION["stance"])
    assert (row["reviewers"], row["reviewers_agree"]) == (2, False)
    same = [_review(Verdict.ACCEPT, who) for who in ("Ada", "Bo")]
    assert reviewed_row(POSITION, "position", same)["reviewers_agree"] is True


def test_a_review_of_another_coding_of_the_fact_is_marked() -> None:
    row = reviewed_row({**POSITION, "stance": "offers"}, "position", [_review(Verdict.ACCEPT)])
    assert row["review_outdated"] is True


def test_a_review_can_change_only_what_can_be_corrected() -> None:
    row = reviewed_row(POSITION, "position", [replace(_review(stance="seeks"), corrected={"evidence": "other"})])
    assert row["evidence"] == POSITION["evidence"]


@pytest.mark.parametrize("kind", FIELDS)
def test_all_formats_hold_the_same_rows(kind: str) -> None:
    fact, home = (full_event(document()), document()) if kind == "event" else (FACTS[kind], HOME)
    rows = [reviewed_row(record(fact, home), kind)]
    files = {}
    for form in FORMS:
        file = io.BytesIO()
        assert write_reviewed(rows, kind, file.write, form) == 1
        files[form] = file.getvalue()
    (line,) = [json.loads(line) for line in files["jsonl"].splitlines()]
    frame = polars.read_parquet(io.BytesIO(files["parquet"]))
    (cells,) = csv.DictReader(io.StringIO(files["csv"].decode()))
    assert line == rows[0] == frame.row(0, named=True)
    assert tuple(cells) == tuple(frame.columns) == reviewed_columns(kind)
    assert cells["id"] == line["id"]


def test_no_rows_make_a_table_with_its_columns() -> None:
    file = io.BytesIO()
    assert write_reviewed([], "event", file.write, "csv") == 0
    assert file.getvalue().decode().strip().split(",") == list(reviewed_columns("event"))
    with pytest.raises(ValueError, match="there are csv, jsonl, parquet"):
        write_reviewed([], "event", file.write, "xls")

"""Reviews and samples as rows of the store; see ``model.reviews``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import duckdb

from dragoman.model.reviews import How, Review, Sample, Verdict

REVIEW_COLUMNS = "id, fact_id, document_id, kind, reviewer, reviewed, verdict, changes, note, sample, setup"
SAMPLE_COLUMNS = "id, name, made, maker, how, seed, wanted, population, fact_ids"
THERE = "SELECT id FROM facts WHERE id IN (SELECT unnest(?::VARCHAR[]))"
"""Which of some facts are in the store; a join, since a long list would be searched for every fact."""
SETUP_OF = "SELECT r.setup FROM documents d JOIN runs r ON r.id = d.read_run WHERE d.id = ?"
PROGRESS = """
SELECT sample, reviewer, count(*) FROM (
    SELECT sample, reviewer, verdict FROM reviews
    QUALIFY row_number() OVER (PARTITION BY sample, reviewer, fact_id ORDER BY reviewed DESC, rowid DESC) = 1
) WHERE verdict <> 'undo' GROUP BY ALL ORDER BY sample, reviewer
"""
Query = tuple[str, list[Any]]


def insert_review(connection: duckdb.DuckDBPyConnection, review: Review) -> bool:
    """Add a review unless one with its id is there; returns whether it was added."""
    if connection.execute("SELECT 1 FROM reviews WHERE id = ?", [review.id]).fetchone():
        return False
    setup = review.setup
    if not setup:
        found = connection.execute(SETUP_OF, [review.document_id]).fetchone()
        setup = found[0] if found else ""
    changes = json.dumps({"coded": dict(review.coded), "corrected": dict(review.corrected)}, ensure_ascii=False)
    row = [
        review.id, review.fact_id, review.document_id, review.kind, review.reviewer, review.reviewed,
        str(review.verdict), changes, review.note, review.sample, setup,
    ]  # fmt: skip
    connection.execute(f"INSERT INTO reviews ({REVIEW_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    return True


def reviews_query(sample: str | None, reviewer: str | None, kind: str | None) -> Query:
    """Rows of reviews, oldest first; what is ``None`` does not filter."""
    given = {"sample": sample, "reviewer": reviewer, "kind": kind}
    asked = {name: value for name, value in given.items() if value is not None}
    where = f" WHERE {' AND '.join(f'{name} = ?' for name in asked)}" if asked else ""
    return f"SELECT {REVIEW_COLUMNS} FROM reviews{where} ORDER BY reviewed, rowid", list(asked.values())


def review_of(row: Sequence[Any]) -> Review:
    """A review from a row of :data:`REVIEW_COLUMNS`."""
    key, fact, document, kind, reviewer, reviewed, verdict, changes, note, sample, setup = row
    changed = json.loads(changes)
    return Review(
        id=key, fact_id=fact, document_id=document, kind=kind, reviewer=reviewer, reviewed=reviewed,
        verdict=Verdict(verdict), coded=changed["coded"], corrected=changed["corrected"], note=note, sample=sample,
        setup=setup,
    )  # fmt: skip


def insert_sample(connection: duckdb.DuckDBPyConnection, sample: Sample) -> bool:
    """Add a sample unless one with its id is there; returns whether it was added."""
    if connection.execute("SELECT 1 FROM review_samples WHERE id = ?", [sample.id]).fetchone():
        return False
    row = [
        sample.id, sample.name, sample.made, sample.maker, str(sample.how), sample.seed,
        json.dumps(dict(sample.wanted), ensure_ascii=False), json.dumps(dict(sample.population)),
        list(sample.fact_ids),
    ]  # fmt: skip
    connection.execute(f"INSERT INTO review_samples ({SAMPLE_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    return True


def sample_of(row: Sequence[Any]) -> Sample:
    """A sample from a row of :data:`SAMPLE_COLUMNS`."""
    key, name, made, maker, how, seed, wanted, population, facts = row
    return Sample(
        id=key, name=name, made=made, maker=maker, how=How(how), seed=seed, wanted=json.loads(wanted),
        population=json.loads(population), fact_ids=tuple(facts),
    )  # fmt: skip

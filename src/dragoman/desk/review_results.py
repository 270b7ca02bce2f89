"""What the reviews of a store come to, who may see it yet, and the facts with the corrections over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.desk.problems import UserError
from dragoman.exchange.flat import record
from dragoman.exchange.parts import Row
from dragoman.exchange.reviewed import FIELDS, reviewed_row
from dragoman.model.reviews import How, Review, Sample
from dragoman.relations.agreement import Agreement, FieldShare, Precision, agreement, by_fact, field_shares, precision
from dragoman.store import FactFilter, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Figures over one sample or all.

    Attributes:
        samples: those that they are about.
        reviewers: who judged something in them.
        facts: facts judged; gone: judged facts that are no longer in the store, which no figure counts.
        setups: ids of the setups by which the facts were coded.
        precisions, fields: of random samples only.
        has_random: whether any of the samples was drawn at random.
    """

    samples: tuple[Sample, ...]
    reviewers: tuple[str, ...]
    facts: int
    gone: int
    setups: tuple[str, ...]
    precisions: tuple[Precision, ...]
    fields: tuple[FieldShare, ...]
    agreements: tuple[Agreement, ...]
    has_random: bool


def results_of(store: Store, samples: Sequence[Sample]) -> Results:
    """The figures over some samples; reviews that are of no sample never count.

    Precision is that of the random samples: of facts chosen for their low confidence more are wrong than of all.
    """
    ids = {sample.id: sample.how for sample in samples}
    reviews = [review for review in store.reviews() if review.sample in ids]
    known = by_fact(reviews)
    there = store.there(list(known))
    kept = [review for review in reviews if review.fact_id in there]
    drawn = [review for review in kept if ids[review.sample] is How.RANDOM]
    counted = [review for found in by_fact(kept).values() for review in found]
    return Results(
        samples=tuple(samples),
        reviewers=tuple(sorted({review.reviewer for review in counted})),
        facts=len(there),
        gone=len(known) - len(there),
        setups=tuple(sorted({review.setup for review in counted if review.setup})),
        precisions=tuple(precision(drawn)),
        fields=tuple(field_shares(drawn, FIELDS)),
        agreements=tuple(agreement(kept, FIELDS)),
        has_random=How.RANDOM in ids.values(),
    )


def unfinished(store: Store, samples: Sequence[Sample], reviewer: str) -> list[Sample]:
    """The samples in which a reviewer has facts left, who should not see what others say of them."""
    done = {sample: n for sample, who, n in store.review_progress() if who == reviewer}
    return [sample for sample in samples if done.get(sample.id, 0) < len(store.there(sample.fact_ids))]


def reviewed_rows(store: Store, kind: str, *, reviewer: str | None = None) -> Iterator[Row]:
    """All facts of a kind as flat rows with the corrections of their last review.

    Args:
        reviewer: only this one's reviews.

    Raises:
        UserError: there is no such kind.
    """
    if kind not in FIELDS:
        raise UserError(f"{kind!r} is no kind of fact; there are {', '.join(FIELDS)}")
    return _rows(store, kind, by_fact(store.reviews(kind=kind, reviewer=reviewer)))


def _rows(store: Store, kind: str, known: Mapping[str, Sequence[Review]]) -> Iterator[Row]:
    for stored in store.iter_facts(FactFilter(kinds=(kind,))):
        yield reviewed_row(record(stored.fact, stored.document), kind, known.get(stored.fact.id, ()))

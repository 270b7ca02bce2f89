"""Sensitivity: the same claim with one thing changed - scale, length of period, window, an outlet left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.model.dyads import EventTable, Period, Scale
from dragoman.relations.claim_compare import Ask, compare
from dragoman.relations.claim_model import Cause, Check, Comparison, Kind, Verdict
from dragoman.relations.claim_rows import beyond

OTHER_LENGTH = {
    Period.DAY: Period.WEEK,
    Period.WEEK: Period.MONTH,
    Period.MONTH: Period.QUARTER,
    Period.QUARTER: Period.YEAR,
    Period.YEAR: Period.QUARTER,
}
"""The longer one; a year is held against the most extreme of its quarters."""
LONGER_BEFORE = 3
"""Periods before that a change is also measured from."""
THIN = frozenset({Cause.THIN, Cause.THIN_COMPARISON})


def sensitivity(
    table: EventTable, ask: Ask, found: Comparison, scales: Sequence[Scale], outlets: Sequence[str]
) -> tuple[Check, ...]:
    """The verdicts that come out with one thing changed.

    Args:
        ask: with the span of the claimed period.
        found: the comparison itself; of one that is too thin only other lengths of period are tried.
        scales: to try for means.
        outlets: to leave out, one at a time.
    """
    changed = _by_length(ask) if found.cause in THIN else _changed(ask, found, scales, outlets)
    return tuple(_check(name, compare(table, other), other) for name, other in changed)


def _changed(ask: Ask, found: Comparison, scales: Sequence[Scale], outlets: Sequence[str]) -> Iterator[tuple[str, Ask]]:
    claim, query = ask.claim, ask.query
    if claim.kind is not Kind.FIRST:
        if claim.topic.counted:
            yield "as a share of all events in the data", replace(ask, relative=True)
        else:
            for scale in scales:
                if scale != query.scale:
                    yield f"scale {scale.name}", replace(ask, query=replace(query, scale=scale))
    yield from _by_length(ask)
    starts = found.window[0] if found.window else None
    if claim.kind is Kind.EXTREME and claim.since is not None and claim.since.start != starts:
        yield f"with {claim.since.written} compared too", replace(ask, inclusive=True)
    if claim.kind is Kind.CHANGE and claim.since is None:
        yield f"against the {LONGER_BEFORE} {query.period}s before", replace(ask, before=LONGER_BEFORE)
    for outlet in outlets:
        yield f"without {outlet}", replace(ask, query=replace(query, without_publisher=outlet))


def _by_length(ask: Ask) -> Iterator[tuple[str, Ask]]:
    length = OTHER_LENGTH[ask.query.period]
    yield f"by {length}", replace(ask, query=replace(ask.query, period=length))


def _check(name: str, found: Comparison, ask: Ask) -> Check:
    """One line: the verdict, and the period it rests on or why there is none."""
    if found.cause is not None:
        return Check(name=name, verdict=found.verdict, note=str(found.cause))
    rival, asked = found.decider, found.asked
    if rival is None or asked is None or found.verdict is Verdict.HOLDS:
        return Check(name=name, verdict=found.verdict)
    if ask.claim.kind is Kind.FIRST:
        return Check(name=name, verdict=found.verdict, note=f"{rival.label} has one")
    if beyond(rival, asked, ask.claim.sense):
        return Check(name=name, verdict=found.verdict, note=f"{rival.label} is {comparative(ask)}")
    return Check(name=name, verdict=found.verdict, note=f"next is {rival.label}")


def comparative(ask: Ask) -> str:
    """What a more extreme period is: lower or higher."""
    return "lower" if ask.claim.sense == "low" else "higher"

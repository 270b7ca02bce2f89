"""Tests of claims: whether what is said of two sides holds in the events of a data set.

A verdict is about reported interaction in the data that were asked, and never about the world. All that it rests on is
in the finding, so that it can be worked out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dragoman.model.dyads import GOLDSTEIN, DyadQuery, EventLine, EventTable, Scale, Side
from dragoman.ontology import load_event_types
from dragoman.relations.claim_compare import Ask, Index, compare
from dragoman.relations.claim_model import Cause, Check, Claim, Comparison, Finding, Kind, Sense, Verdict
from dragoman.relations.claim_phrases import cautions, why
from dragoman.relations.claim_rows import beyond
from dragoman.relations.claim_sensitivity import THIN, sensitivity
from dragoman.relations.periods import first_day
from dragoman.relations.scales import scales_of

MOST_OUTLETS = 5
"""Outlets left out one at a time, those with most events first."""
EVIDENCE = 3
"""Sentences for a period."""
INTERVAL = 0.9
Days = tuple[date, date]
"""First and last."""


def check_claim(
    claim: Claim,
    table: EventTable,
    first: Side,
    second: Side,
    *,
    datasets: Sequence[str] = (),
    include: frozenset[str] = frozenset(),
    scale: Scale = GOLDSTEIN,
    scales: Sequence[Scale] | None = None,
    interval: float = INTERVAL,
    index: Index | None = None,
    evidence: int = EVIDENCE,
) -> Finding:
    """Whether a claim holds in the events of a table.

    Args:
        first, second: the sides that the names in the claim stand for.
        datasets, include: as in a :class:`~dragoman.model.dyads.DyadQuery`.
        scale: for means; counts do without.
        scales: to try as well; cooperation against conflict if ``None``.
        interval: probability of the intervals of single periods, between 0 and 1.
        index: fills the index of a series, such as ``relations.index.with_index``; shown, and does not decide.
        evidence: sentences for each period.

    Raises:
        ValueError: the sides are the same, or the interval is no probability.
    """
    if first.members == second.members:
        raise ValueError(f"{claim.first!r} and {claim.second!r} are the same side; a claim is about two")
    if not 0 < interval < 1:
        raise ValueError(f"an interval of {interval} is no probability between 0 and 1")
    query = DyadQuery(
        first=first, second=second, period=claim.period, datasets=tuple(datasets), include=include, scale=scale
    )
    ask = Ask(claim=claim, query=query, interval=interval)
    found = compare(table, ask, index)
    unknown = _unknown(table, query) if found.begins and not found.asked_events else []
    if unknown:
        refused = replace(found, verdict=Verdict.CANNOT_BE_TESTED, cause=Cause.NO_ACTOR)
        return _finding(ask, refused, f"{' and '.join(sorted(unknown))}: no event in these data")
    if found.window is None:
        return _finding(ask, found, why(claim, found))
    tried = scales if scales is not None else (scales_of(load_event_types())["balance"], GOLDSTEIN)
    span = first_day(found.window[1], claim.period), found.window[1]
    return _backed(table, replace(ask, span=span), found, span, tried, evidence)


def _backed(
    table: EventTable, ask: Ask, found: Comparison, span: Days, scales: Sequence[Scale], evidence: int
) -> Finding:
    """A comparison with what stands behind it: outlets, sentences, sensitivity."""
    outlets = table.publishers(replace(_counted(ask), since=span[0], until=span[1]))
    reason, alone = why(ask.claim, found), _one_outlet(table, ask, found, span)
    if alone is not None:
        found = replace(found, verdict=Verdict.CANNOT_BE_TESTED, cause=Cause.ONE_OUTLET)
        reason = f"all events of {found.claimed} come from one outlet, {alone}"
    window = found.window or span
    undated = table.undated(replace(ask.query, since=window[0], until=window[1]))
    return replace(
        _finding(ask, found, reason),
        lines=_lines(table, ask, span, evidence),
        other_lines=_other_lines(table, ask, found, evidence),
        checks=_checks(table, ask, found, window, scales),
        outlets=tuple(outlets.items()),
        undated=undated,
        cautions=tuple(cautions(ask.claim, found, undated, len(outlets))),
    )


def _finding(ask: Ask, found: Comparison, reason: str) -> Finding:
    claim, query = ask.claim, ask.query
    counts = f"number of {claim.topic.name} ({', '.join(claim.topic.types)})"
    return Finding(
        claim=claim,
        first=query.first,
        second=query.second,
        verdict=found.verdict,
        cause=found.cause,
        why=reason,
        scale=counts if claim.topic.counted else query.scale.name,
        datasets=query.datasets,
        interval=ask.interval,
        comparison=found,
        cautions=claim.notes,
    )


def _unknown(table: EventTable, query: DyadQuery) -> list[str]:
    """Names of the sides of which the data sets have no row at all, as far as their ids can tell."""
    sides = {side for side in (query.first, query.second) if not _by_place(side)}
    if not sides:
        return []
    there: set[str] = set()
    for by_actor in (False, True):
        frame = table.pairs(datasets=query.datasets, include=query.include, by_actor=by_actor)
        there |= set(frame["source"]) | set(frame["target"])
    return [
        side.name
        for side in (query.first, query.second)
        if side in sides and not any({member.actor, member.side} & there for member in side.members)
    ]


def _by_place(side: Side) -> bool:
    """Whether members are told by country or sector, which pairs of ids do not show."""
    return any(not (member.actor or member.side) for member in side.members)


def _counted(ask: Ask) -> DyadQuery:
    """The query for the events that are counted; for "fewest", those of any kind."""
    topic = ask.claim.topic
    any_kind = ask.claim.kind is not Kind.FIRST and ask.claim.sense is Sense.LOW
    return ask.query if any_kind else replace(ask.query, types=topic.types)


def _one_outlet(table: EventTable, ask: Ask, found: Comparison, span: Days) -> str | None:
    """The outlet that alone reports what a claim rests on; an earlier event stands against a "first" anyway."""
    claim, refuted = ask.claim, found.verdict is Verdict.DOES_NOT_HOLD
    if found.cause is not None or (claim.kind is Kind.FIRST and refuted):
        return None
    query = replace(_counted(ask), since=span[0], until=span[1])
    rows = [row for row in table.counts(query).iter_rows(named=True) if row["way"] == claim.way]
    if max((row["outlets"] for row in rows), default=0) != 1:
        return None
    events = sum(row["events"] for row in rows)
    named = {line.publisher for line in table.lines(query, *span, way=claim.way, limit=events)}
    return named.pop() if len(named) == 1 else None


def _lines(table: EventTable, ask: Ask, days: Days, limit: int) -> tuple[EventLine, ...]:
    """Sentences of some days: the most extreme first, or in time where events are counted."""
    claim = ask.claim
    lowest = None if claim.topic.counted else claim.sense is Sense.LOW
    query = replace(ask.query, types=claim.topic.types)
    return tuple(table.lines(query, *days, way=claim.way, lowest=lowest, limit=limit)) if limit > 0 else ()


def _other_lines(table: EventTable, ask: Ask, found: Comparison, limit: int) -> tuple[EventLine, ...]:
    """Sentences of the period that the verdict rests on, where it is more extreme than the claimed one."""
    asked, rival = found.asked, found.decider
    if asked is None or rival is None or found.cause is not None:
        return ()
    if ask.claim.kind is not Kind.FIRST and not beyond(rival, asked, ask.claim.sense):
        return ()
    return _lines(table, ask, (rival.start, rival.end), limit)


def _checks(table: EventTable, ask: Ask, found: Comparison, window: Days, scales: Sequence[Scale]) -> tuple[Check, ...]:
    if found.cause is not None and found.cause not in THIN:
        return ()
    outlets: list[str] = []
    if found.cause is None:
        query = replace(ask.query, since=window[0], until=window[1], types=ask.claim.topic.types)
        outlets = list(table.publishers(query))
    return sensitivity(table, ask, found, scales, outlets[:MOST_OUTLETS] if len(outlets) > 1 else ())

"""Relations of pairs in a diff: what two parties are reported to have done to one another, before and after.

Only what is presented as having happened counts (:data:`dragoman.model.dyads.LEFT_OUT`), each event once a day for its
pair, type and mode. The means on the Goldstein scale are compared by Welch's interval for two samples whose variances
may differ (B. L. Welch, Biometrika 34, 1947); events that come in runs make it too narrow rather than too wide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import inf, sqrt
from statistics import NormalDist, fmean, variance

from dragoman.model.actors import ActorRef
from dragoman.model.dyads import LEFT_OUT
from dragoman.model.facts import Event
from dragoman.model.text import Document
from dragoman.relations.diff_model import Cited, Course, Entry, Kind, News, Shift, Tally
from dragoman.relations.diff_sides import MOST_CITED, Sides, cite
from dragoman.relations.parties import Party
from dragoman.relations.positions import day_of

LEAST_EVENTS = 5
"""Events of a side that a mean is compared for; a claim about fewer in a month is refused as well."""
CONFIDENCE = 0.9
LEAST_SPREAD = 1.0
"""Least standard deviation of a side, in points of the scale: a handful of events that happen to have one code, say
five demands, is not five measurements without error."""
SAME = 2.0
"""Points within which a whole interval must lie to be called unchanged: about the step from one PLOVER type to the next
(consult 1, support 3.5, cooperate 6; accuse -2, reject -4, coerce -7)."""

Dated = tuple[Event, Document]
Pair = tuple[Party, Party]


@dataclass(slots=True)
class _Act:
    """One event: all its mentions."""

    source: Party
    target: Party
    symmetric: bool
    day: str
    told: dict[str, Dated] = field(default_factory=dict)

    @property
    def value(self) -> float:
        return fmean(event.goldstein for event, _ in self.told.values())

    @property
    def quad(self) -> int:
        return next(iter(self.told.values()))[0].quad_class

    def goes(self, source: Party, target: Party) -> bool:
        return self.symmetric or (self.source == source and self.target == target)


def relation_entries(items: Iterable[Dated], sides: Sides) -> Iterator[Entry]:
    """One entry for each pair of parties with a new event.

    Args:
        items: events of both sides, none else.
    """
    for pair, acts in _acts(items, sides).items():
        parted: dict[bool, list[_Act]] = {True: [], False: []}
        for act in acts:
            # An event that was known and is told again is another mention of it, and nothing new.
            parted[all(sides.is_after(event) for event, _ in act.told.values())].append(act)
        if parted[True]:
            yield _entry(pair, parted[False], parted[True], sides)


def _acts(items: Iterable[Dated], sides: Sides) -> dict[Pair, list[_Act]]:
    found: dict[tuple[object, ...], _Act] = {}
    for event, home in items:
        if event.background or str(event.factuality) in LEFT_OUT:
            continue
        day = day_of(event, home)
        when = (day, event.date.end_value) if day else home.id
        for one, other in product(map(sides.parties.of, event.sources), map(sides.parties.of, event.targets)):
            if one.id == other.id or one.vague or other.vague:
                continue
            source, target = sorted((one, other)) if event.symmetric else (one, other)
            key = (source, target, event.symmetric, when, event.plover, event.mode)
            act = found.setdefault(key, _Act(source, target, event.symmetric, day))
            act.told[event.id] = (event, home)
    pairs: dict[Pair, list[_Act]] = defaultdict(list)
    for act in found.values():
        first, second = sorted((act.source, act.target))
        pairs[first, second].append(act)
    return dict(sorted(pairs.items()))


def _entry(pair: Pair, before: Sequence[_Act], after: Sequence[_Act], sides: Sides) -> Entry:
    shift = _shift(before, after)
    course, reason = _course(shift)
    first, second = pair
    ways = [_way(before, after, first, second), _way(before, after, second, first)]
    newest = sorted(after, key=lambda act: act.day, reverse=True)
    telling = {Course.BETTER: lambda act: -act.value, Course.WORSE: lambda act: act.value}.get(course)
    ranked = sorted(newest, key=telling) if telling is not None else newest
    return Entry(
        kind=Kind.RELATION,
        news=News.MORE if before else News.NEW,
        course=course,
        reason=reason,
        subject=f"{first.name} and {second.name}",
        group=f"{first.id}+{second.id}",
        parties=pair,
        actors=_people(pair, after, sides),
        was=_tally_words(shift.before) if before else "",
        now=_tally_words(shift.after),
        evidence=tuple(map(_cited, ranked[:MOST_CITED])),
        earlier=tuple(_cited(act) for act in sorted(before, key=lambda act: act.day, reverse=True)[:MOST_CITED]),
        told=len(after),
        day=newest[0].day,
        shift=shift,
        ways=tuple(way for way in ways if way.before.events or way.after.events),
    )


def _people(pair: Pair, acts: Sequence[_Act], sides: Sides) -> tuple[ActorRef, ...]:
    """Who acts and is acted on for the two parties."""
    events = (event for act in acts for event, _ in act.told.values())
    taking_part = dict.fromkeys(actor for event in events for actor in (*event.sources, *event.targets))
    return tuple(actor for actor in taking_part if sides.parties.of(actor) in pair)


def _way(before: Sequence[_Act], after: Sequence[_Act], source: Party, target: Party) -> Shift:
    """What one of the two does to the other, with what both do to one another."""
    one, other = ([act for act in acts if act.goes(source, target)] for acts in (before, after))
    return _shift(one, other, (source, target))


def _shift(before: Sequence[_Act], after: Sequence[_Act], way: Pair | None = None) -> Shift:
    found = compare([act.value for act in before], [act.value for act in after])
    difference, low, high = found if found is not None else (None, None, None)
    source, target = way if way is not None else (None, None)
    return Shift(
        before=_tally(before), after=_tally(after), source=source, target=target, difference=difference, low=low,
        high=high,
    )  # fmt: skip


def _tally(acts: Sequence[_Act]) -> Tally:
    homes = [home for act in acts for _, home in act.told.values()]
    first, second, third, fourth = (sum(act.quad == quad for act in acts) for quad in (1, 2, 3, 4))
    return Tally(
        events=len(acts),
        mentions=len(homes),
        outlets=len({home.publisher for home in homes if home.publisher}),
        mean=fmean(act.value for act in acts) if acts else None,
        quads=(first, second, third, fourth),
    )


def _course(shift: Shift) -> tuple[Course, str]:
    """The direction that the whole interval allows."""
    before, after = shift.before.events, shift.after.events
    if shift.difference is None or shift.low is None or shift.high is None:
        return Course.UNCLEAR, f"events before {before}, after {after}; {LEAST_EVENTS} of each are needed"
    told = f"{points(shift.difference)} points, 90 % interval {points(shift.low)} to {points(shift.high)}"
    if shift.low > 0:
        return Course.BETTER, told
    if shift.high < 0:
        return Course.WORSE, told
    if max(-shift.low, shift.high) <= SAME:
        return Course.UNCHANGED, told
    return Course.UNCLEAR, told


def _tally_words(tally: Tally) -> str:
    return f"{points(tally.mean)} (n {tally.events})" if tally.mean is not None else "n 0"


def points(value: float) -> str:
    """Points of the scale as ``-1.4``, ``+0.3`` or ``0.0``."""
    told = f"{value:+.1f}"
    return "0.0" if told in {"+0.0", "-0.0"} else told


def _cited(act: _Act) -> Cited:
    event, home = max(act.told.values(), key=lambda each: (each[0].confidence, each[0].id))
    return cite(event, home, day=act.day)


def compare(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, float] | None:
    """Difference of two means with its 90 % interval; ``None`` where a side has less than :data:`LEAST_EVENTS`."""
    if min(len(before), len(after)) < LEAST_EVENTS:
        return None
    one, other = (max(variance(values), LEAST_SPREAD**2) / len(values) for values in (before, after))
    freedom = (one + other) ** 2 / (one**2 / (len(before) - 1) + other**2 / (len(after) - 1))
    difference = fmean(after) - fmean(before)
    half = quantile_t((1 + CONFIDENCE) / 2, freedom) * sqrt(one + other)
    return difference, difference - half, difference + half


def quantile_t(p: float, freedom: float = inf) -> float:
    """Quantile of Student's t by its expansion in the degrees of freedom (Abramowitz and Stegun, 26.7.5).

    With four degrees or more it is within 0.01 at p = 0.95, and spares the command line a library that is slow to load.

    >>> round(quantile_t(0.95, 8), 2)
    1.86
    """
    x = NormalDist().inv_cdf(p)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, 1))

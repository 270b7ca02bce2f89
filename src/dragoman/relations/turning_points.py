"""Turning points: periods from which on a relation is reported at another level, with the events that made them.

Change points in the mean by PELT (Killick, Fearnhead and Eckley 2012, as in ruptures: Truong, Oudre and Vayatis 2020),
kept only where a level that drifts does not explain them as well.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dragoman.model.dyads import EventLine, EventTable
from dragoman.relations.index import Observed, observe
from dragoman.relations.series import Point, Series

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

PENALTY = 3.0
"""What a break must explain, in units of the logarithm of the number of periods; see :func:`changes`.

On simulated series of 120 months, 92 % of the breaks found with 3 are true to two months (85 % with 2), and 54 % of all
are found (61 %), from breaks of 1 point at 1 event a month to breaks of 4 points at 100. On 300 series with a constant
level none is found with 3; with 2, which is the plain BIC, one series in twenty has some."""
FEWEST_PERIODS, FEWEST_EVENTS = 3, 10
"""Periods with a mean, and events, that each level needs, so that one odd month or a handful of events is no turn."""
SHORTEST = 12
"""Fewer periods with a mean give no turning points: the scatter can't be told from the breaks."""
LONGEST = 400
"""A longer series is searched in so many blocks of neighbouring periods, then each break put on a period."""
CALM, CALM_MEAN = 0.9, 0.623
"""Part of the steps from period to period, the smallest, from which the scatter is estimated, since a break is a large
one; and the mean of the smallest 90 % of a chi-squared variable with one degree of freedom."""
SMALLEST_DRIFT, LARGEST_DRIFT, DRIFTS = 1e-4, 1.0, 13
"""Grid of the variance of a step of a drifting level over that of the mean of a usual period; and no drift at all."""
SURE = 4.0
"""How much less a break may explain at another period for that one to be nearly as good. The range of such periods
has the true one in it in 96 % of simulated breaks that are found, and in 91 % where three events are of one story."""
AFTER = 3
"""Periods with a mean after a break whose events are shown."""


class Direction(StrEnum):
    """Whether the new level is higher or lower on the scale."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A break in a list of means.

    Attributes:
        at: position of the first mean of the new level.
        first, last: range of positions where the new level may begin.
        rises: whether the new level is the higher one.
    """

    at: int
    first: int
    last: int
    rises: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A period from which on the level is another.

    Attributes:
        date: first day of the first period of the new level.
        earliest, latest: first days of the periods that it may have begun in; without events in a period nothing tells.
        direction: of the change.
        mean_before, mean_after: of all events from the turning point before to this one, and from this one to the next.
        n_before, n_after: numbers of these events.
        lines: events right after it whose values lie farthest in its direction, beyond the mean before.
    """

    date: datetime.date
    earliest: datetime.date
    latest: datetime.date
    direction: Direction
    mean_before: float
    mean_after: float
    n_before: int
    n_after: int
    lines: tuple[EventLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Means of the periods that have one, in time order.

    Attributes:
        times: number of the period, counted with those that have no mean.
        means: of each.
        numbers: events of each.
        noise: variance of each mean around the level.
        weights, totals: sums from the start, first 0, of the weights (one over the variance) and of weight times mean.
    """

    times: Array
    means: Array
    numbers: Array
    noise: Array
    weights: Array
    totals: Array

    def gain(self, start: int, at: Any, end: int) -> Any:
        """How much less squared error there is with a break at ``at`` (one position or an array of them)."""
        weights = self.weights
        left, right = weights[at] - weights[start], weights[end] - weights[at]
        return self.step(start, at, end) ** 2 * left * right / (left + right)

    def step(self, start: int, at: Any, end: int) -> Any:
        """Level from ``at`` on less that before, both weighted."""
        weights, totals = self.weights, self.totals
        before = (totals[at] - totals[start]) / (weights[at] - weights[start])
        return (totals[end] - totals[at]) / (weights[end] - weights[at]) - before

    def events(self, start: int, end: int) -> float:
        """Events of a stretch."""
        return float(self.numbers[start:end].sum())


def changes(
    values: Sequence[float | None], weights: Sequence[int], variances: Sequence[float | None] = ()
) -> list[Change]:
    """Where the level of a series changes; ``values``, ``weights``, ``variances`` as in ``local_level``.

    Periods without a mean are left out of the search, not counted as zero. The mean of a period with n events has the
    variance s²/n + t²: s² is that of single events inside the periods, t² what the steps from period to period show
    besides (reports of one story), so that neither a thin nor a single busy month makes a break. PELT minimises the
    squared errors over these variances plus a penalty of 3 ln(N) for each break, N being the periods with a mean: the
    modified BIC of Zhang and Siegmund (2007), which counts the date of a break as well as its size. Breaks are then
    dropped one by one, the weakest first, while one leaves a level with fewer than 3 periods or 10 events, or is worth
    less than the same penalty beside a level that drifts as a random walk, whose variance is estimated by restricted
    likelihood together with the breaks.

    Raises:
        ValueError: as for ``local_level``.
    """
    seen = observe(values, weights, variances)
    if seen is None or len(seen.at) < SHORTEST:
        return []
    fine = _signal(seen.at.astype(float), seen.means, seen.numbers, seen.within)
    size = math.ceil(len(seen.at) / LONGEST)
    coarse = fine if size == 1 else _blocks(fine, size, seen)
    breaks = _undrifting(_enough(_pelt(coarse), coarse), coarse)
    return _placed([each * size for each in breaks], fine, seen)


def _signal(times: Array, means: Array, numbers: Array, within: float) -> Signal:
    import numpy as np

    noise = within / numbers + _between(means, numbers, within)
    weights, totals = (np.cumsum(np.r_[0.0, each]) for each in (1 / noise, means / noise))
    return Signal(times=times, means=means, numbers=numbers, noise=noise, weights=weights, totals=totals)


def _between(means: Array, numbers: Array, within: float) -> float:
    """Variance between neighbouring periods besides that of their events, by a trimmed moment estimator."""
    import numpy as np

    steps = np.diff(means) ** 2
    expected = within * (1 / numbers[1:] + 1 / numbers[:-1])
    calm = max(1, int(CALM * len(steps)))

    def left(variance: float) -> float:
        ratios = np.sort(steps / np.maximum(expected + 2 * variance, 1e-12))
        return float(ratios[:calm].mean()) - CALM_MEAN

    low, high = 0.0, float(steps.max())
    if not np.sort(steps)[:calm].any():
        # Where most means are equal, the calm steps tell nothing; then all steps count, those of breaks too.
        return float(steps.mean()) / 2
    if left(low) <= 0:
        return 0.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if left(middle) > 0 else (low, middle)
    return high


def _blocks(fine: Signal, size: int, seen: Observed) -> Signal:
    """Neighbouring periods as one, weighted by their events."""
    import numpy as np

    starts = np.arange(0, len(fine.means), size)
    numbers = np.add.reduceat(fine.numbers, starts)
    means = np.add.reduceat(fine.numbers * fine.means, starts) / numbers
    times = np.add.reduceat(fine.numbers * fine.times, starts) / numbers
    return _signal(times, means, numbers, seen.within)


def _penalty(signal: Signal) -> float:
    return PENALTY * math.log(len(signal.means))


def _pelt(signal: Signal) -> list[int]:
    """Breaks of the least squared error with penalty."""
    import numpy as np
    from ruptures import Pelt
    from ruptures.base import BaseCost

    # Plain numbers, since the search asks for one stretch at a time.
    weights, totals = signal.weights.tolist(), signal.totals.tolist()
    squares = np.cumsum(np.r_[0.0, signal.means**2 / signal.noise]).tolist()

    class Weighted(BaseCost):  # type: ignore[misc]
        model, min_size = "weighted", 1

        def fit(self, signal: Any) -> Any:
            self.signal = signal
            return self

        def error(self, start: int, end: int) -> float:
            total = totals[end] - totals[start]
            return float(squares[end] - squares[start] - total * total / (weights[end] - weights[start]))

    # Single periods are allowed here and dropped later: with a longer ``min_size`` ruptures 1.1.10 pairs candidates
    # with costs of others when it prunes, and may miss the best.
    search = Pelt(custom_cost=Weighted(), min_size=1, jump=1).fit(signal.means.reshape(-1, 1))
    return [int(each) for each in search.predict(pen=_penalty(signal))[:-1]]


def _enough(breaks: list[int], signal: Signal) -> list[int]:
    """Without breaks that leave a level with too little, or that are not worth the penalty once others are gone."""
    breaks = list(breaks)
    while breaks:
        edges = [0, *breaks, len(signal.means)]
        gains = [float(signal.gain(*edges[i : i + 3])) for i in range(len(breaks))]
        thin = [
            end - start < FEWEST_PERIODS or signal.events(start, end) < FEWEST_EVENTS for start, end in pairwise(edges)
        ]
        bad = [i for i, gain in enumerate(gains) if thin[i] or thin[i + 1] or gain < _penalty(signal)]
        if not bad:
            break
        del breaks[min(bad, key=lambda i: gains[i])]
    return breaks


def _undrifting(breaks: list[int], signal: Signal) -> list[int]:
    """Without breaks that are not worth the penalty beside a level that drifts."""
    import numpy as np

    if not breaks:
        return breaks
    breaks = list(breaks)
    root = np.sqrt(signal.noise)
    times = signal.times - signal.times[0]
    # With the noise scaled to one, one turn of the axes makes the errors independent for every size of drift.
    sizes, axes = np.linalg.eigh(np.minimum.outer(times, times) / np.outer(root, root))
    usual = float(np.median(signal.noise))
    drifts = [0.0, *(usual * np.geomspace(SMALLEST_DRIFT, LARGEST_DRIFT, DRIFTS))]
    means = axes.T @ (signal.means / root)
    while breaks:
        steps = np.arange(len(root))[:, None] >= np.array([0, *breaks])
        worth = _worth(means, axes.T @ (steps / root[:, None]), sizes, drifts)
        weakest = int(worth.argmin())
        if worth[weakest] >= _penalty(signal):
            break
        del breaks[weakest]
    return breaks


def _worth(means: Array, steps: Array, sizes: Array, drifts: Sequence[float]) -> Array:
    """Squared ratio of each step but the first to its error, under the drift of the largest restricted likelihood."""
    import numpy as np

    best, worth = -math.inf, np.zeros(0)
    for drift in drifts:
        spread = 1 + drift * np.maximum(sizes, 0.0)
        information = steps.T @ (steps / spread[:, None])
        heights = np.linalg.solve(information, steps.T @ (means / spread))
        errors = means - steps @ heights
        likelihood = -np.log(spread).sum() - (errors**2 / spread).sum() - np.linalg.slogdet(information)[1]
        if likelihood > best:
            best, worth = likelihood, heights[1:] ** 2 / np.diag(np.linalg.inv(information))[1:]
    return worth


def _placed(breaks: list[int], fine: Signal, seen: Observed) -> list[Change]:
    """Each break put where it explains most between its neighbours, with the positions that are nearly as good."""
    import numpy as np

    found = []
    edges = [0, *breaks, len(fine.means)]
    for i in range(1, len(edges) - 1):
        start, end = edges[i - 1], edges[i + 1]
        places = np.arange(start + FEWEST_PERIODS, end - FEWEST_PERIODS + 1)
        gains = fine.gain(start, places, end)
        at = edges[i] = int(places[gains.argmax()])
        good = places[gains >= gains.max() - SURE]
        # The first period that may be of the new level follows the last that has a mean and must be of the old one.
        first, last = int(seen.at[good.min() - 1]) + 1, int(seen.at[good.max()])
        rises = bool(fine.step(start, at, end) > 0)
        found.append(Change(at=int(seen.at[at]), first=first, last=last, rises=rises))
    return found


def turning_points(series: Series, table: EventTable, *, limit: int = 5) -> tuple[TurningPoint, ...]:
    """The turning points of a series, oldest first, each with at most ``limit`` events that made it.

    How they are found is told at :func:`changes`. One whose direction depends on whether periods or events are averaged
    is left out. A series that is too thin has none. The events are those of the first periods of the new level, and are
    only given for a series of both directions together.
    """
    points = series.points
    found = changes(
        [point.mean for point in points], [point.valued for point in points], [point.variance for point in points]
    )
    edges = [0, *(each.at for each in found), len(points)]
    turns = []
    for i, change in enumerate(found):
        before, after = points[edges[i] : change.at], points[change.at : edges[i + 2]]
        turn = TurningPoint(
            date=points[change.at].start,
            earliest=points[change.first].start,
            latest=points[change.last].start,
            direction=Direction.UP if change.rises else Direction.DOWN,
            mean_before=_mean(before),
            mean_after=_mean(after),
            n_before=sum(point.valued for point in before),
            n_after=sum(point.valued for point in after),
        )
        if (turn.mean_after > turn.mean_before) == change.rises:
            turns.append(replace(turn, lines=_makers(turn, after, series, table, limit)))
    return tuple(turns)


def _mean(points: Sequence[Point]) -> float:
    """Mean of all events of periods."""
    known = [(point.mean, point.valued) for point in points if point.mean is not None]
    return math.fsum(mean * n for mean, n in known) / sum(n for _, n in known)


def _makers(
    turn: TurningPoint, after: Sequence[Point], series: Series, table: EventTable, limit: int
) -> tuple[EventLine, ...]:
    """Events of the first periods of the new level that lie farthest in its direction."""
    last = [point for point in after if point.valued][:AFTER][-1]
    down = turn.direction is Direction.DOWN
    lines = table.lines(series.query, turn.date, last.end, way=series.way, lowest=down, limit=limit)
    mean = turn.mean_before
    return tuple(
        line for line in lines if line.value is not None and (line.value < mean) == down and line.value != mean
    )

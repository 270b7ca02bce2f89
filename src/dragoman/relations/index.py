"""The index of a relation: a level for each period with an interval that is wide where there are few events.

Local-level model (Harvey 1989; Durbin and Koopman 2012, chapter 2): the level moves by a random step from period to
period, and the mean of a period with n events scatters around it with the variance of one event divided by n. A period
without events has no observation; it is never a zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.relations.series import Series

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.float64]

FEWEST_PERIODS = 8
"""With fewer periods that have a mean there is no index. Where on average three events of a month are of one story,
90 % intervals hold the level in 78 to 84 % of the months of simulated series of 3 to 6 months, in 86.7 % from 8 on."""
WITHIN = 1
"""Most degrees of freedom that the scatter of the events inside the periods counts for.

Events of one period are often reports of one story, so that their scatter tells too little. Taken at its word in 144
simulated dyads of 120 months, a 90 % interval holds the level in 92.5 % where events are independent but in 74.7 %
where three are of one story on average; with 1 the figures are 92.5 % and 93.7 %. Series of 12 months need it: 93.7 %
and 87.3 %, against 86.8 % and 85.9 % without it."""
SMALLEST, LARGEST, STEPS = 1e-5, 100.0, 28
"""Grid of the variance of a step of the level over the variance of one event: from a level that stands still for ten
years to one that is new each period."""
TYPICAL_STEP = 1.0
"""Median of the half-Cauchy prior for the square root of that ratio. With 0.1, 0.3 and 1, the interval holds the level
of simulated dyads with one event a month in 87.7 %, 90.1 % and 90.9 %."""
SAME = 1e-9
"""A spread below this part of the values themselves is a rounding error: all values are equal."""
GOLDSTEIN_ENDS = (-10.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The level of one period, in units of the scale, and the ends of its interval."""

    level: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Periods that have a mean, with means brought to a spread of about one.

    Attributes:
        at: positions of these periods in the series.
        means: ``(mean - centre) / unit`` of each.
        numbers: events of each.
        within: pooled sample variance of single events, in squared units; 0 where no period has two events.
        freedom: degrees of freedom of ``within``.
        centre, unit: of the scale.
    """

    at: npt.NDArray[np.int64]
    means: Array
    numbers: Array
    within: float
    freedom: float
    centre: float
    unit: float


def observe(
    values: Sequence[float | None], weights: Sequence[int], variances: Sequence[float | None] = ()
) -> Observed | None:
    """What can be worked with; ``None`` where no period has a mean or all events are alike.

    Raises:
        ValueError: lengths differ, a number is not finite, or a weight or variance is negative; says where.
    """
    import numpy as np

    spreads = list(variances) or [None] * len(values)
    _check(values, weights, spreads)
    at = [i for i, value in enumerate(values) if value is not None and weights[i] > 0]
    if not at:
        return None
    means = np.array([values[i] for i in at], dtype=float)
    numbers = np.array([weights[i] for i in at], dtype=float)
    deviations = np.sqrt(np.array([spreads[i] or 0.0 for i in at], dtype=float))
    known = np.array([spreads[i] is not None for i in at]) & (numbers > 1)
    # Divided before anything is squared or subtracted, so that no value is too large.
    size = max(float(np.abs(means).max()), float(deviations.max()))
    if size == 0.0:
        return None
    means, deviations = means / size, deviations / size
    freedom = float((numbers[known] - 1).sum())
    within = float(((numbers[known] - 1) * deviations[known] ** 2).sum()) / freedom if freedom else 0.0
    centre = float(means.mean())
    unit = max(float(np.abs(means - centre).max()), math.sqrt(within))
    if unit < SAME:
        return None
    return Observed(
        at=np.array(at, dtype=np.int64),
        means=(means - centre) / unit,
        numbers=numbers,
        within=within / unit**2,
        freedom=freedom,
        centre=centre * size,
        unit=unit * size,
    )


def _check(values: Sequence[float | None], weights: Sequence[int], variances: Sequence[float | None]) -> None:
    if not len(values) == len(weights) == len(variances):
        raise ValueError(
            f"{len(values)} values, {len(weights)} weights, {len(variances)} variances: give one of each for a period"
        )
    for name, numbers in (("value", values), ("weight", weights), ("variance", variances)):
        for place, number in enumerate(numbers):
            if number is not None and (not math.isfinite(number) or (number < 0 and name != "value")):
                raise ValueError(f"{name} of period {place + 1} is {number}; give a finite number, or None if missing")


def local_level(
    values: Sequence[float | None],
    weights: Sequence[int],
    variances: Sequence[float | None] = (),
    *,
    interval: float = 0.9,
) -> list[Estimate | None]:
    """Level and interval of each period, also of those without a mean, where the interval is wider.

    ``values`` are means of periods in time order (``None`` where there is none), ``weights`` how many events are in
    each, ``variances`` the sample variances of these events, as far as known. All are ``None`` where fewer than
    :data:`FEWEST_PERIODS` periods have a mean, or where all events have one value, since nothing then tells how far the
    level may be off.

    How: for each ratio of a grid, a Kalman smoother with an exact diffuse start gives level and variance; the variance
    of one event is integrated out (inverse gamma, together with the scatter inside periods), and the ratios are
    averaged by their posterior weight. So the interval allows for both variances being unknown. Its ends are those of
    a Student t with mean and variance of the average.

    Raises:
        ValueError: lengths differ, a number is not finite or negative where it can't be, or the interval is not between
            0 and 1.
    """
    if not 0.0 < interval < 1.0:
        raise ValueError(f"an interval of {interval}; give a part between 0 and 1, such as 0.9")
    nothing: list[Estimate | None] = [None] * len(values)
    seen = observe(values, weights, variances)
    if seen is None or len(seen.at) < FEWEST_PERIODS:
        return nothing
    from scipy.special import stdtrit

    levels, deviations, freedom = _smooth(seen, len(values))
    reach = float(stdtrit(freedom, 0.5 + interval / 2)) * deviations
    return [
        Estimate(
            level=seen.centre + seen.unit * float(level),
            low=seen.centre + seen.unit * float(level - width),
            high=seen.centre + seen.unit * float(level + width),
        )
        for level, width in zip(levels, reach, strict=True)
    ]


def _smooth(seen: Observed, length: int) -> tuple[Array, Array, float]:
    """Level, its deviation (scale of a Student t) and degrees of freedom, averaged over the grid of ratios."""
    import numpy as np

    model = _model(seen, length)
    counted = min(seen.freedom, WITHIN)
    freedom = len(seen.at) - 1 + counted
    ratios = np.geomspace(SMALLEST, LARGEST, STEPS)
    steps = np.sqrt(ratios)
    # The grid is even in the logarithm, hence the factor ``steps`` beside the density.
    weights = np.log(steps / (1 + (steps / TYPICAL_STEP) ** 2))
    levels, variances = np.empty((STEPS, length)), np.empty((STEPS, length))
    for place, ratio in enumerate(ratios):
        model["state_cov", 0, 0] = ratio
        result = model.smooth()
        # The first observation only sets the level; it says nothing of its own size.
        later = seen.at[1:]
        errors, expected = result.forecasts_error[0, later], result.forecasts_error_cov[0, 0, later]
        scatter = float((errors**2 / expected).sum()) + counted * seen.within
        weights[place] -= 0.5 * (float(np.log(expected).sum()) + freedom * math.log(scatter))
        levels[place] = result.smoothed_state[0]
        variances[place] = result.smoothed_state_cov[0, 0] * scatter / freedom
    shares = np.exp(weights - weights.max())
    shares /= shares.sum()
    level = shares @ levels
    return level, np.sqrt(shares @ (variances + (levels - level) ** 2)), float(freedom)


def _model(seen: Observed, length: int) -> Any:
    """A smoother in which one event has variance 1, so that all variances scale with it."""
    import numpy as np
    from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

    means, noise = np.full((length, 1), np.nan), np.ones((1, 1, length))
    means[seen.at, 0] = seen.means
    noise[0, 0, seen.at] = 1 / seen.numbers
    model = KalmanSmoother(k_endog=1, k_states=1)
    model.bind(means)
    for name in ("design", "transition", "selection"):
        model[name] = np.ones((1, 1))
    model["obs_cov"] = noise
    model.initialize("diffuse")
    return model


def with_index(series: Series, *, interval: float = 0.9) -> Series:
    """The series with level, low and high of its points filled, as :func:`local_level` gives them.

    The interval never goes beyond the ends of the scale.
    """
    points = series.points
    estimates = local_level(
        [point.mean for point in points],
        [point.valued for point in points],
        [point.variance for point in points],
        interval=interval,
    )
    # Another data set may give means beyond the scale; they then widen it.
    means = [point.mean for point in points if point.mean is not None and point.valued]
    ends = [*(series.query.scale.values.values() or GOLDSTEIN_ENDS), *means]
    lowest, highest = min(ends), max(ends)
    filled = []
    for point, found in zip(points, estimates, strict=True):
        if found is None:
            filled.append(replace(point, level=None, low=None, high=None))
        else:
            low, level, high = (min(max(each, lowest), highest) for each in (found.low, found.level, found.high))
            filled.append(replace(point, level=level, low=low, high=high))
    return replace(series, points=tuple(filled))

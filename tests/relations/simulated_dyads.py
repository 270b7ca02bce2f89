"""Simulated dyads with a known level: events drawn one by one from a discrete scale, as many a month as it comes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from dragoman.model.dyads import DyadQuery, Member, Period, Scale, Side, Way
from dragoman.relations.periods import following, last_day
from dragoman.relations.series import Point, Series

Array = npt.NDArray[np.float64]

VALUES = np.array([-10, -9, -7, -5, -4.4, -4, -2, -1, -0.4, 0, 1, 1.9, 2.8, 3, 3.4, 4, 5, 6, 7, 7.4, 8, 10])
OFTEN = np.array([6, 1, 2, 4, 1, 3, 6, 1, 1, 10, 12, 6, 5, 6, 5, 5, 2, 2, 2, 2, 1, 0.5])
TILTS = np.linspace(-1.5, 1.5, 1501)
"""An exponential tilt gives the distribution any mean inside the scale, skewed towards its ends as real ones are."""
_LOGS = np.log(OFTEN) + TILTS[:, None] * VALUES
_SHARES = np.exp(_LOGS - _LOGS.max(axis=1, keepdims=True))
_SHARES /= _SHARES.sum(axis=1, keepdims=True)
_MEANS = _SHARES @ VALUES

KINDS = ("constant", "slow", "walk", "fast", "break", "wave")
COUNTS = ("thin", "some", "many", "mixed", "gaps", "growing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """Levels, and what is seen of them: numbers of events, their means and sample variances."""

    levels: Array
    numbers: list[int]
    means: list[float | None]
    variances: list[float | None]


def levels_of(kind: str, length: int, rng: np.random.Generator) -> Array:
    """A level that stands still, walks at random (0.05, 0.2, 0.5 a month), breaks once, or swings."""
    if kind == "constant":
        return np.full(length, rng.uniform(-4, 4))
    if kind == "break":
        at, half = rng.integers(length // 4, 3 * length // 4), rng.uniform(1, 2) * rng.choice([-1, 1])
        return np.where(np.arange(length) < at, half, -half)
    if kind == "wave":
        return 2 * np.sin(np.arange(length) / 24 * 2 * np.pi + rng.uniform(0, 6))
    step = {"slow": 0.05, "walk": 0.2, "fast": 0.5}[kind]
    levels = rng.uniform(-3, 3) + np.concatenate([[0.0], np.cumsum(rng.normal(0, step, length - 1))])
    # Reflected at -6 and 6, so that it stays on the scale.
    return np.abs((levels - 6) % 24 - 12) - 6


def numbers_of(counts: str, length: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Events a month: Poisson around 1, 6 or 30, from 0 to 30 at random, with a long gap, or growing from 0.3 to 30."""
    rates = {"thin": 1.0, "some": 6.0, "many": 30.0, "gaps": 5.0}.get(counts, 0.0) * np.ones(length)
    if counts == "mixed":
        rates = rng.choice([0, 0.5, 2, 8, 30], length)
    elif counts == "growing":
        rates = np.exp(np.linspace(np.log(0.3), np.log(30), length))
    elif counts == "gaps":
        start = rng.integers(0, 3 * length // 4)
        rates[start : start + rng.integers(6, length // 4)] = 0.0
    return rng.poisson(rates)


def see(levels: Array, numbers: npt.NDArray[np.int64], rng: np.random.Generator, *, alike: int = 1) -> Simulated:
    """Draw the events; with ``alike`` above 1, so many of a month are on average one story with one value."""
    means: list[float | None] = []
    variances: list[float | None] = []
    for level, number in zip(levels, numbers, strict=True):
        shares = _SHARES[min(int(np.searchsorted(_MEANS, level)), len(TILTS) - 1)]
        drawn = rng.choice(VALUES, size=number, p=shares)
        if alike > 1:
            drawn = np.repeat(drawn, 1 + rng.poisson(alike - 1, number))[:number]
        means.append(float(drawn.mean()) if number else None)
        variances.append(float(drawn.var(ddof=1)) if number > 1 else None)
    return Simulated(levels=levels, numbers=[int(each) for each in numbers], means=means, variances=variances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a series of a test looks like besides its values."""

    first: date = date(2010, 1, 1)
    period: Period = Period.MONTH
    way: Way = Way.BOTH
    scale: Scale = field(default_factory=lambda: Scale(name="Goldstein"))


def series_of(seen: Simulated, shape: Shape | None = None) -> Series:
    """The series that a table of such events would give, between the fictional states Norland and Talvia."""
    shape = shape or Shape()
    sides = [Side(id=name.lower(), name=name, members=(Member(side=name.lower()),)) for name in ("Norland", "Talvia")]
    query = DyadQuery(first=sides[0], second=sides[1], period=shape.period, scale=shape.scale)
    points, start = [], shape.first
    for number, mean, variance in zip(seen.numbers, seen.means, seen.variances, strict=True):
        point = Point(
            start=start,
            end=last_day(start, shape.period),
            events=number,
            mentions=number,
            valued=number if mean is not None else 0,
            mean=mean,
            total=None if mean is None else mean * number,
            variance=variance,
        )
        points.append(point)
        start = following(start, shape.period)
    return Series(query=query, way=shape.way, points=tuple(points))

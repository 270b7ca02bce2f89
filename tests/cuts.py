"""Diffs of facts made by hand, parted at the tenth of March."""

from __future__ import annotations

from datetime import date

from dragoman.relations.diff import diff
from dragoman.relations.diff_model import Diff, Entry, Kind
from dragoman.relations.diff_sides import Window, part_by_day, part_by_run
from dragoman.relations.relate import Item

PLAN = "the cease-fire plan"
GOAL, STEP, OTHER = "the return of refugees", "the withdrawal of Kestrian troops", "an exchange of prisoners"
CUT = date(2031, 3, 10)
WINDOW = Window(since=CUT)


def since(day: date, *items: Item, until: date | None = None) -> Diff:
    """The diff by day."""
    window = Window(since=day, until=until)
    parted = part_by_day(items, window)
    return diff(parted.before, parted.after, beside=parted.beside, window=window)


def since_run(run: int, *items: tuple[Item, int]) -> Diff:
    """The diff by run."""
    parted = part_by_run(items, run)
    return diff(parted.before, parted.after)


def only(found: Diff, kind: Kind) -> Entry:
    """The one entry of a kind."""
    (entry,) = found.of(kind)
    return entry

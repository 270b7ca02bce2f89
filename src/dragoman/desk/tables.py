"""What is asked of dyads: the rows that are looked into, and the query that was typed."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import yaml

from dragoman import ontology
from dragoman.desk.arguments import parse_day, parse_types
from dragoman.desk.problems import Exit, UserError
from dragoman.directory import load_directory
from dragoman.model.dyads import LEFT_OUT, DyadQuery, EventTable, Member, Period, Scale, Side
from dragoman.relations.scales import scale_from_rows, scales_of
from dragoman.relations.sides import Names, find_side, load_names, side_from_rows, side_of, whole_country
from dragoman.store import StoreError, open_events
from dragoman.store.event_table import DuckDBEvents


class Level(StrEnum):
    """Whom a state stands for: those who act for it on the day, or everyone from there."""

    SIDE = "side"
    COUNTRY = "country"


MEANT = 0.9
"""Share of the rows with a word in a name from which on one actor is meant by it: in ten years of ICEWS
"Obama" is one man in all 6,326 rows and "Merkel" one woman in 1,643, while "Abdullah" is at least five men."""


@contextmanager
def looking_at_table(path: Path) -> Iterator[DuckDBEvents]:
    """All events of a store or of a folder of parts; whatever goes wrong with it ends the command with a line."""
    try:
        with open_events(path) as opened:
            yield opened
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error


@dataclass(frozen=True, kw_only=True)
class Wording:
    """How the user names sides; the tables of actors are loaded when a name is first looked up."""

    table: EventTable
    groups: Path | None = None
    level: Level = Level.SIDE
    loaded: Names | None = None

    @cached_property
    def names(self) -> Names:
        """Names of the actor tables and of the user's groups, unless they are loaded already.

        Raises:
            UserError: the file of groups can't be read.
        """
        if self.loaded is not None:
            return self.loaded
        try:
            return load_names(load_directory(), read_groups(self.groups))
        except ValueError as error:
            raise UserError(f"--groups {self.groups}: {error}") from error

    def side(self, written: str) -> Side:
        """The side that is meant: of the actor tables, or an actor that only the rows know by this name.

        Raises:
            UserError: there is none.
        """
        try:
            side = find_side(written, self.names)
        except ValueError as error:
            return self._side_of_rows(written, error)
        return whole_country(side) if self.level is Level.COUNTRY else side

    def _side_of_rows(self, written: str, error: ValueError) -> Side:
        """An actor whom the rows call so, or the one who nearly always is meant by a word of its name ("Obama")."""
        exact = side_from_rows(self.table.named(written))
        if exact is not None:
            return exact
        found = self.table.with_word(written) if written.strip() else []
        if not found:
            raise UserError(str(error)) from error
        if found[0][2] >= MEANT * sum(n for _, _, n in found):
            key, name, _ = found[0]
            actor = self.names.actors.get(key)
            return side_of(actor) if actor is not None else Side(id=key, name=name, members=(Member(actor=key),))
        told = ", ".join(f"{name} ({n})" for _, name, n in found)
        raise UserError(f"no actor is called {written!r}; in the data are {told}")

    def name_of(self, key: str) -> str:
        """Display name of a side or an actor by id."""
        actor = self.names.actors.get(key)
        return actor.name if actor is not None else key


def query_of(
    wording: Wording,
    first: str,
    second: str,
    *,
    period: Period = Period.MONTH,
    since: str | None = None,
    until: str | None = None,
    datasets: Sequence[str] | None = None,
    include: Sequence[str] | None = None,
    types: Sequence[str] | None = None,
    scale: str = "goldstein",
    without: str | None = None,
) -> DyadQuery:
    """What was typed, as a query.

    Raises:
        UserError: a value can't be understood; says which and what to write.
    """
    one, other = wording.side(first), wording.side(second)
    if one.members == other.members:
        raise UserError(f"{first!r} and {second!r} are the same side; name two")
    query = DyadQuery(
        first=one,
        second=other,
        period=period,
        since=parse_day(since, "--since"),
        until=parse_day(until, "--until"),
        datasets=known_datasets(wording.table, datasets or ()),
        include=parse_include(include or ()),
        types=tuple(parse_types(types or ())),
        without_publisher=without,
        scale=read_scale(scale),
    )
    if query.since and query.until and query.until < query.since:
        raise UserError(f"--until {until} is before --since {since}")
    return query


def known_datasets(table: EventTable, wanted: Sequence[str]) -> tuple[str, ...]:
    """The data sets asked for.

    Raises:
        UserError: there is no such data set.
    """
    if wanted:
        there = table.datasets()
        for name in wanted:
            if name not in there:
                raise UserError(f"--dataset {name!r}: there is none; there are {', '.join(there) or 'no events'}")
    return tuple(wanted)


def parse_include(wanted: Sequence[str]) -> frozenset[str]:
    """What of :data:`LEFT_OUT` is to be counted.

    Raises:
        UserError: it is not one of these.
    """
    words = {word.strip().lower() for word in wanted}
    if "all" in words:
        return frozenset(LEFT_OUT)
    unknown = sorted(words - set(LEFT_OUT))
    if unknown:
        raise UserError(f"--include {unknown[0]!r}: there are {', '.join(LEFT_OUT)} and all")
    return frozenset(words)


def read_scale(name: str) -> Scale:
    """A scale by name, or from a CSV file.

    Raises:
        UserError: there is no such scale or file, or it is malformed.
    """
    known = scales_of(ontology.load_event_types())
    if name.lower() in known:
        return known[name.lower()]
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as stream:
            return scale_from_rows(Path(name).name, csv.DictReader(stream))
    except OSError as error:
        raise UserError(f"--scale {name!r}: there are {', '.join(known)}, or a CSV file ({error.strerror})") from error
    except ValueError as error:
        raise UserError(f"--scale: {error}") from error


def read_groups(path: Path | None) -> list[dict[str, object]]:
    """Groups of a YAML file: ``groups``, a list with ``name`` and ``members`` each.

    Raises:
        UserError: it can't be read.
        ValueError: it is something else.
    """
    if path is None:
        return []
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"--groups {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"--groups {path}: it is no YAML ({' '.join(str(error).split())})") from error
    groups = loaded.get("groups") if isinstance(loaded, dict) else None
    if not isinstance(groups, list) or not all(isinstance(group, dict) for group in groups):
        raise ValueError("it must have 'groups:', a list of name and members")
    return groups

"""What the user typed, as values: dates, pairs, columns, names of actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from dragoman import ontology
from dragoman.desk.problems import Exit, UserError
from dragoman.model.facts import Factuality
from dragoman.store import Pair, Store, StoreError, open_store
from dragoman.store.queries import plain
from dragoman.tables import folder, rows, split

DEFAULT_STORE = Path("dragoman.duckdb")


def parse_day(value: str | None, option: str) -> date | None:
    """A day as YYYY-MM-DD.

    Raises:
        UserError: it is something else.
    """
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UserError(f"{option} {value!r} is not a date; write it as YYYY-MM-DD, such as 2024-02-08") from None


def parse_columns(values: Sequence[str]) -> dict[str, str]:
    """``text=body`` and the like.

    Raises:
        UserError: there is no "=" in it.
    """
    found = {}
    for value in values:
        role, equals, name = value.partition("=")
        if not equals or not role.strip() or not name.strip():
            raise UserError(f"--column {value!r}: write it as OURS=THEIRS, such as text=body")
        found[role.strip()] = name.strip()
    return found


def parse_pair(value: str | None) -> Pair | None:
    """``A,B`` for both directions, ``A>B`` for one.

    Raises:
        UserError: there are not two names.
    """
    if not value:
        return None
    directed = ">" in value
    parts = [part.strip() for part in value.split(">" if directed else ",")]
    if len(parts) != 2 or not all(parts):
        raise UserError(f"--pair {value!r}: name two actors, as 'A,B' for both directions or 'A>B' for one")
    return Pair(first=actor_id(parts[0]), second=actor_id(parts[1]), directed=directed)


def parse_types(values: Iterable[str]) -> list[str]:
    """PLOVER types in any case.

    Raises:
        UserError: there is no such type.
    """
    known = ontology.load_event_types()
    types = [value.upper() for value in values]
    for kind in types:
        if kind not in known:
            raise UserError(f"--type {kind!r} is no PLOVER type; there are {', '.join(known)}")
    return types


def parse_factuality(values: Iterable[str]) -> list[Factuality]:
    """Values of factuality.

    Raises:
        UserError: there is no such value.
    """
    try:
        return [Factuality(value.lower()) for value in values]
    except ValueError as error:
        raise UserError(f"--factuality: {error}; there are {', '.join(Factuality)}") from None


def actor_id(name: str) -> str:
    """Id of a state or organisation that the tables know by this name, else the name as it is.

    So "Israeli" or "Israel" finds all that act for ISR, also where the texts name only its ministers.
    """
    word = plain(name)
    return next((key for key, forms in _named_actors() if word in forms), name.strip())


def _named_actors() -> Iterator[tuple[str, set[str]]]:
    for row in rows(folder("actors") / "states.csv"):
        yield row["id"], {plain(form) for form in (row["name"], *split(row["aliases"]), *split(row["adjectives"]))}
    for table in sorted((folder("actors") / "organisations").iterdir(), key=lambda item: item.name):
        for row in rows(table):
            yield row["id"], {plain(form) for form in (row["name"], *split(row["aliases"]), *split(row["acronyms"]))}


def open_for_reading(path: Path) -> Store:
    """A store to look into.

    Raises:
        UserError: it can't be opened.
    """
    try:
        return open_store(path, read_only=True)
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error

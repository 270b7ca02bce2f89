"""Rows of tables and objects of JSON as records: which column is what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from dragoman.corpus.dates import parse_date
from dragoman.corpus.language import language_code
from dragoman.corpus.options import ROLES, ReadOptions, Record
from dragoman.model.text import DocumentError

COMMON_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "article", "maintext", "fulltext", "articletext", "bodytext", "story", "sentence",
    ),
    "title": ("title", "headline"),
    "date": (
        "date", "published", "pubdate", "publicationdate", "datetime", "publishedat", "publisheddate", "datepublished",
        "publishdate", "publishedtime",
    ),
    "publisher": ("publisher", "source", "outlet", "sourcename", "publication", "newspaper"),
    "url": ("url", "link", "sourceurl"),
    "language": ("language", "lang"),
}  # fmt: skip
"""Names of columns in lower case without signs, most telling first."""

LOOK_AHEAD = 100
"""Objects of a JSON file looked at to know its keys; later objects may lack some."""
LOOK_AHEAD_CHARS = 4_000_000
SHOWN_COLUMNS = 20

Row = Mapping[str, object]
Columns = Mapping[str, tuple[str, ...]]


def find_columns(names: Collection[str], mapped: Mapping[str, str]) -> Columns:
    """For each of our names the columns that may hold it, best first.

    A column "source" beside a column "target" is an actor and not an outlet.

    Raises:
        ValueError: a mapped column is not there, or none holds text or titles; names the columns there are.
    """
    there = f"the columns there are: {_listed(names)}"
    for role, name in mapped.items():
        if name not in names:
            raise ValueError(f"there is no column {name!r} for the {role}; {there}")
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in reversed(list(names))}
    found: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        if role in mapped:
            found[role] = (mapped[role],)
            continue
        taken = [plain[name] for name in COMMON_NAMES[role] if name in plain and plain[name] not in mapped.values()]
        if role == "publisher" and "target" in plain:
            taken = [name for name in taken if name.lower() != "source"]
        found[role] = tuple(taken)
    if not found["text"] and not found["title"]:
        raise ValueError(f"no column is known to hold the text; say which one does; {there}")
    return found


def _listed(names: Collection[str]) -> str:
    shown = [repr(name[:60]) for name in islice(names, SHOWN_COLUMNS)]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "") if shown else "none"


def make_record(row: Row, columns: Columns, options: ReadOptions, location: str) -> Record:
    """One row as a record; a row with a title only is read as its title."""
    text = _first(row, columns["text"])
    title = _first(row, columns["title"])
    return Record(
        location=location,
        text=text or title,
        title=title,
        published=_first_date(row, columns["date"], options.day_first),
        publisher=_first(row, columns["publisher"]) or None,
        url=_first(row, columns["url"]) or None,
        language=language_code(_first(row, columns["language"])),
    )


def _first(row: Row, names: Iterable[str]) -> str:
    """The first value that is not blank, as text."""
    return next((text for name in names if (text := as_text(row.get(name)))), "")


def as_text(value: object) -> str:
    """A value as text: numbers as written, lists of paragraphs joined, the name of an object; empty for none."""
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(as_text, value)))
    if isinstance(value, Mapping):
        return as_text(value.get("name") or value.get("value") or value.get("$oid") or value.get("text"))
    if value is None or isinstance(value, bool) or value != value:
        return ""
    return str(value)


def _first_date(row: Row, names: Iterable[str], day_first: bool | None) -> date | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, Mapping):
            value = value.get("$date") or value.get("value")
        if (found := parse_date(value, day_first=day_first)) is not None:
            return found
    return None


def records_of_objects(
    objects: Iterable[tuple[str, Row | DocumentError]], options: ReadOptions, location: str
) -> Iterator[Record | DocumentError]:
    """Records of objects that may have different keys; the keys of the first 100 stand for all.

    Args:
        objects: pairs of a location and an object, or an error to pass on.
    """
    rest = iter(objects)
    ahead: list[tuple[str, Row | DocumentError]] = []
    size = 0
    for place, item in rest:
        ahead.append((place, item))
        size += 0 if isinstance(item, DocumentError) else sum(len(v) for v in item.values() if isinstance(v, str))
        if len(ahead) >= LOOK_AHEAD or size >= LOOK_AHEAD_CHARS:
            break
    names = dict.fromkeys(name for _, item in ahead if not isinstance(item, DocumentError) for name in item)
    if not names:
        if not ahead:
            yield DocumentError(location=location, reason="the file holds no records")
        for place, item in ahead:
            yield item if isinstance(item, DocumentError) else DocumentError(location=place, reason="it is empty")
        return
    try:
        columns = find_columns(names, options.columns)
    except ValueError as error:
        yield DocumentError(location=location, reason=str(error))
        return
    while ahead:
        place, item = ahead.pop(0)
        yield item if isinstance(item, DocumentError) else make_record(item, columns, options, place)
    for place, item in rest:
        yield item if isinstance(item, DocumentError) else make_record(item, columns, options, place)

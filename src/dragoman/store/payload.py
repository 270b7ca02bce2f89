"""Facts as JSON and back, exactly: what ``explain`` rebuilds is equal to what the extractor gave.

The shape follows the dataclasses, so that a new kind of fact needs only a line in :data:`KINDS`. Fields that have their
default are left out, and a span is ``[start, end]``, with the document as third item only if it is not the fact's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from dragoman.model.facts import Assessment, Condition, Event, Fact, Figure, Position, Proposal, Statement
from dragoman.model.text import Span

KINDS: Mapping[str, type[Fact]] = {
    kind.__name__.lower(): kind for kind in (Event, Statement, Position, Proposal, Condition, Assessment, Figure)
}
"""Kinds of fact that can be rebuilt, by the name they are stored under."""

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
PLAIN = frozenset({str, int, float, bool})
Rebuild = Callable[[Any, str], Any]


def kind_of(fact: Fact) -> str:
    """Name a fact's kind is stored under: its class in lower case."""
    return type(fact).__name__.lower()


def encode(fact: Fact) -> str:
    """A fact as JSON.

    Raises:
        TypeError: a field holds what JSON can't.
    """
    return ENCODER.encode(_plain(fact, fact.document_id))


def decode(kind: str, payload: str, document_id: str) -> Fact:
    """The fact that :func:`encode` wrote.

    Raises:
        ValueError: the kind is not known, or the payload does not fit it.
    """
    if kind not in KINDS:
        raise ValueError(f"facts of kind {kind!r} are not known to this version")
    try:
        fact: Fact = _rebuilder(cast(Hashable, KINDS[kind]))(json.loads(payload), document_id)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"a stored {kind} of document {document_id} can't be rebuilt: {error}") from error
    return fact


def _plain(value: Any, home: str) -> Any:
    kind = type(value)
    # Most values are plain already, and what a class has need not be asked for again: a third of the time.
    if value is None or kind in PLAIN:
        return value
    if kind is Span:
        place = [value.start, value.end]
        return place if value.document_id == home else [*place, value.document_id]
    if kind is tuple or kind is list:
        return [_plain(item, home) for item in value]
    kept = _fields(cast(Hashable, kind))
    if kept is not None:
        plain = {}
        for name, default in kept:
            held = getattr(value, name)
            if held is not default and (default is MISSING or held != default):
                plain[name] = held if type(held) in PLAIN else _plain(held, home)
        return plain
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@cache
def _fields(kind: Hashable) -> tuple[tuple[str, Any], ...] | None:
    """Names and defaults of a dataclass; ``None`` for any other type."""
    if not is_dataclass(kind):
        return None
    return tuple((field.name, field.default) for field in fields(kind) if field.init)


@cache
def _rebuilder(hint: Hashable) -> Rebuild:
    """A function from plain JSON to what a type hint asks for."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(_rebuilder(next(part for part in inner if part is not NoneType)))
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return _items(_rebuilder(inner[0]))
        return _pair(tuple(_rebuilder(part) for part in inner))
    if hint is Span:
        return lambda value, home: Span(document_id=value[2] if len(value) > 2 else home, start=value[0], end=value[1])
    if hint is date:
        return lambda value, _: date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value, _: hint(value)
    if hint is float:
        return lambda value, _: float(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _whole(hint)
    return lambda value, _: value


def _optional(rebuild: Rebuild) -> Rebuild:
    return lambda value, home: None if value is None else rebuild(value, home)


def _items(rebuild: Rebuild) -> Rebuild:
    return lambda value, home: tuple(rebuild(item, home) for item in value)


def _pair(rebuilds: tuple[Rebuild, ...]) -> Rebuild:
    return lambda value, home: tuple(rebuild(item, home) for rebuild, item in zip(rebuilds, value, strict=True))


def _whole(cls: type) -> Rebuild:
    hints = get_type_hints(cls)
    parts = {field.name: _rebuilder(hints[field.name]) for field in fields(cls) if field.init}
    return lambda value, home: cls(**{name: parts[name](held, home) for name, held in value.items()})

"""Events as polars, Arrow and pandas tables: one flat row an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dragoman.exchange.rows import EVENT_COLUMNS, event_record
from dragoman.model.facts import Event
from dragoman.model.text import Document

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

NUMBERS = {"quad_class": "int", "goldstein": "float", "confidence": "float", "start": "int", "end": "int"}
FLAGS = frozenset({"background", "symmetric"})


def to_polars(pairs: Iterable[tuple[Event, Document]]) -> polars.DataFrame:
    """Events with their documents as a polars frame with the columns of :data:`EVENT_COLUMNS`.

    Dates stay ISO 8601 text, since many are known to the month or year only.
    """
    import polars

    types: dict[str, Any] = dict.fromkeys(EVENT_COLUMNS, polars.String)
    types |= {name: polars.Int64 if kind == "int" else polars.Float64 for name, kind in NUMBERS.items()}
    types |= dict.fromkeys(FLAGS, polars.Boolean)
    rows = [event_record(event, document) for event, document in pairs]
    return polars.DataFrame(rows, schema=types)


def to_arrow(pairs: Iterable[tuple[Event, Document]]) -> pyarrow.Table:
    """The same as an Arrow table."""
    return to_polars(pairs).to_arrow()


def to_pandas(pairs: Iterable[tuple[Event, Document]]) -> pandas.DataFrame:
    """The same as a pandas frame.

    Raises:
        ImportError: pandas is not installed (``pip install dragoman[pandas]``).
    """
    import pandas

    return pandas.DataFrame(to_polars(pairs).to_dicts(), columns=list(EVENT_COLUMNS))

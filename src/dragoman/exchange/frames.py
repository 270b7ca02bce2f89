"""Facts as polars, Arrow and pandas tables: one flat row a fact, one table a kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dragoman.exchange.flat import COLUMNS, record
from dragoman.model.facts import Fact
from dragoman.model.text import Document

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

WHOLE = frozenset({"quad_class", "start", "end", "phases"})
NUMBERS = frozenset({"goldstein", "confidence", "low", "high"})
FLAGS = frozenset({"background", "symmetric", "unnamed", "direct", "in_title", "approximate"})


def to_polars(pairs: Iterable[tuple[Fact, Document]], kind: str = "event") -> polars.DataFrame:
    """Facts of one kind with their documents as a polars frame with the columns of that kind (:data:`COLUMNS`).

    Dates stay ISO 8601 text, since many are known to the month or year only.

    Raises:
        ValueError: there is no such kind.
    """
    import polars

    types: dict[str, Any] = dict.fromkeys(columns_of(kind), polars.String)
    for names, type_ in ((WHOLE, polars.Int64), (NUMBERS, polars.Float64), (FLAGS, polars.Boolean)):
        types |= {name: type_ for name in types if name in names}
    rows = [record(fact, document) for fact, document in pairs]
    return polars.DataFrame(rows, schema=types)


def to_arrow(pairs: Iterable[tuple[Fact, Document]], kind: str = "event") -> pyarrow.Table:
    """The same as an Arrow table."""
    return to_polars(pairs, kind).to_arrow()


def to_pandas(pairs: Iterable[tuple[Fact, Document]], kind: str = "event") -> pandas.DataFrame:
    """The same as a pandas frame.

    Raises:
        ImportError: pandas is not installed (``pip install dragoman[pandas]``).
        ValueError: there is no such kind.
    """
    import pandas

    return pandas.DataFrame(to_polars(pairs, kind).to_dicts(), columns=list(columns_of(kind)))


def columns_of(kind: str) -> tuple[str, ...]:
    """Columns of the flat rows of one kind.

    Raises:
        ValueError: there is no such kind.
    """
    if kind not in COLUMNS:
        raise ValueError(f"no facts of kind {kind!r}; there are {', '.join(COLUMNS)}")
    return COLUMNS[kind]

"""Copies of earlier reports: their rows, and the documents that a new one may be a copy of."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.model.text import Copy
from dragoman.store.kinds import Row

DOCUMENT = ("id", "title", "text", "published", "publisher", "url", "language")
"""Columns of a document as it was read."""


def copy_row(copy: Copy) -> Row:
    """Row of ``copies``."""
    return copy.document_id, copy.of_document, copy.similarity


def originals_query(since: date | None, until: date | None) -> tuple[str, list[Any]]:
    """Documents that are no copies, in the order in which they were written; those without a date are always there."""
    values = [day for day in (since, until) if day is not None]
    bounds = [f"published {sign} ?" for sign, day in ((">=", since), ("<=", until)) if day is not None]
    dated = f" AND (published IS NULL OR ({' AND '.join(bounds)}))" if bounds else ""
    # Without an order, a table is read in the order of its rows.
    return (
        f"SELECT {', '.join(DOCUMENT)} FROM documents"
        f" WHERE id NOT IN (SELECT document_id FROM copies){dated}"
    ), values  # fmt: skip

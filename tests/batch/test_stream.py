"""Worker processes read what one process would, in the same order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dragoman.batch import stream
from dragoman.batch.stream import Coded, Workers
from dragoman.desk.reading import At
from dragoman.model.text import Document, DocumentError
from fake_coder import FakeRecipe
from samples import SETUP, document


def _items(number: int) -> Iterator[tuple[At, Document | str]]:
    for place in range(number):
        at = At(location=f"in.jsonl, document {place}", done=place)
        text = (
            "Velmora said WRONG and was wrong."
            if place == 5
            else f"Velmora rejected the plan again, for the {place}th time."
        )
        yield at, f"known {place}" if place % 7 == 3 else document(text)


def test_all_come_in_order_with_what_needs_no_reading_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "CHUNK_DOCUMENTS", 8)
    with Workers(FakeRecipe(), 2, documents=40) as workers:
        assert workers.start() == SETUP
        found = list(workers.read_all(_items(40)))
    given = list(_items(40))
    assert [at for at, _ in found] == [at for at, _ in given]
    for (_, entry), (_, result) in zip(given, found, strict=True):
        if isinstance(entry, str):
            assert result == entry
        elif "WRONG" in entry.text:
            assert isinstance(result, DocumentError)
        else:
            assert isinstance(result, Coded)
            assert result.document == entry
            assert [event.document_id for event in result.events] == [entry.id]

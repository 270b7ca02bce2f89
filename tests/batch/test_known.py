"""The compact set of ids says the same as a set."""

from __future__ import annotations

from random import Random

import pytest

from dragoman.batch import known
from dragoman.batch.known import KnownIds


def test_it_knows_what_was_added_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "FRESH", 16)
    chance = Random(3)
    ids, seen = KnownIds(), set()
    for _ in range(2000):
        key = f"{chance.choice((chance.randrange(500), 2**64 - 1 - chance.randrange(500))):016x}"
        assert (key in ids) == (key in seen)
        assert ids.add(key) == (key not in seen)
        seen.add(key)
    assert len(ids) == len(seen)
    assert [int(number) for number in ids.numbers()] == sorted(int(key, 16) for key in seen)


def test_an_empty_one_has_no_numbers() -> None:
    assert KnownIds().numbers().tolist() == []

"""A coder that needs no model: one event to a document, and documents that do harm if their text says so.

``python fake_coder.py ARCHIVE PATH JOBS [SHARE SHARES]`` reads into an archive with it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.batch.reading import Plan, read_into
from dragoman.batch.units import Watch
from dragoman.corpus.options import ReadOptions
from dragoman.desk.reading import At
from dragoman.model.text import Document, DocumentError
from dragoman.store import Setup
from samples import SETUP, Report, event


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeCoder:
    """Codes by what the text says: ABORT kills the worker, SLEEP never ends, WRONG raises, ONCE kills it once."""

    mark: Path | None = None
    seconds: float = 0.0

    @property
    def setup(self) -> Setup:
        return SETUP

    def code(self, items: Iterable[tuple[At, Document]]) -> Iterator[tuple[At, Report | DocumentError]]:
        for at, document in items:
            time.sleep(self.seconds)
            if "ABORT" in document.text:
                os.abort()
            if "SLEEP" in document.text:
                time.sleep(600)
            if "ONCE" in document.text and self.mark and not self.mark.exists():
                self.mark.touch()
                os.abort()
            if "WRONG" in document.text:
                yield at, DocumentError(location=at.location, reason="the rules stumbled")
            else:
                yield at, Report(document, (event(document, on="2031-03-01"),))


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeRecipe:
    """Gives each worker its own."""

    mark: Path | None = None
    seconds: float = 0.0

    def load(self) -> FakeCoder:
        return FakeCoder(mark=self.mark, seconds=self.seconds)


def plan(archive: Path, *paths: Path, jobs: int = 1, **given: object) -> Plan:
    """Units of four documents."""
    values: dict[str, object] = {"recipe": FakeRecipe(), "documents": 4, "coding": "fake", **given}
    return Plan(archive=archive, paths=tuple(map(str, paths)), options=ReadOptions(), jobs=jobs, **values)  # type: ignore[arg-type]


if __name__ == "__main__":
    slow = FakeRecipe(seconds=0.01)
    share = (int(sys.argv[4]), int(sys.argv[5])) if len(sys.argv) > 4 else None
    read_into(plan(Path(sys.argv[1]), Path(sys.argv[2]), jobs=int(sys.argv[3]), recipe=slow, share=share), Watch())

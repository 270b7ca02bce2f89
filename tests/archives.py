"""Archives with some parts, made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from dragoman.model.ids import content_id
from dragoman.model.text import Document
from dragoman.store import Setup, open_store
from dragoman.store.archive_parts import make_archive
from samples import KESTRIA, SETUP, VELMORA, Report, event

FIRST = date(2030, 12, 30)


def story(number: int) -> Document:
    """A document with the id that reading would give it, of another day each."""
    title, text = f"Plan {number}", f"On Tuesday Velmora rejected Kestria’s plan {number} in Mirrin, officials said."
    day, outlet = FIRST + timedelta(days=number), f"Wire {number % 2}"
    key = content_id("document", title, text, day.isoformat(), outlet, None)
    return Document(id=key, text=text, title=title, published=day, publisher=outlet, url=None, language="en")


def coded(number: int) -> Report:
    """Two events of a story: one of its own day, one both ways and without a date."""
    home = story(number)
    day = (FIRST + timedelta(days=number)).isoformat()
    return Report(
        home,
        (
            event(home, on=day),
            event(home, sources=(KESTRIA,), targets=(VELMORA,), plover="CONSULT", symmetric=True),
        ),
    )


def filled(path: Path, parts: int = 3, each: int = 2, *, setup: Setup = SETUP) -> Path:
    """An archive of some parts."""
    make_archive(path)
    with open_store(path) as store:
        run = store.begin_run(setup, ("made",))
        for part in range(parts):
            for number in range(each):
                store.add(coded(part * each + number), run)
            store.flush()
    return path

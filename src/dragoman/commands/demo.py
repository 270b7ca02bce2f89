"""``dragoman demo``: the example corpus, from texts to events to the sentence behind one."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from dragoman import ontology
from dragoman.commands.problems import CommandError, Exit
from dragoman.commands.session import Session, Wanted
from dragoman.commands.terminal import PROSE_WIDTH, say, show
from dragoman.corpus.options import ReadOptions
from dragoman.model.facts import Factuality
from dragoman.report.explain import explain
from dragoman.report.readout import Reading, readout
from dragoman.report.words import count
from dragoman.store import EventFilter, Store, StoredEvent, StoreError, open_store

SHOWN = 2
"""Documents of the example that get a readout here."""
ACTORS = "actors.yaml"
NOT_REPORTS = frozenset({ACTORS, "README.md", "LICENSE", "SOURCE.md"})


def demo(
    store: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to keep it; a temporary file if not given.")
    ] = None,
) -> None:
    """Read the example corpus that comes with Dragoman, and show what can be done with it."""
    place = store if store is not None else Path(tempfile.mkdtemp(prefix="dragoman-")) / "demo.duckdb"
    example = files("dragoman").joinpath("data", "example")
    if not example.is_dir():
        raise CommandError("the example corpus is missing from this installation; install Dragoman anew")
    with as_file(example) as folder:
        paths = sorted(str(path) for path in folder.iterdir() if _is_report(path))
        actors = (folder / ACTORS,) if (folder / ACTORS).exists() else ()
        wanted = Wanted(store=place, quiet=True, actors=actors)
        code = Session(wanted, ReadOptions(), arguments=("demo",)).run(paths)
    try:
        with open_store(place, read_only=True) as opened:
            _present(opened, place)
    except StoreError as error:
        raise CommandError(str(error), Exit.STORE) from error
    raise typer.Exit(code)


def _is_report(path: Path | Traversable) -> bool:
    return path.is_file() and path.name not in NOT_REPORTS and not path.name.startswith((".", "__"))


def _present(store: Store, place: Path) -> None:
    totals, length = store.totals(), store.id_length()
    documents = sorted(store.documents(), key=lambda row: -row.events)[:SHOWN]
    readings = []
    for row in documents:
        document = store.document(row.id)
        if document is not None:
            events = tuple(found.event for found in store.events(EventFilter(document=row.id)))
            readings.append(Reading(document=document, events=events))
    show(readout(readings, lambda key: key[:length]), PROSE_WIDTH)
    say()
    chosen = _telling(store.events())
    if chosen is not None:
        say(f"$ dragoman explain {chosen.event.id[:length]} --store {place}")
        run = next((each for each in store.runs() if each.id == chosen.run), None)
        types, cameo = ontology.load_event_types(), ontology.load_cameo()
        show(explain(chosen.event, chosen.document, types=types, cameo=cameo, run=run), PROSE_WIDTH)
        say()
    say(f"{count(totals.documents, 'document')}, {count(totals.events, 'event')} in {place}. Try next:")
    actor = next((row.name for row in store.actors(limit=1)), "NAME")
    for line in (
        f"dragoman events --store {place}",
        f"dragoman events --store {place} --actor {actor!r} --csv > events.csv",
        f"dragoman actors --store {place}",
        "dragoman read YOUR-FILES --date 2024-02-08",
    ):
        say(f"  {line}")


def _telling(events: list[StoredEvent]) -> StoredEvent | None:
    """An event worth explaining: with a target, presented otherwise than plainly, told by someone."""

    def rank(row: StoredEvent) -> tuple[bool, bool, int]:
        event = row.event
        return (
            bool(event.targets),
            event.factuality is not Factuality.ASSERTED,
            len(event.attribution) + len(event.match.spans),
        )

    return max(events, key=rank, default=None)

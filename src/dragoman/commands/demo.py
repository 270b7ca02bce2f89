"""``dragoman demo``: the example corpus, from texts to facts to the sentence behind one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from dragoman import ontology
from dragoman.commands.session import Session, Wanted
from dragoman.commands.terminal import PROSE_WIDTH, say, show
from dragoman.corpus.options import ReadOptions
from dragoman.desk.problems import Exit, UserError
from dragoman.report.explain import explain
from dragoman.report.readout import Reading, readout
from dragoman.report.words import count
from dragoman.store import FactFilter, Store, StoredEvent, StoreError, open_store

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
        raise UserError("the example corpus is missing from this installation; install Dragoman anew")
    with as_file(example) as folder:
        paths = sorted(str(path) for path in folder.iterdir() if _is_report(path))
        actors = (folder / ACTORS,) if (folder / ACTORS).exists() else ()
        wanted = Wanted(store=place, quiet=True, actors=actors)
        code = Session(wanted, ReadOptions(), arguments=("demo",)).run(paths)
    try:
        with open_store(place, read_only=True) as opened:
            _present(opened, place)
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    raise typer.Exit(code)


def _is_report(path: Path | Traversable) -> bool:
    return path.is_file() and path.name not in NOT_REPORTS and not path.name.startswith((".", "__"))


def _present(store: Store, place: Path) -> None:
    totals, length = store.totals(), store.id_length()
    found = store.events()
    if found:
        shown = _telling_document(found)
        document = shown[0].document
        facts = tuple(row.fact for row in store.iter_facts(FactFilter(document=document.id)))
        show(readout([Reading(document=document, facts=facts)], lambda key: key[:length]))
        say()
        chosen = _telling_event(shown)
        say(f"$ dragoman explain {chosen.event.id[:length]} --store {place}")
        run = next((each for each in store.runs() if each.id == chosen.run), None)
        types, cameo = ontology.load_event_types(), ontology.load_cameo()
        show(explain(chosen.event, chosen.document, types=types, cameo=cameo, run=run), PROSE_WIDTH)
        say()
    others = sum(totals.kinds.values()) - totals.events
    found_in = f"{count(totals.documents, 'document')}, {count(totals.events, 'event')}, {count(others, 'other fact')}"
    say(f"{found_in} in {place}. Try next:")
    actor = next((row.name for row in store.actors(limit=1)), "NAME")
    for line in (
        f"dragoman events --store {place}",
        f"dragoman events --store {place} --actor {actor!r} --csv > events.csv",
        f"dragoman positions --store {place} --issue plan",
        f"dragoman actors --store {place}",
        "dragoman read YOUR-FILES --date 2024-02-08",
    ):
        say(f"  {line}")


def _telling_document(rows: Sequence[StoredEvent]) -> list[StoredEvent]:
    """Events of the document that shows most ways of presenting events, in text order."""
    by_document: dict[str, list[StoredEvent]] = {}
    for row in rows:
        by_document.setdefault(row.document.id, []).append(row)

    def rank(document: str) -> tuple[int, int, str]:
        events = [row.event for row in by_document[document]]
        ways = {(event.factuality, event.background) for event in events}
        return len(ways), -len(events), document

    chosen = by_document[max(by_document, key=rank)]
    return sorted(chosen, key=lambda row: row.event.evidence[0].start)


def _telling_event(rows: Sequence[StoredEvent]) -> StoredEvent:
    """An event worth explaining: with a target, told by someone, the surest first."""

    def rank(row: StoredEvent) -> tuple[bool, bool, float, int]:
        event = row.event
        return bool(event.targets), len(event.attribution) > 1, event.confidence, len(event.match.spans)

    return max(rows, key=rank)

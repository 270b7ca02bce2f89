"""What is new since a day or a run, as it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dragoman.desk.problems import UserError
from dragoman.relations.diff import KINDS
from dragoman.relations.diff_model import Entry
from dragoman.relations.diff_sides import Parted, Window, part_by_day, part_by_run
from dragoman.report.words import count
from dragoman.store import FactFilter, Store
from dragoman.store.queries import plain


def parted_facts(store: Store, path: Path, window: Window, since_run: int | None) -> tuple[Parted, str]:
    """Facts on either side, and the question in words.

    Raises:
        UserError: there is no such run.
    """
    rows = store.iter_facts(FactFilter(kinds=KINDS))
    until = f" until {window.until}" if window.until is not None else ""
    if since_run is None:
        parted = part_by_day(((row.fact, row.document) for row in rows), window)
        return parted, f"New in the world as reported, since {window.since}{until}"
    runs = {run.id: run for run in store.runs()}
    if since_run not in runs:
        there = f"there are runs {min(runs)} to {max(runs)}" if len(runs) > 1 else "there is only run 1"
        raise UserError(f"--since-run {since_run}: no such run in {path}; {there if runs else 'it has none yet'}")
    parted = part_by_run((((row.fact, row.document), row.run) for row in rows), since_run, window)
    started = f"{runs[since_run].started:%Y-%m-%d %H:%M} UTC"
    return parted, f"New in the store since run {since_run} ({started}){until}"


def beside_line(parted: Parted) -> str:
    """Facts that are on neither side, so that nobody takes them for unchanged."""
    number = len(parted.beside)
    return f" {count(number, 'fact')} on neither side: too late, or not dated closely enough." if number else ""


def entry_has_words(entry: Entry, search: str) -> bool:
    """Whether an entry is on the issue with this id, or has these words in what it is about or in its sentence."""
    word = plain(search)
    wordings = (text for text, _ in entry.issue.wordings) if entry.issue is not None else ()
    named = (entry.subject, entry.now, *(party.name for party in entry.parties), *wordings)
    said = (cited.sentence for cited in entry.evidence)
    return (entry.issue is not None and entry.issue.id == search) or any(
        word in plain(text) for text in (*named, *said)
    )


def concerns(entry: Entry, names: Sequence[str]) -> bool:
    """Whether an entry is about the party that the user names, or somebody who acts for it."""
    for party in entry.parties:
        if not {plain(party.name), party.id}.isdisjoint(names) or names[0] in plain(party.name).split():
            return True
    for actor in entry.actors:
        own = {plain(each) for each in (actor.id, actor.name, actor.country or "", actor.affiliation or "") if each}
        if not own.isdisjoint(names) or names[0] in plain(actor.name).split():
            return True
    return False

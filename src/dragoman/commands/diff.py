"""``dragoman diff``: what is new or changed since a day, or since a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from dragoman.commands.arguments import DEFAULT_STORE, actor_id, parse_day
from dragoman.commands.issues_file import IssuesOption, read_choices
from dragoman.commands.look import (
    CsvOption,
    FromOption,
    JsonOption,
    LimitOption,
    SearchOption,
    StoreOption,
    ToOption,
    limit_of,
    looking,
    store_option,
    write_csv,
    write_json,
)
from dragoman.commands.problems import CommandError
from dragoman.commands.terminal import note, say, show
from dragoman.relations.choices import Choices
from dragoman.relations.diff import KINDS
from dragoman.relations.diff import diff as find_diff
from dragoman.relations.diff_model import Cited, Diff, Entry, Shift, Tally
from dragoman.relations.diff_sides import Parted, Window, part_by_day, part_by_run
from dragoman.report.diff_lines import DIRECTIONS, diff_lines, diff_summary
from dragoman.report.readout_lines import Context
from dragoman.report.words import QUAD_CLASSES, count
from dragoman.store import FactFilter, Store
from dragoman.store.queries import plain

RunOption = Annotated[
    int | None,
    typer.Option("--since-run", metavar="N", help="What is new in the store: first seen by run N or a later one."),
]
PartyOption = Annotated[
    str | None, typer.Option("--actor", metavar="NAME", help="Only what concerns this party, or someone for it.")
]


def diff(
    store: StoreOption = DEFAULT_STORE,
    since: FromOption = None,
    since_run: RunOption = None,
    until: ToOption = None,
    actor: PartyOption = None,
    search: SearchOption = "",
    issues_file: IssuesOption = None,
    limit: LimitOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show what is new or changed, by party, issue, proposal and relation, with a direction and the sentence behind it.

    --since asks what is new in the world as reported: facts of that day or later against those before; a fact without
    a date is of the day of its report. --since-run asks what is new in the store: facts that this run or a later one
    saw first, however old they are, against those known before.

    Better is towards agreement as reported (nearer to where other parties stand, an answer that accepts, events of
    higher Goldstein value, a claim that says so), worse is away from it, and unchanged is neither.
    """
    choices = read_choices(issues_file)
    window = _window(since, since_run, until)
    with looking(store) as opened:
        parted, question = _parted(opened, store, window, since_run)
        every = _compared(parted, choices, window)
        names = (plain(actor), plain(actor_id(actor))) if actor is not None else ()
        found = every.only(lambda entry: _has_words(entry, search) and (not names or _concerns(entry, names)))
        if as_json or as_csv:
            shown = found.entries[: limit_of(limit, export=True)]
            if as_json:
                write_json(map(_record, shown))
            else:
                write_csv(map(_flat, shown), COLUMNS)
            return
        if not found.entries:
            say(_nothing(every, parted, question))
            return
        length = opened.id_length()
        context = Context(documents={}, shorten=lambda key: key[:length])
        numbers = f"{count(found.after, 'fact')}, against {found.before:,} before.{_beside(parted)}"
        show(Text(f"{question}: {numbers} {diff_summary(found)}. {DIRECTIONS}\n"))
        show(diff_lines(found, context, limit_of(limit, export=False)))
        reference = context.shorten(found.entries[0].evidence[0].fact)
        note(f"What a line stands on: dragoman explain {reference}{store_option(store)}")


def _window(since: str | None, since_run: int | None, until: str | None) -> Window:
    """The days that are compared.

    Raises:
        CommandError: neither a day nor a run is given, or both are, or the days are the wrong way round.
    """
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    if (first is None) is (since_run is None):
        raise CommandError("say since when: --since 2024-02-08 for a day, or --since-run 2 for a run, and not both")
    try:
        return Window(since=first, until=last)
    except ValueError as error:
        raise CommandError(f"--until: {error}") from error


def _parted(store: Store, path: Path, window: Window, since_run: int | None) -> tuple[Parted, str]:
    """Facts on either side, and the question in words.

    Raises:
        CommandError: there is no such run.
    """
    rows = store.iter_facts(FactFilter(kinds=KINDS))
    until = f" until {window.until}" if window.until is not None else ""
    if since_run is None:
        parted = part_by_day(((row.fact, row.document) for row in rows), window)
        return parted, f"New in the world as reported, since {window.since}{until}"
    runs = {run.id: run for run in store.runs()}
    if since_run not in runs:
        there = f"there are runs {min(runs)} to {max(runs)}" if len(runs) > 1 else "there is only run 1"
        raise CommandError(f"--since-run {since_run}: no such run in {path}; {there if runs else 'it has none yet'}")
    parted = part_by_run((((row.fact, row.document), row.run) for row in rows), since_run, window)
    started = f"{runs[since_run].started:%Y-%m-%d %H:%M} UTC"
    return parted, f"New in the store since run {since_run} ({started}){until}"


def _compared(parted: Parted, choices: Choices, window: Window) -> Diff:
    return find_diff(parted.before, parted.after, choices, beside=parted.beside, window=window)


def _beside(parted: Parted) -> str:
    """Facts that are on neither side, so that nobody takes them for unchanged."""
    number = len(parted.beside)
    return f" {count(number, 'fact')} on neither side: too late, or not dated closely enough." if number else ""


def _nothing(every: Diff, parted: Parted, question: str) -> str:
    if every.entries:
        return f"{question}: nothing new that fits; without --actor and --search, {diff_summary(every)}."
    return f"{question}: nothing new ({count(every.after, 'fact')}, {every.before:,} before).{_beside(parted)}"


def _has_words(entry: Entry, search: str) -> bool:
    """Whether an entry is on the issue with this id, or has these words in what it is about or in its sentence."""
    word = plain(search)
    wordings = (text for text, _ in entry.issue.wordings) if entry.issue is not None else ()
    named = (entry.subject, entry.now, *(party.name for party in entry.parties), *wordings)
    said = (cited.sentence for cited in entry.evidence)
    return (entry.issue is not None and entry.issue.id == search) or any(
        word in plain(text) for text in (*named, *said)
    )


def _concerns(entry: Entry, names: Sequence[str]) -> bool:
    """Whether an entry is about the party that the user names, or somebody who acts for it."""
    for party in entry.parties:
        if not {plain(party.name), party.id}.isdisjoint(names) or names[0] in plain(party.name).split():
            return True
    for actor in entry.actors:
        own = {plain(each) for each in (actor.id, actor.name, actor.country or "", actor.affiliation or "") if each}
        if not own.isdisjoint(names) or names[0] in plain(actor.name).split():
            return True
    return False


COLUMNS = (
    "kind", "news", "direction", "reason", "parties", "subject", "issue", "issue_id", "was", "now", "said_by", "date",
    "told", "fact", "sentence", "outlet", "published", "factuality", "before_fact", "before_sentence", "before_outlet",
    "before_published", "facts", "events_before", "mean_before", "events_after", "mean_after", "difference", "low",
    "high",
)  # fmt: skip


def _record(entry: Entry) -> dict[str, Any]:
    return {
        **_common(entry),
        "parties": [party.name for party in entry.parties],
        "evidence": [_cited(each) for each in entry.evidence],
        "earlier": [_cited(each) for each in entry.earlier],
        "events": _shift(entry.shift) if entry.shift is not None else None,
        "ways": [_shift(way) for way in entry.ways],
    }


def _common(entry: Entry) -> dict[str, Any]:
    issue = entry.issue
    return {
        "kind": str(entry.kind),
        "news": str(entry.news),
        "direction": str(entry.course),
        "reason": entry.reason,
        "subject": entry.subject,
        "issue": issue.label if issue is not None else None,
        "issue_id": issue.id if issue is not None else None,
        "was": entry.was or None,
        "now": entry.now,
        "said_by": entry.said_by or None,
        "date": entry.day or None,
        "told": entry.told,
    }


def _cited(cited: Cited) -> dict[str, Any]:
    return {
        "fact": cited.fact,
        "sentence": cited.sentence,
        "outlet": cited.outlet or None,
        "published": cited.published or None,
        "date": cited.day or None,
        "factuality": str(cited.factuality),
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "source": shift.source.name if shift.source is not None else None,
        "target": shift.target.name if shift.target is not None else None,
        "before": _tally(shift.before),
        "after": _tally(shift.after),
        "difference": shift.difference,
        "low": shift.low,
        "high": shift.high,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    quads = {QUAD_CLASSES[quad].replace(" ", "_"): number for quad, number in enumerate(tally.quads, 1)}
    return {
        "events": tally.events, "mentions": tally.mentions, "outlets": tally.outlets, "mean": tally.mean, **quads
    }  # fmt: skip


def _flat(entry: Entry) -> dict[str, Any]:
    """An entry as one row: the sentence that it cites, and the ids of the others."""
    first, earlier, shift = entry.evidence[0], entry.earlier[0] if entry.earlier else None, entry.shift
    row = {
        **_common(entry),
        "parties": "|".join(party.name for party in entry.parties),
        **{name: value for name, value in _cited(first).items() if name != "date"},
        "facts": "|".join(cited.fact for cited in entry.evidence),
    }
    if earlier is not None:
        row |= {f"before_{name}": value for name, value in _cited(earlier).items() if f"before_{name}" in COLUMNS}
    if shift is not None:
        row |= {"difference": shift.difference, "low": shift.low, "high": shift.high}
        row |= {"events_before": shift.before.events, "mean_before": shift.before.mean}
        row |= {"events_after": shift.after.events, "mean_after": shift.after.mean}
    return {column: row.get(column) for column in COLUMNS}

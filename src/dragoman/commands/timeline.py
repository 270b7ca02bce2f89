"""``dragoman timeline``: the days that matter and one sentence for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.commands.look import (
    CsvOption,
    FromOption,
    JsonOption,
    StoreOption,
    ToOption,
    looking,
    store_option,
    write_csv,
    write_json,
)
from dragoman.commands.terminal import PROSE_WIDTH, note, say, show
from dragoman.desk.arguments import DEFAULT_STORE, actor_id, parse_day, parse_pair
from dragoman.desk.dated import Dated, reports_of, sentences_of, sentences_on
from dragoman.relations.timeline import TOP, Entry, find_timeline
from dragoman.relations.topic import Topic
from dragoman.report.timeline_lines import timeline_lines
from dragoman.report.timeline_records import TIMELINE_COLUMNS, day_record
from dragoman.report.words import count


def timeline(
    store: StoreOption = DEFAULT_STORE,
    topic: Annotated[
        str, typer.Option(metavar="WORDS", help="Only what has all these words in it, or words that begin so.")
    ] = "",
    actor: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only events of this actor: name, id or country, with its officials."),
    ] = None,
    pair: Annotated[
        str | None,
        typer.Option(metavar="A,B", help="Only events between two actors; 'A>B' for one direction."),
    ] = None,
    top: Annotated[int, typer.Option(min=0, metavar="N", help="At most so many days; 0 for all.")] = TOP,
    since: FromOption = None,
    until: ToOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show the days that matter and one sentence for each, by when it happened and not when it was printed.

    A day weighs by how many reports were printed on it and how many name it, copies counted once. Without --actor or
    --pair all texts are read for days; with one of them, only the events coded between them count.
    """
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    words, between = Topic(topic), parse_pair(pair)
    with looking(store) as opened:
        if actor or between is not None:
            found = sentences_of(opened, words, actor=actor_id(actor) if actor else None, pair=between)
        else:
            found = sentences_on(reports_of(opened), words)
        entries = find_timeline(found.sentences, top=top or None, copies=found.copies, since=first, until=last)
        if as_json:
            write_json(_records(entries, found))
        elif as_csv:
            write_csv(_records(entries, found), TIMELINE_COLUMNS)
        else:
            _show(entries, found, opened.id_length(), store)


def _show(entries: list[Entry], found: Dated, length: int, store: Path) -> None:
    if not entries:
        say("No days.")
        return
    show(timeline_lines(entries, found.documents, lambda key: key[:length]), PROSE_WIDTH)
    copies = f", {count(len(found.copies), 'copy', 'copies')} among them" if found.copies else ""
    say(f"{count(len(entries), 'day')} from {count(len(found.documents), 'report')}{copies}.")
    coded = next((entry.sentence.fact for entry in entries if entry.sentence.fact), "")
    if coded:
        note(f"What an event stands on: dragoman explain {coded[:length]}{store_option(store)}")


def _records(entries: Iterable[Entry], found: Dated) -> Iterator[dict[str, Any]]:
    return (day_record(entry, found.documents[entry.sentence.document]) for entry in entries)

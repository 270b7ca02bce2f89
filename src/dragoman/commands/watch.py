"""``dragoman watch``: reads what arrives in a folder, or in a feed, into a store."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.read import ActorsOption, ModelOption
from dragoman.commands.terminal import note, say
from dragoman.corpus.feeds import read_feed
from dragoman.corpus.options import ReadOptions
from dragoman.desk.arguments import DEFAULT_STORE, parse_columns, parse_day
from dragoman.desk.feed_client import (
    LEAST_SECONDS,
    MOST_SECONDS,
    USUAL_SECONDS,
    FeedError,
    FeedState,
    check_address,
    fetch_feed,
)
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.reading import At, load_reader
from dragoman.desk.setup import setup_of
from dragoman.desk.watching import Folder, Watched
from dragoman.report.words import count
from dragoman.store import StoreError, open_store
from dragoman.store.archive_parts import is_archive

FOLDER_SECONDS = 5.0
LEAST_FOLDER_SECONDS = 0.05
NETWORK = "a feed is fetched over the network, which Dragoman does only if told to: add --allow-network"


def watch(
    source: Annotated[str, typer.Argument(metavar="DIR|FEED", help="Folder, or address of an RSS or Atom feed.")],
    store: Annotated[Path, typer.Option(metavar="FILE", help="Store to add to; made if it is not there.")] = (
        DEFAULT_STORE
    ),
    every: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", help="Time between two looks: 5 for a folder, 900 for a feed, there 60 at least."
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Read what is there and end.")] = False,
    allow_network: Annotated[bool, typer.Option("--allow-network", help="Fetch the feed.")] = False,
    date: Annotated[str | None, typer.Option(metavar="DAY", help="Publication date of documents without one.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Outlet of documents without one.")] = None,
    actors: ActorsOption = None,
    model: ModelOption = "",
    column: Annotated[
        list[str] | None, typer.Option(metavar="OURS=THEIRS", help="Column of a table or JSON, such as text=body.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only errors.")] = False,
) -> None:
    """Read what arrives in a folder or a feed into a store, which the web desk and other commands can use meanwhile.

    A file is read when it has not changed between two looks, a document never twice. Ctrl-C ends it. Of a feed, the
    text that the feed itself holds is read; the articles it links to are not fetched.
    """
    is_feed = "://" in source
    _check(source, store, is_feed=is_feed, every=every, allow_network=allow_network)
    try:
        options = ReadOptions(
            published=parse_day(date, "--date"), publisher=publisher, columns=parse_columns(column or ())
        )
    except ValueError as error:
        raise UserError(f"--column: {error}") from error
    files = tuple(actors or ())
    try:
        # A store that can't be opened is said before the model is loaded.
        open_store(store).close()
        reader = load_reader(model, files)
        watched = Watched(store, reader, setup_of(reader, files), ("watch", source), note)
        began = time.monotonic()
        with suppress(KeyboardInterrupt):
            if is_feed:
                _feed(watched, source, every or USUAL_SECONDS, once=once, quiet=quiet)
            else:
                _folder(watched, Folder(Path(source), options), every or FOLDER_SECONDS, once=once, quiet=quiet)
        watched.close()
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    if not quiet:
        say(f"{_told(watched.counts)}. {time.monotonic() - began:.0f} s. Store: {store}.")
    raise typer.Exit(Exit.FAILED if once and watched.counts["failed"] else Exit.DONE)


def _check(source: str, store: Path, *, is_feed: bool, every: float | None, allow_network: bool) -> None:
    """See that what was asked for can be done.

    Raises:
        UserError: it can't.
    """
    if is_feed:
        check_address(source)
        if not allow_network:
            raise UserError(NETWORK)
    elif not Path(source).is_dir():
        raise UserError(f"{source} is no folder; 'dragoman read' reads single files")
    least = LEAST_SECONDS if is_feed else LEAST_FOLDER_SECONDS
    if every is not None and every < least:
        raise UserError(f"--every {every:g} is too often; {least:g} seconds at least")
    if is_archive(store.expanduser()):
        raise UserError(f"{store} is an archive; watch writes to a store in one file")


def _folder(watched: Watched, folder: Folder, every: float, *, once: bool, quiet: bool) -> None:
    """Look again and again; with ``once``, until the files are at rest, twice at least."""
    looks = 0
    while True:
        before = watched.counts.copy()
        watched.take(folder.look())
        looks += 1
        _tell(before, watched.counts, quiet=quiet)
        if once and looks > 1 and not folder.moving:
            return
        time.sleep(min(every, 1.0) if once else every)


def _feed(watched: Watched, address: str, every: float, *, once: bool, quiet: bool) -> None:
    """Ask again and again, never before the time has come that was agreed on last."""
    name = f"feed {address}"
    state = FeedState.from_json(watched.setting(name))
    failures = 0
    while True:
        left = state.asked + max(every, state.wait, state.least) - time.time()
        if left > 0 and once:
            return note(f"{address}: asked {count(round(time.time() - state.asked), 'second')} ago; not yet again")
        # A clock that was set back must not keep it silent for long.
        time.sleep(min(max(0.0, left), MOST_SECONDS))
        before = watched.counts.copy()
        try:
            state = _ask(watched, address, state)
            failures = 0
        except FeedError as error:
            failures += 1
            watched.counts["failed"] += 1
            note(f"{address}: {error}")
            if error.is_final:
                return None
            state = replace(state, asked=time.time(), wait=min(max(error.wait, every * 2**failures), MOST_SECONDS))
        watched.keep_setting(name, state.to_json())
        _tell(before, watched.counts, quiet=quiet)
        if once:
            return None


def _ask(watched: Watched, address: str, state: FeedState) -> FeedState:
    """Fetch the feed and read what is new in it."""
    answer = fetch_feed(address, state)
    if answer.data is None:
        return answer.state
    try:
        feed = read_feed(answer.data, address, answer.headers)
    except ValueError as error:
        raise FeedError(str(error)) from error
    watched.take((At(location=address, done=0), entry) for entry in feed.entries)
    return replace(answer.state, least=min(feed.minutes * 60.0, MOST_SECONDS))


def _tell(before: Mapping[str, int], after: Mapping[str, int], *, quiet: bool) -> None:
    """One line, if something was read."""
    if not quiet and after["read"] > before["read"]:
        new = {name: after[name] - before.get(name, 0) for name in ("read", "facts", "copies")}
        say(f"{time.strftime('%H:%M:%S')} {_told(new)}")


def _told(counts: Mapping[str, int]) -> str:
    asides = [
        f"{count(counts['copies'], 'copy', 'copies')} of earlier reports" if counts["copies"] else "",
        f"{counts['failed']:,} could not be read" if counts.get("failed") else "",
    ]
    read = f"{count(counts['read'], 'document')} read: {count(counts['facts'], 'fact')}"
    return "; ".join([read, *filter(None, asides)])

"""``dragoman serve``: the web desk over a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.table_options import GroupsOption
from dragoman.commands.terminal import note, say
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.issues import read_choices
from dragoman.desk.problems import Exit, UserError
from dragoman.store import StoreError
from dragoman.web.settings import LOCAL, PORT, Settings, is_loopback


def serve(
    store: Annotated[Path, typer.Option(metavar="FILE", help="Store to open; made if it is not there.")] = (
        DEFAULT_STORE
    ),
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; other than this machine, it wants a token.")
    ] = LOCAL,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for a free one.")] = PORT,
    new_token: Annotated[
        bool, typer.Option("--new-token", help="Make a new token; the one before no longer opens the desk.")
    ] = False,
    model: Annotated[str, typer.Option(metavar="NAME", help="spaCy model for reports that are added.")] = "",
    actors: Annotated[
        list[Path] | None, typer.Option("--actors", metavar="FILE.yaml", help="Your own actors; may be repeated.")
    ] = None,
    groups: GroupsOption = None,
    issues_file: IssuesOption = None,
) -> None:
    """Open the web desk over a store: reports, relations, positions, terms, review, briefings.

    It listens on this machine only unless --host says otherwise. Then every visitor needs the token that is printed
    once; the traffic is not encrypted, so put it behind a proxy that does that, or a tunnel.
    """
    # Imported here: the web server takes half a second to load, which no other command needs.
    from dragoman.web.server import run, token_of

    try:
        token, token_hash = token_of(store, is_new=new_token, wanted=not is_loopback(host))
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    settings = Settings(
        store=store, host=host, port=port, token_hash=token_hash, model=model, actors=tuple(actors or ()),
        groups=groups, choices=read_choices(issues_file),
    )  # fmt: skip
    if token_hash:
        note("Other machines can reach this desk: it asks for the token, and the traffic is not encrypted.")
        if token:
            say(f"Token, shown this once (--new-token makes another): {token}")
    try:
        run(settings, lambda address: say(f"The desk is open at {address} (Ctrl-C closes it)"))
    except StoreError as error:
        raise UserError(str(error), Exit.STORE) from error
    except OSError as error:
        raise UserError(f"can't listen on {host} port {port}: {error.strerror}; choose another with --port") from error

"""The command line. ``main`` is the entry point; it turns every error into one line and an exit code.

Exit codes: 0 done; 1 some documents failed, or a figure fell below its floor; 2 wrong use, or nothing could be read;
3 a problem with the store; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from dragoman.commands.brief import brief
from dragoman.commands.chart import chart_app
from dragoman.commands.claim import claim
from dragoman.commands.code import code
from dragoman.commands.demo import demo
from dragoman.commands.diff import diff
from dragoman.commands.evaluate import evaluate
from dragoman.commands.export import export
from dragoman.commands.facts import LISTINGS
from dragoman.commands.import_ import import_
from dragoman.commands.look import actors, documents, errors, events, explain
from dragoman.commands.network import network
from dragoman.commands.read import read
from dragoman.commands.related import RELATED
from dragoman.commands.report import report
from dragoman.commands.review import review_app
from dragoman.commands.series import series
from dragoman.commands.serve import serve
from dragoman.commands.store import store_app
from dragoman.commands.timeline import timeline
from dragoman.commands.version import version
from dragoman.commands.watch import watch
from dragoman.desk.problems import Exit, UserError

DEBUG = "--debug"

app = typer.Typer(
    name="dragoman",
    help="Reads news of international affairs and gives back the diplomacy in it as data that can be checked.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="markdown",  # joins the lines of a paragraph
    epilog="Exit codes: 0 done; 1 some documents failed, or a figure fell below its floor; 2 wrong use, or nothing"
    " could be read; 3 a problem with the store.",
)
COMMANDS: tuple[Callable[..., None], ...] = (
    demo, read, watch, events, *LISTINGS, *RELATED, diff, series, claim, timeline, network,
    serve, brief, report, explain, actors, documents, errors, import_, export, code, evaluate, version,
)  # fmt: skip
for command in COMMANDS:
    app.command()(command)
app.add_typer(chart_app, name="chart")
app.add_typer(review_app, name="review")
app.add_typer(store_app, name="store")


@app.callback()
def options(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show where in the program an error arose.")] = False,
) -> None:
    """Options of all commands."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        arguments: as typed; ``None`` takes those of the process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Wherever it stands, so that it can be added at the end of a command that failed.
    debug = DEBUG in given
    given = [word for word in given if word != DEBUG]
    _write_utf8()
    try:
        code = app(given, prog_name="dragoman", standalone_mode=False)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit):
        # The reader of our output ("| head") has seen enough; Typer and Rich make an exit with code 1 of it, and
        # nothing else here exits. What is left in the buffer must not raise when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ is not None else 1)
        code = Exit.DONE
    except KeyboardInterrupt:
        code = _fail("stopped", Exit.STOPPED)
    except Exception as error:  # the last resort: no traceback for people who did not write this
        if debug:
            traceback.print_exc()
        code = _explain(error)
    sys.exit(int(code or 0))


def _write_utf8() -> None:
    """Output is UTF-8 wherever it goes, and a stray half of a character does not stop it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _explain(error: Exception) -> Exit:
    if isinstance(error, UserError):
        return _fail(str(error), error.code)
    told: Any = getattr(error, "format_message", None)
    if told is not None:
        # Typer's own errors; their class moved between its versions, their methods did not.
        path = getattr(getattr(error, "ctx", None), "command_path", "dragoman")
        message = " ".join(told().split())
        return _fail(f"{message} See {path} --help", Exit.USAGE) if message else Exit.USAGE
    return _fail(f"an error of the program itself ({type(error).__name__}: {error}); {DEBUG} shows where", Exit.USAGE)


def _fail(message: str, code: Exit) -> Exit:
    sys.stderr.write(f"dragoman: {' '.join(message.split())}\n")
    return code


if __name__ == "__main__":
    main()

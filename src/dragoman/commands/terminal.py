"""Writing to the terminal: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from rich.console import Console, RenderableType

PIPE_WIDTH = 100
"""Columns when the output is not a terminal and COLUMNS does not say."""
PROSE_WIDTH = 100
"""Widest readout: the eye loses longer lines."""


def out() -> Console:
    """Console for results: in colour only on a terminal, and not if NO_COLOR is set."""
    return _console(sys.stdout)


def err() -> Console:
    """Console for messages and progress."""
    return _console(sys.stderr)


def _console(stream: Any) -> Console:
    width = None if stream.isatty() else _columns()
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False)


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return max(20, int(given)) if given.isdecimal() else PIPE_WIDTH


def show(renderable: RenderableType, width: int | None = None) -> None:
    """Write a renderable to standard output, at most ``width`` columns wide; lines don't end in blanks."""
    console = out()
    with console.capture() as capture:
        console.print(renderable, width=min(width, console.width) if width else None)
    text = capture.get()
    if not console.is_terminal:
        text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
    # Not through the console: it turns a broken pipe into an exit of its own.
    sys.stdout.write(text)


def say(line: str = "") -> None:
    """Write a line of text to standard output."""
    sys.stdout.write(f"{line}\n")


def say_json(value: Any) -> None:
    """Write a value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str) + "\n")


def note(line: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()

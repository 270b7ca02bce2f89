"""Exit codes, and the error that ends a command with one line."""

from __future__ import annotations

import re
from enum import IntEnum

OPTION = re.compile(r"(?<![\w-])--(?=[a-z])")


class Exit(IntEnum):
    """Exit codes of ``dragoman``.

    ``FAILED``: some documents could not be read, or a figure fell below its floor; all else was done.
    ``USAGE``: wrong use, an input that is not there or not understood, or nothing could be read at all.
    ``STORE``: the store can't be opened, read or written. ``STOPPED``: by Ctrl-C, as shells have it.
    """

    DONE = 0
    FAILED = 1
    USAGE = 2
    STORE = 3
    STOPPED = 130


class UserError(Exception):
    """Something the user can put right; ``main`` prints the line and exits."""

    def __init__(self, message: str, code: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.code = code

    @property
    def on_page(self) -> str:
        """The line for those who have fields in place of options: without the dashes before a name."""
        return OPTION.sub("", str(self))

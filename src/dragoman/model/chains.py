"""Reading the chain of who says so: joint speakers are one link of it, not one inside the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dragoman.model.facts import Attribution, SourceKind

Voice = tuple[Attribution, ...]


def voices(attribution: Sequence[Attribution]) -> list[Voice]:
    """Those who say so besides the outlet, outermost first; speakers of one cue ("A and B said") together."""
    told = [link for link in attribution if link.kind is not SourceKind.OUTLET]
    numbered = groupby(enumerate(told), key=lambda item: item[1].evidence or item[0])
    return [tuple(link for _, link in group) for _, group in numbered]


def innermost(attribution: Sequence[Attribution]) -> Voice:
    """Who says so in the first place; empty where the outlet itself does."""
    found = voices(attribution)
    return found[-1] if found else ()

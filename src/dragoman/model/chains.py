"""Reading the chain of who says so: joint speakers are one link of it, not one inside the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dragoman.model.facts import Attribution, SourceKind

Voice = tuple[Attribution, ...]


def voices(attribution: Sequence[Attribution]) -> list[Voice]:
    """Those who say so besides the outlet, outermost first; speakers of one cue ("A and B said") together."""
    told = [link for link in attribution if link.kind is not SourceKind.OUTLET]
    return [tuple(link for _, link in group) for _, group in groupby(enumerate(told), key=_cue)]


def _cue(item: tuple[int, Attribution]) -> object:
    """The same for joint speakers only: one cue, one kind; a link that has no cue is alone."""
    place, link = item
    return (link.evidence, link.kind) if link.evidence is not None else place


def innermost(attribution: Sequence[Attribution]) -> Voice:
    """Who says so in the first place; empty where the outlet itself does."""
    found = voices(attribution)
    return found[-1] if found else ()

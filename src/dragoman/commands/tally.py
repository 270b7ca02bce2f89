"""What is said about a run of reading: warnings on the way, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.reading import At
from dragoman.model.text import Document
from dragoman.report.words import count
from dragoman.store.payload import KINDS

FEW = 3
"""So many documents get a readout together; more are summed up."""
UNDATED = "no publication date, so that days such as Thursday stay unknown; give one with --date"
FOREIGN = "not in English ({}); the rules are for English, expect few events and wrong ones"
WARNINGS = 10
"""Lines of warning of one kind; the rest is only counted."""


def warn(counts: Counter[str], place: At, document: Document, note: Callable[[str], None]) -> None:
    """Say what is amiss with a document, and count it."""
    if document.published is None:
        _warning(counts, "undated", place, UNDATED, note)
    if document.language not in {None, "en"}:
        _warning(counts, "foreign", place, FOREIGN.format(document.language), note)


def _warning(counts: Counter[str], kind: str, place: At, reason: str, note: Callable[[str], None]) -> None:
    counts[kind] += 1
    if counts[kind] <= WARNINGS:
        note(f"{place.location}: {reason}")
    elif counts[kind] == WARNINGS + 1:
        note("more such warnings are only counted")


def summary(counts: Mapping[str, int], facts: Mapping[str, int], seconds: float, store: Path | None) -> str:
    """One line on documents and facts.

    Args:
        counts: documents read, known, copies, failed, undated and foreign, and background events; all are looked up.
        facts: number by kind.
    """
    recalled = f", {counts['background']:,} of them background" if counts["background"] else ""
    events = count(facts["event"], "event") + recalled
    found = [events, *(count(facts[kind], kind) for kind in KINDS if kind != "event" and facts[kind])]
    asides = [
        f"{counts['known']:,} were in the store already" if counts["known"] else "",
        f"{count(counts['copies'], 'copy', 'copies')} of earlier reports" if counts["copies"] else "",
        f"{counts['failed']:,} could not be read" if counts["failed"] else "",
        f"{counts['undated']:,} without a date" if counts["undated"] else "",
        f"{counts['foreign']:,} not in English" if counts["foreign"] else "",
    ]
    rate = f", {counts['read'] / seconds:.1f} a second" if seconds > 1 and counts["read"] > FEW else ""
    kept = f" Store: {store}." if store is not None else ""
    parts = [f"{count(counts['read'], 'document')} read: {', '.join(found)}", *filter(None, asides)]
    return f"{'; '.join(parts)}. {seconds:.0f} s{rate}.{kept}"


def look_into(facts: Mapping[str, int], store: Path) -> str:
    """What to type next."""
    lists = ", ".join(f"{kind}s" for kind in KINDS if kind != "event" and facts[kind])
    related = "issues, changes, terms, " if facts["position"] or facts["condition"] else ""
    more = (f"{lists}, " if lists else "") + related
    return f"Look into it: dragoman events{store_option(store)}, or {more}actors, documents, errors"


def store_option(store: Path | None) -> str:
    """The option that names a store, where it is needed."""
    return "" if store == DEFAULT_STORE else f" --store {store}"

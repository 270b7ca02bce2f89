"""Entries of a diff as plain records, for JSON and CSV."""

from __future__ import annotations

from typing import Any

from dragoman.relations.diff_model import Cited, Entry, Shift, Tally
from dragoman.report.words import QUAD_CLASSES

DIFF_COLUMNS = (
    "kind", "news", "direction", "reason", "parties", "subject", "issue", "issue_id", "was", "now", "said_by", "date",
    "told", "fact", "sentence", "outlet", "published", "factuality", "before_fact", "before_sentence", "before_outlet",
    "before_published", "facts", "events_before", "mean_before", "events_after", "mean_after", "difference", "low",
    "high",
)  # fmt: skip


def entry_record(entry: Entry) -> dict[str, Any]:
    """An entry as a JSON object, with all it stands on."""
    return {
        **_common(entry),
        "parties": [party.name for party in entry.parties],
        "evidence": [_cited(each) for each in entry.evidence],
        "earlier": [_cited(each) for each in entry.earlier],
        "events": _shift(entry.shift) if entry.shift is not None else None,
        "ways": [_shift(way) for way in entry.ways],
    }


def _common(entry: Entry) -> dict[str, Any]:
    issue = entry.issue
    return {
        "kind": str(entry.kind),
        "news": str(entry.news),
        "direction": str(entry.course),
        "reason": entry.reason,
        "subject": entry.subject,
        "issue": issue.label if issue is not None else None,
        "issue_id": issue.id if issue is not None else None,
        "was": entry.was or None,
        "now": entry.now,
        "said_by": entry.said_by or None,
        "date": entry.day or None,
        "told": entry.told,
    }


def _cited(cited: Cited) -> dict[str, Any]:
    return {
        "fact": cited.fact,
        "sentence": cited.sentence,
        "outlet": cited.outlet or None,
        "published": cited.published or None,
        "date": cited.day or None,
        "factuality": str(cited.factuality),
    }


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "source": shift.source.name if shift.source is not None else None,
        "target": shift.target.name if shift.target is not None else None,
        "before": _tally(shift.before),
        "after": _tally(shift.after),
        "difference": shift.difference,
        "low": shift.low,
        "high": shift.high,
    }


def _tally(tally: Tally) -> dict[str, Any]:
    quads = {QUAD_CLASSES[quad].replace(" ", "_"): number for quad, number in enumerate(tally.quads, 1)}
    return {
        "events": tally.events, "mentions": tally.mentions, "outlets": tally.outlets, "mean": tally.mean, **quads
    }  # fmt: skip


def flat_entry(entry: Entry) -> dict[str, Any]:
    """An entry as one row: the sentence that it cites, and the ids of the others."""
    first, earlier, shift = entry.evidence[0], entry.earlier[0] if entry.earlier else None, entry.shift
    row = {
        **_common(entry),
        "parties": "|".join(party.name for party in entry.parties),
        **{name: value for name, value in _cited(first).items() if name != "date"},
        "facts": "|".join(cited.fact for cited in entry.evidence),
    }
    if earlier is not None:
        row |= {f"before_{name}": value for name, value in _cited(earlier).items() if f"before_{name}" in DIFF_COLUMNS}
    if shift is not None:
        row |= {"difference": shift.difference, "low": shift.low, "high": shift.high}
        row |= {"events_before": shift.before.events, "mean_before": shift.before.mean}
        row |= {"events_after": shift.after.events, "mean_after": shift.after.mean}
    return {column: row.get(column) for column in DIFF_COLUMNS}

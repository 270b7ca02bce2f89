"""The answer to a claim for the terminal, and as a flat record.

A verdict is about events reported in the data that were asked; the words say so and say nothing of the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

from rich.console import RenderableType
from rich.constrain import Constrain
from rich.text import Text

from dragoman.model.dyads import EventLine
from dragoman.relations.claim_model import Check, Finding, Kind, Reason, Row, Verdict
from dragoman.relations.claim_phrases import number, reading
from dragoman.report.readout_lines import LINE_WIDTH
from dragoman.report.words import count, shortened
from dragoman.store import StoredFact

MOST_LINES = 3
"""Sentences shown, of both periods together."""
MOST_WORDS = 200
STYLES = {
    Verdict.HOLDS: "bold green",
    Verdict.DOES_NOT_HOLD: "bold magenta",
    Verdict.TOO_CLOSE: "bold yellow",
    Verdict.CANNOT_BE_TESTED: "bold cyan",
}


def claim_lines(finding: Finding) -> list[RenderableType]:
    """The answer in about twelve lines: verdict, why, what was compared, what survives, sentences, cautions."""
    lines = [_head(finding), *_body(finding), *map(evidence_line, _evidence(finding))]
    return [Constrain(line, LINE_WIDTH) for line in lines]


def claim_line(finding: Finding) -> Text:
    """The answer in one line, for lists."""
    return Text.assemble((str(finding.verdict), STYLES[finding.verdict]), f" in these data: {finding.why}")


def reason_line(reason: Reason) -> Text:
    """Why something is no claim that events can be asked about, as a verdict in one line."""
    verdict = Verdict.CANNOT_BE_TESTED
    return Text.assemble((str(verdict), STYLES[verdict]), f": {reason.why}")


def _head(finding: Finding) -> Text:
    cause = f" ({finding.cause})" if finding.cause is not None else ""
    return Text.assemble((str(finding.verdict), STYLES[finding.verdict]), f" in these data{cause}: {finding.why}.")


def _body(finding: Finding) -> Iterator[Text]:
    read_as = reading(finding.claim, finding.comparison, finding.first.name, finding.second.name)
    yield _labelled("Read as", [f"{read_as}."])
    if finding.comparison.window is not None:
        yield _labelled("Compared", _compared(finding))
    if finding.checks:
        yield _labelled("Sensitivity", [_check(check, finding) for check in finding.checks])
    if finding.cautions:
        yield _labelled("Note", finding.cautions)


def _labelled(name: str, parts: Iterable[str]) -> Text:
    return Text.assemble((f"{name}: ", "bold"), " · ".join(parts))


def _compared(finding: Finding) -> Iterator[str]:
    """How many periods, on what scale, and the two that matter with their intervals."""
    found, claim = finding.comparison, finding.claim
    yield f"{count(len(found.others), f'other {found.period}')}"
    yield f"scale {finding.scale}" if not claim.topic.counted else finding.scale
    if claim.kind is not Kind.FIRST:
        rivals = {row.start: row for row in (found.runner_up, found.decider) if row is not None}
        for row in (found.asked, *rivals.values()):
            if row is not None:
                yield _row(row, finding)
    events = count(found.asked_events, "event")
    outlets = f" from {count(len(finding.outlets), 'outlet')}" if finding.outlets else ""
    yield f"{events} of any kind in the claimed {found.period}{outlets}"


def _row(row: Row, finding: Finding) -> str:
    """A period with its value, n and interval, and its index where there is one."""
    counts = finding.claim.topic.counted
    value = f"{row.n}" if counts and row.exposure == 1 else number(row.value)
    n = "" if counts and row.exposure == 1 else f"n {row.n}, "
    text = f"{row.label}: {value} ({n}{100 * finding.interval:g} % interval {number(row.low)} to {number(row.high)}"
    if row.level is not None and row.level_low is not None and row.level_high is not None:
        text += f"; index {number(row.level)}, {number(row.level_low)} to {number(row.level_high)}"
    return f"{text})"


def _check(check: Check, finding: Finding) -> str:
    """Whether the same comes out with one thing changed, and else what does."""
    if check.verdict is finding.verdict:
        told = ["the same"]
    elif check.verdict is Verdict.CANNOT_BE_TESTED:
        told = ["not testable"]
    else:
        told = [str(check.verdict)]
    return f"{check.name}: {', '.join([*told, *filter(None, (check.note,))])}"


def _evidence(finding: Finding) -> list[EventLine]:
    """Sentences of both periods, the claimed one first; one at least of the other where it decides."""
    others = finding.other_lines[: MOST_LINES - 1]
    own = finding.lines[: MOST_LINES - min(len(others), 2 if not finding.lines else 1)]
    return [*own, *others][:MOST_LINES]


def evidence_line(line: EventLine) -> Text:
    """An event with its day, who to whom, sentence, outlet and id."""
    words = shortened(line.text, MOST_WORDS)
    text = Text.assemble((line.day.isoformat(), "dim"), f" {line.source} → {line.target}: {line.plover}")
    if line.value is not None:
        text.append(f" ({number(line.value)})")
    if words:
        text.append(f" “{words}”")
    told = " · ".join(filter(None, (line.publisher, line.dataset)))
    text.append(f" · {told}", style="italic")
    text.append(f" · {line.id}", style="cyan")
    return text


def to_record(finding: Finding) -> dict[str, Any]:
    """A finding for JSON: the verdict first, and all periods that were compared."""
    claim, found = finding.claim, finding.comparison
    return {
        "claim": claim.text,
        "verdict": str(finding.verdict),
        "cause": str(finding.cause) if finding.cause else None,
        "why": finding.why,
        "read_as": reading(claim, found, finding.first.name, finding.second.name),
        "first": {"id": finding.first.id, "name": finding.first.name, "written": claim.first},
        "second": {"id": finding.second.id, "name": finding.second.name, "written": claim.second},
        "way": str(claim.way),
        "kind": str(claim.kind),
        "sense": str(claim.sense),
        "measure": claim.topic.name,
        "types": list(claim.topic.types),
        "since": _plain(claim.since and asdict(claim.since)),
        "lookback": _plain(claim.lookback and asdict(claim.lookback)),
        "as_of": _plain(claim.as_of and asdict(claim.as_of)),
        "scale": finding.scale,
        "datasets": list(finding.datasets),
        "interval": finding.interval,
        "n": found.asked.n if found.asked else None,
        "comparison": _plain(asdict(found)),
        "checks": [_plain(asdict(check)) for check in finding.checks],
        "outlets": dict(finding.outlets),
        "undated": finding.undated,
        "cautions": list(finding.cautions),
        "lines": [_plain(asdict(line)) for line in finding.lines],
        "other_lines": [_plain(asdict(line)) for line in finding.other_lines],
    }


def _plain(value: Any) -> Any:
    """Dates and codes as texts, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Enum) else value


def tested_record(stored: StoredFact, found: Finding | Reason) -> dict[str, Any]:
    """An assessment of a report with what testing it came to."""
    fact = stored.fact
    span = fact.evidence[0]
    said = {
        "id": fact.id,
        "document": stored.document.id,
        "published": stored.document.published.isoformat() if stored.document.published else None,
        "publisher": stored.document.publisher,
        "sentence": stored.document.text[span.start : span.end],
    }
    if isinstance(found, Reason):
        return said | {"verdict": "cannot be tested", "cause": str(found.cause), "why": found.why}
    return said | to_record(found)

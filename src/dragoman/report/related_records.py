"""Issues, changes of position and terms as plain records, for JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.relations.conditions import Edge, Loop, Terms
from dragoman.relations.positions import Change, Stand
from dragoman.report.standing import IssueRow, sentence

ISSUE_COLUMNS = ("id", "label", "named", "positions", "proposals", "conditions", "parties", "wordings", "facts")
CHANGE_COLUMNS = (
    "party", "issue", "issue_id", "before_stance", "before_holder", "before_date", "before_said_by", "before_document",
    "before_fact", "before_evidence", "after_stance", "after_holder", "after_date", "after_said_by", "after_document",
    "after_fact", "after_evidence",
)  # fmt: skip
EDGE_COLUMNS = (
    "kind", "goal", "goal_id", "step", "step_id", "types", "parties", "facts",
)  # fmt: skip


def issue_record(row: IssueRow) -> dict[str, Any]:
    """An issue with its counts, parties, wordings and facts."""
    facts = (*row.positions, *row.proposals, *row.conditions)
    return {
        "id": row.issue.id,
        "label": row.issue.label,
        "named": row.issue.named,
        "positions": len(row.positions),
        "proposals": len(row.proposals),
        "conditions": len(row.conditions),
        "parties": [party.name for party in row.parties],
        "wordings": dict(row.issue.wordings),
        "facts": [fact.id for fact in facts],
    }


def change_record(change: Change) -> dict[str, Any]:
    """A change of position, both stands in columns of their own."""
    record: dict[str, Any] = {
        "party": change.party.name,
        "issue": change.issue.label,
        "issue_id": change.issue.id,
    }
    for when, stand in (("before", change.before), ("after", change.after)):
        record |= {f"{when}_{name}": value for name, value in stand_record(stand).items()}
    return record


def stand_record(stand: Stand) -> dict[str, Any]:
    """Where a party stands, with the sentence."""
    return {
        "stance": str(stand.position.stance),
        "holder": stand.position.holder.name,
        "date": stand.day or None,
        "said_by": stand.ascribed_by or None,
        "document": stand.document.id,
        "fact": stand.position.id,
        "evidence": sentence(stand),
    }


def edge_record(edge: Edge) -> dict[str, Any]:
    """What waits for what."""
    return {
        "kind": "edge",
        "goal": edge.goal.label,
        "goal_id": edge.goal.id,
        "step": edge.step.label,
        "step_id": edge.step.id,
        "types": sorted({str(each.condition.type) for each in edge.told}),
        "parties": [party.name for party in edge.parties],
        "facts": [each.condition.id for each in edge.told],
    }


def loop_record(loop: Loop) -> dict[str, Any]:
    """Conditions that wait for one another."""
    return {
        "kind": str(loop.kind),
        "steps": [issue.label for issue in loop.issues],
        "step_ids": [issue.id for issue in loop.issues],
        "parties": [party.name for party in loop.parties],
        "facts": [each.condition.id for edge in loop.edges for each in edge.told],
    }


def terms_records(found: Terms) -> Iterator[dict[str, Any]]:
    """Loops, shared steps and edges, in this order."""
    yield from map(loop_record, found.loops)
    for shared in found.shared:
        yield {
            "kind": "shared",
            "step": shared.step.label,
            "step_id": shared.step.id,
            "goals": [goal.label for goal in shared.goals],
            "beyond": shared.beyond,
            "parties": [party.name for party in shared.parties],
        }
    yield from map(edge_record, found.edges)


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its lists as cells."""
    return {
        name: "|".join(map(str, value)) if isinstance(value, list | dict) else value for name, value in record.items()
    }

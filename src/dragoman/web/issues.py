"""Issues: what positions, proposals and conditions are about, each with all that is told on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from dragoman.model.facts import Condition
from dragoman.model.text import Document
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Stand
from dragoman.report.words import CONDITION_KINDS
from dragoman.web.filters import PageNumber
from dragoman.web.indexed import Index, newest
from dragoman.web.links import PAGE, Paging
from dragoman.web.positions import chosen_issues, within
from dragoman.web.related import (
    Cited,
    Told,
    Wanted,
    cited,
    moved_of,
    related_of,
    told_of,
    waiting,
    wanted_of,
)
from dragoman.web.render import render

router = APIRouter()
WantedOf = Annotated[Wanted, Depends(wanted_of)]
SENTENCES = 30
"""Stands of a page, each with its sentence."""
WORDINGS, PARTIES, OTHERS, MOST_CHANGES = 20, 30, 12, 10
"""Wordings, parties, proposals or conditions, and changes of an issue that its page shows; lists have the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A party on an issue: its newest stands, and how many there are."""

    party: Party
    newest: tuple[Told, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Stands of one party that are next to one another on a page."""

    party: Party
    stands: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A condition on an issue in words."""

    consequent: str
    antecedents: tuple[str, ...]
    kind: str
    whose: str
    cited: Cited


@router.get("/issues")
def list_issues(request: Request, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """All issues, those that are spoken of most first."""
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Issues")
    rows = chosen_issues(found.value, wanted)
    paging = Paging(path="/issues", wanted=wanted.query, page=page, total=len(rows))
    return render(
        request,
        "issues.html",
        title="Issues",
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        rows=rows[paging.offset : paging.offset + PAGE],
    )


@router.get("/issues/{issue_id}")
def show_issue(request: Request, issue_id: str, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """One issue.

    Raises:
        HTTPException: there is none with this id.
    """
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Issue")
    index = found.value.index
    if issue_id not in index.rows:
        again = " It may be known by another name when the newest facts are worked in." if not found.is_current else ""
        raise HTTPException(404, f"There is no issue {issue_id[:80]!r}; the list of issues has their ids.{again}")
    row = index.rows[issue_id]
    cells = index.cells.get(issue_id, ())
    kept = [within(cell, wanted) for cell in cells if wanted.party in {"", cell.party.id}]
    stands = [stand for cell in kept for stand in reversed(cell.history)]
    paging = Paging(path=f"/issues/{issue_id}", wanted=_query(wanted), page=page, total=len(stands), size=SENTENCES)
    changes = [each for each in index.changes.get(issue_id, ()) if wanted.party in {"", each.party.id}]
    return render(
        request,
        "issue.html",
        title=row.issue.label,
        is_current=found.is_current,
        wanted=wanted,
        row=row,
        wordings=row.issue.wordings[:WORDINGS],
        more_wordings=max(0, len(row.issue.wordings) - WORDINGS),
        party=index.parties.get(wanted.party),
        holders=[_holder(cell) for cell in cells[:PARTIES]],
        more_holders=max(0, len(cells) - PARTIES),
        groups=_groups(stands[paging.offset : paging.offset + SENTENCES]),
        paging=paging,
        changes=list(map(moved_of, changes[:MOST_CHANGES])),
        number_of_changes=len(changes),
        **_others(index, issue_id),
    )


def _query(wanted: Wanted) -> dict[str, str | int | bool | Sequence[str] | None]:
    return {name: value for name, value in wanted.query.items() if name in {"party", "since", "until"}}


def _holder(cell: Cell) -> Holder:
    return Holder(party=cell.party, newest=tuple(map(told_of, newest(cell)[:3])), number=len(cell.history))


def _groups(stands: Sequence[Stand]) -> list[Group]:
    by_party: dict[str, list[Stand]] = {}
    for stand in stands:
        by_party.setdefault(stand.party.id, []).append(stand)
    return [Group(party=inside[0].party, stands=tuple(map(told_of, inside))) for inside in by_party.values()]


def _others(index: Index, issue_id: str) -> dict[str, Any]:
    """Proposals and conditions on an issue."""
    tracks, conditions = index.tracks.get(issue_id, ()), index.conditions.get(issue_id, ())
    return {
        "tracks": tracks[:OTHERS],
        "number_of_tracks": len(tracks),
        "conditions": [set_of(condition, document) for condition, document in conditions[:OTHERS]],
        "number_of_conditions": len(conditions),
    }


def set_of(condition: Condition, document: Document) -> Set:
    """A condition in words."""
    joint = f" ({condition.join} of them)" if len(condition.antecedents) > 1 else ""
    return Set(
        consequent=" ".join(condition.consequent.text.split()),
        antecedents=tuple(" ".join(each.text.split()) for each in condition.antecedents),
        kind=CONDITION_KINDS[condition.type] + joint,
        whose=f"set by {condition.set_by.name}" if condition.set_by is not None else "not said whose condition",
        cited=cited(condition, document),
    )

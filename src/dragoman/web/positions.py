"""Who stands where: parties by issues, with what changed and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Change, Stand
from dragoman.report.related_records import (
    CHANGE_COLUMNS,
    ISSUE_COLUMNS,
    change_record,
    issue_record,
    stand_record,
)
from dragoman.report.standing import IssueRow
from dragoman.store.queries import plain
from dragoman.web.filters import PageNumber
from dragoman.web.indexed import Index, newest
from dragoman.web.links import Paging
from dragoman.web.related import (
    Moved,
    Told,
    Wanted,
    moved_of,
    record_file,
    related_of,
    told_of,
    waiting,
    wanted_of,
)
from dragoman.web.render import render
from dragoman.web.state import Related

router = APIRouter()
WantedOf = Annotated[Wanted, Depends(wanted_of)]
ISSUES, PARTIES, CHANGES = 20, 8, 20
"""Rows and columns of the matrix, and changes of a page: what a wide screen holds; pages have the rest."""
LATEST_CHANGES = 6
"""Changes below the matrix; a page of their own has all."""
MOST_STANDS = 3
"""Stands of a cell that are told in words."""
POSITION_COLUMNS = (
    "party", "issue", "issue_id", "stance", "strength", "contested", "holder", "date", "said_by", "document", "fact",
    "evidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cell of the matrix.

    Attributes:
        stands: the newest, own ones first.
        more: how many of these are not told here.
        number: stands in all, and how many of them are ascribed by others or contested.
        moved: the last change, or ``None``.
    """

    party: Party
    stands: tuple[Told, ...]
    more: int
    number: int
    of_others: int
    moved: Moved | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the matrix.

    Attributes:
        places: one for each party of the head, ``None`` where no stand was found.
        others: parties that stand on it and have no column.
    """

    issue: Issue
    places: tuple[Place | None, ...]
    others: int


def is_party(party: Party, wanted: str) -> bool:
    """Whether a party is meant by its id or by words of its name."""
    return not wanted or party.id == wanted or plain(wanted) in plain(party.name)


def cells_by_issue(index: Index, wanted: Wanted) -> Iterator[tuple[Issue, list[Cell]]]:
    """Issues with the cells that fit, each with the stands of the days that are asked for."""
    names = {key: is_party(party, wanted.party) for key, party in index.parties.items()}
    for cells in index.cells.values():
        if not index.has_words(cells[0].issue, wanted.issue):
            continue
        found = [within(cell, wanted) for cell in cells if names[cell.party.id]]
        kept = [cell for cell in found if cell.history]
        if kept:
            yield kept[0].issue, kept


def within(cell: Cell, wanted: Wanted) -> Cell:
    """A cell with the stands of the days that are asked for."""
    if not wanted.since and not wanted.until:
        return cell
    return replace(cell, history=tuple(stand for stand in cell.history if wanted.has(stand.day)))


def chosen_rows(index: Index, wanted: Wanted) -> list[tuple[Issue, list[Cell]]]:
    """Issues that fit, those with most parties first, then those with most stands."""
    found = cells_by_issue(index, wanted)
    return sorted(found, key=lambda row: (-len(row[1]), -sum(len(cell.history) for cell in row[1]), row[0].id))


def chosen_changes(related: Related, wanted: Wanted) -> list[Change]:
    """Changes that fit, newest first."""
    index = related.index
    return [
        change
        for change in reversed(related.relations.matrix.changes)
        if index.has_words(change.issue, wanted.issue)
        and is_party(change.party, wanted.party)
        and wanted.has(change.after.day)
    ]


def chosen_issues(related: Related, wanted: Wanted) -> list[IssueRow]:
    """Issues that fit, those that are spoken of most first."""
    index = related.index
    return [
        row
        for row in index.rows.values()
        if index.has_words(row.issue, wanted.issue)
        and (not wanted.party or any(is_party(party, wanted.party) for party in row.parties))
    ]


def heads_of(rows: Sequence[tuple[Issue, Sequence[Cell]]]) -> list[Party]:
    """Parties of the columns: those with most of these issues; descriptions such as "officials" come last."""
    on = Counter(cell.party for _, cells in rows for cell in cells)
    return sorted(on, key=lambda party: (party.vague, -on[party], party.name))[:PARTIES]


def row_of(issue: Issue, cells: Sequence[Cell], heads: Sequence[Party], index: Index, wanted: Wanted) -> Row:
    """A row of the matrix."""
    by_party = {cell.party.id: cell for cell in cells}
    shown = (by_party.get(party.id) for party in heads)
    places = tuple(_place(cell, index, wanted) if cell is not None else None for cell in shown)
    return Row(issue=issue, places=places, others=len(cells) - sum(place is not None for place in places))


def _place(cell: Cell, index: Index, wanted: Wanted) -> Place:
    stands = newest(cell)
    moves = [each for each in index.moved.get((cell.party.id, cell.issue.id), ()) if wanted.has(each.after.day)]
    return Place(
        party=cell.party,
        stands=tuple(map(told_of, stands[:MOST_STANDS])),
        more=max(0, len(stands) - MOST_STANDS),
        number=len(cell.history),
        of_others=sum(stand.voice != ("", False) for stand in cell.history),
        moved=moved_of(moves[-1]) if moves else None,
    )


@router.get("/positions")
def show_positions(request: Request, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """The matrix."""
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Positions")
    index = found.value.index
    rows = chosen_rows(index, wanted)
    paging = Paging(path="/positions", wanted=wanted.query, page=page, total=len(rows), size=ISSUES)
    shown = rows[paging.offset : paging.offset + ISSUES]
    heads = heads_of(shown)
    changes = chosen_changes(found.value, wanted)
    return render(
        request,
        "positions.html",
        title="Positions",
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        heads=heads,
        rows=[row_of(issue, cells, heads, index, wanted) for issue, cells in shown],
        changes=list(map(moved_of, changes[:LATEST_CHANGES])),
        number_of_changes=len(changes),
        parties=sorted(party.name for party in found.value.relations.matrix.parties[:100]),
    )


@router.get("/positions/changes")
def show_changes(request: Request, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """All changes, newest first, each with both sentences."""
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Changes of position")
    changes = chosen_changes(found.value, wanted)
    paging = Paging(path="/positions/changes", wanted=wanted.query, page=page, total=len(changes), size=CHANGES)
    return render(
        request,
        "changes.html",
        title="Changes of position",
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        changes=[moved_of(change) for change in changes[paging.offset : paging.offset + CHANGES]],
    )


@router.get("/positions/{name}.{form}")
def download(request: Request, name: str, form: str, wanted: WantedOf) -> Response:
    """Positions, changes or issues that fit, in the columns of the command line."""
    if name not in RECORDS:
        raise HTTPException(404, f"There are {', '.join(RECORDS)}, not {name[:20]!r}.")
    found = related_of(request)
    if found.value is None or not found.is_current:
        raise HTTPException(503, "Newer facts are being worked in; ask again in a few seconds.", {"Retry-After": "5"})
    columns, records = RECORDS[name]
    return record_file(records(found.value, wanted), columns, name, form)


def _position_records(related: Related, wanted: Wanted) -> Iterator[dict[str, Any]]:
    for issue, cells in chosen_rows(related.index, wanted):
        for cell in cells:
            for stand in cell.history:
                yield {"party": cell.party.name, "issue": issue.label, "issue_id": issue.id, **_stand(stand)}


def _stand(stand: Stand) -> dict[str, Any]:
    return {**stand_record(stand), "strength": str(stand.position.strength), "contested": stand.contested}


def _change_records(related: Related, wanted: Wanted) -> Iterator[dict[str, Any]]:
    return map(change_record, chosen_changes(related, wanted))


def _issue_records(related: Related, wanted: Wanted) -> Iterator[dict[str, Any]]:
    return map(issue_record, chosen_issues(related, wanted))


RECORDS: Mapping[str, tuple[Sequence[str], Any]] = {
    "positions": (POSITION_COLUMNS, _position_records),
    "changes": (CHANGE_COLUMNS, _change_records),
    "issues": (ISSUE_COLUMNS, _issue_records),
}
"""Columns of a file, and its records."""

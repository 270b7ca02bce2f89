"""What pages ask of the relations of a store, looked up rather than searched for each request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model.facts import Condition
from dragoman.model.text import Document
from dragoman.relations.conditions import Edge, antecedent_key
from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Change, Side, Stand
from dragoman.relations.proposals import Track
from dragoman.relations.relate import Item, Relations
from dragoman.report.standing import IssueRow, issue_rows
from dragoman.store.queries import plain

LEAST_PARTIES = 2
"""Parties that stand on an issue at least before it can be common ground."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """An issue on which at least two parties stand for themselves, and none is against by its newest stands.

    Attributes:
        cells: of the parties that stand on it, descriptions such as "officials" last.
        parties: how many of them are named and speak for themselves.
    """

    issue: Issue
    cells: tuple[Cell, ...]
    parties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Look-ups over the relations of a store.

    Attributes:
        rows: issues with their facts, by id, those that are spoken of most first.
        words: label and wordings of an issue in plain letters, a line each.
        cells, changes, tracks, conditions, edges: by id of the issue; changes newest first, edges of either end.
        moved: changes by id of party and issue, oldest first.
        track: by its id and by the ids of the facts it is made of.
        parties: by id.
        reports: facts of each report, by its id.
        common: what no party opposes, most parties first.
    """

    rows: Mapping[str, IssueRow]
    words: Mapping[str, str]
    cells: Mapping[str, Sequence[Cell]]
    changes: Mapping[str, Sequence[Change]]
    moved: Mapping[tuple[str, str], Sequence[Change]]
    tracks: Mapping[str, Sequence[Track]]
    track: Mapping[str, Track]
    conditions: Mapping[str, Sequence[tuple[Condition, Document]]]
    edges: Mapping[str, Sequence[Edge]]
    parties: Mapping[str, Party]
    reports: Mapping[str, Sequence[Item]]
    common: Sequence[Common]

    def has_words(self, issue: Issue, search: str) -> bool:
        """As ``dragoman issues --search`` asks it: the id, or words of the label or of a wording."""
        return not search or issue.id == search or plain(search) in self.words[issue.id]


def index_of(found: Relations, items: Sequence[Item]) -> Index:
    """Make the look-ups."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in found.matrix.cells.values():
        cells[cell.issue.id].append(cell)
    for inside in cells.values():
        inside.sort(key=lambda cell: (cell.party.vague, -len(cell.history), cell.party.name))
    changes: dict[str, list[Change]] = defaultdict(list)
    moved: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in found.matrix.changes:
        moved[change.party.id, change.issue.id].append(change)
    for change in reversed(found.matrix.changes):
        changes[change.issue.id].append(change)
    tracks: dict[str, list[Track]] = defaultdict(list)
    for track in found.tracks:
        tracks[track.issue.id].append(track)
    edges: dict[str, list[Edge]] = defaultdict(list)
    for edge in found.terms.edges:
        edges[edge.step.id].append(edge)
        edges[edge.goal.id].append(edge)
    return Index(
        rows={row.issue.id: row for row in issue_rows(found, items)},
        words={issue.id: _words(issue) for issue in found.issues.issues},
        cells=cells,
        changes=changes,
        moved=moved,
        tracks=tracks,
        track={key: track for track in found.tracks for key in (track.id, *(t.proposal.id for t in track.tellings))},
        conditions=_conditions(found, items),
        edges=edges,
        parties={party.id: party for party in found.matrix.parties},
        reports=_reports(items),
        common=sorted(filter(None, map(_common, cells.values())), key=lambda each: (-each.parties, each.issue.id)),
    )


def _reports(items: Iterable[Item]) -> dict[str, list[Item]]:
    reports: dict[str, list[Item]] = defaultdict(list)
    for fact, document in items:
        reports[document.id].append((fact, document))
    return reports


def _words(issue: Issue) -> str:
    return "\n".join(plain(text) for text in (issue.label, *(text for text, _ in issue.wordings)))


def _conditions(found: Relations, items: Iterable[Item]) -> dict[str, list[tuple[Condition, Document]]]:
    on: dict[str, list[tuple[Condition, Document]]] = defaultdict(list)
    for fact, document in items:
        if isinstance(fact, Condition):
            keys = (antecedent_key(fact, number) for number in range(len(fact.antecedents) + 1))
            for issue in dict.fromkeys(found.issues.of[key].id for key in keys):
                on[issue].append((fact, document))
    return on


def _common(cells: Sequence[Cell]) -> Common | None:
    """The issue of these cells, unless a party is said by anybody, allegations included, to be against it last."""
    if any(stand.side is Side.AGAINST for cell in cells for stand in newest(cell)):
        return None
    own = [cell for cell in cells if not cell.party.vague and any(stand.voice == ("", False) for stand in cell.history)]
    if len(own) < LEAST_PARTIES:
        return None
    return Common(issue=cells[0].issue, cells=tuple(cells), parties=len(own))


def newest(cell: Cell) -> list[Stand]:
    """The newest stands of each way of telling: own ones, then those that others ascribe, then contested ones."""
    by_voice: dict[tuple[str, bool], dict[str, list[Stand]]] = {}
    for stand in cell.history:
        by_voice.setdefault(stand.voice, {}).setdefault(stand.day, []).append(stand)
    found = []
    for voice in sorted(by_voice, key=lambda voice: (voice[1], bool(voice[0]), voice[0])):
        days = by_voice[voice]
        # Of one day the last of each stance, the latest first.
        last = {stand.position.stance: stand for stand in days[max(days)]}
        found += list(last.values())[::-1]
    return found

"""Who stands where on what, how that went over time, and where it changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dragoman.model.chains import innermost
from dragoman.model.facts import Fact, Factuality, Position, Stance
from dragoman.model.text import Document
from dragoman.relations.issues import Issue, Issues
from dragoman.relations.parties import Parties, Party


class Side(StrEnum):
    """What stances come to: only a move from one side to another is a change."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"


SIDES = {
    Stance.SUPPORTS: Side.FOR,
    Stance.SEEKS: Side.FOR,
    Stance.DEMANDS: Side.FOR,
    Stance.OFFERS: Side.FOR,
    Stance.OPPOSES: Side.AGAINST,
    Stance.OPEN_TO: Side.OPEN,
    Stance.CONDITIONAL: Side.CONDITIONAL,
    Stance.UNDECIDED: Side.UNDECIDED,
}
CONTESTED = frozenset({Factuality.ALLEGED, Factuality.DENIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A position at its place in time, with the party it counts for.

    Attributes:
        day: ISO 8601 date of the position or else of its report; empty if neither is known.
        ascribed_by: who says that this is the holder's position, where that is someone else; empty otherwise.
        contested: it is only alleged, or denied.
    """

    position: Position
    document: Document
    party: Party
    issue: Issue
    day: str
    ascribed_by: str = ""
    contested: bool = False

    @property
    def side(self) -> Side:
        """What the stance comes to."""
        return SIDES[self.position.stance]

    @property
    def voice(self) -> tuple[str, bool]:
        """Stands are compared only with stands that are told in the same way."""
        return self.ascribed_by, self.contested

    @property
    def order(self) -> tuple[str, str, int, str]:
        """Sort key in time, then in the text."""
        return self.day, published(self.document), self.position.evidence[0].start, self.position.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """All that one party said on one issue, oldest first."""

    party: Party
    issue: Issue
    history: tuple[Stand, ...]

    @property
    def latest(self) -> tuple[Stand, ...]:
        """The newest stands: of the last day, one for each way of standing; what is not contested goes first."""
        plain = [stand for stand in self.history if not stand.contested]
        chosen = [stand for stand in plain if not stand.ascribed_by] or plain or list(self.history)
        last = [stand for stand in chosen if stand.day == chosen[-1].day]
        by_stance = {stand.position.stance: stand for stand in last}
        return tuple(sorted(by_stance.values(), key=lambda stand: stand.order, reverse=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A party moved from one side of an issue to another: both facts, older first."""

    party: Party
    issue: Issue
    before: Stand
    after: Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Parties by issues.

    Attributes:
        parties: those with most issues first.
        issues: those with most parties first.
        cells: by id of party and issue.
        changes: oldest first.
    """

    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    cells: Mapping[tuple[str, str], Cell]
    changes: tuple[Change, ...]


def find_matrix(items: Iterable[tuple[Position, Document]], issues: Issues, parties: Parties) -> Matrix:
    """Order positions by party, issue and time.

    Args:
        issues: must know each position by its id.
    """
    by_cell: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for position, document in items:
        stand = _stand(position, document, issues.of[position.id], parties)
        by_cell[stand.party.id, stand.issue.id].append(stand)
    cells = {
        key: Cell(
            party=stands[0].party,
            issue=stands[0].issue,
            history=tuple(sorted(stands, key=lambda stand: stand.order)),
        )
        for key, stands in sorted(by_cell.items())
    }
    on = Counter(key for pair in cells for key in pair)
    said = {cell.issue.id: cell.issue for cell in cells.values()}
    changes = [change for cell in cells.values() for change in _changes(cell)]
    return Matrix(
        parties=tuple(sorted({cell.party for cell in cells.values()}, key=lambda each: (-on[each.id], each.id))),
        issues=tuple(issue for _, issue in sorted(said.items(), key=lambda item: (-on[item[0]], item[0]))),
        cells=cells,
        changes=tuple(sorted(changes, key=lambda change: (change.after.order, change.party.id))),
    )


def _stand(position: Position, document: Document, issue: Issue, parties: Parties) -> Stand:
    party = parties.of(position.holder)
    return Stand(
        position=position,
        document=document,
        party=party,
        issue=issue,
        day=day_of(position, document),
        ascribed_by=_ascribed_by(position, party, parties),
        contested=position.factuality in CONTESTED,
    )


def _ascribed_by(position: Position, party: Party, parties: Parties) -> str:
    """Who says so in the first place, if that is neither the outlet nor the holder's own side."""
    voice = innermost(position.attribution)
    if any(link.speaker is not None and parties.of(link.speaker).id == party.id for link in voice):
        return ""
    return " and ".join(dict.fromkeys(link.speaker.name if link.speaker else "an unnamed source" for link in voice))


def day_of(fact: Fact, document: Document) -> str:
    """ISO date of a fact, or of its report, or nothing."""
    return fact.date.value or published(document)


def published(document: Document) -> str:
    """ISO date of a report, or nothing."""
    return document.published.isoformat() if document.published is not None else ""


def _changes(cell: Cell) -> Iterator[Change]:
    """Moves from side to side, among stands that are told in the same way; the same day is no change."""
    if cell.party.vague:
        return
    last: dict[tuple[str, bool], Stand] = {}
    for stand in cell.history:
        before = last.get(stand.voice)
        if before is not None and before.side is not stand.side and _is_later(before, stand):
            yield Change(party=cell.party, issue=cell.issue, before=before, after=stand)
        last[stand.voice] = stand


def _is_later(before: Stand, after: Stand) -> bool:
    """Whether one stand is certainly later, as far as the days are known; what one sentence tells is of one time."""
    if not before.day or not after.day or after.day[: len(before.day)] <= before.day[: len(after.day)]:
        return False
    return before.position.evidence[0] != after.position.evidence[0]

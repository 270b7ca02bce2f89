"""Issues, changes of position and terms, as far as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.desk.arguments import actor_id
from dragoman.desk.issues import has_words
from dragoman.model.actors import ActorRef
from dragoman.model.facts import Fact, Position
from dragoman.relations.conditions import Terms
from dragoman.relations.issues import Issue
from dragoman.relations.positions import Change
from dragoman.relations.relate import Item, Relations
from dragoman.report.standing import IssueRow, issue_rows
from dragoman.store.queries import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A party as the user names it.

    Attributes:
        word: what was written; id: what the tables make of it. Both are plain.
    """

    word: str
    id: str

    def is_(self, actor: ActorRef) -> bool:
        """Whether an actor is the one that is named, or acts for it."""
        own = {plain(each) for each in (actor.id, actor.name, actor.country or "", actor.affiliation or "") if each}
        return not own.isdisjoint((self.word, self.id)) or self.word in plain(actor.name).split()


def someone(written: str | None) -> Someone | None:
    """A party as it is called, looked up once: that takes reading the tables of actors."""
    return Someone(word=plain(written), id=plain(actor_id(written))) if written else None


def issues_asked(found: Relations, items: Iterable[Item], search: str, party: Someone | None) -> list[IssueRow]:
    """Issues with these words on which the party has a stance, those that are spoken of most first."""
    return [
        row
        for row in issue_rows(found, list(items))
        if has_words(row.issue, search) and (party is None or _has_stance(row.positions, party.is_))
    ]


def _has_stance(facts: Iterable[Fact], is_party: Callable[[ActorRef], bool]) -> bool:
    return any(is_party(fact.holder) for fact in facts if isinstance(fact, Position))


def changes_asked(
    found: Relations, search: str, party: Someone | None, since: date | None, until: date | None
) -> list[Change]:
    """Changes on issues with these words, of the party, in these days; newest first."""
    return [
        change
        for change in reversed(found.matrix.changes)
        if has_words(change.issue, search)
        and (party is None or _is_of(change, party))
        and (since is None or change.after.day >= since.isoformat())
        and (until is None or change.after.day <= until.isoformat())
    ]


def _is_of(change: Change, party: Someone) -> bool:
    stands = (change.before, change.after)
    return any(party.is_(stand.position.holder) or plain(stand.party.name) == party.word for stand in stands)


def terms_asked(found: Terms, search: str) -> Terms:
    """Conditions, loops and shared steps that have these words in one of their issues."""
    if not search:
        return found

    def has(*issues: Issue) -> bool:
        return any(has_words(issue, search) for issue in issues)

    return Terms(
        edges=tuple(edge for edge in found.edges if has(edge.step, edge.goal)),
        loops=tuple(loop for loop in found.loops if has(*loop.issues)),
        shared=tuple(shared for shared in found.shared if has(shared.step)),
    )

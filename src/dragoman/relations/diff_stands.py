"""Positions in a diff: where a party stood on an issue last, and where it stands now.

The last stance before is compared with the newest one, each told in the same way: by the party or the outlet, by the
same others, as alleged. A move is better where it brings the party nearer to some of the others and further from none,
worse the other way round; all that counts are the sides. A first stance is compared with having taken none. Where no
other party's stance is known there is nothing to tell a direction by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model.facts import Factuality, Stance, Strength
from dragoman.relations.diff_model import Cited, Course, Entry, Kind, News
from dragoman.relations.diff_sides import Sides, cite, in_words, is_later, newest_first
from dragoman.relations.issues import Issue
from dragoman.relations.positions import Cell, Matrix, Side, Stand
from dragoman.relations.proposals import Track

STEPS = {Side.AGAINST: 0, Side.CONDITIONAL: 2, Side.OPEN: 2, Side.FOR: 3}
"""Sides in their order from against to for; only what is nearer counts, not how much."""
HALFWAY = 1.5
"""How far off who takes no side is from any: further than sides that could agree, nearer than those that could not."""
STRENGTHS = {Strength.WEAK: 0, Strength.PLAIN: 1, Strength.STRONG: 2}
CONTESTED = {Factuality.ALLEGED: "only alleged", Factuality.DENIED: "denied"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    """Where another party stood at the time."""

    name: str
    side: Side
    words: str


def position_entries(matrix: Matrix, tracks: Sequence[Track], sides: Sides) -> Iterator[Entry]:
    """One entry for each party, issue and way of telling with a new stance."""
    cells: dict[str, list[Cell]] = defaultdict(list)
    for cell in matrix.cells.values():
        cells[cell.issue.id].append(cell)
    proposed: dict[str, list[Track]] = defaultdict(list)
    for track in tracks:
        proposed[track.issue.id].append(track)
    for cell in matrix.cells.values():
        told: dict[tuple[str, bool], dict[bool, list[Stand]]] = defaultdict(lambda: {True: [], False: []})
        for stand in cell.history:
            is_after = sides.is_after(stand.position)
            if is_after is not None:
                told[stand.voice][is_after].append(stand)
        for found in told.values():
            if found[True]:
                day = found[True][-1].day
                others = _others(cell, cells[cell.issue.id], proposed[cell.issue.id], day, sides)
                yield _entry(found[False], found[True], others, sides)


def _others(cell: Cell, cells: Sequence[Cell], tracks: Sequence[Track], day: str, sides: Sides) -> list[_Other]:
    """The last stance of each other party by that day; who proposed it and says no more is for it."""
    found: dict[str, _Other] = {}
    for other in cells:
        if other.party == cell.party or other.party.vague:
            continue
        plain = [
            stand
            for stand in other.history
            if not stand.contested
            and not stand.ascribed_by
            and not is_later(day, stand.day)
            and sides.is_after(stand.position) is not None
        ]
        if plain and plain[-1].side is not Side.UNDECIDED:
            last = plain[-1]
            found[other.party.id] = _Other(name=other.party.name, side=last.side, words=stance_words(last))
    for track in tracks:
        told = [telling for telling in track.tellings if sides.is_after(telling.proposal) is not None]
        for sponsor in track.sponsors if told and not is_later(day, told[0].day) else ():
            if sponsor != cell.party and not sponsor.vague:
                found.setdefault(sponsor.id, _Other(name=sponsor.name, side=Side.FOR, words="proposed it"))
    return [found[key] for key in sorted(found)]


def _entry(was: Sequence[Stand], now: Sequence[Stand], others: Sequence[_Other], sides: Sides) -> Entry:
    last = now[-1]
    # Where nothing is known from before, a move since then is told from its first stance.
    start = was[-1] if was else now[0] if _is_after(now[0], last) and now[0].side is not last.side else None
    news = _news(was or now[:1] if start else (), now)
    course, reason = _course(news, start, now, others)
    compared = [stand for stand in was if stand.day == was[-1].day] if was else [start] if start else []
    return Entry(
        kind=Kind.POSITION,
        news=news,
        course=course,
        reason=reason,
        subject=last.issue.label,
        group=sides.parties.of(last.position.holder).id,
        parties=(sides.parties.of(last.position.holder),),
        actors=tuple(dict.fromkeys(stand.position.holder for stand in now)),
        issue=last.issue,
        was=stances(_ending(was)) if was else stance_words(start) if start else "",
        now=stances(_ending(now)),
        said_by=last.ascribed_by,
        evidence=newest_first(map(_cited, now), _cited(last)),
        earlier=newest_first(_cited(stand) for stand in compared),
        told=len(now),
        day=last.day,
    )


def _news(was: Sequence[Stand], now: Sequence[Stand]) -> News:
    """What is new, by the sides of the last day before and of the last day now."""
    last = now[-1]
    if not was or last.party.vague:
        return News.NEW
    before, after = ({stand.side for stand in _ending(told)} for told in (was, now))
    if _is_after(last, was[-1]):
        return News.EARLIER
    if not _is_after(was[-1], last):
        return News.AGAIN if after <= before else News.ALSO
    if before.isdisjoint(after):
        return News.MOVED
    if before != after:
        return News.ALSO
    one, other = (max(STRENGTHS[stand.position.strength] for stand in _ending(told)) for told in (was, now))
    return News.AGAIN if one == other else News.STRONGER if one < other else News.WEAKER


def _course(news: News, was: Stand | None, now: Sequence[Stand], others: Sequence[_Other]) -> tuple[Course, str]:
    last = now[-1]
    plain = {
        News.STRONGER: "the same side, put more strongly",
        News.WEAKER: "the same side, put less strongly",
        News.AGAIN: _again(was, now),
        News.ALSO: "told beside a stance on another side, so that it is no move",
        News.EARLIER: f"older than the stance that was known, {stance_words(was)}" if was else "",
    }
    if news in plain:
        return Course.UNCHANGED, plain[news]
    first = "" if news is News.MOVED else "first stance known; "
    if last.party.vague:
        return Course.UNCHANGED, f"“{last.party.name}” may be others in another report"
    if last.contested:
        return Course.UNCHANGED, f"{first}{CONTESTED.get(last.position.factuality, 'contested')}"
    if len({stand.side for stand in _ending(now)}) > 1:
        return Course.UNCHANGED, f"{first}stances on several sides on one day"
    if not others:
        return Course.UNCLEAR, f"{first}no other party's {'is' if first else 'stance is'} known"
    course, where = _nearer(was.side if was and news is News.MOVED else Side.UNDECIDED, last.side, others)
    return course, first + where


def _nearer(was: Side, now: Side, others: Sequence[_Other]) -> tuple[Course, str]:
    """Towards whom a move goes and away from whom."""
    towards = [each for each in others if _distance(now, each.side) < _distance(was, each.side)]
    away = [each for each in others if _distance(now, each.side) > _distance(was, each.side)]
    told = [
        f"{words} {in_words([f'{each.name} ({each.words})' for each in group])}"
        for words, group in (("towards", towards), ("away from", away))
        if group
    ]
    if not told:
        return Course.UNCHANGED, f"neither nearer to {in_words([each.name for each in others])} nor further away"
    if towards and away:
        return Course.UNCHANGED, ", ".join(told)
    return Course.BETTER if towards else Course.WORSE, told[0]


def _distance(one: Side, other: Side) -> float:
    return abs(STEPS[one] - STEPS[other]) if one in STEPS and other in STEPS else HALFWAY


def _again(was: Stand | None, now: Sequence[Stand]) -> str:
    between = dict.fromkeys(stance_words(stand) for stand in now[:-1] if was is not None and stand.side is not was.side)
    return f"the same side as before, after: {in_words(list(between))}" if between else "the same side as before"


def _ending(told: Sequence[Stand]) -> list[Stand]:
    """Stances of the last day."""
    return [stand for stand in told if stand.day == told[-1].day]


def _is_after(before: Stand, after: Stand) -> bool:
    """Whether one is certainly later; what one sentence tells is of one time."""
    return is_later(before.day, after.day) and before.position.evidence[0] != after.position.evidence[0]


def _cited(stand: Stand) -> Cited:
    return cite(stand.position, stand.document)


def stance_words(stand: Stand) -> str:
    """A stance as a word."""
    return stand.position.stance.replace("_", " ")


def stances(told: Sequence[Stand]) -> str:
    """Stances of one day, each once."""
    return in_words(list(dict.fromkeys(map(stance_words, told))), len(Stance))


def by_issue(entries: Sequence[Entry]) -> Mapping[str, tuple[Issue, tuple[Entry, ...]]]:
    """Entries of each issue by its id, in their order."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.issue is not None:
            found[entry.issue.id].append(entry)
    return {key: (issue, tuple(on)) for key, on in found.items() if (issue := on[0].issue) is not None}

"""Assessments in a diff: who newly says that a relation, talks or a conflict goes better or worse.

The direction is the claim's own, and the claim is always somebody's; what is denied or told as open gives none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dragoman.model.chains import innermost
from dragoman.model.facts import Assessment, Direction, Factuality
from dragoman.model.text import Document
from dragoman.relations.diff_model import Cited, Course, Entry, Kind, News
from dragoman.relations.diff_sides import Sides, cite, in_words, is_later, newest_first
from dragoman.relations.labels import trimmed
from dragoman.relations.parties import Party
from dragoman.relations.positions import day_of, published

COURSES = {
    Direction.BETTER: Course.BETTER,
    Direction.HIGHEST: Course.BETTER,
    Direction.WORSE: Course.WORSE,
    Direction.LOWEST: Course.WORSE,
    Direction.UNCHANGED: Course.UNCHANGED,
    Direction.UNCERTAIN: Course.UNCLEAR,
}
NOT_CLAIMED = frozenset({Factuality.DENIED, Factuality.NEGATED, Factuality.HYPOTHETICAL})
OTHERS = "topics"
"""What claims that are not about one pair are listed under."""

Dated = tuple[Assessment, Document]


def assessment_entries(items: Iterable[Dated], sides: Sides) -> Iterator[Entry]:
    """One entry for each pair or topic and each who speaks of it newly.

    Args:
        items: assessments of both sides, none else.
    """
    told: dict[tuple[object, ...], dict[bool, list[Dated]]] = defaultdict(lambda: {True: [], False: []})
    for fact, home in sorted(items, key=_order):
        is_after = sides.is_after(fact)
        if is_after is not None:
            pair = _pair(fact, sides)
            about = pair or trimmed(fact.topic).lower()
            told[about, teller(fact, home), fact.factuality in NOT_CLAIMED][is_after].append((fact, home))
    for found in told.values():
        if found[True]:
            yield _entry(found[False], found[True], sides)


def _order(item: Dated) -> tuple[str, str, int, str]:
    fact, home = item
    return day_of(fact, home), published(home), fact.evidence[0].start, fact.id


def _pair(fact: Assessment, sides: Sides) -> tuple[Party, ...]:
    """The two whose relation it is about; empty where it is about a topic."""
    found = tuple(sorted({sides.parties.of(actor) for actor in fact.pair}))
    return found if len(found) == 2 else ()


def teller(fact: Assessment, home: Document) -> str:
    """Who says so; for the report itself its outlet, for two outlets are two voices."""
    speakers = [actor.name for actor in fact.speakers]
    speakers = speakers or [link.speaker.name if link.speaker else "" for link in innermost(fact.attribution)]
    if speakers:
        return in_words(list(dict.fromkeys(name or "an unnamed source" for name in speakers)))
    return home.publisher or "the report"


def _entry(before: Sequence[Dated], after: Sequence[Dated], sides: Sides) -> Entry:
    (now, home), was = after[-1], before[-1] if before else None
    pair = _pair(now, sides)
    said = teller(now, home)
    is_claimed = now.factuality not in NOT_CLAIMED
    course = COURSES[now.direction] if is_claimed else Course.UNCLEAR
    news = _news(was, after[-1])
    if news is News.EARLIER:
        course = Course.UNCHANGED
    kept = [each for each in after if each[0].direction is now.direction]
    return Entry(
        kind=Kind.ASSESSMENT,
        news=news,
        course=course,
        reason=_reason(news, said, now, was, is_claimed=is_claimed),
        subject=f"{pair[0].name} and {pair[1].name}" if pair else trimmed(now.topic),
        group="+".join(party.id for party in pair) if pair else OTHERS,
        parties=pair,
        actors=tuple(dict.fromkeys(actor for fact, _ in after for actor in (*fact.pair, *fact.speakers))),
        was=str(was[0].direction) if was else "",
        now=str(now.direction),
        said_by=said,
        evidence=newest_first(map(_cited, kept), _cited(after[-1])),
        earlier=newest_first([_cited(was)]) if was else (),
        told=len(after),
        day=day_of(now, home),
    )


def _news(was: Dated | None, now: Dated) -> News:
    if was is None:
        return News.NEW
    before, after = day_of(*was), day_of(*now)
    if is_later(after, before):
        return News.EARLIER
    if was[0].direction is now[0].direction:
        return News.AGAIN
    return News.MOVED if is_later(before, after) else News.ALSO


def _reason(news: News, said: str, now: Assessment, was: Dated | None, *, is_claimed: bool) -> str:
    since = f" {now.since}" if now.since else ""
    place = " in the headline" if now.in_title else ""
    claim = f"{now.direction}{since}, says {said}{place}"
    if not is_claimed:
        return f"{claim}; told as {now.factuality}"
    return claim + {
        News.AGAIN: "; as before",
        News.EARLIER: f"; older than the claim that was known, {was[0].direction}" if was else "",
        News.MOVED: "; said otherwise before",
        News.ALSO: "; beside another claim of that day",
    }.get(news, "")


def _cited(each: Dated) -> Cited:
    return cite(*each)

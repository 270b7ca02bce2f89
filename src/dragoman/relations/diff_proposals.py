"""Proposals in a diff: new ones, new versions, answers, and what became of them.

An answer that accepts is better and one that refuses is worse, whoever gives it; so are adoption and refusal, veto or
lapse. A proposal, a version and any other answer by itself are neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dragoman.model.facts import Answer, ProposalStatus
from dragoman.relations.diff_model import Cited, Course, Entry, Kind, News
from dragoman.relations.diff_sides import Sides, cite, in_words, is_later, newest_first
from dragoman.relations.parties import Party
from dragoman.relations.proposals import Reply, Telling, Track

ANSWERS = {
    Answer.ACCEPTS: 2,
    Answer.WELCOMES: 2,
    Answer.UNDECIDED: 1,
    Answer.COUNTER_PROPOSES: 1,
    Answer.REJECTS: 0,
    Answer.VETOES: 0,
}
"""Answers in their order from refusing to accepting."""
NEITHER = 1
STATUSES = {
    ProposalStatus.ADOPTED: Course.BETTER,
    ProposalStatus.REJECTED: Course.WORSE,
    ProposalStatus.VETOED: Course.WORSE,
    ProposalStatus.LAPSED: Course.WORSE,
    ProposalStatus.PROPOSED: Course.UNCHANGED,
}


def proposal_entries(tracks: Sequence[Track], sides: Sides) -> Iterator[Entry]:
    """What is new of each proposal; that it was told again only where nothing else is."""
    for track in tracks:
        before = [telling for telling in track.tellings if sides.is_after(telling.proposal) is False]
        after = [telling for telling in track.tellings if sides.is_after(telling.proposal)]
        found = [*_answers(track, sides)]
        if after:
            found += [*_status(track, before, after, sides), *_version(track, before, after, sides)]
            if not before:
                found.append(_new(track, after, sides))
            elif not found:
                reason = "told again, with no other answer, status or number of phases"
                found.append(_told(track, after, before, News.AGAIN, Course.UNCHANGED, reason, sides))
        yield from found


def _new(track: Track, after: Sequence[Telling], sides: Sides) -> Entry:
    by = in_words([party.name for party in track.sponsors])
    reason = f"first told; by {by}" if by else "first told; whose it is is not said"
    return _told(track, after[:1], (), News.NEW, Course.UNCHANGED, reason, sides, told=len(after))


def _status(track: Track, before: Sequence[Telling], after: Sequence[Telling], sides: Sides) -> Iterator[Entry]:
    """Another status than the last one before; a proposal that is only on the table has none to tell."""
    was, now = _decided(before), _decided(after)
    if now is None or (was is not None and was.proposal.status is now.proposal.status):
        return
    if was is not None and is_later(now.day, was.day):
        return
    status = now.proposal.status
    old = str(was.proposal.status if was else ProposalStatus.PROPOSED)
    reason = f"told as {status}" if was is None else f"told as {status}, before as {old}"
    yield _told(
        track, [now], [was] if was else before[-1:], News.STATUS, STATUSES[status], reason, sides, old, str(status)
    )


def _decided(told: Sequence[Telling]) -> Telling | None:
    return next((each for each in reversed(told) if each.proposal.status is not ProposalStatus.PROPOSED), None)


def _version(track: Track, before: Sequence[Telling], after: Sequence[Telling], sides: Sides) -> Iterator[Entry]:
    """Another number of phases than before: reports tell different parts of one plan, so other terms are none."""
    was, now = (next((each for each in reversed(told) if each.proposal.phases), None) for told in (before, after))
    if was is None or now is None or was.proposal.phases == now.proposal.phases or is_later(now.day, was.day):
        return
    one, other = (f"{each.proposal.phases} phases" for each in (was, now))
    reason = f"told with another number of phases: {one}, now {other}"
    yield _told(track, [now], [was], News.VERSION, Course.UNCHANGED, reason, sides, one, other)


def _told(
    track: Track, after: Sequence[Telling], before: Sequence[Telling], news: News, course: Course, reason: str,
    sides: Sides, was: str = "", now: str = "", told: int = 0,
) -> Entry:  # fmt: skip
    actors = [actor for telling in track.tellings for actor in telling.proposal.sponsors]
    return Entry(
        kind=Kind.PROPOSAL,
        news=news,
        course=course,
        reason=reason,
        subject=track.name,
        group=track.id,
        parties=_sponsors(track, sides),
        actors=tuple(dict.fromkeys(actors)),
        issue=track.issue,
        was=was,
        now=now or str(after[-1].proposal.status),
        evidence=newest_first(_cited(telling) for telling in after),
        earlier=newest_first(_cited(telling) for telling in before),
        told=told or len(after),
        day=max(telling.day for telling in after),
    )


def _sponsors(track: Track, sides: Sides) -> tuple[Party, ...]:
    found = (sides.parties.of(actor) for telling in track.tellings for actor in telling.proposal.sponsors)
    return tuple(dict.fromkeys(found))


def _cited(telling: Telling) -> Cited:
    return cite(telling.proposal, telling.document, day=telling.day)


def _answers(track: Track, sides: Sides) -> Iterator[Entry]:
    """The last answer of each party, against its last one before."""
    told: dict[str, dict[bool, list[Reply]]] = defaultdict(lambda: {True: [], False: []})
    for reply in track.replies:
        is_after = sides.dated(reply.response.date, reply.proposal, reply.document)
        if is_after is not None:
            told[reply.party.id][is_after].append(reply)
    for found in told.values():
        if found[True]:
            yield _answer(track, found[False], found[True], sides)


def _answer(track: Track, before: Sequence[Reply], after: Sequence[Reply], sides: Sides) -> Entry:
    now = after[-1]
    was = before[-1] if before else after[0] if _turned(after[0], now) else None
    news, course, reason = _turn(was, now)
    sponsors = (actor for telling in track.tellings for actor in telling.proposal.sponsors)
    return Entry(
        kind=Kind.PROPOSAL,
        news=news,
        course=course,
        reason=reason,
        subject=track.name,
        group=track.id,
        parties=(sides.parties.of(now.response.actor),),
        actors=tuple(dict.fromkeys((*(reply.response.actor for reply in after), *sponsors))),
        issue=track.issue,
        was=str(was.response.answer) if was else "",
        now=str(now.response.answer),
        evidence=newest_first(map(_replied, after), _replied(now)),
        earlier=newest_first([_replied(was)]) if was else (),
        told=len(after),
        is_answer=True,
        day=now.day,
    )


def _turn(was: Reply | None, now: Reply) -> tuple[News, Course, str]:
    answer = now.response.answer
    if was is None:
        course = _course(NEITHER, ANSWERS[answer])
        return News.ANSWER, course, f"first answer known: {answer}"
    if is_later(now.day, was.day):
        return News.EARLIER, Course.UNCHANGED, f"older than the answer that was known, {was.response.answer}"
    if not _turned(was, now):
        same = ANSWERS[was.response.answer] == ANSWERS[answer]
        return (
            News.AGAIN,
            Course.UNCHANGED,
            "the same answer as before" if same else "answers of one day, so that it is no change",
        )
    return (
        News.OTHER_ANSWER,
        _course(ANSWERS[was.response.answer], ANSWERS[answer]),
        f"answer before: {was.response.answer}",
    )


def _turned(was: Reply, now: Reply) -> bool:
    """Whether an answer differs from an earlier one; accepting and welcoming are one, as are refusing and a veto."""
    one, other = was.response.answer, now.response.answer
    same = one == other or (ANSWERS[one] == ANSWERS[other] != NEITHER)
    return not same and is_later(was.day, now.day)


def _course(was: int, now: int) -> Course:
    return Course.UNCHANGED if was == now else Course.BETTER if now > was else Course.WORSE


def _replied(reply: Reply) -> Cited:
    return cite(reply.proposal, reply.document, reply.response.evidence, reply.day)

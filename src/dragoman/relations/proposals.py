"""Proposals over many reports: what each became, who answered how and when, what answers what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.model.facts import Answer, Proposal, ProposalStatus, Response
from dragoman.model.ids import content_id
from dragoman.model.text import Document
from dragoman.relations.issues import Issue, Issues
from dragoman.relations.labels import trimmed
from dragoman.relations.parties import Parties, Party
from dragoman.relations.positions import published

COUNTER_FORM = "counter-proposal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A proposal as one report tells it."""

    proposal: Proposal
    document: Document
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of a party, at its time."""

    party: Party
    response: Response
    proposal: Proposal
    document: Document
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One proposal over all reports.

    Attributes:
        id: content hash.
        name: as most reports call it.
        sponsors: whose it is.
        tellings: oldest first.
        versions: those tellings that begin a version: the first, and each that is told with another number of phases.
        replies: answers, oldest first.
        status, status_day: what became of it by the last report that says.
        answers_to: id of the track that it answers, or empty.
    """

    id: str
    name: str
    form: str
    issue: Issue
    sponsors: tuple[Party, ...]
    tellings: tuple[Telling, ...]
    versions: tuple[Telling, ...]
    replies: tuple[Reply, ...]
    status: ProposalStatus
    status_day: str
    answers_to: str = ""

    @property
    def latest_replies(self) -> tuple[Reply, ...]:
        """The last answer of each party."""
        return tuple({reply.party.id: reply for reply in self.replies}.values())

    @property
    def changed(self) -> tuple[tuple[Reply, Reply], ...]:
        """Answers of a party that differ from its answer before."""
        last: dict[str, Reply] = {}
        found = []
        for reply in self.replies:
            before = last.get(reply.party.id)
            if before is not None and _sense(before) != _sense(reply) and before.day != reply.day:
                found.append((before, reply))
            last[reply.party.id] = reply
        return tuple(found)


def _sense(reply: Reply) -> str:
    """Accepting and welcoming are not two minds, nor are a veto and a rejection."""
    same = {Answer.ACCEPTS: "for", Answer.WELCOMES: "for", Answer.VETOES: "against", Answer.REJECTS: "against"}
    return same.get(reply.response.answer, str(reply.response.answer))


def find_tracks(items: Iterable[tuple[Proposal, Document]], issues: Issues, parties: Parties) -> tuple[Track, ...]:
    """Follow proposals over reports, those told most often first.

    Args:
        issues: must know each proposal by its id.
    """
    by_issue: dict[tuple[str, bool], list[Telling]] = defaultdict(list)
    for proposal, document in items:
        telling = Telling(proposal=proposal, document=document, day=proposal.date.value or published(document))
        is_counter = proposal.form == COUNTER_FORM or proposal.answers_to is not None
        by_issue[issues.of[proposal.id].id, is_counter].append(telling)
    groups = [group for _, told in sorted(by_issue.items()) for group in _by_sponsor(told, parties)]
    tracks = [_track(group, issues, parties) for group in groups]
    track_of = {telling.proposal.id: track.id for track in tracks for telling in track.tellings}
    linked = [_with_answered(track, track_of) for track in tracks]
    return tuple(sorted(linked, key=lambda track: (-len(track.tellings), track.tellings[0].day, track.id)))


def _by_sponsor(told: Sequence[Telling], parties: Parties) -> list[list[Telling]]:
    """Tellings of one name that share a sponsor; those that name none go with the others if these are one group."""
    groups: list[tuple[set[str], list[Telling]]] = []
    nobody: list[Telling] = []
    for telling in sorted(told, key=_in_time):
        sponsors = {parties.of(actor).id for actor in telling.proposal.sponsors}
        if not sponsors:
            nobody.append(telling)
            continue
        near = [group for group in groups if group[0] & sponsors]
        joined = (sponsors.union(*(ids for ids, _ in near)), [each for _, inside in near for each in inside])
        groups = [group for group in groups if group not in near]
        groups.append((joined[0], [*joined[1], telling]))
    if len(groups) == 1:
        groups[0][1].extend(nobody)
    elif nobody:
        groups.append((set(), nobody))
    return [sorted(inside, key=_in_time) for _, inside in groups]


def _in_time(telling: Telling) -> tuple[str, str, int, str]:
    proposal = telling.proposal
    return telling.day, published(telling.document), proposal.evidence[0].start, proposal.id


def _track(told: Sequence[Telling], issues: Issues, parties: Parties) -> Track:
    proposals = [telling.proposal for telling in told]
    names = Counter(trimmed(proposal.name) for proposal in proposals)
    replies = [
        Reply(
            party=parties.of(response.actor),
            response=response,
            proposal=telling.proposal,
            document=telling.document,
            day=response.date.value or published(telling.document),
        )
        for telling in told
        for response in telling.proposal.responses
    ]
    decided = [telling for telling in told if telling.proposal.status is not ProposalStatus.PROPOSED]
    return Track(
        id=content_id("track", sorted(proposal.id for proposal in proposals)),
        name=min(names, key=lambda name: (-names[name], -len(name), name)),
        form=Counter(proposal.form for proposal in proposals).most_common(1)[0][0],
        issue=issues.of[proposals[0].id],
        sponsors=tuple(dict.fromkeys(parties.of(actor) for proposal in proposals for actor in proposal.sponsors)),
        tellings=tuple(told),
        versions=tuple(_versions(told)),
        replies=tuple(sorted(replies, key=lambda reply: (reply.day, reply.response.evidence.start))),
        status=decided[-1].proposal.status if decided else ProposalStatus.PROPOSED,
        status_day=decided[-1].day if decided else told[-1].day,
    )


def _versions(told: Sequence[Telling]) -> list[Telling]:
    """Reports tell different parts of one plan, so other terms alone do not make another version."""
    found = [told[0]]
    phases = told[0].proposal.phases
    for telling in told[1:]:
        if telling.proposal.phases is not None and phases is not None and telling.proposal.phases != phases:
            found.append(telling)
        phases = telling.proposal.phases or phases
    return found


def _with_answered(track: Track, track_of: dict[str, str]) -> Track:
    from dataclasses import replace

    answered = [
        track_of[telling.proposal.answers_to]
        for telling in track.tellings
        if telling.proposal.answers_to in track_of and track_of[telling.proposal.answers_to] != track.id
    ]
    return replace(track, answers_to=answered[0]) if answered else track

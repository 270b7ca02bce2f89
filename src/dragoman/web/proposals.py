"""Proposals: versions, terms, and who answered what when, with what the reports give beside each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Answer, Condition, Position, ProposalStatus, Statement
from dragoman.model.text import Document, Span
from dragoman.relations.issues import Issue
from dragoman.relations.labels import trimmed
from dragoman.relations.parties import Party
from dragoman.relations.positions import SIDES, Side
from dragoman.relations.proposals import Reply, Telling, Track
from dragoman.report.words import ANSWERS, CONDITION_KINDS, STANCES, count, listed, voice_of
from dragoman.store import FactFilter, Store
from dragoman.store.queries import plain
from dragoman.web.filters import PageNumber
from dragoman.web.links import Paging
from dragoman.web.positions import is_party
from dragoman.web.related import Cited, Wanted, cited, related_of, waiting, wanted_of
from dragoman.web.render import render
from dragoman.web.state import Related, state_of

router = APIRouter()
WantedOf = Annotated[Wanted, Depends(wanted_of)]
PROPOSALS = 30
"""Rows of a page of the list."""
ANSWERING, EARLIER, TELLINGS, TERMS = 12, 4, 8, 12
"""Parties that answered, earlier answers of a party, tellings, and terms of one that a page shows."""
STATEMENTS, STANDS, CONDITIONS = 4, 5, 4
"""Sentences beside an answer of each kind: the nearest in the report, the newest on the issue."""
SENTENCES_AROUND = 1200
"""Characters before and behind an answer in which the party's statements are looked for: three or four paragraphs."""
ORDER = list(Answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A proposal in the list."""

    track: Track
    answers: tuple[tuple[str, str], ...]
    more: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The newest answer of a party, the ones before, and what the reports give beside it.

    Attributes:
        answer: in words.
        before: earlier answers, newest first.
        positions, conditions, statements: of the party: on this issue or in the same report.
    """

    party: Party
    who: str
    answer: str
    day: str
    cited: Cited
    before: tuple[tuple[str, Cited], ...]
    positions: tuple[Cited, ...]
    conditions: tuple[Cited, ...]
    statements: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A telling of a proposal, and what is in it that the one before did not have.

    Attributes:
        begins: what makes it another version, in words; empty if it is another telling of the same.
        new, gone: terms that the last telling with terms did not have, and those of it that are not told here.
        more: terms that are not shown.
    """

    telling: Telling
    cited: Cited
    begins: str
    terms: tuple[str, ...]
    more: int
    new: frozenset[str]
    gone: tuple[str, ...]
    compared_with: str


@router.get("/proposals")
def list_proposals(request: Request, wanted: WantedOf, page: PageNumber = 1) -> Response:
    """The list."""
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Proposals")
    tracks = [track for track in found.value.relations.tracks if _fits(track, wanted, found.value)]
    paging = Paging(path="/proposals", wanted=wanted.query, page=page, total=len(tracks), size=PROPOSALS)
    return render(
        request,
        "proposals.html",
        title="Proposals",
        is_current=found.is_current,
        wanted=wanted,
        paging=paging,
        rows=[_row(track) for track in tracks[paging.offset : paging.offset + PROPOSALS]],
        statuses=list(ProposalStatus),
    )


def _fits(track: Track, wanted: Wanted, related: Related) -> bool:
    parties = (*track.sponsors, *(reply.party for reply in track.replies))
    return (
        (not wanted.status or track.status == wanted.status)
        and (not wanted.party or any(is_party(party, wanted.party) for party in parties))
        and (plain(wanted.issue) in plain(track.name) or related.index.has_words(track.issue, wanted.issue))
        and (not (wanted.since or wanted.until) or any(wanted.has(telling.day) for telling in track.tellings))
    )


def _row(track: Track) -> Row:
    latest = sorted(track.latest_replies, key=_by_answer)
    return Row(
        track=track,
        answers=tuple((reply.party.name, f"{ANSWERS[reply.response.answer]}, {reply.day or 'undated'}")
                      for reply in latest[:ANSWERING]),
        more=max(0, len(latest) - ANSWERING),
        first=track.tellings[0].day or "undated",
        last=track.tellings[-1].day or "undated",
    )  # fmt: skip


def _by_answer(reply: Reply) -> tuple[int, str, str]:
    """Answers of one kind together, in the order of the codebook; then by time."""
    return ORDER.index(reply.response.answer), reply.day, reply.party.name


@router.get("/proposals/{proposal_id}")
def show_proposal(request: Request, proposal_id: str, page: PageNumber = 1) -> Response:
    """One proposal, by the id of the whole or of a report's telling of it.

    Raises:
        HTTPException: there is none.
    """
    found = related_of(request)
    if found.value is None:
        return waiting(request, "Proposal")
    index = found.value.index
    track = index.track.get(proposal_id)
    if track is None:
        raise HTTPException(404, f"There is no proposal {proposal_id[:40]!r}; the list of proposals has their ids.")
    replies = sorted(track.latest_replies, key=_by_answer)
    paging = Paging(path=f"/proposals/{proposal_id}", wanted={}, page=page, total=len(replies), size=ANSWERING)
    with state_of(request).reading() as store:
        answers = [_answered(reply, track, found.value, store) for reply in replies[paging.offset :][:ANSWERING]]
    versions = list(versions_of(track))
    return render(
        request,
        "proposal.html",
        title=trimmed(track.name),
        is_current=found.is_current,
        track=track,
        phases=next((each.proposal.phases for each in track.versions[::-1] if each.proposal.phases), None),
        answered=index.track.get(track.answers_to),
        answering=[other for other in index.tracks.get(track.issue.id, ()) if other.answers_to == track.id][:ANSWERING],
        summary=_summary(replies),
        paging=paging,
        answers=answers,
        versions=versions[:TELLINGS],
        number_of_tellings=len(versions),
    )


def _summary(replies: Sequence[Reply]) -> list[tuple[str, str, int]]:
    """Who answered how, by answer: words, at most so many names, and how many more."""
    by_answer: dict[Answer, list[str]] = {}
    for reply in replies:
        by_answer.setdefault(reply.response.answer, []).append(reply.party.name)
    return [
        (ANSWERS[answer], listed(names[:ANSWERING]), max(0, len(names) - ANSWERING))
        for answer, names in by_answer.items()
    ]


def _answered(reply: Reply, track: Track, related: Related, store: Store) -> Answered:
    earlier = [each for each in track.replies if each.party.id == reply.party.id and each is not reply][::-1]
    actor = reply.response.actor.name
    return Answered(
        party=reply.party,
        who=actor if actor != reply.party.name else "",
        answer=ANSWERS[reply.response.answer],
        day=reply.day or "undated",
        cited=_reply_cited(reply),
        before=tuple((ANSWERS[each.response.answer], _reply_cited(each)) for each in earlier[:EARLIER]),
        positions=tuple(_positions(reply, track.issue, related)),
        conditions=tuple(_conditions(reply, track.issue, related)),
        statements=tuple(_statements(reply, related, store)),
    )


def _reply_cited(reply: Reply) -> Cited:
    return cited(reply.proposal, reply.document, span=reply.response.evidence, day=reply.day)


def _positions(reply: Reply, issue: Issue, related: Related) -> Iterator[Cited]:
    """Stands of the party on this issue, newest first, then what it is against in the same report."""
    cell = related.relations.matrix.cells.get((reply.party.id, issue.id))
    stands = list(reversed(cell.history)) if cell is not None else []
    # The sentence of the answer stands above already.
    here = reply.response.evidence
    own = [(stand.position, stand.document) for stand in stands if stand.position.evidence[0] != here]
    known = {position.id for position, _ in own}
    beside = [
        (fact, document)
        for fact, document in _of_report(related, reply.document)
        if isinstance(fact, Position)
        and SIDES[fact.stance] is Side.AGAINST
        and fact.id not in known
        and fact.evidence[0] != here
        and _is_of(fact.holder, reply.party, related)
    ]
    beside.sort(key=lambda item: _distance(item[0].evidence[0], reply.response.evidence))
    for fact, document in (*own, *beside)[:STANDS]:
        yield cited(fact, document, label=f"{STANCES[fact.stance]}: {' '.join(fact.issue.text.split())}")


def _conditions(reply: Reply, issue: Issue, related: Related) -> Iterator[Cited]:
    """Conditions that the party sets on this issue, or in the same report."""
    parties = related.relations.parties
    beside = [(fact, home) for fact, home in _of_report(related, reply.document) if isinstance(fact, Condition)]
    found: dict[str, tuple[Condition, Document]] = {}
    for fact, document in (*related.index.conditions.get(issue.id, ()), *beside):
        if fact.set_by is not None and parties.of(fact.set_by).id == reply.party.id:
            found[fact.id] = fact, document
    for fact, document in list(found.values())[:CONDITIONS]:
        steps = "; ".join(" ".join(each.text.split()) for each in fact.antecedents)
        kind = CONDITION_KINDS[fact.type].partition(":")[0]
        yield cited(fact, document, label=f"{kind} of “{' '.join(fact.consequent.text.split())}”: {steps}")


def _of_report(related: Related, document: Document) -> Sequence[tuple[object, Document]]:
    return related.index.reports.get(document.id, ())


def _statements(reply: Reply, related: Related, store: Store) -> Iterator[Cited]:
    """What the party says in the same report near its answer, in the order of the text."""
    asked = FactFilter(kinds=("statement",), document=reply.document.id)
    place = reply.response.evidence
    found: dict[tuple[int, int], tuple[int, Statement]] = {}
    for row in store.facts(asked):
        fact = row.fact
        if not isinstance(fact, Statement) or not _is_of(fact.speaker, reply.party, related):
            continue
        sentence = fact.evidence[0]
        far = _distance(sentence, place)
        # The sentence of the answer stands above already.
        if 0 < far <= SENTENCES_AROUND or (far == 0 and sentence != place):
            found.setdefault((sentence.start, sentence.end), (far, fact))
    nearest = sorted(found.values(), key=lambda item: (item[0], item[1].evidence[0].start))[:STATEMENTS]
    for _, fact in sorted(nearest, key=lambda item: item[1].evidence[0].start):
        yield cited(fact, reply.document, label=f"{voice_of(fact)}: {fact.cue}" if fact.cue else voice_of(fact))


def _is_of(actor: ActorRef | None, party: Party, related: Related) -> bool:
    return actor is not None and related.relations.parties.of(actor).id == party.id


def _distance(one: Span, other: Span) -> int:
    """Characters between two places of a report; 0 if they overlap."""
    return max(0, one.start - other.end, other.start - one.end)


def versions_of(track: Track) -> Iterator[Version]:
    """Tellings in order, with the terms that one has and the last one with terms has not."""
    starts = {telling.proposal.id for telling in track.versions}
    before: Telling | None = None
    phases: int | None = None
    for number, telling in enumerate(track.tellings):
        proposal = telling.proposal
        terms = _terms(telling)
        last = (
            {plain(trimmed(term.text)): " ".join(term.text.split()) for term in before.proposal.terms} if before else {}
        )
        begins = "first told" if number == 0 else ""
        if number and proposal.id in starts:
            begins = f"{count(proposal.phases or 1, 'phase')}, before {count(phases or 1, 'phase')}"
        shown = tuple(terms.values())[:TERMS]
        is_compared = before is not None and bool(terms)
        yield Version(
            telling=telling,
            cited=cited(proposal, telling.document, day=telling.day),
            begins=begins,
            terms=shown,
            more=len(terms) - len(shown),
            new=frozenset(text for key, text in terms.items() if key not in last) if is_compared else frozenset(),
            gone=tuple(text for key, text in last.items() if key not in terms)[:TERMS] if is_compared else (),
            compared_with=before.day or "the telling before" if is_compared and before else "",
        )
        phases = proposal.phases or phases
        before = telling if terms else before


def _terms(telling: Telling) -> dict[str, str]:
    """Terms as told, by what they are compared by."""
    return {plain(trimmed(term.text)): " ".join(term.text.split()) for term in telling.proposal.terms}

"""Proposals: plans, offers, drafts and terms on the table, with sponsors, terms, and what the parties answer.

A noun for a plan becomes a proposal when the text says whose it is, who put it forward, or who took a stance on it.
All its mentions in a report (``tabled``) make one fact; terms come from what the text says it holds (``terms``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.extract.arguments import Scene
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.holders import political, same_party
from dragoman.extract.marks import is_negated
from dragoman.extract.positions import date_of, stands_of
from dragoman.extract.roles import subject_actors
from dragoman.extract.stances import Stand
from dragoman.extract.tabled import Tabled, find_tabled
from dragoman.extract.terms import find_terms, phases_of
from dragoman.model.actors import ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Answer, Factuality, Match, Proposal, ProposalStatus, Response, Stance
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, is_passive, is_verbal, objects, prepositions, subjects

EXTRACTOR = "proposals 0.1.0"
UNDECIDED = frozenset({Stance.UNDECIDED, Stance.CONDITIONAL, Stance.OPEN_TO})


def find_proposals(scene: Scene, book: Codebook) -> Iterator[Proposal]:
    """Proposals of a report, in the order in which it introduces them.

    Args:
        scene: the text with mentions indexed and voices found.
        book: stance frames, noun classes and word lists.
    """
    nouns = book.words["proposal_nouns"]
    if not any(token.lemma in nouns or token.lemma in {"propose", "accept"} for token in scene.text.tokens):
        return
    stands = scene.stands if scene.stands is not None else stands_of(scene, book)
    tabled = find_tabled(scene, book, stands)
    ids = {one.first: _id(scene, one) for one in tabled}
    for one in tabled:
        yield _write(scene, book, one, tabled, stands, ids)


def _id(scene: Scene, one: Tabled) -> str:
    text = scene.text
    return content_id("proposal", text.document.id, text.tokens[one.first].start, one.form, one.name)


def _write(
    scene: Scene, book: Codebook, one: Tabled, tabled: Sequence[Tabled], stands: Sequence[Stand], ids: dict[int, str]
) -> Proposal:
    text = scene.text
    responses = list(_responses(scene, book, one, tabled, stands))
    evidence = [sentence_span(text, one.first)]
    for mention in one.mentions:
        span = sentence_span(text, mention)
        if span not in evidence:
            evidence.append(span)
    return Proposal(
        id=ids[one.first],
        document_id=text.document.id,
        evidence=tuple(evidence),
        attribution=chain_at(scene, book, one.first),
        factuality=Factuality.ASSERTED,
        date=date_of(scene, one.first),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=0.8 if one.sponsors else 0.6,
        match=Match(
            rule=one.rule,
            spans=(
                ("name", span_of(text, one.first, one.first + 1)),
                *(("sponsor", span_of(text, a.mention.first, a.mention.last)) for a in one.sponsors),
            ),
        ),
        name=one.name,
        form=one.form,
        sponsors=tuple(a.actor for a in one.sponsors),
        terms=tuple(find_terms(scene, book, one)),
        phases=phases_of(scene, one),
        answers_to=ids.get(one.answers) if one.answers is not None else None,
        responses=tuple(responses),
        status=_status(scene, book, one, responses),
    )


# --- what the parties answer


def _responses(
    scene: Scene, book: Codebook, one: Tabled, tabled: Sequence[Tabled], stands: Sequence[Stand]
) -> Iterator[Response]:
    """Answers in text order, the last word of each party."""
    found: dict[str, Response] = {}
    inside = set(one.mentions)
    for stand in stands:
        head = stand.about.refers if stand.about.refers is not None else stand.about.head
        if head not in inside and not (inside & set(stand.about.tokens) and is_verbal(scene.text.tokens[head])):
            continue
        answer = answer_of(stand)
        if answer is None:
            continue
        for holder in stand.holders:
            if any(same_party(holder.actor, sponsor.actor) for sponsor in one.sponsors):
                continue
            _note(found, scene, holder.actor, answer, stand.token)
    for actor, token in _silent(scene, book, one):
        own = any(same_party(actor, sponsor.actor) for sponsor in one.sponsors)
        if not own and (actor.affiliation or actor.id) not in found:
            _note(found, scene, actor, Answer.UNDECIDED, token)
    for other in tabled:
        if other.answers == one.first:
            for sponsor in other.sponsors:
                _note(found, scene, sponsor.actor, Answer.COUNTER_PROPOSES, other.first)
    if one.rule == "signed":
        for signer in one.signers:
            _note(found, scene, signer.actor, Answer.ACCEPTS, one.first)
    yield from sorted(found.values(), key=lambda response: response.evidence.start)


def _note(found: dict[str, Response], scene: Scene, actor: ActorRef, answer: Answer, token: int) -> None:
    earlier = found.get(actor.affiliation or actor.id)
    if earlier is not None and (earlier.answer, answer) == (Answer.VETOES, Answer.REJECTS):
        return
    evidence = sentence_span(scene.text, token)
    found[actor.affiliation or actor.id] = Response(
        actor=actor, answer=answer, evidence=evidence, date=date_of(scene, token)
    )


def answer_of(stand: Stand) -> Answer | None:
    """How a stance on a proposal answers it."""
    lemma = stand.rule.split("/")[1] if "/" in stand.rule else ""
    if stand.stance is Stance.OPPOSES:
        return Answer.VETOES if lemma == "veto" else Answer.REJECTS
    if stand.stance in UNDECIDED:
        return Answer.UNDECIDED
    if stand.stance is Stance.SUPPORTS:
        return Answer.ACCEPTS if lemma in ACCEPTING else Answer.WELCOMES
    return None


ACCEPTING = frozenset(
    {
        "accept", "agree", "adopt", "approve", "ratify", "sign", "consent", "assent", "accede", "acceptance",
        "approval",        "subscribe", "refuse", "reject",
    }
)  # fmt: skip


def _silent(scene: Scene, book: Codebook, one: Tabled) -> Iterator[tuple[ActorRef, int]]:
    """Parties that have not answered: "Velmora has not yet replied"."""
    text = scene.text
    seen = {text.tokens[i].sentence for i in one.mentions}
    for number in sorted({s + step for s in seen for step in (0, 1, 2)}):
        if number >= len(text.sentences):
            continue
        sentence = text.sentences[number]
        for index in range(sentence.first, sentence.last):
            token = text.tokens[index]
            if (
                token.lemma not in book.words["replying_verbs"]
                or not is_verbal(token)
                or not is_negated(text, book, index)
            ):
                continue
            named = [to for prep, to in prepositions(text, index) if prep in {"to", "on"}]
            if named and not any(to in one.mentions or text.tokens[to].pos == "PRON" for to in named):
                continue
            yet = any(text.tokens[i].lemma in {"yet", "so", "immediately"} for i in dependents(text, index, "advmod"))
            if yet or named:
                for argument in political(subject_actors(scene, index)):
                    yield argument.actor, index


# --- what became of it


def _status(scene: Scene, book: Codebook, one: Tabled, responses: Sequence[Response]) -> ProposalStatus:
    if any(response.answer is Answer.VETOES for response in responses):
        return ProposalStatus.VETOED
    status = ProposalStatus.ADOPTED if one.rule == "signed" else ProposalStatus.PROPOSED
    for mention in one.mentions:
        verb = _verb_of(scene.text, mention)
        if verb is None or is_negated(scene.text, book, verb):
            continue
        said = {i.lower() for i in _auxiliaries(scene.text, verb)}
        if said & {"will", "would", "may", "might", "could", "should", "must", "can"}:
            continue
        lemma = scene.text.tokens[verb].lemma
        above = scene.text.tokens[scene.text.tokens[verb].head].lemma
        failed = scene.text.tokens[verb].dep == "xcomp" and above in {"fail", "refuse", "decline"}
        if failed:
            status = ProposalStatus.REJECTED
        elif lemma in book.words["adopting_verbs"]:
            status = ProposalStatus.ADOPTED
        elif lemma in book.words["lapsing_verbs"] and mention in subjects(scene.text, verb):
            status = ProposalStatus.LAPSED
        elif lemma in {"reject", "defeat", "vote"} and is_passive(scene.text, verb) and not subject_actors(scene, verb):
            status = ProposalStatus.REJECTED
    return status


def _verb_of(text: AnnotatedText, noun: int) -> int | None:
    token = text.tokens[noun]
    above = token.head
    if not is_verbal(text.tokens[above]):
        return None
    return above if noun in objects(text, above) or noun in subjects(text, above) else None


def _auxiliaries(text: AnnotatedText, verb: int) -> list[str]:
    return [text.tokens[i].text for i in dependents(text, verb, "aux", "auxpass")]

"""Review: who reviews, samples, and one fact at a time. Nothing here shows what other reviewers say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from dragoman.desk.problems import UserError
from dragoman.desk.review_fields import FindActor, changed, corrections, fields_of, filled, with_earlier
from dragoman.desk.reviewing import (
    FILTER,
    FORM_ID,
    MOST,
    around,
    draw,
    finder,
    queue_of,
    review_of,
    reviewer_name,
    row_of,
    sample_with,
)
from dragoman.model.facts import Factuality
from dragoman.model.reviews import How, Sample, Verdict
from dragoman.report.explain_kinds import head_of
from dragoman.report.marks import marked
from dragoman.report.words import PRESENTED, PRESENTED_CLAIM, according_to
from dragoman.store import Store, StoredFact, UnknownIdError
from dragoman.store.kinds import spans_of
from dragoman.store.payload import KINDS, kind_of
from dragoman.web import review_results
from dragoman.web.filters import PageNumber
from dragoman.web.links import Paging, link
from dragoman.web.render import render
from dragoman.web.review_forms import (
    BEFORE,
    Sent,
    fields_in,
    keep_reviewer,
    new_id,
    reviewer_of,
    text,
    wish_of,
)
from dragoman.web.state import state_of

router = APIRouter()
# Before the pages of the samples, which take any other word below /review.
router.include_router(review_results.router)
LISTED = 20
"""Samples on a page."""


@router.get("/review")
def start(request: Request, page: PageNumber = 1, to: str = "") -> Response:
    """Who reviews, the samples with how far everybody is, and the form for a new one."""
    return _start(request, page=page, to=to)


def _start(
    request: Request, *, page: int = 1, to: str = "", problem: str = "", sent: FormData | None = None
) -> Response:
    with state_of(request).reading() as store:
        samples = store.samples(limit=LISTED + 1, offset=(page - 1) * LISTED)
        progress: Mapping[str, list[tuple[str, int]]] = defaultdict(list)
        for sample, who, n in store.review_progress():
            progress[sample].append((who, n))
    paging = Paging(
        path="/review", wanted={}, page=page, total=(page - 1) * LISTED + len(samples), size=LISTED
    )  # fmt: skip
    return render(
        request, "review.html", status=400 if problem else 200, title="Review", reviewer=reviewer_of(request),
        samples=samples[:LISTED], progress=progress, paging=paging, kinds=list(KINDS), ways=list(Factuality),
        hows=list(How), form_id=new_id(), problem=problem, most=MOST,
        to=to if FORM_ID.match(to) else "",
        chosen=[str(kind) for kind in sent.getlist("kind")] if sent else [],
        sent={name: text(sent, name) if sent else "" for name in ("name", "n", "seed", "how", *FILTER)},
    )  # fmt: skip


@router.post("/review/reviewer")
def name_reviewer(request: Request, form: Sent) -> Response:
    """Keep the reviewer's name in the browser."""
    try:
        name = reviewer_name(text(form, "reviewer"))
    except UserError as error:
        return _start(request, problem=error.on_page)
    with state_of(request).reading() as store:
        back = _back(store, text(form, "to"))
    answer = RedirectResponse(back, 303)
    keep_reviewer(answer, name, is_secure=request.url.scheme == "https")
    return answer


def _back(store: Store, sample: str) -> str:
    """The page of the sample that somebody came from, or the start."""
    return f"/review/{sample}" if FORM_ID.match(sample) and store.samples(start=sample, limit=1) else "/review"


@router.post("/review/samples")
def make_sample(request: Request, form: Sent) -> Response:
    """Draw a sample."""
    reviewer = reviewer_of(request)
    if not reviewer:
        return _start(request, problem="say first who reviews", sent=form)
    try:
        with state_of(request).store.changing() as store:
            sample = draw(store, wish_of(form, reviewer))
            store.add_sample(sample)
    except UserError as error:
        return _start(request, problem=error.on_page, sent=form)
    return RedirectResponse(f"/review/{sample.id}", 303)


@router.get("/review/{key}")
def review(request: Request, key: str, fact: str = "") -> Response:
    """The next fact of a sample, or one of it that is asked for."""
    return _fact_page(request, key, fact)


def _fact_page(request: Request, key: str, fact: str, *, problem: str = "", sent: FormData | None = None) -> Response:
    """One fact of a sample; with a problem, the form as it was sent."""
    reviewer = reviewer_of(request)
    with state_of(request).reading() as store:
        sample = sample_with(store, key)
        if not reviewer:
            return RedirectResponse(link("/review", to=sample.id), 303)
        queue = queue_of(store, sample, reviewer, fact)
        stored = store.fact(queue.next) if queue.next else None
    shown = _shown(stored)
    said = queue.said.corrected if queue.said else {}
    given = fields_in(sent) if sent else filled(shown["fields"], said) if shown else {}
    note = text(sent, "note") if sent else queue.said.note if queue.said else ""
    return render(
        request, "review_fact.html", status=400 if problem else 200, title=f"Review: {sample.name}", sample=sample,
        reviewer=reviewer, queue=queue, problem=problem, form_id=new_id(), undo_id=new_id(), before=BEFORE,
        note=note, given=given, shown=shown,
    )  # fmt: skip


def _shown(stored: StoredFact | None) -> dict[str, Any] | None:
    """What a page shows of a fact: its sentence with the places marked, the words around it, and its fields."""
    if stored is None:
        return None
    fact, document = stored.fact, stored.document
    places = [(role, span) for role, span in spans_of(fact) if role not in {"evidence", "response"}]
    evidence = fact.evidence[0]
    before, after = around(document, evidence)
    kind = kind_of(fact)
    presented = PRESENTED if kind == "event" else PRESENTED_CLAIM
    return {
        "id": fact.id,
        "kind": kind,
        "document": document,
        "head": head_of(fact, document),
        "before": before,
        "sentences": [marked(document, span, places) for span in fact.evidence if span.document_id == document.id],
        "after": after,
        "fields": fields_of(kind, row_of(stored)),
        "told": presented[fact.factuality],
        "says": according_to(fact),
    }


@router.post("/review/{key}")
def say(request: Request, key: str, form: Sent) -> Response:
    """Keep a verdict, or take the last one back; the answer is sent when it is on the disk."""
    reviewer, state = reviewer_of(request), state_of(request)
    if not reviewer:
        raise HTTPException(403, "Say first who reviews, on the page Review.")
    fact = text(form, "fact")
    try:
        verdict = _verdict(text(form, "verdict"))
        with state.reading() as store:
            sample = sample_with(store, key)
            stored = _of_sample(store, sample, fact)
            said = queue_of(store, sample, reviewer, fact).said
            find = finder(store, lambda: state.names)
            if said is not None:
                find = with_earlier(find, kind_of(stored.fact), said.corrected)
            corrected = _corrected(stored, form, find) if verdict is not Verdict.UNDO else {}
        if verdict is Verdict.ACCEPT and corrected:
            raise UserError("some fields were changed: press Correct to keep that, or Accept after putting them back")
        if verdict is Verdict.CORRECT and not corrected:
            raise UserError("no field was changed: change what is wrong, or press Accept")
        made = review_of(
            stored, id=text(form, "id"), reviewer=reviewer, verdict=verdict, sample=sample.id,
            corrected=corrected if verdict is Verdict.CORRECT else {}, note=text(form, "note"),
        )  # fmt: skip
    except UserError as error:
        return _fact_page(request, key, fact, problem=error.on_page, sent=form)
    with state.store.changing() as store:
        store.add_review(made)
    return RedirectResponse(link(f"/review/{sample.id}", fact=fact if verdict is Verdict.UNDO else None), 303)


def _verdict(written: str) -> Verdict:
    if written not in set(Verdict):
        raise UserError(f"{written[:20]!r} is no verdict; there are {', '.join(Verdict)}")
    return Verdict(written)


def _of_sample(store: Store, sample: Sample, fact: str) -> StoredFact:
    if fact not in sample.fact_ids:
        raise UnknownIdError(f"the sample has no fact {fact[:40]!r}")
    return store.fact(fact)


def _corrected(stored: StoredFact, form: FormData, find: FindActor) -> Mapping[str, Any]:
    """The columns that the form changes; names are looked up only if something was changed."""
    verdict, given = text(form, "verdict"), fields_in(form)
    kind, row = kind_of(stored.fact), row_of(stored)
    if verdict not in {Verdict.ACCEPT, Verdict.CORRECT} or not changed(fields_of(kind, row), given):
        return {}
    return corrections(kind, row, given, find)

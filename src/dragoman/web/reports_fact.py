"""The page of one fact: its sentences with what each place is to it, and all that ``explain`` tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dragoman import ontology
from dragoman.model.facts import Assessment, Fact, Proposal
from dragoman.model.text import Document
from dragoman.report.explain import explain_entries, explained_sentences
from dragoman.store import Store, StoredFact
from dragoman.store.kinds import actors_of
from dragoman.web.cards import Card, card_of
from dragoman.web.links import link
from dragoman.web.render import render
from dragoman.web.reports_marks import PART
from dragoman.web.state import State, state_of

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to what a fact has to do with.

    Attributes:
        role: what it is to the fact.
        name: words of the link.
    """

    role: str
    name: str
    href: str


@router.get("/fact/{reference}")
def show_fact(request: Request, reference: str, part: Annotated[bool, Query()] = False) -> Response:
    """All that stands behind a fact.

    Args:
        reference: its id or the beginning of it.
        part: without head and foot, to be shown in another page.

    Raises:
        UnknownIdError: there is none, or more than one.
    """
    state = state_of(request)
    with state.reading() as store:
        found = store.fact(reference)
        run = next((each for each in store.runs() if each.id == found.run), None)
        others = _others(store, found)
        stamp = store.stamp()
    fact, document = found.fact, found.document
    entries = explain_entries(fact, document, ontology.load_event_types(), ontology.load_cameo(), run)
    card = card_of(fact, document)
    return render(
        request,
        "fact_part.html" if part else "fact.html",
        title=f"{card.look.name.capitalize()} {card.ref}",
        card=card,
        place=_place(card, document, is_whole=state.settings.is_static),
        sentences=explained_sentences(fact, document, others.get),
        entries=list(entries),
        ways=[*_actors(fact), *_facts(fact), *_issues(fact, state, stamp)],
        elsewhere=[each for each in others.values() if each.id != document.id],
    )


def _place(card: Card, document: Document, *, is_whole: bool) -> str:
    """The fact on the page of its report, or in the part of a long one that it stands in."""
    if is_whole or len(document.text) <= PART:
        return card.place
    return link(f"/reports/{document.id}", fact=card.id) + f"#f-{card.id}"


def _others(store: Store, found: StoredFact) -> dict[str, Document]:
    """The documents that the sentences of a fact stand in."""
    ids = dict.fromkeys(span.document_id for span in found.fact.evidence)
    given = ((each, found.document if each == found.document.id else store.document(each)) for each in ids)
    return {each: document for each, document in given if document is not None}


def _actors(fact: Fact) -> Sequence[Way]:
    ways = [
        Way(role=role.replace("_", " "), name=actor.name, href=link(f"/actors/{actor.id}"))
        for role, actors in actors_of(fact)
        for actor in actors
    ]
    return list(dict.fromkeys(ways))


def _facts(fact: Fact) -> Sequence[Way]:
    """Other facts that this one names."""
    if isinstance(fact, Assessment) and fact.contrast:
        return [Way(role="beside it", name=f"assessment {fact.contrast}", href=link(f"/fact/{fact.contrast}"))]
    if isinstance(fact, Proposal) and fact.answers_to:
        return [Way(role="answers to", name=f"proposal {fact.answers_to}", href=link(f"/fact/{fact.answers_to}"))]
    return []


def _issues(fact: Fact, state: State, stamp: str) -> Sequence[Way]:
    """The issue of a position or a proposal, if all issues are worked out already."""
    kept = state.related.now(stamp, wait=0).value
    if kept is None:
        return []
    issue = kept.relations.issues.of.get(fact.id)
    return [] if issue is None else [Way(role="issue", name=issue.label, href=link(f"/issues/{issue.id}"))]

"""All relations of a set of facts at once, over one set of issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.model.actors import ActorKind
from dragoman.model.facts import Condition, Fact, Position, Proposal, Stance
from dragoman.model.text import Document
from dragoman.relations.choices import NO_CHOICES, Choices
from dragoman.relations.concepts import load_lexicon
from dragoman.relations.conditions import Terms, antecedent_key, find_terms
from dragoman.relations.issues import Issues, Wording, find_issues
from dragoman.relations.parties import Parties, actors_of_fact
from dragoman.relations.phrases import named_nouns
from dragoman.relations.positions import Matrix, find_matrix
from dragoman.relations.proposals import Track, find_tracks
from dragoman.relations.theatres import find_theatres

PLACES = frozenset({ActorKind.REGION, ActorKind.UNKNOWN})
"""Kinds of actor whose names are often those of places: they do not exclude each other."""
OWN_DOING = frozenset({Stance.OFFERS, Stance.CONDITIONAL})
"""Stances on what the holder itself would do."""

Item = tuple[Fact, Document]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """What a set of facts comes to."""

    issues: Issues
    parties: Parties
    matrix: Matrix
    terms: Terms
    tracks: tuple[Track, ...]


def relate(items: Iterable[Item], choices: Choices = NO_CHOICES) -> Relations:
    """Relate facts of one or many reports; facts of kinds that don't matter here are passed over.

    Args:
        choices: what the user merges, splits and names.
    """
    kept = list(items)
    actors = [actor for fact, _ in kept for actor in actors_of_fact(fact)]
    lexicon = load_lexicon()
    parties = Parties(actors, lexicon.state_names)
    lexicon = lexicon.knowing({a.name: parties.of(a).name for a in actors if a.kind not in PLACES})
    nouns = {home.id: named_nouns(home.text) for home in {home.id: home for _, home in kept}.values()}
    wordings = (wording for fact, _ in kept for wording in wordings_of(fact, parties))
    issues = find_issues(wordings, choices, lexicon, nouns, find_theatres(_parties_of_reports(kept, parties)))
    return Relations(
        issues=issues,
        parties=parties,
        matrix=find_matrix(((fact, home) for fact, home in kept if isinstance(fact, Position)), issues, parties),
        terms=find_terms(((fact, home) for fact, home in kept if isinstance(fact, Condition)), issues, parties),
        tracks=find_tracks(((fact, home) for fact, home in kept if isinstance(fact, Proposal)), issues, parties),
    )


def _parties_of_reports(items: Iterable[Item], parties: Parties) -> dict[str, list[str]]:
    """Named parties of each report, once for each fact."""
    found: dict[str, list[str]] = {}
    for fact, home in items:
        named = {parties.of(actor) for actor in actors_of_fact(fact) if actor.kind not in PLACES}
        found.setdefault(home.id, []).extend(party.id for party in named if not party.vague)
    return found


def wordings_of(fact: Fact, parties: Parties) -> Iterator[Wording]:
    """Phrases of a fact that name issues."""
    start = fact.evidence[0].start
    if isinstance(fact, Position):
        yield Wording(
            text=fact.issue.text,
            key=fact.id,
            document=fact.document_id,
            place=fact.issue.spans[0].start if fact.issue.spans else start,
            owner=parties.of(fact.holder).name,
            doer=parties.of(fact.holder).name if fact.stance in OWN_DOING else "",
        )
    elif isinstance(fact, Proposal):
        yield Wording(text=fact.name, key=fact.id, document=fact.document_id, place=start)
    elif isinstance(fact, Condition):
        owner = parties.of(fact.set_by).name if fact.set_by is not None else ""
        for number, phrase in enumerate((fact.consequent, *fact.antecedents)):
            place = phrase.spans[0].start if phrase.spans else start
            key = antecedent_key(fact, number)
            yield Wording(text=phrase.text, key=key, document=fact.document_id, place=place, owner=owner)

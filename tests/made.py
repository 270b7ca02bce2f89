"""Facts made by hand for the tests of relations, each in a report of its own day."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import (
    Answer,
    Assessment,
    Attribution,
    Condition,
    ConditionKind,
    Direction,
    FactDate,
    Factuality,
    Figure,
    Join,
    Match,
    Phrase,
    Position,
    Proposal,
    Response,
    SourceKind,
    Stance,
)
from dragoman.model.ids import content_id
from dragoman.model.text import DateBasis, Document, Span

TALVIA = ActorRef(id="TAL", name="Talvia", kind=ActorKind.STATE, country="TAL", affiliation="TAL")
FRONT = ActorRef(id="red-front", name="Red Front", kind=ActorKind.ARMED_GROUP, sector="REB", affiliation="Red Front")
CAPTAIN = ActorRef(id="oda-rill", name="Oda Rill", kind=ActorKind.PERSON, sector="REB", affiliation="Red Front")
DEPUTY = ActorRef(
    id="sen-avar", name="Sen Avar", kind=ActorKind.PERSON, country="VEL", sector="OPP", affiliation="Valley Party"
)
OFFICIALS = ActorRef(id="/GOV/official", name="officials", kind=ActorKind.OFFICE, sector="GOV")
OUTLET = (Attribution(kind=SourceKind.OUTLET),)


def report(day: int, words: str = "Words of a report.") -> Document:
    """A report of a day in March 2031."""
    text = f"{words} {words}"
    return Document(id=content_id(day, words), text=text, title=f"Report {day}", published=date(2031, 3, day))


def told_by(actor: ActorRef | None) -> tuple[Attribution, ...]:
    """The outlet, and somebody besides; ``None`` for nobody that is named."""
    kind = SourceKind.UNNAMED if actor is None else SourceKind.SPEAKER
    return (*OUTLET, Attribution(kind=kind, speaker=actor, cue="said"))


def common(home: Document, *parts: object, **given: Any) -> dict[str, Any]:
    """The fields that all facts have."""
    place = Span(document_id=home.id, start=given.pop("at", 0), end=len(home.text))
    on = given.pop("on", None)
    return {
        "id": content_id(home.id, *map(str, parts), place.start, on),
        "document_id": home.id,
        "evidence": (place,),
        "attribution": given.pop("attribution", OUTLET),
        "factuality": given.pop("factuality", Factuality.ASSERTED),
        "date": FactDate(value=on, basis=DateBasis.STATED if on else DateBasis.UNKNOWN),
        "match": Match(rule="by hand"),
        **given,
    }


def phrase(home: Document, words: str, at: int = 0) -> Phrase:
    """A phrase of a report."""
    return Phrase(text=words, spans=(Span(document_id=home.id, start=at, end=at + 1),))


def position(
    home: Document, holder: ActorRef, issue: str, stance: Stance = Stance.SUPPORTS, **given: Any
) -> tuple[Position, Document]:
    """Where a party stands, with its report."""
    fields = common(home, "position", holder.id, issue, stance, **given)
    start = fields["evidence"][0].start
    return Position(holder=holder, issue=phrase(home, issue, start), stance=stance, trigger="is", **fields), home


def condition(
    home: Document, goal: str, *steps: str, set_by: ActorRef | None = None, join: Join = Join.ALL,
    kind: ConditionKind = ConditionKind.PRECONDITION, **given: Any,
) -> tuple[Condition, Document]:  # fmt: skip
    """A condition with its report."""
    return Condition(
        consequent=phrase(home, goal),
        antecedents=tuple(phrase(home, step) for step in steps),
        set_by=set_by,
        join=join,
        type=kind,
        marker="only if",
        **common(home, "condition", goal, *steps, **given),
    ), home


def proposal(
    home: Document, name: str, *sponsors: ActorRef, answers: tuple[tuple[ActorRef, Answer], ...] = (), **given: Any
) -> tuple[Proposal, Document]:
    """A proposal with its report and the answers told there."""
    own = {key: given.pop(key) for key in ("form", "phases", "status", "answers_to", "terms") if key in given}
    fields = common(home, "proposal", name, *(actor.id for actor in sponsors), **given)
    responses = tuple(
        Response(actor=actor, answer=answer, evidence=fields["evidence"][0], date=FactDate())
        for actor, answer in answers
    )
    return Proposal(name=name, sponsors=sponsors, responses=responses, **{"form": "plan", **own}, **fields), home


def assessment(
    home: Document, *pair: ActorRef, direction: Direction = Direction.WORSE, topic: str = "talks", **given: Any
) -> tuple[Assessment, Document]:
    """A claim about a trend with its report."""
    own = {key: given.pop(key) for key in ("in_title", "contrast", "since") if key in given}
    fields = common(home, "assessment", direction, topic, *(actor.id for actor in pair), **given)
    return Assessment(pair=pair, topic=topic, direction=direction, trigger="said trend", **own, **fields), home


def figure(
    home: Document, low: float | None, high: float | None, counted: str, measure: str = "killed", **given: Any
) -> tuple[Figure, Document]:
    """A figure with its report."""
    fields = common(home, "figure", low, high, counted, **given)
    return Figure(
        low=low, high=high, written=str(low), unit="persons", counted=counted, measure=measure, **fields
    ), home

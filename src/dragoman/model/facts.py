"""Facts: what the extractors yield. Every fact points at the characters it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.model.actors import ActorRef
from dragoman.model.text import DateBasis, Place, Span


class Factuality(StrEnum):
    """How the text presents a fact; never a judgement on whether it is true."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DENIED = "denied"
    NEGATED = "negated"
    PLANNED = "planned"
    DEMANDED = "demanded"
    THREATENED = "threatened"
    HYPOTHETICAL = "hypothetical"
    CONDITIONAL = "conditional"


class SourceKind(StrEnum):
    """Who says so, by kind; the four never merge into one another."""

    OUTLET = "outlet"
    SPEAKER = "speaker"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One link of the chain of who says so, outermost first.

    Attributes:
        kind: outlet, a speaker the text names, or an unnamed source.
        speaker: the actor, where it was resolved.
        cue: the word that attributes ("said", "according to"), or empty for the outlet.
        evidence: span of the cue, or ``None`` for the outlet.
    """

    kind: SourceKind
    speaker: ActorRef | None = None
    cue: str = ""
    evidence: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDate:
    """When: an ISO 8601 date of the precision the text supports, and where it comes from."""

    value: str | None = None
    end_value: str | None = None
    basis: DateBasis = DateBasis.UNKNOWN
    evidence: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which rule made a fact, for ``explain``.

    Attributes:
        rule: id of the frame or rule (``reject/v/obj=@PROPOSAL``).
        spans: the tokens that matched it, as (role, span) pairs: trigger, source, target, cue, ...
        notes: one line each: what was inferred, and from what.
    """

    rule: str
    spans: tuple[tuple[str, Span], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all kinds of fact share.

    Attributes:
        id: content hash of document, kind, spans and codes.
        document_id: the document it was read in.
        evidence: the spans it stands on; the first is the sentence or clause.
        attribution: who says so, outermost first; the outlet alone if nobody else.
        factuality: how the text presents it.
        date: when it happened or was said.
        place: where, if the text says so.
        extractor: name and version of the extractor and the codebook ("events 0.1.0, plover 2021.1").
        confidence: 0 to 1; ranks facts by how many of their parts were inferred; not a probability of truth.
        match: the rule behind it.
    """

    id: str
    document_id: str
    evidence: tuple[Span, ...]
    attribution: tuple[Attribution, ...]
    factuality: Factuality
    date: FactDate
    place: Place | None = None
    extractor: str = ""
    confidence: float = 1.0
    match: Match

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("a fact without evidence is not a fact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """Who did what to whom.

    Attributes:
        sources, targets: actors; targets may be empty.
        plover: PLOVER event type (``REJECT``).
        mode: PLOVER mode in lower case, or empty.
        context: PLOVER context in lower case, or empty.
        cameo: CAMEO code as text ("1121").
        quad_class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        goldstein: value on the Goldstein scale, -10 to 10.
        background: true for an earlier event only recalled, not news of the day.
        symmetric: done by both sides to one another (talks, clashes, a signed treaty); the text's order is kept, and
            every directed pair counts in both directions.
        trigger: the word or words that carry the event.
    """

    sources: tuple[ActorRef, ...]
    targets: tuple[ActorRef, ...]
    plover: str
    mode: str = ""
    context: str = ""
    cameo: str
    quad_class: int
    goldstein: float
    background: bool = False
    symmetric: bool = False
    trigger: str

    def __post_init__(self) -> None:
        # super() does not work in a slotted dataclass: its class cell is the unslotted twin.
        Fact.__post_init__(self)
        if self.quad_class not in (1, 2, 3, 4):
            raise ValueError(f"quad class {self.quad_class} is not 1 to 4")
        if not self.sources:
            raise ValueError("an event needs a source")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words of a text that name something: what is demanded, what depends on what.

    Attributes:
        text: the words, or what they come to where the sentence says it the other way round ("fight until" names the
            end of fighting); the span is always as written.
        spans: where they stand; more than one where other words come between.
    """

    text: str
    spans: tuple[Span, ...]


class Form(StrEnum):
    """What an attribution gives: words that were said or written, or what someone is said to think."""

    SPEECH = "speech"
    BELIEF = "belief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Fact):
    """Who said or believes what. Joint speakers give one statement each, with the same content.

    Attributes:
        speaker: the actor, where it was resolved.
        written: the speaker as the text has it ("diplomats"), or empty where the text names none.
        unnamed: true when the text names nobody ("an official said", "is said to"), whether resolved to a group or not.
        cue: the words that attribute ("said", "according to"), or empty where punctuation alone does.
        content: what was said or thought; several spans where the cue stands in between.
        direct: true when the content is a quotation as a whole.
        quoted: parts of the content that stand in quotation marks, without the marks.
        form: speech or belief.
        addressees: to whom.
    """

    speaker: ActorRef | None = None
    written: str = ""
    unnamed: bool = False
    cue: str
    content: tuple[Span, ...]
    direct: bool = False
    quoted: tuple[Span, ...] = ()
    form: Form = Form.SPEECH
    addressees: tuple[ActorRef, ...] = ()

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if not self.content:
            raise ValueError("a statement needs a content")


class Stance(StrEnum):
    """Where a party stands on an issue."""

    SUPPORTS = "supports"
    OPPOSES = "opposes"
    SEEKS = "seeks"
    DEMANDS = "demands"
    OFFERS = "offers"
    OPEN_TO = "open_to"
    CONDITIONAL = "conditional"
    UNDECIDED = "undecided"


class Strength(StrEnum):
    """How strongly the words put it: "may consider" is weak, "red line" and "firmly" are strong."""

    WEAK = "weak"
    PLAIN = "plain"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """Where a party stands on what. Joint holders give one position each.

    Who ascribes it, when that is not the holder, is the last link of ``attribution``.

    Attributes:
        holder: whose position it is.
        issue: on what, as a phrase of the text; ``relations`` clusters these over a store.
        stance: for, against, wanting, offering, open, conditional, undecided.
        strength: how strongly the words put it.
        trigger: the word or words that carry the stance.
    """

    holder: ActorRef
    issue: Phrase
    stance: Stance
    strength: Strength = Strength.PLAIN
    trigger: str


class Answer(StrEnum):
    """How a party answers a proposal."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    WELCOMES = "welcomes"
    UNDECIDED = "undecided"
    COUNTER_PROPOSES = "counter-proposes"
    VETOES = "vetoes"


class ProposalStatus(StrEnum):
    """What became of a proposal, as far as the report says."""

    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    VETOED = "vetoed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One party's answer to a proposal.

    Attributes:
        evidence: sentence it stands on.
        date: when, as far as the text says.
    """

    actor: ActorRef
    answer: Answer
    evidence: Span
    date: FactDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal(Fact):
    """A plan, deal, offer, roadmap, resolution or cease-fire on the table.

    Attributes:
        name: short name made of the text's own words ("Hamas' counter-proposal to the cease-fire agreement").
        form: ``plan``, ``deal``, ``offer``, ``roadmap``, ``resolution``, ``cease-fire``, ``counter-proposal``, ...
        sponsors: whose proposal it is.
        terms: phases and terms, in text order.
        phases: number of phases the text speaks of, or ``None``.
        answers_to: id of the proposal it answers or amends, or ``None``.
        responses: in text order.
        status: what became of it.
    """

    name: str
    form: str
    sponsors: tuple[ActorRef, ...] = ()
    terms: tuple[Phrase, ...] = ()
    phases: int | None = None
    answers_to: str | None = None
    responses: tuple[Response, ...] = ()
    status: ProposalStatus = ProposalStatus.PROPOSED


class Join(StrEnum):
    """How the antecedents of a condition go together."""

    ALL = "ALL"
    ANY = "ANY"


class ConditionKind(StrEnum):
    """What kind of condition."""

    PRECONDITION = "precondition"
    EXCHANGE = "exchange"
    DEADLINE = "deadline"
    PENDING = "pending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Fact):
    """What depends on what.

    Attributes:
        consequent: what depends.
        antecedents: on what; joined by ``join``.
        type: precondition, exchange, deadline, pending.
        set_by: whose condition the text says it is, or ``None``.
        said_by: who says so, or ``None`` for the outlet.
        marker: the word or words that make it a condition ("contingent upon").
    """

    consequent: Phrase
    antecedents: tuple[Phrase, ...]
    join: Join = Join.ALL
    type: ConditionKind = ConditionKind.PRECONDITION
    set_by: ActorRef | None = None
    said_by: ActorRef | None = None
    marker: str

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if not self.antecedents:
            raise ValueError("a condition needs an antecedent")


class Direction(StrEnum):
    """Which way a relation, conflict or negotiation is said to go."""

    WORSE = "worse"
    BETTER = "better"
    LOWEST = "lowest"
    HIGHEST = "highest"
    UNCHANGED = "unchanged"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Fact):
    """A claim about the state or the trend of a relation, a conflict or talks; never our own judgement.

    Attributes:
        pair: the two whose relation it is about; empty when it is about a topic.
        topic: what it is about, in the text's words.
        direction: which way.
        since: the words that say since when, or ``None``.
        since_date: the date they mean, as far as it could be worked out.
        speakers: who says so; empty for the outlet and for sources that are not named (see ``attribution``).
        trigger: the words that carry the claim.
        in_title: true when it stands in the headline.
        contrast: id of the assessment in the body that says less than this headline, or ``None``.
    """

    pair: tuple[ActorRef, ...] = ()
    topic: str
    direction: Direction
    since: str | None = None
    since_date: FactDate = FactDate()
    speakers: tuple[ActorRef, ...] = ()
    trigger: str
    in_title: bool = False
    contrast: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Fact):
    """A number with its claimant, who is the last link of ``attribution``. Figures are never added up.

    Attributes:
        low, high: the range; equal for a plain number; ``high`` is ``None`` for "over" and "at least", ``low`` for "up
            to" and "fewer than".
        written: the number as the text has it ("over a million").
        approximate: true for "about", "some", "nearly", "dozens".
        unit: ``persons``, a currency code (``USD``), ``tonnes``, ``percent``, or the noun as written.
        counted: what is counted, in the text's words ("civilians killed").
        measure: ``killed``, ``injured``, ``killed_or_injured``, ``missing``, ``displaced``, ``refugees``,
            ``hostages``, ``prisoners``, ``released``, ``troops``, ``aid``, ``money``, ``people_in_need``,
            ``weapons`` or ``other``.
        victims: whose people, where the text says it.
    """

    low: float | None
    high: float | None
    written: str
    approximate: bool = False
    unit: str
    counted: str
    measure: str
    victims: tuple[ActorRef, ...] = ()

    def __post_init__(self) -> None:
        Fact.__post_init__(self)
        if self.low is None and self.high is None:
            raise ValueError("a figure needs a number")

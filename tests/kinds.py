"""One fact of every kind, made by hand on one text about Velmora and Kestria."""

from __future__ import annotations

from typing import Any

from dragoman.model.facts import (
    Answer,
    Assessment,
    Attribution,
    Condition,
    ConditionKind,
    Direction,
    Fact,
    FactDate,
    Factuality,
    Figure,
    Join,
    Match,
    Phrase,
    Position,
    Proposal,
    ProposalStatus,
    Response,
    SourceKind,
    Stance,
    Statement,
    Strength,
)
from dragoman.model.ids import content_id
from dragoman.model.text import DateBasis, Document, Place, Span
from samples import COUNCIL, KESTRIA, MINISTER, VELMORA, document, span

NEWS = (
    "“We firmly oppose the ferry plan,” Ilva Törrane told Kestria on Monday, “and will not sign.” The plan of the"
    " Meridian Council has two phases: a pause in shelling and an exchange of crews. Kestria would sign only if crews"
    " and ships are freed, the Council said. Relations of Velmora and Kestria are at their lowest point since 2019,"
    " diplomats said. At least 12 sailors were hurt in Mirrin."
)
OUTLET = Attribution(kind=SourceKind.OUTLET)


def news() -> Document:
    """The document that the facts stand in."""
    return document(NEWS, title="Velmora turns down ferry plan")


def sentence(home: Document, words: str) -> Span:
    """The sentence of :data:`NEWS` with these words in it."""
    at = home.text.index(words)
    start = max(home.text.rfind(stop, 0, at) for stop in (". ", ".” ")) + 1
    while start and home.text[start] in "” ":
        start += 1
    ends = [home.text.find(stop, at) + len(stop) - 1 for stop in (". ", ".” ") if stop in home.text[at:]]
    end = min(ends, default=len(home.text))
    return Span(document_id=home.id, start=start, end=end)


def said(home: Document, actor: Any, cue: str, kind: SourceKind = SourceKind.SPEAKER) -> tuple[Attribution, ...]:
    """The outlet, and someone it names."""
    return OUTLET, Attribution(kind=kind, speaker=actor, cue=cue, evidence=span(home, cue))


def common(home: Document, kind: str, words: str, **more: Any) -> dict[str, Any]:
    """What all kinds share: evidence is the sentence with these words."""
    return {
        "id": content_id(kind, home.id, words),
        "document_id": home.id,
        "evidence": (sentence(home, words),),
        "attribution": (OUTLET,),
        "factuality": Factuality.ASSERTED,
        "date": FactDate(value="2031-03-14", basis=DateBasis.PUBLICATION),
        "extractor": f"{kind}s 1, test-1",
        "match": Match(rule=f"{kind}/by hand", spans=(("trigger", span(home, words)),), notes=("made by hand",)),
        **more,
    }


def phrase(home: Document, words: str) -> Phrase:
    """Words of the text as a phrase."""
    return Phrase(text=words, spans=(span(home, words),))


def statement(home: Document) -> Statement:
    """A quotation that the cue breaks in two."""
    first, second = span(home, "“We firmly oppose the ferry plan,”"), span(home, "“and will not sign.”")
    inner = (span(home, "We firmly oppose the ferry plan,"), span(home, "and will not sign."))
    return Statement(
        **common(home, "statement", "told"),
        speaker=MINISTER,
        written="Ilva Törrane",
        cue="told",
        content=(first, second),
        direct=True,
        quoted=inner,
        addressees=(KESTRIA,),
    )


def position(home: Document) -> Position:
    """The speaker's own position."""
    return Position(
        **common(home, "position", "oppose", attribution=said(home, MINISTER, "told"), factuality=Factuality.REPORTED),
        holder=MINISTER,
        issue=phrase(home, "the ferry plan"),
        stance=Stance.OPPOSES,
        strength=Strength.STRONG,
        trigger="firmly oppose",
    )


def proposal(home: Document) -> Proposal:
    """A plan with two terms and an answer."""
    answered = FactDate(value="2031-03-10", basis=DateBasis.INFERRED)
    return Proposal(
        **common(home, "proposal", "The plan of the Meridian Council"),
        name="the Meridian Council’s ferry plan",
        form="plan",
        sponsors=(COUNCIL,),
        terms=(phrase(home, "a pause in shelling"), phrase(home, "an exchange of crews")),
        phases=2,
        answers_to="0123456789abcdef",
        responses=(Response(actor=MINISTER, answer=Answer.REJECTS, evidence=sentence(home, "oppose"), date=answered),),
        status=ProposalStatus.REJECTED,
    )


def condition(home: Document) -> Condition:
    """What Kestria's signature depends on, as told by the council."""
    return Condition(
        **common(home, "condition", "only if", attribution=said(home, COUNCIL, "said"), factuality=Factuality.REPORTED),
        consequent=phrase(home, "Kestria would sign"),
        antecedents=(phrase(home, "crews and ships are freed"),),
        join=Join.ALL,
        type=ConditionKind.EXCHANGE,
        set_by=KESTRIA,
        said_by=COUNCIL,
        marker="only if",
    )


def assessment(home: Document) -> Assessment:
    """A trend that people without a name assert."""
    return Assessment(
        **common(
            home, "assessment", "lowest point",
            attribution=said(home, None, "said", SourceKind.UNNAMED), factuality=Factuality.REPORTED,
        ),
        pair=(VELMORA, KESTRIA),
        topic="Relations of Velmora and Kestria",
        direction=Direction.LOWEST,
        since="since 2019",
        since_date=FactDate(value="2019", basis=DateBasis.STATED),
        trigger="lowest point",
        contrast="fedcba9876543210",
    )  # fmt: skip


def figure(home: Document) -> Figure:
    """A number with an open end."""
    return Figure(
        **common(
            home, "figure", "At least 12",
            place=Place(id="geonames:1", name="Mirrin City", written="Mirrin", country="TAL"),
        ),
        low=12,
        high=None,
        written="At least 12",
        unit="persons",
        counted="sailors hurt",
        measure="injured",
        victims=(VELMORA,),
    )  # fmt: skip


def one_of_each(home: Document | None = None) -> dict[str, Fact]:
    """A fact of every kind but event, by the name of its kind; all on one document."""
    home = home or news()
    made = (statement(home), position(home), proposal(home), condition(home), assessment(home), figure(home))
    return {type(fact).__name__.lower(): fact for fact in made}

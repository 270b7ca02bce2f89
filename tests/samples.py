"""Documents, events and reports made by hand, about the fictional states Velmora and Kestria."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import Attribution, Event, Fact, FactDate, Factuality, Match, SourceKind
from dragoman.model.ids import content_id
from dragoman.model.text import DateBasis, Document, Place, Span
from dragoman.store import Setup

VELMORA = ActorRef(id="VEL", name="Velmora", kind=ActorKind.STATE, country="VEL", affiliation="VEL")
KESTRIA = ActorRef(id="KES", name="Kestria", kind=ActorKind.STATE, country="KES", affiliation="KES")
MINISTER = ActorRef(
    id="ilva-torrane",
    name="Ilva Törrane",
    kind=ActorKind.PERSON,
    country="VEL",
    sector="GOV",
    affiliation="VEL",
    gender="f",
    inferred=True,
)
COUNCIL = ActorRef(id="meridian-council", name="Meridian Council", kind=ActorKind.IGO, sector="IGO")
FICTIONAL = Path(__file__).parent / "data" / "fictional.yaml"
"""Actor file with the fictional states."""
SETUP = Setup(version="1", annotator="by hand", codebook="test-1", actors="tables 0")
TEXT = "On Tuesday Velmora rejected Kestria’s plan in Mirrin, officials said. Talks may follow."
WORDS = (
    "government", "rejected", "plan", "share", "waters", "river", "border", "troops", "minister", "talks", "council",
    "vote", "treaty", "sanctions", "embassy", "envoy", "prisoners", "exchange", "ceasefire", "corridor", "election",
    "protest", "court", "tribunal", "export", "grain", "pipeline", "harbour", "summit",
)  # fmt: skip
DEFAULTS = {"REJECT": ("120", 3, -4.0), "CONSULT": ("040", 1, 1.0), "ASSAULT": ("190", 4, -10.0)}


@dataclass(frozen=True)
class Report:
    """What a store takes: a document and its facts."""

    document: Document
    facts: tuple[Fact, ...] = ()


def words_of(seed: int, length: int) -> str:
    """Words in an order that depends on ``seed``: a text of its own, without a random generator."""
    return " ".join(
        WORDS[(seed * 7 + i * i * (seed + 3) + i * seed) % len(WORDS)] + str(i % (seed + 5)) for i in range(length)
    )


def document(
    text: str = TEXT, *, title: str = "Velmora rejects plan", published: date | None = date(2031, 3, 14)
) -> Document:
    """A document with a content id."""
    return Document(
        id=content_id(title, text, published.isoformat() if published else None),
        text=text,
        title=title,
        published=published,
        publisher="Continental Wire",
        url="https://example.org/1",
        language="en",
    )


def span(home: Document, words: str) -> Span:
    """Where words stand in a document."""
    start = home.text.index(words)
    return Span(document_id=home.id, start=start, end=start + len(words))


def event(
    home: Document,
    *,
    sources: tuple[ActorRef, ...] = (VELMORA,),
    targets: tuple[ActorRef, ...] = (KESTRIA,),
    plover: str = "REJECT",
    factuality: Factuality = Factuality.ASSERTED,
    on: str | None = None,
    end: str | None = None,
    background: bool = False,
    symmetric: bool = False,
) -> Event:
    """A plain event on the first words of a document."""
    cameo, quad_class, goldstein = DEFAULTS[plover]
    first = Span(document_id=home.id, start=0, end=min(len(home.text), 20))
    key = [home.id, plover, [a.id for a in sources], [a.id for a in targets], str(factuality), on, background]
    return Event(
        id=content_id(*key),
        document_id=home.id,
        evidence=(first,),
        attribution=(Attribution(kind=SourceKind.OUTLET),),
        factuality=factuality,
        date=FactDate(value=on, end_value=end, basis=DateBasis.STATED if on else DateBasis.UNKNOWN),
        extractor="events 1, test-1",
        match=Match(rule=f"{plover.lower()}/do/v", spans=(("trigger", first),)),
        sources=sources,
        targets=targets,
        plover=plover,
        cameo=cameo,
        quad_class=quad_class,
        goldstein=goldstein,
        background=background,
        symmetric=symmetric,
        trigger="do",
    )


def full_event(home: Document | None = None) -> Event:
    """An event with every field filled, on :data:`TEXT`."""
    home = home or document()
    base = event(home, sources=(VELMORA, MINISTER), factuality=Factuality.REPORTED, background=True)
    said = span(home, "said")
    return replace(
        base,
        evidence=(
            span(home, "On Tuesday Velmora rejected Kestria’s plan in Mirrin, officials said."),
            span(home, "Talks"),
        ),
        attribution=(
            Attribution(kind=SourceKind.OUTLET),
            Attribution(kind=SourceKind.SPEAKER, speaker=MINISTER, cue="said", evidence=said),
            Attribution(kind=SourceKind.UNNAMED, cue="said", evidence=said),
        ),
        date=FactDate(
            value="2031-03-11", end_value="2031-03-12", basis=DateBasis.INFERRED, evidence=span(home, "On Tuesday")
        ),
        place=Place(
            id="geonames:1", name="Mirrin City", written="Mirrin", country="TAL", latitude=1.5, longitude=-2.25
        ),
        confidence=0.7,
        match=Match(
            rule="reject/reject/v/obj=@PROPOSAL",
            spans=(
                ("trigger", span(home, "rejected")),
                ("source", span(home, "Velmora")),
                ("source", span(home, "officials")),
                ("target", span(home, "Kestria")),
                ("embedding", said),
            ),
            notes=("said: report", "Ilva Törrane: inferred (office)"),
        ),
        mode="refuse",
        context="diplomatic",
        trigger="rejected",
    )

"""Facts as cards: what each says in a line, how it is told, who says so, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from dragoman.exchange.parts import in_line
from dragoman.model.actors import ActorRef
from dragoman.model.facts import Condition, Event, Fact, Factuality, Position, Statement
from dragoman.model.text import Document
from dragoman.report.explain_kinds import head_of
from dragoman.report.tables import report_of
from dragoman.report.words import HOLDER, MARKS, OPEN, told_by, when
from dragoman.store.payload import kind_of
from dragoman.store.types import SHORT_ID
from dragoman.web.links import link


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How facts of one sort are shown: by a name, a letter and a line of its own, never by colour alone.

    Attributes:
        key: class of the style.
        letter: stands before the number of a fact.
        name: in the legend and on cards.
    """

    key: str
    letter: str
    name: str


LOOKS: Mapping[str, Look] = {
    look.key: look
    for look in (
        Look(key="event", letter="N", name="news"),
        Look(key="background", letter="B", name="background"),
        Look(key="statement", letter="S", name="statement"),
        Look(key="position", letter="P", name="position"),
        Look(key="proposal", letter="R", name="proposal"),
        Look(key="condition", letter="C", name="condition"),
        Look(key="assessment", letter="T", name="assessment"),
        Look(key="figure", letter="F", name="figure"),
    )
}
"""Sorts of fact in the order of the legend: the kinds, and events that a report only recalls."""
OTHER = Look(key="other", letter="X", name="other")
"""A kind that is not ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A fact in a few lines.

    Attributes:
        id: of the fact; ref: its first digits.
        kind: the name it is stored under.
        look: sort of fact, which events recalled as background have one of their own for.
        head: the fact in a line, styled.
        told: how the text presents it, in a word or two; empty for a plain assertion.
        is_open: alleged, denied, told as not so or as possible.
        said_by: who says so.
        when: date, or empty.
        sentence: words of the first sentence it stands on, as far as that lies in this document.
        report: outlet and headline.
        href: page of the fact; place: the fact on the page of its report.
    """

    id: str
    ref: str
    kind: str
    look: Look
    head: Text
    told: str
    is_open: bool
    said_by: str
    when: str
    sentence: str
    report: str
    href: str
    place: str


def look_of(fact: Fact) -> Look:
    """The sort of a fact."""
    return LOOKS["background"] if isinstance(fact, Event) and fact.background else LOOKS.get(kind_of(fact), OTHER)


def card_of(fact: Fact, document: Document) -> Card:
    """A fact as a card, in the words of the reports.

    Args:
        document: the one the fact was read in.
    """
    sentence = fact.evidence[0]
    here = sentence.document_id == document.id
    return Card(
        id=fact.id,
        ref=fact.id[:SHORT_ID],
        kind=kind_of(fact),
        look=look_of(fact),
        head=head_of(fact, document),
        told=_told(fact),
        is_open=fact.factuality in OPEN,
        said_by=_said_by(fact),
        when=when(fact.date),
        sentence=in_line(document.text[sentence.start : sentence.end]) if here else "",
        report=report_of(document),
        href=link(f"/fact/{fact.id}"),
        place=link(f"/reports/{fact.document_id}") + f"#f-{fact.id}",
    )


def _told(fact: Fact) -> str:
    """Nothing for what is only passed on, since who says it stands beside; of claims only whether they are contested,
    since that they are about a plan or a condition shows."""
    if isinstance(fact, Event):
        return "" if fact.factuality is Factuality.REPORTED else MARKS[fact.factuality]
    return OPEN.get(fact.factuality, "")


def _said_by(fact: Fact) -> str:
    """Who says so, the one by name whose position, condition or words it is."""
    own = _own(fact)
    said = told_by(fact, own).removesuffix(f"; {OPEN.get(fact.factuality, '')}")
    return f"{own[0].name}{said.removeprefix(HOLDER)}" if own and said.startswith(HOLDER) else said


def _own(fact: Fact) -> Sequence[ActorRef]:
    match fact:
        case Position():
            return (fact.holder,)
        case Condition() if fact.set_by is not None:
            return (fact.set_by,)
        case Statement() if fact.speaker is not None:
            return (fact.speaker,)
    return ()

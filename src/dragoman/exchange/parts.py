"""The pieces that rows of every kind are made of: actors, offsets, words of a text, who says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.model.actors import ActorRef
from dragoman.model.chains import innermost, voices
from dragoman.model.facts import Attribution, Fact, Phrase, SourceKind
from dragoman.model.text import Document, Span

Row = dict[str, Any]

UNNAMED_SOURCE = "unnamed source"
UNNAMED = "unnamed"
OUTLET = "outlet"
OPENING = {"“": "”", '"': '"', "„": "“”", "«": "»", "‘": "’", "'": "'", "`": "'"}
CLOSING = frozenset("”\"»’'")
STOPS = ".,;:!?…"


def actor_row(actor: ActorRef) -> Row:
    """An actor in the shape of the annotation guide, with its ids beside."""
    return {
        "actor": actor.name,
        "affiliation": actor.affiliation,
        "id": actor.id,
        "kind": str(actor.kind),
        "country": actor.country,
        "sector": actor.sector,
        "inferred": actor.inferred,
    }


def plain_number(value: float | None) -> float | None:
    """A whole number without a fraction, so that a figure looks the same before and after it was stored."""
    return int(value) if value is not None and value == int(value) else value


def bare_actor(name: str) -> Row:
    """An actor that is known by the words of the text only, or not at all."""
    return {"actor": name, "affiliation": None}


def span_row(span: Span, home: str = "") -> Row:
    """Offsets of a span; with its document if that is not ``home``."""
    place: Row = {"start": span.start, "end": span.end}
    return place if not home or span.document_id == home else {**place, "document": span.document_id}


def attribution_row(link: Attribution) -> Row:
    """One link of the chain of who says so."""
    speaker = actor_row(link.speaker) if link.speaker is not None else None
    offsets = span_row(link.evidence) if link.evidence is not None else None
    return {"kind": str(link.kind), "speaker": speaker, "cue": link.cue, "offsets": offsets}


def quote(span: Span, document: Document) -> str:
    """The words of a span as written; empty if it lies in another document."""
    return document.text[span.start : span.end] if span.document_id == document.id else ""


def in_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def evidence_row(span: Span, document: Document) -> Row:
    """Words and offsets of a span."""
    return {"text": quote(span, document), **span_row(span, document.id)}


def phrase_rows(phrase: Phrase, home: str) -> list[Row]:
    """Offsets of a phrase."""
    return [span_row(span, home) for span in phrase.spans]


def words_of(spans: Iterable[Span], document: Document) -> str:
    """The words of several spans in a line, each without the quotation marks around it."""
    return " ".join(filter(None, (unquoted(in_line(quote(span, document))) for span in spans)))


def unquoted(text: str) -> str:
    """A text without the quotation marks around it, also where the pair is not whole; those inside stay.

    >>> unquoted("“We will not sign,”")
    'We will not sign,'
    >>> unquoted("“delusional” and “absurd”")
    '“delusional” and “absurd”'
    """
    text = text.strip()
    if not text:
        return text
    close = OPENING.get(text[0])
    if close is not None:
        end = next((n for n in range(1, len(text)) if text[n] in close and not _in_word(text, n)), None)
        if end is None:
            return text[1:].strip()
        rest = text[end + 1 :]
        return (text[1:end] + rest).strip() if not rest.strip(STOPS) else text
    core = text.rstrip(STOPS)
    if core and core[-1] in CLOSING and _is_stray(core):
        return core[:-1] + text[len(core) :]
    return text


def _in_word(text: str, place: int) -> bool:
    """Whether the mark there is an apostrophe between letters."""
    return text[place - 1].isalnum() and text[place + 1 : place + 2].isalnum()


def _is_stray(text: str) -> bool:
    """Whether the mark at the end closes what was opened before this text; a plural's apostrophe does not."""
    mark = text[-1]
    if mark in "’'" and text[-2:-1] == "s":
        return False
    openers = [opener for opener, closers in OPENING.items() if mark in closers]
    return not any(opener in text[:-1] for opener in openers)


def teller_row(fact: Fact) -> Row | str:
    """Who says so in the first place, the first of several: an actor, ``outlet`` or ``unnamed``.

    A group such as "officials" is an actor marked as unnamed.
    """
    told = innermost(fact.attribution)
    if not told:
        return OUTLET
    if told[0].speaker is None:
        return UNNAMED
    row = actor_row(told[0].speaker)
    return {**row, "unnamed": True} if told[0].kind is SourceKind.UNNAMED else row


def tellers(fact: Fact) -> list[ActorRef]:
    """The actors that say so in the first place."""
    return [link.speaker for link in innermost(fact.attribution) if link.speaker is not None]


def said_by(fact: Fact) -> str:
    """Who says so, in words: the chain without the outlet, outermost first; joint speakers joined with ``and``."""
    return " > ".join(" and ".join(map(_name, voice)) for voice in voices(fact.attribution))


def _name(link: Attribution) -> str:
    return link.speaker.name if link.speaker is not None else UNNAMED_SOURCE

"""What a brief keeps apart: what is only alleged, figures by claimant, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.model.facts import Fact, Figure, ProposalStatus
from dragoman.model.text import Document
from dragoman.relations.positions import day_of
from dragoman.relations.proposals import Reply, Track
from dragoman.report.brief import Draft, Footnote
from dragoman.report.brief_cite import (
    ALLEGED,
    counted,
    date_says,
    day_words,
    excerpt,
    footnote,
    quote_in,
    speakers,
    told,
    voice,
    with_names,
    words_at,
)
from dragoman.report.brief_rows import Material
from dragoman.report.brief_terms import named, reply_note, tracks_of
from dragoman.report.brief_words import MEASURES, TOLD, clean, name, say
from dragoman.report.words import according_to, count, listed

BEHIND = 60
"""Characters behind a number within which what is counted is quoted with it."""


def _newest(items: Iterator[tuple[Fact, Document]]) -> list[tuple[Fact, Document]]:
    return sorted(items, key=lambda item: (day_of(*item), item[0].document_id, item[0].evidence[0].start), reverse=True)


def alleged_drafts(rows: Material) -> tuple[Draft, ...]:
    """What someone alleges or denies, sentence by sentence, newest first."""
    found: dict[tuple[object, ...], Draft] = {}
    for fact, home in _newest(rows.of(Fact)):
        if fact.factuality not in ALLEGED or isinstance(fact, Figure):
            continue
        key = (fact.factuality, fact.evidence[0], according_to(fact))
        if key not in found:
            found[key] = _alleged(fact, home)
    return tuple(found.values())


def _alleged(fact: Fact, home: Document) -> Draft:
    day = day_of(fact, home)
    note = footnote(fact, home, [date_says(fact.date, home, day)])
    note = with_names(note, speakers(fact), fact, home)
    parts = {"told": TOLD[fact.factuality], "words": excerpt(note.sentence), "day": day_words(day)}
    said_by = name(according_to(fact))
    return Draft(text=say("claim", by=said_by, **parts) if said_by else say("unmarked", **parts), notes=(note,))


def figure_drafts(rows: Material) -> tuple[Draft, ...]:
    """Figures, each with who gives it, by what is counted and then newest first."""
    order = list(MEASURES)
    found = [(fact, home) for fact, home in _newest(rows.of(Figure)) if isinstance(fact, Figure)]
    kept = sorted(found, key=lambda item: order.index(item[0].measure) if item[0].measure in order else len(order))
    return tuple(_figure(fact, home) for fact, home in kept)


def _figure(fact: Figure, home: Document) -> Draft:
    day = day_of(fact, home)
    note = footnote(fact, home, [date_says(fact.date, home, day)])
    words, note = _number_words(fact, home, with_names(note, speakers(fact), fact, home))
    text = say(
        "figure",
        by=voice(fact, home),
        words=words,
        measure=MEASURES.get(fact.measure, MEASURES["other"]),
        told=told(fact),
        day=day_words(day),
    )
    return Draft(text=text, notes=(note,))


def _number_words(fact: Figure, home: Document, note: Footnote) -> tuple[str, Footnote]:
    """The number with what it counts, where that follows it, as the sentence has it."""
    written, things, sentence = clean(fact.written), clean(fact.counted), note.sentence
    at = sentence.find(written)
    end = sentence.find(things, at, at + len(written) + BEHIND) if written and things and at >= 0 else -1
    full = sentence[at : end + len(things)] if end >= 0 else written
    spans = [words_at(home, span) for role, span in fact.match.spans if role == "number"]
    return quote_in(full, spans, note)


def unknown_drafts(rows: Material) -> Iterator[Draft]:
    """What the rows leave open: answers, days, documents."""
    yield from _unanswered(rows)
    undated = [(fact, home) for fact, home in rows.facts.values() if not fact.date.value]
    if undated:
        number = count(len(undated), "fact")
        first, home = undated[0]
        note = footnote(first, home, [counted(number, [fact.id for fact, _ in undated])])
        yield Draft(text=say("undated", facts=number, words=excerpt(note.sentence)), notes=(note,))
    if rows.unread:
        number = count(len(rows.unread), "document")
        yield Draft(text=say("unread", documents=number), notes=(_unread_note(rows, number),))


def _unread_note(rows: Material, number: str) -> Footnote:
    # Only the name of a file: its folder says something about the reader's machine, and nothing about the matter.
    listed = [
        f"{clean(each.location.replace(chr(92), '/').rsplit('/', 1)[-1])}: {clean(each.reason)}" for each in rows.unread
    ]
    return Footnote(
        outlet="list of errors of the store",
        date=rows.unread[0].started.date().isoformat(),
        sentence="; ".join(listed[:10]),
        says=(f"counted: {number}",),
    )


def _unanswered(rows: Material) -> Iterator[Draft]:
    """Parties that answered another proposal on the topic, and of whose answer to this one nothing is found."""
    tracks = tracks_of(rows)
    answered: dict[str, Reply] = {}
    for track in tracks:
        for reply in track.replies:
            if not reply.party.vague:
                answered.setdefault(reply.party.id, reply)
    for track in tracks:
        there = {party.id for party in track.sponsors} | {reply.party.id for reply in track.replies}
        missing = [answered[key] for key in sorted(answered.keys() - there)]
        if missing and track.status is ProposalStatus.PROPOSED:
            yield _no_answer(track, missing)


def _no_answer(track: Track, known: Sequence[Reply]) -> Draft:
    """Parties without an answer, each with the sentence in which it answers another proposal."""
    shown, note = named(track, track.tellings[-1])
    text = say("unanswered", who=listed([name(reply.party.name) for reply in known]), name=shown)
    return Draft(text=text, notes=(note, *map(reply_note, known)))

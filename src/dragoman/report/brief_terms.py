"""Proposals with their answers, and conditions with their deadlocks, in a brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.model.facts import Condition, Join
from dragoman.model.text import Document
from dragoman.relations.conditions import Edge, Loop
from dragoman.relations.positions import day_of
from dragoman.relations.proposals import Reply, Telling, Track
from dragoman.report.brief import Draft, Footnote
from dragoman.report.brief_cite import (
    date_says,
    day_words,
    footnote,
    speakers,
    told,
    with_names,
    wording,
)
from dragoman.report.brief_rows import Material
from dragoman.report.brief_words import ANSWERED, LOOPS, clean, name, quoted, say
from dragoman.report.readout_terms import AS_LONG_AS, JOINTS
from dragoman.report.words import listed


def tracks_of(rows: Material) -> list[Track]:
    """Proposals on the topic, the newest first."""
    found = [track for track in rows.relations.tracks if any(each.proposal.id in rows.facts for each in track.tellings)]
    return sorted(found, key=lambda track: (_last_day(track), track.id), reverse=True)


def _last_day(track: Track) -> str:
    return max(
        [track.status_day, *(telling.day for telling in track.tellings), *(reply.day for reply in track.replies)]
    )


def proposal_draft(track: Track, *, with_answers: bool = True) -> Draft:
    """A proposal: whose, what became of it, and the last answer of each party."""
    shown, note = named(track, _deciding(track))
    by = _sponsoring(track)
    sponsors = [name(party.name) for party in track.sponsors] if by is not None else []
    notes = [note]
    if by is not None:
        notes.append(_note(by, [party.name for party in track.sponsors]))
    replies = track.latest_replies if with_answers else ()
    answers = "".join(f"; {_answer(reply)}" for reply in replies)
    text = say(
        "proposal",
        name=shown,
        sponsors=f" of {listed(sponsors)}" if sponsors else "",
        status=str(track.status),
        day=f" ({track.status_day})" if track.status_day else "",
        answers=answers,
    )
    return Draft(text=text, notes=(*notes, *(reply_note(reply) for reply in replies)))


def _deciding(track: Track) -> Telling:
    """The telling that the status is from."""
    same = [each for each in track.tellings if each.proposal.status is track.status and each.day == track.status_day]
    return same[-1] if same else track.tellings[-1]


def _sponsoring(track: Track) -> Telling | None:
    """A telling that names all sponsors, else one that names some."""
    return max(
        (each for each in track.tellings if each.proposal.sponsors),
        key=lambda each: len(each.proposal.sponsors),
        default=None,
    )


def named(track: Track, telling: Telling) -> tuple[str, Footnote]:
    """The name of a proposal in a sentence, and the note that has it: in quotation marks if it stands so there."""
    note = _note(telling, [])
    own = clean(telling.proposal.name)
    if own and own in note.sentence:
        return quoted(own), note
    shown = name(telling.proposal.name) or name(track.name)
    return shown, with_names(note, [shown], telling.proposal, telling.document)


def _note(telling: Telling, names: Sequence[str]) -> Footnote:
    proposal, home = telling.proposal, telling.document
    note = footnote(proposal, home, [date_says(proposal.date, home, telling.day)])
    return with_names(note, names, proposal, home)


def _answer(reply: Reply) -> str:
    actor, party = name(reply.response.actor.name), name(reply.party.name)
    who = party if actor == party else f"{party} ({actor})"
    return f"{who} {ANSWERED[reply.response.answer]} ({day_words(reply.day)})"


def reply_note(reply: Reply) -> Footnote:
    """The sentence of an answer."""
    proposal, home, response = reply.proposal, reply.document, reply.response
    says = [date_says(response.date, home, reply.day)]
    note = footnote(proposal, home, says, response.evidence)
    return with_names(note, [response.actor.name, reply.party.name], proposal, home)


def reply_draft(track: Track, reply: Reply) -> Draft:
    """One answer as a sentence of its own."""
    telling = next(each for each in track.tellings if each.proposal is reply.proposal)
    shown, note = named(track, telling)
    who, _, rest = _answer(reply).partition(f" {ANSWERED[reply.response.answer]} ")
    day = rest.strip("()")
    text = say("replied", who=who, answer=ANSWERED[reply.response.answer], day=day, name=shown)
    return Draft(text=text, notes=(reply_note(reply), note))


def changed_answers(track: Track) -> Iterator[Draft]:
    """Parties that answered otherwise before."""
    for before, after in track.changed:
        telling = next(each for each in track.tellings if each.proposal is after.proposal)
        shown, note = named(track, telling)
        text = say(
            "another",
            who=name(after.party.name),
            name=shown,
            was=ANSWERED[before.response.answer],
            day=day_words(before.day),
            now=ANSWERED[after.response.answer],
            later=day_words(after.day),
        )
        yield Draft(text=text, notes=(note, reply_note(before), reply_note(after)))


def loop_drafts(rows: Material) -> tuple[Draft, ...]:
    """Deadlocks and other loops of which a step is on the topic."""
    found = []
    for loop in rows.relations.terms.loops:
        keys = [each.condition.id for edge in loop.edges for each in edge.told]
        if any(key in rows.facts for key in keys):
            found.append(_loop(loop))
    return tuple(found)


def _loop(loop: Loop) -> Draft:
    turns, notes = zip(*(_turn(edge) for edge in loop.edges), strict=True)
    return Draft(text=say("loop", kind=LOOPS[loop.kind], turns="; ".join(turns)), notes=notes)


def _turn(edge: Edge) -> tuple[str, Footnote]:
    each = edge.told[0]
    note = condition_note(each.condition, each.document)
    words, note = _condition_words(each.condition, each.document, note)
    return f"{words}, {_set(each.condition)}", note


def condition_drafts(rows: Material) -> tuple[Draft, ...]:
    """Conditions as told, newest first."""
    found = sorted(rows.of(Condition), key=lambda item: (day_of(*item), item[0].id), reverse=True)
    return tuple(condition_draft(condition, home) for condition, home in found)


def condition_draft(condition: Condition, home: Document) -> Draft:
    """One condition as a sentence."""
    note = condition_note(condition, home)
    words, note = _condition_words(condition, home, note)
    text = f"{_set(condition)}: {words}{told(condition)}"
    text += f" ({day_words(day_of(condition, home))})."
    return Draft(text=text[:1].upper() + text[1:], notes=(note,))


def condition_note(condition: Condition, home: Document) -> Footnote:
    """The sentence of a condition, with whom its words mean."""
    note = footnote(condition, home, [date_says(condition.date, home, day_of(condition, home))])
    whose = [actor.name for actor in (condition.set_by, condition.said_by) if actor is not None]
    return with_names(note, [*whose, *speakers(condition)], condition, home)


def _set(condition: Condition) -> str:
    """Whose condition it is said to be, and who says so if that is somebody else."""
    said = condition.said_by
    by = f", as told by {name(said.name)}" if said is not None and said != condition.set_by else ""
    if condition.set_by is not None:
        same = said is not None and said.id == condition.set_by.id
        return f"condition of {name(condition.set_by.name)}" + ("" if same else by)
    return "a condition that the report gives to nobody" + by


def _condition_words(condition: Condition, home: Document, note: Footnote) -> tuple[str, Footnote]:
    steps = []
    for phrase in condition.antecedents:
        step, note = wording(phrase, home, note)
        steps.append(step)
    joint = "as long as" if condition.marker.lower() in AS_LONG_AS else JOINTS[condition.type]
    if len(steps) > 1:
        joint += " all of" if condition.join is Join.ALL else " any of"
    goal, note = wording(condition.consequent, home, note)
    return f"{goal} {joint} {listed(steps, 'and' if condition.join is Join.ALL else 'or')}", note

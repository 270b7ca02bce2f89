"""Who stands where, in a brief: own positions, those that others ascribe, and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.model.chains import innermost
from dragoman.relations.positions import Change, Stand
from dragoman.report.brief import Draft, Footnote
from dragoman.report.brief_cite import date_says, day_words, footnote, told, with_names, wording
from dragoman.report.brief_rows import Material
from dragoman.report.brief_words import STAND, STANDS, name, say


def own_stands(rows: Material) -> tuple[Draft, ...]:
    """The newest positions that parties have in their own words or by the report's."""
    return tuple(_stand(each) for each in _newest(rows, is_own=True))


def ascribed_stands(rows: Material) -> tuple[Draft, ...]:
    """The newest positions that somebody else says a party has."""
    return tuple(_stand(each) for each in _newest(rows, is_own=False))


def _newest(rows: Material, *, is_own: bool) -> Iterator[Stand]:
    """Stands of the last day of each party on each issue, issues with most parties first."""
    order = {issue.id: number for number, issue in enumerate(rows.relations.matrix.issues)}
    cells = sorted(rows.relations.matrix.cells.values(), key=lambda cell: (order[cell.issue.id], cell.party.name))
    for cell in cells:
        kept = [
            stand
            for stand in cell.history
            if stand.position.id in rows.facts and not stand.contested and bool(stand.ascribed_by) is not is_own
        ]
        last = [stand for stand in kept if stand.day == kept[-1].day]
        yield from {stand.position.stance: stand for stand in last}.values()


def changes(rows: Material) -> tuple[Draft, ...]:
    """Moves from one side to another, newest first."""
    found = [
        change
        for change in rows.relations.matrix.changes
        if change.before.position.id in rows.facts and change.after.position.id in rows.facts
    ]
    return tuple(change_draft(change) for change in reversed(found) if not change.after.contested)


def change_draft(change: Change) -> Draft:
    """One move with both sentences."""
    (old, before), (new, after) = _what(change.before), _what(change.after)
    text = say(
        "change",
        who=_who(change.after),
        was=_stands(change.before),
        before=old,
        day=day_words(change.before.day),
        now=_stands(change.after),
        after=new,
        later=day_words(change.after.day),
    )
    return Draft(text=text, notes=(after, before))


def _stand(stand: Stand) -> Draft:
    what, note = _what(stand)
    parts = {
        "who": _who(stand),
        "stands": _stands(stand),
        "what": what,
        "told": told(stand.position),
        "day": day_words(stand.day),
    }
    if not stand.ascribed_by:
        return Draft(text=say("stand", **parts), notes=(note,))
    return Draft(text=say("ascribed", by=name(stand.ascribed_by), **parts), notes=(note,))


def find_stand(rows: Material, key: str) -> Stand | None:
    """The stand of a position."""
    stands = (stand for cell in rows.relations.matrix.cells.values() for stand in cell.history)
    return next((stand for stand in stands if stand.position.id == key), None)


def stand_draft(stand: Stand) -> Draft:
    """One stand as a sentence."""
    return _stand(stand)


def stand_note(stand: Stand) -> Footnote:
    """The sentence of a stand, with whom its words mean."""
    position, home = stand.position, stand.document
    note = footnote(position, home, [date_says(position.date, home, stand.day)])
    return with_names(note, _names(stand), position, home)


def _names(stand: Stand) -> Sequence[str]:
    voices = [link.speaker.name for link in innermost(stand.position.attribution) if link.speaker is not None]
    return [stand.position.holder.name, stand.party.name, *(voices if stand.ascribed_by else ())]


def _who(stand: Stand) -> str:
    holder, party = name(stand.position.holder.name), name(stand.party.name)
    return party if holder == party else f"{party} ({holder})"


def _what(stand: Stand) -> tuple[str, Footnote]:
    return wording(stand.position.issue, stand.document, stand_note(stand))


def _stands(stand: Stand) -> str:
    """The stance as a verb, of one or of several ("officials")."""
    last = stand.party.name.split()[-1:] if stand.party.vague else []
    is_several = bool(last) and (last[0].endswith("s") or last[0].lower() in {"people", "police"})
    return (STAND if is_several else STANDS)[stand.position.stance]

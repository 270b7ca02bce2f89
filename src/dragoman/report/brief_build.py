"""From rows to a brief: which sentences stand in which section, in which order, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dragoman.model.facts import Assessment, Condition, Position, Proposal
from dragoman.relations.diff_model import Cited, Entry, Kind, News, Tally
from dragoman.report.brief import CHARTS, Brief, Draft, DraftSection, Footnote, Section, numbered
from dragoman.report.brief_check import check_brief
from dragoman.report.brief_cite import NO_DAY, NO_OUTLET, counted
from dragoman.report.brief_open import alleged_drafts, figure_drafts, unknown_drafts
from dragoman.report.brief_pairs import (
    assessment_draft,
    assessment_drafts,
    charts,
    extreme_drafts,
    pair_drafts,
    thin_drafts,
)
from dragoman.report.brief_rows import LEAST_EVENTS, Material
from dragoman.report.brief_stands import (
    ascribed_stands,
    change_draft,
    changes,
    find_stand,
    own_stands,
    stand_draft,
)
from dragoman.report.brief_terms import (
    changed_answers,
    condition_draft,
    condition_drafts,
    loop_drafts,
    proposal_draft,
    reply_draft,
    tracks_of,
)
from dragoman.report.brief_words import clean, name, say
from dragoman.report.chart_style import signed
from dragoman.report.words import count

FEW = 2
"""Sentences of each kind in the bottom line."""
NOT_NEW = frozenset({News.AGAIN, News.LOOP})
"""Entries of a diff that say nothing new, or what stands among the terms anyway."""


def make_brief(rows: Material) -> Brief:
    """The brief of these rows, every sentence checked against its footnotes.

    Raises:
        BriefError: a sentence says what its footnotes do not have, which is an error of this program.
    """
    brief = in_words(rows)
    check_brief(brief)
    return replace(brief, charts=tuple(charts(rows)))


def in_words(rows: Material) -> Brief:
    """The brief before it is checked, without its charts."""
    sections, footnotes = numbered(_sections(rows))
    return Brief(
        title=clean(rows.asked.title),
        asked=_asked(rows),
        sections=sections,
        footnotes=footnotes,
        method=tuple((clean(key), clean(value)) for key, value in rows.method),
    )


def _asked(rows: Material) -> str:
    asked = rows.asked
    days = [f"new since {asked.since}" if asked.since else "", f"until {asked.until}" if asked.until else ""]
    about = f"{count(len(rows.facts), 'fact')} in {count(len({home.id for _, home in rows.facts.values()}), 'report')}"
    return ", ".join(filter(None, (about, *days)))


def _sections(rows: Material) -> Iterator[DraftSection]:
    most = rows.asked.most
    yield _section(
        "bottom", "Bottom line", _bottom(rows), None, "The rows that say most; the sections below have the rest."
    )
    yield _section(
        "changed", "What changed", tuple(_news(rows)) if rows.diff is not None else (), most, "Newest first.",
        "Nothing new in the rows." if rows.diff is not None else "No first day was given, so nothing was compared.",
    )  # fmt: skip
    yield _section(
        "stands", "Who stands where", own_stands(rows), most,
        "The newest position of each party, by its own words or those of the report.", link="/positions",
    )  # fmt: skip
    yield _section(
        "ascribed", "Positions that others ascribe", ascribed_stands(rows), most,
        "Who says it comes first; the party itself has not said it in these sentences.", link="/positions",
    )  # fmt: skip
    proposals = [proposal_draft(track) for track in tracks_of(rows)]
    answers = [draft for track in tracks_of(rows) for draft in changed_answers(track)]
    yield _section("proposals", "Proposals and answers", (*proposals, *answers), most, link="/proposals")
    yield _section(
        "terms", "Terms and deadlocks", (*loop_drafts(rows), *condition_drafts(rows)), most,
        "What is said to hang on what, deadlocks first.", link="/terms",
    )  # fmt: skip
    yield _section(
        CHARTS, "Relations", pair_drafts(rows), None,
        "All reported events between two parties, whatever they are about. A mean measures reported interaction,"
        " not merit.", link="/relations",
    )  # fmt: skip
    yield _section(
        "said", "What is said of relations and talks", assessment_drafts(rows), most,
        "Claims about a state or a trend, with whose they are; none was tested here.", link="/facts/assessment",
    )  # fmt: skip
    yield _section(
        "alleged", "Only alleged or denied", alleged_drafts(rows), most,
        "No row here is told as established by the report itself.", link="/facts/event",
    )  # fmt: skip
    yield _section(
        "figures", "Figures, by who gives them", figure_drafts(rows), most,
        "Each number stands with its source; none are added up.", link="/facts/figure",
    )  # fmt: skip
    unknown = (*unknown_drafts(rows), *thin_drafts(rows))
    yield _section(
        "unknown", "What is not known", unknown, most, "Not found in these reports does not mean that it is not so."
    )


def _section(
    key: str,
    heading: str,
    drafts: Iterable[Draft],
    most: int | None,
    about: str = "",
    empty: str = "",
    link: str = "",
) -> DraftSection:
    section = Section(key=key, heading=heading, about=about, link=link)
    if empty:
        section = Section(key=key, heading=heading, about=about, link=link, empty=empty)
    return DraftSection(section=section, drafts=tuple(drafts), most=most)


def _bottom(rows: Material) -> Iterator[Draft]:
    """The few rows that say most."""
    yield from changes(rows)[:FEW]
    yield from (proposal_draft(track) for track in tracks_of(rows)[:FEW])
    yield from loop_drafts(rows)[:FEW]
    yield from extreme_drafts(rows)


def _news(rows: Material) -> Iterator[Draft]:
    """What the diff found, newest first."""
    assert rows.diff is not None
    for entry in rows.diff.entries:
        if entry.news not in NOT_NEW:
            yield from _entry(entry, rows)


def _entry(entry: Entry, rows: Material) -> Iterator[Draft]:
    if entry.kind is Kind.RELATION:
        yield from _shift(entry)
        return
    if entry.is_answer:
        yield from _answer(entry, rows)
        return
    fact, home = rows.facts.get(entry.evidence[0].fact, (None, None))
    if fact is None or home is None:
        return
    if isinstance(fact, Position):
        yield from _position(entry, fact, rows)
    elif isinstance(fact, Proposal):
        tracks = [track for track in tracks_of(rows) if any(each.proposal.id == fact.id for each in track.tellings)]
        yield from (proposal_draft(track, with_answers=False) for track in tracks[:1])
    elif isinstance(fact, Condition):
        yield condition_draft(fact, home)
    elif isinstance(fact, Assessment):
        yield assessment_draft(fact, home)


def _position(entry: Entry, fact: Position, rows: Material) -> Iterator[Draft]:
    moved = (each for each in rows.relations.matrix.changes if each.after.position.id == fact.id)
    change = next(moved, None) if entry.news is News.MOVED else None
    stand = find_stand(rows, fact.id)
    if change is not None:
        yield change_draft(change)
    elif stand is not None and not stand.contested:
        yield stand_draft(stand)


def _answer(entry: Entry, rows: Material) -> Iterator[Draft]:
    """The answer that an entry tells, found by its proposal, party and sentence."""
    cited = entry.evidence[0]
    for track in tracks_of(rows):
        for reply in track.replies:
            if reply.proposal.id == cited.fact and reply.party in entry.parties and reply.day == cited.day:
                yield reply_draft(track, reply)
                return


def _shift(entry: Entry) -> Iterator[Draft]:
    """Events of a pair before and since."""
    shift = entry.shift
    if shift is None or len(entry.parties) != 2 or shift.after.mean is None:
        return
    first, second = (name(party.name) for party in entry.parties)
    after, before = _tally(shift.after), _tally(shift.before)
    says = f"{first} and {second}: since {after}, before {before or 'none'}"
    cited = [each.fact for each in (*entry.evidence, *entry.earlier)]
    note = _cited_note(entry.evidence[0], (counted(says, cited),))
    if before:
        yield Draft(text=say("shift", first=first, second=second, before=before, after=after), notes=(note,))
    else:
        yield Draft(text=say("shift new", first=first, second=second, after=after), notes=(note,))


def _tally(tally: Tally) -> str:
    if tally.mean is None:
        return ""
    return f"{signed(tally.mean)} (n {tally.events:,}{', thin' if tally.events < LEAST_EVENTS else ''})"


def _cited_note(cited: Cited, says: tuple[str, ...]) -> Footnote:
    return Footnote(
        outlet=clean(cited.outlet) or NO_OUTLET,
        date=cited.published or NO_DAY,
        sentence=clean(cited.sentence) or "(in another report)",
        fact=cited.fact,
        says=says,
    )

"""A diff as text: by party, issue, proposal and relation, newest first, each line with the sentence it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dragoman.relations.diff_claims import OTHERS
from dragoman.relations.diff_events import points
from dragoman.relations.diff_model import Cited, Diff, Entry, Kind, News, Shift, Tally
from dragoman.relations.diff_stands import by_issue
from dragoman.relations.positions import CONTESTED
from dragoman.report.readout_lines import DAY, INDENT, Context, Line, notes, rendered
from dragoman.report.words import OPEN, count, shortened

LONGEST = 240
"""Characters of a sentence; ``explain`` shows the whole."""
LEAST_ON_ISSUE = 2
"""Positions and news of proposals by which an issue without a condition is worth a heading of its own."""
COMPARED = frozenset({News.MOVED, News.OTHER_ANSWER, News.VERSION, News.DROPPED, News.EARLIER, News.ALSO})
"""What is shown with the sentence before."""
DIRECTIONS = (
    "Better is towards agreement, as the reports have it, and worse away from it; neither judges a party or a stance."
)
Block = tuple[str, list[Line]]
"""A heading with its lines."""


def diff_summary(found: Diff) -> str:
    """Numbers of entries by direction: ``12 entries: 3 better, 4 worse, 5 unchanged, 0 too little to tell``."""
    told = ", ".join(f"{number:,} {course}" for course, number in found.courses.items())
    return f"{count(len(found.entries), 'entry', 'entries')}: {told}"


def diff_lines(found: Diff, context: Context, most: int | None = None) -> RenderableType:
    """The four sections, those that have entries; of each kind at most so many entries, the newest."""
    shown = {kind: found.of(kind)[:most] for kind in Kind}
    claims = sorted(shown[Kind.RELATION] + shown[Kind.ASSESSMENT], key=lambda entry: entry.day, reverse=True)
    sections = (
        ("By party", _blocks(shown[Kind.POSITION], context, _party, _position), (Kind.POSITION,)),
        ("By issue", _issues(found, shown[Kind.CONDITION], context), (Kind.CONDITION,)),
        ("By proposal", _blocks(shown[Kind.PROPOSAL], context, _subject, _proposal), (Kind.PROPOSAL,)),
        ("By relation", _blocks(claims, context, _pair, _relation), (Kind.RELATION, Kind.ASSESSMENT)),
    )
    blocks = [
        block
        for name, inside, kinds in sections
        for block in _section(name, inside, sum(len(found.of(kind)) - len(shown[kind]) for kind in kinds))
    ]
    # Each section begins with a blank line; the first needs none.
    return Group(*blocks[1:])


def _section(name: str, blocks: Sequence[Block], more: int) -> Iterator[RenderableType]:
    if not blocks:
        return
    yield Text()
    yield Text(name, style="bold")
    for heading, lines in blocks:
        yield Padding(Text(heading, style="underline"), (0, 0, 0, INDENT))
        yield Padding(rendered(lines, len(lines)), (0, 0, 0, INDENT))
    if more:
        yield Padding(Text(f"and {more:,} more; --limit 0 shows all"), (0, 0, 0, INDENT))


def _blocks(
    entries: Sequence[Entry], context: Context, heading: Callable[[Entry], str], body: Callable[[Entry], Text]
) -> list[Block]:
    """Entries under the headings of what they belong to, that with the newest entry first."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    return [
        (heading(inside[0]), [line for entry in inside for line in _lines(entry, body(entry), context)])
        for inside in groups.values()
    ]


def _issues(found: Diff, shown: Sequence[Entry], context: Context) -> list[Block]:
    """Conditions by issue, and who stands where on those of several entries."""
    blocks: list[Block] = []
    for issue, entries in by_issue(found.entries).values():
        hanging = [entry for entry in entries if entry in shown]
        others = [entry for entry in entries if entry.kind is not Kind.CONDITION]
        if not hanging and len(others) < LEAST_ON_ISSUE:
            continue
        lines = [line for entry in hanging for line in _lines(entry, _condition(entry), context)]
        if others:
            told = Text("; ".join(dict.fromkeys(map(_in_brief, others))))
            lines.insert(0, Line(text=told, date=_date(others[0].day), ref=""))
        blocks.append((issue.label, lines))
    return blocks


def _lines(entry: Entry, body: Text, context: Context) -> Iterator[Line]:
    """An entry, its directions, and what it is compared with."""
    body.append(" · ")
    body.append(str(entry.course), "bold")
    if entry.kind is Kind.ASSESSMENT:
        yield _line(body, entry.evidence[0], context)
    else:
        said = f"says {entry.said_by}" if entry.said_by else ""
        times = f"{entry.told} times" if entry.told > 1 and entry.kind is not Kind.RELATION else ""
        body.append(f": {entry.reason}")
        body.append(notes(_presented(entry), said, times), "italic")
        yield _line(body, entry.evidence[0], context)
    for way in entry.ways if len(entry.ways) > 1 else ():
        yield Line(text=_way(way), date=" " * DAY, ref="", deeper=1)
    if entry.earlier and entry.news in COMPARED:
        yield _line(Text(f"before: {entry.was}" if entry.was else "before"), entry.earlier[0], context, 1)


def _presented(entry: Entry) -> str:
    """How the text presents it, where that is not plainly; a stance has what is negated or planned in itself."""
    factuality = entry.evidence[0].factuality
    if entry.kind is Kind.POSITION and factuality not in CONTESTED:
        return ""
    return OPEN.get(factuality, "")


def _line(text: Text, cited: Cited, context: Context, deeper: int = 0) -> Line:
    words = f"“{shortened(cited.sentence, LONGEST)}”" if cited.sentence else "in another report"
    source = ", ".join(filter(None, (cited.outlet or "outlet not known", cited.published or "date unknown")))
    return Line(
        text=text,
        ref=context.shorten(cited.fact),
        date=_date(cited.day),
        below=Text(f"{words} {source}", style="dim"),
        deeper=deeper,
    )


def _date(day: str) -> str:
    """A date as wide as a day, so that the lines under all headings stand in one column."""
    return (day or "undated").ljust(DAY)


def _party(entry: Entry) -> str:
    return entry.parties[0].name


def _subject(entry: Entry) -> str:
    return entry.subject


def _pair(entry: Entry) -> str:
    return "Other claims about a trend" if entry.group == OTHERS else entry.subject


def _position(entry: Entry) -> Text:
    lead = {
        News.MOVED: f"was {entry.was}, now ",
        News.ALSO: "also ",
        News.EARLIER: "earlier: ",
        News.AGAIN: "still ",
        News.STRONGER: "still ",
        News.WEAKER: "still ",
    }.get(entry.news, "")
    return Text.assemble(f"{entry.subject}: {lead}", (entry.now, "bold"))


def _condition(entry: Entry) -> Text:
    if entry.news is News.LOOP:
        was = f"was {entry.was}, now " if entry.was else ""
        return Text.assemble(f"{entry.subject}: {was}", (entry.now, "bold"))
    return Text.assemble("still " if entry.news is News.AGAIN else "", (entry.now, "bold"))


def _proposal(entry: Entry) -> Text:
    if entry.is_answer:
        return Text.assemble(f"{_party(entry)}: ", (entry.now, "bold"))
    told = f": {entry.now}" if entry.news in {News.STATUS, News.VERSION} else ""
    return Text.assemble((str(entry.news), "bold"), told)


def _relation(entry: Entry) -> Text:
    if entry.shift is None:
        about = f"{entry.subject}: " if entry.group == OTHERS else "claim: "
        return Text(f"{about}{entry.reason}")
    return Text.assemble("events: ", (_shift(entry.shift), "bold"))


def _way(way: Shift) -> Text:
    names = [party.name for party in (way.source, way.target) if party is not None]
    return Text(f"{' → '.join(names)}: {_shift(way)}", style="italic")


def _shift(shift: Shift) -> str:
    return f"mean {_tally(shift.before)}, now {_tally(shift.after)}" if shift.before.events else _only(shift.after)


def _only(tally: Tally) -> str:
    return f"none before, now {_tally(tally)}"


def _tally(tally: Tally) -> str:
    return f"{points(tally.mean)} (n {tally.events:,})" if tally.mean is not None else "none"


def _in_brief(entry: Entry) -> str:
    """A position or a piece of news on a proposal, which stands in full in its own section."""
    who = entry.parties[0].name if entry.parties else "sponsor not said"
    what = entry.now if entry.kind is Kind.POSITION or entry.is_answer else f"proposal, {entry.news}"
    return f"{who}: {what} ({entry.course})"

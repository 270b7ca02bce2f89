"""Relations of pairs in a brief: how many events, their mean, lowest and highest, what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.model.dyads import OWN_DATASET, EventLine
from dragoman.model.facts import Assessment
from dragoman.model.text import Document
from dragoman.relations.periods import label
from dragoman.relations.positions import day_of
from dragoman.relations.series import Series
from dragoman.report.brief import BriefChart, Draft, Footnote
from dragoman.report.brief_cite import (
    NO_OUTLET,
    counted,
    date_says,
    day_words,
    footnote,
    quote_in,
    speakers,
    voice,
    with_names,
    words_at,
)
from dragoman.report.brief_rows import LEAST_EVENTS, Material, PairRows
from dragoman.report.brief_words import DIRECTIONS, clean, name, say
from dragoman.report.chart_style import signed
from dragoman.report.words import count, listed

MOST_CHARTS = 3
SCALE = "on the Goldstein scale"


def mean_of(series: Series) -> float | None:
    """Mean of all events that have a value."""
    valued = sum(point.valued for point in series.points)
    return sum(point.total or 0.0 for point in series.points) / valued if valued else None


def is_enough(pair: PairRows) -> bool:
    """Whether a pair has as many events as a mean needs."""
    return pair.series.events >= LEAST_EVENTS and mean_of(pair.series) is not None


def pair_drafts(rows: Material) -> tuple[Draft, ...]:
    """A sentence for each pair that has events; the first ones have a chart."""
    return tuple(_pair(pair) for pair in charted(rows))


def charted(rows: Material) -> tuple[PairRows, ...]:
    """Pairs that are drawn and described."""
    return tuple(pair for pair in rows.pairs if is_enough(pair))[:MOST_CHARTS]


def thin_drafts(rows: Material) -> tuple[Draft, ...]:
    """Pairs with too few events for a mean."""
    return tuple(_thin(pair) for pair in rows.pairs if not is_enough(pair))


def names_of(series: Series) -> tuple[str, str]:
    """Names of the two sides."""
    return name(series.query.first.name), name(series.query.second.name)


def _pair(pair: PairRows) -> Draft:
    series = pair.series
    first, second = names_of(series)
    shown = [point for point in series.points if point.events]
    start, end = (label(point.start, series.query.period) for point in (shown[0], shown[-1]))
    events, mentions = count(series.events, "event"), count(series.mentions, "mention")
    mean = signed(mean_of(series))
    thin = sum(point.events < LEAST_EVENTS for point in shown)
    few = count(thin, "month")
    says = f"{first} and {second}: {events}, {mentions}, from {start} to {end}, mean {mean}; thin: {few}"
    text = say(
        "pair",
        first=first,
        second=second,
        events=events,
        mentions=mentions,
        start=start,
        end=end,
        mean=f"{mean} {SCALE}",
        thin=f"; thin: {few} with fewer events than a mean needs" if thin else "",
    )
    return Draft(text=text, notes=(_counted_note(pair, says),))


def _thin(pair: PairRows) -> Draft:
    first, second = names_of(pair.series)
    events = count(pair.series.events, "event")
    text = say("empty pair", first=first, second=second, events=events)
    return Draft(text=text, notes=(_counted_note(pair, f"{first} and {second}: {events}"),))


def _counted_note(pair: PairRows, says: str, line: EventLine | None = None) -> Footnote:
    """The newest event of a pair, or another one, with all that were counted."""
    return line_note(line or pair.lines[-1], (counted(says, [each.id for each in pair.lines]),))


def line_note(line: EventLine, says: Sequence[str] = ()) -> Footnote:
    """An event row as a footnote; a data set that has no sentence gives its label of the event."""
    own = line.dataset == OWN_DATASET
    words = clean(line.text) or clean(f"{line.source}, {line.plover or line.cameo or 'event'}, {line.target}")
    outlet = ", ".join(filter(None, (clean(line.publisher or ""), "" if own else f"data set {clean(line.dataset)}")))
    return Footnote(
        outlet=outlet or NO_OUTLET,
        date=line.day.isoformat(),
        sentence=words,
        fact=line.id if own else "",
        url=line.url,
        says=tuple(says),
    )


def extreme_drafts(rows: Material) -> tuple[Draft, ...]:
    """The pairs with the lowest and the highest mean; nothing where fewer than two have enough events."""
    enough = sorted((pair for pair in rows.pairs if is_enough(pair)), key=lambda pair: mean_of(pair.series) or 0.0)
    if len(enough) < 2:
        return ()
    pairs = count(len(enough), "pair")
    all_means = "; ".join(f"{' and '.join(names_of(each.series))} {_mean_n(each)}" for each in enough)
    says = f"{pairs} with {LEAST_EVENTS} or more events: {all_means}"
    return (_extreme("lowest", enough[0], pairs, says), _extreme("highest", enough[-1], pairs, says))


def _mean_n(pair: PairRows) -> str:
    return f"{signed(mean_of(pair.series))} (n {pair.series.events:,})"


def _extreme(which: str, pair: PairRows, pairs: str, says: str) -> Draft:
    first, second = names_of(pair.series)
    lines = sorted(pair.lines, key=lambda each: each.value if each.value is not None else 0.0)
    line = lines[0] if which == "lowest" else lines[-1]
    text = say(
        "extreme",
        which=which,
        pairs=pairs,
        first=first,
        second=second,
        mean=f"{signed(mean_of(pair.series))} {SCALE}",
        n=f"n {pair.series.events:,}",
    )
    return Draft(text=text, notes=(_counted_note(pair, says, line),))


def assessment_drafts(rows: Material) -> tuple[Draft, ...]:
    """What reports and those they quote say of relations and talks, newest first."""
    found = sorted(rows.of(Assessment), key=lambda item: (day_of(*item), item[0].id), reverse=True)
    return tuple(assessment_draft(fact, home) for fact, home in found)


def assessment_draft(fact: Assessment, home: Document) -> Draft:
    """One claim about a state or a trend, with whose it is."""
    day = day_of(fact, home)
    note = footnote(fact, home, [date_says(fact.date, home, day)])
    note = with_names(note, [*speakers(fact), *(actor.name for actor in fact.pair)], fact, home)
    spans = [words_at(home, span) for role, span in fact.match.spans if role == "topic"]
    about = [name(actor.name) for actor in fact.pair]
    what = listed(about)
    if not about:
        what, note = quote_in(fact.topic, spans, note)
    text = say("assessment", by=voice(fact, home), what=what, direction=DIRECTIONS[fact.direction], day=day_words(day))
    return Draft(text=text, notes=(note,))


def charts(rows: Material) -> Iterator[BriefChart]:
    """Pictures of the first pairs."""
    from dragoman.report.charts import series_chart

    for pair in charted(rows):
        first, second = names_of(pair.series)
        events = count(pair.series.events, "event")
        shown = f"{first} and {second}: mean of reported events by month on the Goldstein scale, {events}"
        yield BriefChart(label=shown, drawing=series_chart([pair.series]))

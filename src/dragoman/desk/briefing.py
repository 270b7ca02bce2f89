"""What a brief is made from, fetched from a store: for the command and for the page alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import dragoman
from dragoman.desk.arguments import actor_id, parse_day
from dragoman.desk.issues import related_items
from dragoman.desk.problems import UserError
from dragoman.desk.sql import facts_by_id, rows_of
from dragoman.model.actors import ActorRef
from dragoman.model.dyads import LEFT_OUT, DyadQuery, EventTable, Member, Side, Way
from dragoman.model.facts import Event, Fact, Factuality
from dragoman.model.text import Document
from dragoman.relations.choices import NO_CHOICES, Choices
from dragoman.relations.diff import diff as find_diff
from dragoman.relations.diff_model import Diff
from dragoman.relations.diff_sides import Window, part_by_day
from dragoman.relations.parties import Parties, actors_of_fact
from dragoman.relations.relate import Item, Relations, relate
from dragoman.relations.series import build_series
from dragoman.relations.topic import Topic
from dragoman.report.brief import Brief
from dragoman.report.brief_build import make_brief
from dragoman.report.brief_rows import Asked, Material, PairRows
from dragoman.report.words import count
from dragoman.store import ErrorRow, EventFilter, FactFilter, Pair, Run, Store, Totals
from dragoman.store.payload import kind_of
from dragoman.store.queries import NEWEST_FIRST

KINDS = ("event", "position", "proposal", "condition", "assessment", "figure")
"""Kinds of fact that a brief is made of; of statements only those that are alleged or denied."""
CONTESTED = (Factuality.ALLEGED, Factuality.DENIED)
CONTESTED_LAST = "ORDER BY f.kind = 'statement',"
MOST_PAIRS = 8
"""Pairs that are looked into; three of them are drawn."""
MOST_LINES = 2000
"""Events of a pair that are fetched to stand behind its numbers."""
BOTH_OF_PAIR = frozenset({"event", "assessment"})
"""Kinds that are about a pair only if both take part; a position is one party's."""

Reading = Callable[[], AbstractContextManager[Store]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What is taken from the store at once.

    Attributes:
        items: facts that may be on the topic, with a part for those who were asked for, newest first.
        on_issue: ids of facts whose issue is on the topic, in whichever words.
        sides: name of each side of an event, by id.
    """

    items: tuple[Item, ...]
    on_issue: frozenset[str]
    pairs: Mapping[tuple[str, str], int]
    sides: Mapping[str, str]
    unread: tuple[ErrorRow, ...]
    runs: tuple[Run, ...]
    totals: Totals
    reviews: str


def asked_of(
    *, topic: str = "", pair: str = "", actor: str = "", since: str = "", until: str = "", is_full: bool = False
) -> Asked:
    """What was typed.

    Raises:
        UserError: a day or a pair can't be understood, or the days are the wrong way round.
    """
    parts = tuple(part.strip() for part in pair.split(",")) if pair.strip() else ()
    if parts and (len(parts) != 2 or not all(parts)):
        raise UserError(f"--pair {pair!r}: name two actors, as 'A,B'")
    first, last = parse_day(since.strip(), "--since"), parse_day(until.strip(), "--until")
    if first and last and last < first:
        raise UserError(f"--until {last} is before --since {first}")
    return Asked(
        topic=topic.strip(),
        pair=(parts[0], parts[1]) if parts else None,
        actor=actor.strip(),
        since=first,
        until=last,
        is_full=is_full,
    )


def brief_of(
    reading: Reading,
    asked: Asked,
    choices: Choices = NO_CHOICES,
    related: Relations | None = None,
    store_name: str = "the store",
) -> Brief:
    """The brief that is asked for.

    Args:
        reading: gives the store to look into; it is let go while the rows are worked on.
        related: of the whole store, if they are known already; used where no last day was asked for.

    Raises:
        UserError: nothing fits what was asked.
        StoreError: the store can't be read.
    """
    if related is None or asked.until is not None:
        related = relate(_with_issues(reading, asked), choices)
    with reading() as store:
        fetched = _fetch(store, asked, related)
    facts = _on_topic(asked, fetched)
    if not facts:
        raise UserError(
            f"nothing in {store_name} fits {asked.title!r}" + (f" until {asked.until}" if asked.until else "")
        )
    found = _diff(asked, list(facts.values()), choices)
    wanted = _pairs_on_topic(facts, fetched)
    with reading() as store:
        pairs = _series(store.event_table(), wanted, fetched.sides, asked.until) if wanted else ()
    return make_brief(
        Material(
            asked=asked,
            facts=facts,
            relations=related,
            diff=found,
            pairs=pairs,
            unread=fetched.unread,
            method=tuple(_method(asked, facts, fetched)),
        )
    )


def _with_issues(reading: Reading, asked: Asked) -> list[Item]:
    """All facts that issues are made of, up to the last day."""
    with reading() as store:
        items = related_items(store)
    return [item for item in items if not _is_late(asked, item)]


def _is_late(asked: Asked, item: Item) -> bool:
    fact, home = item
    return Window(until=asked.until).is_late(fact.date, home)


def _fetch(store: Store, asked: Asked, related: Relations) -> Fetched:
    on_issue = _facts_on_issue(Topic(asked.topic), related)
    ids = [row[0] for row in rows_of(store, *_candidates(Topic(asked.topic), on_issue))]
    allowed = _allowed(store, asked)
    items = facts_by_id(store, ids if allowed is None else [key for key in ids if key in allowed])
    frame = store.event_table().pairs(until=asked.until)
    numbers: Counter[tuple[str, str]] = Counter()
    for source, target, events in zip(frame["source"], frame["target"], frame["events"], strict=True):
        if source != target:
            numbers[min(source, target), max(source, target)] += events
    ids = sorted({key for pair in numbers for key in pair})
    return Fetched(
        items=tuple(item for item in items if not _is_late(asked, item)),
        on_issue=on_issue,
        pairs=dict(numbers),
        sides=store.event_table().names(ids),
        unread=tuple(store.errors()),
        runs=tuple(store.runs()),
        totals=store.totals(),
        reviews=_reviews(store),
    )


def _candidates(topic: Topic, on_issue: Iterable[str]) -> tuple[str, list[Any]]:
    """Ids of the facts whose sentence may be on a topic, or whose issue is: newest first, what is alleged last.

    The database compares more loosely than :meth:`Topic.has`, so that it leaves out nothing; decoding all facts of a
    store of 100,000 took 12 s.
    """
    sentence = "replace(strip_accents(lower(substr(d.text, p.span_start + 1, p.span_end - p.span_start))), '-', '')"
    has = " AND ".join([f"contains({sentence}, ?)"] * len(topic.words)) or "true"
    contested = "(f.kind = 'statement' AND list_contains(?::VARCHAR[], f.factuality))"
    sql = (
        "SELECT f.id FROM facts f JOIN documents d ON d.id = f.document_id"
        " LEFT JOIN fact_spans p ON p.fact_id = f.id AND p.position = 0"
        f" WHERE (list_contains(?::VARCHAR[], f.kind) OR {contested})"
        f" AND (({has}) OR f.id IN (SELECT unnest(?::VARCHAR[]))){NEWEST_FIRST.replace('ORDER BY', CONTESTED_LAST)}"
    )
    return sql, [list(KINDS), list(map(str, CONTESTED)), *topic.words, list(on_issue)]


def _allowed(store: Store, asked: Asked) -> frozenset[str] | None:
    """Ids of facts with a part for the actor, or for the pair: an event needs both, a position one of them."""
    found: set[str] | None = None
    if asked.actor:
        found = set(_with_part(store, asked.actor))
    if asked.pair:
        first, second = map(actor_id, asked.pair)
        one, other = (_with_part(store, each) for each in asked.pair)
        events = EventFilter(pair=Pair(first=first, second=second))
        between = {key for key, _, _ in store.confidences(events)}
        either = {key for key, kind in (one | other).items() if kind not in BOTH_OF_PAIR}
        both = {key for key in one.keys() & other.keys() if one[key] != "event"}
        inside = between | either | both
        found = inside if found is None else found & inside
    return None if found is None else frozenset(found)


def _with_part(store: Store, actor: str) -> dict[str, str]:
    """Kind of fact by id, of those in which an actor has a part."""
    wanted = FactFilter(kinds=(*KINDS, "statement"), actor=actor_id(actor))
    return {key: kind for key, kind, _ in store.confidences(wanted)}


def _facts_on_issue(topic: Topic, related: Relations) -> frozenset[str]:
    """Ids of facts with an issue one of whose wordings is on the topic."""
    known: dict[str, bool] = {}
    found = set()
    for key, issue in related.issues.of.items():
        if issue.id not in known:
            known[issue.id] = any(map(topic.has, (issue.label, *(text for text, _ in issue.wordings))))
        if known[issue.id]:
            found.add(key.split("/")[0])
    return frozenset(found)


def _on_topic(asked: Asked, fetched: Fetched) -> dict[str, Item]:
    """Facts whose issue or whose sentence has all the words."""
    topic = Topic(asked.topic)
    kept = {}
    for fact, home in fetched.items:
        span = fact.evidence[0]
        if fact.id in fetched.on_issue or topic.has(home.text[span.start : span.end]):
            kept[fact.id] = (fact, home)
    return kept


def _diff(asked: Asked, items: Sequence[Item], choices: Choices) -> Diff | None:
    """What is new on the topic since the first day; the rest of the store says nothing on it."""
    if asked.since is None:
        return None
    window = Window(since=asked.since, until=asked.until)
    parted = part_by_day(items, window)
    return find_diff(parted.before, parted.after, choices, beside=parted.beside, window=window)


def _pairs_on_topic(facts: Mapping[str, Item], fetched: Fetched) -> list[tuple[str, str]]:
    """Pairs of sides with most events on the topic, those named by a description left out."""
    parties = Parties(_actors(facts.values()))
    often: Counter[frozenset[str]] = Counter()
    for fact, _ in facts.values():
        if isinstance(fact, Event) and str(fact.factuality) not in LEFT_OUT and not fact.background:
            one = {parties.of(actor) for actor in fact.sources}
            other = {parties.of(actor) for actor in fact.targets}
            for first in one:
                often.update(frozenset({first.name, second.name}) for second in other if second != first)
    named = {
        pair: frozenset(fetched.sides.get(key, key) for key in pair)
        for pair in fetched.pairs
        if not any(key.startswith("/") or "/" in key for key in pair)
    }
    there = [pair for pair, names in named.items() if often[names]]
    return sorted(there, key=lambda pair: (-often[named[pair]], -fetched.pairs[pair], pair))[:MOST_PAIRS]


def _actors(items: Iterable[tuple[Fact, Document]]) -> Iterable[ActorRef]:
    return (actor for fact, _ in items for actor in actors_of_fact(fact))


def _series(
    table: EventTable, wanted: Sequence[tuple[str, str]], names: Mapping[str, str], until: date | None
) -> tuple[PairRows, ...]:
    found = []
    for pair in wanted:
        first, second = (Side(id=key, name=names.get(key, key), members=(Member(side=key),)) for key in pair)
        query = DyadQuery(first=first, second=second, until=until)
        series = build_series(table, query)[Way.BOTH]
        shown = [point for point in series.points if point.events]
        if shown:
            lines = table.lines(query, shown[0].start, shown[-1].end, limit=MOST_LINES)
            if lines:
                found.append(PairRows(series=series, lines=tuple(lines)))
    return tuple(found)


def _method(asked: Asked, facts: Mapping[str, Item], fetched: Fetched) -> Iterable[tuple[str, str]]:
    """Rows of the map of method."""
    homes = {home.id: home for _, home in facts.values()}
    outlets = {home.publisher for home in homes.values() if home.publisher}
    days = sorted(home.published for home in homes.values() if home.published)
    kinds = Counter(kind_of(fact) for fact, _ in facts.values())
    setups = list(dict.fromkeys(run.setup for run in fetched.runs))
    yield "Made by", f"Dragoman {dragoman.__version__}, from rows; no sentence was written by a language model"
    for setup in setups[-1:]:
        yield "Annotator", setup.annotator
        yield "Codebook", setup.codebook
        yield "Actors", setup.actors
        yield "Coded by version", setup.version
    if len(setups) > 1:
        yield "Setups", f"{len(setups)} different ones coded this store; the last is named here"
    yield "Topic", _topic_words(asked)
    yield "Since", f"{asked.since}: what changed is compared with the days before" if asked.since else "no first day"
    yield "Until", f"{asked.until}: later facts are left out" if asked.until else "no last day"
    span = f", published {days[0]} to {days[-1]}" if days else ", dates unknown"
    yield (
        "Reports",
        f"{count(len(homes), 'report')} of {fetched.totals.documents:,}, {count(len(outlets), 'outlet')}{span}",
    )
    yield "Facts on the topic", "; ".join(count(number, kind) for kind, number in sorted(kinds.items()))
    yield "Documents not read", f"{len(fetched.unread):,}"
    yield "Error rates", fetched.reviews
    yield "Check", "every name, number and quotation stands in a footnote of its sentence, or the brief is not written"


def _topic_words(asked: Asked) -> str:
    parts = []
    if asked.topic:
        parts.append(f"facts whose sentence or issue has all of the words “{asked.topic}”, or words that begin so")
    if asked.pair:
        parts.append(f"events between {' and '.join(asked.pair)}, and what either says, wants or is asked")
    if asked.actor:
        parts.append(f"facts in which {asked.actor} has a part")
    return "; ".join(parts) or "all facts of the store"


def _reviews(store: Store) -> str:
    """How many verdicts people gave on the facts of the store, by kind of verdict; their rates are the review's."""
    reviews = getattr(store, "reviews", None)
    verdicts = Counter(str(review.verdict) for review in reviews()) if reviews is not None else Counter[str]()
    told = ", ".join(f"{number:,} {verdict}" for verdict, number in sorted(verdicts.items()))
    return f"verdicts of reviewers on facts of this store: {told}; see the review for rates" if told else "not reviewed"

"""A small table of events in memory that obeys ``model.dyads.EventTable``, worked out in plain Python."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars

from dragoman.model.dyads import LEFT_OUT, DyadQuery, EventLine, Member, Period, Scale, Side, Way
from dragoman.model.facts import Factuality
from dragoman.ontology import load_event_types
from dragoman.relations.periods import first_day

TYPES = load_event_types()
TYPICAL = {"CONSULT": 1.0, "ASSAULT": -9.0, "THREATEN": -5.0, "AID": 7.0, "ACCUSE": -2.0, "SUPPORT": 4.0}


def side(key: str, name: str = "") -> Side:
    """A side of one state or organisation."""
    return Side(id=key, name=name or key.title(), members=(Member(side=key),))


NORLAND, ESTORIA, TALVIA = side("NORLAND"), side("ESTORIA"), side("TALVIA")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One mention of one event; the source's actor and its side have one id unless given."""

    day: date
    source: str = "NORLAND"
    target: str = "ESTORIA"
    plover: str = "CONSULT"
    goldstein: float | None = None
    last_day: date | None = None
    id: str = ""
    event: str | None = None
    dataset: str = "made"
    source_side: str = ""
    target_side: str = ""
    country: str = ""
    factuality: Factuality | None = None
    background: bool = False
    mirrored: bool = False
    publisher: str | None = None
    text: str = ""

    @property
    def value(self) -> float:
        return TYPICAL.get(self.plover, 0.0) if self.goldstein is None else self.goldstein

    @property
    def sides(self) -> tuple[str, str]:
        return self.source_side or self.source, self.target_side or self.target


def _belongs(member: Member, actor: str, side_id: str, row: Row) -> bool:
    if (member.since and row.day < member.since) or (member.until and row.day > member.until):
        return False
    wanted = ((member.actor, actor), (member.side, side_id), (member.country, row.country))
    return all(want in ("", there) for want, there in wanted)


def _in_side(side: Side, actor: str, side_id: str, row: Row) -> bool:
    return any(_belongs(member, actor, side_id, row) for member in side.members)


def _valued(row: Row, scale: Scale) -> float | None:
    return scale.values.get(row.plover) if scale.values else row.value


@dataclass
class FakeTable:
    """Rows with ids; what each method gives is in ``EventTable``."""

    rows: list[Row] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.rows = [row if row.id else replace(row, id=f"e{n:04}") for n, row in enumerate(self.rows)]

    def _counting(self, query: DyadQuery) -> Iterable[tuple[Row, bool]]:
        """Rows of the dyad that count, whenever, and whether they go forward."""
        for row in self.rows:
            there = _in_side(query.first, row.source, row.sides[0], row) and _in_side(
                query.second, row.target, row.sides[1], row
            )
            back = _in_side(query.second, row.source, row.sides[0], row) and _in_side(
                query.first, row.target, row.sides[1], row
            )
            if (there or back) and _counts(row, query):
                yield row, there

    def _dated(self, query: DyadQuery) -> list[tuple[Row, bool]]:
        return [
            (row, there)
            for row, there in self._counting(query)
            if _one_period(row, query.period) and _within(row, query)
        ]

    def _grouped(self, query: DyadQuery) -> dict[tuple[Way, date], list[Row]]:
        found: dict[tuple[Way, date], list[Row]] = defaultdict(list)
        for row, there in self._dated(query):
            start = first_day(row.day, query.period)
            found[Way.FORWARD if there else Way.BACK, start].append(row)
            if not row.mirrored:
                found[Way.BOTH, start].append(row)
        return dict(sorted(found.items(), key=lambda item: (item[0][1], item[0][0])))

    def counts(self, query: DyadQuery) -> polars.DataFrame:
        self.asked["counts"] += 1
        made = []
        for (way, start), rows in self._grouped(query).items():
            events: dict[str, list[Row]] = defaultdict(list)
            for row in rows:
                events[row.event or row.id].append(row)
            per_event = [
                [v for row in mentions if (v := _valued(row, query.scale)) is not None] for mentions in events.values()
            ]
            values = [statistics.fmean(found) for found in per_event if found]
            quads = Counter(TYPES[mentions[0].plover].quad_class for mentions in events.values())
            said = Counter(row.factuality for row in rows)
            made.append(
                {
                    "way": str(way), "period": start, "events": len(events), "mentions": len(rows), "copies": 0,
                    "outlets": len({row.publisher for row in rows if row.publisher}),
                    **{f"quad_{n}": quads[n] for n in (1, 2, 3, 4)},
                    "valued": len(values), "mean": statistics.fmean(values) if values else None,
                    "total": sum(values) if values else None,
                    "variance": statistics.variance(values) if len(values) > 1 else None,
                    **{name: said[Factuality(name)] for name in ("asserted", "reported", "alleged")},
                }
            )  # fmt: skip
        return polars.DataFrame(made)

    def types(self, query: DyadQuery) -> polars.DataFrame:
        made = []
        for (way, start), rows in self._grouped(query).items():
            kinds = {(row.event or row.id): row.plover for row in rows}
            for kind, n in sorted(Counter(kinds.values()).items()):
                made.append({"way": str(way), "period": start, "plover": kind, "events": n})
        schema = {"way": polars.String, "period": polars.Date, "plover": polars.String, "events": polars.Int64}
        return polars.DataFrame(made, schema=schema)

    def coverage(self, query: DyadQuery) -> list[date]:
        rows = (row for row in self.rows if not query.datasets or row.dataset in query.datasets)
        starts = sorted({first_day(row.day, query.period) for row in rows if _one_period(row, query.period)})
        since = query.since and first_day(query.since, query.period)
        return [s for s in starts if (since is None or s >= since) and (query.until is None or s <= query.until)]

    def publishers(self, query: DyadQuery) -> dict[str, int]:
        found: dict[str, set[str]] = defaultdict(set)
        for row, _ in self._dated(query):
            if row.publisher and not row.mirrored:
                found[row.publisher].add(row.event or row.id)
        return {name: len(keys) for name, keys in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))}

    def undated(self, query: DyadQuery) -> int:
        rows = (row for row, _ in self._counting(query) if not row.mirrored and _within(row, query))
        return sum(not _one_period(row, query.period) for row in rows)

    def lines(
        self,
        query: DyadQuery,
        start: date,
        end: date,
        *,
        way: Way = Way.BOTH,
        lowest: bool | None = None,
        limit: int = 10,
    ) -> list[EventLine]:
        rows = self._dated(replace(query, since=start, until=end))
        wanted = [
            row for row, there in rows if (not row.mirrored if way is Way.BOTH else there == (way is Way.FORWARD))
        ]
        once = {(row.event or row.id): row for row in reversed(wanted)}
        sign = {None: 0, True: 1, False: -1}[lowest]
        ordered = sorted(once.values(), key=lambda row: (sign * (_valued(row, query.scale) or 0.0), row.day, row.id))
        return [
            EventLine(
                dataset=row.dataset, id=row.id, day=row.day, source=row.source.title(), target=row.target.title(),
                plover=row.plover, cameo="", value=_valued(row, query.scale), factuality=row.factuality,
                publisher=row.publisher, text=row.text,
            )
            for row in ordered[:limit]
        ]  # fmt: skip

    def pairs(
        self,
        *,
        period: Period | None = None,
        since: date | None = None,
        until: date | None = None,
        datasets: Sequence[str] = (),
        include: frozenset[str] = frozenset(),
        by_actor: bool = False,
    ) -> polars.DataFrame:
        self.asked["pairs"] += 1
        query = DyadQuery(
            first=NORLAND, second=ESTORIA, since=since, until=until, datasets=tuple(datasets), include=include
        )
        found: dict[tuple[date | None, str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            ends = (row.source, row.target) if by_actor else row.sides
            dated = period is None or _one_period(row, period)
            if row.sides[0] != row.sides[1] and dated and _counts(row, query) and _within(row, query):
                found[first_day(row.day, period) if period else None, *ends].append(row)
        schema = {"source": polars.String, "target": polars.String, "events": polars.Int64}
        made = [
            {"period": start, "source": one, "target": other, "events": len({row.event or row.id for row in rows})}
            for (start, one, other), rows in found.items()
        ]
        return polars.DataFrame(made, schema={"period": polars.Date, **schema})

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        there = {end for row in self.rows for end in (row.source, row.target)}
        return {key: key.title() for key in ids if key in there}

    def named(self, name: str) -> dict[str, str]:
        return self.names([name.upper()])

    def with_word(self, word: str, limit: int = 5) -> list[tuple[str, str, int]]:
        names = [end for row in self.rows for end in (row.source, row.target)]
        found = {name for name in names if word.upper() in name.split("-")}
        return [(name, name.title(), names.count(name)) for name in sorted(found)][:limit]

    def datasets(self) -> dict[str, int]:
        return dict(Counter(row.dataset for row in self.rows))


def _counts(row: Row, query: DyadQuery) -> bool:
    marks = {str(row.factuality)} | ({"background"} if row.background else set())
    return (
        not (marks & set(LEFT_OUT)) - query.include
        and (not query.datasets or row.dataset in query.datasets)
        and (not query.types or row.plover in query.types)
        and (query.without_publisher is None or row.publisher != query.without_publisher)
    )


def _one_period(row: Row, period: Period) -> bool:
    return first_day(row.day, period) == first_day(row.last_day or row.day, period)


def _within(row: Row, query: DyadQuery) -> bool:
    after = query.since is None or row.day >= query.since
    return after and (query.until is None or (row.last_day or row.day) <= query.until)


def month_rows(start: date, values: Sequence[float], **more: object) -> list[Row]:
    """Events of one month with these values, one a day from its first, by type the sign suggests."""
    return [
        Row(
            **{
                "day": start.replace(day=1 + n % 28),
                "goldstein": value,
                "plover": "CONSULT" if value >= 0 else "ACCUSE",
                **more,
            }  # type: ignore[arg-type]
        )
        for n, value in enumerate(values)
    ]


def months(year: int, values: Sequence[Sequence[float]], **more: object) -> list[Row]:
    """Events of the months of a year from January on."""
    return [row for number, one in enumerate(values, 1) for row in month_rows(date(year, number, 1), one, **more)]

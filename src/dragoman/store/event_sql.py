"""SQL of the questions that are asked of the rows of dyads, apart from the connection that runs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dragoman.model.dyads import GOLDSTEIN, LEFT_OUT, DyadQuery, Member, Period, Scale, Side, Way

Query = tuple[str, list[Any]]

BACKGROUND = "background"
OUTLETS = r"string_split_regex(publisher, '\s*;\s*')"
"""The outlets of a row: some data sets name several."""


def _all_of(parts: Sequence[Query]) -> Query:
    return " AND ".join(sql for sql, _ in parts) or "true", [value for _, values in parts for value in values]


def _member(end: str, member: Member) -> Query:
    """Condition that one end of a row (``source`` or ``target``) fits a member."""
    columns = (("", member.actor), ("_side", member.side), ("_country", member.country), ("_sector", member.sector))
    parts: list[Query] = [(f"{end}{column} = ?", [value]) for column, value in columns if value]
    if member.since is not None:
        parts.append(("day >= ?", [member.since]))
    if member.until is not None:
        parts.append(("day <= ?", [member.until]))
    return _all_of(parts)


def _is_plain(member: Member) -> bool:
    rest = (member.actor, member.country, member.sector, member.since, member.until)
    return bool(member.side) and not any(rest)


def at_end(end: str, side: Side) -> Query:
    """Condition that one end of a row belongs to a side; many states at once are one list."""
    plain = [member.side for member in side.members if _is_plain(member)]
    parts = [_member(end, member) for member in side.members if not _is_plain(member)]
    if plain:
        parts.append((f"{end}_side IN ({', '.join('?' * len(plain))})", list(plain)))
    sql, values = " OR ".join(f"({part})" for part, _ in parts), [value for _, found in parts for value in found]
    return f"({sql})", values


def between(query: DyadQuery) -> tuple[Query, Query]:
    """Conditions that a row goes from the first side to the second, and back."""
    there = _all_of([at_end("source", query.first), at_end("target", query.second)])
    back = _all_of([at_end("source", query.second), at_end("target", query.first)])
    return there, back


def counted(
    *,
    since: date | None = None,
    until: date | None = None,
    datasets: Sequence[str] = (),
    include: frozenset[str] = frozenset(),
    types: Sequence[str] = (),
    without_publisher: str | None = None,
) -> Query:
    """Condition that a row counts, whoever acts."""
    parts: list[Query] = []
    if since is not None:
        parts.append(("day >= ?", [since]))
    if until is not None:
        parts.append(("last_day <= ?", [until]))
    if datasets:
        parts.append((f"dataset IN ({', '.join('?' * len(datasets))})", list(datasets)))
    left_out = [word for word in LEFT_OUT if word not in include and word != BACKGROUND]
    if left_out:
        parts.append((f"coalesce(factuality, '') NOT IN ({', '.join('?' * len(left_out))})", list(left_out)))
    if BACKGROUND not in include:
        parts.append(("NOT background", []))
    if types:
        parts.append((f"plover IN ({', '.join('?' * len(types))})", [kind.upper() for kind in types]))
    if without_publisher is not None:
        parts.append(("coalesce(publisher, '') <> ?", [without_publisher]))
    return _all_of(parts)


def counted_by(query: DyadQuery) -> Query:
    """Condition that a row counts for a query."""
    return counted(
        since=query.since,
        until=query.until,
        datasets=query.datasets,
        include=query.include,
        types=query.types,
        without_publisher=query.without_publisher,
    )


def start_of(column: str, period: Period) -> str:
    """First day of the period that a day lies in."""
    return column if period is Period.DAY else f"date_trunc('{period}', {column})::DATE"


def dated(period: Period) -> str:
    """Condition that all days which a row may have happened on lie in one period."""
    return f"{start_of('day', period)} = {start_of('last_day', period)}"


def valued(scale: Scale) -> tuple[str, str, list[Any]]:
    """The value of a row on a scale, the join that it needs, and the values of that."""
    if not scale.values:
        if scale != GOLDSTEIN:
            raise ValueError(f"the scale {scale.name!r} gives no values")
        return "r.goldstein", "", []
    table = "(SELECT unnest(?::VARCHAR[]) AS code, unnest(?::DOUBLE[]) AS value)"
    join = f" LEFT JOIN {table} c ON c.code = r.cameo LEFT JOIN {table} k ON k.code = r.plover"
    lists = [list(scale.values), [float(value) for value in scale.values.values()]]
    return "coalesce(c.value, k.value)", join, [*lists, *lists]


def mentions_query(query: DyadQuery, relation: str, *, merged: bool) -> Query:
    """One row a mention, way and event: ``way``, ``period``, ``key`` of the event, and what is counted of it.

    What both sides do to one another counts in each direction, and once in both together.

    Args:
        merged: whether an event may have several rows; without it, the ids need not be read at all.
    """
    there, back = between(query)
    counts, values = counted_by(query)
    value, join, lists = valued(query.scale)
    key = "coalesce(event, id) AS key, id" if merged else "NULL AS key"
    columns = f"{key}, day, plover, cameo, quad, goldstein, factuality, mentions, outlets, publisher, mirrored"
    rows = f"""
WITH r AS (
    SELECT {columns}, ({there[0]}) AS forward FROM {relation}
    WHERE (({there[0]}) OR ({back[0]})) AND {dated(query.period)} AND {counts}
), v AS (SELECT r.*, {start_of("r.day", query.period)} AS period, {value} AS value FROM r{join}),
w AS (
    SELECT if(forward, 'forward', 'back') AS way, v.* FROM v UNION ALL SELECT 'both', v.* FROM v WHERE NOT mirrored
)"""
    counted_of = ("plover", "quad", "value", "mentions", "outlets", "publisher", "factuality")
    if not merged:
        sql = f"{rows} SELECT way, period, key, {', '.join(counted_of)} FROM w"
    else:
        # One report may name several actors of a side in one event, which are several rows but one mention.
        how = {"quad": "min", "value": "avg", "mentions": "max", "outlets": "max"}
        each = ", ".join(f"{how.get(name, 'any_value')}({name}) AS {name}" for name in counted_of)
        sql = f"{rows} SELECT way, period, key, {each} FROM w GROUP BY way, period, key, id"
    return sql, [*there[1], *there[1], *back[1], *values, *lists]


def counts_query(mentions: str, *, merged: bool) -> str:
    """Counts by way and period out of a table of mentions; see :meth:`~dragoman.model.dyads.EventTable.counts`."""
    quads = ", ".join(f"count(*) FILTER (quad = {number}) AS quad_{number}" for number in (1, 2, 3, 4))
    said = ", ".join(
        f"coalesce(sum(mentions) FILTER (factuality = '{word}'), 0)::BIGINT AS {word}"
        for word in ("asserted", "reported", "alleged")
    )
    events = "SELECT way, period, key, min(quad) AS quad, avg(value) AS value FROM m GROUP BY way, period, key"
    return f"""
WITH m AS (SELECT * FROM {mentions}), e AS ({events if merged else "SELECT * FROM m"}), by_event AS (
    SELECT way, period, count(*) AS events, {quads}, count(value) AS valued, avg(value) AS mean, sum(value) AS total,
        CASE WHEN count(value) > 1 THEN var_samp(value) END AS variance
    FROM e GROUP BY way, period
), by_mention AS (
    SELECT way, period, sum(mentions)::BIGINT AS mentions, max(outlets) AS most, {said} FROM m GROUP BY way, period
), named AS (
    SELECT way, period, count(DISTINCT outlet) AS named FROM (
        SELECT way, period, unnest({OUTLETS}) AS outlet FROM (SELECT DISTINCT way, period, publisher FROM m)
    ) GROUP BY way, period
)
SELECT e.way, e.period, events, mentions, greatest(coalesce(named, 0), coalesce(most, 0))::BIGINT AS outlets,
    quad_1, quad_2, quad_3, quad_4, valued, mean, total, variance, asserted, reported, alleged
FROM by_event e JOIN by_mention USING (way, period) LEFT JOIN named USING (way, period)
ORDER BY e.period, e.way"""


def types_query(mentions: str, *, merged: bool) -> str:
    """Events by way, period and PLOVER type, out of a table of mentions."""
    number = "count(DISTINCT key)" if merged else "count(*)"
    return (
        f"SELECT way, period, plover, {number} AS events FROM {mentions} WHERE plover IS NOT NULL"
        " GROUP BY way, period, plover ORDER BY period, way, plover"
    )


def publishers_query(mentions: str, *, merged: bool) -> str:
    """Events between the two sides by outlet, out of a table of mentions."""
    number = "count(DISTINCT key)" if merged else "count(*)"
    return (
        f"SELECT outlet, {number} AS n FROM (SELECT key, unnest({OUTLETS}) AS outlet FROM {mentions}"
        " WHERE way = 'both') GROUP BY outlet ORDER BY n DESC, outlet"
    )


def undated_query(query: DyadQuery, relation: str) -> Query:
    """Number of rows between the sides, in either direction, that no period can have."""
    there, back = between(query)
    counts, values = counted_by(query)
    unknown = f"({dated(query.period)}) IS NOT TRUE"
    sql = (
        f"SELECT count(DISTINCT id) FROM {relation}"
        f" WHERE (({there[0]}) OR ({back[0]})) AND NOT mirrored AND {unknown} AND {counts}"
    )
    return sql, [*there[1], *back[1], *values]


def lines_query(
    query: DyadQuery, relation: str, start: date, end: date, way: Way, lowest: bool | None, limit: int
) -> Query:
    """Rows as evidence, one for each event."""
    ways, ends = _in_way(query, way)
    counts, values = counted_by(query)
    value, join, lists = valued(query.scale)
    order = {None: "", True: "value ASC NULLS LAST, ", False: "value DESC NULLS LAST, "}[lowest]
    sql = f"""
SELECT dataset, id, day, source_name, target_name, plover, cameo, {value} AS value, factuality, publisher,
    coalesce(nullif(text, ''), event_text, '') AS text, url
FROM {relation} r{join}
WHERE {ways} AND day >= ? AND last_day <= ? AND {dated(query.period)}
    AND {counts}
QUALIFY row_number() OVER (PARTITION BY coalesce(event, id) ORDER BY day, publisher, id) = 1
ORDER BY {order}day, id LIMIT {int(limit)}"""
    return sql, [*lists, *ends, start, end, *values]


def _in_way(query: DyadQuery, way: Way) -> Query:
    """Condition that a row goes the way that is asked for; of both together, what both do is one row."""
    there, back = between(query)
    if way is Way.BOTH:
        return f"(({there[0]}) OR ({back[0]})) AND NOT mirrored", [*there[1], *back[1]]
    return there if way is Way.FORWARD else back

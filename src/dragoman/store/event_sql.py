"""SQL of the questions that are asked of the rows of dyads, apart from the connection that runs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dragoman.model.dyads import GOLDSTEIN, LEFT_OUT, DyadQuery, Member, Period, Scale, Side, Way

Query = tuple[str, list[Any]]

BACKGROUND = "background"


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
    """One row for each row of the dyad: ``forward``, ``period``, and what is counted of it.

    Args:
        merged: whether an event may have several rows; without it, the ids need not be read at all.
    """
    there, back = between(query)
    counts, values = counted_by(query)
    value, join, lists = valued(query.scale)
    key = "coalesce(r.event, r.id) AS key, r.id, " if merged else ""
    kept = ("plover", "quad", "mentions", "outlets", "copies", "publisher", "factuality")
    columns = ", ".join(f"r.{name}" for name in kept)
    sql = (
        f"SELECT ({there[0]}) AS forward, r.mirrored, {start_of('r.day', query.period)} AS period, {key}{columns},"
        f" {value} AS value FROM {relation} r{join}"
        f" WHERE (({there[0]}) OR ({back[0]})) AND {dated(query.period)} AND {counts}"
    )
    return sql, [*there[1], *lists, *there[1], *back[1], *values]


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

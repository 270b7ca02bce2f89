"""``dragoman series``: how two sides are reported to act towards one another, period by period."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from dragoman.commands.look import CsvOption, FromOption, JsonOption, ToOption, write_csv, write_json
from dragoman.commands.table_options import (
    DatasetOption,
    GroupsOption,
    IncludeOption,
    LevelOption,
    PeriodOption,
    ScaleOption,
    TableOption,
    TypeOption,
    WithoutOption,
)
from dragoman.commands.terminal import say, show
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.tables import Level, Wording, looking_at_table, query_of
from dragoman.model.dyads import Period, Way
from dragoman.relations.index import with_index
from dragoman.relations.series import build_series
from dragoman.relations.turning_points import turning_points
from dragoman.report.series_lines import (
    SERIES_COLUMNS,
    series_notes,
    series_records,
    series_table,
    turning_point_record,
    turning_points_list,
)


class Ways(StrEnum):
    """Which of the three series to show."""

    BOTH = "both"
    FORWARD = "forward"
    BACK = "back"
    ALL = "all"


def series(
    first: Annotated[str, typer.Argument(metavar="A", help="Actor: name, id, group, members:NATO, country:JPN.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    store: TableOption = DEFAULT_STORE,
    period: PeriodOption = Period.MONTH,
    way: Annotated[
        Ways | None,
        typer.Option(
            help="Both together, A towards B, B towards A, or all; tables show both, files all.", metavar="WAY"
        ),
    ] = None,
    since: FromOption = None,
    until: ToOption = None,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
    kinds: TypeOption = None,
    scale: ScaleOption = "goldstein",
    level: LevelOption = Level.SIDE,
    groups: GroupsOption = None,
    without: WithoutOption = None,
    turns: Annotated[
        bool, typer.Option("--turning-points", help="Only the turning points, with the events that made them.")
    ] = False,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Show a relation over time: events, mentions, outlets, cooperation and conflict, mean, and an index.

    What is only planned, negated, hypothetical or recalled is left out unless --include brings it.
    """
    with looking_at_table(store) as table:
        query = query_of(
            Wording(table=table, groups=groups, level=level),
            first,
            second,
            period=period,
            since=since,
            until=until,
            datasets=dataset,
            include=include,
            types=kinds,
            scale=scale,
            without=without,
        )
        built = build_series(table, query)
        way = way or (Ways.ALL if (as_json or as_csv) and not turns else Ways.BOTH)
        wanted = tuple(Way) if way is Ways.ALL else (Way(way),)
        chosen = [with_index(built[each]) for each in wanted]
        if turns and as_json:
            write_json(turning_point_record(found, each) for each in chosen for found in turning_points(each, table))
        elif as_json:
            write_json(row for each in chosen for row in series_records(each))
        elif as_csv:
            rows = (row for each in chosen for row in series_records(each))
            write_csv(({**row, "types": _cell(row["types"])} for row in rows), SERIES_COLUMNS)
        elif not built[Way.BOTH].events:
            say(f"No events between {query.first.name} and {query.second.name}.")
        else:
            for each in chosen:
                if not turns:
                    show(series_table(each))
                    for line in series_notes(each):
                        say(line)
                    say()
                show(turning_points_list(turning_points(each, table), each))


def _cell(types: dict[str, int]) -> str:
    return "|".join(f"{name}:{n}" for name, n in sorted(types.items()))

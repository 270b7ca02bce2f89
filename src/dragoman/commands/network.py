"""``dragoman network``: the relations of all pairs in a period as a signed graph, its blocs, and who moved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.commands.look import FromOption, JsonOption, LimitOption, ToOption, write_json
from dragoman.commands.table_options import DatasetOption, IncludeOption, TableOption
from dragoman.commands.terminal import note, out, say, show
from dragoman.desk.arguments import DEFAULT_STORE, parse_day
from dragoman.desk.networks import NetworkQuery, networks_of
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Wording, known_datasets, looking_at_table, parse_include
from dragoman.model.dyads import Period
from dragoman.relations.network import MIN_EVENTS, Network, tie_rows
from dragoman.relations.network_files import to_gexf, to_graphml
from dragoman.relations.network_moves import Move, Moves
from dragoman.relations.periods import last_day
from dragoman.report.network_lists import Span, moves_view, network_view
from dragoman.report.network_records import bloc_record, move_record

SHOWN = 15
"""Movers on the terminal unless --limit says otherwise."""
SUFFIXES = (".graphml", ".gexf", ".csv")
WRITTEN = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d\d)|(\d\d)(?:-(\d\d))?))?")
"""A period as ``relations.periods.label`` writes it."""


def network(
    store: TableOption = DEFAULT_STORE,
    since: FromOption = None,
    until: ToOption = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help="Another period to compare with: 2013, 2013-Q4, 2013-12, 2013-W50."),
    ] = None,
    against_since: Annotated[
        str | None, typer.Option(metavar="DAY", help="First day of the period to compare with.")
    ] = None,
    against_until: Annotated[str | None, typer.Option(metavar="DAY", help="Last day of that period.")] = None,
    least: Annotated[
        int, typer.Option("--min-events", min=1, metavar="N", help="Pairs with fewer events are left out and counted.")
    ] = MIN_EVENTS,
    together: Annotated[
        bool, typer.Option("--together", help="Both directions of a pair as one tie, rather than each of its own.")
    ] = False,
    by_actor: Annotated[
        bool, typer.Option("--by-actor", help="People and bodies of their own, rather than whom they act for.")
    ] = False,
    resolution: Annotated[
        float,
        typer.Option(
            min=0, metavar="X", help="Blocs: 1 by signed modularity, more for smaller ones, 0 by least frustration."
        ),
    ] = 1.0,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
    limit: LimitOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write to .graphml, .gexf or .csv: ties, or in a .csv the moves."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the relations of all pairs in a period: blocs by sign, and who moved most since another period.

    A tie is the mean of its events on the Goldstein scale: what is reported, not who is right. Pairs with few events
    are left out and counted.
    """
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise UserError(f"-o {output}: the ending says the format; there are {', '.join(SUFFIXES)}")
    span = _span(since, until, ("--since", "--until"))
    against = _against(compare, against_since, against_until)
    with looking_at_table(store) as table:
        asked = NetworkQuery(
            span=span, against=against, min_events=least, directed=not together, by_actor=by_actor,
            resolution=resolution, datasets=known_datasets(table, dataset or ()), include=parse_include(include or ()),
        )  # fmt: skip
        found = networks_of(Wording(table=table), asked)
    chosen, moves, names = found.chosen, found.moves, found.names
    if output is not None:
        _write(output, chosen, moves, names)
    if as_json:
        _write_json(chosen, moves, names, limit or None)
    elif not chosen.ties:
        say(f"No pairs with {least} or more events, {span.words}.")
    else:
        width = out().width
        show(network_view(chosen, span))
        if moves is not None:
            say()
            show(
                moves_view(
                    moves, names, found.spans[0], found.spans[1], width, SHOWN if limit is None else limit or None
                )
            )


def _span(since: str | None, until: str | None, options: tuple[str, str]) -> Span:
    span = Span(since=parse_day(since, options[0]), until=parse_day(until, options[1]))
    if span.since and span.until and span.until < span.since:
        raise UserError(f"{options[1]} {until} is before {options[0]} {since}")
    return span


def _against(compare: str | None, since: str | None, until: str | None) -> Span | None:
    """The period to compare with, however it was given."""
    if compare is None:
        return _span(since, until, ("--against-since", "--against-until")) if since or until else None
    if since or until:
        raise UserError("--compare names a period already: leave out --against-since and --against-until")
    try:
        return _written_period(compare)
    except ValueError:
        raise UserError(
            f"--compare {compare!r} is no period; write it as 2013, 2013-Q4, 2013-12, 2013-W50 or 2013-12-26"
        ) from None


def _written_period(text: str) -> Span:
    """First and last day of a period as people write it.

    Raises:
        ValueError: it is none.
    """
    found = WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    year, quarter, week, month, day = (int(part) if part else 0 for part in found.groups())
    if week:
        first, period = date.fromisocalendar(year, week, 1), Period.WEEK
    elif quarter:
        first, period = date(year, quarter * 3 - 2, 1), Period.QUARTER
    else:
        period = Period.DAY if found[5] else Period.MONTH if found[4] else Period.YEAR
        first = date(year, month if found[4] else 1, day if found[5] else 1)
    return Span(since=first, until=last_day(first, period))


def _write(path: Path, network: Network, moves: Moves | None, names: Mapping[str, str]) -> None:
    """Write a file; a CSV has the movers instead of the ties where two periods are compared."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows = list(tie_rows(network)) if moves is None else [move_record(move, names) for move in _all_moves(moves)]
        content = _csv(rows)
    else:
        content = to_graphml(network) if suffix == ".graphml" else to_gexf(network)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UserError(f"-o {path}: {error.strerror}") from error
    note(f"Written: {path}")


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else ["source", "target"], lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def _write_json(network: Network, moves: Moves | None, names: Mapping[str, str], most: int | None) -> None:
    write_json({"kind": "tie", **row} for row in list(tie_rows(network))[:most])
    write_json({"kind": "bloc", **bloc_record(bloc, names)} for bloc in network.blocs.blocs[:most])
    for found in (moves.pairs, moves.actors) if moves is not None else ():
        write_json({"kind": "move", **move_record(move, names)} for move in found[:most])


def _all_moves(moves: Moves) -> Iterable[Move]:
    return (*moves.pairs, *moves.actors)

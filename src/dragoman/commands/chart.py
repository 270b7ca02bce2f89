"""``dragoman chart``: series, quads, positions, conditions, network and timeline as pictures and pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.look import FromOption, SearchOption, StoreOption, ToOption, looking
from dragoman.commands.series import Ways
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
from dragoman.commands.terminal import note
from dragoman.desk.arguments import DEFAULT_STORE, actor_id, parse_day, parse_pair
from dragoman.desk.dated import reports_of, sentences_of, sentences_on
from dragoman.desk.issues import has_words, read_choices, related_items
from dragoman.desk.networks import names_of
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level, Wording, known_datasets, looking_at_table, parse_include, query_of
from dragoman.model.dyads import DyadQuery, EventTable, Period, Way
from dragoman.relations.conditions import Terms
from dragoman.relations.index import with_index
from dragoman.relations.network import MIN_EVENTS, build_network, ids_of
from dragoman.relations.positions import Matrix
from dragoman.relations.relate import Relations, relate
from dragoman.relations.series import Series, build_series
from dragoman.relations.timeline import TOP, find_timeline
from dragoman.relations.topic import Topic
from dragoman.relations.turning_points import turning_points
from dragoman.report import chart_evidence as stands
from dragoman.report.charts import (
    SUFFIXES,
    Evidence,
    conditions_chart,
    network_chart,
    positions_chart,
    quads_chart,
    save_chart,
    series_chart,
    timeline_chart,
)
from dragoman.report.network_lists import Span

OutputOption = Annotated[
    Path,
    typer.Option(
        "-o", "--output", metavar="FILE", help=f"Where to write; the ending says what: {', '.join(SUFFIXES)}."
    ),
]
FirstArgument = Annotated[str, typer.Argument(metavar="A", help="Actor: name, id, group, members:NATO, country:JPN.")]
SecondArgument = Annotated[str, typer.Argument(metavar="B", help="The other one.")]
WayOption = Annotated[
    Ways | None,
    typer.Option(
        metavar="WAY", help="both together, forward (A towards B), back, or all; without it A towards B and back."
    ),
]

chart_app = typer.Typer(
    help="Draw a chart: SVG, PNG, Vega-Lite as JSON, or a page that opens offline, with the evidence of each point.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@chart_app.command()
def series(
    first: FirstArgument,
    second: SecondArgument,
    output: OutputOption,
    store: TableOption = DEFAULT_STORE,
    period: PeriodOption = Period.MONTH,
    way: WayOption = None,
    since: FromOption = None,
    until: ToOption = None,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
    kinds: TypeOption = None,
    scale: ScaleOption = "goldstein",
    level: LevelOption = Level.SIDE,
    groups: GroupsOption = None,
    without: WithoutOption = None,
) -> None:
    """Draw a relation over time: means by number of events, index with its interval, and turning points."""
    _check(output)
    with looking_at_table(store) as table:
        query = query_of(
            Wording(table=table, groups=groups, level=level), first, second, period=period, since=since, until=until,
            datasets=dataset, include=include, types=kinds, scale=scale, without=without,
        )  # fmt: skip
        chosen = [with_index(each) for each in _chosen(table, query, way)]
        found = [stands.turns_of(each, turning_points(each, table)) for each in chosen]
        periods = stands.series_standing(table, chosen) if _has_links(output) else stands.Standing()
    drawing = series_chart(chosen, turns=[turn for turns, _ in found for turn in turns], links=_links(periods))
    _save(drawing, output, [*(entry for _, entries in found for entry in entries), *periods.entries])


@chart_app.command()
def quads(
    first: FirstArgument,
    second: SecondArgument,
    output: OutputOption,
    store: TableOption = DEFAULT_STORE,
    period: PeriodOption = Period.MONTH,
    way: WayOption = None,
    since: FromOption = None,
    until: ToOption = None,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
    kinds: TypeOption = None,
    level: LevelOption = Level.SIDE,
    groups: GroupsOption = None,
    without: WithoutOption = None,
) -> None:
    """Draw events by quad class and period: cooperation upwards, conflict downwards."""
    _check(output)
    with looking_at_table(store) as table:
        query = query_of(
            Wording(table=table, groups=groups, level=level), first, second, period=period, since=since, until=until,
            datasets=dataset, include=include, types=kinds, without=without,
        )  # fmt: skip
        chosen = _chosen(table, query, way)
        periods = stands.series_standing(table, chosen) if _has_links(output) else stands.Standing()
    _save(quads_chart(chosen, links=_links(periods)), output, periods.entries)


@chart_app.command()
def positions(
    output: OutputOption,
    store: StoreOption = DEFAULT_STORE,
    issues_file: IssuesOption = None,
    search: SearchOption = "",
) -> None:
    """Draw who stands where: parties by issues, with the newest stance of each."""
    _check(output)
    matrix = _with_issues(_related(store, issues_file).matrix, search)
    if not matrix.cells:
        raise UserError(f"no positions{_on(search)} in {store}")
    standing = stands.positions_standing(matrix)
    links = {key: link for key, link in standing.links.items() if isinstance(key, tuple)}
    _save(positions_chart(matrix, links=links), output, standing.entries)


@chart_app.command()
def conditions(
    output: OutputOption,
    store: StoreOption = DEFAULT_STORE,
    issues_file: IssuesOption = None,
    search: SearchOption = "",
) -> None:
    """Draw what is said to depend on what, with the deadlocks marked."""
    _check(output)
    terms = _with_steps(_related(store, issues_file).terms, search)
    if not terms.edges:
        raise UserError(f"no conditions{_on(search)} in {store}")
    _save(conditions_chart(terms, link=stands.edge_key), output, stands.conditions_standing(terms))


@chart_app.command()
def network(
    output: OutputOption,
    store: TableOption = DEFAULT_STORE,
    since: FromOption = None,
    until: ToOption = None,
    least: Annotated[
        int, typer.Option("--min-events", min=1, metavar="N", help="Pairs with fewer events are left out and counted.")
    ] = MIN_EVENTS,
    together: Annotated[bool, typer.Option("--together", help="Both directions of a pair as one line.")] = False,
    by_actor: Annotated[
        bool, typer.Option("--by-actor", help="People and bodies of their own, rather than whom they act for.")
    ] = False,
    dataset: DatasetOption = None,
    include: IncludeOption = None,
) -> None:
    """Draw the actors and pairs with most events in a period, by bloc and sign."""
    _check(output)
    span = Span(since=parse_day(since, "--since"), until=parse_day(until, "--until"))
    with looking_at_table(store) as table:
        datasets, included = known_datasets(table, dataset or ()), parse_include(include or ())
        frame = table.pairs(
            since=span.since, until=span.until, datasets=datasets, include=included, by_actor=by_actor
        )  # fmt: skip
        found = build_network(
            frame, names_of(Wording(table=table), ids_of([frame])), min_events=least, directed=not together
        )
        if not found.ties:
            raise UserError(f"no pairs with {least} or more events in {store}, {span.words}")
        entries: Sequence[Evidence] = ()
        if _has_links(output):
            entries = stands.network_standing(
                table,
                found,
                lambda one, other: DyadQuery(
                    first=one, second=other, period=Period.DAY, since=span.since, until=span.until, datasets=datasets,
                    include=included,
                ),
                by_actor=by_actor,
            )  # fmt: skip
    _save(network_chart(found, span=span.words, link=stands.tie_key), output, entries)


@chart_app.command()
def timeline(
    output: OutputOption,
    store: StoreOption = DEFAULT_STORE,
    topic: Annotated[str, typer.Option(metavar="WORDS", help="Only what has all these words in it.")] = "",
    actor: Annotated[str | None, typer.Option(metavar="NAME", help="Only events of this actor.")] = None,
    pair: Annotated[str | None, typer.Option(metavar="A,B", help="Only events between two actors.")] = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many days.")] = TOP,
    since: FromOption = None,
    until: ToOption = None,
) -> None:
    """Draw the days that matter, with one sentence for each."""
    _check(output)
    first, last = parse_day(since, "--since"), parse_day(until, "--until")
    between = parse_pair(pair)
    with looking(store) as opened:
        if actor or between is not None:
            found = sentences_of(opened, Topic(topic), actor=actor_id(actor) if actor else None, pair=between)
        else:
            found = sentences_on(reports_of(opened), Topic(topic))
        entries = find_timeline(found.sentences, top=top, copies=found.copies, since=first, until=last)
    if not entries:
        raise UserError(f"no days{_on(topic)} in {store}")
    moments, evidence = stands.moments_of(entries, found.documents)
    about = ", ".join(filter(None, (topic, actor, pair)))
    _save(timeline_chart(moments, about), output, evidence)


def _check(output: Path) -> None:
    """Before any work: a name that can't be written to is said at once."""
    if output.suffix.lower() not in SUFFIXES:
        raise UserError(f"-o {output}: the ending says the format; there are {', '.join(SUFFIXES)}")


def _has_links(output: Path) -> bool:
    return output.suffix.lower() != ".png"


def _save(drawing: Any, output: Path, evidence: Sequence[Evidence]) -> None:
    try:
        save_chart(drawing, output, evidence=evidence)
    except OSError as error:
        raise UserError(f"-o {output}: {error.strerror}") from error
    note(f"Written: {output}")


def _chosen(table: EventTable, query: DyadQuery, way: Ways | None) -> list[Series]:
    """The series that are asked for.

    Raises:
        UserError: there is nothing in them.
    """
    built = build_series(table, query)
    if not built[Way.BOTH].events:
        raise UserError(f"no events between {query.first.name} and {query.second.name} to draw")
    ways: Iterable[Way] = (Way.FORWARD, Way.BACK) if way is None else Way if way is Ways.ALL else (Way(way),)
    return [built[each] for each in ways]


def _links(standing: stands.Standing) -> dict[Any, str]:
    return dict(standing.links)


def _related(store: Path, issues_file: Path | None) -> Relations:
    choices = read_choices(issues_file)
    with looking(store) as opened:
        return relate(related_items(opened), choices)


def _on(words: str) -> str:
    return f" on {words!r}" if words else ""


def _with_issues(matrix: Matrix, search: str) -> Matrix:
    """The issues with these words alone, and the parties that have a stance on one."""
    issues = tuple(issue for issue in matrix.issues if not search or has_words(issue, search))
    ids = {issue.id for issue in issues}
    cells = {key: cell for key, cell in matrix.cells.items() if key[1] in ids}
    there = {party for party, _ in cells}
    return replace(
        matrix, issues=issues, cells=cells, parties=tuple(party for party in matrix.parties if party.id in there)
    )


def _with_steps(terms: Terms, search: str) -> Terms:
    """The conditions between issues of which one has these words, and the loops that are made of such conditions."""
    edges = tuple(
        edge for edge in terms.edges if not search or has_words(edge.step, search) or has_words(edge.goal, search)
    )
    kept = set(map(stands.edge_key, edges))
    loops = tuple(loop for loop in terms.loops if all(stands.edge_key(edge) in kept for edge in loop.edges))
    return replace(terms, edges=edges, loops=loops)

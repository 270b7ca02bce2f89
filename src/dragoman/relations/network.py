"""Networks: the relations of all pairs in a period as one signed graph.

A tie's weight is the mean of its events on the Goldstein scale, its sign the sign of that mean: it measures reported
interaction, not merit. Pairs with few events are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.relations.network_blocs import Blocs, Link, find_blocs

if TYPE_CHECKING:
    import networkx
    import polars

MIN_EVENTS = 5
COUNTS = ("events", "mentions", "total", "cooperation", "conflict")
COLUMNS = ("source", "target", *COUNTS, "mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Events of a pair or of an actor, added up.

    Attributes:
        events, mentions: numbers.
        valued: events that the mean is of.
        mean: on the Goldstein scale, -10 to 10; ``None`` if no event has a value.
        cooperation, conflict: events of quad classes 1 and 2, 3 and 4.
    """

    events: int
    mentions: int
    valued: int
    mean: float | None
    cooperation: int
    conflict: int

    @property
    def sign(self) -> int:
        """1, -1, or 0 for a mean of nought or none."""
        return 0 if not self.mean else 1 if self.mean > 0 else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What a source is reported to do to a target; in a network without directions what both do to one another."""

    source: str
    target: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor with all its events, those with partners too thin for a tie as well.

    Attributes:
        bloc: number of its bloc, counted from 1; 0 if it belongs to none.
    """

    id: str
    name: str
    tally: Tally
    bloc: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A signed graph of a period.

    Attributes:
        nodes: actors with at least one tie, those with most events first.
        ties: those with most events first.
        blocs: of the ties of both directions together.
        imbalance: least frustration of these ties, 0 to 1: how far they are from two or more blocs with all positive
            ties inside and all negative ones between.
        actors: tallies of all actors by id, those without a tie as well.
        directed: whether a tie is one direction.
        min_events: fewest events of a tie.
        thin: pairs with fewer; ``thin_events`` are theirs.
        unvalued: pairs with events enough, none of which has a value.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    blocs: Blocs
    imbalance: float
    actors: Mapping[str, Tally]
    directed: bool
    min_events: int
    thin: int = 0
    thin_events: int = 0
    unvalued: int = 0

    @property
    def names(self) -> dict[str, str]:
        """Names of the nodes by id."""
        return {node.id: node.name for node in self.nodes}


def build_network(
    pairs: polars.DataFrame,
    names: Mapping[str, str],
    *,
    min_events: int = MIN_EVENTS,
    directed: bool = True,
    resolution: float = 1.0,
) -> Network:
    """Make the network of what :meth:`EventTable.pairs` gives without a ``period``.

    Args:
        names: display names by id; an id without one stands for itself.
        min_events: fewest events of a tie: of one direction, or of both together if not ``directed``. Blocs are made
            of ties of both directions together, with as many events.
        directed: keep both directions. An event that both do to one another is in each.
        resolution: of the blocs, see :func:`find_blocs`.

    Raises:
        ValueError: the pairs are by period, lack a column, or a number is out of its range.
    """
    if min_events < 1:
        raise ValueError(f"a tie needs at least 1 event, not {min_events}: give a larger number")
    if "period" in pairs.columns or not set(COLUMNS) <= set(pairs.columns):
        raise ValueError(f"a network is made of pairs without periods, with the columns {', '.join(COLUMNS)}")
    ordered = _ordered(pairs)
    pooled = _pooled(ordered)
    rows = ordered if directed else pooled
    ties, unvalued = _ties(rows, min_events)
    links = [
        Link(first=tie.source, second=tie.target, weight=tie.tally.mean or 0.0) for tie in _ties(pooled, min_events)[0]
    ]
    blocs = find_blocs(links, resolution=resolution)
    actors = _actors(ordered)
    tied = {end for tie in ties for end in (tie.source, tie.target)}
    nodes = [
        Node(id=key, name=names.get(key) or key, tally=actors[key], bloc=blocs.of.get(key, 0)) for key in sorted(tied)
    ]
    thin = rows.filter(rows["events"] < min_events)
    return Network(
        nodes=tuple(sorted(nodes, key=lambda node: (-node.tally.events, node.id))),
        ties=ties,
        blocs=blocs,
        imbalance=blocs.frustration if resolution == 0 else find_blocs(links).frustration,
        actors=actors,
        directed=directed,
        min_events=min_events,
        thin=thin.height,
        thin_events=int(thin["events"].sum()),
        unvalued=unvalued,
    )


def _ordered(pairs: polars.DataFrame) -> polars.DataFrame:
    """Pairs of different, known actors, with the number of events that the mean is of, in one order."""
    import polars as pl

    mean, total = pl.col("mean"), pl.col("total")
    # A mean of nought tells nothing of how many have a value; all of them is the most likely.
    valued = pl.when(mean.is_null()).then(0).when(mean == 0).then(pl.col("events")).otherwise((total / mean).round())
    return (
        pairs.filter(pl.col("source").is_not_null() & pl.col("target").is_not_null())
        .filter(pl.col("source") != pl.col("target"))
        .with_columns(valued.cast(pl.Int64).alias("valued"), total.fill_null(0.0))
        .sort("source", "target")
    )


def _pooled(pairs: polars.DataFrame) -> polars.DataFrame:
    """The two directions of each pair together, the lesser id first."""
    import polars as pl

    both = (
        pl.min_horizontal("source", "target").alias("source"),
        pl.max_horizontal("source", "target").alias("target"),
    )
    return _summed(pairs, *both)


def _summed(pairs: polars.DataFrame, *by: polars.Expr) -> polars.DataFrame:
    import polars as pl

    sums = pairs.group_by(*by, maintain_order=True).agg(pl.col(*COUNTS, "valued").sum())
    return sums.with_columns(pl.when(pl.col("valued") > 0).then(pl.col("total") / pl.col("valued")).alias("mean")).sort(
        sums.columns[: len(by)]
    )


def _actors(pairs: polars.DataFrame) -> dict[str, Tally]:
    """What each actor does and is done to."""
    import polars as pl

    counts = (*COUNTS, "valued")
    ends = pl.concat([pairs.select(pl.col(end).alias("id"), *counts) for end in ("source", "target")])
    return {row["id"]: _tally(row) for row in _summed(ends, pl.col("id")).iter_rows(named=True)}


def _ties(rows: polars.DataFrame, min_events: int) -> tuple[tuple[Tie, ...], int]:
    """Ties with events enough, and how many pairs have events enough but no value."""
    thick = rows.filter(rows["events"] >= min_events)
    found = [Tie(source=row["source"], target=row["target"], tally=_tally(row)) for row in thick.iter_rows(named=True)]
    ties = [tie for tie in found if tie.tally.mean is not None]
    ties.sort(key=lambda tie: (-tie.tally.events, tie.source, tie.target))
    return tuple(ties), len(found) - len(ties)


def _tally(row: Mapping[str, Any]) -> Tally:
    counts = {name: int(row[name]) for name in ("events", "mentions", "valued", "cooperation", "conflict")}
    return Tally(mean=None if row["mean"] is None else float(row["mean"]), **counts)


def to_graph(network: Network) -> networkx.DiGraph | networkx.Graph:
    """The network as a graph of networkx, with attributes that GraphML and GEXF can hold: text and numbers alone.

    Nodes have ``label``, ``events``, ``mentions``, ``mean``, ``cooperation``, ``conflict`` and ``bloc``; edges
    ``weight`` (the mean), ``strength`` (its size), ``sign``, ``events``, ``mentions``, ``cooperation``, ``conflict``
    and ``bloc`` (of both ends, 0 where they differ). What has no value has no attribute.
    """
    import networkx as nx

    graph = nx.DiGraph() if network.directed else nx.Graph()
    graph.graph |= {"scale": "Goldstein", "min_events": network.min_events, "thin_pairs_left_out": network.thin}
    for node in sorted(network.nodes, key=lambda each: each.id):
        graph.add_node(node.id, label=node.name, bloc=node.bloc, **_attributes(node.tally, "mean"))
    blocs = network.blocs.of
    for tie in sorted(network.ties, key=lambda each: (each.source, each.target)):
        inside = blocs.get(tie.source, 0) if blocs.get(tie.source) == blocs.get(tie.target) else 0
        strength = {"strength": abs(tie.tally.mean or 0.0), "sign": tie.tally.sign, "bloc": inside}
        graph.add_edge(tie.source, tie.target, **_attributes(tie.tally, "weight"), **strength)
    return graph


def _attributes(tally: Tally, mean: str) -> dict[str, int | float]:
    counts = {"events": tally.events, "mentions": tally.mentions}
    sides = {"cooperation": tally.cooperation, "conflict": tally.conflict}
    return {**({mean: tally.mean} if tally.mean is not None else {}), **counts, **sides}


def tie_rows(network: Network) -> Iterator[dict[str, Any]]:
    """Ties as flat rows with names and blocs, those with most events first."""
    names, blocs = network.names, network.blocs.of
    for tie in network.ties:
        yield {
            "source": tie.source,
            "source_name": names[tie.source],
            "source_bloc": blocs.get(tie.source) or None,
            "target": tie.target,
            "target_name": names[tie.target],
            "target_bloc": blocs.get(tie.target) or None,
            "directed": network.directed,
            "events": tie.tally.events,
            "mentions": tie.tally.mentions,
            "mean": tie.tally.mean,
            "sign": tie.tally.sign,
            "cooperation": tie.tally.cooperation,
            "conflict": tie.tally.conflict,
        }


def ids_of(pairs: Iterable[polars.DataFrame]) -> list[str]:
    """Ids of all sources and targets, sorted: what names have to be asked for."""
    return sorted({key for frame in pairs for end in ("source", "target") for key in frame[end].to_list() if key})

"""Networks of all pairs as they are asked for: names, and one network for each span of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.desk.tables import Wording
from dragoman.relations.network import MIN_EVENTS, Network, build_network, ids_of
from dragoman.relations.network_moves import Moves, moved
from dragoman.report.network_lists import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkQuery:
    """What is asked.

    Attributes:
        against: days to compare with.
        min_events: pairs with fewer are left out and counted.
        directed: each direction of a pair is a tie of its own.
        by_actor: people and bodies of their own, rather than whom they act for.
        resolution: of the blocs; see ``relations.network_blocs``.
    """

    span: Span
    against: Span | None = None
    min_events: int = MIN_EVENTS
    directed: bool = True
    by_actor: bool = False
    resolution: float = 1.0
    datasets: tuple[str, ...] = ()
    include: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """What there is.

    Attributes:
        chosen: the network of the span that was asked for.
        spans: of the one or two networks, the earlier first.
        moves: who moved between them; ``None`` where nothing is compared.
        names: display names by id.
    """

    chosen: Network
    spans: tuple[Span, ...]
    moves: Moves | None
    names: dict[str, str]


def networks_of(wording: Wording, asked: NetworkQuery) -> Networks:
    """The network of the span, and what changed against the other one."""
    spans = [asked.span]
    if asked.against is not None:
        spans = sorted((asked.against, asked.span), key=lambda each: each.since or date.min)
    frames = [
        wording.table.pairs(
            since=each.since, until=each.until, datasets=asked.datasets, include=asked.include, by_actor=asked.by_actor
        )
        for each in spans
    ]  # fmt: skip
    names = names_of(wording, ids_of(frames))
    found = [
        build_network(
            frame, names, min_events=asked.min_events, directed=asked.directed, resolution=asked.resolution
        )
        for frame in frames
    ]  # fmt: skip
    return Networks(
        chosen=found[spans.index(asked.span)],
        spans=tuple(spans),
        moves=moved(*found) if asked.against is not None else None,
        names=names,
    )


def names_of(wording: Wording, ids: Sequence[str]) -> dict[str, str]:
    """Display names by id: those of the actor tables, else those that the rows have, else the id."""
    found = wording.table.names(ids)
    named = {key: wording.name_of(key) for key in ids}
    return {key: name if name != key else found.get(key) or key for key, name in named.items()}

"""What hangs on what: the conditions of many reports as one graph, with its loops and the steps that much hangs on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

import networkx as nx

from dragoman.model.facts import Condition, ConditionKind, Factuality, Join
from dragoman.model.text import Document
from dragoman.relations.issues import Issue, Issues
from dragoman.relations.parties import Parties, Party

LONGEST_LOOP = 5
"""Steps of a loop that is looked for; longer ones say little to a reader."""
MOST_LOOPS = 200
NOT_SAID = frozenset({Factuality.DENIED, Factuality.NEGATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A condition with its report.

    Attributes:
        party: whose condition it is, or else who says so; ``None`` if the report itself does.
    """

    condition: Condition
    document: Document
    party: Party | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """``step`` has to come before ``goal``.

    Attributes:
        told: all conditions that say so, in order of publication.
        way_round: each of them names another step that would do instead.
    """

    step: Issue
    goal: Issue
    told: tuple[Told, ...]
    way_round: bool = False

    @property
    def parties(self) -> tuple[Party, ...]:
        """Whose condition it is, as far as the reports say."""
        return tuple(dict.fromkeys(each.party for each in self.told if each.party is not None))

    @property
    def is_exchange(self) -> bool:
        """Whether it is only ever told as an exchange: both at once."""
        return all(each.condition.type is ConditionKind.EXCHANGE for each in self.told)


class LoopKind(StrEnum):
    """What a loop comes to."""

    DEADLOCK = "deadlock"
    EXCHANGE = "exchange"
    WAY_ROUND = "way round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Steps that wait for one another: each edge's goal is the next edge's step.

    Attributes:
        kind: a deadlock; an exchange, where each side wants the other's step in return; or a loop that the reports
            name a way round of.
    """

    edges: tuple[Edge, ...]
    kind: LoopKind

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The steps in order."""
        return tuple(edge.step for edge in self.edges)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Whose conditions make the loop."""
        return tuple(dict.fromkeys(party for edge in self.edges for party in edge.parties))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A step that several things hang on.

    Attributes:
        goals: what hangs on it directly.
        beyond: how many more hang on those.
    """

    step: Issue
    goals: tuple[Issue, ...]
    parties: tuple[Party, ...]
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The graph of conditions.

    Attributes:
        edges: those told most often first.
        loops: deadlocks first.
        shared: steps that two or more things hang on, those with most first.
    """

    edges: tuple[Edge, ...]
    loops: tuple[Loop, ...]
    shared: tuple[Shared, ...]


def antecedent_key(condition: Condition, number: int) -> str:
    """What an antecedent is known by among the wordings; the consequent is number 0."""
    return f"{condition.id}/{number}"


def find_terms(items: Iterable[tuple[Condition, Document]], issues: Issues, parties: Parties) -> Terms:
    """Make the graph.

    Args:
        issues: must know each part of each condition by :func:`antecedent_key`.
    """
    told: dict[tuple[str, str], list[Told]] = defaultdict(list)
    known: dict[str, Issue] = {}
    for condition, document in items:
        if condition.factuality in NOT_SAID:
            continue
        goal = issues.of[antecedent_key(condition, 0)]
        whose = condition.set_by or condition.said_by
        each = Told(condition=condition, document=document, party=parties.of(whose) if whose else None)
        for number in range(1, len(condition.antecedents) + 1):
            step = issues.of[antecedent_key(condition, number)]
            if step.id != goal.id:
                known[step.id], known[goal.id] = step, goal
                told[step.id, goal.id].append(each)
    edges = {key: _edge(known[key[0]], known[key[1]], found) for key, found in told.items()}
    return Terms(
        edges=tuple(sorted(edges.values(), key=lambda edge: (-len(edge.told), edge.goal.id, edge.step.id))),
        loops=tuple(sorted(_loops(edges), key=_loop_order)),
        shared=tuple(_shared(edges)),
    )


def _edge(step: Issue, goal: Issue, told: Sequence[Told]) -> Edge:
    ordered = sorted(told, key=lambda each: (str(each.document.published or ""), each.condition.id))
    way_round = all(each.condition.join is Join.ANY and len(each.condition.antecedents) > 1 for each in ordered)
    return Edge(step=step, goal=goal, told=tuple(ordered), way_round=way_round)


def _graph(edges: Iterable[tuple[str, str]]) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_edges_from(sorted(edges))
    return graph


def _loops(edges: Mapping[tuple[str, str], Edge]) -> Iterator[Loop]:
    # A deadline passes by itself: it blocks nothing.
    blocking = [
        key
        for key, edge in edges.items()
        if any(each.condition.type is not ConditionKind.DEADLINE for each in edge.told)
    ]
    for cycle in islice(nx.simple_cycles(_graph(blocking), length_bound=LONGEST_LOOP), MOST_LOOPS):
        at = cycle.index(min(cycle))
        nodes = cycle[at:] + cycle[:at]
        around = tuple(edges[one, other] for one, other in zip(nodes, nodes[1:] + nodes[:1], strict=True))
        yield Loop(edges=around, kind=_kind(around))


def _kind(edges: Sequence[Edge]) -> LoopKind:
    if any(edge.way_round for edge in edges):
        return LoopKind.WAY_ROUND
    return LoopKind.EXCHANGE if all(edge.is_exchange for edge in edges) else LoopKind.DEADLOCK


def _loop_order(loop: Loop) -> tuple[int, int, list[str]]:
    return list(LoopKind).index(loop.kind), len(loop.edges), [issue.id for issue in loop.issues]


def _shared(edges: Mapping[tuple[str, str], Edge]) -> Iterator[Shared]:
    graph = _graph(edges)
    found = []
    for node in graph:
        goals = sorted(graph.successors(node))
        if len(goals) < 2:
            continue
        after = [edges[node, goal] for goal in goals]
        beyond = len(nx.descendants(graph, node) - set(goals) - {node})
        found.append(
            Shared(
                step=after[0].step,
                goals=tuple(edge.goal for edge in after),
                parties=tuple(sorted({party for edge in after for party in edge.parties})),
                beyond=beyond,
            )
        )
    yield from sorted(found, key=lambda each: (-len(each.goals), -each.beyond, each.step.id))

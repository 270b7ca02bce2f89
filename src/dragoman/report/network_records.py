"""Blocs of a network and moves between two as plain records, for JSON and CSV; ties are ``network.tie_rows``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.relations.network_blocs import Bloc
from dragoman.relations.network_moves import Move


def bloc_record(bloc: Bloc, names: Mapping[str, str]) -> dict[str, Any]:
    """A bloc with its members, those with most ties inside first."""
    return {
        "number": bloc.number,
        "members": list(bloc.members),
        "names": [names.get(key, key) for key in bloc.members],
        "ties": bloc.ties,
        "negative_ties": bloc.against,
    }


def move_record(move: Move, names: Mapping[str, str]) -> dict[str, Any]:
    """A move as a flat row; one of an actor has no target."""
    return {
        "source": move.source,
        "source_name": names.get(move.source, move.source),
        "target": move.target or None,
        "target_name": names.get(move.target, move.target) or None,
        "before_mean": move.before.mean,
        "before_events": move.before.events,
        "after_mean": move.after.mean,
        "after_events": move.after.events,
        "change": move.change,
        "low": move.low,
        "high": move.high,
    }

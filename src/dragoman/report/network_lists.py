"""A network on the terminal: what it is made of, its blocs, and who moved most between two periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.relations.network import Network, Tally
from dragoman.relations.network_moves import Move, Moves
from dragoman.report.tables import NARROW, plain_table
from dragoman.report.words import count

RIGHT = {"justify": "right", "no_wrap": True}
MOST_MEMBERS = 12
MOST_BLOCS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """First and last day that a network is of; ``None`` is open."""

    since: date | None = None
    until: date | None = None

    @property
    def words(self) -> str:
        """``2014-01-01 to 2014-12-31``, ``since ...``, ``until ...``, or ``all days``."""
        if self.since and self.until:
            return f"{self.since} to {self.until}"
        return f"since {self.since}" if self.since else f"until {self.until}" if self.until else "all days"


def network_view(network: Network, span: Span) -> RenderableType:
    """What there is, and the blocs."""
    lines: list[RenderableType] = [Text(line) for line in network_lines(network, span)]
    if network.blocs.blocs:
        lines += [Text(), Text("Blocs", style="bold"), _blocs_table(network)]
        lines += [Text(line, style="dim") for line in _bloc_notes(network)]
    return Group(*lines)


def network_lines(network: Network, span: Span) -> list[str]:
    """What the network is made of and what it leaves out."""
    signs = [tie.tally.sign for tie in network.ties]
    what = _noun(network)
    lines = [
        f"{count(len(network.nodes), 'actor')}, {count(len(network.ties), what)} with {network.min_events} or more"
        f" events, {span.words}: {signs.count(1):,} with a Goldstein mean above 0, {signs.count(-1):,} below,"
        f" {signs.count(0):,} at 0."
    ]
    if network.thin:
        events = count(network.thin_events, "event")
        lines.append(f"Left out as thin: {count(network.thin, what)} with fewer ({events}).")
    if network.unvalued:
        lines.append(f"Left out: {count(network.unvalued, what)} without a value on the scale.")
    return lines


def _noun(network: Network) -> str:
    return "directed pair" if network.directed else "pair"


def _blocs_table(network: Network) -> RenderableType:
    names = network.names
    table = plain_table(
        ("No", RIGHT), ("Actors", RIGHT), ("Members, most tied first", {"ratio": 1}), ("Ties inside", RIGHT),
        ("Below 0", RIGHT),
    )  # fmt: skip
    table.expand = True
    for bloc in network.blocs.blocs[:MOST_BLOCS]:
        # An actor may be in a bloc by both directions together and have no tie in one of them.
        shown = ", ".join(names.get(key, key) for key in bloc.members[:MOST_MEMBERS])
        more = f" and {len(bloc.members) - MOST_MEMBERS} more" if len(bloc.members) > MOST_MEMBERS else ""
        table.add_row(
            str(bloc.number), f"{len(bloc.members):,}", Text(shown + more), f"{bloc.ties:,}", f"{bloc.against:,}"
        )
    return table


def _bloc_notes(network: Network) -> Iterator[str]:
    blocs = network.blocs
    if len(blocs.blocs) > MOST_BLOCS:
        yield f"{len(blocs.blocs) - MOST_BLOCS} smaller blocs are not shown; a file has all."
    if blocs.alone:
        yield f"{count(len(blocs.alone), 'actor')} in no bloc."
    yield (
        f"{blocs.against:,} of {count(blocs.ties, 'tie')} of both directions together are below 0 inside a bloc or"
        f" above 0 between blocs ({blocs.frustration:.0%} of the weight); the least that any partition was found to"
        f" leave is {network.imbalance:.0%}."
    )


def moves_view(
    moves: Moves, names: Mapping[str, str], before: Span, after: Span, width: int, most: int | None
) -> RenderableType:
    """Pairs and actors whose mean changed, those that changed beyond their interval first."""
    title = f"Change of the Goldstein mean: {after.words}, against {before.words}"
    lines: list[RenderableType] = [Text(title, style="bold")]
    for noun, found in (("pair", moves.pairs), ("actor", moves.actors)):
        clear = sum(move.is_clear for move in found)
        lines.append(
            Text(
                f"{count(len(found), noun)} with events enough in both; {clear:,} changed beyond the 90 % interval"
                f" (about {round(len(found) / 10):,} would by chance)."
            )
        )
        if found:
            lines += [_moves_table(found[:most], names, width), Text()]
    lines.append(Text(f"Pairs with events enough in the earlier period alone {moves.only_before:,}, in the later alone"
                      f" {moves.only_after:,}."))  # fmt: skip
    return Group(*lines)


def _moves_table(moves: Sequence[Move], names: Mapping[str, str], width: int) -> RenderableType:
    narrow = width < NARROW
    table = plain_table(
        ("Who", {"ratio": 1}), ("Before (n)", RIGHT), ("After (n)", RIGHT), ("Change", RIGHT),
        *([] if narrow else [("90 % interval", RIGHT)]),
    )  # fmt: skip
    table.expand = True
    for move in moves:
        who = " → ".join(names.get(key, key) for key in (move.source, move.target) if key)
        interval = f"{signed(move.low)} to {signed(move.high)}{'' if move.is_clear else ' *'}"
        cells = [_mean(move.before), _mean(move.after), signed(move.change), *([] if narrow else [interval])]
        table.add_row(Text(who), *cells)
    if any(not move.is_clear for move in moves) and not narrow:
        table.caption = "* the interval has 0 in it: too close to tell"
        table.caption_justify = "left"
    return table


def _mean(tally: Tally) -> str:
    return f"{signed(tally.mean or 0.0)} ({tally.events:,})"


def signed(value: float) -> str:
    """A value with two digits and its sign."""
    return f"{value:+.2f}".replace("-", "−")

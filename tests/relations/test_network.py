"""Networks of all pairs: ties, blocs, movers, files, and the command."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import comb
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from dragoman.commands.network import network as network_command
from dragoman.desk.problems import UserError
from dragoman.relations.network import Network, build_network, to_graph
from dragoman.relations.network_blocs import Link, find_blocs
from dragoman.relations.network_files import to_gexf, to_graphml
from dragoman.relations.network_moves import moved
from dragoman.store import Setup, open_store
from dragoman.store.event_views import IMPORTED_EVENTS


def pairs(*rows: tuple[str, str, int, float | None], conflict: float = 0.0) -> pl.DataFrame:
    """A frame as ``EventTable.pairs`` gives it, from source, target, number of events and mean."""
    return pl.DataFrame(
        [
            {
                "source": source, "target": target, "events": n, "mentions": 2 * n,
                "total": None if mean is None else mean * n, "mean": mean,
                "cooperation": n - round(n * conflict), "conflict": round(n * conflict),
            }
            for source, target, n, mean in rows
        ],
        schema_overrides={"total": pl.Float64, "mean": pl.Float64},
    )  # fmt: skip


def links(*ties: tuple[str, str, float]) -> list[Link]:
    return [Link(first=one, second=other, weight=weight) for one, other, weight in ties]


def between(groups: Sequence[Sequence[str]]) -> list[Link]:
    """All ties of a balanced network: positive inside the groups, negative between them."""
    home = {member: at for at, group in enumerate(groups) for member in group}
    return links(
        *((one, other, 3.0 if home[one] == home[other] else -3.0) for one, other in itertools.combinations(home, 2))
    )


# Ties


def test_both_directions_are_kept_with_mean_sign_and_number() -> None:
    found = build_network(pairs(("NOR", "EST", 8, -2.5), ("EST", "NOR", 6, 4.0)), {"NOR": "Norland"})
    graph = to_graph(found)
    assert graph["NOR"]["EST"]["weight"] == -2.5
    assert graph["NOR"]["EST"]["sign"] == -1
    assert graph["EST"]["NOR"]["weight"] == 4.0
    assert graph["EST"]["NOR"]["events"] == 6
    assert found.names == {"NOR": "Norland", "EST": "EST"}


def test_together_the_mean_is_of_all_events_of_both_directions() -> None:
    found = build_network(pairs(("NOR", "EST", 9, -2.0), ("EST", "NOR", 3, 6.0)), {}, directed=False)
    (tie,) = found.ties
    assert (tie.tally.events, tie.tally.mean, tie.tally.sign) == (12, 0.0, 0)


def test_thin_pairs_are_left_out_and_counted_but_their_events_still_are_the_actors() -> None:
    found = build_network(pairs(("NOR", "EST", 5, 1.0), ("NOR", "TAL", 4, -9.0), ("TAL", "EST", 1, 2.0)), {})
    assert [(tie.source, tie.target) for tie in found.ties] == [("NOR", "EST")]
    assert (found.thin, found.thin_events) == (2, 5)
    assert {node.id for node in found.nodes} == {"NOR", "EST"}
    assert found.actors["NOR"].events == 9
    assert found.actors["NOR"].mean == pytest.approx((5 * 1.0 + 4 * -9.0) / 9)


def test_pairs_without_a_value_selves_and_unknown_ends_make_no_tie() -> None:
    frame = pl.concat(
        [
            pairs(("NOR", "EST", 7, None), ("NOR", "NOR", 9, 1.0), ("EST", "TAL", 6, 0.5)),
            pairs(("NOR", "x", 9, 1.0)).with_columns(target=pl.lit(None, dtype=pl.String)),
        ]
    )
    found = build_network(frame, {})
    assert [(tie.source, tie.target) for tie in found.ties] == [("EST", "TAL")]
    assert found.unvalued == 1
    assert found.actors["NOR"].mean is None


def test_a_mean_is_of_the_events_that_have_a_value() -> None:
    frame = pairs(("NOR", "EST", 10, 2.0)).with_columns(total=pl.lit(8.0))
    (tie,) = build_network(frame, {}).ties
    assert (tie.tally.events, tie.tally.valued) == (10, 4)


def test_nothing_makes_an_empty_network() -> None:
    found = build_network(EMPTY, {})
    assert not found.ties
    assert not found.blocs.blocs
    assert nx.read_graphml(io.BytesIO(to_graphml(found))).number_of_nodes() == 0


EMPTY = pairs(("a", "b", 1, 1.0)).clear()


def test_a_frame_by_period_or_a_tie_without_events_is_refused() -> None:
    with pytest.raises(ValueError, match="without periods"):
        build_network(pairs(("a", "b", 1, 1.0)).with_columns(period=pl.lit(date(2030, 1, 1))), {})
    with pytest.raises(ValueError, match="at least 1 event"):
        build_network(EMPTY, {}, min_events=0)


# Blocs


def test_a_balanced_network_falls_into_its_camps_without_frustration() -> None:
    groups = [["a", "b", "c"], ["d", "e"], ["f", "g"]]
    for resolution in (0.0, 1.0):
        found = find_blocs(between(groups), resolution=resolution)
        assert [sorted(bloc.members) for bloc in found.blocs] == groups
        assert found.frustration == 0.0


def test_three_that_are_all_opposed_are_no_bloc() -> None:
    found = find_blocs(links(("a", "b", -1), ("b", "c", -1), ("a", "c", -1)))
    assert not found.blocs
    assert found.alone == ("a", "b", "c")


def test_a_common_opponent_alone_makes_no_bloc() -> None:
    found = find_blocs(links(("a", "x", -5), ("b", "x", -5), ("x", "y", 2)), resolution=1.0)
    assert [bloc.members for bloc in found.blocs] == [("x", "y")]
    assert found.alone == ("a", "b")


def test_frustration_is_the_share_of_the_weight_that_stands_against_the_blocs() -> None:
    found = find_blocs(links(("a", "b", 6), ("b", "c", 6), ("a", "c", -3)))
    assert found.frustration == pytest.approx(3 / 15)
    assert (found.against, found.ties, found.blocs[0].against) == (1, 3, 1)


def test_a_tie_at_nought_says_nothing() -> None:
    assert find_blocs(links(("a", "b", 0.0))).ties == 0


def test_ties_to_oneself_and_negative_resolutions_are_refused() -> None:
    with pytest.raises(ValueError, match="itself"):
        find_blocs(links(("a", "a", 1)))
    with pytest.raises(ValueError, match="below 0"):
        find_blocs([], resolution=-1)


TIES = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]), st.integers(-9, 9)
)


@settings(max_examples=40, deadline=None)
@given(TIES, st.randoms(use_true_random=False))
def test_blocs_do_not_depend_on_the_order_of_the_ties(ties: dict[tuple[int, int], int], chance: random.Random) -> None:
    given_ties = links(*((f"n{one}", f"n{other}", weight) for (one, other), weight in ties.items()))
    turned = [Link(first=each.second, second=each.first, weight=each.weight) for each in given_ties]
    shuffled = list(given_ties)
    chance.shuffle(shuffled)
    assert find_blocs(shuffled) == find_blocs(given_ties)
    assert find_blocs(turned).of == find_blocs(given_ties).of


def partitions(size: int) -> list[tuple[int, ...]]:
    """All ways to part so many things, as labels."""
    found: list[tuple[int, ...]] = [()]
    for _ in range(size):
        found = [(*labels, label) for labels in found for label in range(max(labels, default=-1) + 2)]
    return found


def test_small_networks_are_parted_with_the_least_frustration_of_all_partitions() -> None:
    chance, every = random.Random(5), partitions(7)
    for _ in range(25):
        ties = [
            (one, other, chance.uniform(-9, 9)) for one, other in itertools.combinations(range(7), 2)
            if chance.random() < 0.7
        ]  # fmt: skip
        least = min(sum(abs(w) for a, b, w in ties if (labels[a] == labels[b]) != (w > 0)) for labels in every)
        found = find_blocs(links(*((str(a), str(b), w) for a, b, w in ties)))
        assert found.frustration * sum(abs(w) for *_, w in ties) == pytest.approx(least)


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Agreement of two partitions, 0 by chance and 1 if they are the same (Hubert & Arabie 1985)."""
    both = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    first, second = (sum(comb(n, 2) for n in Counter(each).values()) for each in (one, other))
    chance = first * second / comb(len(one), 2)
    return (both - chance) / ((first + second) / 2 - chance)


@pytest.mark.parametrize(("resolution", "noise", "least"), [(0.0, 0.0, 1.0), (0.0, 0.1, 0.95), (1.0, 0.2, 0.85)])
def test_planted_camps_are_found_again(resolution: float, noise: float, least: float) -> None:
    scores = []
    for seed in range(3):
        chance = random.Random(seed)
        camp = [node % 4 for node in range(60)]
        ties = []
        for a, b in itertools.combinations(range(60), 2):
            if chance.random() < 0.6:
                is_positive = (camp[a] == camp[b]) != (chance.random() < noise)
                ties.append((f"{a:03}", f"{b:03}", chance.uniform(0.5, 8) * (1 if is_positive else -1)))
        found = find_blocs(links(*ties), resolution=resolution)
        scores.append(adjusted_rand(camp, [found.of.get(f"{node:03}", -node - 1) for node in range(60)]))
    assert sum(scores) / len(scores) >= least


# Movers


def moving(before: tuple[int, float], after: tuple[int, float]) -> tuple[Network, Network]:
    thick = ("NOR", "EST")
    thin = ("TAL", "VEL")
    first = pairs((*thick, 200, 2.0), (*thin, before[0], before[1]), ("NOR", "TAL", 9, 1.0), conflict=0.3)
    later = pairs((*thick, 200, 0.0), (*thin, after[0], after[1]), ("VEL", "NOR", 9, 1.0), conflict=0.3)
    return build_network(first, {}), build_network(later, {})


def test_a_thin_pair_with_a_larger_change_does_not_lead() -> None:
    moves = moved(*moving((5, 4.0), (5, 1.0)))
    assert [(move.source, move.change, move.is_clear) for move in moves.pairs] == [
        ("NOR", -2.0, True),
        ("TAL", -3.0, False),
    ]
    assert moves.pairs[0].high - moves.pairs[0].low < moves.pairs[1].high - moves.pairs[1].low
    assert (moves.only_before, moves.only_after) == (1, 1)


def test_actors_move_by_all_they_take_part_in() -> None:
    moves = moved(*moving((5, 4.0), (5, 1.0)))
    norland = next(move for move in moves.actors if move.source == "NOR")
    assert norland.target == ""
    assert norland.before.events == norland.after.events == 209
    assert norland.change == pytest.approx((200 * 0 + 9) / 209 - (200 * 2 + 9) / 209)


def test_the_interval_holds_the_change_of_pairs_that_did_not_change() -> None:
    """Two samples of the same pair, of values like those of coded news, differ by nought in nine of ten cases."""
    chance = random.Random(3)
    frames = []
    shapes = [(chance.choice([0.5, 0.8, 0.95, 1.0]), chance.choice([5, 12, 40])) for _ in range(1000)]
    for _ in range(2):
        rows, good = [], []
        for case, (share, n) in enumerate(shapes):
            good.append(sum(chance.random() < share for _ in range(n)))
            values = [chance.gauss(2.1, 2.2) if at < good[-1] else chance.gauss(-5.3, 2.0) for at in range(n)]
            rows.append(("a", f"b{case:04}", n, sum(values) / n))
        frame = pairs(*rows).with_columns(cooperation=pl.Series(good))
        frames.append(frame.with_columns(conflict=pl.col("events") - pl.col("cooperation")))
    moves = moved(*(build_network(frame, {}) for frame in frames)).pairs
    held = sum(move.low <= 0 <= move.high for move in moves)
    assert len(moves) == 1000
    assert 0.87 <= held / 1000 <= 0.95


def test_networks_that_count_differently_do_not_compare() -> None:
    frame = pairs(("a", "b", 9, 1.0))
    with pytest.raises(ValueError, match="same directions"):
        moved(build_network(frame, {}), build_network(frame, {}, directed=False))


# Files

ODD = {"a": "Ñor & <land> \"'\x00\x1b", "b": "Ẽst\ud800 ]]>", "c": "日本 \u202e"}


def odd() -> Network:
    return build_network(pairs(("a", "b", 8, -2.5), ("b", "a", 6, 4.0), ("b", "c\x01", 5, 0.0)), ODD)


@pytest.mark.parametrize(("write", "read"), [(to_graphml, nx.read_graphml), (to_gexf, nx.read_gexf)])
def test_a_network_comes_back_from_its_file(write, read) -> None:  # type: ignore[no-untyped-def]
    network = odd()
    content = write(network)
    assert content == write(odd())
    graph = read(io.BytesIO(content))
    assert graph.is_directed()
    assert graph["a"]["b"]["weight"] == -2.5
    assert graph["b"]["a"]["sign"] == 1
    assert graph["a"]["b"]["events"] == 8
    assert graph.nodes["a"]["label"] == "Ñor & <land> \"'\ufffd\ufffd"
    assert graph.nodes["b"]["label"] == "Ẽst\ufffd ]]>"
    assert set(graph) == {"a", "b", "c\ufffd"}


def test_gexf_has_no_weight_of_nought_and_no_day_of_writing() -> None:
    content = to_gexf(odd())
    graph = nx.read_gexf(io.BytesIO(content))
    assert "weight" not in graph["b"]["c\ufffd"]
    assert graph["b"]["c\ufffd"]["mean"] == 0.0
    assert b"lastmodified" not in content


def test_names_that_lose_their_difference_stay_two_nodes() -> None:
    network = build_network(pairs(("x\x00", "x\x01", 5, 1.0)), {})
    assert nx.read_graphml(io.BytesIO(to_graphml(network))).number_of_nodes() == 2


# The command


def store_of(path: Path, rows: Sequence[tuple[str, str, str, float]]) -> Path:
    """A store with imported events: day, source, target, value."""
    kinds = {"DATE": pl.Date, "DOUBLE": pl.Float64, "INTEGER": pl.Int32, "TINYINT": pl.Int8}
    schema = {
        name: kinds.get(kind, pl.String) for name, kind in IMPORTED_EVENTS.items() if name not in {"dataset", "run"}
    }
    frame = [
        {
            **dict.fromkeys(schema), "id": f"e{at}",
            "day": date.fromisoformat(day), "last_day": date.fromisoformat(day),
            "source": source, "source_name": source, "source_side": source, "target": target, "target_name": target,
            "target_side": target, "plover": "CONSULT" if value > 0 else "ASSAULT", "quad": 1 if value > 0 else 4,
            "goldstein": value, "mentions": 1,
        }
        for at, (day, source, target, value) in enumerate(rows)
    ]  # fmt: skip
    with open_store(path) as store:
        run = store.begin_run(Setup(version="1", annotator="", codebook="plover", actors="1"))
        store.import_rows("made", pl.DataFrame(frame, schema=schema), run)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    rows = [
        (f"{year}-03-{day:02}", source, target, value if year == 2031 else -value)
        for year in (2030, 2031) for day in range(1, 9)
        for source, target, value in (("Norland", "Estoria", 4.0), ("Talvia", "Estoria", -7.0))
    ]  # fmt: skip
    return store_of(tmp_path / "a.duckdb", [*rows, ("2031-04-01", "Talvia", "Norland", 1.0)])


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(network_command)
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"})
    if result.exception is not None:
        raise result.exception
    return result.output


def test_the_command_shows_blocs_thin_pairs_and_movers(store: Path) -> None:
    shown = run("--store", str(store), "--since", "2031-01-01", "--until", "2031-12-31", "--compare", "2030")
    assert "3 actors, 2 directed pairs with 5 or more events, 2031-01-01 to 2031-12-31" in shown
    assert "1 directed pair with fewer (1 event)" in shown
    assert "Norland, Estoria" in shown or "Estoria, Norland" in shown
    assert "Talvia → Estoria" in shown
    assert "−14.00" in shown
    assert shown.index("Talvia → Estoria") < shown.index("Norland → Estoria")


def test_the_command_writes_files_by_their_ending(store: Path, tmp_path: Path) -> None:
    for name in ("n.graphml", "n.gexf", "n.csv", "m.csv"):
        more = ["--compare", "2030"] if name == "m.csv" else []
        run("--store", str(store), "--since", "2031-01-01", "-o", str(tmp_path / name), *more)
    assert nx.read_graphml(tmp_path / "n.graphml")["Norland"]["Estoria"]["weight"] == 4.0
    assert nx.read_gexf(tmp_path / "n.gexf")["Talvia"]["Estoria"]["sign"] == -1
    assert pl.read_csv(tmp_path / "n.csv").row(0, named=True)["events"] == 8
    assert pl.read_csv(tmp_path / "m.csv").filter(pl.col("target").is_not_null())["change"].to_list() == [-14.0, 8.0]


def test_the_command_gives_json(store: Path) -> None:
    lines = [json.loads(line) for line in run("--store", str(store), "--json", "--since", "2031-01-01").splitlines()]
    assert Counter(line["kind"] for line in lines) == {"tie": 2, "bloc": 1}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (["-o", "n.pdf"], ".graphml"),
        (["--compare", "2013-13"], "2013-Q4"),
        (["--compare", "2013-W54"], "2013-Q4"),
        (["--compare", "2013", "--against-since", "2012-01-01"], "--against-since"),
        (["--against-since", "2012-01-02", "--against-until", "2012-01-01"], "before"),
    ],
)
def test_what_is_typed_wrong_is_said_in_one_line(wrong: list[str], word: str, store: Path) -> None:
    with pytest.raises(UserError, match=word):
        run("--store", str(store), *wrong)

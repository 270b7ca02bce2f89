"""Charts: what they draw and what they say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from dragoman.commands.chart import chart_app
from dragoman.desk.problems import UserError
from dragoman.model.dyads import Way
from dragoman.model.facts import Stance
from dragoman.relations.network import build_network
from dragoman.relations.relate import Item, relate
from dragoman.report.chart_evidence import conditions_standing, edge_key, positions_standing
from dragoman.report.chart_layers import place_layers
from dragoman.report.chart_style import anchor
from dragoman.report.chart_timeline import TEXT_AT
from dragoman.report.charts import (
    Moment,
    Turn,
    chart_spec,
    conditions_chart,
    network_chart,
    positions_chart,
    quads_chart,
    series_chart,
    timeline_chart,
)
from dragoman.store import Setup, open_store
from dragoman.store.event_views import IMPORTED_EVENTS
from drawn import MOMENTS, rows, rows_of, series
from made import condition, position, report
from samples import KESTRIA, VELMORA


def words(chart: Any) -> str:
    """Title, notes, axes and all text of a chart."""
    return json.dumps(chart_spec(chart), ensure_ascii=False)


def matrix(*items: Item) -> Any:
    return relate(items).matrix


def loop() -> Any:
    """Two conditions that wait for one another, and one that waits for neither."""
    return relate(
        [
            condition(report(2), "Kestria withdraws from the valley", "the reopening of the crossing", set_by=KESTRIA),
            condition(
                report(5), "the crossing would reopen", "the Kestrian withdrawal from the valley", set_by=VELMORA
            ),
            condition(report(6), "grain exports", "an end of the war"),
        ]
    ).terms


def ties() -> pl.DataFrame:
    names = ("source", "target", "events", "mentions", "total", "mean", "cooperation", "conflict")
    found = [
        ("NOR", "EST", 40, 80, 80.0, 2.0, 40, 0),
        ("EST", "NOR", 6, 12, 6.0, 1.0, 6, 0),
        ("NOR", "TAL", 9, 9, -45.0, -5.0, 0, 9),
        ("TAL", "EST", 7, 7, 0.0, 0.0, 4, 3),
        ("TAL", "NOR", 2, 2, -8.0, -4.0, 0, 2),
    ]
    return pl.DataFrame(found, schema=names, orient="row")


NAMES = {"NOR": "Norland", "EST": "Estoria", "TAL": "Talvia"}


def every_chart() -> dict[str, Any]:
    positions = matrix(position(report(1), VELMORA, "a cease-fire"))
    return {
        "series": series_chart(
            [series([9, None, 3, 0, 4])],
            turns=[Turn(way=Way.FORWARD, day=date(2030, 3, 1), before=1.0, before_n=9, after=None, after_n=0)],
        ),
        "quads": quads_chart([series([9, None, 3]), series([1, 2, 3], way=Way.BACK)]),
        "positions": positions_chart(positions),
        "conditions": conditions_chart(loop()),
        "network": network_chart(build_network(ties(), NAMES)),
        "timeline": timeline_chart(MOMENTS, "the talks"),
    }


@pytest.mark.parametrize("kind", list(every_chart()))
def test_each_chart_obeys_the_schema_and_has_a_title_with_its_number(kind: str) -> None:
    chart = every_chart()[kind]
    assert chart.to_dict()["description"]
    assert re.search(r"\bn \d|\(\d+ days?\)|\d events?", words(chart))


# Series


def test_a_period_without_events_has_no_point_and_breaks_the_line() -> None:
    found = [row for row in rows(series_chart([series([9, 8, 0, 7, 9])])) if "run" in row]
    means = {row["period"]: row["run"] for row in found if row["mean"] is not None}
    assert set(means) == {"2030-01", "2030-02", "2030-04", "2030-05"}
    assert means["2030-01"] == means["2030-02"] != means["2030-04"] == means["2030-05"]
    assert all(row["level"] is not None for row in found)


def test_a_period_that_the_data_do_not_cover_is_grey_and_said_to_be() -> None:
    chart = series_chart([series([9, None, 7])])
    february = 1896134400000
    assert [row["start"] for row in rows(chart) if set(row) == {"start", "end"}] == [february] * 1
    assert "no rows at all" in words(chart)
    assert "no rows at all" not in words(series_chart([series([9, 0, 7])]))


def test_thin_periods_are_marked() -> None:
    found = [row for row in rows(series_chart([series([9, 4])])) if row.get("mean") is not None and "thin" in row]
    assert {row["period"]: row["thin"] for row in found} == {"2030-01": False, "2030-02": True}


def test_each_direction_has_a_panel_with_its_number_of_events() -> None:
    text = words(series_chart([series([9, 4]), series([1], way=Way.BACK)]))
    assert "Norland → Estoria (n 13)" in text
    assert "Estoria → Norland (n 1)" in text


def test_little_is_not_made_to_look_much() -> None:
    one = series([9])
    small = replace(one, points=(replace(one.points[0], mean=0.01, level=0.01, low=0.0, high=0.02),))
    domains = re.findall(r'"domain": \[(-?[\d.]+), (-?[\d.]+)\]', words(series_chart([small])))
    low, high = next((float(a), float(b)) for a, b in domains if float(a) < 0)
    assert low <= -2
    assert high >= 2


def test_turning_points_are_numbered_and_written_out_with_both_numbers() -> None:
    turns = [
        Turn(way=Way.FORWARD, day=date(2030, 1 + at, 1), before=1.25, before_n=30, after=-2.0, after_n=12)
        for at in range(3)
    ]
    found = rows(series_chart([series([9] * 6)], turns=turns[::-1]))
    assert [row["text"] for row in found if row.get("before")][:3] == ["1", "2", "3"]
    assert "2. Norland → Estoria, from 2030-02-01: mean +1.25 (n 30) before, −2.00 (n 12) after" in {
        row.get("text") for row in found
    }


@pytest.mark.parametrize(
    ("months", "form", "most"), [(1, "%Y-%m", 1), (3, "%Y-%m", 3), (30, "%Y-Q%q", 10), (100, "%Y", 9)]
)
def test_time_has_few_labels_at_even_steps(months: int, form: str, most: int) -> None:
    text = words(series_chart([series([5] * months)]))
    assert set(re.findall(r'"format": "(%[^"]*)"', text)) == {form}
    labels = [each.split(",") for each in re.findall(r'"values": \[(\d{12,}[\d, ]*)\]', text)]
    assert {len(each) for each in labels} == {most}


def test_an_empty_series_is_refused() -> None:
    for draw in (series_chart, quads_chart):
        with pytest.raises(ValueError, match="no periods to draw"):
            draw([])
        with pytest.raises(ValueError, match="no periods to draw"):
            draw([series([])])


# Quad classes


def test_cooperation_goes_up_and_conflict_down_deeds_outside_words() -> None:
    point = replace(series([10]).points[0], quads=(4, 3, 2, 1))
    found = rows(quads_chart([replace(series([10]), points=(point,))]))
    bars = {row["kind"]: (row["y0"], row["y1"]) for row in found if "kind" in row}
    assert bars == {
        "verbal cooperation": (0, 4),
        "material cooperation": (4, 7),
        "verbal conflict": (0, -2),
        "material conflict": (-2, -3),
    }


def test_no_bar_for_no_events() -> None:
    assert not [row for row in rows(quads_chart([series([0, 0])])) if "kind" in row]


# Positions


def test_a_cell_has_the_newest_stance_in_a_word_a_shape_and_a_number() -> None:
    found = rows(
        positions_chart(
            matrix(
                position(report(1), VELMORA, "a cease-fire", Stance.SUPPORTS),
                position(report(9), VELMORA, "a cease-fire", Stance.OPPOSES),
                position(report(3), KESTRIA, "a cease-fire", Stance.OPEN_TO),
            )
        )
    )
    shown = {row["party"]: (row["word"], row["shape"], row["small"]) for row in found if "party" in row}
    assert shown == {"Velmora": ("opposes", "triangle-down", "n 2 ‡"), "Kestria": ("open to", "circle", "n 1")}


def test_shapes_tell_the_sides_apart_without_colour() -> None:
    key = [row for row in rows(every_chart()["positions"]) if row.get("text") in {"for", "against", "open"}]
    assert len({row["shape"] for row in key}) == 3


# Conditions


def test_deadlocks_are_marked_by_a_word_a_dash_and_a_colour() -> None:
    found = rows(conditions_chart(loop()))
    assert sum(row.get("text") == "deadlock" for row in found) == 2 + 1
    dashes = {tuple(row["dash"]) for row in found if "dash" in row}
    stuck = {tuple(row["dash"]) for row in found if row.get("colour") == "#D55E00" and "dash" in row}
    assert len(stuck) == 1
    assert len(dashes) > 1


def test_each_arrow_has_its_number_in_the_list() -> None:
    found = {row["text"] for row in rows(conditions_chart(loop())) if "text" in row}
    assert {"1", "2", "3"} <= found
    assert {"3. not said whose: n 1"} <= found
    assert any(text.startswith(("1. Kestria: n 1", "1. Velmora: n 1")) for text in found)


def test_layers_lead_from_left_to_right_and_boxes_do_not_overlap() -> None:
    edges = [(f"s{at % 7}", f"g{at % 5}") for at in range(20)] + [("g0", "z"), ("s1", "z"), ("z", "g0"), ("q", "r")]
    heights = {node: 30.0 for edge in edges for node in edge}
    placed = place_layers(heights, edges)
    for one, other in edges:
        if {one, other} != {"g0", "z"}:
            assert placed.columns[one] < placed.columns[other]
    for node, top in placed.tops.items():
        for other, place in placed.tops.items():
            if node < other and placed.columns[node] == placed.columns[other]:
                assert top + placed.heights[node] <= place or place + placed.heights[other] <= top
    assert placed == place_layers(dict(reversed(heights.items())), edges[::-1])


# Network


def test_ties_are_drawn_by_sign_in_colour_and_dash_and_thin_pairs_are_counted() -> None:
    chart = network_chart(build_network(ties(), NAMES), span="2031")
    found = [row for row in rows(chart) if "who" in row]
    looks = {row["who"]: (row["colour"], tuple(row["dash"]), row["n"], row["mean"]) for row in found}
    assert looks["Norland → Estoria"][2:] == ("40", "+2.00")
    assert len({look[0] for look in looks.values()}) == len({look[1] for look in looks.values()}) == 3
    assert "1 directed pair with fewer events" in words(chart)
    assert "Norland (57)" in words(chart)


# Timeline


def test_days_stand_in_order_with_their_sentences_whole_or_cut() -> None:
    chart = timeline_chart([*MOMENTS[::-1], Moment(day=date(2031, 2, 1), text="word " * 400)])
    found = {row["day"]: row for row in rows(chart) if row.get("x") == TEXT_AT}
    assert found["2031-01-02"]["text"] == "Talks open."
    assert found["2031-02-01"]["text"].count("\n") == 3
    assert found["2031-02-01"]["text"].endswith("…")
    heights = [found[day]["y"] for day in sorted(found)]
    assert heights == sorted(heights)
    assert heights[2] - heights[1] > 2 * (heights[1] - heights[0])


def test_nothing_to_draw_is_said() -> None:
    for draw, nothing in (
        (positions_chart, matrix()),
        (conditions_chart, relate([]).terms),
        (timeline_chart, []),
        (network_chart, build_network(ties().clear(), {})),
    ):
        with pytest.raises(ValueError, match="to draw"):
            draw(nothing)  # type: ignore[operator]


# Evidence


def test_cells_and_arrows_lead_to_the_sentences_they_stand_on() -> None:
    found = matrix(position(report(1, "Velmora is for it."), VELMORA, "a cease-fire"))
    (entry,) = positions_standing(found).entries
    assert entry.lines[0].text == "Velmora is for it. Velmora is for it."
    assert entry.lines[0].reference
    terms = loop()
    hrefs = {row["href"] for row in rows(conditions_chart(terms, link=edge_key)) if row.get("href")}
    assert hrefs == {f"#{anchor(entry.key)}" for entry in conditions_standing(terms)}


# The command


@pytest.fixture
def store(tmp_path: Path) -> Path:
    kinds = {"DATE": pl.Date, "DOUBLE": pl.Float64, "INTEGER": pl.Int32, "TINYINT": pl.Int8}
    schema = {
        name: kinds.get(kind, pl.String) for name, kind in IMPORTED_EVENTS.items() if name not in {"dataset", "run"}
    }
    frame = []
    for at in range(30):
        day = date(2030, 1, 5) + timedelta(days=9 * at)
        ends = ("Norland", "Estoria") if at % 3 else ("Estoria", "Norland")
        frame.append(
            {
                **dict.fromkeys(schema), "id": f"e{at}", "day": day, "last_day": day, "source": ends[0],
                "source_name": ends[0], "source_side": ends[0], "target": ends[1], "target_name": ends[1],
                "target_side": ends[1], "plover": "CONSULT", "quad": 1, "goldstein": 1.0 + at % 2, "mentions": 1,
                "text": f"Sentence {at}.", "url": f"https://news.example/{at}",
            }
        )  # fmt: skip
    with open_store(tmp_path / "a.duckdb") as opened:
        run = opened.begin_run(Setup(version="1", annotator="", codebook="plover", actors="1"))
        opened.import_rows("made", pl.DataFrame(frame, schema=schema), run)
    return tmp_path / "a.duckdb"


def run(*arguments: str) -> None:
    app = typer.Typer()
    app.add_typer(chart_app, name="chart")
    result = CliRunner().invoke(app, ["chart", *arguments])
    if result.exception is not None:
        raise result.exception


def test_the_command_draws_each_direction_with_links_to_its_reports(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    run("series", "Norland", "Estoria", "--store", str(store), "-o", str(path))
    spec = json.loads(path.read_text(encoding="utf-8"))
    found = [row for row in rows_of(spec) if row.get("period") == "2030-01" and row.get("mean") is not None]
    assert {row["href"] for row in found} == {"https://news.example/0", "https://news.example/1"}
    assert "Norland → Estoria (n 20)" in path.read_text(encoding="utf-8")
    assert "Estoria → Norland (n 10)" in path.read_text(encoding="utf-8")


def test_the_command_draws_quads_and_network(store: Path, tmp_path: Path) -> None:
    run("quads", "Norland", "Estoria", "--store", str(store), "-o", str(tmp_path / "q.json"), "--way", "both")
    assert "Norland – Estoria (n 30)" in (tmp_path / "q.json").read_text(encoding="utf-8")
    run("network", "--store", str(store), "-o", str(tmp_path / "n.json"))
    found = [row for row in rows_of(json.loads((tmp_path / "n.json").read_text(encoding="utf-8"))) if "who" in row]
    assert {(row["who"], row["n"]) for row in found} == {("Norland → Estoria", "20"), ("Estoria → Norland", "10")}
    assert all(row["href"].startswith("https://news.example/") for row in found)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (["series", "Norland", "Estoria", "-o", "a.pdf"], "ending"),
        (["positions", "-o", "a.svg"], "no positions"),
        (["conditions", "-o", "a.svg", "--search", "grain"], "no conditions on 'grain'"),
        (["timeline", "-o", "a.svg"], "no days"),
        (["network", "-o", "a.svg", "--min-events", "99"], "99 or more"),
        (["series", "Norland", "Estoria", "-o", "a.svg", "--since", "2040-01-01"], "no events"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(wrong: list[str], word: str, store: Path) -> None:
    with pytest.raises(UserError, match=word):
        run(*wrong, "--store", str(store))

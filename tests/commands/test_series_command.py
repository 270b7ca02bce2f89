"""``dragoman series``: a relation over time, on the terminal and as rows."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.store import open_store
from outcome import Run
from store_rows import SETUP, imported


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Velmora and Kestria: kind for forty months, then harsh for forty; nothing of anyone in one month."""
    rows = []
    sides = (("VEL", "Velmora"), ("KES", "Kestria"))
    for month in (month for month in range(80) if month != 20):
        for number in range(6):
            day = date(2030 + month // 12, month % 12 + 1, 3 + number)
            value = (4.0 if month < 40 else -4.0) + (number % 3 - 1)
            ends = list(zip(("source", "target"), sides if number % 2 else sides[::-1], strict=True))
            rows.append(
                {f"{end}{part}": key for end, (key, _) in ends for part in ("", "_side")}
                | {f"{end}_name": name for end, (_, name) in ends}
                | {"id": f"{month}.{number}", "day": day, "last_day": day, "goldstein": value, "mentions": 2}
                | {"plover": "COOPERATE" if value > 0 else "THREATEN", "quad": 2 if value > 0 else 3, "cameo": "060"}
                | {"publisher": "Talvia Wire", "text": f"Sentence {month}.{number}."}
            )
    path = tmp_path / "rows.duckdb"
    with open_store(path) as opened:
        opened.import_rows("made", imported(rows), opened.begin_run(SETUP))
    return path


def test_a_table_with_counts_mean_index_and_gaps(dragoman: Run, store: Path) -> None:
    outcome = dragoman("series", "Velmora", "Kestria", "--store", str(store))
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert any(line.startswith(" 2030-01") and " 6 " in line and " 12 " in line for line in lines)
    assert "no data" in next(line for line in lines if line.startswith(" 2031-09"))
    assert "474 events in 948 mentions." in outcome.out
    assert "Months without events: 0; not covered by the data: 1." in outcome.out


def test_turning_points_come_with_their_sentences(dragoman: Run, store: Path) -> None:
    outcome = dragoman("series", "VEL", "KES", "--turning-points", "--store", str(store))
    assert "2033-05  down: mean 4.00" in outcome.out
    assert "“Sentence 40." in outcome.out
    found = json.loads(dragoman("series", "VEL", "KES", "--turning-points", "--json", "--store", str(store)).out)
    assert (found["period"], found["direction"]) == ("2033-05", "down")
    assert found["events"][0]["publisher"] == "Talvia Wire"


def test_files_have_all_three_ways_and_the_same_periods(dragoman: Run, store: Path) -> None:
    text = dragoman("series", "Velmora", "Kestria", "--csv", "--period", "year", "--store", str(store)).out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["way"] for row in rows] == ["forward"] * 7 + ["back"] * 7 + ["both"] * 7
    assert {(row["source"], row["target"]) for row in rows if row["way"] == "back"} == {("KES", "VEL")}
    assert sum(int(row["events"]) for row in rows if row["way"] == "both") == 474
    assert rows[0]["types"] == "COOPERATE:36"
    one = dragoman("series", "Velmora", "Kestria", "--json", "--way", "back", "--store", str(store)).out.splitlines()
    assert {json.loads(line)["way"] for line in one} == {"back"}


def test_types_scales_outlets_and_days_choose(dragoman: Run, store: Path, tmp_path: Path) -> None:
    def total(*more: str) -> dict[str, object]:
        arguments = ("Velmora", "Kestria", "--json", "--way", "both", "--period", "year", "--store", str(store))
        rows = [json.loads(line) for line in dragoman("series", *arguments, *more).out.splitlines()]
        return {"events": sum(row["events"] for row in rows), "first": rows[0] if rows else None}

    assert total("--type", "threaten")["events"] == 240
    assert total("--since", "2031-01-01", "--until", "2031-12-31")["events"] == 66
    assert total("--without", "Talvia Wire")["events"] == 0
    (tmp_path / "mine.csv").write_text("code,value\nCOOPERATE,9\n", encoding="utf-8")
    assert total("--scale", "mine.csv")["first"]["mean"] == 9.0  # type: ignore[index]
    assert total("--scale", "balance")["first"]["mean"] == 1.0  # type: ignore[index]


def test_a_group_of_the_user(dragoman: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "g.yaml").write_text("groups:\n  - {name: Pair, members: [Japan, France]}\n", encoding="utf-8")
    outcome = dragoman("series", "Pair", "Kestria", "--groups", "g.yaml", "--store", str(store))
    assert outcome.code == 0
    assert "No events between Pair and Kestria." in outcome.out


def test_a_word_of_a_name_is_enough_where_one_actor_is_meant(dragoman: Run, tmp_path: Path) -> None:
    path, day = tmp_path / "names.duckdb", date(2030, 1, 5)
    names = ("Ada Lund", "Rolf Berg", "Sten Berg", "Ada Lund")
    rows = [
        {"id": str(n), "day": day, "last_day": day, "source": f"name:{name}", "source_side": f"name:{name}",
         "source_name": name, "target": "KES", "target_side": "KES", "target_name": "Kestria", "mentions": 1}
        for n, name in enumerate(names)
    ]  # fmt: skip
    with open_store(path) as opened:
        opened.import_rows("made", imported(rows), opened.begin_run(SETUP))
    assert "Ada Lund – Kestria" in dragoman("series", "lund", "Kestria", "--store", str(path)).out
    several = dragoman("series", "Berg", "Kestria", "--store", str(path))
    assert several.code == 2
    assert "in the data are Rolf Berg (1), Sten Berg (1)" in several.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Velmora", "Nowhereland"), "no actor is called 'Nowhereland'"),
        (("Velmora", "VEL"), "are the same side"),
        (("Velmora", "Kestria", "--scale", "none.csv"), "or a CSV file"),
        (("Velmora", "Kestria", "--dataset", "x"), "there are made"),
        (("Velmora", "Kestria", "--include", "rumours"), "--include 'rumours'"),
        (("Velmora", "Kestria", "--type", "SHOUT"), "is no PLOVER type"),
        (("Velmora", "Kestria", "--since", "2031", "--until", "2030"), "is not a date"),
        (("Velmora", "Kestria", "--since", "2031-01-01", "--until", "2030-01-01"), "is before --since"),
        (("Velmora", "Kestria", "--groups", "none.yaml"), "none.yaml"),
        (("Velmora", "Kestria", "--store", "none.duckdb"), "there is no store"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(dragoman: Run, store: Path, arguments: tuple[str, ...], said: str) -> None:
    given = arguments if "--store" in arguments else (*arguments, "--store", str(store))
    outcome = dragoman("series", *given)
    assert outcome.code in {2, 3}
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1

"""``dragoman import``: event data of others, kept apart, added once, with what could not be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from dragoman.store import open_events, open_store
from outcome import Run
from samples import FICTIONAL

ROWS = (
    ("2031-03-02", "Velmora", "Consult", "Kestria"),
    ("2031-03-05", "Foreign Affairs (Velmora)", "Threaten", "Kestria"),
    ("2031-03-05", "Kestria", "Make statement", "Citizen (Velmora)"),
    ("2031-04-09", "Nobody Known", "Use conventional military force", "Velmora"),
)


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    path = tmp_path / "events.tsv"
    lines = ["\t".join(row) for row in (("date", "source", "event", "target"), *ROWS)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_events_go_into_the_store_once(dragoman: Run, stream: Path) -> None:
    first = dragoman("import", str(stream), "--dataset", "mine", "--actors", str(FICTIONAL))
    assert first.code == 0, first.err
    assert "4 rows of stream, 4 added to 'mine'." in first.out
    packed = stream.with_name("again.tsv.gz")
    packed.write_bytes(gzip.compress(stream.read_bytes()))
    second = dragoman("import", str(packed), "--dataset", "mine", "--actors", str(FICTIONAL))
    assert "0 added to 'mine', 4 there already." in second.out
    with open_store("dragoman.duckdb", read_only=True) as store:
        assert store.totals().imported == {"mine": 4}
        assert [file.file for file in store.imports()] == ["events.tsv", "again.tsv.gz"]
        assert store.runs()[0].arguments == ("import", str(stream))


def test_names_become_actors_with_their_sides(dragoman: Run, stream: Path) -> None:
    dragoman("import", str(stream), "--actors", str(FICTIONAL), "--store", "a.duckdb")
    with open_events("a.duckdb") as events:
        found = events.query("SELECT source_side, target_side, plover, cameo FROM event_rows ORDER BY day, target_side")
    assert found == [
        ("VEL", "KES", "CONSULT", "040"),
        ("VEL", "KES", "THREATEN", "130"),
        ("KES", "VEL/CVL/citizen", None, "010"),
        ("name:nobody-known", "VEL", "ASSAULT", "190"),
    ]


def test_a_row_that_cannot_be_read_does_not_stop_the_file(dragoman: Run, stream: Path) -> None:
    text = stream.read_text(encoding="utf-8").replace("2031-04-09", "some day")
    stream.write_text(text, encoding="utf-8")
    outcome = dragoman("import", str(stream), "--store", "a.duckdb")
    assert outcome.code == 1
    assert "3 added to 'stream', 1 could not be read." in outcome.out
    assert "events.tsv, line 5: " in outcome.err
    noted = json.loads(dragoman("errors", "--store", "a.duckdb", "--json").out)
    assert noted["location"] == "events.tsv, line 5"


def test_a_folder_is_read_with_all_below_it(dragoman: Run, stream: Path, tmp_path: Path) -> None:
    folder = tmp_path / "all" / "2031"
    folder.mkdir(parents=True)
    stream.rename(folder / "events.tsv")
    (folder / "notes.txt").write_text("Not a table.\n", encoding="utf-8")
    outcome = dragoman("import", str(tmp_path / "all"), "--dataset", "mine")
    assert outcome.code == 1
    assert "4 added to 'mine'" in outcome.out
    assert "notes.txt: its format is not plain" in outcome.err


def test_a_table_with_a_mapping(dragoman: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("when;who;whom;what\n02.03.2031;Velmora;Kestria;190\n", encoding="utf-8")
    mapping = tmp_path / "m.yaml"
    columns = "{day: when, source_name: who, target_name: whom, cameo: what}"
    mapping.write_text(f'columns: {columns}\ndate_format: "%d.%m.%Y"\ndelimiter: ";"\n', encoding="utf-8")
    outcome = dragoman("import", "t.csv", "--mapping", "m.yaml", "--dataset", "mine", "--actors", str(FICTIONAL))
    assert outcome.code == 0, outcome.err
    with open_events("dragoman.duckdb") as events:
        assert events.query("SELECT day::VARCHAR, source_side, plover FROM event_rows") == [
            ("2031-03-02", "VEL", "ASSAULT")
        ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere.tsv",), "there is no nowhere.tsv"),
        (("events.tsv", "--format", "csv"), "needs --mapping FILE.yaml"),
        (("events.tsv", "--mapping", "m.yaml"), "--mapping needs --dataset"),
        (("events.tsv", "--mapping", "m.yaml", "--format", "icews"), "not with icews"),
        (("events.tsv", "--format", "quill"), "no format 'quill'"),
        (("events.tsv", "--dataset", "dragoman"), "give the data set another name"),
        (("events.tsv", "--format", "acled"), "events.tsv"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(dragoman: Run, stream: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = dragoman("import", *arguments)
    assert outcome.code in {2, 3}
    assert said in outcome.err
    assert len(outcome.err.strip().splitlines()) == 1


def test_mentions_raise_the_counts_of_their_events(dragoman: Run, tmp_path: Path) -> None:
    event = [""] * 61
    event[0], event[1], event[5], event[6], event[7] = "77", "20310302", "VEL", "VELMORA", "VEL"
    event[15], event[16], event[17], event[26], event[27], event[28] = "KES", "KESTRIA", "KES", "040", "040", "04"
    event[29], event[30], event[31], event[32], event[33] = "1", "1.0", "1", "1", "1"
    event[59], event[60] = "20310302000000", "https://example.org/a"
    (tmp_path / "x.export.csv").write_text("\t".join(event) + "\n", encoding="utf-8")
    seen = ["77", "20310302000000", "20310302001500", "1", "one.example", "https://one.example/1", "1"]
    reports = [seen, [*seen[:4], "two.example", "https://two.example/2", "3"]]
    lines = ["\t".join([*report, "", "", "", "1", "60", "900", "-1.5", "", ""]) for report in reports]
    (tmp_path / "x.mentions.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for _ in range(2):
        outcome = dragoman("import", "x.export.csv", "x.mentions.csv")
        assert outcome.code == 0, outcome.err
    with open_events("dragoman.duckdb") as events:
        assert events.query("SELECT id, mentions, outlets FROM event_rows") == [("77", 2, 2)]

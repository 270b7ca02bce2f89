"""Streams of named events in four columns."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import polars
import pytest

from dragoman.exchange.sets import guess_format
from dragoman.ontology import load_cameo
from foreign import only, read, table

ROW = {"date": "2014-02-08", "source": "Norland", "event": "Make a visit", "target": "Estoria"}


def test_a_row_has_its_code_by_the_name_of_the_event(tmp_path: Path) -> None:
    path = tmp_path / "events.tsv"
    path.write_text(table([ROW]))
    row = only(read(path, "stream")[0])
    assert (row["source_name"], row["target_name"], row["event_text"]) == ("Norland", "Estoria", "Make a visit")
    assert (row["cameo"], row["plover"], row["goldstein"]) == ("042", "CONSULT", 1.9)
    assert row["extra"] is None


def test_an_event_without_a_known_name_is_kept_without_a_code(tmp_path: Path) -> None:
    path = tmp_path / "events.tsv"
    path.write_text(table([{**ROW, "event": "Juggle"}, {**ROW, "event": "190"}]))
    frame, rejected = read(path, "stream")
    assert frame["event_text"].to_list() == ["Juggle", "190"]
    assert frame["cameo"].to_list() == [None, "190"]
    assert not rejected


def test_one_event_in_two_sets_of_a_file_has_one_id(tmp_path: Path) -> None:
    path = tmp_path / "sets.tsv"
    path.write_text(table([{**ROW, "set": name} for name in ("a", "b", "a")]))
    ids = read(path, "stream")[0]["id"].to_list()
    assert ids[0] == ids[1] != ids[2]


def test_files_that_overlap_give_the_same_ids_in_any_order_of_columns(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.csv"
    threat = {**ROW, "event": "Threaten"}
    one.write_text(table([ROW, ROW, threat]))
    turned = [{**dict(reversed(row.items())), "set": "test"} for row in (threat, ROW)]
    other.write_text(table(turned, delimiter=","))
    first, second = read(one, "stream")[0], read(other, "stream")[0]
    visit, again, threatened = first["id"].to_list()
    assert len({visit, again, threatened}) == 3
    assert second["id"].to_list() == [threatened, visit]
    assert [json.loads(extra) for extra in second["extra"]] == [{"set": "test"}] * 2


def test_ids_are_the_same_on_every_machine(tmp_path: Path) -> None:
    path = tmp_path / "events.tsv"
    path.write_text(table([ROW]))
    content = "\x1f".join(("2014-02-08", "Norland", "Make a visit", "Estoria", "0"))
    expected = hashlib.sha256(content.encode()).hexdigest()[:16]
    assert only(read(path, "stream")[0])["id"] == expected == "0ebb933354323509"


@pytest.mark.parametrize(
    ("name", "count", "once"),
    [
        ("icews14/icews14_named.tsv.gz", 90_730, 90_730),
        # 1,515 events of 2014 stand in it twice, once in each of its sets.
        ("icews_mmkb/mmkb_named.tsv.gz", 110_271, 108_756),
    ],
)
def test_the_real_streams_are_read_as_a_whole(shared: Path, name: str, count: int, once: int) -> None:
    path = shared / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    frame, rejected = read(path, "stream")
    assert guess_format(path) == "stream"
    assert (frame.height, rejected, frame["id"].n_unique()) == (count, {}, once)
    assert frame["cameo"].null_count() == 0
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        header, *lines = (line.rstrip("\n").split("\t") for line in stream)
    days = [cells[header.index("date")] for cells in lines]
    assert frame["day"].cast(polars.String).to_list() == days
    known = load_cameo()
    wrong = [
        code for code, plover, value in frame.select("cameo", "plover", "goldstein").unique().rows()
        if (known[code].plover or None, known[code].goldstein) != (plover, value)
    ]  # fmt: skip
    assert wrong == []


def test_the_two_real_streams_share_the_ids_of_what_both_have(shared: Path) -> None:
    whole, part = shared / "icews14/icews14_named.tsv.gz", shared / "icews_mmkb/mmkb_named.tsv.gz"
    if not (whole.is_file() and part.is_file()):
        pytest.skip("the streams are not here")
    known = set(read(whole, "stream")[0]["id"])
    both = read(part, "stream")[0].filter(polars.col("extra").str.contains('"icews14"', literal=True))
    shared_ids = both["id"].is_in(list(known)).sum()
    assert both.height == 17_904
    # Two rows of the smaller file are not in the larger one.
    assert shared_ids == both.height - 2

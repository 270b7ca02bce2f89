"""``dragoman export``: what was coded and imported, as files for other programs."""

from __future__ import annotations

import csv
from pathlib import Path

import polars
import pytest

from out_samples import lines, read
from outcome import Run
from samples import FICTIONAL

TEXT = b"""Velmora's foreign minister visited Kestria on 9 March 2031. Velmora will attack Kestria next year.

Kestria did not attack Velmora on 2 March 2031."""
STREAM = (
    ("date", "source", "event", "target"),
    ("2031-03-02", "Velmora", "Consult", "Kestria"),
    ("2031-03-05", "Kestria", "Make statement", "Velmora"),
    ("2031-04-09", "Nobody Known", "Use conventional military force", "Velmora"),
)
ICEWS = (
    ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
     "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
     "District", "Province", "Country", "Latitude", "Longitude"),
    ("41000001", "2031-03-02", "Velmora", "NA", "Velmora", "Consult", "040", "1", "Citizen (Kestria)",
     "General Population / Civilian / Social,Social", "NA", "7001", "2", "Talvia Wire", "Port Kest", "NA", "The North",
     "Kestria", "-0.5", "105"),
    ("41000001", "2031-03-03", "Velmora", "NA", "Velmora", "Consult", "040", "1", "Kestria", "NA", "Kestria", "7002",
     "4", "Talvia Wire", "NA", "NA", "NA", "NA", "NA", "NA"),
)  # fmt: skip


@pytest.fixture
def store(dragoman: Run, tmp_path: Path) -> Path:
    """Events coded from a text, a stream of named events, and rows of ICEWS."""
    for name, rows in (("events.tsv", STREAM), ("events.tab", ICEWS)):
        (tmp_path / name).write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    actors = ("--actors", str(FICTIONAL))
    for arguments in (("events.tsv", "--dataset", "named", *actors), ("events.tab", *actors)):
        assert dragoman("import", *arguments).code == 0
    assert dragoman("read", "-", "--date", "2031-03-10", "--publisher", "Talvia Wire", stdin=TEXT).code == 0
    return tmp_path / "dragoman.duckdb"


def table(path: str) -> list[dict[str, str]]:
    with Path(path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_all_rows_of_all_data_sets_stand_in_a_flat_file(dragoman: Run, store: Path) -> None:
    outcome = dragoman("export", "-o", "all.csv")
    assert outcome.code == 0, outcome.err
    rows = table("all.csv")
    assert outcome.out == f"{len(rows)} rows in all.csv.\n"
    assert {row["dataset"] for row in rows} == {"named", "icews", "dragoman"}
    own = [row for row in rows if row["dataset"] == "dragoman"]
    assert {row["factuality"] for row in own} >= {"asserted", "negated"}
    visit = next(row for row in own if row["factuality"] == "asserted")
    assert (visit["day"], visit["source_side"], visit["target"], visit["publisher"]) == (
        "2031-03-09", "VEL", "KES", "Talvia Wire",
    )  # fmt: skip
    assert visit["text"].startswith("Velmora's foreign minister visited")


def test_rows_of_icews_come_out_as_they_went_in(dragoman: Run, store: Path) -> None:
    assert dragoman("export", "-o", "again.tab", "--dataset", "icews").code == 0
    assert sorted(lines(Path("again.tab"))) == sorted(list(row) for row in ICEWS)


def test_what_did_not_happen_is_left_out_and_told(dragoman: Run, store: Path) -> None:
    outcome = dragoman("export", "-o", "own.txt", "--format", "polecat", "--dataset", "dragoman")
    assert outcome.code == 0
    assert "left out that polecat cannot hold" in outcome.err
    assert "denied, planned, threatened or only recalled (--include brings them)" in outcome.err
    (row,) = read(Path("own.txt"), "polecat").rows(named=True)
    assert (row["plover"], row["source_country"], row["target_name"]) == ("CONSULT", "VEL", "Kestria")
    more = dragoman("export", "-o", "own.txt", "--format", "polecat", "--dataset", "dragoman", "--include", "all")
    assert "2 rows in own.txt." in more.out


def test_days_choose_the_rows(dragoman: Run, store: Path) -> None:
    assert dragoman("export", "-o", "some.csv", "--dataset", "named", "--since", "2031-03-05").code == 0
    assert [row["day"] for row in table("some.csv")] == ["2031-03-05", "2031-04-09"]
    assert dragoman("export", "-o", "one.csv", "--dataset", "named", "--until", "2031-03-02").code == 0
    assert [row["event_text"] for row in table("one.csv")] == ["Consult"]


@pytest.mark.parametrize(
    ("name", "form", "rows"), [("o.parquet", "", 3), ("o.export.CSV", "", 3), ("o", "polecat", 2), ("o.feather", "", 3)]
)
def test_the_format_follows_from_the_name_or_the_option(
    dragoman: Run, store: Path, name: str, form: str, rows: int
) -> None:
    option = ("--format", form.upper()) if form else ()
    outcome = dragoman("export", "-o", name, "--dataset", "named", *option)
    assert outcome.out == f"{rows} rows in {name}.\n"


def test_a_folder_of_parts_is_a_store_of_rows(dragoman: Run, store: Path) -> None:
    assert dragoman("export", "-o", "parts", "--format", "parts").code == 0
    assert dragoman("export", "-o", "a.parquet").code == 0
    assert dragoman("export", "-o", "b.parquet", "--store", "parts").code == 0
    one, other = (polars.read_parquet(name).sort(polars.all()) for name in ("a.parquet", "b.parquet"))
    assert one.equals(other)
    assert set(one["dataset"]) == {"named", "icews", "dragoman"}
    again = dragoman("export", "-o", "parts", "--format", "parts")
    assert "is there already" in again.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("-o", "rows.txt"), "the name 'rows.txt' does not tell the format; add --format: icews, gdelt"),
        (("-o", "rows.csv", "--format", "stata"), "--format 'stata': there are icews"),
        (("-o", "rows.csv", "--dataset", "nobody's"), "there is none; there are"),
        (("-o", "rows.csv", "--since", "yesterday"), "write it as YYYY-MM-DD"),
        (("-o", "rows.csv", "--since", "2031-02-01", "--until", "2031-01-01"), "is before --since"),
        (("-o", "rows.csv", "--include", "rumours"), "--include 'rumours'"),
        (("-o", "nowhere/rows.csv"), "is not there; make it first"),
        (("-o", "dragoman.duckdb", "--format", "csv"), "is the store itself"),
    ],
)
def test_wrong_use_ends_with_a_line_and_writes_nothing(
    dragoman: Run, store: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    before = {path: path.stat().st_size for path in tmp_path.iterdir()}
    outcome = dragoman("export", *arguments)
    assert outcome.code == 2
    assert told in outcome.err
    assert outcome.err.count("\n") == 1
    assert {path: path.stat().st_size for path in tmp_path.iterdir()} == before


def test_a_store_that_is_not_there_is_told(dragoman: Run) -> None:
    outcome = dragoman("export", "-o", "rows.csv")
    assert outcome.code == 3
    assert not Path("rows.csv").exists()
